import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import type { PopulationItem } from './model.ts';

/**
 * A population as the one file that everybody gets byte for byte: CSV in UTF-8, one line an item, in the order of the
 * bytes of their keys, lines ended by a line feed. Its SHA-256 is the hash of the population.
 */
const header = ['key', 'label', 'stratum'] as const;

export interface PopulationFile {
  content: string;
  sha256: string;
  count: number;
}

export function populationFile(items: readonly PopulationItem[]): PopulationFile {
  const sorted = items.toSorted((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
  const content = [header, ...sorted.map((item) => header.map((field) => item[field]))].map((row) => `${row.map(cell).join(',')}\n`).join('');
  return { content, sha256: createHash('sha256').update(content).digest('hex'), count: items.length };
}

/** The items of such a file again. */
export function populationFrom(content: string): PopulationItem[] {
  return parse(content, { fromLine: 2 }).map(([key = '', label = '', stratum = '']) => ({
    key: bare(key),
    label: bare(label),
    stratum: bare(stratum),
  }));
}

// A spreadsheet must not run what somebody wrote into a title: such texts get an apostrophe in front, which is no part of them.
const risky = /^[=+\-@\t\r']/;
const bare = (text: string) => (text.startsWith("'") ? text.slice(1) : text);
function cell(text: string): string {
  const value = risky.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
