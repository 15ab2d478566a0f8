import { expect, it } from 'vitest';
import { emptyIsms, record } from '../isms/testing.ts';
import { auditActions } from './actions-audits.ts';

const day = '2026-11-24';
const slot = { day: '2026-12-01', from: '09:00', to: '10:00', subjects: ['A.5.1'], title: 'Policies', auditor: 'P-1', with: ['P-2'] };
const isms = {
  ...emptyIsms(),
  people: [record('people', { name: 'Ann' }), record('people', { id: 'P-2', name: 'Bo' })],
  internalAudits: [
    record('internalAudits', {
      title: 'Next',
      leadAuditor: 'P-1',
      plan: [
        { id: 'S-1', ...slot },
        { id: 'S-2', ...slot, day: '2027-01-11' },
      ],
    }),
    record('internalAudits', { id: 'AUD-2', title: 'Late', leadAuditor: 'P-1', status: 'in-progress', plannedTo: '2026-11-20' }),
    record('internalAudits', { id: 'AUD-3', title: 'Nobody’s', plannedFrom: '2026-12-14' }),
    record('internalAudits', { id: 'AUD-4', title: 'Over', status: 'reported', reportedOn: '2026-10-09' }),
    record('internalAudits', { id: 'AUD-5', title: 'Dropped', status: 'cancelled', plan: [{ id: 'S-1', ...slot }] }),
  ],
  auditFindings: [
    record('auditFindings', { audit: 'AUD-4', grade: 'minor', subjects: ['A.5.1'], title: 'Open', raisedAs: 'NC-1' }),
    record('auditFindings', { id: 'AF-2', audit: 'AUD-4', grade: 'minor', subjects: ['A.5.1'], title: 'Owned', raisedAs: 'NC-2' }),
    record('auditFindings', { id: 'AF-3', audit: 'AUD-4', grade: 'conformity', subjects: ['A.5.1'], title: 'Fine' }),
  ],
  nonconformities: [record('nonconformities', { title: 'Open' }), record('nonconformities', { id: 'NC-2', title: 'Owned', owner: 'P-2' })],
};
const told = (person: string | null, role: string) =>
  auditActions(isms, day, { person, role }).map(({ text, yours, due }) => `${yours ? 'yours: ' : ''}${text}${due ? `, ${due}` : ''}`);

it('auditors hear of their sittings and of reports that are late', () =>
  expect(told('P-1', 'internal-auditor')).toEqual([
    'yours: Audit: Policies, 09:00 to 10:00, 2026-12-01',
    'yours: Finish Late and sign its report, 2026-11-20',
    'Name a lead auditor for Nobody’s, 2026-12-14',
    'Say who deals with AF-1 (Open)',
  ]));

it('who is interviewed hears of it; the manager of what nobody leads or deals with', () => {
  expect(told('P-2', 'contributor')[0]).toBe('yours: Be there for the audit: Policies, 09:00 to 10:00, 2026-12-01');
  expect(told(null, 'isms-manager')).toContain('yours: Name a lead auditor for Nobody’s, 2026-12-14');
  expect(told(null, 'isms-manager')).toContain('yours: Say who deals with AF-1 (Open)');
});
