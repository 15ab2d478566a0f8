import { standard } from '../standard/standard.ts';
import type { Table, TableCell } from './read-table.ts';

/** "Inherent Risk:  Likelihood (1-5)" → "inherent risk likelihood". */
export const plainWords = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/\([^)]*\)|\[[^\]]*\]/g, ' ')
    .replaceAll(/[_\s:;*/\\|"']+/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

/**
 * The field that a column header most likely names: the same words, or else the field whose words it contains or
 * shares the most of. Null when nothing is near enough.
 */
export function guessField(target: string, header: string): { field: string; certainty: number } | null {
  const text = plainWords(header);
  if (text === '') return null;
  let best: { field: string; certainty: number } | null = null;
  const tokens = new Set(text.split(' '));
  for (const [field, words] of Object.entries(standard.columnWords[target] ?? {})) {
    for (const word of words) {
      const certainty = text === word ? 1 : likeness(text, tokens, word);
      if (certainty >= 0.6 && certainty > (best?.certainty ?? 0)) best = { field, certainty };
    }
  }
  return best;
}

function likeness(text: string, tokens: ReadonlySet<string>, word: string): number {
  if (word.length < 3) return 0;
  const own = word.split(' ');
  const shared = own.filter((each) => tokens.has(each)).length;
  if (shared < own.length) return 0;
  // All words of the term stand in the header: the more of the header they explain, the better.
  return 0.6 + 0.3 * (word.length / text.length);
}

export interface Header {
  /** Counted from 0. */
  row: number;
  titles: string[];
  fields: (string | null)[];
}

/** The row of column titles among the first twenty: the one that names the most fields. Two-row headers are joined. */
export function findHeader(target: string, table: Table, given?: number): Header {
  const candidates = given === undefined ? [...Array(Math.min(20, table.rows.length)).keys()] : [Math.min(given - 1, table.rows.length - 1)];
  let best: (Header & { score: number }) | undefined;
  for (const row of candidates) {
    const { titles, guesses } = titlesAt(target, table, row);
    const fields = unique(guesses);
    const score = fields.reduce((sum, field, index) => sum + (field ? guesses[index]!.certainty : 0), 0);
    if (!best || score > best.score + 0.01) best = { row, titles, fields, score };
  }
  return best!;
}

function titlesAt(target: string, table: Table, row: number) {
  const text = (cell: TableCell | undefined) => (typeof cell === 'string' ? cell.trim() : '');
  const own = table.rows[row]!;
  const above = row > 0 ? table.rows[row - 1]! : [];
  const titles = own.map((cell, column) => {
    const [upper, lower] = [text(above[column]), text(cell)];
    return upper && lower && upper !== lower && guessField(target, `${upper} ${lower}`)?.certainty === 1 ? `${upper} ${lower}` : lower || upper;
  });
  return { titles, guesses: titles.map((title) => guessField(target, title)) };
}

/** Each field is fed by one column: the most certain one. */
function unique(guesses: ({ field: string; certainty: number } | null)[]): (string | null)[] {
  const best = new Map<string, number>();
  guesses.forEach((guess, index) => {
    if (!guess) return;
    const known = best.get(guess.field);
    if (known === undefined || guess.certainty > guesses[known]!.certainty) best.set(guess.field, index);
  });
  // Several columns may hold scores that are calculated here anyway.
  return guesses.map((guess, index) => (guess && (best.get(guess.field) === index || guess.field === 'score') ? guess.field : null));
}

/** The value that a word of a spreadsheet stands for, by the lists of words; null when it is not among them. */
export function guessWord(list: string, word: string): string | null {
  const text = plainWords(word);
  for (const [value, words] of Object.entries(standard.ratingWords[list] ?? {})) if (words.includes(text)) return value;
  return null;
}

/** Whether a cell says nothing: empty, or a dash, "n/a", "tbd" … */
export const saysNothing = (cell: TableCell | undefined): boolean => {
  if (cell === null || cell === undefined) return true;
  if (typeof cell !== 'string') return false;
  const words = standard.ratingWords['empty']?.['empty'] ?? [];
  return cell.trim() === '' || words.includes(cell.trim().toLowerCase()) || words.includes(plainWords(cell));
};
