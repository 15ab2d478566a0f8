import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReadableStream } from 'node:stream/web';
import { Problem } from '../contract/problem.ts';
import type { FileDriver, Finished } from './driver.ts';
import { limitInWords, limits } from './model.ts';

/** What the start and the end of a file look like: enough to tell what it is. */
export interface Kept {
  sha256: string;
  size: number;
  head: Buffer;
  tail: Buffer;
}

export interface FileStoreSettings {
  driver: FileDriver;
  /** A directory of this machine for what is being received; on the same disk as a local driver's. */
  temporary: string;
  /** Told of every fault of the storage, for the log; people get a sentence. */
  onFault(error: unknown): void;
  /** Opens a temporary file; tests let the disk be full. */
  create?: typeof open;
}

const sample = 64 * 1024;

/**
 * Files by their content: the name of a file is the SHA-256 of its bytes, apart for each organisation, so that nobody
 * learns from a hash what others have. A file stands there whole or not at all, whenever the power fails.
 */
export class FileStore {
  readonly #settings: FileStoreSettings;

  constructor(settings: FileStoreSettings) {
    this.#settings = settings;
  }

  /** Keeps what comes. Errors: too-large, no-room (the disk is full), unavailable (the storage does not answer). */
  async put(organisation: string, content: AsyncIterable<Uint8Array>, limit: number = limits.file): Promise<Kept> {
    return this.#guarded(async () => {
      const { head, tail, ...file } = await this.#receive(content, limit);
      await this.#place(fileKey(organisation, file.sha256), file);
      return { sha256: file.sha256, size: file.size, head, tail };
    });
  }

  async open(organisation: string, sha256: string): Promise<ReadableStream<Uint8Array> | null> {
    return this.#guarded(() => this.#settings.driver.open(fileKey(organisation, sha256)));
  }

  /** Its size; null: there is no such file. */
  async has(organisation: string, sha256: string): Promise<number | null> {
    return this.#guarded(() => this.#settings.driver.size(fileKey(organisation, sha256)));
  }

  async remove(organisation: string, sha256: string): Promise<void> {
    return this.#guarded(() => this.#settings.driver.remove(fileKey(organisation, sha256)));
  }

  async *list(organisation: string): AsyncIterable<{ sha256: string; size: number; at: Date }> {
    for await (const { key, size, at } of this.#settings.driver.list(organisation)) yield { sha256: key.split('/').at(-1)!, size, at };
  }

  /** A part of an upload, by where it begins. Sent again, it takes the place of the former. */
  async putPart(organisation: string, upload: string, offset: number, content: AsyncIterable<Uint8Array>): Promise<number> {
    return this.#guarded(async () => {
      const file = await this.#receive(content, limits.part);
      await this.#place(partKey(organisation, upload, offset), file);
      return file.size;
    });
  }

  /** The parts of an upload one after the other, up to a size. Errors: not-possible when one is missing. */
  async *parts(organisation: string, upload: string, size: number): AsyncIterable<Uint8Array> {
    for (let at = 0; at < size;) {
      const part = await this.#guarded(() => this.#settings.driver.open(partKey(organisation, upload, at)));
      let length = 0;
      for await (const chunk of part ?? []) {
        length += chunk.length;
        yield chunk;
      }
      if (length === 0) throw new Problem('not-possible', 'A part of the upload is missing.', { remedy: 'Upload the file again.' });
      at += length;
    }
  }

  async removeParts(organisation: string, upload: string): Promise<void> {
    return this.#guarded(async () => {
      for await (const { key } of this.#settings.driver.list(`uploads/${organisation}/${upload}`)) await this.#settings.driver.remove(key);
    });
  }

  /** Removes what was being received when the program ended. */
  async clear(before: Date): Promise<void> {
    const { temporary } = this.#settings;
    for (const name of await readdir(temporary).catch(() => [])) {
      const found = await stat(join(temporary, name)).catch(() => null);
      if (found && found.mtime < before) await rm(join(temporary, name), { force: true });
    }
  }

  check = (): Promise<boolean> =>
    this.#settings.driver.check().then(
      () => true,
      () => false,
    );

  async #place(key: string, file: Finished): Promise<void> {
    try {
      await this.#settings.driver.place(key, file);
    } catch (error) {
      await rm(file.path, { force: true });
      throw error;
    }
  }

  /** To the disk of this machine first, under a name of its own: the hash is known only at the end. */
  async #receive(content: AsyncIterable<Uint8Array>, limit: number): Promise<Finished & { head: Buffer; tail: Buffer }> {
    const { temporary, create = open } = this.#settings;
    await mkdir(temporary, { recursive: true, mode: 0o700 });
    const path = join(temporary, randomUUID());
    const file = await create(path, 'wx', 0o600);
    const hash = createHash('sha256');
    let size = 0;
    let head = Buffer.alloc(0);
    let tail = Buffer.alloc(0);
    try {
      for await (const chunk of content) {
        size += chunk.length;
        if (size > limit) throw tooLarge(limit);
        hash.update(chunk);
        if (head.length < sample) head = Buffer.concat([head, chunk.subarray(0, sample - head.length)]);
        tail = Buffer.concat([tail, chunk.subarray(Math.max(0, chunk.length - sample))]);
        if (tail.length > sample) tail = tail.subarray(tail.length - sample);
        await file.writeFile(chunk);
      }
      await file.sync();
      await file.close();
    } catch (error) {
      await file.close().catch(() => undefined);
      await rm(path, { force: true });
      throw error;
    }
    return { path, size, sha256: hash.digest('hex'), head, tail };
  }

  async #guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Problem) throw error;
      this.#settings.onFault(error);
      if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(String((error as NodeJS.ErrnoException).code)))
        throw new Problem('no-room', 'The disk for files is full; nothing was kept.', {
          remedy: 'Ask whoever runs this installation for more room, then send it again. An upload goes on where it stopped.',
        });
      throw new Problem('unavailable', 'The storage for files does not answer.', {
        remedy: 'Try again in a minute; an upload goes on where it stopped. If it stays, tell whoever runs this installation.',
      });
    }
  }
}

export const tooLarge = (limit: number) =>
  new Problem('too-large', `The file is larger than ${limitInWords(limit)}.`, {
    remedy:
      limit === limits.file ? 'Pack it (.gz, .zip), split it, or keep it elsewhere and refer to it.' : 'Send it in parts: POST /uploads, then PATCH.',
  });

/** Keys begin with the organisation, which is a uuid: `uploads` is none. */
const fileKey = (organisation: string, sha256: string) => `${organisation}/${sha256.slice(0, 2)}/${sha256}`;
const partKey = (organisation: string, upload: string, offset: number) => `uploads/${organisation}/${upload}/${String(offset).padStart(12, '0')}`;
