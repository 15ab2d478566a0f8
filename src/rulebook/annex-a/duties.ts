import { coverageOf } from '../../isms/controls/coverage.ts';
import { liveResults } from '../../isms/controls/matrix.ts';
import { dutiesOf } from '../../isms/operations/calendar/duties.ts';
import type { DutyShown } from '../../isms/operations/calendar/model.ts';
import { themes } from '../../standard/model.ts';
import { absent, at, blank, byTitle, counted, rulesOf, soaPointers, type Case, type Rule, word } from '../rule.ts';

const rule = rulesOf('operations');

/** Duties whose lateness other rules speak of, by the record that is late. */
const spokenOf = new Set(['commitment:scanDays', 'commitment:penetrationTestDays', 'commitment:incidentExerciseDays', 'commitment:logReviewDays']);
const ofTheCalendar = ({ isms, standard, day }: Case) =>
  dutiesOf(isms, standard, day).filter(
    ({ key, source }) =>
      (source === 'commitment' || source === 'document' || source === 'control') && !key.startsWith('document:') && !spokenOf.has(key),
  );
const duty = (found: readonly DutyShown[]) =>
  at(
    'duty-plans',
    found.map(({ key, title, record }) => ({ id: record ?? '', key, title })),
    ({ title }) => title,
  );

/** The calendar of recurring duties (8.1), and whether anything is watched at all (9.1). */
export const duties: Rule[] = [
  rule({
    id: '8.1-calendar-missed',
    clause: '8.1',
    grade: 'minor',
    gradeReason: 'A day has passed that the organisation had set itself.',
    title: 'Recurring duties past their day',
    says: (names, count) => `${counted(count, 'recurring duty', 'recurring duties')} should have been done by now (${names}).`,
    remedy: 'Do them and note it in the calendar; the note is the record.',
    find: (it) => duty(ofTheCalendar(it).filter(({ state }) => state === 'missed')),
  }),
  rule({
    id: '8.1-calendar-mostly-missed',
    clause: '8.1',
    grade: 'major',
    gradeReason: 'One missed duty is a slip; where most are missed, operation is not controlled.',
    title: 'Most recurring duties are not done',
    says: () => 'More than half of the recurring duties of the organisation are past their day.',
    remedy: 'Plan with their owners what can be kept, and begin with access, backups and logs.',
    find: (it) => {
      const active = dutiesOf(it.isms, it.standard, it.day).filter(({ state, everyDays }) => state !== 'paused' && everyDays !== null);
      return absent('duty-plans', 'Calendar', active.length >= 6 && active.filter(({ state }) => state === 'missed').length > active.length / 2);
    },
  }),
  rule({
    id: '8.1-calendar-without-assignee',
    clause: '8.1',
    grade: 'minor',
    gradeReason: 'It falls due, and nobody is reminded of it.',
    title: 'Recurring duties that fall due and nobody has',
    says: (names, count) =>
      `${names} ${word(count, 'falls', 'fall')} due within thirty days or ${word(count, 'is', 'are')} late, and nobody is to do it.`,
    remedy: 'Assign each in the calendar.',
    find: (it) =>
      duty(
        ofTheCalendar(it).filter(
          ({ assignee, state, source }) => source !== 'document' && assignee === null && ['due', 'missed', 'never'].includes(state),
        ),
      ),
  }),
  rule({
    id: '8.1-calendar-often-missed',
    clause: '8.1',
    grade: 'opportunity',
    gradeReason: 'It is done now; over the year it was forgotten again and again.',
    title: 'Recurring duties that slipped several times',
    says: (names, count) => `${names} ${word(count, 'was', 'were')} missed at least three times within a year.`,
    remedy: 'Make it easier, do it less often, or give it to somebody with time.',
    find: (it) => duty(ofTheCalendar(it).filter(({ state, missed }) => state !== 'missed' && state !== 'paused' && missed >= 3)),
  }),
  rule({
    id: 'A.8.15-log-review-missed',
    clause: 'A.8.15',
    grade: 'minor',
    gradeReason: 'Logs that nobody reads warn nobody.',
    title: 'Review of logs overdue',
    says: () => 'The logs were not looked at within the time that the organisation has promised.',
    remedy: 'Look through them, note what was found, and let a tool do it next time.',
    find: ({ isms, standard, day }) =>
      absent(
        'duty-plans',
        'Review of logs',
        dutiesOf(isms, standard, day).some(({ key, state }) => key === 'commitment:logReviewDays' && state === 'missed'),
      ),
  }),
  rule({
    id: '8.1-done-without-trace',
    clause: '8.1',
    grade: 'opportunity',
    gradeReason: 'Somebody says that it was done; nothing else does.',
    title: 'Duties noted as done without a trace',
    says: (names, count) => `${names} ${word(count, 'was', 'were')} noted as done, with neither a note nor anything to look at.`,
    remedy: 'Add what was found, or where it lies.',
    find: ({ isms }) =>
      byTitle(
        'duty-records',
        isms.dutyRecords.filter(({ note, evidence, place, files }) => blank(note) && evidence === null && blank(place) && files.length === 0),
      ),
  }),
  rule({
    id: '9.1-area-unwatched',
    clause: '9.1',
    grade: 'minor',
    gradeReason: 'What needs to be monitored has to be determined (9.1 a); for a whole theme nothing is.',
    title: 'Themes of controls that nothing watches',
    likely: 'It may be watched in a way that is not recorded here.',
    says: (names, count) =>
      `No check, no recurring duty and no evidence looks at any of the ${names}; how ${word(count, 'that theme fares', 'those themes fare')} nobody could say.`,
    remedy: 'Decide what you look at there, how often, and who does it.',
    find: (it) => {
      const seen = watched(it);
      const mine = it.lines.filter(({ own, applicable }) => !own && applicable === true);
      return themes
        .filter((theme) => {
          const ownLines = mine.filter((line) => line.theme === theme);
          return ownLines.length > 0 && !ownLines.some(({ control }) => seen.has(control));
        })
        .map((theme) => ({ register: 'soa', id: '', label: `${theme} controls` }));
    },
  }),
  rule({
    id: '9.1-high-risk-unwatched',
    clause: '9.1',
    grade: 'opportunity',
    gradeReason: 'Monitoring is worth most where the risk is.',
    title: 'Controls of unacceptable risks that nothing watches',
    likely: 'It may be watched in a way that is not recorded here.',
    says: (names, count) =>
      `${names} ${word(count, 'treats a risk', 'treat risks')} above what is acceptable, and no check, duty or evidence shows how ${word(count, 'it works', 'they work')}.`,
    remedy: 'Set a recurring duty or a check for each.',
    find: (it) => {
      const seen = watched(it);
      const high = new Set(it.risks.filter(({ current }) => current !== null && !current.acceptable).flatMap(({ controls }) => controls));
      return soaPointers(
        it.lines.filter(
          ({ control, applicable, status }) => applicable === true && status === 'implemented' && high.has(control) && !seen.has(control),
        ),
      );
    },
  }),
];

/** Controls at which anything looks: a check, a recurring duty, or a record that speaks for them. */
function watched({ isms, standard, day }: Case): Set<string> {
  const seen = new Set<string>(liveResults(isms).flatMap(({ controls }) => controls));
  for (const { control, state } of dutiesOf(isms, standard, day)) if (control !== null && state !== 'paused') seen.add(control);
  for (const [control, { count }] of coverageOf(isms, standard, day)) if (count > 0) seen.add(control);
  return seen;
}
