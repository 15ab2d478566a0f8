import { describe, expect, it } from 'vitest';
import { standard } from '../../standard/standard.ts';
import type { Isms } from '../isms.ts';
import { emptyIsms, record } from '../testing.ts';
import { changesSince, focusOf } from './focus.ts';
import { proposeInterviews } from './interviews.ts';
import { thingsRead } from './stage1.ts';
import { daysAgainstEstimate } from './days.ts';
import { cycleEvents } from './dates.ts';
import { certificationDue, certificationWaiting } from './due.ts';
import { auditTime } from '../context/audit-time.ts';

const day = '2028-02-01';
const change = (plant: (isms: Isms) => void) => {
  const [before, now] = [emptyIsms(), emptyIsms()];
  plant(now);
  return changesSince(before, now, '2027-03-12').map(({ title, text }) => `${title}: ${text}`);
};

describe('what has changed since the audit before', () => {
  it('is nothing where nothing has', () => expect(change(() => undefined)).toEqual([]));

  it('names scope, Statement, persons, systems, roles and incidents', () => {
    const found = change((isms) => {
      isms.scopeVersions = [record('scopeVersions', { number: 2, status: 'approved', title: 'With Bremen', statement: 'All' })];
      isms.teams = [record('teams', { name: 'Development', persons: 41, inScope: true })];
      isms.systems = [record('systems', { name: 'App', inScope: true }), record('systems', { id: 'SYS-2', name: 'Old', inScope: false })];
      isms.ismsRoles = [record('ismsRoles', { name: 'ISMS manager', kind: 'isms-manager', holders: ['P-2'] })];
      isms.incidents = [record('incidents', { title: 'Phishing' }), record('incidents', { id: 'INC-2', title: 'Rehearsal', exercise: true })];
    });
    expect(found).toEqual([
      'Scope: Version 2 is in force.',
      'Persons in scope: unknown then, 41 now.',
      'Systems in scope: 1 new',
      'Who holds which role: one role has changed hands',
      'Incidents: 1 since 12 Mar 2027',
    ]);
  });
});

describe('controls for the next audit', () => {
  const isms = emptyIsms();
  isms.certificationAudits = [
    record('certificationAudits', { id: 'CA-2', kind: 'stage-2', heldFrom: '2027-03-09', heldTo: '2027-03-12' }),
    record('certificationAudits', { id: 'CA-3', kind: 'surveillance-1', plannedFrom: '2028-04-04', plannedTo: '2028-04-05' }),
  ];
  const seen = standard.controls.slice(0, 60).map(({ id }) => id);
  isms.certificationAudits[0]!.interviews = [
    { id: 'I-1', day: '2027-03-09', from: '09:00', to: '10:00', role: 'All', people: [], subjects: seen, auditor: '', note: '' },
  ];
  const { controls, since } = focusOf(isms, null, standard, isms.certificationAudits[1]!, day);

  it('are drawn from those that no audit has looked at, the same for everybody', () => {
    expect([controls.applicable, controls.lookedAt, controls.sample.length, since]).toEqual([93, 60, 10, '2027-03-12']);
    for (const { control } of controls.sample) expect(seen).not.toContain(control);
    expect(focusOf(isms, null, standard, isms.certificationAudits[1]!, day).controls).toEqual(controls);
  });

  it('are others in another audit', () => {
    const other = { ...isms.certificationAudits[1]!, id: 'CA-4' };
    expect(focusOf(isms, null, standard, other, day).controls.sample).not.toEqual(controls.sample);
  });
});

describe('the interview plan', () => {
  const isms = emptyIsms();
  isms.people = ['P-1', 'P-2', 'P-3'].map((id) => record('people', { id, name: id }));
  isms.ismsRoles = (['top-management', 'isms-manager', 'internal-auditor'] as const).map((kind, at) =>
    record('ismsRoles', { id: `ROLE-${at + 1}`, name: kind, kind, holders: [`P-${at + 1}`] }),
  );
  isms.gapAnswers = standard.controls.slice(0, 12).map(({ id }) => record('gapAnswers', { id, owner: 'P-3' }));
  const audit = (from: string | null, to: string | null, kind: 'stage-1' | 'stage-2' = 'stage-2') =>
    record('certificationAudits', { kind, plannedFrom: from, plannedTo: to });

  it('begins with the opening, ends with the closing, and nobody is in two talks at once', () => {
    const { interviews } = proposeInterviews(isms, standard, audit('2027-03-11', '2027-03-15'), day);
    expect([interviews[0]!.role, interviews.at(-1)!.role]).toEqual(['Opening meeting', 'Closing meeting']);
    // Thursday to Monday: not on the weekend, not at noon.
    for (const { day: on, from, to } of interviews) {
      expect(['2027-03-11', '2027-03-12', '2027-03-15']).toContain(on);
      expect(to <= '12:00' || from >= '13:00').toBe(true);
    }
    const times = interviews.map(({ day: on, from, to }) => [`${on} ${from}`, `${on} ${to}`]);
    expect(times.flat()).toEqual(times.flat().toSorted());
    expect(interviews.some(({ subjects }) => subjects.includes('A.5.1'))).toBe(true);
  });

  it('says what finds no place: without days, with too few, and roles nobody holds', () => {
    expect(proposeInterviews(isms, standard, audit(null, null), day).left).toContain('The audit has no days yet.');
    const { left } = proposeInterviews(isms, standard, audit('2027-03-11', '2027-03-11'), day);
    expect(left).toContain('Incident manager: nobody holds the role.');
    expect(left.some((each) => each.endsWith('the days of the audit do not suffice.'))).toBe(true);
  });

  it('is short at Stage 1', () => {
    expect(proposeInterviews(isms, standard, audit('2027-01-19', '2027-01-20', 'stage-1'), day).interviews.map(({ role }) => role)).toEqual([
      'Opening meeting',
      'Top management',
      'ISMS manager',
      'Internal auditor',
      'Closing meeting',
    ]);
  });
});

describe('the rest', () => {
  it('reads seven things at Stage 1, none of them there in an empty system', () => {
    const things = thingsRead(emptyIsms(), standard, day);
    expect(things.map(({ id, there }) => [id, there])).toEqual(
      ['scope', 'policy', 'risk', 'soa', 'internal-audit', 'management-review', 'readiness'].map((id) => [id, false]),
    );
    for (const { clauses, text } of things) expect([clauses.length > 0, text.endsWith('.')]).toEqual([true, true]);
  });

  it('leaves days unknown on either side unknown', () => {
    const estimate = auditTime(standard.auditTime, standard.budget, { persons: null, adjustments: [], dayRate: null, currency: 'EUR' });
    expect(daysAgainstEstimate(null, estimate).every(({ state }) => state === 'unknown')).toBe(true);
    expect(daysAgainstEstimate(record('certification', { id: 'certification', daysStage1: 2 }), estimate)[0]).toMatchObject({
      agreed: 2,
      state: 'unknown',
    });
  });

  it('asks for what is due, of its owner or of the ISMS manager', () => {
    const isms = emptyIsms();
    isms.ismsRoles = [record('ismsRoles', { name: 'ISMS manager', kind: 'isms-manager', holders: ['P-2'] })];
    isms.certificationAudits = [record('certificationAudits', { id: 'CA-2', kind: 'stage-2', heldFrom: '2027-03-09', heldTo: '2027-03-12' })];
    isms.nonconformities = [record('nonconformities', { title: 'Logs', owner: 'P-5' })];
    isms.certificationFindings = [
      record('certificationFindings', { title: 'Logs', audit: 'CA-2', nonconformity: 'NC-1' }),
      record('certificationFindings', { id: 'CF-2', title: 'Leavers', grade: 'major', audit: 'CA-2', planSentOn: '2027-04-01' }),
    ];
    isms.areasOfConcern = [record('areasOfConcern', { title: 'Reviews', audit: 'CA-2', owner: 'P-6', dueOn: '2027-06-10' })];
    expect(certificationDue(isms, '2027-05-10').map(({ key }) => key)).toEqual([]);
    expect(certificationWaiting(isms, '2027-06-01').map(({ person, subject }) => [person, subject])).toEqual([
      ['P-5', 'CF-1'],
      ['P-6', 'AOC-1'],
    ]);
    expect(certificationDue(isms, '2027-09-20').find(({ key }) => key === 'CF-2.verify')).toMatchObject({ dueOn: '2027-09-12', grave: true });
    isms.certificates = [record('certificates', { number: '1', audit: 'CA-2', decidedOn: '2027-10-01' })];
    isms.certificationFindings = [];
    expect(certificationWaiting(isms, '2028-07-10').map(({ person, subject, dueOn }) => [person, subject, dueOn])).toContainEqual([
      'P-2',
      'cycle.surveillance-1',
      '2028-07-03',
    ]);
    const titles = cycleEvents(isms, '2028-07-10', '').map(({ title, day: on }) => `${on} ${title}`);
    expect(titles).toContain('2028-10-01 First surveillance audit: latest day');
    expect(titles).toContain('2030-09-30 Certificate ends');
  });
});
