import { createPrivateKey } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { collector } from '../../../src/collectors/okta/collector.ts';
import { OktaDouble } from '../../providers/okta.ts';
import { behavesLikeEveryCollector, collectedFrom } from './behaviour.ts';

describe('Okta', () => {
  behavesLikeEveryCollector(collector, (now) => OktaDouble.start(now), { seconds: 150, megabytes: 900 });
});

describe("what is Okta's own", () => {
  let world: OktaDouble;
  beforeAll(async () => {
    world = await OktaDouble.start(() => new Date());
  });
  afterAll(() => world?.stop());
  beforeEach(() => world.reset());

  const collect = (settings: object = {}, credentials: Record<string, string> = world.credentials, now?: () => Date) =>
    collectedFrom(collector, { settings: { ...world.settings, ...settings }, credentials, surroundings: world.surroundings }, now);
  const green = { 'okta-factors': { outcome: 'pass' }, 'okta-admin-console-mfa': { outcome: 'pass' } };
  const tokens = () => world.asked.filter((each) => each.includes('/oauth2/v1/token')).length;

  it('proves that it holds its key wherever the org demands it, with the nonce of either server', async () => {
    world.dpop = { nonce: 'first' };
    expect((await collect()).verdicts).toMatchObject(green);
    world.dpop = { nonce: 'second', apiNonce: 'third' };
    expect((await collect()).verdicts).toMatchObject(green);
    // Without proofs, without a nonce, and then as it should be.
    world.asked.length = 0;
    await collect();
    expect(tokens()).toBe(3);
  });

  it('keeps proving when its access ends in the middle', async () => {
    world.dpop = { nonce: 'first', apiNonce: 'second' };
    world.expire(9);
    expect((await collect()).verdicts).toMatchObject(green);
  });

  it('takes its key as PEM or as JWK, where the JWK names itself', async () => {
    const jwk = { ...createPrivateKey(world.credentials['privateKey']!).export({ format: 'jwk' }), kid: world.settings.keyId };
    expect((await collect({ keyId: '' }, { privateKey: JSON.stringify(jwk) })).verdicts).toMatchObject(green);
    await expect(collect({ keyId: 'another' })).rejects.toThrow(/does not accept the app's client id and key/);
    await expect(collect({ clientId: '0oaSomebodyElse000000' })).rejects.toThrow(/does not accept/);
  });

  it('tells a scope that is missing from a role that is missing', async () => {
    world.granted.delete('okta.policies.read');
    const { parts } = await collect();
    const trouble = (source: string) => parts.find((part) => part.source === source)!.trouble;
    expect(trouble('passwordPolicies')).toMatchObject({ kind: 'denied', permission: 'okta.policies.read' });
    expect(trouble('users')).toBeNull();
    world.reset();
    world.role = false;
    const without = await collect();
    for (const part of without.parts) expect(part.trouble, part.source).toMatchObject({ kind: 'denied', permission: 'Read-Only Administrator' });
    for (const verdict of Object.values(without.verdicts)) expect(verdict.outcome).toBe('unknown');
    world.granted.clear();
    await expect(collect()).rejects.toThrow(/no scope at all/);
  });

  it('says of an org without access policies that it is one, not that it is fine', async () => {
    world.classic = true;
    expect((await collect()).verdicts['okta-admin-console-mfa']).toMatchObject({
      outcome: 'unknown',
      because: expect.stringContaining('Okta Classic'),
    });
  });

  it('does not follow where the link to a policy points, only the id in it', async () => {
    world.adminFactors = '1FA';
    const { verdicts } = await collect();
    expect(verdicts['okta-admin-console-mfa']).toMatchObject({
      outcome: 'fail',
      because: 'Okta Admin Console: Catch-all Rule: Lets people in with one factor.',
    });
    expect(verdicts['okta-dashboard-mfa']!.outcome).toBe('pass');
  });

  it('signs in with a clock that is wrong by ten minutes, either way', async () => {
    for (const minutes of [-10, 10]) {
      const wrong = () => new Date(Date.now() + minutes * 60_000);
      expect((await collect({}, world.credentials, wrong)).verdicts, `${minutes}`).toMatchObject(green);
    }
  });

  it("leaves a tenth of every limit to the org's own people", async () => {
    world.limit = { limit: 600, remaining: 60, seconds: 20 };
    const waits: number[] = [];
    const surroundings = { ...world.surroundings, sleep: async (milliseconds: number) => void waits.push(milliseconds) };
    const { verdicts } = await collectedFrom(collector, { settings: world.settings, credentials: world.credentials, surroundings });
    expect(verdicts).toMatchObject(green);
    expect(waits.length).toBeGreaterThan(3);
    for (const wait of waits) expect(wait).toBeLessThanOrEqual(21_000);
  });

  it('renews a token once, however many are at work', async () => {
    world.populate(200);
    world.pageSize = 200;
    world.expire(60);
    await collect();
    expect(tokens()).toBe(2);
  });

  it('judges users who can sign in, and lists the others', async () => {
    const { facts, verdicts } = await collect();
    expect(verdicts['okta-factors']!.resources).toHaveLength(5);
    const accounts = collector.populations[0]!.list(facts as never);
    expect(accounts.find(({ email }) => email === 'finn@fjordlicht.example')).toMatchObject({ active: false, privileged: false });
    expect(accounts.find(({ email }) => email === 'ada@fjordlicht.example')).toMatchObject({
      active: true,
      privileged: true,
      access: ['super_admin', 'Engineers', 'Finance'],
    });
    expect(collector.populations[1]!.list(facts as never)[0]).toMatchObject({ kind: 'device', access: ['ada@fjordlicht.example'] });
  });

  it('takes the address of an org only', () => {
    const valid = (orgUrl: string) => collector.settings.safeParse({ ...world.settings, orgUrl }).success;
    expect(['https://acme.okta.com', 'https://acme.okta.com/', 'https://login.acme.example'].map(valid)).toEqual([true, true, true]);
    for (const wrong of [
      'http://acme.okta.com',
      'https://acme-admin.okta.com',
      'https://acme.okta.com/admin',
      'https://u:p@acme.okta.com',
      'acme',
      '',
    ])
      expect(valid(wrong), wrong).toBe(false);
  });
});
