import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { collector } from '../../../src/collectors/github/collector.ts';
import { GitHubDouble } from '../../providers/github.ts';
import { behavesLikeEveryCollector, collectedFrom } from './behaviour.ts';

describe('GitHub', () => {
  behavesLikeEveryCollector(collector, (now) => GitHubDouble.start(now), { seconds: 60, megabytes: 700 });
});

describe("what is GitHub's own", () => {
  let world: GitHubDouble;
  beforeAll(async () => {
    world = await GitHubDouble.start(() => new Date());
  });
  afterAll(() => world?.stop());
  beforeEach(() => world.reset());

  const there = (settings: object = {}, credentials: Record<string, string> = world.credentials) => ({
    settings: { ...world.settings, ...settings },
    credentials,
    surroundings: world.surroundings,
  });
  const collect = (settings: object = {}, now?: () => Date) => collectedFrom(collector, there(settings), now);
  const repository = (name: string) => world.repositories.find((each) => each.name === name)!;
  const because = (verdicts: Awaited<ReturnType<typeof collect>>['verdicts'], check: string, name: string) => {
    const found = verdicts[check]!.resources.find(({ resource }) => resource === `fjordlicht/${name}`)!;
    return `${found.outcome}: ${found.because}`;
  };

  it('tells an unprotected branch, a plan without protection and a refusal apart', async () => {
    repository('web').classic = null;
    repository('docs').planless = true;
    world.refused.add('GET /repos/fjordlicht/api/branches/main/protection');
    world.rulesets.clear();
    repository('api').rules = [];
    const { verdicts } = await collect();
    expect(because(verdicts, 'github-reviews', 'web')).toBe('fail: main is not protected.');
    expect(because(verdicts, 'github-reviews', 'docs')).toBe('unknown: Branches of this repository cannot be protected on its plan.');
    expect(because(verdicts, 'github-reviews', 'api')).toMatch(/^unknown: .*Repository: Administration \(read\)/);
    expect(because(verdicts, 'github-reviews', 'new')).toMatch(/^not-applicable/);
    expect(because(verdicts, 'github-reviews', 'old')).toMatch(/^not-applicable/);
  });

  it('does not take a bypass list that is not shown for an empty one', async () => {
    world.rulesets.set(7, { id: 7, name: 'main', enforcement: 'active' });
    expect(because((await collect()).verdicts, 'github-no-bypass', 'api')).toMatch(/^unknown: GitHub shows who may bypass/);
    const owners = { actor_id: 1, actor_type: 'OrganizationAdmin', bypass_mode: 'always' } as const;
    world.rulesets.set(7, { id: 7, name: 'main', enforcement: 'active', bypass_actors: [owners] });
    expect(because((await collect()).verdicts, 'github-no-bypass', 'api')).toMatch(/^fail: .*owners of the organisation/);
  });

  it('keeps alerts for secrets, and never the secret', async () => {
    world.secretAlerts = [{ repository: 'web', number: 1, createdAt: '2026-11-01T00:00:00Z' }];
    const found = await collect();
    expect(because(found.verdicts, 'github-secret-scanning', 'web')).toMatch(/^fail: .*GitHub Personal Access Token/);
    for (const secret of world.secrets) expect(JSON.stringify(found)).not.toContain(secret);
  });

  it('does not take a feature that is missing for a clean result', async () => {
    world.without.add('secret-scanning').add('dependabot');
    repository('web').dependabot = false;
    const { verdicts } = await collect();
    expect(verdicts['github-secret-scanning']).toMatchObject({ outcome: 'unknown', because: expect.stringContaining('does not offer') });
    expect(verdicts['github-dependencies']!.outcome).toBe('unknown');
  });

  it('says nothing of repositories it cannot see, unless only those are in scope', async () => {
    world.selection = 'selected';
    const { verdicts, parts } = await collect();
    expect(parts.find(({ source }) => source === 'repositories')!.trouble).toMatchObject({ permission: 'Repository access: All repositories' });
    expect(verdicts['github-reviews']!.outcome).toBe('unknown');
    expect((await collect({ repositories: 'selected' })).verdicts['github-reviews']!.outcome).toBe('pass');
  });

  it('refuses an installation that is not there, is suspended, or belongs to another organisation', async () => {
    await expect(collect({ installationId: '1' })).rejects.toThrow(/has no installation 1/);
    await expect(collect({ organisation: 'somebody-else' })).rejects.toThrow(/belongs to fjordlicht, not to somebody-else/);
    world.suspended = true;
    await expect(collect()).rejects.toThrow(/suspended since 2026-11-01/);
  });

  it('signs in with a clock that is wrong by ten minutes, either way', async () => {
    for (const minutes of [-10, 10]) {
      const wrong = () => new Date(Date.now() + minutes * 60_000);
      expect((await collect({}, wrong)).verdicts['github-two-factor']!.outcome, `${minutes}`).toBe('pass');
    }
  });

  it('renews a token once, however many are at work, before it ends', async () => {
    world.repositories = Array.from({ length: 40 }, (_, at) => ({ ...repository('web'), name: `r-${at}` }));
    world.pageSize = 100;
    const renewals = () => world.asked.filter((each) => each.includes('access_tokens')).length;
    await collect();
    expect(renewals()).toBe(1);
    world.reset();
    world.repositories = Array.from({ length: 40 }, (_, at) => ({ ...repository('web'), name: `r-${at}` }));
    world.pageSize = 100;
    world.expire(40);
    await collect();
    expect(renewals()).toBe(2);
  });

  it('waits at each of its limits: by the hour, for many at once, and where only words say so', async () => {
    const limits: [Record<string, string>, string, number][] = [
      [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Math.floor(Date.now() / 1000) + 1800) }, 'API rate limit exceeded', 1_800_000],
      [{ 'retry-after': '20' }, 'You have exceeded a secondary rate limit.', 20_000],
      [{}, 'You have exceeded a secondary rate limit. Please wait a few minutes.', 60_000],
    ];
    for (const [headers, message, expected] of limits) {
      world.reset();
      world.server.slowDown = () => ({ status: 403, headers, body: { message } });
      world.throttle(1, 0);
      const waits: number[] = [];
      const surroundings = { ...world.surroundings, sleep: async (milliseconds: number) => void waits.push(milliseconds) };
      const { verdicts } = await collectedFrom(collector, { ...there(), surroundings });
      expect(verdicts['github-two-factor']!.outcome, message).toBe('pass');
      expect(
        waits.map((each) => Math.round(each / 10_000) * 10_000),
        message,
      ).toEqual([expected]);
    }
  });

  it('never hands one organisation the token of another that signs in at the same moment', async () => {
    const wrong = there({}, world.wrong['the key of another app']);
    const attempts = Array.from({ length: 6 }, (_, at) => collectedFrom(collector, at % 2 === 0 ? there() : wrong));
    const settled = await Promise.allSettled(attempts);
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled', 'rejected']);
  });

  it('takes https addresses only, and numbers for numbers', () => {
    const valid = (settings: object) => collector.settings.safeParse({ ...world.settings, ...settings }).success;
    expect(valid({ baseUrl: 'https://github.example/api/v3' })).toBe(true);
    for (const baseUrl of ['http://github.example', 'file:///etc/passwd', 'https://user@github.example', 'https://a.example/?x=1'])
      expect(valid({ baseUrl }), baseUrl).toBe(false);
    expect(valid({ appId: '12a' })).toBe(false);
    expect(valid({ organisation: '../orgs/other' })).toBe(false);
  });
});
