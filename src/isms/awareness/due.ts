import { addDays } from '../days.ts';
import type { Isms } from '../isms.ts';
import type { Waiting } from '../reminders/due.ts';
import { assignments } from './training.ts';

/** Days before a lesson is due on which people hear of it, and between reminders once it is late. */
const notice = { before: 7, late: 7 };

/** The lessons that people have to take and have not passed. */
export function lessonsDue(isms: Isms, day: string): Waiting[] {
  const titles = new Map(isms.lessons.map(({ id, title }) => [id, title]));
  return assignments(isms, day).flatMap(({ person, lesson, dueOn, state }) =>
    state === 'passed' || dueOn === null
      ? []
      : [
          {
            person,
            kind: 'learn' as const,
            subject: lesson,
            title: titles.get(lesson)!,
            dueOn,
            from: addDays(dueOn, -notice.before),
            every: null,
            late: notice.late,
          },
        ],
  );
}
