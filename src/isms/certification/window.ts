import { addDays, daysBetween } from '../days.ts';
import type { Isms } from '../isms.ts';
import { lastAudit } from './audits.ts';
import { endOf, startOf } from './model.ts';
import type { Window } from './contract.ts';
import { windowDays } from './cycle.ts';

/** Areas of concern that are not closed. */
export const openConcerns = (isms: Isms, audit?: string) =>
  isms.areasOfConcern.filter((each) => each.closedOn === null && (audit === undefined || each.audit === audit));

/** The time between Stage 1 and Stage 2, whether it suffices, and what is left to do in it. */
export function windowOf(isms: Isms, day: string): Window | null {
  const stage1 = lastAudit(isms, 'stage-1');
  const end = stage1 && endOf(stage1);
  if (!stage1 || end === null) return null;
  const stage2 = lastAudit(isms, 'stage-2', end);
  const start = stage2 && startOf(stage2);
  const days = start === null ? null : daysBetween(end, start);
  const left = openConcerns(isms, stage1.id);
  const rest = start ?? addDays(end, windowDays.by);
  return {
    stage1: stage1.id,
    stage2: stage2?.id ?? null,
    from: end,
    to: start,
    earliest: addDays(end, windowDays.from),
    latest: addDays(end, windowDays.by),
    days,
    fits: days === null ? 'unknown' : days < windowDays.from ? 'short' : days > windowDays.by ? 'long' : 'fits',
    daysLeft: day > rest ? 0 : daysBetween(day > end ? day : end, rest),
    open: left.length,
    closed: isms.areasOfConcern.filter((each) => each.audit === stage1.id && each.closedOn !== null).length,
    left: left
      .toSorted((a, b) => (a.dueOn ?? '9').localeCompare(b.dueOn ?? '9'))
      .map(({ id, title, owner, dueOn }) => ({ id, title, owner, dueOn, overdue: dueOn !== null && dueOn < day })),
  };
}
