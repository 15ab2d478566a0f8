/** From what the editor holds to Markdown. The other way is markdown.ts. */
export interface Mark {
  type: string;
  attrs?: Record<string, unknown>;
}
export interface Node {
  type: string;
  attrs?: Record<string, unknown>;
  content?: Node[];
  text?: string;
  marks?: Mark[];
}

/** The whole text. A block that is as it was read keeps the letters in which it was written. */
export function write(doc: Node, sources: ReadonlyMap<string, string> = new Map()): string {
  let text = '';
  let before: Node | null = null;
  let last = '';
  for (const node of doc.content ?? []) {
    const own = block(node);
    if (own === '') continue;
    let chosen = sources.get(own) ?? own;
    // Two lists in a row are two lists only when their signs differ.
    if (before?.type === node.type && node.type.endsWith('List') && sign(chosen) === sign(last)) chosen = block(node, true);
    if (before) text += tight(before, 'below') || tight(node, 'above') ? '\n' : '\n\n';
    text += chosen;
    [before, last] = [node, chosen];
  }
  return text;
}

const tight = ({ type, attrs }: Node, side: 'above' | 'below') => type === 'marker' && attrs?.[side] === false;
const sign = (list: string) => /^(?:[*+-]|\d+([.)]))/.exec(list)?.slice(0, 2).join('').replace(/\d+/, '');

/** One block as Markdown; `other` takes the other sign of lists. */
export function block(node: Node, other = false): string {
  const { type, attrs = {}, content = [] } = node;
  switch (type) {
    case 'paragraph':
      return starts(line(content));
    case 'heading':
      return `${'#'.repeat(Number(attrs['level'] ?? 1))} ${line(content)
        .replaceAll(/\\\n/g, ' ')
        .replace(/(^|\s)(#+)$/, '$1\\$2')}`.trimEnd();
    case 'bulletList':
      return list(content, () => (other ? '- ' : '* '), other);
    case 'orderedList':
      return list(content, (index) => `${Number(attrs['start'] ?? 1) + index}${other ? ')' : '.'} `, other);
    case 'blockquote':
      return blocks(content)
        .split('\n')
        .map((each) => `> ${each}`.trimEnd())
        .join('\n');
    case 'codeBlock': {
      const text = plain(content);
      const fence = '`'.repeat(Math.max(3, longest(text) + 1));
      return `${fence}${String(attrs['language'] ?? '')}\n${text}\n${fence}`;
    }
    case 'horizontalRule':
      return '---';
    case 'table':
      return table(content);
    case 'marker':
      return String(attrs['source'] ?? '');
    case 'source':
      return plain(content).replaceAll(/^\n+|\s+$/g, '');
    default:
      return blocks(content);
  }
}

const plain = (content: Node[]): string => content.map(({ text = '' }) => text).join('');
const longest = (text: string): number => Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
const blocks = (content: Node[]): string => write({ type: 'doc', content });

function list(items: Node[], bullet: (index: number) => string, other: boolean): string {
  const isList = ({ type }: Node) => type === 'bulletList' || type === 'orderedList';
  const loose = items.some(({ content = [] }) => content.some((child, index) => (index === 0 ? child.type !== 'paragraph' : !isList(child))));
  return items
    .map(({ content = [] }, index) => {
      const mark = bullet(index);
      const text = loose
        ? blocks(content)
        : content
            .map((child) => block(child, other))
            .filter(Boolean)
            .join('\n');
      return (
        mark +
        text
          .split('\n')
          .map((each, at) => (at === 0 || each === '' ? each : ' '.repeat(mark.length) + each))
          .join('\n')
      ).trimEnd();
    })
    .join(loose ? '\n\n' : '\n');
}

function table(rows: Node[]): string {
  const cells = (row: Node | undefined) =>
    (row?.content ?? []).map(({ content = [] }) =>
      content
        .map((each) => line(each.content ?? []))
        .join(' ')
        .replaceAll(/\\?\n/g, ' ')
        .replaceAll('|', '\\|'),
    );
  const width = Math.max(1, ...rows.map(({ content = [] }) => content.length));
  const text = (row: string[]) => `| ${Array.from({ length: width }, (_, column) => row[column] ?? '').join(' | ')} |`;
  const delimiter = Array.from({ length: width }, (_, column) => {
    const align = rows[0]?.content?.[column]?.attrs?.['align'];
    return align === 'center' ? ':---:' : align === 'right' ? '---:' : align === 'left' ? ':---' : '---';
  });
  return rows
    .flatMap((row, index) => [
      ...(row.attrs?.['above'] ? [String(row.attrs['above'])] : []),
      text(cells(row)),
      ...(index === 0 ? [`|${delimiter.join('|')}|`] : []),
      ...(row.attrs?.['below'] ? [String(row.attrs['below'])] : []),
    ])
    .join('\n');
}

/** The runs of a line. Marks open and close around the longest stretch that has them. */
export function line(nodes: Node[]): string {
  return inline(nodes.filter(({ type, text }) => type !== 'text' || text !== ''))
    .replaceAll(/(?:\\\n)+$/g, '')
    .trim();
}

function inline(nodes: Node[]): string {
  let text = '';
  for (let at = 0; at < nodes.length;) {
    const marks = nodes[at]!.marks ?? [];
    if (marks.length === 0) {
      text += leaf(nodes[at]!, text);
      at++;
      continue;
    }
    const reach = (mark: Mark) => {
      let end = at;
      while (end < nodes.length && nodes[end]!.marks?.some((each) => same(each, mark))) end++;
      return end;
    };
    const mark = marks.filter(({ type }) => type !== 'code').toSorted((a, b) => reach(b) - reach(a) || rank(a) - rank(b))[0] ?? marks[0]!;
    const end = reach(mark);
    const own = nodes.slice(at, end);
    at = end;
    if (mark.type === 'code') {
      text += code(own);
      continue;
    }
    const inner = inline(own.map((node) => ({ ...node, marks: node.marks!.filter((each) => !same(each, mark)) })));
    const [, lead, core, trail] = /^(\s*)(.*?)(\s*)$/s.exec(inner)!;
    if (!core) text += inner;
    else text += lead + around(mark, core, text + lead, nodes[at]?.text ?? '', trail!) + trail;
  }
  return text;
}

const order = ['link', 'bold', 'italic'];
const rank = ({ type }: Mark) => order.indexOf(type);
const same = (a: Mark, b: Mark) => a.type === b.type && a.attrs?.['href'] === b.attrs?.['href'];

function around({ type, attrs }: Mark, core: string, before: string, after: string, trail: string): string {
  if (type === 'bold') return `**${core}**`;
  if (type === 'italic') {
    // Underscores do not stand inside a word.
    const inWord = /[\p{L}\p{N}]$/u.test(before) || (trail === '' && /^[\p{L}\p{N}]/u.test(after));
    const sign = inWord ? '*' : '_';
    return `${sign}${core}${sign}`;
  }
  if (type === 'link') {
    const href = String(attrs?.['href'] ?? '');
    return `[${core}](${/[\s()<>]/.test(href) ? `<${href.replaceAll(/[<>\n]/g, encodeURIComponent)}>` : href})`;
  }
  return core;
}

function code(nodes: Node[]): string {
  const text = nodes.map((node) => (node.type === 'tag' ? String(node.attrs?.['source']) : (node.text ?? ''))).join('');
  const ticks = '`'.repeat(longest(text) + 1);
  const pad = /^`|`$|^ .* $/.test(text) ? ' ' : '';
  return ticks + pad + text + pad + ticks;
}

function leaf({ type, attrs, text = '' }: Node, before: string): string {
  if (type === 'tag') return String(attrs?.['source'] ?? '');
  if (type === 'hardBreak') return before === '' ? '' : '\\\n';
  return text
    .replaceAll(/\s*\n\s*/g, ' ')
    .split(/(\{\{[^}]*\}\})/)
    .map((part, index) => (index % 2 === 1 ? part : escaped(part)))
    .join('');
}

/** What Markdown would take for its own signs. A name_with_strokes stays as it is. */
const escaped = (text: string): string =>
  text
    .replaceAll(/[\\`*[\]<~]/g, (each) => `\\${each}`)
    .replaceAll(/_/g, (each, at: number, whole: string) =>
      /[\p{L}\p{N}]/u.test(whole[at - 1] ?? '') && /[\p{L}\p{N}]/u.test(whole[at + 1] ?? '') ? each : `\\${each}`,
    )
    .replaceAll(/&(?=(?:lt|gt|quot|#39|amp);)/g, '&amp;');

/** The same at the beginning of a line. */
const starts = (text: string): string =>
  text
    .split('\n')
    .map((each) => {
      const start = each.trimStart();
      const number = /^(\d{1,9})([.)])(?=\s|$)/.exec(start);
      if (number) return `${number[1]}\\${start.slice(number[1]!.length)}`;
      return /^(?:#{1,6}(?:\s|$)|>|[-+](?:\s|$)|-{2,}|=+\s*$|\||:?-+:?\s*$)/.test(start) ? `\\${start}` : start;
    })
    .join('\n');
