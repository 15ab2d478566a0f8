import type { Snapshot } from '../ledger/snapshot.ts';
import type { Writer } from '../register/writer.ts';

/** Which door a request came through; recorded in the ledger. */
export type Door = 'web' | 'api' | 'cli' | 'mcp' | 'system';

/** Who acts. `id` is `user:<id>`, `key:<id>`, `machine` (the person who owns the machine) or `system` (the clock). */
export interface Actor {
  id: string;
  name: string;
  email: string;
  role: string;
  /** The record in `people` that this actor is, if any. */
  person: string | null;
  door: Door;
}

export interface EnteredOrganisation {
  /** uuidv7: the first part of every key. */
  id: string;
  slug: string;
  name: string;
  timeZone: string;
  currency: string;
}

/**
 * One authorised request inside one organisation: all that a service gets. Services are plain functions
 * `(call, input) => output`; they read from the snapshot and write through `write`.
 */
export interface Call {
  organisation: EnteredOrganisation;
  actor: Actor;
  /** The day it is where the organisation is, or the day of an "as of" read. */
  today: string;
  /** Names the request in the ledger; undoing names it again. */
  request: string;
  /** Every record as it stands now (inside a write: with the changes made so far), or as of a past day. */
  snapshot(): Promise<Snapshot>;
  /** The records as they stood at the end of a past day of the organisation (3.7, ledger). */
  asOf(day: string): Promise<Snapshot>;
  /** This moment, ISO 8601 in UTC. */
  now(): string;
  /** Creates, changes and archives records; refuses inside an operation that is declared as a read. */
  write: Writer;
  /**
   * One statement with the row security of the organisation. For the ledger and for secrets, which are not records;
   * everything else is in the snapshot.
   */
  query<Row>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** Asks again for the password of a signed-in person before a signature; keys and the machine have none to ask for. */
  confirm(password: string | undefined): Promise<void>;
  /** Runs after the transaction has been committed: mail, jobs. */
  afterCommit(work: () => Promise<void> | void): void;
}
