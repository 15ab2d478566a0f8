import { addDays } from '../../days.ts';
import type { Occurrence } from './model.ts';

/**
 * The occurrences of something that is done every so many days: what was done, done late, missed, is due now, and comes.
 * Each counts from the last time it was done; as long as it is not done, the next ones pass unseen as missed.
 * `first` is the first day by which it is due. `done` are the days on which it was done, in any order.
 */
export function occurrencesOf(
  first: string,
  everyDays: number,
  done: readonly string[],
  day: string,
  span: { from: string; to: string },
): Occurrence[] {
  const times = [...new Set(done)].filter((each) => each <= day).toSorted();
  const found: Occurrence[] = [];
  let dueOn = first;
  const missUntil = (limit: string) => {
    while (addDays(dueOn, everyDays) <= limit) {
      found.push({ dueOn, state: 'missed', doneOn: null });
      dueOn = addDays(dueOn, everyDays);
    }
  };
  for (const on of times) {
    missUntil(on);
    found.push({ dueOn, state: on > dueOn ? 'done-late' : 'done', doneOn: on });
    dueOn = addDays(on, everyDays);
  }
  missUntil(day);
  found.push({ dueOn, state: dueOn < day ? 'missed' : 'due', doneOn: null });
  for (let next = addDays(dueOn, everyDays); next <= span.to; next = addDays(next, everyDays))
    found.push({ dueOn: next, state: 'planned', doneOn: null });
  return found.filter((each) => (each.doneOn ?? each.dueOn) >= span.from && each.dueOn <= span.to);
}
