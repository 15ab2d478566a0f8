import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { Octokit } from '@octokit/rest';
import { TroubleError, type Surroundings, type Trouble } from '../collector.ts';
import { patientFetch } from '../http.ts';
import { permissionNames, type Permission } from './permissions.ts';

export interface GitHubSettings {
  organisation: string;
  appId: string;
  installationId: string;
  baseUrl: string;
  repositories: 'all' | 'selected';
}

export interface GitHubSession {
  it: Surroundings;
  organisation: string;
  octokit: Octokit;
  /** Ends with `denied` where the installation was not granted this. */
  need(permission: Permission): void;
  /** Ends with `denied` where the installation sees some repositories only, and all are wanted. */
  needAllRepositories(): void;
}

interface Token {
  token: string;
  expiresAt: number;
}

/**
 * Signs in as a GitHub App and trades that for a token of its installation, anew whenever it ends. The app's own token is
 * signed here: @octokit/auth-app keeps what it waits for under the installation's number alone, so that two organisations
 * on this server could be handed each other's token. Octokit sends every request through our `fetch`: it waits, ends with
 * the run, follows no redirect and signs for GitHub's own address only.
 */
export async function openGitHub(given: GitHubSettings, privateKey: string, it: Surroundings): Promise<GitHubSession> {
  const { Octokit: Client } = await import('@octokit/rest');
  const baseUrl = it.endpoint?.('github') ?? given.baseUrl.replace(/\/+$/, '');
  const key = keyOf(privateKey);
  const patient = patientFetch({ ...it, fetch: limitsAsSuch(it.fetch) });
  /** By how much GitHub's clock is ahead of ours. */
  let skew = 0;

  const client = (authorization: (stale: string | null) => Promise<string>) =>
    new Client({
      baseUrl,
      userAgent: 'annexa',
      log: silent,
      request: { log: silent, fetch: signed(authorization) },
    });
  const signed =
    (authorization: (stale: string | null) => Promise<string>): typeof fetch =>
    async (input, init) => {
      const url = String(input);
      if (new URL(url).origin !== new URL(baseUrl).origin)
        throw new TroubleError({
          kind: 'unreadable',
          message: `${new URL(baseUrl).host} points to ${new URL(url).host} for its next page; that is not followed.`,
        });
      const send = async (stale: string | null): Promise<[Response, string]> => {
        const value = await authorization(stale);
        return [await patient(url, { ...init, headers: { ...(init?.headers as Record<string, string>), authorization: `Bearer ${value}` } }), value];
      };
      let [response, used] = await send(null);
      if (response.status === 401) {
        skew = skewOf(response.headers, it.now());
        [response, used] = await send(used);
      }
      if (response.status === 401)
        throw new TroubleError({ kind: 'expired', message: `${new URL(url).host} does not accept the app's private key (any more).` });
      // Octokit takes a 409 for the end of a list; a list that ends before its end is not one.
      if (response.status === 409)
        throw new TroubleError({ kind: 'unreadable', message: `${new URL(url).host} could not tell the whole list just now (409).` });
      return response;
    };

  const app = client(() => appToken(key, given.appId, it.now().getTime() + skew));
  const obtain = async (): Promise<Token> => {
    const { data } = await asTrouble(() =>
      app.request('POST /app/installations/{installation_id}/access_tokens', { installation_id: Number(given.installationId) }),
    );
    return { token: data.token, expiresAt: Date.parse(data.expires_at) };
  };
  let held: Token | null = null;
  let renewing: Promise<Token> | null = null;
  const installationToken = async (stale: string | null): Promise<string> => {
    if (held && held.token !== stale && held.expiresAt - it.now().getTime() - skew > 60_000) return held.token;
    // Many ask at once: the first one renews, the others wait for it.
    renewing ??= obtain().finally(() => (renewing = null));
    held = await renewing;
    return held.token;
  };

  const installation = await asTrouble(
    async () => (await app.request('GET /app/installations/{installation_id}', { installation_id: Number(given.installationId) })).data,
    (status) =>
      status === 404
        ? {
            kind: 'denied',
            message: `The app ${given.appId} has no installation ${given.installationId}: install it in the organisation, or correct the number.`,
          }
        : null,
  );
  const account = installation.account && 'login' in installation.account ? installation.account.login : '';
  if (account.toLowerCase() !== given.organisation.toLowerCase())
    throw new TroubleError({
      kind: 'denied',
      message: `Installation ${given.installationId} belongs to ${account || 'somebody else'}, not to ${given.organisation}.`,
    });
  if (installation.suspended_at)
    throw new TroubleError({
      kind: 'denied',
      message: `The app's installation in ${account} is suspended since ${installation.suspended_at.slice(0, 10)}.`,
    });
  await installationToken(null);
  const granted: Record<string, string | undefined> = installation.permissions;
  return {
    it,
    organisation: account,
    octokit: client(installationToken),
    need(permission) {
      if (granted[permission] === undefined)
        throw new TroubleError({
          kind: 'denied',
          message: `The app may not read this: it was not granted "${permissionNames[permission]}".`,
          permission: permissionNames[permission],
        });
    },
    needAllRepositories() {
      if (given.repositories === 'all' && installation.repository_selection !== 'all')
        throw new TroubleError({
          kind: 'denied',
          message: 'The app was installed for selected repositories only, and every repository is to be judged.',
          permission: 'Repository access: All repositories',
        });
    },
  };
}

/** GitHub's limits for many calls at once may come as a 403 that says so in words only; it asks for a minute then. */
const limitsAsSuch =
  (fetchOnce: typeof fetch): typeof fetch =>
  async (input, init) => {
    const response = await fetchOnce(input, init);
    if (response.status !== 403 || response.headers.has('retry-after')) return response;
    const body = await response.text();
    const headers = new Headers(response.headers);
    if (!/secondary rate limit/i.test(body)) return new Response(body, { status: 403, headers });
    headers.set('retry-after', '60');
    return new Response(body, { status: 429, headers });
  };

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

function keyOf(pem: string): KeyObject {
  try {
    const key = createPrivateKey(pem.replaceAll(String.raw`\n`, '\n').trim());
    if (key.asymmetricKeyType === 'rsa') return key;
  } catch {
    // Said below; the error of the parser may repeat what it was given.
  }
  throw new TroubleError({ kind: 'expired', message: 'The private key is not the PEM file that GitHub gave out for the app (RSA).' });
}

/** GitHub takes tokens of at most ten minutes, and none from its future. */
async function appToken(key: KeyObject, appId: string, now: number): Promise<string> {
  const { SignJWT } = await import('jose');
  const seconds = Math.floor(now / 1000);
  return new SignJWT()
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
    .setIssuer(appId)
    .setIssuedAt(seconds - 60)
    .setExpirationTime(seconds + 480)
    .sign(key);
}

function skewOf(headers: Headers, now: Date): number {
  const theirs = Date.parse(headers.get('date') ?? '');
  const ahead = Number.isFinite(theirs) ? theirs - now.getTime() : 0;
  return Math.abs(ahead) > 30_000 ? ahead : 0;
}

/** Octokit's errors as trouble. `special` has the first word: some statuses mean something of their own. */
export async function asTrouble<T>(call: () => Promise<T>, special: (status: number, message: string) => Trouble | null = () => null): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const { cause, status = 0, message = '' } = error as { cause?: unknown; status?: number; message?: string };
    if (error instanceof TroubleError) throw error;
    if (cause instanceof TroubleError) throw cause;
    const trouble = special(status, message);
    if (trouble) throw new TroubleError(trouble);
    if (status === 403) throw new TroubleError({ kind: 'denied', message: `GitHub refuses: ${wordsOf(message)}` });
    if (status >= 400 && status !== 500)
      throw new TroubleError({ kind: 'unreadable', message: `GitHub answers with ${status}: ${wordsOf(message)}` });
    throw error;
  }
}

/** The first sentence of GitHub's own words, without the address of its manual. */
function wordsOf(message: string): string {
  const words = message
    .replace(/ - https?:\S+$/, '')
    .replaceAll(/\s+/g, ' ')
    .slice(0, 200)
    .trim();
  return /[.!?]$/.test(words) ? words : `${words}.`;
}
