import { z } from 'zod';
import type { Source } from '../collector.ts';
import type { Facts, Policy } from './facts.ts';
import { list, usersScope, type Session } from './session.ts';

type Of<K extends keyof Facts> = Source<Session, Facts[K][number]>;
const directory = '/admin/directory/v1';
const auth = 'https://www.googleapis.com/auth';

const text = z.string().optional();
const flag = z.boolean().optional();
const WireUser = z.object({
  id: z.string(),
  primaryEmail: z.string(),
  name: z.object({ fullName: text }).optional(),
  isAdmin: flag,
  isDelegatedAdmin: flag,
  suspended: flag,
  archived: flag,
  isEnrolledIn2Sv: flag,
  isEnforcedIn2Sv: flag,
  creationTime: text,
  lastLoginTime: text,
  orgUnitPath: text,
});
// Only what is looked at: no telephone numbers, no addresses for recovery.
const userFields = `nextPageToken,users(${Object.keys(WireUser.shape).join(',').replace('name,', 'name/fullName,')})`;

/** Google writes 1970 for a user who never signed in. */
export const usedAt = (time: string | undefined): string | null => (time === undefined || time.startsWith('1970-01-01') ? null : time);

const users: Of<'users'> = {
  title: 'Users with their second step and last sign-in',
  permissions: [usersScope],
  each: 'connection',
  async *read(session, _scope, notes) {
    const path = `${directory}/users?customer=${session.customer}&maxResults=500&orderBy=email&fields=${userFields}`;
    for await (const page of list(session, { service: 'admin', scope: usersScope, path, under: 'users', schema: WireUser }, notes))
      yield page.map((wire) => ({
        id: wire.id,
        name: wire.name?.fullName || wire.primaryEmail,
        email: wire.primaryEmail,
        superAdmin: wire.isAdmin ?? false,
        delegatedAdmin: wire.isDelegatedAdmin ?? false,
        suspended: wire.suspended ?? false,
        archived: wire.archived ?? false,
        enrolled: wire.isEnrolledIn2Sv ?? false,
        enforced: wire.isEnforcedIn2Sv ?? false,
        createdAt: wire.creationTime ?? null,
        lastUsedAt: usedAt(wire.lastLoginTime),
        unit: wire.orgUnitPath ?? '/',
      }));
  },
};

const rolesScope = `${auth}/admin.directory.rolemanagement.readonly`;
const WireRole = z.object({ roleId: z.string(), roleName: text });
const WireAssignment = z.object({ roleAssignmentId: z.string(), roleId: z.string(), assignedTo: z.string(), assigneeType: text, scopeType: text });

const roles: Of<'roles'> = {
  title: 'Administrator roles and who holds them',
  permissions: [rolesScope],
  each: 'connection',
  async *read(session, _scope, notes) {
    const here = `${directory}/customer/${session.customer}`;
    const names = new Map<string, string>();
    const known = { service: 'admin', scope: rolesScope, path: `${here}/roles?maxResults=100`, under: 'items', schema: WireRole } as const;
    for await (const page of list(session, known, notes)) for (const { roleId, roleName } of page) names.set(roleId, roleName ?? roleId);
    const held = {
      service: 'admin',
      scope: rolesScope,
      path: `${here}/roleassignments?maxResults=200`,
      under: 'items',
      schema: WireAssignment,
    } as const;
    for await (const page of list(session, held, notes))
      yield page.map(({ roleAssignmentId, roleId, assignedTo, assigneeType, scopeType }) => ({
        id: roleAssignmentId,
        name: names.get(roleId) ?? roleId,
        holder: assignedTo,
        group: assigneeType === 'group',
        partly: scopeType === 'ORG_UNIT',
      }));
  },
};

const unitsScope = `${auth}/admin.directory.orgunit.readonly`;
const WireUnit = z.object({ orgUnitId: z.string(), orgUnitPath: z.string(), parentOrgUnitId: text });
const bare = (id: string) => id.replace(/^(id:|orgUnits\/)/, '');

const units: Of<'units'> = {
  title: 'Organizational units',
  permissions: [unitsScope],
  each: 'connection',
  async *read(session, _scope, notes) {
    const path = `${directory}/customer/${session.customer}/orgunits?type=allIncludingParent`;
    for await (const page of list(session, { service: 'admin', scope: unitsScope, path, under: 'organizationUnits', schema: WireUnit }, notes))
      yield page.map(({ orgUnitId, orgUnitPath, parentOrgUnitId }) => ({
        id: bare(orgUnitId),
        path: orgUnitPath,
        parent: parentOrgUnitId === undefined ? null : bare(parentOrgUnitId),
      }));
  },
};

const policiesScope = `${auth}/cloud-identity.policies.readonly`;
const policyTypes = ['security.password', 'api_controls.unconfigured_third_party_apps', 'drive_and_docs.external_sharing'];
const WirePolicy = z.object({
  name: z.string(),
  policyQuery: z.object({ query: text, orgUnit: text, group: text, sortOrder: z.number().optional() }),
  setting: z.object({ type: z.string(), value: z.record(z.string(), z.unknown()).optional() }),
});

function policyOf({ name, policyQuery, setting }: z.output<typeof WirePolicy>): Policy {
  return {
    id: name,
    type: setting.type.replace(/^settings\//, ''),
    unit: bare(policyQuery.orgUnit ?? ''),
    among: policyQuery.group ? 'a group' : /entity\.licenses/.test(policyQuery.query ?? '') ? 'some licences' : null,
    order: policyQuery.sortOrder ?? 0,
    value: setting.value ?? {},
  };
}

const policies: Of<'policies'> = {
  title: 'Policies on passwords, third-party apps and sharing',
  permissions: [policiesScope],
  each: 'connection',
  async *read(session, _scope, notes) {
    // Each kind by itself: a customer has thousands of policies, and three kinds are looked at.
    for (const type of policyTypes) {
      const path = `/v1/policies?pageSize=100&filter=setting.type.matches('${type}')`;
      for await (const page of list(session, { service: 'identity', scope: policiesScope, path, under: 'policies', schema: WirePolicy }, notes))
        yield page.map(policyOf).filter((policy) => policy.type === type);
    }
  },
};

const auditScope = `${auth}/admin.reports.audit.readonly`;
const WireEvent = z.object({ id: z.object({ time: z.string(), uniqueQualifier: text }) });

const auditEvents: Of<'auditEvents'> = {
  title: 'The latest entry of the log of administrators',
  permissions: [auditScope],
  each: 'connection',
  async *read(session, _scope, notes) {
    const customer = session.customer === 'my_customer' ? '' : `&customerId=${session.customer}`;
    const path = `/admin/reports/v1/activity/users/all/applications/admin?maxResults=1${customer}`;
    const latest = { service: 'admin', scope: auditScope, path, under: 'items', schema: WireEvent, only: 'first page' } as const;
    for await (const page of list(session, latest, notes)) yield page.map(({ id }) => ({ id: id.uniqueQualifier ?? id.time, at: id.time }));
  },
};

export const sources = { users, roles, units, policies, auditEvents };
