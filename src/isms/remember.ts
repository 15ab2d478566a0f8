import type { Isms } from './isms.ts';

/** What a calculation came to, and everything it has looked at on the way: parts of the management system, each as it was. */
interface Kept<T> {
  rest: readonly unknown[];
  reads: ReadonlyMap<PropertyKey, unknown>;
  value: T;
}

/** Results kept for one state: a trend asks for many days, and only a few are worth their memory. */
const ofOneState = 8;
/** Results kept for one beginning: those of past states keep their records in memory. */
const ofBeginning = 4;
/** Observed documents: the state behind each, and what has been read of it. */
const observed = new WeakMap<Isms, { isms: Isms; reads: Map<PropertyKey, unknown> }>();

/** The same document, which notes what is read of it. */
function observe(isms: Isms) {
  const reads = new Map<PropertyKey, unknown>();
  const document = new Proxy(isms, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      reads.set(key, value);
      return value;
    },
  });
  observed.set(document, { isms, reads });
  return { document, reads };
}

/**
 * The same calculation, done again only when something it looked at has changed. Every register is one array that is
 * replaced when a record of it changes, so it is enough to see whether the arrays are the same: a changed risk leaves alone
 * what was calculated from evidence. Calculations may use each other. They must be pure, and finished when they answer:
 * what is read later is not noticed. Further arguments (the standard, a day, records) count as the same when they are identical.
 */
export function remembered<Rest extends readonly unknown[], T>(calculate: (isms: Isms, ...rest: Rest) => T): (isms: Isms, ...rest: Rest) => T {
  const ofState = new WeakMap<Isms, Kept<T>[]>();
  /** Results of other states by the part they looked at first: whoever shall find one again has that part unchanged. */
  const byFirst = new WeakMap<object, Kept<T>[]>();
  let first: PropertyKey | undefined;

  const firstOf = (isms: Isms): object | null => {
    const part: unknown = first === undefined ? null : Reflect.get(isms, first);
    return typeof part === 'object' ? part : null;
  };
  const find = (list: Kept<T>[] | undefined, rest: Rest, isms?: Isms) =>
    list?.find(
      (kept) =>
        kept.rest.every((each, index) => each === rest[index]) &&
        (isms === undefined || [...kept.reads].every(([key, value]) => Reflect.get(isms, key) === value)),
    );
  const keep = <K extends object>(where: WeakMap<K, Kept<T>[]>, key: K, kept: Kept<T>, most: number) => {
    const list = where.get(key);
    if (!list) where.set(key, [kept]);
    else if (list.unshift(kept) > most) list.pop();
  };

  return (given, ...rest) => {
    const outer = observed.get(given);
    const isms = outer?.isms ?? given;
    let kept = find(ofState.get(isms), rest);
    if (!kept) {
      const part = firstOf(isms);
      kept = part === null ? undefined : find(byFirst.get(part), rest, isms);
      if (!kept) {
        const { document, reads } = observe(isms);
        kept = { rest, value: calculate(document, ...rest), reads };
        first ??= reads.keys().next().value;
        const begun = firstOf(isms);
        if (begun !== null) keep(byFirst, begun, kept, ofBeginning);
      }
      keep(ofState, isms, kept, ofOneState);
    }
    if (outer) for (const [key, value] of kept.reads) outer.reads.set(key, value);
    return kept.value;
  };
}
