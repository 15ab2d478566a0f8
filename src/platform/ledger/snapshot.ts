/** A stored record of any collection: its id and its fields, in the form of its model. */
export interface StoredRecord {
  id: string;
  [field: string]: unknown;
}

/**
 * All records of one organisation at one head of its ledger; archived ones included. Never changed: a later state
 * is a new snapshot that shares what has not changed.
 */
export interface Snapshot {
  /** Sequence of the last ledger entry in it. */
  head: number;
  /** By collection name (`risks`, `treatment-tasks`), then by id. */
  records: ReadonlyMap<string, ReadonlyMap<string, StoredRecord>>;
}
