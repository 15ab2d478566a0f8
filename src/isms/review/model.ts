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

/** One input as it stood on the day: sentences, figures and links, all from the records. */
export const ReviewInputShown = z.object({
  input: z.enum(reviewInputs),
  summary: z.string(),
  figures: z.array(z.object({ name: z.string(), value: z.string(), before: z.string().nullable(), better: z.boolean().nullable() })),
  points: z.array(z.object({ text: z.string(), register: z.string(), id: z.string() })),
  comment: z.string().default(''),
});
export type ReviewInputShown = z.infer<typeof ReviewInputShown>;

/** A management review (9.3): prepared from the records, held, approved and then frozen. */
export const ManagementReview = z.object({
  ...recordFields,
  title: requiredLine({ title: 'Title' }),
  on: Day,
  /** Since when changes count: the day of the review before. */
  since: day({ title: 'Since' }),
  chair: reference('people', { title: 'Chair' }),
  attendees: references('people', { title: 'Attendees' }),
  agenda: text({ title: 'Agenda' }),
  comments: z.partialRecord(z.enum(reviewInputs), z.string().max(5000)).default({}),
  minutes: text({ title: 'Minutes' }),
  conclusion: text({ title: 'Conclusion', description: 'Whether the management system is suitable, adequate and effective' }),
  status: z.enum(['prepared', 'held', 'approved']).default('prepared'),
  /** The inputs as they stood on the day it was held, as JSON text. */
  inputs: z.string().default(''),
  hash: z.string().default(''),
  heldAt: Instant.nullable().default(null),
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
    input: z.enum(reviewInputs).nullable().default(null).meta({ title: 'Follows from' }),
    assignee: reference('people', { title: 'Assignee' }),
    dueOn: day({ title: 'Due' }),
    doneOn: day({ title: 'Done on' }),
    result: text({ title: 'What was done' }),
  }),
});
export type ReviewDecision = z.infer<typeof reviewDecisions.record>;
