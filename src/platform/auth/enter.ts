import type pg from 'pg';
import type { Entered } from '../calls.ts';
import type { Door } from '../contract/call.ts';
import { hashToken } from './links.ts';

/** Who knocks: a signed-in account, an API key, or the person who owns the machine. */
export type Caller = { kind: 'account'; id: string; name: string; email: string } | { kind: 'key'; key: string } | { kind: 'machine' };

interface Row {
  organisation_id: string;
  slug: string;
  name: string;
  time_zone: string;
  currency: string;
  actor: string;
  actor_name: string;
  email: string;
  role: string;
  person: string | null;
  sequence: string;
}

const statement = { name: 'enter', text: 'select * from access.enter($1, $2, $3, $4)' };

/**
 * Lets a caller into an organisation, in one query that also tells where its ledger stands. Null when there is no
 * such organisation or the caller has no access to it: the two are not told apart.
 */
export async function enter(pool: pg.Pool, caller: Caller, slug: string, door: Door): Promise<Entered | null> {
  const { rows } = await pool.query<Row>({ ...statement, values: [slug, ...identify(caller)] });
  return rows[0] ? toEntered(rows[0], door) : null;
}

/** All organisations that a caller may enter, in the order of their names. */
export async function organisationsOf(pool: pg.Pool, caller: Caller, door: Door): Promise<Entered[]> {
  const { rows } = await pool.query<Row>({ ...statement, values: [null, ...identify(caller)] });
  return rows.map((row) => toEntered(row, door)).sort((a, b) => a.organisation.name.localeCompare(b.organisation.name, 'en'));
}

function identify(caller: Caller): [string | null, string | null, boolean] {
  return [caller.kind === 'account' ? caller.id : null, caller.kind === 'key' ? hashToken(caller.key) : null, caller.kind === 'machine'];
}

function toEntered(row: Row, door: Door): Entered {
  return {
    organisation: { id: row.organisation_id, slug: row.slug, name: row.name, timeZone: row.time_zone, currency: row.currency },
    actor: { id: row.actor, name: row.actor_name, email: row.email, role: row.role, person: row.person, door },
    head: Number(row.sequence),
  };
}
