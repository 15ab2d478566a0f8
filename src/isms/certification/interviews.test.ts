import { expect, it } from 'vitest';
import { standard } from '../../standard/standard.ts';
import { emptyIsms, record } from '../testing.ts';
import { proposeInterviews } from './interviews.ts';

const audit = record('certificationAudits', { kind: 'stage-2', plannedFrom: '2027-03-09', plannedTo: '2027-03-10' });
const isms = {
  ...emptyIsms(),
  people: [record('people', { name: 'Ada' }), record('people', { id: 'P-2', name: 'Felix', endsOn: '2027-02-28' })],
  ismsRoles: [
    record('ismsRoles', { name: 'Top management', kind: 'top-management', holders: ['P-1'] }),
    record('ismsRoles', { id: 'ROLE-2', name: 'Incident manager', kind: 'incident-manager', holders: ['P-2'] }),
  ],
};

it('plans nobody who has left by then, and says whose place is empty', () => {
  const { interviews, left } = proposeInterviews(isms, standard, audit, '2026-11-25');
  expect(interviews.flatMap(({ people }) => people)).not.toContain('P-2');
  expect(left).toContain('Incident manager: whoever holds the role is not there any more.');
  expect(left).toContain('ISMS manager: nobody holds the role.');
});

it('begins with the opening meeting and ends with the closing one', () => {
  const { interviews } = proposeInterviews(isms, standard, audit, '2026-11-25');
  expect([interviews[0], interviews.at(-1)].map((each) => [each!.role, each!.day, each!.from, each!.people])).toEqual([
    ['Opening meeting', '2027-03-09', '09:00', ['P-1']],
    ['Closing meeting', '2027-03-10', '16:00', ['P-1']],
  ]);
});

it('says what it cannot place while the audit has no days', () => {
  const { interviews, left } = proposeInterviews(isms, standard, { ...audit, plannedFrom: null, plannedTo: null }, '2026-11-25');
  expect([interviews, left[0]]).toEqual([[], 'The audit has no days yet.']);
});
