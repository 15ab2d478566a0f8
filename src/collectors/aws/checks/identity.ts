import type { Check } from '../../collector.ts';
import { usage } from '../../judgements.ts';
import { counted, days, daysSince, fail, notApplicable, on, pass, some, unknown, verdict } from '../../words.ts';
import type { AwsFacts } from '../facts.ts';

const root = 'Root user';
const accountWide = (id: string, name: string) => on({ id, name });

export const rootMfa: Check<AwsFacts> = {
  id: 'aws-root-mfa',
  version: 1,
  title: 'Multi-factor sign-in for the root user',
  calls: ['iam:GetAccountSummary'],
  needs: ['summary'],
  population: 'the root user of the account',
  passes: 'A second factor is set; a root user without a password cannot sign in and needs none.',
  parameters: {},
  controls: [
    { id: 'A.5.15', because: 'The root user stands above every rule of access; a password alone must not open it.' },
    { id: 'A.5.17', because: 'A second factor protects the most powerful secret of the account when its password is known to others.' },
    { id: 'A.8.5', because: 'Sign-in is as strong as the access behind it, and there is none stronger than this.' },
  ],
  remedy: 'Sign in as the root user, open Security credentials, and assign an MFA device; keep a second one in a safe.',
  empty: 'unknown',
  judge: ({ summary }) =>
    summary.map(({ id, rootMfa: set, rootPassword }) => {
      const it = accountWide(id, root);
      if (set === null) return unknown(it, 'AWS has not said whether a second factor is set.');
      if (set) return pass(it, 'A second factor is set.');
      return rootPassword === false
        ? notApplicable(it, 'The root user has no password: nobody can sign in with it.')
        : fail(it, 'No second factor is set.');
    }),
};

export const rootKeys: Check<AwsFacts> = {
  id: 'aws-root-keys',
  version: 1,
  title: 'No access keys of the root user',
  calls: ['iam:GetAccountSummary'],
  needs: ['summary'],
  population: 'the root user of the account',
  passes: 'The root user has no access key.',
  parameters: {},
  controls: [{ id: 'A.5.15', because: 'A key of the root user may do everything and cannot be limited by any policy.' }],
  remedy: 'Move what uses the key to a role, then sign in as the root user and delete the key under Security credentials.',
  empty: 'unknown',
  judge: ({ summary }) =>
    summary.map(({ id, rootKeys: keys }) =>
      keys === null
        ? unknown(accountWide(id, root), 'AWS has not said whether there are keys.')
        : verdict(accountWide(id, root), keys === 0, `The root user has ${counted(keys, 'access key')}.`),
    ),
};

export const consoleMfa: Check<AwsFacts> = {
  id: 'aws-console-mfa',
  version: 1,
  title: 'Multi-factor sign-in for every user with a password',
  calls: ['iam:GenerateCredentialReport', 'iam:GetCredentialReport'],
  needs: ['credentials'],
  population: 'every IAM user with a password for the console',
  passes: 'A second factor is set.',
  parameters: {},
  controls: [
    { id: 'A.5.15', because: 'Who may enter the console decides who may change the systems; a password alone does not decide it.' },
    { id: 'A.5.17', because: 'A second factor keeps a stolen or guessed password from being enough.' },
    { id: 'A.8.5', because: 'The console is reachable from everywhere and needs more than a password to sign in.' },
  ],
  remedy:
    'Have the user set a second factor (IAM, Users, Security credentials), or remove the password with aws iam delete-login-profile. AWS renews its report every four hours.',
  empty: 'not-applicable',
  judge: ({ credentials }) =>
    credentials
      .filter(({ root: isRoot, password }) => !isRoot && password !== false)
      .map(({ id, name, password, mfa }) => {
        const it = on({ id, name });
        if (password === null) return unknown(it, 'The credential report does not say whether the user has a password.');
        return verdict(it, mfa, mfa ? 'Has a password and a second factor.' : 'Has a password and no second factor.');
      }),
};

export const passwordLength: Check<AwsFacts, 'length'> = {
  id: 'aws-password-length',
  version: 1,
  title: 'Long passwords for users of the console',
  calls: ['iam:GetAccountPasswordPolicy'],
  needs: ['passwordPolicy'],
  population: 'the password policy of the account',
  passes: 'Passwords have at least {length} characters.',
  parameters: { length: { title: 'Shortest password', unit: 'characters', usual: 14, min: 8, max: 128 } },
  controls: [
    { id: 'A.5.15', because: 'The rule on access asks for passwords that cannot be guessed; the account must enforce it.' },
    { id: 'A.5.17', because: 'The length of a password is the part of its strength that the account can demand of everybody.' },
  ],
  remedy: 'IAM, Account settings, Edit password policy; or aws iam update-account-password-policy --minimum-password-length 14.',
  empty: 'unknown',
  judge: ({ passwordPolicy }, { length }) =>
    passwordPolicy.map(({ id, minimumLength }) => {
      const it = on({ id, name: 'Password policy' });
      return minimumLength === null
        ? fail(it, 'The account has no password policy of its own.')
        : verdict(it, minimumLength >= length, `Passwords need ${minimumLength} characters; ${length} are wanted.`);
    }),
};

export const keyAge: Check<AwsFacts, 'days'> = {
  id: 'aws-key-age',
  version: 1,
  title: 'Access keys are renewed in time',
  calls: ['iam:GetCredentialReport', 'iam:ListAccessKeys'],
  needs: ['accessKeys'],
  population: 'every active access key of an IAM user',
  passes: 'The key is at most {days} days old.',
  parameters: { days: { title: 'Oldest key', unit: 'days', usual: 90, min: 1, max: 730 } },
  controls: [{ id: 'A.5.15', because: 'A key that is never renewed keeps giving access to whoever has copied it.' }],
  remedy: 'Create a second key, move what uses the first, then deactivate and delete the first; better, use a role that needs no key.',
  empty: 'not-applicable',
  judge: ({ accessKeys }, { days: most }, now) =>
    accessKeys
      .filter(({ active }) => active)
      .map(({ id, user, createdAt }) => {
        const it = on({ id, name: `${user} ${id}` });
        const age = daysSince(createdAt, now);
        return age === null ? unknown(it, 'AWS has not said when the key was created.') : verdict(it, age <= most, `The key is ${days(age)} old.`);
      }),
};

export const keyUnused: Check<AwsFacts, 'days'> = {
  id: 'aws-key-unused',
  version: 1,
  title: 'No access keys that nobody uses',
  calls: ['iam:GetCredentialReport', 'iam:ListAccessKeys', 'iam:GetAccessKeyLastUsed'],
  needs: ['accessKeys'],
  population: 'every active access key of an IAM user',
  passes: 'The key was used, or created, in the last {days} days.',
  parameters: { days: { title: 'Longest time without use', unit: 'days', usual: 45, min: 1, max: 365 } },
  controls: [
    { id: 'A.5.15', because: 'Access without a use has no business reason any more.' },
    { id: 'A.5.18', because: 'Access rights that are not needed any more are taken back.' },
  ],
  remedy: 'Deactivate the key (aws iam update-access-key --status Inactive), wait a week, then delete it.',
  empty: 'not-applicable',
  judge: ({ accessKeys }, { days: most }, now) =>
    accessKeys
      .filter(({ active }) => active)
      .map(({ id, user, createdAt, lastUsedAt }) => {
        const it = on({ id, name: `${user} ${id}` });
        const { outcome, age, never } = usage(lastUsedAt, createdAt, most, now);
        if (age === null) return unknown(it, 'AWS has not said when the key was created or used.');
        const because = never ? `The key has never been used since it was created ${days(age)} ago.` : `The key was last used ${days(age)} ago.`;
        return { ...it, outcome, because };
      }),
};

export const userPolicies: Check<AwsFacts> = {
  id: 'aws-user-policies',
  version: 1,
  title: 'Permissions come from groups and roles, not from users',
  calls: ['iam:GetAccountAuthorizationDetails'],
  needs: ['users'],
  population: 'every IAM user',
  passes: 'No policy is attached to the user or written into it.',
  parameters: {},
  controls: [
    { id: 'A.5.15', because: 'Access follows a role somebody has; what is granted to one person alone is forgotten when the role changes.' },
  ],
  remedy: 'Put the user into a group that carries the policy, then detach the policy from the user.',
  empty: 'not-applicable',
  judge: ({ users }) =>
    users.map(({ id, name, attached, inline }) => {
      const own = [...attached.map((arn) => arn.slice(arn.lastIndexOf('/') + 1)), ...inline];
      return verdict(
        on({ id, name }),
        own.length === 0,
        own.length === 0 ? 'Has no policies of its own.' : `Has ${counted(own.length, 'policy', 'policies')} of its own: ${some(own)}.`,
      );
    }),
};

export const administrators: Check<AwsFacts, 'users' | 'roles'> = {
  id: 'aws-administrators',
  version: 1,
  title: 'Few administrators',
  calls: ['iam:ListEntitiesForPolicy', 'iam:GetAccountAuthorizationDetails'],
  needs: ['administrators', 'users'],
  population: 'users (directly or through a group) and roles with AdministratorAccess',
  passes: 'At most {users} users and {roles} roles hold AdministratorAccess.',
  parameters: {
    users: { title: 'Most users', unit: 'users', usual: 4, min: 0, max: 100 },
    roles: { title: 'Most roles', unit: 'roles', usual: 4, min: 0, max: 100 },
  },
  controls: [
    { id: 'A.5.18', because: 'The broadest rights are given to few, and the list of those few is looked at.' },
    { id: 'A.8.2', because: 'AdministratorAccess is the privileged access right of the account.' },
  ],
  remedy: 'Detach AdministratorAccess from whoever does not administer the account; give them a policy for what they do.',
  empty: 'unknown',
  judge: ({ administrators: found, users }, most) =>
    found.flatMap(({ id, users: direct, groups, roles }) => {
      const through = users.filter((user) => user.groups.some((group) => groups.includes(group))).map(({ name }) => name);
      const people = [...new Set([...direct, ...through])].sort();
      const of = (kind: 'users' | 'roles', names: string[]) =>
        verdict(
          on({ id: `${id}:${kind}`, name: kind === 'users' ? 'Users' : 'Roles' }),
          names.length <= most[kind],
          names.length === 0
            ? `No ${kind} hold AdministratorAccess.`
            : `${counted(names.length, kind.slice(0, -1))} of at most ${most[kind]}: ${some(names)}.`,
        );
      return [of('users', people), of('roles', [...roles].sort())];
    }),
};
