import type { Isms } from '../isms.ts';
import { inputTitles, reviewInputs } from './model.ts';
import { isTopManagement } from './standing.ts';

/** The agenda in the order of the standard: the inputs, the decisions, the judgement. */
export const agenda = (): string =>
  [
    'Attendance and purpose',
    ...reviewInputs.map((input) => `${inputTitles[input].title} (${inputTitles[input].clause})`),
    'Decisions on improvements, on changes to the management system, on people and money (9.3.3)',
    'Is the management system suitable, adequate, effective? (9.3.1)',
    'Day of the next review',
  ]
    .map((each, index) => `${index + 1}. ${each}`)
    .join('\n');

const reporting = new Set(['isms-manager', 'reporting', 'internal-auditor', 'incident-manager', 'data-protection']);

/** Who should be there: top management first, then whoever reports to it by their role. Whoever has left by then is not proposed. */
export function proposedAttendees(isms: Isms, day: string): { chair: string | null; attendees: string[] } {
  const present = new Set(isms.people.filter(({ endsOn }) => endsOn === null || endsOn >= day).map(({ id }) => id));
  const management = isms.people.filter(({ id }) => present.has(id) && isTopManagement(isms, id)).map(({ id }) => id);
  const others = isms.ismsRoles.filter(({ kind }) => reporting.has(kind)).flatMap(({ holders }) => holders);
  return { chair: management[0] ?? null, attendees: [...new Set([...management, ...others])].filter((id) => present.has(id)) };
}
