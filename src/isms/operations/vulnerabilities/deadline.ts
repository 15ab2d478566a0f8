import { addDays, daysBetween } from '../../days.ts';
import type { Isms } from '../../isms.ts';
import { severities, type AgeingBand, type Severity, type Vulnerability, type VulnerabilityShown } from './model.ts';

const committed = { critical: 'criticalVulnerabilityDays', high: 'highVulnerabilityDays', medium: 'mediumVulnerabilityDays' } as const;

/** Days within which a vulnerability of this severity is closed; null: nobody has committed to any. */
export function withinDays(commitments: Isms['commitments'], severity: Severity): number | null {
  return severity === 'low' || severity === 'info' ? null : (commitments?.[committed[severity]] ?? null);
}

/** The day by which it must be closed: from the day it was found, or the end of an exception that was allowed for longer. */
export function deadlineOf(
  commitments: Isms['commitments'],
  { severity, foundOn, exceptionUntil }: Pick<Vulnerability, 'severity' | 'foundOn' | 'exceptionUntil'>,
): string | null {
  const days = withinDays(commitments, severity);
  const dueOn = days === null || foundOn === null ? null : addDays(foundOn, days);
  return dueOn !== null && exceptionUntil !== null && exceptionUntil > dueOn ? exceptionUntil : dueOn;
}

export function shownVulnerability(commitments: Isms['commitments'], each: Vulnerability, day: string): VulnerabilityShown {
  const dueOn = deadlineOf(commitments, each);
  const end = each.fixedOn ?? day;
  const excepted = each.exceptionUntil !== null && each.exceptionUntil >= day;
  const late = dueOn !== null && dueOn < end;
  return {
    ...each,
    dueOn,
    age: each.foundOn === null ? null : Math.max(0, daysBetween(each.foundOn, end)),
    state: each.fixedOn === null ? (excepted ? 'excepted' : late ? 'late' : 'open') : late ? 'fixed-late' : 'fixed',
  };
}

const bands = [7, 30, 90] as const;

/** How old the open ones are, and how fast they were closed in the last year. */
export function ageing(isms: Pick<Isms, 'vulnerabilities' | 'commitments'>, day: string): AgeingBand[] {
  const shown = isms.vulnerabilities.map((each) => shownVulnerability(isms.commitments, each, day));
  const yearAgo = addDays(day, -365);
  return severities.map((severity) => {
    const own = shown.filter((each) => each.severity === severity);
    const open = own.filter(({ fixedOn }) => fixedOn === null);
    const closed = own.filter(({ fixedOn }) => fixedOn !== null && fixedOn > yearAgo);
    const ages: AgeingBand['ages'] = [0, 0, 0, 0];
    for (const { age } of open) if (age !== null) ages[bands.filter((upTo) => age > upTo).length as 0 | 1 | 2 | 3]++;
    return {
      severity,
      ages,
      open: open.length,
      late: open.filter(({ state }) => state === 'late').length,
      excepted: open.filter(({ state }) => state === 'excepted').length,
      withinDays: withinDays(isms.commitments, severity),
      closed: closed.length,
      closedInTime: closed.filter(({ state }) => state === 'fixed').length,
      medianDays: median(closed.flatMap(({ age }) => (age === null ? [] : [age]))),
    };
  });
}

function median(values: number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
