import { z } from 'zod';
import { Id, amount, day, recordFields, reference, references, text } from '../../platform/contract/fields.ts';

/** Where a control or requirement stands. `not-assessed` is not "missing": nobody has looked yet. */
export const gapStatuses = ['implemented', 'partly', 'missing', 'not-assessed', 'not-applicable'] as const;
export type GapStatus = (typeof gapStatuses)[number];

/** What people say of one subject: an Annex A control, an own control or a requirement of clauses 4–10. */
export const GapAnswerFields = z.object({
  status: z.enum(gapStatuses).default('not-assessed').meta({ title: 'Status' }),
  observation: text({ title: 'Observation' }),
  evidence: text({ title: 'Evidence pointer', description: 'Where the proof lies; a link, a path, a ticket' }),
  owner: reference('people', { title: 'Owner' }),
  effortDays: amount({ title: 'Effort (person-days)', description: 'Left open, the usual effort is taken' }, 0, 2000),
  assignee: reference('people', { title: 'Who closes the gap' }),
  dependsOn: references('subjects', { title: 'After' }),
  startOn: day({ title: 'Start (fixed)' }),
  dueOn: day({ title: 'Due (fixed)' }),
});
/** The id of an answer is the id of its subject: `A.5.1`, `OC-2`, `4.2-a`. */
export const GapAnswer = z.object({ ...recordFields, ...GapAnswerFields.shape });
export type GapAnswer = z.infer<typeof GapAnswer>;

/** A line of the sheet: the subject as the standard has it, with the answer laid over it. */
export const GapLine = GapAnswer.extend({
  kind: z.enum(['control', 'own-control', 'requirement']),
  label: z.string().meta({ description: 'How people cite it: A.5.1, 6.1.2 c) 1)' }),
  title: z.string(),
  group: z.string().meta({ description: 'Theme of a control, clause of a requirement' }),
  summary: z.string(),
  weight: z.number(),
  usualEffort: z.object({ low: z.number(), high: z.number() }),
});
export type GapLine = z.infer<typeof GapLine>;

/** A picture of all answers on a day, to measure progress against. Not a verdict: a gap assessment has no pass or fail. */
export const GapBaseline = z.object({
  ...recordFields,
  name: z.string().trim().min(1).max(200),
  day: z.iso.date(),
  statuses: z.record(z.string(), z.enum(gapStatuses)),
});
export type GapBaseline = z.infer<typeof GapBaseline>;

export const GapCounts = z.record(z.enum(gapStatuses), z.number());
export const GapProgress = z.object({
  groups: z.array(z.object({ group: z.string(), title: z.string(), kind: z.string(), now: GapCounts, baseline: GapCounts.nullable() })),
  total: z.object({ now: GapCounts, baseline: GapCounts.nullable() }),
  baseline: z.object({ id: Id, name: z.string(), day: z.iso.date() }).nullable(),
});
export type GapProgress = z.infer<typeof GapProgress>;

/** One task of the remediation plan, with the reasons for its place in the order. Days are working days, dates calendar days. */
export const RemediationTask = z.object({
  subject: Id,
  label: z.string(),
  title: z.string(),
  status: z.enum(gapStatuses),
  rank: z.number().int(),
  riskScore: z.number().meta({ description: 'Sum of the current scores of the open risks it treats' }),
  risks: z.array(Id),
  weight: z.number(),
  effortDays: z.number(),
  effortIsUsual: z.boolean(),
  assignee: Id.nullable(),
  dependsOn: z.array(Id),
  startOn: z.iso.date(),
  endOn: z.iso.date(),
  fixed: z.boolean(),
  late: z.boolean(),
  critical: z.boolean(),
  reason: z.string(),
});
export type RemediationTask = z.infer<typeof RemediationTask>;

export const RemediationPlan = z.object({
  tasks: z.array(RemediationTask),
  totalEffortDays: z.number(),
  endOn: z.iso.date().nullable(),
  people: z.array(z.object({ person: Id.nullable(), name: z.string(), effortDays: z.number() })),
  problems: z.array(z.string()).meta({ description: 'Circles of dependencies, impossible dates' }),
});
export type RemediationPlan = z.infer<typeof RemediationPlan>;
