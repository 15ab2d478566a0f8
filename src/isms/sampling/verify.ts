import { draw, nextOf } from './draw.ts';
import type { PopulationItem, Sample } from './model.ts';
import { populationFile, populationFrom } from './population-file.ts';
import { sizeOf } from './size.ts';

export interface Compared {
  file: boolean;
  draw: boolean;
  replacements: boolean;
}

/** Draws a sample again from the content of its population's file, replacements one after the other, and compares. */
export function drawnAgain(sample: Pick<Sample, 'seed' | 'size' | 'sha256' | 'count' | 'items' | 'replacements'>, content: string): Compared {
  const population = populationFrom(content);
  const { sha256, count } = populationFile(population);
  const again = draw(population, sample.seed, sizeOf(sample.size, population.length));
  const added = new Set(sample.replacements.flatMap(({ replacedBy }) => (replacedBy === null ? [] : [replacedBy])));
  const first = sample.items.filter(({ key }) => !added.has(key));
  const drawn = new Set(again.map(({ key }) => key));
  const stratumOf = new Map(population.map(({ key, stratum }) => [key, stratum]));
  const replacements = sample.replacements.every(({ key, replacedBy }) => {
    const stratum = stratumOf.get(key);
    const next = stratum === undefined ? null : nextOf(population, sample.seed, stratum, drawn);
    if (next) drawn.add(next.key);
    return drawn.has(key) && (next?.key ?? null) === replacedBy;
  });
  const told = (items: readonly (PopulationItem & { rank: number })[]) =>
    JSON.stringify(items.map(({ key, label, stratum, rank }) => [stratum, rank, key, label]).toSorted((a, b) => (String(a) < String(b) ? -1 : 1)));
  return { file: sha256 === sample.sha256 && count === sample.count, draw: told(first) === told(again), replacements };
}

/** How a population of the records differs from the one that was drawn from. */
export function changedSince(then: readonly PopulationItem[], now: readonly PopulationItem[]) {
  const before = new Map(then.map((each) => [each.key, each]));
  const today = new Map(now.map((each) => [each.key, each]));
  return {
    added: now.filter(({ key }) => !before.has(key)).map(({ key }) => key),
    missing: then.filter(({ key }) => !today.has(key)).map(({ key }) => key),
    changed: now
      .filter(({ key, label, stratum }) => {
        const was = before.get(key);
        return was !== undefined && (was.label !== label || was.stratum !== stratum);
      })
      .map(({ key }) => key),
  };
}
