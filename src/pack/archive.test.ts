import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signCheckpoint, type SigningKey } from '../platform/ledger/checkpoint.ts';
import { writePack, type PackedFile } from './archive.ts';
import { checkArchive, type Checked, type Options } from './site/check.js';
import { archiveEnd, centralHeader, directoryOf, localHeader } from './site/archive.js';
import { verifyPack } from './verify.ts';

const keyOf = (): SigningKey => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { privateKey, publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
};
const key = keyOf();
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const organisation = '019b0000-0000-7000-8000-000000000000';
const head = (signing = key) => ({
  pack: 'PACK-1',
  folder: 'fjordlicht-audit-pack',
  organisation: { id: organisation, name: 'Fjordlicht Software GmbH' },
  for: 'Stage 2',
  until: null,
  day: '2027-03-03',
  madeAt: '2027-03-03T10:00:00.000Z',
  madeBy: 'Carla Voss',
  ledger: signCheckpoint({ organisation, sequence: 12, hash: 'ab'.repeat(32), at: '2027-03-03T10:00:00.000Z' }, signing),
});
const attached = randomBytes(9 * 1024 ** 2);
const files: PackedFile[] = [
  { path: 'index.html', content: '<h1>Überblick</h1>' },
  { path: 'files/evidence/EV-1/Prüfung.txt', content: 'restored in 41 minutes' },
  { path: 'empty.txt', content: '' },
];
const large: PackedFile = { path: 'files/evidence/EV-2/disk.img', file: { sha256: sha256(attached), size: attached.length, name: 'disk.img' } };
const openAttached = async (hash: string) => (hash === sha256(attached) ? [attached.subarray(0, 5000), attached.subarray(5000)] : null);

async function pack(list: PackedFile[] = files, signing = key, open: (hash: string) => Promise<any> = openAttached): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of writePack(head(signing), list, open, signing)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
const source = (bytes: Uint8Array) => ({
  size: bytes.length,
  bytes: async (from: number, to: number) => new Uint8Array(bytes.subarray(from, to)),
  sha256: async (from: number, to: number) => sha256(bytes.subarray(from, to)),
});
const check = (bytes: Uint8Array, options?: Options): Promise<Checked> => checkArchive(source(bytes), options);

let sound: Uint8Array;
let directory: string;
beforeAll(async () => {
  sound = await pack();
  directory = mkdtempSync(join(tmpdir(), 'annexa-pack-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('a pack', () => {
  it('is a ZIP that any program opens, and is found sound with the fingerprint of its key', async () => {
    const unpacked = unzipSync(await pack([...files, large]));
    expect(Object.keys(unpacked)).toEqual([
      ...[...files, large].map(({ path }) => `fjordlicht-audit-pack/${path}`),
      'fjordlicht-audit-pack/manifest.json',
      'fjordlicht-audit-pack/manifest.sig',
    ]);
    expect(Buffer.from(unpacked['fjordlicht-audit-pack/files/evidence/EV-2/disk.img']!).equals(attached)).toBe(true);
    const der = Buffer.from(key.publicKey.replaceAll(/-----[A-Z ]+-----|\s/g, ''), 'base64');
    expect(await check(await pack([...files, large]))).toMatchObject({ sound: true, problems: [], files: 4, fingerprint: sha256(der) });
  });

  it('has no byte that can be another one unnoticed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: sound.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, difference) => {
        const flipped = new Uint8Array(sound);
        flipped[at]! ^= difference;
        const { sound: still, problems } = await check(flipped);
        expect(still, `byte ${at}`).toBe(false);
        expect(problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 400 },
    );
  });

  it('has no bit that can be another one unnoticed, one after the other', async () => {
    const small = await pack([{ path: 'a', content: 'b' }]);
    for (let bit = 0; bit < small.length * 8; bit++) {
      const flipped = new Uint8Array(small);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      expect((await check(flipped)).sound, `bit ${bit}`).toBe(false);
    }
  });

  it('cannot be shortened, lengthened or joined with something', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: sound.length - 1 }), async (length) => {
        expect((await check(sound.subarray(0, length))).sound).toBe(false);
      }),
      { numRuns: 100 },
    );
    expect((await check(Buffer.concat([sound, Buffer.from([0])]))).sound).toBe(false);
    expect((await check(Buffer.concat([Buffer.from([0]), sound]))).sound).toBe(false);
    expect((await check(Buffer.concat([sound, sound]))).sound).toBe(false);
  });

  it('names the file whose content was altered', async () => {
    const altered = Buffer.from(sound);
    altered[sound.indexOf(Buffer.from('restored')[0]!, altered.indexOf('restored in'))]! ^= 1;
    expect((await check(altered)).problems).toEqual([
      { path: 'files/evidence/EV-1/Prüfung.txt', problem: 'Altered: its SHA-256 is not that of the manifest.' },
    ]);
  });

  it('that somebody else has signed is told by its fingerprint', async () => {
    const { fingerprint } = await check(sound);
    const other = await pack(files, keyOf());
    expect((await check(other)).sound).toBe(true);
    expect((await check(other, { key: fingerprint! })).problems[0]!.problem).toContain('another key');
    expect((await check(sound, { key: fingerprint!.toUpperCase().replaceAll(/(.{4})/g, '$1 ') })).sound).toBe(true);
  });

  it('is not written with a hole: a file that is missing or altered in the storage ends it', async () => {
    await expect(pack([...files, large], key, async () => null)).rejects.toThrow('disk.img is missing in the storage');
    await expect(pack([large], key, async () => [new Uint8Array(attached.length)])).rejects.toThrow('disk.img has been altered');
    const small = { path: 'x', file: { sha256: sha256(Buffer.from('x')), size: 1, name: 'x.txt' } };
    await expect(pack([small], key, async () => [Buffer.from('y')])).rejects.toThrow('x.txt has been altered');
  });
});

describe('on the disk', () => {
  const unpack = async (to: string) => {
    for (const [path, content] of Object.entries(unzipSync(sound))) {
      mkdirSync(dirname(join(directory, to, path)), { recursive: true });
      writeFileSync(join(directory, to, path), content);
    }
    return join(directory, to);
  };

  it('the ZIP and the folder it was unpacked into are verified', async () => {
    writeFileSync(join(directory, 'pack.zip'), sound);
    expect(await verifyPack(join(directory, 'pack.zip'))).toMatchObject({ sound: true, files: 3 });
    const root = await unpack('unpacked');
    writeFileSync(join(root, 'fjordlicht-audit-pack/.DS_Store'), 'a system was here');
    expect(await verifyPack(root)).toMatchObject({ sound: true, files: 3 });
    expect(await verifyPack(join(root, 'fjordlicht-audit-pack'))).toMatchObject({ sound: true });
  });

  it('what is missing, added, renamed or altered in a folder is named', async () => {
    const root = join(await unpack('broken'), 'fjordlicht-audit-pack');
    writeFileSync(join(root, 'index.html'), '<h1>Überblick!</h1>');
    writeFileSync(join(root, 'more.txt'), 'never handed out');
    rmSync(join(root, 'empty.txt'));
    const { sound: still, problems } = await verifyPack(root);
    expect(still).toBe(false);
    expect(problems.map(({ path, problem }) => `${path}: ${problem}`)).toEqual([
      'index.html: Altered: it has 20 bytes and should have 19.',
      'empty.txt: Missing.',
      'more.txt: Not in the manifest: it was added or renamed.',
    ]);
  });

  it('a folder without manifest or signature vouches for nothing', async () => {
    const root = join(await unpack('unsigned'), 'fjordlicht-audit-pack');
    rmSync(join(root, 'manifest.sig'));
    expect((await verifyPack(root)).problems[0]).toMatchObject({ path: 'manifest.sig' });
    rmSync(join(root, 'manifest.json'));
    expect((await verifyPack(root)).problems[0]).toMatchObject({ path: 'manifest.json' });
  });
});

describe('figures that need ZIP64', () => {
  it('70,000 files are read by another program and verified', async () => {
    const many = Array.from({ length: 70_000 }, (_, at) => ({ path: `f/${at}`, content: '' }));
    const bytes = await pack(many);
    expect(Object.keys(unzipSync(bytes))).toHaveLength(70_002);
    expect(await check(bytes)).toMatchObject({ sound: true, files: 70_000 });
  });

  it('a file of 5 GB, 6 GB into the archive, is told by the directory as it was written', async () => {
    const entry = { name: 'p/large.bin', size: 5 * 1024 ** 3, crc32: 7 };
    const offset = 6 * 1024 ** 3;
    const header = centralHeader(entry, offset, 0);
    const from = offset + localHeader(entry, 0).length + entry.size;
    const end = Buffer.concat([header, archiveEnd(1, from, header.length)]);
    const found = await directoryOf({
      size: from + end.length,
      bytes: async (a, b) => new Uint8Array(end.subarray(a - from, b - from)),
      sha256: async () => '',
    });
    expect(found).toEqual([{ ...entry, offset, stored: true }]);
  });
});
