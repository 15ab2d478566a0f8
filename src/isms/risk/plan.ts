import { createHash } from 'node:crypto';
import type { Isms } from '../isms.ts';
import type { Risk, TreatmentTask } from './model.ts';

const tasksKnown = new WeakMap<readonly TreatmentTask[], Map<string, TreatmentTask[]>>();

/** The tasks of the risk treatment plan, by the risk they treat. */
export function tasksByRisk({ treatmentTasks }: Isms): Map<string, TreatmentTask[]> {
  let groups = tasksKnown.get(treatmentTasks);
  if (!groups) tasksKnown.set(treatmentTasks, (groups = Map.groupBy(treatmentTasks, (task) => task.risk)));
  return groups;
}

/** Names exactly what is accepted: the ratings, the method, the treatment, its controls and plan (not how far it is). */
export function fingerprint(risk: Risk, tasks: readonly TreatmentTask[]): string {
  const plan = tasks
    .map(({ id, title, assignee, dueOn, cost }) => [id, title, assignee, dueOn, cost])
    .sort((a, b) => String(a[0]).localeCompare(String(b[0]), 'en'));
  const content = [
    risk.owner,
    risk.method,
    risk.treatment,
    risk.currentLikelihood,
    risk.currentImpact,
    risk.residualLikelihood,
    risk.residualImpact,
    risk.controls.toSorted(),
    plan,
  ];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
