import { record } from '../../isms/testing.ts';
import { answer, addRisk, free, open, unproven, type Traps } from './support.ts';

/** Traps for operation. */
export const clause8Traps: Traps = {
  '8.1-implemented-without-evidence': [
    (i) => {
      i.evidence = [];
      for (const each of i.gapAnswers) each.evidence = '';
    },
    '8.1-claim-without-evidence',
    '8.1-most-unproven',
    '9.1-area-unwatched',
    '9.1-high-risk-unwatched',
  ],
  '8.1-evidence-lapsed': (i) => {
    unproven(i, free(i));
    i.evidence.push(
      record('evidence', {
        id: 'EV-99',
        title: 'Test of last year',
        subjects: [free(i)],
        place: 'Wiki',
        validTo: '2026-11-23',
        attestedAt: '2026-11-01T08:00:00Z',
      }),
    );
  },
  '8.2-review-overdue': [(i) => void addRisk(i, { reviewOn: '2026-11-23' }), '6.1.2-not-rated'],
  '8.2-review-too-far': (i) => void (open(i).find(({ id }) => id === 'R-2')!.reviewOn = '2029-01-01'),
  '8.2-reopened': [(i) => void addRisk(i, { reopenedBecause: 'incident', reviewOn: '2026-10-01' }), '6.1.2-not-rated'],
  '8.2-old-assessment': (i) => i.risks.forEach((risk) => Object.assign(risk, { ratedOn: '2025-01-01' })),
  '8.2-no-review-date': [(i) => void addRisk(i, { ratedOn: '2026-11-01', reviewOn: null }), '6.1.2-not-rated'],
  '8.3-task-overdue': (i) =>
    void i.treatmentTasks.push(record('treatmentTasks', { id: 'TT-99', title: 'Late', risk: 'R-1', dueOn: '2026-11-23', status: 'in-progress' })),
  '8.3-many-overdue': (i) => i.treatmentTasks.forEach((task) => Object.assign(task, { dueOn: '2026-11-01', status: 'in-progress' })),
  '8.3-done-but-not-working': [
    (i) => {
      answer(i, 'A.8.13', { status: 'missing' });
      const risk = addRisk(i, { treatment: 'mitigate', controls: ['A.8.13'] });
      i.treatmentTasks.push(record('treatmentTasks', { id: 'TT-99', title: 'Done', risk, status: 'done' }));
    },
    '6.1.2-not-rated',
    '6.1.3-no-residual',
  ],
  '8.3-nothing-started': (i) => i.treatmentTasks.forEach((task) => Object.assign(task, { status: 'planned' })),
  '8.1-claim-contradicted': [(i) => void (i.commitments!.backupTestDays = 30), '7.5.2-outdated'],
  '8.1-claim-without-evidence': (i) => void (i.evidence = i.evidence.filter(({ subjects }) => !subjects.includes('A.8.13'))),
  '8.1-duty-without-owner': (i) => void (i.duties[0]!.owner = null),
  '8.1-duty-not-measurable': (i) => void (i.duties[0]!.everyDays = null),
};
