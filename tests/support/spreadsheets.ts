import writeXlsx from 'write-excel-file/node';

export type Cell = string | number | null | { value: string | number | Date; span?: number; rowSpan?: number; formula?: string };

/** A workbook made of rows. `sheets` names further sheets, in their order. */
export async function workbook(rows: Cell[][], sheets: { sheet: string; rows: Cell[][] }[] = [], name = 'Sheet1'): Promise<string> {
  const cell = (each: Cell) => {
    if (each === null) return null;
    if (typeof each !== 'object') return { value: each, type: typeof each === 'number' ? Number : String };
    if (each.formula) return { value: each.formula, type: 'Formula' };
    return {
      value: each.value,
      type: each.value instanceof Date ? Date : typeof each.value === 'number' ? Number : String,
      ...(each.value instanceof Date ? { format: 'dd.mm.yyyy' } : {}),
      ...(each.span ? { columnSpan: each.span } : {}),
      ...(each.rowSpan ? { rowSpan: each.rowSpan } : {}),
    };
  };
  const all = [{ sheet: name, rows }, ...sheets];
  const file = writeXlsx(all.map(({ sheet, rows: lines }) => ({ sheet, data: lines.map((line) => line.map(cell)) })) as never) as unknown as {
    toBuffer(): Promise<Buffer>;
  };
  return (await file.toBuffer()).toString('base64');
}

export const text = (content: string, encoding: 'utf8' | 'utf8-bom' | 'utf16le' | 'latin1' = 'utf8'): string =>
  Buffer.from(encoding === 'utf8-bom' || encoding === 'utf16le' ? `\uFEFF${content}` : content, encoding === 'utf8-bom' ? 'utf8' : encoding).toString(
    'base64',
  );

/** The columns of a risk assessment that people keep in a spreadsheet, as one such template has them, filled with rows of our own. */
export const riskTemplate: Cell[][] = [
  [
    'ref_id',
    'name',
    'description',
    'inherent_proba',
    'inherent_impact',
    'inherent_level',
    'existing_controls',
    'current_proba',
    'current_impact',
    'current_level',
    'additional_controls',
    'residual_proba',
    'residual_impact',
    'residual_level',
    'treatment',
    'assets',
  ],
  [
    'R01',
    'Customer data readable by the wrong tenant',
    'A missing filter in a query shows one customer the records of another.',
    'Likely',
    'High',
    null,
    'A.8.25\nA.8.28',
    '3 - possible',
    'High',
    null,
    'A.8.29',
    '2',
    'High',
    null,
    'mitigate',
    'Customer database\nWeb application',
  ],
  [
    'R02',
    'Ransomware on workstations',
    'An attachment encrypts a laptop and the shares it reaches.',
    'almost certain',
    'major',
    null,
    'A.8.7',
    'likely',
    'major',
    null,
    'A.8.13\nA.8.19',
    'possible',
    'moderate',
    null,
    'mitigate',
    'Laptops',
  ],
  [
    'R03',
    'Key person leaves',
    'Only one engineer knows the release pipeline.',
    'possible',
    'Medium',
    null,
    null,
    'possible',
    'Medium',
    null,
    null,
    '--',
    '--',
    null,
    'accept',
    null,
  ],
  [
    'R04',
    'Cloud region fails',
    'The provider loses a region for a day.',
    'unlikely',
    'severe',
    null,
    'A.8.14',
    'rare',
    'severe',
    null,
    null,
    '1',
    '4',
    null,
    'transfer',
    'Web application',
  ],
];
