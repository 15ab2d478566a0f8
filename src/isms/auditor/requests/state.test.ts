import { expect, it } from 'vitest';
import { emptyIsms, record } from '../../testing.ts';
import { isOverdue, requestsWaiting } from './state.ts';

const day = '2026-11-24';
const request = (fields: object) => record('evidenceRequests', { title: 'List of leavers', askedOn: '2026-11-20', ...fields });
const isms = {
  ...emptyIsms(),
  people: [record('people', { name: 'Ann' }), record('people', { id: 'P-2', name: 'Bo' })],
  ismsRoles: [record('ismsRoles', { name: 'ISMS manager', kind: 'isms-manager', holders: ['P-2'] })],
};

it('waits for whoever provides it, and for the ISMS manager while nobody does', () => {
  const waiting = requestsWaiting({ ...isms, evidenceRequests: [request({ owner: 'P-1', dueOn: '2026-11-30' }), request({ id: 'ERQ-2' })] }, day);
  expect(waiting.map(({ person, subject, title, dueOn, from }) => [person, subject, title, dueOn, from])).toEqual([
    ['P-1', 'ERQ-1', 'Provide: List of leavers', '2026-11-30', '2026-11-20'],
    ['P-2', 'ERQ-2', 'Say who provides: List of leavers', null, '2026-11-20'],
  ]);
});

it('waits for nobody once it is provided, and again when it was returned', () => {
  const waitingFor = (status: string) => requestsWaiting({ ...isms, evidenceRequests: [request({ owner: 'P-1', status })] }, day).length;
  expect(['asked', 'provided', 'accepted', 'returned'].map(waitingFor)).toEqual([1, 0, 0, 1]);
});

it('is overdue after its last day, as long as something is to be provided', () => {
  expect(isOverdue(request({ dueOn: day }), day)).toBe(false);
  expect(isOverdue(request({ dueOn: '2026-11-23' }), day)).toBe(true);
  expect(isOverdue(request({ dueOn: '2026-11-23', status: 'provided' }), day)).toBe(false);
  expect(isOverdue(request({ dueOn: null }), day)).toBe(false);
});
