import { Worker } from 'node:worker_threads';
import { docx, odt, xlsx, type AttachedFile, type Reading } from '../files/model.ts';

const readable = new Set([docx, odt, xlsx, 'application/pdf', 'text/markdown', 'text/plain']);
const limit = { bytes: 40 * 1024 ** 2, seconds: 20, heapMegabytes: 384, growthBytes: 900 * 1024 ** 2, atOnce: 2 };

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
  await turn();
  try {
    return await inThread({ content: Buffer.concat(chunks), mediaType });
  } finally {
    next();
  }
}

function inThread(workerData: { content: Buffer; mediaType: string }): Promise<Reading> {
  return new Promise((resolve) => {
    // What a library says about a damaged file belongs into no log.
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData,
      stdout: true,
      stderr: true,
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: limit.heapMegabytes, maxYoungGenerationSizeMb: 64 },
    });
    const before = process.memoryUsage.rss();
    const ended = Date.now() + limit.seconds * 1000;
    // Buffers lie outside of the thread's heap and its limit: the growth of the whole program is watched.
    const watch = setInterval(() => {
      if (Date.now() > ended) done(without(`Reading it took longer than ${limit.seconds} seconds and was given up.`));
      else if (process.memoryUsage.rss() - before > limit.growthBytes) done(without('Reading it took too much memory and was given up.'));
    }, 50);
    const done = (reading: Reading) => {
      clearInterval(watch);
      worker.removeAllListeners();
      worker.on('error', () => undefined);
      void worker.terminate();
      resolve(reading);
    };
    worker.once('message', done);
    worker.once('error', (error: NodeJS.ErrnoException) =>
      done(
        without(
          error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'Reading it took too much memory and was given up.' : 'It is damaged and cannot be read.',
        ),
      ),
    );
    worker.once('exit', () => done(without('It is damaged and cannot be read.')));
  });
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
