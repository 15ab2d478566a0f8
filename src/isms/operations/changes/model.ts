import { z } from 'zod';
import { Id, day, reference, references, requiredLine, text } from '../../../platform/contract/fields.ts';
import { defineRegister } from '../../../platform/register/model.ts';
import { attached } from '../files.ts';

export const changeStates = ['draft', 'approved', 'implemented', 'closed', 'withdrawn'] as const;
export const changeLacks = ['approval', 'test', 'back-out', 'result', 'review', 'implementer'] as const;

/** Changes to systems and processing (A.8.32). */
const typed = defineRegister({
  name: 'changes',
  singular: 'change',
  plural: 'changes',
  prefix: 'CHG',
  clause: 'A.8.32',
  read: 'read the ISMS',
  write: 'keep the registers of operations',
  purpose: 'What is changed in systems that matter: how risky, how tested, by whom approved, how to get back, and what came of it.',
  label: 'title',
  columns: ['title', 'kind', 'risk', 'systems', 'implementer', 'plannedOn', 'implementedOn', 'result'],
  tools: 'changes of systems',
  fields: z.object({
    title: requiredLine({ title: 'Change' }),
    kind: z
      .enum(['standard', 'normal', 'emergency'])
      .default('normal')
      .meta({ title: 'Type', labels: { standard: 'Standard (approved once)', emergency: 'Emergency (reviewed afterwards)' } }),
    risk: z.enum(['low', 'medium', 'high']).default('low').meta({ title: 'Risk' }),
    description: text({ title: 'What and why' }),
    systems: references('systems', { title: 'Systems' }),
    requester: reference('people', { title: 'Asked for by' }),
    implementer: reference('people', { title: 'Done by' }),
    tested: text({ title: 'How it was tested, with which result' }),
    backOut: text({ title: 'How to get back' }),
    plannedOn: day({ title: 'Planned for' }),
    implementedOn: day({ title: 'Done on' }),
    result: z
      .enum(['', 'success', 'with-trouble', 'rolled-back', 'failed'])
      .default('')
      .meta({ title: 'Result', labels: { '': '–' } }),
    outcome: text({ title: 'What came of it' }),
    incident: reference('incidents', { title: 'Incident', description: 'What an emergency change was for, or what a change caused' }),
    withdrawnOn: day({ title: 'Withdrawn on' }),
    note: text({ title: 'Note' }),
  }),
});
export const changes = {
  ...typed,
  record: typed.record.extend({
    approvedBy: Id.nullable().default(null).meta({ title: 'Approved by', reference: 'people', computed: true }),
    approvedByName: z.string().default('').meta({ title: 'Approved by', computed: true }),
    approvedOn: day({ title: 'Approved on', computed: true }),
    reviewedBy: Id.nullable().default(null).meta({ title: 'Reviewed by', reference: 'people', computed: true }),
    reviewedByName: z.string().default('').meta({ title: 'Reviewed by', computed: true }),
    reviewedOn: day({ title: 'Reviewed on', computed: true }),
    review: z.string().max(5000).default('').meta({ title: 'Review', computed: true }),
    ...attached,
  }),
};
export type Change = z.infer<typeof changes.record>;

/** A change with how far it is and what an auditor would miss. */
export const ChangeShown = changes.record.extend({
  state: z.enum(changeStates).meta({ title: 'State' }),
  lacks: z.array(z.enum(changeLacks)).meta({ title: 'Lacks' }),
});
export type ChangeShown = z.infer<typeof ChangeShown>;
