import { z } from 'zod';
import { fieldMeta } from '../contract/fields.ts';
import { Problem } from '../contract/problem.ts';
import { compareIds } from '../ledger/snapshot.ts';
import type { ListQuery } from './contract.ts';

interface Listed {
  id: string;
}
type Value = unknown;

/**
 * Filters, searches, sorts and pages records. Sorted orders and searchable texts are remembered by the array and the
 * record they were made from: the same snapshot gives the same arrays, so they are made once for each state.
 * Errors: invalid-input for a field that the records do not have.
 */
export function listRecords<R extends Listed>(records: readonly R[], query: ListQuery, schema: z.ZodObject): { items: R[]; total: number } {
  let found: readonly R[] = query.sort ? sortedBy(records, query.sort, schema) : records;
  const tests = Object.entries(query.filter ?? {}).map(([field, wanted]) => filterFor<R>(field, wanted, schema));
  const words = (query.search ?? '').toLocaleLowerCase('en').split(/\s+/).filter(Boolean);
  if (tests.length > 0 || words.length > 0) {
    found = found.filter((record) => tests.every((test) => test(record)) && (words.length === 0 || contains(record, words)));
  }
  return { items: found.slice(query.offset, query.offset + query.limit), total: found.length };
}

const orders = new WeakMap<readonly Listed[], Map<string, readonly Listed[]>>();

function sortedBy<R extends Listed>(records: readonly R[], sort: string, schema: z.ZodObject): readonly R[] {
  const down = sort.startsWith('-');
  const field = known(down ? sort.slice(1) : sort, schema, 'sort');
  let kept = orders.get(records);
  if (!kept) orders.set(records, (kept = new Map()));
  let sorted = kept.get(sort) as readonly R[] | undefined;
  if (!sorted) {
    const sign = down ? -1 : 1;
    const order = ordering(schema.shape[field] as z.ZodType);
    sorted = [...records].sort((a, b) => {
      const x = at(a, field);
      const y = at(b, field);
      // Empty values stand last, whichever way it is sorted.
      if (isEmpty(x) || isEmpty(y)) return isEmpty(x) && isEmpty(y) ? compareIds(a.id, b.id) : isEmpty(x) ? 1 : -1;
      return sign * order(x, y) || compareIds(a.id, b.id);
    });
    kept.set(sort, sorted);
  }
  return sorted;
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Choices sort in the order in which the model names them, everything else as people expect. */
function ordering(schema: z.ZodType): (a: Value, b: Value) => number {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodEnum) {
    const place = new Map(inner.options.map((option, index) => [String(option), index]));
    return (a, b) => (place.get(String(a)) ?? 0) - (place.get(String(b)) ?? 0);
  }
  return (a, b) =>
    typeof a === 'number' && typeof b === 'number'
      ? a - b
      : scoreOf(a) !== null && scoreOf(b) !== null
        ? scoreOf(a)! - scoreOf(b)!
        : collator.compare(textOf(a), textOf(b));
}

/** A rating sorts by its score. */
const scoreOf = (value: Value): number | null =>
  typeof value === 'object' && value !== null && 'score' in value && typeof value.score === 'number' ? value.score : null;

function filterFor<R extends Listed>(name: string, wanted: string | string[], schema: z.ZodObject): (record: R) => boolean {
  const [head = '', ...path] = name.split('.');
  const field = known(head, schema, `filter[${name}]`);
  const tests = (Array.isArray(wanted) ? wanted : [wanted]).map((value): ((found: Value) => boolean) => {
    // A choice that is called "none" is found by its name, too.
    if (value === 'none') return (found) => isEmpty(found) || found === 'none';
    const range = /^(.*)\.\.(.*)$/.exec(value);
    if (range) {
      const [, from = '', to = ''] = range;
      return (found) => !isEmpty(found) && (from === '' || compare(found, from) >= 0) && (to === '' || compare(found, to) <= 0);
    }
    return (found) => (Array.isArray(found) ? found.some((each) => String(each) === value) : String(found ?? '') === value);
  });
  return (record) => {
    let found = at(record, field);
    for (const step of path) found = typeof found === 'object' && found !== null ? (found as Record<string, Value>)[step] : undefined;
    return tests.some((test) => test(found));
  };
}

const compare = (found: Value, bound: string) =>
  typeof found === 'number' ? found - Number(bound) : String(found) < bound ? -1 : String(found) > bound ? 1 : 0;

function known(field: string, schema: z.ZodObject, place: string): string {
  if (field in schema.shape) return field;
  throw new Problem('invalid-input', `There is no field "${field}".`, {
    fields: [{ field: place, message: `Fields are: ${Object.keys(schema.shape).join(', ')}.` }],
    remedy: 'Name one of the fields listed.',
  });
}

const texts = new WeakMap<Listed, string>();

function contains(record: Listed, words: string[]): boolean {
  let text = texts.get(record);
  if (text === undefined) {
    text = Object.values(record).map(textOf).join('\n').toLocaleLowerCase('en');
    texts.set(record, text);
  }
  return words.every((word) => text.includes(word));
}

const at = (record: Listed, field: string): Value => (record as unknown as Record<string, Value>)[field];
const isEmpty = (value: Value) => value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
const textOf = (value: Value): string =>
  typeof value === 'string' ? value : Array.isArray(value) ? value.map(textOf).join(' ') : typeof value === 'number' ? String(value) : '';

export function unwrapped(schema: z.ZodType): z.ZodType {
  let inner = schema;
  while (inner instanceof z.ZodDefault || inner instanceof z.ZodNullable || inner instanceof z.ZodOptional) inner = inner.unwrap() as z.ZodType;
  return inner;
}

/** Title of a field for people; the field's name where the model gives none. */
export const titleOf = (schema: z.ZodObject, field: string): string => fieldMeta(schema.shape[field] as z.ZodType).title ?? field;
