import { addDays } from '../isms/days.ts';
import type { Isms } from '../isms/isms.ts';
import { heldReviews, interval } from '../isms/review/standing.ts';
import type { Action, Asker } from './actions.ts';

/** Days before its day from which a decision and a review are mentioned. */
const notice = { decision: 14, review: 42 };

/** What management reviews ask of people: minutes to approve, decisions to carry out, the next one to prepare. */
export function actionsOfReviews(isms: Isms, day: string, asker: Asker): Action[] {
  const names = new Map(isms.people.map(({ id, name }) => [id, name]));
  const held = new Set(heldReviews(isms, day).map(({ id }) => id));
  const { dueOn, planned } = interval(isms, day);
  return [
    ...isms.managementReviews
      .filter(({ status }) => status === 'held')
      .map(({ id, title }): Action => ({
        text: `Approve the minutes: ${title}`,
        who: 'Top management',
        yours: asker.role === 'top-management',
        room: `management-review/${id}`,
        due: null,
        grade: 'minor',
      })),
    ...isms.reviewDecisions.flatMap((each): Action[] =>
      each.doneOn !== null || each.dueOn === null || each.dueOn > addDays(day, notice.decision) || !held.has(each.review)
        ? []
        : [
            {
              text: `${each.id} ${each.title}`,
              who: names.get(each.assignee ?? '') ?? 'Nobody yet',
              yours: each.assignee !== null && each.assignee === asker.person,
              room: 'reviews/decisions',
              due: each.dueOn,
              grade: each.dueOn < day ? 'minor' : null,
            },
          ],
    ),
    ...(dueOn === null || planned !== null || dueOn > addDays(day, notice.review)
      ? []
      : [
          {
            text: 'Prepare the management review',
            who: 'ISMS manager',
            yours: asker.role === 'isms-manager',
            room: 'reviews',
            due: dueOn,
            grade: dueOn < day ? ('minor' as const) : null,
          },
        ]),
  ];
}
