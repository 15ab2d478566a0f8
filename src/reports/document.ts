/**
 * A document to hand out, before it has a format: PDF, DOCX, XLSX and CSV are made from this and from nothing else.
 * All text is data; none of it is read as markup.
 */
export interface ReportTable {
  columns: { title: string; /** Share of the width; the shares of a table add up to about 100. */ share: number }[];
  rows: string[][];
}

export interface ReportSection {
  heading: string;
  paragraphs: string[];
  table?: ReportTable;
}

export interface ReportDocument {
  /** File name without its ending. */
  name: string;
  title: string;
  organisation: string;
  /** `Version 3, approved` or `Draft as of 3 Mar 2027`. */
  state: string;
  classification: string;
  landscape: boolean;
  /** Label and value, under the title. */
  facts: [string, string][];
  sections: ReportSection[];
  /** Who approved it, in which words; null: nobody has, and the block is left to sign; left out: it is not a thing to approve. */
  approval?: { name: string; at: string; meaning: string } | null;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** `2027-03-03` → `3 Mar 2027`; empty for null. */
export function dayInWords(day: string | null): string {
  if (day === null) return '';
  const [year, month, date] = day.slice(0, 10).split('-');
  return `${Number(date)} ${months[Number(month) - 1]} ${year}`;
}
