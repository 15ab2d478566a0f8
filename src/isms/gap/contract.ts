import { z } from 'zod';
import { written } from '../../platform/register/contract.ts';
import { Id } from '../../platform/contract/fields.ts';
import { operation } from '../../platform/contract/operation.ts';
import { GapAnswer, GapAnswerFields, GapBaseline, GapLine, GapProgress, RemediationPlan, gapStatuses } from './model.ts';

const tag = 'gap';
const read = 'read the ISMS';

/** What one answer may change; what is not named stays as it is. */
export const GapChange = z.object({
  status: z.enum(gapStatuses).optional(),
  observation: GapAnswerFields.shape.observation.unwrap().optional(),
  evidence: GapAnswerFields.shape.evidence.unwrap().optional(),
  owner: Id.nullable().optional(),
  effortDays: z.number().min(0).max(2000).nullable().optional(),
  assignee: Id.nullable().optional(),
  dependsOn: z.array(Id).max(500).optional(),
  startOn: z.iso.date().nullable().optional(),
  dueOn: z.iso.date().nullable().optional(),
});

export const gapContract = {
  sheet: operation({
    method: 'GET',
    path: '/gap',
    tag,
    summary: 'Show the gap assessment: every control and requirement with its answer',
    permission: read,
    tool: 'list_gap_answers',
  })
    .input(
      z.object({
        kind: z.enum(['control', 'own-control', 'requirement']).optional(),
        group: z.string().max(60).optional().meta({ description: 'Theme of controls or clause of requirements' }),
        status: z.union([z.enum(gapStatuses), z.array(z.enum(gapStatuses))]).optional(),
        owner: Id.optional(),
        search: z.string().max(200).optional(),
      }),
    )
    .output(z.object({ items: z.array(GapLine) })),
  answer: operation({
    method: 'PATCH',
    path: '/gap/{subject}',
    tag,
    summary: 'Answer one control or requirement',
    permission: 'assess gaps',
    tool: 'answer_gap',
  })
    .input(GapChange.extend({ subject: Id, version: z.number().int().optional() }))
    .output(written(GapAnswer)),
  answerMany: operation({
    method: 'PATCH',
    path: '/gap',
    tag,
    summary: 'Give several controls or requirements the same answer',
    permission: 'assess gaps',
  })
    .input(z.object({ subjects: z.array(Id).min(1).max(500), change: GapChange }))
    .output(z.object({ records: z.array(GapAnswer), request: z.string() })),
  progress: operation({
    method: 'GET',
    path: '/gap/progress',
    tag,
    summary: 'Show progress by theme and clause, against a baseline',
    permission: read,
    tool: 'get_gap_progress',
  })
    .input(z.object({ baseline: Id.optional().meta({ description: 'Without it the latest baseline' }) }))
    .output(GapProgress),
  baselines: operation({ method: 'GET', path: '/gap/baselines', tag, summary: 'List the baselines', permission: read }).output(
    z.object({ items: z.array(GapBaseline) }),
  ),
  keepBaseline: operation({
    method: 'POST',
    path: '/gap/baselines',
    tag,
    summary: 'Keep today’s answers as a baseline',
    permission: 'assess gaps',
    successStatus: 201,
  })
    .input(z.object({ name: GapBaseline.shape.name }))
    .output(written(GapBaseline)),
  plan: operation({
    method: 'GET',
    path: '/gap/plan',
    tag,
    summary: 'Show the remediation plan in order of priority, scheduled',
    permission: read,
    tool: 'get_remediation_plan',
  }).output(RemediationPlan),
  export: operation({ method: 'GET', path: '/gap/export', tag, summary: 'Export the gap assessment as CSV or XLSX', permission: read })
    .input(z.object({ format: z.enum(['csv', 'xlsx']).default('csv') }))
    .output(z.file()),
};
