import { expect, it } from 'vitest';
import { emptyIsms, record } from '../isms/testing.ts';
import { standard } from '../standard/standard.ts';
import { actionsAtWork } from './actions-at-work.ts';

const day = '2026-11-24';
const isms = {
  ...emptyIsms(),
  people: [record('people', { name: 'Ann' }), record('people', { id: 'P-2', name: 'Bo' })],
  commitments: record('commitments', { id: 'commitments', highVulnerabilityDays: 30, walkthroughDays: 90 }),
  controlTasks: [
    record('controlTasks', { title: 'Late', assignee: 'P-1', dueOn: '2026-11-23' }),
    record('controlTasks', { id: 'TASK-2', title: 'Far away', assignee: 'P-1', dueOn: '2027-01-01' }),
    record('controlTasks', { id: 'TASK-3', title: 'Another’s', assignee: 'P-2', dueOn: '2026-11-23' }),
    record('controlTasks', { id: 'TASK-4', title: 'Done', assignee: 'P-1', dueOn: '2026-11-23', status: 'done' }),
  ],
  dutyPlans: [record('dutyPlans', { duty: 'commitment:walkthroughDays', assignee: 'P-1', firstOn: '2026-12-01' })],
  evidenceRequests: [
    record('evidenceRequests', { title: 'List of leavers', owner: 'P-1', dueOn: '2026-11-20' }),
    record('evidenceRequests', { id: 'ERQ-2', title: 'Given already', owner: 'P-1', status: 'provided' }),
    record('evidenceRequests', { id: 'ERQ-3', title: 'Another’s', owner: 'P-2' }),
  ],
  vulnerabilities: [
    record('vulnerabilities', { title: 'Old library', severity: 'high', owner: 'P-1', foundOn: '2026-10-01' }),
    record('vulnerabilities', { id: 'VUL-2', title: 'New one', severity: 'high', owner: 'P-1', foundOn: '2026-11-20' }),
  ],
};

it('tells a person of what is theirs and due, and of nothing else', () =>
  expect(actionsAtWork(isms, standard, day, 'P-1').map(({ text, due, grade }) => [text, due, grade])).toEqual([
    ['TASK-1 Late', '2026-11-23', 'minor'],
    ['Walk through the rooms', '2026-12-01', null],
    ['Provide for the auditor: List of leavers', '2026-11-20', 'minor'],
    ['Close VUL-1 Old library', '2026-10-31', 'minor'],
  ]));

it('tells nobody who is not among the people', () => expect(actionsAtWork(isms, standard, day, null)).toEqual([]));
