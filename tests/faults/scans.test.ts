import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../support/application.ts';
import { ocsf } from '../support/scans.ts';
import { annexa, start, type Running } from '../support/shell.ts';

/** The reading of a file is killed in the middle; and the same through the shell. */
const [place, files] = [temporaryDirectory(), temporaryDirectory()];
const data = place.path;
const findings = 60_000;
let running: Running;
const run = async () => (running = await start(['--port', '0', '--data', data], { ANNEXA_LOG_LEVEL: 'error' }));
const shell = (...args: string[]) => annexa([...args, '--data', data, '--json'], { ANNEXA_LOG_LEVEL: 'error' });
const api = async (path: string, method = 'GET') => {
  const { url, key } = JSON.parse(readFileSync(join(data, 'server.json'), 'utf8')) as { url: string; key: string };
  const response = await fetch(`${url}/api/organisations/x${path}`, {
    method,
    headers: { authorization: `Bearer ${key}` },
    ...(method === 'POST' && { body: '{}' }),
  });
  return (await response.json()) as any;
};

beforeAll(async () => {
  writeFileSync(
    join(files.path, 'large.json'),
    ocsf(Array.from({ length: findings }, (_each, index) => ({ check: `c${index % 50}`, account: 'K', resource: `r-${index}` }))),
  );
  await run();
  const { code, err } = await shell('organisation', 'create', '--name', 'X');
  if (code !== 0) throw new Error(err);
}, 120_000);
afterAll(async () => {
  await running?.end('SIGKILL');
  place.remove();
  files.remove();
});

describe('a file that is being read when the power fails', () => {
  it('leaves nothing behind, and is read whole when it is taken up again', { timeout: 180_000 }, async () => {
    const sending = shell('scans', 'import', join(files.path, 'large.json'));
    // As soon as something of it has been read, and before all of it has.
    let seen = { rows: 0, status: '' };
    for (let tries = 0; tries < 3000 && !(seen.status === 'running' && seen.rows > 0); tries++) {
      const { items } = await api('/scans');
      if (items?.length > 0) seen = await api(`/scans/${items[0].id}/progress`);
      await wait(20);
    }
    expect(seen.status).toBe('running');
    await running.end('SIGKILL');
    await sending;

    await run();
    expect(await api('/findings?state=all')).toMatchObject({ total: 0 });
    const [scan] = (await api('/scans')).items;
    expect(scan.status).toBe('running');
    expect((await api(`/scans/${scan.id}/resume`, 'POST')).record.status).toBe('queued');
    let status = 'queued';
    for (let tries = 0; tries < 1200 && status !== 'done'; tries++) {
      await wait(100);
      ({ status } = await api(`/scans/${scan.id}`));
    }
    expect(await api(`/scans/${scan.id}`)).toMatchObject({ status: 'done', findings, created: findings, malformed: 0 });
    expect((await api('/findings')).total).toBe(findings);
  });

  it('comes through the shell: from a file and from standard input; what is none is refused', async () => {
    const one = ocsf([{ check: 'by_shell', account: 'S', resource: 'r' }]);
    const piped = await annexa(['scans', 'import', '-', '--data', data, '--json'], {}, { input: one });
    expect(JSON.parse(piped.out).items[0]).toMatchObject({ status: 'done', findings: 1, created: 1 });
    writeFileSync(join(files.path, 'one.json'), one);
    const again = await annexa(['scans', 'import', join(files.path, 'one.json'), '--data', data]);
    expect([again.code, again.out]).toEqual([0, expect.stringContaining('1 findings, 1 of which fail')]);
    writeFileSync(join(files.path, 'letter.txt'), 'Dear all');
    const refused = await annexa(['scans', 'import', join(files.path, 'letter.txt'), '--data', data]);
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('no file of a scanner')]);
    expect((await annexa(['scans', 'import', join(files.path, 'none.json'), '--data', data])).code).toBe(2);
  });
});
