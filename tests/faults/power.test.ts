import pg from 'pg';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/platform/config.ts';
import { startEmbedded } from '../../src/platform/database/embedded.ts';
import { buildApplication } from '../../src/doors/application.ts';
import { createLogger } from '../../src/platform/log.ts';
import { temporaryDirectory } from '../support/application.ts';
import { annexa, start, type Running } from '../support/shell.ts';

const ending: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end();
});
const place = () => {
  const directory = temporaryDirectory();
  ending.push(() => directory.remove());
  return directory.path;
};
const run = async (data: string, ...more: string[]): Promise<Running> => {
  const running = await start(['--port', '0', '--data', data, ...more], { ANNEXA_LOG_LEVEL: 'error' });
  ending.push(() => running.end('SIGKILL'));
  return running;
};

describe('annexa start', () => {
  it('prints the address and a set-up link that works once', async () => {
    const running = await run(place());
    const link = /setup\/([\w-]+)/.exec(running.said())![1]!;
    expect((await fetch(`${running.address}/`)).status).toBe(200);
    const body = JSON.stringify({
      token: link,
      name: 'Ada',
      email: 'ada@example.org',
      password: 'correct horse battery staple',
      organisation: 'X',
      timeZone: 'UTC',
    });
    const setup = () => fetch(`${running.address}/api/setup`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    expect((await setup()).status).toBe(201);
    expect((await setup()).status).toBe(404);
    expect(await running.end('SIGTERM')).toBe(0);
  });

  it('opens the sample organisation, signed in by the printed link', async () => {
    const running = await run(place(), '--sample');
    const token = /sign-in\/([\w-]+)/.exec(running.said())![1]!;
    const signedIn = await fetch(`${running.address}/api/session/link`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    const cookie = signedIn.headers
      .getSetCookie()
      .map((each) => each.split(';')[0])
      .join('; ');
    const verdict = (await (await fetch(`${running.address}/api/organisations/sample/verdict`, { headers: { cookie } })).json()) as {
      summary: { major: number };
    };
    expect(verdict.summary.major).toBeGreaterThan(0);
  });

  it.each([
    [['--port', 'eighty'], 'a number from 0 to 65535'],
    [['--prot', '80'], '--prot'],
  ])('refuses %j, with what is allowed', async (args, said) => {
    const { code, err } = await annexa(['start', ...args]);
    expect([code, err]).toEqual([2, expect.stringContaining(said)]);
  });

  it('says when the port is taken, and leaves nothing behind', async () => {
    const running = await run(place());
    const { code, err } = await annexa(['start', '--port', new URL(running.address).port, '--data', place()]);
    expect([code, err]).toEqual([1, expect.stringContaining('is taken by another program')]);
  });

  it('does not answer for another address when told to listen on one', async () => {
    const running = await run(place());
    expect(new URL(running.address).hostname).toBe('127.0.0.1');
  });
});

describe('two programs on one data directory', () => {
  it('the second is refused, and the commands talk to the first', async () => {
    const data = place();
    const running = await run(data);
    const second = await annexa(['start', '--port', '0', '--data', data]);
    expect([second.code, second.err]).toEqual([1, expect.stringContaining('is in use by process')]);
    expect((await annexa(['organisation', 'create', '--name', 'Nordwind'], { ANNEXA_DATA: data })).code).toBe(0);
    expect((await fetch(`${running.address}/api/health`)).status).toBe(200);
  });
});

describe('kill -9', () => {
  it('in the middle of writing: the next start is clean, and nothing acknowledged is lost', async () => {
    const data = place();
    const running = await run(data);
    await annexa(['organisation', 'create', '--name', 'Nordwind'], { ANNEXA_DATA: data });
    const { key } = JSON.parse(readFileSync(join(data, 'server.json'), 'utf8')) as { key: string };
    let acknowledged = 0;
    let killed = false;
    const writing = (async () => {
      while (!killed) {
        const response = await fetch(`${running.address}/api/organisations/nordwind/people`, {
          method: 'POST',
          headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
          body: JSON.stringify({ name: `Person ${acknowledged}` }),
        }).catch(() => null);
        if (response?.status === 201) acknowledged++;
        else if (killed) return;
      }
    })();
    await wait(700);
    killed = true;
    await running.end('SIGKILL');
    await writing;
    expect(acknowledged).toBeGreaterThan(5);

    // A command finds nobody at the address that was left behind, and opens the data itself.
    const list = await annexa(['people', 'list', '--json'], { ANNEXA_DATA: data });
    expect([list.code, list.err]).toEqual([0, '']);
    expect(JSON.parse(list.out).total).toBeGreaterThanOrEqual(acknowledged);
    expect((await annexa(['ledger', 'verify'], { ANNEXA_DATA: data })).code).toBe(0);
    const again = await run(data);
    expect((await fetch(`${again.address}/api/health`)).status).toBe(200);
  });

  it('during the very first start: the next one begins anew', async () => {
    const data = place();
    const server = await startEmbedded({ dataDirectory: data, durable: false });
    await server.stop();
    rmSync(join(data, 'postgresql', 'PG_VERSION'));
    const running = await run(data);
    expect((await fetch(`${running.address}/api/health`)).status).toBe(200);
  });
});

describe('a database that goes away', () => {
  it('is told by health and by every request, and the program recovers by itself', async () => {
    const data = place();
    const config = readConfig(['--port', '0', '--data', data], { ANNEXA_LOG_LEVEL: 'silent' });
    const application = await buildApplication(config, createLogger('silent'), { durable: false });
    ending.push(() => application.stop());
    const url = await application.listen();
    const owner = new pg.Client({ ...application.database.connection, user: 'annexa' });
    await owner.connect();
    await owner.query(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'annexa_app'`);
    await owner.end();
    await wait(100);
    expect((await fetch(`${url}/api/health`)).status).toBe(200);
  });
});

describe('a database at DATABASE_URL', () => {
  it('works like the embedded one, with roles of its own, and several programs may share it', async () => {
    const data = place();
    const server = await startEmbedded({ dataDirectory: data, durable: false });
    ending.push(() => server.stop());
    const admin = new pg.Client(server.connection(server.owner, 'postgres'));
    await admin.connect();
    await admin.query('create database shared');
    await admin.end();
    const { host } = server.connection(server.owner, 'shared');
    const shared = {
      DATABASE_URL: `postgres://annexa@localhost/shared?host=${encodeURIComponent(host!)}`,
      ANNEXA_SECRET: 'the same secret for all of the processes',
      ANNEXA_LOG_LEVEL: 'error',
    };
    const scratch = mkdtempSync(join(tmpdir(), 'annexa-shared-'));
    ending.push(() => rmSync(scratch, { recursive: true, force: true }));
    const one = await start(['--port', '0', '--data', join(scratch, 'one')], shared);
    ending.push(() => one.end('SIGTERM'));
    const two = await start(['--port', '0', '--data', join(scratch, 'two')], shared);
    ending.push(() => two.end('SIGTERM'));
    expect((await annexa(['organisation', 'create', '--name', 'Shared'], { ...shared, ANNEXA_DATA: join(scratch, 'one') })).code).toBe(0);
    expect((await annexa(['people', 'create', '--name', 'Ada'], { ...shared, ANNEXA_DATA: join(scratch, 'one') })).code).toBe(0);
    const seen = await annexa(['people', 'list', '--json'], { ...shared, ANNEXA_DATA: join(scratch, 'two') });
    expect(JSON.parse(seen.out).items).toMatchObject([{ name: 'Ada' }]);
  });
});
