import { plainRuns, type Run } from '../isms/documents/markdown.ts';

/** No column is narrower than this share of the even one, and none counts more than this many letters. */
const narrowest = 0.45;
const longest = 90;

/**
 * How wide the columns of a table are to be, as parts that sum up to their number: by the length of what stands in them,
 * dampened, so that a column of sentences does not starve a column of names, and never below the longest word.
 */
export function columnWidths(head: Run[][], rows: Run[][][]): number[] {
  const columns = head.map((cell, index) => [cell, ...rows.map((row) => row[index] ?? [])].map(plainRuns));
  const wanted = columns.map((cells) => {
    const lengths = cells.map((text) => Math.min(text.length, longest));
    const word = Math.max(...cells.flatMap((text) => text.split(/\s+/).map(({ length }) => length)));
    return Math.max(Math.sqrt((Math.max(...lengths) + lengths.reduce((sum, each) => sum + each, 0) / lengths.length) / 2), Math.min(word, 20) / 3);
  });
  const even = wanted.reduce((sum, each) => sum + each, 0) / wanted.length || 1;
  const parts = wanted.map((each) => Math.max(each / even, narrowest));
  const sum = parts.reduce((total, each) => total + each, 0);
  return parts.map((each) => Math.round((each / sum) * parts.length * 100) / 100);
}
