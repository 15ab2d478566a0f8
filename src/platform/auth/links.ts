import { createHash, randomBytes } from 'node:crypto';
import type pg from 'pg';

/** Keys, invitations and links are random and long: a plain hash keeps them safe at rest. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** One-time links: known here by the hash of their token. The pool is connected as the identity role. */
export const linksOf = (pool: pg.Pool) => ({
  /** A one-time link: its token is answered once and kept as a hash. `purpose` is `setup` or `sign-in:<account id>`. */
  async issueLink(purpose: string, minutes: number): Promise<string> {
    const token = randomBytes(24).toString('base64url');
    await pool.query(`delete from identity.verification where identifier like $1 || ' %'`, [purpose]);
    await pool.query(
      `insert into identity.verification (id, identifier, value, "expiresAt") values ($1, $2 || ' ' || $1, $1, now() + make_interval(mins => $3))`,
      [hashToken(token), purpose, minutes],
    );
    return token;
  },

  /** Uses a link up. Answers its purpose, or null when it never was, has been used or has expired. */
  async useLink(token: string, purposes: string): Promise<string | null> {
    const { rows } = await pool.query<{ identifier: string }>(
      `delete from identity.verification where id = $1 and identifier like $2 || '%' and "expiresAt" > now() returning identifier`,
      [hashToken(token), purposes],
    );
    return rows[0]?.identifier.split(' ')[0] ?? null;
  },

  async linkHolds(token: string, purposes: string): Promise<boolean> {
    return (
      (
        await pool.query(`select from identity.verification where id = $1 and identifier like $2 || '%' and "expiresAt" > now()`, [
          hashToken(token),
          purposes,
        ])
      ).rowCount === 1
    );
  },
});
