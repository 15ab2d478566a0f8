import { liveRecords, type Snapshot } from '../platform/ledger/snapshot.ts';
import { collections, type CollectionKey, type RecordIn } from './collections.ts';

/**
 * The management system as one typed document: what rules and calculations read. Archived records are not in it.
 * The database, the files of `annexa export` and the API are three representations of this.
 * Arrays are ordered by id, numbers counting as numbers (R-2 before R-10).
 */
export type Isms = {
  [K in Exclude<CollectionKey, 'organisations' | 'climate' | 'commitments'>]: RecordIn<K>[];
} & {
  organisation: RecordIn<'organisations'>;
  /** Null: nobody has said anything yet. */
  climate: RecordIn<'climate'> | null;
  /** Null: nobody has committed to any figure yet. */
  commitments: RecordIn<'commitments'> | null;
};

export { compareIds } from '../platform/ledger/snapshot.ts';

const documents = new WeakMap<Snapshot, Isms>();

/** The document of a snapshot. The same snapshot gives the same object, so that calculations can be remembered by it. */
export function ismsOf(snapshot: Snapshot): Isms {
  const known = documents.get(snapshot);
  if (known) return known;
  const document: Record<string, readonly unknown[]> = {};
  for (const [key, { name }] of Object.entries(collections)) document[key] = liveRecords(snapshot, name);
  const { organisations, climate, commitments, ...rest } = document;
  const isms = { ...rest, organisation: organisations?.[0], climate: climate?.[0] ?? null, commitments: commitments?.[0] ?? null } as unknown as Isms;
  documents.set(snapshot, isms);
  return isms;
}
