import { describe, expect, it, vi } from 'vitest';
import type { Surroundings } from './collector.ts';
import { ask, nextLink, pages, retryAfter } from './http.ts';

type Answer = Response | Error;
function world(answers: (Answer | ((url: string) => Answer))[], maxPages = 10) {
  const asked: string[] = [];
  const slept: number[] = [];
  const it: Surroundings = {
    fetch: async (input) => {
      asked.push(String(input));
      const next = answers.length > 1 ? answers.shift()! : answers[0]!;
      const answer = typeof next === 'function' ? next(String(input)) : next;
      if (answer instanceof Error) throw answer;
      return answer.clone();
    },
    now: () => new Date('2026-11-25T12:00:00Z'),
    sleep: async (milliseconds) => void slept.push(milliseconds),
    signal: new AbortController().signal,
    maxPages,
    patience: 30_000,
  };
  return { it, asked, slept };
}
const json = (body: unknown, status = 200, headers: Record<string, string> = {}) => new Response(JSON.stringify(body), { status, headers });
const page = (reply: { body: unknown }) => reply.body as { items: number[]; next: string | null };
async function all(it: Surroundings, url: string): Promise<number[]> {
  const found: number[] = [];
  for await (const items of pages(it, url, {}, page)) found.push(...items);
  return found;
}

describe('asking a provider', () => {
  it('waits as long as it is told, and tries again', async () => {
    const { it: here, slept } = world([json({}, 429, { 'retry-after': '7' }), json({}, 503), json({ ok: true })]);
    expect((await ask(here, 'https://provider.example/a')).body).toEqual({ ok: true });
    expect(slept).toEqual([7000, 1000]);
  });

  it('gives up on one that keeps refusing, and says so', async () => {
    const { it: here, asked } = world([json({}, 429)]);
    await expect(ask(here, 'https://provider.example/a')).rejects.toMatchObject({ trouble: { kind: 'throttled' } });
    expect(asked).toHaveLength(6);
  });

  it('tells a lost connection, credentials that ended, a redirect and an answer that is no JSON apart', async () => {
    const kind = async (answer: Answer) =>
      ask(world([answer]).it, 'https://provider.example/a').then(null, (error: { trouble: { kind: string } }) => error.trouble.kind);
    expect(await kind(new TypeError('fetch failed'))).toBe('unreachable');
    expect(await kind(json({}, 401))).toBe('expired');
    expect(await kind(new Response('', { status: 302, headers: { location: 'https://elsewhere.example' } }))).toBe('unreadable');
    expect(await kind(new Response('<html>'))).toBe('unreadable');
  });

  it('leaves refusals to whoever asked: a 404 can be a finding', async () => {
    expect((await ask(world([json({ message: 'Not Found' }, 404)]).it, 'https://provider.example/a')).status).toBe(404);
  });

  it('gives up on an answer that does not come, and tries again; a cancelled run ends at once', async () => {
    vi.useFakeTimers();
    try {
      const { it: here } = world([json({})]);
      const waiting: typeof fetch = (_input, init) =>
        new Promise((_resolve, reject) => init!.signal!.addEventListener('abort', () => reject(new DOMException('gone', 'AbortError'))));
      const slow = ask({ ...here, fetch: waiting }, 'https://provider.example/a').catch((error: unknown) => error);
      await vi.advanceTimersByTimeAsync(6 * 30_000);
      expect(await slow).toMatchObject({ trouble: { kind: 'unreachable', message: expect.stringContaining('within 30 seconds') } });
      const sooner = ask({ ...here, fetch: waiting, patience: 2000 }, 'https://provider.example/a').catch((error: unknown) => error);
      await vi.advanceTimersByTimeAsync(6 * 2000);
      expect(await sooner).toMatchObject({ trouble: { message: expect.stringContaining('within 2 seconds') } });
      const stop = new AbortController();
      const cancelled = ask({ ...here, fetch: waiting, signal: stop.signal }, 'https://provider.example/a').catch((error: unknown) => error);
      await vi.advanceTimersByTimeAsync(10);
      stop.abort();
      expect(await cancelled).toMatchObject({ trouble: { kind: 'cancelled' } });
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it('stops at once when the run is cancelled', async () => {
    const stop = new AbortController();
    const { it: here, asked } = world([json({})]);
    stop.abort();
    await expect(ask({ ...here, signal: stop.signal }, 'https://provider.example/a')).rejects.toMatchObject({ trouble: { kind: 'cancelled' } });
    expect(asked).toEqual([]);
  });

  it('reads Retry-After as seconds, as a date, and the limits of others', () => {
    const now = new Date('2026-11-25T12:00:00Z');
    expect(retryAfter(new Headers({ 'retry-after': 'Wed, 25 Nov 2026 12:00:30 GMT' }), now)).toBe(30_000);
    expect(retryAfter(new Headers({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(now.getTime() / 1000 + 60) }), now)).toBe(60_000);
    expect(retryAfter(new Headers({ 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(now.getTime() / 1000 + 9) }), now)).toBe(9000);
    expect(retryAfter(new Headers({ 'x-ratelimit-remaining': '3', 'x-ratelimit-reset': String(now.getTime() / 1000 + 60) }), now)).toBe(null);
    expect(retryAfter(new Headers(), now)).toBe(null);
  });

  it("holds dates against the provider's clock, not against ours", () => {
    const date = 'Wed, 25 Nov 2026 12:00:00 GMT';
    const now = new Date('2026-11-25T12:10:00Z');
    expect(retryAfter(new Headers({ date, 'retry-after': 'Wed, 25 Nov 2026 12:00:30 GMT' }), now)).toBe(30_000);
  });

  it("waits at GitHub's limits, which come as 403, as long as an hour; a plain 403 is a refusal", async () => {
    const { it: here, slept } = world([
      json({}, 403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Date.parse('2026-11-25T12:40:00Z') / 1000) }),
      json({}, 429, { 'retry-after': '31536000' }),
      json({ ok: true }),
    ]);
    expect((await ask(here, 'https://provider.example/a')).body).toEqual({ ok: true });
    expect(slept).toEqual([2_400_000, 3_660_000]);
    expect((await ask(world([json({}, 403)]).it, 'https://provider.example/a')).status).toBe(403);
  });
});

describe('reading a list to its end', () => {
  it('follows to the last page', async () => {
    const { it: here, asked } = world([json({ items: [1], next: '/a?page=2' }), json({ items: [2], next: null })]);
    expect(await all(here, 'https://provider.example/a')).toEqual([1, 2]);
    expect(asked).toEqual(['https://provider.example/a', 'https://provider.example/a?page=2']);
  });

  it('takes more pages than allowed for an error, not for the end', async () => {
    let at = 0;
    const { it: here } = world([() => json({ items: [at++], next: `/a?page=${at}` })], 3);
    await expect(all(here, 'https://provider.example/a')).rejects.toMatchObject({ trouble: { kind: 'too-many-pages' } });
  });

  it('does not carry credentials to another host, nor read one page for ever', async () => {
    await expect(all(world([json({ items: [], next: 'https://elsewhere.example/a' })]).it, 'https://provider.example/a')).rejects.toThrow(
      /not followed/,
    );
    await expect(all(world([json({ items: [], next: '/a' })]).it, 'https://provider.example/a')).rejects.toThrow(/again and again/);
  });

  it('reads Link headers', () => {
    expect(nextLink(new Headers({ link: '<https://a.example/2>; rel="next", <https://a.example/9>; rel="last"' }))).toBe('https://a.example/2');
    expect(nextLink(new Headers({ link: '<https://a.example/9>; rel="last"' }))).toBe(null);
  });
});
