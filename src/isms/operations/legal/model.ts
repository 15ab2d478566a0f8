import { z } from 'zod';
import { day, line, reference, references, requiredLine, text } from '../../../platform/contract/fields.ts';
import { defineRegister, type RecordOf } from '../../../platform/register/model.ts';

/** Legal, statutory, regulatory and contractual requirements (A.5.31). */
export const legalRequirements = defineRegister({
  name: 'legal-requirements',
  singular: 'legal or contractual requirement',
  plural: 'legal and contractual requirements',
  prefix: 'LEG',
  clause: 'A.5.31',
  read: 'read the ISMS',
  write: 'keep the registers of operations',
  purpose: 'Laws, regulations and contracts that bear on information security: what each asks, how it is met, who watches it.',
  label: 'title',
  columns: ['title', 'kind', 'source', 'owner', 'status', 'reviewOn'],
  tools: true,
  fields: z.object({
    title: requiredLine({ title: 'Requirement' }),
    kind: z.enum(['law', 'regulation', 'contract', 'licence', 'other']).default('law').meta({ title: 'Kind' }),
    source: line({ title: 'Source', description: 'Article, paragraph or clause' }),
    jurisdiction: line({ title: 'Where it applies' }),
    asks: text({ title: 'What it asks' }),
    requirement: reference('requirements', { title: 'Requirement of an interested party', description: 'Which one it stands behind' }),
    how: text({ title: 'How we comply' }),
    status: z
      .enum(['unknown', 'met', 'partly', 'not-met', 'not-applicable'])
      .default('unknown')
      .meta({ title: 'Met', labels: { unknown: 'Not judged', met: 'Met', 'not-met': 'Not met' } }),
    controls: references('controls', { title: 'Controls' }),
    documents: references('documents', { title: 'Documents' }),
    owner: reference('people', { title: 'Owner' }),
    reviewedOn: day({ title: 'Last reviewed' }),
    reviewOn: day({ title: 'Next review' }),
  }),
});
export type LegalRequirement = RecordOf<typeof legalRequirements>;
