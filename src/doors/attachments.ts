import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, mkdirSync, openAsBlob, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { bulkNames, bulkPath, type BulkName } from '../interchange/contract.ts';
import { attachmentsFolder } from '../interchange/files.ts';
import { Problem } from '../platform/contract/problem.ts';
import type { Upload } from '../platform/files/contract.ts';
import { limits } from '../platform/files/model.ts';
import { call } from './calling.ts';
import type { Connection } from './connection.ts';
import { attachmentsIn } from './directory.ts';

const nothing = new URLSearchParams();

/** Sends a file, in parts when it is large. `base` is the address of the organisation. */
export async function sendFile(connection: Connection, base: string, path: string, name = basename(path)): Promise<Upload> {
  const content = await openAsBlob(path);
  const send = (method: string, to: string, body: FormData | Record<string, unknown>) =>
    call(connection, base, { method, path: to, query: nothing, body }) as Promise<Upload>;
  if (content.size <= limits.whole) return send('POST', '/uploads/whole', form({ file: new File([content], name) }));
  let upload = await send('POST', '/uploads', { name, size: content.size });
  while (upload.received < upload.size)
    upload = await send(
      'PATCH',
      `/uploads/${upload.id}`,
      form({ offset: String(upload.received), part: new File([content.slice(upload.received, upload.received + limits.part)], 'part') }),
    );
  return send('POST', `/uploads/${upload.id}/finish`, {});
}

function form(fields: Record<string, string | File>): FormData {
  const made = new FormData();
  for (const [name, value] of Object.entries(fields)) made.append(name, value);
  return made;
}

/**
 * Sends the attached files of an exported management system that are not there yet. Errors: invalid-input when one is
 * not what its name says.
 */
export async function sendAttachments(connection: Connection, base: string, directory: string): Promise<void> {
  const own = attachmentsIn(directory);
  if (own.length === 0) return;
  for (const { sha256, path } of own)
    if ((await hashOf(path)) !== sha256)
      throw new Problem('invalid-input', `${attachmentsFolder}${sha256} has been altered: its content has another SHA-256.`, {
        fields: [{ field: attachmentsFolder + sha256, message: 'Its content has another SHA-256 than its name.' }],
        remedy: 'Restore the file from where it was exported; nothing has been changed.',
      });
  const { attachments } = (await call(connection, base, { method: 'GET', path: '/files', query: nothing, body: undefined })) as {
    attachments: { sha256: string }[];
  };
  const known = new Set(attachments.map(({ sha256 }) => sha256));
  for (const { sha256, path } of own) if (!known.has(sha256)) await sendFile(connection, base, path, sha256);
}

/** Writes an attached file into the folder of an export; one that is there already is looked at and kept. */
export async function fetchAttachment(connection: Connection, address: string, directory: string, sha256: string): Promise<void> {
  const path = join(directory, attachmentsFolder, sha256);
  if (existsSync(path) && (await hashOf(path)) === sha256) return;
  const half = await fetchInto(connection, address, path);
  if ((await hashOf(half)) !== sha256) {
    rmSync(half);
    throw new Problem('unexpected', `The file ${sha256} came back with another content.`, {
      remedy: 'Export again. If it stays, the storage has been damaged: restore its files from a backup.',
    });
  }
  renameSync(half, path);
}

/** Bulk data of an export; what an earlier export left behind goes. */
export async function fetchBulk(connection: Connection, base: string, directory: string, names: readonly BulkName[]): Promise<void> {
  for (const name of bulkNames) {
    const path = join(directory, bulkPath(name));
    if (names.includes(name)) renameSync(await fetchInto(connection, `${base}/files/bulk/${name}`, path), path);
    else rmSync(path, { force: true });
  }
}

/** Sends the bulk data of an exported management system: name → upload. */
export async function sendBulk(connection: Connection, base: string, directory: string): Promise<Partial<Record<BulkName, string>>> {
  const sent: Partial<Record<BulkName, string>> = {};
  for (const name of bulkNames) {
    const path = join(directory, bulkPath(name));
    if (existsSync(path)) sent[name] = (await sendFile(connection, base, path)).id;
  }
  return sent;
}

/** Writes an answer beside a path; whoever is content with it renames it. */
async function fetchInto(connection: Connection, address: string, path: string): Promise<string> {
  const response = (await call(connection, address, { method: 'GET', path: '', query: nothing, body: undefined })) as Response;
  mkdirSync(dirname(path), { recursive: true });
  const half = `${path}.part`;
  await pipeline(Readable.fromWeb(response.body as never), createWriteStream(half));
  return half;
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
