import type { Person } from '../../../src/isms/people/model.ts';
import { dayInWords } from '../words.ts';

/** Where the value of a person's field comes from, for the form; nothing while nobody has said. */
export function originNote(person: Person, field: string): string | undefined {
  const origin = person.origins[field];
  if (!origin) return undefined;
  const gone = person.missingFrom.find(({ source }) => source === origin.source);
  return `${origin.source === 'by hand' ? 'Typed by hand' : `From ${origin.source}`}, ${dayInWords(origin.on)}${gone ? `; not there any more since ${dayInWords(gone.on)}` : ''}`;
}
