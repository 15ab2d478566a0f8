import mammoth from 'mammoth';
import type { Reading } from '../files/model.ts';
import { htmlToMarkdown, markdownTable } from './html.ts';
import { asParagraph, escaped, find, parseMarkup, textOf, type Element } from './markup.ts';
import { Refused, repacked, textParts } from './zip.ts';

type Read = Omit<Reading, 'problem'>;
const decode = (bytes: Uint8Array | undefined) => (bytes ? new TextDecoder().decode(bytes) : '');

/** DOCX: headings, paragraphs, lists and tables; headers, footers and pictures are left out. */
export async function readDocx(content: Uint8Array): Promise<Read> {
  const parts = textParts(content);
  if (!parts['word/document.xml']) throw new Refused('It holds no Word document.');
  const { value } = await mammoth.convertToHtml(
    { buffer: Buffer.from(repacked(parts)) },
    {
      styleMap: ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => p:fresh"],
      convertImage: mammoth.images.imgElement(async () => ({ src: '' })),
      includeEmbeddedStyleMap: false,
    },
  );
  const pages = /<Pages>(\d{1,5})<\/Pages>/.exec(decode(parts['docProps/app.xml']))?.[1];
  return { text: htmlToMarkdown(value), title: titleOf(parts['docProps/core.xml'], 'dc:title'), pages: pages ? Number(pages) : null };
}

/** ODT: headings, paragraphs, lists and tables. */
export function readOdt(content: Uint8Array): Read {
  const parts = textParts(content);
  const body = find(parseMarkup(decode(parts['content.xml'])), 'office:text');
  if (!body) throw new Refused('It holds no text document.');
  return { text: odtBlocks(body, '').trim(), title: titleOf(parts['meta.xml'], 'dc:title'), pages: null };
}

const titleOf = (part: Uint8Array | undefined, name: string): string | null => {
  const found = part && find(parseMarkup(decode(part)), name);
  return (found && textOf(found).trim().slice(0, 300)) || null;
};

function odtBlocks(element: Element, indent: string): string {
  return element.children
    .flatMap((child): string[] => {
      if (typeof child === 'string') return [];
      switch (child.name) {
        case 'text:h': {
          const words = odtWords(child).replaceAll('\n', ' ');
          return words ? [`${'#'.repeat(Math.min(6, Number(child.attributes['text:outline-level']) || 1))} ${words}`] : [];
        }
        case 'text:p': {
          const words = odtWords(child);
          return words ? [indent + asParagraph(words)] : [];
        }
        case 'text:list':
          return [
            child.children
              .filter((item): item is Element => typeof item !== 'string' && item.name === 'text:list-item')
              .map((item) => `${indent}- ${odtBlocks(item, `${indent}  `).trimStart()}`)
              .join('\n'),
          ];
        case 'table:table':
          return [markdownTable(odtRows(child), indent)];
        case 'text:tracked-changes':
        case 'text:sequence-decls':
        case 'office:forms':
          return [];
        default:
          return [odtBlocks(child, indent)];
      }
    })
    .filter((each) => each.trim())
    .join('\n\n');
}

const odtRows = (element: Element): string[][] =>
  element.children.flatMap((child): string[][] => {
    if (typeof child === 'string') return [];
    if (child.name !== 'table:table-row') return odtRows(child);
    return [
      child.children
        .filter((cell): cell is Element => typeof cell !== 'string' && cell.name === 'table:table-cell')
        .map((cell) => odtBlocks(cell, '').replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').trim()),
    ];
  });

function odtWords(element: Element): string {
  return element.children
    .map((child) => {
      if (typeof child === 'string') return escaped(child.replaceAll(/\s+/g, ' '));
      switch (child.name) {
        case 'text:s':
          return ' ';
        case 'text:tab':
          return ' ';
        case 'text:line-break':
          return '\n';
        case 'text:note':
        case 'office:annotation':
          return '';
        default:
          return odtWords(child);
      }
    })
    .join('')
    .trim();
}
