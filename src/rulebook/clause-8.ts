import { lapses } from '../isms/controls/coverage.ts';
import { proofsOf } from '../isms/controls/proofs.ts';
import { daysBetween } from '../isms/days.ts';
import { absent, byTitle, counted, inOperation, olderThan, rule, type Rule, word } from './rule.ts';

const room = 'risks' as const;

/** Clauses 8.1 to 8.3: what was planned is done, and risks are assessed again. */
export const clause8: Rule[] = [
  rule({
    id: '8.1-implemented-without-evidence',
    clause: '8.1',
    grade: 'opportunity',
    stages: inOperation,
    gradeReason: 'Without a trace an auditor cannot believe it.',
    room: 'evidence',
    title: 'Controls said to be implemented without evidence',
    says: (_names, count) => `${counted(count, 'control is', 'controls are')} said to be implemented, but nothing points at proof.`,
    remedy: 'Add evidence, or point at it in the gap assessment.',
    // Records of operation and checks speak for a control as well as what was filed for it; a text says only what should be.
    find: ({ isms, standard, lines }) => {
      const filed = new Set(isms.evidence.flatMap(({ subjects }) => subjects));
      const proofs = proofsOf(isms, standard);
      const pointing = new Set(isms.gapAnswers.filter(({ evidence }) => evidence.trim() !== '').map(({ id }) => id));
      return lines
        .filter(
          ({ status, control }) =>
            status === 'implemented' &&
            !filed.has(control) &&
            proofs.of(control).every(({ register }) => register === 'documents') &&
            !pointing.has(control),
        )
        .map((line) => ({ register: 'gap-answers', id: line.control, label: `${line.label} ${line.title}` }));
    },
  }),
  rule({
    id: '8.1-evidence-lapsed',
    clause: '8.1',
    grade: 'opportunity',
    stages: inOperation,
    gradeReason: 'It speaks for a time that has passed.',
    room: 'evidence',
    title: 'Evidence that has lapsed',
    says: (names, count) => `${names} ${word(count, 'speaks', 'speak')} for a time that has passed.`,
    remedy: 'Collect newer evidence.',
    // Not what has grown old, but what nothing newer stands beside; on its day, not before.
    find: ({ isms, standard, day, lines }) => {
      const out = new Set(lines.filter(({ applicable }) => applicable === false).map(({ control }) => control));
      const lapsed = lapses(isms, standard, day).filter(({ on, control, last }) => on <= day && last.register === 'evidence' && !out.has(control));
      return [...new Map(lapsed.map(({ last: { id, title } }) => [id, { register: 'evidence', id, label: title }])).values()];
    },
  }),
  rule({
    id: '8.2-review-overdue',
    clause: '8.2',
    grade: 'minor',
    stages: inOperation,
    gradeReason: 'Assessments are not repeated at the planned intervals.',
    room,
    title: 'Review of risks overdue',
    says: (names, count) => `The review of ${count} risk${count === 1 ? '' : 's'} is overdue (${names}).`,
    remedy: 'Rate them again.',
    find: ({ risks, day }) =>
      byTitle(
        'risks',
        risks.filter(({ reviewOn, reopenedBecause }) => reviewOn !== null && reviewOn < day && reopenedBecause === ''),
      ),
  }),
  rule({
    id: '8.2-review-too-far',
    clause: '8.2',
    grade: 'minor',
    stages: inOperation,
    gradeReason: 'The interval that the method sets for risks of this level is not kept.',
    room,
    title: 'Next review later than the method allows',
    says: (names, count) =>
      `${names} ${word(count, 'is', 'are')} to be reviewed later than the method asks for a risk of ${word(count, 'its', 'their')} level.`,
    remedy: 'Bring the review forward, or change the interval in the method.',
    find: ({ risks, method, day }) => {
      const days = new Map(method?.levels.map((level) => [level.name, level.reviewDays]));
      return byTitle(
        'risks',
        risks.filter(({ reviewOn, current, inherent }) => {
          const most = days.get((current ?? inherent)?.level ?? '');
          return reviewOn !== null && most !== undefined && daysBetween(day, reviewOn) > most;
        }),
      );
    },
  }),
  rule({
    id: '8.2-reopened',
    clause: '8.2',
    grade: 'minor',
    stages: inOperation,
    gradeReason: 'A significant change asks for a new assessment.',
    room,
    title: 'Re-opened risks not rated again',
    says: (names, count) =>
      `${names} ${word(count, 'was', 'were')} re-opened more than thirty days ago and ${word(count, 'has', 'have')} not been rated since.`,
    remedy: 'Rate them again.',
    find: ({ risks, day }) =>
      byTitle(
        'risks',
        risks.filter(({ reopenedBecause, reviewOn }) => reopenedBecause !== '' && reviewOn !== null && daysBetween(reviewOn, day) > 30),
      ),
  }),
  rule({
    id: '8.2-old-assessment',
    clause: '8.2',
    grade: 'major',
    stages: inOperation,
    gradeReason: 'The whole assessment is out of date.',
    room,
    title: 'No risk assessed for more than a year',
    says: () => 'No risk has been assessed within the last thirteen months.',
    remedy: 'Repeat the risk assessment.',
    find: ({ risks, day }) =>
      absent(
        'risks',
        'Risk register',
        risks.some(({ ratedOn }) => ratedOn !== null) && risks.every(({ ratedOn }) => ratedOn === null || olderThan(ratedOn, day, 395)),
      ),
  }),
  rule({
    id: '8.2-no-review-date',
    clause: '8.2',
    grade: 'opportunity',
    gradeReason: 'Planned intervals cannot be seen.',
    room,
    title: 'Rated risks without a next review',
    says: (names) => `When ${names} will be looked at again is not planned.`,
    remedy: 'Set a date; the method proposes one.',
    find: ({ risks }) =>
      byTitle(
        'risks',
        risks.filter(({ ratedOn, reviewOn }) => ratedOn !== null && reviewOn === null),
      ),
  }),
  rule({
    id: '8.3-task-overdue',
    clause: '8.3',
    grade: 'minor',
    stages: inOperation,
    gradeReason: 'The plan is not carried out as planned.',
    room,
    title: 'Overdue tasks of the treatment plan',
    says: (names, count) => `${count} task${count === 1 ? '' : 's'} of the treatment plan ${count === 1 ? 'is' : 'are'} overdue (${names}).`,
    remedy: 'Do them, or plan again with the owners’ consent.',
    find: ({ isms, day }) =>
      byTitle(
        'treatment-tasks',
        isms.treatmentTasks.filter(({ status, dueOn }) => status !== 'done' && dueOn !== null && dueOn < day),
      ),
  }),
  rule({
    id: '8.3-many-overdue',
    clause: '8.3',
    grade: 'major',
    stages: inOperation,
    gradeReason: 'The plan is not carried out.',
    room,
    title: 'More than half of the due tasks are overdue',
    says: () => 'More than half of the tasks that should be done by now are not.',
    remedy: 'Bring the plan and reality together, with top management.',
    find: ({ isms, day }) => {
      const due = isms.treatmentTasks.filter(({ dueOn }) => dueOn !== null && dueOn < day);
      return absent(
        'treatment-tasks',
        'Risk treatment plan',
        due.length >= 5 && due.filter(({ status }) => status !== 'done').length > due.length / 2,
      );
    },
  }),
  rule({
    id: '8.3-done-but-not-working',
    clause: '8.3',
    grade: 'minor',
    stages: inOperation,
    gradeReason: 'Done work has not had its effect.',
    room,
    title: 'Tasks done, but the controls do not work',
    says: (names, count) => `All tasks for ${names} ${word(count, 'is', 'are')} done, but their controls are not assessed as implemented.`,
    remedy: 'Assess the controls, or add what is missing.',
    find: ({ isms, risks }) => {
      const tasks = Map.groupBy(isms.treatmentTasks, ({ risk }) => risk);
      const implemented = new Set(isms.gapAnswers.filter(({ status }) => status === 'implemented').map(({ id }) => id));
      return byTitle(
        'risks',
        risks.filter(
          ({ id, controls, treatment }) =>
            treatment === 'mitigate' &&
            (tasks.get(id)?.every(({ status }) => status === 'done') ?? false) &&
            controls.some((control) => !implemented.has(control)),
        ),
      );
    },
  }),
  rule({
    id: '8.3-nothing-started',
    clause: '8.3',
    grade: 'minor',
    stages: ['stage-2'],
    gradeReason: 'Stage 2 looks at what has been carried out.',
    room,
    title: 'Treatment plan not begun',
    says: () => 'No task of the treatment plan has been begun.',
    remedy: 'Begin with the highest risks.',
    find: ({ isms }) =>
      absent(
        'treatment-tasks',
        'Risk treatment plan',
        isms.treatmentTasks.length > 0 && isms.treatmentTasks.every(({ status }) => status === 'planned'),
      ),
  }),
];
