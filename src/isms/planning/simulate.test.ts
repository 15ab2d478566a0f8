import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { standard } from '../../standard/standard.ts';
import { daysBetween } from '../days.ts';
import { emptyIsms, record } from '../testing.ts';
import { planInput } from './input.ts';
import type { PlanInput, Work } from './model.ts';
import { simulate } from './simulate.ts';

const day = '2026-11-25';
const base: PlanInput = {
  day,
  work: [],
  people: 3,
  daysPerWeek: 2.5,
  evidenceMonths: 3,
  leadTimeWeeks: 6,
  askedOn: null,
  fixed: {},
  names: { 'P-1': 'Ada' },
  runs: 2000,
  seed: 7,
};
const months = (input: PlanInput) => {
  const { p50, p80, p95 } = simulate(input).milestones.at(-1)!;
  return [p50, p80, p95].map((on) => daysBetween(day, on) / 30.44) as [number, number, number];
};
/** An organisation of 80 persons that has done a part of every control and requirement. */
const having = (done: number, status: 'missing' | 'partly') => {
  const subjects = [...standard.controls, ...standard.requirements].map(({ id }) => id);
  const isms = {
    ...emptyIsms(),
    gapAnswers: subjects.map((id, at) => record('gapAnswers', { id, status: at % 100 < done ? 'implemented' : status })),
  };
  isms.organisation.persons = 80;
  return planInput(isms, standard, day, {}, { runs: 2000, seed: 7 }).input;
};

describe('the time to the certificate', () => {
  it('agrees with the field: six to nine months with a mature programme, nine to eighteen otherwise', () => {
    const [mature] = months(having(75, 'partly'));
    expect(mature).toBeGreaterThan(6);
    expect(mature).toBeLessThan(9);
    const [average] = months(having(40, 'partly'));
    expect(average).toBeGreaterThan(mature);
    const [greenfield] = months(having(0, 'missing'));
    expect(average).toBeGreaterThan(8);
    expect(greenfield).toBeGreaterThan(12);
    expect(greenfield).toBeLessThan(18);
  });

  it('has the same answer for the same seed, and another for another', () => {
    const input = having(50, 'partly');
    expect(simulate(input)).toEqual(simulate(input));
    expect(simulate({ ...input, seed: 8 }).months).not.toEqual(simulate(input).months);
  });

  it('keeps what has happened, and lets nothing come before it', () => {
    const fixed = { 'internal-audit': '2026-10-09', 'stage-1': '2027-01-19', 'stage-2': '2027-03-09' } as const;
    const { milestones } = simulate({ ...base, fixed });
    expect(milestones.find(({ id }) => id === 'stage-2')).toMatchObject({ p50: '2027-03-09', p95: '2027-03-09', fixed: true });
    expect(milestones.at(-1)!.p50 > '2027-03-09').toBe(true);
  });

  it('names fixed days that come before what they rest on', () => {
    const fixed = { 'stage-2': '2027-01-11' } as const;
    expect(simulate({ ...base, fixed }).tooEarly).toEqual([{ id: 'stage-2', on: '2027-01-11', share: 1, because: 'evidence' }]);
    expect(simulate({ ...base, fixed, evidenceMonths: 0 }).tooEarly).toEqual([]);
  });

  it('says what decides: the records that must come together, the body, or the work', () => {
    const first = (input: Partial<PlanInput>) => simulate({ ...base, ...input }).critical[0]!.title;
    expect(first({ evidenceMonths: 12 })).toBe('Months of records that Stage 2 wants to see');
    expect(first({ leadTimeWeeks: 60, evidenceMonths: 0 })).toBe('The certification body’s free days');
    const work: Work[] = [{ id: 'A.5.1', title: 'Policies', person: 'P-1', days: [200, 250, 300], after: [] }];
    expect(first({ work, evidenceMonths: 0, leadTimeWeeks: 0 })).toBe('The work of Ada');
  });

  it('never comes earlier for more work, fewer people, less time or a longer wait, and its days stand in their order', () => {
    const works = fc.array(fc.record({ effort: fc.double({ min: 0.5, max: 40, noNaN: true }), person: fc.constantFrom(null, 'P-1', 'P-2') }), {
      minLength: 1,
      maxLength: 25,
    });
    fc.assert(
      fc.property(works, fc.integer({ min: 1, max: 6 }), (list, people) => {
        const work = list.map(({ effort, person }, at): Work => ({
          id: `T-${at}`,
          title: '',
          person,
          days: [effort, effort, effort],
          after: at > 0 && at % 3 === 0 ? [`T-${at - 1}`] : [],
        }));
        const input = { ...base, work, people, runs: 200 };
        const [p50, p80, p95] = months(input);
        expect(p50).toBeLessThanOrEqual(p80);
        expect(p80).toBeLessThanOrEqual(p95);
        const doubled = work.map((each): Work => ({ ...each, days: [each.days[0] * 2, each.days[1] * 2, each.days[2] * 2] }));
        for (const harder of [{ work: doubled }, { daysPerWeek: 1 }, { leadTimeWeeks: 30 }, { evidenceMonths: 9 }])
          expect(months({ ...input, ...harder })[0]).toBeGreaterThanOrEqual(p50);
        expect(simulate(input).months.reduce((sum, { runs }) => sum + runs, 0)).toBe(200);
      }),
      { numRuns: 25 },
    );
  });
});
