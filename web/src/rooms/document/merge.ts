import { diffArrays, diffWordsWithSpace } from 'diff';
import type { z } from 'zod';
import type { VersionShown } from '../../../../src/isms/documents/contract.ts';

/** What two people made of one text. */
export interface Merged {
  text: string;
  /** Passages that both have changed: mine stand there. */
  clashes: number;
}
interface Hunk {
  from: number;
  to: number;
  lines: string[];
}

/** My changes on top of theirs: paragraphs that only they have changed are theirs, those that I have changed are mine. */
export function merge(base: string, mine: string, theirs: string): Merged {
  const was = paragraphs(base);
  const [own, other] = [hunks(was, paragraphs(mine)), hunks(was, paragraphs(theirs))];
  const result: string[] = [];
  let [at, clashes] = [0, 0];
  while (own.length > 0 || other.length > 0) {
    const from = Math.min(own[0]?.from ?? Infinity, other[0]?.from ?? Infinity);
    result.push(...was.slice(at, from));
    let to = from;
    const [taken, theirsTaken]: [Hunk[], Hunk[]] = [[], []];
    for (let grew = true; grew;) {
      grew = false;
      for (const [list, into] of [
        [own, taken],
        [other, theirsTaken],
      ] as const)
        while (list[0] && (list[0].from < to || list[0].from === from)) {
          const hunk = list.shift()!;
          into.push(hunk);
          to = Math.max(to, hunk.to);
          grew = true;
        }
    }
    at = to;
    const side = (list: Hunk[]) => applied(was, list, from, to);
    if (taken.length === 0) result.push(...side(theirsTaken));
    else if (theirsTaken.length === 0) result.push(...side(taken));
    else if (from === to) {
      // Both have put something in at one place, and nothing has to give way.
      const [first, second] = [side(theirsTaken), side(taken)];
      result.push(...(first.join('\n') === second.join('\n') ? first : [...first, ...second]));
    } else {
      if (side(taken).join('\n') !== side(theirsTaken).join('\n')) clashes++;
      result.push(...side(taken));
    }
  }
  result.push(...was.slice(at));
  return { text: result.join('\n\n'), clashes };
}

const paragraphs = (text: string): string[] => (text.trim() === '' ? [] : text.trim().split(/\n{2,}/));

/** Where `is` departs from `was`: stretches of `was` with what stands in their place. */
function hunks(was: string[], is: string[]): Hunk[] {
  const found: Hunk[] = [];
  let at = 0;
  let open: Hunk | null = null;
  for (const part of diffArrays(was, is)) {
    if (!part.added && !part.removed) {
      at += part.value.length;
      open = null;
      continue;
    }
    if (!open) found.push((open = { from: at, to: at, lines: [] }));
    if (part.removed) open.to = at += part.value.length;
    else open.lines.push(...part.value);
  }
  return found;
}

function applied(was: string[], list: Hunk[], from: number, to: number): string[] {
  const result: string[] = [];
  let at = from;
  for (const hunk of list) {
    result.push(...was.slice(at, hunk.from), ...hunk.lines);
    at = hunk.to;
  }
  return [...result, ...was.slice(at, to)];
}

export type Change = { text: string; change: 'same' | 'added' | 'removed' };
export type SentencePair = z.infer<typeof VersionShown>['changed'][number];

/** Two texts as one, paragraph by paragraph, with what was struck out and what was put in. */
export function redline(before: string, after: string): Change[][] {
  const found: Change[][] = [];
  const parts = diffArrays(paragraphs(before), paragraphs(after));
  for (let index = 0; index < parts.length; index++) {
    const [part, next] = [parts[index]!, parts[index + 1]];
    if (part.removed && next?.added) {
      const pairs = Math.min(part.value.length, next.value.length);
      for (let at = 0; at < pairs; at++) found.push(words(part.value[at]!, next.value[at]!));
      for (const text of part.value.slice(pairs)) found.push([{ text, change: 'removed' }]);
      for (const text of next.value.slice(pairs)) found.push([{ text, change: 'added' }]);
      index++;
    } else for (const text of part.value) found.push([{ text, change: part.added ? 'added' : part.removed ? 'removed' : 'same' }]);
  }
  return found;
}

/** Two short texts, word by word. */
export const words = (before: string, after: string): Change[] =>
  diffWordsWithSpace(before, after).map(({ value, added, removed }) => ({ text: value, change: added ? 'added' : removed ? 'removed' : 'same' }));
