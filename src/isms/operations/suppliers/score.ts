import type { SupplierCatalogue } from '../../../standard/model.ts';
import { addDays } from '../../days.ts';
import type { Isms } from '../../isms.ts';
import type { Answer, AreaScore, SupplierAssessment, verdicts } from './model.ts';

const points: Record<Answer, number | null> = { yes: 1, partly: 0.5, no: 0, 'not-applicable': null, unanswered: null };

export interface Score {
  /** Null: nothing that applies has been answered. */
  percent: number | null;
  areas: AreaScore[];
  unanswered: number;
  /** Questions that no supplier of weight may answer with "no". */
  grave: string[];
  suggested: (typeof verdicts)[number] | null;
}

/** Answers weighed by their questions. What is not applicable does not count; what is unanswered is not green. */
export function scoreOf(catalogue: SupplierCatalogue, answers: readonly { question: string; answer: Answer }[]): Score {
  const given = new Map(answers.map(({ question, answer }) => [question, answer]));
  const weigh = (questions: readonly { id: string; weight: number }[]) => {
    let [reached, possible, unanswered] = [0, 0, 0];
    for (const { id, weight } of questions) {
      const answer = given.get(id) ?? 'unanswered';
      if (answer === 'unanswered') unanswered++;
      const value = points[answer];
      if (value === null) continue;
      reached += value * weight;
      possible += weight;
    }
    return { percent: possible === 0 ? null : Math.round((reached / possible) * 100), unanswered };
  };
  const questions = catalogue.areas.flatMap((area) => area.questions);
  const { percent, unanswered } = weigh(questions);
  const grave = questions.filter(({ id, weight }) => weight === 3 && given.get(id) === 'no').map(({ id }) => id);
  return {
    percent,
    unanswered,
    grave,
    areas: catalogue.areas.map(({ id, title, questions: own }) => ({ area: id, title, ...weigh(own) })),
    suggested:
      percent === null || unanswered > 0
        ? null
        : grave.length > 1 || percent < 50
          ? 'unsuitable'
          : grave.length > 0 || percent < 80
            ? 'with-conditions'
            : 'suitable',
  };
}

/** Others than critical suppliers are looked at half as often. */
const slower = 2;

/** By when a supplier is assessed again; null where nobody has committed to an interval. */
export function nextAssessment({ critical }: { critical: boolean }, on: string, commitments: Isms['commitments']): string | null {
  const days = commitments?.supplierReviewDays ?? null;
  return days === null ? null : addDays(on, critical ? days : days * slower);
}

/** The assessment that counts of each supplier: the last that was concluded. */
export function lastAssessments(isms: Pick<Isms, 'supplierAssessments'>): Map<string, SupplierAssessment> {
  const last = new Map<string, SupplierAssessment>();
  for (const each of isms.supplierAssessments) {
    // One that came from files without its day says nothing of when.
    if (each.status !== 'concluded' || each.on === null) continue;
    const known = last.get(each.supplier);
    if (!known || known.on! <= each.on) last.set(each.supplier, each);
  }
  return last;
}
