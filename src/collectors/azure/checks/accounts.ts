import type { Check } from '../../collector.ts';
import { fewOf, signedIn } from '../../judgements.ts';
import type { Facts } from '../facts.ts';
import { holdersOf } from '../people.ts';

const mfaCapable: Check<Facts> = {
  id: 'azure-mfa-registered',
  version: 1,
  title: 'Every user has registered a second factor',
  calls: ['GET /reports/authenticationMethods/userRegistrationDetails'],
  needs: ['registrations'],
  population: 'every user in the report of registered methods',
  passes: 'The user has registered a strong method and is allowed to use it.',
  parameters: {},
  controls: [{ id: 'A.8.5', because: 'A second factor can be asked only of those who have set one up.' }],
  remedy:
    'Entra admin center › Protection › Authentication methods › User registration details names them; have each register at aka.ms/mfasetup, or run a registration campaign.',
  empty: 'unknown',
  judge: ({ registrations }) =>
    registrations.map(({ id, name, principal, guest, capable, methods }) => ({
      resource: id,
      name: principal || name,
      scope: '',
      outcome: capable ? 'pass' : guest ? 'not-applicable' : 'fail',
      because: capable
        ? `Can use ${methods.length === 0 ? 'a second factor' : methods.join(', ')}.`
        : guest
          ? 'A guest registers where they come from.'
          : methods.length === 0
            ? 'Has registered no method.'
            : `Has registered ${methods.join(', ')}, which is no second factor that may be used.`,
    })),
};

const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';

const fewGlobalAdmins: Check<Facts, 'least' | 'most'> = {
  id: 'azure-global-administrators',
  version: 1,
  title: 'Few global administrators, and more than one',
  calls: [
    'GET /roleManagement/directory/roleAssignments',
    'GET /roleManagement/directory/roleEligibilitySchedules',
    'GET /groups/delta',
    'GET /users',
  ],
  needs: ['roles', 'eligibleRoles', 'groups', 'users'],
  population: 'the holders of the role Global Administrator, eligible ones and members of groups included',
  passes: 'Between {least} and {most} hold the role or may take it on.',
  parameters: {
    least: { title: 'At least', unit: 'administrators', usual: 2, min: 1, max: 10 },
    most: { title: 'At most', unit: 'administrators', usual: 4, min: 1, max: 50 },
  },
  controls: [
    { id: 'A.5.2', because: 'Who may do everything is a role given to named people, with somebody to stand in.' },
    { id: 'A.8.2', because: 'The widest privileged right is kept to the few who need it.' },
  ],
  remedy:
    'Entra admin center › Roles & admins › Global Administrator: remove those who do with a smaller role; keep two accounts so that one can stand in for the other.',
  empty: 'unknown',
  judge: (facts, between) => {
    const all = holdersOf(facts).filter(({ role }) => role.id === globalAdministrator);
    // A tenant always has one: none at all means that the roles were not told.
    if (all.length === 0) return [];
    const found = new Map<string, string>();
    for (const { id, name, eligible, via } of all)
      if (!found.has(id) || !eligible) found.set(id, `${name}${eligible ? ' (eligible)' : ''}${via === null ? '' : ` (through “${via}”)`}`);
    const { outcome, names } = fewOf([...found.values()].sort(), between);
    return [
      {
        resource: globalAdministrator,
        name: 'Global Administrator',
        scope: '',
        outcome,
        because: `${found.size} ${found.size === 1 ? 'holds' : 'hold'} the role: ${names}.`,
      },
    ];
  },
};

const guestRoles = new Map(
  Object.entries({
    'a0b1b346-4d3e-4e8b-98f8-753987be4970': 'Guests see as much of the directory as members.',
    '10dae51f-b6af-4016-8d66-8c2a99b929b3': 'Guests see members and groups they belong to; less is possible.',
    '2af84b1e-32c8-42b7-82bc-daa82404023b': 'Guests see only themselves.',
  }),
);
const strictest = '2af84b1e-32c8-42b7-82bc-daa82404023b';
const inviters = new Map(
  Object.entries({
    everyone: 'Everybody may invite guests, guests too.',
    adminsGuestInvitersAndAllMembers: 'Every member may invite guests.',
    adminsAndGuestInviters: 'Only administrators and those in the role Guest Inviter may invite guests.',
    none: 'Nobody may invite guests.',
  }),
);

const guestsRestricted: Check<Facts> = {
  id: 'azure-guests-restricted',
  version: 1,
  title: 'Guests see little and are invited by few',
  calls: ['GET /policies/authorizationPolicy'],
  needs: ['tenantPolicies'],
  population: 'what guests may see, and who may invite them',
  passes: 'Guests see only themselves; only administrators and guest inviters invite.',
  parameters: {},
  controls: [
    { id: 'A.5.15', because: 'People from outside get the access they need, and a directory of everybody is not part of it.' },
    { id: 'A.5.18', because: 'An invitation gives access rights, so it is for those who are allowed to give them.' },
    { id: 'A.8.3', because: 'The list of people and groups is information whose reading is restricted.' },
  ],
  remedy:
    'Entra admin center › External Identities › External collaboration settings: the most restrictive guest access, and invitations by specific admin roles only.',
  empty: 'unknown',
  judge: ({ tenantPolicies }) =>
    tenantPolicies.flatMap(({ guestRole, whoInvites }) => [
      {
        resource: 'guest-access',
        name: 'What guests see',
        scope: '',
        outcome: guestRole === strictest ? 'pass' : guestRoles.has(guestRole) ? 'fail' : 'unknown',
        because: guestRoles.get(guestRole) ?? 'The tenant has a setting that is not known here.',
      },
      {
        resource: 'guest-invitations',
        name: 'Who invites guests',
        scope: '',
        outcome: whoInvites === 'none' || whoInvites === 'adminsAndGuestInviters' ? 'pass' : inviters.has(whoInvites) ? 'fail' : 'unknown',
        because: inviters.get(whoInvites) ?? 'The tenant has a setting that is not known here.',
      },
    ]),
};

const noStaleUsers: Check<Facts, 'days'> = {
  id: 'azure-inactive-users',
  version: 1,
  title: 'No enabled user that nobody uses',
  calls: ['GET /users?$select=signInActivity'],
  needs: ['users'],
  population: 'every user, guests included',
  passes: 'Signed in within {days} days, created within them, or disabled.',
  parameters: { days: { title: 'Days without a sign-in', unit: 'days', usual: 90, min: 7, max: 730 } },
  controls: [
    { id: 'A.5.16', because: 'An identity that nobody uses belongs to nobody and is ended.' },
    { id: 'A.5.18', because: 'Access rights that are not used are not needed and are taken away.' },
  ],
  remedy: 'Ask whom the account belongs to; disable it in Entra admin center › Users, and delete it when nobody misses it.',
  empty: 'unknown',
  judge: ({ users }, { days }, now) =>
    users.map(({ id, name, principal, enabled, createdAt, lastUsed }) => {
      const here = { resource: id, name: principal || name, scope: '' };
      if (!enabled) return { ...here, outcome: 'not-applicable', because: 'The account is disabled.' };
      if ('trouble' in lastUsed) return { ...here, outcome: 'unknown', because: lastUsed.trouble.message };
      return { ...here, ...signedIn(lastUsed.value, createdAt, days, now) };
    }),
};

const signInsLogged: Check<Facts, 'hours'> = {
  id: 'azure-sign-in-log',
  version: 1,
  title: 'Sign-ins are logged',
  calls: ['GET /auditLogs/signIns?$top=1'],
  needs: ['signIns'],
  population: 'the latest entry of the sign-in log',
  passes: 'It is at most {hours} hours old.',
  parameters: { hours: { title: 'Age of the latest entry', unit: 'hours', usual: 24, min: 1, max: 168 } },
  controls: [{ id: 'A.8.15', because: 'Sign-ins are among the events a log must hold, and a log that has stopped looks like a quiet day.' }],
  remedy: 'Entra admin center › Monitoring & health › Sign-in logs: look whether entries arrive, and whether the licence for Entra ID P1 has ended.',
  empty: 'unknown',
  judge: ({ signIns }, { hours }, now) =>
    signIns.map(({ at }) => {
      const age = (now.getTime() - Date.parse(at)) / 3_600_000;
      return {
        resource: 'sign-in-log',
        name: 'Sign-in log',
        scope: '',
        outcome: Number.isNaN(age) ? 'unknown' : age > hours ? 'fail' : 'pass',
        because: Number.isNaN(age)
          ? 'The latest entry has no time.'
          : age > hours
            ? `The latest entry is ${Math.floor(age)} hours old.`
            : `The latest entry is at most ${hours} hours old.`,
      };
    }),
};

export const accountChecks = [mfaCapable, fewGlobalAdmins, guestsRestricted, noStaleUsers, signInsLogged];
