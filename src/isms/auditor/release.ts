import type { Isms } from '../isms.ts';
import type { AuditRelease, EvidenceRequest, RoomPart } from './model.ts';
import { sections } from './model.ts';

/** Whether a release opens anything on a day. */
export const holds = (release: AuditRelease, day: string): boolean => release.withdrawnAt === null && release.from <= day && day <= release.until;

export type ReleaseState = 'in-force' | 'to-come' | 'over' | 'withdrawn';
export function releaseState(release: AuditRelease, day: string): ReleaseState {
  if (release.withdrawnAt !== null) return 'withdrawn';
  if (day < release.from) return 'to-come';
  return day > release.until ? 'over' : 'in-force';
}

/** The releases that open the room to an auditor on a day. A key has no address: it sees what is open to every auditor. */
export const releasesFor = (isms: Isms, email: string, day: string): AuditRelease[] =>
  isms.auditReleases.filter(
    (release) => holds(release, day) && (release.auditors.length === 0 || (email !== '' && release.auditors.includes(email.toLowerCase()))),
  );

/** Of which audit something is. */
interface OfAudit {
  audit: string | null;
  internalAudit: string | null;
}
export const sameAudit = (one: OfAudit, other: OfAudit): boolean =>
  (one.audit !== null && one.audit === other.audit) || (one.internalAudit !== null && one.internalAudit === other.internalAudit);

/** What an auditor may reach: parts of the room, and within two of them the single items where not all are open. */
export interface Reach {
  releases: readonly AuditRelease[];
  parts: ReadonlySet<RoomPart>;
  /** Null: all that are in force. */
  documents: ReadonlySet<string> | null;
  /** Null: all. */
  evidence: ReadonlySet<string> | null;
  requests: readonly EvidenceRequest[];
}

/**
 * What some releases open together. A section that names single items opens those alone; what was provided for a request
 * of the same audit is open as well.
 */
export function reachOf(isms: Isms, releases: readonly AuditRelease[]): Reach {
  const requests = isms.evidenceRequests.filter((request) => releases.some((release) => sameAudit(release, request)));
  const items = (section: 'documents' | 'evidence') => {
    if (releases.some((release) => release.sections.includes(section) && release[section].length === 0)) return null;
    return new Set([...releases.flatMap((release) => release[section]), ...requests.flatMap((request) => request[section])]);
  };
  const documents = items('documents');
  const evidence = items('evidence');
  const open = new Set<RoomPart>(releases.flatMap((release) => release.sections));
  if (documents !== null && documents.size > 0) open.add('documents');
  if (evidence !== null && evidence.size > 0) open.add('evidence');
  const parts = new Set<RoomPart>(sections.filter((section) => open.has(section)));
  if (releases.length > 0) parts.add('requests');
  return { releases, parts, documents, evidence, requests };
}
