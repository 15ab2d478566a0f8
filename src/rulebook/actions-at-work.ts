import { isOpen } from '../isms/auditor/requests/state.ts';
import { addDays } from '../isms/days.ts';
import type { Isms } from '../isms/isms.ts';
import { dutiesOf } from '../isms/operations/calendar/duties.ts';
import { decisionsDue } from '../isms/operations/due.ts';
import { shownVulnerability } from '../isms/operations/vulnerabilities/deadline.ts';
import type { Standard } from '../standard/standard.ts';
import type { Action } from './actions.ts';

/** Days before its day from which whoever does something is told. */
const notice = 14;

/** What waits for one person in operation: tasks, duties, accounts to decide on, what auditors ask for, and vulnerabilities past their deadline. */
export function actionsAtWork(isms: Isms, standard: Standard, day: string, person: string | null): Action[] {
  if (person === null) return [];
  const who = isms.people.find(({ id }) => id === person)?.name ?? person;
  const soon = addDays(day, notice);
  const mine = (text: string, room: string, due: string | null): Action => ({
    text,
    who,
    yours: true,
    room,
    due,
    grade: due !== null && due < day ? 'minor' : null,
  });
  return [
    ...isms.controlTasks
      .filter(({ assignee, status, dueOn }) => assignee === person && status !== 'done' && dueOn !== null && dueOn <= soon)
      .map(({ id, title, dueOn }) => mine(`${id} ${title}`, 'controls', dueOn)),
    ...dutiesOf(isms, standard, day)
      // Reviews of documents and of access stand in the list already.
      .filter(({ key }) => !key.startsWith('document:') && !key.startsWith('review:'))
      .filter(
        ({ assignee, state, dueOn }) =>
          assignee === person && (state === 'due' || state === 'missed' || state === 'never') && dueOn !== null && dueOn <= soon,
      )
      .map(({ title, dueOn }) => mine(title, 'operations', dueOn)),
    ...decisionsDue(isms)
      .filter((each) => each.person === person)
      .map(({ title, dueOn }) => mine(`Decide on access: ${title}`, 'operations/reviews', dueOn)),
    ...isms.evidenceRequests
      .filter((each) => each.owner === person && isOpen(each))
      .map(({ title, dueOn }) => mine(`Provide for the auditor: ${title}`, 'auditors/requests', dueOn)),
    ...isms.vulnerabilities
      .filter(({ owner, fixedOn }) => owner === person && fixedOn === null)
      .map((each) => shownVulnerability(isms.commitments, each, day))
      .filter(({ state }) => state === 'late')
      .map(({ id, title, dueOn }) => mine(`Close ${id} ${title}`, 'operations/vulnerabilities', dueOn)),
  ];
}
