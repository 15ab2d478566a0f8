import { addDays } from '../../isms/days.ts';
import { dutiesOf } from '../../isms/operations/calendar/duties.ts';
import type { IncidentShown } from '../../isms/operations/incidents/model.ts';
import { shownIncident } from '../../isms/operations/incidents/notices.ts';
import type { Standard } from '../../standard/standard.ts';
import type { Isms } from '../../isms/isms.ts';
import { remembered } from '../../isms/remember.ts';
import { absent, byTitle, dayOf, passed, rulesOf, type Case, type Rule, word } from '../rule.ts';

const rule = rulesOf('operations');

// At the beginning of the day: what falls due in its course is not late yet.
const shown = remembered((isms: Isms, standard: Standard, day: string) =>
  isms.incidents.map((each) => shownIncident(isms, standard.playbooks, each, `${day}T00:00:00.000Z`)),
);
const incident = (fits: (each: IncidentShown, it: Case) => boolean) => (it: Case) =>
  byTitle(
    'incidents',
    shown(it.isms, it.standard, it.day).filter((each) => each.state !== 'no-incident' && fits(each, it)),
  );
const real = (fits: (each: IncidentShown, it: Case) => boolean) => incident((each, it) => !each.exercise && fits(each, it));
const lacks = (what: IncidentShown['lacks'][number]) => (each: IncidentShown) => each.lacks.includes(what);
const grave = ({ severity }: IncidentShown) => severity === 'high' || severity === 'critical';
const over = ({ state }: IncidentShown) => state === 'recovered' || state === 'closed';
const since = ({ detectedAt, createdAt }: IncidentShown) => dayOf(detectedAt ?? createdAt);
/** Whom law or contract names; top management is told by the organisation's own rule. */
const outside = ({ notices }: IncidentShown) => notices.filter(({ audience }) => audience === 'authority' || audience === 'customers');

/** Incidents from report to lesson, and the exercises of them (A.5.24–A.5.28, A.6.8). */
export const incidents: Rule[] = [
  rule({
    id: 'A.5.24-none-recorded',
    clause: 'A.5.24',
    grade: 'opportunity',
    gradeReason: 'A year without any incident is possible; more often nobody reports, or nobody writes it down.',
    title: 'No incident recorded in a year',
    likely: 'There may have been none.',
    says: () => 'In the last year not a single event or incident was recorded.',
    remedy: 'Ask people what they would report and to whom; record small ones too.',
    find: (it) => {
      const yearAgo = addDays(it.day, -365);
      return absent(
        'incidents',
        'Incidents',
        it.applies('A.5.24') && !shown(it.isms, it.standard, it.day).some((each) => !each.exercise && since(each)! > yearAgo),
      );
    },
  }),
  rule({
    id: 'A.5.24-exercise-missed',
    clause: 'A.5.24',
    grade: 'minor',
    gradeReason: 'The organisation has promised to practise, and has not.',
    title: 'Exercise of an incident overdue',
    says: () => 'The response to an incident has not been exercised within the promised time.',
    remedy: 'Hold an exercise at the table and keep its record here.',
    find: ({ isms, standard, day }) =>
      absent(
        'incidents',
        'Exercises',
        dutiesOf(isms, standard, day).some(({ key, state }) => key === 'commitment:incidentExerciseDays' && state === 'missed'),
      ),
  }),
  rule({
    id: 'A.5.25-not-assessed',
    clause: 'A.5.25',
    grade: 'minor',
    gradeReason: 'Whether it is an incident has to be decided while something can be done.',
    title: 'Reports that nobody has judged',
    says: (names, count) =>
      `${names} ${word(count, 'was', 'were')} reported more than three days ago, and nobody has taken ${word(count, 'it', 'them')} in hand.`,
    remedy: 'Decide: an incident of which severity, or none.',
    find: real((each, { day }) => each.state === 'reported' && passed(since(each), day) > 3),
  }),
  rule({
    id: 'A.5.26-open-long',
    clause: 'A.5.26',
    grade: 'minor',
    gradeReason: 'An incident that lasts a month is either over or not handled.',
    title: 'Incidents open for more than thirty days',
    says: (names, count) => `${names} ${word(count, 'has', 'have')} been in hand for more than thirty days.`,
    remedy: 'Finish and close them, or say what is still waited for.',
    find: real((each, { day }) => (each.state === 'in-hand' || each.state === 'contained') && passed(since(each), day) > 30),
  }),
  rule({
    id: 'A.5.26-without-lead',
    clause: 'A.5.26',
    grade: 'minor',
    gradeReason: 'In an incident everybody must know who decides.',
    title: 'Incidents that nobody leads',
    says: (names) => `Who leads the response to ${names} is not recorded.`,
    remedy: 'Name the lead.',
    find: real((each) => each.state !== 'reported' && lacks('lead')(each)),
  }),
  rule({
    id: 'A.5.26-nobody-told',
    clause: 'A.5.26',
    grade: 'major',
    gradeReason: 'A duty of law or contract is broken, not only a rule of the system.',
    title: 'Incidents of which somebody had to be told and was not',
    says: (names) => `Authority or customers had to be told of ${names}; the time is over, and nothing shows that they were.`,
    remedy: 'Tell them now, with the reason for the delay, and note it.',
    find: real((each) => outside(each).some(({ state }) => state === 'late')),
  }),
  rule({
    id: 'A.5.26-told-late',
    clause: 'A.5.26',
    grade: 'minor',
    gradeReason: 'They were told, after the time that law, contract or commitment allows.',
    title: 'Incidents told of too late',
    says: (names) => `Authority or customers were told of ${names} after the time that was allowed.`,
    remedy: 'Find out where the hours went, and shorten that way.',
    find: real((each) => !outside(each).some(({ state }) => state === 'late') && outside(each).some(({ state }) => state === 'told-late')),
  }),
  rule({
    id: 'A.5.34-personal-data-undecided',
    clause: 'A.5.34',
    grade: 'minor',
    gradeReason: 'The time to tell the authority runs, whether anybody has thought of it or not.',
    title: 'Incidents where nobody decided on personal data',
    says: (names) => `Whether personal data is concerned by ${names} was not decided within two days.`,
    remedy: 'Decide with whoever answers for data protection.',
    find: real((each, { day }) => each.state !== 'reported' && each.personalData === null && passed(since(each), day) > 2),
  }),
  rule({
    id: 'A.5.28-nothing-kept',
    clause: 'A.5.28',
    grade: 'minor',
    gradeReason: 'What is not collected at the time is lost.',
    title: 'Grave incidents without collected evidence',
    says: (names, count) => `Nothing was kept of ${names}: no file, although ${word(count, 'it was', 'they were')} grave.`,
    remedy: 'Add what there is: logs, images, messages; note how it was secured.',
    find: real((each) => over(each) && grave(each) && each.files.length === 0),
  }),
  rule({
    id: 'A.5.27-no-lessons',
    clause: 'A.5.27',
    grade: 'minor',
    gradeReason: 'What was not learnt will happen again.',
    title: 'Grave incidents and exercises without a lesson',
    says: (names, count) => `${names} ${word(count, 'is', 'are')} over, and what was learnt from ${word(count, 'it', 'them')} is not written.`,
    remedy: 'Sit together once and write down what changes.',
    find: incident(lacks('lessons')),
  }),
  rule({
    id: 'A.5.27-cause-unknown',
    clause: 'A.5.27',
    grade: 'opportunity',
    gradeReason: 'It is over; whether it comes back nobody can say.',
    title: 'Incidents whose cause was never noted',
    says: (names) => `How ${names} came about is not noted.`,
    remedy: 'Note the cause, or that it could not be found.',
    find: real(lacks('cause')),
  }),
  rule({
    id: 'A.5.27-no-risk',
    clause: 'A.5.27',
    grade: 'opportunity',
    gradeReason: 'What happened says more about a likelihood than any estimate.',
    title: 'Grave incidents that changed no risk',
    likely: 'The incident may have been judged, and every rating found to be right.',
    says: (names) => `No risk was looked at again because of ${names}.`,
    remedy: 'Link the risk that came true; it is then rated anew.',
    find: real((each) => over(each) && grave(each) && each.risks.length === 0),
  }),
  rule({
    id: 'A.5.26-steps-open',
    clause: 'A.5.26',
    grade: 'opportunity',
    gradeReason: 'The response did not follow the playbook, or nobody ticked it off.',
    title: 'Incidents closed with steps of the playbook open',
    says: (names) => `Steps of the playbook for ${names} are neither done nor marked as not needed.`,
    remedy: 'Go through them once more.',
    find: real((each) => each.state === 'closed' && lacks('steps')(each)),
  }),
];
