import type { Standard } from '../../standard/standard.ts';
import { addDays } from '../days.ts';
import type { Isms } from '../isms.ts';
import type { Waiting } from '../reminders/due.ts';
import { dutiesOf } from './calendar/duties.ts';

/** Days before its day on which whoever does it hears of it, and between reminders once it is late. */
const notice = { duty: 7, decision: 14, step: 2, late: 7 };

/** Accounts that wait for the decision of a reviewer. */
export function decisionsDue(isms: Isms): Waiting[] {
  const open = Map.groupBy(
    isms.accessDecisions.filter(({ decision }) => decision === 'open'),
    ({ review, reviewer }) => `${review} ${reviewer}`,
  );
  const reviews = new Map(isms.accessReviews.filter(({ status }) => status === 'open').map((each) => [each.id, each]));
  return [...open.values()].flatMap((own): Waiting[] => {
    const { review: id, reviewer } = own[0]!;
    const review = reviews.get(id);
    if (!review) return [];
    const title = `${review.title}: ${own.length} ${own.length === 1 ? 'account' : 'accounts'}`;
    return [{ person: reviewer, kind: 'decide', subject: id, title, dueOn: review.dueOn, from: review.startedOn, every: notice.late, late: 3 }];
  });
}

/** Duties of the calendar for those who do them. Reviews of documents and access have reminders of their own. */
export function dutiesDue(isms: Isms, standard: Standard, day: string): Waiting[] {
  return dutiesOf(isms, standard, day).flatMap(({ key, title, assignee, dueOn, state }): Waiting[] => {
    if (assignee === null || dueOn === null || state === 'paused' || key.startsWith('document:') || key.startsWith('review:')) return [];
    const from = addDays(dueOn, -notice.duty);
    if (from > day) return [];
    return [
      {
        person: assignee,
        kind: 'do',
        subject: key.replaceAll(/[^A-Za-z0-9._-]/g, '.').slice(0, 64),
        title,
        dueOn,
        from,
        every: null,
        late: notice.late,
      },
    ];
  });
}

/** Steps for people who come, change and go, for whoever is responsible: one line a person. */
export function stepsDue(isms: Isms, day: string): Waiting[] {
  const names = new Map(isms.people.map(({ id, name }) => [id, name]));
  return isms.peopleMoves.flatMap(({ id, person, kind, responsible, steps, closedOn }): Waiting[] => {
    const open = steps.filter(({ state }) => state === 'open').toSorted((a, b) => a.dueOn.localeCompare(b.dueOn));
    if (closedOn !== null || responsible === null || open.length === 0) return [];
    const from = addDays(open[0]!.dueOn, -notice.step);
    if (from > day) return [];
    const title = `${names.get(person) ?? person} (${kind}): ${open.length} ${open.length === 1 ? 'step' : 'steps'}, next ${open[0]!.title}`;
    return [{ person: responsible, kind: 'do', subject: id, title: title.slice(0, 400), dueOn: open[0]!.dueOn, from, every: null, late: 2 }];
  });
}
