import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { standard } from '../../standard/standard.ts';
import { emptyIsms, record } from '../testing.ts';
import { interestsIn } from './independence.ts';
import { planProblems, proposePlan } from './plan.ts';

const day = '2026-11-24';
const people = Array.from({ length: 6 }, (_, index) => record('people', { id: `P-${index + 1}`, name: `Person ${index + 1}` }));
const subjects = [...standard.requirements, ...standard.controls].map(({ id }) => id);
const audit = (fields: object) =>
  record('internalAudits', { title: 'Audit', leadAuditor: 'P-1', auditors: ['P-2'], plannedFrom: '2026-12-07', plannedTo: '2026-12-18', ...fields });

describe('a proposed plan', () => {
  it('is one that would be accepted, whoever owns what (property)', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom(...subjects), { minLength: 1, maxLength: 60 }),
        fc.array(fc.record({ id: fc.constantFrom(...subjects), owner: fc.constantFrom('P-1', 'P-2', 'P-3', 'P-4', 'P-5') }), { maxLength: 60 }),
        fc.constantFrom('2026-12-07', '2026-12-08', '2026-12-18'),
        (wanted, owned, plannedTo) => {
          const gapAnswers = [...new Map(owned.map((each) => [each.id, record('gapAnswers', each)])).values()];
          const isms = { ...emptyIsms(), people, gapAnswers };
          const planned = audit({ subjects: wanted, plannedTo });
          const { slots, unplanned } = proposePlan(isms, standard, day, planned);
          expect(planProblems(planned, slots, (id) => id)).toEqual([]);
          for (const { auditor, subjects: own } of slots) expect(interestsIn(isms, standard, day, auditor!, own)).toEqual([]);
          // Each subject has its place, or the reason why it has none.
          expect([...slots.flatMap((slot) => slot.subjects), ...unplanned.map(({ subject }) => subject)].toSorted()).toEqual(wanted.toSorted());
        },
      ),
      { numRuns: 60 },
    );
  });
  it('says what nobody of the audit may look at, and what has no auditor at all', () => {
    const gapAnswers = [record('gapAnswers', { id: 'A.5.1', owner: 'P-1' })];
    const isms = { ...emptyIsms(), people, gapAnswers };
    expect(proposePlan(isms, standard, day, audit({ subjects: ['A.5.1'], auditors: [] })).unplanned).toMatchObject([
      { subject: 'A.5.1', because: 'No auditor of this audit is impartial about it.' },
    ]);
    expect(proposePlan(isms, standard, day, audit({ subjects: ['A.5.1'], auditors: [], leadAuditor: null })).unplanned).toMatchObject([
      { because: 'The audit has no auditor yet.' },
    ]);
  });
  it('works on working days only', () => {
    const { slots } = proposePlan({ ...emptyIsms(), people }, standard, day, audit({ subjects, plannedFrom: '2026-12-11' }));
    expect(slots.map((slot) => slot.day)).not.toContain('2026-12-12');
    expect(slots.map((slot) => slot.day)).toContain('2026-12-14');
  });
});

it('a plan in which somebody is in two places is refused', () => {
  const slot = { id: 'S-1', day: '2026-12-07', from: '09:00', to: '10:00', subjects: [], title: '', auditor: 'P-1', with: ['P-3'] };
  const names = (id: string) => id;
  expect(planProblems(audit({}), [slot, { ...slot, id: 'S-2', auditor: 'P-2', from: '09:30', to: '11:00' }], names)).toEqual([
    '2026-12-07 09:30: P-3 is busy from 09:00 to 10:00.',
  ]);
  expect(planProblems(audit({}), [slot, { ...slot, id: 'S-2', from: '10:00', to: '11:00' }], names)).toEqual([]);
  expect(planProblems(audit({}), [{ ...slot, with: ['P-1'] }], names)).toEqual(['2026-12-07 09:00: P-1 cannot interview themselves.']);
});
