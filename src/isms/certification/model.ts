import { z } from 'zod';
import {
  Clock,
  Day,
  Id,
  day,
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
import { AttachedFile } from '../../platform/files/model.ts';
import { defineRegister } from '../../platform/register/model.ts';

/** Who certifies, under which contract, and the days agreed; one record. */
export const CertificationFields = z.object({
  body: line({ title: 'Certification body' }),
  accreditation: line({ title: 'Accredited by', description: 'The accreditation body and the number; for ISO/IEC 27001 by ISO/IEC 27006-1' }),
  accreditedUntil: day({ title: 'Accreditation seen to be valid until' }),
  contract: line({ title: 'Contract' }),
  contractOn: day({ title: 'Contract signed on' }),
  leadAuditor: line({ title: 'Lead auditor' }),
  contact: line({ title: 'Contact' }),
  daysStage1: z.number().min(0).max(100).nullable().default(null).meta({ title: 'Audit days, Stage 1' }),
  daysStage2: z.number().min(0).max(200).nullable().default(null).meta({ title: 'Audit days, Stage 2' }),
  daysSurveillance: z.number().min(0).max(200).nullable().default(null).meta({ title: 'Audit days, each surveillance audit' }),
  daysRecertification: z.number().min(0).max(200).nullable().default(null).meta({ title: 'Audit days, recertification' }),
  leadTimeWeeks: whole({ title: 'Weeks from asking for a date to the audit' }, 0, 104),
  findingDays: z.number().int().min(1).max(365).default(90).meta({ title: 'Days to answer for a nonconformity' }),
});
export const Certification = z.object({ ...recordFields, ...CertificationFields.shape });
export type Certification = z.infer<typeof Certification>;

export const certificationAuditKinds = ['stage-1', 'stage-2', 'surveillance-1', 'surveillance-2', 'recertification', 'special'] as const;
export type CertificationAuditKind = (typeof certificationAuditKinds)[number];
export const decisions = ['open', 'ready', 'not-ready', 'granted', 'refused', 'continued', 'renewed'] as const;
export type Decision = (typeof decisions)[number];
/** Which decisions of the body follow which audit. */
export const decisionsAfter: Readonly<Record<CertificationAuditKind, readonly Decision[]>> = {
  'stage-1': ['ready', 'not-ready'],
  'stage-2': ['granted', 'refused'],
  'surveillance-1': ['continued', 'refused'],
  'surveillance-2': ['continued', 'refused'],
  recertification: ['renewed', 'refused'],
  special: ['continued', 'refused'],
};

/** One conversation of the interview plan: when, about what, in which role. */
export const Interview = z.object({
  id: Id,
  day: Day,
  from: Clock,
  to: Clock,
  role: z.string().max(200),
  people: z.array(Id).default([]),
  subjects: z.array(Id).default([]),
  auditor: z.string().max(200).default(''),
  note: z.string().max(2000).default(''),
});
export type Interview = z.infer<typeof Interview>;

/** An audit by the certification body. */
const auditRegister = defineRegister({
  name: 'certification-audits',
  singular: 'certification audit',
  plural: 'certification audits',
  prefix: 'CA',
  clause: '9.2',
  read: 'read the ISMS',
  write: 'keep the certification',
  purpose: 'The audits by the certification body: Stage 1, Stage 2, surveillance, recertification.',
  label: 'kind',
  columns: ['kind', 'plannedFrom', 'plannedTo', 'heldFrom', 'heldTo', 'decision'],
  fields: z.object({
    kind: z
      .enum(certificationAuditKinds)
      .default('stage-1')
      .meta({
        title: 'Audit',
        labels: {
          'stage-1': 'Stage 1',
          'stage-2': 'Stage 2',
          'surveillance-1': 'First surveillance audit',
          'surveillance-2': 'Second surveillance audit',
          recertification: 'Recertification',
          special: 'Special audit',
        },
      }),
    body: line({ title: 'Certification body' }),
    auditors: line({ title: 'Auditors' }),
    plannedFrom: day({ title: 'Planned from' }),
    plannedTo: day({ title: 'Planned until' }),
    heldFrom: day({ title: 'Held from' }),
    heldTo: day({ title: 'Held until' }),
    days: z.number().min(0).max(200).nullable().default(null).meta({ title: 'Audit days' }),
    place: line({ title: 'Where', description: 'Sites, or remotely' }),
    reportOn: day({ title: 'Report received on' }),
    recommendation: text({ title: 'What the auditors recommend' }),
    decision: z
      .enum(decisions)
      .default('open')
      .meta({ title: 'Decision', labels: { ready: 'Ready for Stage 2', 'not-ready': 'Not ready for Stage 2' } }),
    decidedOn: day({ title: 'Decided on' }),
    samples: references('samples', { title: 'Samples' }),
    note: text({ title: 'Note' }),
  }),
});
export const certificationAudits = {
  ...auditRegister,
  record: auditRegister.record.extend({
    interviews: z.array(Interview).max(300).default([]).meta({ title: 'Interview plan', computed: true }),
    files: z.array(AttachedFile).max(100).default([]).meta({ title: 'Files', computed: true }),
  }),
};
export type CertificationAudit = z.infer<typeof certificationAudits.record>;

export const auditTitles: Readonly<Record<CertificationAuditKind, string>> = {
  'stage-1': 'Stage 1',
  'stage-2': 'Stage 2',
  'surveillance-1': 'First surveillance audit',
  'surveillance-2': 'Second surveillance audit',
  recertification: 'Recertification audit',
  special: 'Special audit',
};

/** First and last day: as held, or as planned. */
export const startOf = ({ heldFrom, plannedFrom }: CertificationAudit): string | null => heldFrom ?? plannedFrom;
export const endOf = (audit: CertificationAudit): string | null => audit.heldTo ?? audit.plannedTo ?? startOf(audit);
/** Whether it is over. */
export const isHeld = ({ heldTo }: CertificationAudit, day: string): boolean => heldTo !== null && heldTo <= day;

/** What the auditor of Stage 1 doubts will hold at Stage 2. */
export const areasOfConcern = defineRegister({
  name: 'areas-of-concern',
  singular: 'area of concern',
  plural: 'areas of concern',
  prefix: 'AOC',
  clause: '9.2',
  read: 'read the ISMS',
  write: 'keep the certification',
  purpose: 'What Stage 1 leaves in doubt, and what is done about it before Stage 2 makes a nonconformity of it.',
  label: 'title',
  tools: true,
  columns: ['title', 'audit', 'subjects', 'owner', 'dueOn', 'closedOn'],
  fields: z.object({
    title: requiredLine({ title: 'Concern' }),
    audit: requiredReference('certification-audits', { title: 'Audit' }),
    subjects: references('subjects', { title: 'Requirements and controls' }),
    statement: text({ title: 'In the auditor’s words' }),
    owner: reference('people', { title: 'Owner' }),
    dueOn: day({ title: 'Due' }),
    response: text({ title: 'What was done' }),
    closedOn: day({ title: 'Closed on' }),
  }),
});

/** A finding of the certification body. What is done about it stands in the nonconformity. */
export const certificationFindings = defineRegister({
  name: 'certification-findings',
  singular: 'finding of the certification body',
  plural: 'findings of the certification body',
  prefix: 'CF',
  clause: '10.2',
  read: 'read the ISMS',
  write: 'keep the certification',
  purpose: 'What the certification body has found, by when it must be answered, and what the body has accepted and verified.',
  label: 'title',
  columns: ['title', 'audit', 'grade', 'dueOn', 'planAcceptedOn', 'verifiedOn'],
  fields: z.object({
    title: requiredLine({ title: 'Finding' }),
    audit: requiredReference('certification-audits', { title: 'Audit' }),
    number: line({ title: 'The body’s number' }),
    grade: z.enum(['major', 'minor', 'opportunity']).default('minor').meta({ title: 'Grade' }),
    subjects: references('subjects', { title: 'Requirements and controls' }),
    statement: text({ title: 'In the auditor’s words' }),
    raisedOn: day({ title: 'Raised on' }),
    dueOn: day({ title: 'Answer due', description: 'Left open, the days agreed with the body decide' }),
    nonconformity: reference('nonconformities', { title: 'Nonconformity' }),
    planSentOn: day({ title: 'Plan sent on' }),
    planAcceptedOn: day({ title: 'Plan accepted on' }),
    evidenceSentOn: day({ title: 'Evidence sent on' }),
    verifiedOn: day({ title: 'Verified on' }),
    verification: text({ title: 'How it was verified' }),
    onSite: flag({ title: 'Verified on site' }),
  }),
});
export type CertificationFinding = z.infer<typeof certificationFindings.record>;

/** The certificate as it was granted. What happened to it later stands in its events. */
export const certificates = defineRegister({
  name: 'certificates',
  singular: 'certificate',
  plural: 'certificates',
  prefix: 'CERT',
  clause: '4.3',
  read: 'read the ISMS',
  write: 'keep the certification',
  purpose: 'The certificates with number, scope, Statement of Applicability and days.',
  label: 'number',
  columns: ['number', 'body', 'decidedOn', 'validFrom', 'validTo'],
  fields: z.object({
    number: requiredLine({ title: 'Number' }),
    body: line({ title: 'Certification body' }),
    audit: reference('certification-audits', { title: 'Granted after' }),
    scope: text({ title: 'Scope as it stands on it' }),
    scopeVersion: reference('scope-versions', { title: 'Scope version' }),
    soaVersion: reference('soa-versions', { title: 'Statement of Applicability' }),
    decidedOn: day({ title: 'Decided on' }),
    validFrom: day({ title: 'Valid from' }),
    validTo: day({ title: 'Valid until' }),
  }),
});
export type Certificate = z.infer<typeof certificates.record>;

export const certificateEventKinds = ['suspended', 'restored', 'withdrawn', 'extended', 'reduced', 'transferred', 'change-reported'] as const;
/** What happened to a certificate after it was granted. Never changed: a correction is another event. */
export const CertificateEvent = z.object({
  ...recordFields,
  certificate: requiredReference('certificates', { title: 'Certificate' }),
  kind: z.enum(certificateEventKinds),
  on: Day,
  /** Day by which something must have followed: the end of a suspension. */
  until: Day.nullable().default(null),
  reason: z.string().trim().min(1, 'Say why.').max(5000),
  /** The new wording of the scope, the body it goes to. */
  to: z.string().max(5000).default(''),
  soaVersion: reference('soa-versions', { title: 'Statement of Applicability' }),
  by: z.string(),
});
export type CertificateEvent = z.infer<typeof CertificateEvent>;
