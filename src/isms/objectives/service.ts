import type { Call } from '../../platform/contract/call.ts';
import { Problem, notFound } from '../../platform/contract/problem.ts';
import type { Handlers } from '../../platform/contract/serve.ts';
import { registerHandlers } from '../../platform/register/service.ts';
import { standard } from '../../standard/standard.ts';
import { collections } from '../collections.ts';
import { ismsOf, type Isms } from '../isms.ts';
import { trendDays } from '../risk/trend.ts';
import { lacksOf } from './complete.ts';
import { ObjectiveShown, type objectivesContract } from './contract.ts';
import { isMet } from './measure.ts';
import { measurements, objectives as register, type Objective } from './model.ts';
import { figureOf, measureBy, seriesOf, type Standing } from './series.ts';

type Shown = ReturnType<typeof ObjectiveShown.parse>;
const shownFor = new WeakMap<readonly Objective[], { key: string; shown: Shown[] }>();

function shownOf(isms: Isms, objective: Objective, today: string): Shown {
  const { value, on } = figureOf(isms, standard, objective, today);
  const last = isms.evaluations.findLast((each) => each.objective === objective.id);
  return {
    ...objective,
    value,
    measuredOn: on,
    met: isMet(objective, value),
    measureBy: measureBy(objective, on, today),
    judged: last ? { on: last.on, judgement: last.judgement } : null,
    lacks: lacksOf(objective),
  };
}

/** The records as they stood on days spread over a span, the last one today. */
const standings = (call: Call, days: number, points: number): Promise<Standing[]> =>
  Promise.all(trendDays(call.today, days, points).map(async (on) => ({ on, isms: ismsOf(await call.asOf(on)) })));

async function objectiveOf(call: Call, id: string): Promise<{ isms: Isms; objective: Objective }> {
  const isms = ismsOf(await call.snapshot());
  const objective = isms.objectives.find((each) => each.id === id);
  if (!objective) throw notFound('objective', id);
  return { isms, objective };
}

/** Objectives (6.2), measurement and evaluation (9.1). */
export const objectives: Handlers<typeof objectivesContract> = {
  objectives: registerHandlers<'objectives', typeof register.fields.shape, typeof ObjectiveShown>(register, {
    schema: ObjectiveShown,
    async shown(call, records) {
      const snapshot = await call.snapshot();
      const key = `${call.today} ${snapshot.head}`;
      let kept = shownFor.get(records);
      if (kept?.key !== key) {
        const isms = ismsOf(snapshot);
        shownFor.set(records, (kept = { key, shown: records.map((record) => shownOf(isms, record, call.today)) }));
      }
      return kept.shown;
    },
  }),
  measurements: registerHandlers(measurements, {
    beforeWrite(call, fields, before) {
      const on = (fields['on'] ?? before?.on) as string;
      if (on > call.today)
        throw new Problem('invalid-input', `Nothing can have been measured on ${on}.`, {
          fields: [{ field: 'on', message: 'A measurement is of today or of a past day.' }],
          remedy: 'Correct the day; nothing has been recorded.',
        });
      return fields;
    },
  }),
  async series(call, { id, days, points }) {
    const { isms, objective } = await objectiveOf(call, id);
    const { target, direction } = objective;
    const past = await standings(call, days, points);
    return {
      target,
      direction,
      points: seriesOf(isms, standard, objective, past, call.today),
      evaluations: isms.evaluations.filter((each) => each.objective === id).toReversed(),
    };
  },
  async allSeries(call, { days, points }) {
    const isms = ismsOf(await call.snapshot());
    const past = await standings(call, days, points);
    return { items: isms.objectives.map((each) => ({ objective: each.id, points: seriesOf(isms, standard, each, past, call.today) })) };
  },
  async evaluate(call, { id, judgement, text }) {
    const { isms, objective } = await objectiveOf(call, id);
    const { value } = figureOf(isms, standard, objective, call.today);
    const { target } = objective;
    if (judgement === 'reached' && target !== null && isMet(objective, value) !== true)
      throw new Problem(
        'not-possible',
        value === null ? 'Nothing has been measured yet.' : `The figure ${value} does not meet the target ${target}.`,
        {
          fields: [{ field: 'judgement', message: 'An objective is reached when its figure meets its target.' }],
          remedy: value === null ? 'Measure first, or judge that it is at risk.' : 'Judge it as it is, or change the target and say why.',
        },
      );
    const record = await call.write.create(collections.evaluations, {
      objective: id,
      on: call.today,
      value,
      target,
      judgement,
      text,
      by: call.actor.name,
    });
    return { record, request: call.request };
  },
};
