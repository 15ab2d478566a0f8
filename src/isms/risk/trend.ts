import type { Isms } from '../isms.ts';
import { assessedRisks } from './assess.ts';
import { currentMethod } from './method.ts';
import type { TrendPoint } from './model.ts';
import { addDays } from '../days.ts';

/** Where the open risks stood on a day, by current level; above appetite by the method in force then. */
export function trendPoint(isms: Isms, day: string): TrendPoint {
  const open = assessedRisks(isms, day).filter((risk) => risk.status === 'open');
  const byLevel: Record<string, number> = {};
  const appetite = currentMethod(isms)?.appetite;
  let unrated = 0;
  let aboveAppetite = 0;
  for (const { current } of open) {
    if (!current) unrated++;
    else {
      byLevel[current.level] = (byLevel[current.level] ?? 0) + 1;
      if (appetite !== undefined && current.score > appetite) aboveAppetite++;
    }
  }
  return { day, open: open.length, byLevel, aboveAppetite, unrated };
}

/** Days evenly spread over the last `days`, the last one today. */
export const trendDays = (today: string, days: number, points: number): string[] =>
  Array.from({ length: points }, (_, index) => addDays(today, -Math.round((days * (points - 1 - index)) / (points - 1))));
