import { z } from 'zod';
import type { AccessPolicy, People } from '../facts.ts';
import { list, needsPremium, one } from '../session.ts';
import { ids, text, type Entra } from './source.ts';

/** What a tenant asks of whoever signs in. */

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

export const conditionalAccess: Entra<'conditionalAccess'> = {
  title: 'Conditional access policies',
  permissions: ['Policy.Read.All'],
  each: 'connection',
  async *read(session, _scope, notes) {
    // A tenant without P1 has no such policies.
    for await (const page of list(session, 'graph', '/v1.0/identity/conditionalAccess/policies', WirePolicy, notes, needsPremium))
      yield page.map(policyOf);
  },
};

export const tenantPolicies: Entra<'tenantPolicies'> = {
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
