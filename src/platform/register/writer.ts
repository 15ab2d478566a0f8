import type { z } from 'zod';

/** What is needed to store records: a register of the kit, or a collection that a room writes itself. */
export interface Collection<Record extends z.ZodObject = z.ZodObject> {
  /** Name in paths, files and (as snake case) of the table. */
  name: string;
  record: Record;
  /** New ids are PREFIX-number; null where ids come from elsewhere and must be given. */
  prefix: string | null;
}

type Stored<R extends z.ZodObject> = z.infer<R>;
type Fields<R extends z.ZodObject> = Partial<z.input<R>>;

/**
 * Changes records. Every method validates against the model, checks that references name something that exists and is
 * not archived, counts the version up, and leaves entries in the ledger under the call's request.
 * Errors (`Problem`): invalid-input (field by field), not-found, conflict (with the record as it is now).
 */
export interface Writer {
  /** Creates one record; without `id` the next number is given. */
  create<R extends z.ZodObject>(collection: Collection<R>, fields: Fields<R>): Promise<Stored<R>>;
  /** Creates many in one statement, in the given order. */
  createMany<R extends z.ZodObject>(collection: Collection<R>, list: Fields<R>[]): Promise<Stored<R>[]>;
  /** Changes the named fields only. `seen` is the version the caller saw: when it has moved on, a conflict. */
  change<R extends z.ZodObject>(collection: Collection<R>, id: string, changes: Fields<R>, seen?: number): Promise<Stored<R>>;
  changeMany<R extends z.ZodObject>(collection: Collection<R>, list: (Fields<R> & { id: string })[]): Promise<Stored<R>[]>;
  /** Records are never deleted: archived ones leave lists and calculations, and can be brought back. */
  archive<R extends z.ZodObject>(collection: Collection<R>, id: string): Promise<Stored<R>>;
  restore<R extends z.ZodObject>(collection: Collection<R>, id: string): Promise<Stored<R>>;
}
