import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { Problem } from '../contract/problem.ts';

const windowMinutes = 15;
/** Failures allowed within the window: for one account, and for one network address (an office shares one). */
const allowed = (key: string) => (key.startsWith('address:') ? 50 : 6);

/**
 * Runs a check of a secret; `null` from it is a failure and is counted under every key, in the database, so that it
 * holds across processes. Every attempt is counted before it is made, so that many at once gain nothing.
 * Success clears the account's count, not the address's.
 * Errors: too-many-requests before the check is even made; not-signed-in when it fails.
 */
export async function attempt<T>(pool: pg.Pool, keys: string[], check: () => Promise<T | null>): Promise<T> {
  const id = randomUUID();
  await pool.query('insert into identity.attempts (id, key) select $1, unnest($2::text[])', [id, keys]);
  const { rows } = await pool.query<{ key: string; attempts: number }>(
    `select key, count(*)::int as attempts from identity.attempts where key = any($1) and at > now() - make_interval(mins => $2) group by key`,
    [keys, windowMinutes],
  );
  const forget = () => pool.query('delete from identity.attempts where id = $1', [id]);
  if (rows.some(({ key, attempts }) => attempts > allowed(key))) {
    await forget();
    throw new Problem('too-many-requests', 'Too many failed attempts.', { remedy: `Wait ${windowMinutes} minutes and try again.` });
  }
  let result: T | null;
  try {
    result = await check();
  } catch (error) {
    await forget();
    throw error;
  }
  if (result === null) {
    await pool.query('delete from identity.attempts where at < now() - make_interval(mins => $1)', [windowMinutes * 4]);
    throw new Problem('not-signed-in', 'The address or the password is wrong.', { remedy: 'Check both and try again.' });
  }
  await forget();
  await pool.query(`delete from identity.attempts where key = any($1) and key not like 'address:%'`, [keys]);
  return result;
}
