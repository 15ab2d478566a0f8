import { Lexer, type Tokens } from 'marked';

export interface Question {
  text: string;
  answers: { text: string; right: boolean }[];
}

/** A lesson's text, and the questions that stand under its last heading "Questions". */
export function readLesson(body: string): { text: string; questions: Question[]; problems: string[] } {
  const tokens = new Lexer({ gfm: true }).lex(body);
  const at = tokens.findLastIndex((token) => token.type === 'heading' && /^questions$/i.test((token as Tokens.Heading).text.trim()));
  if (at < 0) return { text: body.trim(), questions: [], problems: ['There is no heading "Questions".'] };
  const questions: Question[] = [];
  const problems: string[] = [];
  let asked = '';
  for (const token of tokens.slice(at + 1)) {
    if (token.type === 'heading' || token.type === 'paragraph') asked = (token as Tokens.Paragraph).text.trim();
    if (token.type !== 'list' || asked === '') continue;
    const answers = (token as Tokens.List).items.map(({ text, checked }) => ({
      text: text.replace(/^\[[ xX]\]\s*/, '').trim(),
      right: checked === true,
    }));
    if (answers.length < 2) problems.push(`"${asked}" has fewer than two answers.`);
    else if (!answers.some(({ right }) => right)) problems.push(`"${asked}" has no answer that is ticked as right.`);
    else questions.push({ text: asked, answers });
    asked = '';
  }
  if (questions.length < 8) problems.push(`There are ${questions.length} questions; at least 8 are needed, of which ${drawn} are drawn.`);
  return {
    text: tokens
      .slice(0, at)
      .map(({ raw }) => raw)
      .join('')
      .trim(),
    questions,
    problems,
  };
}

/** How many questions are asked in one attempt. */
export const drawn = 5;

/** Numbers from 0 to `count - 1`, `size` of them, the same for the same seed (Fisher and Yates over a hash of the seed). */
export function draw(seed: string, count: number, size: number): number[] {
  const random = generator(seed);
  const numbers = Array.from({ length: count }, (_, index) => index);
  for (let index = numbers.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    [numbers[index], numbers[other]] = [numbers[other]!, numbers[index]!];
  }
  return numbers.slice(0, size);
}

/**
 * The questions of an attempt, the same however often the page is opened. Another attempt begins with those that were
 * not asked in the one before: whoever tries again does not answer from memory of the review.
 */
export function questionsOf(lesson: string, person: string, attempt: number, count: number): number[] {
  let asked: number[] = [];
  for (let each = 0; each <= attempt; each++) {
    const order = draw(`${lesson} ${person} ${each}`, count, count);
    const before = new Set(asked);
    asked = [...order.filter((number) => !before.has(number)), ...order.filter((number) => before.has(number))].slice(0, drawn);
  }
  return asked;
}

/** A small generator (mulberry32) begun from a hash of the seed (FNV-1a): enough for lots, not for secrets. */
function generator(seed: string): () => number {
  let state = 0x811c9dc5;
  for (const sign of seed) state = Math.imul(state ^ sign.codePointAt(0)!, 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Right when all that is right was chosen, and nothing else. */
export const isRight = ({ answers }: Question, chosen: number[]): boolean =>
  answers.every(({ right }, index) => right === chosen.includes(index)) && chosen.every((number) => number in answers);
