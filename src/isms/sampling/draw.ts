import { createHash } from 'node:crypto';
import type { PopulationItem } from './model.ts';

/**
 * Drawing lots that anybody can repeat (9.2.2). Each item gets the SHA-256 of the seed, a line feed and its key; in the
 * order of these hashes they are drawn. Nothing depends on the order in which the population came, nor on this program:
 * a spreadsheet or three commands of a shell give the same sample.
 */

export type Ranked = PopulationItem & {
  /** Place in the order of its stratum, from 1. */
  rank: number;
};

const lot = (seed: string, key: string): string => createHash('sha256').update(`${seed}\n${key}`).digest('hex');
const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** Every item of a population in the order in which it would be drawn, by stratum; strata in the order of their names. */
export function orders(population: readonly PopulationItem[], seed: string): Map<string, Ranked[]> {
  const strata = [...Map.groupBy(population, ({ stratum }) => stratum)].toSorted(([a], [b]) => byBytes(a, b));
  return new Map(
    strata.map(([stratum, items]) => [
      stratum,
      items
        .map((item) => ({ item, lot: lot(seed, item.key) }))
        .toSorted((a, b) => (a.lot < b.lot ? -1 : a.lot > b.lot ? 1 : byBytes(a.item.key, b.item.key)))
        .map(({ item }, index) => ({ ...item, rank: index + 1 })),
    ]),
  );
}

/**
 * How many are drawn of each stratum: in proportion to its size by the largest remainder, at least one of each, never
 * more than there are. Where fewer are wanted than there are strata, there is one of each.
 */
export function allocate(sizes: ReadonlyMap<string, number>, wanted: number): Map<string, number> {
  const strata = [...sizes].filter(([, size]) => size > 0).toSorted(([a], [b]) => byBytes(a, b));
  const all = strata.reduce((sum, [, size]) => sum + size, 0);
  const drawn = Math.min(all, Math.max(wanted, strata.length));
  const shares = strata.map(([name, size]) => {
    // In whole numbers, so that no rounding of the machine decides.
    const parts = drawn * size;
    return { name, size, whole: Math.floor(parts / all), remainder: parts % all };
  });
  const result = new Map(shares.map(({ name, whole }) => [name, Math.max(1, whole)]));
  let left = drawn - [...result.values()].reduce((sum, count) => sum + count, 0);
  for (const { name, size } of shares.filter(({ whole }) => whole > 0).toSorted((a, b) => b.remainder - a.remainder || byBytes(a.name, b.name))) {
    if (left <= 0) break;
    if (result.get(name)! >= size) continue;
    result.set(name, result.get(name)! + 1);
    left--;
  }
  // One of each small stratum costs the large ones their last places: whoever has the most over its share gives first.
  while (left < 0) {
    const over = ({ name, whole, remainder }: (typeof shares)[number]) => (result.get(name)! - whole) * all - remainder;
    const [giver] = shares.filter(({ name }) => result.get(name)! > 1).toSorted((a, b) => over(b) - over(a) || byBytes(a.name, b.name));
    result.set(giver!.name, result.get(giver!.name)! - 1);
    left++;
  }
  return result;
}

/** The sample: the first of each stratum's order, as many as it is allotted. */
export function draw(population: readonly PopulationItem[], seed: string, size: number): Ranked[] {
  const ordered = orders(population, seed);
  const counts = allocate(new Map([...ordered].map(([stratum, items]) => [stratum, items.length])), size);
  return [...ordered].flatMap(([stratum, items]) => items.slice(0, counts.get(stratum)));
}

/** The next of the same stratum that has not been drawn yet; null: there is none left. */
export function nextOf(population: readonly PopulationItem[], seed: string, stratum: string, drawn: ReadonlySet<string>): Ranked | null {
  return (
    orders(population, seed)
      .get(stratum)
      ?.find(({ key }) => !drawn.has(key)) ?? null
  );
}
