/** A table to open in a spreadsheet: one row of titles, then the rows. */
export interface TableColumn {
  title: string;
  /** In characters; only XLSX. */
  width?: number;
}
export type Cell = string | number | boolean | null | undefined | readonly string[];

/** Writes a table as CSV (UTF-8 with byte order mark, commas) or XLSX. Lists become "a; b". */
export async function tableFile(
  format: 'csv' | 'xlsx',
  name: string,
  columns: readonly TableColumn[],
  rows: readonly (readonly Cell[])[],
): Promise<File> {
  if (format === 'csv') {
    const text = [columns.map(({ title }) => title), ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n');
    return new File([`\uFEFF${text}\r\n`], `${name}.csv`, { type: 'text/csv; charset=utf-8' });
  }
  const { default: writeXlsxFile } = await import('write-excel-file/node');
  const data = [
    columns.map(({ title }) => ({
      value: title,
      fontWeight: 'bold' as const,
      backgroundColor: '#E6EEEE',
      wrap: true,
      alignVertical: 'top' as const,
    })),
    ...rows.map((row) => row.map((cell) => xlsxCell(cell))),
  ];
  const buffer = await writeXlsxFile(data, {
    sheet: name.slice(0, 31),
    columns: columns.map(({ width }) => ({ width: width ?? 22 })),
    stickyRowsCount: 1,
  }).toBuffer();
  return new File([new Uint8Array(buffer)], `${name}.xlsx`, { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' });
}

const plain = (cell: Cell): string | number | boolean | null =>
  cell === null || cell === undefined ? null : typeof cell === 'object' ? cell.join('; ') : cell;

/**
 * A text that a spreadsheet would take for a formula gets an apostrophe in front: whoever opens the file must not run
 * what somebody wrote into a title. The import takes it off again.
 */
const unformula = (text: string) => (/^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text);

function csvCell(cell: Cell): string {
  const value = plain(cell);
  if (value === null) return '';
  const text = typeof value === 'string' ? unformula(value) : typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
  return /[",\r\n;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function xlsxCell(cell: Cell) {
  const value = plain(cell);
  if (value === null) return null;
  if (typeof value === 'number') return { value, type: Number, alignVertical: 'top' as const };
  return { value: typeof value === 'boolean' ? (value ? 'yes' : 'no') : value, type: String, wrap: true, alignVertical: 'top' as const };
}
