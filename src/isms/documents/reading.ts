import { blocksOf, linesOf } from './markdown.ts';

/** Of some texts those in which all words occur, each with the line that holds most of them. */
export function searchTexts<T extends { title: string }>(texts: { item: T; text: string }[], query: string): (T & { excerpt: string })[] {
  const words = query.toLocaleLowerCase('en').split(/\s+/).filter(Boolean);
  const hits = (line: string) => words.filter((word) => line.toLocaleLowerCase('en').includes(word)).length;
  return texts.flatMap(({ item, text }) => {
    const lines = linesOf(blocksOf(text));
    if (hits(`${item.title}\n${lines.join('\n')}`) < words.length) return [];
    const best = lines.reduce((top, line) => (hits(line) > hits(top) ? line : top), '');
    return [{ ...item, excerpt: best.length > 200 ? `${best.slice(0, 200)}…` : best }];
  });
}
