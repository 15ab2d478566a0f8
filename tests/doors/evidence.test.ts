import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApplication, type Inside, type TestApplication } from '../support/application.ts';
import { annexa } from '../support/shell.ts';
import { workbook } from '../support/spreadsheets.ts';

/** Evidence over real HTTP: with its files, vouched for, replaced, lapsing; and the pages of controls that it fills. */
let application: TestApplication;
let slug: string;
let moment = '2026-11-24';
let scratch: string;
let manager: Inside;
const keys: Record<string, string> = {};

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'annexa-evidence-'));
  application = await startApplication({}, () => new Date(`${moment}T09:00:00Z`));
  slug = await application.organisation('Fjordlicht Software GmbH');
  const foreign = await application.organisation('Stranger Ltd');
  const owner = application.inside(slug);
  await owner.post('/people', { name: 'Ada Berg' });
  await owner.post('/people', { name: 'Tom Vik' });
  keys['manager'] = await application.key(slug, 'isms-manager', { person: 'P-1' });
  keys['contributor'] = await application.key(slug, 'contributor', { person: 'P-2' });
  keys['auditor'] = await application.key(slug, 'internal-auditor');
  keys['employee'] = await application.key(slug, 'employee', { person: 'P-2' });
  keys['stranger'] = await application.key(foreign, 'owner');
  manager = application.inside(slug, keys['manager']);
});
afterAll(async () => {
  await application?.stop();
  rmSync(scratch, { recursive: true, force: true });
});

const send = (who: string, method: string, path: string, body?: object) =>
  application.send(method, `/api/organisations/${slug}${path}`, { key: keys[who]!, ...(body && { body }) });
async function upload(who: string, name: string, content: string | Uint8Array<ArrayBuffer>): Promise<string> {
  const form = new FormData();
  form.append('file', new File([content], name));
  const response = await fetch(`${application.url}/api/organisations/${slug}/uploads/whole`, {
    method: 'POST',
    headers: { authorization: `Bearer ${keys[who]}` },
    body: form,
  });
  return ((await response.json()) as { id: string }).id;
}
const add = async (name: string, fields: object) =>
  (await manager.post('/evidence/files', { ...fields, uploads: [await upload('manager', name, `content of ${name}`)] })).record;
const control = (id: string) => manager.get(`/controls/${id}`);

describe('evidence with files', () => {
  it('is added in one step: named after its file, of the kind that the file suggests, known by its hash', async () => {
    const record = await add('restore-2026-11.log', { subjects: ['A.8.13'], validFrom: '2026-11-20', source: 'Backup server' });
    expect(record).toMatchObject({ title: 'restore-2026-11', kind: 'log', subjects: ['A.8.13'], attestedAt: null });
    const sha256 = createHash('sha256').update('content of restore-2026-11.log').digest('hex');
    expect(record.files).toMatchObject([{ name: 'restore-2026-11.log', sha256 }]);
    const answer = await send('auditor', 'GET', `/attachments/${sha256}`);
    expect([answer.status, answer.headers.get('content-disposition'), answer.headers.get('x-content-type-options')]).toEqual([
      200,
      'attachment; filename="restore-2026-11.log"',
      'nosniff',
    ]);
  });

  it('stands on the page of its control and in the matrix at once', async () => {
    const page = await control('A.8.13');
    expect(page.evidence.map(({ title }: any) => title)).toEqual(['restore-2026-11']);
    expect(page.laneChart.find(({ lane }: any) => lane === 'applied')).toMatchObject({ state: 'covered', newest: '2026-11-20' });
    const { items, total } = await manager.get('/controls');
    expect([items.length, total]).toEqual([93, 93]);
    expect(items.find((line: any) => line.control === 'A.8.13').lanes).toMatchObject({ applied: { count: 1 }, exists: { count: 0, state: 'gap' } });
  });

  it('refuses an upload that is not there, a control that is not one, days out of order; and keeps nothing', async () => {
    const before = (await manager.get('/evidence')).total;
    const wrong = (body: object) => send('manager', 'POST', '/evidence/files', body);
    expect((await wrong({ subjects: ['A.8.13'], uploads: ['nothing-like-it'] })).status).toBe(404);
    const fresh = await upload('manager', 'a.txt', 'a');
    expect((await wrong({ subjects: ['A.9.9'], uploads: [fresh] })).body.fields[0].field).toBe('subjects');
    expect((await wrong({ subjects: ['A.8.13'], uploads: [fresh], validFrom: '2026-11-02', validTo: '2026-11-01' })).body.fields[0].field).toBe(
      'validTo',
    );
    expect((await wrong({ subjects: ['A.8.13'], uploads: [fresh], populationHash: 'abc' })).body.fields[0].field).toBe('populationHash');
    expect((await manager.get('/evidence')).total).toBe(before);
  });

  it('belongs to its organisation, and is kept by those who may', async () => {
    const fresh = await upload('manager', 'b.txt', 'b');
    const body = { subjects: ['A.8.13'], uploads: [fresh] };
    expect((await send('auditor', 'POST', '/evidence/files', body)).status).toBe(403);
    expect((await send('employee', 'GET', '/controls')).status).toBe(403);
    for (const path of ['/controls', '/controls/A.8.13', '/controls/lapses', '/evidence'])
      expect((await send('stranger', 'GET', path)).status).toBe(404);
    expect(
      (await send('contributor', 'POST', '/evidence', { title: 'Typed in', subjects: ['A.5.1'], note: 'Read aloud to everybody.' })).status,
    ).toBe(201);
  });

  it('does not take files and signatures as fields', async () => {
    const forged = await send('manager', 'POST', '/evidence', {
      title: 'Forged',
      attestedAt: '2026-01-01T00:00:00Z',
      attestedByName: 'Somebody',
      files: [{ name: 'x', mediaType: 'text/plain', size: 1, sha256: 'a'.repeat(64) }],
    });
    // They are no fields of the form at all.
    expect([forged.status, forged.body.code]).toEqual([400, 'invalid-input']);
  });
});

describe('what somebody has vouched for', () => {
  it('names who, when and exactly what, and does not change any more', async () => {
    const { id } = await add('access-review.csv', {
      subjects: ['A.5.18'],
      validFrom: '2026-10-01',
      population: 'All accounts',
      populationCount: 212,
    });
    const { record, request } = await manager.post(`/evidence/${id}/attest`);
    expect(record).toMatchObject({
      attestedBy: 'P-1',
      attestedAt: '2026-11-24T09:00:00.000Z',
      attestedHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const refused = [
      await send('manager', 'PATCH', `/evidence/${id}`, { title: 'Other' }),
      await send('manager', 'PATCH', '/evidence', { ids: [id], change: { validFrom: '2026-01-01' } }),
      await send('manager', 'POST', `/evidence/${id}/files`, { uploads: [await upload('manager', 'c.txt', 'c')] }),
      await send('contributor', 'POST', `/evidence/${id}/attest`),
      await send('manager', 'POST', `/undo/${request}`),
    ];
    expect(refused.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422]);
    expect(refused[0]!.body.remedy).toContain('take the place');
    expect(await manager.get(`/evidence/${id}`)).toEqual(record);
  });

  it('takes something to vouch for: a content, a control, a time', async () => {
    const { record } = await manager.post('/evidence', { title: 'Empty', subjects: ['A.5.1'] });
    const attest = async () => (await send('manager', 'POST', `/evidence/${record.id}/attest`)).body.detail;
    expect(await attest()).toContain('nothing that could be attested');
    await manager.patch(`/evidence/${record.id}`, { place: 'https://wiki.example/page', subjects: [] });
    expect(await attest()).toContain('names no control');
    await manager.patch(`/evidence/${record.id}`, { subjects: ['A.5.1'] });
    expect(await attest()).toContain('which time');
  });

  it('is followed by one newer item, which counts in its place', async () => {
    const old = await add('q2.txt', { subjects: ['A.5.23'], validFrom: '2026-04-01', validTo: '2026-12-31' });
    await manager.post(`/evidence/${old.id}/attest`);
    const next = await add('q2-corrected.txt', { subjects: ['A.5.23'], validFrom: '2026-04-01', validTo: '2026-06-30', supersedes: old.id });
    expect((await control('A.5.23')).evidence.map(({ id }: any) => id)).toEqual([next.id]);
    expect((await control('A.5.23')).state).toBe('stale');
    const second = await send('manager', 'POST', '/evidence', { title: 'Another', supersedes: old.id });
    expect([second.status, second.body.fields[0].field]).toEqual([400, 'supersedes']);
    const circle = await send('manager', 'PATCH', `/evidence/${next.id}`, { supersedes: next.id });
    expect(circle.body.fields[0].field).toBe('supersedes');
  });
});

describe('freshness', () => {
  it('makes a lapse a finding on its day, not before', async () => {
    await add('scan.txt', { subjects: ['A.8.8'], validFrom: '2026-11-24' });
    await manager.patch('/controls/A.8.8', { practice: 'Scanned every night.', maturity: 3, freshnessDays: 10 });
    const page = await control('A.8.8');
    expect(page).toMatchObject({ maturity: 3, freshness: { days: 10, from: 'control' }, lapsesOn: '2026-12-04' });
    const lapsed = async () => {
      const { findings } = await manager.get('/verdict');
      return findings.find(({ rule }: any) => rule === '8.1-evidence-lapsed')?.records.map(({ label }: any) => label) ?? [];
    };
    try {
      moment = '2026-12-03';
      expect(await lapsed()).not.toContain('scan');
      expect((await manager.get('/controls/lapses?control=A.8.8')).items).toMatchObject([{ on: '2026-12-04', days: 1, last: { title: 'scan' } }]);
      moment = '2026-12-04';
      expect(await lapsed()).toContain('scan');
      expect((await control('A.8.8')).state).toBe('stale');
    } finally {
      moment = '2026-11-24';
    }
  });

  it('is asked about controls that exist', async () => {
    expect((await send('manager', 'GET', '/controls/A.9.1')).status).toBe(404);
    expect((await send('manager', 'PATCH', '/controls/A.9.1', { practice: 'x' })).status).toBe(404);
    expect((await send('manager', 'PATCH', '/controls/A.8.8', { maturity: 6 })).body.fields[0].field).toBe('maturity');
  });
});

describe('the text of a file', () => {
  it('is read on the server for whoever may read, and only for the files of the item', async () => {
    const book = Buffer.from(await workbook([['Account'], ['<script>alert(1)</script>']]), 'base64');
    const { record } = await manager.post('/evidence/files', { subjects: ['A.5.18'], uploads: [await upload('manager', 'accounts.xlsx', book)] });
    const path = `/evidence/${record.id}/files/${record.files[0].sha256}/text`;
    const { status, body } = await send('auditor', 'GET', path);
    expect([status, body.problem]).toEqual([200, null]);
    expect(body.blocks).toMatchObject([
      { kind: 'heading', runs: [{ text: 'Sheet1' }] },
      { kind: 'table', rows: [[[{ text: '<script>' }, { text: 'alert(1)' }, { text: '</script>' }], []]] },
    ]);
    expect((await send('auditor', 'GET', path.replace(record.id, 'EV-1'))).status).toBe(404);
  });
});

describe('annexa evidence add', () => {
  it('sends files as one item', async () => {
    writeFileSync(join(scratch, 'one.txt'), 'one');
    writeFileSync(join(scratch, 'two.txt'), 'two');
    const { code, out, err } = await annexa(
      [
        'evidence',
        'add',
        'one.txt',
        'two.txt',
        '--control',
        'A.8.15',
        '--control',
        'A.8.16',
        '--from',
        '2026-10-01',
        '--to',
        '2026-12-31',
        '-o',
        slug,
      ],
      { ANNEXA_DATA: application.data },
      { cwd: scratch },
    );
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('2 files for A.8.15, A.8.16');
    expect((await control('A.8.16')).evidence[0]).toMatchObject({ title: 'one and 1 more', files: [{ name: 'one.txt' }, { name: 'two.txt' }] });
  });

  it('says how it is used when no control is named', async () => {
    const { code, err } = await annexa(['evidence', 'add', 'one.txt'], { ANNEXA_DATA: application.data }, { cwd: scratch });
    expect(code).toBe(2);
    expect(err).toContain('--control');
  });
});

it('the page of a control comes with what is found about it, its own records only, and what stands before and after', async () => {
  const matrix = (await manager.get('/controls')).items.map(({ control }: any) => control) as string[];
  const { findings } = await manager.get('/verdict');
  const page = await manager.get('/controls/A.5.18');
  expect([page.previous, page.next]).toEqual([matrix[matrix.indexOf('A.5.18') - 1], matrix[matrix.indexOf('A.5.18') + 1]]);
  expect([(await manager.get(`/controls/${matrix[0]}`)).previous, (await manager.get(`/controls/${matrix.at(-1)}`)).next]).toEqual([null, null]);
  const own = new Set((await manager.get('/evidence?filter[subjects]=A.5.18&limit=1000')).items.map(({ id }: any) => id));
  const concerns = ({ register, id }: any) =>
    ['soa', 'gap-answers', 'controls'].includes(register) ? id === 'A.5.18' : register === 'evidence' && own.has(id);
  const expected = findings.filter(({ clause, records }: any) => clause === 'A.5.18' || records.some(concerns)).map(({ rule }: any) => rule);
  expect(expected.length).toBeGreaterThan(0);
  expect(page.findings.map(({ rule }: any) => rule)).toEqual(expected);
  expect(page.findings.every(({ clause, records }: any) => clause === 'A.5.18' || records.every(concerns))).toBe(true);
  expect((await send('manager', 'GET', '/controls/A.9.99')).status).toBe(404);
});
