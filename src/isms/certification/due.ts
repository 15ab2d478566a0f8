import { addDays } from '../days.ts';
import type { Isms } from '../isms.ts';
import type { Waiting } from '../reminders/due.ts';
import { cycleOf, planBy } from './cycle.ts';
import { shownFinding } from './findings.ts';
import { openConcerns } from './window.ts';
import { ismsManagers } from '../people/roles.ts';

/** Something of the certification that somebody must do by a day. */
export interface Due {
  key: string;
  text: string;
  /** Null: whoever holds the role of the ISMS manager. */
  person: string | null;
  dueOn: string | null;
  /** The part of the room. */
  part: string;
  /** Whether it would cost the certificate. */
  grave: boolean;
}

/** Days before its day on which people hear of it. */
export const notice = 21;

/** What the certification asks people to do now: answers, concerns, and dates to be agreed. */
export function certificationDue(isms: Isms, day: string): Due[] {
  const soon = addDays(day, notice);
  const owners = new Map(isms.nonconformities.map(({ id, owner }) => [id, owner]));
  const answers = isms.certificationFindings
    .map((each) => shownFinding(isms, each, day))
    .filter(({ state, answerBy }) => (state === 'open' || state === 'overdue') && (answerBy === null || answerBy <= soon))
    .map(({ id, title, answerBy, nonconformity, grade }): Due => ({
      key: id,
      text: `Answer ${id} ${title}`,
      person: (nonconformity && owners.get(nonconformity)) ?? null,
      dueOn: answerBy,
      part: 'findings',
      grave: grade === 'major',
    }));
  const verifications = isms.certificationFindings
    .map((each) => shownFinding(isms, each, day))
    .filter(({ verifyBy, verifiedOn, state }) => verifyBy !== null && verifiedOn === null && (state === 'lost' || verifyBy <= addDays(day, 60)))
    .map(({ id, title, verifyBy, state }): Due => ({
      key: `${id}.verify`,
      text: state === 'lost' ? `Agree a new Stage 2: ${id} ${title} was not verified in time` : `Have ${id} ${title} verified`,
      person: null,
      dueOn: verifyBy,
      part: 'findings',
      grave: true,
    }));
  const concerns = openConcerns(isms)
    .filter(({ dueOn }) => dueOn === null || dueOn <= soon)
    .map(({ id, title, owner, dueOn }): Due => ({ key: id, text: `Close ${id} ${title}`, person: owner, dueOn, part: 'stage-1', grave: false }));
  const cycle = cycleOf(isms, day);
  const dates = cycle.milestones
    .filter(({ id, state }) => (id === 'surveillance-1' || id === 'surveillance-2' || id === 'planning') && (state === 'due' || state === 'late'))
    // A date that is agreed, and has passed, is recorded rather than planned.
    .map(({ id, title, by, from, basis }): Due =>
      basis === 'planned'
        ? {
            key: `${id}.held`,
            text: `Record how the ${title.toLowerCase()} went`,
            person: null,
            dueOn: from,
            part: id === 'planning' ? 'recertification' : id,
            grave: false,
          }
        : {
            key: `cycle.${id}`,
            text: id === 'planning' ? 'Agree the date of recertification with the body' : `Agree the date of the ${title.toLowerCase()}`,
            person: null,
            dueOn: by === null ? null : id === 'planning' ? by : planBy(isms, by),
            part: id === 'planning' ? 'recertification' : id,
            grave: true,
          },
    );
  const suspended: Due[] =
    cycle.state === 'suspended'
      ? [
          {
            key: 'cycle.suspended',
            text: 'Have the certificate restored',
            person: null,
            dueOn: cycle.suspendedUntil,
            part: 'certificates',
            grave: true,
          },
        ]
      : [];
  return [...answers, ...verifications, ...concerns, ...dates, ...suspended];
}

/** The same for reminders: to whoever it waits for, or to those who hold the role of the ISMS manager. */
export function certificationWaiting(isms: Isms, day: string): Waiting[] {
  const managers = ismsManagers(isms);
  return certificationDue(isms, day).flatMap(({ key, text, person, dueOn }) =>
    (person === null ? managers : [person]).map((each): Waiting => ({
      person: each,
      kind: 'do',
      subject: key,
      title: text.slice(0, 400),
      dueOn,
      from: dueOn === null ? day : addDays(dueOn, -notice),
      every: 14,
      late: 7,
    })),
  );
}
