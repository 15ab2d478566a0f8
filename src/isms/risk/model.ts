import { z } from 'zod';
import {
  Id,
  Instant,
  amount,
  day,
  line,
  recordFields,
  reference,
  references,
  requiredLine,
  requiredReference,
  text,
} from '../../platform/contract/fields.ts';
import { defineRegister, type RecordOf } from '../../platform/register/model.ts';
import { riskCategories, riskProperties, Scenario } from '../../standard/model.ts';
import { roles } from '../permissions.ts';

export { riskCategories, riskProperties, Scenario };

export const ScaleStep = z.object({
  level: z.number().int().min(1).max(7),
  name: z.string().trim().min(1).max(60),
  criteria: z.string().max(2000).default(''),
});
export type ScaleStep = z.infer<typeof ScaleStep>;

export const RiskLevel = z.object({
  name: z.string().trim().min(1).max(60),
  /** Lowest score of the level. */
  from: z.number().int().min(1).max(49),
  colour: z.enum(['green', 'yellow', 'orange', 'red']),
  acceptedBy: z.array(z.enum(roles)).max(7),
  /** Whether a residual risk of this level lies within the acceptance criteria (6.1.2 a 1). */
  acceptable: z.boolean(),
  reviewDays: z.number().int().min(1).max(1830),
  response: z.string().max(2000).default(''),
});
export type RiskLevel = z.infer<typeof RiskLevel>;

/**
 * The method (6.1.2): versioned. Statuses: draft -> in-force -> retired (by the next version in force).
 * Rated risks keep the version they were rated with; nothing is re-rated silently.
 */
export const RiskMethodFields = z.object({
  title: requiredLine({ title: 'Title' }),
  identification: text({ title: 'How risks are identified' }),
  likelihood: z.array(ScaleStep).min(3).max(7),
  impact: z.array(ScaleStep).min(3).max(7),
  combination: z.enum(['product', 'sum', 'matrix']).default('product').meta({ title: 'Combination' }),
  /** Only for `matrix`: score by [likelihood - 1][impact - 1]. */
  matrix: z
    .array(z.array(z.number().int().min(1).max(49)))
    .nullable()
    .default(null),
  levels: z.array(RiskLevel).min(2).max(6),
  acceptanceCriteria: text({ title: 'Acceptance criteria' }),
  /** Highest score within appetite; drawn as a line in the heat map. */
  appetite: z.number().int().min(1).max(49),
  /** Days for which an acceptance holds at most. */
  acceptanceDays: z.number().int().min(1).max(1830).default(365),
});
export const RiskMethod = z.object({
  ...recordFields,
  number: z.number().int().min(1),
  status: z.enum(['draft', 'in-force', 'retired']),
  ...RiskMethodFields.shape,
  approvedBy: z.string().nullable().default(null),
  approvedByName: z.string().nullable().default(null),
  approvedAt: Instant.nullable().default(null),
});
export type RiskMethod = z.infer<typeof RiskMethod>;

export const treatmentOptions = ['undecided', 'mitigate', 'transfer', 'accept', 'avoid'] as const;
const level = (title: string) => z.number().int().min(1).max(7).nullable().default(null).meta({ title });

/** 6.1.2 c–e, 8.2, and the decision of 6.1.3 a. Ratings are steps of the scales of the risk's method version. */
export const risks = defineRegister({
  name: 'risks',
  tools: true,
  singular: 'risk',
  plural: 'risks',
  prefix: 'R',
  clause: '6.1.2',
  purpose: 'What could happen to information in scope, who owns it, how large it is and what is done about it.',
  label: 'title',
  read: 'read the ISMS',
  write: 'assess and treat risks',
  columns: [
    'title',
    'category',
    'owner',
    'inherentLikelihood',
    'inherentImpact',
    'currentLikelihood',
    'currentImpact',
    'treatment',
    'residualLikelihood',
    'residualImpact',
    'status',
    'reviewOn',
  ],
  fields: z.object({
    title: requiredLine({ title: 'Risk' }),
    description: text({ title: 'Description' }),
    category: z.enum(riskCategories).default('other').meta({ title: 'Category' }),
    threat: line({ title: 'Threat' }),
    vulnerability: line({ title: 'Vulnerability' }),
    assets: references('assets', { title: 'Assets' }),
    affects: z.array(z.enum(riskProperties)).default([]).meta({ title: 'Affects' }),
    owner: reference('people', { title: 'Risk owner' }),
    method: reference('risk-methods', { title: 'Rated with', description: 'Version of the method' }),
    inherentLikelihood: level('Inherent likelihood'),
    inherentImpact: level('Inherent impact'),
    inherentRationale: text({ title: 'Why (inherent)' }),
    currentLikelihood: level('Current likelihood'),
    currentImpact: level('Current impact'),
    currentRationale: text({ title: 'Why (current)' }),
    treatment: z.enum(treatmentOptions).default('undecided').meta({ title: 'Treatment' }),
    treatmentRationale: text({ title: 'Why this treatment' }),
    /** Controls that treat the risk: Annex A or own (6.1.3 b). The Statement of Applicability follows from them. */
    controls: references('controls', { title: 'Controls' }),
    /** Expected once the treatment works; reached only when its controls are implemented. */
    residualLikelihood: level('Residual likelihood (expected)'),
    residualImpact: level('Residual impact (expected)'),
    residualRationale: text({ title: 'Why (residual)' }),
    status: z.enum(['open', 'closed']).default('open').meta({ title: 'Status' }),
    scenario: line({ title: 'Scenario', description: 'Id in the scenario library, when it came from there' }),
    externalReference: line({ title: 'Number elsewhere' }),
    identifiedOn: day({ title: 'Identified on' }),
    ratedOn: day({ title: 'Rated on' }),
    reviewOn: day({ title: 'Next review' }),
    reopenedBecause: z
      .enum(['', 'incident', 'change', 'vulnerability', 'management-review', 'review-date', 'method-change'])
      .default('')
      .meta({ title: 'Re-opened because of' }),
    reopenedNote: text({ title: 'Why re-opened' }),
  }),
});
export type Risk = RecordOf<typeof risks>;

/** A task of the risk treatment plan (6.1.3 e): who does what until when at which cost. */
export const treatmentTasks = defineRegister({
  name: 'treatment-tasks',
  tools: true,
  singular: 'treatment task',
  plural: 'tasks of the risk treatment plan',
  prefix: 'TT',
  clause: '6.1.3',
  purpose: 'What is done to treat each risk, by whom, until when, and what it costs.',
  label: 'title',
  read: 'read the ISMS',
  write: 'assess and treat risks',
  columns: ['title', 'risk', 'assignee', 'startOn', 'dueOn', 'status', 'cost'],
  fields: z.object({
    title: requiredLine({ title: 'Task' }),
    risk: requiredReference('risks', { title: 'Risk' }),
    controls: references('controls', { title: 'Controls' }),
    assignee: reference('people', { title: 'Assignee' }),
    startOn: day({ title: 'Start' }),
    dueOn: day({ title: 'Due' }),
    status: z.enum(['planned', 'in-progress', 'done']).default('planned').meta({ title: 'Status' }),
    doneOn: day({ title: 'Done on' }),
    cost: amount({ title: 'Cost' }),
    note: text({ title: 'Note' }),
  }),
});
export type TreatmentTask = RecordOf<typeof treatmentTasks>;

/**
 * The risk owner's approval of the treatment plan and acceptance of the residual risk (6.1.3 f). It holds for exactly
 * the rating and plan that `fingerprint` names, until `expiresOn`; any change of either makes it void.
 */
export const Acceptance = z.object({
  ...recordFields,
  risk: Id,
  status: z.enum(['requested', 'accepted', 'refused', 'withdrawn']),
  requestedBy: z.string(),
  requestedByName: z.string(),
  /** Who asked, as a person of the management system: an account and a key of one person are one hand. */
  requestedByPerson: Id.nullable().default(null),
  requestedOn: z.iso.date(),
  reason: text({ title: 'Reason' }),
  fingerprint: z.string(),
  method: Id.nullable(),
  likelihood: z.number().int(),
  impact: z.number().int(),
  score: z.number().int(),
  level: z.string(),
  decidedBy: z.string().nullable().default(null),
  decidedByName: z.string().nullable().default(null),
  decidedByRole: z.enum(roles).nullable().default(null),
  decidedByPerson: Id.nullable().default(null),
  decidedAt: Instant.nullable().default(null),
  decision: z.string().max(5000).default(''),
  expiresOn: z.iso.date().nullable().default(null),
});
export type Acceptance = z.infer<typeof Acceptance>;

export const Rating = z.object({
  likelihood: z.number(),
  impact: z.number(),
  score: z.number(),
  level: z.string(),
  colour: z.string(),
  acceptable: z.boolean(),
});
export type Rating = z.infer<typeof Rating>;

/** A risk with everything that is calculated from it; what lists and pages show. */
export const AssessedRisk = risks.record.extend({
  inherent: Rating.nullable(),
  current: Rating.nullable(),
  residual: Rating.nullable(),
  /** Whether the expected residual has been reached: every chosen control is implemented and every task done. */
  residualReached: z.boolean(),
  acceptance: z.enum(['none', 'requested', 'accepted', 'refused', 'void', 'expired']),
  acceptanceExpiresOn: z.iso.date().nullable(),
  methodOutdated: z.boolean(),
  ownerName: z.string().nullable(),
});
export type AssessedRisk = z.infer<typeof AssessedRisk>;

export const HeatMapCell = z.object({
  likelihood: z.number(),
  impact: z.number(),
  score: z.number(),
  level: z.string(),
  colour: z.string(),
  withinAppetite: z.boolean(),
  risks: z.array(Id),
});
export const HeatMap = z.object({
  method: Id,
  basis: z.enum(['inherent', 'current', 'residual']),
  likelihood: z.array(ScaleStep),
  impact: z.array(ScaleStep),
  cells: z.array(HeatMapCell),
  unrated: z.array(Id),
  /** Risks that move: from one rating to the next. */
  arrows: z.array(
    z.object({
      risk: Id,
      title: z.string(),
      from: z.object({ likelihood: z.number(), impact: z.number() }),
      to: z.object({ likelihood: z.number(), impact: z.number() }),
      step: z.enum(['inherent-current', 'current-residual']),
    }),
  ),
  appetite: z.number(),
  otherMethods: z.number().int().meta({ description: 'Risks rated with another version; they are not drawn' }),
});
export type HeatMap = z.infer<typeof HeatMap>;

export const TrendPoint = z.object({
  day: z.iso.date(),
  open: z.number(),
  byLevel: z.record(z.string(), z.number()),
  aboveAppetite: z.number(),
  unrated: z.number(),
});
export type TrendPoint = z.infer<typeof TrendPoint>;

export const ConsistencyFinding = z.object({
  kind: z.enum(['rated-differently', 'residual-above-inherent', 'current-above-inherent', 'lowered-without-control', 'residual-without-control']),
  text: z.string(),
  risks: z.array(Id),
});
export type ConsistencyFinding = z.infer<typeof ConsistencyFinding>;
