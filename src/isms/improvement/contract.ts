import { z } from 'zod';
import { Day, Id } from '../../platform/contract/fields.ts';
import { operation } from '../../platform/contract/operation.ts';
import { registerContract, written } from '../../platform/register/contract.ts';
import {
  correctiveActions,
  EffectivenessReview,
  ImprovementRules,
  ImprovementRulesFields,
  improvements,
  lacks,
  nonconformities,
  nonconformityGrades,
  nonconformityStates,
  sources,
} from './model.ts';

const tag = 'improvement';
const read = 'read the ISMS';
const ById = z.object({ id: Id });
const fields = nonconformities.fields.shape;
const rules = ImprovementRulesFields.shape;

/** A nonconformity with how far it has come. */
export const NonconformityShown = nonconformities.record.extend({
  state: z.enum(nonconformityStates).meta({
    title: 'State',
    labels: { analysed: 'Put right, cause open', 'in-hand': 'In hand', waiting: 'Done, effect shows later', 'effect-due': 'Effect to be reviewed' },
  }),
  closeBy: Day.nullable().meta({ title: 'Close by', description: 'Null: nobody has said when it was raised' }),
  overdue: z.boolean().meta({ title: 'Overdue' }),
  escalated: z.boolean().meta({ title: 'Escalated' }),
  effectFrom: Day.nullable().meta({ title: 'Effect reviewed from' }),
  lacks: z.array(z.enum(lacks)).meta({ title: 'Lacks', description: 'What 10.2 asks for and it does not say' }),
  actions: z.object({ all: z.number().int(), open: z.number().int(), overdue: z.number().int() }),
});
export type NonconformityShown = z.infer<typeof NonconformityShown>;

/** What becomes a nonconformity or an opportunity, wherever it comes up. */
const Raised = z.object({
  title: fields.title,
  statement: fields.statement,
  subjects: fields.subjects,
  source: z.enum(sources).default('other'),
  sourceRecord: fields.sourceRecord,
  owner: Id.nullable().default(null),
});

export const improvementContract = {
  nonconformities: registerContract(nonconformities, NonconformityShown),
  correctiveActions: registerContract(correctiveActions),
  improvements: registerContract(improvements),
  raise: operation({
    method: 'POST',
    path: '/nonconformities/raise',
    tag,
    summary: 'Raise a nonconformity',
    description:
      'From wherever it came up: an audit, an incident, a failed check, a finding of the verdict, a sample. Until when it must be closed follows from the grade.',
    permission: 'raise nonconformities',
    successStatus: 201,
    tool: 'raise_nonconformity',
  })
    .input(Raised.extend({ grade: z.enum(nonconformityGrades).default('minor') }))
    .output(written(nonconformities.record)),
  propose: operation({
    method: 'POST',
    path: '/improvements/propose',
    tag,
    summary: 'Propose an improvement',
    permission: 'raise nonconformities',
    successStatus: 201,
    tool: 'propose_improvement',
  })
    .input(Raised.omit({ statement: true }).extend({ description: improvements.fields.shape.description }))
    .output(written(improvements.record)),
  story: operation({
    method: 'GET',
    path: '/nonconformities/{id}/story',
    tag,
    summary: 'Show a nonconformity with its actions, reviews and who may review its effect',
    permission: read,
    tool: 'show_nonconformity',
  })
    .input(ById)
    .output(
      z.object({
        nonconformity: NonconformityShown,
        actions: z.array(correctiveActions.record),
        reviews: z.array(EffectivenessReview),
        mayReview: z.boolean().meta({ description: 'Whether whoever asks may review its effect now' }),
        mayNotReview: z.string().nullable().meta({ description: 'Why not' }),
      }),
    ),
  review: operation({
    method: 'POST',
    path: '/nonconformities/{id}/effectiveness',
    tag,
    summary: 'Say whether what was done has worked',
    description:
      'Clause 10.2 d. By somebody who neither owns the nonconformity nor did its actions, once the set time has passed. Has it worked, it is closed; has it not, it is open again.',
    permission: 'review effectiveness',
    tool: 'review_effectiveness',
  })
    .input(ById.extend({ effective: z.boolean(), text: EffectivenessReview.shape.text, evidence: EffectivenessReview.shape.evidence }))
    .output(written(nonconformities.record)),
  reopen: operation({
    method: 'POST',
    path: '/nonconformities/{id}/reopen',
    tag,
    summary: 'Open a closed nonconformity again',
    permission: 'raise nonconformities',
  })
    .input(ById.extend({ reason: z.string().trim().min(1, 'Say why it is open again.').max(2000) }))
    .output(written(nonconformities.record)),
  rules: operation({
    method: 'GET',
    path: '/improvement-rules',
    tag,
    summary: 'Show the days set for closing and reviewing',
    permission: read,
  }).output(z.object({ record: ImprovementRules })),
  setRules: operation({
    method: 'PATCH',
    path: '/improvement-rules',
    tag,
    summary: 'Set the days for closing and reviewing',
    permission: 'handle nonconformities',
  })
    .input(
      z.object({
        majorDays: rules.majorDays.unwrap().optional(),
        minorDays: rules.minorDays.unwrap().optional(),
        effectivenessDays: rules.effectivenessDays.unwrap().optional(),
        escalateDays: rules.escalateDays.unwrap().optional(),
        escalateTo: Id.nullable().optional(),
      }),
    )
    .output(written(ImprovementRules)),
};
