import type { Isms } from '../isms/isms.ts';
import { plainWords } from './guess.ts';

/** A person in a file, by what others in it may be named after. */
interface Named {
  row: number;
  name: string;
  email: string;
}

/** Joins given and family name; a name that stands in one column counts more. */
export function joinedName({ givenName, familyName, ...record }: Record<string, unknown>): Record<string, unknown> {
  const parts = [givenName, familyName].filter((part) => typeof part === 'string' && part !== '');
  return record['name'] === undefined && parts.length > 0 ? { ...record, name: parts.join(' ') } : record;
}

/**
 * Who a name or an e-mail in the column "manager" means: somebody of the file first, then somebody who is known.
 * Answers the token that the import replaces by an id, the id, or why it is not clear.
 */
export function managerIn(file: readonly Named[], isms: Isms, text: string): { token: string } | { id: string } | { problem: string } | null {
  const wanted = plainWords(text);
  const byEmail = file.find(({ email }) => email !== '' && email === text.trim().toLowerCase());
  const byName = file.filter(({ name }) => plainWords(name) === wanted || plainWords(turned(name)) === wanted);
  if (byEmail) return { token: rowToken(byEmail.row) };
  if (byName.length > 1) return { problem: `The file has ${byName.length} people named "${text}": name the manager by e-mail.` };
  if (byName.length === 1) return { token: rowToken(byName[0]!.row) };
  const known = isms.people.filter(({ id, name, email }) =>
    [id, name, email, turned(name)].some((each) => each !== '' && plainWords(each) === wanted),
  );
  if (known.length > 1) return { problem: `There are ${known.length} people named "${text}": name the manager by e-mail.` };
  return known[0] ? { id: known[0].id } : null;
}

/** Stands for the person of a row until the rows have ids. */
export const rowToken = (row: number) => `row:${row}`;
export const isRowToken = (value: unknown): value is string => typeof value === 'string' && /^row:\d+$/.test(value);

/** "Ada Berg" as lists of personnel write it: "Berg, Ada". */
const turned = (name: string) => {
  const parts = name.split(' ');
  return parts.length > 1 ? `${parts.at(-1)}, ${parts.slice(0, -1).join(' ')}` : name;
};

/**
 * The person whom a row means: the same number elsewhere, the same e-mail, or the same name where the two do not have
 * different e-mails. Two people who share a name and cannot be told apart are nobody in particular.
 */
export function personLike(isms: Isms, record: Record<string, unknown>): { person: Isms['people'][number]; by: string } | null {
  const [reference, email, name] = ['externalReference', 'email', 'name'].map((field) => plainWords(String(record[field] ?? '')));
  const numbered = reference ? isms.people.find((each) => plainWords(each.externalReference) === reference) : undefined;
  if (numbered) return { person: numbered, by: 'number' };
  const mailed = email ? isms.people.find((each) => plainWords(each.email) === email) : undefined;
  if (mailed) return { person: mailed, by: 'e-mail' };
  const named = isms.people.filter((each) => plainWords(each.name) === name && (each.email === '' || !email));
  return named.length === 1 ? { person: named[0]!, by: 'name' } : null;
}
