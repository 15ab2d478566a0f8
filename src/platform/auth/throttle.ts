import type pg from 'pg';
import { Problem } from '../contract/problem.ts';

const windowMinutes = 15;
/** Failures allowed within the window: for one account, and for one network address (an office shares one). */
const allowed = (key: string) => (key.startsWith('address:') ? 50 : 6);

/**
 * Runs a check of a secret; `null` from it is a failure and is counted under every key, in the database, so that it
 * holds across processes. Success clears the account's count, not the address's.
 * Errors: too-many-requests before the check is even made; not-signed-in when it fails.
 */
export async function attempt<T>(pool: pg.Pool, keys: string[], check: () => Promise<T | null>): Promise<T> {
  const { rows } = await pool.query<{ key: string; failures: number }>(
    `select key, count(*)::int as failures from identity.attempts where key = any($1) and at > now() - make_interval(mins => $2) group by key`,
    [keys, windowMinutes],
  );
  if (rows.some(({ key, failures }) => failures >= allowed(key))) {
    throw new Problem('too-many-requests', 'Too many failed attempts.', { remedy: `Wait ${windowMinutes} minutes and try again.` });
  }
  const result = await check();
  if (result === null) {
    await pool.query('insert into identity.attempts (key) select unnest($1::text[])', [keys]);
    await pool.query('delete from identity.attempts where at < now() - make_interval(mins => $1)', [windowMinutes * 4]);
    throw new Problem('not-signed-in', 'The address or the password is wrong.', { remedy: 'Check both and try again.' });
  }
  await pool.query(`delete from identity.attempts where key = any($1) and key not like 'address:%'`, [keys]);
  return result;
}
