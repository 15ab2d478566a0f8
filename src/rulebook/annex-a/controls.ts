import { coverageOf } from '../../isms/controls/coverage.ts';
import { absent, at, blank, byTitle, counted, rulesOf, type Case, type Rule, word } from '../rule.ts';

const rule = rulesOf('controls');
const open = ({ isms }: Case) => isms.controlTasks.filter(({ status }) => status !== 'done');
const late = (it: Case) => open(it).filter(({ dueOn }) => dueOn !== null && dueOn < it.day);

/** Practices of controls that apply, with what else is known of the control. */
const practised = ({ isms, lines }: Case) => {
  const practices = new Map(isms.controlPractices.map((each) => [each.id, each]));
  return lines.filter(({ applicable }) => applicable === true).map((line) => ({ line, practice: practices.get(line.control) ?? null }));
};
const pointers = (found: ReturnType<typeof practised>) =>
  at(
    'control-practices',
    found.map(({ line }) => ({ id: line.control, title: `${line.label} ${line.title}` })),
    ({ title }) => title,
  );

/** How controls are run: described, as mature as they claim, and worked on as planned (8.1). */
export const controls: Rule[] = [
  rule({
    id: '8.1-practice-unwritten',
    clause: '8.1',
    grade: 'opportunity',
    gradeReason: 'The auditor asks "how do you do it here?", and the answer depends on whom they ask.',
    title: 'Controls whose practice is not described',
    says: (_names, count) =>
      `How ${count === 1 ? 'one implemented control is' : `${count} implemented controls are`} done here is written down nowhere.`,
    remedy: 'Say in a few sentences on the page of each control how you do it.',
    find: (it) =>
      pointers(
        practised(it).filter(({ line, practice }) => line.status === 'implemented' && blank(practice?.practice ?? '') && blank(line.implementation)),
      ),
  }),
  rule({
    id: '8.1-maturity-unsaid',
    clause: '8.1',
    grade: 'opportunity',
    gradeReason: 'Where one stands is the first step to getting better.',
    title: 'Described controls whose maturity nobody judged',
    says: (names) => `How mature ${names} may be called has not been judged.`,
    remedy: 'Judge them from 0 to 5.',
    find: (it) => pointers(practised(it).filter(({ practice }) => practice !== null && !blank(practice.practice) && practice.maturity === null)),
  }),
  rule({
    id: '8.1-maturity-above-evidence',
    clause: '8.1',
    grade: 'minor',
    gradeReason: 'The organisation believes of itself what it cannot show.',
    title: 'Maturity claimed above what evidence shows',
    likely: 'What shows the practice may lie elsewhere.',
    says: (names, count) => `${names} ${word(count, 'is', 'are')} called defined or better; what has been recorded does not bear that out.`,
    remedy: 'Collect what shows the control at work, or judge more soberly.',
    // Defined and repeated leaves a trace; measured means that somebody tested it or recorded its use, and not long ago.
    find: (it) => {
      const coverage = coverageOf(it.isms, it.standard, it.day);
      return pointers(
        practised(it).filter(({ line, practice }) => {
          const maturity = practice?.maturity ?? 0;
          const { count, lanes } = coverage.get(line.control)!;
          return (maturity >= 3 && count === 0) || (maturity >= 4 && lanes.works.state !== 'covered' && lanes.applied.state !== 'covered');
        }),
      );
    },
  }),
  rule({
    id: '8.1-task-overdue',
    clause: '8.1',
    grade: 'minor',
    gradeReason: 'What the organisation set itself to do for its controls is not done in time.',
    title: 'Overdue tasks of controls',
    says: (names, count) =>
      `${counted(count, 'task', 'tasks')} that controls need ${word(count, 'is', 'are')} past ${word(count, 'its', 'their')} day (${names}).`,
    remedy: 'Do them, or agree on a new day and say why.',
    find: (it) => byTitle('control-tasks', late(it)),
  }),
  rule({
    id: '8.1-most-tasks-overdue',
    clause: '8.1',
    grade: 'major',
    gradeReason: 'Planning has no effect: this is not one task that slipped.',
    title: 'Most due tasks of controls are overdue',
    says: () => 'More than half of the tasks for controls that have come due are still open.',
    remedy: 'Go through them with their owners: do, drop with a reason, or plan anew.',
    find: (it) => {
      const due = it.isms.controlTasks.filter(({ dueOn }) => dueOn !== null && dueOn < it.day);
      return absent('control-tasks', 'Tasks of controls', due.length >= 10 && late(it).length > due.length / 2);
    },
  }),
  rule({
    id: '8.1-task-without-assignee',
    clause: '8.1',
    grade: 'minor',
    gradeReason: 'What nobody has is not done.',
    title: 'Tasks of controls that nobody has',
    says: (names, count) => `${names} ${word(count, 'is', 'are')} open, and nobody who works here has ${word(count, 'it', 'them')}.`,
    remedy: 'Give each to somebody.',
    find: (it) =>
      byTitle(
        'control-tasks',
        open(it).filter(({ assignee }) => !it.present(assignee)),
      ),
  }),
  rule({
    id: '8.1-task-without-day',
    clause: '8.1',
    grade: 'opportunity',
    gradeReason: 'Without a day it cannot be late, and so it waits.',
    title: 'Tasks of controls without a day',
    says: (names, count) => `By when ${names} ${word(count, 'is', 'are')} to be done has not been agreed.`,
    remedy: 'Agree on a day for each.',
    find: (it) =>
      byTitle(
        'control-tasks',
        open(it).filter(({ dueOn }) => dueOn === null),
      ),
  }),
];
