import { createHash } from 'node:crypto';
import type { Standard } from '../../standard/standard.ts';
import type { Isms } from '../isms.ts';
import { remembered } from '../remember.ts';
import { factDefinitions, groundOf } from './factlist.ts';

/** What a text can be bound to. A single fact is a text or null (not known); lists repeat a section, flags open it. */
export type FactValue = string | null | boolean | FactList | { [name: string]: FactValue };
export type FactList = { [name: string]: string }[];
export type Facts = { [name: string]: FactValue };

/** Where a fact comes from, for the chip that shows it. */
export interface FactSource {
  path: string;
  title: string;
  /** Page of the product on which it is changed. */
  room: string;
  kind: 'text' | 'flag' | 'list';
}

/** Every fact of the organisation on a day, as texts are bound to them. */
export const factsOf = remembered(gather);

const keys = new WeakMap<Facts, string>();

/** A name for the facts of a day: the same as long as every fact is the same, whatever else has changed. */
export function factsKey(isms: Isms, standard: Standard, day: string): string {
  const facts = factsOf(isms, standard, day);
  let found = keys.get(facts);
  if (!found) keys.set(facts, (found = createHash('sha256').update(JSON.stringify(facts)).digest('base64')));
  return found;
}

/** `a.b` becomes b in a: every path has two parts. */
function gather(isms: Isms, standard: Standard, day: string): Facts {
  const ground = groundOf(isms, standard, day);
  const facts: Record<string, { [name: string]: FactValue }> = {};
  for (const { path, value } of factDefinitions(standard)) {
    const [group, name] = path.split('.') as [string, string];
    (facts[group] ??= {})[name] = value(ground);
  }
  return facts;
}

/** Every fact that a text may be bound to, with its origin. */
export const factSources = (standard: Standard): FactSource[] =>
  factDefinitions(standard).map(({ path, title, room, kind }) => ({ path, title, room, kind }));
