import type { z } from 'zod';
import type { Isms } from '../isms/isms.ts';
import { currentMethod } from '../isms/risk/method.ts';
import { standard } from '../standard/standard.ts';
import type { ImportOptions, ImportPreview } from './contract.ts';
import type { ColumnMapping, ImportProblem, ImportRow, WordMapping } from './contract.ts';
import { findHeader, plainWords, saysNothing } from './guess.ts';
import type { Table, TableCell } from './read-table.ts';
import { joinedName, managerIn, personLike, rowToken } from './import-people.ts';
import { importFields, readDay, type ImportField } from './targets.ts';

type Problem = z.infer<typeof ImportProblem>;
type Row = z.infer<typeof ImportRow>;
type Target = ImportPreview['target'];

/** Stands for a person or an asset that the import will create; replaced by its id then. */
export const newRecord = (name: string) => `new:${name}`;

/**
 * What importing a table would do: which column feeds which field, which word means what, and for each row whether it is
 * created, changed or left; with every problem by row and column. Pure: the service carries it out.
 */
export function planImport(isms: Isms, target: Target, table: Table, options: ImportOptions): ImportPreview {
  const fields = importFields(target, isms);
  const byField = new Map(fields.map((field) => [field.field, field]));
  const header = findHeader(target, table, options.headerRow);
  const problems: Problem[] = [];
  const mapped = header.fields.map((guess, column) => {
    const given = options.columns?.[String(column + 1)];
    return given === undefined ? (guess !== null && byField.has(guess) ? guess : null) : given;
  });
  const columns: z.infer<typeof ColumnMapping>[] = header.titles.map((title, column) => ({
    column: column + 1,
    header: title,
    field: mapped[column] ?? null,
    guessed: options.columns?.[String(column + 1)] === undefined,
    sample: table.rows
      .slice(header.row + 1)
      .map((row) => shown(row[column] ?? null))
      .filter(Boolean)
      .slice(0, 3),
  }));
  const place = (rowIndex: number, column: string, value: string, message: string, severity: Problem['severity']) =>
    void problems.push({ row: rowIndex + 1, column, value, message, severity });

  const needed = { risks: 'title', assets: 'name', gap: 'subject', people: 'name' }[target];
  if (!mapped.includes(needed) && !(target === 'people' && mapped.includes('familyName')))
    place(header.row, '', '', `No column was recognised as "${byField.get(needed)!.title}". Say which one it is.`, 'error');
  for (const field of mapped)
    if (field && !byField.has(field)) place(header.row, '', field, `There is no field "${field}" to map a column to.`, 'error');
  const rates = mapped.some((field) => field !== null && /Likelihood|Impact/.test(field));
  if (rates && !currentMethod(isms))
    place(header.row, '', '', 'The file holds ratings, but no risk method is in force. Put one in force first: ratings need a scale.', 'error');

  const look = lookups(isms, target);
  const words = new Map<string, z.infer<typeof WordMapping>>();
  const newPeople = new Map<string, string>();
  const newAssets = new Map<string, string>();
  const newTeams = new Map<string, string>();
  const rows: Row[] = [];
  const seen = new Map<string, number>();
  const file = target === 'people' ? peopleOf(table, header.row, mapped) : [];

  table.rows.forEach((cells, index) => {
    if (index <= header.row || cells.every((cell) => saysNothing(cell))) return;
    let record: Record<string, unknown> = {};
    mapped.forEach((name, column) => {
      const field = name === null ? undefined : byField.get(name);
      if (!field || field.type.kind === 'ignored') return;
      const cell = cells[column] ?? null;
      // "n/a" is an answer where the field has a word for it, and nothing elsewhere.
      const chosen = field.type.kind === 'choice' && field.type.guess(shown(cell)) !== null;
      if (saysNothing(cell) && !chosen) return;
      const value = read(field, cell, (message, severity) => place(index, header.titles[column] ?? '', shown(cell), message, severity));
      if (value !== undefined) record[field.field] = value;
    });
    if (target === 'people') record = joinedName(record);
    if (record['manager'] === rowToken(index + 1)) {
      place(index, byField.get('manager')!.title, String(record['name']), 'Nobody is their own manager.', 'error');
      delete record['manager'];
    }
    const key = record[needed];
    if (typeof key !== 'string' || key === '') {
      // A line that only repeats a heading or a merged cell is no record.
      if (Object.keys(record).length > 1)
        place(index, byField.get(needed)!.title, '', `The row has no ${byField.get(needed)!.title.toLowerCase()}.`, 'error');
      return;
    }
    const same = String(record['externalReference'] ?? record['email'] ?? key).toLowerCase();
    if (seen.has(same))
      place(
        index,
        byField.get(needed)!.title,
        key,
        `The same stands in row ${seen.get(same)! + 1}.`,
        target === 'gap' || target === 'people' ? 'error' : 'warning',
      );
    seen.set(same, index);
    rows.push({ row: index + 1, ...matched(record), record });
  });
  if (target === 'people') {
    // A manager of the file who is known already is named by their id: the same file again changes nothing.
    const ids = new Map(rows.flatMap(({ row, id }): [string, string][] => (id === null ? [] : [[rowToken(row), id]])));
    for (const row of rows) {
      const known = ids.get(String(row.record['manager']));
      if (known) Object.assign(row, matched({ ...row.record, manager: known }), { record: { ...row.record, manager: known } });
    }
  }
  if (rows.length === 0 && problems.length === 0) place(header.row, '', '', 'Below the column titles there are no rows.', 'error');

  const count = (action: Row['action']) => rows.filter((row) => row.action === action).length;
  return {
    target,
    sheets: table.sheets,
    sheet: table.sheet,
    headerRow: header.row + 1,
    encoding: table.encoding,
    delimiter: table.delimiter,
    columns,
    fields: fields.map(({ field, title }) => ({ field, title })),
    words: [...words.values()],
    choices: Object.fromEntries(
      fields.flatMap(({ field, type }) => (type.kind === 'choice' || type.kind === 'choices' ? [[field, type.choices]] : [])),
    ),
    rows,
    counts: { create: count('create'), update: count('update'), unchanged: count('unchanged'), skip: count('skip') },
    newPeople: [...newPeople.values()],
    newAssets: [...newAssets.values()],
    newTeams: [...newTeams.values()],
    problems,
    ready: !problems.some(({ severity }) => severity === 'error'),
  };

  function read({ field, title, type }: ImportField, cell: TableCell, complain: (message: string, severity: Problem['severity']) => void): unknown {
    const text = shown(cell);
    const choose = (word: string): string | undefined => {
      if (type.kind !== 'choice' && type.kind !== 'choices') return undefined;
      const key = `${field} ${plainWords(word) || word}`;
      const given = Object.entries(options.words?.[field] ?? {}).find(([each]) => plainWords(each) === plainWords(word));
      const value = given ? given[1] : type.guess(word);
      const known = words.get(key);
      if (known) known.rows++;
      else words.set(key, { field, word, value, rows: 1, guessed: !given });
      if (value === null) {
        if (given) return undefined;
        complain(
          `"${word}" is not a known word for ${title.toLowerCase()}. Say what it means: ${type.choices.map((each) => each.title).join(', ')}.`,
          'error',
        );
        return undefined;
      }
      if (!type.choices.some((each) => each.value === value)) {
        complain(`"${value}" is not allowed for ${title.toLowerCase()}.`, 'error');
        return undefined;
      }
      return value;
    };
    switch (type.kind) {
      case 'text': {
        const max = type.long ? 20_000 : 300;
        const line = type.long ? text : text.replaceAll(/\s+/g, ' ').trim();
        if (line.length > max) {
          complain(`The text has ${line.length} characters; at most ${max} fit.`, 'error');
          return undefined;
        }
        return line;
      }
      case 'choice': {
        const value = choose(text);
        return value !== undefined && type.number ? Number(value) : value;
      }
      case 'choices': {
        const parts = /^[ciavd]{1,3}$/i.test(text.trim()) ? text.trim().split('') : split(text, true);
        return [...new Set(parts.map(choose).filter((value) => value !== undefined))];
      }
      case 'person':
        return named(text, look.person, newPeople, options.createPeople, `There is nobody named "${text}".`, complain);
      case 'manager': {
        const found = managerIn(file, isms, text);
        if (found === null) return named(text, new Map(), newPeople, options.createPeople, `There is nobody named "${text}".`, complain);
        if ('problem' in found) complain(found.problem, 'error');
        return 'token' in found ? found.token : 'id' in found ? found.id : undefined;
      }
      case 'team':
        return named(text, look.team, newTeams, options.createTeams, `There is no team "${text}".`, complain);
      case 'email': {
        const address = text
          .replace(/^mailto:/i, '')
          .trim()
          .toLowerCase();
        if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address)) {
          complain(`"${text}" is not an e-mail address.`, 'error');
          return undefined;
        }
        return address;
      }
      case 'assets':
        return split(text)
          .map((name) => named(name, look.asset, newAssets, options.createAssets, `There is no asset "${name}".`, complain))
          .filter((id) => id !== undefined);
      case 'systems':
        return split(text).flatMap((name) => {
          const id = look.system.get(plainWords(name));
          if (!id) complain(`There is no system "${name}"; it is left out.`, 'warning');
          return id ? [id] : [];
        });
      case 'location': {
        const id = look.location.get(plainWords(text));
        if (!id) complain(`There is no location "${text}"; it is left out.`, 'warning');
        return id;
      }
      case 'controls':
        return controlsIn(text, look.control, (name) =>
          complain(`"${name}" is neither a control of Annex A (2022) nor an own one; it is left out.`, 'warning'),
        );
      case 'subject': {
        const id = look.subject.get(subjectKey(text));
        if (!id) complain(`There is no control or requirement "${text}".`, 'error');
        return id;
      }
      case 'day': {
        const day = readDay(cell);
        if (day === null) complain(`"${text}" is not a date. Write it like 2027-03-03.`, 'error');
        return day ?? undefined;
      }
      case 'number': {
        const value = typeof cell === 'number' ? cell : Number(text.replace(',', '.'));
        if (Number.isNaN(value) || value < 0) complain(`"${text}" is not a number.`, 'error');
        return Number.isNaN(value) || value < 0 ? undefined : value;
      }
      case 'ignored':
        return undefined;
    }
  }

  function matched(record: Record<string, unknown>): Pick<Row, 'action' | 'id' | 'because'> {
    if (target === 'gap') {
      const id = record['subject'] as string;
      const known = look.existing.get(id);
      return known && alike(known, record)
        ? { action: 'unchanged', id, because: 'The answer stands like this already.' }
        : { action: known ? 'update' : 'create', id, because: known ? 'There is an answer already.' : 'Nobody has answered it yet.' };
    }
    if (target === 'people') {
      const found = personLike(isms, record);
      if (!found || options.duplicates === 'create')
        return { action: 'create', id: null, because: found ? `Like ${found.person.id}, but created all the same.` : 'Not among the people yet.' };
      const { id } = found.person;
      if (options.duplicates === 'skip') return { action: 'skip', id, because: `${id} has the same ${found.by}.` };
      if (alike(found.person, record)) return { action: 'unchanged', id, because: `${id} stands like this already.` };
      return { action: 'update', id, because: `${id} has the same ${found.by}.` };
    }
    const reference = String(record['externalReference'] ?? '');
    const known = (reference !== '' && look.byReference.get(plainWords(reference))) || look.byName.get(plainWords(String(record[needed])));
    if (!known || options.duplicates === 'create')
      return { action: 'create', id: null, because: known ? `Like ${known.id}, but created all the same.` : 'Not in the register yet.' };
    if (options.duplicates === 'skip')
      return {
        action: 'skip',
        id: known.id,
        because: `${known.id} has the same ${reference !== '' && look.byReference.get(plainWords(reference)) ? 'number' : 'name'}.`,
      };
    if (alike(known, record)) return { action: 'unchanged', id: known.id, because: `${known.id} stands like this already.` };
    return {
      action: 'update',
      id: known.id,
      because: `${known.id} has the same ${reference !== '' && look.byReference.get(plainWords(reference)) ? 'number' : 'name'}.`,
    };
  }
}

/** The people of a file as others in it may name them. */
function peopleOf(table: Table, header: number, mapped: readonly (string | null)[]) {
  return table.rows.flatMap((cells, index) => {
    if (index <= header) return [];
    const text = (field: string) => shown(cells[mapped.indexOf(field)] ?? null);
    const { name = '' } = joinedName({ ...(text('name') && { name: text('name') }), givenName: text('givenName'), familyName: text('familyName') });
    return name === '' ? [] : [{ row: index + 1, name: String(name), email: text('email').toLowerCase() }];
  });
}

const shown = (cell: TableCell): string =>
  cell === null ? '' : cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell).replaceAll(/\r\n?/g, '\n').trim();
const split = (text: string, byBlank = false) =>
  text
    .split(byBlank ? /[\n;,/|+&\s]+/ : /[\n;,|]+/)
    .map((part) => part.trim())
    .filter(Boolean);
const alike = (known: Record<string, unknown>, record: Record<string, unknown>) =>
  Object.entries(record).every(([field, value]) => field === 'subject' || JSON.stringify(known[field]) === JSON.stringify(value));

function named(
  name: string,
  known: ReadonlyMap<string, string>,
  fresh: Map<string, string>,
  create: boolean,
  message: string,
  complain: (message: string, severity: Problem['severity']) => void,
): string | undefined {
  const id = known.get(plainWords(name));
  if (id) return id;
  if (name.length > 300 || !create) {
    complain(name.length > 300 ? 'The name is longer than 300 characters.' : message, 'error');
    return undefined;
  }
  if (!fresh.has(plainWords(name))) fresh.set(plainWords(name), name);
  return newRecord(fresh.get(plainWords(name))!);
}

/** `A.5.1`, `5.1`, `A5.1 Policies`, `ISO27001:A.8.24`, own controls by id or title. */
function controlsIn(text: string, known: ReadonlyMap<string, string>, unknown: (name: string) => void): string[] {
  const found = new Set<string>();
  for (const part of text
    .split(/[\n;,|]+/)
    .map((each) => each.trim())
    .filter(Boolean)) {
    const own = known.get(plainWords(part));
    const numbers = [...part.matchAll(/(?<![\d.])(?:A\.?\s*)?([5-8]\.\d{1,2})(?![\d.])/gi)]
      .map(([, number]) => known.get(`a.${number}`))
      .filter((id) => id !== undefined);
    if (own) found.add(own);
    else if (numbers.length > 0) for (const id of numbers) found.add(id);
    else if (!saysNothing(part)) unknown(part);
  }
  return [...found];
}

/** `A 5.1`, `6.1.2 c) 1)` and `4.2-a` all name their subject. */
const subjectKey = (text: string) => text.toLowerCase().replaceAll(/[\s)(-]/g, '');

function lookups(isms: Isms, target: Target) {
  const names = (records: readonly { id: string; name: string }[]) =>
    new Map(records.flatMap(({ id, name }) => [[plainWords(name), id] as const, [plainWords(id), id] as const]));
  const register: readonly Record<string, unknown>[] = target === 'risks' ? isms.risks : target === 'assets' ? isms.assets : isms.gapAnswers;
  const stored = register as readonly (Record<string, unknown> & { id: string })[];
  const label = target === 'assets' ? 'name' : 'title';
  const person = names(isms.people);
  for (const { email, id } of isms.people) if (email) person.set(plainWords(email), id);
  const control = new Map([
    ...standard.controls.map(({ id }) => [id.toLowerCase(), id] as const),
    ...isms.ownControls.flatMap(({ id, title }) => [[plainWords(id), id] as const, [plainWords(title), id] as const]),
  ]);
  for (const { id, title } of standard.controls) if (!control.has(plainWords(title))) control.set(plainWords(title), id);
  const subject = new Map<string, string>();
  for (const { id } of standard.controls) subject.set(subjectKey(id), id).set(subjectKey(id.slice(2)), id);
  for (const { id } of isms.ownControls) subject.set(subjectKey(id), id);
  // A clause number that is also a control's (5.1, 6.2 …) without "A." means the requirement only when it has a letter.
  for (const { id, label: cited } of standard.requirements)
    subject.set(subjectKey(id), id).set(subjectKey(cited), subject.get(subjectKey(cited)) ?? id);
  return {
    person,
    control,
    subject,
    asset: names(isms.assets),
    team: names(isms.teams),
    system: names(isms.systems),
    location: names(isms.locations),
    existing: new Map(stored.map((record) => [record.id, record])),
    byReference: new Map(
      stored.filter((record) => record['externalReference']).map((record) => [plainWords(String(record['externalReference'])), record]),
    ),
    byName: new Map(stored.map((record) => [plainWords(String(record[label] ?? '')), record])),
  };
}
