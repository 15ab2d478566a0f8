import type { Standard } from '../standard/standard.ts';
import type { Isms } from './isms.ts';

type Calculation<T> = (isms: Isms, standard: Standard, day: string) => T;

/**
 * The same calculation, done once for each state of the management system and each day. As a state is one object that never
 * changes, what was calculated from it holds for as long as somebody holds the state.
 */
export function remembered<T>(calculate: Calculation<T>): Calculation<T> {
  const known = new WeakMap<Isms, Map<string, T>>();
  return (isms, standard, day) => {
    let days = known.get(isms);
    if (!days) known.set(isms, (days = new Map()));
    if (!days.has(day)) days.set(day, calculate(isms, standard, day));
    return days.get(day)!;
  };
}
