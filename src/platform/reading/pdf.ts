import { extractText, getDocumentProxy, getMeta } from 'unpdf';
import type { Reading } from '../files/model.ts';
import { asParagraph, escaped } from './markup.ts';
import { Refused } from './zip.ts';

const limit = { pages: 600 };

/** PDF: the words of its pages, joined into paragraphs again; lines that stand on most pages are headers and footers. */
export async function readPdf(content: Uint8Array): Promise<Omit<Reading, 'problem'>> {
  const pdf = await getDocumentProxy(content, { isEvalSupported: false, useSystemFonts: false, stopAtErrors: false } as never).catch(
    (error: Error) => {
      throw new Refused(
        error.name === 'PasswordException' ? 'It is protected by a password; save it without one.' : 'The PDF is damaged and cannot be read.',
      );
    },
  );
  if (pdf.numPages > limit.pages) throw new Refused(`It has ${pdf.numPages} pages; at most ${limit.pages} are read.`);
  const { text } = await extractText(pdf, { mergePages: false });
  const { info } = await getMeta(pdf);
  const markdown = paragraphs(text);
  if (markdown.replaceAll(/\s/g, '').length < 20 * Math.min(5, pdf.numPages))
    throw new Refused('It has no text, only pictures of it (a scan). Run a text recognition over it and bring it in again.');
  const title = typeof info?.['Title'] === 'string' ? info['Title'].trim().slice(0, 300) : '';
  return { text: markdown, title: title && !/\.(docx?|pdf)$|^(untitled|microsoft word)/i.test(title) ? title : null, pages: pdf.numPages };
}

const bullet = /^\s*[•‣▪●○◦·–—\-*]\s+/;
const numbered = /^\s*(?:\d+(?:\.\d+)*[.)]?|[a-z][.)]|\([a-z\d]{1,3}\))\s+\S/i;

/** Lines of pages as paragraphs of Markdown. */
export function paragraphs(pages: string[]): string {
  const lines = pages.map((page) => page.split('\n').map((line) => line.replaceAll(/\s+/g, ' ').trim()));
  const shape = (line: string) => line.replaceAll(/\d+/g, '#');
  const repeated = new Map<string, number>();
  for (const page of lines)
    for (const line of new Set([...page.slice(0, 3), ...page.slice(-3)].map(shape))) repeated.set(line, (repeated.get(line) ?? 0) + 1);
  const runs = (line: string) => lines.length > 2 && (repeated.get(shape(line)) ?? 0) > lines.length * 0.6;
  const all = lines.flatMap((page) => page.filter((line, index) => !((index < 3 || index >= page.length - 3) && runs(line))));
  const widths = all.map(({ length }) => length).sort((a, b) => a - b);
  const usual = widths[Math.floor(widths.length * 0.9)] ?? 0;

  const made: string[] = [];
  let before = '';
  for (const line of all) {
    if (line === '') {
      before = '';
      continue;
    }
    const begins = bullet.test(line) || numbered.test(line);
    const goesOn = before !== '' && !begins && (!/[.!?:;]["”’)]?$/.test(before) || /^[a-z]/.test(line)) && before.length > usual * 0.55;
    if (goesOn) {
      const last = made.length - 1;
      made[last] = /[a-z]-$/.test(made[last]!) && /^[a-z]/.test(line) ? made[last]!.slice(0, -1) + line : `${made[last]} ${line}`;
    } else made.push(line);
    before = line;
  }
  return made.map((each) => (bullet.test(each) ? `- ${escaped(each.replace(bullet, ''))}` : asParagraph(escaped(each)))).join('\n\n');
}
