import readWorkbook from 'read-excel-file/universal';
import type { Reading } from '../files/model.ts';
import { markdownTable } from './html.ts';
import { escaped } from './markup.ts';
import { Refused, repacked, textParts } from './zip.ts';

/** What is shown of a workbook: enough to see what it is. */
const first = { sheets: 20, rows: 100, columns: 30, signs: 300 };

/** XLSX: the first rows of each sheet as a table under its name. Formulas count with the value saved with them; macros and pictures are left out. */
export async function readSheets(content: Uint8Array): Promise<Reading> {
  const parts = textParts(content);
  if (!parts['xl/workbook.xml']) throw new Refused('It holds no workbook.');
  const sheets = await readWorkbook(repacked(parts).slice().buffer as ArrayBuffer);
  const text = sheets.slice(0, first.sheets).map(({ sheet, data }) => `## ${inCell(sheet)}\n\n${data.length === 0 ? 'Empty.' : table(data)}`);
  const cut = sheets.length > first.sheets || sheets.some(({ data }) => data.length > first.rows || data.some((row) => row.length > first.columns));
  return {
    text: text.join('\n\n'),
    title: null,
    pages: null,
    problem: cut ? `Only the first ${first.rows} rows and ${first.columns} columns of the first ${first.sheets} sheets were read.` : null,
  };
}

/** A table even where there is one column only. */
const table = (data: readonly (readonly unknown[])[]): string =>
  markdownTable(data.slice(0, first.rows).map((row) => (row.length === 1 ? [...row, null] : row.slice(0, first.columns)).map(inCell)));

function inCell(value: unknown): string {
  const words = value instanceof Date ? moment(value) : value === null || value === undefined ? '' : String(value);
  const short = words.length > first.signs ? `${words.slice(0, first.signs)}…` : words;
  return escaped(short).replaceAll(/[[\]]/g, '\\$&').replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').trim();
}

/** A day without its midnight. */
const moment = (date: Date): string => (Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 16).replace('T00:00', '').replace('T', ' '));
