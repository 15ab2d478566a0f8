import type { StoredRecord } from '../platform/ledger/snapshot.ts';

/** Finds another record as it stands here. */
type Find = (register: string, id: string) => StoredRecord | undefined;
type When = (record: StoredRecord, find: Find) => boolean;
const always: When = () => true;
const unless =
  (field: string, ...open: unknown[]): When =>
  (record) =>
    !open.includes(record[field]);

/** What belongs to an internal audit does not change once its report is signed. */
const withItsAudit: When = (record, find) => {
  const audit = find('internal-audits', String(record['audit']));
  return audit !== undefined && audit['status'] !== 'planned' && audit['status'] !== 'in-progress';
};

/**
 * What is frozen, and from when on: signed, approved, attested, concluded, closed, or written down once and for all. Such a
 * record changes by its own operations only (a version is superseded, an acceptance withdrawn), never by files that are
 * brought in.
 */
const frozen: Readonly<Record<string, When>> = {
  evidence: unless('attestedAt', null),
  acceptances: unless('status', 'requested'),
  'scope-versions': unless('status', 'draft'),
  'soa-versions': unless('status', 'draft'),
  'risk-methods': unless('status', 'draft'),
  'document-versions': unless('status', 'draft'),
  'gap-baselines': always,
  acknowledgements: always,
  'training-results': always,
  evaluations: always,
  populations: always,
  'access-reviews': unless('status', 'open'),
  'access-decisions': unless('decidedAt', null),
  'incident-entries': always,
  'duty-records': always,
  'supplier-assessments': unless('status', 'draft'),
  samples: always,
  'effectiveness-reviews': always,
  'audit-reports': always,
  'audit-notes': withItsAudit,
  'audit-findings': withItsAudit,
  'internal-audits': unless('status', 'planned', 'in-progress'),
  'management-reviews': unless('status', 'prepared', 'held'),
  'certificate-events': always,
  'audit-releases': always,
  'audit-messages': always,
  'finding-excuses': always,
  'collection-runs': unless('status', 'queued', 'running'),
  scans: unless('status', 'queued', 'running', 'failed'),
};

export const isFrozen = (register: string, record: StoredRecord, find: Find): boolean => frozen[register]?.(record, find) ?? false;
/** The registers in which records freeze. */
export const freezing: ReadonlySet<string> = new Set(Object.keys(frozen));
