import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addDays } from '../../days.ts';
import { occurrencesOf } from './occurrences.ts';

const span = { from: '2026-01-01', to: '2026-12-31' };
const said = (done: string[], day: string) => occurrencesOf('2026-03-01', 30, done, day, span).map(({ dueOn, state }) => `${dueOn} ${state}`);

it('is due on its day and planned from there', () => {
  expect(said([], '2026-03-01').slice(0, 2)).toEqual(['2026-03-01 due', '2026-03-31 planned']);
});

it('is missed the day after, and each further one that passes is missed too', () => {
  expect(said([], '2026-03-02')[0]).toBe('2026-03-01 missed');
  expect(said([], '2026-05-05').slice(0, 3)).toEqual(['2026-03-01 missed', '2026-03-31 missed', '2026-04-30 missed']);
});

it('counts from the day it was done, late or early', () => {
  expect(said(['2026-02-20'], '2026-03-01').slice(0, 2)).toEqual(['2026-03-01 done', '2026-03-22 due']);
  expect(said(['2026-03-10'], '2026-03-11').slice(0, 2)).toEqual(['2026-03-01 done-late', '2026-04-09 due']);
  expect(said(['2026-04-02'], '2026-04-03').slice(0, 3)).toEqual(['2026-03-01 missed', '2026-03-31 done-late', '2026-05-02 due']);
});

it('ignores what is said to have been done in the time to come', () => {
  expect(said(['2026-09-01'], '2026-03-01')[0]).toBe('2026-03-01 due');
});

it('never has more than one that is open, however it was done', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 20 }), fc.integer({ min: 1, max: 90 }), (days, every) => {
      const all = occurrencesOf(
        '2026-02-01',
        every,
        days.map((each) => addDays('2026-01-01', each)),
        '2026-10-01',
        span,
      );
      const now = all.filter(({ state, dueOn }) => state === 'due' || (state === 'missed' && addDays(dueOn, every) > '2026-10-01'));
      expect(now).toHaveLength(1);
      expect(all.filter(({ doneOn }) => doneOn !== null).length <= new Set(days).size).toBe(true);
    }),
  );
});
