import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Actor, Call, EnteredOrganisation } from './contract/call.ts';
import { Problem } from './contract/problem.ts';
import { Snapshots } from './ledger/snapshots.ts';
import type { Snapshot } from './ledger/snapshot.ts';
import { createWriter, type KnownIds } from './register/write.ts';
import type { Collection, Writer } from './register/writer.ts';

/** Somebody who has been let into an organisation, and where its ledger stood at that moment. */
export interface Entered {
  organisation: EnteredOrganisation;
  actor: Actor;
  head: number;
}

export interface CallOptions {
  writes: boolean;
  /** Read as of the end of this past day instead of now. */
  asOf?: string | undefined;
  request?: string | undefined;
}

export interface CallsSettings {
  pool: pg.Pool;
  collections: readonly Collection[];
  knownIds: KnownIds;
  /** Whether this is the password of the signed-in person. */
  checkPassword(actor: Actor, password: string): Promise<boolean>;
  /** The moment it is; tests set it. */
  clock?: () => Date;
  onBackgroundError(error: unknown): void;
}

/**
 * Runs operations inside an organisation: reads on the snapshot, writes in one transaction each, one writer at a time
 * per organisation, so that what a write has seen still holds when it is committed.
 */
export class Calls {
  readonly snapshots: Snapshots;
  readonly #settings: CallsSettings;
  readonly #past = new Map<string, Promise<Snapshot>>();
  readonly #background = new Set<Promise<void>>();

  constructor(settings: CallsSettings) {
    this.#settings = settings;
    this.snapshots = new Snapshots([...settings.collections]);
  }

  now(): Date {
    return this.#settings.clock?.() ?? new Date();
  }

  /** The day it is where the organisation is. */
  today(timeZone: string): string {
    return dayIn(timeZone, this.now());
  }

  async run<T>(entered: Entered, options: CallOptions, work: (call: Call) => Promise<T> | T): Promise<T> {
    return options.writes ? this.#write(entered, options, work) : this.#read(entered, options, work);
  }

  async #read<T>(entered: Entered, { asOf, request }: CallOptions, work: (call: Call) => Promise<T> | T): Promise<T> {
    const { organisation } = entered;
    const call: Call = {
      ...this.#common(entered, request),
      today: asOf ?? this.today(organisation.timeZone),
      snapshot: () => (asOf === undefined ? this.#current(organisation.id, entered.head) : this.#asOf(organisation, entered.head, asOf)),
      asOf: (day) => this.#asOf(organisation, entered.head, day),
      query: <Row>(sql: string, values?: unknown[]) =>
        this.inside(organisation.id, async (client) => (await client.query(sql, values)).rows as Row[]),
      write: readOnly,
      afterCommit: () => {
        throw new Error('A read commits nothing.');
      },
    };
    return work(call);
  }

  async #write<T>(entered: Entered, { request = newRequest() }: CallOptions, work: (call: Call) => Promise<T> | T): Promise<T> {
    const { organisation, actor } = entered;
    const later: (() => Promise<void> | void)[] = [];
    const client = await this.#settings.pool.connect();
    let failed: unknown;
    try {
      await client.query('begin');
      await client.query(
        `select set_config('annexa.organisation', $1, true), set_config('annexa.actor', $2, true), set_config('annexa.actor_name', $3, true),
                set_config('annexa.request', $4, true), set_config('annexa.door', $5, true), pg_advisory_xact_lock(hashtextextended($1, 0))`,
        [organisation.id, actor.id, actor.name, request, actor.door],
      );
      let seen: Snapshot | undefined = undefined;
      let changed = true;
      const snapshot = async () => {
        if (changed) seen = await this.snapshots.read(client, organisation.id, seen);
        changed = false;
        return seen!;
      };
      const at = this.now().toISOString();
      const writer = createWriter({
        client,
        organisation: organisation.id,
        snapshot,
        now: () => at,
        knownIds: this.#settings.knownIds,
        toRecord: (table, row) => this.snapshots.record(table, row),
        changed: () => {
          changed = true;
        },
      });
      const call: Call = {
        ...this.#common(entered, request),
        today: this.today(organisation.timeZone),
        now: () => at,
        snapshot,
        asOf: (day) => this.#asOf(organisation, entered.head, day),
        query: async <Row>(sql: string, values?: unknown[]) => (await client.query(sql, values)).rows as Row[],
        write: writer,
        afterCommit: (task) => void later.push(task),
      };
      const result = await work(call);
      const final = await snapshot();
      await client.query('commit');
      this.snapshots.keep(organisation.id, final);
      for (const task of later) this.#afterwards(task);
      return result;
    } catch (error) {
      failed = error;
      await client.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      // A connection that broke is not given to the next one.
      client.release(failed instanceof Error && !(failed instanceof Problem) && 'code' in failed && !/^[0-9A-Z]{5}$/.test(String(failed.code)));
    }
  }

  #afterwards(task: () => Promise<void> | void): void {
    const running: Promise<void> = Promise.resolve()
      .then(task)
      .catch(this.#settings.onBackgroundError)
      .finally(() => this.#background.delete(running));
    this.#background.add(running);
  }

  /** Waits for what commits have set going: mail that is being handed over. */
  async settled(): Promise<void> {
    while (this.#background.size > 0) await Promise.all(this.#background);
  }

  #common({ organisation, actor }: Entered, request = newRequest()) {
    return {
      organisation,
      actor,
      request,
      now: () => this.now().toISOString(),
      confirm: async (password: string | undefined) => {
        if (!actor.id.startsWith('user:')) return;
        if (!password) {
          throw new Problem('invalid-input', 'Your password is needed to sign.', {
            fields: [{ field: 'password', message: 'Enter your password.' }],
            remedy: 'Send your password with the request: this is a signature.',
          });
        }
        if (!(await this.#settings.checkPassword(actor, password))) {
          throw new Problem('not-permitted', 'That is not your password.', {
            fields: [{ field: 'password', message: 'That is not your password.' }],
            remedy: 'Try again. Nothing has been signed.',
          });
        }
      },
    };
  }

  async #current(organisation: string, head: number): Promise<Snapshot> {
    const kept = this.snapshots.kept(organisation, head);
    if (kept) return kept;
    const snapshot = await this.inside(organisation, (client) => this.snapshots.read(client, organisation));
    this.snapshots.keep(organisation, snapshot);
    return snapshot;
  }

  /** Past days do not change, but the end of a day is known only when it is over: the head is part of the name. */
  #asOf(organisation: EnteredOrganisation, head: number, day: string): Promise<Snapshot> {
    if (day >= this.today(organisation.timeZone)) return this.#current(organisation.id, head);
    const name = `${organisation.id} ${day} ${organisation.timeZone}`;
    let found = this.#past.get(name);
    if (!found) {
      found = this.inside(organisation.id, (client) => this.snapshots.asOf(client, organisation.id, endOfDay(day, organisation.timeZone)));
      found.catch(() => this.#past.delete(name));
      this.#past.set(name, found);
      if (this.#past.size > 40) this.#past.delete(this.#past.keys().next().value!);
    }
    return found;
  }

  /**
   * Writes bulk data of an organisation in one transaction, beside the ledger and without holding up other writers. What
   * brought it is a record of its own, written by `run`.
   */
  async bulk<T>(organisation: string, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.#settings.pool.connect();
    let broken = false;
    try {
      await client.query('begin');
      await client.query(`select set_config('annexa.organisation', $1, true)`, [organisation]);
      const result = await work(client);
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch(() => (broken = true));
      throw error;
    } finally {
      client.release(broken);
    }
  }

  /** Reads with the row security of an organisation; all statements see the same moment. */
  async inside<T>(organisation: string, work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
    const client = await this.#settings.pool.connect();
    let broken = false;
    try {
      await client.query('begin isolation level repeatable read read only');
      await client.query(`select set_config('annexa.organisation', $1, true)`, [organisation]);
      const result = await work(client);
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch(() => (broken = true));
      throw error;
    } finally {
      client.release(broken);
    }
  }
}

/** Names a request in the ledger; a plain string, so that doors may pass their own. */
export const newRequest = (): string => randomUUID();

const refuse = () => {
  throw new Error('This operation is declared as a read and writes nothing.');
};
const readOnly: Writer = { create: refuse, createMany: refuse, change: refuse, changeMany: refuse, archive: refuse, restore: refuse };

const formats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day of a moment in a time zone, `2027-03-03`. */
export function dayIn(timeZone: string, moment: Date): string {
  let format = formats.get(timeZone);
  if (!format) formats.set(timeZone, (format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })));
  return format.format(moment);
}

/** The hour of a moment in a time zone, 0 to 23. */
export const hourIn = (timeZone: string, moment: Date): number =>
  Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(moment));

/** The first moment after a day in a time zone, ISO 8601 in UTC. */
export function endOfDay(day: string, timeZone: string): string {
  // Time zones lie between -12 and +14 hours: start early and step to the first quarter of an hour of the next day.
  const start = Date.parse(`${day}T00:00:00Z`) + 9 * 3_600_000;
  for (let at = start; ; at += 900_000) {
    if (dayIn(timeZone, new Date(at)) > day) return new Date(at).toISOString();
  }
}
