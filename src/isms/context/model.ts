import { z } from 'zod';
import {
  Id,
  Instant,
  amount,
  day,
  determination,
  flag,
  line,
  recordFields,
  reference,
  references,
  requiredLine,
  requiredReference,
  text,
  whole,
} from '../../platform/contract/fields.ts';
import { defineRegister, type RecordOf } from '../../platform/register/model.ts';

const access = { read: 'read the ISMS', write: 'describe the context' } as const;

/** Clause 4.1. */
export const contextIssues = defineRegister({
  name: 'context-issues',
  tools: true,
  singular: 'issue',
  plural: 'internal and external issues',
  prefix: 'ISS',
  clause: '4.1',
  ...access,
  purpose: 'What inside and outside the organisation bears on the management system: markets, laws, technology, people, climate.',
  label: 'title',
  columns: ['title', 'kind', 'effect', 'owner', 'reviewOn'],
  fields: z.object({
    title: requiredLine({ title: 'Issue' }),
    kind: z.enum(['internal', 'external']).default('external').meta({ title: 'Kind' }),
    climate: flag({ title: 'Concerns climate change' }),
    description: text({ title: 'Description' }),
    effect: text({ title: 'Effect on the ISMS', description: 'Which outcome of the management system it can help or harm' }),
    owner: reference('people', { title: 'Owner' }),
    reviewOn: day({ title: 'Next review' }),
  }),
});

/** Clause 4.2 a. */
export const interestedParties = defineRegister({
  name: 'interested-parties',
  singular: 'interested party',
  plural: 'interested parties',
  prefix: 'IP',
  clause: '4.2',
  ...access,
  purpose: 'Who can affect the organisation’s information security or is affected by it: customers, staff, regulators, owners, suppliers.',
  label: 'name',
  columns: ['name', 'kind', 'interest', 'owner'],
  fields: z.object({
    name: requiredLine({ title: 'Interested party' }),
    kind: z
      .enum(['customer', 'employee', 'regulator', 'shareholder', 'supplier', 'partner', 'society', 'other'])
      .default('customer')
      .meta({ title: 'Kind' }),
    interest: text({ title: 'Why it matters' }),
    owner: reference('people', { title: 'Owner' }),
    reviewOn: day({ title: 'Next review' }),
  }),
});

/** Clause 4.2 b and c; legal and contractual ones are obligations that the Statement of Applicability can rest on. */
export const requirements = defineRegister({
  name: 'requirements',
  tools: true,
  singular: 'requirement',
  plural: 'requirements of interested parties',
  prefix: 'REQ',
  clause: '4.2',
  ...access,
  purpose: 'What each interested party asks for, and whether and where the management system answers it.',
  label: 'title',
  columns: ['title', 'party', 'kind', 'answer', 'controls', 'where'],
  fields: z.object({
    title: requiredLine({ title: 'Requirement' }),
    party: requiredReference('interested-parties', { title: 'Interested party' }),
    kind: z.enum(['legal', 'regulatory', 'contractual', 'expectation']).default('expectation').meta({ title: 'Kind' }),
    source: line({ title: 'Source', description: 'Law, contract, clause or conversation it comes from' }),
    climate: flag({ title: 'Concerns climate change' }),
    answer: z
      .enum(['undetermined', 'addressed', 'declined'])
      .default('undetermined')
      .meta({ title: 'Answer', description: 'Whether the ISMS addresses it (4.2 c)' }),
    where: text({ title: 'Where it is addressed, or why not' }),
    controls: references('controls', { title: 'Controls it calls for' }),
    reviewOn: day({ title: 'Next review' }),
  }),
});
export type Requirement = RecordOf<typeof requirements>;

export const teams = defineRegister({
  name: 'teams',
  singular: 'team',
  plural: 'teams',
  prefix: 'TEAM',
  clause: '4.3',
  ...access,
  purpose: 'Departments, teams and business units, with the number of persons in each.',
  label: 'name',
  columns: ['name', 'persons', 'lead', 'inScope', 'reason'],
  fields: z.object({
    name: requiredLine({ title: 'Team' }),
    persons: whole({ title: 'Persons', description: 'Persons under the organisation’s control, contractors included' }, 0, 1_000_000),
    lead: reference('people', { title: 'Lead' }),
    inScope: determination({ title: 'In scope' }),
    reason: text({ title: 'Why in or out' }),
  }),
});

export const locations = defineRegister({
  name: 'locations',
  singular: 'location',
  plural: 'locations',
  prefix: 'LOC',
  clause: '4.3',
  ...access,
  purpose: 'Offices, data centres and the ways in which people work remotely.',
  label: 'name',
  columns: ['name', 'kind', 'address', 'inScope', 'reason'],
  fields: z.object({
    name: requiredLine({ title: 'Location' }),
    kind: z.enum(['office', 'data-centre', 'production-site', 'warehouse', 'home-office', 'other']).default('office').meta({ title: 'Kind' }),
    address: line({ title: 'Address' }),
    inScope: determination({ title: 'In scope' }),
    reason: text({ title: 'Why in or out' }),
  }),
});

export const systems = defineRegister({
  name: 'systems',
  singular: 'system',
  plural: 'systems',
  prefix: 'SYS',
  clause: '4.3',
  ...access,
  purpose: 'Services, applications, networks and cloud environments.',
  label: 'name',
  columns: ['name', 'kind', 'owner', 'customersAsk', 'inScope', 'reason'],
  fields: z.object({
    name: requiredLine({ title: 'System' }),
    kind: z.enum(['service', 'application', 'cloud', 'network', 'infrastructure', 'other']).default('application').meta({ title: 'Kind' }),
    owner: reference('people', { title: 'Owner' }),
    location: reference('locations', { title: 'Location' }),
    customersAsk: flag({ title: 'Customers ask about it', description: 'A service whose security customers want to see on the certificate' }),
    description: text({ title: 'Description' }),
    inScope: determination({ title: 'In scope' }),
    reason: text({ title: 'Why in or out' }),
    retiredOn: day({ title: 'Retired on', description: 'Texts that still name it are out of date' }),
  }),
});

export const suppliers = defineRegister({
  name: 'suppliers',
  singular: 'supplier',
  plural: 'suppliers',
  prefix: 'SUP',
  clause: '4.3',
  ...access,
  purpose: 'Third parties and outsourced services on which the scope depends.',
  label: 'name',
  columns: ['name', 'service', 'owner', 'critical'],
  fields: z.object({
    name: requiredLine({ title: 'Supplier' }),
    service: line({ title: 'Service' }),
    owner: reference('people', { title: 'Owner' }),
    critical: flag({ title: 'Critical for the scope' }),
    country: line({ title: 'Country' }),
  }),
});

/** Clause 4.3 c: what crosses the boundary, and to whom. */
export const interfaces = defineRegister({
  name: 'interfaces',
  singular: 'interface',
  plural: 'interfaces and dependencies',
  prefix: 'INT',
  clause: '4.3',
  ...access,
  purpose: 'What crosses the boundary of the scope: data, services, people, shared infrastructure; and who stands on the other side.',
  label: 'name',
  columns: ['name', 'counterpart', 'supplier', 'crosses', 'systems'],
  fields: z.object({
    name: requiredLine({ title: 'Interface or dependency' }),
    counterpart: z.enum(['supplier', 'customer', 'own-organisation', 'public']).default('supplier').meta({ title: 'Other side' }),
    supplier: reference('suppliers', { title: 'Supplier' }),
    systems: references('systems', { title: 'Systems' }),
    crosses: text({ title: 'What crosses it' }),
    responsibilities: text({ title: 'Who does what', description: 'How responsibility is split, e.g. shared responsibility in the cloud' }),
  }),
});

export const exclusions = defineRegister({
  name: 'exclusions',
  singular: 'exclusion',
  plural: 'exclusions from the scope',
  prefix: 'OUT',
  clause: '4.3',
  ...access,
  purpose:
    'What is left out of the scope and why that does not harm information security inside it. Controls are excluded in the Statement of Applicability, not here.',
  label: 'name',
  columns: ['name', 'reason', 'effect'],
  fields: z.object({
    name: requiredLine({ title: 'Left out' }),
    reason: text({ title: 'Why' }),
    effect: text({ title: 'Effect on the scope', description: 'Which interface remains and how it is secured' }),
  }),
});

/** 4.1 as amended in 2024: the explicit determination whether climate change is a relevant issue. One record, id `climate`. */
export const ClimateFields = z.object({
  relevant: determination({ title: 'Climate change is a relevant issue' }),
  reasoning: text({ title: 'Reasoning' }),
  decidedBy: reference('people', { title: 'Decided by' }),
  decidedOn: day({ title: 'Decided on' }),
});
export const Climate = z.object({ ...recordFields, ...ClimateFields.shape });
export type Climate = z.infer<typeof Climate>;

export const Adjustment = z.object({
  factor: z.string().max(100),
  percent: z.number().min(-100).max(200),
  reason: z.string().max(2000).default(''),
});
export type Adjustment = z.infer<typeof Adjustment>;

/** What a boundary looked like when the version was approved: names and reasons, so that the version reads by itself. */
export const FrozenBoundary = z.object({ id: Id, name: z.string(), detail: z.string().default(''), reason: z.string().default('') });
export const FrozenScope = z.object({
  persons: z.number().nullable(),
  teams: z.array(FrozenBoundary),
  locations: z.array(FrozenBoundary),
  systems: z.array(FrozenBoundary),
  interfaces: z.array(FrozenBoundary),
  exclusions: z.array(FrozenBoundary),
  initialAuditDays: z.number().nullable(),
});
export type FrozenScope = z.infer<typeof FrozenScope>;

/**
 * Clause 4.3. While a version is a draft its boundaries are the live ones; approval by top management freezes them.
 * Statuses: draft -> approved -> superseded (by the next approved version).
 */
export const ScopeVersion = z.object({
  ...recordFields,
  number: z.number().int().min(1),
  status: z.enum(['draft', 'approved', 'superseded']),
  title: requiredLine({ title: 'Title' }),
  statement: text({ title: 'Scope statement', description: 'As it shall stand on the certificate: activities, organisation, places' }),
  justification: text({ title: 'Why this scope', description: 'How issues, requirements, interfaces were taken into account (4.3 a–c)' }),
  adjustments: z.array(Adjustment).max(50).default([]),
  dayRate: amount({ title: 'Day rate', description: 'Of the certification body, in the organisation’s currency' }),
  frozen: FrozenScope.nullable().default(null),
  approvedBy: z.string().nullable().default(null),
  approvedByName: z.string().nullable().default(null),
  approvedAt: Instant.nullable().default(null),
  approvalMeaning: z.string().nullable().default(null),
});
export type ScopeVersion = z.infer<typeof ScopeVersion>;

/** What the cost panel answers: every figure with the reason for it. Days are audit days of eight hours. */
export const AuditTime = z.object({
  persons: z.number().nullable(),
  baseDays: z.number().nullable(),
  band: z.string().nullable(),
  adjustments: z.array(z.object({ title: z.string(), percent: z.number(), days: z.number() })),
  adjustmentPercent: z.number(),
  capped: z.boolean(),
  initialDays: z.number().nullable(),
  stageOneDays: z.number().nullable(),
  stageTwoDays: z.number().nullable(),
  surveillanceDays: z.number().nullable(),
  recertificationDays: z.number().nullable(),
  explanation: z.array(z.string()),
  budget: z.array(z.object({ id: z.string(), title: z.string(), low: z.number(), high: z.number(), why: z.string() })),
  budgetTotal: z.object({ low: z.number(), high: z.number() }).nullable(),
  currency: z.string(),
});
export type AuditTime = z.infer<typeof AuditTime>;

/** A warning about the scope while it is being edited (mission 1.6). */
export const ScopeWarning = z.object({
  id: z.string(),
  text: z.string(),
  remedy: z.string(),
  records: z.array(z.object({ register: z.string(), id: z.string(), label: z.string() })),
});
export type ScopeWarning = z.infer<typeof ScopeWarning>;

/** One line of a comparison of two scope versions. */
export const ScopeDifference = z.object({
  part: z.enum(['statement', 'persons', 'teams', 'locations', 'systems', 'interfaces', 'exclusions', 'audit-time']),
  change: z.enum(['added', 'removed', 'changed']),
  label: z.string(),
  before: z.string(),
  after: z.string(),
});
export type ScopeDifference = z.infer<typeof ScopeDifference>;
