import { Lexer, type Token, type Tokens } from 'marked';
import { z } from 'zod';

/** A stretch of text in one face. */
export const Run = z.object({
  text: z.string(),
  bold: z.boolean().optional(),
  italic: z.boolean().optional(),
  code: z.boolean().optional(),
  link: z.string().optional(),
});
export type Run = z.infer<typeof Run>;

/** A text as blocks: what pages, PDF and DOCX are made from. Markup in it is data; nothing is evaluated. */
export type Block =
  | { kind: 'heading'; level: number; runs: Run[] }
  | { kind: 'paragraph'; runs: Run[] }
  | { kind: 'list'; ordered: boolean; start: number; items: Block[][] }
  | { kind: 'table'; head: Run[][]; rows: Run[][][] }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'code'; text: string }
  | { kind: 'line' };
export const Block: z.ZodType<Block> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('heading'), level: z.number(), runs: z.array(Run) }),
    z.object({ kind: z.literal('paragraph'), runs: z.array(Run) }),
    z.object({ kind: z.literal('list'), ordered: z.boolean(), start: z.number(), items: z.array(z.array(Block)) }),
    z.object({ kind: z.literal('table'), head: z.array(z.array(Run)), rows: z.array(z.array(z.array(Run))) }),
    z.object({ kind: z.literal('quote'), blocks: z.array(Block) }),
    z.object({ kind: z.literal('code'), text: z.string() }),
    z.object({ kind: z.literal('line') }),
  ]),
);

/** Reads Markdown (GitHub's flavour). HTML in it stays plain text; links lead to the web, to mail, or nowhere. */
export const blocksOf = (markdown: string): Block[] => blocks(new Lexer({ gfm: true }).lex(markdown));

function blocks(tokens: Token[]): Block[] {
  return tokens.flatMap((token): Block[] => {
    switch (token.type) {
      case 'heading': {
        const { depth, tokens: inner } = token as Tokens.Heading;
        return [{ kind: 'heading', level: depth, runs: runs(inner) }];
      }
      case 'paragraph':
      case 'text': {
        const { tokens: inner, text } = token as Tokens.Text;
        return [{ kind: 'paragraph', runs: inner ? runs(inner) : [{ text }] }];
      }
      case 'list': {
        const { ordered, start, items } = token as Tokens.List;
        return [{ kind: 'list', ordered, start: Number(start) || 1, items: items.map((item) => blocks(item.tokens)) }];
      }
      case 'table': {
        const { header, rows } = token as Tokens.Table;
        return [{ kind: 'table', head: header.map((cell) => runs(cell.tokens)), rows: rows.map((row) => row.map((cell) => runs(cell.tokens))) }];
      }
      case 'blockquote':
        return [{ kind: 'quote', blocks: blocks((token as Tokens.Blockquote).tokens) }];
      case 'code':
        return [{ kind: 'code', text: (token as Tokens.Code).text }];
      case 'hr':
        return [{ kind: 'line' }];
      case 'html':
        return [{ kind: 'paragraph', runs: [{ text: (token as Tokens.HTML).text.trim() }] }];
      default:
        return [];
    }
  });
}

type Face = Omit<Run, 'text'>;

function runs(tokens: Token[], face: Face = {}): Run[] {
  return tokens.flatMap((token): Run[] => {
    const inner = (token as Tokens.Generic)['tokens'] as Token[] | undefined;
    switch (token.type) {
      case 'strong':
        return runs(inner ?? [], { ...face, bold: true });
      case 'em':
        return runs(inner ?? [], { ...face, italic: true });
      case 'codespan':
        return [{ ...face, text: (token as Tokens.Codespan).text, code: true }];
      case 'link': {
        const { href } = token as Tokens.Link;
        return runs(inner ?? [], /^(https?:|mailto:)/i.test(href) ? { ...face, link: href } : face);
      }
      case 'br':
        return [{ ...face, text: '\n' }];
      case 'image':
        return [{ ...face, text: (token as Tokens.Image).text }];
      case 'del':
        return runs(inner ?? [], face);
      default:
        return inner ? runs(inner, face) : [{ ...face, text: plain((token as Tokens.Text).text ?? token.raw).replaceAll(/[ \t]*\n[ \t]*/g, ' ') }];
    }
  });
}

/** The lexer leaves the entities of Markdown as they stand. */
const plain = (text: string) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');

export const plainRuns = (list: Run[]): string => list.map(({ text }) => text).join('');

/** The text without markup, a paragraph, item or cell a line: for search, sentences and comparison. */
export function linesOf(list: Block[]): string[] {
  return list.flatMap((block): string[] => {
    switch (block.kind) {
      case 'heading':
      case 'paragraph':
        return [plainRuns(block.runs)];
      case 'list':
        return block.items.flatMap(linesOf);
      case 'table':
        return [block.head, ...block.rows].map((row) => row.map(plainRuns).join(' · '));
      case 'quote':
        return linesOf(block.blocks);
      case 'code':
        return [block.text];
      case 'line':
        return [];
    }
  });
}

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/** A point after these ends no sentence. */
const abbreviated = /(?:^|\s)(?:Dr|Prof|Mr|Mrs|Ms|St|No|Art|Nr|e\.g|i\.e|etc|approx)\.$/;

/** The sentences of a text, headings and table rows as sentences of their own. */
export const sentencesOf = (markdown: string): string[] => linesOf(blocksOf(markdown)).flatMap(split);

function split(line: string): string[] {
  const found: string[] = [];
  for (const { segment } of segmenter.segment(line)) {
    const text = segment.trim();
    const before = found.at(-1);
    if (before !== undefined && abbreviated.test(before)) found[found.length - 1] = `${before} ${text}`;
    else if (text) found.push(text);
  }
  return found;
}
