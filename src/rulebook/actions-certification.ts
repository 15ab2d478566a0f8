import { certificationDue } from '../isms/certification/due.ts';
import type { Isms } from '../isms/isms.ts';
import type { Action, Asker } from './actions.ts';

/** What the certification asks for: answers, verifications, concerns, dates to be agreed with the body. */
export function certificationActions(isms: Isms, day: string, asker: Asker): Action[] {
  const names = new Map(isms.people.map(({ id, name }) => [id, name]));
  return certificationDue(isms, day).map(({ text, person, dueOn, part, grave }) => ({
    text,
    who: person === null ? 'ISMS manager' : (names.get(person) ?? person),
    yours: person === null ? asker.role === 'isms-manager' : person === asker.person,
    room: `certification/${part}`,
    due: dueOn,
    grade: grave ? ('major' as const) : ('minor' as const),
  }));
}
