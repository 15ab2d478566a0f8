import { expect, it } from 'vitest';
import { emptyIsms, record } from '../isms/testing.ts';
import { nonconformityRecord } from './nonconformity.ts';

const day = '2026-11-25';
const isms = (byPerson: string) => ({
  ...emptyIsms(),
  people: [record('people', { name: 'Ada' }), record('people', { id: 'P-2', name: 'Tom' })],
  nonconformities: [record('nonconformities', { title: 'A door stood open', owner: 'P-1', raisedOn: '2026-05-04', closedOn: '2026-08-20' })],
  effectivenessReviews: [
    record('effectivenessReviews', {
      id: 'EFF-1',
      nonconformity: 'NC-1',
      on: '2026-08-20',
      effective: true,
      text: 'Shut since.',
      by: 'Somebody',
      byPerson,
      at: '2026-08-20T10:00:00Z',
    }),
  ],
});
const effect = (byPerson: string) =>
  nonconformityRecord(isms(byPerson), day, 'NC-1').sections.find(({ heading }) => heading.startsWith('Effectiveness'))!;

it('says of a review that it was done by somebody else only where it was', () => {
  expect(effect('P-2').paragraphs).toEqual(['Reviewed by somebody who neither owns the nonconformity nor did its actions.']);
  expect(effect('P-1').paragraphs).toEqual([]);
  expect(effect('P-1').table!.rows).toEqual([['20 Aug 2026', 'Somebody', 'has worked', 'Shut since.']]);
});

it('says what is not written down, and puts what happened in order', () => {
  const { sections } = nonconformityRecord(isms('P-2'), day, 'NC-1');
  expect(sections.find(({ heading }) => heading.startsWith('Extent'))!.paragraphs).toEqual(['Not written down.']);
  expect(sections.at(-1)!.table!.rows.map(([on, what]) => `${on} ${what}`)).toEqual([
    '4 May 2026 Raised',
    '20 Aug 2026 Effect reviewed by Somebody: has worked',
    '20 Aug 2026 Closed',
  ]);
});
