/** A stored record of any collection: its id and its fields, in the form of its model. */
export interface StoredRecord {
  id: string;
  [field: string]: unknown;
}

export type Records = ReadonlyMap<string, StoredRecord>;

/**
 * All records of one organisation at one head of its ledger; archived ones included. Never changed: a later state
 * is a new snapshot that shares what has not changed.
 */
export interface Snapshot {
  /** Sequence of the last ledger entry in it. */
  head: number;
  /** By collection name (`risks`, `treatment-tasks`), then by id. */
  records: ReadonlyMap<string, Records>;
}

const live = new WeakMap<Records, StoredRecord[]>();
const all = new WeakMap<Records, StoredRecord[]>();
const none: StoredRecord[] = [];

/** The records of a collection that are not archived, ordered by id; the same array for the same state. */
export function liveRecords(snapshot: Snapshot, collection: string): readonly StoredRecord[] {
  const records = snapshot.records.get(collection);
  if (!records) return none;
  let found = live.get(records);
  if (!found) {
    found = allRecords(snapshot, collection).filter((record) => record['archivedAt'] === null);
    live.set(records, found);
  }
  return found;
}

/** All records of a collection, archived ones too, ordered by id. */
export function allRecords(snapshot: Snapshot, collection: string): readonly StoredRecord[] {
  const records = snapshot.records.get(collection);
  if (!records) return none;
  let found = all.get(records);
  if (!found) {
    found = [...records.values()].sort((a, b) => compareIds(a.id, b.id));
    all.set(records, found);
  }
  return found;
}

const natural = new Intl.Collator('en', { numeric: true });
/** Orders ids as people count; A.5.9, A.5.10. */
export const compareIds = (a: string, b: string): number => natural.compare(a, b);
