import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { standard } from '../../standard/standard.ts';
import { auditTime } from './audit-time.ts';

const of = (persons: number | null, percents: number[] = []) =>
  auditTime(standard.auditTime, standard.budget, {
    persons,
    dayRate: null,
    currency: 'EUR',
    adjustments: percents.map((percent) => ({ factor: standard.auditTime.factors[0]!.id, percent, reason: '' })),
  });

describe('audit time', () => {
  it('follows the table, and explains its figure', () => {
    const { baseDays, initialDays, surveillanceDays, recertificationDays, explanation } = of(41);
    expect([baseDays, initialDays, surveillanceDays, recertificationDays]).toEqual([8.5, 8.5, 3, 5.5]);
    expect(explanation[0]).toBe('41 persons fall into the band 26–45: 8.5 days for the initial audit.');
    expect(explanation.at(-1)).toMatch(/^Indicative/);
  });

  it('stays unknown while nobody knows how many persons are in scope', () => {
    const { initialDays, surveillanceDays, budget, budgetTotal, explanation } = of(null);
    expect([initialDays, surveillanceDays, budget, budgetTotal]).toEqual([null, null, [], null]);
    expect(explanation[0]).toContain('not known');
  });

  it('limits what adjustments may add up to, and says so', () => {
    const { lowest, highest } = standard.auditTime.adjustmentLimits;
    expect(of(41, [highest, highest])).toMatchObject({ adjustmentPercent: highest, capped: true });
    expect(of(41, [lowest, lowest])).toMatchObject({ adjustmentPercent: lowest, capped: true });
    expect(of(41, [highest, highest]).explanation.join(' ')).toContain('they are limited to');
  });

  it('never takes fewer days for more persons, and adds up (property)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1500 }),
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: -30, max: 100 }),
        (persons, more, percent) => {
          const [here, there] = [of(persons, [percent]), of(persons + more, [percent])];
          expect(there.initialDays!).toBeGreaterThanOrEqual(here.initialDays!);
          expect(here.stageOneDays! + here.stageTwoDays!).toBe(here.initialDays);
          expect(here.surveillanceDays!).toBeLessThanOrEqual(here.recertificationDays!);
          expect(here.budgetTotal!.low).toBe(here.budget.reduce((sum, { low }) => sum + low, 0));
          for (const { low, high } of here.budget) expect(low).toBeLessThanOrEqual(high);
        },
      ),
    );
  });
});
