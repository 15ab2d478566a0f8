import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApplication, type TestApplication } from '../support/application.ts';

let application: TestApplication;
let slug: string;
beforeAll(async () => {
  application = await startApplication();
  slug = await application.organisation('Nordwind Logistik GmbH');
});
afterAll(() => application?.stop());

const at = (path: string) => `/api/organisations/${slug}${path}`;

describe('health', () => {
  it('tells version, database and jobs', async () => {
    const { status, body } = await application.send('GET', '/api/health', { key: null });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ok: true,
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      database: { ok: true, version: expect.stringMatching(/^\d+/) },
      jobs: { ok: false },
    });
  });

  it('says that jobs run once they do', async () => {
    await application.startJobs();
    expect((await application.send('GET', '/api/health', { key: null })).body.jobs).toEqual({ ok: true });
  });
});

describe('reads', () => {
  it('are answered as unchanged while the ledger’s head stands', async () => {
    const first = await application.send('GET', at('/risks'));
    const etag = first.headers.get('etag')!;
    expect(etag).toMatch(/^W\/".+"$/);
    expect((await application.send('GET', at('/risks'), { headers: { 'if-none-match': etag } })).status).toBe(304);
    await application.inside(slug).post('/people', { name: 'Ada Berg' });
    const after = await application.send('GET', at('/risks'), { headers: { 'if-none-match': etag } });
    expect(after.status).toBe(200);
    expect(after.headers.get('etag')).not.toBe(etag);
  });

  it('of somebody else are not taken for unchanged', async () => {
    const etag = (await application.send('GET', at('/risks'))).headers.get('etag')!;
    const other = await application.key(slug, 'internal-auditor');
    const owner = (await application.send('GET', at('/risks'))).headers.get('etag')!;
    expect(owner).not.toBe(etag);
    expect((await application.send('GET', at('/risks'), { key: other, headers: { 'if-none-match': owner } })).status).toBe(200);
  });

  it('are never kept by a cache in between', async () => {
    expect((await application.send('GET', at('/risks'))).headers.get('cache-control')).toBe('private, no-cache');
  });
});

describe('refusals', () => {
  it('are problem details with code, place and remedy', async () => {
    const { status, body, headers } = await application.send('POST', at('/people'), { body: { name: '' } });
    expect(status).toBe(400);
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(body).toMatchObject({
      status: 400,
      code: 'invalid-input',
      title: expect.any(String),
      detail: expect.any(String),
      fields: [{ field: 'name', message: expect.any(String) }],
    });
  });

  it('name a field that does not exist', async () => {
    const { status, body } = await application.send('POST', at('/people'), { body: { name: 'Kai', nickname: 'K' } });
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain('nickname');
  });

  it('change nothing', async () => {
    const before = (await application.inside(slug).get('/people')).total;
    await application.send('POST', at('/people'), { body: { name: '' } });
    expect((await application.inside(slug).get('/people')).total).toBe(before);
  });

  it.each([
    ['an unknown record', 'GET', '/risks/R-999', 404, 'not-found'],
    ['an unknown address', 'GET', '/nothing-here', 404, 'not-found'],
    ['a body that is not JSON', 'POST', '/people', 400, 'invalid-input'],
  ])('answer %s plainly', async (_case, method, path, status, code) => {
    const reply = await application.send(method, at(path), method === 'POST' ? { body: '{"name": ' } : {});
    expect(reply.status).toBe(status);
    expect(reply.body.code).toBe(code);
  });

  it('keep an organisation secret from a stranger', async () => {
    const { status, body } = await application.send('GET', at('/risks'), { key: 'annexa_not-a-key' });
    expect(status).toBe(404);
    expect(body.detail).not.toContain('Nordwind Logistik');
    expect((await application.send('GET', at('/risks'), { key: null })).status).toBe(401);
  });

  it('stop a request that is too large', async () => {
    const { status, body } = await application.send('POST', at('/people'), { body: { name: 'x'.repeat(31 * 1024 * 1024) } });
    expect(status).toBe(413);
    expect(body.code).toBe('too-large');
  });

  it('show both versions of a conflict', async () => {
    const { record } = await application.inside(slug).post('/people', { name: 'Mia Roth' });
    await application.inside(slug).patch(`/people/${record.id}`, { version: record.version, jobTitle: 'Head of finance' });
    const { status, body } = await application.send('PATCH', at(`/people/${record.id}`), {
      body: { version: record.version, jobTitle: 'Controller' },
    });
    expect(status).toBe(409);
    expect(body.current).toMatchObject({ id: record.id, jobTitle: 'Head of finance' });
  });

  it('keep the past as it was', async () => {
    const { status, body } = await application.send('POST', `${at('/people')}?as-of=2020-01-01`, { body: { name: 'Late' } });
    expect([status, body.code]).toEqual([422, 'not-possible']);
    expect((await application.send('GET', `${at('/people')}?as-of=2999-01-01`)).status).toBe(400);
    expect((await application.send('GET', `${at('/people')}?as-of=yesterday`)).status).toBe(400);
  });
});

describe('documentation', () => {
  it('describes every operation as OpenAPI 3.1', async () => {
    const { body } = await application.send('GET', '/api/openapi.json', { key: null });
    expect(body.openapi).toMatch(/^3\.1/);
    const operations = Object.values(body.paths as Record<string, Record<string, { summary?: string }>>).flatMap((path) => Object.values(path));
    expect(operations.length).toBeGreaterThan(120);
    expect(operations.filter(({ summary }) => !summary)).toEqual([]);
    expect(body.paths['/organisations/{slug}/risks'].get.parameters.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(['slug', 'as-of']),
    );
  });

  it('is readable without a connection to anywhere else', async () => {
    const page = await application.send('GET', '/api/docs', { key: null });
    expect(page.status).toBe(200);
    const addresses = [...String(page.body).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address!);
    expect(addresses.length).toBeGreaterThan(0);
    for (const address of addresses) {
      expect(address).toMatch(/^\//);
      expect((await application.send('GET', address, { key: null })).status, address).toBe(200);
    }
  });
});

describe('headers', () => {
  it('keep the browser from guessing, framing and telling', async () => {
    const { headers } = await application.send('GET', '/api/health', { key: null });
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});
