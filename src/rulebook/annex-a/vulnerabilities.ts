import { addDays } from '../../isms/days.ts';
import { dutiesOf } from '../../isms/operations/calendar/duties.ts';
import type { VulnerabilityShown } from '../../isms/operations/vulnerabilities/model.ts';
import { shownVulnerability } from '../../isms/operations/vulnerabilities/deadline.ts';
import type { Isms } from '../../isms/isms.ts';
import { remembered } from '../../isms/remember.ts';
import { absent, at, blank, byTitle, rulesOf, type Case, type Rule, word } from '../rule.ts';

const rule = rulesOf('operations');

const shown = remembered((isms: Isms, day: string) => isms.vulnerabilities.map((each) => shownVulnerability(isms.commitments, each, day)));
const unfixed = (fits: (each: VulnerabilityShown, it: Case) => boolean) => (it: Case) =>
  byTitle(
    'vulnerabilities',
    shown(it.isms, it.day).filter((each) => each.fixedOn === null && fits(each, it)),
  );
const grave = ({ severity }: VulnerabilityShown) => severity === 'critical' || severity === 'high';
/** Allowed once, and the time is over. */
const ranOut = ({ exceptionUntil, severity }: VulnerabilityShown, day: string) =>
  severity !== 'critical' && exceptionUntil !== null && exceptionUntil < day;

/** Technical vulnerabilities (A.8.8) and the tests that find them (A.8.29). */
export const vulnerabilities: Rule[] = [
  rule({
    id: 'A.8.8-critical-late',
    clause: 'A.8.8',
    grade: 'major',
    gradeReason: 'A door is known to stand open for longer than the organisation itself calls bearable.',
    title: 'Critical vulnerabilities past their deadline',
    says: (names, count) => `${names} ${word(count, 'is', 'are')} critical, known, and open beyond the day by which such things are closed.`,
    remedy: 'Close them now, or take the system out of reach.',
    find: unfixed(({ severity, state }) => severity === 'critical' && state === 'late'),
  }),
  rule({
    id: 'A.8.8-late',
    clause: 'A.8.8',
    grade: 'minor',
    gradeReason: 'The organisation does not keep to its own times.',
    title: 'Vulnerabilities past their deadline',
    says: (names, count) => `${names} should have been closed by now and ${word(count, 'is', 'are')} open.`,
    remedy: 'Close them, or have an exception decided with a reason and an end.',
    find: unfixed((each, { day }) => each.severity !== 'critical' && each.state === 'late' && !ranOut(each, day)),
  }),
  rule({
    id: 'A.8.8-exception-ran-out',
    clause: 'A.8.8',
    grade: 'minor',
    gradeReason: 'It was to be open for a time only; the time is over.',
    title: 'Vulnerabilities whose exception has run out',
    says: (names, count) => `${names} ${word(count, 'was', 'were')} allowed to stay open until a day that has passed.`,
    remedy: 'Close them, or decide anew.',
    find: unfixed((each, { day }) => ranOut(each, day)),
  }),
  rule({
    id: 'A.8.8-exception-unfounded',
    clause: 'A.8.8',
    grade: 'minor',
    gradeReason: 'To leave a weakness open is to accept a risk: somebody has to decide it, for a reason.',
    title: 'Vulnerabilities left open without a decision',
    says: (names) => `Why ${names} may stay open, or who allowed it, is not recorded.`,
    remedy: 'Give the reason and have the risk owner decide.',
    find: unfixed(({ exceptionUntil, exceptionBy, exceptionReason }) => exceptionUntil !== null && (exceptionBy === null || blank(exceptionReason))),
  }),
  rule({
    id: 'A.8.8-without-owner',
    clause: 'A.8.8',
    grade: 'minor',
    gradeReason: 'What nobody closes stays open.',
    title: 'Vulnerabilities that nobody closes',
    says: (names, count) => `Nobody who works here has been told to close ${names}, ${word(count, 'a vulnerability', 'vulnerabilities')} of weight.`,
    remedy: 'Name who closes each.',
    find: unfixed((each, { present }) => grave(each) && !present(each.owner)),
  }),
  rule({
    id: 'A.8.8-without-deadline',
    clause: 'A.8.8',
    grade: 'minor',
    gradeReason: 'Without a day nothing is ever late.',
    title: 'Grave vulnerabilities without a deadline',
    says: (names) => `By when ${names} must be closed cannot be told: no commitment, or no day on which it was found.`,
    remedy: 'Commit to times by severity, and enter the day of finding.',
    find: unfixed((each) => grave(each) && each.dueOn === null),
  }),
  rule({
    id: 'A.8.8-closed-late-often',
    clause: 'A.8.8',
    grade: 'minor',
    gradeReason: 'Single ones can be late; a third shows that the process does not work.',
    title: 'A third of vulnerabilities closed too late',
    says: () => 'Of the vulnerabilities that were closed in the last year, more than a third were closed after their deadline.',
    remedy: 'Find out where the time is lost, and change that or the deadlines.',
    find: (it) => {
      const closed = shown(it.isms, it.day).filter(({ fixedOn }) => fixedOn !== null && fixedOn > addDays(it.day, -365));
      const late = closed.filter(({ state }) => state === 'fixed-late').length;
      return absent('vulnerabilities', 'Vulnerabilities', closed.length >= 5 && late > closed.length / 3);
    },
  }),
  ...(
    [
      [
        'A.8.8-scan-missed',
        'A.8.8',
        'scanDays',
        'Scan for vulnerabilities overdue',
        'No scan of the systems is on record within the promised time',
        'Scan now.',
      ],
      [
        'A.8.29-penetration-test-missed',
        'A.8.29',
        'penetrationTestDays',
        'Penetration test overdue',
        'The penetration test that was promised is not on record',
        'Have the test done, and keep its report.',
      ],
    ] as const
  ).map(([id, clause, field, title, text, remedy]) =>
    rule({
      id,
      clause,
      grade: 'minor',
      gradeReason: 'The organisation has committed to the interval itself.',
      title,
      says: () => `${text}.`,
      remedy,
      find: ({ isms, standard, day }) =>
        at(
          'commitments',
          dutiesOf(isms, standard, day)
            .filter(({ key, state }) => key === `commitment:${field}` && state === 'missed')
            .map((duty) => ({ id: '', title: duty.title })),
          (duty) => duty.title,
        ),
    }),
  ),
];
