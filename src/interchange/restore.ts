import { isDeepStrictEqual } from 'node:util';
import { collections } from '../isms/collections.ts';
import { freezing, isFrozen } from '../isms/frozen.ts';
import { isSealBroken } from '../isms/seals.ts';
import type { Call } from '../platform/contract/call.ts';
import type { Snapshot, StoredRecord } from '../platform/ledger/snapshot.ts';
import { references } from '../platform/register/write.ts';
import type { Collection } from '../platform/register/writer.ts';
import { Problem, type ProblemField } from '../platform/contract/problem.ts';
import { attachedOf } from '../platform/files/attached.ts';
import type { Files as Store } from '../platform/files/service.ts';
import { fromFiles, type FiledRecords, type Files } from './files.ts';

const unchanged = new Set(['version', 'createdAt', 'updatedAt', 'archivedAt']);

/**
 * Brings the records to the state of files: what is missing is created, what differs changed, what the files do not name
 * archived. All or nothing, as one request. What is frozen here (signed, approved, attested, closed) must stand in the files as
 * it is, and nothing becomes so by files: a signature is given by its operation. Into an organisation that is still empty an
 * export comes as it is, signatures included, where their hashes fit what was signed (decision 18).
 */
export async function restoreFiles(
  call: Call,
  files: Files,
  store: Pick<Store, 'has'>,
): Promise<{ created: number; changed: number; archived: number }> {
  const found = fromFiles(files);
  await checkAttachments(call, found, store);
  const before = await call.snapshot();
  refuseFrozen(before, found);
  if (isEmpty(before)) refuseBroken(found);
  else refuseSigning(before, found);
  const counts = { created: 0, changed: 0, archived: 0 };
  const own: Collection[] = Object.values(collections).filter(({ inFiles }) => inFiles);
  const organisation = before.records.get('organisations')!.values().next().value!;

  // References may point both ways (a team has a lead, the lead has a team): records are created without them first.
  for (const collection of own) {
    const existing = before.records.get(collection.name);
    const missing = found.get(collection.name)!.filter(({ id }) => collection.name !== 'organisations' && !existing?.has(id));
    await call.write.createMany(collection, missing.map((record) => withoutReferences(record, collection)) as never);
    counts.created += missing.length;
  }
  for (const collection of own) {
    const now = (await call.snapshot()).records.get(collection.name);
    const records = found
      .get(collection.name)!
      .map((record) => (collection.name === 'organisations' ? { ...record, id: organisation.id, slug: organisation['slug'] } : record));
    for (const record of records)
      if (record['archivedAt'] === null && now?.get(record.id)?.['archivedAt']) await call.write.restore(collection, record.id);
    const existed = before.records.get(collection.name);
    const stored = (await call.snapshot()).records.get(collection.name);
    await call.write.changeMany(collection, records.map((record) => fieldsOf(record)) as never);
    const after = (await call.snapshot()).records.get(collection.name);
    for (const { id } of records)
      if (existed?.has(id) && after?.get(id) !== stored?.get(id) && after?.get(id)?.['version'] !== stored?.get(id)?.['version']) counts.changed++;
  }
  for (const collection of own.toReversed()) {
    if (collection.name === 'organisations') continue;
    const wanted = new Map(found.get(collection.name)!.map((record) => [record.id, record]));
    for (const record of (await call.snapshot()).records.get(collection.name)?.values() ?? []) {
      if (record['archivedAt'] !== null || wanted.get(record.id)?.['archivedAt'] === null) continue;
      await call.write.archive(collection, record.id);
      if (before.records.get(collection.name)?.has(record.id)) counts.archived++;
    }
  }
  return counts;
}

/** Files change nothing that is frozen here, and leave nothing of it out. Errors: not-possible, with every place. */
function refuseFrozen(before: Snapshot, found: FiledRecords): void {
  const problems = [...freezing].flatMap((register): ProblemField[] => {
    const wanted = new Map(found.get(register)?.map((record) => [record.id, record]));
    return [...(before.records.get(register)?.values() ?? [])].flatMap((record): ProblemField[] => {
      if (!isFrozen(register, record, (name, id) => before.records.get(name)?.get(id))) return [];
      const filed = wanted.get(record.id);
      const place = `${register}, ${record.id}`;
      if (!filed || (filed['archivedAt'] !== null && record['archivedAt'] === null))
        return record['archivedAt'] === null ? [{ field: place, message: 'It is frozen and does not stand in the files.' }] : [];
      return Object.keys(fieldsOf(record)).flatMap((field) =>
        isDeepStrictEqual(record[field] ?? null, filed[field] ?? null)
          ? []
          : [{ field: `${place}, ${field}`, message: 'It is frozen; the files have something else.' }],
      );
    });
  });
  if (problems.length > 0)
    throw new Problem('not-possible', `${problems[0]!.field}: ${problems[0]!.message}`, {
      fields: problems.slice(0, 500),
      remedy:
        'Signed, approved, attested and closed records change by their own operations only. Put them back as annexa export writes them, or import into a new organisation. Nothing has been changed.',
    });
}

/** Nothing but the organisation itself: there is no history yet that a signature could be slipped into. */
const isEmpty = (snapshot: Snapshot): boolean =>
  Object.values(collections).every(({ name, inFiles }) => !inFiles || name === 'organisations' || (snapshot.records.get(name)?.size ?? 0) === 0);

/** Files sign nothing: what is not frozen here must not be so in the files. Errors: not-possible, with every place. */
function refuseSigning(before: Snapshot, found: FiledRecords): void {
  const here = (register: string, id: string) => before.records.get(register)?.get(id);
  const filed = (register: string, id: string) => found.get(register)?.find((record) => record.id === id) ?? here(register, id);
  const problems = [...freezing].flatMap((register) =>
    (found.get(register) ?? []).flatMap((record): ProblemField[] => {
      if (!isFrozen(register, record, filed)) return [];
      const known = here(register, record.id);
      if (known && isFrozen(register, known, here)) return [];
      return [
        { field: `${register}, ${record.id}`, message: `In the files it is signed or closed; here it ${known ? 'is not' : 'has never been'}.` },
      ];
    }),
  );
  if (problems.length > 0)
    throw new Problem('not-possible', `${problems[0]!.field}: ${problems[0]!.message}`, {
      fields: problems.slice(0, 500),
      remedy:
        'Records are signed, approved, attested and closed by their own operations, not by files. To bring back an export as it was, import it into a new organisation. Nothing has been changed.',
    });
}

/** What is signed must be what its hash was made of. Errors: invalid-input, with every place. */
function refuseBroken(found: FiledRecords): void {
  const problems = [...found].flatMap(([register, records]) =>
    records.flatMap((record): ProblemField[] =>
      isSealBroken(register, record) ? [{ field: `${register}, ${record.id}`, message: 'It is not what was signed: its hash does not fit.' }] : [],
    ),
  );
  if (problems.length > 0)
    throw new Problem('invalid-input', `${problems[0]!.field}: ${problems[0]!.message}`, {
      fields: problems.slice(0, 500),
      remedy: 'Take the files as annexa export wrote them; nothing has been changed.',
    });
}

/** The bytes that records refer to must be here before the records are. Errors: invalid-input, with every place. */
async function checkAttachments(call: Call, found: FiledRecords, store: Pick<Store, 'has'>): Promise<void> {
  const problems: ProblemField[] = [];
  const sizes = new Map<string, number | null>();
  for (const { file, register, record, field } of attachedOf(Object.values(collections), found)) {
    if (!sizes.has(file.sha256)) sizes.set(file.sha256, await store.has(call, file.sha256));
    const size = sizes.get(file.sha256)!;
    const place = `${register}, ${record}, ${field}`;
    if (size === null) problems.push({ field: place, message: `Its file ${file.name} is missing: files/${file.sha256}.` });
    else if (size !== file.size)
      problems.push({ field: place, message: `Its file files/${file.sha256} has ${size} bytes; the record says ${file.size}.` });
  }
  if (problems.length > 0)
    throw new Problem('invalid-input', `${problems[0]!.field}: ${problems[0]!.message}`, {
      fields: problems,
      remedy: 'Put the files named into the folder files/, or upload them; nothing has been changed.',
    });
}

const fieldsOf = (record: StoredRecord) => Object.fromEntries(Object.entries(record).filter(([field]) => !unchanged.has(field)));

/** Required references (a requirement's party, a task's risk) stay: what they name comes earlier in the order. */
function withoutReferences(record: StoredRecord, collection: Collection): Record<string, unknown> {
  const fields: Record<string, unknown> = fieldsOf(record);
  for (const { field, many } of references(collection.record)) {
    const required = !many && !collection.record.shape[field]!.safeParse(null).success;
    if (!required) fields[field] = many ? [] : null;
  }
  return fields;
}
