import { describe, expect, it } from 'vitest';
import { lastUsedOf } from './entra/people.ts';
import { populations } from './populations.ts';
import { factsWith, holding, judged, user } from './testing.ts';

const global = '62e90394-69f5-4237-9190-012177145e10';

describe('registered second factors', () => {
  const registration = (id: string, more: object = {}) => ({
    id,
    name: id,
    principal: '',
    guest: false,
    admin: false,
    capable: true,
    methods: [],
    ...more,
  });
  it('are wanted of everybody but guests', () => {
    const { of } = judged('azure-mfa-registered', {
      registrations: [
        registration('a', { methods: ['fido2'] }),
        registration('b', { capable: false }),
        registration('c', { capable: false, guest: true }),
        registration('d', { capable: false, methods: ['email'] }),
      ],
    });
    expect(of).toEqual({
      a: 'pass: Can use fido2.',
      b: 'fail: Has registered no method.',
      c: 'not-applicable: A guest registers where they come from.',
      d: 'fail: Has registered email, which is no second factor that may be used.',
    });
  });
});

describe('global administrators', () => {
  const count = (many: number, parameters = {}) =>
    judged('azure-global-administrators', { roles: Array.from({ length: many }, (_, at) => holding(global, `user${at}`)) }, parameters).outcome;

  it('are two to four', () => {
    expect([count(1), count(2), count(4), count(5)]).toEqual(['fail', 'pass', 'pass', 'fail']);
    expect(count(5, { most: 5 })).toBe('pass');
    expect(count(0)).toBe('unknown');
  });

  it('are counted once each, with those through groups and those who may become one; robots too', () => {
    const { resources } = judged('azure-global-administrators', {
      users: [user('anna'), user('bela')],
      groups: [{ id: 'g', name: 'Break glass', members: ['bela'], nested: [] }],
      roles: [
        holding(global, 'anna'),
        holding(global, 'g', { kind: 'group' }),
        holding('other', 'zoe'),
        holding(global, 'robot', { kind: 'service' }),
      ],
      eligibleRoles: [holding(global, 'anna', { eligible: true }), holding(global, 'cora', { eligible: true })],
    });
    expect(resources[0]!.because).toBe('4 hold the role: anna, bela@example.com (through “Break glass”), cora (eligible), robot.');
  });
});

describe('guests', () => {
  const guests = (guestRole: string, whoInvites: string) => {
    const { of } = judged('azure-guests-restricted', { tenantPolicies: [{ securityDefaults: false, guestRole, whoInvites }] });
    return [of['guest-access']?.split(':')[0], of['guest-invitations']?.split(':')[0]];
  };
  it('see only themselves and are invited by few; what is not known is not judged', () => {
    expect(guests('2af84b1e-32c8-42b7-82bc-daa82404023b', 'none')).toEqual(['pass', 'pass']);
    expect(guests('10dae51f-b6af-4016-8d66-8c2a99b929b3', 'adminsAndGuestInviters')).toEqual(['fail', 'pass']);
    expect(guests('a0b1b346-4d3e-4e8b-98f8-753987be4970', 'everyone')).toEqual(['fail', 'fail']);
    expect(guests('constructor', 'toString')).toEqual(['unknown', 'unknown']);
  });
});

describe('inactive users', () => {
  const last = (more: Parameters<typeof user>[1], parameters = {}) =>
    judged('azure-inactive-users', { users: [user('a', more)] }, parameters).of['a'];
  it('are those who have not signed in for more than ninety days', () => {
    expect(last({ lastUsed: { value: '2026-08-27T12:00:00Z' } })).toBe('pass: Signed in within 90 days.');
    expect(last({ lastUsed: { value: '2026-08-26T12:00:00Z' } })).toBe('fail: Last signed in on 2026-08-26, more than 90 days ago.');
    expect(last({ lastUsed: { value: '2026-08-26T12:00:00Z' } }, { days: 91 })).toMatch(/^pass/);
  });
  it('are judged by when they were created where they never signed in, and not at all when disabled', () => {
    expect(last({ lastUsed: { value: null } })).toBe('fail: Never signed in since it was created on 2024-01-01.');
    expect(last({ lastUsed: { value: null }, createdAt: '2026-11-01T00:00:00Z' })).toMatch(/^pass/);
    expect(last({ enabled: false })).toBe('not-applicable: The account is disabled.');
  });
  it('are unknown without the licence, and where times make no sense', () => {
    expect(last({ lastUsed: { trouble: { kind: 'unsupported', message: 'Needs a licence.' } } })).toBe('unknown: Needs a licence.');
    expect(last({ lastUsed: { value: null }, createdAt: null })).toMatch(/^unknown/);
    expect(last({ lastUsed: { value: 'yesterday' } })).toMatch(/^unknown/);
  });
  it('count a sign-in that succeeded before one that was tried', () => {
    const at = (lastSignInDateTime: string | null, lastNonInteractiveSignInDateTime: string | null, lastSuccessfulSignInDateTime?: string) =>
      lastUsedOf({ lastSignInDateTime, lastNonInteractiveSignInDateTime, lastSuccessfulSignInDateTime });
    expect(at('2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z')).toBe('2026-02-01T00:00:00Z');
    expect(at('2026-01-01T00:00:00Z', null, '2025-12-01T00:00:00Z')).toBe('2025-12-01T00:00:00Z');
    expect([at(null, null), lastUsedOf(null)]).toEqual([null, null]);
  });
});

describe('the sign-in log', () => {
  const latest = (at: string) => judged('azure-sign-in-log', { signIns: [{ id: 's', at }] }).outcome;
  it('has an entry of the last day', () => {
    expect([latest('2026-11-24T12:00:00Z'), latest('2026-11-24T11:59:00Z'), latest('nonsense')]).toEqual(['pass', 'fail', 'unknown']);
    expect(judged('azure-sign-in-log', {}).outcome).toBe('unknown');
  });
});

it('the list of accounts says what each may do', () => {
  const facts = factsWith({
    users: [user('anna'), user('guest', { guest: true, enabled: false })],
    groups: [{ id: 'g', name: 'Staff', members: ['anna'], nested: [] }],
    roles: [holding('Reader', 'anna', { everywhere: false }), holding('Admin', 'robot', { kind: 'service' })],
    eligibleRoles: [holding('Admin', 'g', { kind: 'group', eligible: true })],
  });
  expect(populations[0]!.list(facts)).toMatchObject([
    { id: 'anna', kind: 'person', privileged: true, access: ['Reader (part of the tenant)', 'Admin (eligible) through Staff', 'Group Staff'] },
    { id: 'guest', kind: 'guest', active: false, privileged: false, access: [] },
    { id: 'robot', kind: 'service', privileged: true, access: ['Admin'] },
  ]);
});
