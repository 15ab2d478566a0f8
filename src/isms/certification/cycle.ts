import { addDays, addMonths } from '../days.ts';
import type { Isms } from '../isms.ts';
import { lastAudit } from './audits.ts';
import { type CertificationAudit, auditTitles, endOf, isHeld, startOf } from './model.ts';
import { currentCertificate, cycleMonths, lastDay, standingOf, validTo } from './certificate.ts';
import type { Cycle, Milestone } from './contract.ts';
import { answerDays } from './findings.ts';

/** Days before the latest day at which an audit that nobody has planned asks to be planned, where the body's lead time is not known. */
const usualLead = 90;

/** From when a date must be agreed, so that the body can come in time. */
export const planBy = (isms: Isms, latest: string): string => {
  const weeks = isms.certification?.leadTimeWeeks ?? null;
  return addDays(latest, -(weeks === null ? usualLead : Math.max(usualLead, weeks * 7)));
};

/**
 * Every date of the cycle: what was held, what is planned, and what follows from the decision. Before the decision it is
 * taken to fall on the last day for answers after Stage 2, which is said. Nothing is known of a cycle without dates.
 */
export function cycleOf(isms: Isms, day: string): Cycle {
  const certificate = currentCertificate(isms);
  const grantedAfter = isms.certificationAudits.find(({ id }) => id === certificate?.audit) ?? null;
  const renewed = grantedAfter?.kind === 'recertification';
  const decidedOn = certificate?.decidedOn ?? certificate?.validFrom ?? null;
  const stage1 = renewed ? null : lastAudit(isms, 'stage-1', '', decidedOn ?? '9999');
  const stage2 = renewed ? null : lastAudit(isms, 'stage-2', '', decidedOn ?? '9999');
  const decided = decidedOn ?? (stage2?.decision === 'granted' ? stage2.decidedOn : null);
  const stage2End = stage2 === null ? null : endOf(stage2);
  const estimated = stage2End === null ? null : addDays(stage2End, answerDays(isms));
  const start = decided ?? estimated;
  const basis = decided !== null ? ('decision' as const) : estimated !== null ? ('estimate' as const) : null;

  const milestones: Milestone[] = [];
  if (!renewed) milestones.push(...beforeDecision(isms, stage1, stage2, decided, estimated, day));
  if (start !== null) {
    const until = (certificate && validTo(certificate)) ?? lastDay(start);
    milestones.push(...afterDecision(isms, start, until, decided !== null, day));
  }
  const standing = certificate && standingOf(isms, certificate, day);
  const open = milestones.filter(({ state }) => state !== 'done' && state !== 'unknown');
  return {
    basis,
    start,
    until: start === null ? null : ((certificate && validTo(certificate)) ?? lastDay(start)),
    certificate: certificate?.id ?? null,
    state: standing?.state ?? 'none',
    suspendedUntil: standing?.suspension?.until ?? null,
    milestones,
    next: open.toSorted((a, b) => (a.from ?? a.by ?? '9').localeCompare(b.from ?? b.by ?? '9'))[0]?.id ?? null,
  };
}

function beforeDecision(
  isms: Isms,
  stage1: CertificationAudit | null,
  stage2: CertificationAudit | null,
  decided: string | null,
  estimated: string | null,
  day: string,
): Milestone[] {
  const end1 = stage1 && endOf(stage1);
  const [start2, end2] = [stage2 && startOf(stage2), stage2 && endOf(stage2)];
  const windowFrom = end1 && addDays(end1, windowDays.from);
  const windowBy = end1 && addDays(end1, windowDays.by);
  const list: Milestone[] = [
    ofAudit('stage-1', 'Stage 1', stage1, null, null, 'Documents and readiness. Internal audit and management review should lie before it.', day),
    {
      id: 'window',
      title: 'Time to close',
      from: end1,
      to: start2 === null || start2 === undefined ? null : addDays(start2, -1),
      by: windowBy ?? null,
      state: end1 === null ? 'unknown' : start2 !== null && start2 <= day ? 'done' : end1 <= day ? 'due' : 'planned',
      basis: end1 === null ? 'unknown' : start2 === null ? 'computed' : 'planned',
      rule: 'Four to eight weeks between Stage 1 and Stage 2, in which areas of concern are closed.',
      audit: null,
    },
    ofAudit('stage-2', 'Stage 2', stage2, windowFrom ?? null, windowBy ?? null, 'Whether the system works. By the same body as Stage 1.', day),
    {
      id: 'decision',
      title: 'Decision',
      from: end2,
      to: decided,
      by: end2 === null ? null : addMonths(end2, cycleMonths.majorVerified),
      state: decided !== null && decided <= day ? 'done' : end2 === null ? 'unknown' : end2 <= day ? 'due' : 'open',
      basis: decided !== null ? 'held' : estimated !== null ? 'estimated' : 'unknown',
      rule:
        decided !== null
          ? 'The three years are counted from here.'
          : `The body decides when majors are verified and plans for minors accepted; taken here as ${answerDays(isms)} days after Stage 2. Majors not verified within six months mean Stage 2 again.`,
      audit: stage2?.id ?? null,
    },
  ];
  // Until the decision is made, its day is an estimate, drawn where it is expected.
  if (decided === null && estimated !== null) list.find(({ id }) => id === 'decision')!.to = estimated;
  return list;
}

/** Days between the end of Stage 1 and the beginning of Stage 2. */
export const windowDays = { from: 28, by: 56 } as const;

function afterDecision(isms: Isms, start: string, until: string, isDecided: boolean, day: string): Milestone[] {
  const computed = isDecided ? ('computed' as const) : ('estimated' as const);
  const audit = (kind: 'surveillance-1' | 'surveillance-2' | 'recertification') => lastAudit(isms, kind, start);
  const first = addMonths(start, cycleMonths.firstSurveillance);
  const second = addMonths(start, cycleMonths.secondSurveillance);
  const secondYear = `${Number(start.slice(0, 4)) + 2}-01-01`;
  const early = (latest: string) => addMonths(latest, -cycleMonths.surveillanceBefore);
  const recertification = audit('recertification');
  const planned = recertification !== null && startOf(recertification) !== null;
  const [planFrom, planUntil] = [addMonths(until, -cycleMonths.planRecertification.from), addMonths(until, -cycleMonths.planRecertification.by)];
  const list: Milestone[] = [
    ofAudit(
      'surveillance-1',
      auditTitles['surveillance-1'],
      audit('surveillance-1'),
      early(first),
      first,
      'Within twelve months of the decision.',
      day,
      isms,
      computed,
    ),
    ofAudit(
      'surveillance-2',
      auditTitles['surveillance-2'],
      audit('surveillance-2'),
      // One surveillance in each calendar year: not before the second year begins.
      early(second) > secondYear ? early(second) : secondYear,
      second,
      'In the second calendar year after the decision, within twenty-four months of it.',
      day,
      isms,
      computed,
    ),
    {
      id: 'planning',
      title: 'Recertification is planned',
      from: planFrom,
      to: null,
      by: planUntil,
      state: planned ? 'done' : day > planUntil ? 'late' : day >= planFrom ? 'due' : 'open',
      basis: computed,
      rule: 'The date is agreed three to four months before the certificate ends.',
      audit: recertification?.id ?? null,
    },
    ofAudit(
      'recertification',
      auditTitles.recertification,
      recertification,
      planUntil,
      until,
      `Audit, answers and decision before the certificate ends; allow ${answerDays(isms)} days for answers.`,
      day,
      isms,
      computed,
    ),
    {
      id: 'expiry',
      title: 'Certificate ends',
      from: until,
      to: until,
      by: until,
      state: day > until ? 'late' : 'open',
      basis: computed,
      rule: 'Three years after the decision; nothing extends it but a new decision.',
      audit: null,
    },
  ];
  if (day > until)
    list.push({
      id: 'restoration',
      title: 'Restoration is possible',
      from: addDays(until, 1),
      to: null,
      by: addMonths(until, cycleMonths.restoration),
      state: day > addMonths(until, cycleMonths.restoration) ? 'late' : 'due',
      basis: computed,
      rule: 'Within six months of its end the certificate is restored when recertification is completed; after that at least Stage 2 is done again.',
      audit: null,
    });
  return list;
}

/** An audit of the cycle: as held or planned, or the days between which it must lie. */
function ofAudit(
  id: Milestone['id'],
  title: string,
  audit: CertificationAudit | null,
  earliest: string | null,
  latest: string | null,
  rule: string,
  day: string,
  isms: Isms | null = null,
  computed: 'computed' | 'estimated' = 'computed',
): Milestone {
  const start = audit && startOf(audit);
  const done = audit !== null && isHeld(audit, day);
  const limit = id === 'stage-2' ? null : latest;
  const state = done
    ? ('done' as const)
    : limit !== null && (day > limit || (start !== null && start > limit))
      ? ('late' as const)
      : start !== null
        ? start < day && audit!.heldFrom === null
          ? ('due' as const)
          : ('planned' as const)
        : latest === null
          ? ('unknown' as const)
          : isms !== null && day >= planBy(isms, latest)
            ? ('due' as const)
            : ('open' as const);
  return {
    id,
    title,
    from: start ?? earliest,
    to: start === null ? null : endOf(audit!),
    by: latest,
    state,
    basis: done ? 'held' : start !== null ? 'planned' : latest === null ? 'unknown' : computed,
    rule,
    audit: audit?.id ?? null,
  };
}
