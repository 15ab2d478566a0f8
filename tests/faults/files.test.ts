import { createHash, randomBytes } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../support/application.ts';
import { annexa, start } from '../support/shell.ts';

const ending: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end();
});
const place = () => {
  const directory = temporaryDirectory();
  ending.push(() => directory.remove());
  return directory.path;
};
const sha = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');

describe('kill -9 while a file is being uploaded', () => {
  it('leaves no half of a file under its name, and the upload goes on where it stopped', async () => {
    const data = place();
    const content = randomBytes(24 * 1024 ** 2);
    const part = 4 * 1024 ** 2;
    const run = async () => {
      const running = await start(['--port', '0', '--data', data], { ANNEXA_LOG_LEVEL: 'error' });
      ending.push(() => running.end('SIGKILL'));
      const { key } = JSON.parse(readFileSync(join(data, 'server.json'), 'utf8')) as { key: string };
      const ask = async (method: string, path: string, body?: FormData | object) => {
        const response = await fetch(`${running.address}/api/organisations/nordwind${path}`, {
          method,
          headers: { authorization: `Bearer ${key}`, ...(body && !(body instanceof FormData) && { 'content-type': 'application/json' }) },
          ...(body && { body: body instanceof FormData ? body : JSON.stringify(body) }),
        });
        return (await response.json()) as any;
      };
      const send = (id: string, offset: number) => {
        const form = new FormData();
        form.append('offset', String(offset));
        form.append('part', new File([content.subarray(offset, offset + part)], 'part'));
        return ask('PATCH', `/uploads/${id}`, form);
      };
      return { running, ask, send };
    };
    const first = await run();
    await annexa(['organisation', 'create', '--name', 'Nordwind'], { ANNEXA_DATA: data });
    const { id } = await first.ask('POST', '/uploads', { name: 'evidence.bin', size: content.length });
    const sending = (async () => {
      for (let at = 0; at < content.length; at += part) at = (await first.send(id, at)).received - part;
    })().catch(() => undefined);
    await wait(150);
    await first.running.end('SIGKILL');
    await sending;

    const second = await run();
    let { received } = await second.ask('GET', `/uploads/${id}`);
    expect(received % part).toBe(0);
    while (received < content.length) ({ received } = await second.send(id, received));
    const { file } = await second.ask('POST', `/uploads/${id}/finish`);
    expect(file).toMatchObject({ size: content.length, sha256: sha(content) });
    // Whatever stands under a hash has that hash.
    const kept = readdirSync(join(data, 'files'), { recursive: true, withFileTypes: true }).filter(
      (entry) => entry.isFile() && /^[0-9a-f]{64}$/.test(entry.name),
    );
    expect(kept.map((entry) => sha(readFileSync(join(entry.parentPath, entry.name))))).toEqual(kept.map(({ name }) => name));
    expect(kept).toHaveLength(1);
  });
});

describe('documents by the shell', () => {
  it('come in as a folder, go out with their files, come back elsewhere, and an altered file is refused', async () => {
    const [data, elsewhere, work] = [place(), place(), place()];
    const run = (line: string, where = data) => annexa(line.split(' '), { ANNEXA_DATA: where, ANNEXA_LOG_LEVEL: 'error' }, { cwd: work });
    const running = await start(['--port', '0', '--data', data], { ANNEXA_LOG_LEVEL: 'error' });
    ending.push(() => running.end('SIGTERM'));
    await run('organisation create --name Nordwind');
    mkdirSync(join(work, 'in'));
    writeFileSync(join(work, 'in', 'access-control-policy.md'), '# Access control policy\n\nOwners review access every 90 days.\n');
    writeFileSync(join(work, 'in', 'desk.txt'), 'Desks are cleared every evening.');
    const preview = await run('documents import in --preview --json');
    expect(JSON.parse(preview.out).items.map(({ title }: any) => title)).toEqual(['Access control policy', 'Desk']);
    expect((await run('documents import in')).out).toContain('2 new documents');
    expect((await run('documents import in')).err).toContain('here already');
    const large = Buffer.concat([Buffer.from('A plan in words. '), Buffer.alloc(9 * 1024 ** 2, 65)]);
    writeFileSync(join(work, 'plan.txt'), large);
    expect((await run('documents discard DV-2')).code).toBe(0);
    expect((await run('documents attach D-2 plan.txt')).code).toBe(0);
    expect((await run('export out')).out).toContain('attached');
    const hash = sha(large);
    expect(readFileSync(join(work, 'out', 'files', hash)).equals(large)).toBe(true);
    expect(readFileSync(join(work, 'out', 'document-texts', 'DV-1.md'), 'utf8')).toContain('Owners review access');
    expect([0, 1]).toContain((await run('check out')).code);

    const other = await start(['--port', '0', '--data', elsewhere], { ANNEXA_LOG_LEVEL: 'error' });
    ending.push(() => other.end('SIGTERM'));
    await run('organisation create --name Nordwind', elsewhere);
    rmSync(join(work, 'out', 'files', hash));
    const missing = await run('import out', elsewhere);
    expect([missing.code, missing.err]).toEqual([
      2,
      expect.stringContaining(`document-versions, DV-3, file: Its file plan.txt is missing: files/${hash}.`),
    ]);
    writeFileSync(join(work, 'out', 'files', hash), large);
    expect((await run('import out', elsewhere)).code).toBe(0);
    await run('export back', elsewhere);
    expect(readFileSync(join(work, 'back', 'files', hash)).equals(large)).toBe(true);
    expect(readFileSync(join(work, 'back', 'document-versions', 'DV-1.md'))).toEqual(readFileSync(join(work, 'out', 'document-versions', 'DV-1.md')));

    appendFileSync(join(work, 'out', 'files', hash), 'x');
    const altered = await run('import out', elsewhere);
    expect([altered.code, altered.err]).toEqual([2, expect.stringContaining(`files/${hash} has been altered`)]);
    expect(existsSync(join(elsewhere, 'files'))).toBe(true);
  });
});
