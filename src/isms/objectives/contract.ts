import { z } from 'zod';
import { Day, Id } from '../../platform/contract/fields.ts';
import { operation } from '../../platform/contract/operation.ts';
import { registerContract, written } from '../../platform/register/contract.ts';
import { Evaluation, measurements, objectives } from './model.ts';

const tag = 'objectives';

/** An objective with the figure of today. */
export const ObjectiveShown = objectives.record.extend({
  value: z.number().nullable().meta({ title: 'Now', description: 'Null: nothing has been measured' }),
  measuredOn: Day.nullable(),
  met: z.boolean().nullable().meta({ title: 'Met', description: 'Null: not known' }),
});

export const objectivesContract = {
  objectives: registerContract(objectives, ObjectiveShown),
  measurements: registerContract(measurements),
  series: operation({
    method: 'GET',
    path: '/objectives/{id}/series',
    tag,
    summary: 'Show the figures of an objective over time',
    permission: 'read the ISMS',
    description: 'From the records as they stood on each day, or as they were typed in.',
    tool: 'get_objective_series',
  })
    .input(
      z.object({ id: Id, days: z.coerce.number().int().min(7).max(1830).default(365), points: z.coerce.number().int().min(2).max(60).default(13) }),
    )
    .output(
      z.object({
        target: z.number().nullable(),
        direction: z.enum(['at-least', 'at-most']),
        points: z.array(z.object({ on: Day, value: z.number().nullable() })),
        evaluations: z.array(Evaluation),
      }),
    ),
  evaluate: operation({
    method: 'POST',
    path: '/objectives/{id}/evaluate',
    tag,
    summary: 'Record what the figures of an objective mean',
    permission: 'set objectives',
    successStatus: 201,
  })
    .input(Evaluation.pick({ judgement: true, text: true }).extend({ id: Id }))
    .output(written(Evaluation)),
};
