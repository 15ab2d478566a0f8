import { lacksOf } from '../isms/objectives/complete.ts';
import type { Lack, Objective } from '../isms/objectives/model.ts';
import { gapOf } from './documents.ts';
import { absent, blank, byTitle, rule, type Case, type Rule, word } from './rule.ts';

const room = 'objectives' as const;

/** Open objectives that lack something. */
const open =
  (lacks: (objective: Objective, it: Case) => boolean) =>
  (it: Case): ReturnType<typeof byTitle> =>
    byTitle(
      'objectives',
      it.isms.objectives.filter((objective) => objective.status === 'open' && lacks(objective, it)),
    );

const lacking = (...lacks: Lack[]) => open((objective) => lacksOf(objective).some((each) => lacks.includes(each)));

/** Clause 6.2: information security objectives and planning to achieve them. */
export const clause62: Rule[] = [
  rule({
    id: '6.2-no-objectives',
    clause: '6.2',
    grade: 'major',
    gradeReason: 'Objectives are required, as documented information; without them nothing can be improved towards.',
    room,
    title: 'No information security objectives',
    says: () => 'No information security objectives could be shown.',
    remedy: 'Set three to six objectives with figure, day and owner; the product measures several by itself.',
    find: (it) => absent('objectives', 'Information security objectives', it.isms.objectives.length === 0 && gapOf(it, 'DOC-6.2')?.status !== 'have'),
  }),
  rule({
    id: '6.2-none-open',
    clause: '6.2',
    grade: 'minor',
    gradeReason: 'What was to be reached lies in the past; objectives are to be kept up to date (6.2 g).',
    room,
    title: 'No objective is open',
    says: () => 'All objectives are reached, missed or given up; none says what the organisation works towards now.',
    remedy: 'Set the next objectives.',
    find: ({ isms }) =>
      absent('objectives', 'Open objectives', isms.objectives.length > 0 && !isms.objectives.some(({ status }) => status === 'open')),
  }),
  rule({
    id: '6.2-not-measurable',
    clause: '6.2',
    grade: 'minor',
    gradeReason: 'Objectives shall be measurable where practicable (6.2 b), and for these nobody says why they are not.',
    room,
    title: 'Objectives that cannot be measured',
    says: (names, count) =>
      `Whether ${names} ${word(count, 'is', 'are')} reached could not be told: there is no target, or nothing says what is measured.`,
    remedy: 'Choose a measure and a target for each.',
    find: lacking('measure', 'target'),
  }),
  rule({
    id: '6.2-no-owner',
    clause: '6.2',
    grade: 'minor',
    gradeReason: 'Who is responsible shall be determined (6.2 j).',
    room,
    title: 'Objectives that nobody answers for',
    says: (names, count) => `Nobody who works here is responsible for ${names}${count === 1 ? '' : ', as far as could be shown'}.`,
    remedy: 'Name somebody for each.',
    find: open(({ owner }, { present }) => !present(owner)),
  }),
  rule({
    id: '6.2-no-due-date',
    clause: '6.2',
    grade: 'minor',
    gradeReason: 'When it will be completed shall be determined (6.2 k).',
    room,
    title: 'Objectives without a day',
    says: (names) => `By when ${names} shall be reached is not determined.`,
    remedy: 'Set a day for each.',
    find: lacking('due'),
  }),
  rule({
    id: '6.2-no-plan',
    clause: '6.2',
    grade: 'minor',
    gradeReason: 'What will be done shall be determined (6.2 h).',
    room,
    title: 'Objectives without a plan',
    says: (names) => `What will be done to reach ${names} is not determined.`,
    remedy: 'Write down the steps, or name the tasks that lead there.',
    find: lacking('plan'),
  }),
  rule({
    id: '6.2-no-resources',
    clause: '6.2',
    grade: 'minor',
    gradeReason: 'The means that it takes shall be determined (6.2 i).',
    room,
    title: 'Objectives without means',
    says: (names) => `Which people, time or money ${names} will take is not determined.`,
    remedy: 'Say it for each, even where it is a day of somebody’s time.',
    find: lacking('resources'),
  }),
  rule({
    id: '6.2-no-evaluation-method',
    clause: '6.2',
    grade: 'minor',
    gradeReason: 'How the results are evaluated shall be determined (6.2 l).',
    room,
    title: 'Objectives without a way to evaluate them',
    says: (names) => `How the results of ${names} are evaluated is not determined.`,
    remedy: 'Say who looks at the figure, when, and what counts as reached.',
    find: lacking('evaluation'),
  }),
  rule({
    id: '6.2-not-communicated',
    clause: '6.2',
    grade: 'minor',
    gradeReason: 'Objectives shall be communicated (6.2 f); who does not know them cannot work towards them.',
    room,
    title: 'Objectives not communicated',
    says: (names) => `Nothing could be shown by which the people concerned would know of ${names}.`,
    remedy: 'Tell the people concerned and record the day.',
    find: lacking('communicated'),
  }),
  rule({
    id: '6.2-without-reason',
    clause: '6.2',
    grade: 'opportunity',
    gradeReason: 'They shall follow from policy, requirements and risks (6.2 a, c); the link may be in people’s heads.',
    room,
    title: 'Objectives that do not say what they follow from',
    says: (names, count) => `From which part of the policy, requirement or risk ${names} ${word(count, 'follows', 'follow')} could not be seen.`,
    remedy: 'Name it in a sentence.',
    find: open(({ reason }) => blank(reason)),
  }),
];
