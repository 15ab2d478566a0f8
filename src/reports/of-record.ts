import type { Isms } from '../isms/isms.ts';
import type { StoredRecord } from '../platform/ledger/snapshot.ts';
import { accessReviewReport } from './access-review.ts';
import { auditReport } from './audit-report.ts';
import type { ReportDocument } from './document.ts';
import { nonconformityRecord } from './nonconformity.ts';

/** The report that tells of a record, where there is one: of an audit as it was signed, of an access review, of a nonconformity. */
export function reportOfRecord(register: string, record: StoredRecord, isms: Isms, day: string): ReportDocument | null {
  if (register === 'nonconformities') return nonconformityRecord(isms, day, record.id);
  if (register === 'audit-reports') return auditReport(isms, day, String(record['audit']));
  return register === 'access-reviews' ? accessReviewReport(isms, day, record.id) : null;
}
