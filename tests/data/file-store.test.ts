import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { open, readFile, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FileDriver } from '../../src/platform/files/driver.ts';
import { localDriver } from '../../src/platform/files/local.ts';
import { s3Driver } from '../../src/platform/files/s3.ts';
import { FileStore } from '../../src/platform/files/store.ts';
import { s3Double, type S3Double } from '../providers/s3.ts';
import { temporaryDirectory } from '../support/application.ts';

const directory = temporaryDirectory();
let s3: S3Double;
beforeAll(async () => {
  s3 = await s3Double();
  process.env['AWS_ACCESS_KEY_ID'] = s3.accessKey;
  process.env['AWS_SECRET_ACCESS_KEY'] = 'secret';
});
afterAll(async () => {
  delete process.env['AWS_ACCESS_KEY_ID'];
  delete process.env['AWS_SECRET_ACCESS_KEY'];
  await s3.stop();
  directory.remove();
});

const faults: unknown[] = [];
const over = (driver: FileDriver, more: object = {}) =>
  new FileStore({ driver, temporary: join(directory.path, 'incoming'), onFault: (error) => void faults.push(error), ...more });
async function* of(...parts: Uint8Array[]) {
  yield* parts;
}
const all = async (stream: AsyncIterable<Uint8Array> | null) => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream ?? []) chunks.push(chunk);
  return Buffer.concat(chunks);
};
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) => error.code,
  );

describe.each([
  ['a directory', () => localDriver(join(directory.path, 'files'))],
  ['a bucket', () => s3Driver(s3.address)],
])('files in %s', (_name, driver) => {
  let store: FileStore;
  const organisation = randomUUID();
  beforeAll(() => void (store = over(driver())));

  it('come back byte for byte under their hash, empty and large ones too', async () => {
    for (const content of [Buffer.alloc(0), Buffer.from('hello'), randomBytes(3_000_000)]) {
      const half = Math.floor(content.length / 2);
      const { sha256, size } = await store.put(organisation, of(content.subarray(0, half), content.subarray(half)));
      expect([sha256, size]).toEqual([createHash('sha256').update(content).digest('hex'), content.length]);
      expect(await store.has(organisation, sha256)).toBe(content.length);
      expect((await all(await store.open(organisation, sha256))).equals(content)).toBe(true);
    }
    expect(await readdir(join(directory.path, 'incoming'))).toEqual([]);
  });

  it('are known in their own organisation only', async () => {
    const { sha256 } = await store.put(organisation, of(Buffer.from('secret')));
    const stranger = randomUUID();
    expect(await store.has(stranger, sha256)).toBeNull();
    expect(await store.open(stranger, sha256)).toBeNull();
    expect(await all(store.list(stranger) as never)).toHaveLength(0);
  });

  it('are listed with size and time, kept once, and removed', async () => {
    const own = randomUUID();
    const kept = await Promise.all(['a', 'bb', 'ccc', 'ccc', 'dddd'].map((text) => store.put(own, of(Buffer.from(text)))));
    const listed = [];
    for await (const each of store.list(own)) listed.push(each);
    expect(listed.map(({ size }) => size).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4]);
    expect(listed.every(({ at }) => Math.abs(at.getTime() - Date.now()) < 60_000)).toBe(true);
    await store.remove(own, kept[0]!.sha256);
    await store.remove(own, kept[0]!.sha256);
    expect(await store.has(own, kept[0]!.sha256)).toBeNull();
  });

  it('that are too large or break off leave nothing behind', async () => {
    expect(await code(store.put(organisation, of(randomBytes(2000)), 1999))).toBe('too-large');
    const broken = async function* () {
      yield Buffer.from('half');
      throw new Error('The line is cut.');
    };
    expect(await code(store.put(organisation, broken()))).toBe('unavailable');
    expect(await readdir(join(directory.path, 'incoming'))).toEqual([]);
  });

  it('come in parts, too; a part sent again takes the place of the former', async () => {
    await store.putPart(organisation, 'u1', 0, of(Buffer.from('xxxx')));
    await store.putPart(organisation, 'u1', 0, of(Buffer.from('abcd')));
    await store.putPart(organisation, 'u1', 4, of(Buffer.from('ef')));
    expect((await all(store.parts(organisation, 'u1', 6))).toString()).toBe('abcdef');
    expect(await code(all(store.parts(organisation, 'u1', 9)))).toBe('not-possible');
    await store.removeParts(organisation, 'u1');
    expect(await code(all(store.parts(organisation, 'u1', 6)))).toBe('not-possible');
  });

  it('are not kept when the disk of this machine is full, and people are told', async () => {
    faults.length = 0;
    // The kernel's own full disk.
    const full = over(driver(), { create: () => open('/dev/full', 'w') });
    expect(await code(full.put(organisation, of(randomBytes(100_000))))).toBe('no-room');
    expect(faults).toHaveLength(1);
  });

  it('can be used', async () => expect(await store.check()).toBe(true));
});

describe('a bucket', () => {
  const organisation = randomUUID();

  it('that refuses the credentials is unavailable', async () => {
    const stranger = s3Driver(s3.address);
    process.env['AWS_ACCESS_KEY_ID'] = 'AKIAWRONG';
    expect([await code(over(stranger).put(organisation, of(Buffer.from('x')))), await over(stranger).check()]).toEqual(['unavailable', false]);
    process.env['AWS_ACCESS_KEY_ID'] = s3.accessKey;
  });

  it('is asked again after a fault, and a fault that stays is told', async () => {
    const store = over(s3Driver(s3.address));
    s3.fail('error', 1);
    expect(await code(store.has(organisation, 'a'.repeat(64)))).toBe('done');
    s3.fail('error', 3);
    expect(await code(store.has(organisation, 'a'.repeat(64)))).toBe('unavailable');
    s3.fail('cut', 3);
    expect(await code(store.has(organisation, 'a'.repeat(64)))).toBe('unavailable');
    expect(await code(store.has(organisation, 'a'.repeat(64)))).toBe('done');
  });

  it('lies where the setting says', async () => {
    const { sha256 } = await over(s3Driver(s3.address)).put(organisation, of(Buffer.from('place')));
    expect([...s3.objects.keys()]).toContain(`annexa/files/${organisation}/${sha256.slice(0, 2)}/${sha256}`);
  });
});

describe('a directory', () => {
  it('is cleared of what was being received when the program ended, and of nothing else', async () => {
    const incoming = join(directory.path, 'incoming');
    const store = over(localDriver(join(directory.path, 'files')));
    await store.put('o', of(Buffer.from('x')));
    await writeFile(join(incoming, 'old'), 'half of a file');
    await utimes(join(incoming, 'old'), new Date('2020-01-01'), new Date('2020-01-01'));
    await writeFile(join(incoming, 'young'), 'coming');
    await store.clear(new Date(Date.now() - 86_400_000));
    expect(await readdir(incoming)).toEqual(['young']);
    expect((await readFile(join(incoming, 'young'))).toString()).toBe('coming');
  });
});
