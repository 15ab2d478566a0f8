import { describe, expect, it } from 'vitest';
import { standard } from '../../standard/standard.ts';
import { record } from '../testing.ts';
import { fromScenario, methodTemplates, searchLibrary } from './library.ts';
import { rating } from './method.ts';

const inForce = (id: string) => record('riskMethods', { ...methodTemplates().find((each) => each.id === id)!.method, number: 1, status: 'in-force' });
const scenario = { ...standard.scenarios[0]!, likelihood: 4, impact: 5, expected: { likelihood: 1, impact: 3 } };

describe('searchLibrary', () => {
  it('answers everything when nothing is asked', () => expect(searchLibrary({})).toHaveLength(standard.scenarios.length));
  it('narrows by sector, category and every word', () => {
    const found = searchLibrary({ sector: 'health', category: 'access', search: 'ACCESS' });
    expect(found.length).toBeGreaterThan(0);
    for (const each of found) {
      expect(each.sectors).toContain('health');
      expect(each.category).toBe('access');
    }
    expect(searchLibrary({ search: 'access no-such-word' })).toEqual([]);
  });
  it('finds scenarios by a control', () => {
    const found = searchLibrary({ search: 'A.8.13' });
    expect(found.map(({ id }) => id)).toContain(standard.scenarios.find(({ controls }) => controls.includes('A.8.13'))!.id);
  });
});

describe('fromScenario', () => {
  it('translates the ratings to the scales in force', () => {
    expect(fromScenario(scenario, inForce('five-by-five'), 'P-1', '2027-03-03')).toMatchObject({
      scenario: scenario.id,
      title: scenario.title,
      controls: scenario.controls,
      owner: 'P-1',
      identifiedOn: '2027-03-03',
      inherentLikelihood: 4,
      inherentImpact: 5,
      residualLikelihood: 1,
      residualImpact: 3,
    });
    expect(fromScenario(scenario, inForce('three-by-three'), null, '2027-03-03')).toMatchObject({
      inherentLikelihood: 3,
      inherentImpact: 3,
      residualLikelihood: 1,
      residualImpact: 2,
    });
    expect(fromScenario(scenario, inForce('seven-by-seven'), null, '2027-03-03')).toMatchObject({
      inherentLikelihood: 6,
      inherentImpact: 7,
      residualLikelihood: 1,
      residualImpact: 4,
    });
  });
  it('stays unrated where no method is in force', () => {
    const risk = record('risks', fromScenario(scenario, null, null, '2027-03-03') as { title: string });
    expect(risk).toMatchObject({ method: null, inherentLikelihood: null, residualImpact: null });
  });
  it('never says how the risk stands now: only the organisation knows', () => {
    expect(record('risks', fromScenario(scenario, inForce('five-by-five'), null, '2027-03-03') as { title: string })).toMatchObject({
      currentLikelihood: null,
      currentImpact: null,
    });
  });
  it('fits every ready method, and never expects more than there was', () => {
    for (const { id } of methodTemplates()) {
      const method = inForce(id);
      for (const each of standard.scenarios) {
        const risk = fromScenario(each, method, null, '2027-03-03');
        const before = rating(method, risk.inherentLikelihood!, risk.inherentImpact!);
        const after = rating(method, risk.residualLikelihood!, risk.residualImpact!);
        expect(before, each.id).not.toBeNull();
        expect(after!.score, `${each.id} in ${id}`).toBeLessThanOrEqual(before!.score);
      }
    }
  });
});
