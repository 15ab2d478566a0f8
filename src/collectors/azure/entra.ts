import { z } from 'zod';
import { TroubleError, type Maybe, type Notes, type Source } from '../collector.ts';
import { ask } from '../http.ts';
import type { AccessPolicy, Facts, Group, People, RoleHolding, User } from './facts.ts';
import { check, list, needsPremium, one, type Session } from './session.ts';

/** What is read of a tenant through Microsoft Graph. */
type Entra<K extends keyof Facts> = Source<Session, Facts[K][number]>;

const text = z.string().nullish();
const WireUser = z.object({
  id: z.string(),
  displayName: text,
  userPrincipalName: text,
  mail: text,
  userType: text,
  accountEnabled: z.boolean().nullish(),
  createdDateTime: text,
  signInActivity: z.object({ lastSignInDateTime: text, lastNonInteractiveSignInDateTime: text, lastSuccessfulSignInDateTime: text }).nullish(),
});
const userFields = 'id,displayName,userPrincipalName,mail,userType,accountEnabled,createdDateTime';

function userOf(wire: z.output<typeof WireUser>, lastUsed: Maybe<string | null>): User {
  return {
    id: wire.id,
    name: wire.displayName || wire.userPrincipalName || wire.id,
    principal: wire.userPrincipalName ?? '',
    email: wire.mail ?? '',
    guest: wire.userType === 'Guest',
    enabled: wire.accountEnabled ?? true,
    createdAt: wire.createdDateTime ?? null,
    lastUsed,
  };
}

/** A sign-in that succeeded counts; where Microsoft does not tell it yet, the last attempt of either kind. */
export function lastUsedOf(activity: z.output<typeof WireUser>['signInActivity']): string | null {
  if (!activity) return null;
  if (activity.lastSuccessfulSignInDateTime) return activity.lastSuccessfulSignInDateTime;
  return (
    [activity.lastSignInDateTime, activity.lastNonInteractiveSignInDateTime]
      .filter((at) => at !== null && at !== undefined)
      .sort()
      .at(-1) ?? null
  );
}

const users: Entra<'users'> = {
  title: 'Users and guests with their last sign-in',
  permissions: ['Directory.Read.All'],
  each: 'connection',
  async *read(session, _scope, notes) {
    let begun = false;
    try {
      for await (const page of list(session, 'graph', `/v1.0/users?$select=${userFields},signInActivity&$top=500`, WireUser, notes)) {
        begun = true;
        yield page.map((wire) => userOf(wire, { value: lastUsedOf(wire.signInActivity) }));
      }
    } catch (error) {
      const trouble = error instanceof TroubleError ? error.trouble : null;
      if (begun || !trouble || (trouble.kind !== 'denied' && trouble.kind !== 'unsupported')) throw error;
      // When a user signed in last is not for every tenant, and a permission of its own; the users are read without it.
      const unknown: Maybe<string | null> = {
        trouble:
          trouble.kind === 'unsupported'
            ? { kind: 'unsupported', message: 'The last sign-in is told only to tenants with a licence for Entra ID P1 or P2.' }
            : { kind: 'denied', message: 'The last sign-in may not be read: grant AuditLog.Read.All.', permission: 'AuditLog.Read.All' },
      };
      for await (const page of list(session, 'graph', `/v1.0/users?$select=${userFields}&$top=999`, WireUser, notes))
        yield page.map((wire) => userOf(wire, unknown));
    }
  },
};

const WireGroup = z.object({
  id: z.string(),
  displayName: text,
  '@removed': z.unknown().optional(),
  'members@delta': z.array(z.object({ '@odata.type': text, id: z.string(), '@removed': z.unknown().optional() })).nullish(),
});

const groups: Entra<'groups'> = {
  title: 'Groups with their members',
  permissions: ['Directory.Read.All'],
  each: 'connection',
  async *read(session, _scope, notes) {
    // The list of changes since the beginning is the one list that brings all members along; a large group comes in
    // several pieces, so that groups are whole at the end only.
    const found = new Map<string, { name: string; members: Set<string>; nested: Set<string> }>();
    for await (const page of list(session, 'graph', '/v1.0/groups/delta?$select=displayName,members', WireGroup, notes)) {
      for (const wire of page) {
        if (wire['@removed'] !== undefined) {
          found.delete(wire.id);
          continue;
        }
        const group = found.get(wire.id) ?? { name: wire.id, members: new Set(), nested: new Set() };
        found.set(wire.id, group);
        if (wire.displayName) group.name = wire.displayName;
        for (const member of wire['members@delta'] ?? []) {
          const into = member['@odata.type'] === '#microsoft.graph.group' ? group.nested : group.members;
          if (member['@removed'] === undefined) into.add(member.id);
          else into.delete(member.id);
        }
      }
      yield [];
    }
    yield [...found].map(([id, { name, members, nested }]): Group => ({ id, name, members: [...members], nested: [...nested] }));
  },
};

const WireHolding = z.object({
  roleDefinitionId: z.string(),
  principalId: z.string(),
  directoryScopeId: text,
  principal: z.object({ '@odata.type': text, displayName: text, userPrincipalName: text }).nullish(),
});
const WireRole = z.object({ id: z.string(), displayName: text, templateId: text });
const kinds = new Map<string, RoleHolding['principal']['kind']>([
  ['#microsoft.graph.group', 'group'],
  ['#microsoft.graph.servicePrincipal', 'service'],
]);

async function* holdings(session: Session, notes: Notes, path: string, eligible: boolean): AsyncGenerator<RoleHolding[]> {
  const known = new Map<string, { id: string; name: string }>();
  for await (const page of list(
    session,
    'graph',
    '/v1.0/roleManagement/directory/roleDefinitions?$select=id,displayName,templateId',
    WireRole,
    notes,
  ))
    for (const { id, displayName, templateId } of page) known.set(id, { id: templateId ?? id, name: displayName ?? id });
  for await (const page of list(session, 'graph', path, WireHolding, notes, needsPremium))
    yield page.map((wire) => ({
      role: known.get(wire.roleDefinitionId) ?? { id: wire.roleDefinitionId, name: wire.roleDefinitionId },
      principal: {
        id: wire.principalId,
        name: wire.principal?.userPrincipalName || wire.principal?.displayName || wire.principalId,
        kind: kinds.get(wire.principal?.['@odata.type'] ?? '') ?? 'user',
      },
      eligible,
      everywhere: (wire.directoryScopeId ?? '/') === '/',
    }));
}

const roles: Entra<'roles'> = {
  title: 'Holders of directory roles',
  permissions: ['RoleManagement.Read.Directory'],
  each: 'connection',
  read: (session, _scope, notes) => holdings(session, notes, '/v1.0/roleManagement/directory/roleAssignments?$expand=principal', false),
};

const eligibleRoles: Entra<'eligibleRoles'> = {
  // Without privileged identity management (P2) there are none, and Microsoft says so with a refusal.
  title: 'Directory roles that may be taken on when needed',
  permissions: ['RoleManagement.Read.Directory'],
  each: 'connection',
  read: (session, _scope, notes) => holdings(session, notes, '/v1.0/roleManagement/directory/roleEligibilitySchedules?$expand=principal', true),
};

const WireRegistration = z.object({
  id: z.string(),
  userDisplayName: text,
  userPrincipalName: text,
  userType: text,
  isAdmin: z.boolean().nullish(),
  isMfaCapable: z.boolean(),
  methodsRegistered: z.array(z.string()).nullish(),
});

const registrations: Entra<'registrations'> = {
  title: 'Methods of signing in that users have registered',
  permissions: ['AuditLog.Read.All'],
  each: 'connection',
  async *read(session, _scope, notes) {
    for await (const page of list(session, 'graph', '/v1.0/reports/authenticationMethods/userRegistrationDetails?$top=999', WireRegistration, notes))
      yield page.map((wire) => ({
        id: wire.id,
        name: wire.userDisplayName || wire.userPrincipalName || wire.id,
        principal: wire.userPrincipalName ?? '',
        guest: wire.userType?.toLowerCase() === 'guest',
        admin: wire.isAdmin ?? false,
        capable: wire.isMfaCapable,
        methods: wire.methodsRegistered ?? [],
      }));
  },
};

const ids = z.array(z.string()).nullish();
const External = z.object({ guestOrExternalUserTypes: text }).nullish();
const Locations = z.object({ includeLocations: ids, excludeLocations: ids }).nullish();
const Platforms = z.object({ includePlatforms: ids, excludePlatforms: ids }).nullish();
export const WirePolicy = z.object({
  id: z.string(),
  displayName: text,
  state: z.string(),
  conditions: z.object({
    users: z
      .object({
        includeUsers: ids,
        excludeUsers: ids,
        includeGroups: ids,
        excludeGroups: ids,
        includeRoles: ids,
        excludeRoles: ids,
        includeGuestsOrExternalUsers: External,
        excludeGuestsOrExternalUsers: External,
      })
      .nullish(),
    applications: z
      .object({ includeApplications: ids, excludeApplications: ids, includeUserActions: ids, applicationFilter: z.unknown().optional() })
      .nullish(),
    clientAppTypes: ids,
    platforms: Platforms,
    locations: Locations,
    devices: z.object({ deviceFilter: z.unknown().optional() }).nullish(),
    signInRiskLevels: ids,
    userRiskLevels: ids,
    servicePrincipalRiskLevels: ids,
    insiderRiskLevels: text,
    authenticationFlows: z.object({ transferMethods: text }).nullish(),
  }),
  grantControls: z
    .object({
      operator: text,
      builtInControls: ids,
      customAuthenticationFactors: ids,
      termsOfUse: ids,
      authenticationStrength: z.object({ requirementsSatisfied: text }).nullish(),
    })
    .nullish(),
});

/** A policy as Graph writes it, in our terms. */
export function policyOf(wire: z.output<typeof WirePolicy>): AccessPolicy {
  const { users: who, applications, platforms, locations, devices } = wire.conditions;
  const people = (named: z.output<typeof ids>, inGroups: z.output<typeof ids>, inRoles: z.output<typeof ids>, external: boolean): People => ({
    all: named?.includes('All') ?? false,
    guests: external || (named?.includes('GuestsOrExternalUsers') ?? false),
    users: (named ?? []).filter((id) => !['All', 'None', 'GuestsOrExternalUsers'].includes(id)),
    groups: inGroups ?? [],
    roles: inRoles ?? [],
  });
  const filled = (values: z.output<typeof ids>) => (values ?? []).length > 0;
  const limited = (included: z.output<typeof ids>, whole: string) => filled(included) && !included!.some((each) => each.toLowerCase() === whole);
  const only: string[] = [];
  if (limited(platforms?.includePlatforms, 'all') || filled(platforms?.excludePlatforms)) only.push('on some platforms');
  if (limited(locations?.includeLocations, 'all') || filled(locations?.excludeLocations)) only.push('from some locations');
  if (devices?.deviceFilter) only.push('on devices that a filter picks');
  if (filled(wire.conditions.signInRiskLevels)) only.push('when the sign-in is at risk');
  if (filled(wire.conditions.userRiskLevels) || wire.conditions.insiderRiskLevels) only.push('when the user is at risk');
  if (filled(wire.conditions.servicePrincipalRiskLevels)) only.push('for service principals at risk');
  if (wire.conditions.authenticationFlows?.transferMethods) only.push('for some ways of passing a sign-in on');
  if (applications?.applicationFilter) only.push('for applications that a filter picks');
  const grant = wire.grantControls;
  const strength = grant?.authenticationStrength;
  return {
    id: wire.id,
    name: wire.displayName || wire.id,
    state: wire.state === 'enabled' ? 'on' : wire.state === 'enabledForReportingButNotEnforced' ? 'report-only' : 'off',
    include: people(
      who?.includeUsers,
      who?.includeGroups,
      who?.includeRoles,
      // Guests of the tenant are one of several kinds of external users; a policy for the others does not reach them.
      who?.includeGuestsOrExternalUsers?.guestOrExternalUserTypes?.includes('b2bCollaborationGuest') ?? false,
    ),
    exclude: people(who?.excludeUsers, who?.excludeGroups, who?.excludeRoles, Boolean(who?.excludeGuestsOrExternalUsers?.guestOrExternalUserTypes)),
    applications: applications?.includeApplications ?? [],
    exceptApplications: applications?.excludeApplications ?? [],
    clients: wire.conditions.clientAppTypes ?? [],
    only,
    controls: [
      ...(grant?.builtInControls ?? []),
      ...(strength ? [strength.requirementsSatisfied === 'mfa' ? 'mfa' : 'authenticationStrength'] : []),
      ...(grant?.customAuthenticationFactors ?? []).map(() => 'customAuthenticationFactor'),
      ...(grant?.termsOfUse ?? []).map(() => 'termsOfUse'),
    ],
    operator: grant?.operator === 'OR' ? 'OR' : 'AND',
  };
}

const conditionalAccess: Entra<'conditionalAccess'> = {
  title: 'Conditional access policies',
  permissions: ['Policy.Read.All'],
  each: 'connection',
  async *read(session, _scope, notes) {
    // A tenant without P1 has no such policies.
    for await (const page of list(session, 'graph', '/v1.0/identity/conditionalAccess/policies', WirePolicy, notes, needsPremium))
      yield page.map(policyOf);
  },
};

const tenantPolicies: Entra<'tenantPolicies'> = {
  title: 'Security defaults and what guests may do',
  permissions: ['Policy.Read.All'],
  each: 'connection',
  async *read(session, _scope, notes) {
    const defaults = await one(
      session,
      'graph',
      '/v1.0/policies/identitySecurityDefaultsEnforcementPolicy',
      z.object({ isEnabled: z.boolean() }),
      notes,
    );
    const authorization = await one(
      session,
      'graph',
      '/v1.0/policies/authorizationPolicy',
      z.object({ guestUserRoleId: text, allowInvitesFrom: text }),
      notes,
    );
    yield [
      { securityDefaults: defaults.isEnabled, guestRole: authorization.guestUserRoleId ?? '', whoInvites: authorization.allowInvitesFrom ?? '' },
    ];
  },
};

const signIns: Entra<'signIns'> = {
  title: 'The latest entry of the sign-in log',
  permissions: ['AuditLog.Read.All'],
  each: 'connection',
  async *read(session, _scope, notes) {
    // Only the latest is looked at: this list is not read to its end on purpose.
    const path = '/v1.0/auditLogs/signIns?$top=1&$orderby=createdDateTime desc';
    const reply = await ask(session.signed.graph, session.base('graph') + path);
    check(reply, new URL(session.base('graph')).host);
    const { value } = z.object({ value: z.array(z.object({ id: z.string(), createdDateTime: z.string() })) }).parse(reply.body);
    notes.page(`GET ${path}`, value.length, reply.body);
    yield value.map(({ id, createdDateTime }) => ({ id, at: createdDateTime }));
  },
};

const WireDevice = z.object({
  id: z.string(),
  displayName: text,
  operatingSystem: text,
  operatingSystemVersion: text,
  accountEnabled: z.boolean().nullish(),
  isManaged: z.boolean().nullish(),
  isCompliant: z.boolean().nullish(),
  approximateLastSignInDateTime: text,
});

const devices: Entra<'devices'> = {
  title: 'Registered devices',
  permissions: ['Directory.Read.All'],
  each: 'connection',
  async *read(session, _scope, notes) {
    const fields = Object.keys(WireDevice.shape).join(',');
    for await (const page of list(session, 'graph', `/v1.0/devices?$select=${fields}&$top=999`, WireDevice, notes))
      yield page.map((wire) => ({
        id: wire.id,
        name: wire.displayName || wire.id,
        system: [wire.operatingSystem, wire.operatingSystemVersion].filter(Boolean).join(' '),
        enabled: wire.accountEnabled ?? true,
        managed: wire.isManaged ?? false,
        compliant: wire.isCompliant ?? false,
        lastUsedAt: wire.approximateLastSignInDateTime ?? null,
      }));
  },
};

export const entra = {
  users,
  groups,
  roles,
  eligibleRoles,
  registrations,
  conditionalAccess,
  tenantPolicies,
  signIns,
  devices,
};
