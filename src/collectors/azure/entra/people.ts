import { z } from 'zod';
import { TroubleError, type Maybe } from '../../collector.ts';
import { ask } from '../../http.ts';
import type { Group, User } from '../facts.ts';
import { check, list } from '../session.ts';
import { text, type Entra } from './source.ts';

/** Who and what can sign in to a tenant, how, and when they last did. */

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

export const users: Entra<'users'> = {
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

export const groups: Entra<'groups'> = {
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

const WireRegistration = z.object({
  id: z.string(),
  userDisplayName: text,
  userPrincipalName: text,
  userType: text,
  isAdmin: z.boolean().nullish(),
  isMfaCapable: z.boolean(),
  methodsRegistered: z.array(z.string()).nullish(),
});

export const registrations: Entra<'registrations'> = {
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

export const signIns: Entra<'signIns'> = {
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

export const devices: Entra<'devices'> = {
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
