import type { Json } from './finding.ts';

/**
 * What stands around records and is needed to understand them: the target that a list belongs to, the rules of a run.
 * Gathered by a first pass, since it may stand behind the records.
 */
export class Context {
  readonly #values = new Map<string, Json>();
  readonly #lists = new Map<string, Json[]>();

  /** Takes what was found at `$.Results[].Target`: a property of the second item of `$.Results[]`. */
  add(path: string, indexes: readonly number[], value: unknown): void {
    if (path.endsWith('[]')) {
      const place = `${path.slice(0, -2)}@${indexes.slice(0, -1).join('.')}`;
      const list = this.#lists.get(place) ?? [];
      list.push(value as Json);
      this.#lists.set(place, list);
      return;
    }
    const [, owner, property] = /^(.*)\.([^.]+)$/.exec(path)!;
    const place = `${owner}@${indexes.join('.')}`;
    this.#values.set(place, { ...this.#values.get(place), [property!]: value });
  }

  /** The properties that were gathered of an object. */
  of(path: string, indexes: readonly number[]): Json {
    return this.#values.get(`${path}@${indexes.join('.')}`) ?? {};
  }

  /** Where objects of a path stand of which anything was gathered. */
  indexesOf(path: string): number[][] {
    return [...this.#values.keys()].flatMap((place) =>
      place.startsWith(`${path}@`)
        ? [
            place
              .slice(path.length + 1)
              .split('.')
              .filter(Boolean)
              .map(Number),
          ]
        : [],
    );
  }

  list(path: string, indexes: readonly number[]): readonly Json[] {
    return this.#lists.get(`${path}@${indexes.join('.')}`) ?? [];
  }
}
