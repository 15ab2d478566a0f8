import type { Check, Judged } from '../collector.ts';
import { fewOf, signedIn } from '../judgements.ts';
import type { Facts, User } from './facts.ts';
import { settingsOf, type Setting } from './policies.ts';

const usersCall = 'GET /admin/directory/v1/users';
const policiesCall = 'GET cloudidentity.googleapis.com/v1/policies';
const active = ({ suspended, archived }: User) => !suspended && !archived;

const ofUser = (user: User, outcome: Judged['outcome'], because: string): Judged => ({
  resource: user.id,
  name: user.email,
  scope: '',
  outcome,
  because,
});
const ofSetting = ({ id, name }: Setting, outcome: Judged['outcome'], because: string): Judged => ({
  resource: id,
  name,
  scope: '',
  outcome,
  because,
});

const enrolled: Check<Facts> = {
  id: 'google-two-step',
  version: 1,
  title: 'Every active user has set up 2-Step Verification',
  calls: [usersCall],
  needs: ['users'],
  population: 'every user who is neither suspended nor archived',
  passes: 'The user is enrolled in 2-Step Verification.',
  parameters: {},
  controls: [
    { id: 'A.5.15', because: 'Access with a password alone is open to whoever learns the password.' },
    { id: 'A.8.5', because: 'A second step is what secure authentication means for accounts reachable from anywhere.' },
  ],
  remedy: 'Ask them to enrol at myaccount.google.com/signinoptions/two-step-verification; Reports › User reports › Security shows who has.',
  empty: 'unknown',
  judge: ({ users }) =>
    users
      .filter(active)
      .map((user) =>
        user.enrolled ? ofUser(user, 'pass', 'Enrolled in 2-Step Verification.') : ofUser(user, 'fail', 'Not enrolled in 2-Step Verification.'),
      ),
};

const enforced: Check<Facts> = {
  id: 'google-two-step-enforced',
  version: 1,
  title: '2-Step Verification is enforced for every active user',
  calls: [usersCall],
  needs: ['users'],
  population: 'every user who is neither suspended nor archived',
  passes: 'The user cannot sign in without a second step.',
  parameters: {},
  controls: [{ id: 'A.5.15', because: 'A rule of access control holds when nobody can leave it out.' }],
  remedy: 'Admin console › Security › Authentication › 2-step verification: Enforcement on, in every organizational unit; new users get a week.',
  empty: 'unknown',
  judge: ({ users }) =>
    users
      .filter(active)
      .map((user) =>
        user.enforced ? ofUser(user, 'pass', 'A second step is enforced.') : ofUser(user, 'fail', `A second step is not enforced in ${user.unit}.`),
      ),
};

const superAdmins: Check<Facts, 'least' | 'most'> = {
  id: 'google-super-administrators',
  version: 1,
  title: 'Few super administrators, and more than one',
  calls: [usersCall],
  needs: ['users'],
  population: 'the super administrators who are not suspended',
  passes: 'There are between {least} and {most}.',
  parameters: {
    least: { title: 'At least', unit: 'administrators', usual: 2, min: 1, max: 10 },
    most: { title: 'At most', unit: 'administrators', usual: 4, min: 1, max: 50 },
  },
  controls: [
    { id: 'A.5.15', because: 'Access to everything is given to the few whose task it is.' },
    { id: 'A.8.2', because: 'The widest privileged right is limited, and somebody can stand in for its holder.' },
  ],
  remedy: 'Admin console › Account › Admin roles › Super Admin: give those who do with less a smaller role; keep two.',
  empty: 'unknown',
  judge: ({ users }, between) => {
    const found = users
      .filter((user) => user.superAdmin && active(user))
      .map(({ email }) => email)
      .sort();
    // A customer always has one: none at all means that it was not told.
    if (found.length === 0) return [];
    const { outcome, names } = fewOf(found, between);
    return [
      {
        resource: 'super-administrators',
        name: 'Super administrators',
        scope: '',
        outcome,
        because: `${found.length} ${found.length === 1 ? 'is' : 'are'} super administrator: ${names}.`,
      },
    ];
  },
};

const inactive: Check<Facts, 'days'> = {
  id: 'google-inactive-users',
  version: 1,
  title: 'No active user that nobody uses',
  calls: [usersCall],
  needs: ['users'],
  population: 'every user',
  passes: 'Signed in within {days} days, created within them, or suspended.',
  parameters: { days: { title: 'Days without a sign-in', unit: 'days', usual: 90, min: 7, max: 730 } },
  controls: [
    { id: 'A.5.16', because: 'An identity that nobody uses belongs to nobody and is ended.' },
    { id: 'A.5.18', because: 'Access rights that are not used are not needed and are taken away.' },
  ],
  remedy: 'Ask whom the account belongs to; suspend it in Admin console › Directory › Users, and delete it once its data has moved.',
  empty: 'unknown',
  judge: ({ users }, { days }, now) =>
    users.map((user) => {
      if (!active(user)) return ofUser(user, 'not-applicable', user.suspended ? 'The user is suspended.' : 'The user is archived.');
      const { outcome, because } = signedIn(user.lastUsedAt, user.createdAt, days, now);
      return ofUser(user, outcome, because);
    }),
};

const password: Check<Facts, 'length'> = {
  id: 'google-password-policy',
  version: 1,
  title: 'Passwords are long, strong and new',
  calls: [policiesCall, 'GET /admin/directory/v1/customer/{id}/orgunits'],
  needs: ['policies', 'units'],
  population: 'the password policy of every organizational unit that has one',
  passes: 'At least {length} characters, strong passwords enforced, no reuse.',
  parameters: { length: { title: 'Least length', unit: 'characters', usual: 14, min: 8, max: 100 } },
  controls: [
    { id: 'A.5.17', because: 'How passwords are made up is a rule for authentication information, and the system is who holds people to it.' },
  ],
  remedy: 'Admin console › Security › Authentication › Password management, in each organizational unit that is named.',
  empty: 'unknown',
  judge: ({ policies, units }, { length }) =>
    settingsOf(policies, units, 'security.password').map((setting) => {
      const { minimumLength, allowedStrength, allowReuse } = setting.value;
      if (typeof minimumLength !== 'number' || typeof allowedStrength !== 'string' || typeof allowReuse !== 'boolean')
        return ofSetting(setting, 'unknown', 'Google does not tell all of the policy.');
      const faults = [
        ...(minimumLength < length ? [`${minimumLength} characters are enough`] : []),
        ...(allowedStrength === 'STRONG' ? [] : ['weak passwords are taken']),
        ...(allowReuse ? ['old passwords are taken again'] : []),
      ];
      if (faults.length === 0) return ofSetting(setting, 'pass', `At least ${minimumLength} characters, strong, and not used before.`);
      const sentence = faults.join(', ');
      return ofSetting(setting, 'fail', `${sentence[0]!.toUpperCase()}${sentence.slice(1)}.`);
    }),
};

/** How a setting stands by the word that Google tells; a word that is not known here is unknown. */
type Words = ReadonlyMap<unknown, readonly [Judged['outcome'], string]>;
const byWord =
  (field: string, what: string, words: Words) =>
  (setting: Setting): Judged =>
    ofSetting(setting, ...(words.get(setting.value[field]) ?? (['unknown', `Google tells a ${what} that is not known here.`] as const)));

const appAccess: Words = new Map([
  ['BLOCK_ALL_SCOPES', ['pass', 'Apps that nobody looked at are blocked.']],
  ['ALLOW_SIGN_IN_SCOPES_ONLY', ['pass', 'Apps that nobody looked at may be signed in to, and read no data.']],
  ['ALLOW_ALL_SCOPES', ['fail', 'Apps that nobody looked at may read data of whoever lets them.']],
  ['UNSPECIFIED_UBER_BLOCK', ['fail', 'Nothing is set: apps that nobody looked at may read data of whoever lets them.']],
]);

const thirdParty: Check<Facts> = {
  id: 'google-third-party-apps',
  version: 1,
  title: 'Third-party apps get no data before somebody looked at them',
  calls: [policiesCall, 'GET /admin/directory/v1/customer/{id}/orgunits'],
  needs: ['policies', 'units'],
  population: 'the setting for unconfigured third-party apps of every organizational unit that has one',
  passes: 'Unconfigured apps are blocked, or may be signed in to only.',
  parameters: {},
  controls: [
    { id: 'A.8.7', because: 'An app that is let in by one click is a way for malicious software to reach mail and files.' },
    { id: 'A.8.19', because: 'What may work with the data of the organization is decided, and not installed by whoever likes it.' },
  ],
  remedy: 'Admin console › Security › Access and data control › API controls › Settings › Unconfigured third-party apps, in each unit that is named.',
  empty: 'unknown',
  judge: ({ policies, units }) =>
    settingsOf(policies, units, 'api_controls.unconfigured_third_party_apps').map(byWord('accessLevel', 'level', appAccess)),
};

const sharingModes: Words = new Map([
  ['DISALLOWED', ['pass', 'Nothing is shared outside.']],
  ['ALLOWLISTED_DOMAINS', ['pass', 'Files are shared with listed domains only.']],
  ['ALLOWED', ['fail', 'Files may be shared with anybody outside.']],
]);

const sharing: Check<Facts> = {
  id: 'google-drive-sharing',
  version: 1,
  title: 'Files are shared outside with known domains only',
  calls: [policiesCall, 'GET /admin/directory/v1/customer/{id}/orgunits'],
  needs: ['policies', 'units'],
  population: 'the sharing setting of Drive of every organizational unit that has one',
  passes: 'Sharing outside is off, or limited to listed domains, and files are not published to the web.',
  parameters: {},
  controls: [
    { id: 'A.5.10', because: 'What may be handed to people outside is part of the acceptable use of information.' },
    { id: 'A.5.15', because: 'Who outside gets access follows a rule and not the mood of a moment.' },
    { id: 'A.8.3', because: 'Access to files is restricted where they lie.' },
  ],
  remedy:
    'Admin console › Apps › Google Workspace › Drive and Docs › Sharing settings, in each unit that is named. Where trust rules are on they decide instead: look there, and record this as an exception.',
  empty: 'unknown',
  judge: ({ policies, units }) =>
    settingsOf(policies, units, 'drive_and_docs.external_sharing').map((setting) =>
      setting.value['externalSharingMode'] === 'ALLOWLISTED_DOMAINS' && setting.value['allowPublishingFiles'] === true
        ? ofSetting(setting, 'fail', 'Files may be published to the web.')
        : byWord('externalSharingMode', 'mode', sharingModes)(setting),
    ),
};

const auditLog: Check<Facts, 'days'> = {
  id: 'google-admin-log',
  version: 1,
  title: 'What administrators do is logged',
  calls: ['GET /admin/reports/v1/activity/users/all/applications/admin'],
  needs: ['auditEvents'],
  population: 'the latest entry of the log of administrators',
  passes: 'It is at most {days} days old.',
  parameters: { days: { title: 'Age of the latest entry', unit: 'days', usual: 30, min: 1, max: 180 } },
  controls: [
    { id: 'A.8.15', because: 'What administrators change is among the events a log must hold, and one that has stopped looks like a quiet month.' },
  ],
  remedy: 'Admin console › Reporting › Audit and investigation › Admin log events: look whether entries arrive; change a setting and look again.',
  empty: 'unknown',
  judge: ({ auditEvents }, { days }, now) =>
    auditEvents.map(({ at }) => {
      const age = (now.getTime() - Date.parse(at)) / 86_400_000;
      return {
        resource: 'admin-log',
        name: 'Log of administrators',
        scope: '',
        outcome: Number.isNaN(age) ? 'unknown' : age > days ? 'fail' : 'pass',
        because: Number.isNaN(age)
          ? 'The latest entry has no time.'
          : age > days
            ? `The latest entry is of ${at.slice(0, 10)}, more than ${days} days ago.`
            : `The latest entry is at most ${days} days old.`,
      };
    }),
};

export const checks = [enrolled, enforced, superAdmins, inactive, password, thirdParty, sharing, auditLog];
