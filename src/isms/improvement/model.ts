import { z } from 'zod';
import {
  Day,
  Id,
  Instant,
  day,
  line,
  recordFields,
  reference,
  references,
  requiredLine,
  requiredReference,
  text,
} from '../../platform/contract/fields.ts';
import { AttachedFile } from '../../platform/files/model.ts';
import { defineRegister } from '../../platform/register/model.ts';

export const sources = [
  'internal-audit',
  'certification-audit',
  'incident',
  'check',
  'verdict',
  'management-review',
  'sample',
  'customer',
  'other',
] as const;
export type Source = (typeof sources)[number];
const sourceTitles = { verdict: 'The verdict', check: 'A failed check', sample: 'A sample', other: 'Elsewhere' };
export const nonconformityGrades = ['major', 'minor'] as const;

/** A requirement that is not met, and what is done about it (10.2). How far it has come follows from its parts. */
const nonconformityRegister = defineRegister({
  name: 'nonconformities',
  singular: 'nonconformity',
  plural: 'nonconformities',
  prefix: 'NC',
  clause: '10.2',
  read: 'read the ISMS',
  write: 'handle nonconformities',
  purpose:
    'Where a requirement is not met: what was done at once, where else it is so, why it came about, and whether what was done about the cause has worked.',
  label: 'title',
  columns: ['title', 'grade', 'source', 'subjects', 'owner', 'dueOn'],
  fields: z.object({
    title: requiredLine({ title: 'Nonconformity' }),
    statement: text({ title: 'What was found', description: 'The requirement, and what is not so, with the records that show it' }),
    grade: z.enum(nonconformityGrades).default('minor').meta({ title: 'Grade' }),
    subjects: references('subjects', { title: 'Requirements and controls' }),
    source: z.enum(sources).default('other').meta({ title: 'Came up in', labels: sourceTitles }),
    sourceRecord: line({ title: 'Record it came up in', description: 'AUD-2, INC-7, the rule of the verdict' }),
    raisedOn: day({ title: 'Raised on' }),
    owner: reference('people', { title: 'Owner' }),
    dueOn: day({ title: 'To be closed by', description: 'Left open, the days for its grade decide' }),
    correction: text({ title: 'Correction', description: 'What was done at once about the thing itself and its consequences (10.2 a)' }),
    correctedOn: day({ title: 'Corrected on' }),
    extent: text({ title: 'Where else', description: 'Whether the same exists or could happen elsewhere (10.2 b)' }),
    whys: z.array(z.string().max(1000)).max(10).default([]).meta({ title: 'Why, and why that', description: 'Five whys, the last is the cause' }),
    cause: text({ title: 'Root cause' }),
    risks: references('risks', { title: 'Risks', description: 'What it says about risks, in the register' }),
  }),
});
export const nonconformities = {
  ...nonconformityRegister,
  record: nonconformityRegister.record.extend({
    raisedBy: z.string().default('').meta({ title: 'Raised by', computed: true }),
    raisedByPerson: Id.nullable().default(null).meta({ computed: true }),
    /** Days on which it was opened again, each with the reason. */
    reopened: z
      .array(z.object({ on: Day, by: z.string(), reason: z.string() }))
      .default([])
      .meta({ computed: true }),
    closedOn: Day.nullable().default(null).meta({ title: 'Closed on', computed: true }),
    files: z.array(AttachedFile).max(100).default([]).meta({ title: 'Files', computed: true }),
  }),
};
export type Nonconformity = z.infer<typeof nonconformities.record>;

/** What is done about the cause (10.2 c). */
const actionRegister = defineRegister({
  name: 'corrective-actions',
  singular: 'corrective action',
  plural: 'corrective actions',
  prefix: 'CAPA',
  clause: '10.2',
  read: 'read the ISMS',
  write: 'handle nonconformities',
  purpose: 'What is done about the causes of nonconformities, by whom and until when.',
  label: 'title',
  tools: true,
  columns: ['title', 'nonconformity', 'assignee', 'dueOn', 'doneOn'],
  fields: z.object({
    title: requiredLine({ title: 'Action' }),
    nonconformity: requiredReference('nonconformities', { title: 'Nonconformity' }),
    description: text({ title: 'Description' }),
    assignee: reference('people', { title: 'Assignee' }),
    dueOn: day({ title: 'Due' }),
    doneOn: day({ title: 'Done on' }),
    result: text({ title: 'What was done' }),
    evidence: references('evidence', { title: 'Evidence' }),
  }),
});
export const correctiveActions = actionRegister;
export type CorrectiveAction = z.infer<typeof correctiveActions.record>;

/** Whether what was done has worked (10.2 d), judged by somebody who neither owns the nonconformity nor did the actions. Frozen. */
export const EffectivenessReview = z.object({
  ...recordFields,
  nonconformity: requiredReference('nonconformities', { title: 'Nonconformity' }),
  on: Day,
  effective: z.boolean(),
  text: z.string().trim().min(1, 'Say what was looked at, and what it shows.').max(5000),
  evidence: references('evidence', { title: 'Evidence' }),
  by: z.string(),
  byPerson: Id.nullable().default(null),
  at: Instant,
});
export type EffectivenessReview = z.infer<typeof EffectivenessReview>;

/** How far a nonconformity has come: found; put right; the cause known and actions planned; all done; its effect to be reviewed. */
export const nonconformityStates = ['raised', 'analysed', 'in-hand', 'waiting', 'effect-due', 'closed'] as const;
export type NonconformityState = (typeof nonconformityStates)[number];
/** What 10.2 asks for and the record does not say yet. */
export const lacks = ['owner', 'correction', 'extent', 'cause', 'actions', 'plan'] as const;
export type Lack = (typeof lacks)[number];
/** What is missing, in words that follow "it still needs". */
export const lackWords: Record<Lack, string> = {
  owner: 'an owner',
  correction: 'what was done at once',
  extent: 'where else it is so',
  cause: 'the cause',
  actions: 'an action about the cause',
  plan: 'somebody and a day for each action',
};

/** Days that the organisation gives itself; one record. */
export const ImprovementRulesFields = z.object({
  majorDays: z.number().int().min(1).max(365).default(90).meta({ title: 'Days to close a major nonconformity' }),
  minorDays: z.number().int().min(1).max(365).default(90).meta({ title: 'Days to close a minor nonconformity' }),
  effectivenessDays: z.number().int().min(1).max(365).default(60).meta({ title: 'Days after the last action until its effect is reviewed' }),
  escalateDays: z.number().int().min(0).max(180).default(7).meta({ title: 'Days after which what is overdue is escalated' }),
  escalateTo: reference('people', { title: 'Escalated to', description: 'Left open, to top management' }),
});
export const ImprovementRules = z.object({ ...recordFields, ...ImprovementRulesFields.shape });
export type ImprovementRules = z.infer<typeof ImprovementRules>;

/** What could be better without anything being wrong (10.1). Lighter than a nonconformity. */
const improvementRegister = defineRegister({
  name: 'improvements',
  singular: 'opportunity for improvement',
  plural: 'opportunities for improvement',
  prefix: 'OFI',
  clause: '10.1',
  read: 'read the ISMS',
  write: 'handle nonconformities',
  purpose: 'What could be better without anything being wrong, who takes it on, and what came of it.',
  label: 'title',
  columns: ['title', 'source', 'owner', 'dueOn', 'status'],
  fields: z.object({
    title: requiredLine({ title: 'Opportunity' }),
    description: text({ title: 'Description' }),
    subjects: references('subjects', { title: 'Requirements and controls' }),
    source: z.enum(sources).default('other').meta({ title: 'Came up in', labels: sourceTitles }),
    sourceRecord: line({ title: 'Record it came up in' }),
    raisedOn: day({ title: 'Raised on' }),
    owner: reference('people', { title: 'Owner' }),
    dueOn: day({ title: 'By' }),
    status: z
      .enum(['open', 'taken-on', 'done', 'declined'])
      .default('open')
      .meta({ title: 'Status', labels: { 'taken-on': 'Taken on' } }),
    result: text({ title: 'What came of it', description: 'Or why it is declined' }),
    doneOn: day({ title: 'Done on' }),
  }),
});
export const improvements = improvementRegister;
export type Improvement = z.infer<typeof improvements.record>;
