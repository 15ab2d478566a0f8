export const shortMonths = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `2027-03-03` → `3 Mar 2027`. */
export function dayInWords(day: string | null | undefined): string {
  if (!day) return '';
  const [year, month, date] = day.slice(0, 10).split('-');
  return `${Number(date)} ${shortMonths[Number(month) - 1]} ${year}`;
}

/** `2027-03-03T14:05:00Z` → `3 Mar 2027, 15:05`, by the clock of the reader. */
export function momentInWords(instant: string | null | undefined): string {
  if (!instant) return '';
  const at = new Date(instant);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${at.getDate()} ${shortMonths[at.getMonth()]} ${at.getFullYear()}, ${two(at.getHours())}:${two(at.getMinutes())}`;
}

let serverDay: string | null = null;
/** Tells what day it is where the organisation is: the server knows, the clock of whoever reads does not. */
export const itIs = (day: string): void => void (serverDay = day);
/** The day it is where the organisation is; before an organisation is open, the day of the reader. */
export const today = (): string => serverDay ?? new Date().toLocaleDateString('sv');

/** How many days from today; what has passed is negative. */
export const daysUntil = (day: string): number => Math.round((Date.parse(day.slice(0, 10)) - Date.parse(today())) / 86_400_000);

/** `in 12 days`, `3 days ago`, `today`. */
export function counted(day: string): string {
  const days = daysUntil(day);
  if (days === 0) return 'today';
  return days > 0 ? `in ${days} ${days === 1 ? 'day' : 'days'}` : `${-days} ${days === -1 ? 'day' : 'days'} ago`;
}

/** `not-assessed` → `Not assessed`. */
export const sentence = (value: string): string => {
  const text = value
    .replaceAll('-', ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
};

export const plural = (count: number, one: string, many = `${one}s`): string => `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** Status in four hues that also differ in shape. */
export const marks: Record<string, { sign: string; colour: string; title: string }> = {
  implemented: { sign: '●', colour: 'var(--green)', title: 'Implemented' },
  partly: { sign: '◐', colour: 'var(--yellow)', title: 'Partly' },
  missing: { sign: '○', colour: 'var(--orange)', title: 'Missing' },
  'not-assessed': { sign: '?', colour: 'var(--quiet)', title: 'Not assessed' },
  'not-applicable': { sign: '–', colour: 'var(--quiet)', title: 'Not applicable' },
  have: { sign: '●', colour: 'var(--green)', title: 'Have' },
  stale: { sign: '◐', colour: 'var(--yellow)', title: 'Out of date' },
  unknown: { sign: '?', colour: 'var(--quiet)', title: 'Not known' },
  none: { sign: '○', colour: 'var(--orange)', title: 'Not written' },
  draft: { sign: '◔', colour: 'var(--yellow)', title: 'Draft' },
  'in-review': { sign: '◐', colour: 'var(--yellow)', title: 'In review' },
  approved: { sign: '◕', colour: 'var(--green)', title: 'Approved' },
  effective: { sign: '●', colour: 'var(--green)', title: 'In force' },
  withdrawn: { sign: '–', colour: 'var(--quiet)', title: 'Withdrawn' },
  kept: { sign: '●', colour: 'var(--green)', title: 'Kept' },
  contradicted: { sign: '■', colour: 'var(--red)', title: 'Contradicted' },
};

/** Where somebody stands with what they must learn, read or hold; and whether a figure meets its target. */
export const standings = {
  passed: { sign: '●', colour: 'var(--green)', title: 'Done' },
  due: { sign: '◐', colour: 'var(--yellow)', title: 'Due' },
  overdue: { sign: '○', colour: 'var(--orange)', title: 'Overdue' },
  held: { sign: '●', colour: 'var(--green)', title: 'Held' },
  soon: { sign: '◐', colour: 'var(--yellow)', title: 'Expires soon' },
  planned: { sign: '◌', colour: 'var(--yellow)', title: 'Planned' },
  expired: { sign: '○', colour: 'var(--orange)', title: 'Expired' },
  missing: { sign: '○', colour: 'var(--orange)', title: 'Missing' },
  met: { sign: '●', colour: 'var(--green)', title: 'Met' },
  'not-met': { sign: '○', colour: 'var(--orange)', title: 'Not met' },
  unknown: { sign: '?', colour: 'var(--quiet)', title: 'Not known' },
} as const;
export type Standing = keyof typeof standings;

/** A value of a record as people read it: lists by commas, nothing as "empty". */
export function valueInWords(value: unknown, longest = 400): string {
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return 'empty';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const text =
    Array.isArray(value) && value.every((each) => typeof each !== 'object')
      ? value.join(', ')
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
