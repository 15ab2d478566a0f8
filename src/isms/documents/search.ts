import MiniSearch from 'minisearch';
import type { Isms } from '../isms.ts';
import { remembered } from '../remember.ts';
import { blocksOf, linesOf } from './markdown.ts';

interface Entry {
  id: string;
  document: string;
  title: string;
  number: number;
  lines: string[];
  text: string;
}

const indexOf = remembered((isms) => {
  const titles = new Map(isms.documents.map(({ id, title }) => [id, title]));
  const latest = new Map(
    isms.documentVersions.filter(({ status, document }) => status !== 'superseded' && titles.has(document)).map((each) => [each.document, each]),
  );
  const entries = [...latest.values()].map((version): Entry => {
    const lines = linesOf(blocksOf(version.text ?? version.body));
    return {
      id: version.id,
      document: version.document,
      title: titles.get(version.document)!,
      number: version.number,
      lines,
      text: lines.join('\n'),
    };
  });
  const index = new MiniSearch<Entry>({
    fields: ['title', 'text'],
    searchOptions: { boost: { title: 3 }, prefix: true, fuzzy: 0.15, combineWith: 'AND' },
  });
  index.addAll(entries);
  return { index, entries: new Map(entries.map((each) => [each.id, each])) };
});

/** Full-text search over the latest version of every document: best first, with the line that fits best. */
export function searchDocuments(isms: Isms, query: string, limit = 30) {
  const { index, entries } = indexOf(isms);
  return index
    .search(query)
    .slice(0, limit)
    .map(({ id, terms }) => {
      const { document, title, number, lines } = entries.get(String(id))!;
      const score = (line: string) => terms.filter((term) => line.toLowerCase().includes(term)).length;
      const best = lines.reduce((top, line) => (score(line) > score(top) ? line : top), '');
      return { document, title, version: String(id), number, excerpt: best.length > 240 ? `${best.slice(0, 240)}…` : best };
    });
}
