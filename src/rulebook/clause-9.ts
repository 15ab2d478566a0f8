import { daysBetween } from '../isms/days.ts';
import { figureOf } from '../isms/objectives/series.ts';
import type { Objective } from '../isms/objectives/model.ts';
import { absent, byTitle, inOperation, olderThan, rule, type Case, type Rule, word } from './rule.ts';

const room = 'objectives' as const;
const objectives = (found: readonly Objective[]) => byTitle('objectives', found);

/** The last evaluation of each objective. */
const lastEvaluations = ({ isms }: Case) => {
  const last = new Map<string, (typeof isms.evaluations)[number]>();
  for (const each of isms.evaluations) if ((last.get(each.objective)?.on ?? '') <= each.on) last.set(each.objective, each);
  return last;
};

/** Clause 9.1: monitoring, measurement, analysis and evaluation, as far as objectives are measured. */
export const clause9: Rule[] = [
  rule({
    id: '9.1-no-figure',
    clause: '9.1',
    grade: 'minor',
    stages: inOperation,
    gradeReason: 'What was to be measured has not been; where the objective stands is unknown, not good.',
    room,
    title: 'Objectives without a figure',
    says: (names) => `No figure could be shown for ${names}.`,
    remedy: 'Measure, and record value and day; where the product measures, record what it counts.',
    find: (it) =>
      objectives(
        it.isms.objectives.filter(
          (each) => each.status === 'open' && each.target !== null && figureOf(it.isms, it.standard, each, it.day).value === null,
        ),
      ),
  }),
  rule({
    id: '9.1-not-measured-as-planned',
    clause: '9.1',
    grade: 'minor',
    stages: inOperation,
    gradeReason: 'The organisation does not keep to the interval it has set itself (9.1 c).',
    room,
    title: 'Objectives not measured as often as planned',
    says: (names, count) => `The last figure of ${names} is older than the interval at which ${word(count, 'it', 'they')} should be measured.`,
    remedy: 'Measure, or set an interval that you can keep.',
    find: (it) =>
      objectives(
        it.isms.objectives.filter((each) => {
          const { on } = each.status === 'open' ? figureOf(it.isms, it.standard, each, it.day) : { on: null };
          return each.everyDays !== null && on !== null && daysBetween(on, it.day) > each.everyDays;
        }),
      ),
  }),
  rule({
    id: '9.1-past-due-not-evaluated',
    clause: '9.1',
    grade: 'minor',
    stages: inOperation,
    gradeReason: 'The day has come, and nobody has said whether the objective was reached (9.1 e).',
    room,
    title: 'Objectives past their day that nobody evaluated',
    says: (names, count) => `The day of ${names} has passed, and the ${word(count, 'result has', 'results have')} not been evaluated.`,
    remedy: 'Evaluate each, and mark it as reached, missed, or planned anew.',
    find: (it) => {
      const last = lastEvaluations(it);
      return objectives(
        it.isms.objectives.filter(
          ({ id, status, dueOn }) => status === 'open' && dueOn !== null && dueOn < it.day && (last.get(id)?.on ?? '') < dueOn,
        ),
      );
    },
  }),
  rule({
    id: '9.1-missed-without-evaluation',
    clause: '9.1',
    grade: 'minor',
    stages: inOperation,
    gradeReason: 'Missing an objective is no fault; not asking why is.',
    room,
    title: 'Missed objectives without an evaluation',
    says: (names, count) => `${names} ${word(count, 'was', 'were')} missed or given up, and no evaluation says why and what follows.`,
    remedy: 'Record what the figures mean and what will be done.',
    find: (it) => {
      const last = lastEvaluations(it);
      return objectives(it.isms.objectives.filter(({ id, status }) => (status === 'missed' || status === 'given-up') && !last.has(id)));
    },
  }),
  rule({
    id: '9.1-off-target-without-action',
    clause: '9.1',
    grade: 'minor',
    stages: inOperation,
    gradeReason: 'Somebody saw that it goes wrong, and nothing followed.',
    room,
    title: 'Objectives at risk, with nothing done since',
    says: (names, count) =>
      `${names} ${word(count, 'was', 'were')} judged at risk or missed more than ninety days ago; neither ${word(count, 'the objective', 'the objectives')} nor ${word(count, 'its', 'their')} evaluation changed since.`,
    remedy: 'Change the plan or the means, and evaluate again.',
    find: (it) => {
      const last = lastEvaluations(it);
      return objectives(
        it.isms.objectives.filter(({ id, status, updatedAt }) => {
          const judged = last.get(id);
          return (
            status === 'open' &&
            judged !== undefined &&
            (judged.judgement === 'at-risk' || judged.judgement === 'missed') &&
            olderThan(judged.on, it.day, 90) &&
            updatedAt.slice(0, 10) <= judged.on
          );
        }),
      );
    },
  }),
  rule({
    id: '9.1-nothing-evaluated',
    clause: '9.1',
    grade: 'minor',
    stages: inOperation,
    gradeReason: 'Results shall be analysed and evaluated (9.1 e, f), and evidence of it kept.',
    room,
    title: 'No result evaluated for more than a year',
    says: () => 'Within the last thirteen months nobody has recorded what the figures of the objectives mean.',
    remedy: 'Evaluate each objective once, at the latest before the management review.',
    find: ({ isms, day }) =>
      absent(
        'evaluations',
        'Evaluations',
        isms.objectives.some(({ status }) => status === 'open') && isms.evaluations.every(({ on }) => olderThan(on, day, 395)),
      ),
  }),
  rule({
    id: '9.1-measured-by-nobody',
    clause: '9.1',
    grade: 'opportunity',
    gradeReason: 'Who measures shall be determined (9.1 d); the figure alone does not say.',
    room,
    title: 'Figures that nobody stands for',
    says: (names) => `Who measured the last figure of ${names} is not recorded.`,
    remedy: 'Name who measured it.',
    find: ({ isms }) => {
      const last = new Map<string, (typeof isms.measurements)[number]>();
      for (const each of isms.measurements) if ((last.get(each.objective)?.on ?? '') <= each.on) last.set(each.objective, each);
      return objectives(isms.objectives.filter(({ id, metric }) => metric === 'typed' && last.get(id)?.by === null));
    },
  }),
];
