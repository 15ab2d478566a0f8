import { expect, it } from 'vitest';
import { standard } from '../../../standard/standard.ts';
import { record } from '../../testing.ts';
import type { Answer } from './model.ts';
import { lastAssessments, nextAssessment, scoreOf } from './score.ts';

const catalogue = standard.supplierCatalogue;
const questions = catalogue.areas.flatMap((area) => area.questions);
const all = (answer: Answer, but: Record<string, Answer> = {}) => questions.map(({ id }) => ({ question: id, answer: but[id] ?? answer }));

it('weighs answers by their questions; what is unanswered is neither good nor bad', () => {
  expect(scoreOf(catalogue, [])).toMatchObject({ percent: null, unanswered: questions.length, suggested: null });
  expect(scoreOf(catalogue, all('yes'))).toMatchObject({ percent: 100, unanswered: 0, suggested: 'suitable' });
  expect(scoreOf(catalogue, all('partly'))).toMatchObject({ percent: 50, suggested: 'with-conditions' });
  expect(scoreOf(catalogue, all('no'))).toMatchObject({ percent: 0, suggested: 'unsuitable' });
  expect(scoreOf(catalogue, all('not-applicable'))).toMatchObject({ percent: null, suggested: null });
});

it('has conditions for one grave "no", and is unsuitable with two, however good the rest', () => {
  expect(scoreOf(catalogue, all('yes', { 'second-factor': 'no' }))).toMatchObject({ grave: ['second-factor'], suggested: 'with-conditions' });
  expect(scoreOf(catalogue, all('yes', { 'second-factor': 'no', encryption: 'no' })).suggested).toBe('unsuitable');
});

it('scores each area for itself', () => {
  const score = scoreOf(catalogue, all('yes', { 'second-factor': 'unanswered' }));
  expect(score.areas.find(({ area }) => area === 'access')).toMatchObject({ percent: 100, unanswered: 1 });
});

it('is done again by how critical the supplier is', () => {
  const commitments = record('commitments', { id: 'commitments', supplierReviewDays: 365 });
  expect(nextAssessment({ critical: true }, '2026-01-01', commitments)).toBe('2027-01-01');
  expect(nextAssessment({ critical: false }, '2026-01-01', commitments)).toBe('2028-01-01');
  expect(nextAssessment({ critical: true }, '2026-01-01', null)).toBeNull();
});

it('goes by the last one concluded', () => {
  const made = (id: string, fields: object) =>
    record('supplierAssessments', { id, supplier: 'SUP-1', status: 'concluded', startedOn: '2026-01-01', ...fields });
  const last = lastAssessments({
    supplierAssessments: [made('SA-1', { on: '2026-05-01' }), made('SA-2', { on: '2026-02-01' }), made('SA-3', { status: 'draft' })],
  });
  expect(last.get('SUP-1')?.id).toBe('SA-1');
});
