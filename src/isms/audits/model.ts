import { z } from 'zod';
import {
  Clock,
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

/** The programme of internal audits over the cycle (9.2.2). */
export const auditProgrammes = defineRegister({
  name: 'audit-programmes',
  singular: 'audit programme',
  plural: 'audit programmes',
  prefix: 'AP',
  clause: '9.2.2',
  read: 'read the ISMS',
  write: 'plan internal audits',
  purpose: 'The internal audits of a cycle taken together: aims, time, who answers for them, and why each subject is looked at as often as it is.',
  label: 'title',
  columns: ['title', 'from', 'to', 'owner'],
  fields: z.object({
    title: requiredLine({ title: 'Programme' }),
    from: day({ title: 'From' }),
    to: day({ title: 'Until' }),
    owner: reference('people', { title: 'Answers for it' }),
    aims: text({ title: 'Aims' }),
    method: text({ title: 'How audits are done', description: 'Methods, sampling, grades, reports and to whom they go' }),
    approvedOn: day({ title: 'Approved on' }),
  }),
});
export type AuditProgramme = z.infer<typeof auditProgrammes.record>;

/** One part of the plan of an audit: when, what, by whom, with whom. */
export const AuditSlot = z.object({
  id: Id,
  day: Day,
  from: Clock,
  to: Clock,
  subjects: z.array(Id).default([]),
  title: z.string().max(300).default(''),
  auditor: Id.nullable().default(null),
  with: z.array(Id).default([]),
});
export type AuditSlot = z.infer<typeof AuditSlot>;

export const auditStates = ['planned', 'in-progress', 'reported', 'cancelled'] as const;

/** One internal audit: its plan, and how far it has come. */
const auditRegister = defineRegister({
  name: 'internal-audits',
  singular: 'internal audit',
  plural: 'internal audits',
  prefix: 'AUD',
  clause: '9.2.1',
  read: 'read the ISMS',
  write: 'plan internal audits',
  purpose: 'The internal audits with scope, criteria, method, auditors and days.',
  label: 'title',
  columns: ['title', 'programme', 'leadAuditor', 'plannedFrom', 'plannedTo'],
  fields: z.object({
    title: requiredLine({ title: 'Audit' }),
    programme: reference('audit-programmes', { title: 'Programme' }),
    subjects: references('subjects', { title: 'Clauses and controls', description: 'What it covers' }),
    scope: text({ title: 'Scope', description: 'Places, units, systems and time it looks at' }),
    criteria: text({ title: 'Criteria', description: 'What is measured against: the standard, own documents, contracts, law' }),
    method: text({ title: 'Method' }),
    leadAuditor: reference('people', { title: 'Lead auditor' }),
    auditors: references('people', { title: 'Auditors' }),
    plannedFrom: day({ title: 'From' }),
    plannedTo: day({ title: 'Until' }),
    samples: references('samples', { title: 'Samples' }),
  }),
});
export const internalAudits = {
  ...auditRegister,
  record: auditRegister.record.extend({
    status: z.enum(auditStates).default('planned').meta({ title: 'State', computed: true }),
    plan: z.array(AuditSlot).max(200).default([]).meta({ title: 'Plan', computed: true }),
    startedOn: Day.nullable().default(null).meta({ title: 'Began on', computed: true }),
    reportedOn: Day.nullable().default(null).meta({ title: 'Reported on', computed: true }),
    cancelledBecause: z.string().max(2000).default('').meta({ title: 'Cancelled because', computed: true }),
  }),
};
export type InternalAudit = z.infer<typeof internalAudits.record>;

export const auditGrades = ['major', 'minor', 'opportunity', 'conformity'] as const;
export type AuditGrade = (typeof auditGrades)[number];
export const answerStates = ['open', 'conforms', 'deviates', 'not-looked-at'] as const;
export type AnswerState = (typeof answerStates)[number];

/** One answer to a question of the checklist. */
export const AuditAnswer = z.object({ question: z.string().max(100), state: z.enum(answerStates), note: z.string().max(5000).default('') });
/** What was looked at: a record with the hash of what it said then. */
export const Seen = z.object({ register: z.string(), id: z.string(), label: z.string(), sha256: z.string(), at: Instant });

/** What was seen while auditing one clause or control: answers to the checklist, notes, evidence as it was that day. */
export const AuditNote = z.object({
  ...recordFields,
  audit: requiredReference('internal-audits', { title: 'Audit' }),
  subject: Id,
  auditor: requiredReference('people', { title: 'Auditor' }),
  answers: z.array(AuditAnswer).max(60).default([]),
  interview: z.string().max(20_000).default(''),
  spokenWith: references('people', { title: 'Spoken with' }),
  seen: z.array(Seen).max(500).default([]),
  files: z.array(AttachedFile).max(100).default([]),
  conclusion: z.enum(answerStates).default('open'),
});
export type AuditNote = z.infer<typeof AuditNote>;

/** What an audit found. */
export const AuditFinding = z.object({
  ...recordFields,
  audit: requiredReference('internal-audits', { title: 'Audit' }),
  grade: z.enum(auditGrades),
  subjects: references('subjects', { title: 'Clauses and controls' }),
  title: requiredLine({ title: 'Finding' }),
  requirement: line({ title: 'What is asked for' }),
  observed: text({ title: 'What was seen' }),
  auditor: reference('people', { title: 'Auditor' }),
  /** The nonconformity or the opportunity it has become. */
  raisedAs: line({ title: 'Raised as' }),
});
export type AuditFinding = z.infer<typeof AuditFinding>;

/** The report as it was signed: everything it rests on, frozen. */
export const AuditReport = z.object({
  ...recordFields,
  audit: requiredReference('internal-audits', { title: 'Audit' }),
  summary: z.string().trim().min(1, 'Say what the audit concludes.').max(20_000),
  /** The content that was signed, as JSON text, and its SHA-256. */
  content: z.string(),
  hash: z.string(),
  signedBy: z.string(),
  signedByPerson: Id.nullable().default(null),
  signedAt: Instant,
});
export type AuditReport = z.infer<typeof AuditReport>;
