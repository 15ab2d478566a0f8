import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addMonths, daysBetween } from '../days.ts';
import type { Isms } from '../isms.ts';
import { emptyIsms, record } from '../testing.ts';
import { currentCertificate, standingOf } from './certificate.ts';
import { cycleOf } from './cycle.ts';
import { shownFinding } from './findings.ts';
import { windowOf } from './window.ts';

const audit = (id: string, kind: Isms['certificationAudits'][number]['kind'], from: string, to: string, held = true) =>
  record('certificationAudits', { id, kind, ...(held ? { heldFrom: from, heldTo: to } : { plannedFrom: from, plannedTo: to }) });
const at = (isms: Isms, id: string, day: string) => cycleOf(isms, day).milestones.find((each) => each.id === id)!;

/** Certified on a day. */
function certified(decidedOn: string): Isms {
  const isms = emptyIsms();
  isms.certificationAudits = [
    audit('CA-1', 'stage-1', addDays(decidedOn, -90), addDays(decidedOn, -89)),
    audit('CA-2', 'stage-2', addDays(decidedOn, -45), addDays(decidedOn, -42)),
  ];
  isms.certificates = [record('certificates', { number: '1', audit: 'CA-2', decidedOn })];
  return isms;
}
const anyDay = fc.integer({ min: 0, max: 12_000 }).map((days) => addDays('2020-01-01', days));

describe('the cycle', () => {
  it('is unknown while nothing is planned', () => {
    const { basis, start, milestones, state } = cycleOf(emptyIsms(), '2026-11-24');
    expect([basis, start, state]).toEqual([null, null, 'none']);
    expect(milestones.map(({ id, state: each }) => [id, each])).toEqual([
      ['stage-1', 'unknown'],
      ['window', 'unknown'],
      ['stage-2', 'unknown'],
      ['decision', 'unknown'],
    ]);
  });

  it('counts from an expected decision while none is made, and says so', () => {
    const isms = emptyIsms();
    isms.certificationAudits = [
      audit('CA-1', 'stage-1', '2027-01-19', '2027-01-20', false),
      audit('CA-2', 'stage-2', '2027-03-09', '2027-03-12', false),
    ];
    const { basis, start, until, next } = cycleOf(isms, '2026-11-24');
    expect([basis, start, until, next]).toEqual(['estimate', '2027-06-10', '2030-06-09', 'stage-1']);
    expect(at(isms, 'decision', '2026-11-24')).toMatchObject({ basis: 'estimated', to: '2027-06-10', by: '2027-09-12' });
    expect(at(isms, 'window', '2026-11-24')).toMatchObject({ from: '2027-01-20', to: '2027-03-08', by: '2027-03-17' });
    expect(at(isms, 'surveillance-1', '2026-11-24')).toMatchObject({ by: '2028-06-10', basis: 'estimated', state: 'open' });
  });

  it('keeps every rule of the three years, whatever the day of the decision', () => {
    fc.assert(
      fc.property(anyDay, (decidedOn) => {
        const isms = certified(decidedOn);
        const { until, milestones } = cycleOf(isms, decidedOn);
        const of = (id: string) => milestones.find((each) => each.id === id)!;
        expect(until).toBe(addDays(addMonths(decidedOn, 36), -1));
        const [first, second, planning, recertification] = ['surveillance-1', 'surveillance-2', 'planning', 'recertification'].map(of);
        expect(first!.by).toBe(addMonths(decidedOn, 12));
        expect(second!.by).toBe(addMonths(decidedOn, 24));
        // The second lies in the second calendar year after the decision, wholly.
        expect(second!.from! <= second!.by!).toBe(true);
        expect(Number(second!.from!.slice(0, 4))).toBe(Number(decidedOn.slice(0, 4)) + 2);
        expect(planning!.by! < recertification!.by!).toBe(true);
        expect(daysBetween(planning!.by!, until!)).toBeGreaterThanOrEqual(88);
        expect(daysBetween(planning!.from!, until!)).toBeLessThanOrEqual(123);
        expect(recertification!.by).toBe(until);
        // In the order of time, and nothing late on the first day.
        const latest = milestones.flatMap(({ by, id }) => (by && id !== 'decision' ? [by] : []));
        expect(latest).toEqual(latest.toSorted());
        expect(milestones.some(({ state }) => state === 'late')).toBe(false);
      }),
    );
  });

  it('turns late when a surveillance was not held within twelve months', () => {
    const isms = certified('2027-05-03');
    expect(at(isms, 'surveillance-1', '2028-01-01').state).toBe('open');
    expect(at(isms, 'surveillance-1', '2028-02-10').state).toBe('due');
    expect(at(isms, 'surveillance-1', '2028-05-04').state).toBe('late');
    isms.certificationAudits.push(audit('CA-3', 'surveillance-1', '2028-06-20', '2028-06-21', false));
    expect(at(isms, 'surveillance-1', '2028-02-10').state).toBe('late');
    isms.certificationAudits.at(-1)!.plannedFrom = '2028-04-20';
    expect(at(isms, 'surveillance-1', '2028-02-10').state).toBe('planned');
    Object.assign(isms.certificationAudits.at(-1)!, { heldFrom: '2028-04-20', heldTo: '2028-04-21' });
    expect(at(isms, 'surveillance-1', '2028-05-04').state).toBe('done');
  });

  it('asks earlier for a date where the body needs longer', () => {
    const isms = certified('2027-05-03');
    isms.certification = record('certification', { id: 'certification', leadTimeWeeks: 26 });
    expect(at(isms, 'surveillance-1', '2027-12-01').state).toBe('due');
  });

  it('begins anew with the certificate of the recertification', () => {
    const isms = certified('2027-05-03');
    isms.certificationAudits.push(audit('CA-9', 'recertification', '2030-02-18', '2030-02-20'));
    isms.certificates.push(record('certificates', { id: 'CERT-2', number: '2', audit: 'CA-9', decidedOn: '2030-04-02', validTo: '2033-05-02' }));
    const { start, until, milestones, certificate } = cycleOf(isms, '2030-05-01');
    expect([start, until, certificate]).toEqual(['2030-04-02', '2033-05-02', 'CERT-2']);
    expect(milestones[0]!.id).toBe('surveillance-1');
    expect(standingOf(isms, isms.certificates[0]!, '2030-05-01').state).toBe('replaced');
  });

  it('shows until when an expired certificate can be restored', () => {
    const isms = certified('2027-05-03');
    expect(at(isms, 'restoration', '2030-05-02')).toBeUndefined();
    expect(at(isms, 'restoration', '2030-05-03')).toMatchObject({ from: '2030-05-03', by: '2030-11-02', state: 'due' });
    expect(at(isms, 'restoration', '2030-11-03').state).toBe('late');
  });
});

describe('a certificate', () => {
  const events = (
    isms: Isms,
    ...list: { kind: 'suspended' | 'restored' | 'withdrawn' | 'extended' | 'change-reported'; on: string; [field: string]: unknown }[]
  ) =>
    void (isms.certificateEvents = list.map((each, index) =>
      record('certificateEvents', { id: `CEV-${index + 1}`, certificate: 'CERT-1', reason: 'Because.', by: 'Manager', ...each }),
    ));

  it('stands as its events say, and is suspended for six months at most', () => {
    const isms = certified('2027-05-03');
    const on = (day: string) => standingOf(isms, currentCertificate(isms)!, day);
    expect([on('2027-05-02').state, on('2027-05-03').state, on('2030-05-02').state]).toEqual(['not-yet', 'valid', 'valid']);
    expect([on('2030-05-03').state, on('2030-11-03').state]).toEqual(['restorable', 'expired']);
    events(isms, { kind: 'suspended', on: '2028-08-31', until: '2029-12-31' });
    expect(on('2028-08-30').state).toBe('valid');
    expect(on('2028-09-01')).toMatchObject({ state: 'suspended', suspension: { until: '2029-02-28' } });
    events(isms, { kind: 'suspended', on: '2028-08-31' }, { kind: 'restored', on: '2028-12-01' });
    expect(on('2028-12-01').state).toBe('valid');
    events(isms, { kind: 'suspended', on: '2028-08-31' }, { kind: 'withdrawn', on: '2029-02-28' });
    expect(on('2029-03-01').state).toBe('withdrawn');
  });

  it('carries the scope and the Statement that the body was told last', () => {
    const isms = certified('2027-05-03');
    events(isms, { kind: 'change-reported', on: '2027-09-01', soaVersion: 'SOA-2' }, { kind: 'extended', on: '2028-04-01', to: 'With Bremen' });
    const { scope, soaVersion } = standingOf(isms, isms.certificates[0]!, '2028-05-01');
    expect([scope, soaVersion]).toEqual(['With Bremen', 'SOA-2']);
  });
});

describe('answers to the body', () => {
  const isms = certified('2027-05-03');
  const finding = (fields: object) => shownFinding(isms, record('certificationFindings', { title: 'Logs', audit: 'CA-2', ...fields }), '2027-07-01');

  it('are due after ninety days or what was agreed', () => {
    const raisedOn = '2027-03-22';
    expect(finding({ raisedOn }).answerBy).toBe('2027-06-20');
    expect(finding({ raisedOn }).state).toBe('overdue');
    expect(finding({ raisedOn, dueOn: '2027-07-10' }).state).toBe('open');
    expect(finding({ raisedOn, grade: 'opportunity' })).toMatchObject({ state: 'noted', answerBy: null, blocks: false });
    // Without a day it counts from the last day of the audit.
    expect(finding({}).answerBy).toBe(addDays('2027-03-22', 90));
  });

  it('hold up the decision: a major until it is verified, a minor until its plan is accepted', () => {
    expect(finding({ grade: 'minor' }).blocks).toBe(true);
    expect(finding({ grade: 'minor', planSentOn: '2027-04-01', planAcceptedOn: '2027-04-09' })).toMatchObject({ blocks: false, state: 'accepted' });
    expect(finding({ grade: 'major', planAcceptedOn: '2027-04-09' })).toMatchObject({ blocks: true, verifyBy: '2027-09-22' });
    expect(finding({ grade: 'major', verifiedOn: '2027-04-20' })).toMatchObject({ blocks: false, state: 'verified' });
  });

  it('come too late when a major is open six months after Stage 2', () => {
    const major = record('certificationFindings', { title: 'No review', audit: 'CA-2', grade: 'major', evidenceSentOn: '2027-06-01' });
    expect(shownFinding(isms, major, '2027-09-22').state).toBe('evidence-sent');
    expect(shownFinding(isms, major, '2027-09-23').state).toBe('lost');
  });
});

describe('the time between the stages', () => {
  const isms = (start2: string | null) => {
    const made = emptyIsms();
    made.certificationAudits = [audit('CA-1', 'stage-1', '2027-01-19', '2027-01-20', false)];
    if (start2) made.certificationAudits.push(audit('CA-2', 'stage-2', start2, addDays(start2, 3), false));
    made.areasOfConcern = [
      record('areasOfConcern', { title: 'Access reviews', audit: 'CA-1', dueOn: '2027-02-10' }),
      record('areasOfConcern', { id: 'AOC-2', title: 'Scope', audit: 'CA-1', closedOn: '2027-02-01' }),
    ];
    return made;
  };

  it('is four to eight weeks long', () => {
    expect(windowOf(emptyIsms(), '2027-01-01')).toBeNull();
    expect([null, '2027-02-16', '2027-02-17', '2027-03-17', '2027-03-18'].map((start) => windowOf(isms(start), '2027-01-01')!.fits)).toEqual([
      'unknown',
      'short',
      'fits',
      'fits',
      'long',
    ]);
  });

  it('says what is left, and how many days', () => {
    expect(windowOf(isms('2027-03-09'), '2027-02-12')).toMatchObject({ open: 1, closed: 1, daysLeft: 25, left: [{ id: 'AOC-1', overdue: true }] });
    expect(windowOf(isms('2027-03-09'), '2027-04-01')!.daysLeft).toBe(0);
  });
});
