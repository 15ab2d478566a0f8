import { describe, expect, it } from 'vitest';
import { emptyIsms, record } from '../../testing.ts';
import { ageing, deadlineOf, shownVulnerability } from './deadline.ts';

const commitments = record('commitments', { id: 'commitments', criticalVulnerabilityDays: 7, highVulnerabilityDays: 30 });
const found = (fields: object) => record('vulnerabilities', { title: 'Old library', severity: 'critical', foundOn: '2026-11-01', ...fields });

describe('the deadline', () => {
  it('counts from the day it was found, by severity', () => {
    expect(deadlineOf(commitments, found({}))).toBe('2026-11-08');
    expect(deadlineOf(commitments, found({ severity: 'high' }))).toBe('2026-12-01');
  });
  it('is unknown without a commitment, and never taken for kept', () => {
    expect(deadlineOf(commitments, found({ severity: 'medium' }))).toBeNull();
    expect(deadlineOf(null, found({}))).toBeNull();
    expect(shownVulnerability(null, found({}), '2027-11-08').state).toBe('open');
  });
  it('moves with an exception that was allowed for longer, and not with a shorter one', () => {
    expect(deadlineOf(commitments, found({ exceptionUntil: '2027-01-31' }))).toBe('2027-01-31');
    expect(deadlineOf(commitments, found({ exceptionUntil: '2026-11-03' }))).toBe('2026-11-08');
  });
  it.each([
    [{}, '2026-11-08', 'open'],
    [{}, '2026-11-09', 'late'],
    [{ fixedOn: '2026-11-08' }, '2026-12-01', 'fixed'],
    [{ fixedOn: '2026-11-09' }, '2026-12-01', 'fixed-late'],
    [{ exceptionUntil: '2027-01-31' }, '2027-01-31', 'excepted'],
    [{ exceptionUntil: '2027-01-31' }, '2027-02-01', 'late'],
  ])('%o on %s: %s', (fields, day, state) => expect(shownVulnerability(commitments, found(fields), day).state).toBe(state));
});

it('shows how old the open ones are and how fast the closed ones were', () => {
  const isms = {
    ...emptyIsms(),
    commitments,
    vulnerabilities: [
      found({}),
      found({ id: 'VUL-2', foundOn: '2026-11-20' }),
      found({ id: 'VUL-3', fixedOn: '2026-11-05' }),
      found({ id: 'VUL-4', fixedOn: '2026-11-21' }),
      found({ id: 'VUL-5', fixedOn: '2025-11-21', foundOn: '2025-11-20' }),
    ],
  };
  expect(ageing(isms, '2026-11-24')[0]).toEqual({
    severity: 'critical',
    ages: [1, 1, 0, 0],
    open: 2,
    late: 1,
    excepted: 0,
    withinDays: 7,
    closed: 2,
    closedInTime: 1,
    medianDays: 12,
  });
});
