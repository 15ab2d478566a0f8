import { betterAuth } from 'better-auth';
import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import type pg from 'pg';
import { z } from 'zod';
import { Problem } from '../contract/problem.ts';
import { linksOf } from './links.ts';
import { attempt } from './throttle.ts';

export interface Account {
  id: string;
  name: string;
  email: string;
}

export interface AccountsSettings {
  /** Connected as the identity role. */
  pool: pg.Pool;
  /** Signs session cookies. */
  secret: string;
  /** Where people reach the product; decides whether cookies are sent over TLS only. */
  publicUrl: string;
  sessionHours: number;
}

/** A signed-in answer: the account and the cookie to set. */
export interface SignedIn {
  account: Account;
  cookies: string[];
}

/**
 * Accounts of the whole installation: passwords and sessions. The library behind it is known to this file alone.
 * Who may enter which organisation is not decided here but by the records of that organisation.
 */
export function createAccounts({ pool, secret, publicUrl, sessionHours }: AccountsSettings) {
  const auth = betterAuth({
    database: pool,
    secret,
    baseURL: publicUrl,
    basePath: '/api/auth',
    telemetry: { enabled: false },
    logger: { disabled: true },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12, maxPasswordLength: 128 },
    session: { expiresIn: sessionHours * 3600, updateAge: 3600, cookieCache: { enabled: false } },
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: 'annexa',
      useSecureCookies: publicUrl.startsWith('https:'),
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true },
    },
    plugins: [
      {
        id: 'links',
        endpoints: {
          // Called by this file only, after a link or a new password has been checked; no route leads to it.
          openSession: createAuthEndpoint('/open-session', { method: 'POST', body: z.object({ userId: z.string() }) }, async (context) => {
            const user = await context.context.internalAdapter.findUserById(context.body.userId);
            if (!user) throw new Error('No such account.');
            const session = await context.context.internalAdapter.createSession(user.id);
            await setSessionCookie(context, { session, user });
            return context.json({});
          }),
        },
      },
    ],
  });

  const find = async (email: string): Promise<Account | null> => {
    const { rows } = await pool.query<Account>('select id, name, email from identity."user" where email = $1', [email.trim().toLowerCase()]);
    return rows[0] ?? null;
  };

  async function open(account: Account): Promise<SignedIn> {
    const { headers } = await auth.api.openSession({ body: { userId: account.id }, returnHeaders: true });
    return { account, cookies: headers.getSetCookie() };
  }

  return {
    find,
    open,

    async any(): Promise<boolean> {
      return (await pool.query('select from identity."user" limit 1')).rowCount === 1;
    },

    /** Errors: conflict when the address has an account already. */
    async create({ name, email, password }: { name: string; email: string; password: string }): Promise<Account> {
      if (await find(email)) throw new Problem('conflict', 'There is an account with this address already.', { remedy: 'Sign in with it.' });
      const { internalAdapter, password: hasher } = await auth.$context;
      const user = await internalAdapter.createUser({ name, email: email.trim().toLowerCase(), emailVerified: true }, { method: 'email-password' });
      await internalAdapter.linkAccount({ userId: user.id, accountId: user.id, providerId: 'credential', password: await hasher.hash(password) });
      return { id: user.id, name: user.name, email: user.email };
    },

    /** Errors: too-many-requests after repeated failures, not-signed-in for a wrong address or password (which, is not told). */
    async signIn(email: string, password: string, address: string): Promise<SignedIn> {
      return attempt(pool, [`account:${email.trim().toLowerCase()}`, `address:${address}`], async () => {
        try {
          const { headers, response } = await auth.api.signInEmail({ body: { email: email.trim().toLowerCase(), password }, returnHeaders: true });
          return { account: { id: response.user.id, name: response.user.name, email: response.user.email }, cookies: headers.getSetCookie() };
        } catch (error) {
          if (error instanceof Error && 'statusCode' in error && Number(error.statusCode) < 500) return null;
          throw error;
        }
      });
    },

    async checkPassword(userId: string, password: string): Promise<boolean> {
      const found = await attempt(pool, [`account-id:${userId}`], async () => {
        const { rows } = await pool.query<{ password: string }>(
          `select password from identity.account where "userId" = $1 and "providerId" = 'credential'`,
          [userId],
        );
        const { password: hasher } = await auth.$context;
        return rows[0] && (await hasher.verify({ hash: rows[0].password, password })) ? true : null;
      }).catch((error: unknown) => {
        if (error instanceof Problem && error.code === 'not-signed-in') return false;
        throw error;
      });
      return found;
    },

    async session(headers: Headers): Promise<Account | null> {
      if (!headers.get('cookie')?.includes('annexa.')) return null;
      const found = await auth.api.getSession({ headers });
      return found ? { id: found.user.id, name: found.user.name, email: found.user.email } : null;
    },

    async signOut(headers: Headers): Promise<string[]> {
      const { headers: answer } = await auth.api.signOut({ headers, returnHeaders: true });
      return answer.getSetCookie();
    },

    ...linksOf(pool),
  };
}
export type Accounts = ReturnType<typeof createAccounts>;
