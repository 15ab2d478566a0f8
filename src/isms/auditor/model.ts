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

/** Parts of the management system that can be opened to an auditor. */
export const sections = [
  'scope',
  'context',
  'soa',
  'risks',
  'treatment',
  'assets',
  'documents',
  'objectives',
  'people',
  'awareness',
  'evidence',
  'operations',
  'internal-audits',
  'nonconformities',
  'management-reviews',
  'samples',
  'verdict',
  'ledger',
] as const;
export type Section = (typeof sections)[number];
export const sectionTitles: Record<Section, string> = {
  scope: 'Scope',
  context: 'Context and interested parties',
  soa: 'Statement of Applicability',
  risks: 'Risks',
  treatment: 'Risk treatment plan',
  assets: 'Assets',
  documents: 'Documents in force',
  objectives: 'Objectives and their measurement',
  people: 'People and roles',
  awareness: 'Competence, awareness, communication',
  evidence: 'Evidence',
  operations: 'Operations',
  'internal-audits': 'Internal audits',
  nonconformities: 'Nonconformities and corrective action',
  'management-reviews': 'Management reviews',
  samples: 'Samples',
  verdict: 'What the product finds itself',
  ledger: 'Extract of the ledger',
};
/** Parts of the auditor's room: what is released, and what was asked for and provided. */
export const roomParts = [...sections, 'requests'] as const;
export type RoomPart = (typeof roomParts)[number];

/** What an external auditor may see, for which audit, until when. Nothing else is shown. Taken back by its own operation. */
export const AuditRelease = z.object({
  ...recordFields,
  /** E-mail addresses in lower case; none: every external auditor with access. */
  auditors: z.array(z.string().max(300)).max(50).default([]),
  audit: reference('certification-audits', { title: 'Certification audit' }),
  internalAudit: reference('internal-audits', { title: 'Internal audit' }),
  sections: z.array(z.enum(sections)).default([]),
  /** Single documents and evidence items; where none are named, all that are in force of a released section. */
  documents: references('documents', { title: 'Documents' }),
  evidence: references('evidence', { title: 'Evidence' }),
  from: Day,
  until: Day,
  note: z.string().max(2000).default(''),
  releasedBy: z.string(),
  releasedAt: Instant,
  withdrawnAt: Instant.nullable().default(null),
  withdrawnBy: z.string().default(''),
});
export type AuditRelease = z.infer<typeof AuditRelease>;

export const requestStates = ['asked', 'provided', 'accepted', 'returned'] as const;
/** What an auditor asks to see. */
const requestRegister = defineRegister({
  name: 'evidence-requests',
  singular: 'evidence request',
  plural: 'evidence requests',
  prefix: 'ERQ',
  clause: '9.2',
  read: 'read the ISMS',
  write: 'keep the certification',
  purpose: 'What auditors ask to see, who provides it, and whether it satisfied them.',
  label: 'title',
  columns: ['title', 'subjects', 'owner', 'dueOn'],
  fields: z.object({
    title: requiredLine({ title: 'Asked for' }),
    audit: reference('certification-audits', { title: 'Certification audit' }),
    internalAudit: reference('internal-audits', { title: 'Internal audit' }),
    subjects: references('subjects', { title: 'Requirements and controls' }),
    description: text({ title: 'Description' }),
    owner: reference('people', { title: 'Provided by' }),
    dueOn: day({ title: 'Due' }),
    askedBy: line({ title: 'Asked by' }),
  }),
});
export const evidenceRequests = {
  ...requestRegister,
  record: requestRegister.record.extend({
    status: z.enum(requestStates).default('asked').meta({ title: 'State', computed: true }),
    askedOn: Day.nullable().default(null).meta({ title: 'Asked on', computed: true }),
    /** Asked by the auditor in the room, who then says there whether it suffices. */
    askedInRoom: z.boolean().default(false).meta({ title: 'Asked in the auditor’s room', computed: true }),
    evidence: references('evidence', { title: 'Evidence', computed: true }),
    documents: references('documents', { title: 'Documents', computed: true }),
    files: z.array(AttachedFile).max(100).default([]).meta({ title: 'Files', computed: true }),
    providedAt: Instant.nullable().default(null).meta({ title: 'Provided', computed: true }),
    judgedAt: Instant.nullable().default(null).meta({ title: 'Judged', computed: true }),
  }),
};
export type EvidenceRequest = z.infer<typeof evidenceRequests.record>;

/** One contribution to a conversation between auditor and organisation. Never changed. */
export const AuditMessage = z.object({
  ...recordFields,
  audit: reference('certification-audits', { title: 'Certification audit' }),
  internalAudit: reference('internal-audits', { title: 'Internal audit' }),
  request: reference('evidence-requests', { title: 'Request' }),
  /** The record it is about, where it is about one. */
  register: z.string().max(60).default(''),
  record: Id.nullable().default(null),
  text: z.string().trim().min(1, 'Write something.').max(10_000),
  by: z.string(),
  byName: z.string(),
  auditor: z.boolean(),
  at: Instant,
});
export type AuditMessage = z.infer<typeof AuditMessage>;

/** Where something is looked at: a part of the room, or all of it at once as an audit pack. */
export const lookedAt = [...roomParts, 'pack'] as const;

/** An auditor has looked at something or taken it away. One page is one look, however many records it lists. */
export const AuditorLook = z.object({
  ...recordFields,
  release: requiredReference('audit-releases', { title: 'Release' }),
  section: z.enum(lookedAt),
  register: z.string().max(60).default(''),
  record: Id.nullable().default(null),
  /** What the record or the file is called. */
  label: z.string().max(600).default(''),
  /** Records that the page showed. */
  shown: z.number().int().min(0).default(0),
  kind: z.enum(['look', 'download']),
  sha256: z.string().default(''),
  by: z.string(),
  byName: z.string(),
  at: Instant,
});
export type AuditorLook = z.infer<typeof AuditorLook>;

/** An audit pack that was handed out: what is in it says the pack itself, whose manifest names this number. Never changed. */
export const AuditPack = z.object({
  ...recordFields,
  /** What it was made for, in words. */
  for: z.string().max(600),
  /** The releases that it holds; none: everything. */
  releases: references('audit-releases', { title: 'Releases' }),
  sections: z.array(z.enum(roomParts)).default([]),
  until: Day.nullable().default(null),
  /** Of the key that signs it. */
  fingerprint: z.string(),
  madeBy: z.string(),
  madeByName: z.string(),
  madeAt: Instant,
});
export type AuditPack = z.infer<typeof AuditPack>;
