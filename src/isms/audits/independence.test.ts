import { describe, expect, it } from 'vitest';
import { standard } from '../../standard/standard.ts';
import type { Isms } from '../isms.ts';
import { emptyIsms, record } from '../testing.ts';
import { couldAudit, interests, partiality } from './independence.ts';

const day = '2026-11-24';
const people = ['Ada Berg', 'Tom Vik', 'Eva Lund'].map((name, index) => record('people', { id: `P-${index + 1}`, name }));
const isms = (fields: Partial<Isms>): Isms => ({ ...emptyIsms(), people, ...fields });
const subjectsOf = (fields: Partial<Isms>, person = 'P-1') => [
  ...new Set(interests(isms(fields), standard, day, person).map(({ subject }) => subject)),
];

describe('interests', () => {
  it.each<[string, Partial<Isms>, string[]]>([
    ['a control that one owns', { gapAnswers: [record('gapAnswers', { id: 'A.8.13', owner: 'P-1' })] }, ['A.8.13']],
    ['a gap that one closes', { gapAnswers: [record('gapAnswers', { id: '6.2-a', assignee: 'P-1' })] }, ['6.2-a']],
    ['an own control', { ownControls: [record('ownControls', { title: 'Tripwire', owner: 'P-1' })] }, ['OC-1']],
    ['evidence that one keeps', { evidence: [record('evidence', { title: 'Logs', subjects: ['A.8.15'], owner: 'P-1' })] }, ['A.8.15']],
    [
      'evidence that one attested',
      { evidence: [record('evidence', { title: 'Logs', subjects: ['A.8.15'], attestedBy: 'P-1', attestedAt: '2026-10-01T08:00:00Z' })] },
      ['A.8.15'],
    ],
    ['a document that one owns', { documents: [record('documents', { title: 'Backup', controls: ['A.8.13'], owner: 'P-1' })] }, ['A.8.13']],
    ['a risk that one owns', { risks: [record('risks', { title: 'Loss', controls: ['A.8.13'], owner: 'P-1' })] }, ['A.8.13', '6.1.3-f']],
    ['a change that one did', { changes: [record('changes', { title: 'Move', implementer: 'P-1', implementedOn: '2026-08-01' })] }, ['A.8.32']],
    [
      'a supplier that one answers for',
      { suppliers: [record('suppliers', { name: 'Host', owner: 'P-1' })] },
      ['A.5.19', 'A.5.20', 'A.5.21', 'A.5.22', 'A.5.23'],
    ],
    [
      'the audit programme',
      { auditProgrammes: [record('auditProgrammes', { title: 'Cycle', owner: 'P-1' })] },
      standard.requirements.filter(({ clause }) => clause.startsWith('9.2')).map(({ id }) => id),
    ],
  ])('stand against %s', (_what, fields, expected) => expect(subjectsOf(fields)).toEqual(expected));

  it('stand against documents that one wrote or approved, through what they fulfil', () => {
    const documents = [record('documents', { title: 'Policy', fulfils: ['DOC-5.2'], owner: 'P-3' })];
    const documentVersions = [
      record('documentVersions', {
        document: 'D-1',
        number: 1,
        status: 'effective',
        author: 'user:1',
        authorPerson: 'P-1',
        authorName: 'Ada Berg',
        submittedAt: '2026-03-01T08:00:00Z',
        approvals: [{ person: 'P-2', by: 'user:2', name: 'Tom Vik', at: '2026-03-02T08:00:00Z', meaning: 'Approved.', hash: 'x' }],
      }),
    ];
    const policy = standard.requirements.filter(({ clause }) => clause === '5.2').map(({ id }) => id);
    expect(subjectsOf({ documents, documentVersions })).toEqual(policy);
    expect(subjectsOf({ documents, documentVersions }, 'P-2')).toEqual(policy);
  });

  it('stand against what a connection collects, for its owner and for whoever answers for a check', () => {
    const fields = {
      connections: [
        record('connections', {
          title: 'Cloud',
          provider: 'aws',
          owner: 'P-1',
          checks: { 'aws-root-mfa': { owner: 'P-2', enabled: true, parameters: {} } },
        }),
      ],
      checkResults: [
        record('checkResults', {
          connection: 'CON-1',
          check: 'aws-root-mfa',
          checkVersion: 1,
          title: 'MFA',
          controls: ['A.8.5'],
          outcome: 'pass',
          counts: { pass: 1, fail: 0, notApplicable: 0, unknown: 0 },
          because: '',
          since: '2026-11-01',
          run: 'RUN-1',
        }),
      ],
    } satisfies Partial<Isms>;
    expect(subjectsOf(fields)).toEqual(['A.8.5']);
    expect(subjectsOf(fields, 'P-2')).toEqual(['A.8.5']);
  });

  it('stand against every clause for the ISMS manager and the deputy, and against the programme for who audited by it', () => {
    const ismsRoles = [record('ismsRoles', { name: 'ISMS manager', kind: 'isms-manager', holders: ['P-1'], deputies: ['P-2'] })];
    expect(subjectsOf({ ismsRoles })).toEqual(standard.requirements.map(({ id }) => id));
    expect(subjectsOf({ ismsRoles }, 'P-2')).toHaveLength(standard.requirements.length);
    const audit = { title: 'First', leadAuditor: 'P-1', reportedOn: '2026-10-09' };
    expect(subjectsOf({ internalAudits: [record('internalAudits', { ...audit, status: 'reported' })] }).every((id) => id.startsWith('9.2'))).toBe(
      true,
    );
    expect(subjectsOf({ internalAudits: [record('internalAudits', { ...audit, status: 'in-progress' })] })).toEqual([]);
  });

  it('forget work after two years, and never what somebody owns', () => {
    const item = (attestedAt: string) => record('evidence', { title: 'Logs', subjects: ['A.8.15'], attestedBy: 'P-1', attestedAt });
    expect(subjectsOf({ evidence: [item('2024-11-23T08:00:00Z')] })).toEqual([]);
    expect(subjectsOf({ evidence: [item('2024-11-24T08:00:00Z')] })).toEqual(['A.8.15']);
    expect(subjectsOf({ evidence: [record('evidence', { title: 'Logs', subjects: ['A.8.15'], owner: 'P-1', validFrom: '2020-01-01' })] })).toEqual([
      'A.8.15',
    ]);
  });

  it('give a few reasons for a subject, however many there are', () => {
    const evidence = Array.from({ length: 50 }, (_, index) =>
      record('evidence', { id: `EV-${index + 1}`, title: 'Logs', subjects: ['A.8.15'], owner: 'P-1' }),
    );
    expect(interests(isms({ evidence }), standard, day, 'P-1')).toHaveLength(4);
  });
});

describe('the refusal', () => {
  const gapAnswers = [record('gapAnswers', { id: 'A.8.13', owner: 'P-1' })];
  it('says why, and who else could', () => {
    const problem = partiality(isms({ gapAnswers }), standard, day, 'P-1', ['A.5.1', 'A.8.13'], 'auditor');
    expect(problem?.message).toBe('Ada Berg cannot audit what they own or did themselves: A.8.13 Information backup: owns it.');
    expect(problem?.data).toMatchObject({ fields: [{ field: 'auditor', message: 'A.8.13: owns it (A.8.13)' }] });
    expect(problem?.data?.remedy).toMatch(/^Tom Vik, Eva Lund could/);
    expect(partiality(isms({ gapAnswers }), standard, day, 'P-1', ['A.5.1'], 'auditor')).toBeNull();
  });
  it('names auditors before others, nobody who has left, and nobody who owns it too', () => {
    const ismsRoles = [record('ismsRoles', { name: 'Internal auditor', kind: 'internal-auditor', holders: ['P-3'] })];
    expect(couldAudit(isms({ gapAnswers, ismsRoles }), standard, day, ['A.8.13'])).toEqual(['Eva Lund']);
    expect(
      couldAudit(isms({ gapAnswers, people: people.map((each) => ({ ...each, endsOn: each.id === 'P-2' ? '2026-11-23' : null })) }), standard, day, [
        'A.8.13',
      ]),
    ).toEqual(['Eva Lund']);
    const all = people.map(({ id }, index) => record('evidence', { id: `EV-${index + 1}`, title: 'Test', subjects: ['A.8.13'], owner: id }));
    expect(couldAudit(isms({ evidence: all }), standard, day, ['A.8.13'])).toEqual([]);
    expect(partiality(isms({ evidence: all }), standard, day, 'P-1', ['A.8.13'], 'auditor')?.data?.remedy).toMatch(/from outside/);
  });
});
