/** Calculations with calendar days, `2027-03-03`. No clock and no time zone: a day is a name. */
const day = 86_400_000;
const times = new Map<string, number>();
const names = new Map<number, string>();
/** Few days are asked for, again and again; a program that runs for years does not keep them all. */
function kept<K, V>(known: Map<K, V>, key: K, make: (key: K) => V): V {
  let found = known.get(key);
  if (found === undefined) {
    if (known.size > 20_000) known.clear();
    known.set(key, (found = make(key)));
  }
  return found;
}
const at = (value: string) => kept(times, value, (each) => Date.parse(`${each}T00:00:00Z`));
const name = (time: number) => kept(names, time, (each) => new Date(each).toISOString().slice(0, 10));

export const addDays = (value: string, days: number): string => name(at(value) + days * day);
/** Days from one day to another; negative when `to` lies before. */
export const daysBetween = (from: string, to: string): number => Math.round((at(to) - at(from)) / day);

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** `2027-03-03` → `3 Mar 2027`: as people read it. */
export const dayInWords = (value: string): string => `${Number(value.slice(8, 10))} ${months[Number(value.slice(5, 7)) - 1]} ${value.slice(0, 4)}`;

/** Monday to Friday; holidays differ by country and are not known here. */
export const isWorkday = (value: string): boolean => {
  const weekday = new Date(at(value)).getUTCDay();
  return weekday !== 0 && weekday !== 6;
};
/** The day itself, or the first working day after it. */
export const workdayFrom = (value: string): string => (isWorkday(value) ? value : workdayFrom(addDays(value, 1)));
/** The working day that lies `days` working days after a working day. */
export function addWorkdays(value: string, days: number): string {
  let found = workdayFrom(value);
  // Whole weeks at once: a plan of years stays cheap.
  found = addDays(found, Math.floor(days / 5) * 7);
  for (let left = days % 5; left > 0; left--) found = workdayFrom(addDays(found, 1));
  return found;
}

/** The same date months later; the last day of the month where there is no such date (31 January + 1 is 28 or 29 February). */
export function addMonths(value: string, months: number): string {
  return kept(monthsAdded, `${value} ${months}`, () => moveMonths(value, months));
}

const monthsAdded = new Map<string, string>();

function moveMonths(value: string, months: number): string {
  const [year, month, date] = value.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return name(Date.UTC(year, month - 1 + months, Math.min(date, last)));
}
