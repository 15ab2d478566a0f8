import { createHash } from 'node:crypto';
import type { Isms } from '../../isms/isms.ts';
import { record } from '../../isms/testing.ts';

/** Somebody from outside who has no part in anything that is audited. */
export const auditor = 'P-AUDITOR';
export const addAuditor = (isms: Isms): void =>
  void isms.people.push(record('people', { id: auditor, name: 'Auditor from outside', employment: 'external', startsOn: '2022-04-01' }));

/** Internal audits of which no rule finds anything: a programme in force, and one audit that has looked at all of it. */
export function soundAudits(isms: Isms, subjects: readonly string[], manager: string): void {
  isms.auditProgrammes = [
    record('auditProgrammes', { title: 'Programme of the cycle', from: '2025-01-01', to: '2027-12-31', owner: manager, approvedOn: '2025-01-10' }),
  ];
  isms.internalAudits = [
    record('internalAudits', {
      title: 'Audit of the whole system',
      programme: 'AP-1',
      subjects: [...subjects],
      scope: 'All of it',
      criteria: 'ISO/IEC 27001:2022',
      leadAuditor: auditor,
      status: 'reported',
      plannedFrom: '2026-10-05',
      plannedTo: '2026-10-09',
      startedOn: '2026-10-05',
      reportedOn: '2026-10-09',
    }),
  ];
  isms.auditNotes = subjects.map((subject, index) =>
    record('auditNotes', { id: `AN-${index + 1}`, audit: 'AUD-1', subject, auditor, interview: 'Shown and seen.', conclusion: 'conforms' }),
  );
  isms.auditFindings = [
    record('auditFindings', {
      audit: 'AUD-1',
      grade: 'opportunity',
      subjects: ['A.5.9'],
      title: 'The inventory could name places',
      auditor,
      raisedAs: 'OFI-1',
    }),
  ];
  isms.auditReports = [
    record('auditReports', {
      audit: 'AUD-1',
      summary: 'The system works.',
      content: '{}',
      hash: createHash('sha256').update('{}').digest('hex'),
      signedBy: 'Auditor from outside',
      signedByPerson: auditor,
      signedAt: '2026-10-09T15:00:00Z',
    }),
  ];
}
