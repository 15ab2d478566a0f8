import { parse } from 'csv-parse/sync';
import { Day } from '../../platform/contract/fields.ts';
import { Problem, type ProblemField } from '../../platform/contract/problem.ts';
import type { Isms } from '../isms.ts';

export interface Attendance {
  person: string;
  lesson: null;
  title: string;
  on: string;
  score: number | null;
  passed: true;
  source: 'file';
}

/**
 * Reads who attended which course outside (7.3), all or nothing: person (name, e-mail or id), course, day, score.
 * What is recorded already, or stands in the table twice, is counted and not recorded again.
 * Errors: invalid-input that names every row and column.
 */
export function readAttendance(isms: Isms, csv: string, today: string): { found: Attendance[]; already: number } {
  const problems: ProblemField[] = [];
  const people = new Map<string, Set<string>>();
  for (const { id, name, email } of isms.people)
    for (const each of [id, name, email]) if (each !== '') people.set(fold(each), (people.get(fold(each)) ?? new Set()).add(id));
  const known = new Set(isms.trainingResults.filter(({ lesson }) => lesson === null).map(keyOf));
  let already = 0;
  const found: Attendance[] = [];
  for (const { row, cells } of rowsOf(csv)) {
    const refuse = (column: string, message: string) => problems.push({ field: `row ${row}, column ${column}`, message });
    const who = [...(people.get(fold(cells['person'] ?? '')) ?? [])];
    if (!cells['person']) refuse('person', 'Name the person.');
    else if (who.length === 0) refuse('person', `There is nobody called "${cells['person']}".`);
    else if (who.length > 1) refuse('person', `"${cells['person']}" may be ${who.join(' or ')}: give the id or the e-mail address.`);
    const title = cells['course'] ?? '';
    if (title === '') refuse('course', 'The course has no name.');
    if (title.length > 300) refuse('course', 'A course has a name of at most 300 characters.');
    const on = cells['day'] ?? '';
    if (!Day.safeParse(on).success || on > today) refuse('day', `"${on}" is not a past day like 2027-03-03.`);
    const score = cells['score'] ? Number(cells['score'].replace(/\s*%$/, '').replace(',', '.')) : null;
    if (score !== null && !(score >= 0 && score <= 100)) refuse('score', `"${cells['score']}" is not a number from 0 to 100.`);
    const attendance: Attendance = { person: who[0] ?? '', lesson: null, title, on, score, passed: true, source: 'file' };
    if (known.has(keyOf(attendance))) already++;
    else found.push(attendance);
    known.add(keyOf(attendance));
  }
  if (problems.length > 0)
    throw new Problem('invalid-input', `${problems[0]!.field}: ${problems[0]!.message}`, {
      fields: problems,
      remedy: 'Correct the places named; nothing has been recorded.',
    });
  return { found, already };
}

const fold = (text: string) => text.trim().toLowerCase();
const keyOf = ({ person, title, on }: { person: string; title: string; on: string }) => `${person} ${on} ${fold(title)}`;

/** Rows by their header in lower case, each with its line. The delimiter is the one that the header uses. */
function rowsOf(csv: string): { row: number; cells: Record<string, string> }[] {
  const header = csv.split(/\r?\n/, 1)[0] ?? '';
  const delimiter = [';', '\t', ','].find((each) => header.includes(each)) ?? ',';
  let lines: { record: string[]; info: { lines: number } }[];
  try {
    lines = parse(csv, { bom: true, trim: true, delimiter, skip_empty_lines: true, relax_column_count: true, info: true }) as never;
  } catch (error) {
    throw unreadable(`The table cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const [titles, ...rest] = lines;
  const columns = (titles?.record ?? []).map(fold);
  const missing = ['person', 'course', 'day'].filter((each) => !columns.includes(each));
  if (missing.length > 0) throw unreadable(`The first line has no column "${missing[0]}".`);
  if (rest.length === 0) throw unreadable('There is no row under the headers.');
  return rest.map(({ record, info }) => ({
    row: info.lines,
    cells: Object.fromEntries(columns.map((column, index) => [column, record[index] ?? ''])),
  }));
}

const unreadable = (message: string) =>
  new Problem('invalid-input', message, {
    fields: [{ field: 'csv', message: 'A header line with person, course, day and, if you like, score; then a line for each attendance.' }],
    remedy: 'Correct the table and send it again; nothing has been recorded.',
  });
