import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyIsms, record } from '../testing.ts';
import { methodTemplates } from './library.ts';
import { currentMethod, levelOf, methodProblems, rating, score, translateStep } from './method.ts';

const template = (id: string) => structuredClone(methodTemplates().find((each) => each.id === id)!.method);
const usual = () => template('five-by-five');
const anyMethod = fc.constantFrom(...methodTemplates().flatMap(({ method }) => [method, { ...method, combination: 'sum' as const }]));
const anyPlace = anyMethod.chain((method) =>
  fc.record({
    method: fc.constant(method),
    likelihood: fc.integer({ min: 1, max: method.likelihood.length }),
    impact: fc.integer({ min: 1, max: method.impact.length }),
  }),
);

describe('scoring', () => {
  it('multiplies, adds, or reads the matrix', () => {
    expect(score(usual(), 3, 4)).toBe(12);
    expect(score({ ...usual(), combination: 'sum' }, 3, 4)).toBe(7);
    expect(score(template('matrix'), 1, 5)).toBe(12);
    expect(score(template('matrix'), 5, 1)).toBe(4);
  });

  it('knows no score outside the scales', () => {
    for (const [l, i] of [
      [0, 1],
      [6, 1],
      [1, 6],
      [1, 0],
      [1.5, 2],
    ] as const)
      expect(score(usual(), l, i)).toBeNull();
    expect(rating(usual(), 6, 6)).toBeNull();
    expect(rating(usual(), null, 3)).toBeNull();
    expect(rating(usual(), 3, null)).toBeNull();
  });

  it('never scores lower for a higher likelihood or impact', () => {
    fc.assert(
      fc.property(anyPlace, ({ method, likelihood, impact }) => {
        const here = score(method, likelihood, impact)!;
        const likelier = score(method, Math.min(likelihood + 1, method.likelihood.length), impact)!;
        const worse = score(method, likelihood, Math.min(impact + 1, method.impact.length))!;
        expect(Math.min(likelier, worse)).toBeGreaterThanOrEqual(here);
      }),
    );
  });

  it('gives every score exactly one level: the one whose range it lies in', () => {
    fc.assert(
      fc.property(anyPlace, ({ method, likelihood, impact }) => {
        const value = score(method, likelihood, impact)!;
        const fitting = method.levels.filter((level, index) => level.from <= value && value < (method.levels[index + 1]?.from ?? Infinity));
        expect(fitting).toEqual([levelOf(method, value)]);
      }),
    );
  });

  it('takes the level from its first score on', () => {
    const name = (value: number) => levelOf(usual(), value).name;
    expect([4, 5, 9, 10, 16, 17, 25].map(name)).toEqual(['Low', 'Medium', 'Medium', 'High', 'High', 'Critical', 'Critical']);
    expect(rating(usual(), 2, 5)).toEqual({ likelihood: 2, impact: 5, score: 10, level: 'High', colour: 'orange', acceptable: false });
  });
});

describe('translateStep', () => {
  const scale = fc.integer({ min: 3, max: 7 });
  it('keeps ends, order and the scale', () => {
    fc.assert(
      fc.property(scale, scale, (from, to) => {
        expect(translateStep(1, from, to)).toBe(1);
        expect(translateStep(from, from, to)).toBe(to);
        const steps = Array.from({ length: from }, (_, index) => translateStep(index + 1, from, to)!);
        expect(steps).toEqual(steps.toSorted((a, b) => a - b));
      }),
    );
  });
  it('leaves the unknown unknown and the same scale alone', () => {
    expect(translateStep(null, 5, 3)).toBeNull();
    expect([1, 2, 3, 4, 5].map((step) => translateStep(step, 5, 5))).toEqual([1, 2, 3, 4, 5]);
    expect([1, 2, 3, 4, 5].map((step) => translateStep(step, 5, 3))).toEqual([1, 2, 2, 3, 3]);
  });
});

describe('methodProblems', () => {
  it('finds nothing wrong with the ready methods', () => {
    for (const { id, method } of methodTemplates()) expect(methodProblems(method), id).toEqual([]);
  });

  it.each<[string, string, (method: ReturnType<typeof usual>) => void]>([
    ['steps that are not numbered in order', 'likelihood', (method) => void method.likelihood.reverse()],
    ['two steps of one name', 'impact', (method) => void (method.impact[1]!.name = 'NEGLIGIBLE')],
    ['a step without criteria', 'impact', (method) => void (method.impact[2]!.criteria = ' ')],
    ['a first level that begins too high', 'levels', (method) => void (method.levels[0]!.from = 2)],
    ['levels that do not rise', 'levels', (method) => void (method.levels[2]!.from = 5)],
    ['a level that no score reaches', 'levels', (method) => void (method.levels[3]!.from = 26)],
    ['two levels of one name', 'levels', (method) => void (method.levels[1]!.name = 'low')],
    ['no acceptable level', 'levels', (method) => method.levels.forEach((level) => (level.acceptable = false))],
    ['an acceptable level above one that is not', 'levels', (method) => void (method.levels[0]!.acceptable = false)],
    ['an acceptable level that nobody may accept', 'levels', (method) => void (method.levels[0]!.acceptedBy = [])],
    ['an appetite out of reach', 'appetite', (method) => void (method.appetite = 26)],
    ['an appetite below the lowest score', 'appetite', (method) => Object.assign(method, { combination: 'sum', appetite: 1 })],
    ['no words on acceptance', 'acceptanceCriteria', (method) => void (method.acceptanceCriteria = '')],
    ['no words on identification', 'identification', (method) => void (method.identification = '')],
    ['a missing matrix', 'matrix', (method) => void (method.combination = 'matrix')],
    [
      'a matrix of the wrong size',
      'matrix',
      (method) =>
        Object.assign(method, {
          combination: 'matrix',
          matrix: [
            [1, 2],
            [3, 4],
          ],
        }),
    ],
    [
      'a matrix that falls',
      'matrix',
      (method) => {
        Object.assign(method, template('matrix'));
        method.matrix![4]![4] = 1;
      },
    ],
  ])('names the field of %s', (_, field, spoil) => {
    const method = usual();
    spoil(method);
    expect(methodProblems(method).map((problem) => problem.field)).toContain(field);
  });
});

describe('currentMethod', () => {
  it('is the one in force, and nothing before that', () => {
    const isms = emptyIsms();
    isms.riskMethods = [
      record('riskMethods', { ...usual(), id: 'METHOD-1', number: 1, status: 'retired' }),
      record('riskMethods', { ...usual(), id: 'METHOD-2', number: 2, status: 'draft' }),
    ];
    expect(currentMethod(isms)).toBeNull();
    isms.riskMethods.push(record('riskMethods', { ...usual(), id: 'METHOD-3', number: 3, status: 'in-force' }));
    expect(currentMethod(isms)?.id).toBe('METHOD-3');
  });
});
