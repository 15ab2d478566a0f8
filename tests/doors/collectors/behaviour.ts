import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Collector, Surroundings } from '../../../src/collectors/collector.ts';
import { gather } from '../../../src/collectors/gather.ts';
import { factsOf, judgeCheck } from '../../../src/collectors/judge.ts';
import { surroundingsFor } from '../../../src/collectors/run.ts';
import { startApplication, type Inside, type TestApplication } from '../../support/application.ts';

/** A provider of our own on loopback, with what it holds and how it fails. The suite below sets the knobs; the double turns them. */
export interface ProviderDouble {
  /** What a connection to it says, and signs in with. */
  settings: Record<string, unknown>;
  credentials: Record<string, string>;
  /** How the official client finds it: endpoint, trust. */
  surroundings: Partial<Surroundings>;
  /** Credentials that look right and are refused: what is wrong with them → them. At least a key that belongs to somebody else. */
  wrong: Record<string, Record<string, string>>;
  /** Strings of this world that may be found nowhere: secrets that leaked there, keys, passwords. Those signed in with are looked for anyway. */
  secrets: readonly string[];
  /** Back to a small world of several pages without faults, in which every check passes or does not apply. */
  reset(): void;
  /** Items on a page. */
  pageSize: number;
  /** What was asked since the last `reset`, `GET /users?page=2`. */
  asked: string[];
  /** The next so many calls are refused and told to wait so many seconds. */
  throttle(times: number, seconds: number): void;
  /** Its client waits by a clock of its own, so that the waits cannot be counted here. */
  waitsByItself?: boolean;
  /** Takes a permission away; says how its console calls it, and some check that rests on it. */
  deny(): { permission: string; check: string };
  /** After so many more calls every access that was given out has ended; who signs in anew goes on. Left out where nothing is renewed. */
  expire?(calls: number): void;
  /** After so many more calls the credentials themselves are refused. */
  revoke(calls: number): void;
  /** After so many more calls it takes requests and does not answer them, until the function that it returns is called. */
  hang(calls: number): () => void;
  /** Its next pages lie at another address; says how many requests came there. Left out where pages have no addresses. */
  pointElsewhere?(): Promise<() => number>;
  /** So many users instead of the few. */
  populate(users: number): void;
  /** Makes one resource fail one check, and mends it. */
  spoil(): { check: string; mend(): void };
  /** How many each population has in the small world. */
  populations: Record<string, number>;
  stop(): Promise<void>;
}

export interface Limits {
  /** For 50,000 users, from the click to the end of the run. */
  seconds: number;
  /** By how much the process may grow meanwhile, double and product together. */
  megabytes: number;
}

/** What every collector must do, whatever it collects from; driven over HTTP against a double that refuses wrong credentials. */
export function behavesLikeEveryCollector(
  collector: Collector,
  start: (now: () => Date) => Promise<ProviderDouble>,
  { seconds, megabytes }: Limits = { seconds: 120, megabytes: 900 },
): void {
  let application: TestApplication;
  let manager: Inside;
  let double: ProviderDouble;
  let slug: string;
  let connection: string;
  /** Days that have gone by in the test. */
  let later = 0;
  let waits: number[] = [];
  const now = () => new Date(Date.now() + later * 86_400_000);

  beforeAll(async () => {
    double = await start(now);
    const sleep = async (milliseconds: number) => {
      waits.push(milliseconds);
      await new Promise((resolve) => setTimeout(resolve, 1));
    };
    application = await startApplication({}, now, {
      collectors: { [collector.provider]: collector },
      surroundings: { ...double.surroundings, sleep },
    });
    slug = await application.organisation('Fjordlicht Software GmbH');
    manager = application.inside(slug, await application.key(slug, 'isms-manager'));
  });
  afterAll(async () => {
    await application?.stop();
    await double?.stop();
  });
  beforeEach(async () => {
    double.reset();
    waits = [];
    connection = await connect();
  });

  async function connect(credentials = double.credentials): Promise<string> {
    const fields = { provider: collector.provider, title: collector.title, settings: double.settings, credentials };
    return (await manager.post('/connections', fields)).record.id;
  }
  const runOf = async (id: string) => (await manager.get('/runs?limit=1000')).items.find((each: any) => each.id === id);
  async function finished(id: string) {
    await application.background.settled();
    return runOf(id);
  }
  const begin = async (at = connection) => (await manager.post(`/connections/${at}/runs`)).record.id as string;
  const collect = async (at = connection) => finished(await begin(at));
  const outcomesOf = (run: any, outcome: string) => Object.keys(run.outcomes).filter((check) => run.outcomes[check] === outcome);

  describe('a connection', () => {
    it('signs in and may read everything', async () => {
      const found = await manager.post(`/connections/${connection}/test`);
      expect(found.parts.filter(({ ok }: any) => !ok)).toEqual([]);
      expect(found).toMatchObject({ ok: true, signedIn: true, problem: null });
      expect(found.parts.map(({ source }: any) => source)).toEqual(Object.keys(collector.sources));
    });

    it('names the permission that is missing; what rests on it is unknown, the rest is judged', async () => {
      const whole = await collect();
      const { permission, check } = double.deny();
      const missing = (await manager.post(`/connections/${connection}/test`)).parts.filter(({ ok }: any) => !ok);
      expect(missing.map((part: any) => part.permission)).toContainEqual(expect.stringContaining(permission));
      const run = await collect();
      expect(run).toMatchObject({ status: 'done' });
      expect(run.outcomes[check]).toBe('unknown');
      expect(outcomesOf(run, 'fail')).toEqual([]);
      expect(outcomesOf(run, 'pass').length).toBeGreaterThan(0);
      expect(outcomesOf(run, 'pass').length).toBeLessThan(outcomesOf(whole, 'pass').length);
    });

    it('is refused with wrong credentials, in words and without repeating them; everything is unknown', async () => {
      expect(Object.keys(double.wrong).length).toBeGreaterThan(0);
      for (const [what, credentials] of Object.entries(double.wrong)) {
        const wrong = await connect({ ...double.credentials, ...credentials });
        const found = await manager.post(`/connections/${wrong}/test`);
        expect(found, what).toMatchObject({ ok: false, signedIn: false });
        expect(found.problem.length, what).toBeGreaterThan(15);
        const run = await collect(wrong);
        expect(run, what).toMatchObject({ status: 'failed', problem: found.problem });
        expect(new Set(Object.values(run.outcomes)), what).toEqual(new Set(['unknown']));
        for (const secret of Object.values(credentials)) expect(JSON.stringify([found, run])).not.toContain(secret.slice(0, 60));
      }
    });
  });

  describe('a collection', () => {
    it('judges every check, and a healthy world is green', async () => {
      const run = await collect();
      expect(run).toMatchObject({ status: 'done', problem: '' });
      expect(Object.keys(run.outcomes).toSorted()).toEqual(collector.checks.map(({ id }) => id).toSorted());
      expect([...outcomesOf(run, 'fail'), ...outcomesOf(run, 'unknown')]).toEqual([]);
      expect(outcomesOf(run, 'pass').length).toBeGreaterThan(collector.checks.length / 2);
    });

    it('reads to the last page: however many are on a page, the same is found', async () => {
      const many = await collect();
      double.pageSize = 1;
      const one = await collect();
      expect(one.calls).toBeGreaterThan(many.calls);
      expect([one.hash, one.rows]).toEqual([many.hash, many.rows]);
    });

    it('keeps what was asked and received, and no secret', async () => {
      const run = await collect();
      const log = await manager.get(`/runs/${run.id}/files/log`);
      expect(log.asked.length).toBeGreaterThanOrEqual(Object.keys(collector.sources).length);
      for (const { query, at, sha256, pages } of log.asked) {
        expect(query).not.toBe('');
        expect(Date.parse(at)).toBeGreaterThan(0);
        expect(sha256).toMatch(/^[0-9a-f]{64}$/);
        expect(pages).toBeGreaterThan(0);
      }
      const everything = [JSON.stringify([log, run])];
      expect(run.files.length).toBeGreaterThan(0);
      for (const { name } of run.files) everything.push(await raw(run.id, name));
      for (const { check } of (await manager.get(`/check-results?connection=${connection}`)).items)
        everything.push(JSON.stringify(await manager.get(`/connections/${connection}/checks/${check}/resources`)));
      for (const secret of [...double.secrets, ...Object.values(double.credentials)].filter((each) => each.length > 12))
        for (const text of everything) expect(text.includes(secret.slice(0, 60)), secret.slice(0, 20)).toBe(false);
    });

    async function raw(run: string, name: string): Promise<string> {
      const response = await fetch(`${application.url}/api/organisations/${slug}/runs/${run}/files/${encodeURIComponent(name)}`, {
        headers: { authorization: `Bearer ${application.machineKey}` },
      });
      expect(response.status).toBe(200);
      const content = Buffer.from(await response.arrayBuffer());
      return content[0] === 0x1f ? gunzipSync(content).toString() : content.toString();
    }

    it('waits when it is told to, and finds the same', async () => {
      const before = await collect();
      double.throttle(3, 7);
      const run = await collect();
      expect([run.status, run.hash]).toEqual(['done', before.hash]);
      const told = waits.filter((each) => each >= 6000 && each <= 8000);
      expect(told).toHaveLength(double.waitsByItself ? 0 : 3);
    });

    it('signs in anew when its access ends in the middle', async (context) => {
      if (!double.expire) return context.skip();
      const before = await collect();
      double.expire(4);
      const run = await collect();
      expect([run.status, run.hash]).toEqual(['done', before.hash]);
    });

    it('is unknown, not green, from where the credentials were taken away', async () => {
      double.revoke(4);
      const run = await collect();
      expect(outcomesOf(run, 'unknown').length).toBeGreaterThan(0);
      expect(outcomesOf(run, 'fail')).toEqual([]);
      const last = collector.checks.filter(({ needs }) => needs.includes(Object.keys(collector.sources).at(-1)!));
      for (const { id } of last) expect(run.outcomes[id], id).toBe('unknown');
    });

    it('is cancelled while the provider does not answer, and goes on where it stood', async () => {
      const before = await collect();
      const calls = double.asked.length;
      double.asked.length = 0;
      const release = double.hang(Math.ceil(calls / 2));
      const run = await begin();
      await expect.poll(() => double.asked.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(Math.ceil(calls / 2));
      await manager.post(`/runs/${run}/cancel`);
      expect((await finished(run)).status).toBe('cancelled');
      release();
      double.asked.length = 0;
      await manager.post(`/runs/${run}/resume`);
      const resumed = await finished(run);
      expect([resumed.status, resumed.hash, resumed.rows]).toEqual(['done', before.hash, before.rows]);
      expect(double.asked.length).toBeLessThan(calls);
    });

    it('does not follow a next page to another address', async (context) => {
      if (!double.pointElsewhere) return context.skip();
      const came = await double.pointElsewhere();
      const run = await collect();
      expect(outcomesOf(run, 'unknown').length).toBeGreaterThan(0);
      expect(came()).toBe(0);
    });

    it('shows in its history that a failure was mended', async () => {
      const { check, mend } = double.spoil();
      expect((await collect()).outcomes[check]).toBe('fail');
      const failed = (await manager.get(`/connections/${connection}/checks/${check}/resources?outcome=fail`)).items;
      expect(failed).toHaveLength(1);
      expect(failed[0].because).toMatch(/^[A-Z0-9].*[.]$/);
      mend();
      later++;
      expect((await collect()).outcomes[check]).toBe('pass');
      const { points } = await manager.get(`/connections/${connection}/checks/${check}/history`);
      expect(points.map(({ outcome }: any) => outcome)).toEqual(['fail', 'pass']);
      const past = (
        await manager.get(`/connections/${connection}/checks/${check}/resources?past=show&search=${encodeURIComponent(failed[0].resource)}`)
      ).items;
      expect(past.map(({ outcome, until }: any) => [outcome, until === null])).toContainEqual(['fail', false]);
    });

    it(
      `collects from 50,000 users within ${seconds} seconds and ${megabytes} MB`,
      async () => {
        double.pageSize = 200;
        double.populate(50_000);
        const memory = process.memoryUsage().rss;
        const began = performance.now();
        const run = await collect();
        const took = (performance.now() - began) / 1000;
        const grew = (process.memoryUsage().rss - memory) / 1_000_000;
        expect([run.status, outcomesOf(run, 'unknown')]).toEqual(['done', []]);
        expect(run.rows).toBeGreaterThanOrEqual(50_000);
        if (process.env['MEASURE'])
          process.stderr.write(`${collector.provider}: 50,000 users in ${took.toFixed(1)} s, ${grew.toFixed(0)} MB, ${run.calls} calls\n`);
        expect(took).toBeLessThan(seconds);
        expect(grew).toBeLessThan(megabytes);
      },
      (seconds + 60) * 1000,
    );
  });

  it('lists its populations whole', async () => {
    const { facts } = await collectedFrom(collector, double, now);
    const found = Object.fromEntries(collector.populations.map((population) => [population.id, population.list(facts)]));
    expect(Object.fromEntries(Object.entries(found).map(([id, list]) => [id, list.length]))).toEqual(double.populations);
    for (const list of Object.values(found)) {
      expect(new Set(list.map(({ id }) => id)).size).toBe(list.length);
      for (const { id, name } of list) expect([id, name]).not.toContain('');
    }
  });
}

/** The same without the product around it, for what is particular to one provider: facts, verdicts by check, raw pages. */
export async function collectedFrom(
  collector: Collector,
  { settings, credentials, surroundings }: Pick<ProviderDouble, 'settings' | 'credentials' | 'surroundings'>,
  now: () => Date = () => new Date(),
) {
  const it = surroundingsFor(new AbortController().signal, { sleep: async () => undefined, ...surroundings, now });
  const session = await collector.open(collector.settings.parse(settings), credentials, it);
  const received: unknown[] = [];
  const steps = { have: async () => null, keep: async (_part: unknown, pages: unknown) => void received.push(pages), progress: () => undefined };
  const parts = await gather(collector, session, it, new Set(Object.keys(collector.sources)), steps);
  const facts = factsOf(parts);
  const verdicts = Object.fromEntries(collector.checks.map((check) => [check.id, judgeCheck(check, parts, facts, {}, now())]));
  return { facts, verdicts, parts, received };
}
