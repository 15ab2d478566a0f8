import { archiveEnd, centralHeader, crc32Of, directoryOf, dosDate, localHeader } from './archive.js';

/**
 * Says whether an audit pack is what was signed: the archive, or the folder it was unpacked into. The same script runs in
 * the shell (`annexa pack verify`) and in the page of the pack; it needs no network and nothing but Web Crypto.
 *
 * @typedef {import('./archive.js').Source} Source
 * @typedef {{ path: string, size: number, sha256: string, crc32: number }} ManifestFile
 * @typedef {object} Manifest
 * @property {string} format
 * @property {string} pack
 * @property {string} folder that everything lies in
 * @property {{ id: string, name: string }} organisation
 * @property {string} for
 * @property {string | null} until
 * @property {string} day
 * @property {string} madeAt
 * @property {string} madeBy
 * @property {{ organisation: string, sequence: number, hash: string, at: string, signature: string, publicKey: string }} ledger
 * @property {string} publicKey
 * @property {ManifestFile[]} files
 *
 * @typedef {{ path: string, problem: string }} Broken
 * @typedef {object} Checked
 * @property {boolean} sound
 * @property {Broken[]} problems
 * @property {number} files that the manifest names
 * @property {number} bytes of them
 * @property {string | null} fingerprint of the key that signed
 * @property {Omit<Manifest, 'files'> | null} manifest
 *
 * @typedef {object} Options
 * @property {string} [key] the fingerprint that the key must have
 * @property {(done: number, all: number) => void} [progress]
 *
 * @typedef {object} FolderFile
 * @property {string} path
 * @property {number} size
 * @property {() => Promise<Uint8Array<ArrayBuffer>>} bytes
 * @property {() => Promise<string>} sha256
 */

export const format = 'annexa audit pack 1';
export const manifestName = 'manifest.json';
export const signatureName = 'manifest.sig';
/** What systems leave behind in folders that somebody has looked into. */
const leftovers = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini']);

/** What is signed, so that anybody can check it with any tool: four lines. @param {Pick<Manifest, 'organisation' | 'pack'>} manifest @param {string} sha256 of manifest.json */
export const statement = ({ organisation, pack }, sha256) => `annexa audit pack\n${organisation.id}\n${pack}\n${sha256}\n`;

/** @param {{ organisation: string, sequence: number, hash: string, at: string }} checkpoint */
const checkpointStatement = ({ organisation, sequence, hash, at }) => `annexa checkpoint\n${organisation}\n${sequence}\n${hash}\n${at}\n`;

/** @param {ArrayBuffer} buffer */
const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
/** @param {Uint8Array<ArrayBuffer>} bytes */
export const sha256Of = async (bytes) => hex(await crypto.subtle.digest('SHA-256', bytes));
/** @param {string} text */
const fromBase64 = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
/** @param {Uint8Array} bytes */
const toBase64 = (bytes) => btoa(String.fromCharCode(...bytes));
/** A fingerprint as it is compared: without what makes it easier to read. @param {string} text */
const plain = (text) => text.toLowerCase().replaceAll(/[^0-9a-z]/g, '');

/** @param {string} pem */
const spkiOf = (pem) => fromBase64(pem.replaceAll(/-----[A-Z ]+-----|\s/g, ''));

/** Whether a signature fits; null: this browser cannot tell. @param {string} pem @param {string} signature @param {string} text */
async function fits(pem, signature, text) {
  try {
    const bytes = fromBase64(signature);
    // The last letters of base64 have bits that mean nothing: they have to be as we write them.
    if (toBase64(bytes) !== signature) return false;
    const key = await crypto.subtle.importKey('spki', spkiOf(pem), 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', key, bytes, new TextEncoder().encode(text));
  } catch (error) {
    return error instanceof DOMException && error.name === 'NotSupportedError' ? null : false;
  }
}

/** @param {unknown} value @returns {value is Manifest} */
function isManifest(value) {
  const manifest = /** @type {Partial<Manifest> | null} */ (value);
  return (
    typeof manifest === 'object' &&
    manifest !== null &&
    manifest.format === format &&
    typeof manifest.pack === 'string' &&
    typeof manifest.folder === 'string' &&
    typeof manifest.publicKey === 'string' &&
    typeof manifest.organisation?.id === 'string' &&
    typeof manifest.day === 'string' &&
    typeof manifest.ledger?.signature === 'string' &&
    Array.isArray(manifest.files) &&
    manifest.files.every(
      ({ path, size, sha256, crc32 }) =>
        typeof path === 'string' && Number.isSafeInteger(size) && /^[0-9a-f]{64}$/.test(sha256) && Number.isSafeInteger(crc32),
    ) &&
    new Set(manifest.files.map(({ path }) => path)).size === manifest.files.length
  );
}

/**
 * Reads the manifest and says whether it is the one that was signed.
 * @param {Uint8Array<ArrayBuffer> | null} bytes @param {Uint8Array<ArrayBuffer> | null} signature @param {string | undefined} key
 * @returns {Promise<{ manifest: Manifest | null, fingerprint: string | null, problems: Broken[] }>}
 */
async function signed(bytes, signature, key) {
  /** @param {string} path @param {string} problem @param {string | null} [fingerprint] @param {Manifest | null} [known] */
  const broken = (path, problem, fingerprint = null, known = null) => ({ manifest: known, fingerprint, problems: [{ path, problem }] });
  if (!bytes) return broken(manifestName, 'Missing: without it nothing can be verified.');
  let manifest;
  try {
    manifest = /** @type {unknown} */ (JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    return broken(manifestName, 'Altered: it cannot be read any more.');
  }
  if (!isManifest(manifest)) return broken(manifestName, 'Altered, or of another kind: it is not the manifest of an audit pack.');
  if (!signature) return broken(signatureName, 'Missing: nobody vouches for the manifest.', null, manifest);
  /** @type {string} */
  let fingerprint;
  try {
    fingerprint = await sha256Of(spkiOf(manifest.publicKey));
  } catch {
    return broken(manifestName, 'Altered: the public key in it cannot be read.', null, manifest);
  }
  const text = new TextDecoder().decode(signature);
  const good = await fits(manifest.publicKey, text.endsWith('\n') ? text.slice(0, -1) : '', statement(manifest, await sha256Of(bytes)));
  if (good === null)
    return broken(signatureName, 'Not checked: this browser does not know Ed25519. Take a newer one, or annexa pack verify.', fingerprint, manifest);
  if (!good) return broken(signatureName, 'The signature does not fit: the manifest or the signature was altered.', fingerprint, manifest);
  /** @type {Broken[]} */
  const problems = [];
  const { ledger } = manifest;
  if (
    ledger.organisation !== manifest.organisation.id ||
    ledger.publicKey !== manifest.publicKey ||
    !(await fits(ledger.publicKey, ledger.signature, checkpointStatement(ledger)))
  )
    problems.push({ path: manifestName, problem: 'The checkpoint of the ledger in it is not signed with the same key.' });
  if (key !== undefined && plain(key) !== fingerprint)
    problems.push({ path: manifestName, problem: `Signed with another key than the one expected: its fingerprint is ${fingerprint}.` });
  return { manifest, fingerprint, problems };
}

/** @param {{ manifest: Manifest | null, fingerprint: string | null }} head @param {Broken[]} problems @returns {Checked} */
function concluded({ manifest, fingerprint }, problems) {
  const { files = [], ...rest } = manifest ?? {};
  return {
    sound: problems.length === 0,
    problems,
    files: files.length,
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    fingerprint,
    manifest: manifest && /** @type {Omit<Manifest, 'files'>} */ (rest),
  };
}

const missing = 'Missing.';
const added = 'Not in the manifest: it was added or renamed.';
/** @param {number} is @param {number} was */
const resized = (is, was) => `Altered: it has ${is} bytes and should have ${was}.`;
const altered = 'Altered: its SHA-256 is not that of the manifest.';

/** Checks an archive, every byte of it. @param {Source} source @param {Options} [options] @returns {Promise<Checked>} */
export async function checkArchive(source, { key, progress } = {}) {
  const directory = await directoryOf(source);
  if (!directory)
    return concluded({ manifest: null, fingerprint: null }, [
      { path: '', problem: 'This is no audit pack, or its end was cut off or altered: the directory of the ZIP cannot be read.' },
    ]);
  const folder = (directory.find(({ name }) => /^[^/]+\/manifest\.json$/.test(name))?.name ?? '/').split('/')[0] ?? '';
  /** @type {Map<string, import('./archive.js').Found>} */
  const found = new Map();
  /** @type {Broken[]} */
  const problems = [];
  for (const entry of directory) {
    if (found.has(entry.name)) problems.push({ path: entry.name, problem: 'Stands twice in the ZIP.' });
    found.set(entry.name, entry);
  }
  if (directory.some(({ stored }) => !stored))
    return concluded({ manifest: null, fingerprint: null }, [
      { path: '', problem: 'The ZIP is not the one that was handed out: another program has packed it anew. Unpack it and verify the folder.' },
    ]);
  /** Where the bytes of a file begin. @param {import('./archive.js').Found} entry */
  const content = (entry) => entry.offset + localHeader(entry, 0).length;
  /** @param {string} name */
  const whole = async (name) => {
    const entry = found.get(`${folder}/${name}`);
    if (!entry || content(entry) + entry.size > source.size) return null;
    return source.bytes(content(entry), content(entry) + entry.size);
  };
  const [bytes, signature] = [await whole(manifestName), await whole(signatureName)];
  const head = await signed(bytes, signature, key);
  problems.push(...head.problems);
  const { manifest } = head;
  if (!manifest || !bytes || !signature) return concluded(head, problems);
  if (folder !== manifest.folder) problems.push({ path: folder, problem: `Renamed: the folder in the ZIP is called ${manifest.folder}.` });

  const all = manifest.files.reduce((sum, { size }) => sum + size, 0);
  let done = 0;
  for (const { path, size, sha256 } of manifest.files) {
    const entry = found.get(`${folder}/${path}`);
    if (!entry) problems.push({ path, problem: missing });
    else if (entry.size !== size) problems.push({ path, problem: resized(entry.size, size) });
    else if (content(entry) + size > source.size || (await source.sha256(content(entry), content(entry) + size)) !== sha256)
      problems.push({ path, problem: altered });
    progress?.((done += size), all);
  }
  const known = new Set([...manifest.files.map(({ path }) => path), manifestName, signatureName].map((path) => `${folder}/${path}`));
  for (const { name } of directory)
    if (!known.has(name)) problems.push({ path: name.startsWith(`${folder}/`) ? name.slice(folder.length + 1) : name, problem: added });
  // What is missing moves everything behind it: the bytes between the files say more only where the files are right.
  if (problems.length === 0) problems.push(...(await between(source, folder, manifest, bytes, signature)));
  return concluded(head, problems);
}

/**
 * Compares everything in the archive that is no file with what follows from the manifest.
 * @param {Source} source @param {string} folder @param {Manifest} manifest @param {Uint8Array} bytes @param {Uint8Array} signature
 * @returns {Promise<Broken[]>}
 */
async function between(source, folder, manifest, bytes, signature) {
  const date = dosDate(manifest.day);
  const entries = [
    ...manifest.files,
    { path: manifestName, size: bytes.length, crc32: crc32Of(bytes) },
    { path: signatureName, size: signature.length, crc32: crc32Of(signature) },
  ].map(({ path, size, crc32 }) => ({ path, name: `${folder}/${path}`, size, crc32 }));
  /** @type {Broken[]} */
  const problems = [];
  let offset = 0;
  /** @param {Uint8Array} wanted @param {string} path @param {string} problem */
  const compare = async (wanted, path, problem) => {
    const is = await source.bytes(offset, Math.min(source.size, offset + wanted.length));
    if (is.length !== wanted.length || is.some((byte, at) => byte !== wanted[at])) problems.push({ path, problem });
    offset += wanted.length;
  };
  /** @type {[string, Uint8Array][]} */
  const directory = [];
  for (const entry of entries) {
    directory.push([entry.path, centralHeader(entry, offset, date)]);
    await compare(localHeader(entry, date), entry.path, 'What the ZIP says of it, before it, was altered.');
    offset += entry.size;
  }
  const began = offset;
  for (const [path, header] of directory) await compare(header, path, 'What the directory of the ZIP says of it was altered.');
  await compare(archiveEnd(entries.length, began, offset - began), '', 'The end of the ZIP was altered.');
  if (offset !== source.size) problems.push({ path: '', problem: `The ZIP has ${source.size - offset} bytes more than it should.` });
  return problems;
}

/** Checks a folder that a pack was unpacked into. @param {FolderFile[]} files @param {Options} [options] @returns {Promise<Checked>} */
export async function checkFolder(files, { key, progress } = {}) {
  const root = files
    .filter(({ path }) => path === manifestName || path.endsWith(`/${manifestName}`))
    .map(({ path }) => path.slice(0, -manifestName.length))
    .toSorted((a, b) => a.length - b.length)[0];
  /** @type {Map<string, FolderFile>} */
  const found = new Map();
  for (const file of files)
    if (file.path.startsWith(root ?? '') && !leftovers.has(file.path.split('/').at(-1) ?? '')) found.set(file.path.slice((root ?? '').length), file);
  const head = await signed((await found.get(manifestName)?.bytes()) ?? null, (await found.get(signatureName)?.bytes()) ?? null, key);
  const problems = [...head.problems];
  const { manifest } = head;
  if (!manifest) return concluded(head, problems);
  const all = manifest.files.reduce((sum, { size }) => sum + size, 0);
  let done = 0;
  for (const { path, size, sha256 } of manifest.files) {
    const file = found.get(path);
    if (!file) problems.push({ path, problem: missing });
    else if (file.size !== size) problems.push({ path, problem: resized(file.size, size) });
    else if ((await file.sha256()) !== sha256) problems.push({ path, problem: altered });
    progress?.((done += size), all);
  }
  const known = new Set([...manifest.files.map(({ path }) => path), manifestName, signatureName]);
  for (const path of found.keys()) if (!known.has(path)) problems.push({ path, problem: added });
  return concluded(head, problems);
}
