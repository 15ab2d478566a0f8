import { record } from '../../isms/testing.ts';
import { file, result, run } from './sound-operations.ts';
import { answer, leave, unproven, type Traps } from './support.ts';

const evidence = (fields: object) =>
  record('evidence', { id: 'EV-99', title: 'Trap', subjects: ['A.8.5'], place: 'Wiki', validFrom: '2026-11-01', ...fields });
const vouched = { attestedByName: 'X', attestedAt: '2026-11-02T08:00:00Z', attestedHash: 'a'.repeat(64) };
const task = (fields: object) => record('controlTasks', { id: 'TASK-99', title: 'Trap', assignee: 'P-4', dueOn: '2026-12-20', ...fields });
const practice = (fields: object) => record('controlPractices', { id: 'A.8.5', practice: 'As written.', maturity: 2, ...fields });
const failing = (since: string) => result({ id: 'CHK-9', check: 'aws-open-ports', title: 'No open ports', outcome: 'fail', since });
const exception = (fields: object) =>
  record('checkExceptions', { id: 'EXC-9', check: 'aws-open-ports', reason: 'Moving out', approvedBy: 'P-4', expiresOn: '2026-12-31', ...fields });

/** Traps for controls at work: practices, tasks, evidence, connections, checks. */
export const controlTraps: Traps = {
  '8.1-practice-unwritten': (i) => {
    answer(i, 'A.8.5', { status: 'implemented' });
    i.controlPractices = i.controlPractices.filter(({ id }) => id !== 'A.8.5');
    for (const decision of i.soaDecisions) if (decision.id === 'A.8.5') decision.implementation = '';
  },
  '8.1-maturity-unsaid': (i) => void (i.controlPractices = [practice({ maturity: null }), ...i.controlPractices.filter(({ id }) => id !== 'A.8.5')]),
  '8.1-maturity-above-evidence': [
    (i) => {
      unproven(i, 'A.8.7');
      i.controlPractices = [practice({ id: 'A.8.7', maturity: 3 }), ...i.controlPractices.filter(({ id }) => id !== 'A.8.7')];
    },
    '8.1-implemented-without-evidence',
  ],
  '8.1-task-overdue': (i) => void i.controlTasks.push(task({ dueOn: '2026-11-23' })),
  '8.1-most-tasks-overdue': [
    (i) => void (i.controlTasks = Array.from({ length: 10 }, (_, index) => task({ id: `TASK-${index}`, dueOn: '2026-11-01' }))),
    '8.1-task-overdue',
  ],
  '8.1-task-without-assignee': (i) => void i.controlTasks.push(task({ assignee: null })),
  '8.1-task-without-day': (i) => void i.controlTasks.push(task({ dueOn: null })),

  '8.1-most-unproven': [
    (i) => {
      i.evidence = [];
      for (const each of i.gapAnswers) each.evidence = '';
    },
    '8.1-implemented-without-evidence',
    '8.1-claim-without-evidence',
    '9.1-area-unwatched',
    '9.1-high-risk-unwatched',
  ],
  '8.1-proof-stale': (i) => {
    answer(i, 'A.5.22', { status: 'implemented' });
    unproven(i, 'A.5.22');
    for (const each of i.supplierAssessments) each.on = '2024-05-02';
  },
  '8.1-period-half-covered': (i) => {
    i.organisation.periodFrom = '2026-01-01';
    answer(i, 'A.8.7', { status: 'implemented' });
    unproven(i, 'A.8.7');
    i.evidence.push(
      evidence({
        subjects: ['A.8.7'],
        shows: ['exists', 'works', 'applied'],
        validFrom: '2026-11-01',
        validTo: '2026-12-31',
        attestedBy: null,
        ...vouched,
      }),
    );
  },
  '8.1-only-exists': (i) => {
    answer(i, 'A.8.7', { status: 'implemented' });
    unproven(i, 'A.8.7');
    i.evidence.push(evidence({ subjects: ['A.8.7'], kind: 'screenshot', validFrom: '2026-01-01', validTo: '2027-12-31', ...vouched }));
  },
  '8.1-attested-by-owner': (i) => {
    answer(i, 'A.8.7', { status: 'implemented', owner: 'P-4' });
    unproven(i, 'A.8.7');
    i.evidence.push(evidence({ subjects: ['A.8.7'], validFrom: '2026-01-01', validTo: '2027-12-31', attestedBy: 'P-4', ...vouched }));
  },
  '8.1-attested-by-nobody': (i) => void i.evidence.push(evidence({ files: [file] })),
  '8.1-evidence-hollow': (i) => void i.evidence.push(evidence({ place: '' })),
  '8.1-evidence-timeless': (i) => void i.evidence.push(evidence({ validFrom: null, ...vouched })),
  '8.1-evidence-of-nothing': (i) => void i.evidence.push(evidence({ subjects: [] })),
  '8.1-sample-of-unknown': (i) => void i.evidence.push(evidence({ kind: 'ticket', ...vouched })),
  '8.1-evidence-owner-left': (i) => void i.evidence.push(evidence({ owner: 'P-11', ...vouched })),

  '8.1-connection-without-credentials': (i) => void (i.connections[0]!.credentialsOn = null),
  '8.1-connection-never-run': (i) => void (i.collectionRuns = []),
  '8.1-connection-fails-again': (i) =>
    void i.collectionRuns.push(...['RUN-2', 'RUN-3', 'RUN-4'].map((id) => run({ id, status: 'failed', problem: 'The credentials have expired.' }))),
  '8.1-connection-behind': (i) => void (i.collectionRuns[0]!.on = '2026-11-20'),
  '8.1-connection-off': (i) => void (i.connections[0]!.schedule = 'off'),
  '8.1-connection-checks-off': (i) => void (i.connections[0]!.checks = { 'aws-root-mfa': { enabled: false, parameters: {}, owner: null } }),
  '8.1-connection-without-owner': (i) => leave(i, (i.connections[0]!.owner = 'P-11')),

  '8.1-check-fails-untreated': (i) => void i.checkResults.push(failing('2026-11-16')),
  '8.1-check-fails-long': (i) => {
    i.checkResults.push(failing('2026-08-01'));
    i.controlTasks.push(task({ check: 'aws-open-ports' }));
  },
  '8.1-check-done-but-fails': (i) => {
    i.checkResults.push(failing('2026-11-01'));
    i.controlTasks.push(task({ check: 'aws-open-ports', status: 'done', doneOn: '2026-11-20' }));
  },
  '8.1-check-unknown': (i) => void i.checkResults.push({ ...failing('2026-11-16'), outcome: 'unknown' }),
  'A.5.36-exception-expired': [
    (i) => {
      i.checkResults.push(failing('2026-10-01'));
      i.checkExceptions.push(exception({ expiresOn: '2026-11-23' }));
    },
    '8.1-check-fails-untreated',
  ],
  'A.5.36-exception-by-nobody': (i) => void i.checkExceptions.push(exception({ approvedBy: null })),
  'A.5.36-exception-endless': (i) => void i.checkExceptions.push(exception({ expiresOn: null })),
  'A.5.36-exception-too-long': (i) => {
    i.commitments!.exceptionDays = 180;
    i.checkExceptions.push(exception({ expiresOn: '2027-06-30' }));
  },
};
