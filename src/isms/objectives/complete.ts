import type { Lack, Objective } from './model.ts';

/** What clause 6.2 asks of an objective and this one does not say: measurable, by whom, with what, until when, judged how. */
export function lacksOf(objective: Objective): Lack[] {
  const said: Record<Lack, boolean> = {
    measure: objective.metric !== 'typed' || objective.measure !== '',
    target: objective.target !== null,
    owner: objective.owner !== null,
    plan: objective.plan !== '',
    resources: objective.resources !== '',
    due: objective.dueOn !== null,
    evaluation: objective.evaluation !== '',
    communicated: objective.communicatedOn !== null,
  };
  return (Object.keys(said) as Lack[]).filter((each) => !said[each]);
}
