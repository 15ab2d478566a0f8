import { z } from 'zod';
import { collections, type CollectionKey } from '../isms/collections.ts';
import { compareIds, documentOf, type Isms } from '../isms/isms.ts';
import { Problem, type ProblemField } from '../platform/contract/problem.ts';
import { attachedOf } from '../platform/files/attached.ts';
import type { AttachedFile } from '../platform/files/model.ts';
import { allRecords, type Snapshot, type StoredRecord } from '../platform/ledger/snapshot.ts';
import { toYaml, fromYaml } from '../platform/yaml.ts';
import { unwrapped } from '../platform/register/list.ts';
import { references } from '../platform/register/write.ts';
import { standard } from '../standard/standard.ts';

/** Path in the folder → text. */
export type Files = Record<string, string>;

interface Kept {
  key: CollectionKey;
  name: string;
  record: z.ZodObject;
}

/** What goes into files: everything of the management system; who has access to the installation does not. */
const kept: Kept[] = Object.entries(collections).flatMap(([key, { name, record, inFiles }]) =>
  inFiles ? [{ key: key as CollectionKey, name, record: record as z.ZodObject }] : [],
);
/** Counted and stamped by the database, not part of what the records say. */
const bookkeeping = new Set(['version', 'createdAt', 'updatedAt']);
const manifest = 'annexa.yaml';
/** Versions whose text is worth reading in a difference: a file each, its text as Markdown under its data. */
const textFolders: Record<string, { folder: string; text: string }> = {
  'scope-versions': { folder: 'scope/', text: 'statement' },
  'document-versions': { folder: 'document-versions/', text: 'body' },
};
/** A second long text of such a version, in a file that holds nothing else: what was submitted, or read from a file. */
const besides: Record<string, { folder: string; text: string }> = { 'document-versions': { folder: 'document-texts/', text: 'text' } };
/** Attached files, under their SHA-256. Their bytes travel beside these texts. */
export const attachmentsFolder = 'files/';

/**
 * The management system as files: one YAML list for each register, ordered by id, without fields that stand at their
 * default; the organisation by itself; every version of the scope and of the documents as Markdown. The order is
 * stable, so that a difference shows what changed.
 */
export function toFiles(snapshot: Snapshot): Files {
  const files: Files = { [manifest]: toYaml({ format: 1 }) };
  for (const { key, name, record } of kept) {
    const records = allRecords(snapshot, name).map((each) => compact(each, record));
    if (records.length === 0) continue;
    if (key === 'organisations') files['organisation.yaml'] = toYaml(records[0]);
    else if (textFolders[name]) {
      const { folder, text } = textFolders[name];
      const beside = besides[name];
      for (const { [text]: body = '', ...rest } of records) {
        const id = String(rest['id']);
        const words = beside ? rest[beside.text] : undefined;
        if (beside && typeof words === 'string') {
          files[`${beside.folder}${id}.md`] = words;
          delete rest[beside.text];
        }
        files[`${folder}${id}.md`] = `---\n${toYaml(rest)}---\n${body as string}`;
      }
    } else files[`${name}.yaml`] = toYaml(records);
  }
  return files;
}

/** The files that records refer to, each once, in the order of their hashes. */
export const attachedFiles = (snapshot: Snapshot): AttachedFile[] =>
  [...new Map(attachedOf(kept, snapshot.records).map(({ file }) => [file.sha256, file])).values()].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));

function compact(record: StoredRecord, schema: z.ZodObject): Record<string, unknown> {
  const defaults = defaultsOf(schema);
  return Object.fromEntries(
    Object.keys(schema.shape)
      .filter((field) => !bookkeeping.has(field) && !same(record[field], defaults[field]))
      .map((field) => [field, ordered(record[field], schema.shape[field] as z.ZodType)]),
  );
}

/** The database keeps the parts of a value in an order of its own; files have them in the order of the model. */
function ordered(value: unknown, schema: z.ZodType): unknown {
  const inner = unwrapped(schema);
  if (Array.isArray(value)) return inner instanceof z.ZodArray ? value.map((each) => ordered(each, inner.element as z.ZodType)) : value;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  if (!(inner instanceof z.ZodObject)) {
    const each = inner instanceof z.ZodRecord ? (inner.valueType as z.ZodType) : null;
    return Object.fromEntries(entries.sort(([a], [b]) => compareIds(a, b)).map(([key, own]) => [key, each ? ordered(own, each) : own]));
  }
  const shape = inner.shape as Record<string, z.ZodType>;
  return Object.fromEntries(
    Object.keys(shape).flatMap((field) => (field in value ? [[field, ordered((value as Record<string, unknown>)[field], shape[field]!)]] : [])),
  );
}

const known = new WeakMap<z.ZodObject, Record<string, unknown>>();
function defaultsOf(schema: z.ZodObject): Record<string, unknown> {
  let defaults = known.get(schema);
  if (!defaults) {
    defaults = Object.fromEntries(
      Object.entries(schema.shape).flatMap(([field, each]) => (each instanceof z.ZodDefault ? [[field, each.parse(undefined)]] : [])),
    );
    known.set(schema, defaults);
  }
  return defaults;
}
const same = (a: unknown, b: unknown) => a === b || JSON.stringify(a) === JSON.stringify(b);

/** Paths of the fields in a value that its model does not know: a typing error must not pass for done (decision 9). */
function unknownFields(value: unknown, schema: z.ZodType): string[] {
  const inner = unwrapped(schema);
  const below = (key: string | number, each: unknown, own: z.ZodType) => unknownFields(each, own).map((field) => `${key}.${field}`);
  if (Array.isArray(value)) return inner instanceof z.ZodArray ? value.flatMap((each, index) => below(index, each, inner.element as z.ZodType)) : [];
  if (typeof value !== 'object' || value === null) return [];
  if (inner instanceof z.ZodRecord) return Object.entries(value).flatMap(([key, each]) => below(key, each, inner.valueType as z.ZodType));
  if (!(inner instanceof z.ZodObject)) return [];
  const shape = inner.shape as Record<string, z.ZodType>;
  return Object.entries(value).flatMap(([key, each]) => (Object.hasOwn(shape, key) ? below(key, each, shape[key]!) : [key]));
}

/** The long text that lies beside a version, if there is one. */
function textBeside(files: Files, name: string, file: string): Record<string, string> {
  const beside = besides[name];
  const words = beside && files[beside.folder + file];
  return beside && words !== undefined ? { [beside.text]: words } : {};
}

/** By collection name: the records that files hold, in the form of their models. */
export type FiledRecords = Map<string, StoredRecord[]>;

/**
 * Reads files back. Everything is checked: form, ids that stand twice, references to what is not there.
 * Errors: invalid-input that names file, record and field of all that is wrong.
 */
export function fromFiles(files: Files): FiledRecords {
  const problems: ProblemField[] = [];
  const found: FiledRecords = new Map(kept.map(({ name }) => [name, []]));
  const wanted = new Map(kept.map((each) => [each.key === 'organisations' ? 'organisation.yaml' : `${each.name}.yaml`, each]));

  const take = (path: string, { name, record }: Kept, value: unknown) => {
    const place = `${path}${typeof value === 'object' && value !== null && 'id' in value ? `, ${String(value.id)}` : ''}`;
    const result = record.safeParse(value);
    for (const field of unknownFields(value, record))
      problems.push({ field: `${place}, ${field}`, message: 'There is no such field. Correct its name, or take it out.' });
    if (result.success) found.get(name)!.push(result.data as StoredRecord);
    else
      for (const issue of result.error.issues)
        problems.push({ field: `${place}${issue.path.length > 0 ? `, ${issue.path.join('.')}` : ''}`, message: issue.message });
  };

  for (const [path, text] of Object.entries(files).sort(([a], [b]) => compareIds(a, b))) {
    if (path === manifest || path.startsWith(attachmentsFolder)) continue;
    try {
      const [beside, { folder: textsFolder } = { folder: '' }] = Object.entries(besides).find(([, { folder }]) => path.startsWith(folder)) ?? [];
      if (beside !== undefined) {
        const owner = `${textFolders[beside]!.folder}${path.slice(textsFolder.length)}`;
        if (files[owner] === undefined) problems.push({ field: path, message: `There is no ${owner} that it belongs to.` });
        continue;
      }
      const [texts, { folder: _folder, text: field } = { folder: '', text: '' }] =
        Object.entries(textFolders).find(([, { folder }]) => path.startsWith(folder) && path.endsWith('.md')) ?? [];
      if (texts !== undefined) {
        const [, front, body] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? [];
        if (front === undefined) problems.push({ field: path, message: 'The file must begin with its data between two lines of "---".' });
        else
          take(
            path,
            kept.find(({ name }) => name === texts)!,
            { ...(fromYaml(front) as object), [field]: body, ...textBeside(files, texts, path.slice(textFolders[texts]!.folder.length)) },
          );
        continue;
      }
      const own = wanted.get(path);
      if (!own) {
        if (/\.ya?ml$/.test(path)) problems.push({ field: path, message: `There is no such register; files are ${[...wanted.keys()].join(', ')}.` });
        continue;
      }
      const value: unknown = fromYaml(text);
      if (own.key === 'organisations') take(path, own, value);
      else if (Array.isArray(value)) for (const each of value) take(path, own, each);
      else if (value !== null) problems.push({ field: path, message: 'The file must hold a list of records.' });
    } catch (error) {
      problems.push({ field: path, message: error instanceof Error ? error.message.split('\n')[0]! : String(error) });
    }
  }
  if (!files[manifest]) problems.push({ field: manifest, message: 'The file is missing: this does not look like an exported management system.' });
  else if ((fromYaml(files[manifest]) as { format?: unknown } | null)?.format !== 1)
    problems.push({ field: manifest, message: 'The format must be 1.' });
  if (found.get('organisations')!.length !== 1) problems.push({ field: 'organisation.yaml', message: 'The file is missing.' });
  problems.push(...wrongReferences(found));
  if (problems.length > 0) {
    throw new Problem('invalid-input', `${problems[0]!.field}: ${problems[0]!.message}`, {
      fields: problems,
      remedy: 'Correct the places named; nothing has been changed.',
    });
  }
  return found;
}

function wrongReferences(found: FiledRecords): ProblemField[] {
  const problems: ProblemField[] = [];
  const ids = new Map([...found].map(([name, records]) => [name, new Set(records.map(({ id }) => id))]));
  const ownControls = ids.get('own-controls')!;
  const exists = (register: string, id: string) => {
    if (register === 'controls') return standard.control(id) !== undefined || ownControls.has(id);
    if (register === 'required-documents') return standard.requiredDocuments.some((each) => each.id === id);
    if (register === 'subjects') return standard.control(id) !== undefined || standard.requirement(id) !== undefined || ownControls.has(id);
    return ids.get(register)?.has(id) ?? true;
  };
  for (const { name, record } of kept) {
    const seen = new Set<string>();
    for (const each of found.get(name)!) {
      if (seen.has(each.id)) problems.push({ field: `${name}, ${each.id}`, message: 'The id stands there twice.' });
      seen.add(each.id);
      for (const { field, register, many } of references(record)) {
        const named = many ? (each[field] as string[]) : each[field] === null ? [] : [each[field] as string];
        for (const id of named)
          if (!exists(register, id)) problems.push({ field: `${name}, ${each.id}, ${field}`, message: `There is no ${id} in ${register}.` });
      }
    }
  }
  return problems;
}

/** The document of files, for `annexa check`: no server, no database. Archived records are left out, as everywhere. */
export function ismsFromFiles(files: Files): Isms {
  const found = fromFiles(files);
  return documentOf(({ name }) => (found.get(name) ?? []).filter((record) => record['archivedAt'] === null).sort((a, b) => compareIds(a.id, b.id)));
}
