import { z } from 'zod';
import { Day, Id } from '../../../platform/contract/fields.ts';
import { operation } from '../../../platform/contract/operation.ts';
import { registerContract, written } from '../../../platform/register/contract.ts';
import { AreaScore, SupplierAnswer, SupplierAssessment, supplierCertificates, supplierContracts, supplierNotes, verdicts } from './model.ts';

const read = 'read the ISMS';
const keep = 'keep the registers of operations';
const tag = 'supplier-assessments';
const ById = z.object({ id: Id });

/** A supplier as one judges it: how critical, how good, how long ago, and what runs out. */
export const SupplierStanding = z.object({
  id: Id,
  name: z.string(),
  service: z.string(),
  owner: Id.nullable(),
  critical: z.boolean(),
  personalData: z.boolean(),
  percent: z.number().nullable(),
  result: z.enum(verdicts).nullable(),
  conditions: z.string(),
  assessedOn: Day.nullable(),
  nextOn: Day.nullable(),
  state: z.enum(['assessed', 'due', 'never', 'draft']).meta({ description: 'never: no assessment was ever concluded' }),
  draft: Id.nullable(),
  assessment: Id.nullable(),
  areas: z.array(AreaScore),
  contracts: z.number().int(),
  clausesMissing: z.array(z.string()).meta({ description: 'Security clauses that no contract with the supplier has; empty without a contract' }),
  certificateUntil: Day.nullable(),
  observations: z.number().int(),
});
export type SupplierStanding = z.infer<typeof SupplierStanding>;

export const SupplierCatalogueShown = z.object({
  areas: z.array(
    z.object({ id: z.string(), title: z.string(), questions: z.array(z.object({ id: z.string(), weight: z.number(), text: z.string() })) }),
  ),
  clauses: z.array(z.object({ id: z.string(), title: z.string() })),
});

export const suppliersContract = {
  contracts: registerContract(supplierContracts, supplierContracts.record),
  certificates: registerContract(supplierCertificates, supplierCertificates.record),
  notes: registerContract(supplierNotes),
  catalogue: operation({
    method: 'GET',
    path: '/supplier-assessments/questions',
    tag,
    summary: 'List the questions to suppliers and the clauses of contracts',
    permission: read,
  }).output(SupplierCatalogueShown),
  standings: operation({
    method: 'GET',
    path: '/supplier-assessments/suppliers',
    tag,
    summary: 'Show every supplier with its criticality, score, next assessment and what runs out',
    permission: read,
    tool: 'list_supplier_standings',
  }).output(z.object({ items: z.array(SupplierStanding) })),
  assessments: operation({ method: 'GET', path: '/supplier-assessments', tag, summary: 'List assessments of suppliers', permission: read })
    .input(z.object({ supplier: Id.optional() }))
    .output(z.object({ items: z.array(SupplierAssessment).meta({ description: 'Latest first' }) })),
  start: operation({
    method: 'POST',
    path: '/supplier-assessments',
    tag,
    summary: 'Start the assessment of a supplier',
    description: 'The answers of the last one are taken over; there is one draft at a time.',
    permission: keep,
    successStatus: 201,
  })
    .input(z.object({ supplier: Id }))
    .output(written(SupplierAssessment)),
  answer: operation({ method: 'PATCH', path: '/supplier-assessments/{id}', tag, summary: 'Answer questions of an assessment', permission: keep })
    .input(
      ById.extend({
        version: z.number().int().optional(),
        answers: z.array(SupplierAnswer).max(200).meta({ description: 'Only those that change' }),
      }),
    )
    .output(written(SupplierAssessment)),
  conclude: operation({
    method: 'POST',
    path: '/supplier-assessments/{id}/conclude',
    tag,
    summary: 'Conclude an assessment with its result',
    description: 'The answers are frozen with their score; the next assessment follows from how critical the supplier is.',
    permission: keep,
  })
    .input(ById.extend({ result: z.enum(verdicts), conditions: z.string().max(5000).default(''), nextOn: Day.nullable().optional() }))
    .output(written(SupplierAssessment)),
  discard: operation({ method: 'DELETE', path: '/supplier-assessments/{id}', tag, summary: 'Discard the draft of an assessment', permission: keep })
    .input(ById)
    .output(written(SupplierAssessment)),
};
