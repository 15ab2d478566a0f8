import { dayInWords } from '../days.ts';
import type { Isms } from '../isms.ts';
import type { CalendarEvent } from '../operations/calendar/ical.ts';
import { cycleOf } from './cycle.ts';
import { shownFinding } from './findings.ts';
import { openConcerns } from './window.ts';

/** The dates of the certification for a calendar: audits on their days, latest days, and answers that are due. */
export function cycleEvents(isms: Isms, day: string, url: string): CalendarEvent[] {
  const { id: organisation } = isms.organisation;
  const event = (key: string, on: string, title: string, description: string, until?: string | null): CalendarEvent => ({
    uid: `certification.${key}.${organisation}@annexa`,
    day: on,
    ...(until && until > on && { until }),
    title,
    description,
    url,
  });
  const milestones = cycleOf(isms, day).milestones.flatMap(({ id, title, from, to, by, basis, rule }): CalendarEvent[] => {
    if (id === 'window' || basis === 'unknown') return [];
    if (basis === 'held' || basis === 'planned') return from === null ? [] : [event(id, from, title, rule, to)];
    if (id === 'decision') return to === null ? [] : [event(id, to, `${title} (expected)`, rule)];
    return by === null ? [] : [event(id, by, `${title}${id === 'expiry' ? '' : ': latest day'}${basis === 'estimated' ? ' (expected)' : ''}`, rule)];
  });
  const answers = isms.certificationFindings
    .map((each) => shownFinding(isms, each, day))
    .filter(
      ({ grade, verifiedOn, planSentOn, answerBy }) => grade !== 'opportunity' && verifiedOn === null && planSentOn === null && answerBy !== null,
    )
    .map(({ id, title, answerBy, verifyBy }) =>
      event(
        id,
        answerBy!,
        `Answer due: ${title}`,
        verifyBy ? `Verified by ${dayInWords(verifyBy)} at the latest.` : 'The answer to the certification body.',
      ),
    );
  const concerns = openConcerns(isms).flatMap(({ id, title, dueOn }) =>
    dueOn === null ? [] : [event(id, dueOn, `Area of concern: ${title}`, 'To be closed before Stage 2.')],
  );
  return [...milestones, ...answers, ...concerns];
}
