import { diffArrays, diffWordsWithSpace } from 'diff';
import { z } from 'zod';
import { blocksOf, linesOf, sentencesOf } from './markdown.ts';

/** A piece of a redline: text that stands in both, only before, or only after. */
export const Change = z.object({ text: z.string(), change: z.enum(['same', 'added', 'removed']) });
export type Change = z.infer<typeof Change>;
export const RedlineParagraph = z.array(Change);

/** Two texts as one, paragraph by paragraph, with what was struck out and what was put in. */
export function redline(before: string, after: string): Change[][] {
  const [was, is] = [linesOf(blocksOf(before)), linesOf(blocksOf(after))];
  const parts = diffArrays(was, is);
  const paragraphs: Change[][] = [];
  for (let index = 0; index < parts.length; index++) {
    const [part, next] = [parts[index]!, parts[index + 1]];
    if (part.removed && next?.added) {
      // Paragraphs that took each other's place are compared word by word.
      const pairs = Math.min(part.value.length, next.value.length);
      for (let at = 0; at < pairs; at++) paragraphs.push(words(part.value[at]!, next.value[at]!));
      for (const text of part.value.slice(pairs)) paragraphs.push([{ text, change: 'removed' }]);
      for (const text of next.value.slice(pairs)) paragraphs.push([{ text, change: 'added' }]);
      index++;
    } else for (const text of part.value) paragraphs.push([{ text, change: part.added ? 'added' : part.removed ? 'removed' : 'same' }]);
  }
  return paragraphs;
}

const words = (before: string, after: string): Change[] =>
  diffWordsWithSpace(before, after).map(({ value, added, removed }) => ({ text: value, change: added ? 'added' : removed ? 'removed' : 'same' }));

export const SentencePair = z.object({ before: z.string().nullable(), after: z.string().nullable() });
export type SentencePair = z.infer<typeof SentencePair>;

/** The sentences that differ, before and after: what a changed fact did to a text. */
export function changedSentences(before: string, after: string): SentencePair[] {
  const pairs: SentencePair[] = [];
  const parts = diffArrays(sentencesOf(before), sentencesOf(after));
  for (let index = 0; index < parts.length; index++) {
    const [part, next] = [parts[index]!, parts[index + 1]];
    if (part.removed) {
      const replaced = next?.added ? next.value : [];
      part.value.forEach((text, at) => pairs.push({ before: text, after: replaced[at] ?? null }));
      for (const text of replaced.slice(part.value.length)) pairs.push({ before: null, after: text });
      if (next?.added) index++;
    } else if (part.added) for (const text of part.value) pairs.push({ before: null, after: text });
  }
  return pairs;
}
