import type { Isms } from '../isms.ts';
import type { CertificationAudit, CertificationAuditKind } from './model.ts';

export const auditTitles: Record<CertificationAuditKind, string> = {
  'stage-1': 'Stage 1',
  'stage-2': 'Stage 2',
  'surveillance-1': 'First surveillance audit',
  'surveillance-2': 'Second surveillance audit',
  recertification: 'Recertification audit',
  special: 'Special audit',
};

/** First and last day: as held, or as planned. */
export const startOf = ({ heldFrom, plannedFrom }: CertificationAudit): string | null => heldFrom ?? plannedFrom;
export const endOf = (audit: CertificationAudit): string | null => audit.heldTo ?? audit.plannedTo ?? startOf(audit);
/** Whether it is over. */
export const isHeld = ({ heldTo }: CertificationAudit, day: string): boolean => heldTo !== null && heldTo <= day;
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
