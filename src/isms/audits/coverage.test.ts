import { describe, expect, it } from 'vitest';
import { standard } from '../../standard/standard.ts';
import type { Isms } from '../isms.ts';
import { emptyIsms, record } from '../testing.ts';
import { coverage, gapsOf } from './coverage.ts';
import { frequencyOf } from './frequency.ts';

const day = '2026-11-24';
const programme = record('auditProgrammes', { title: 'Cycle', from: '2026-01-01', to: '2028-12-31' });
const audit = (fields: object) => record('internalAudits', { title: 'Audit', programme: 'AP-1', ...fields });
const reported = audit({ subjects: ['A.5.1', 'A.5.2', '4.1-1'], status: 'reported', reportedOn: '2026-10-09', plannedFrom: '2026-10-05' });
const note = (subject: string, conclusion: 'conforms' | 'deviates' | 'not-looked-at', id = `AN-${subject}`) =>
  record('auditNotes', { id, audit: 'AUD-1', subject, auditor: 'P-1', conclusion });
const isms = (fields: Partial<Isms>): Isms => ({ ...emptyIsms(), auditProgrammes: [programme], ...fields });
const row = (fields: Partial<Isms>, id: string) => coverage(isms(fields), standard, day).rows.find((each) => each.id === id)!;

describe('the coverage of a programme', () => {
  it('has a line for every requirement and every control that is not excluded', () => {
    const all = standard.requirements.length + standard.controls.length;
    expect(coverage(isms({}), standard, day).counts).toEqual({ all, covered: 0, planned: 0, again: 0, gap: all, late: 0 });
    const soaDecisions = [record('soaDecisions', { id: 'A.7.13', applicable: false, exclusionReason: 'None is there.' })];
    expect(coverage(isms({ soaDecisions }), standard, day).counts.all).toBe(all - 1);
  });

  it('tells what was covered, what deviates and what was left out', () => {
    const fields = { internalAudits: [reported], auditNotes: [note('A.5.1', 'conforms'), note('4.1-1', 'deviates'), note('A.5.2', 'not-looked-at')] };
    expect(row(fields, 'A.5.1')).toMatchObject({ cells: { 'AUD-1': 'covered' }, state: 'covered', lastOn: '2026-10-09', dueBy: '2029-10-09' });
    expect(row(fields, '4.1-1')).toMatchObject({ cells: { 'AUD-1': 'deviates' }, state: 'covered', everyMonths: 12 });
    expect(row(fields, 'A.5.2')).toMatchObject({ cells: { 'AUD-1': 'left-out' }, state: 'gap', lastOn: null });
  });

  it('counts what is planned, but not what was cancelled or belongs to another programme', () => {
    const planned = audit({ id: 'AUD-2', subjects: ['A.5.3'], plannedFrom: '2026-12-14' });
    expect(row({ internalAudits: [planned] }, 'A.5.3')).toMatchObject({ state: 'planned', plannedOn: '2026-12-14', late: false });
    for (const other of [{ status: 'cancelled' }, { programme: 'AP-2' }])
      expect(row({ internalAudits: [audit({ id: 'AUD-2', subjects: ['A.5.3'], ...other })] }, 'A.5.3').state).toBe('gap');
  });

  it('asks for another look where the interval ends soon and nothing is planned', () => {
    const long = { ...reported, reportedOn: '2026-02-01' };
    const fields = { internalAudits: [long], auditNotes: [note('4.1-1', 'conforms'), note('A.5.1', 'conforms')] };
    expect(row(fields, '4.1-1')).toMatchObject({ state: 'again', dueBy: '2027-02-01' });
    expect(row(fields, 'A.5.1').state).toBe('covered');
    expect(gapsOf(coverage(isms(fields), standard, day)).map(({ id }) => id)).toContain('4.1-1');
    const again = [long, audit({ id: 'AUD-2', subjects: ['4.1-1'], plannedFrom: '2027-03-01' })];
    // Planned, but a month after its day.
    expect(row({ ...fields, internalAudits: again }, '4.1-1')).toMatchObject({ state: 'planned', late: true });
  });

  it('takes the programme of the day, else the newest, and shows all as gaps without one', () => {
    const auditProgrammes = [record('auditProgrammes', { title: 'Old', from: '2020-01-01', to: '2022-12-31' }), { ...programme, id: 'AP-2' }];
    expect(coverage(isms({ auditProgrammes }), standard, day).programme?.id).toBe('AP-2');
    expect(coverage(isms({ auditProgrammes }), standard, '2030-01-01').programme?.id).toBe('AP-2');
    expect(coverage(isms({ auditProgrammes: [] }), standard, day)).toMatchObject({ programme: null, from: day, audits: [] });
  });
});

describe('the proposed interval', () => {
  const of = (fields: Partial<Isms>, subject = 'A.8.13', kind: 'requirement' | 'control' = 'control') =>
    frequencyOf(isms(fields), day, subject, kind);
  it('is a year for requirements and the cycle for controls, or what was promised', () => {
    expect(of({}, '4.1-1', 'requirement').everyMonths).toBe(12);
    expect(of({}).everyMonths).toBe(36);
    const commitments = record('commitments', { id: 'commitments', auditMonths: 18 });
    expect(of({ commitments })).toEqual({
      everyMonths: 18,
      reasons: ['Every part of the system is audited within 18 months: so the organisation has promised.'],
    });
    expect(of({ commitments }, '4.1-1', 'requirement').everyMonths).toBe(12);
  });
  it.each<[string, Partial<Isms>, number, RegExp]>([
    [
      'failed checks',
      {
        checkResults: [
          record('checkResults', {
            connection: 'CON-1',
            check: 'aws-backup',
            checkVersion: 1,
            title: 'Backups',
            controls: ['A.8.13'],
            outcome: 'fail',
            counts: { pass: 0, fail: 1, notApplicable: 0, unknown: 0 },
            because: '',
            since: '2026-11-01',
            run: 'RUN-1',
          }),
        ],
      },
      12,
      /^A check fails today/,
    ],
    [
      'a major nonconformity',
      {
        internalAudits: [reported],
        auditFindings: [record('auditFindings', { audit: 'AUD-1', grade: 'major', subjects: ['A.8.13'], title: 'None' })],
      },
      6,
      /^A major nonconformity was found on 9 Oct 2026 \(AF-1\)/,
    ],
    [
      'an incident',
      { incidents: [record('incidents', { title: 'Loss', controls: ['A.8.13'], detectedAt: '2026-09-01T08:00:00Z' })] },
      12,
      /^INC-1 concerned it within the last twelve months/,
    ],
    [
      'a document that has changed since',
      {
        internalAudits: [reported],
        auditNotes: [note('A.8.13', 'conforms')],
        documents: [record('documents', { title: 'Backup procedure', controls: ['A.8.13'] })],
        documentVersions: [
          record('documentVersions', { document: 'D-1', number: 2, status: 'effective', author: 'x', authorName: 'x', effectiveOn: '2026-11-01' }),
        ],
      },
      12,
      /^Backup procedure has changed since it was last audited/,
    ],
  ])('is shorter for %s', (_what, fields, months, reason) => {
    const { everyMonths, reasons } = of(fields);
    expect([everyMonths, reasons[0]]).toEqual([months, expect.stringMatching(reason)]);
  });
  it('does not count exercises, what was no incident, and what is long ago', () => {
    const incident = (fields: object) => record('incidents', { title: 'Loss', controls: ['A.8.13'], detectedAt: '2026-09-01T08:00:00Z', ...fields });
    for (const fields of [{ exercise: true }, { state: 'no-incident' }, { detectedAt: '2025-09-01T08:00:00Z' }])
      expect(of({ incidents: [incident(fields)] }).everyMonths).toBe(36);
  });
});
