import { describe, expect, it } from 'vitest';
import type { NetworkRule } from './facts.ts';
import { guide } from './guide.ts';
import { openTo } from './network.ts';
import { judged } from './testing.ts';

const place = (id: string) => ({ id, name: id, scope: 'sub' });
const denied = { trouble: { kind: 'denied' as const, message: 'Not allowed.' } };

describe('network rules', () => {
  const rule = (more: Partial<NetworkRule> = {}): NetworkRule => ({
    name: 'r',
    priority: 100,
    allow: true,
    inbound: true,
    protocol: 'Tcp',
    sources: ['*'],
    destinations: ['*'],
    ports: ['22'],
    ...more,
  });
  const open = (...rules: NetworkRule[]) => openTo(rules, 22)?.family ?? 'closed';

  it.each([
    ['IPv4', { sources: ['Internet'] }],
    ['IPv4', { sources: ['0.0.0.0/0'] }],
    ['IPv4', { sources: ['10.0.0.0/8', '128.0.0.0/1'] }],
    ['IPv6', { sources: ['::/0'] }],
    ['IPv6', { sources: ['2000::/3'] }],
    ['IPv4', { protocol: '*', ports: ['*'] }],
    ['IPv4', { ports: ['443', '20-25'] }],
    ['closed', { sources: ['203.0.113.7', '10.0.0.0/8', 'VirtualNetwork', '2001:db8::/32', 'AzureLoadBalancer'] }],
    ['closed', { sources: ['application-group/with-slash', '1.2.3.4/', 'x/y/z'] }],
    ['closed', { protocol: 'Udp' }],
    ['closed', { ports: ['23-80', '220', '2-21', 'ssh', ''] }],
    ['closed', { allow: false }],
    ['closed', { inbound: false }],
  ])('let the internet in: %s for %j', (expected, more) => {
    expect(open(rule(more))).toBe(expected);
  });

  it('are looked at in the order of their priority, for each family of addresses', () => {
    const deny = (more: Partial<NetworkRule>) => rule({ allow: false, priority: 50, ...more });
    expect(open(rule(), deny({}))).toBe('closed');
    expect(open(rule(), deny({ priority: 200 }))).toBe('IPv4');
    expect(open(rule(), deny({ sources: ['0.0.0.0/0'] }))).toBe('IPv6');
    expect(open(rule(), deny({ destinations: ['10.0.0.4'] }))).toBe('IPv4');
    expect(open(rule(), deny({ protocol: 'Udp' }))).toBe('IPv4');
    expect(open(rule(), deny({ sources: ['0.0.0.0/1'] }))).toBe('IPv4');
  });

  it('fail where they protect something', () => {
    const { of } = judged('azure-network-management-ports', {
      networkGroups: [
        { ...place('a'), attached: 1, rules: [rule({ ports: ['3389'] })] },
        { ...place('b'), attached: 0, rules: [rule()] },
        { ...place('c'), attached: 1, rules: [] },
      ],
    });
    expect(of).toEqual({
      a: 'fail: “r” lets the internet in at RDP (port 3389, IPv4).',
      b: 'not-applicable: It protects no subnet and no network interface; “r” lets the internet in at SSH (port 22, IPv4).',
      c: 'pass: Ports 22 and 3389 are closed to the internet.',
    });
  });
});

describe('storage accounts', () => {
  const account = (id: string, more: object = {}) => ({
    ...place(id),
    httpsOnly: true,
    publicAllowed: false,
    publicContainers: { value: [] as string[] },
    ...more,
  });
  it('take encrypted connections only', () => {
    const { of } = judged('azure-storage-https', { storageAccounts: [account('a'), account('b', { httpsOnly: false })] });
    expect(of).toEqual({ a: 'pass: Secure transfer is required.', b: 'fail: Connections that are not encrypted are taken.' });
    expect(judged('azure-storage-https', {}).outcome).toBe('not-applicable');
  });
  it('forbid public blobs; what is public is named', () => {
    const { of } = judged('azure-storage-public', {
      storageAccounts: [
        account('a'),
        account('b', { publicAllowed: true }),
        account('c', { publicAllowed: true, publicContainers: { value: ['one', 'two', 'three', 'four', 'five', 'six'] } }),
        account('d', { publicAllowed: true, publicContainers: denied }),
      ],
    });
    expect(of).toEqual({
      a: 'pass: Anonymous access to blobs is forbidden.',
      b: 'fail: Anonymous access is allowed, though no container uses it.',
      c: 'fail: Anybody can read one, two, three, four, five and 1 more.',
      d: 'fail: Anonymous access is allowed; which containers use it could not be read.',
    });
  });
});

describe('logs', () => {
  const setting = (logs: string[], sent = true) => ({ name: 's', sent, logs });
  it('of key vaults go somewhere', () => {
    const vaults = [
      [setting(['AuditEvent'])],
      [setting(['group:allLogs'])],
      [setting(['group:audit'], false)],
      [setting(['AzurePolicyEvaluationDetails'])],
      [],
    ].map((settings, at) => ({ ...place(`v${at}`), settings: { value: settings } }));
    const { of } = judged('azure-key-vault-logging', { keyVaults: [...vaults, { ...place('v5'), settings: denied }] });
    expect(Object.values(of).map((each) => each.split(':')[0])).toEqual(['pass', 'pass', 'fail', 'fail', 'fail', 'unknown']);
    expect(of['v4']).toBe('fail: It has no diagnostic setting.');
  });
  it('of activity name what is missing, over all settings together', () => {
    const of = (...settings: ReturnType<typeof setting>[]) =>
      judged('azure-activity-log-export', { activityExports: [{ ...place('s'), settings }] }).of['s'];
    expect(of(setting(['Administrative', 'Security']), setting(['Policy', 'alert']))).toMatch(/^pass/);
    expect(of(setting(['Administrative', 'Security', 'Policy']))).toBe('fail: Not sent on: Alert.');
    expect(of(setting(['group:allLogs']))).toMatch(/^pass/);
    expect(of(setting(['Administrative', 'Security', 'Policy', 'Alert'], false))).toBe('fail: The activity log is sent nowhere.');
    expect(judged('azure-activity-log-export', {}).outcome).toBe('unknown');
  });
});

it('Defender is wanted where there are servers', () => {
  const of = (tier: string | null, servers: boolean) =>
    judged('azure-defender-servers', { defenderPlans: [{ ...place('s'), tier, subPlan: 'P2', servers }] }).of['s'];
  expect([of('Standard', true), of('Free', true), of(null, true), of('Free', false), of('Standard', false)]).toEqual([
    'pass: Defender for servers is on (plan P2).',
    'fail: Defender for servers is off (Free).',
    'fail: Defender for Cloud was never set up.',
    'not-applicable: There are no servers in it.',
    'pass: Defender for servers is on (plan P2).',
  ]);
});

it('the script to copy holds ids and nothing else that was typed', () => {
  const hostile = guide({ tenant: "'; rm -rf ~ #", subscriptions: ['$(reboot)', 7, '33333333-3333-4333-8333-333333333333'] });
  const script = hostile.documents[0]!.content;
  expect(script).not.toMatch(/rm -rf|reboot/);
  expect(script).toContain("tenant='YOUR-TENANT-ID'");
  expect(script).toContain('for scope in /subscriptions/33333333-3333-4333-8333-333333333333; do');
});
