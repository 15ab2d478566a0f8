import { createHash, sign } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { Problem } from '../platform/contract/problem.ts';
import type { AttachedFile } from '../platform/files/model.ts';
import type { SigningKey } from '../platform/ledger/checkpoint.ts';
import { archiveEnd, centralHeader, dosDate, localHeader } from './site/archive.js';
import { manifestName, signatureName, statement, type Manifest, type ManifestFile } from './site/check.js';

/** A file of the pack: made here, or attached to a record and read from where files are kept. */
export type PackedFile = { path: string; content: Uint8Array | string } | { path: string; file: Pick<AttachedFile, 'sha256' | 'size' | 'name'> };

/** Up to this size an attached file is read once and held; a larger one is read twice, because its checksum stands before it. */
const held = 8 * 1024 ** 2;
/** What is made is sent on in pieces of about this size. */
const piece = 256 * 1024;

type Open = (sha256: string) => Promise<AsyncIterable<Uint8Array> | null>;

/**
 * Writes the pack while it is being sent: the files as they come, then the manifest that names each, then its signature.
 * Errors: an attached file that is missing, or is not what its record says, ends it: there is no pack with a hole.
 */
export async function* writePack(
  head: Omit<Manifest, 'files' | 'publicKey' | 'format'>,
  files: AsyncIterable<PackedFile> | Iterable<PackedFile>,
  open: Open,
  key: SigningKey,
): AsyncGenerator<Uint8Array> {
  const date = dosDate(head.day);
  const named: ManifestFile[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  let waiting: Uint8Array[] = [];
  let length = 0;
  const put = (bytes: Uint8Array) => {
    waiting.push(bytes);
    length += bytes.length;
    offset += bytes.length;
  };
  const take = () => {
    const all = Buffer.concat(waiting);
    waiting = [];
    length = 0;
    return all;
  };
  const begin = ({ path, size, crc32: sum }: Omit<ManifestFile, 'sha256'>) => {
    const entry = { name: `${head.folder}/${path}`, size, crc32: sum };
    directory.push(centralHeader(entry, offset, date));
    put(localHeader(entry, date));
  };
  const whole = (path: string, content: Uint8Array) => {
    const entry = { path, size: content.length, sha256: createHash('sha256').update(content).digest('hex'), crc32: crc32(content) };
    begin(entry);
    put(content);
    return entry;
  };

  for await (const each of files) {
    if ('content' in each) named.push(whole(each.path, Buffer.from(each.content)));
    else if (each.file.size <= held) named.push(whole(each.path, await read(each.file, open)));
    else {
      const entry = { path: each.path, size: each.file.size, sha256: each.file.sha256, crc32: await checksum(each.file, open) };
      named.push(entry);
      begin(entry);
      for await (const chunk of unaltered(each.file, open)) {
        put(chunk);
        if (length >= piece) yield take();
      }
    }
    if (length >= piece) yield take();
  }
  const manifest: Manifest = { format: 'annexa audit pack 1', ...head, publicKey: key.publicKey, files: named };
  const bytes = Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`);
  const { sha256 } = whole(manifestName, bytes);
  whole(signatureName, Buffer.from(`${sign(null, Buffer.from(statement(manifest, sha256)), key.privateKey).toString('base64')}\n`));
  const began = offset;
  for (const each of directory) put(each);
  put(archiveEnd(directory.length, began, offset - began));
  yield take();
}

/** The bytes of an attached file, which end with an error unless they are what its record says. */
async function* unaltered({ sha256, size, name }: Pick<AttachedFile, 'sha256' | 'size' | 'name'>, open: Open): AsyncGenerator<Uint8Array> {
  const content = await open(sha256);
  if (!content) throw damaged(name, 'is missing in the storage');
  const hash = createHash('sha256');
  let length = 0;
  for await (const chunk of content) {
    hash.update(chunk);
    length += chunk.length;
    yield chunk;
  }
  if (length !== size || hash.digest('hex') !== sha256) throw damaged(name, 'has been altered in the storage');
}

async function read(file: Pick<AttachedFile, 'sha256' | 'size' | 'name'>, open: Open): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of unaltered(file, open)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function checksum(file: Pick<AttachedFile, 'sha256' | 'size' | 'name'>, open: Open): Promise<number> {
  let sum = 0;
  for await (const chunk of unaltered(file, open)) sum = crc32(chunk, sum);
  return sum;
}

const damaged = (name: string, what: string) =>
  new Problem('not-possible', `The attached file ${name} ${what}.`, { remedy: 'Restore the directory of files from a backup of the same time.' });
