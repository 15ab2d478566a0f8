import { collections } from '../../isms/collections.ts';
import type { Isms } from '../../isms/isms.ts';
import type { Standard } from '../../standard/standard.ts';
import type { Mutant } from './generate.ts';

type Stored = { id: string };
type Graph = Map<string, Set<string>>;

const heldIn = (isms: Isms, collection: keyof Isms): Stored[] => {
  const held = isms[collection] as Stored | Stored[] | null;
  return held === null ? [] : Array.isArray(held) ? held : [held];
};

/**
 * Which records belong together: one names the other by its id, or both name the same. An answer, a decision and a practice of
 * one control share its id and are one. A control belongs to the topics that the standard gives it.
 */
export class Neighbourhood {
  readonly #isms: Isms;
  readonly #graph: Graph = new Map();
  readonly #people: Set<string>;

  constructor(isms: Isms, standard: Standard) {
    this.#isms = isms;
    this.#people = new Set(isms.people.map(({ id }) => id));
    const all = Object.keys(collections).flatMap((key) => heldIn(isms, (key === 'organisations' ? 'organisation' : key) as keyof Isms));
    const known = new Set([...all, ...standard.controls, ...standard.requirements].map(({ id }) => id));
    for (const control of standard.controls) for (const topic of control.topics) known.add(topic);
    const joined = (one: string, other: string) => {
      for (const [from, to] of [
        [one, other],
        [other, one],
      ] as const)
        this.#graph.set(from, (this.#graph.get(from) ?? new Set()).add(to));
    };
    for (const each of all) for (const text of textsOf(each)) if (text !== each.id && known.has(text)) joined(each.id, text);
    for (const { id, topics } of standard.controls) for (const topic of topics) joined(id, topic);
  }

  /**
   * Steps from what was changed to the record that a finding points at, three at most; Infinity where there is no such way.
   * A way does not lead through a person: whoever owns two things does not make them one.
   */
  steps(mutant: Mutant, pointed: string): number {
    const now = new Set<string>(heldIn(mutant.isms, mutant.collection).flatMap((each) => (each.id === mutant.record ? [...textsOf(each)] : [])));
    let reached = new Set([mutant.record === null ? [...heldIn(this.#isms, mutant.collection)].map(({ id }) => id) : [mutant.record]].flat());
    for (let steps = 0; steps <= 3; steps++) {
      if (reached.has(pointed) || (steps === 1 && now.has(pointed))) return steps;
      const next = new Set(reached);
      for (const id of reached) if (steps === 0 || !this.#people.has(id)) for (const other of this.#graph.get(id) ?? []) next.add(other);
      reached = next;
    }
    return Infinity;
  }
}

/** The texts of a record, at any depth, and the names of its keys: ids are among them. */
function* textsOf(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null)
    for (const [key, part] of Object.entries(value)) {
      if (!Array.isArray(value)) yield key;
      yield* textsOf(part);
    }
}
