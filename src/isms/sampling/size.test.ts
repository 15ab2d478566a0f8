import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conclusion, sizeInWords, sizeOf } from './size.ts';

const table = (confidence: number, tolerableRate: number) => ({ rule: 'table', confidence, tolerableRate }) as const;

describe('the size of a sample', () => {
  it.each([
    // Published tables for samples in which nothing may deviate; large populations as with an endless one.
    [0.95, 0.05, 100_000, 59],
    [0.95, 0.1, 100_000, 29],
    [0.9, 0.1, 100_000, 22],
    [0.9, 0.05, 100_000, 45],
    [0.99, 0.01, 100_000, 458],
    // Small ones need fewer: 5 of 100 deviate, and 45 must be drawn to meet one of them with 95 %.
    [0.95, 0.05, 100, 45],
    [0.95, 0.1, 20, 16],
    [0.95, 0.05, 10, 10],
  ])('with %f confidence and a rate of %f out of %i is %i', (confidence, rate, count, size) =>
    expect(sizeOf(table(confidence, rate), count)).toBe(size),
  );

  it('is never more than there are, never none of some, and grows with confidence and population', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.double({ min: 0.5, max: 0.99, noNaN: true }),
        fc.double({ min: 0.001, max: 0.5, noNaN: true }),
        (count, confidence, rate) => {
          const size = sizeOf(table(confidence, rate), count);
          expect(size).toBeGreaterThanOrEqual(1);
          expect(size).toBeLessThanOrEqual(count);
          expect(sizeOf(table(Math.min(0.999, confidence + 0.009), rate), count)).toBeGreaterThanOrEqual(size);
          for (const rule of [{ rule: 'fixed', size: 25 }, { rule: 'square-root' }] as const) {
            expect(sizeOf(rule, count)).toBeGreaterThanOrEqual(1);
            expect(sizeOf(rule, count)).toBeLessThanOrEqual(count);
          }
        },
      ),
    ));

  it('is the square root rounded up, or what was asked for', () => {
    expect([1, 2, 4, 5, 100, 101].map((count) => sizeOf({ rule: 'square-root' }, count))).toEqual([1, 2, 2, 3, 10, 11]);
    expect([0, 3, 30].map((count) => sizeOf({ rule: 'fixed', size: 10 }, count))).toEqual([0, 3, 10]);
  });

  it('is explained', () => {
    expect(sizeInWords({ rule: 'square-root' }, 100, 1)).toBe('10 of 100: the square root of the population, rounded up.');
    expect(sizeInWords({ rule: 'fixed', size: 2 }, 100, 4)).toMatch(/^4 of 100, as many as was asked for\. One of each of the 4 groups/);
    expect(sizeInWords(table(0.95, 0.05), 1000, 1)).toMatch(/95% confidence that fewer than 5%/);
    expect(sizeInWords({ rule: 'fixed', size: 20 }, 7, 1)).toMatch(/^All 7:/);
  });
});

describe('what a sample allows to say', () => {
  const looked = (conforms: number, deviates = 0, notChecked = 0, open = 0) => ({ conforms, deviates, notChecked, open });
  it('claims a confidence only where the size was chosen for it and nothing is missing', () => {
    expect(conclusion(table(0.95, 0.05), 1000, looked(57))).toMatch(/with 95% confidence fewer than 5% of the 1,000 do/);
    expect(conclusion(table(0.95, 0.05), 1000, looked(56, 0, 1))).not.toMatch(/confidence fewer/);
    expect(conclusion({ rule: 'fixed', size: 5 }, 1000, looked(5))).toMatch(/not that it always is/);
    expect(conclusion({ rule: 'fixed', size: 5 }, 5, looked(5))).toBe('All 5 were looked at, and none deviates.');
  });
  it('says how many deviate, and nothing before all were looked at', () => {
    expect(conclusion({ rule: 'square-root' }, 100, looked(8, 2))).toMatch(/^2 of 10 deviate \(20% of the sample\)/);
    expect(conclusion({ rule: 'square-root' }, 100, looked(8, 1, 0, 1))).toBe('1 of 10 still to be looked at.');
    expect(conclusion({ rule: 'square-root' }, 100, looked(0, 0, 10))).toMatch(/nothing can be said/);
  });
});
