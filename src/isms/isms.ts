import { liveRecords, type Snapshot } from '../platform/ledger/snapshot.ts';
import { collections, type CollectionKey, type RecordIn } from './collections.ts';

/**
 * The management system as one typed document: what rules and calculations read. Archived records are not in it.
 * The database, the files of `annexa export` and the API are three representations of this.
 * Arrays are ordered by id, numbers counting as numbers (R-2 before R-10).
 */
export type Isms = {
  [K in Exclude<CollectionKey, 'organisations' | Single>]: RecordIn<K>[];
} & {
  organisation: RecordIn<'organisations'>;
} & {
  /** Null: nobody has said anything yet. */
  [K in Single]: RecordIn<K> | null;
};

/** Collections that hold one record at most. */
const singles = ['climate', 'commitments', 'improvementRules', 'certification', 'planAssumptions'] as const;
type Single = (typeof singles)[number];

export { compareIds } from '../platform/ledger/snapshot.ts';

const documents = new WeakMap<Snapshot, Isms>();

/** The document of a snapshot. The same snapshot gives the same object, so that calculations can be remembered by it. */
export function ismsOf(snapshot: Snapshot): Isms {
  const known = documents.get(snapshot);
  if (known) return known;
  const isms = documentOf(({ name }) => liveRecords(snapshot, name));
  documents.set(snapshot, isms);
  return isms;
}

/** The document made of the records of each collection, archived ones left out. */
export function documentOf(recordsOf: (collection: { name: string }) => readonly unknown[]): Isms {
  const document: Record<string, unknown> = {};
  for (const [key, collection] of Object.entries(collections)) document[key] = recordsOf(collection);
  const { organisations, ...rest } = document;
  for (const single of singles) rest[single] = (rest[single] as unknown[])[0] ?? null;
  return { ...rest, organisation: (organisations as unknown[])[0] } as unknown as Isms;
}
