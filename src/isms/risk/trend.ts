import type { Isms } from '../isms.ts';
import { assessedRisks } from './assess.ts';
import type { TrendPoint } from './model.ts';
import { addDays } from '../days.ts';

/** Where the open risks stood on a day, by current level; above the appetite of the method that each was rated with. */
export function trendPoint(isms: Isms, day: string): TrendPoint {
  const open = assessedRisks(isms, day).filter((risk) => risk.status === 'open');
  const byLevel: Record<string, number> = {};
  const appetites = new Map(isms.riskMethods.map(({ id, appetite }) => [id, appetite]));
  let unrated = 0;
  let aboveAppetite = 0;
  for (const { current, method } of open) {
    if (!current) unrated++;
    else {
      byLevel[current.level] = (byLevel[current.level] ?? 0) + 1;
      if (current.score > (appetites.get(method ?? '') ?? Infinity)) aboveAppetite++;
    }
  }
  return { day, open: open.length, byLevel, aboveAppetite, unrated };
}

/** Days evenly spread over the last `days`, the last one today; each day once, so a short time has fewer points. */
export const trendDays = (today: string, days: number, points: number): string[] => [
  ...new Set(Array.from({ length: points }, (_, index) => addDays(today, -Math.round((days * (points - 1 - index)) / (points - 1))))),
];
