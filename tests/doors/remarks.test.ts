import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApplication, type Inside, type TestApplication } from '../support/application.ts';

/** Comments and suggestions on a passage, over HTTP. */
let application: TestApplication;
let slug: string;
let writer: Inside;
const keys: Record<string, string> = {};
const body = '# Backup\n\nBackups are taken daily by {{organisation.name}}.\n\nThey are kept. They are kept.\n';

beforeAll(async () => {
  application = await startApplication({}, () => new Date('2026-11-24T09:00:00Z'));
  slug = await application.organisation('Fjordlicht Software GmbH');
  const owner = application.inside(slug);
  await owner.post('/people', { name: 'Ada Berg' });
  await owner.post('/people', { name: 'Tom Vik', topManagement: true });
  for (const role of ['contributor', 'internal-auditor', 'external-auditor', 'employee'])
    keys[role] = await application.key(slug, role as never, role === 'external-auditor' ? { expiresOn: '2026-12-31' } : {});
  keys['top-management'] = await application.key(slug, 'top-management', { person: 'P-2' });
  keys['writer'] = await application.key(slug, 'isms-manager', { person: 'P-1' });
  writer = application.inside(slug, keys['writer']);
  await writer.post('/documents', { title: 'Backup' });
  await writer.post('/documents/D-1/versions', { body });
});
afterAll(() => application?.stop());

const send = (who: string, method: string, path: string, input?: unknown) =>
  application.send(method, `/api/organisations/${slug}${path}`, { key: keys[who]!, ...(input === undefined ? {} : { body: input }) });
const remark = (who: string, input: object) => send(who, 'POST', '/document-versions/DV-1/remarks', input);

describe('remarks', () => {
  it('are made by whoever may comment', async () => {
    const made = await remark('internal-auditor', { quote: 'Backups are taken daily', text: 'Of what?' });
    expect([made.status, made.body.record.id, made.body.record.authorName]).toEqual([201, 'RM-1', 'internal-auditor key']);
    for (const who of ['employee', 'external-auditor']) expect((await remark(who, { quote: 'Backups', text: 'x' })).status).toBe(403);
    expect((await send('internal-auditor', 'GET', '/document-versions/DV-1/remarks')).body).toMatchObject({ open: 1, items: [{ id: 'RM-1' }] });
    expect((await send('external-auditor', 'GET', '/document-versions/DV-1/remarks')).status).toBe(403);
    expect((await send('employee', 'GET', '/document-versions/DV-1/remarks')).status).toBe(403);
  });

  it('name a passage that stands there, as it is written or as it is read', async () => {
    expect((await remark('top-management', { quote: 'daily by Fjordlicht Software GmbH', text: 'Really?' })).status).toBe(201);
    const gone = await remark('top-management', { quote: 'Backups are taken weekly', text: 'x' });
    expect([gone.status, gone.body.fields[0].field]).toEqual([400, 'quote']);
    expect((await remark('top-management', { quote: 'daily', replacement: 'daily' })).body.fields[0].field).toBe('replacement');
    expect((await remark('top-management', { quote: 'daily' })).body.fields[0].field).toBe('text');
  });

  it('a suggestion is accepted once, by a writer, and becomes the text', async () => {
    const { record } = (await remark('internal-auditor', { quote: 'taken daily', replacement: 'taken every 12 hours' })).body;
    expect((await send('internal-auditor', 'POST', `/document-remarks/${record.id}/accept`, {})).status).toBe(403);
    const accepted = (await send('contributor', 'POST', `/document-remarks/${record.id}/accept`, {})).body;
    expect(accepted.record).toMatchObject({ status: 'accepted', resolvedBy: 'contributor key' });
    expect(accepted.version.body).toBe(body.replace('taken daily', 'taken every 12 hours'));
    expect(accepted.version.authorName).toBe('contributor key');
    const twice = await send('writer', 'POST', `/document-remarks/${record.id}/accept`, {});
    expect([twice.status, twice.body.detail]).toEqual([422, 'The suggestion is accepted already.']);
  });

  it('a passage that is gone, or stands twice, is refused with a remedy and changes nothing', async () => {
    const twice = (await remark('internal-auditor', { quote: 'They are kept.', replacement: 'They are kept 30 days.' })).body.record;
    const ambiguous = await send('writer', 'POST', `/document-remarks/${twice.id}/accept`, {});
    expect([ambiguous.status, ambiguous.body.detail]).toEqual([422, 'The passage “They are kept.” stands more than once in the draft.']);
    const gone = (await remark('internal-auditor', { quote: 'every 12 hours', replacement: 'every 6 hours' })).body.record;
    const changed = body.replace('daily', 'weekly');
    await writer.patch('/document-versions/DV-1', { body: changed });
    const refused = await send('writer', 'POST', `/document-remarks/${gone.id}/accept`, {});
    expect([refused.status, typeof refused.body.remedy]).toEqual([422, 'string']);
    expect((await writer.get('/document-versions/DV-1')).body).toBe(changed);
    expect((await writer.get('/document-versions/DV-1/remarks')).items.find(({ id }: any) => id === gone.id).status).toBe('open');
  });

  it('are settled by a writer or by whoever made them', async () => {
    expect((await send('top-management', 'POST', '/document-remarks/RM-1/resolve', {})).status).toBe(403);
    expect((await send('internal-auditor', 'POST', '/document-remarks/RM-1/decline', {})).status).toBe(422);
    expect((await send('internal-auditor', 'POST', '/document-remarks/RM-1/resolve', {})).body.record.status).toBe('resolved');
    expect((await send('writer', 'POST', '/document-remarks/RM-1/resolve', {})).status).toBe(422);
    const { items } = await writer.get('/document-versions/DV-1/remarks');
    const suggestion = items.find(({ status, replacement }: any) => status === 'open' && replacement !== null);
    expect((await send('contributor', 'POST', `/document-remarks/${suggestion.id}/decline`, {})).body.record).toMatchObject({ status: 'declined' });
  });

  it('do not hold up the approval, and stay with the version when it is approved', async () => {
    await writer.post('/document-versions/DV-1/submit');
    const { record } = (await remark('top-management', { quote: 'They are kept.', text: 'How long?' })).body;
    expect((await send('writer', 'POST', `/document-remarks/${record.id}/accept`, {})).status).toBe(422);
    expect((await send('top-management', 'POST', '/document-versions/DV-1/approve', {})).body.record.status).toBe('approved');
    const { open } = await writer.get('/document-versions/DV-1/remarks');
    expect(open).toBeGreaterThan(0);
    expect((await remark('writer', { quote: 'They are kept.', text: 'x' })).status).toBe(422);
  });

  it('of another organisation are not there', async () => {
    const other = await application.organisation('Nordhavn Data AS');
    const stranger = await application.key(other, 'isms-manager');
    for (const [method, path] of [
      ['GET', '/document-versions/DV-1/remarks'],
      ['POST', '/document-remarks/RM-1/accept'],
      ['POST', '/document-remarks/RM-1/resolve'],
    ] as const) {
      const reply = await application.send(method, `/api/organisations/${other}${path}`, {
        key: stranger,
        ...(method === 'POST' ? { body: {} } : {}),
      });
      expect([path, reply.status]).toEqual([path, 404]);
      expect((await application.send(method, `/api/organisations/${slug}${path}`, { key: stranger })).status).toBe(404);
    }
  });
});
