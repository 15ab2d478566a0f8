import type { Isms } from '../isms.ts';
import type { Lane } from './model.ts';

/** A record of operation that speaks for a control from its day on, for as long as evidence of the control stays fresh. */
export interface Done {
  register: string;
  id: string;
  title: string;
  from: string;
  lanes: readonly Lane[];
}

const worked = ['works', 'applied'] as const;

/** What was done and left a record where it belongs: that record is the evidence, nobody files it a second time (8.1). */
export function* recordsOfOperation(isms: Isms): Generator<[control: string, done: Done]> {
  for (const { id, title, control, on } of isms.dutyRecords)
    if (control !== '') yield [control, { register: 'duty-records', id, title, from: on, lanes: ['applied'] }];
  for (const { id, title, status, closedOn, privilegedOnly } of isms.accessReviews)
    if (status === 'closed' && closedOn !== null) {
      const review = { register: 'access-reviews', id, title, from: closedOn, lanes: ['applied'] as const };
      yield ['A.8.2', review];
      if (!privilegedOnly) yield ['A.5.18', review];
    }
  // A test that fails shows that it is tested, not that it works.
  for (const { id, title, on, result } of isms.restoreTests)
    if (on !== null) yield ['A.8.13', { register: 'restore-tests', id, title, from: on, lanes: result === 'failed' ? ['exists'] : worked }];
  for (const { id, title, on, result } of isms.continuityTests)
    if (on !== null) yield ['A.5.30', { register: 'continuity-tests', id, title, from: on, lanes: result === 'failed' ? ['exists'] : worked }];
  for (const { id, title, exercise, detectedAt, state } of isms.incidents)
    if (detectedAt !== null && (state === 'recovered' || state === 'closed'))
      yield [
        exercise ? 'A.5.24' : 'A.5.26',
        { register: 'incidents', id, title, from: detectedAt.slice(0, 10), lanes: exercise ? ['works'] : ['applied'] },
      ];
  const names = new Map(isms.suppliers.map(({ id, name }) => [id, name]));
  for (const { id, supplier, status, on } of isms.supplierAssessments)
    if (status === 'concluded' && on !== null)
      yield [
        'A.5.22',
        { register: 'supplier-assessments', id, title: `Assessment of ${names.get(supplier) ?? supplier}`, from: on, lanes: ['applied'] },
      ];
  // Training is what shows that people are aware, day by day.
  for (const { id, title, on, passed } of isms.trainingResults)
    if (passed) yield ['A.6.3', { register: 'training-results', id, title, from: on, lanes: ['applied'] }];
}
