import type { Call } from '../contract/call.ts';
import { Problem, notFound } from '../contract/problem.ts';
import type { Handlers } from '../contract/serve.ts';
import type { Collection } from '../register/writer.ts';
import { checkpointHolds, checkpointProblem, fingerprintOf, signCheckpoint, type SigningKey } from './checkpoint.ts';
import type { Checkpoint, LedgerEntry, ledgerContract } from './contract.ts';
import type { Snapshots } from './snapshots.ts';
import type { StoredRecord } from './snapshot.ts';
import { verifyLedger } from './verify.ts';

interface EntryRow {
  sequence: string;
  at: Date;
  actor: string;
  actor_name: string;
  request: string;
  door: string;
  register: string;
  record: string;
  action: LedgerEntry['action'];
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

export interface LedgerSettings {
  snapshots: Snapshots;
  collections: readonly Collection[];
  signingKey: () => SigningKey;
  /** Whether a change is a signature, access, or of a version that has left its author: those are not undone. */
  isFinal(register: string, before: StoredRecord | null, after: StoredRecord | null): boolean;
}

/** The operations of the ledger: reading, verifying, signing where it stands, and undoing a request. */
export function ledgerService({ snapshots, collections, signingKey, isFinal }: LedgerSettings): Handlers<typeof ledgerContract> {
  const byTable = new Map(collections.map((each) => [each.name.replaceAll('-', '_'), each]));

  const toEntry = (row: EntryRow): LedgerEntry => {
    const before = row.before && snapshots.record(row.register, row.before);
    const after = row.after && snapshots.record(row.register, row.after);
    return {
      sequence: Number(row.sequence),
      at: row.at.toISOString(),
      actor: row.actor,
      actorName: row.actor_name,
      request: row.request,
      door: row.door,
      register: snapshots.nameOf(row.register),
      record: row.record,
      action: row.action,
      changed: changedFields(before, after),
    };
  };

  async function find(call: Call, where: string[], values: unknown[], limit: number): Promise<LedgerEntry[]> {
    const rows = await call.query<EntryRow>(
      `select sequence, at, actor, actor_name, request, door, register, record, action, before, after from ledger.entries
       where ${['organisation_id = $1', ...where].join(' and ')} order by sequence desc limit ${limit}`,
      [call.organisation.id, ...values],
    );
    return rows.filter((row) => byTable.has(row.register)).map(toEntry);
  }

  return {
    async entries(call, { limit, ...query }) {
      const where: string[] = [];
      const values: unknown[] = [];
      const add = (sql: string, value: unknown) => {
        if (value === undefined) return;
        values.push(value);
        where.push(sql.replace('?', `$${values.length + 1}`));
      };
      add('register = ?', query.register?.replaceAll('-', '_'));
      add('record = ?', query.record);
      add('actor = ?', query.actor);
      add('request = ?', query.request);
      add(`at >= ?::date at time zone '${zone(call)}'`, query.from);
      add(`at < (?::date + 1) at time zone '${zone(call)}'`, query.to);
      const [counted] = await call.query<{ total: number }>(
        `select count(*)::int as total from ledger.entries where ${['organisation_id = $1', ...where].join(' and ')}`,
        [call.organisation.id, ...values],
      );
      add('sequence < ?', query.before);
      return { items: await find(call, where, values, limit), total: counted!.total };
    },

    async history(call, { register, record }) {
      return { items: await find(call, ['register = $2', 'record = $3'], [register.replaceAll('-', '_'), record], 500) };
    },

    async verify(call) {
      const found = await verifyLedger(call, collections);
      const stored = await storedCheckpoints(call);
      const checkpoints = await Promise.all(
        stored.map(async (each) => {
          const { holds, reason } = await check(call, each);
          return { sequence: each.sequence, holds, reason };
        }),
      );
      // A chain that was forged as a whole fits together; a checkpoint signed before tells.
      const refuted = checkpoints.filter(({ holds }) => !holds).at(-1);
      const firstBroken = found.firstBroken
        ? { ...found.firstBroken, register: snapshots.nameOf(found.firstBroken.register) }
        : refuted
          ? { sequence: refuted.sequence, register: '', record: '', reason: refuted.reason }
          : null;
      return { ...found, intact: firstBroken === null, firstBroken, checkpoints };
    },

    checkpoints: async (call) => ({ items: await storedCheckpoints(call) }),

    async checkpoint(call) {
      const [head] = await call.query<{ sequence: string; hash: string }>(
        `select sequence, encode(hash, 'hex') as hash from ledger.heads where organisation_id = $1`,
        [call.organisation.id],
      );
      if (!head) throw new Problem('not-possible', 'The ledger is empty.', { remedy: 'Change something first.' });
      const sequence = Number(head.sequence);
      const known = (await storedCheckpoints(call)).find((each) => each.sequence === sequence);
      if (known) return known;
      const checkpoint = signCheckpoint({ organisation: call.organisation.id, sequence, hash: head.hash, at: call.now() }, signingKey());
      await call.query(
        'insert into ledger.checkpoints (organisation_id, sequence, hash, at, signature, public_key) values ($1, $2, $3, $4, $5, $6)',
        [checkpoint.organisation, checkpoint.sequence, checkpoint.hash, checkpoint.at, checkpoint.signature, checkpoint.publicKey],
      );
      return checkpoint;
    },

    key() {
      const { publicKey } = signingKey();
      return { fingerprint: fingerprintOf(publicKey), publicKey };
    },

    checkCheckpoint: (call, checkpoint) => check(call, checkpoint),

    async undo(call, { request }) {
      const rows = await call.query<EntryRow>('select * from ledger.entries where organisation_id = $1 and request = $2 order by sequence', [
        call.organisation.id,
        request,
      ]);
      if (rows.length === 0) throw notFound('request', request);
      // Several changes of one record in one request are undone as one: from the first before to the last after.
      const net = new Map<string, { table: string; id: string; before: StoredRecord | null; after: StoredRecord | null }>();
      for (const row of rows) {
        const before = byTable.has(row.register) && row.before ? snapshots.record(row.register, row.before) : null;
        const after = byTable.has(row.register) && row.after ? snapshots.record(row.register, row.after) : null;
        if (!byTable.has(row.register) || isFinal(snapshots.nameOf(row.register), before, after)) {
          throw new Problem('not-possible', `Changes of ${snapshots.nameOf(row.register)} are not undone.`, {
            remedy: 'Approvals, signatures and access are taken back by their own operations.',
          });
        }
        const key = `${row.register} ${row.record}`;
        const known = net.get(key);
        net.set(key, {
          table: row.register,
          id: row.record,
          before: known ? known.before : before,
          after,
        });
      }
      const snapshot = await call.snapshot();
      for (const { table, id, after } of net.values()) {
        const now = snapshot.records.get(snapshots.nameOf(table))?.get(id);
        if (!sameContent(now, after)) {
          throw new Problem('conflict', `${id} has been changed since; undoing would take that back too.`, {
            remedy: 'Undo the later change first, or correct the record by hand.',
            current: now,
          });
        }
      }
      const reversed = [...net.values()].toReversed();
      for (const [table, group] of Map.groupBy(reversed, (each) => each.table)) {
        const collection = byTable.get(table)!;
        // What did not exist before is archived, never deleted: its number is not given again.
        const changes = group.filter(({ before, after }) => before && after).map(({ id, before }) => ({ ...withoutSystemFields(before!), id }));
        if (changes.length > 0) await call.write.changeMany(collection, changes);
        for (const { id, before, after } of group) {
          if (!before || before['archivedAt'] !== null) await call.write.archive(collection, id);
          else if (after?.['archivedAt'] !== null) await call.write.restore(collection, id);
        }
      }
      return { request: call.request, records: net.size };
    },
  };

  async function check(call: Call, checkpoint: Checkpoint): Promise<{ holds: boolean; reason: string }> {
    const problem = checkpointProblem(checkpoint, call.organisation.id);
    if (problem) return { holds: false, reason: problem };
    const [entry] = await call.query<{ hash: string }>(
      `select encode(hash, 'hex') as hash from ledger.entries where organisation_id = $1 and sequence = $2`,
      [call.organisation.id, checkpoint.sequence],
    );
    return checkpointHolds(checkpoint, entry?.hash ?? null);
  }
}

async function storedCheckpoints(call: Call): Promise<Checkpoint[]> {
  const rows = await call.query<{ organisation: string; sequence: string; hash: string; at: Date; signature: string; publicKey: string }>(
    'select organisation_id as organisation, sequence, hash, at, signature, public_key as "publicKey" from ledger.checkpoints where organisation_id = $1 order by sequence desc',
    [call.organisation.id],
  );
  return rows.map((row) => ({ ...row, sequence: Number(row.sequence), at: row.at.toISOString() }));
}

const system = new Set(['id', 'version', 'createdAt', 'updatedAt', 'archivedAt']);
/** Whether a record says what it said, whatever happened in between: a later change that was undone is not in the way. */
const sameContent = (a: StoredRecord | null | undefined, b: StoredRecord | null | undefined): boolean =>
  Boolean(a) === Boolean(b) &&
  (!a ||
    !b ||
    (JSON.stringify(withoutSystemFields(a)) === JSON.stringify(withoutSystemFields(b)) && (a['archivedAt'] === null) === (b['archivedAt'] === null)));
const withoutSystemFields = (record: StoredRecord) => Object.fromEntries(Object.entries(record).filter(([field]) => !system.has(field)));

/** What a reader wants to know of a change: the fields that differ, without the bookkeeping. */
function changedFields(before: StoredRecord | null, after: StoredRecord | null): LedgerEntry['changed'] {
  const fields = Object.keys(after ?? before ?? {}).filter((field) => !['id', 'version', 'createdAt', 'updatedAt'].includes(field));
  return fields
    .map((field) => ({ field, before: before?.[field] ?? null, after: after?.[field] ?? null }))
    .filter(({ before: was, after: is }) => JSON.stringify(was) !== JSON.stringify(is) && !(before === null && isEmpty(is)));
}

const isEmpty = (value: unknown) => value === null || value === '' || value === false || (Array.isArray(value) && value.length === 0);
/** Time zones come from the organisation's own record: letters, digits and a few signs only may enter a statement. */
const zone = (call: Call) => call.organisation.timeZone.replaceAll(/[^A-Za-z0-9_+\-/]/g, '');
