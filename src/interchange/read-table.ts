import { parse as parseCsv } from 'csv-parse/sync';
import { Problem } from '../platform/contract/problem.ts';
import { readWorkbook } from '../platform/reading/read.ts';
import type { Cell } from '../platform/reading/workbook.ts';

export type TableCell = Cell;

/** A sheet as rows of cells; merged cells all hold the value of the first. */
export interface Table {
  sheets: string[];
  sheet: string | null;
  rows: TableCell[][];
  encoding: string | null;
  delimiter: string | null;
}

const limit = { rows: 20_000, columns: 300 };

/** Reads CSV of any delimiter and any encoding that a spreadsheet writes, or a sheet of an XLSX. Errors: invalid-input. */
export async function readTable(name: string, content: Buffer, wanted?: string): Promise<Table> {
  const table = content.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004' ? await readXlsx(content, wanted) : readCsv(name, content);
  while (table.rows.length > 0 && table.rows.at(-1)!.every(isEmpty)) table.rows.pop();
  if (table.rows.length === 0) throw wrong('The file holds no rows.', 'Choose the sheet or file that holds the register.');
  if (table.rows.length > limit.rows) throw wrong(`The file has ${table.rows.length} rows; at most ${limit.rows} are read.`, 'Split it.');
  if (table.rows.some((row) => row.length > limit.columns))
    throw wrong(`The file has more than ${limit.columns} columns.`, 'Remove columns that are not needed.');
  return table;
}

const wrong = (message: string, remedy: string) =>
  new Problem('invalid-input', message, { fields: [{ field: 'content', message }], remedy: `${remedy} Nothing has been changed.` });
const isEmpty = (cell: TableCell) => cell === null || cell === '';

/** Read in a thread of its own with limits: a workbook comes from anywhere, and may be a bomb. */
async function readXlsx(content: Buffer, wanted?: string): Promise<Table> {
  const answer = await readWorkbook(content, wanted);
  if ('problem' in answer) throw wrong(`The workbook cannot be read. ${answer.problem}`, 'Save it as XLSX or CSV again.');
  const { sheets, sheet, rows } = answer.found;
  if (sheet === null) throw wrong(`There is no sheet "${wanted}"; there are ${sheets.join(', ')}.`, 'Name one of them.');
  return { sheets, sheet, rows, encoding: null, delimiter: null };
}

function readCsv(name: string, content: Buffer): Table {
  if (content.includes(0) && !startsWith(content, 0xff, 0xfe) && !startsWith(content, 0xfe, 0xff))
    throw wrong(`${name} is neither CSV nor XLSX.`, 'Save the register as CSV or XLSX.');
  const { text, encoding } = decode(content);
  const delimiter = guessDelimiter(text);
  try {
    const rows = parseCsv(text, { delimiter, bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: false, trim: true });
    return { sheets: [], sheet: null, rows: rows.map((row) => row.map((cell) => (cell === '' ? null : unguard(cell)))), encoding, delimiter };
  } catch (error) {
    throw wrong(`The CSV cannot be read: ${error instanceof Error ? error.message : String(error)}`, 'Save it again from the spreadsheet.');
  }
}

const startsWith = (content: Buffer, ...bytes: number[]) => bytes.every((byte, index) => content[index] === byte);
/** Our own export puts an apostrophe before what a spreadsheet would take for a formula. */
const unguard = (cell: string) => (/^'[=+\-@]/.test(cell) ? cell.slice(1) : cell);

function decode(content: Buffer): { text: string; encoding: string } {
  if (startsWith(content, 0xff, 0xfe)) return { text: new TextDecoder('utf-16le').decode(content), encoding: 'UTF-16' };
  if (startsWith(content, 0xfe, 0xff)) return { text: new TextDecoder('utf-16be').decode(content), encoding: 'UTF-16' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(content), encoding: 'UTF-8' };
  } catch {
    return { text: new TextDecoder('windows-1252').decode(content), encoding: 'Windows-1252' };
  }
}

/** The delimiter that splits the first lines into the most columns of equal number. */
function guessDelimiter(text: string): string {
  const declared = /^\uFEFF?sep=(.)\r?\n/i.exec(text)?.[1];
  if (declared) return declared;
  const head = text.slice(0, 20_000);
  const scored = [',', ';', '\t', '|'].map((delimiter) => {
    try {
      const rows = parseCsv(head, { delimiter, bom: true, relax_column_count: true, relax_quotes: true, to: 20 });
      const widths = rows.map((row) => row.length);
      const usual = widths.toSorted((a, b) => widths.filter((width) => width === b).length - widths.filter((width) => width === a).length)[0] ?? 1;
      return { delimiter, score: usual === 1 ? 0 : usual * widths.filter((width) => width === usual).length };
    } catch {
      return { delimiter, score: 0 };
    }
  });
  return scored.toSorted((a, b) => b.score - a.score)[0]!.delimiter;
}
