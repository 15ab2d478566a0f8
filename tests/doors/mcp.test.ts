import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApplication, temporaryDirectory, type TestApplication } from '../support/application.ts';
import { annexa } from '../support/shell.ts';

const hello = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } };
type Ask = (method: string, params?: object) => Promise<any>;
const textOf = (result: any) => result.content[0].text as string;

let application: TestApplication;
let slug: string;
beforeAll(async () => {
  application = await startApplication();
  slug = await application.organisation('Nordwind');
});
afterAll(() => application?.stop());

let number = 0;
const overHttp =
  (key: string | null): Ask =>
  async (method, params = {}) => {
    const response = await fetch(`${application.url}/mcp`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: ++number, method, params }),
    });
    const text = await response.text();
    if (!response.ok) return { refused: response.status, ...JSON.parse(text) };
    const message = JSON.parse(text.startsWith('{') ? text : /^data: ?(.*)$/m.exec(text)![1]!);
    return message.error ? { error: message.error } : message.result;
  };

describe('/mcp', () => {
  let manager: Ask;
  beforeAll(async () => {
    manager = overHttp(await application.key(slug, 'isms-manager'));
  });

  it('asks for a key', async () => {
    expect((await overHttp(null)('initialize', hello)).refused).toBe(401);
    expect((await overHttp('annexa_wrong')('tools/call', { name: 'list_risks', arguments: {} })).isError).toBe(true);
  });

  it('offers at least 25 tools whose names and words say what they do', async () => {
    expect((await manager('initialize', hello)).serverInfo.name).toBe('annexa');
    const { tools } = await manager('tools/list');
    expect(tools.length).toBeGreaterThanOrEqual(25);
    for (const { name, description, inputSchema, annotations } of tools) {
      expect(name).toMatch(/^[a-z]+(_[a-z]+)+$/);
      expect(description.length, name).toBeGreaterThan(10);
      expect(inputSchema.type).toBe('object');
      expect(typeof annotations.readOnlyHint, name).toBe('boolean');
    }
    expect(new Set(tools.map(({ name }: { name: string }) => name)).size).toBe(tools.length);
  });

  it('works: creates, lists, and the ledger knows the door', async () => {
    const created = JSON.parse(textOf(await manager('tools/call', { name: 'create_asset', arguments: { name: 'Customer database' } })));
    expect(created.record.id).toBe('AST-1');
    const listed = JSON.parse(textOf(await manager('tools/call', { name: 'list_assets', arguments: {} })));
    expect(listed.items).toMatchObject([{ name: 'Customer database' }]);
    const { items } = await application.inside(slug).get('/ledger?register=assets');
    expect(items[0]).toMatchObject({ door: 'mcp', actorName: 'isms-manager key' });
    await manager('tools/call', { name: 'undo_request', arguments: { request: created.request } });
    expect((await application.inside(slug).get('/assets')).total).toBe(0);
  });

  it('refuses with the reason and the remedy, and changes nothing', async () => {
    const auditor = overHttp(await application.key(slug, 'internal-auditor'));
    const refused = await auditor('tools/call', { name: 'create_asset', arguments: { name: 'X' } });
    expect(refused.isError).toBe(true);
    expect(textOf(refused)).toContain('you may not keep the asset inventory');
    const missing = await manager('tools/call', { name: 'get_asset', arguments: { id: 'A-99' } });
    expect([missing.isError, textOf(missing)]).toEqual([true, expect.stringContaining('There is no asset A-99.')]);
    const wrong = await manager('tools/call', { name: 'create_asset', arguments: { name: 'X', colour: 'red' } });
    expect(JSON.stringify(wrong)).toContain('colour');
    expect((await application.inside(slug).get('/assets')).total).toBe(0);
  });

  it('reads the standard and the verdict', async () => {
    expect(JSON.parse(textOf(await manager('tools/call', { name: 'list_controls', arguments: {} }))).items).toHaveLength(93);
    expect(JSON.parse(textOf(await manager('tools/call', { name: 'get_control', arguments: { id: 'A.8.13' } }))).title).toBe('Information backup');
    expect(JSON.parse(textOf(await manager('tools/call', { name: 'get_verdict', arguments: {} }))).summary.major).toBeGreaterThan(0);
  });

  it('keeps a key in its organisation', async () => {
    const other = await application.organisation('Elsewhere');
    const theirs = overHttp(await application.key(other, 'owner'));
    expect(JSON.parse(textOf(await theirs('tools/call', { name: 'get_organisation', arguments: {} }))).slug).toBe(other);
  });
});

describe('annexa mcp', () => {
  const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
  const talk = (data: string, organisation: string): { ask: Ask; child: ChildProcess; end(): Promise<void> } => {
    const child = spawn(process.execPath, [main, 'mcp', '--data', data, '-o', organisation], { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines: Interface = createInterface({ input: child.stdout! });
    const waiting = new Map<number, (message: any) => void>();
    lines.on('line', (line) => {
      const message = JSON.parse(line);
      waiting.get(message.id)?.(message.result ?? { error: message.error });
    });
    const ask: Ask = (method, params = {}) =>
      new Promise((resolve) => {
        waiting.set(++number, resolve);
        child.stdin!.write(`${JSON.stringify({ jsonrpc: '2.0', id: number, method, params })}\n`);
      });
    return { ask, child, end: () => new Promise((resolve) => (child.once('close', () => resolve()), child.stdin!.end())) };
  };

  it('speaks for the running server', async () => {
    const { ask, end } = talk(application.data, slug);
    await ask('initialize', hello);
    expect((await ask('tools/list')).tools.length).toBeGreaterThanOrEqual(25);
    expect(JSON.parse(textOf(await ask('tools/call', { name: 'get_organisation', arguments: {} }))).slug).toBe(slug);
    await end();
  });

  it('runs the application itself where no server does', async () => {
    const directory = temporaryDirectory();
    await annexa(['organisation', 'create', '--name', 'Alone'], { ANNEXA_DATA: directory.path });
    const { ask, end } = talk(directory.path, 'alone');
    await ask('initialize', hello);
    expect(JSON.parse(textOf(await ask('tools/call', { name: 'get_organisation', arguments: {} }))).slug).toBe('alone');
    await end();
    directory.remove();
  });

  it('says which organisations there are', async () => {
    const { code, err } = await annexa(['mcp', '--data', application.data]);
    expect([code, err]).toEqual([2, expect.stringContaining('nordwind')]);
  });
});
