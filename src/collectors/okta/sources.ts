import type { Notes, Source } from '../collector.ts';
import { maybe } from '../maybe.ts';
import { inParallel } from '../parallel.ts';
import {
  canSignIn,
  type Administrator,
  type ApiToken,
  type Device,
  type Facts,
  type Group,
  type LogStream,
  type User,
  type UserFactors,
} from './facts.ts';
import { consoles, passwordPolicies, signOnRules } from './policies.ts';
import { listed, noted, shortList } from './reading.ts';
import type { OktaSession } from './session.ts';

/** Calls about single users and groups that are under way at a time. */
const atOnce = 8;

interface UserAnswer {
  id: string;
  status?: string;
  created?: string;
  lastLogin?: string | null;
  profile?: { login?: string; email?: string; firstName?: string; lastName?: string; displayName?: string };
}
function userOf({ id, status, created, lastLogin, profile = {} }: UserAnswer): User {
  const login = profile.login ?? id;
  const name = profile.displayName || [profile.firstName, profile.lastName].filter(Boolean).join(' ') || login;
  return { id, login, name, email: profile.email ?? '', status: status ?? '', createdAt: created ?? '', lastLogin: lastLogin ?? null };
}

/** Everybody but those deactivated for good, whom Okta leaves out of its list. */
const usersOf = (session: OktaSession, notes: Notes): AsyncGenerator<User[]> =>
  noted<UserAnswer, User>(session, notes, 'okta.users.read', '/api/v1/users?limit=200', (page) => page.map(userOf));

const factors: Source<OktaSession, UserFactors> = {
  title: 'Factors of every user who can sign in',
  permissions: ['okta.users.read'],
  each: 'connection',
  async *read(session, _scope, notes) {
    for await (const users of usersOf(session, { page: () => undefined })) {
      const found = await inParallel(atOnce, users.filter(canSignIn), async ({ id, login }) => {
        const own = await maybe(() =>
          shortList<{ factorType?: string; status?: string }>(session, 'okta.users.read', `/api/v1/users/${encodeURIComponent(id)}/factors`),
        );
        // Somebody who was deleted meanwhile has no factors to judge.
        if ('value' in own && own.value === null) return null;
        const item: UserFactors = {
          id,
          login,
          factors:
            'trouble' in own ? own : { value: own.value!.filter(({ status }) => status === 'ACTIVE').map(({ factorType = '' }) => factorType) },
        };
        notes.page('GET /api/v1/users/{id}/factors', 1, item);
        return item;
      });
      yield found.filter((each) => each !== null);
    }
  },
};

interface RoleAnswer {
  type?: string;
  label?: string;
  status?: string;
}
async function rolesOf(session: OktaSession, user: string): Promise<RoleAnswer[]> {
  session.need('okta.roles.read');
  const roles = await shortList<RoleAnswer>(session, 'okta.roles.read', `/api/v1/users/${encodeURIComponent(user)}/roles`);
  return (roles ?? []).filter(({ status = 'ACTIVE' }) => status === 'ACTIVE');
}

const apiTokens: Source<OktaSession, ApiToken> = {
  title: 'API tokens and the roles of those they act for',
  permissions: ['okta.apiTokens.read', 'okta.roles.read'],
  each: 'connection',
  read(session, _scope, notes) {
    const known = new Map<string, Promise<ApiToken['roles']>>();
    const tokenOf = async ({ id, name = id, userId = '' }: { id: string; name?: string; userId?: string }): Promise<ApiToken> => {
      if (!known.has(userId))
        known.set(
          userId,
          maybe(async () => (await rolesOf(session, userId)).map(({ type = '' }) => type)),
        );
      return { id, name, user: userId, roles: await known.get(userId)! };
    };
    return noted(session, notes, 'okta.apiTokens.read', '/api/v1/api-tokens?limit=200', (page: readonly Parameters<typeof tokenOf>[0][]) =>
      inParallel(atOnce, page, tokenOf),
    );
  },
};

interface StreamAnswer {
  id: string;
  name?: string;
  type?: string;
  status?: string;
}
const logStreams: Source<OktaSession, LogStream> = {
  title: 'Log streams',
  permissions: ['okta.logStreams.read'],
  each: 'connection',
  read: (session, _scope, notes) =>
    noted<StreamAnswer, LogStream>(session, notes, 'okta.logStreams.read', '/api/v1/logStreams?limit=200', (page) =>
      page.map(({ id, name = id, type = '', status }) => ({ id, name, kind: type, active: status === 'ACTIVE' })),
    ),
};

const administrators: Source<OktaSession, Administrator> = {
  title: 'Administrators and their roles',
  permissions: ['okta.roles.read'],
  each: 'connection',
  read: (session, _scope, notes) =>
    noted<{ id: string }, Administrator>(session, notes, 'okta.roles.read', '/api/v1/iam/assignees/users?limit=100', (page) =>
      inParallel(atOnce, page, async ({ id }) => ({
        user: id,
        roles: (await rolesOf(session, id)).map(({ label, type }) => label ?? type ?? 'a role').toSorted(),
      })),
    ),
};

interface GroupAnswer {
  id: string;
  type?: string;
  profile?: { name?: string };
}
const groups: Source<OktaSession, Group> = {
  title: 'Groups and their members',
  permissions: ['okta.groups.read'],
  each: 'connection',
  read: (session, _scope, notes) =>
    noted<GroupAnswer, Group>(session, notes, 'okta.groups.read', '/api/v1/groups?limit=200', (page) => {
      // The built-in groups hold everybody, or the administrators, who are read by themselves.
      const own = page.filter(({ type }) => type !== 'BUILT_IN');
      return inParallel(atOnce, own, async ({ id, profile }) => {
        const members: string[] = [];
        for await (const users of listed<{ id: string }>(session, 'okta.groups.read', `/api/v1/groups/${encodeURIComponent(id)}/users?limit=200`))
          for (const user of users) members.push(user.id);
        return { id, name: profile?.name ?? id, members };
      });
    }),
};

interface DeviceAnswer {
  id: string;
  status?: string;
  profile?: { displayName?: string; platform?: string };
  _embedded?: { users?: { user?: { id?: string } }[] };
}
const devices: Source<OktaSession, Device> = {
  title: 'Devices',
  permissions: ['okta.devices.read'],
  each: 'connection',
  read: (session, _scope, notes) =>
    noted<DeviceAnswer, Device>(session, notes, 'okta.devices.read', '/api/v1/devices?limit=200&expand=user', (page) =>
      page.map(({ id, status, profile, _embedded }) => ({
        id,
        name: profile?.displayName ?? id,
        platform: profile?.platform ?? '',
        active: status === 'ACTIVE',
        users: (_embedded?.users ?? []).flatMap(({ user }) => user?.id ?? []),
      })),
    ),
};

export const sources = {
  users: {
    title: 'Users',
    permissions: ['okta.users.read'],
    each: 'connection',
    read: (session: OktaSession, _scope: string, notes: Notes) => usersOf(session, notes),
  },
  factors,
  consoles,
  passwordPolicies,
  signOnRules,
  apiTokens,
  logStreams,
  administrators,
  groups,
  devices,
} satisfies { [K in keyof Facts]: Source<OktaSession, Facts[K][number]> };
