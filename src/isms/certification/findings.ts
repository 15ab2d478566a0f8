import { addDays, addMonths } from '../days.ts';
import type { Isms } from '../isms.ts';
import { type CertificationAudit, type CertificationFinding, endOf } from './model.ts';
import { cycleMonths } from './certificate.ts';
import type { CertificationFindingShown } from './contract.ts';

/** Days to answer for a nonconformity: as agreed with the body. */
export const answerDays = (isms: Isms): number => isms.certification?.findingDays ?? 90;

/** The day by which a nonconformity is answered. An opportunity waits for no answer. */
export function answerBy(isms: Isms, finding: CertificationFinding): string | null {
  if (finding.grade === 'opportunity') return finding.dueOn;
  const audit = isms.certificationAudits.find(({ id }) => id === finding.audit);
  const from = finding.raisedOn ?? (audit ? endOf(audit) : null);
  return finding.dueOn ?? (from === null ? null : addDays(from, answerDays(isms)));
}

/** The day until which a major of Stage 2 can be verified before Stage 2 is done again. */
export function verifyBy(finding: CertificationFinding, audit: CertificationAudit | undefined): string | null {
  const end = audit === undefined ? null : endOf(audit);
  return finding.grade === 'major' && audit?.kind === 'stage-2' && end !== null ? addMonths(end, cycleMonths.majorVerified) : null;
}

/** How far the answer to a finding has come. */
export function shownFinding(isms: Isms, finding: CertificationFinding, day: string): CertificationFindingShown {
  const audit = isms.certificationAudits.find(({ id }) => id === finding.audit);
  const due = answerBy(isms, finding);
  const limit = verifyBy(finding, audit);
  const { grade, planSentOn, planAcceptedOn, evidenceSentOn, verifiedOn } = finding;
  const state =
    grade === 'opportunity'
      ? 'noted'
      : verifiedOn !== null
        ? 'verified'
        : limit !== null && day > limit
          ? 'lost'
          : planSentOn === null && evidenceSentOn === null && due !== null && day > due
            ? 'overdue'
            : evidenceSentOn !== null
              ? 'evidence-sent'
              : planAcceptedOn !== null
                ? 'accepted'
                : planSentOn !== null
                  ? 'plan-sent'
                  : 'open';
  return { ...finding, state, answerBy: due, verifyBy: limit, blocks: blocksDecision(finding) };
}

/** Whether the body cannot decide while it stands like this: a major that is not verified, a minor whose plan is not accepted. */
export const blocksDecision = ({ grade, verifiedOn, planAcceptedOn }: CertificationFinding): boolean =>
  grade === 'major' ? verifiedOn === null : grade === 'minor' && verifiedOn === null && planAcceptedOn === null;
