import { asParagraph, escaped, parseMarkup, textOf, type Element } from './markup.ts';

/** The HTML that mammoth makes of a Word document, as Markdown. */
export const htmlToMarkdown = (html: string): string => blocks(parseMarkup(html), '').trim();

function blocks(element: Element, indent: string): string {
  const parts: string[] = [];
  let loose = '';
  const flush = () => {
    if (loose.trim()) parts.push(`${indent}${asParagraph(loose.trim())}`);
    loose = '';
  };
  for (const child of element.children) {
    if (typeof child === 'string' || !isBlock(child.name)) loose += typeof child === 'string' ? escaped(child) : inline(child);
    else {
      flush();
      const made = block(child, indent);
      if (made.trim()) parts.push(made);
    }
  }
  flush();
  return parts.join('\n\n');
}

const isBlock = (name: string) => /^(p|h[1-6]|ul|ol|table|div|blockquote|hr)$/.test(name);

function block(element: Element, indent: string): string {
  const { name } = element;
  if (/^h[1-6]$/.test(name)) {
    const words = line(element);
    return words ? `${indent}${'#'.repeat(Number(name[1]))} ${words}` : '';
  }
  if (name === 'p') {
    const words = inlines(element).trim();
    return words ? indent + asParagraph(words).replaceAll('\n', `\n${indent}`) : '';
  }
  if (name === 'ul' || name === 'ol')
    return element.children
      .filter((child): child is Element => typeof child !== 'string' && child.name === 'li')
      .map((item, index) => {
        const sign = name === 'ul' ? '- ' : `${index + 1}. `;
        const inner = blocks(item, `${indent}${' '.repeat(sign.length)}`);
        return `${indent}${sign}${inner.trimStart()}`;
      })
      .join('\n');
  if (name === 'table') return table(element, indent);
  return blocks(element, indent);
}

function table(element: Element, indent: string): string {
  const rows: Element[] = [];
  const collect = (within: Element) => {
    for (const child of within.children)
      if (typeof child !== 'string') {
        if (child.name === 'tr') rows.push(child);
        else if (child.name !== 'table') collect(child);
      }
  };
  collect(element);
  const cells = rows.map((row) =>
    row.children
      .filter((child): child is Element => typeof child !== 'string' && /^t[dh]$/.test(child.name))
      .map((cell) =>
        cell.children
          .map((child) => (typeof child === 'string' ? escaped(child) : isBlock(child.name) ? line(child) : inline(child)))
          .filter((each) => each.trim())
          .join(' ')
          .replaceAll('|', '\\|')
          .replaceAll(/\s+/g, ' ')
          .trim(),
      ),
  );
  return markdownTable(cells, indent);
}

/** Rows of equal length; the first is the head. */
export function markdownTable(cells: string[][], indent = ''): string {
  const width = Math.max(0, ...cells.map(({ length }) => length));
  // A table of one column is a frame around text.
  if (width <= 1)
    return cells
      .flat()
      .map((each) => indent + each)
      .join('\n\n');
  const row = (list: string[]) => `${indent}| ${Array.from({ length: width }, (_, index) => list[index] ?? '').join(' | ')} |`;
  return [row(cells[0]!), `${indent}|${' --- |'.repeat(width)}`, ...cells.slice(1).map(row)].join('\n');
}

const line = (element: Element) =>
  (isBlock(element.name) && element.name !== 'p' && !element.name.startsWith('h') ? escaped(textOf(element)) : inlines(element))
    .replaceAll(/\s+/g, ' ')
    .trim();
const inlines = (element: Element): string => element.children.map((child) => (typeof child === 'string' ? escaped(child) : inline(child))).join('');

function inline(element: Element): string {
  const words = inlines(element);
  switch (element.name) {
    case 'br':
      return '\n';
    case 'strong':
    case 'b':
      return around(words, '**');
    case 'em':
    case 'i':
      return around(words, '*');
    case 'a': {
      const href = element.attributes['href'] ?? '';
      return /^(https?:|mailto:)[^\s<>()]*$/i.test(href) && words.trim() ? `[${words}](${href})` : words;
    }
    case 'img':
      return '';
    default:
      return words;
  }
}

/** The signs stand at the words, not at the blanks around them. */
function around(words: string, sign: string): string {
  const [, before = '', inner = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(words) ?? [];
  return inner ? `${before}${sign}${inner}${sign}${after}` : words;
}
