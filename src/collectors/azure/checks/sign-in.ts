import type { Check, Judged } from '../../collector.ts';
import type { Facts, User } from '../facts.ts';
import { coverage, holdersOf, managedDevice, noLegacyClients, secondFactor, type Covered } from '../people.ts';

const calls = [
  'GET /identity/conditionalAccess/policies',
  'GET /policies/identitySecurityDefaultsEnforcementPolicy',
  'GET /users',
  'GET /groups/delta',
  'GET /roleManagement/directory/roleAssignments',
  'GET /roleManagement/directory/roleEligibilitySchedules',
];
const needs = ['users', 'groups', 'roles', 'eligibleRoles', 'conditionalAccess', 'tenantPolicies'] as const;

const judged = (user: User, outcome: Judged['outcome'], because: string): Judged => ({
  resource: user.id,
  name: user.principal || user.name,
  scope: '',
  outcome,
  because,
});
const byPolicy = (user: User, found: Covered, what: string): Judged =>
  'by' in found ? judged(user, 'pass', `${what} by ${found.by}.`) : judged(user, 'fail', `Not ${what.toLowerCase()}: ${found.because}.`);

/** Every enabled user, by security defaults where they are on, and otherwise by the policies that reach them. */
function everybody(facts: Facts, wanted: Parameters<typeof coverage>[1], what: string, among: (user: User) => boolean = () => true): Judged[] {
  const covered = coverage(facts, wanted);
  const defaults = facts.tenantPolicies.some(({ securityDefaults }) => securityDefaults);
  return facts.users
    .filter((user) => user.enabled && among(user))
    .map((user) => (defaults ? judged(user, 'pass', `${what} by security defaults.`) : byPolicy(user, covered(user), what)));
}

const mfaForAll: Check<Facts> = {
  id: 'azure-mfa-everybody',
  version: 1,
  title: 'A second factor is asked of everybody, for every application',
  calls,
  needs,
  population: 'every enabled user, guests included',
  passes: 'Security defaults, or a conditional access policy that is on, ask this user for a second factor in every application.',
  parameters: {},
  controls: [
    { id: 'A.5.17', because: 'A password alone is authentication information that gets lost; a second factor limits what its loss does.' },
    { id: 'A.8.5', because: 'A second factor for everybody is what secure authentication means for a directory reachable from anywhere.' },
  ],
  remedy:
    'Entra admin center › Protection › Conditional Access: a policy for all users and all resources that grants access with multi-factor authentication; or switch security defaults on. Record those left out on purpose as exceptions.',
  empty: 'unknown',
  judge: (facts) => everybody(facts, secondFactor, 'Asked for a second factor'),
};

const mfaForAdmins: Check<Facts> = {
  id: 'azure-mfa-administrators',
  version: 1,
  title: 'A second factor is asked of everybody with a directory role',
  calls,
  needs,
  population: 'every enabled user who holds a directory role or may take one on',
  passes: 'Security defaults, or a conditional access policy that is on, ask this user for a second factor in every application.',
  parameters: {},
  controls: [
    { id: 'A.8.2', because: 'Privileged rights are worth more to an attacker, so their use asks for more than a password.' },
    { id: 'A.8.5', because: 'Administrators are who secure authentication must reach first.' },
  ],
  remedy:
    'Entra admin center › Protection › Conditional Access › New policy from template › Require multifactor authentication for admins; include every role in use, and switch it from report-only to on.',
  empty: 'unknown',
  judge: (facts) => {
    const admins = new Set(holdersOf(facts).map(({ id }) => id));
    return everybody(facts, secondFactor, 'Asked for a second factor', ({ id }) => admins.has(id));
  },
};

const legacyBlocked: Check<Facts> = {
  id: 'azure-legacy-authentication',
  version: 1,
  title: 'Legacy authentication is blocked',
  calls,
  needs,
  population: 'every enabled user, guests included',
  passes: 'Security defaults, or a conditional access policy that is on, block clients that cannot ask for a second factor.',
  parameters: {},
  controls: [
    { id: 'A.5.17', because: 'Old protocols send the password itself and get around every rule for authentication information.' },
    { id: 'A.5.36', because: 'A rule for a second factor is complied with only where clients that cannot obey it are shut out.' },
  ],
  remedy:
    'Entra admin center › Protection › Conditional Access: a policy for all users and all resources with the client apps “Exchange ActiveSync clients” and “Other clients” that blocks access.',
  empty: 'unknown',
  judge: (facts) => everybody(facts, noLegacyClients, 'Kept from old protocols'),
};

const deviceRequired: Check<Facts> = {
  id: 'azure-managed-device',
  version: 1,
  title: 'A managed device is required',
  calls,
  needs: ['users', 'groups', 'roles', 'eligibleRoles', 'conditionalAccess'],
  population: 'every enabled user who is no guest',
  passes: 'A conditional access policy that is on lets this user in only from a compliant or joined device, in every application.',
  parameters: {},
  controls: [
    { id: 'A.8.1', because: 'Information is reached only from endpoints whose protection is known.' },
    { id: 'A.8.5', because: 'The device is part of what is authenticated before access is given.' },
  ],
  remedy:
    'Entra admin center › Protection › Conditional Access: a policy for all users and all resources that requires a device marked as compliant or hybrid joined, without a choice of something weaker.',
  empty: 'unknown',
  judge: (facts) => {
    const covered = coverage(facts, managedDevice);
    return facts.users.filter(({ enabled, guest }) => enabled && !guest).map((user) => byPolicy(user, covered(user), 'Held to a managed device'));
  },
};

export const signInChecks = [mfaForAll, mfaForAdmins, legacyBlocked, deviceRequired];
