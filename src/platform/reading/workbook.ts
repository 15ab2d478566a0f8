import readSheets from 'read-excel-file/universal';
import { repacked, Refused, textParts } from './zip.ts';

export type Cell = string | number | boolean | Date | null;

/** A sheet of a workbook as rows of cells; merged cells all hold the value of the first. */
export interface Workbook {
  sheets: string[];
  /** The one that was read; null: there is none of the name that was asked for. */
  sheet: string | null;
  rows: Cell[][];
}

/** A workbook's sheet, by its name or the one with the most rows: that is most likely the register, cover sheets and legends are short. */
export async function readWorkbook(content: Uint8Array, wanted?: string): Promise<Workbook> {
  const parts = textParts(content);
  if (!parts['xl/workbook.xml']) throw new Refused('It holds no workbook.');
  const sheets = (await readSheets(repacked(parts).slice().buffer as ArrayBuffer)) as unknown as { sheet: string; data: Cell[][] }[];
  const names = sheets.map(({ sheet }) => sheet);
  const chosen = wanted === undefined ? sheets.toSorted((a, b) => b.data.length - a.data.length)[0] : sheets.find(({ sheet }) => sheet === wanted);
  if (!chosen) return { sheets: names, sheet: null, rows: [] };
  const rows = chosen.data;
  for (const { top, left, bottom, right } of mergedCells(parts, sheets.indexOf(chosen))) {
    const value = rows[top]?.[left] ?? null;
    for (let row = top; row <= bottom && row < rows.length; row++)
      for (let column = left; column <= right && column < rows[row]!.length; column++) rows[row]![column] = value;
  }
  return { sheets: names, sheet: chosen.sheet, rows };
}

interface Range {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

/** The reader of workbooks leaves merged cells empty but for the first; their ranges stand in the sheet's own part. */
function mergedCells(parts: Record<string, Uint8Array>, index: number): Range[] {
  const text = (name: string) => (parts[name] ? new TextDecoder().decode(parts[name]) : '');
  const id = [...text('xl/workbook.xml').matchAll(/<(?:\w+:)?sheet\b[^>]*?\br:id="([^"]+)"/g)][index]?.[1];
  const relation = [...text('xl/_rels/workbook.xml.rels').matchAll(/<Relationship\b[^>]*>/g)]
    .map(([tag]) => tag)
    .find((tag) => tag.includes(`Id="${id}"`));
  const target = /Target="\/?(?:xl\/)?([^"]+)"/.exec(relation ?? '')?.[1];
  return [...text(`xl/${target}`).matchAll(/<mergeCell\b[^>]*ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"/g)].map(([, left, top, right, bottom]) => ({
    top: Number(top) - 1,
    left: columnNumber(left!),
    bottom: Number(bottom) - 1,
    right: columnNumber(right!),
  }));
}

const columnNumber = (letters: string) => letters.split('').reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
