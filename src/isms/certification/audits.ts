import type { Isms } from '../isms.ts';
import { startOf, type CertificationAudit, type CertificationAuditKind } from './model.ts';

/** Who audits: the body named with the audit, or the one under contract. */
export const bodyOf = (isms: Isms, { body }: CertificationAudit): string => body || isms.certification?.body || '';

/** The last audit of a kind that begins within some days; an audit without days counts as the next. */
export function lastAudit(isms: Isms, kind: CertificationAuditKind, from = '', before = '9999'): CertificationAudit | null {
  return isms.certificationAudits
    .filter((each) => {
      const start = startOf(each);
      return each.kind === kind && (start === null || (start >= from && start < before));
    })
    .reduce<CertificationAudit | null>((last, each) => (last === null || (startOf(each) ?? '9999') >= (startOf(last) ?? '9999') ? each : last), null);
}
