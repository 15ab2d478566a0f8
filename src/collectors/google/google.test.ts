import { describe, expect, it } from 'vitest';
import { judgeCheck } from '../judge.ts';
import { collector } from './collector.ts';
import type { Facts, Policy, User } from './facts.ts';
import { settingsOf } from './policies.ts';
import { usedAt } from './sources.ts';

const now = new Date('2026-11-25T12:00:00Z');
const nothing: Facts = { users: [], roles: [], units: [], policies: [], auditEvents: [] };

/** Judges one check as a run does, with every source read. */
function judged(id: string, some: Partial<Facts>, parameters: Record<string, number> = {}) {
  const check = collector.checks.find((each) => each.id === id)!;
  const facts = { ...nothing, ...some };
  const parts = check.needs.map((source) => ({ source, scope: '', items: facts[source], trouble: null }));
  const verdict = judgeCheck(check, parts, facts as unknown as Record<string, unknown[]>, parameters, now);
  return { ...verdict, of: Object.fromEntries(verdict.resources.map(({ name, outcome, because }) => [name, `${outcome}: ${because}`])) };
}

const user = (id: string, more: Partial<User> = {}): User => ({
  id,
  name: id,
  email: id,
  superAdmin: false,
  delegatedAdmin: false,
  suspended: false,
  archived: false,
  enrolled: true,
  enforced: true,
  createdAt: '2024-01-01T00:00:00.000Z',
  lastUsedAt: '2026-11-20T08:00:00.000Z',
  unit: '/',
  ...more,
});

describe('2-Step Verification', () => {
  it('is wanted of everybody who can sign in', () => {
    const users = [user('a'), user('b', { enrolled: false, enforced: false, unit: '/Sales' }), user('c', { suspended: true, enrolled: false })];
    expect(judged('google-two-step', { users }).of).toEqual({
      a: 'pass: Enrolled in 2-Step Verification.',
      b: 'fail: Not enrolled in 2-Step Verification.',
    });
    expect(judged('google-two-step-enforced', { users }).of).toEqual({
      a: 'pass: A second step is enforced.',
      b: 'fail: A second step is not enforced in /Sales.',
    });
    expect(judged('google-two-step', { users: [user('c', { archived: true })] }).outcome).toBe('unknown');
  });
});

describe('super administrators', () => {
  const count = (many: number, parameters = {}) =>
    judged('google-super-administrators', { users: Array.from({ length: many }, (_, at) => user(`u${at}`, { superAdmin: true })) }, parameters)
      .outcome;
  it('are two to four', () => {
    expect([count(0), count(1), count(2), count(4), count(5)]).toEqual(['unknown', 'fail', 'pass', 'pass', 'fail']);
    expect(count(5, { most: 6 })).toBe('pass');
  });
  it('are not counted while suspended, and lesser administrators are none', () => {
    const users = [user('a', { superAdmin: true }), user('b', { superAdmin: true, suspended: true }), user('c', { delegatedAdmin: true })];
    expect(judged('google-super-administrators', { users }).because).toBe('Super administrators: 1 is super administrator: a.');
  });
});

describe('inactive users', () => {
  const last = (more: Partial<User>, parameters = {}) => judged('google-inactive-users', { users: [user('a', more)] }, parameters).of['a'];
  it('have not signed in for more than ninety days', () => {
    expect(last({ lastUsedAt: '2026-08-27T12:00:00Z' })).toBe('pass: Signed in within 90 days.');
    expect(last({ lastUsedAt: '2026-08-26T12:00:00Z' })).toBe('fail: Last signed in on 2026-08-26, more than 90 days ago.');
    expect(last({ lastUsedAt: '2026-08-26T12:00:00Z' }, { days: 91 })).toMatch(/^pass/);
  });
  it('count from when they were created where they never signed in', () => {
    expect(last({ lastUsedAt: null })).toBe('fail: Never signed in since it was created on 2024-01-01.');
    expect(last({ lastUsedAt: null, createdAt: '2026-11-20T00:00:00Z' })).toMatch(/^pass/);
    expect(last({ lastUsedAt: null, createdAt: null })).toMatch(/^unknown/);
    expect(last({ lastUsedAt: 'soon' })).toMatch(/^unknown/);
    expect(last({ suspended: true })).toBe('not-applicable: The user is suspended.');
    expect(last({ archived: true })).toBe('not-applicable: The user is archived.');
    expect([usedAt('1970-01-01T00:00:00.000Z'), usedAt(undefined), usedAt('2026-01-01T00:00:00Z')]).toEqual([null, null, '2026-01-01T00:00:00Z']);
  });
});

const units = [
  { id: 'root', path: '/', parent: null },
  { id: 'staff', path: '/Staff', parent: 'root' },
  { id: 'sales', path: '/Staff/Sales', parent: 'staff' },
];
const policy = (type: string, unit: string, order: number, value: Record<string, unknown>, among: string | null = null): Policy => ({
  id: `${unit}-${order}`,
  type,
  unit,
  among,
  order,
  value,
});

describe('what holds in a unit', () => {
  const at = (...policies: Policy[]) => Object.fromEntries(settingsOf(policies, units, 't').map(({ name, value }) => [name, value]));
  it('is decided field by field by the policy with the greatest order that reaches it', () => {
    expect(
      at(
        policy('t', 'sales', 5, { a: 'sales' }),
        policy('t', 'root', 1, { a: 'admin' }),
        policy('t', 'root', 0, { a: 'google', b: 'google', c: 'google' }),
        policy('t', 'staff', 3, { b: 'staff' }),
        policy('other', 'root', 9, { a: 'other' }),
      ),
    ).toEqual({
      '/': { a: 'admin', b: 'google', c: 'google' },
      '/Staff': { a: 'admin', b: 'staff', c: 'google' },
      '/Staff/Sales': { a: 'sales', b: 'staff', c: 'google' },
    });
  });
  it('is told apart for a group or a licence', () => {
    expect(at(policy('t', 'root', 1, { a: 1, b: 1 }), policy('t', 'staff', 4, { a: 2 }, 'a group'))).toEqual({
      '/': { a: 1, b: 1 },
      '/Staff for a group': { a: 2, b: 1 },
    });
  });
  it('works out what holds in many units without looking at all of them for each', () => {
    const many = Array.from({ length: 20_000 }, (_, n) => ({ id: `${n}`, path: n === 0 ? '/' : `/${n}`, parent: n === 0 ? null : `${n % 9}` }));
    const policies = many.map(({ id }, n) => ({ id: `p${n}`, type: 't', unit: id, among: null, order: 1, value: { n } }));
    const began = performance.now();
    expect(settingsOf(policies, many, 't')).toHaveLength(20_000);
    expect(performance.now() - began).toBeLessThan(2000);
  });

  it('survives units that nobody knows, units in a circle, and no units at all', () => {
    expect(at(policy('t', 'gone', 1, { a: 1 }))).toEqual({ '/': {}, 'Unit gone': { a: 1 } });
    const circle = [
      { id: 'x', path: '/x', parent: 'y' },
      { id: 'y', path: '/y', parent: 'x' },
    ];
    expect(settingsOf([policy('t', 'x', 1, { a: 1 })], circle, 't')).toEqual([{ id: 'x', name: '/x', value: { a: 1 } }]);
    expect(at()).toEqual({});
  });
});

describe('the password policy', () => {
  const of = (value: Record<string, unknown>, parameters = {}) =>
    judged('google-password-policy', { units, policies: [policy('security.password', 'root', 1, value)] }, parameters).of['/'];
  const good = { minimumLength: 14, allowedStrength: 'STRONG', allowReuse: false };
  it('wants length, strength and no reuse, and names each that lacks', () => {
    expect(of(good)).toBe('pass: At least 14 characters, strong, and not used before.');
    expect(of({ ...good, minimumLength: 13 })).toBe('fail: 13 characters are enough.');
    expect(of({ ...good, minimumLength: 13 }, { length: 12 })).toMatch(/^pass/);
    expect(of({ minimumLength: 8, allowedStrength: 'WEAK', allowReuse: true })).toBe(
      'fail: 8 characters are enough, weak passwords are taken, old passwords are taken again.',
    );
  });
  it('is unknown where it is not told, or told in a way that is not known', () => {
    expect(of({ ...good, minimumLength: '14' })).toMatch(/^unknown/);
    expect(of({ minimumLength: 14 })).toMatch(/^unknown/);
    expect(judged('google-password-policy', { units }).outcome).toBe('unknown');
  });
  it('fails with the worst unit, and names it', () => {
    const { outcome, because } = judged('google-password-policy', {
      units,
      policies: [policy('security.password', 'root', 1, good), policy('security.password', 'sales', 2, { minimumLength: 8 })],
    });
    expect([outcome, because]).toEqual(['fail', '/Staff/Sales: 8 characters are enough.']);
  });
});

describe('third-party apps', () => {
  it('read nothing before somebody looked at them', () => {
    const of = (accessLevel: unknown) =>
      judged('google-third-party-apps', { units, policies: [policy('api_controls.unconfigured_third_party_apps', 'root', 1, { accessLevel })] })
        .outcome;
    expect(
      ['BLOCK_ALL_SCOPES', 'ALLOW_SIGN_IN_SCOPES_ONLY', 'UNSPECIFIED_UBER_BLOCK', 'ALLOW_ALL_SCOPES', 'constructor', undefined, 7].map(of),
    ).toEqual(['pass', 'pass', 'fail', 'fail', 'unknown', 'unknown', 'unknown']);
  });
});

describe('sharing in Drive', () => {
  it('is off or limited to listed domains, and nothing is published', () => {
    const of = (externalSharingMode: unknown, allowPublishingFiles?: boolean) =>
      judged('google-drive-sharing', {
        units,
        policies: [policy('drive_and_docs.external_sharing', 'root', 1, { externalSharingMode, allowPublishingFiles })],
      }).outcome;
    expect([of('DISALLOWED', true), of('ALLOWLISTED_DOMAINS', false), of('ALLOWLISTED_DOMAINS', true), of('ALLOWED'), of('NEW')]).toEqual([
      'pass',
      'pass',
      'fail',
      'fail',
      'unknown',
    ]);
  });
});

it('the log of administrators has an entry of the last month', () => {
  const latest = (at: string) => judged('google-admin-log', { auditEvents: [{ id: 'e', at }] }).outcome;
  expect([latest('2026-10-26T12:00:00Z'), latest('2026-10-26T11:00:00Z'), latest('never')]).toEqual(['pass', 'fail', 'unknown']);
  expect(judged('google-admin-log', {}).outcome).toBe('unknown');
});

it('the list of accounts says what each may do, and who else holds a role', () => {
  const facts = {
    ...nothing,
    users: [user('a', { superAdmin: true }), user('b', { suspended: true, unit: '/Staff' })],
    roles: [
      { id: '1', name: 'Help desk', holder: 'b', group: false, partly: true },
      { id: '2', name: 'Groups', holder: 'g1', group: true, partly: false },
      { id: '3', name: 'Groups', holder: 's1', group: false, partly: false },
    ],
  };
  expect(collector.populations[0]!.list(facts)).toMatchObject([
    { id: 'a', active: true, privileged: true, access: ['Super Admin', 'Unit /'] },
    { id: 'b', active: false, privileged: true, access: ['Help desk (one unit)', 'Unit /Staff'] },
    { id: 'g1', name: 'Group g1', kind: 'unknown', privileged: true },
    { id: 's1', name: 'Service account s1', kind: 'service' },
  ]);
});
