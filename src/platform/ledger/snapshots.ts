import type pg from 'pg';
import { z } from 'zod';
import { columnsOf, snake } from '../database/table.ts';
import { compareIds, type Records, type Snapshot, type StoredRecord } from './snapshot.ts';

/** A collection as the database knows it. */
interface Shape {
  name: string;
  table: string;
  /** Column → field, and whether it is a moment (which PostgreSQL's JSON spells differently). */
  columns: Map<string, { field: string; instant: boolean; initial: unknown }>;
}

export interface StoredCollection {
  name: string;
  record: z.ZodObject;
}

/** So many records in all stay in memory; the least recently used organisations leave first. */
const recordsKept = 600_000;
/** Beyond so many new entries, reading the tables again is cheaper than following them. */
const entriesFollowed = 20_000;

/**
 * Snapshots of organisations, kept in memory and brought forward by the ledger entries since their head. What is kept
 * is only a faster way to what the database says: the head decides, and any process may be asked.
 */
export class Snapshots {
  readonly #shapes: Shape[];
  readonly #byTable: Map<string, Shape>;
  readonly #kept = new Map<string, Snapshot>();

  constructor(collections: StoredCollection[]) {
    this.#shapes = collections.map(({ name, record }) => ({
      name,
      table: snake(name),
      columns: new Map(
        columnsOf({ record }).map(({ name: column, type, initial }, index) => [
          column,
          { field: Object.keys(record.shape)[index]!, instant: type === 'timestamp with time zone', initial: initial ?? null },
        ]),
      ),
    }));
    this.#byTable = new Map(this.#shapes.map((shape) => [shape.table, shape]));
  }

  /** The kept snapshot, if it stands at this head: no question to the database. */
  kept(organisation: string, head: number): Snapshot | undefined {
    const snapshot = this.#kept.get(organisation);
    return snapshot?.head === head ? snapshot : undefined;
  }

  /** The snapshot that this connection sees; inside a transaction with its own changes. Not kept: see `keep`. */
  async read(client: pg.ClientBase, organisation: string, base = this.#kept.get(organisation)): Promise<Snapshot> {
    return (base && (await this.#forward(client, organisation, base))) ?? (await this.#load(client, organisation));
  }

  keep(organisation: string, snapshot: Snapshot): void {
    const known = this.#kept.get(organisation);
    if (known && known.head > snapshot.head) return;
    this.#kept.delete(organisation);
    this.#kept.set(organisation, snapshot);
    let sum = 0;
    for (const [id, each] of [...this.#kept].toReversed()) {
      sum += size(each);
      if (sum > recordsKept && id !== organisation) this.#kept.delete(id);
    }
  }

  /**
   * As of the end of a moment. From what is kept, what the ledger wrote since then is taken back: a past day shares every
   * register that has not changed since. Where nothing is kept, or too much has happened, from the ledger alone.
   */
  async asOf(client: pg.ClientBase, organisation: string, until: string): Promise<Snapshot> {
    const kept = this.#kept.get(organisation);
    const base = kept && (await this.#forward(client, organisation, kept));
    return (base && (await this.#back(client, organisation, base, until))) ?? (await this.#replay(client, organisation, until));
  }

  /** The last word of the ledger on every record up to a moment. */
  async #replay(client: pg.ClientBase, organisation: string, until: string): Promise<Snapshot> {
    const { rows } = await client.query<{ register: string; after: Record<string, unknown> | null; sequence: string }>(
      `select distinct on (register, record) register, after, sequence from ledger.entries
       where organisation_id = $1 and at < $2 order by register, record, sequence desc`,
      [organisation, until],
    );
    let head = 0;
    const records = this.#empty();
    for (const { register, after, sequence } of rows) {
      head = Math.max(head, Number(sequence));
      const shape = this.#byTable.get(register);
      if (shape && after) put(records, shape, after);
    }
    return { head, records: sorted(records) };
  }

  /** A row as the ledger has it, in the form of its model. */
  record(table: string, row: Record<string, unknown>): StoredRecord {
    const shape = this.#byTable.get(table);
    if (!shape) throw new Error(`No collection is stored in ${table}.`);
    return toRecord(shape, row);
  }

  /** `treatment_tasks` → `treatment-tasks`. */
  nameOf(table: string): string {
    return this.#byTable.get(table)?.name ?? table;
  }

  #empty() {
    return new Map(this.#shapes.map((shape) => [shape.name, new Map<string, StoredRecord>()]));
  }

  async #load(client: pg.ClientBase, organisation: string): Promise<Snapshot> {
    // One statement, so that all tables and the head are seen at the same moment.
    const { rows } = await client.query<{ head: string | null; register: string; row: Record<string, unknown> }>(
      [
        `select coalesce((select sequence from ledger.heads where organisation_id = $1), 0) as head, null as register, null::jsonb as row`,
        ...this.#shapes.map(
          ({ table }) => `select null, '${table}', to_jsonb(t) - 'organisation_id' from isms.${table} t where organisation_id = $1`,
        ),
      ].join(' union all '),
      [organisation],
    );
    const records = this.#empty();
    let head = 0;
    for (const { head: at, register, row } of rows) {
      if (at !== null) head = Number(at);
      const shape = this.#byTable.get(register);
      if (shape) put(records, shape, row);
    }
    return { head, records: sorted(records) };
  }

  async #forward(client: pg.ClientBase, organisation: string, base: Snapshot): Promise<Snapshot | undefined> {
    const { rows } = await client.query<{ sequence: string; register: string; record: string; after: Record<string, unknown> | null }>(
      `select sequence, register, record, after from ledger.entries where organisation_id = $1 and sequence > $2 order by sequence limit ${entriesFollowed + 1}`,
      [organisation, base.head],
    );
    if (rows.length > entriesFollowed) return undefined;
    if (rows.length === 0) return base;
    return {
      head: Number(rows.at(-1)!.sequence),
      records: this.#with(
        base,
        rows.map(({ register, record, after }) => ({ register, record, row: after })),
      ),
    };
  }

  /** Takes back what was written from a moment on, the latest first. */
  async #back(client: pg.ClientBase, organisation: string, base: Snapshot, until: string): Promise<Snapshot | undefined> {
    const { rows } = await client.query<{
      sequence: string;
      register: string;
      record: string;
      before: Record<string, unknown> | null;
      early: boolean;
    }>(
      `select sequence, register, record, before, at < $2 as early from ledger.entries
       where organisation_id = $1 and sequence <= $3
         and sequence >= (select min(sequence) from ledger.entries where organisation_id = $1 and at >= $2)
       order by sequence desc limit ${entriesFollowed + 1}`,
      [organisation, until, base.head],
    );
    // A clock that was set back has written earlier moments after later ones: then only the whole ledger tells.
    if (rows.length > entriesFollowed || rows.some(({ early }) => early)) return undefined;
    if (rows.length === 0) return base;
    return {
      head: Number(rows.at(-1)!.sequence) - 1,
      records: this.#with(
        base,
        rows.map(({ register, record, before }) => ({ register, record, row: before })),
      ),
    };
  }

  /** The records of a snapshot with some of them replaced or, without a row, gone; the others are shared. */
  #with(base: Snapshot, rows: readonly { register: string; record: string; row: Record<string, unknown> | null }[]): Map<string, Records> {
    const records = new Map<string, Records>(base.records);
    const copied = new Map<string, Map<string, StoredRecord>>();
    for (const { register, record, row } of rows) {
      const shape = this.#byTable.get(register);
      if (!shape) continue;
      let own = copied.get(shape.name);
      if (!own) {
        own = new Map(base.records.get(shape.name));
        copied.set(shape.name, own);
        records.set(shape.name, own);
      }
      if (row) own.set(record, toRecord(shape, row));
      else own.delete(record);
    }
    return records;
  }
}

function put(records: Map<string, Map<string, StoredRecord>>, shape: Shape, row: Record<string, unknown>): void {
  const record = toRecord(shape, row);
  records.get(shape.name)!.set(record.id, record);
}

function toRecord(shape: Shape, row: Record<string, unknown>): StoredRecord {
  const record: Record<string, unknown> = {};
  for (const [column, { field, instant, initial }] of shape.columns) {
    // An old ledger entry knows nothing of a field that was added later.
    const value = row[column] === undefined ? initial : row[column];
    record[field] = instant && typeof value === 'string' ? new Date(value).toISOString() : value;
  }
  return record as StoredRecord;
}

/** In the order of ids, so that sorting a snapshot that has been brought forward finds little to do. */
function sorted(records: Map<string, Map<string, StoredRecord>>): Map<string, Records> {
  return new Map([...records].map(([name, map]) => [name, new Map([...map].sort(([a], [b]) => compareIds(a, b)))]));
}

function size(snapshot: Snapshot): number {
  let sum = 0;
  for (const records of snapshot.records.values()) sum += records.size;
  return sum;
}
