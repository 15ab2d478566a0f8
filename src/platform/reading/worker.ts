import { parentPort, workerData } from 'node:worker_threads';
import { docx, odt, xlsx, type Reading } from '../files/model.ts';
import type { Answer, Wanted } from './read.ts';
import type { Workbook } from './workbook.ts';
import { Refused } from './zip.ts';

/** Runs in a thread of its own, which is ended when it takes too long or too much: what it reads was written by strangers. */
const wanted = workerData as Wanted;

/** As long as the text of a version may be. */
const longest = 390_000;

async function textOf(content: Uint8Array, mediaType: string): Promise<Omit<Reading, 'problem'> & Partial<Reading>> {
  switch (mediaType) {
    case docx:
      return (await import('./office.ts')).readDocx(content);
    case odt:
      return (await import('./office.ts')).readOdt(content);
    case xlsx:
      return (await import('./sheets.ts')).readSheets(content);
    case 'application/pdf':
      return (await import('./pdf.ts')).readPdf(content);
    case 'text/markdown':
      return (await import('./text.ts')).readMarkdown(content);
    default:
      return (await import('./text.ts')).readPlain(content);
  }
}

async function reading(content: Uint8Array, mediaType: string): Promise<Reading> {
  const found = await textOf(content, mediaType);
  const text = found.text.replaceAll('\0', '');
  const title =
    found.title ??
    /^#\s+(.+)$/m
      .exec(text)?.[1]
      ?.replaceAll(/[*_`\\]/g, '')
      .trim()
      .slice(0, 300) ??
    null;
  return {
    ...found,
    title,
    text: text.slice(0, longest),
    problem:
      text.length > longest
        ? `Only the first ${longest.toLocaleString('en')} characters were read.`
        : text.trim() === ''
          ? 'There is no text in it.'
          : (found.problem ?? null),
  };
}

let answer: Answer<Reading | Workbook>;
try {
  const { content } = wanted;
  answer = {
    found:
      wanted.as === 'text' ? await reading(content, wanted.mediaType) : await (await import('./workbook.ts')).readWorkbook(content, wanted.sheet),
  };
} catch (error) {
  answer = { problem: error instanceof Refused ? error.message : 'It is damaged and cannot be read.' };
}
parentPort!.postMessage(answer);
