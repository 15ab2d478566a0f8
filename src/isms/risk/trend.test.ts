import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysBetween } from '../days.ts';
import { emptyIsms, record } from '../testing.ts';
import { methodTemplates } from './library.ts';
import { trendDays, trendPoint } from './trend.ts';

const template = (id: string) => methodTemplates().find((each) => each.id === id)!.method;

describe('trendPoint', () => {
  it('counts open risks by current level, each against the appetite of its own method', () => {
    const isms = {
      ...emptyIsms(),
      riskMethods: [
        record('riskMethods', { ...template('five-by-five'), id: 'METHOD-1', number: 1, status: 'retired' }),
        record('riskMethods', { ...template('three-by-three'), id: 'METHOD-2', number: 2, status: 'in-force' }),
      ],
      risks: [
        // 6 of 25 lies within the appetite of 9, though above the 4 of the smaller scale.
        record('risks', { id: 'R-1', title: 'a', method: 'METHOD-1', currentLikelihood: 2, currentImpact: 3 }),
        record('risks', { id: 'R-2', title: 'b', method: 'METHOD-2', currentLikelihood: 2, currentImpact: 3 }),
        record('risks', { id: 'R-3', title: 'c', method: 'METHOD-2', currentLikelihood: 2, currentImpact: null }),
        record('risks', { id: 'R-4', title: 'd', method: 'METHOD-2', currentLikelihood: 3, currentImpact: 3, status: 'closed' }),
      ],
    };
    expect(trendPoint(isms, '2027-03-03')).toEqual({ day: '2027-03-03', open: 3, byLevel: { Medium: 1, High: 1 }, aboveAppetite: 1, unrated: 1 });
  });

  it('is all zero before anything was written', () => {
    expect(trendPoint(emptyIsms(), '2020-01-01')).toEqual({ day: '2020-01-01', open: 0, byLevel: {}, aboveAppetite: 0, unrated: 0 });
  });
});

describe('trendDays', () => {
  it('spreads them evenly up to today', () =>
    expect(trendDays('2027-03-03', 8, 5)).toEqual(['2027-02-23', '2027-02-25', '2027-02-27', '2027-03-01', '2027-03-03']));

  it('begins so many days ago, ends today, and names no day twice', () => {
    fc.assert(
      fc.property(fc.integer({ min: 7, max: 1100 }), fc.integer({ min: 2, max: 60 }), (days, points) => {
        const found = trendDays('2027-03-03', days, points);
        expect(found.at(-1)).toBe('2027-03-03');
        expect(daysBetween(found[0]!, '2027-03-03')).toBe(days);
        expect(found).toEqual([...new Set(found)].toSorted());
        expect(found).toHaveLength(Math.min(points, days + 1));
      }),
    );
  });
});
