import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
import { z } from 'zod';
import { fieldMeta } from '../contract/fields.ts';
import { Problem, notFound, type ProblemField } from '../contract/problem.ts';
import { snake } from '../database/table.ts';
import type { Snapshot, StoredRecord } from '../ledger/snapshot.ts';
import type { Collection, Writer } from './writer.ts';

/** Ids that may be referred to besides those of stored collections, by the name used in `reference(...)`. */
export type KnownIds = Record<string, (snapshot: Snapshot) => (id: string) => boolean>;

export interface WriterContext {
  client: pg.ClientBase;
  organisation: string;
  /** With the changes made so far in this transaction. */
  snapshot(): Promise<Snapshot>;
  now(): string;
  knownIds: KnownIds;
  /** Told after every statement that wrote: the snapshot has moved on. */
  changed(): void;
  /** The row as the database has it, in the form of its model. */
  toRecord(table: string, row: Record<string, unknown>): StoredRecord;
}

// oxlint-disable-next-line typescript/no-explicit-any -- records of every shape pass through here; the Writer's signature types them
type Any = any;

/** The only code that writes records. */
export function createWriter(context: WriterContext): Writer {
  const { client, organisation } = context;

  async function insert(collection: Collection, records: StoredRecord[]): Promise<StoredRecord[]> {
    if (records.length === 0) return [];
    const table = snake(collection.name);
    const columns = Object.keys(collection.record.shape).map(column).join(', ');
    const { rows } = await client.query<{ row: Record<string, unknown> }>(
      `insert into isms.${table} as t (organisation_id, ${columns})
       select $1, ${columns} from jsonb_populate_recordset(null::isms.${table}, $2::jsonb)
       returning to_jsonb(t) as row`,
      [organisation, JSON.stringify(records.map(toRow))],
    );
    context.changed();
    return inOrder(
      records,
      rows.map(({ row }) => context.toRecord(table, row)),
    );
  }

  async function update(collection: Collection, records: StoredRecord[], fields: Set<string>): Promise<StoredRecord[]> {
    if (records.length === 0) return [];
    const table = snake(collection.name);
    const set = [...fields, 'version', 'updatedAt'].map((field) => `${column(field)} = n.${column(field)}`).join(', ');
    const { rows } = await client.query<{ row: Record<string, unknown> }>(
      `update isms.${table} t set ${set} from jsonb_populate_recordset(null::isms.${table}, $2::jsonb) n
       where t.organisation_id = $1 and t.id = n.id returning to_jsonb(t) as row`,
      [organisation, JSON.stringify(records.map(toRow))],
    );
    context.changed();
    return inOrder(
      records,
      rows.map(({ row }) => context.toRecord(table, row)),
    );
  }

  async function createMany(collection: Collection, list: Record<string, unknown>[]): Promise<StoredRecord[]> {
    if (list.length === 0) return [];
    const snapshot = await context.snapshot();
    const existing = snapshot.records.get(collection.name);
    const wanted = list.filter((fields) => fields['id'] === undefined).length;
    let next = wanted > 0 ? await nextNumber(collection, wanted) : 0;
    const at = context.now();
    const seen = new Set<string>();
    const records = list.map((fields, index) => {
      let id = fields['id'] as string | undefined;
      // A number that somebody gave by hand is skipped.
      while (id === undefined || (fields['id'] === undefined && (existing?.has(id) || seen.has(id)))) id = `${collection.prefix}-${next++}`;
      if (existing?.has(id) || seen.has(id)) {
        throw new Problem('conflict', `${id} exists already.`, {
          remedy: 'Choose another id, or leave it out and the next number is given.',
          current: existing?.get(id),
        });
      }
      seen.add(id);
      return parse(collection, { ...fields, id, version: 1, createdAt: fields['createdAt'] ?? at, updatedAt: at }, list.length > 1 ? index : null);
    });
    checkReferences(collection, records, null, snapshot, context.knownIds);
    return insert(collection, records);
  }

  async function nextNumber(collection: Collection, wanted: number): Promise<number> {
    if (collection.prefix === null) throw new Problem('invalid-input', `A record of ${collection.name} needs an id.`);
    const { rows } = await client.query<{ first: number }>('select access.next_numbers($1, $2, $3) as first', [
      snake(collection.name),
      collection.prefix,
      wanted,
    ]);
    return rows[0]!.first;
  }

  async function changeMany(collection: Collection, list: Record<string, unknown>[], seen?: number): Promise<StoredRecord[]> {
    const snapshot = await context.snapshot();
    const existing = snapshot.records.get(collection.name);
    const at = context.now();
    const changedFields = new Set<string>();
    const results: StoredRecord[] = [];
    const changed: StoredRecord[] = [];
    list.forEach((fields, index) => {
      const id = fields['id'] as string;
      const before = existing?.get(id);
      if (!before) throw notFound(singular(collection), id);
      if (seen !== undefined && before['version'] !== seen) {
        throw new Problem('conflict', `${id} has been changed by somebody else since you read it.`, {
          remedy: 'Look at both versions and send your change again with the current version number.',
          current: before,
        });
      }
      const named = Object.keys(fields).filter((field) => fields[field] !== undefined && field !== 'id' && field !== 'version');
      const after = parse(
        collection,
        { ...before, ...Object.fromEntries(named.map((field) => [field, fields[field]])) },
        list.length > 1 ? index : null,
      );
      const different = named.filter((field) => !same(before[field], after[field]));
      results.push(before);
      if (different.length === 0) return;
      for (const field of different) changedFields.add(field);
      checkReferences(collection, [after], new Set(different), snapshot, context.knownIds);
      changed.push({ ...after, version: (before['version'] as number) + 1, updatedAt: at });
    });
    const written = new Map((await update(collection, changed, changedFields)).map((record) => [record.id, record]));
    return results.map((record) => written.get(record.id) ?? record);
  }

  const setArchived = async (collection: Collection, id: string, at: string | null) => {
    const before = (await context.snapshot()).records.get(collection.name)?.get(id);
    if (!before) throw notFound(singular(collection), id);
    if ((before['archivedAt'] === null) === (at === null)) return before;
    const [record] = await update(
      collection,
      [{ ...before, archivedAt: at, version: (before['version'] as number) + 1, updatedAt: context.now() }],
      new Set(['archivedAt']),
    );
    return record!;
  };

  return {
    create: async (collection, fields) => (await createMany(collection, [fields]))[0] as Any,
    createMany: (collection, list) => createMany(collection, list) as Any,
    change: async (collection, id, changes, seen) => (await changeMany(collection, [{ ...changes, id }], seen))[0] as Any,
    changeMany: (collection, list) => changeMany(collection, list) as Any,
    archive: (collection, id) => setArchived(collection, id, context.now()) as Any,
    restore: (collection, id) => setArchived(collection, id, null) as Any,
  };
}

function parse(collection: Collection, fields: Record<string, unknown>, index: number | null): StoredRecord {
  const result = collection.record.safeParse(fields);
  if (result.success) return result.data as StoredRecord;
  throw invalid(result.error, collection.record, index === null ? '' : `record ${index + 1}: `);
}

/** Turns what zod found into a problem with place and remedy. */
export function invalid(error: z.ZodError, schema?: z.ZodType, place = ''): Problem {
  const fields: ProblemField[] = error.issues.map((issue) => ({ field: place + issue.path.join('.'), message: issue.message }));
  const first = fields[0];
  const shape = schema instanceof z.ZodObject ? schema.shape : {};
  const title = first && fieldMeta((shape[String(error.issues[0]?.path[0])] as z.ZodType | undefined) ?? z.unknown()).title;
  return new Problem('invalid-input', first ? `${title ?? (first.field || 'The input')}: ${first.message}` : 'The input is not valid.', {
    fields,
    remedy: 'Correct the fields named and send it again; nothing has been changed.',
  });
}

interface Reference {
  field: string;
  title: string;
  register: string;
  many: boolean;
}
const referencesOf = new WeakMap<z.ZodObject, Reference[]>();

/** The fields of a record that hold ids of other records. */
export function references(record: z.ZodObject): Reference[] {
  let found = referencesOf.get(record);
  if (!found) {
    found = Object.entries(record.shape).flatMap(([field, schema]) => {
      const meta = fieldMeta(schema as z.ZodType);
      if (!meta.reference) return [];
      let inner = schema as z.ZodType;
      while (inner instanceof z.ZodDefault || inner instanceof z.ZodNullable || inner instanceof z.ZodOptional) inner = inner.unwrap() as z.ZodType;
      return [{ field, title: meta.title ?? field, register: meta.reference, many: inner instanceof z.ZodArray }];
    });
    referencesOf.set(record, found);
  }
  return found;
}

function checkReferences(collection: Collection, records: StoredRecord[], only: Set<string> | null, snapshot: Snapshot, known: KnownIds): void {
  const own = new Set(records.map((record) => record.id));
  const problems: ProblemField[] = [];
  for (const { field, title, register, many } of references(collection.record)) {
    if (only && !only.has(field)) continue;
    const special = known[register]?.(snapshot);
    const stored = snapshot.records.get(register);
    for (const record of records) {
      const ids = many ? (record[field] as string[]) : record[field] === null ? [] : [record[field] as string];
      for (const id of ids) {
        const target = stored?.get(id);
        const exists = special
          ? special(id)
          : (target !== undefined && target['archivedAt'] === null) || (register === collection.name && own.has(id));
        if (!exists)
          problems.push({
            field,
            message: target ? `${id} is archived; bring it back first or choose another.` : `There is no ${id} in ${register}.`,
          });
        if (!exists && problems.length === 1) problems[0]!.message = `${title}: ${problems[0]!.message}`;
      }
    }
  }
  if (problems.length > 0)
    throw new Problem('invalid-input', problems[0]!.message, {
      fields: problems,
      remedy: 'Refer to records that exist and are not archived; nothing has been changed.',
    });
}

/** Quoted: a field may be called `where`. */
const column = (field: string) => `"${snake(field)}"`;
const toRow = (record: StoredRecord) => Object.fromEntries(Object.entries(record).map(([field, value]) => [snake(field), value]));

function inOrder(wanted: StoredRecord[], stored: StoredRecord[]): StoredRecord[] {
  const byId = new Map(stored.map((record) => [record.id, record]));
  return wanted.map((record) => byId.get(record.id)!);
}

// The database does not keep the order of keys: values are compared, not texts.
const same = (a: unknown, b: unknown) => a === b || isDeepStrictEqual(a, b);
const singular = (collection: Collection) => (collection as { singular?: string }).singular ?? `record in ${collection.name}`;
