import type { Snapshot, StoredRecord } from '../platform/ledger/snapshot.ts';
import { collections, type CollectionKey, type RecordIn } from './collections.ts';

/**
 * The management system as one typed document: what rules and calculations read. Archived records are not in it.
 * The database, the files of `annexa export` and the API are three representations of this.
 * Arrays are ordered by id, numbers counting as numbers (R-2 before R-10).
 */
export type Isms = {
  [K in Exclude<CollectionKey, 'organisations' | 'climate'>]: RecordIn<K>[];
} & {
  organisation: RecordIn<'organisations'>;
  /** Null: nobody has said anything yet. */
  climate: RecordIn<'climate'> | null;
};

const documents = new WeakMap<Snapshot, Isms>();
const arrays = new WeakMap<ReadonlyMap<string, StoredRecord>, StoredRecord[]>();

/** The document of a snapshot. The same snapshot gives the same object, so that calculations can be remembered by it. */
export function ismsOf(snapshot: Snapshot): Isms {
  const known = documents.get(snapshot);
  if (known) return known;
  const document: Record<string, unknown> = {};
  for (const [key, { name }] of Object.entries(collections)) {
    document[key] = liveRecords(snapshot.records.get(name));
  }
  const { organisations, climate, ...rest } = document as Record<string, unknown[]>;
  const isms = { ...rest, organisation: organisations?.[0], climate: climate?.[0] ?? null } as unknown as Isms;
  documents.set(snapshot, isms);
  return isms;
}

function liveRecords(records: ReadonlyMap<string, StoredRecord> | undefined): StoredRecord[] {
  if (!records) return [];
  let live = arrays.get(records);
  if (!live) {
    live = [...records.values()].filter((record) => record['archivedAt'] === null).sort((a, b) => compareIds(a.id, b.id));
    arrays.set(records, live);
  }
  return live;
}

const natural = new Intl.Collator('en', { numeric: true });
/** Orders ids as people count; A.5.9, A.5.10. */
export const compareIds = (a: string, b: string): number => natural.compare(a, b);
