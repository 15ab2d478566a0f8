import type { Check, Judged } from '../collector.ts';
import type { Console, Facts } from './facts.ts';

/** Every rule by which one of Okta's own applications lets people in. */
const twoFactors =
  (app: Console['app']) =>
  ({ consoles }: Facts): Judged[] =>
    consoles
      .filter((each) => each.app === app)
      .flatMap(({ label, rules }): Judged[] => {
        if ('trouble' in rules) return [{ resource: app, name: label, scope: '', outcome: 'unknown', because: rules.trouble.message }];
        const active = rules.value.filter(({ active: on }) => on);
        if (active.length === 0)
          return [{ resource: app, name: label, scope: '', outcome: 'unknown', because: 'No rule of its access policy is active.' }];
        return active.map(({ id, name, allows, factors }): Judged => {
          const judged = (outcome: Judged['outcome'], because: string): Judged => ({
            resource: id,
            name: `${label}: ${name}`,
            scope: '',
            outcome,
            because,
          });
          if (!allows) return judged('pass', 'Lets nobody in.');
          if (factors === null) return judged('unknown', 'Asks for factors in a way that is not known here.');
          return factors === 2 ? judged('pass', 'Asks for two factors.') : judged('fail', 'Lets people in with one factor.');
        });
      });

const calls = ['GET /api/v1/apps', 'GET /api/v1/policies/{id}/rules'];

const adminConsole: Check<Facts> = {
  id: 'okta-admin-console-mfa',
  version: 1,
  title: 'Two factors for the Admin Console',
  calls,
  needs: ['consoles'],
  population: "every active rule of the Admin Console's access policy",
  passes: 'The rule asks for two factors, or lets nobody in.',
  parameters: {},
  controls: [{ id: 'A.8.2', because: 'Who is in the Admin Console can give themselves any access there is; a password alone must not open it.' }],
  remedy: 'Security, Authentication policies, the policy of Okta Admin Console: set every rule to "Any 2 factor types" or stricter.',
  empty: 'unknown',
  judge: twoFactors('admin'),
};

const dashboard: Check<Facts> = {
  id: 'okta-dashboard-mfa',
  version: 1,
  title: 'Two factors for the Dashboard',
  calls,
  needs: ['consoles'],
  population: "every active rule of the Dashboard's access policy",
  passes: 'The rule asks for two factors, or lets nobody in.',
  parameters: {},
  controls: [{ id: 'A.5.15', because: 'The Dashboard is the door to every application behind it, and its rule decides who comes in.' }],
  remedy: 'Security, Authentication policies, the policy of Okta Dashboard: set every rule to "Any 2 factor types" or stricter.',
  empty: 'unknown',
  judge: twoFactors('dashboard'),
};

const passwords: Check<Facts, 'length' | 'attempts'> = {
  id: 'okta-passwords',
  version: 1,
  title: 'Passwords are long, not common, and cannot be tried without end',
  calls: ['GET /api/v1/policies?type=PASSWORD'],
  needs: ['passwordPolicies'],
  population: 'every active password policy',
  passes: 'At least {length} characters, common passwords excluded, locked after at most {attempts} wrong ones.',
  parameters: {
    length: { title: 'Characters at least', unit: 'characters', usual: 12, min: 8, max: 64 },
    attempts: { title: 'Wrong passwords at most', unit: 'attempts', usual: 10, min: 3, max: 100 },
  },
  controls: [{ id: 'A.5.17', because: 'The rules for passwords are enforced where they are set, for everybody the policy holds for.' }],
  remedy:
    'Security, Authenticators, Password: in each policy set the length, tick "Restrict use of common passwords", and lock out after failed attempts.',
  empty: 'unknown',
  judge: ({ passwordPolicies }, { length, attempts }) =>
    passwordPolicies
      .filter(({ active }) => active)
      .map(({ id, name, minLength, maxAttempts, commonExcluded }): Judged => {
        const judged = (outcome: Judged['outcome'], because: string): Judged => ({ resource: id, name, scope: '', outcome, because });
        if (minLength === null) return judged('unknown', 'Okta does not tell how long passwords must be.');
        if (minLength < length) return judged('fail', `${minLength} characters are enough; ${length} are wanted.`);
        if (!commonExcluded) return judged('fail', 'Common passwords are accepted.');
        if (maxAttempts === null || maxAttempts <= 0) return judged('fail', 'Nobody is locked out, however often a wrong password is tried.');
        if (maxAttempts > attempts) return judged('fail', `${maxAttempts} wrong passwords may be tried; ${attempts} are allowed.`);
        return judged('pass', `At least ${minLength} characters, not common ones, and ${maxAttempts} attempts.`);
      }),
};

const idle: Check<Facts, 'minutes'> = {
  id: 'okta-idle-sessions',
  version: 1,
  title: 'Sessions end when nobody is there',
  calls: ['GET /api/v1/policies?type=OKTA_SIGN_ON', 'GET /api/v1/policies/{id}/rules'],
  needs: ['signOnRules'],
  population: 'every active rule of the global session policies that lets people in',
  passes: 'A session ends after at most {minutes} minutes without use.',
  parameters: { minutes: { title: 'Minutes', unit: 'minutes', usual: 15, min: 1, max: 1440 } },
  controls: [
    { id: 'A.8.5', because: 'A session that outlasts its user lets in whoever comes to the machine next, without any factor.' },
    { id: 'A.8.9', because: 'How long sessions last is part of the configuration that was decided on, and is held to it.' },
  ],
  remedy: 'Security, Global session policy: in each rule set "Maximum idle time" to the minutes allowed.',
  empty: 'unknown',
  judge: ({ signOnRules }, { minutes }) =>
    signOnRules
      .filter(({ active, allows }) => active && allows)
      .map(({ id, policy, name, idleMinutes }): Judged => {
        const judged = (outcome: Judged['outcome'], because: string): Judged => ({
          resource: id,
          name: `${policy}: ${name}`,
          scope: '',
          outcome,
          because,
        });
        if (idleMinutes === null) return judged('unknown', 'Okta does not tell when an unused session ends.');
        if (idleMinutes <= 0) return judged('fail', 'An unused session never ends.');
        return judged(
          idleMinutes > minutes ? 'fail' : 'pass',
          `An unused session ends after ${idleMinutes} minutes${idleMinutes > minutes ? `; ${minutes} are allowed` : ''}.`,
        );
      }),
};

const logs: Check<Facts> = {
  id: 'okta-log-streaming',
  version: 1,
  title: 'The system log is sent to where it is kept',
  calls: ['GET /api/v1/logStreams'],
  needs: ['logStreams'],
  population: 'the log streams of the org',
  passes: 'At least one log stream is active.',
  parameters: {},
  controls: [{ id: 'A.8.15', because: 'Okta keeps its log for 90 days; what is to be looked into later must have left it by then.' }],
  remedy: 'Reports, Log Streaming: add a stream to where logs are kept, and see that its status is active.',
  empty: 'unknown',
  judge({ logStreams }): Judged[] {
    const active = logStreams.filter(({ active: on }) => on);
    const because =
      active.length > 0
        ? `${active
            .map(({ name }) => name)
            .toSorted()
            .join(', ')} ${active.length === 1 ? 'is' : 'are'} active.`
        : logStreams.length === 0
          ? 'No log stream is set up.'
          : `None of ${logStreams.length} log streams is active.`;
    return [{ resource: 'log-streaming', name: 'Log streaming', scope: '', outcome: active.length > 0 ? 'pass' : 'fail', because }];
  },
};

export const settingChecks = { adminConsole, dashboard, passwords, idle, logs };
