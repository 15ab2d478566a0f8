import { writeFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commitmentList } from '../../src/isms/documents/model.ts';
import { startApplication, type Inside, type TestApplication } from '../support/application.ts';

/** A document from the template to the last reader, over HTTP. */
let application: TestApplication;
let slug: string;
let manager: Inside;
const keys: Record<string, string> = {};
const today = '2026-11-24';

beforeAll(async () => {
  application = await startApplication({}, () => new Date('2026-11-24T09:00:00Z'));
  slug = await application.organisation('Fjordlicht Software GmbH');
  const owner = application.inside(slug);
  for (const [name, topManagement] of [
    ['Ada Berg', false],
    ['Tom Vik', true],
    ['Eva Lund', false],
  ] as const)
    await owner.post('/people', { name, topManagement, email: `${name.split(' ')[0]!.toLowerCase()}@fjordlicht.example` });
  for (const [kind, holder] of [
    ['isms-manager', 'P-1'],
    ['top-management', 'P-2'],
    ['incident-manager', 'P-3'],
    ['data-protection', 'P-3'],
    ['internal-auditor', 'P-3'],
  ])
    await owner.post('/isms-roles', { name: kind, kind, holders: [holder] });
  await owner.post('/systems', { name: 'Fjordlicht Cloud', kind: 'application', owner: 'P-3', inScope: true });
  const { record: method } = await owner.post('/risk-methods', {});
  await owner.post(`/risk-methods/${method.id}/in-force`);
  keys['manager'] = await application.key(slug, 'isms-manager', { person: 'P-1' });
  keys['top'] = await application.key(slug, 'top-management', { person: 'P-2' });
  keys['employee'] = await application.key(slug, 'employee', { person: 'P-3' });
  manager = application.inside(slug, keys['manager']);
});
afterAll(() => application?.stop());

const send = (who: string, method: string, path: string, body?: unknown) =>
  application.send(method, `/api/organisations/${slug}${path}`, { key: keys[who]!, ...(body === undefined ? {} : { body }) });

describe('from the template to the reader', () => {
  let version: any;

  it('begins from a template, once', async () => {
    const { documents } = await manager.post('/documents/begin', { templates: ['access-control-policy'] });
    expect(documents.map(({ id, title, owner }: any) => [id, title, owner])).toEqual([['D-1', 'Access control policy', 'P-1']]);
    expect((await manager.post('/documents/begin', { templates: ['access-control-policy'] })).documents).toEqual([]);
    [version] = (await manager.get('/documents/D-1/versions')).items;
    expect([version.number, version.status]).toEqual([1, 'draft']);
  });

  it('is not submitted while facts are missing, and says which', async () => {
    const reply = await send('manager', 'POST', `/document-versions/${version.id}/submit`, {});
    expect([reply.status, reply.body.fields[0].field]).toEqual([422, 'blank']);
    expect(reply.body.detail).toContain('commitment.passwordLength');
    const excused = await send('manager', 'POST', `/document-versions/${version.id}/excuse`, { check: 'blank', reason: 'Later.' });
    expect(excused.status).toBe(422);
  });

  it('is written by several without loss: the second save sees the first', async () => {
    await manager.patch('/commitments', Object.fromEntries(commitmentList.map(({ field, usual }) => [field, usual])));
    const seen = await manager.get(`/document-versions/${version.id}`);
    const body = seen.body.replace('## Checks', '## Checks\n\nReviews are recorded in the ticket system under the label ACCESS.\n');
    await manager.patch(`/document-versions/${version.id}`, { version: seen.version, body });
    const late = await send('manager', 'PATCH', `/document-versions/${version.id}`, { version: seen.version, body: 'Mine!' });
    expect([late.status, late.body.code, late.body.current.body]).toEqual([409, 'conflict', body]);
  });

  it('is approved by somebody other than its author, bound to the text', async () => {
    const { record } = await manager.post(`/document-versions/${version.id}/submit`);
    expect([record.status, record.contentHash.length, record.text.includes('at least 12 characters')]).toEqual(['in-review', 64, true]);
    expect((await send('manager', 'POST', `/document-versions/${version.id}/approve`, {})).body.detail).toBe('Whoever wrote it does not approve it.');
    expect((await send('manager', 'PATCH', `/document-versions/${version.id}`, { body: 'x' })).status).toBe(422);
    expect((await send('manager', 'POST', `/document-versions/${version.id}/publish`, {})).status).toBe(422);
    const approved = (await send('top', 'POST', `/document-versions/${version.id}/approve`, {})).body.record;
    expect(approved.status).toBe('approved');
    expect(approved.approvals).toMatchObject([{ name: 'top-management key', person: 'P-2', hash: record.contentHash }]);
    expect((await manager.post(`/document-versions/${version.id}/publish`)).record).toMatchObject({ status: 'effective', effectiveOn: today });
  });

  it('is read and confirmed in exactly this text by those whom it concerns', async () => {
    await manager.post('/campaigns', { document: 'D-1' });
    const { items } = (await send('employee', 'GET', '/my/reading')).body;
    expect(items).toMatchObject([{ version: version.id, title: 'Access control policy', dueOn: '2026-12-08', acknowledgedAt: null }]);
    const shown = (await send('employee', 'GET', `/my/reading/${version.id}`)).body;
    expect(shown.blocks[0]).toMatchObject({ kind: 'heading', level: 1 });
    expect((await send('employee', 'GET', '/documents')).status).toBe(403);
    expect((await send('employee', 'POST', `/my/reading/${version.id}/acknowledge`, { hash: 'another' })).status).toBe(422);
    expect((await send('employee', 'POST', `/my/reading/${version.id}/acknowledge`, { hash: shown.hash })).status).toBe(200);
    const [campaign] = (await manager.get('/campaigns')).items;
    expect(campaign.readers.map(({ name, acknowledgedAt }: any) => [name, acknowledgedAt !== null])).toEqual([
      ['Ada Berg', false],
      ['Tom Vik', false],
      ['Eva Lund', true],
    ]);
    const reminded = await manager.post(`/campaigns/${campaign.id}/remind`);
    expect(reminded).toMatchObject({ reminded: 2, sent: false });
  });

  it('shows what a changed fact does to it, and takes it over into the next version', async () => {
    await manager.patch('/commitments', { accessReviewDays: 60 });
    const { items } = await manager.get('/documents');
    expect(items[0]).toMatchObject({ state: 'effective', inForce: 1, outdated: true, mustRead: 3, haveRead: 1 });
    const { changed } = await manager.get(`/document-versions/${version.id}`);
    expect(changed).toHaveLength(1);
    expect(changed[0].before).toContain('every 90 days');
    expect(changed[0].after).toContain('every 60 days');
    const { record: next } = await manager.post('/documents/D-1/versions', { changeNote: 'Reviews every 60 days.' });
    expect(next).toMatchObject({ number: 2, status: 'draft' });
    expect((await manager.get('/documents')).items[0]).toMatchObject({ state: 'effective', next: 'draft' });
    const { paragraphs } = await manager.get(`/documents/compare?before=${version.id}&after=${next.id}`);
    const moved = paragraphs.flat().filter(({ change }: any) => change !== 'same');
    expect(moved.map(({ text, change }: any) => [text.trim(), change])).toEqual([
      ['90', 'removed'],
      ['60', 'added'],
    ]);
    await manager.post(`/document-versions/${next.id}/submit`);
    const returned = (await send('top', 'POST', `/document-versions/${next.id}/return`, { because: 'Say who reviews.' })).body.record;
    expect(returned).toMatchObject({ status: 'draft', returnedBecause: 'Say who reviews.', text: null });
  });

  it('says which documents are bound to a fact', async () => {
    const { items } = await manager.get('/documents/facts');
    const fact = (path: string) => items.find((each: any) => each.path === path);
    expect(fact('commitment.accessReviewDays')).toMatchObject({ value: '60 days', usedIn: [{ id: 'D-1', title: 'Access control policy' }] });
    expect(fact('list.systems').usedIn).toMatchObject([{ id: 'D-1' }]);
    expect(fact('commitment.keyRotationDays').usedIn).toEqual([]);
  });

  it('compares what it promises with the evidence', async () => {
    await manager.post('/evidence', { title: 'Access review, second quarter', subjects: ['A.5.18'], validFrom: '2026-06-01', validTo: '2026-06-30' });
    const { items } = await manager.get('/documents/claims');
    expect(items.find(({ control }: any) => control === 'A.5.18')).toMatchObject({ everyDays: 60, daysAgo: 147, state: 'contradicted' });
  });

  it('is found by its words, and handed out as PDF, DOCX, Markdown and in a ZIP', async () => {
    const { items } = await manager.get('/documents/search?q=ticket%20label');
    expect(items).toMatchObject([{ document: 'D-1', excerpt: expect.stringContaining('label ACCESS') }]);
    for (const [format, begins] of [
      ['pdf', '%PDF'],
      ['docx', 'PK'],
      ['md', '# Access'],
    ] as const) {
      const response = await fetch(`${application.url}/api/organisations/${slug}/reports/document-versions/${version.id}?format=${format}`, {
        headers: { authorization: `Bearer ${keys['manager']}` },
      });
      const content = Buffer.from(await response.arrayBuffer());
      expect(content.toString('latin1').slice(0, begins.length)).toBe(begins);
      if (process.env['PICTURES']) writeFileSync(`${process.env['PICTURES']}/policy.${format}`, content);
    }
    const response = await fetch(`${application.url}/api/organisations/${slug}/reports/document-set?format=md`, {
      headers: { authorization: `Bearer ${keys['manager']}` },
    });
    expect(Object.keys(unzipSync(new Uint8Array(await response.arrayBuffer())))).toEqual(['D-1-access-control-policy-v1.md']);
  });

  it('answers for the documents the standard asks for', async () => {
    const { items } = await manager.get('/documents/required');
    const topic = items.find(({ id }: any) => id === 'DOC-A.5.1');
    expect(topic).toMatchObject({ status: 'stale', document: 'D-1', place: 'D-1 Access control policy, version 1' });
    expect(items.find(({ id }: any) => id === 'DOC-5.2')).toMatchObject({ document: null, template: 'information-security-policy', room: null });
    expect(items.find(({ id }: any) => id === 'DOC-4.3')).toMatchObject({ status: 'missing', place: 'Context, Scope', room: 'context/scope' });
  });
});

it('what is not ours is refused with a place and a remedy', async () => {
  for (const [method, path, body] of [
    ['GET', '/document-versions/DV-99', undefined],
    ['POST', '/documents/D-99/versions', {}],
    ['POST', '/documents/begin', { templates: ['no-such-template'] }],
    ['GET', '/reports/document-versions/DV-99', undefined],
  ] as const) {
    const reply = await send('manager', method, path, body);
    expect([path, reply.status, typeof reply.body.remedy]).toEqual([path, 404, 'string']);
  }
});
