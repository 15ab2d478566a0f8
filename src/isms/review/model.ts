import { z } from 'zod';
import { Day, Id, Instant, day, recordFields, reference, references, requiredLine, requiredReference, text } from '../../platform/contract/fields.ts';
import { defineRegister } from '../../platform/register/model.ts';

/** What 9.3.2 wants to be considered, in our words and in the order of the agenda. */
export const reviewInputs = [
  'earlier-actions',
  'context',
  'interested-parties',
  'nonconformities',
  'monitoring',
  'audits',
  'objectives',
  'feedback',
  'risks',
  'improvement',
] as const;
export type ReviewInput = (typeof reviewInputs)[number];

/** Each input with the letter it has in the standard and the words it has on the agenda. */
export const inputTitles: Record<ReviewInput, { clause: string; title: string }> = {
  'earlier-actions': { clause: '9.3.2 a)', title: 'Where the decisions of earlier reviews stand' },
  context: { clause: '9.3.2 b)', title: 'Changes in internal and external issues' },
  'interested-parties': { clause: '9.3.2 c)', title: 'Changes in what interested parties need and expect' },
  nonconformities: { clause: '9.3.2 d) 1)', title: 'Nonconformities and corrective actions' },
  monitoring: { clause: '9.3.2 d) 2)', title: 'Results of monitoring and measurement' },
  audits: { clause: '9.3.2 d) 3)', title: 'Audit results' },
  objectives: { clause: '9.3.2 d) 4)', title: 'How far objectives are reached' },
  feedback: { clause: '9.3.2 e)', title: 'Feedback from interested parties' },
  risks: { clause: '9.3.2 f)', title: 'Risk assessment and the treatment plan' },
  improvement: { clause: '9.3.2 g)', title: 'Opportunities for improvement' },
};

/** Whether a figure is one to be content with. Nothing unknown is good; `plain` is neither: a count that says how much there is. */
export const figureStands = ['good', 'bad', 'unknown', 'plain'] as const;

export const ReviewFigure = z.object({
  key: z.string(),
  name: z.string(),
  value: z.string().meta({ description: 'As people read it; "not known" where nothing can be said' }),
  before: z.string().nullable().meta({ description: 'On the day of the last review; null: not known' }),
  better: z.boolean().nullable().meta({ description: 'Against the last review; null: the same, not comparable or not known' }),
  stands: z.enum(figureStands),
  number: z.number().nullable(),
});
export type ReviewFigure = z.infer<typeof ReviewFigure>;

/** One input as it stood on the day: sentences, figures and links, all from the records. */
export const ReviewInputShown = z.object({
  input: z.enum(reviewInputs),
  summary: z.string(),
  figures: z.array(ReviewFigure),
  points: z.array(z.object({ text: z.string(), register: z.string(), id: z.string() })),
  /** Points beyond those listed. */
  more: z.number().int().default(0),
  comment: z.string().default(''),
});
export type ReviewInputShown = z.infer<typeof ReviewInputShown>;

export const ManagementReviewFields = z.object({
  title: requiredLine({ title: 'Title' }),
  on: Day.meta({ title: 'Day' }),
  since: day({ title: 'Since', description: 'Changes count from this day: that of the review before' }),
  chair: reference('people', { title: 'Chair' }),
  attendees: references('people', { title: 'Attendees' }),
  agenda: text({ title: 'Agenda' }),
  minutes: text({ title: 'Minutes', description: 'What was said, where it matters for what was decided' }),
  conclusion: text({ title: 'Conclusion', description: 'Whether the management system is suitable, adequate and effective, and why' }),
});

/** A management review (9.3): prepared from the records, held, approved and then frozen. */
export const ManagementReview = z.object({
  ...recordFields,
  ...ManagementReviewFields.shape,
  comments: z.partialRecord(z.enum(reviewInputs), z.string().max(5000)).default({}),
  status: z.enum(['prepared', 'held', 'approved']).default('prepared'),
  /** The inputs as they stood on the day it was held, as JSON text, and its SHA-256. */
  inputs: z.string().default(''),
  hash: z.string().default(''),
  heldAt: Instant.nullable().default(null),
  heldBy: z.string().default(''),
  /** All that was approved, as JSON text, and its SHA-256. */
  content: z.string().default(''),
  contentHash: z.string().default(''),
  approvedBy: z.string().default(''),
  approvedByPerson: Id.nullable().default(null),
  approvedAt: Instant.nullable().default(null),
});
export type ManagementReview = z.infer<typeof ManagementReview>;

/** What was decided in a management review (9.3.3): a task that the next review begins with. */
export const reviewDecisions = defineRegister({
  name: 'review-decisions',
  singular: 'decision',
  plural: 'decisions of management reviews',
  prefix: 'MRD',
  clause: '9.3.3',
  read: 'read the ISMS',
  write: 'prepare the management review',
  purpose: 'What top management has decided in its reviews, who does it and what came of it.',
  label: 'title',
  tools: true,
  columns: ['title', 'review', 'kind', 'assignee', 'dueOn', 'doneOn'],
  fields: z.object({
    title: requiredLine({ title: 'Decision' }),
    review: requiredReference('management-reviews', { title: 'Review' }),
    kind: z
      .enum(['improvement', 'change', 'means', 'other'])
      .default('improvement')
      .meta({ title: 'Kind', labels: { change: 'Change to the ISMS', means: 'People and money' } }),
    input: z
      .enum(reviewInputs)
      .nullable()
      .default(null)
      .meta({ title: 'Follows from', labels: Object.fromEntries(reviewInputs.map((each) => [each, inputTitles[each].title])) }),
    assignee: reference('people', { title: 'Assignee' }),
    dueOn: day({ title: 'Due' }),
    doneOn: day({ title: 'Done on' }),
    result: text({ title: 'What was done' }),
  }),
});
export type ReviewDecision = z.infer<typeof reviewDecisions.record>;
