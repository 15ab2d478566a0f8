import { z } from 'zod';
import {
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
} from '../../../platform/contract/fields.ts';
import { defineRegister } from '../../../platform/register/model.ts';
import { classifications } from '../../assets/model.ts';
import { attached } from '../files.ts';

const access = { read: 'read the ISMS', write: 'keep the registers of operations' } as const;

/** A contract with a supplier, what it settles (A.5.20) and which information the supplier gets by it. */
const typedContracts = defineRegister({
  name: 'supplier-contracts',
  singular: 'contract with a supplier',
  plural: 'contracts with suppliers',
  prefix: 'SC',
  clause: 'A.5.20',
  ...access,
  purpose: 'What is agreed with suppliers on information security, and which information they get by it.',
  label: 'title',
  columns: ['title', 'supplier', 'data', 'classification', 'personalData', 'endsOn'],
  fields: z.object({
    title: requiredLine({ title: 'Contract' }),
    supplier: requiredReference('suppliers', { title: 'Supplier' }),
    clauses: references('supplier-clauses', { title: 'Settles', description: 'Security clauses that stand in it' }),
    missing: text({ title: 'What it lacks, and why that is acceptable' }),
    data: text({ title: 'Information the supplier holds' }),
    classification: z.enum(classifications).default('unclassified').meta({ title: 'Highest classification' }),
    personalData: flag({ title: 'Holds personal data' }),
    place: line({ title: 'Where it is kept', description: 'Countries or regions' }),
    startsOn: day({ title: 'Begins' }),
    noticeBy: day({ title: 'Give notice by' }),
    endsOn: day({ title: 'Ends' }),
    owner: reference('people', { title: 'Owner' }),
  }),
});
export const supplierContracts = { ...typedContracts, record: typedContracts.record.extend(attached) };
export type SupplierContract = z.infer<typeof supplierContracts.record>;

const typedCertificates = defineRegister({
  name: 'supplier-certificates',
  singular: 'certificate of a supplier',
  plural: 'certificates of suppliers',
  prefix: 'SCERT',
  clause: 'A.5.22',
  ...access,
  purpose: 'Certificates and audit reports of suppliers, what they cover and until when they hold.',
  label: 'title',
  columns: ['title', 'supplier', 'issuer', 'covers', 'expiresOn'],
  fields: z.object({
    title: requiredLine({ title: 'Certificate or report', description: 'ISO/IEC 27001, SOC 2 type 2 …' }),
    supplier: requiredReference('suppliers', { title: 'Supplier' }),
    issuer: line({ title: 'Issued by' }),
    covers: text({ title: 'Covers', description: 'Whether the service we use stands in its scope' }),
    coversOurs: z.boolean().nullable().default(null).meta({ title: 'Covers the service we use' }),
    issuedOn: day({ title: 'Issued on' }),
    expiresOn: day({ title: 'Holds until' }),
  }),
});
export const supplierCertificates = { ...typedCertificates, record: typedCertificates.record.extend(attached) };

export const supplierNotes = defineRegister({
  name: 'supplier-notes',
  singular: 'observation of a supplier',
  plural: 'observations of suppliers',
  prefix: 'SN',
  clause: 'A.5.22',
  ...access,
  purpose: 'What was noticed between assessments: incidents, changes of the service, figures that were missed, news.',
  label: 'title',
  columns: ['on', 'supplier', 'kind', 'title', 'consequence'],
  fields: z.object({
    title: requiredLine({ title: 'What was noticed' }),
    supplier: requiredReference('suppliers', { title: 'Supplier' }),
    on: day({ title: 'On' }),
    kind: z.enum(['incident', 'change', 'service-level', 'meeting', 'news', 'other']).default('other').meta({ title: 'Kind' }),
    note: text({ title: 'Note' }),
    consequence: text({ title: 'What follows from it' }),
  }),
});

export const answers = ['yes', 'partly', 'no', 'not-applicable', 'unanswered'] as const;
export type Answer = (typeof answers)[number];
export const verdicts = ['suitable', 'with-conditions', 'unsuitable'] as const;

export const SupplierAnswer = z.object({
  question: z.string().max(60),
  answer: z.enum(answers),
  note: z.string().max(2000).default(''),
});
export const AreaScore = z.object({
  area: z.string(),
  title: z.string(),
  percent: z.number().nullable().meta({ description: 'Null: nothing in it applies or is answered' }),
  unanswered: z.number().int(),
});
export type AreaScore = z.infer<typeof AreaScore>;

/** One assessment of a supplier (A.5.19, A.5.22): answers while it is a draft, frozen with its score when it is concluded. */
export const SupplierAssessment = z.object({
  ...recordFields,
  supplier: requiredReference('suppliers', { title: 'Supplier' }),
  status: z.enum(['draft', 'concluded']),
  startedOn: Day,
  answers: z.array(SupplierAnswer).max(200).default([]),
  /** Frozen when it was concluded. */
  percent: z.number().nullable().default(null),
  areas: z.array(AreaScore).default([]),
  result: z.enum(verdicts).nullable().default(null),
  conditions: z.string().max(5000).default(''),
  on: Day.nullable().default(null),
  by: z.string().default(''),
  byPerson: Id.nullable().default(null),
  /** By when it is to be done again. */
  nextOn: Day.nullable().default(null),
  ...attached,
});
export type SupplierAssessment = z.infer<typeof SupplierAssessment>;
