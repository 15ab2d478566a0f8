import type { Judged, Maybe, Trouble } from './collector.ts';

/** How judgements say it. */

type Where = Pick<Judged, 'resource' | 'name' | 'scope'>;

export const on = ({ id, name, scope = '' }: { id: string; name: string; scope?: string }): Where => ({ resource: id, name, scope });
export const pass = (where: Where, because: string): Judged => ({ ...where, outcome: 'pass', because });
export const fail = (where: Where, because: string): Judged => ({ ...where, outcome: 'fail', because });
export const unknown = (where: Where, because: string): Judged => ({ ...where, outcome: 'unknown', because });
export const notApplicable = (where: Where, because: string): Judged => ({ ...where, outcome: 'not-applicable', because });
export const verdict = (where: Where, good: boolean, because: string): Judged => (good ? pass : fail)(where, because);

export const troubleIn = (maybe: Maybe<unknown>): Trouble | null => ('trouble' in maybe ? maybe.trouble : null);

const dayLength = 86_400_000;
/** Whole days since an instant; null where there is none, or none that can be read. */
export function daysSince(instant: string | null, now: Date): number | null {
  const at = instant === null ? Number.NaN : Date.parse(instant);
  return Number.isNaN(at) ? null : Math.max(0, Math.floor((now.getTime() - at) / dayLength));
}
export const days = (count: number) => (count === 1 ? '1 day' : `${count} days`);
export const counted = (count: number, one: string, many = `${one}s`) => `${count === 0 ? 'no' : count} ${count === 1 ? one : many}`;

/** Some names of many, so that a sentence stays a sentence. */
export function some(names: readonly string[], most = 5): string {
  return names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}

/** The first of each id: what shows itself in several regions is one thing. */
export const distinct = <T extends { id: string }>(items: readonly T[]): T[] =>
  [...new Map(items.toReversed().map((item) => [item.id, item])).values()].reverse();
