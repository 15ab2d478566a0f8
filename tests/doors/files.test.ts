import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limitInWords, limits } from '../../src/platform/files/model.ts';
import { startApplication, type Inside, type TestApplication } from '../support/application.ts';

/** Files over real HTTP: whole, in parts, after an interruption, and who gets them back. */
let application: TestApplication;
let slug: string;
let foreign: string;
let moment = new Date('2026-11-24T09:00:00Z');
const keys: Record<string, string> = {};
let manager: Inside;

beforeAll(async () => {
  application = await startApplication({}, () => moment);
  slug = await application.organisation('Fjordlicht Software GmbH');
  foreign = await application.organisation('Stranger Ltd');
  const owner = application.inside(slug);
  await owner.post('/people', { name: 'Ada Berg' });
  await owner.post('/people', { name: 'Tom Vik', topManagement: true });
  await owner.post('/people', { name: 'Eva Lund' });
  keys['manager'] = await application.key(slug, 'isms-manager', { person: 'P-1' });
  keys['top'] = await application.key(slug, 'top-management', { person: 'P-2' });
  keys['employee'] = await application.key(slug, 'employee', { person: 'P-3' });
  keys['auditor'] = await application.key(slug, 'internal-auditor');
  keys['contributor'] = await application.key(slug, 'contributor');
  keys['stranger'] = await application.key(foreign, 'owner');
  manager = application.inside(slug, keys['manager']);
});
afterAll(() => application?.stop());

const request = (who: string, method: string, path: string, body?: FormData, organisation = slug) =>
  fetch(`${application.url}/api/organisations/${organisation}${path}`, {
    method,
    headers: { authorization: `Bearer ${keys[who]}` },
    ...(body && { body }),
  });
const json = async (response: Response) => ({ status: response.status, body: (await response.json()) as any });
const form = (fields: Record<string, string | File>) => {
  const made = new FormData();
  for (const [name, value] of Object.entries(fields)) made.append(name, value);
  return made;
};
const upload = async (who: string, name: string, content: Uint8Array | string, organisation = slug) =>
  json(await request(who, 'POST', '/uploads/whole', form({ file: new File([content as BlobPart], name) }), organisation));
const part = async (who: string, id: string, offset: number, content: Uint8Array) =>
  json(await request(who, 'PATCH', `/uploads/${id}`, form({ offset: String(offset), part: new File([content as BlobPart], 'part') })));
const sha = (content: Uint8Array | string) => createHash('sha256').update(content).digest('hex');

describe('a small file', () => {
  it('is told by its bytes, not by what the sender says of it', async () => {
    const { status, body } = await upload('manager', '../../etc/page.pdf', '<script>alert(1)</script>');
    expect([status, body.name, body.file.mediaType, body.file.sha256]).toEqual([201, 'page.pdf', 'text/plain', sha('<script>alert(1)</script>')]);
    expect((await upload('manager', 'readme.txt', randomBytes(40))).body.file.mediaType).toBe('application/octet-stream');
  });

  it('is handed out to be saved, and is never run or shown on our origin', async () => {
    const { body } = await upload('manager', 'Zugänge "neu".html', '<script>alert(1)</script>');
    const response = await request('manager', 'GET', `/attachments/${body.file.sha256}`);
    expect(await response.text()).toBe('<script>alert(1)</script>');
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename/);
    expect(response.headers.get('content-type')).toBe('text/plain');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
  });

  it('above 8 MB is refused, with the way that takes it', async () => {
    const { status, body } = await upload('manager', 'large.bin', Buffer.alloc(8 * 1024 ** 2 + 1));
    expect([status, body.code, body.remedy]).toEqual([413, 'too-large', expect.stringContaining('POST /uploads')]);
  });

  it.each(['auditor', 'top', 'employee'])('is not taken from the role of the %s key', async (who) => {
    expect((await upload(who, 'x.txt', 'x')).status).toBe(403);
  });
});

describe('a file in parts', () => {
  const content = randomBytes(20 * 1024 ** 2);

  it('arrives whole after interruptions, and says where to go on', async () => {
    const { body: begun } = await application.send('POST', `/api/organisations/${slug}/uploads`, {
      key: keys['manager']!,
      body: { name: 'evidence.bin', size: content.length },
    });
    expect(begun).toMatchObject({ received: 0, file: null });
    const half = 9 * 1024 ** 2;
    expect((await part('manager', begun.id, 0, content.subarray(0, half))).body.received).toBe(half);
    // The answer was lost, the client sends the same again.
    const again = await part('manager', begun.id, 0, content.subarray(0, half));
    expect([again.status, again.body.current.received]).toEqual([409, half]);
    const early = await json(await request('manager', 'POST', `/uploads/${begun.id}/finish`, undefined));
    expect([early.status, early.body.code]).toEqual([422, 'not-possible']);
    // A line that breaks in the middle of a part leaves the upload where it was.
    const aborted = new AbortController();
    const slow = new ReadableStream({
      start(controller) {
        controller.enqueue(Buffer.from('--b\r\ncontent-disposition: form-data; name="offset"\r\n\r\n'));
        setTimeout(() => aborted.abort(), 50);
      },
    });
    await fetch(`${application.url}/api/organisations/${slug}/uploads/${begun.id}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${keys['manager']}`, 'content-type': 'multipart/form-data; boundary=b' },
      body: slow,
      duplex: 'half',
      signal: aborted.signal,
    } as RequestInit).catch(() => undefined);
    const { body: state } = await json(await request('manager', 'GET', `/uploads/${begun.id}`));
    expect(state.received).toBe(half);
    expect((await part('manager', begun.id, half, Buffer.alloc(17_000_000))).status).toBe(413);
    expect((await part('manager', begun.id, half, Buffer.concat([content.subarray(half), Buffer.from('more')]))).status).toBe(400);
    expect((await part('manager', begun.id, half, content.subarray(half))).body.received).toBe(content.length);
    const { body: done } = await json(await request('manager', 'POST', `/uploads/${begun.id}/finish`));
    expect(done.file).toEqual({ name: 'evidence.bin', mediaType: 'application/octet-stream', size: content.length, sha256: sha(content) });
    expect((await json(await request('manager', 'POST', `/uploads/${begun.id}/finish`))).body.file).toEqual(done.file);
    const back = Buffer.from(await (await request('manager', 'GET', `/attachments/${done.file.sha256}`)).arrayBuffer());
    expect(back.equals(content)).toBe(true);
  });

  it('is seen, continued and cancelled by nobody but whoever began it', async () => {
    const { body } = await application.send('POST', `/api/organisations/${slug}/uploads`, { key: keys['manager']!, body: { name: 'a', size: 3 } });
    expect((await request('contributor', 'GET', `/uploads/${body.id}`)).status).toBe(404);
    expect((await part('contributor', body.id, 0, Buffer.from('abc'))).status).toBe(404);
    expect((await request('contributor', 'DELETE', `/uploads/${body.id}`)).status).toBe(404);
    expect((await request('manager', 'DELETE', `/uploads/${body.id}`)).status).toBe(200);
    expect((await request('manager', 'GET', `/uploads/${body.id}`)).status).toBe(404);
  });

  it('the handbook states the limits that hold', () => {
    expect(readFileSync(new URL('../../docs/handbook.md', import.meta.url), 'utf8')).toContain(
      `Files up to ${limitInWords(limits.whole)} are sent at once, larger ones, up to ${limitInWords(limits.file)}`,
    );
  });

  it('larger than what is allowed is refused before a byte has come, and so is too much at once', async () => {
    const start = (size: number) =>
      application.send('POST', `/api/organisations/${slug}/uploads`, { key: keys['contributor']!, body: { name: 'huge', size } });
    const refused = await start(1024 ** 3 + 1);
    expect([refused.status, refused.body.detail]).toEqual([413, 'The file is larger than 1 GB.']);
    const begun = [await start(1024 ** 3), await start(1024 ** 3), await start(1024 ** 3)];
    expect(begun.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect((await start(1)).status).toBe(429);
    for (const { body } of begun) await request('contributor', 'DELETE', `/uploads/${body.id}`);
  });
});

describe('whoever knows the hash of a file', () => {
  it('does not get it without a record that refers to it, except for an hour the one who sent it', async () => {
    const { body } = await upload('contributor', 'notes.txt', 'Notes of nobody else.');
    const { sha256 } = body.file;
    expect((await request('contributor', 'GET', `/attachments/${sha256}`)).status).toBe(200);
    expect((await request('manager', 'GET', `/attachments/${sha256}`)).status).toBe(404);
    expect((await request('stranger', 'GET', `/attachments/${sha256}`)).status).toBe(404);
    expect((await request('stranger', 'GET', `/attachments/${sha256}`, undefined, foreign)).status).toBe(404);
    moment = new Date('2026-11-24T10:30:00Z');
    expect((await request('contributor', 'GET', `/attachments/${sha256}`)).status).toBe(404);
    moment = new Date('2026-11-24T09:00:00Z');
  });

  it('does not get it into a record of another organisation by an upload of somebody else', async () => {
    const { body } = await upload('manager', 'ours.txt', 'Ours.');
    const { body: document } = await application.send('POST', `/api/organisations/${foreign}/documents`, {
      key: keys['stranger']!,
      body: { title: 'T' },
    });
    const reply = await application.send('POST', `/api/organisations/${foreign}/documents/${document.record.id}/versions/file`, {
      key: keys['stranger']!,
      body: { upload: body.id },
    });
    expect([reply.status, reply.body.code]).toEqual([404, 'not-found']);
  });
});

describe('a document from a file', () => {
  const content = '# Remote working\n\nEverybody locks their screen after 10 minutes. We lend the devices.\n';
  let id: string;
  let version: any;

  it('keeps the file byte for byte, reads its text, and is found by it', async () => {
    id = (await manager.post('/documents', { title: 'Remote working policy', audience: 'everyone' })).record.id;
    const { body } = await upload('manager', 'remote.md', content);
    version = (await manager.post(`/documents/${id}/versions/file`, { upload: body.id })).record;
    expect(version).toMatchObject({ status: 'draft', body: '', file: { name: 'remote.md', mediaType: 'text/markdown', sha256: sha(content) } });
    expect((await manager.get('/documents/search?q=locks%20screen')).items).toMatchObject([{ document: id }]);
    const shown = await manager.get(`/document-versions/${version.id}`);
    expect(shown.preview.blocks[0]).toMatchObject({ kind: 'heading' });
    expect(
      (await application.send('PATCH', `/api/organisations/${slug}/document-versions/${version.id}`, { key: keys['manager']!, body: { body: 'x' } }))
        .status,
    ).toBe(422);
  });

  it('goes through the checks', async () => {
    const { body } = await upload('manager', 'old.txt', 'Access follows A.9.2.1 and is reviewed regularly. [insert name] decides.');
    const attached = (await manager.post(`/document-versions/${version.id}/file`, { upload: body.id })).record;
    const { checks } = await manager.get(`/document-versions/${attached.id}`);
    expect(checks.map(({ check }: any) => check)).toEqual(['placeholder', 'old-numbering', 'no-figure']);
    const refused = await application.send('POST', `/api/organisations/${slug}/document-versions/${version.id}/submit`, {
      key: keys['manager']!,
      body: {},
    });
    expect(refused.status).toBe(422);
    const back = await upload('manager', 'remote.md', content);
    await manager.post(`/document-versions/${version.id}/file`, { upload: back.body.id });
  });

  it('is approved by the hash of the file, returned without losing it, published, and read by those it concerns', async () => {
    await manager.post(`/document-versions/${version.id}/submit`);
    const returned = await application.inside(slug, keys['top']).post(`/document-versions/${version.id}/return`, { because: 'Look again.' });
    expect(returned.record).toMatchObject({ status: 'draft', file: { name: 'remote.md' }, text: expect.stringContaining('locks their screen') });
    const { record } = await manager.post(`/document-versions/${version.id}/submit`);
    expect(record.contentHash).toBe(sha(content));
    const approved = (await application.inside(slug, keys['top']).post(`/document-versions/${version.id}/approve`)).record;
    expect(approved.approvals).toMatchObject([{ hash: sha(content), meaning: expect.stringContaining('this file (remote.md)') }]);
    await manager.post(`/document-versions/${version.id}/publish`);
    const response = await request('employee', 'GET', `/my/reading/${version.id}/file`);
    expect([response.status, await response.text()]).toEqual([200, content]);
    expect((await request('manager', 'GET', `/reports/document-versions/${version.id}?format=pdf`)).status).toBe(422);
    const set = unzipSync(new Uint8Array(await (await request('manager', 'GET', '/reports/document-set?format=pdf')).arrayBuffer()));
    expect(Object.keys(set)).toEqual([`${id}-remote.md`]);
    expect(Buffer.from(set[`${id}-remote.md`]!).toString()).toBe(content);
    expect((await request('employee', 'GET', `/document-versions/${version.id}/file`)).status).toBe(403);
    expect(await (await request('auditor', 'GET', `/document-versions/${version.id}/file`)).text()).toBe(content);
    expect(await (await request('auditor', 'GET', `/attachments/${sha(content)}`)).text()).toBe(content);
    expect((await request('stranger', 'GET', `/attachments/${sha(content)}`, undefined, foreign)).status).toBe(404);
  });

  it('becomes a text to edit when asked, in which nothing is bound by accident', async () => {
    const { record: document } = await manager.post('/documents', { title: 'Clear desk policy' });
    const { body } = await upload('manager', 'desk.md', `${content}\n{{organisation.name}} decides.\n`);
    const { record } = await manager.post(`/documents/${document.id}/versions/file`, { upload: body.id, as: 'text' });
    expect(record).toMatchObject({ file: null, text: null, body: expect.stringContaining('{ {organisation.name}}') });
    const unreadable = await upload('manager', 'desk.bin', randomBytes(100));
    const refused = await application.send('POST', `/api/organisations/${slug}/document-versions/${record.id}/file`, {
      key: keys['manager']!,
      body: { upload: unreadable.body.id, as: 'text' },
    });
    expect([refused.status, refused.body.remedy]).toEqual([422, 'Bring it in as a file.']);
    const kept = await manager.post(`/document-versions/${record.id}/file`, { upload: unreadable.body.id });
    const { checks } = await manager.get(`/document-versions/${kept.record.id}`);
    expect(checks.map(({ check }: any) => check)).toEqual(['no-text']);
  });
});

describe('many files at once', () => {
  it('are shown first, then brought in in one step, and taken back in one', async () => {
    const files = {
      'policies/access_control-v2.md': '# Access control policy\n\nOwners review access every 90 days.\n',
      'policies/remote.md': '---\ntitle: Remote working policy\n---\nScreens lock after 5 minutes.\n',
      'plans/Business Continuity Plan final.txt': 'Critical services are back within 8 hours.',
    };
    const uploads = [];
    for (const [path, text] of Object.entries(files)) uploads.push({ upload: (await upload('manager', path, text)).body.id, path });
    const { items } = await manager.post('/documents/bring-in/preview', { uploads });
    expect(items.map(({ title, type, document, fulfils }: any) => [title, type, document, fulfils])).toEqual([
      ['Access control policy', 'policy', null, ['DOC-A.5.1']],
      ['Remote working policy', 'policy', 'D-1', []],
      ['Business Continuity Plan', 'plan', null, expect.any(Array)],
    ]);
    const before = (await manager.get('/documents')).total;
    const broken = await application.send('POST', `/api/organisations/${slug}/documents/bring-in`, {
      key: keys['manager']!,
      body: {
        items: [
          { upload: items[0].upload, title: 'A' },
          { upload: items[1].upload, title: '' },
        ],
      },
    });
    expect([broken.status, broken.body.fields[0].field]).toEqual([400, 'remote.md, title']);
    expect((await manager.get('/documents')).total).toBe(before);
    const {
      request: name,
      documents,
      versions,
    } = await manager.post('/documents/bring-in', {
      items: items.map(({ upload: id, document, title, type, fulfils, controls }: any) => ({ upload: id, document, title, type, fulfils, controls })),
    });
    expect([documents.length, versions.map(({ document, number }: any) => [document, number])]).toEqual([
      2,
      [
        ['D-3', 1],
        ['D-1', 2],
        ['D-4', 1],
      ],
    ]);
    await manager.post(`/undo/${name}`);
    expect((await manager.get('/documents')).total).toBe(before);
    expect((await manager.get('/documents/D-1/versions')).items.map(({ status }: any) => status)).toEqual(['effective']);
  });
});

describe('what nobody refers to', () => {
  it('is removed after a day; what a record refers to or ever has stays', async () => {
    const { body } = await upload('manager', 'orphan.txt', 'Nobody wants me.');
    const { body: abandoned } = await application.send('POST', `/api/organisations/${slug}/uploads`, {
      key: keys['manager']!,
      body: { name: 'b', size: 6 },
    });
    await part('manager', abandoned.id, 0, Buffer.from('abc'));
    const root = join(application.data, 'files');
    const all = () => readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const has = (name: string) => all().some((entry) => entry.name === name);
    await application.sweepFiles();
    expect([has(body.file.sha256), existsSync(join(root, 'uploads'))]).toEqual([true, true]);
    for (const entry of all()) utimesSync(join(entry.parentPath, entry.name), new Date('2026-11-20'), new Date('2026-11-20'));
    moment = new Date('2026-11-26T09:00:00Z');
    await application.sweepFiles();
    expect(has(body.file.sha256)).toBe(false);
    expect(readdirSync(join(root, 'uploads'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())).toEqual([]);
    expect((await request('manager', 'GET', `/uploads/${abandoned.id}`)).status).toBe(404);
    // remote.md is in force; old.txt was put into the draft and taken out again, which the ledger shows.
    expect(has(sha('Access follows A.9.2.1 and is reviewed regularly. [insert name] decides.'))).toBe(true);
    expect((await manager.get('/documents')).total).toBeGreaterThan(0);
    moment = new Date('2026-11-24T09:00:00Z');
  });
});

it('the description names the uploads with their parts as forms, and the downloads as files', async () => {
  const { paths } = (await application.send('GET', '/api/openapi.json')).body;
  expect(Object.keys(paths['/organisations/{slug}/uploads/{id}'].patch.requestBody.content)).toContain('multipart/form-data');
  expect(paths['/organisations/{slug}/attachments/{sha256}'].get.responses['200']).toBeDefined();
});
