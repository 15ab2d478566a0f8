import { fromYaml } from '../yaml.ts';
import type { Reading } from '../files/model.ts';
import { htmlToMarkdown } from './html.ts';
import { asParagraph, escaped } from './markup.ts';

type Read = Omit<Reading, 'problem'>;

/** Markdown without its front matter, which may name the title, and without comments. */
export function readMarkdown(content: Uint8Array): Read {
  const whole = decoded(content).replace(/^\uFEFF/, '');
  const [, front, rest] = /^---[ \t]*\n([\s\S]*?)\n---[ \t]*(?:\n([\s\S]*))?$/.exec(whole) ?? [];
  const text = (front === undefined ? whole : (rest ?? ''))
    .replaceAll(/<!--[\s\S]*?-->/g, '')
    // Tables that Markdown could not express are written as HTML.
    .replaceAll(/<table[\s>][\s\S]*?<\/table>/gi, (table) => `\n\n${htmlToMarkdown(table.replaceAll(/\s*\n\s*/g, ' '))}\n\n`);
  return { text: text.trim(), title: front === undefined ? null : titleIn(front), pages: null };
}

function titleIn(front: string): string | null {
  try {
    const fields: unknown = fromYaml(front);
    const title = typeof fields === 'object' && fields !== null ? (fields as Record<string, unknown>)['title'] : undefined;
    return typeof title === 'string' && title.trim() ? title.trim().slice(0, 300) : null;
  } catch {
    return null;
  }
}

/** Plain text: its paragraphs, nothing in it taken for a sign. */
export function readPlain(content: Uint8Array): Read {
  const text = decoded(content)
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
  return { text: asParagraph(escaped(text)), title: null, pages: null };
}

/** UTF-8, UTF-16 by its mark, or else what Windows writes. */
function decoded(content: Uint8Array): string {
  const text =
    content[0] === 0xff && content[1] === 0xfe
      ? new TextDecoder('utf-16le').decode(content)
      : content[0] === 0xfe && content[1] === 0xff
        ? new TextDecoder('utf-16be').decode(content)
        : utf8(content);
  return text.replaceAll(/\r\n?/g, '\n').replaceAll('\0', '');
}

function utf8(content: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return new TextDecoder('windows-1252').decode(content);
  }
}
