import type { AuditTimeTable, BudgetTable } from '../../standard/model.ts';
import type { Adjustment, AuditTime } from './model.ts';

export interface AuditTimeInput {
  persons: number | null;
  adjustments: readonly Adjustment[];
  /** Of the certification body, for a day; null: the usual one. */
  dayRate: number | null;
  currency: string;
}

const half = (days: number) => Math.round(days * 2) / 2;

/**
 * Audit days and a budget for a scope, each figure with its reason (mission 1.5; after ISO/IEC 27006-1, indicative:
 * the certification body decides). Days are audit days of eight hours, rounded to halves. Without a number of
 * persons everything stays unknown.
 */
export function auditTime(table: AuditTimeTable, budget: BudgetTable, { persons, adjustments, dayRate, currency }: AuditTimeInput): AuditTime {
  const titles = new Map(table.factors.map(({ id, title }) => [id, title]));
  const asked = adjustments.reduce((sum, { percent }) => sum + percent, 0);
  const percent = Math.min(table.adjustmentLimits.highest, Math.max(table.adjustmentLimits.lowest, asked));
  const capped = percent !== asked;
  const band = persons === null || persons < 1 ? undefined : table.bands.find(({ from, to }) => persons >= from && (to === null || persons <= to));
  const base = band?.days ?? null;
  const initial = base === null ? null : half(base * (1 + percent / 100));
  const stageOne = initial === null ? null : Math.max(1, half(initial * table.stageOneShare));
  const surveillance = initial === null ? null : Math.max(1, half(initial * table.surveillanceShare));
  const recertification = initial === null ? null : Math.max(1, half(initial * table.recertificationShare));
  const rate = dayRate ?? budget.defaultDayRate;

  const explanation: string[] = [];
  if (persons === null) explanation.push('How many persons are in scope is not known: give the number for every team in scope.');
  else if (!band) explanation.push(persons < 1 ? 'Nobody is in scope.' : `The table ends below ${persons} persons: ask a certification body.`);
  else {
    explanation.push(`${persons} persons fall into the band ${band.from}–${band.to ?? 'more'}: ${band.days} days for the initial audit.`);
    for (const { factor, percent: each, reason } of adjustments)
      explanation.push(`${titles.get(factor) ?? factor}: ${each > 0 ? '+' : ''}${each} %${reason ? ` (${reason})` : ''}.`);
    if (capped) explanation.push(`The adjustments add up to ${asked} %; they are limited to ${percent} %.`);
    explanation.push(`Initial audit ${initial} days: Stage 1 about ${stageOne}, Stage 2 about ${half(initial! - stageOne!)}.`);
    explanation.push(
      `Each yearly surveillance audit takes about a third of that, ${surveillance} days; recertification after three years about two thirds, ${recertification} days.`,
    );
  }
  explanation.push(table.note);

  const items =
    initial === null || persons === null
      ? []
      : [
          {
            id: 'certification-body',
            title: 'Certification body, initial audit',
            low: Math.round(initial * rate * 0.9),
            high: Math.round(initial * rate * 1.2),
            why: `${initial} days at ${rate} ${currency}, and travel and fees.`,
          },
          {
            id: 'surveillance',
            title: 'Certification body, two surveillance audits',
            low: Math.round(surveillance! * 2 * rate * 0.9),
            high: Math.round(surveillance! * 2 * rate * 1.2),
            why: `Twice ${surveillance} days at ${rate} ${currency}.`,
          },
          ...budget.items.flatMap(({ id, title, why, ranges }) => {
            const range = ranges.find(({ upTo }) => upTo === null || persons <= upTo);
            return range ? [{ id, title, why, low: range.low, high: range.high }] : [];
          }),
        ];
  return {
    persons,
    baseDays: base,
    band: band ? `${band.from}–${band.to ?? 'more'} persons` : null,
    adjustments: adjustments.map(({ factor, percent: each }) => ({
      title: titles.get(factor) ?? factor,
      percent: each,
      days: base === null ? 0 : Math.round(base * each) / 100,
    })),
    adjustmentPercent: percent,
    capped,
    initialDays: initial,
    stageOneDays: stageOne,
    stageTwoDays: initial === null ? null : half(initial - stageOne!),
    surveillanceDays: surveillance,
    recertificationDays: recertification,
    explanation,
    budget: items,
    budgetTotal:
      items.length === 0 ? null : { low: items.reduce((sum, { low }) => sum + low, 0), high: items.reduce((sum, { high }) => sum + high, 0) },
    currency,
  };
}
