import type { Standard } from '../../../standard/standard.ts';
import { addDays, dayInWords } from '../../days.ts';
import type { Isms } from '../../isms.ts';

/** The management system as it stood at the end of a day. */
export interface State {
  isms: Isms;
  day: string;
}

/** What an input of the review is made of: the records now and then, and the review that is being held. */
export interface Look extends State {
  standard: Standard;
  /** The review that this is for; its own decisions are no earlier actions. */
  review: string | null;
  /** The day of the review before; null: there was none. */
  since: string | null;
  /** The records on that day; null: the ledger does not reach back so far. */
  before: State | null;
}

/** A figure of one day. `wants` says which way is better; without it the figure says how much there is and nothing else. */
export interface Figure {
  key: string;
  name: string;
  /** Null: nothing can be said. */
  value: number | null;
  unit?: string;
  wants?: 'more' | 'less';
  /** Whether it is one to be discontent with. Not said: what should be less is, as soon as there is any; of what should be more nothing is said. */
  bad?: boolean;
}

export interface Point {
  text: string;
  register: string;
  id: string;
}

/** What the records say to one input. */
export interface Said {
  sentences: string[];
  figures: Figure[];
  points: Point[];
}
export type InputOf = (look: Look) => Said;

export const year = 365;
/** Whether a day lies within the last year of a day. */
export const withinYear = (on: string | null, day: string): boolean => on !== null && on <= day && on > addDays(day, -year);
export const dayOf = (instant: string | null): string | null => instant?.slice(0, 10) ?? null;

/** `no risk`, `one risk`, `3 risks`. */
export const many = (count: number, one: string, plural = `${one}s`): string =>
  count === 0 ? `no ${one}` : count === 1 ? `one ${one}` : `${count} ${plural}`;
export const is = (count: number): string => (count === 1 ? 'is' : 'are');
export const share = (part: number, all: number): number | null => (all === 0 ? null : Math.round((part / all) * 100));
/** First letter large: a sentence begins. */
export const begun = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
export const due = (on: string | null): string => (on === null ? 'no day set' : `due ${dayInWords(on)}`);

/** Name of a person, as minutes give it. */
export const namesOf = ({ people }: Pick<Isms, 'people'>): ((id: string | null) => string) => {
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return (id) => (id === null ? 'nobody' : (names.get(id) ?? id));
};

type Plain = { id: string; version: number };
export interface Changes<T> {
  added: T[];
  changed: T[];
  gone: T[];
}

/** Which records of a register came, changed and went between two states; null where there is nothing to compare with. */
export function changesOf<T extends Plain>(now: readonly T[], then: readonly T[] | undefined): Changes<T> | null {
  if (!then) return null;
  const [before, after] = [new Map(then.map((each) => [each.id, each])), new Set(now.map(({ id }) => id))];
  return {
    added: now.filter(({ id }) => !before.has(id)),
    changed: now.filter((each) => before.has(each.id) && contentOf(before.get(each.id)!) !== contentOf(each)),
    gone: then.filter(({ id }) => !after.has(id)),
  };
}

/** What a record says, without how often and when it was written. */
const contentOf = ({ version: _version, ...rest }: Plain & { createdAt?: string; updatedAt?: string }): string => {
  const { createdAt: _created, updatedAt: _updated, ...content } = rest;
  return JSON.stringify(content);
};
