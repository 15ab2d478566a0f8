import { addMonths } from '../days.ts';
import type { BudgetLine, costKinds } from './model.ts';

type Kind = (typeof costKinds)[number];
interface Sum {
  low: number;
  high: number;
  spent: number;
}

const quarterOf = (day: string | null) => (day === null ? '' : `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`);

function sumOf(lines: readonly BudgetLine[]): Sum {
  const sum = { low: 0, high: 0, spent: 0 };
  for (const { low, high, spent } of lines) {
    // A line with one figure is a range of that figure.
    sum.low += low ?? high ?? 0;
    sum.high += high ?? low ?? 0;
    sum.spent += spent ?? 0;
  }
  return sum;
}

/** The budget by kind, and by the quarter of the day that each line falls due or was paid on; those without a day last. */
export function budgetSums(lines: readonly BudgetLine[]) {
  const kinds = Map.groupBy(lines, ({ kind }) => kind);
  const quarters = Map.groupBy(lines, ({ dueOn, spentOn }) => quarterOf(dueOn ?? spentOn));
  return {
    total: sumOf(lines),
    kinds: [...kinds].map(([kind, own]) => ({ kind, ...sumOf(own) })).sort((a, b) => b.high - a.high),
    quarters: [...quarters]
      .map(([quarter, own]) => ({ quarter, ...sumOf(own) }))
      .sort((a, b) => (a.quarter === '' ? 1 : b.quarter === '' ? -1 : a.quarter < b.quarter ? -1 : 1)),
  };
}

/** The kind of each usual cost, and how many months before (or after) the certificate it falls due. */
const usually: Record<string, { kind: Kind; months: number }> = {
  'gap-assessment': { kind: 'consultant', months: -9 },
  training: { kind: 'training', months: -6 },
  tools: { kind: 'tooling', months: -7 },
  'penetration-test': { kind: 'penetration-test', months: -4 },
  'own-time': { kind: 'own-work', months: -5 },
  standards: { kind: 'other', months: -10 },
  'internal-audit': { kind: 'internal-audit', months: -4 },
  'certification-body': { kind: 'certification', months: -1 },
  surveillance: { kind: 'certification', months: 12 },
};
export const usualKind = (id: string): Kind => usually[id]?.kind ?? 'other';
/** When a usual cost falls due, counted from the day the certificate is expected; never before today. */
export function usualDay(id: string, certificateOn: string, today: string): string {
  const on = addMonths(certificateOn, usually[id]?.months ?? 0);
  return on < today ? today : on;
}
