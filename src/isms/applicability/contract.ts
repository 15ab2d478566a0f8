import { z } from 'zod';
import { partial, written } from '../../platform/register/contract.ts';
import { Id } from '../../platform/contract/fields.ts';
import { operation } from '../../platform/contract/operation.ts';
import { SoaDecision, SoaDecisionFields, SoaDifference, SoaLine, SoaVersion } from './model.ts';

const tag = 'soa';
const read = 'read the ISMS';
const edit = 'edit the Statement of Applicability';
const SoaChange = partial(SoaDecisionFields);
/** A version in a list: without its lines. */
export const SoaVersionSummary = SoaVersion.omit({ lines: true }).extend({ included: z.number(), excluded: z.number() });

export const applicabilityContract = {
  lines: operation({
    method: 'GET',
    path: '/soa',
    tag,
    summary: 'Show the Statement of Applicability as it follows from the records now',
    permission: read,
    tool: 'get_statement_of_applicability',
  }).output(
    z.object({
      lines: z.array(SoaLine),
      included: z.number(),
      excluded: z.number(),
      undecided: z.number(),
      mismatches: z.number(),
      inForce: SoaVersionSummary.nullable(),
      stale: z.boolean(),
      staleBecause: z.array(SoaDifference),
    }),
  ),
  decide: operation({
    method: 'PATCH',
    path: '/soa/{control}',
    tag,
    summary: 'Decide or describe one control',
    permission: edit,
    tool: 'decide_control',
  })
    .input(SoaChange.extend({ control: Id, version: z.number().int().optional() }))
    .output(written(SoaDecision)),
  decideMany: operation({ method: 'PATCH', path: '/soa', tag, summary: 'Decide several controls in the same way', permission: edit })
    .input(z.object({ controls: z.array(Id).min(1).max(300), change: SoaChange }))
    .output(z.object({ records: z.array(SoaDecision), request: z.string() })),
  versions: operation({
    method: 'GET',
    path: '/soa/versions',
    tag,
    summary: 'List the versions of the Statement of Applicability',
    permission: read,
  }).output(z.object({ items: z.array(SoaVersionSummary) })),
  version: operation({ method: 'GET', path: '/soa/versions/{id}', tag, summary: 'Show one version with its lines', permission: read })
    .input(z.object({ id: Id }))
    .output(SoaVersion),
  prepare: operation({
    method: 'POST',
    path: '/soa/versions',
    tag,
    summary: 'Freeze the lines of now as a version to approve',
    permission: edit,
    successStatus: 201,
  })
    .input(z.object({ title: z.string().trim().max(300).default('Statement of Applicability'), note: z.string().max(20_000).default('') }))
    .output(written(SoaVersion)),
  discard: operation({ method: 'DELETE', path: '/soa/versions/{id}', tag, summary: 'Discard a version that is not approved', permission: edit })
    .input(z.object({ id: Id }))
    .output(written(SoaVersion)),
  approve: operation({
    method: 'POST',
    path: '/soa/versions/{id}/approve',
    tag,
    summary: 'Approve a version of the Statement of Applicability',
    permission: 'approve the Statement of Applicability',
  })
    .input(z.object({ id: Id, password: z.string().optional() }))
    .output(written(SoaVersion)),
  nameOnCertificate: operation({
    method: 'POST',
    path: '/soa/versions/{id}/on-certificate',
    tag,
    summary: 'Record that the certificate names this version',
    permission: edit,
  })
    .input(z.object({ id: Id }))
    .output(written(SoaVersion)),
  compare: operation({
    method: 'GET',
    path: '/soa/compare',
    tag,
    summary: 'Compare two versions line by line',
    permission: read,
    tool: 'compare_statements_of_applicability',
  })
    .input(z.object({ before: Id, after: Id.optional().meta({ description: 'Without it the lines of now' }) }))
    .output(z.object({ before: SoaVersionSummary, after: SoaVersionSummary.nullable(), differences: z.array(SoaDifference) })),
};
