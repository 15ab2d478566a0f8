import { Problem, type ProblemField } from '../../platform/contract/problem.ts';
import type { Cell } from '../operations/populations/read.ts';
import { PopulationItem } from './model.ts';

/** How the rows of a list that somebody brings are read; columns by their titles. */
export interface ListColumns {
  /** What tells one item from every other; left open, the first column. */
  key: string;
  /** What is shown beside it; left open, the second column. */
  label: string;
  /** What the list is divided by; left open, it is not. */
  stratum: string;
  /** Whether the first row names the columns; undefined: where there is more than one column. */
  header: boolean | undefined;
}

const textOf = (cell: Cell | undefined): string =>
  cell === null || cell === undefined ? '' : cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell).trim();

/** The titles of the columns of a list. */
export function columnsOf(rows: readonly Cell[][], header: boolean | undefined): string[] {
  const width = Math.max(0, ...rows.map((row) => row.length));
  const first = hasHeader(rows, header) ? (rows[0] ?? []) : [];
  return Array.from({ length: width }, (_, index) => textOf(first[index]) || `Column ${index + 1}`);
}
const hasHeader = (rows: readonly Cell[][], header: boolean | undefined) => header ?? rows.some((row) => row.length > 1);

/**
 * The items of a list. Each row must be told from every other by its key: two rows that are the same thing would give
 * it two lots. Errors: invalid-input with the rows.
 */
export function itemsFrom(rows: readonly Cell[][], { key, label, stratum, header }: ListColumns): PopulationItem[] {
  const columns = columnsOf(rows, header);
  const place = (title: string, otherwise: number): number => {
    if (title === '') return otherwise;
    const index = columns.indexOf(title);
    if (index === -1)
      throw new Problem('invalid-input', `The list has no column "${title}".`, {
        fields: [{ field: 'list', message: `It has ${columns.map((each) => `"${each}"`).join(', ')}.` }],
        remedy: 'Name one of its columns.',
      });
    return index;
  };
  const at = { key: place(key, 0), label: place(label, columns.length > 1 ? 1 : 0), stratum: place(stratum, -1) };
  const first = hasHeader(rows, header) ? 1 : 0;
  const problems: ProblemField[] = [];
  const seen = new Map<string, number>();
  const items = rows.slice(first).flatMap((row, index): PopulationItem[] => {
    if (row.every((cell) => textOf(cell) === '')) return [];
    const number = first + index + 1;
    const item = PopulationItem.safeParse({
      key: textOf(row[at.key]),
      label: textOf(row[at.label]).slice(0, 500),
      stratum: at.stratum === -1 ? '' : textOf(row[at.stratum]).slice(0, 200),
    });
    if (!item.success) {
      problems.push({
        field: `row ${number}`,
        message: `"${columns[at.key]}" is ${textOf(row[at.key]) === '' ? 'empty' : 'longer than 300 characters'}.`,
      });
      return [];
    }
    const before = seen.get(item.data.key);
    if (before !== undefined) problems.push({ field: `row ${number}`, message: `${item.data.key} stands in row ${before} already.` });
    seen.set(item.data.key, number);
    return [item.data];
  });
  if (problems.length > 0)
    throw new Problem(
      'invalid-input',
      `${problems.length} ${problems.length === 1 ? 'row' : 'rows'} of the list cannot be told apart: ${problems[0]!.field}: ${problems[0]!.message}`,
      { fields: problems.slice(0, 200), remedy: 'Choose a column in which every row differs, or correct the list; nothing has been drawn.' },
    );
  return items;
}
