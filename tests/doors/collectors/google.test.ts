import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Surroundings } from '../../../src/collectors/collector.ts';
import { collector } from '../../../src/collectors/google/collector.ts';
import { GoogleDouble, policy } from '../../providers/google.ts';
import { behavesLikeEveryCollector, collectedFrom } from './behaviour.ts';

behavesLikeEveryCollector(collector, (now) => GoogleDouble.start(now));

describe('Google Workspace', () => {
  let double: GoogleDouble;
  beforeAll(async () => {
    double = await GoogleDouble.start();
  });
  afterAll(() => double?.stop());
  beforeEach(() => double.reset());
  const now = () => new Date();
  const outcomes = async () => {
    const { verdicts } = await collectedFrom(collector, double);
    return Object.fromEntries(Object.values(verdicts).map(({ check, outcome, because }) => [check, `${outcome}: ${because}`]));
  };
  const surroundings: Surroundings = {
    fetch,
    now,
    sleep: async () => undefined,
    signal: new AbortController().signal,
    maxPages: 1000,
    patience: 30_000,
  };
  const signIn = (credentials: Record<string, string>, settings: object = double.settings) =>
    collector.open({ ...settings }, credentials, { ...surroundings, endpoint: double.surroundings.endpoint }).then(
      () => 'in',
      (error: { trouble: { message: string } }) => error.trouble.message,
    );

  it('says what is wrong with a key, an administrator, a clock', async () => {
    expect(await signIn(double.credentials)).toBe('in');
    expect(await signIn({ key: 'not JSON' })).toMatch(/Enter the whole file/);
    expect(await signIn({ key: '{"type":"authorized_user"}' })).toMatch(/Its type is not service_account/);
    expect(await signIn({ key: '{"type":"service_account","client_email":"a@b.c"}' })).toMatch(/holds no private key/);
    expect(await signIn(double.wrong['a service account that is gone'])).toBe('The service account of this key does not exist any more.');
    expect(await signIn(double.wrong['a key that Google does not know'])).toMatch(/does not know this key/);
    expect(await signIn(double.wrong['a private key that is no key'])).toBe('The private key in the JSON key cannot be read.');
    expect(await signIn(double.credentials, { ...double.settings, administrator: 'nobody@fjordlicht.example' })).toMatch(/no such administrator/);
    double.skew = 7_200_000;
    expect(await signIn(double.credentials)).toMatch(/set the clock of this machine/);
  });

  it('reads with each permission by itself: without any, all is unknown and each is named', async () => {
    double.granted.clear();
    const { verdicts, parts } = await collectedFrom(collector, double);
    expect(new Set(Object.values(verdicts).map(({ outcome }) => outcome))).toEqual(new Set(['unknown']));
    expect(parts.map(({ trouble }) => trouble?.permission)).toEqual(Object.values(collector.sources).flatMap(({ permissions }) => permissions));
  });

  it('says that an API is not switched on, and that the administrator is a lesser one', async () => {
    double.lesser = true;
    const found = await outcomes();
    expect(found['google-password-policy']).toMatch(/^unknown: policies: The Cloud Identity API refuses: the administrator lacks the privilege/);
    expect(found['google-two-step']).toMatch(/^pass/);
    double.off.add('admin');
    expect((await outcomes())['google-two-step']).toBe('unknown: users: The Admin SDK API is not switched on in the project of the service account.');
  });

  it('waits for a limit that is told as a refusal', async () => {
    double.throttle(2, 0, 403);
    expect((await outcomes())['google-two-step']).toMatch(/^pass/);
  });

  it('lets the worst organizational unit decide, and names it', async () => {
    double.world.policies.push(policy('security.password', 'staff', 9, { allowReuse: true }));
    expect((await outcomes())['google-password-policy']).toBe('fail: 2 of 3 resources fail.');
    const { verdicts } = await collectedFrom(collector, double);
    const failed = verdicts['google-password-policy']!.resources.filter(({ outcome }) => outcome === 'fail');
    expect(failed.map(({ name, because }) => `${name} ${because}`)).toEqual([
      '/Staff/Sales Old passwords are taken again.',
      '/Staff Old passwords are taken again.',
    ]);
  });

  it('is unknown where a customer has no policy that could be read', async () => {
    double.world.policies = [];
    double.world.events = [];
    const found = await outcomes();
    for (const check of ['google-password-policy', 'google-third-party-apps', 'google-drive-sharing', 'google-admin-log'])
      expect(found[check]).toMatch(/^unknown: Nothing was found/);
  });
});
