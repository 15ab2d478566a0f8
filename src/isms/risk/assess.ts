import type { Isms } from '../isms.ts';
import { remembered } from '../remember.ts';
import { acceptanceState, latestAcceptance } from './acceptance.ts';
import { currentMethod, rating } from './method.ts';
import { tasksByRisk } from './plan.ts';
import type { AssessedRisk, Risk, TreatmentTask } from './model.ts';

/**
 * Risks with everything that is calculated from them: ratings and levels by the method each was rated with, whether the
 * expected residual has been reached, and where the owner's acceptance stands on a day.
 */
export const assess = remembered((isms: Isms, risks: readonly Risk[], day: string): readonly AssessedRisk[] => {
  const methods = new Map(isms.riskMethods.map((method) => [method.id, method]));
  const inForce = currentMethod(isms)?.id ?? null;
  const names = new Map(isms.people.map(({ id, name }) => [id, name]));
  const tasks = tasksByRisk(isms);
  const implemented = new Set(isms.gapAnswers.filter((answer) => answer.status === 'implemented').map(({ id }) => id));
  const acceptances = latestAcceptance(isms);
  return risks.map((risk): AssessedRisk => {
    const method = risk.method === null ? undefined : methods.get(risk.method);
    const own = tasks.get(risk.id) ?? [];
    const acceptance = acceptances.get(risk.id);
    const state = acceptance ? acceptanceState(acceptance, risk, own, day) : 'none';
    return {
      ...risk,
      inherent: method ? rating(method, risk.inherentLikelihood, risk.inherentImpact) : null,
      current: method ? rating(method, risk.currentLikelihood, risk.currentImpact) : null,
      residual: method ? rating(method, risk.residualLikelihood, risk.residualImpact) : null,
      residualReached: isReached(risk, own, implemented),
      acceptance: state === 'withdrawn' ? 'none' : state,
      acceptanceExpiresOn: acceptance?.expiresOn ?? null,
      methodOutdated: risk.method !== null && risk.method !== inForce,
      ownerName: risk.owner === null ? null : (names.get(risk.owner) ?? null),
    };
  });
});

/** All live risks, assessed. */
export const assessedRisks = (isms: Isms, day: string): readonly AssessedRisk[] => assess(isms, isms.risks, day);

/** Reached only when every chosen control works and every task of the plan is done (3.4); without either there is nothing to reach. */
function isReached(risk: Risk, tasks: readonly TreatmentTask[], implemented: ReadonlySet<string>): boolean {
  if (risk.residualLikelihood === null || risk.residualImpact === null) return false;
  if (risk.controls.length === 0 && tasks.length === 0) return false;
  return risk.controls.every((control) => implemented.has(control)) && tasks.every((task) => task.status === 'done');
}
