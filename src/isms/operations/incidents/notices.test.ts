import { describe, expect, it } from 'vitest';
import { standard } from '../../../standard/standard.ts';
import { record } from '../../testing.ts';
import { noticesOf, shownIncident } from './notices.ts';

const incident = (fields: object) =>
  record('incidents', {
    title: 'Leak',
    kind: 'data-leak',
    severity: 'medium',
    detectedAt: '2026-11-24T10:00:00Z',
    personalData: false,
    customersConcerned: false,
    ...fields,
  });
const told = (at: string) => [{ audience: 'authority' as const, who: 'Authority', at, by: 'Ada' }];
const states = (fields: object, now = '2026-11-24T12:00:00Z', commitments: object | null = null) =>
  noticesOf({ commitments: commitments && record('commitments', { id: 'commitments', ...commitments }) }, incident(fields), now).map(
    ({ audience, state, withinHours }) => [audience, state, withinHours],
  );

describe('who must be told', () => {
  it('is nobody when nobody is concerned', () => expect(states({})).toEqual([]));
  it('stays a question where nobody has decided', () => expect(states({ personalData: null })).toEqual([['authority', 'undecided', 72]]));
  it('is the authority within the time of the law, or less where that was committed to', () => {
    expect(states({ personalData: true })).toEqual([['authority', 'open', 72]]);
    expect(states({ personalData: true }, '2026-11-24T12:00:00Z', { breachNotificationHours: 1 })).toEqual([['authority', 'late', 1]]);
  });
  it('is late from the minute on, and told late stays told late', () => {
    expect(states({ personalData: true }, '2026-11-27T10:00:00Z')[0]![1]).toBe('open');
    expect(states({ personalData: true }, '2026-11-27T10:00:01Z')[0]![1]).toBe('late');
    expect(states({ personalData: true, told: told('2026-11-27T10:00:01Z') })[0]![1]).toBe('told-late');
    expect(states({ personalData: true, told: told('2026-11-27T09:00:00Z') }, '2027-01-01T00:00:00Z')[0]![1]).toBe('told');
  });
  it('is nobody in an exercise', () => expect(states({ personalData: true, exercise: true, severity: 'critical' })).toEqual([]));
});

it('lacks what it should have at the point it has reached', () => {
  const lacks = (fields: object) => shownIncident({ commitments: null }, standard.playbooks, incident(fields), '2026-11-24T12:00:00Z').lacks;
  expect(lacks({ lead: 'P-1' })).toEqual([]);
  expect(lacks({ lead: 'P-1', state: 'recovered' })).toEqual(['steps', 'cause']);
  expect(lacks({ lead: 'P-1', state: 'recovered', severity: 'high', cause: 'x' })).toEqual(['notice', 'steps', 'lessons']);
  expect(lacks({ state: 'no-incident', personalData: null })).toEqual([]);
});
