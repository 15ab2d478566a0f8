import { TroubleError, type Surroundings, type Trouble } from '../collector.ts';
import { patientFetch } from '../http.ts';
import { bucketOf, pauseAfter } from './limits.ts';
import { scopes, type Scope } from './scopes.ts';
import { clientAssertion, prover, signingKey, type Prover } from './signing.ts';

export interface OktaSettings {
  orgUrl: string;
  clientId: string;
  keyId: string;
}

export interface OktaSession {
  /** Whatever is fetched through it is signed, renewed and paced. */
  it: Surroundings;
  base: string;
  /** Ends with `denied` where the app was not granted a scope. */
  need(scope: Scope): void;
}

interface Token {
  value: string;
  scopes: Set<string>;
  expiresAt: number;
}
interface TokenReply {
  access_token?: string;
  expires_in?: number;
  scope?: string;
  error?: string;
  error_description?: string;
}

/**
 * Signs in as a service app with its own key. Where the org demands proofs of possession (DPoP) they are made; where some
 * scope was not granted the others are used, and what needs the missing one says so. A token that ends in the middle is
 * renewed, and a limit that is nearly used up is left to the org's own traffic until it begins anew.
 */
export async function openOkta(given: OktaSettings, privateKey: string, it: Surroundings): Promise<OktaSession> {
  const base = it.endpoint?.('okta') ?? new URL(given.orgUrl).origin;
  const key = signingKey(privateKey, given.keyId);
  const tokenUrl = `${base}/oauth2/v1/token`;
  /** By how much Okta's clock is ahead of ours. */
  let skew = 0;
  let prove: Prover | null = null;
  const nonces = { token: null as string | null, api: null as string | null };
  const clock = () => it.now().getTime() + skew;

  const askForToken = async (wanted: readonly string[]): Promise<{ status: number; headers: Headers; body: TokenReply }> => {
    // Signed within the patience: each attempt has a proof of its own.
    const fetchOnce: typeof fetch = async (_input, init) => {
      const body = new URLSearchParams({
        grant_type: 'client_credentials',
        scope: wanted.join(' '),
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: await clientAssertion(key, given.clientId, tokenUrl, clock()),
      });
      const proof = prove && (await prove({ method: 'POST', url: tokenUrl, nonce: nonces.token, now: clock() }));
      return it.fetch(tokenUrl, { ...init, method: 'POST', body, headers: { accept: 'application/json', ...(proof && { dpop: proof }) } });
    };
    const response = await patientFetch({ ...it, fetch: fetchOnce })(tokenUrl);
    const body = (await response.json().catch(() => ({}))) as TokenReply;
    return { status: response.status, headers: response.headers, body };
  };

  /** Okta's refusals that are mended at once: it wants proofs, a nonce in them, or its clock differs from ours. */
  const obtain = async (wanted: readonly string[]): Promise<Token | { refused: TokenReply }> => {
    for (let attempt = 0; ; attempt++) {
      const { status, headers, body } = await askForToken(wanted);
      if (status === 200 && body.access_token)
        return {
          value: body.access_token,
          scopes: new Set((body.scope ?? wanted.join(' ')).split(' ')),
          expiresAt: clock() + (body.expires_in ?? 3600) * 1000,
        };
      const nonce = headers.get('dpop-nonce');
      const ahead = Date.parse(headers.get('date') ?? '') - it.now().getTime();
      if (attempt >= 3) return { refused: body };
      if (body.error === 'use_dpop_nonce' && nonce) nonces.token = nonce;
      else if (body.error === 'invalid_dpop_proof' && !prove) prove = await prover();
      else if (status >= 400 && body.error !== 'invalid_scope' && Math.abs(ahead - skew) > 30_000) skew = ahead;
      else return { refused: body };
    }
  };

  const all = Object.keys(scopes) as Scope[];
  let granted: readonly string[] = all;
  const signIn = async (): Promise<Token> => {
    const found = await obtain(granted);
    if ('value' in found) return found;
    throw new TroubleError(troubleOfToken(found.refused));
  };

  let held: Token | null = null;
  let renewing: Promise<Token> | null = null;
  const token = async (stale: string | null): Promise<Token> => {
    if (held && held.value !== stale && held.expiresAt - clock() > 60_000) return held;
    renewing ??= signIn().finally(() => (renewing = null));
    held = await renewing;
    return held;
  };

  const first = await obtain(all);
  if ('value' in first) held = first;
  else {
    if (!scopeErrors.has(first.refused.error ?? '')) throw new TroubleError(troubleOfToken(first.refused));
    // Okta refuses the whole list for one scope; which one it is, it tells only when asked for each.
    const found: Scope[] = [];
    for (const scope of all) if ('value' in (await obtain([scope]))) found.push(scope);
    granted = found;
    if (found.length === 0) throw new TroubleError({ kind: 'denied', message: 'The app was granted no scope at all.', permission: all.join(', ') });
    held = await token(null);
  }
  const allowed = held.scopes;

  const paused = new Map<string, number>();
  const signedFetch: typeof fetch = async (input, init) => {
    const url = String(input);
    const method = init?.method ?? 'GET';
    const bucket = bucketOf(method, url);
    const until = paused.get(bucket) ?? 0;
    if (until > it.now().getTime()) await it.sleep(until - it.now().getTime());
    if (it.signal.aborted) throw new TroubleError({ kind: 'cancelled', message: 'The run was cancelled.' });
    const send = async (stale: string | null): Promise<[Response, string]> => {
      const { value } = await token(stale);
      const proof = prove && (await prove({ method, url, token: value, nonce: nonces.api, now: clock() }));
      const headers = {
        ...(init?.headers as Record<string, string>),
        authorization: `${proof ? 'DPoP' : 'Bearer'} ${value}`,
        ...(proof && { dpop: proof }),
      };
      const response = await it.fetch(url, { ...init, headers });
      return [response, value];
    };
    let [response, used] = await send(null);
    if (response.status === 401) {
      void response.body?.cancel();
      const nonce = response.headers.get('dpop-nonce');
      if (nonce) nonces.api = nonce;
      [response, used] = await send(nonce ? null : used);
    }
    const pause = pauseAfter(response.headers, it.now());
    if (pause > 0 && response.status !== 429) paused.set(bucket, it.now().getTime() + pause);
    else paused.delete(bucket);
    return response;
  };

  return {
    it: { ...it, fetch: signedFetch },
    base,
    need(scope) {
      if (!allowed.has(scope)) throw new TroubleError({ kind: 'denied', message: `The app was not granted the scope ${scope}.`, permission: scope });
    },
  };
}

const scopeErrors = new Set(['invalid_scope', 'consent_required', 'access_denied']);

function troubleOfToken({ error = '', error_description: words = '' }: TokenReply): Trouble {
  if (scopeErrors.has(error)) return { kind: 'denied', message: 'The app has lost scopes that it had.' };
  const reason = words ? ` Okta says: ${words.replaceAll(/\s+/g, ' ').slice(0, 200).replace(/[.]?$/, '.')}` : '';
  return { kind: 'expired', message: `Okta does not accept the app's client id and key (any more).${reason}` };
}
