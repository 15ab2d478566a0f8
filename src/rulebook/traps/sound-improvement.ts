import type { Isms } from '../../isms/isms.ts';
import { record } from '../../isms/testing.ts';

/** Improvement of which no rule finds anything: a nonconformity that is gone, another in hand, an opportunity that was taken on. */
export function soundImprovement(isms: Isms, owner: string, another: string, judge: string): void {
  const dealt = { correction: 'Put right.', correctedOn: '2026-09-03', extent: 'Looked at the other systems: no.', cause: 'Nobody was told.' };
  isms.improvementRules = null;
  isms.nonconformities = [
    record('nonconformities', {
      id: 'NC-1',
      title: 'A test was left out',
      subjects: ['A.8.13'],
      source: 'internal-audit',
      raisedOn: '2026-08-28',
      owner,
      ...dealt,
      closedOn: '2026-11-20',
    }),
    record('nonconformities', {
      id: 'NC-2',
      title: 'A list was not complete',
      subjects: ['A.5.9'],
      raisedOn: '2026-11-02',
      owner,
      ...dealt,
      correctedOn: '2026-11-03',
    }),
  ];
  isms.correctiveActions = [
    record('correctiveActions', {
      id: 'CAPA-1',
      title: 'The calendar reminds',
      nonconformity: 'NC-1',
      assignee: another,
      dueOn: '2026-09-15',
      doneOn: '2026-09-14',
      result: 'It does.',
    }),
    record('correctiveActions', { id: 'CAPA-2', title: 'Compare each month', nonconformity: 'NC-2', assignee: another, dueOn: '2026-12-15' }),
  ];
  isms.effectivenessReviews = [
    record('effectivenessReviews', {
      id: 'EFF-1',
      nonconformity: 'NC-1',
      on: '2026-11-20',
      effective: true,
      text: 'The tests of October and November were done.',
      by: 'Auditor from outside',
      byPerson: judge,
      at: '2026-11-20T09:00:00Z',
    }),
  ];
  isms.improvements = [
    record('improvements', {
      id: 'OFI-1',
      title: 'The inventory could name places',
      raisedOn: '2026-10-09',
      owner,
      status: 'taken-on',
      dueOn: '2027-02-28',
    }),
  ];
}
