import { addDays } from '../days.ts';
import type { Isms } from '../isms.ts';
import type { Waiting } from '../reminders/due.ts';
import { nonconformityStandings, rulesOf } from './state.ts';

/** Something about a nonconformity that one person must do. */
export interface ImprovementDue {
  key: string;
  text: string;
  person: string;
  dueOn: string | null;
  nonconformity: string;
}

/** Days before its day from which people hear of it. */
const notice = 14;

/** Owners close, assignees act, those above hear of what is long overdue. */
export function improvementDue(isms: Isms, day: string): ImprovementDue[] {
  const standings = nonconformityStandings(isms, day);
  const soon = addDays(day, notice);
  const { escalateTo } = rulesOf(isms);
  const above =
    escalateTo === null
      ? isms.people.filter(({ topManagement, endsOn }) => topManagement && (endsOn === null || endsOn >= day)).map(({ id }) => id)
      : [escalateTo];
  const found: ImprovementDue[] = [];
  for (const { id, title, owner } of isms.nonconformities) {
    const { state, closeBy, escalated, actions } = standings.get(id)!;
    if (state === 'closed') continue;
    const open = state !== 'waiting' && state !== 'effect-due';
    if (open && owner !== null && (closeBy === null || closeBy <= soon))
      found.push({ key: id, text: `Deal with ${id} ${title}`, person: owner, dueOn: closeBy, nonconformity: id });
    if (escalated)
      for (const person of above)
        if (person !== owner)
          found.push({ key: `${id}.escalated`, text: `${id} ${title} is overdue: see to it`, person, dueOn: closeBy, nonconformity: id });
    for (const action of actions)
      if (action.doneOn === null && action.assignee !== null && (action.dueOn === null || action.dueOn <= soon))
        found.push({ key: action.id, text: `${action.id} ${action.title}`, person: action.assignee, dueOn: action.dueOn, nonconformity: id });
  }
  return found;
}

/** The same for reminders. */
export const improvementWaiting = (isms: Isms, day: string): Waiting[] =>
  improvementDue(isms, day).map(({ key, text, person, dueOn }) => ({
    person,
    kind: 'do',
    subject: key,
    title: text.slice(0, 400),
    dueOn,
    from: dueOn === null ? day : addDays(dueOn, -notice),
    every: 14,
    late: 7,
  }));
