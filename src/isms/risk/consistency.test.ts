import { describe, expect, it } from 'vitest';
import { emptyIsms, record } from '../testing.ts';
import { assess } from './assess.ts';
import { consistencyFindings } from './consistency.ts';
import { methodTemplates } from './library.ts';
import type { Risk } from './model.ts';

const { method } = methodTemplates()[0]!;
const riskMethods = [
  record('riskMethods', { ...method, id: 'METHOD-1', number: 1, status: 'retired' }),
  record('riskMethods', { ...method, id: 'METHOD-2', number: 2, status: 'in-force' }),
];
const risk = (id: string, [il, ii]: [number, number], fields: Partial<Risk> = {}) =>
  record('risks', { id, title: id, method: 'METHOD-2', inherentLikelihood: il, inherentImpact: ii, ...fields });
const current = (currentLikelihood: number, currentImpact: number) => ({ currentLikelihood, currentImpact });
const residual = (residualLikelihood: number, residualImpact: number) => ({ residualLikelihood, residualImpact });
const find = (risks: Risk[], implemented: string[] = []) =>
  consistencyFindings(assess({ ...emptyIsms(), riskMethods }, risks, '2027-03-03'), (control) => implemented.includes(control)).map(
    ({ kind, risks: ids }) => [kind, ...ids].join(' '),
  );

describe('the same threat on the same asset', () => {
  const same = { threat: 'Phishing', assets: ['A-1'] };
  it('is to be rated alike, however the threat is spelt', () => {
    expect(find([risk('R-1', [3, 3], same), risk('R-2', [4, 3], { threat: ' phishing ', assets: ['A-2', 'A-1'] })])).toEqual([
      'rated-differently R-1 R-2',
    ]);
    expect(find([risk('R-1', [3, 3], same), risk('R-2', [3, 3], same)])).toEqual([]);
  });
  it('may differ on another asset, for another threat, and after closing', () => {
    expect(find([risk('R-1', [3, 3], same), risk('R-2', [4, 3], { ...same, assets: ['A-2'] })])).toEqual([]);
    expect(find([risk('R-1', [3, 3], same), risk('R-2', [4, 3], { ...same, threat: 'Fire' })])).toEqual([]);
    expect(find([risk('R-1', [3, 3], same), risk('R-2', [4, 3], { ...same, status: 'closed' })])).toEqual([]);
    expect(find([risk('R-1', [3, 3], { assets: ['A-1'] }), risk('R-2', [4, 3], { assets: ['A-1'] })])).toEqual([]);
  });
  it('is not compared across versions of the method', () => {
    expect(find([risk('R-1', [3, 3], same), risk('R-2', [4, 3], { ...same, method: 'METHOD-1' })])).toEqual([]);
  });
  it('named twice in one risk is still one risk', () => {
    expect(find([risk('R-1', [3, 3], { ...same, assets: ['A-1', 'A-1'] })])).toEqual([]);
  });
});

describe('the ratings of one risk', () => {
  it('do not rise above the inherent one', () => {
    expect(find([risk('R-1', [2, 2], { ...residual(3, 2) })])).toEqual(['residual-above-inherent R-1']);
    expect(find([risk('R-1', [2, 2], { ...current(2, 3) })])).toEqual(['current-above-inherent R-1']);
    expect(find([risk('R-1', [2, 3], { ...current(3, 2) })])).toEqual([]);
  });
  it('are lower now only through a control that works', () => {
    const lowered = risk('R-1', [4, 4], { ...current(2, 4), controls: ['A.8.7'] });
    expect(find([lowered])).toEqual(['lowered-without-control R-1']);
    expect(find([lowered], ['A.8.8'])).toEqual(['lowered-without-control R-1']);
    expect(find([lowered], ['A.8.7'])).toEqual([]);
  });
  it('are expected to fall only through a control that is chosen', () => {
    expect(find([risk('R-1', [4, 4], { ...current(4, 4), ...residual(2, 4) })])).toEqual(['residual-without-control R-1']);
    expect(find([risk('R-1', [4, 4], { ...current(4, 4), ...residual(2, 4), controls: ['A.8.7'] })])).toEqual([]);
    expect(find([risk('R-1', [4, 4], { ...current(4, 4), ...residual(4, 4) })])).toEqual([]);
  });
  it('say nothing where they are unknown', () => {
    expect(find([record('risks', { title: 'New' }), risk('R-2', [5, 5]), risk('R-3', [1, 1], { ...residual(5, 5), method: null })])).toEqual([]);
  });
});
