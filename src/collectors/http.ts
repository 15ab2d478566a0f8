import { TroubleError, type Surroundings, type Trouble } from './collector.ts';

const attempts = 6;
const longestWait = 120_000;
/** Limits that are counted by the hour begin anew within one. */
const longestToldWait = 3_660_000;

export interface Reply<T = unknown> {
  status: number;
  headers: Headers;
  body: T;
}

/**
 * One request to a provider: waits when it says so (429, or 403 at GitHub's limits) or falters (5xx, a lost connection),
 * at most five times; gives up on one answer when patience ends. Redirects are not followed: an answer comes from the host
 * that was asked. Errors: TroubleError `throttled`, `unreachable`, `expired` (401) or `unreadable`. Other statuses are for
 * the caller to read: a 404 can be a finding, a 403 names a permission.
 */
export async function ask<T = unknown>(it: Surroundings, url: string, init: RequestInit = {}): Promise<Reply<T>> {
  return patiently(it, url, init, async (response) => {
    if (response.status === 401) {
      void response.body?.cancel();
      throw new TroubleError({ kind: 'expired', message: `${hostOf(url)} does not accept the credentials (any more).` });
    }
    return { status: response.status, headers: response.headers, body: await read<T>(response, url) };
  });
}

/** The same as `fetch` for a client that reads answers by itself; a 401 is left to it too. */
export const patientFetch =
  (it: Surroundings): typeof fetch =>
  (input, init) =>
    patiently(it, String(input), init ?? {}, async (response) => {
      const { status, headers } = response;
      return new Response(status === 204 ? null : await response.arrayBuffer(), { status, headers });
    });

async function patiently<T>(it: Surroundings, url: string, init: RequestInit, take: (response: Response) => Promise<T>): Promise<T> {
  let last: Trouble = { kind: 'unreachable', message: `${hostOf(url)} does not answer.` };
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (it.signal.aborted) throw new TroubleError({ kind: 'cancelled', message: 'The run was cancelled.' });
    let wait = Math.min(longestWait, 500 * 2 ** attempt);
    // Signals that are made of others stay with them to the end of the run: too many in a long one.
    const own = new AbortController();
    const cancel = () => own.abort();
    let slow = false;
    const timer = setTimeout(() => ((slow = true), own.abort()), it.patience);
    it.signal.addEventListener('abort', cancel, { once: true });
    try {
      const response = await it.fetch(url, { ...init, redirect: 'manual', signal: own.signal });
      const told = retryAfter(response.headers, it.now());
      const full = response.status === 429 || (response.status === 403 && told !== null);
      if (full || response.status >= 500) {
        last = full
          ? { kind: 'throttled', message: `${hostOf(url)} allows no more requests for now.` }
          : { kind: 'unreachable', message: `${hostOf(url)} answers with an error (${response.status}).` };
        wait = Math.min(told ?? wait, longestToldWait);
        void response.body?.cancel();
      } else if (response.status >= 300 && response.status < 400) {
        void response.body?.cancel();
        throw new TroubleError({ kind: 'unreadable', message: `${hostOf(url)} points to another address instead of answering.` });
      } else return await take(response);
    } catch (error) {
      if (error instanceof TroubleError) throw error;
      if (it.signal.aborted) throw new TroubleError({ kind: 'cancelled', message: 'The run was cancelled.' });
      last = {
        kind: 'unreachable',
        message: slow ? `${hostOf(url)} has not answered within ${it.patience / 1000} seconds.` : `${hostOf(url)} cannot be reached.`,
      };
    } finally {
      clearTimeout(timer);
      it.signal.removeEventListener('abort', cancel);
    }
    if (attempt + 1 < attempts) await it.sleep(wait);
  }
  throw new TroubleError(last);
}

async function read<T>(response: Response, url: string): Promise<T> {
  const text = await response.text();
  if (text === '') return null as T;
  try {
    return JSON.parse(text) as T;
  } catch {
    if (response.status >= 400) return text as T;
    throw new TroubleError({ kind: 'unreadable', message: `${hostOf(url)} answers with something that is not JSON.` });
  }
}

/**
 * How long to wait, in milliseconds: `Retry-After` in seconds or as a date; where nothing remains of a limit, its reset in
 * seconds since 1970 (GitHub's and Okta's headers). Dates are held against the provider's own clock.
 */
export function retryAfter(headers: Headers, now: Date): number | null {
  const date = Date.parse(headers.get('date') ?? '');
  const theirs = Number.isFinite(date) ? date : now.getTime();
  const given = headers.get('retry-after');
  if (given !== null) {
    const seconds = Number(given);
    const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(given) - theirs;
    if (Number.isFinite(wait)) return Math.max(0, wait);
  }
  const limit = (name: string) => headers.get(`x-ratelimit-${name}`) ?? headers.get(`x-rate-limit-${name}`);
  const reset = Number(limit('reset') ?? Number.NaN);
  return limit('remaining') === '0' && Number.isFinite(reset) ? Math.max(0, reset * 1000 - theirs) : null;
}

export interface PageOf<T> {
  items: readonly T[];
  /** The whole address of the next page; null at the last. */
  next: string | null;
}

/**
 * Reads a list to its last page. The next page must be on the host of the first: an answer cannot send our credentials
 * elsewhere. More pages than allowed are an error, not a truncation.
 */
export async function* pages<T>(
  it: Surroundings,
  first: string,
  init: RequestInit | (() => Promise<RequestInit>),
  read: (reply: Reply, url: string) => PageOf<T>,
  seen?: (items: readonly T[], reply: Reply, url: string) => void,
): AsyncGenerator<readonly T[]> {
  const visited = new Set<string>();
  for (let url: string | null = first, page = 0; url !== null; page++) {
    if (page >= it.maxPages)
      throw new TroubleError({
        kind: 'too-many-pages',
        message: `${hostOf(first)} has more than ${it.maxPages} pages of this list; it was not read to its end.`,
      });
    if (new URL(url).origin !== new URL(first).origin)
      throw new TroubleError({ kind: 'unreadable', message: `${hostOf(first)} points to ${hostOf(url)} for its next page; that is not followed.` });
    if (visited.has(url)) throw new TroubleError({ kind: 'unreadable', message: `${hostOf(first)} gives the same page again and again.` });
    visited.add(url);
    const reply: Reply = await ask(it, url, typeof init === 'function' ? await init() : init);
    const { items, next } = read(reply, url);
    seen?.(items, reply, url);
    yield items;
    url = next === null ? null : new URL(next, url).href;
  }
}

const hostOf = (url: string) => new URL(url).host;

/** `<https://…>; rel="next"` of a Link header. */
export const nextLink = (headers: Headers): string | null => /<([^>]+)>;\s*rel="?next"?/.exec(headers.get('link') ?? '')?.[1] ?? null;
