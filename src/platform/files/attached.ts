import { z } from 'zod';
import type { Snapshot } from '../ledger/snapshot.ts';
import type { Collection } from '../register/writer.ts';
import { AttachedFile } from './model.ts';

const fields = new WeakMap<z.ZodObject, string[]>();

/** The fields of a record that hold files: one, or a list of them. */
export function fileFields(record: z.ZodObject): string[] {
  let found = fields.get(record);
  if (!found) {
    found = Object.entries(record.shape).flatMap(([field, schema]) => {
      let inner = schema as z.ZodType;
      while (inner instanceof z.ZodDefault || inner instanceof z.ZodNullable || inner instanceof z.ZodOptional) inner = inner.unwrap() as z.ZodType;
      if (inner instanceof z.ZodArray) inner = inner.element as z.ZodType;
      return inner === AttachedFile ? [field] : [];
    });
    fields.set(record, found);
  }
  return found;
}

/** A file with the record that refers to it. */
export interface Attached {
  file: AttachedFile;
  register: string;
  record: string;
  field: string;
}

/** The files of records, archived ones included: they can come back. */
export function attachedOf(
  collections: readonly Pick<Collection, 'name' | 'record'>[],
  records: Snapshot['records'] | Map<string, { id: string }[]>,
): Attached[] {
  return collections.flatMap(({ name, record }) =>
    fileFields(record).flatMap((field) =>
      [...(records.get(name)?.values() ?? [])].flatMap((each) => {
        const value = (each as Record<string, unknown>)[field];
        const files = Array.isArray(value) ? (value as AttachedFile[]) : value ? [value as AttachedFile] : [];
        return files.map((file) => ({ file, register: name, record: each.id, field }));
      }),
    ),
  );
}

const known = new WeakMap<Snapshot, Map<string, AttachedFile>>();

/** The file of a hash, if a record of this snapshot refers to it. */
export function attachedFile(collections: readonly Collection[], snapshot: Snapshot, sha256: string): AttachedFile | undefined {
  let found = known.get(snapshot);
  if (!found) known.set(snapshot, (found = new Map(attachedOf(collections, snapshot.records).map(({ file }) => [file.sha256, file]))));
  return found.get(sha256);
}
