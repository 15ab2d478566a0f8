import { record } from '../../isms/testing.ts';
import type { Traps } from './support.ts';

const request = (fields: object) =>
  record('evidenceRequests', { title: 'List of leavers', internalAudit: 'AUD-1', owner: 'P-4', askedOn: '2026-11-02', ...fields });
const message = (fields: object) =>
  record('auditMessages', {
    internalAudit: 'AUD-1',
    text: 'Who approved the list?',
    by: 'user:1',
    byName: 'Auditor',
    auditor: true,
    at: '2026-11-02T10:00:00Z',
    ...fields,
  });

/** Traps for the way the organisation deals with its auditors. */
export const auditorRoomTraps: Traps = {
  'auditor-request-nobodys': (i) => void i.evidenceRequests.push(request({ owner: null })),
  'auditor-request-returned': (i) => void i.evidenceRequests.push(request({ status: 'returned', judgedAt: '2026-11-10T10:00:00Z' })),
  'auditor-question-unanswered': (i) =>
    void i.auditMessages.push(
      message({}),
      // Answered since, and asked in time: neither is raised.
      message({ id: 'AM-2', record: 'R-1', register: 'risks' }),
      message({ id: 'AM-3', record: 'R-1', register: 'risks', auditor: false, at: '2026-11-03T10:00:00Z' }),
    ),
  'auditor-release-after-audit': (i) => {
    i.internalAudits[0]!.reportedOn = '2026-06-30';
    i.auditReleases.push(
      record('auditReleases', {
        internalAudit: i.internalAudits[0]!.id,
        sections: ['risks'],
        from: '2026-06-01',
        until: '2026-12-31',
        releasedBy: 'Carla Voss',
        releasedAt: '2026-06-01T08:00:00Z',
      }),
    );
  },
};
