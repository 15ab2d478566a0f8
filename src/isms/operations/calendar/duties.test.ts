import { describe, expect, it } from 'vitest';
import { standard } from '../../../standard/standard.ts';
import type { Isms } from '../../isms.ts';
import { emptyIsms, record } from '../../testing.ts';
import { dutiesOf } from './duties.ts';

const day = '2026-11-24';
const commitments = (fields: object) => record('commitments', { id: 'commitments', createdAt: '2026-10-01T08:00:00Z', ...fields });
const duties = (fields: Partial<Isms>) =>
  dutiesOf({ ...emptyIsms(), people: [record('people', { id: 'P-1', name: 'Ada' })], ...fields }, standard, day);

describe('recurring duties', () => {
  it('are none where nobody has committed to anything', () => expect(duties({})).toEqual([]));

  it('follow from commitments that repeat, counted from the day they were made', () => {
    const all = duties({ commitments: commitments({ logReviewDays: 30, leaverHours: 24 }) });
    expect(all.map(({ key, dueOn, state }) => [key, dueOn, state])).toEqual([['commitment:logReviewDays', '2026-10-31', 'missed']]);
  });

  it('are seen as done in the evidence of their control, and belong to its owner', () => {
    const [duty] = duties({
      commitments: commitments({ logReviewDays: 30 }),
      evidence: [record('evidence', { title: 'Log review', subjects: ['A.8.15'], validTo: '2026-11-10' })],
      gapAnswers: [record('gapAnswers', { id: 'A.8.15', owner: 'P-1' })],
    });
    expect(duty).toMatchObject({ lastOn: '2026-11-10', lastBy: 'EV-1', dueOn: '2026-12-10', state: 'due', assignee: 'P-1' });
  });

  it('were done on the first day of evidence that goes on speaking', () => {
    const [duty] = duties({
      commitments: commitments({ keyRotationDays: 365 }),
      evidence: [record('evidence', { title: 'Keys replaced', subjects: ['A.8.24'], validFrom: '2026-02-10', validTo: '2027-02-10' })],
    });
    expect(duty).toMatchObject({ lastOn: '2026-02-10', dueOn: '2027-02-10', state: 'done' });
  });

  it('have nobody where their owner has left', () => {
    const [duty] = duties({
      commitments: commitments({ logReviewDays: 30 }),
      people: [record('people', { id: 'P-1', name: 'Ada', endsOn: '2026-11-01' })],
      dutyPlans: [record('dutyPlans', { duty: 'commitment:logReviewDays', assignee: 'P-1' })],
    });
    expect(duty!.assignee).toBeNull();
  });

  it('give way to single records: each backup is tested for itself', () => {
    const all = duties({
      commitments: commitments({ backupTestDays: 180 }),
      backups: [record('backups', { title: 'Database', createdAt: '2026-11-01T08:00:00Z' })],
      restoreTests: [record('restoreTests', { title: 'Failed', backup: 'BCK-1', on: '2026-11-20', result: 'failed' })],
    });
    expect(all.map(({ key, dueOn, lastOn }) => [key, dueOn, lastOn])).toEqual([['backup:BCK-1', '2027-04-30', null]]);
  });

  it('ask at once for a critical supplier that was never assessed, and for no other', () => {
    const all = duties({
      suppliers: [record('suppliers', { id: 'SUP-1', name: 'Hosting', critical: true }), record('suppliers', { id: 'SUP-2', name: 'Flowers' })],
    });
    expect(all.map(({ key, dueOn }) => [key, dueOn])).toEqual([['supplier:SUP-1', day]]);
  });

  it('follow from the practice of a control, unless a commitment says it already', () => {
    const practices = { controlPractices: [record('controlPractices', { id: 'A.8.15', freshnessDays: 90, createdAt: '2026-11-01T08:00:00Z' })] };
    expect(duties(practices).map(({ key, dueOn }) => [key, dueOn])).toEqual([['control:A.8.15', '2027-01-30']]);
    expect(duties({ ...practices, commitments: commitments({ logReviewDays: 30 }) }).map(({ key }) => key)).toEqual(['commitment:logReviewDays']);
  });

  it('rest where somebody says why', () => {
    const [duty] = duties({
      commitments: commitments({ logReviewDays: 30 }),
      dutyPlans: [record('dutyPlans', { duty: 'commitment:logReviewDays', paused: 'The log server is being replaced.' })],
    });
    expect(duty).toMatchObject({ state: 'paused' });
  });
});
