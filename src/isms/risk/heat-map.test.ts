import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyIsms, record } from '../testing.ts';
import { assess } from './assess.ts';
import { heatMap } from './heat-map.ts';
import { methodTemplates } from './library.ts';
import type { Risk } from './model.ts';

const { method: usual } = methodTemplates()[0]!;
const method = record('riskMethods', { ...usual, id: 'METHOD-2', number: 2, status: 'in-force' });
const old = record('riskMethods', { ...usual, number: 1, status: 'retired' });
const risk = (id: string, fields: Partial<Risk> = {}) => record('risks', { id, title: `Risk ${id}`, method: 'METHOD-2', ...fields });
const draw = (risks: Risk[], basis: 'inherent' | 'current' | 'residual' = 'current') =>
  heatMap(assess({ ...emptyIsms(), riskMethods: [old, method] }, risks, '2027-03-03'), method, basis);

describe('heatMap', () => {
  it('has a cell for every pair of steps, with its level and whether it lies within appetite', () => {
    const { cells, appetite } = draw([]);
    expect(cells).toHaveLength(25);
    expect(cells.find(({ likelihood, impact }) => likelihood === 3 && impact === 3)).toEqual({
      likelihood: 3,
      impact: 3,
      score: 9,
      level: 'Medium',
      colour: 'yellow',
      withinAppetite: true,
      risks: [],
    });
    for (const cell of cells) expect(cell.withinAppetite).toBe(cell.score <= appetite);
  });

  it('draws each basis in its place', () => {
    const risks = [
      risk('R-1', { inherentLikelihood: 5, inherentImpact: 5, currentLikelihood: 3, currentImpact: 4, residualLikelihood: 1, residualImpact: 4 }),
    ];
    const place = (basis: 'inherent' | 'current' | 'residual') =>
      draw(risks, basis)
        .cells.filter((cell) => cell.risks.length > 0)
        .map(({ likelihood, impact }) => [likelihood, impact]);
    expect([place('inherent'), place('current'), place('residual')]).toEqual([[[5, 5]], [[3, 4]], [[1, 4]]]);
  });

  it('points from rating to rating where they move, and only there', () => {
    const { arrows } = draw([
      risk('R-1', { inherentLikelihood: 5, inherentImpact: 5, currentLikelihood: 3, currentImpact: 4, residualLikelihood: 1, residualImpact: 4 }),
      risk('R-2', { inherentLikelihood: 2, inherentImpact: 2, currentLikelihood: 2, currentImpact: 2 }),
    ]);
    expect(arrows).toEqual([
      { risk: 'R-1', title: 'Risk R-1', step: 'inherent-current', from: { likelihood: 5, impact: 5 }, to: { likelihood: 3, impact: 4 } },
      { risk: 'R-1', title: 'Risk R-1', step: 'current-residual', from: { likelihood: 3, impact: 4 }, to: { likelihood: 1, impact: 4 } },
    ]);
  });

  it('leaves out closed risks and those of another version, and counts the latter', () => {
    const at = { currentLikelihood: 4, currentImpact: 4 };
    const map = draw([risk('R-1', { ...at, status: 'closed' }), risk('R-2', { ...at, method: 'METHOD-1' }), risk('R-3', at)]);
    expect(map.cells.flatMap(({ risks }) => risks)).toEqual(['R-3']);
    expect(map).toMatchObject({ otherMethods: 1, unrated: [], method: 'METHOD-2', basis: 'current' });
  });

  it('shows every open risk exactly once: in a cell, as unrated, or as of another version', () => {
    const step = fc.option(fc.integer({ min: 1, max: 5 }), { nil: null });
    const anyRisk = fc.record({
      currentLikelihood: step,
      currentImpact: step,
      method: fc.constantFrom('METHOD-1', 'METHOD-2', null),
      status: fc.constantFrom('open' as const, 'closed' as const),
    });
    fc.assert(
      fc.property(fc.array(anyRisk, { maxLength: 30 }), (list) => {
        const risks = list.map((fields, index) => risk(`R-${index}`, fields));
        const map = draw(risks);
        const shown = [...map.cells.flatMap((cell) => cell.risks), ...map.unrated];
        const open = risks.filter(({ status }) => status === 'open');
        expect(shown.toSorted()).toEqual(
          open
            .filter((each) => each.method !== 'METHOD-1')
            .map(({ id }) => id)
            .toSorted(),
        );
        expect(map.otherMethods).toBe(open.filter((each) => each.method === 'METHOD-1').length);
      }),
    );
  });
});
