import type { Check, Judged } from '../collector.ts';
import type { Facts, Outsider } from './facts.ts';
import { permissionNames } from './permissions.ts';

const untold = `GitHub does not tell; the app needs "${permissionNames.organization_administration}".`;

const twoFactor: Check<Facts> = {
  id: 'github-two-factor',
  version: 1,
  title: 'The organisation requires two-factor authentication',
  calls: ['GET /orgs/{org}'],
  needs: ['organisation'],
  population: 'the organisation',
  passes: 'Two-factor authentication is required of every member and outside collaborator.',
  parameters: {},
  controls: [
    { id: 'A.5.15', because: 'Who has no second factor is kept out by the organisation itself, whatever each of them has set.' },
    { id: 'A.8.2', because: 'Owners and administrators of repositories hold privileged rights that a password alone would open.' },
  ],
  remedy:
    'Organisation settings, Authentication security: tick "Require two-factor authentication"; those without one are kept out until they have set one up.',
  empty: 'unknown',
  judge: ({ organisation }) =>
    organisation.map(({ login, twoFactorRequired: required }) => ({
      resource: login,
      name: login,
      scope: '',
      outcome: required === null ? 'unknown' : required ? 'pass' : 'fail',
      because: required === null ? untold : required ? 'Requires two-factor authentication.' : 'Does not require two-factor authentication.',
    })),
};

const membersTwoFactor: Check<Facts> = {
  id: 'github-members-two-factor',
  version: 1,
  title: 'A second factor for every member',
  calls: ['GET /orgs/{org}/members', 'GET /orgs/{org}/members?filter=2fa_disabled'],
  needs: ['members', 'withoutTwoFactor'],
  population: 'every member of the organisation',
  passes: 'The account has two-factor authentication.',
  parameters: {},
  controls: [{ id: 'A.5.15', because: 'Access to source code rests on more than a password that can be guessed, reused or phished.' }],
  remedy: 'Ask the member to set up two-factor authentication in their account settings, or remove them from the organisation until they have.',
  empty: 'unknown',
  judge({ members, withoutTwoFactor }) {
    const without = new Set(withoutTwoFactor.map(({ id }) => id));
    return members.map(({ id, login, owner }) => ({
      resource: login,
      name: login,
      scope: '',
      outcome: without.has(id) ? 'fail' : 'pass',
      because: without.has(id) ? `${owner ? 'An owner' : 'A member'} without two-factor authentication.` : 'Has two-factor authentication.',
    }));
  },
};

const basePermission: Check<Facts> = {
  id: 'github-base-permission',
  version: 1,
  title: 'Members may at most read repositories they were not added to',
  calls: ['GET /orgs/{org}'],
  needs: ['organisation'],
  population: 'the organisation',
  passes: 'The base permission is "read" or "none".',
  parameters: {},
  controls: [
    { id: 'A.5.15', because: 'Rights to write are given by team and need, not to everybody by joining.' },
    { id: 'A.8.3', because: 'Changing information is restricted to those who were granted it.' },
    { id: 'A.8.4', because: 'Write access to source code is limited to those who work on it.' },
  ],
  remedy: 'Organisation settings, Member privileges: set "Base permissions" to "Read" or "No permission", and grant write access to teams.',
  empty: 'unknown',
  judge: ({ organisation }) =>
    organisation.map(({ login, basePermission: base }): Judged => {
      const known = base !== null && ['none', 'read', 'write', 'admin'].includes(base);
      const enough = base === 'none' || base === 'read';
      const because = !known
        ? untold
        : base === 'none'
          ? 'Members reach nothing they were not added to.'
          : `Every member may ${base} every repository.`;
      return { resource: login, name: login, scope: '', outcome: known ? (enough ? 'pass' : 'fail') : 'unknown', because };
    }),
};

/**
 * GitHub keeps no record of reviews: the review itself runs over the population of accounts. What a reviewer would strike
 * out first is found here.
 */
const outsideCollaborators: Check<Facts, 'repositories'> = {
  id: 'github-outside-collaborators',
  version: 1,
  title: 'Outside collaborators administer nothing, reach little, and have a second factor',
  calls: ['GET /orgs/{org}/outside_collaborators', 'GET /repos/{owner}/{repo}/collaborators?affiliation=outside'],
  needs: ['outsiders', 'withoutTwoFactor'],
  population: 'every outside collaborator',
  passes: 'Has two-factor authentication, administers or maintains no repository, and reaches at most {repositories}.',
  parameters: { repositories: { title: 'Repositories at most', unit: 'repositories', usual: 5, min: 1, max: 1000 } },
  controls: [{ id: 'A.5.18', because: 'Rights of people outside the organisation are the first that a review of access rights has to question.' }],
  remedy: 'Organisation, People, Outside collaborators: remove the access that is no longer needed, and record the decision in an access review.',
  empty: 'not-applicable',
  judge({ outsiders, withoutTwoFactor }, { repositories: most }) {
    const without = new Set(withoutTwoFactor.map(({ id }) => id));
    return outsiders.map((each) => {
      const wrong = wrongWith(each, most, without.has(each.id));
      const because = wrong ?? `Reaches ${each.access.length === 1 ? '1 repository' : `${each.access.length} repositories`} and administers none.`;
      return { resource: each.login, name: each.login, scope: '', outcome: wrong === null ? 'pass' : 'fail', because };
    });
  },
};
function wrongWith({ access }: Outsider, most: number, withoutFactor: boolean): string | null {
  const strong = access.find(({ role }) => role === 'admin') ?? access.find(({ role }) => role === 'maintain');
  if (strong) return `${strong.role === 'admin' ? 'Administers' : 'Maintains'} ${strong.repository} from outside the organisation.`;
  if (withoutFactor) return 'Has no two-factor authentication.';
  return access.length > most ? `Reaches ${access.length} repositories; ${most} are allowed.` : null;
}

export const people = { twoFactor, membersTwoFactor, basePermission, outsideCollaborators };
