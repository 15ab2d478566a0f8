import { parentPort, workerData } from 'node:worker_threads';
import { docx, odt, xlsx, type Reading } from '../files/model.ts';
import { Refused } from './zip.ts';

/** Runs in a thread of its own, which is ended when it takes too long or too much: what it reads was written by strangers. */
const { content, mediaType } = workerData as { content: Uint8Array; mediaType: string };

/** As long as the text of a version may be. */
const longest = 390_000;

async function read(): Promise<Omit<Reading, 'problem'> & Partial<Reading>> {
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

let reading: Reading;
try {
  const found = await read();
  const text = found.text.replaceAll('\0', '');
  const title =
    found.title ??
    /^#\s+(.+)$/m
      .exec(text)?.[1]
      ?.replaceAll(/[*_`\\]/g, '')
      .trim()
      .slice(0, 300) ??
    null;
  reading = {
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
} catch (error) {
  const reason = error instanceof Refused ? error.message : 'It is damaged and cannot be read.';
  reading = { text: '', title: null, pages: null, problem: reason };
}
parentPort!.postMessage(reading);
