import { createReadStream, type Stats } from 'node:fs';
import { access, constants, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { FileDriver } from './driver.ts';

/** Files in a directory of this machine. A file appears under its key by a rename, after it has reached the disk. */
export function localDriver(root: string): FileDriver {
  const at = (key: string) => join(root, key);
  return {
    async place(key, { path }) {
      const target = at(key);
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      await rename(path, target);
      // The name has to reach the disk, too. Not every system lets a directory be opened for that.
      const directory = await open(dirname(target)).catch(() => null);
      await directory?.sync().catch(() => undefined);
      await directory?.close();
    },
    async open(key) {
      if ((await sizeOf(at(key))) === null) return null;
      return Readable.toWeb(createReadStream(at(key), { highWaterMark: 256 * 1024 })) as ReadableStream<Uint8Array>;
    },
    size: async (key) => (await sizeOf(at(key)))?.size ?? null,
    remove: (key) => rm(at(key), { force: true }),
    async *list(prefix) {
      const entries = await readdir(at(prefix), { recursive: true, withFileTypes: true }).catch(absent);
      for (const entry of entries ?? []) {
        if (!entry.isFile()) continue;
        const path = join(entry.parentPath, entry.name);
        const found = await sizeOf(path);
        if (found)
          yield {
            key: path
              .slice(root.length + 1)
              .split('\\')
              .join('/'),
            size: found.size,
            at: found.mtime,
          };
      }
    },
    async check() {
      await mkdir(root, { recursive: true, mode: 0o700 });
      await access(root, constants.W_OK);
    },
  };
}

const sizeOf = (path: string): Promise<Stats | null> => stat(path).catch(absent);

function absent(error: unknown): null {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return null;
  throw error;
}
