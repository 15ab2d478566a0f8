import { z } from 'zod';
import {
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
  whole,
} from '../../platform/contract/fields.ts';
import { AttachedFile } from '../../platform/files/model.ts';
import { defineRegister, type RecordOf } from '../../platform/register/model.ts';
import { classifications } from '../assets/model.ts';

export const documentTypes = ['policy', 'procedure', 'standard', 'plan', 'record', 'form', 'external'] as const;
export const audiences = ['nobody', 'everyone', 'teams', 'roles'] as const;

/** Documented information (7.5): what it is, who answers for it, whom it concerns. Its text stands in versions. */
export const documents = defineRegister({
  name: 'documents',
  singular: 'document',
  plural: 'documents',
  prefix: 'D',
  clause: '7.5',
  purpose:
    'Policies, procedures, plans, records and documents from outside that the management system needs, each with an owner, versions and an approval.',
  label: 'title',
  read: 'read the ISMS',
  write: 'write documents',
  columns: ['title', 'type', 'owner', 'classification', 'audience'],
  tools: true,
  fields: z.object({
    title: requiredLine({ title: 'Title' }),
    type: z
      .enum(documentTypes)
      .default('policy')
      .meta({ title: 'Type', labels: { external: 'From outside' } }),
    purpose: text({ title: 'Purpose' }),
    owner: reference('people', { title: 'Owner', description: 'Answers for the content and its review' }),
    approvers: references('people', { title: 'Approved by', description: 'All of them; none: top management' }),
    classification: z.enum(classifications).default('internal').meta({ title: 'Classification' }),
    reviewMonths: whole({ title: 'Reviewed every (months)' }, 1, 120),
    retentionYears: whole({ title: 'Kept after withdrawal (years)' }, 0, 100),
    audience: z
      .enum(audiences)
      .default('nobody')
      .meta({ title: 'Must be read by', labels: { teams: 'These teams', roles: 'Holders of these roles' } }),
    audienceTeams: references('teams', { title: 'Teams that must read it' }),
    audienceRoles: references('isms-roles', { title: 'Roles that must read it' }),
    fulfils: references('required-documents', { title: 'Fulfils', description: 'Which required documented information it is' }),
    controls: references('controls', { title: 'Controls' }),
    clauses: references('subjects', { title: 'Requirements' }),
    template: line({ title: 'Template', description: 'The template it was begun from' }),
  }),
});
export type Document = RecordOf<typeof documents>;

export const versionStates = ['draft', 'in-review', 'approved', 'effective', 'superseded', 'withdrawn'] as const;

/** An electronic signature under one exact text (7.5.2 c). */
export const Approval = z.object({
  person: Id.nullable(),
  by: z.string(),
  name: z.string(),
  at: Instant,
  meaning: z.string(),
  /** SHA-256 of the text that was approved. */
  hash: z.string(),
});

export const Excuse = z.object({ check: z.string().max(60), reason: z.string().trim().min(1, 'Say why.').max(1000), name: z.string(), at: Instant });

/**
 * One version of a document: draft -> in review -> approved -> effective -> superseded or withdrawn. The body is Markdown
 * in which facts are bound ({{organisation.name}}) and sections depend on facts ({{#has.dataCentre}} … {{/has.dataCentre}}).
 * Submitting freezes the text with the facts of that day; approvals name its hash.
 */
export const DocumentVersion = z.object({
  ...recordFields,
  document: requiredReference('documents', { title: 'Document' }),
  number: z.number().int().min(1),
  status: z.enum(versionStates),
  body: z.string().max(400_000, 'At most 400,000 characters.').default(''),
  changeNote: text({ title: 'What changed and why' }),
  author: z.string(),
  authorPerson: Id.nullable().default(null),
  authorName: z.string(),
  /** The text as it was submitted, facts filled in; null while it is a draft. */
  text: z.string().nullable().default(null),
  contentHash: z.string().nullable().default(null),
  submittedAt: Instant.nullable().default(null),
  approvals: z.array(Approval).default([]),
  returnedBecause: text({ title: 'Returned because' }),
  excuses: z.array(Excuse).default([]),
  effectiveOn: day({ title: 'In force from' }),
  withdrawnOn: day({ title: 'Withdrawn on' }),
  reviewedOn: day({ title: 'Last reviewed', description: 'Looked at and found still right' }),
  /** A file that people already have, instead of a body: its text is read out into `text` for search and checks. */
  file: AttachedFile.nullable().default(null),
});
export type DocumentVersion = z.infer<typeof DocumentVersion>;

/** Who must read which version until when; who belongs to the audience follows from the people as they are. */
export const Campaign = z.object({
  ...recordFields,
  document: requiredReference('documents', { title: 'Document' }),
  documentVersion: requiredReference('document-versions', { title: 'Version' }),
  startedOn: z.iso.date(),
  dueOn: z.iso.date(),
  /** Days that somebody has who joins while it runs. */
  daysForNew: z.number().int().min(1).max(365).default(14),
  remindEveryDays: z.number().int().min(1).max(90).default(7),
  remindedOn: day({ title: 'Reminded on' }),
  endedOn: day({ title: 'Ended on' }),
  startedBy: z.string(),
});
export type Campaign = z.infer<typeof Campaign>;

/** Somebody has read one exact version and said so (7.3). Never changed. */
export const Acknowledgement = z.object({
  ...recordFields,
  documentVersion: requiredReference('document-versions', { title: 'Version' }),
  person: requiredReference('people', { title: 'Person' }),
  at: Instant,
  by: z.string(),
  meaning: z.string(),
  hash: z.string(),
});
export type Acknowledgement = z.infer<typeof Acknowledgement>;

const period = (title: string, unit: string, usual: number, control: string | null, shows: string) =>
  whole({ title, description: `In ${unit}; usually ${usual}.${control ? ` ${shows} (${control})` : ''}` }, 1, 100_000);

/**
 * The measurable promises of the organisation, once for all documents: a policy that says "every 90 days" is bound to the
 * figure here. Empty: nobody has decided yet. One record, id `commitments`.
 */
export const commitmentList = [
  { field: 'accessReviewDays', title: 'Access rights are reviewed every', unit: 'days', usual: 90, control: 'A.5.18', repeats: true },
  { field: 'privilegedReviewDays', title: 'Privileged rights are reviewed every', unit: 'days', usual: 30, control: 'A.8.2', repeats: true },
  { field: 'leaverHours', title: 'Access of people who leave ends within', unit: 'hours', usual: 24, control: 'A.5.18', repeats: false },
  { field: 'backupTestDays', title: 'Restoring from backup is tested every', unit: 'days', usual: 180, control: 'A.8.13', repeats: true },
  { field: 'backupHours', title: 'Backups are taken every', unit: 'hours', usual: 24, control: 'A.8.13', repeats: false },
  { field: 'backupKeepDays', title: 'Backups are kept for', unit: 'days', usual: 35, control: 'A.8.13', repeats: false },
  {
    field: 'criticalVulnerabilityDays',
    title: 'Critical vulnerabilities are closed within',
    unit: 'days',
    usual: 7,
    control: 'A.8.8',
    repeats: false,
  },
  { field: 'highVulnerabilityDays', title: 'High vulnerabilities are closed within', unit: 'days', usual: 30, control: 'A.8.8', repeats: false },
  { field: 'mediumVulnerabilityDays', title: 'Medium vulnerabilities are closed within', unit: 'days', usual: 90, control: 'A.8.8', repeats: false },
  { field: 'scanDays', title: 'Systems are scanned for vulnerabilities every', unit: 'days', usual: 30, control: 'A.8.8', repeats: true },
  { field: 'penetrationTestDays', title: 'Penetration tests are done every', unit: 'days', usual: 365, control: 'A.8.29', repeats: true },
  { field: 'logReviewDays', title: 'Logs are reviewed every', unit: 'days', usual: 7, control: 'A.8.15', repeats: true },
  { field: 'logKeepDays', title: 'Logs are kept for', unit: 'days', usual: 365, control: 'A.8.15', repeats: false },
  { field: 'ruleReviewDays', title: 'Rules of the firewalls are reviewed every', unit: 'days', usual: 180, control: 'A.8.20', repeats: true },
  { field: 'supplierReviewDays', title: 'Critical suppliers are reviewed every', unit: 'days', usual: 365, control: 'A.5.22', repeats: true },
  { field: 'continuityTestDays', title: 'Continuity plans are exercised every', unit: 'days', usual: 365, control: 'A.5.30', repeats: true },
  { field: 'recoveryTimeHours', title: 'Critical services are restored within', unit: 'hours', usual: 8, control: 'A.5.30', repeats: false },
  { field: 'recoveryPointHours', title: 'At most this much data may be lost', unit: 'hours', usual: 24, control: 'A.5.30', repeats: false },
  { field: 'incidentReportHours', title: 'Incidents are reported within', unit: 'hours', usual: 1, control: 'A.6.8', repeats: false },
  {
    field: 'customerNoticeHours',
    title: 'Customers hear of an incident that concerns them within',
    unit: 'hours',
    usual: 24,
    control: 'A.5.26',
    repeats: false,
  },
  {
    field: 'breachNotificationHours',
    title: 'Personal data breaches go to the authority within',
    unit: 'hours',
    usual: 72,
    control: 'A.5.34',
    repeats: false,
  },
  { field: 'incidentExerciseDays', title: 'Incident response is exercised every', unit: 'days', usual: 365, control: 'A.5.24', repeats: true },
  { field: 'trainingMonths', title: 'Everybody is trained every', unit: 'months', usual: 12, control: 'A.6.3', repeats: false },
  { field: 'newHireDays', title: 'New people are trained within', unit: 'days', usual: 14, control: 'A.6.3', repeats: false },
  { field: 'phishingDays', title: 'Test messages are sent every', unit: 'days', usual: 90, control: 'A.6.3', repeats: true },
  { field: 'passwordLength', title: 'Passwords have at least', unit: 'characters', usual: 12, control: 'A.5.17', repeats: false },
  { field: 'screenLockMinutes', title: 'Screens lock after', unit: 'minutes', usual: 10, control: 'A.7.7', repeats: false },
  { field: 'walkthroughDays', title: 'Rooms are walked through every', unit: 'days', usual: 90, control: 'A.7.7', repeats: true },
  { field: 'assetReviewDays', title: 'The inventory of assets is checked every', unit: 'days', usual: 365, control: 'A.5.9', repeats: true },
  { field: 'riskReviewMonths', title: 'Risks are assessed anew every', unit: 'months', usual: 12, control: null, repeats: false },
  { field: 'policyReviewMonths', title: 'Policies are reviewed every', unit: 'months', usual: 12, control: 'A.5.1', repeats: false },
  { field: 'auditMonths', title: 'Every part of the system is audited within', unit: 'months', usual: 12, control: 'A.5.35', repeats: false },
  { field: 'managementReviewMonths', title: 'Top management reviews the system every', unit: 'months', usual: 12, control: null, repeats: false },
  { field: 'nonconformityDays', title: 'Nonconformities are closed within', unit: 'days', usual: 90, control: null, repeats: false },
  { field: 'keyRotationDays', title: 'Cryptographic keys are replaced every', unit: 'days', usual: 365, control: 'A.8.24', repeats: true },
  { field: 'exceptionDays', title: 'Exceptions end after at most', unit: 'days', usual: 180, control: 'A.5.36', repeats: false },
  { field: 'recordKeepYears', title: 'Records of the system are kept for', unit: 'years', usual: 3, control: 'A.5.33', repeats: false },
] as const;
export type CommitmentField = (typeof commitmentList)[number]['field'];

export const CommitmentsFields = z.object(
  Object.fromEntries(
    commitmentList.map(({ field, title, unit, usual, control }) => [field, period(title, unit, usual, control, 'Evidence lies with')]),
  ) as Record<CommitmentField, ReturnType<typeof whole>>,
);
export const Commitments = z.object({ ...recordFields, ...CommitmentsFields.shape });
export type Commitments = z.infer<typeof Commitments>;

/** A promise that stands in a text and is not one of the commitments: measured by evidence of a control (mission 4.8). */
export const duties = defineRegister({
  name: 'duties',
  singular: 'duty',
  plural: 'duties from documents',
  prefix: 'DUTY',
  clause: '7.5',
  purpose: 'What a document promises in figures, tied to the control whose evidence shows whether it is kept.',
  label: 'statement',
  read: 'read the ISMS',
  write: 'write documents',
  columns: ['statement', 'document', 'control', 'everyDays', 'owner'],
  fields: z.object({
    statement: requiredLine({ title: 'What is promised', description: 'As the document says it' }),
    document: requiredReference('documents', { title: 'Document' }),
    control: reference('controls', { title: 'Control whose evidence shows it' }),
    everyDays: whole({ title: 'At least every (days)' }, 1, 3650),
    owner: reference('people', { title: 'Owner' }),
  }),
});

/** Required documented information against what exists in the product (2.2). */
export const DocumentationGap = z.object({
  id: z.string(),
  clause: z.string(),
  title: z.string(),
  kind: z.enum(['document', 'record']),
  basis: z.enum(['required', 'usual', 'control']),
  status: z.enum(['have', 'stale', 'missing', 'unknown']),
  place: z.string().meta({ description: 'Where the product keeps it, or what the gap answer points at' }),
  explanation: z.string(),
  room: z.string().nullable().meta({ description: 'Page of the product on which it is kept; null: a document, or nothing yet' }),
  document: Id.nullable().meta({ description: 'The document that fulfils it' }),
  template: z.string().nullable().meta({ description: 'A template to begin it from' }),
});
export type DocumentationGap = z.infer<typeof DocumentationGap>;
