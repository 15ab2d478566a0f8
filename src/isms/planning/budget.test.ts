import { expect, it } from 'vitest';
import { record } from '../testing.ts';
import { budgetSums, usualDay } from './budget.ts';

const line = (id: string, fields: object) => record('budgetLines', { id, title: id, ...fields });

it('adds up ranges by kind and quarter; one figure is a range of itself; what has no day stands last', () => {
  const found = budgetSums([
    line('BUD-1', { kind: 'consultant', low: 1000, high: 3000, dueOn: '2027-03-31' }),
    line('BUD-2', { kind: 'consultant', high: 500, dueOn: '2027-04-01', spent: 480 }),
    line('BUD-3', { kind: 'tooling', low: 200, spent: 220, spentOn: '2026-12-01' }),
    line('BUD-4', { kind: 'tooling' }),
  ]);
  expect(found.total).toEqual({ low: 1700, high: 3700, spent: 700 });
  expect(found.kinds).toEqual([
    { kind: 'consultant', low: 1500, high: 3500, spent: 480 },
    { kind: 'tooling', low: 200, high: 200, spent: 220 },
  ]);
  expect(found.quarters.map(({ quarter, high }) => [quarter, high])).toEqual([
    ['2026-Q4', 200],
    ['2027-Q1', 3000],
    ['2027-Q2', 500],
    ['', 0],
  ]);
});

it('lays usual costs before the certificate, never into the past', () => {
  expect(usualDay('internal-audit', '2027-06-30', '2026-11-25')).toBe('2027-02-28');
  expect(usualDay('gap-assessment', '2027-06-30', '2026-11-25')).toBe('2026-11-25');
});
