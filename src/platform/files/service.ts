import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { ReadableStream } from 'node:stream/web';
import type { Call } from '../contract/call.ts';
import { Problem } from '../contract/problem.ts';
import type { Handlers } from '../contract/serve.ts';
import { snake } from '../database/table.ts';
import type { Collection } from '../register/writer.ts';
import { attachedFile, fileFields } from './attached.ts';
import type { filesContract } from './contract.ts';
import { limits, type AttachedFile, type Reading } from './model.ts';
import type { FileStore } from './store.ts';
import type { Received, Uploads } from './uploads.ts';

/** What rooms need of files: take over an upload, hand out what a record refers to. */
export interface Files {
  received(call: Call, upload: string): Promise<Received>;
  /** Keeps a file that the product itself has written; a record must refer to it. */
  keep(call: Call, file: { name: string; mediaType: string; content: Uint8Array }): Promise<AttachedFile>;
  answer(call: Call, file: AttachedFile): Promise<FileAnswered>;
  /** Bytes that a file of this organisation has; null: it is not there. */
  has(call: Call, sha256: string): Promise<number | null>;
  open(call: Call, sha256: string): Promise<AsyncIterable<Uint8Array> | null>;
  /** The same, whole in memory: for what is known to be small. */
  bytes(call: Call, sha256: string): Promise<Buffer | null>;
  /** Its text, as Markdown. */
  read(call: Call, file: AttachedFile): Promise<Reading>;
}

export interface FileAnswered {
  headers: Record<string, string>;
  body: ReadableStream<Uint8Array>;
}

/** The file as an answer that is saved, never shown or run on our origin. Errors: not-found when its bytes are missing. */
export function filesFor(store: FileStore, uploads: Uploads): Files {
  const open = (call: Call, sha256: string) => store.open(call.organisation.id, sha256);
  return {
    received: (call, upload) => uploads.received(call, upload),
    async keep(call, { name, mediaType, content }) {
      const { sha256, size } = await store.put(call.organisation.id, Readable.from([content]));
      return { name, mediaType, size, sha256 };
    },
    has: (call, sha256) => store.has(call.organisation.id, sha256),
    open,
    async bytes(call, sha256) {
      const content = await open(call, sha256);
      return content && buffer(content);
    },
    read: (call, file) => uploads.readingOf(call, file),
    async answer(call, { name, mediaType, size, sha256 }) {
      const content = await open(call, sha256);
      if (!content)
        throw new Problem('not-found', `The bytes of ${name} are missing in the storage.`, {
          remedy: `Restore the directory of files from a backup of the same time, or import the file ${sha256} again.`,
        });
      return {
        headers: {
          'content-type': mediaType,
          'content-length': String(size),
          'content-disposition': `attachment; ${/^[\x20-\x7e]+$/.test(name) ? `filename="${name.replaceAll(/["\\]/g, '')}"` : `filename*=UTF-8''${encodeURIComponent(name).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`}`,
          'content-security-policy': "default-src 'none'; sandbox",
          'x-content-type-options': 'nosniff',
          'cross-origin-resource-policy': 'same-origin',
        },
        body: ReadableStream.from(content),
      };
    },
  };
}

/** Uploads, and files by their hash. */
export function filesService(files: Files, uploads: Uploads, collections: readonly Collection[]): Handlers<typeof filesContract> {
  return {
    start: (call, input) => uploads.start(call, input),
    whole: (call, { file }) => uploads.whole(call, file),
    send: (call, { id, offset, part }) => uploads.send(call, id, offset, part),
    state: (call, { id }) => uploads.state(call, id),
    finish: (call, { id }) => uploads.finish(call, id),
    async cancel(call, { id }) {
      await uploads.cancel(call, id);
      return { cancelled: id };
    },
    async attachment(call, { sha256 }) {
      // Whoever only knows a hash learns nothing: what no record refers to is not there.
      const file = attachedFile(collections, await call.snapshot(), sha256) ?? (await uploads.recent(call, sha256));
      if (!file)
        throw new Problem('not-found', 'No record refers to such a file.', {
          remedy: 'Open the record that the file belongs to and download it there.',
        });
      return files.answer(call, file);
    },
  };
}

/**
 * Removes what no record refers to and none has ever referred to, once it is a day old; what stands in the ledger stays,
 * so that every state of the past can be shown with its files. Runs as the only writer of the organisation.
 */
export async function sweepFiles(call: Call, collections: readonly Collection[], store: FileStore, uploads: Uploads): Promise<{ removed: number }> {
  const before = new Date(Date.parse(call.now()) - limits.hours * 3_600_000);
  await uploads.sweep(call.organisation.id, before);
  const referred = new Set<string>();
  for (const { name, record } of collections)
    for (const field of fileFields(record)) {
      const rows = await call.query<{ sha256: string }>(
        `select distinct f #>> '{}' as sha256 from ledger.entries e, lateral jsonb_path_query(coalesce(e.after, e.before) -> $3, 'lax $[*].sha256') as f
         where e.organisation_id = $1 and e.register = $2`,
        [call.organisation.id, snake(name), snake(field)],
      );
      for (const { sha256 } of rows) referred.add(sha256);
    }
  let removed = 0;
  for await (const { sha256, at } of store.list(call.organisation.id)) {
    if (referred.has(sha256) || at >= before) continue;
    await store.remove(call.organisation.id, sha256);
    removed++;
  }
  return { removed };
}
