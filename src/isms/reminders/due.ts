import { daysBetween } from '../days.ts';
import type { Reminder, ReminderItem } from './model.ts';

/** Something that waits for a person, and how often they are reminded of it. */
export interface Waiting extends ReminderItem {
  person: string;
  /** The first day on which it is mentioned. */
  from: string;
  /** Days between reminders while it is not due yet; null: once, and on the day itself. */
  every: number | null;
  /** Days between reminders once it is due. */
  late: number;
}

export const keyOf = ({ person, kind, subject }: Pick<Waiting, 'person' | 'kind' | 'subject'>): string => `${person} ${kind} ${subject}`;

/** For each thing and person the day of the last reminder; one that was dropped told nobody anything. */
export function lastReminded(reminders: readonly Reminder[]): Map<string, string> {
  const last = new Map<string, string>();
  for (const { person, items, on, state } of reminders) {
    if (state === 'dropped') continue;
    for (const item of items) {
      const key = keyOf({ person, ...item });
      if ((last.get(key) ?? '') < on) last.set(key, on);
    }
  }
  return last;
}

/** Whether somebody is to be reminded on a day. Days on which nothing ran are made up for once, not once each. */
export function isTime({ dueOn, from, every, late }: Waiting, last: string | undefined, day: string): boolean {
  if (day < from) return false;
  // A reminder from before belongs to another round: last year's lesson, a former review.
  if (last === undefined || last < from) return true;
  if (dueOn !== null && dueOn <= day && last < dueOn) return true;
  const gap = dueOn !== null && last >= dueOn ? late : every;
  return gap !== null && daysBetween(last, day) >= gap;
}

export interface Digest {
  person: string;
  items: ReminderItem[];
}

/**
 * The messages of a day: one for each person for whom something is due by its rhythm, with everything that is open for
 * them. Nobody gets a second one on the same day.
 */
export function digests(waiting: readonly Waiting[], reminders: readonly Reminder[], day: string): Digest[] {
  const last = lastReminded(reminders);
  const today = new Set(reminders.filter(({ on, state }) => on === day && state !== 'dropped').map(({ person }) => person));
  return [...Map.groupBy(waiting, ({ person }) => person)]
    .filter(([person, own]) => !today.has(person) && own.some((each) => isTime(each, last.get(keyOf(each)), day)))
    .map(([person, own]) => ({ person, items: own.filter(({ from }) => from <= day).map(itemOf) }));
}

/** Those of the things that nobody has been reminded of today, as messages: for reminding by hand. */
export function askedFor(waiting: readonly Waiting[], reminders: readonly Reminder[], day: string): Digest[] {
  const last = lastReminded(reminders);
  const open = waiting.filter((each) => last.get(keyOf(each)) !== day);
  return [...Map.groupBy(open, ({ person }) => person)].map(([person, own]) => ({ person, items: own.map(itemOf) }));
}

const itemOf = ({ kind, subject, title, dueOn }: Waiting): ReminderItem => ({ kind, subject, title, dueOn });
