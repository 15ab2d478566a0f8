import type { z } from 'zod';
import type { ProblemField } from '../../platform/contract/problem.ts';
import type { Isms } from '../isms.ts';
import type { Rating, RiskLevel, RiskMethod, RiskMethodFields } from './model.ts';

type Method = z.infer<typeof RiskMethodFields>;
type Scales = Pick<Method, 'likelihood' | 'impact' | 'combination' | 'matrix'>;

/** The method in force (6.1.2), or null when none has been put in force yet. */
export const currentMethod = (isms: Isms): RiskMethod | null => isms.riskMethods.find((method) => method.status === 'in-force') ?? null;

/** How likelihood and impact combine to a score; null when a step lies outside the scales. */
export function score({ likelihood, impact, combination, matrix }: Scales, l: number, i: number): number | null {
  if (l < 1 || l > likelihood.length || i < 1 || i > impact.length || !Number.isInteger(l) || !Number.isInteger(i)) return null;
  if (combination === 'sum') return l + i;
  if (combination === 'matrix') return matrix?.[l - 1]?.[i - 1] ?? null;
  return l * i;
}

/** The level of a score: the highest one that begins at or below it. The first level begins at the lowest score. */
export function levelOf({ levels }: Pick<Method, 'levels'>, value: number): RiskLevel {
  let found = levels[0]!;
  for (const level of levels) if (level.from <= value) found = level;
  return found;
}

/** A rating with its score and level; null when either step is missing or outside the scales. */
export function rating(method: Method, likelihood: number | null, impact: number | null): Rating | null {
  if (likelihood === null || impact === null) return null;
  const value = score(method, likelihood, impact);
  if (value === null) return null;
  const level = levelOf(method, value);
  return { likelihood, impact, score: value, level: level.name, colour: level.colour, acceptable: level.acceptable };
}

/** What keeps a drafted method from being put in force, field by field. */
export function methodProblems(method: Method): ProblemField[] {
  const problems: ProblemField[] = [];
  const add = (field: string, message: string) => void problems.push({ field, message });
  for (const name of ['likelihood', 'impact'] as const) {
    const steps = method[name];
    if (steps.some((step, index) => step.level !== index + 1)) add(name, `The steps must be numbered 1 to ${steps.length} in order.`);
    if (new Set(steps.map((step) => step.name.toLowerCase())).size !== steps.length) add(name, 'Two steps have the same name.');
    const silent = steps.filter((step) => step.criteria.trim() === '');
    if (silent.length > 0)
      add(name, `Say in words when ${silent.map((step) => `"${step.name}"`).join(', ')} applies: comparable results need criteria (6.1.2 b).`);
  }
  const scores: number[] = [];
  if (method.combination === 'matrix') {
    if (!method.matrix || method.matrix.length !== method.likelihood.length || method.matrix.some((row) => row.length !== method.impact.length)) {
      add('matrix', `The matrix needs ${method.likelihood.length} rows of ${method.impact.length} scores.`);
      return problems;
    }
    const falls = method.matrix.some((row, l) => row.some((value, i) => value < (method.matrix![l - 1]?.[i] ?? 0) || value < (row[i - 1] ?? 0)));
    if (falls) add('matrix', 'A higher likelihood or impact must not give a lower score.');
  }
  for (const { level: l } of method.likelihood) for (const { level: i } of method.impact) scores.push(score(method, l, i) ?? 0);
  const lowest = Math.min(...scores);
  const highest = Math.max(...scores);
  if (method.levels[0]!.from > lowest) add('levels', `The first level must begin at ${lowest} or below: that is the lowest score.`);
  method.levels.forEach((level, index) => {
    if (index > 0 && level.from <= method.levels[index - 1]!.from)
      add('levels', `"${level.name}" must begin above "${method.levels[index - 1]!.name}".`);
    if (level.from > highest) add('levels', `"${level.name}" begins at ${level.from}, but the highest score is ${highest}.`);
    if (level.acceptable && level.acceptedBy.length === 0) add('levels', `"${level.name}" is acceptable, but nobody may accept it.`);
  });
  if (new Set(method.levels.map((level) => level.name.toLowerCase())).size !== method.levels.length) add('levels', 'Two levels have the same name.');
  if (!method.levels.some((level) => level.acceptable)) add('levels', 'No level is acceptable: then no risk could ever be.');
  const firstNot = method.levels.findIndex((level) => !level.acceptable);
  if (firstNot >= 0 && method.levels.slice(firstNot).some((level) => level.acceptable))
    add('levels', 'A level above one that is not acceptable cannot be acceptable.');
  if (method.appetite < lowest || method.appetite > highest) add('appetite', `The appetite must lie between ${lowest} and ${highest}.`);
  if (method.acceptanceCriteria.trim() === '') add('acceptanceCriteria', 'Say in words when a risk may be accepted (6.1.2 a 1).');
  if (method.identification.trim() === '') add('identification', 'Say how risks are identified (6.1.2 c).');
  return problems;
}

/** A step translated from a scale of `from` steps to one of `to` steps: ends stay ends, the middle goes along. */
export const translateStep = (step: number | null, from: number, to: number): number | null =>
  step === null ? null : from === to ? step : Math.min(to, Math.max(1, Math.round(1 + ((step - 1) * (to - 1)) / (from - 1))));
