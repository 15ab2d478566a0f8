import type { Check, Judged } from '../collector.ts';
import { usage } from '../judgements.ts';
import { canSignIn, type Facts } from './facts.ts';

/** What a mailbox or a memory opens is no second factor beside a password. */
const weak = new Set(['question', 'email']);

const factors: Check<Facts> = {
  id: 'okta-factors',
  version: 1,
  title: 'A second factor for every user who can sign in',
  calls: ['GET /api/v1/users', 'GET /api/v1/users/{id}/factors'],
  needs: ['factors'],
  population: 'every user who can sign in',
  passes: 'At least one factor is active that is neither a security question nor an e-mail.',
  parameters: {},
  controls: [
    { id: 'A.5.17', because: 'What people authenticate with is more than a password: somebody without a factor has nothing else to show.' },
    { id: 'A.8.5', because: 'Policies that ask for a second factor protect nobody who has none, and let them enrol one with the password alone.' },
  ],
  remedy: 'Security, Authenticators, Enrollment: make an authenticator required, and have the users named here enrol one under supervision.',
  empty: 'unknown',
  judge: ({ factors: all }) =>
    all.map(({ id, login, factors: own }): Judged => {
      const judged = (outcome: Judged['outcome'], because: string): Judged => ({ resource: id, name: login, scope: '', outcome, because });
      if ('trouble' in own) return judged('unknown', own.trouble.message);
      const strong = own.value.filter((kind) => !weak.has(kind));
      if (strong.length > 0) return judged('pass', `Has ${[...new Set(strong)].toSorted().join(', ')}.`);
      return judged(
        'fail',
        own.value.length === 0
          ? 'Has no factor beside the password.'
          : `Has only ${[...new Set(own.value)].toSorted().join(', ')} beside the password.`,
      );
    }),
};

const inactive: Check<Facts, 'days'> = {
  id: 'okta-inactive-users',
  version: 1,
  title: 'No account lies unused',
  calls: ['GET /api/v1/users'],
  needs: ['users'],
  population: 'every user who can sign in',
  passes: 'Signed in within {days} days; who never has, was created within them.',
  parameters: { days: { title: 'Days', unit: 'days', usual: 90, min: 1, max: 730 } },
  controls: [
    { id: 'A.5.16', because: 'An identity that nobody uses belongs to somebody who has left or never needed it.' },
    { id: 'A.5.18', because: 'Access that is not used is removed before somebody else finds it.' },
  ],
  remedy: 'Directory, People: ask whoever answers for the user, then suspend or deactivate the account.',
  empty: 'unknown',
  judge: ({ users }, { days }, now) =>
    users.filter(canSignIn).map(({ id, login, lastLogin, createdAt }): Judged => {
      const { outcome, age, never } = usage(lastLogin, createdAt, days, now);
      const ago = age === 0 ? 'today' : age === 1 ? '1 day ago' : `${age} days ago`;
      const because =
        age === null
          ? 'Okta does not tell when this user last signed in.'
          : never
            ? `Never signed in; was created ${ago}.`
            : `Signed in ${ago}${age > days ? `; ${days} days are allowed` : ''}.`;
      return { resource: id, name: login, scope: '', outcome, because };
    }),
};

const apiTokens: Check<Facts> = {
  id: 'okta-api-tokens',
  version: 1,
  title: 'No API token acts as a super administrator',
  calls: ['GET /api/v1/api-tokens', 'GET /api/v1/users/{id}/roles'],
  needs: ['apiTokens'],
  population: 'every API token',
  passes: 'Whoever the token acts for is not a super administrator.',
  parameters: {},
  controls: [
    { id: 'A.5.15', because: 'A token carries all rights of whoever made it, and reaches further than what it is used for.' },
    { id: 'A.8.2', because: 'The highest rights are kept for people who sign in with a second factor, not for a string in a file.' },
  ],
  remedy:
    'Replace the token by a service app with the scopes that it needs, or make it anew as a user with a narrow role; then revoke it under Security, API, Tokens.',
  empty: 'not-applicable',
  judge: ({ apiTokens: tokens }) =>
    tokens.map(({ id, name, roles }): Judged => {
      if ('trouble' in roles) return { resource: id, name, scope: '', outcome: 'unknown', because: roles.trouble.message };
      const above = roles.value.includes('SUPER_ADMIN');
      const because = above
        ? 'Acts for a super administrator.'
        : roles.value.length === 0
          ? 'Acts for a user without an administrator role.'
          : `Acts for a user with ${roles.value.toSorted().join(', ')}.`;
      return { resource: id, name, scope: '', outcome: above ? 'fail' : 'pass', because };
    }),
};

export const people = { factors, inactive, apiTokens };
