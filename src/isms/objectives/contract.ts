import { z } from 'zod';
import { Day, Id } from '../../platform/contract/fields.ts';
import { operation } from '../../platform/contract/operation.ts';
import { registerContract, written } from '../../platform/register/contract.ts';
import { Evaluation, judgements, lacks, measurements, objectives } from './model.ts';

const tag = 'objectives';

/** An objective with the figure of today. */
export const ObjectiveShown = objectives.record.extend({
  value: z.number().nullable().meta({ title: 'Now', description: 'Null: nothing has been measured' }),
  measuredOn: Day.nullable(),
  met: z.boolean().nullable().meta({ title: 'Met', description: 'Null: not known' }),
  measureBy: Day.nullable().meta({ title: 'Measure again by', description: 'Where the figure is typed in at an interval' }),
  judged: z
    .object({ on: Day, judgement: z.enum(judgements) })
    .nullable()
    .meta({ title: 'Evaluated' }),
  lacks: z.array(z.enum(lacks)).meta({ title: 'Lacks', description: 'What clause 6.2 asks for and it does not say' }),
});
export const SeriesPoint = z.object({
  on: Day,
  value: z.number().nullable().meta({ description: 'Null: nothing could be measured' }),
  from: z.enum(['records', 'typed', 'evaluation']),
});
export type SeriesPoint = z.infer<typeof SeriesPoint>;
const Span = z.object({
  days: z.coerce.number().int().min(7).max(1830).default(365),
  points: z.coerce.number().int().min(2).max(60).default(13),
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
    description: 'From the records as they stood on each day; for days before that from what was typed in or frozen in an evaluation.',
    tool: 'get_objective_series',
  })
    .input(Span.extend({ id: Id }))
    .output(
      z.object({
        target: z.number().nullable(),
        direction: z.enum(['at-least', 'at-most']),
        points: z.array(SeriesPoint),
        evaluations: z.array(Evaluation).meta({ description: 'Latest first' }),
      }),
    ),
  allSeries: operation({
    method: 'GET',
    path: '/objectives/series',
    tag,
    summary: 'Show the figures of all objectives over time',
    permission: 'read the ISMS',
  })
    .input(Span)
    .output(z.object({ items: z.array(z.object({ objective: Id, points: z.array(SeriesPoint) })) })),
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
