import { describe, expect, it } from 'vitest';
import { holding, judged, policy, user } from './testing.ts';

const mfa = 'azure-mfa-everybody';
const anna = user('anna');
const ask = (change: Parameters<typeof policy>[0], more: Parameters<typeof judged>[1] = {}, check = mfa) =>
  judged(check, { users: [anna], conditionalAccess: [policy(change)], ...more }).of['anna'];

describe('a second factor for everybody', () => {
  it('is asked by one policy that is on, for all users and all applications', () => {
    expect(ask({})).toBe('pass: Asked for a second factor by “Ask”.');
    expect(ask({ applications: { excludeApplications: ['enrolment'] } })).toBe(
      'pass: Asked for a second factor by “Ask”, but for 1 application it leaves out.',
    );
  });

  it('is asked by security defaults too', () => {
    const defaults = [{ securityDefaults: true, guestRole: '', whoInvites: '' }];
    expect(judged(mfa, { users: [anna], tenantPolicies: defaults }).of['anna']).toBe('pass: Asked for a second factor by security defaults.');
    expect(judged(mfa, { users: [anna] }).of['anna']).toBe(
      'fail: Not asked for a second factor: no conditional access policy that is on asks for it.',
    );
  });

  it.each([
    ['only reports', { state: 'enabledForReportingButNotEnforced' }],
    ['takes something else for enough', { grantControls: { operator: 'OR', builtInControls: ['mfa', 'compliantDevice'] } }],
    ['takes something else for enough', { grantControls: { operator: 'OR', builtInControls: ['mfa'], termsOfUse: ['t1'] } }],
    ['is not for all applications', { applications: { includeApplications: ['Office365'] } }],
    ['leaves out the clients mobileAppsAndDesktopClients', { conditions: { clientAppTypes: ['browser'] } }],
    ['applies only on some platforms', { conditions: { platforms: { includePlatforms: ['all'], excludePlatforms: ['linux'] } } }],
    ['applies only from some locations', { conditions: { locations: { includeLocations: ['All'], excludeLocations: ['AllTrusted'] } } }],
    ['applies only when the sign-in is at risk', { conditions: { signInRiskLevels: ['high'] } }],
    ['applies only on devices that a filter picks', { conditions: { devices: { deviceFilter: { mode: 'include', rule: 'x' } } } }],
  ])('is not asked by a policy that %s', (why, change) => {
    expect(ask(change)).toBe(`fail: Not asked for a second factor: “Ask” ${why}.`);
  });

  it('is asked where more than the factor is wanted, by strength, and where access is blocked', () => {
    expect(ask({ grantControls: { operator: 'AND', builtInControls: ['mfa', 'compliantDevice'] } })).toMatch(/^pass/);
    expect(ask({ grantControls: { operator: 'OR', builtInControls: [], authenticationStrength: { requirementsSatisfied: 'mfa' } } })).toMatch(
      /^pass/,
    );
    expect(ask({ grantControls: { operator: 'OR', builtInControls: [], authenticationStrength: { requirementsSatisfied: 'none' } } })).toMatch(
      /^fail/,
    );
    expect(ask({ grantControls: { operator: 'OR', builtInControls: ['block'] } })).toMatch(/^pass/);
    expect(ask({ grantControls: null })).toMatch(/^fail/);
    expect(ask({ state: 'disabled' })).toMatch(/^fail/);
  });

  it('names who is left out, and how: by name, by group in a group, by role, as a guest', () => {
    const groups = [
      { id: 'outer', name: 'Outer', members: [], nested: ['inner'] },
      { id: 'inner', name: 'Inner', members: ['anna'], nested: ['outer'] },
    ];
    const out = 'fail: Not asked for a second factor: “Ask” leaves this user out';
    expect(ask({ users: { excludeUsers: ['anna'] } })).toBe(`${out} by name.`);
    expect(ask({ users: { excludeGroups: ['outer'] } }, { groups })).toBe(`${out} as a member of “Outer”.`);
    expect(ask({ users: { excludeRoles: ['Reader'] } }, { roles: [holding('Reader', 'anna')] })).toBe(`${out} as a holder of Reader.`);
    const guest = { users: [user('anna', { guest: true })] };
    expect(ask({ users: { excludeGuestsOrExternalUsers: { guestOrExternalUserTypes: 'b2bCollaborationGuest' } } }, guest)).toBe(`${out} as a guest.`);
    expect(ask({ users: { excludeUsers: ['GuestsOrExternalUsers'] } })).toMatch(/^pass/);
  });

  it('adds policies up: one for some, another for the others', () => {
    const groups = [{ id: 'staff', name: 'Staff', members: ['anna'], nested: [] }];
    const found = judged(mfa, {
      users: [anna, user('guest', { guest: true }), user('other'), user('off', { enabled: false })],
      groups,
      conditionalAccess: [
        policy({ users: { includeUsers: [], includeGroups: ['staff'] } }),
        policy({ users: { includeUsers: ['GuestsOrExternalUsers'] } }),
        policy({ users: { excludeUsers: ['anna', 'guest'] }, state: 'disabled' }),
      ],
    });
    expect(Object.entries(found.of).map(([id, because]) => [id, because.slice(0, 4)])).toEqual([
      ['anna', 'pass'],
      ['guest', 'pass'],
      ['other', 'fail'],
    ]);
  });
});

describe('a second factor for administrators', () => {
  it('is asked of those who hold a role, may take one on, or have one through a group', () => {
    const found = judged('azure-mfa-administrators', {
      users: [anna, user('bela'), user('cora'), user('dora')],
      groups: [{ id: 'g', name: 'Operators', members: ['cora'], nested: [] }],
      roles: [holding('Admin', 'anna'), holding('Admin', 'g', { kind: 'group' }), holding('Admin', 'robot', { kind: 'service' })],
      eligibleRoles: [holding('Admin', 'bela', { eligible: true })],
      conditionalAccess: [policy({ users: { includeUsers: [], includeRoles: ['Admin'], excludeUsers: ['cora'] } })],
    });
    expect(Object.entries(found.of).map(([id, because]) => [id, because.slice(0, 4)])).toEqual([
      ['anna', 'pass'],
      ['bela', 'pass'],
      ['cora', 'fail'],
    ]);
  });

  it('is unknown where nobody holds a role: somebody always does', () => {
    expect(judged('azure-mfa-administrators', { users: [anna] }).outcome).toBe('unknown');
  });
});

describe('legacy authentication', () => {
  const check = 'azure-legacy-authentication';
  const block = { operator: 'OR', builtInControls: ['block'] };
  it('is blocked for both kinds of old clients, or not at all', () => {
    expect(ask({ conditions: { clientAppTypes: ['exchangeActiveSync', 'other'] }, grantControls: block }, {}, check)).toMatch(/^pass/);
    expect(ask({ conditions: { clientAppTypes: ['other'] }, grantControls: block }, {}, check)).toBe(
      'fail: Not kept from old protocols: “Ask” leaves out the clients exchangeActiveSync.',
    );
    expect(ask({}, {}, check)).toMatch(/^fail/);
  });
});

describe('a managed device', () => {
  const check = 'azure-managed-device';
  it('is required where nothing weaker is enough, and guests are not asked for one', () => {
    expect(ask({ grantControls: { operator: 'OR', builtInControls: ['compliantDevice', 'domainJoinedDevice'] } }, {}, check)).toMatch(/^pass/);
    expect(ask({ grantControls: { operator: 'OR', builtInControls: ['compliantDevice', 'mfa'] } }, {}, check)).toBe(
      'fail: Not held to a managed device: “Ask” takes something else for enough.',
    );
    expect(judged(check, { users: [user('anna', { guest: true })] }).outcome).toBe('unknown');
  });
});
