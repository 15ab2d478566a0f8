import type { Population, PopulationMember } from '../collector.ts';
import type { AwsFacts } from './facts.ts';

/** Managed policies that let somebody make themselves an administrator. */
const powerful = /:aws:policy\/(AdministratorAccess|IAMFullAccess|job-function\/SystemAdministrator)$/;
const address = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const short = (arn: string) => arn.slice(arn.lastIndexOf('/') + 1);

/** The root user and every IAM user, with what they may do and when they were last seen. */
export const accounts: Population<AwsFacts> = {
  id: 'accounts',
  title: 'Users of the account',
  needs: ['users', 'groups', 'credentials'],
  list({ users, groups, credentials }) {
    const byName = new Map(groups.map((group) => [group.name, group]));
    const access = new Map(users.map((user) => [user.id, user]));
    const reported = new Set(credentials.map(({ id }) => id));
    const member = (id: string, name: string): PopulationMember => {
      const user = access.get(id);
      const own = user?.groups.flatMap((group) => byName.get(group) ?? []) ?? [];
      return {
        id,
        name,
        email: address.test(name) ? name : '',
        kind: 'unknown',
        active: true,
        privileged: [user, ...own].some((each) => each?.attached.some((arn) => powerful.test(arn))),
        access: [
          ...(user?.groups ?? []).map((group) => `group ${group}`),
          ...(user?.attached ?? []).map((arn) => `policy ${short(arn)}`),
          ...(user?.inline ?? []).map((policy) => `own policy ${policy}`),
        ],
        lastUsedAt: null,
      };
    };
    return [
      ...credentials.map((credential): PopulationMember => {
        const { id, name, root, password, passwordLastUsed, mfa, activeKeys, keysLastUsed } = credential;
        const known = member(id, root ? 'Root user' : name);
        const ways = [
          ...(root || password ? [mfa ? 'password and second factor' : 'password without second factor'] : []),
          ...(activeKeys > 0 ? [activeKeys === 1 ? '1 access key' : `${activeKeys} access keys`] : []),
        ];
        return {
          ...known,
          kind: root ? 'unknown' : password ? 'person' : activeKeys > 0 ? 'service' : 'unknown',
          active: root || password === true || activeKeys > 0,
          privileged: root || known.privileged,
          access: [...known.access, ...ways],
          lastUsedAt:
            [passwordLastUsed, keysLastUsed]
              .filter((at) => at !== null)
              .sort()
              .at(-1) ?? null,
        };
      }),
      // Created since the credential report was written.
      ...users.filter(({ id }) => !reported.has(id)).map(({ id, name }) => member(id, name)),
    ];
  },
};
