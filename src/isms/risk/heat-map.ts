import type { z } from 'zod';
import { levelOf, score } from './method.ts';
import type { AssessedRisk, HeatMap, RiskMethod } from './model.ts';

/** The heat map of the open risks rated with one method, with arrows from rating to rating and the appetite. */
export function heatMap(risks: readonly AssessedRisk[], method: RiskMethod, basis: 'inherent' | 'current' | 'residual'): z.infer<typeof HeatMap> {
  const open = risks.filter((risk) => risk.status === 'open');
  const own = open.filter((risk) => risk.method === method.id);
  const at = new Map<string, string[]>();
  const arrows: z.infer<typeof HeatMap>['arrows'] = [];
  for (const risk of own) {
    const place = risk[basis];
    if (place) {
      const key = `${place.likelihood} ${place.impact}`;
      const cell = at.get(key);
      if (cell) cell.push(risk.id);
      else at.set(key, [risk.id]);
    }
    for (const [from, to, step] of [
      [risk.inherent, risk.current, 'inherent-current'],
      [risk.current, risk.residual, 'current-residual'],
    ] as const) {
      if (from && to && (from.likelihood !== to.likelihood || from.impact !== to.impact)) {
        arrows.push({
          risk: risk.id,
          title: risk.title,
          step,
          from: { likelihood: from.likelihood, impact: from.impact },
          to: { likelihood: to.likelihood, impact: to.impact },
        });
      }
    }
  }
  const cells = method.likelihood.flatMap(({ level: likelihood }) =>
    method.impact.map(({ level: impact }) => {
      const value = score(method, likelihood, impact) ?? 0;
      const level = levelOf(method, value);
      return {
        likelihood,
        impact,
        score: value,
        level: level.name,
        colour: level.colour,
        withinAppetite: value <= method.appetite,
        risks: at.get(`${likelihood} ${impact}`) ?? [],
      };
    }),
  );
  return {
    method: method.id,
    basis,
    likelihood: method.likelihood,
    impact: method.impact,
    cells,
    unrated: open.filter((risk) => risk[basis] === null && (risk.method === null || risk.method === method.id)).map(({ id }) => id),
    arrows,
    appetite: method.appetite,
    otherMethods: open.filter((risk) => risk.method !== null && risk.method !== method.id).length,
  };
}
