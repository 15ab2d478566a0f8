import { describe, expect, it } from 'vitest';
import { record } from '../testing.ts';
import { methodTemplates } from './library.ts';
import { keptFromOtherScale, suggestedRatings } from './re-rating.ts';

const method = (id: string, template: string) =>
  record('riskMethods', { ...methodTemplates().find((each) => each.id === template)!.method, id, number: 1, status: 'retired' });
const three = method('METHOD-1', 'three-by-three');
const five = method('METHOD-2', 'five-by-five');
const otherFive = method('METHOD-3', 'matrix');
const risk = record('risks', {
  title: 'Theft',
  method: 'METHOD-1',
  inherentLikelihood: 3,
  inherentImpact: 2,
  currentLikelihood: 1,
  currentImpact: 2,
});

describe('suggestedRatings', () => {
  it('keeps the place on the scale and leaves the unknown unknown', () => {
    expect(suggestedRatings(risk, three, five)).toEqual({
      inherentLikelihood: 5,
      inherentImpact: 3,
      currentLikelihood: 1,
      currentImpact: 3,
      residualLikelihood: null,
      residualImpact: null,
    });
    expect(suggestedRatings(risk, five, otherFive)).toMatchObject({ inherentLikelihood: 3, inherentImpact: 2 });
  });
  it('proposes nothing where a method is unknown', () => {
    for (const suggested of [suggestedRatings(risk, undefined, five), suggestedRatings(risk, three, null)])
      expect(Object.values(suggested).every((step) => step === null)).toBe(true);
  });
});

describe('keptFromOtherScale', () => {
  it('names what a change leaves on a scale of another size', () => {
    expect(keptFromOtherScale(risk, { inherentLikelihood: 5, inherentImpact: 3 }, three, five)).toEqual(['currentLikelihood', 'currentImpact']);
    expect(keptFromOtherScale(risk, { inherentLikelihood: 5, inherentImpact: 3, currentLikelihood: 1, currentImpact: 2 }, three, five)).toEqual([]);
    expect(keptFromOtherScale(risk, { inherentLikelihood: 5, inherentImpact: 3, currentLikelihood: null, currentImpact: null }, three, five)).toEqual(
      [],
    );
  });
  it('lets them stand where the scale is as long as before, or the method the same', () => {
    expect(keptFromOtherScale(risk, { inherentLikelihood: 5 }, five, otherFive)).toEqual([]);
    expect(keptFromOtherScale(risk, { inherentLikelihood: 5 }, three, three)).toEqual([]);
  });
});
