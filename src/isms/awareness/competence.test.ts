import { describe, expect, it } from 'vitest';
import type { Isms } from '../isms.ts';
import { emptyIsms, record } from '../testing.ts';
import { checkAskedOf, competenceGaps } from './competence.ts';

const day = '2027-03-03';
const isms = (more: Partial<Isms> = {}): Isms => ({
  ...emptyIsms(),
  people: [
    record('people', { id: 'P-1', name: 'Ada' }),
    record('people', { id: 'P-2', name: 'Tom' }),
    record('people', { id: 'P-3', name: 'Eva', endsOn: '2027-01-31' }),
  ],
  ismsRoles: [record('ismsRoles', { name: 'Internal auditor', kind: 'internal-auditor', holders: ['P-1', 'P-3'] })],
  competences: [record('competences', { title: 'Lead auditor course', role: 'ROLE-1' })],
  ...more,
});
const proof = (fields: object) => record('competenceEvidence', { title: 'Certificate', person: 'P-1', competence: 'COMP-1', ...fields });
const standing = (...proofs: ReturnType<typeof proof>[]) =>
  competenceGaps(isms({ competenceEvidence: proofs }), day).map(({ person, state, expiresSoon, until }) => [person, state, expiresSoon, until]);

describe('competences of a role', () => {
  it('are missing while nothing is known; who has left is not asked', () => expect(standing()).toEqual([['P-1', 'missing', false, null]]));

  it.each([
    ['held without an end', [{ obtainedOn: '2026-01-01' }], ['held', false, null]],
    ['held until the last day', [{ obtainedOn: '2026-01-01', expiresOn: day }], ['held', true, day]],
    ['held, 60 days are not soon', [{ obtainedOn: '2026-01-01', expiresOn: '2027-05-02' }], ['held', false, '2027-05-02']],
    ['held, 59 days are soon', [{ obtainedOn: '2026-01-01', expiresOn: '2027-05-01' }], ['held', true, '2027-05-01']],
    [
      'renewed: the longest counts',
      [
        { obtainedOn: '2026-01-01', expiresOn: '2027-03-10' },
        { obtainedOn: '2027-02-01', expiresOn: '2030-01-01' },
      ],
      ['held', false, '2030-01-01'],
    ],
    ['run out yesterday', [{ obtainedOn: '2026-01-01', expiresOn: '2027-03-02' }], ['expired', false, '2027-03-02']],
    [
      'run out, the next is planned',
      [{ obtainedOn: '2026-01-01', expiresOn: '2027-03-02' }, { plannedOn: '2027-06-01' }],
      ['planned', false, '2027-06-01'],
    ],
    ['a plan whose day has gone by is none', [{ plannedOn: '2027-03-02' }], ['missing', false, null]],
    ['to be obtained tomorrow is not held', [{ obtainedOn: '2027-03-04' }], ['missing', false, null]],
  ] as const)('%s', (_what, proofs, expected) => expect(standing(...proofs.map((each) => proof(each)))).toEqual([['P-1', ...expected]]));
});

it('competences of control ownership follow the owners: the gap sheet before the record of the control', () => {
  const gaps = competenceGaps(
    isms({
      competences: [record('competences', { title: 'Runs backups', controls: ['A.8.13', 'A.8.14', 'A.8.15', 'OC-1'] })],
      gapAnswers: [
        record('gapAnswers', { id: 'A.8.13', owner: 'P-2' }),
        record('gapAnswers', { id: 'A.8.14', owner: 'P-2' }),
        record('gapAnswers', { id: 'A.8.15' }),
      ],
      ownControls: [record('ownControls', { title: 'Dual control', owner: 'P-1' })],
    }),
    day,
  );
  expect(gaps.map(({ person, role, controls, state }) => [person, role, controls, state])).toEqual([
    ['P-2', null, ['A.8.13', 'A.8.14'], 'missing'],
    ['P-1', null, ['OC-1'], 'missing'],
  ]);
});

it('a competence is asked of a role or of controls, of exactly one', () => {
  expect(() => checkAskedOf({ role: 'ROLE-1', controls: [] })).not.toThrow();
  expect(() => checkAskedOf({ role: null, controls: ['A.8.13'] })).not.toThrow();
  expect(() => checkAskedOf({ role: null, controls: [] })).toThrow('Name a role, or the controls');
  expect(() => checkAskedOf({ role: 'ROLE-1', controls: ['A.8.13'] })).toThrow('not both');
});
