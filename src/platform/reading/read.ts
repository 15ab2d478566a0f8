import { Worker } from 'node:worker_threads';
import { docx, odt, xlsx, type AttachedFile, type Reading } from '../files/model.ts';
import type { Workbook } from './workbook.ts';

const readable = new Set([docx, odt, xlsx, 'application/pdf', 'text/markdown', 'text/plain']);
const limit = { bytes: 40 * 1024 ** 2, seconds: 20, heapMegabytes: 384, growthBytes: 900 * 1024 ** 2, atOnce: 2 };

/** What the thread is asked for. */
export type Wanted = { content: Uint8Array } & ({ as: 'text'; mediaType: string } | { as: 'workbook'; sheet: string | undefined });
/** What it answers: what was found, or why there is nothing, in a sentence. */
export type Answer<T> = { found: T } | { problem: string };

const without = (problem: string | null): Reading => ({ text: '', title: null, pages: null, problem });

/**
 * The text of a file, as Markdown. Never throws and never takes long: what cannot be read, is too large, or behaves like an
 * attack comes back without text and with the reason.
 */
export async function readText(content: AsyncIterable<Uint8Array>, { mediaType, size }: Pick<AttachedFile, 'mediaType' | 'size'>): Promise<Reading> {
  if (!readable.has(mediaType)) return without('Text is read from DOCX, ODT, XLSX, PDF, Markdown and plain text; this file is kept as it is.');
  if (size > limit.bytes) return without(`Text is read from files up to ${limit.bytes / 1024 ** 2} MB; this one is kept as it is.`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  const answer = await inThread<Reading>({ as: 'text', content: Buffer.concat(chunks), mediaType });
  return 'found' in answer ? answer.found : without(answer.problem);
}

/** A sheet of an XLSX as rows, under the same limits; without a name the one with the most rows. */
export const readWorkbook = (content: Uint8Array, sheet?: string): Promise<Answer<Workbook>> => inThread({ as: 'workbook', content, sheet });

async function inThread<T>(wanted: Wanted): Promise<Answer<T>> {
  await turn();
  try {
    return await new Promise((resolve) => {
      // What a library says about a damaged file belongs into no log.
      const worker = new Worker(new URL('./worker.ts', import.meta.url), {
        workerData: wanted,
        stdout: true,
        stderr: true,
        env: {},
        resourceLimits: { maxOldGenerationSizeMb: limit.heapMegabytes, maxYoungGenerationSizeMb: 64 },
      });
      const before = process.memoryUsage.rss();
      const ended = Date.now() + limit.seconds * 1000;
      // Buffers lie outside of the thread's heap and its limit: the growth of the whole program is watched.
      const watch = setInterval(() => {
        if (Date.now() > ended) done({ problem: `Reading it took longer than ${limit.seconds} seconds and was given up.` });
        else if (process.memoryUsage.rss() - before > limit.growthBytes) done({ problem: 'Reading it took too much memory and was given up.' });
      }, 50);
      const done = (answer: Answer<T>) => {
        clearInterval(watch);
        worker.removeAllListeners();
        worker.on('error', () => undefined);
        void worker.terminate();
        resolve(answer);
      };
      worker.once('message', done);
      worker.once('error', (error: NodeJS.ErrnoException) =>
        done({
          problem:
            error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'Reading it took too much memory and was given up.' : 'It is damaged and cannot be read.',
        }),
      );
      worker.once('exit', () => done({ problem: 'It is damaged and cannot be read.' }));
    });
  } finally {
    next();
  }
}

let running = 0;
const waiting: (() => void)[] = [];
/** Two at once: the rest of the product keeps its processors. */
async function turn(): Promise<void> {
  if (running >= limit.atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  running++;
}
function next(): void {
  running--;
  waiting.shift()?.();
}
