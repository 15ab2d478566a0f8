import { addDays, daysBetween } from '../days.ts';
import type { Isms } from '../isms.ts';
import { remembered } from '../remember.ts';
import {
  ImprovementRules,
  type CorrectiveAction,
  type EffectivenessReview,
  type Lack,
  type Nonconformity,
  type NonconformityState,
} from './model.ts';

/** The days the organisation gives itself, or the usual ones. */
export function rulesOf({ improvementRules, commitments }: Pick<Isms, 'improvementRules' | 'commitments'>): ImprovementRules {
  if (improvementRules) return improvementRules;
  // What documents promise binds where no days are set here.
  const promised = commitments?.nonconformityDays ?? undefined;
  return ImprovementRules.parse({ id: 'improvement-rules', version: 0, majorDays: promised, minorDays: promised });
}

/** The day by which a nonconformity must be closed: as said, or by its grade. Null: nobody knows when it was raised. */
export const closeBy = ({ dueOn, raisedOn, grade }: Nonconformity, { majorDays, minorDays }: ImprovementRules): string | null =>
  dueOn ?? (raisedOn === null ? null : addDays(raisedOn, grade === 'major' ? majorDays : minorDays));

export interface Standing {
  state: NonconformityState;
  closeBy: string | null;
  overdue: boolean;
  /** So late that those above hear of it. */
  escalated: boolean;
  /** The day from which its effect can be reviewed; null: not all actions are done. */
  effectFrom: string | null;
  lacks: Lack[];
  actions: CorrectiveAction[];
  reviews: EffectivenessReview[];
}

/**
 * How far a nonconformity has come (10.2). Nothing is typed in: it follows from what was recorded. What was done before it
 * was opened again does not count any more.
 */
export function standingOf(
  nonconformity: Nonconformity,
  actions: readonly CorrectiveAction[],
  reviews: readonly EffectivenessReview[],
  rules: ImprovementRules,
  day: string,
): Standing {
  const since = nonconformity.reopened.at(-1)?.on ?? null;
  // Actions that were done before it was opened again have not worked.
  const counting = actions.filter(({ doneOn }) => since === null || doneOn === null || doneOn >= since);
  const due = closeBy(nonconformity, rules);
  const undone = counting.some(({ doneOn }) => doneOn === null);
  const last = counting.reduce<string | null>(
    (latest, { doneOn }) => (doneOn !== null && (latest === null || doneOn > latest) ? doneOn : latest),
    null,
  );
  const effectFrom = counting.length > 0 && !undone && last !== null ? addDays(last, rules.effectivenessDays) : null;
  const lacks: Lack[] = [];
  if (nonconformity.owner === null) lacks.push('owner');
  if (nonconformity.correction.trim() === '' || nonconformity.correctedOn === null) lacks.push('correction');
  if (nonconformity.extent.trim() === '') lacks.push('extent');
  if (nonconformity.cause.trim() === '') lacks.push('cause');
  if (counting.length === 0) lacks.push('actions');
  else if (counting.some(({ assignee, dueOn, doneOn }) => doneOn === null && (assignee === null || dueOn === null))) lacks.push('plan');
  const closed = nonconformity.closedOn !== null;
  const state: NonconformityState = closed
    ? 'closed'
    : effectFrom !== null && !lacks.some((lack) => lack !== 'owner')
      ? effectFrom <= day
        ? 'effect-due'
        : 'waiting'
      : lacks.includes('correction')
        ? 'raised'
        : lacks.includes('cause') || lacks.includes('extent') || counting.length === 0
          ? 'analysed'
          : 'in-hand';
  // By its day what is done about the cause must be done; whether it works shows later.
  const overdue = !closed && state !== 'waiting' && state !== 'effect-due' && due !== null && due < day;
  return {
    state,
    closeBy: due,
    overdue,
    escalated: overdue && daysBetween(due!, day) >= rules.escalateDays,
    effectFrom,
    lacks: closed ? [] : lacks,
    actions: [...actions],
    reviews: [...reviews],
  };
}

/** Every nonconformity with how far it has come, by its id. */
export const nonconformityStandings = remembered((isms: Isms, day: string): ReadonlyMap<string, Standing> => {
  const rules = rulesOf(isms);
  const actions = Map.groupBy(isms.correctiveActions, ({ nonconformity }) => nonconformity);
  const reviews = Map.groupBy(isms.effectivenessReviews, ({ nonconformity }) => nonconformity);
  return new Map(isms.nonconformities.map((each) => [each.id, standingOf(each, actions.get(each.id) ?? [], reviews.get(each.id) ?? [], rules, day)]));
});

/** Why somebody may not review whether it has worked (10.2 d is judged by somebody else); null: they may. */
export function partOf(person: string | null, { owner }: Nonconformity, actions: readonly CorrectiveAction[]): string | null {
  if (person === null) return 'Your account stands for nobody in the list of people, so nobody can tell whether you had a part in it.';
  if (owner === person) return 'You own this nonconformity.';
  const own = actions.find(({ assignee }) => assignee === person);
  return own ? `You did ${own.id} ${own.title}.` : null;
}
