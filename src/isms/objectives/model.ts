import { z } from 'zod';
import { line, recordFields, reference, requiredLine, requiredReference, text, whole, day } from '../../platform/contract/fields.ts';
import { defineRegister, type RecordOf } from '../../platform/register/model.ts';

/** What the product can measure by itself, from its own records (mission 8.1). Percentages from 0 to 100. */
export const metrics = [
  'typed',
  'training-done',
  'reading-done',
  'open-high-risks',
  'risks-without-owner',
  'overdue-treatment-tasks',
  'overdue-corrective-actions',
  'controls-implemented',
  'documents-in-force',
  'major-gaps',
] as const;
export type Metric = (typeof metrics)[number];
export const metricTitles: Record<Metric, string> = {
  typed: 'Typed in',
  'training-done': 'People whose training is up to date (%)',
  'reading-done': 'Policies read of those that must be read (%)',
  'open-high-risks': 'Open risks above what may be accepted',
  'risks-without-owner': 'Open risks without an owner',
  'overdue-treatment-tasks': 'Overdue treatment tasks',
  'overdue-corrective-actions': 'Overdue corrective actions',
  'controls-implemented': 'Applicable controls that are implemented (%)',
  'documents-in-force': 'Required documents that are in force (%)',
  'major-gaps': 'Core requirements not met',
};

export const judgements = ['on-track', 'at-risk', 'reached', 'missed'] as const;

/** Clause 6.2. */
export const objectives = defineRegister({
  name: 'objectives',
  singular: 'objective',
  plural: 'objectives',
  prefix: 'OBJ',
  clause: '6.2',
  purpose: 'What the organisation wants to reach in information security, with a measure, a target, a day and somebody who answers for it.',
  label: 'title',
  read: 'read the ISMS',
  write: 'set objectives',
  tools: true,
  columns: ['title', 'metric', 'target', 'owner', 'dueOn', 'status'],
  fields: z.object({
    title: requiredLine({ title: 'Objective' }),
    reason: text({ title: 'Why', description: 'The part of the policy, the requirement or the risk it follows from (6.2 c)' }),
    metric: z.enum(metrics).default('typed').meta({ title: 'Measured by', labels: metricTitles }),
    measure: line({ title: 'What is measured', description: 'In words' }),
    unit: line({ title: 'Unit', description: '%, hours, reports; percentages of the product’s own measures have it already' }),
    direction: z.enum(['at-least', 'at-most']).default('at-least').meta({ title: 'Reached when the figure is' }),
    target: z.number().min(-1_000_000).max(1_000_000_000).nullable().default(null).meta({ title: 'Target' }),
    owner: reference('people', { title: 'Responsible' }),
    plan: text({ title: 'What will be done' }),
    resources: text({ title: 'Means', description: 'People, time, money (6.2 i)' }),
    dueOn: day({ title: 'By' }),
    evaluation: text({ title: 'How the result is evaluated' }),
    everyDays: whole({ title: 'Measured every (days)' }, 1, 730),
    communicatedOn: day({ title: 'Communicated on' }),
    status: z.enum(['open', 'reached', 'missed', 'given-up']).default('open').meta({ title: 'Status' }),
  }),
});
export type Objective = RecordOf<typeof objectives>;

/** One figure of one day (9.1). */
export const measurements = defineRegister({
  name: 'measurements',
  singular: 'measurement',
  plural: 'measurements',
  prefix: 'MEA',
  clause: '9.1',
  purpose: 'The figures that were measured, each with its day and who measured it.',
  label: 'objective',
  read: 'read the ISMS',
  write: 'set objectives',
  columns: ['objective', 'on', 'value', 'by', 'note'],
  fields: z.object({
    objective: requiredReference('objectives', { title: 'Objective' }),
    on: z.iso.date('A day is written like 2027-03-03.').meta({ title: 'Day' }),
    value: z.number().min(-1_000_000).max(1_000_000_000).meta({ title: 'Value' }),
    by: reference('people', { title: 'Measured by' }),
    note: text({ title: 'Note' }),
  }),
});

/** What 6.2 asks of an objective, and this one does not say yet. */
export const lacks = ['measure', 'target', 'owner', 'plan', 'resources', 'due', 'evaluation', 'communicated'] as const;
export type Lack = (typeof lacks)[number];

/** What the figures mean: analysed by somebody on a day (9.1 e, f). Frozen with the figure and the target it was judged by. */
export const Evaluation = z.object({
  ...recordFields,
  objective: requiredReference('objectives', { title: 'Objective' }),
  on: z.iso.date(),
  value: z.number().nullable(),
  target: z.number().nullable().default(null),
  judgement: z.enum(judgements),
  text: z.string().trim().min(1, 'Say what the figures mean.').max(5000),
  by: z.string(),
});
export type Evaluation = z.infer<typeof Evaluation>;
