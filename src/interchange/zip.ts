import { Zip, ZipDeflate, ZipPassThrough, strToU8 } from 'fflate';
import { Problem } from '../platform/contract/problem.ts';
import type { Files } from './files.ts';

/** A fixed time: the same records give the same archive. */
const mtime = new Date('2000-01-01T00:00:00Z');

/** What is too large for the memory. */
export interface Streamed {
  path: string;
  open(): Promise<AsyncIterable<Uint8Array> | null>;
}

/** The management system as a ZIP, written while it is being sent: attached files may be larger than the memory. */
export function zipOf(folder: string, texts: Files, streams: Streamed[]): ReadableStream<Uint8Array> {
  const iterator = chunks(folder, texts, streams);
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: async () => void (await iterator.return(undefined)),
  });
}

async function* chunks(folder: string, texts: Files, streams: Streamed[]): AsyncGenerator<Uint8Array> {
  let made: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    made.push(chunk);
  });
  const take = () => {
    const taken = made;
    made = [];
    return taken;
  };
  for (const [path, text] of Object.entries(texts)) {
    const entry = Object.assign(new ZipDeflate(`${folder}/${path}`, { level: 6 }), { mtime });
    zip.add(entry);
    entry.push(strToU8(text), true);
    yield* take();
  }
  for (const { path, open } of streams) {
    const content = await open();
    if (!content)
      throw new Problem('not-possible', `The attached file ${path} is missing in the storage.`, {
        remedy: 'Restore the directory of files from a backup of the same time.',
      });
    // Documents, pictures and bulk data are packed already.
    const entry = Object.assign(new ZipPassThrough(`${folder}/${path}`), { mtime });
    zip.add(entry);
    for await (const chunk of content) {
      entry.push(chunk);
      yield* take();
    }
    entry.push(new Uint8Array(), true);
    yield* take();
  }
  zip.end();
  yield* take();
}
