import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate, draw, nextOf } from './draw.ts';
import type { PopulationItem } from './model.ts';
import { populationFile, populationFrom } from './population-file.ts';

const strata = ['', 'high', 'low', 'medium', '=danger'];
const items = fc
  .uniqueArray(fc.string({ minLength: 1, maxLength: 12, unit: 'binary' }), { minLength: 1, maxLength: 80 })
  .chain((keys) =>
    fc.tuple(
      ...keys.map((key) =>
        fc.record({ key: fc.constant(key), label: fc.string({ maxLength: 20, unit: 'binary' }), stratum: fc.constantFrom(...strata) }),
      ),
    ),
  ) as fc.Arbitrary<PopulationItem[]>;
const seed = fc.string({ minLength: 1, maxLength: 20 });
const size = fc.integer({ min: 1, max: 100 });
const shuffled = (list: readonly PopulationItem[], by: string) => list.toSorted((a, b) => (`${by}${a.key}` < `${by}${b.key}` ? 1 : -1)).toReversed();
const strataOf = (list: readonly { stratum: string }[]) => new Set(list.map(({ stratum }) => stratum));

describe('drawing a sample', () => {
  it('gives everybody the same sample, in whatever order the population comes', () =>
    fc.assert(
      fc.property(items, seed, size, (population, by, wanted) => {
        const one = draw(population, by, wanted);
        expect(draw(population.toReversed(), by, wanted)).toEqual(one);
        expect(draw(shuffled(population, by), by, wanted)).toEqual(one);
        expect(populationFile(population.toReversed())).toEqual(populationFile(population));
      }),
    ));

  it('draws as many as wanted, each once, at least one of each group and none that is not there', () =>
    fc.assert(
      fc.property(items, seed, size, (population, by, wanted) => {
        const drawn = draw(population, by, wanted);
        expect(drawn).toHaveLength(Math.min(population.length, Math.max(wanted, strataOf(population).size)));
        expect(new Set(drawn.map(({ key }) => key)).size).toBe(drawn.length);
        expect(strataOf(drawn)).toEqual(strataOf(population));
        const known = new Map(population.map((each) => [each.key, each]));
        for (const { rank, ...item } of drawn) {
          expect(item).toEqual(known.get(item.key));
          expect(rank).toBeGreaterThan(0);
        }
      }),
    ));

  it('gives each group its share: no group is off by more than one, but for the one each must have', () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 3000 }), (sizes, wanted) => {
        const named = new Map(sizes.map((count, index) => [`s${index}`, count]));
        const all = sizes.reduce((sum, count) => sum + count, 0);
        const total = Math.min(all, Math.max(wanted, sizes.length));
        const counts = allocate(named, wanted);
        expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe(total);
        const raised = sizes.filter((count) => (total * count) / all < 1).length;
        for (const [name, count] of counts) {
          const share = (total * named.get(name)!) / all;
          expect(count).toBeGreaterThanOrEqual(Math.max(1, Math.floor(share) - raised));
          expect(count).toBeLessThanOrEqual(Math.min(named.get(name)!, Math.max(1, Math.ceil(share))));
        }
      }),
    ));

  it('replaces by the next of the same group, and never by one that was drawn', () =>
    fc.assert(
      fc.property(items, seed, size, (population, by, wanted) => {
        const drawn = new Set(draw(population, by, wanted).map(({ key }) => key));
        for (const stratum of strataOf(population)) {
          const group = population.filter((each) => each.stratum === stratum).length;
          for (
            let left = group - [...drawn].filter((key) => population.find((each) => each.key === key)!.stratum === stratum).length;
            left > 0;
            left--
          ) {
            const next = nextOf(population, by, stratum, drawn)!;
            expect(next.stratum).toBe(stratum);
            expect(drawn.has(next.key)).toBe(false);
            drawn.add(next.key);
          }
          expect(nextOf(population, by, stratum, drawn)).toBeNull();
        }
      }),
    ));

  it('is what three commands of a shell give', () => {
    // for k in a b c d; do printf '%s %s\n' "$(printf 'seed\n%s' $k | sha256sum)" $k; done | sort | head -2
    const population = ['a', 'b', 'c', 'd'].map((key) => ({ key, label: '', stratum: '' }));
    expect(draw(population, 'seed', 2).map(({ key, rank }) => [key, rank])).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
  });
});

describe('the file of a population', () => {
  it('comes back as it went, whatever stands in it', () =>
    fc.assert(
      fc.property(items, (population) => {
        const { content } = populationFile(population);
        const sorted = population.toSorted((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
        expect(populationFrom(content)).toEqual(sorted);
      }),
    ));

  it('has another hash as soon as anything in it differs', () =>
    fc.assert(
      fc.property(items, fc.nat(), (population, which) => {
        const { sha256 } = populationFile(population);
        const changed = population.map((each, index) => (index === which % population.length ? { ...each, label: `${each.label}.` } : each));
        expect(populationFile(changed).sha256).not.toBe(sha256);
        expect(populationFile(population.slice(1)).sha256).not.toBe(sha256);
      }),
    ));

  it('runs nothing when a spreadsheet opens it', () => {
    const { content } = populationFile([{ key: '=1+1', label: '@SUM(A1)', stratum: 'it’s "so", or not' }]);
    expect(content).toBe('key,label,stratum\n\'=1+1,\'@SUM(A1),"it’s ""so"", or not"\n');
  });
});
