import { describe, expect, it } from 'vitest';
import type { Trouble } from '../collector.ts';
import { judgeCheck } from '../judge.ts';
import { checks } from './collector.ts';
import type { AccessRule, ApiToken, Console, Facts, PasswordPolicy, SignOnRule, User } from './facts.ts';
import { bucketOf, pauseAfter } from './limits.ts';
import { accessRuleOf } from './policies.ts';
import { refusal } from './reading.ts';

const now = new Date('2026-11-25T12:00:00Z');
const denied: Trouble = { kind: 'denied', message: 'Not allowed to read this.' };
const none: Facts = {
  users: [],
  factors: [],
  consoles: [],
  passwordPolicies: [],
  signOnRules: [],
  apiTokens: [],
  logStreams: [],
  administrators: [],
  groups: [],
  devices: [],
};

function judge(id: string, facts: Partial<Facts>, parameters: Record<string, number> = {}) {
  const check = checks.find((each) => each.id === id)!;
  const all = { ...none, ...facts };
  const parts = check.needs.map((source) => ({ source, scope: '', items: all[source as keyof Facts], trouble: null }));
  return judgeCheck(check, parts, all as never, parameters, now);
}
const said = (id: string, facts: Partial<Facts>, parameters: Record<string, number> = {}) =>
  judge(id, facts, parameters).resources.map(({ outcome, because }) => `${outcome}: ${because}`);

describe.each([
  ['okta-admin-console-mfa', 'admin'],
  ['okta-dashboard-mfa', 'dashboard'],
] as const)('%s', (check, app) => {
  const rule = (differs: Partial<AccessRule> = {}): AccessRule => ({
    id: 'r',
    name: 'Catch-all',
    active: true,
    allows: true,
    factors: 2,
    ...differs,
  });
  const console = (...rules: AccessRule[]): Partial<Facts> => ({ consoles: [{ app, label: 'Okta', rules: { value: rules } }] });

  it('wants two factors of every active rule that lets people in', () => {
    expect(said(check, console(rule()))).toEqual(['pass: Asks for two factors.']);
    expect(said(check, console(rule({ factors: 1 })))).toEqual(['fail: Lets people in with one factor.']);
    expect(said(check, console(rule(), rule({ id: 's', factors: 1, active: false })))).toEqual(['pass: Asks for two factors.']);
    expect(said(check, console(rule({ allows: false, factors: null })))).toEqual(['pass: Lets nobody in.']);
  });

  it('is unknown where rules are missing, unreadable or of a kind not known here', () => {
    expect(judge(check, {}).outcome).toBe('unknown');
    expect(said(check, console())).toEqual(['unknown: No rule of its access policy is active.']);
    expect(said(check, console(rule({ factors: null })))[0]).toMatch(/^unknown/);
    expect(said(check, { consoles: [{ app, label: 'Okta', rules: { trouble: denied } }] })).toEqual(['unknown: Not allowed to read this.']);
  });

  it('looks at its own application only', () => {
    const other: Console = { app: app === 'admin' ? 'dashboard' : 'admin', label: 'Other', rules: { value: [rule({ factors: 1 })] } };
    expect(judge(check, { consoles: [other] }).outcome).toBe('unknown');
  });
});

describe('how many factors a rule asks for', () => {
  const factors = (verificationMethod: object) =>
    accessRuleOf({ id: 'r', status: 'ACTIVE', actions: { appSignOn: { access: 'ALLOW', verificationMethod } } }).factors;
  it('is told by its assurance, or by the steps of its chains, of which the shortest counts', () => {
    expect(factors({ type: 'ASSURANCE', factorMode: '2FA' })).toBe(2);
    expect(factors({ type: 'ASSURANCE', factorMode: '1FA' })).toBe(1);
    expect(factors({ type: 'AUTH_METHOD_CHAIN', chains: [{ next: [{}] }] })).toBe(2);
    expect(factors({ type: 'AUTH_METHOD_CHAIN', chains: [{ next: [{}] }, {}] })).toBe(1);
    expect(factors({ type: 'AUTH_METHOD_CHAIN', chains: [] })).toBe(null);
    expect(factors({ type: 'SOMETHING_NEW' })).toBe(null);
    expect(accessRuleOf({ id: 'r' })).toEqual({ id: 'r', name: 'r', active: false, allows: true, factors: null });
  });
});

describe('factors', () => {
  const own = (...kinds: string[]): Partial<Facts> => ({ factors: [{ id: 'u1', login: 'ada', factors: { value: kinds } }] });
  it('count when more than a mailbox or a memory opens them', () => {
    expect(said('okta-factors', own('push', 'email', 'push'))).toEqual(['pass: Has push.']);
    expect(said('okta-factors', own('email', 'question'))).toEqual(['fail: Has only email, question beside the password.']);
    expect(said('okta-factors', own())).toEqual(['fail: Has no factor beside the password.']);
    expect(said('okta-factors', { factors: [{ id: 'u1', login: 'ada', factors: { trouble: denied } }] })).toEqual([
      'unknown: Not allowed to read this.',
    ]);
    expect(judge('okta-factors', {}).outcome).toBe('unknown');
  });
});

describe('passwords', () => {
  const policy = (differs: Partial<PasswordPolicy> = {}): Partial<Facts> => ({
    passwordPolicies: [{ id: 'p', name: 'Default', active: true, minLength: 12, maxAttempts: 10, commonExcluded: true, ...differs }],
  });
  it('are long, not common, and cannot be tried without end', () => {
    expect(said('okta-passwords', policy())).toEqual(['pass: At least 12 characters, not common ones, and 10 attempts.']);
    expect(said('okta-passwords', policy({ minLength: 11 }))).toEqual(['fail: 11 characters are enough; 12 are wanted.']);
    expect(said('okta-passwords', policy({ minLength: 13 }), { length: 14 })[0]).toMatch(/^fail/);
    expect(said('okta-passwords', policy({ commonExcluded: false }))).toEqual(['fail: Common passwords are accepted.']);
    expect(said('okta-passwords', policy({ maxAttempts: 11 }))).toEqual(['fail: 11 wrong passwords may be tried; 10 are allowed.']);
    for (const maxAttempts of [0, -1, null]) expect(said('okta-passwords', policy({ maxAttempts }))[0]).toMatch(/^fail: Nobody is locked out/);
    expect(said('okta-passwords', policy({ minLength: null }))[0]).toMatch(/^unknown/);
    expect(judge('okta-passwords', policy({ active: false })).outcome).toBe('unknown');
  });
});

describe('idle sessions', () => {
  const rule = (differs: Partial<SignOnRule> = {}): Partial<Facts> => ({
    signOnRules: [{ id: 'r', policy: 'Default', name: 'Rule', active: true, allows: true, idleMinutes: 15, ...differs }],
  });
  it('end within the minutes allowed', () => {
    expect(said('okta-idle-sessions', rule())).toEqual(['pass: An unused session ends after 15 minutes.']);
    expect(said('okta-idle-sessions', rule({ idleMinutes: 16 }))).toEqual(['fail: An unused session ends after 16 minutes; 15 are allowed.']);
    expect(said('okta-idle-sessions', rule({ idleMinutes: 60 }), { minutes: 60 })[0]).toMatch(/^pass/);
    expect(said('okta-idle-sessions', rule({ idleMinutes: 0 }))).toEqual(['fail: An unused session never ends.']);
    expect(said('okta-idle-sessions', rule({ idleMinutes: null }))[0]).toMatch(/^unknown/);
    expect(judge('okta-idle-sessions', rule({ allows: false })).outcome).toBe('unknown');
  });
});

describe('API tokens', () => {
  const token = (roles: ApiToken['roles']): Partial<Facts> => ({ apiTokens: [{ id: 't', name: 'Agent', user: 'u', roles }] });
  it('act for nobody with the highest rights', () => {
    expect(said('okta-api-tokens', token({ value: [] }))).toEqual(['pass: Acts for a user without an administrator role.']);
    expect(said('okta-api-tokens', token({ value: ['READ_ONLY_ADMIN'] }))).toEqual(['pass: Acts for a user with READ_ONLY_ADMIN.']);
    expect(said('okta-api-tokens', token({ value: ['READ_ONLY_ADMIN', 'SUPER_ADMIN'] }))).toEqual(['fail: Acts for a super administrator.']);
    expect(said('okta-api-tokens', token({ trouble: denied }))).toEqual(['unknown: Not allowed to read this.']);
    expect(judge('okta-api-tokens', {}).outcome).toBe('not-applicable');
  });
});

describe('log streams', () => {
  it('are there and active', () => {
    const stream = (name: string, active: boolean) => ({ id: name, name, kind: '', active });
    expect(said('okta-log-streaming', { logStreams: [stream('B', true), stream('A', true), stream('C', false)] })).toEqual([
      'pass: A, B are active.',
    ]);
    expect(said('okta-log-streaming', { logStreams: [stream('A', false)] })).toEqual(['fail: None of 1 log streams is active.']);
    expect(said('okta-log-streaming', {})).toEqual(['fail: No log stream is set up.']);
  });
});

describe('users', () => {
  const user = (differs: Partial<User>): Partial<Facts> => ({
    users: [
      {
        id: 'u',
        login: 'ada',
        name: 'Ada',
        email: '',
        status: 'ACTIVE',
        createdAt: '2020-01-01T00:00:00Z',
        lastLogin: '2026-11-25T08:00:00Z',
        ...differs,
      },
    ],
  });
  const inactive = (differs: Partial<User>, parameters = {}) => said('okta-inactive-users', user(differs), parameters);
  it('sign in within the days allowed, or are new', () => {
    expect(inactive({})).toEqual(['pass: Signed in today.']);
    expect(inactive({ lastLogin: '2026-08-27T12:00:00Z' })).toEqual(['pass: Signed in 90 days ago.']);
    expect(inactive({ lastLogin: '2026-08-26T11:00:00Z' })).toEqual(['fail: Signed in 91 days ago; 90 days are allowed.']);
    expect(inactive({ lastLogin: '2026-11-15T00:00:00Z' }, { days: 5 })[0]).toMatch(/^fail/);
    expect(inactive({ lastLogin: null })[0]).toMatch(/^fail: Never signed in; was created/);
    expect(inactive({ lastLogin: null, createdAt: '2026-11-24T00:00:00Z' })).toEqual(['pass: Never signed in; was created 1 day ago.']);
    expect(inactive({ lastLogin: 'yesterday' })[0]).toMatch(/^unknown/);
  });

  it('who cannot sign in are not judged', () => {
    for (const status of ['SUSPENDED', 'DEPROVISIONED', 'STAGED', '']) expect(inactive({ status, lastLogin: null })).toEqual([]);
    for (const status of ['LOCKED_OUT', 'PASSWORD_EXPIRED', 'RECOVERY']) expect(inactive({ status })).toHaveLength(1);
  });
});

describe('limits', () => {
  const headers = (limit: number, remaining: number) =>
    new Headers({
      'x-rate-limit-limit': String(limit),
      'x-rate-limit-remaining': String(remaining),
      'x-rate-limit-reset': String(now.getTime() / 1000 + 30),
    });
  it('are left alone once a tenth remains, until they begin anew', () => {
    expect(pauseAfter(headers(600, 61), now)).toBe(0);
    expect(pauseAfter(headers(600, 60), now)).toBe(30_000);
    expect(pauseAfter(new Headers(), now)).toBe(0);
    const far = headers(600, 0);
    far.set('x-rate-limit-reset', '99999999999');
    expect(pauseAfter(far, now)).toBe(120_000);
  });

  it('are shared by addresses that differ in an id only', () => {
    const one = bucketOf('GET', 'https://a.okta.com/api/v1/users/00u1abcdefghijklmno7/factors?x=1');
    expect(one).toBe('GET /api/v1/users/*/factors');
    expect(bucketOf('GET', 'https://a.okta.com/api/v1/users?limit=200')).toBe('GET /api/v1/users');
  });
});

describe('refusals', () => {
  it('name the scope, the role, or the feature', () => {
    const challenge = 'Bearer error="insufficient_scope"';
    expect(refusal(403, 'E0000006', '', challenge, 'okta.users.read')).toMatchObject({ kind: 'denied', permission: 'okta.users.read' });
    expect(refusal(403, 'E0000006', '', '', 'okta.users.read')).toMatchObject({ kind: 'denied', permission: 'Read-Only Administrator' });
    expect(refusal(403, 'E0000015', '', '', 'okta.users.read').kind).toBe('unsupported');
    expect(refusal(400, 'E0000001', 'Api validation failed: Invalid policy type specified', '', 'okta.policies.read').kind).toBe('unsupported');
    expect(refusal(404, 'E0000007', 'Not found', '', 'okta.users.read')).toEqual({
      kind: 'unreadable',
      message: 'Okta answers with 404: Not found.',
    });
  });
});
