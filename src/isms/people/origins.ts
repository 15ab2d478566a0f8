import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { byHand, people, type Person } from './model.ts';

const initial = new Map(
  Object.entries(people.fields.shape).map(([field, schema]) => [
    field,
    schema instanceof z.ZodDefault ? (schema.parse(undefined) as unknown) : undefined,
  ]),
);
/** Whether a field says no more than it said when the person was added: nobody has decided anything. */
export const saysNothing = (field: string, value: unknown): boolean => value === undefined || isDeepStrictEqual(value, initial.get(field));

/** The fields of a change by a person, with the note that they were typed: what changes, and what is filled in on a new person. */
export function typedByHand(fields: Record<string, unknown>, before: Person | null, day: string): Record<string, unknown> {
  const typed = Object.entries(fields)
    .filter(([field, value]) =>
      before ? value !== undefined && !isDeepStrictEqual(before[field as keyof Person], value) : !saysNothing(field, value),
    )
    .map(([field]) => [field, { source: byHand, on: day }]);
  return typed.length === 0 ? fields : { ...fields, origins: { ...before?.origins, ...Object.fromEntries(typed) } };
}
