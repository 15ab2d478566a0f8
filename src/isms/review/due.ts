import { addDays, addMonths } from '../days.ts';
import type { Isms } from '../isms.ts';
import type { Waiting } from '../reminders/due.ts';
import { heldReviews, interval, isTopManagement, usualMonths } from './standing.ts';
import { ismsManagers } from '../people/roles.ts';

/** Days before its day on which whoever carries out a decision hears of it; before a review falls due; and between reminders of what is late. */
const notice = { decision: 14, review: 42, late: 7 };

/** Decisions of management reviews, for whoever carries them out. Those of a meeting that is still being prepared are no tasks yet. */
export function reviewDecisionsDue(isms: Isms, day: string): Waiting[] {
  const held = new Set(heldReviews(isms, day).map(({ id }) => id));
  return isms.reviewDecisions.flatMap(({ id, review, title, assignee, dueOn, doneOn }): Waiting[] =>
    assignee === null || dueOn === null || doneOn !== null || !held.has(review) || addDays(dueOn, -notice.decision) > day
      ? []
      : [
          {
            person: assignee,
            kind: 'do',
            subject: id,
            title: `Decision: ${title}`.slice(0, 400),
            dueOn,
            from: addDays(dueOn, -notice.decision),
            every: null,
            late: notice.late,
          },
        ],
  );
}

/** The next review for whoever prepares it, and minutes that wait for top management. */
export function managementReviewsDue(isms: Isms, day: string): Waiting[] {
  const { last, months, planned } = interval(isms, day);
  const manager = ismsManagers(isms)[0];
  const dueOn = last === null ? null : addMonths(last, months ?? usualMonths);
  const next: Waiting[] =
    manager === undefined || dueOn === null || planned !== null || addDays(dueOn, -notice.review) > day
      ? []
      : [
          {
            person: manager,
            kind: 'do',
            subject: 'management-review',
            title: 'Prepare the management review',
            dueOn,
            from: addDays(dueOn, -notice.review),
            every: 14,
            late: notice.late,
          },
        ];
  const waiting = isms.managementReviews
    .filter(({ status }) => status === 'held')
    .flatMap(({ id, title, on, attendees }): Waiting[] =>
      attendees
        .filter((person) => isTopManagement(isms, person))
        .map((person) => ({
          person,
          kind: 'do',
          subject: id,
          title: `Approve the minutes: ${title}`.slice(0, 400),
          dueOn: addDays(on, 14),
          from: on,
          every: 7,
          late: notice.late,
        })),
    );
  return [...next, ...waiting];
}
