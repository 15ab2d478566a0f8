import type { AccessPolicy, Facts, Group, People, RoleHolding, User } from './facts.ts';

/** Who is in a group, with those of the groups in it; groups that hold each other in a circle are looked at once. */
export function memberships(groups: readonly Group[]): (group: string) => ReadonlySet<string> {
  const known = new Map(groups.map((group) => [group.id, group]));
  const found = new Map<string, ReadonlySet<string>>();
  return (id) => {
    const before = found.get(id);
    if (before) return before;
    const members = new Set<string>();
    const seen = new Set<string>();
    for (const waiting = [id]; waiting.length > 0;) {
      const next = waiting.pop()!;
      const group = seen.has(next) ? undefined : known.get(next);
      seen.add(next);
      for (const member of group?.members ?? []) members.add(member);
      waiting.push(...(group?.nested ?? []));
    }
    found.set(id, members);
    return members;
  };
}

/** One who holds a role in the end: themselves, or through a group. */
export interface Holder {
  id: string;
  name: string;
  kind: 'user' | 'service';
  role: RoleHolding['role'];
  eligible: boolean;
  everywhere: boolean;
  via: string | null;
}

/** Holders of directory roles, each once for each role and way. */
export function holdersOf({ roles, eligibleRoles, groups, users }: Pick<Facts, 'roles' | 'eligibleRoles' | 'groups' | 'users'>): Holder[] {
  const members = memberships(groups);
  const names = new Map(users.map((user) => [user.id, user.principal || user.name]));
  const groupNames = new Map(groups.map(({ id, name }) => [id, name]));
  return [...roles, ...eligibleRoles].flatMap(({ role, principal, eligible, everywhere }): Holder[] => {
    if (principal.kind !== 'group') return [{ id: principal.id, name: principal.name, kind: principal.kind, role, eligible, everywhere, via: null }];
    const via = groupNames.get(principal.id) ?? principal.name;
    return [...members(principal.id)].map((id) => ({
      id,
      name: names.get(id) ?? id,
      kind: names.has(id) ? 'user' : 'service',
      role,
      eligible,
      everywhere,
      via,
    }));
  });
}

/** What a policy must ask for, to count. */
export interface Wanted {
  /** Any of these is enough; other controls beside them do not weaken it only if all must be met. */
  controls: readonly string[];
  /** Clients that it must hold for; `all` covers them. */
  clients: readonly string[];
}
export const secondFactor: Wanted = { controls: ['mfa', 'block'], clients: ['browser', 'mobileAppsAndDesktopClients'] };
export const managedDevice: Wanted = {
  controls: ['compliantDevice', 'domainJoinedDevice', 'block'],
  clients: ['browser', 'mobileAppsAndDesktopClients'],
};
export const noLegacyClients: Wanted = { controls: ['block'], clients: ['exchangeActiveSync', 'other'] };

/** Why a policy does not ask everybody it names for what is wanted, every time; null when it does. Null-like `''`: it is about something else. */
export function shortfall(policy: AccessPolicy, { controls, clients }: Wanted): string | null {
  const asked = policy.controls.filter((each) => controls.includes(each));
  const relevant = asked.length > 0 && (policy.clients.includes('all') || clients.some((each) => policy.clients.includes(each)));
  if (!relevant || policy.state === 'off') return '';
  if (policy.state === 'report-only') return 'only reports';
  if (policy.operator === 'OR' && asked.length < policy.controls.length) return 'takes something else for enough';
  const missing = policy.clients.includes('all') ? [] : clients.filter((each) => !policy.clients.includes(each));
  if (missing.length > 0) return `leaves out the clients ${missing.join(', ')}`;
  if (!policy.applications.includes('All')) return 'is not for all applications';
  if (policy.only.length > 0) return `applies only ${policy.only.join(' and ')}`;
  return null;
}

export type Covered = { by: string } | { because: string };

/**
 * Says of a user which policy asks for what is wanted, or why none does: what each policy includes less what it excludes,
 * with groups and roles resolved to people.
 */
export function coverage(facts: Pick<Facts, 'conditionalAccess' | 'groups' | 'roles' | 'eligibleRoles' | 'users'>, wanted: Wanted) {
  const members = memberships(facts.groups);
  const groupNames = new Map(facts.groups.map(({ id, name }) => [id, name]));
  const holders = holdersOf(facts);
  const near: string[] = [];
  const policies = facts.conditionalAccess.flatMap((policy) => {
    const short = shortfall(policy, wanted);
    if (short) near.push(`“${policy.name}” ${short}`);
    if (short !== null) return [];
    const named = (people: People) => {
      const found = new Map<string, string>();
      for (const role of people.roles)
        for (const holder of holders) if (holder.role.id === role) found.set(holder.id, `as a holder of ${holder.role.name}`);
      for (const group of people.groups) for (const id of members(group)) found.set(id, `as a member of “${groupNames.get(group) ?? group}”`);
      for (const id of people.users) found.set(id, 'by name');
      return found;
    };
    return [{ policy, included: named(policy.include), excluded: named(policy.exclude) }];
  });
  return (user: User): Covered => {
    const left: string[] = [];
    for (const { policy, included, excluded } of policies) {
      if (!policy.include.all && !included.has(user.id) && !(policy.include.guests && user.guest)) continue;
      const why = policy.exclude.guests && user.guest ? 'as a guest' : policy.exclude.all ? 'with everybody' : excluded.get(user.id);
      if (why === undefined) {
        const apart = policy.exceptApplications.length;
        return { by: `“${policy.name}”${apart === 0 ? '' : `, but for ${apart} ${apart === 1 ? 'application' : 'applications'} it leaves out`}` };
      }
      left.push(`“${policy.name}” leaves this user out ${why}`);
    }
    const reasons = left.length > 0 ? left : near.slice(0, 3);
    return { because: reasons.length > 0 ? reasons.join('; ') : 'no conditional access policy that is on asks for it' };
  };
}
