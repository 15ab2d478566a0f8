import { describe, expect, it } from 'vitest';
import type { Isms } from '../isms.ts';
import { emptyIsms, record } from '../testing.ts';
import { assignments, coverageByTeam, takenByMonth, trainingRows } from './training.ts';

const isms = (more: Partial<Isms> = {}): Isms => ({
  ...emptyIsms(),
  teams: [record('teams', { name: 'Platform' })],
  people: [
    record('people', { id: 'P-1', name: 'Ada', team: 'TEAM-1', startsOn: '2020-01-01' }),
    record('people', { id: 'P-2', name: 'New', startsOn: '2026-11-20' }),
    record('people', { id: 'P-3', name: 'Gone', endsOn: '2026-11-01' }),
    record('people', { id: 'P-4', name: 'Future', startsOn: '2027-01-01' }),
  ],
  lessons: [record('lessons', { title: 'Phishing', everyMonths: 12, activeOn: '2026-01-10' })],
  ...more,
});
const passed = (on: string, person = 'P-1') =>
  record('trainingResults', {
    id: `TR-${on}-${person}`,
    person,
    lesson: 'LES-1',
    title: 'Phishing',
    on,
    score: 100,
    passed: true,
    source: 'product',
  });
const states = (own: Isms, day: string) => assignments(own, day).map(({ person, state, dueOn, first }) => [person, state, dueOn, first]);

describe('assignments', () => {
  it('are for those who are there; new people have their own time', () => {
    expect(states(isms(), '2026-11-24')).toEqual([
      ['P-1', 'overdue', '2026-01-24', true],
      ['P-2', 'due', '2026-12-04', true],
    ]);
  });

  it('take the days for new people from the lesson, else from what the organisation committed to', () => {
    const commitments = record('commitments', { id: 'commitments', newHireDays: 30 });
    expect(states(isms({ commitments }), '2026-11-24')[1]).toEqual(['P-2', 'due', '2026-12-20', true]);
    const lessons = [record('lessons', { title: 'Phishing', activeOn: '2026-01-10', daysForNew: 3 })];
    expect(states(isms({ commitments, lessons }), '2026-11-24')[1]).toEqual(['P-2', 'overdue', '2026-11-23', true]);
  });

  it.each([
    ['holds', '2026-02-01', '2026-11-24', 'passed', '2027-02-01'],
    ['is asked for again a month before', '2026-02-01', '2027-01-02', 'due', '2027-02-01'],
    ['holds on its last day', '2026-02-01', '2027-02-01', 'due', '2027-02-01'],
    ['has run out', '2026-02-01', '2027-02-02', 'overdue', '2027-02-01'],
  ])('what was passed %s', (_what, on, day, state, dueOn) =>
    expect(states(isms({ trainingResults: [passed(on)] }), day)[0]).toEqual(['P-1', state, dueOn, false]),
  );

  it('know nothing of results after the day', () =>
    expect(states(isms({ trainingResults: [passed('2026-12-01')] }), '2026-11-24')[0]).toEqual(['P-1', 'overdue', '2026-01-24', true]));

  it('once is enough where nothing is to be repeated', () => {
    const lessons = [record('lessons', { title: 'Phishing', activeOn: '2020-01-10' })];
    expect(states(isms({ lessons, trainingResults: [passed('2020-02-01')] }), '2026-11-24')[0]).toEqual(['P-1', 'passed', null, false]);
  });

  it('are for a team or the holders of a role where the lesson says so; a lesson without a day is for nobody', () => {
    const lesson = (fields: object) => [record('lessons', { title: 'Phishing', activeOn: '2026-01-10', ...fields })];
    const ismsRoles = [record('ismsRoles', { name: 'Incident manager', holders: ['P-2'] })];
    expect(states(isms({ lessons: lesson({ audience: 'teams', audienceTeams: ['TEAM-1'] }) }), '2026-11-24').map(([who]) => who)).toEqual(['P-1']);
    expect(states(isms({ ismsRoles, lessons: lesson({ audience: 'roles', audienceRoles: ['ROLE-1'] }) }), '2026-11-24').map(([who]) => who)).toEqual([
      'P-2',
    ]);
    expect(states(isms({ lessons: lesson({ activeOn: null }) }), '2026-11-24')).toEqual([]);
  });
});

describe('what the page shows', () => {
  const own = isms({ trainingResults: [passed('2026-02-01'), { ...passed('2026-10-05', 'P-2'), passed: false, score: 40 }] });

  it('rows of a team, a lesson, a state', () => {
    const names = (wanted: object) => trainingRows(own, '2026-11-24', wanted).map(({ name }) => name);
    expect(names({})).toEqual(['Ada', 'New']);
    expect(names({ team: 'Platform' })).toEqual(['Ada']);
    expect(names({ team: 'Without a team' })).toEqual(['New']);
    expect(names({ state: 'overdue' })).toEqual([]);
    expect(names({ lesson: 'LES-2' })).toEqual([]);
  });

  it('coverage by team', () =>
    expect(coverageByTeam(trainingRows(own, '2026-11-24'))).toEqual([
      { team: 'Platform', assigned: 1, passed: 1, overdue: 0 },
      { team: 'Without a team', assigned: 1, passed: 0, overdue: 0 },
    ]));

  it('twelve months, the last one today’s', () => {
    const months = takenByMonth(own, '2026-11-24');
    expect(months.map(({ month }) => month).join(' ')).toBe(
      '2025-12 2026-01 2026-02 2026-03 2026-04 2026-05 2026-06 2026-07 2026-08 2026-09 2026-10 2026-11',
    );
    expect(months.filter(({ taken }) => taken > 0)).toEqual([
      { month: '2026-02', taken: 1, passed: 1 },
      { month: '2026-10', taken: 1, passed: 0 },
    ]);
  });
});
