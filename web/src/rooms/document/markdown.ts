import { Lexer, type Token, type Tokens } from 'marked';
import { block as written, type Mark, type Node } from './written.ts';

/**
 * From the Markdown of a version to what the editor holds. Three things stand beside the blocks of Markdown:
 * `tag`, a bound fact or the boundary of a section inside a line; `marker`, such a boundary on a line of its own; and
 * `source`, a block that the editor cannot hold without losing something (images, HTML, task lists): its Markdown, as it stands.
 */
export interface Parsed {
  doc: Node;
  /**
   * How each block was written, by how the editor would write it: a block that nobody touches keeps its letters. What is not
   * kept: more than one empty line between blocks, blanks at the end of the text, and no empty line where Markdown takes one as read.
   */
  sources: Map<string, string>;
}

const tags = /\{\{\{[^}]*\}\}\}|\{\{[^}]*\}\}/g;
/** A line of boundaries only, as Mustache takes it out with its line break. */
export const boundary = /^(?:\{\{\s*[#^/!][^}]*\}\}[ \t]*)+$/;
const indented = /^[ \t]+\{\{\s*[#^/!][^}]*\}\}[ \t]*$/m;
/** Stands for a tag while Markdown is read: one letter of the private use area, as little a sign of Markdown as a name. */
const first = 0xe000;
const most = 6400;
const masked = /[\uE000-\uF8FF]/;

/** What the editor does not hold; the block stays source. */
class NotHeld extends Error {}

type Segment = { kind: 'marker' | 'text' | 'table' | 'source'; source: string; tight: boolean };

export function parse(body: string): Parsed {
  const sources = new Map<string, string>();
  const content: Node[] = [];
  const definitions = new Lexer({ gfm: true });
  definitions.lex(body);
  const put = (node: Node, source: string) => {
    content.push(node);
    sources.set(written(node), source);
  };
  for (const { kind, source, tight } of segments(body)) {
    const before = content.at(-1);
    if (before?.type === 'marker') before.attrs!['below'] = !tight;
    if (kind === 'marker') content.push({ type: 'marker', attrs: { source: source.trimEnd(), above: !tight, below: true } });
    else if (kind === 'source') put(asSource(source), source);
    else if (kind === 'table') put(held(() => sectionedTable(source)) ?? asSource(source), source);
    else for (const [node, own] of blocksOf(source, definitions.tokens.links)) put(node, own);
  }
  return { doc: { type: 'doc', content: content.length > 0 ? content : [{ type: 'paragraph' }] }, sources };
}

const asSource = (source: string): Node => ({ type: 'source', content: [{ type: 'text', text: source }] });

function held<T>(make: () => T): T | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof NotHeld) return null;
    throw error;
  }
}

/** Cuts a text at the lines that are boundaries of sections, and puts aside the tables that have such lines between their rows. */
function segments(body: string): Segment[] {
  const lines = body.replaceAll('\r\n', '\n').split('\n');
  const found: Segment[] = [];
  let text: string[] = [];
  let [fence, empty]: [string | null, boolean] = [null, false];
  const add = (kind: Segment['kind'], source: string) => {
    found.push({ kind, source, tight: !empty });
    empty = false;
  };
  const flush = () => {
    const source = text.join('\n').replaceAll(/^\n+|\s+$/g, '');
    const [leading, trailing] = [text[0]?.trim() === '', text.at(-1)?.trim() === ''];
    if (source === '') empty ||= text.length > 0;
    else {
      empty ||= leading;
      add('text', source);
      empty = trailing;
    }
    text = [];
  };
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    const ticks = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (ticks && (fence === null || (ticks.startsWith(fence) && line.trim() === ticks))) fence = fence === null ? ticks : null;
    if (fence === null && boundary.test(line)) {
      flush();
      add('marker', line);
    } else if (fence === null && line.startsWith('|') && !text.at(-1)?.trim()) {
      const rows = tableLines(lines, at);
      if (rows.some((each) => boundary.test(each))) {
        flush();
        add('table', rows.join('\n'));
      } else text.push(...rows);
      at += rows.length - 1;
    } else text.push(line);
  }
  flush();
  return found;
}

/** The rows of a table from a line on, with the sections that open and close among them. */
function tableLines(lines: string[], from: number): string[] {
  let [end, depth] = [from, 0];
  for (let at = from; at < lines.length; at++) {
    const line = lines[at]!;
    if (line.startsWith('|')) end = at + 1;
    else if (!boundary.test(line)) break;
    else {
      for (const [, sign] of line.matchAll(/\{\{\s*([#^/])/g)) depth += sign === '/' ? -1 : 1;
      if (depth < 0) break;
      if (/\{\{\s*\//.test(line)) end = at + 1;
    }
  }
  return lines.slice(from, end);
}

/** A table whose rows repeat for a list or depend on a flag: the boundaries hang on the rows beside them. */
function sectionedTable(source: string): Node {
  const rows: string[] = [];
  const above = new Map<number, string[]>();
  for (const line of source.split('\n')) {
    if (boundary.test(line)) above.set(rows.length, [...(above.get(rows.length) ?? []), line.trim()]);
    else rows.push(line);
  }
  const [only, more] = blocksOf(rows.join('\n'), {});
  // The delimiter row is none of the table's own.
  if (more || only?.[0].type !== 'table' || above.has(0) || above.has(1)) throw new NotHeld();
  const table = only[0];
  for (const [at, markers] of above) {
    const opens = markers.filter((each) => !/^\{\{\s*\//.test(each));
    const closes = markers.filter((each) => /^\{\{\s*\//.test(each));
    if (markers.indexOf(opens[0] ?? '') !== -1 && markers.indexOf(opens[0]!) < markers.lastIndexOf(closes.at(-1) ?? '')) throw new NotHeld();
    const row = (index: number) => table.content![index - 1];
    if (closes.length > 0) row(at - 1)!.attrs = { ...row(at - 1)!.attrs, below: closes.join('\n') };
    if (opens.length > 0) {
      if (!row(at)) throw new NotHeld();
      row(at)!.attrs = { ...row(at)!.attrs, above: opens.join('\n') };
    }
  }
  return table;
}

/** The blocks of a piece of Markdown, each with its source. */
function blocksOf(source: string, links: Lexer['tokens']['links']): [Node, string][] {
  const known: string[] = [];
  const text = source.replaceAll(tags, (tag) => (known.length < most ? String.fromCharCode(first + known.push(tag) - 1) : tag));
  const back = (part: string) => part.replaceAll(/[\uE000-\uF8FF]/g, (sign) => known[sign.charCodeAt(0) - first] ?? sign);
  const lex = (part: string) => {
    const lexer = new Lexer({ gfm: true });
    lexer.blockTokens(part, lexer.tokens);
    // What links are called is known from the whole text; each piece keeps the definitions that stand in it.
    Object.assign(lexer.tokens.links, links);
    for (const { src, tokens } of lexer.inlineQueue) lexer.inlineTokens(src, tokens);
    return lexer.tokens;
  };
  const tokens = lex(text);
  // The lexer passes over a second definition of one name.
  if (tokens.map(({ raw }) => raw).join('') !== text) return [[asSource(source), source]];
  const reader = new Reader(known, back);
  return tokens.flatMap((token): [Node, string][] => {
    if (token.type === 'space') return [];
    const own = back(token.raw).replaceAll(/^\n+|\s+$/g, '');
    const node = indented.test(own) || known.length === most ? null : held(() => reader.block(token));
    return [[node && same(node, own) ? node : asSource(own), own]];
  });

  /** What the editor would write reads as the same block: only then it may hold it. */
  function same(node: Node, own: string): boolean {
    const canonical = written(node);
    if (canonical === own) return true;
    const again = canonical.replaceAll(tags, (tag) => String.fromCharCode(first + known.push(tag) - 1));
    const read = held(() =>
      lex(again)
        .filter(({ type }) => type !== 'space')
        .map((token) => reader.block(token)),
    );
    return JSON.stringify(read) === JSON.stringify([node]);
  }
}

class Reader {
  readonly known: string[];
  readonly back: (text: string) => string;
  constructor(known: string[], back: (text: string) => string) {
    this.known = known;
    this.back = back;
  }

  block(token: Token): Node {
    switch (token.type) {
      case 'heading': {
        const { depth, tokens } = token as Tokens.Heading;
        return { type: 'heading', attrs: { level: depth }, ...filled(this.line(tokens)) };
      }
      case 'paragraph':
      case 'text': {
        const { tokens } = token as Tokens.Paragraph;
        return { type: 'paragraph', ...filled(this.line(tokens)) };
      }
      case 'list': {
        const { ordered, start, items } = token as Tokens.List;
        const content = items.map((item) => this.item(item));
        return ordered ? { type: 'orderedList', attrs: { start: Number(start) || 1 }, content } : { type: 'bulletList', content };
      }
      case 'blockquote':
        return { type: 'blockquote', content: this.blocks((token as Tokens.Blockquote).tokens) };
      case 'code': {
        const { text, lang, codeBlockStyle } = token as Tokens.Code;
        if (codeBlockStyle === 'indented') throw new NotHeld();
        return { type: 'codeBlock', attrs: { language: lang || null }, ...filled(text ? [{ type: 'text', text: this.back(text) }] : []) };
      }
      case 'hr':
        return { type: 'horizontalRule' };
      case 'table': {
        const { header, rows, align } = token as Tokens.Table;
        const cell = (type: string) => (each: Tokens.TableCell, column: number) => ({
          type,
          ...(align[column] ? { attrs: { align: align[column] } } : {}),
          content: [{ type: 'paragraph', ...filled(this.line(each.tokens)) }],
        });
        return {
          type: 'table',
          content: [header.map(cell('tableHeader')), ...rows.map((row) => row.map(cell('tableCell')))].map((content) => ({
            type: 'tableRow',
            content,
          })),
        };
      }
      default:
        throw new NotHeld();
    }
  }

  blocks(tokens: Token[]): Node[] {
    const content = tokens.filter(({ type }) => type !== 'space').map((token) => this.block(token));
    return content.length > 0 ? content : [{ type: 'paragraph' }];
  }

  item(item: Tokens.ListItem): Node {
    if (item.task) throw new NotHeld();
    const content = this.blocks(item.tokens);
    if (content[0]!.type !== 'paragraph') throw new NotHeld();
    return { type: 'listItem', content };
  }

  line(tokens: Token[], marks: Mark[] = []): Node[] {
    return joined(tokens.flatMap((token) => this.inline(token, marks)));
  }

  inline(token: Token, marks: Mark[]): Node[] {
    const inner = (token as Tokens.Generic)['tokens'] as Token[] | undefined;
    switch (token.type) {
      case 'strong':
        return this.line(inner!, [...marks, { type: 'bold' }]);
      case 'em':
        return this.line(inner!, [...marks, { type: 'italic' }]);
      case 'codespan':
        return this.text((token as Tokens.Codespan).text, [...marks, { type: 'code' }]);
      case 'link': {
        const { href, title } = token as Tokens.Link;
        if (title) throw new NotHeld();
        return this.line(inner!, [...marks, { type: 'link', attrs: { href: this.back(href) } }]);
      }
      case 'br':
        return [{ type: 'hardBreak' }];
      case 'escape':
        return this.text((token as Tokens.Escape).text, marks);
      case 'html':
        return this.text(token.raw, marks);
      case 'text':
        return inner ? this.line(inner, marks) : this.text((token as Tokens.Text).text, marks);
      default:
        throw new NotHeld();
    }
  }

  /** Text with its tags. A line break in Markdown is a blank. */
  text(text: string, marks: Mark[]): Node[] {
    const faced = marks.length > 0 ? { marks: inOrder(marks) } : {};
    return text
      .replaceAll(/ *\n */g, ' ')
      .split(/([\uE000-\uF8FF])/)
      .filter((part) => part !== '')
      .map((part) =>
        masked.test(part) && this.known[part.charCodeAt(0) - first] !== undefined
          ? { type: 'tag', attrs: { source: this.back(part) }, ...faced }
          : { type: 'text', text: entities(part), ...faced },
      );
  }
}

const order = ['link', 'bold', 'italic', 'code'];
const inOrder = (marks: Mark[]): Mark[] => marks.toSorted((a, b) => order.indexOf(a.type) - order.indexOf(b.type));
const filled = (content: Node[]): { content?: Node[] } => (content.length > 0 ? { content } : {});
/** The lexer leaves the entities of Markdown as they stand. */
const entities = (text: string) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');

/** Neighbours of one face are one text. */
function joined(nodes: Node[]): Node[] {
  const found: Node[] = [];
  for (const node of nodes) {
    const before = found.at(-1);
    if (node.type === 'text' && before?.type === 'text' && JSON.stringify(before.marks) === JSON.stringify(node.marks))
      found[found.length - 1] = { ...before, text: `${before.text}${node.text}` };
    else found.push(node);
  }
  return found;
}
