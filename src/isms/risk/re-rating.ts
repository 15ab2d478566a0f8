import { translateStep } from './method.ts';
import type { Risk, RiskMethod } from './model.ts';

/** The ratings of a risk, and the scale that each is a step of. */
export const ratingScales = {
  inherentLikelihood: 'likelihood',
  inherentImpact: 'impact',
  currentLikelihood: 'likelihood',
  currentImpact: 'impact',
  residualLikelihood: 'likelihood',
  residualImpact: 'impact',
} as const;
export type RatingField = keyof typeof ratingScales;
export const ratingFields = Object.keys(ratingScales) as RatingField[];

/**
 * Steps of the method in force that stand where the old ones stood: a proposal for whoever rates again, never written
 * by itself (3.2). Nothing is proposed when either method is unknown.
 */
export function suggestedRatings(
  risk: Pick<Risk, RatingField>,
  old: RiskMethod | undefined,
  method: RiskMethod | null,
): Record<RatingField, number | null> {
  const step = (field: RatingField) =>
    method && old ? translateStep(risk[field], old[ratingScales[field]].length, method[ratingScales[field]].length) : null;
  return Object.fromEntries(ratingFields.map((field) => [field, step(field)])) as Record<RatingField, number | null>;
}

/**
 * Ratings that a change keeps although they were made on a scale with another number of steps: a 3 of 3 is not a 3 of 5,
 * so taking them over as they are would alter the risk silently.
 */
export function keptFromOtherScale(
  risk: Risk,
  change: Partial<Record<RatingField, unknown>>,
  old: RiskMethod | undefined,
  method: RiskMethod,
): RatingField[] {
  if (!old || old.id === method.id) return [];
  return ratingFields.filter(
    (field) => change[field] === undefined && risk[field] !== null && old[ratingScales[field]].length !== method[ratingScales[field]].length,
  );
}
