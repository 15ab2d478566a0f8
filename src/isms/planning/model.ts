import { z } from 'zod';
import { Day, amount, day, line, recordFields, requiredLine, text, whole } from '../../platform/contract/fields.ts';
import { defineRegister, type RecordOf } from '../../platform/register/model.ts';

/** What the simulation assumes where the organisation says nothing else; one record. Left open, the usual figure holds. */
export const PlanAssumptionsFields = z.object({
  people: whole({ title: 'People who work on it', description: 'Those who take what nobody has been named for' }, 1, 200),
  daysPerWeek: z.number().min(0.25).max(5).nullable().default(null).meta({ title: 'Days a week each of them has for it' }),
  evidenceMonths: z.number().min(0).max(24).nullable().default(null).meta({ title: 'Months of records before Stage 2' }),
  leadTimeWeeks: whole({ title: 'Weeks from asking for a date to Stage 1' }, 0, 104),
  askedOn: day({ title: 'Date asked for on', description: 'Left open, it is asked for when the internal audit begins' }),
});
export const PlanAssumptions = z.object({ ...recordFields, ...PlanAssumptionsFields.shape });
export type PlanAssumptions = z.infer<typeof PlanAssumptions>;

export const costKinds = ['consultant', 'tooling', 'training', 'internal-audit', 'certification', 'penetration-test', 'own-work', 'other'] as const;

/** What the way to the certificate costs: planned as a range for a quarter, and what was spent. In the organisation's currency. */
export const budgetLines = defineRegister({
  name: 'budget-lines',
  singular: 'budget line',
  plural: 'budget',
  prefix: 'BUD',
  clause: '7.1',
  read: 'read the ISMS',
  write: 'keep the plan',
  purpose: 'What certification and its upkeep cost, by kind and quarter, as ranges, against what was spent.',
  label: 'title',
  columns: ['title', 'kind', 'dueOn', 'low', 'high', 'spent'],
  fields: z.object({
    title: requiredLine({ title: 'For what' }),
    kind: z
      .enum(costKinds)
      .default('other')
      .meta({ title: 'Kind', labels: { 'own-work': 'Own work', 'internal-audit': 'Internal audit', certification: 'Certification body' } }),
    low: amount({ title: 'At least' }),
    high: amount({ title: 'At most' }),
    dueOn: day({ title: 'Falls due on', description: 'Its quarter counts' }),
    spent: amount({ title: 'Spent' }),
    spentOn: day({ title: 'Spent on' }),
    supplier: line({ title: 'From whom' }),
    note: text({ title: 'Note' }),
  }),
});
export type BudgetLine = RecordOf<typeof budgetLines>;

/** What still has to be done: effort in days of work, at least, usually, at most. */
export interface Work {
  id: string;
  title: string;
  /** Who does it; null: whoever is free of those who work on it. */
  person: string | null;
  days: readonly [low: number, usual: number, high: number];
  after: readonly string[];
}

/** What the simulation starts from. Weeks are counted from the day it is made. */
export interface PlanInput {
  day: string;
  work: readonly Work[];
  people: number;
  daysPerWeek: number;
  evidenceMonths: number;
  leadTimeWeeks: number;
  askedOn: string | null;
  /** What has happened or is fixed already: its day. */
  fixed: Partial<Record<Milestone, string>>;
  /** How people are called whose work may hold things up. */
  names: Readonly<Record<string, string>>;
  runs: number;
  seed: number;
}

export const milestones = ['work', 'evidence', 'internal-audit', 'management-review', 'stage-1', 'stage-2', 'certificate'] as const;
export type Milestone = (typeof milestones)[number];

const Percentiles = z.object({ p50: Day, p80: Day, p95: Day });
/** What the simulation says. */
export const Forecast = z.object({
  runs: z.number().int(),
  seed: z.number().int(),
  milestones: z.array(Percentiles.extend({ id: z.enum(milestones), title: z.string(), fixed: z.boolean() })),
  /** How many runs end in which month. */
  months: z.array(z.object({ month: z.string(), runs: z.number().int() })),
  /** What most often decides the last day, by the share of runs. */
  critical: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      share: z.number(),
      tasks: z.array(z.string()).meta({ description: 'Of somebody whose work decides: the largest pieces of it' }),
    }),
  ),
  /** Fixed days of audits that come too early in some of the runs. */
  tooEarly: z.array(z.object({ id: z.enum(milestones), on: Day, share: z.number(), because: z.enum(['work', 'evidence', 'management-review']) })),
  workDays: z.number(),
  assumptions: z.array(z.object({ title: z.string(), value: z.string(), from: z.enum(['usual', 'said', 'records']) })),
});
export type Forecast = z.infer<typeof Forecast>;
