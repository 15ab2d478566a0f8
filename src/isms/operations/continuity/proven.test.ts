import { expect, it } from 'vitest';
import { record } from '../../testing.ts';
import { shownBackup, shownPlan } from './proven.ts';

const commitments = record('commitments', {
  id: 'commitments',
  backupTestDays: 100,
  continuityTestDays: 100,
  recoveryTimeHours: 8,
  recoveryPointHours: 24,
});
const backup = record('backups', { title: 'Database', everyHours: 24 });
const test = (fields: object) => record('restoreTests', { title: 'Test', backup: 'BCK-1', on: '2026-11-01', ...fields });
const state = (tests: object[], day = '2026-11-24') =>
  shownBackup({ commitments, restoreTests: tests.map((fields, index) => test({ id: `RT-${index}`, ...fields })) }, backup, day).state;

it.each([
  [[], 'never'],
  [[{}], 'tested'],
  [[{ result: 'failed' }], 'failed'],
  [[{ result: 'failed', on: '2026-10-01' }, {}], 'tested'],
  [[{ hours: 8 }], 'tested'],
  [[{ hours: 8.5 }], 'too-slow'],
  [[{ lostHours: 25 }], 'too-slow'],
  [[{ on: '2026-01-01' }], 'due'],
  [[{ on: '2026-12-24' }], 'never'],
] as const)('a backup with tests %o is %s', (tests, wanted) => expect(state([...tests])).toBe(wanted));

it('is due on the day after the interval, not on it', () => {
  expect(state([{}], '2027-02-09')).toBe('tested');
  expect(state([{}], '2027-02-10')).toBe('due');
});

it('is not known to be in time where nothing is known', () => {
  const fresh = (fields: object, day = '2026-11-24') => shownBackup({ commitments: null, restoreTests: [] }, { ...backup, ...fields }, day).fresh;
  expect(fresh({ lastSuccessOn: null })).toBeNull();
  expect(fresh({ lastSuccessOn: '2026-11-22' })).toBe(true);
  expect(fresh({ lastSuccessOn: '2026-11-21' })).toBe(false);
  expect(fresh({ lastSuccessOn: '2026-11-22', everyHours: null })).toBeNull();
});

it('holds a plan to its own times, and to the committed ones without', () => {
  const plan = (fields: object) => record('continuityPlans', { title: 'Cloud is down', ...fields });
  const tests = [record('continuityTests', { title: 'Exercise', plan: 'CP-1', on: '2026-11-01', hours: 6 })];
  expect(shownPlan({ commitments, continuityTests: tests }, plan({}), '2026-11-24').state).toBe('tested');
  expect(shownPlan({ commitments, continuityTests: tests }, plan({ recoveryHours: 4 }), '2026-11-24').state).toBe('too-slow');
  expect(shownPlan({ commitments: null, continuityTests: tests }, plan({}), '2026-11-24').state).toBe('unknown');
});
