import { notFound } from '../../platform/contract/problem.ts';
import type { Handlers } from '../../platform/contract/serve.ts';
import { registerHandlers } from '../../platform/register/service.ts';
import { standard } from '../../standard/standard.ts';
import { collections } from '../collections.ts';
import { ismsOf, type Isms } from '../isms.ts';
import { trendDays } from '../risk/trend.ts';
import { ObjectiveShown, type objectivesContract } from './contract.ts';
import { isMet, measure } from './measure.ts';
import { measurements, objectives as register, type Objective } from './model.ts';

/** The latest figure of an objective: from the records, or the last that was typed in. */
export function figureOf(isms: Isms, objective: Objective, day: string): { value: number | null; on: string | null } {
  if (objective.metric !== 'typed') {
    const value = measure(isms, standard, objective.metric, day);
    return { value, on: value === null ? null : day };
  }
  const last = isms.measurements
    .filter((each) => each.objective === objective.id && each.on <= day)
    .toSorted((a, b) => a.on.localeCompare(b.on))
    .at(-1);
  return { value: last?.value ?? null, on: last?.on ?? null };
}

const shownFor = new WeakMap<readonly Objective[], { key: string; shown: ReturnType<typeof ObjectiveShown.parse>[] }>();

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
        const shown = records.map((record) => {
          const { value, on } = figureOf(isms, record, call.today);
          return { ...record, value, measuredOn: on, met: isMet(record, value) };
        });
        shownFor.set(records, (kept = { key, shown }));
      }
      return kept.shown;
    },
  }),
  measurements: registerHandlers(measurements),
  async series(call, { id, days, points }) {
    const isms = ismsOf(await call.snapshot());
    const objective = isms.objectives.find((each) => each.id === id);
    if (!objective) throw notFound('objective', id);
    const evaluations = isms.evaluations.filter((each) => each.objective === id).toReversed();
    const { target, direction, metric } = objective;
    if (metric === 'typed') {
      const typed = isms.measurements.filter((each) => each.objective === id).map(({ on, value }) => ({ on, value }));
      return { target, direction, evaluations, points: typed.toSorted((a, b) => a.on.localeCompare(b.on)) };
    }
    const found = await Promise.all(
      trendDays(call.today, days, points).map(async (on) => {
        const then = on === call.today ? isms : ismsOf(await call.asOf(on));
        return { on, value: then.organisation ? measure(then, standard, metric, on) : null };
      }),
    );
    return { target, direction, evaluations, points: found };
  },
  async evaluate(call, { id, judgement, text }) {
    const isms = ismsOf(await call.snapshot());
    const objective = isms.objectives.find((each) => each.id === id);
    if (!objective) throw notFound('objective', id);
    const record = await call.write.create(collections.evaluations, {
      objective: id,
      on: call.today,
      value: figureOf(isms, objective, call.today).value,
      judgement,
      text,
      by: call.actor.name,
    });
    return { record, request: call.request };
  },
};
