import type { Standard } from '../../standard/standard.ts';
import { addDays } from '../days.ts';
import type { Isms } from '../isms.ts';
import type { SeriesPoint } from './contract.ts';
import { measure } from './measure.ts';
import type { Objective } from './model.ts';

/** The management system as it stood at the end of a day. */
export interface Standing {
  on: string;
  isms: Isms;
}

/** The latest figure of an objective on a day: from the records, or the last that was typed in. */
export function figureOf(isms: Isms, standard: Standard, objective: Objective, day: string): { value: number | null; on: string | null } {
  if (objective.metric !== 'typed') {
    const value = measure(isms, standard, objective.metric, day);
    return { value, on: value === null ? null : day };
  }
  const last = typedOf(isms, objective, '', day).at(-1);
  return { value: last?.value ?? null, on: last?.on ?? null };
}

/** When a figure that is typed in is due again; null: it comes from the records, or at no interval. */
export const measureBy = ({ metric, everyDays }: Objective, measuredOn: string | null, today: string): string | null =>
  metric !== 'typed' || everyDays === null ? null : measuredOn === null ? today : addDays(measuredOn, everyDays);

/**
 * The figures of an objective over time. What the records said on a day counts; for the days before they began to say
 * something, what was typed in and what an evaluation froze.
 */
export function seriesOf(isms: Isms, standard: Standard, { id, metric }: Objective, past: readonly Standing[], today: string): SeriesPoint[] {
  const from = past[0]?.on ?? today;
  if (metric === 'typed') return typedOf(isms, { id }, from, today);
  const measured = past.map(({ on, isms: then }): SeriesPoint => ({
    on,
    value: then.organisation ? measure(then, standard, metric, on) : null,
    from: 'records',
  }));
  const begin = measured.find(({ value }) => value !== null)?.on ?? '9999';
  const before = [...typedOf(isms, { id }, from, today), ...evaluatedOf(isms, id, from)].filter(({ on }) => on < begin);
  const known = new Map(before.toReversed().map((each) => [each.on, each]));
  // Days of which nothing is known say nothing where others do.
  const rest = known.size === 0 ? measured : measured.filter(({ on }) => on >= begin);
  return [...known.values(), ...rest].toSorted((a, b) => a.on.localeCompare(b.on));
}

const typedOf = (isms: Isms, { id }: Pick<Objective, 'id'>, from: string, to: string): SeriesPoint[] =>
  isms.measurements
    .filter(({ objective, on }) => objective === id && on >= from && on <= to)
    .map(({ on, value }): SeriesPoint => ({ on, value, from: 'typed' }))
    .toSorted((a, b) => a.on.localeCompare(b.on));

const evaluatedOf = (isms: Isms, id: string, from: string): SeriesPoint[] =>
  isms.evaluations
    .filter(({ objective, on, value }) => objective === id && on >= from && value !== null)
    .map(({ on, value }): SeriesPoint => ({ on, value, from: 'evaluation' }));
