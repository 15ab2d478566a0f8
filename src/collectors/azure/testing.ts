import { judgeCheck } from '../judge.ts';
import { collector } from './collector.ts';
import { policyOf, WirePolicy } from './entra/policies.ts';
import type { Facts, RoleHolding, User } from './facts.ts';

/** Facts for tests of judgements: nothing, but for what a test is about. */
export const factsWith = (some: Partial<Facts>): Facts => ({
  users: [],
  groups: [],
  roles: [],
  eligibleRoles: [],
  registrations: [],
  conditionalAccess: [],
  tenantPolicies: [{ securityDefaults: false, guestRole: '', whoInvites: '' }],
  signIns: [],
  devices: [],
  storageAccounts: [],
  networkGroups: [],
  keyVaults: [],
  activityExports: [],
  defenderPlans: [],
  ...some,
});

export const now = new Date('2026-11-25T12:00:00Z');

/** Judges one check as a run does, with every source read. Gives what came out for each resource. */
export function judged(id: string, some: Partial<Facts>, parameters: Record<string, number> = {}) {
  const check = collector.checks.find((each) => each.id === id)!;
  const facts = factsWith(some);
  const parts = check.needs.map((source) => ({ source, scope: '', items: facts[source], trouble: null }));
  const verdict = judgeCheck(check, parts, facts as unknown as Record<string, unknown[]>, parameters, now);
  return { ...verdict, of: Object.fromEntries(verdict.resources.map(({ resource, outcome, because }) => [resource, `${outcome}: ${because}`])) };
}

export const user = (id: string, more: Partial<User> = {}): User => ({
  id,
  name: id,
  principal: `${id}@example.com`,
  email: '',
  guest: false,
  enabled: true,
  createdAt: '2024-01-01T00:00:00Z',
  lastUsed: { value: '2026-11-20T08:00:00Z' },
  ...more,
});

export const holding = (
  role: string,
  principal: string,
  more: Partial<RoleHolding> & { kind?: RoleHolding['principal']['kind'] } = {},
): RoleHolding => ({
  role: { id: role, name: role },
  principal: { id: principal, name: principal, kind: more.kind ?? 'user' },
  eligible: more.eligible ?? false,
  everywhere: more.everywhere ?? true,
});

/** A policy for everybody and everything that asks for a second factor, as Graph writes it, changed as a test wants. */
export const policy = (change: { conditions?: object; users?: object; applications?: object; grantControls?: object | null; state?: string } = {}) =>
  policyOf(
    WirePolicy.parse({
      id: 'p1',
      displayName: 'Ask',
      state: change.state ?? 'enabled',
      conditions: {
        users: { includeUsers: ['All'], ...change.users },
        applications: { includeApplications: ['All'], ...change.applications },
        clientAppTypes: ['all'],
        ...change.conditions,
      },
      grantControls: change.grantControls === undefined ? { operator: 'OR', builtInControls: ['mfa'] } : change.grantControls,
    }),
  );
