import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { collector } from '../../../src/collectors/azure/collector.ts';
import type { Surroundings } from '../../../src/collectors/collector.ts';
import { AzureDouble } from '../../providers/azure.ts';
import { policy } from '../../providers/azure-world.ts';
import { behavesLikeEveryCollector, collectedFrom } from './behaviour.ts';

behavesLikeEveryCollector(collector, (now) => AzureDouble.start(now));

describe('Entra ID and Azure', () => {
  let double: AzureDouble;
  beforeAll(async () => {
    double = await AzureDouble.start();
  });
  afterAll(() => double?.stop());
  beforeEach(() => double.reset());
  const now = () => new Date();
  const outcomes = async () => {
    const { verdicts } = await collectedFrom(collector, double);
    return Object.fromEntries(Object.values(verdicts).map(({ check, outcome, because }) => [check, `${outcome}: ${because}`]));
  };
  const signIn = (credentials: Record<string, string>, settings: object = double.settings) =>
    collector.open({ ...settings }, credentials, { ...surroundings, endpoint: double.surroundings.endpoint }).then(
      () => 'in',
      (error: { trouble: { message: string } }) => error.trouble.message,
    );
  const surroundings: Surroundings = {
    fetch,
    now,
    sleep: async () => undefined,
    signal: new AbortController().signal,
    maxPages: 1000,
    patience: 30_000,
  };

  it('signs in with a certificate, and says what is wrong with one', async () => {
    expect(await signIn({ certificate: double.certificate })).toBe('in');
    expect(await signIn({ certificate: double.certificate.split('-----BEGIN PRIVATE')[0]! })).toMatch(/must be PEM text with both parts/);
    expect(await signIn({})).toBe('Enter a client secret, or a certificate with its private key.');
    double.skew = 3_600_000;
    expect(await signIn({ certificate: double.certificate })).toMatch(/set the clock of this machine/);
  });

  it('tells a wrong tenant from a wrong client', async () => {
    const other = '99999999-9999-4999-8999-999999999999';
    expect(await signIn(double.credentials, { ...double.settings, client: other })).toBe(
      'There is no app registration with this client id in the tenant.',
    );
    expect(await signIn(double.credentials, { ...double.settings, tenant: other })).toBe('There is no tenant with this id.');
  });

  it('judges a tenant without a licence by its security defaults; what needs the licence is unknown', async () => {
    double.licences.clear();
    double.world.securityDefaults = true;
    const found = await outcomes();
    for (const check of ['azure-mfa-everybody', 'azure-mfa-administrators', 'azure-legacy-authentication']) expect(found[check]).toMatch(/^pass/);
    for (const check of ['azure-mfa-registered', 'azure-sign-in-log']) expect(found[check]).toMatch(/^unknown.*P1/);
    expect(found['azure-inactive-users']).toBe('unknown: 4 of 5 resources could not be judged.');
    expect(found['azure-managed-device']).toMatch(/^fail/);
    // Without P2 nobody is eligible for anything.
    expect(found['azure-global-administrators']).toMatch(/^fail: .*1 holds the role/);
  });

  it('finds who is left out of a policy through groups in groups', async () => {
    double.world.policies = [policy('Second factor', ['mfa'])];
    double.world.policies[0]!.conditions.users.excludeGroups = ['staff'];
    const { verdicts } = await collectedFrom(collector, double);
    const left = verdicts['azure-mfa-everybody']!.resources.filter(({ outcome }) => outcome === 'fail');
    expect(left.map(({ resource }) => resource)).toEqual(['elif', 'jonas', 'mira']);
    expect(left[0]!.because).toBe('Not asked for a second factor: “Second factor” leaves this user out as a member of “Staff”.');
  });

  it('judges what it may read of a subscription: an action, a whole subscription, or one that never used a service', async () => {
    const [first, second] = double.world.subscriptions;
    double.denied.add('Microsoft.Insights/diagnosticSettings/read');
    let found = await outcomes();
    expect(found['azure-key-vault-logging']).toMatch(/^unknown/);
    expect(found['azure-storage-https']).toMatch(/^pass/);
    double.denied.clear();

    delete first!.resources['Microsoft.KeyVault/vaults'];
    first!.defender = null;
    first!.servers = false;
    second!.state = 'Disabled';
    found = await outcomes();
    expect(found['azure-key-vault-logging']).toMatch(/^not-applicable/);
    expect(found['azure-defender-servers']).toMatch(/^not-applicable/);
    expect(found['azure-storage-https']).toMatch(/^pass: store3/);
  });

  it('is unknown for a subscription that was named and cannot be read', async () => {
    const named = { settings: { ...double.settings, subscriptions: [double.world.subscriptions[0]!.id, '55555555-5555-4555-8555-555555555555'] } };
    const { verdicts } = await collectedFrom(collector, { ...named, credentials: double.credentials, surroundings: double.surroundings });
    const https = verdicts['azure-storage-https']!;
    expect(https.resources.map(({ outcome, scope }) => [outcome, scope[0]])).toEqual([
      ['pass', '3'],
      ['unknown', '5'],
    ]);
  });

  it('judges the other subscriptions while one does not answer', async () => {
    const [first, second] = double.world.subscriptions;
    double.hanging.add(first!.id);
    const impatient: typeof fetch = (url, init) => fetch(url, { ...init, signal: AbortSignal.any([init!.signal!, AbortSignal.timeout(50)]) });
    const { verdicts } = await collectedFrom(collector, {
      settings: double.settings,
      credentials: double.credentials,
      surroundings: { ...double.surroundings, fetch: impatient },
    });
    const https = verdicts['azure-storage-https']!;
    expect(https.outcome).toBe('unknown');
    expect(https.resources.map(({ scope, outcome }) => [scope, outcome])).toEqual([
      [second!.id, 'pass'],
      [first!.id, 'unknown'],
    ]);
    expect(https.because).toMatch(/cannot be reached/);
    expect(verdicts['azure-mfa-everybody']!.outcome).toBe('pass');
  });

  it('takes more pages than allowed for an error', async () => {
    double.pageSize = 1;
    const { verdicts } = await collectedFrom(collector, {
      settings: double.settings,
      credentials: double.credentials,
      surroundings: { ...double.surroundings, maxPages: 3 },
    });
    expect(verdicts['azure-inactive-users']!.because).toMatch(/more than 3 pages/);
  });

  it('names public containers of an account that allows them', async () => {
    const account = double.world.subscriptions[0]!.resources['Microsoft.Storage/storageAccounts']![0]!;
    account.properties['allowBlobPublicAccess'] = null;
    double.world.containers.set(account.id, [
      { name: 'press', properties: { publicAccess: 'Blob' } },
      { name: 'inner', properties: { publicAccess: 'None' } },
      { name: 'web', properties: { publicAccess: 'Container' } },
    ]);
    expect((await outcomes())['azure-storage-public']).toBe('fail: store3: Anybody can read press, web.');
  });

  it('takes an answer of another shape for unreadable, and says where', async () => {
    double.garbled.set('/v1.0/users', { value: [{ displayName: 'Nobody' }] });
    double.garbled.set('/v1.0/policies/authorizationPolicy', 'a string');
    const found = await outcomes();
    expect(found['azure-inactive-users']).toMatch(/^unknown: users: .*something else than expected \(at value\.0\.id\)/);
    expect(found['azure-guests-restricted']).toMatch(/^unknown/);
    expect(found['azure-storage-https']).toMatch(/^pass/);
  });
});
