import type { Isms } from '../../isms/isms.ts';
import { record } from '../../isms/testing.ts';
import { auditor } from './sound-audits.ts';
import { answer, type Traps } from './support.ts';

const another = (i: Isms, fields: object) =>
  void i.internalAudits.push(
    record('internalAudits', { id: 'AUD-9', title: 'The next one', scope: 'Platform', criteria: 'Own procedures', leadAuditor: auditor, ...fields }),
  );
const finding = (i: Isms, fields: object) =>
  void i.auditFindings.push(
    record('auditFindings', { id: 'AF-9', audit: 'AUD-1', grade: 'minor', subjects: ['A.8.13'], title: 'Not tested', auditor, ...fields }),
  );
const leaveOut = (i: Isms, subject: string) => {
  i.auditNotes = i.auditNotes.filter((each) => each.subject !== subject);
  i.internalAudits[0]!.subjects = i.internalAudits[0]!.subjects.filter((each) => each !== subject);
};

/** Traps for internal audits. */
export const clause92Traps: Traps = {
  '9.2.2-no-programme': (i) => void (i.auditProgrammes = []),
  '9.2.2-programme-ended': (i) => void (i.auditProgrammes[0]!.to = '2026-11-23'),
  '9.2.2-programme-without-owner': (i) => void (i.auditProgrammes[0]!.owner = null),
  '9.2.2-programme-not-approved': (i) => void (i.auditProgrammes[0]!.approvedOn = null),
  '9.2.1-never-audited': (i) => {
    i.internalAudits = [];
    i.auditNotes = [];
    i.auditFindings = [];
    i.auditReports = [];
  },
  // What was last looked at so long ago is due again too.
  '9.2.1-interval-exceeded': [(i) => void (i.internalAudits[0]!.reportedOn = '2025-10-09'), '9.2.2-due-again'],
  '9.2.2-clause-never-audited': (i) => leaveOut(i, '4.1-1'),
  '9.2.2-control-never-audited': (i) => leaveOut(i, 'A.5.1'),
  '9.2.2-due-again': (i) => finding(i, { grade: 'major', raisedAs: 'NC-900' }),
  '9.2.2-not-impartial': (i) => answer(i, 'A.8.13', { owner: auditor }),
  '9.2.2-no-criteria': (i) => void (i.internalAudits[0]!.criteria = ' '),
  '9.2.2-no-auditor': (i) => another(i, { leadAuditor: null, plannedFrom: '2026-12-14' }),
  '9.2.1-not-held': (i) => another(i, { plannedFrom: '2026-11-23' }),
  '9.2.2-report-late': (i) => another(i, { status: 'in-progress', plannedFrom: '2026-11-05', plannedTo: '2026-11-09' }),
  '9.2.2-report-altered': (i) => void (i.auditReports[0]!.content = '{ }'),
  '9.2.1-rests-on-nothing': (i) => void (i.auditNotes[0]!.interview = ''),
  '9.2.2-finding-not-raised': (i) => finding(i, { raisedAs: '' }),
  '9.2.2-finding-without-owner': [
    (i) => {
      i.nonconformities.push(record('nonconformities', { id: 'NC-900', title: 'Not tested', subjects: ['A.8.13'] }));
      finding(i, { raisedAs: 'NC-900' });
    },
    '10.2-without-owner',
  ],
  '9.2.1-nothing-found': (i) => void (i.auditFindings = []),
};
