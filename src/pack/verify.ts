import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { checkArchive, checkFolder, type Checked, type Options } from './site/check.js';

/** Checks an audit pack on the disk: the ZIP, or the folder it was unpacked into. Files are read in pieces. */
export async function verifyPack(path: string, options: Options = {}): Promise<Checked> {
  if ((await stat(path)).isDirectory()) return checkFolder(await filesIn(path), options);
  const handle = await open(path, 'r');
  try {
    return await checkArchive(
      {
        size: (await handle.stat()).size,
        async bytes(from, to) {
          const bytes = new Uint8Array(Math.max(0, to - from));
          const { bytesRead } = await handle.read(bytes, 0, bytes.length, from);
          return bytes.subarray(0, bytesRead);
        },
        sha256: (from, to) => (to > from ? hashOf(path, { start: from, end: to - 1 }) : Promise.resolve(createHash('sha256').digest('hex'))),
      },
      options,
    );
  } finally {
    await handle.close();
  }
}

async function filesIn(root: string) {
  const entries = (await readdir(root, { recursive: true, withFileTypes: true })).filter((entry) => !entry.isDirectory());
  return Promise.all(
    entries.map(async (entry) => {
      const full = join(entry.parentPath, entry.name);
      return {
        path: relative(root, full).split(sep).join('/'),
        size: (await stat(full)).size,
        bytes: async () => new Uint8Array(await readFile(full)),
        sha256: () => hashOf(full),
      };
    }),
  );
}

async function hashOf(path: string, range: { start?: number; end?: number } = {}): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { ...range, highWaterMark: 1024 ** 2 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
