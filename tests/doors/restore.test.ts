import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFiles } from '../../src/doors/directory.ts';
import { openSample } from '../../src/doors/sample.ts';
import { freezing } from '../../src/isms/frozen.ts';
import { fromYaml, toYaml } from '../../src/platform/yaml.ts';
import { startApplication, type TestApplication } from '../support/application.ts';

/** The management system as files, back into an organisation that has signed, attested and closed in the meantime. */
let application: TestApplication;
let exported: Record<string, string>;
const sample = fileURLToPath(new URL('../../sample', import.meta.url));
const put = (slug: string, files: Record<string, string>) => application.send('PUT', `/api/organisations/${slug}/files`, { body: { files } });
const head = async () => (await application.inside('sample').get('/ledger?limit=1')).total;
const altered = (name: string, change: (records: any[]) => unknown) => {
  const records = fromYaml(exported[name]!) as any[];
  change(records);
  return { ...exported, [name]: toYaml(records) };
};

beforeAll(async () => {
  application = await startApplication({}, () => new Date('2026-11-24T09:00:00Z'));
  await openSample(application);
  const owner = application.inside('sample');
  const { record } = await owner.post('/evidence', { title: 'Minutes', subjects: ['A.5.1'], note: 'Read aloud.', validFrom: '2026-11-20' });
  await owner.post(`/evidence/${record.id}/attest`);
  exported = (await owner.get('/files')).files;
});
afterAll(() => application?.stop());

describe('files that are brought back', () => {
  it('unchanged change nothing', async () => {
    const before = await head();
    expect((await put('sample', exported)).body).toMatchObject({ created: 0, changed: 0, archived: 0 });
    expect(await head()).toBe(before);
  });

  it('change what is not frozen', async () => {
    const files = altered('risks.yaml', (records) => (records[0].threat = 'Something else happens'));
    expect((await put('sample', files)).body).toMatchObject({ created: 0, changed: 1, archived: 0 });
    expect((await put('sample', exported)).body).toMatchObject({ changed: 1 });
  });

  // A field in which a wrong word would be worth something, for each register in which records freeze.
  it.each([
    ['evidence', 'note', (each: any) => each.attestedAt],
    ['acceptances', 'decidedByName', (each: any) => each.status === 'accepted'],
    ['soa-versions', 'note', (each: any) => each.status === 'approved'],
    ['risk-methods', 'title', (each: any) => each.status === 'in-force'],
    ['acknowledgements', 'meaning', () => true],
    ['training-results', 'title', () => true],
    ['populations', 'origin', () => true],
    ['access-reviews', 'note', (each: any) => each.status === 'closed'],
    ['access-decisions', 'reason', (each: any) => each.decidedAt],
    ['incident-entries', 'text', () => true],
    ['duty-records', 'note', () => true],
    ['collection-runs', 'hash', (each: any) => each.status === 'done'],
  ])('%s: %s of what is frozen is not altered, and the record is not left out', async (register, field, isFrozen) => {
    expect(freezing.has(register)).toBe(true);
    const before = await head();
    let id = '';
    const changed = await put(
      'sample',
      altered(`${register}.yaml`, (records) => {
        const record = records.find(isFrozen);
        id = record.id;
        record[field] = 'Another word';
      }),
    );
    expect([changed.status, changed.body.detail]).toEqual([422, `${register}, ${id}, ${field}: It is frozen; the files have something else.`]);
    expect(changed.body.remedy).toContain('Nothing has been changed.');
    const without = await put(
      'sample',
      altered(`${register}.yaml`, (records) => records.splice(records.findIndex(isFrozen), 1)),
    );
    // Others may name it, which is told first.
    expect([400, 422]).toContain(without.status);
    expect(await head()).toBe(before);
  });

  it('do not alter the text of an approved version, nor archive it', async () => {
    const path = Object.keys(exported).find(
      (name) => name.startsWith('document-versions/') && /^status: (effective|approved)$/m.test(exported[name]!),
    )!;
    const { status, body } = await put('sample', { ...exported, [path]: `${exported[path]!}\n\nAnd everybody may do anything.\n` });
    expect([status, body.detail]).toEqual([422, `document-versions, ${path.slice(18, -3)}, body: It is frozen; the files have something else.`]);
    const gone = await put('sample', { ...exported, [path]: exported[path]!.replace(/^---\n/, "---\narchivedAt: '2026-11-24T08:00:00.000Z'\n") });
    expect([gone.status, gone.body.detail]).toEqual([422, `document-versions, ${path.slice(18, -3)}: It is frozen and does not stand in the files.`]);
  });

  it('come into a new organisation as they are, signatures included', async () => {
    const slug = await application.organisation('Copy');
    const { status, body } = await put(slug, readFiles(sample));
    expect([status, body.archived], JSON.stringify(body).slice(0, 500)).toEqual([200, 0]);
    expect((await put(slug, readFiles(sample))).body).toMatchObject({ created: 0, changed: 0, archived: 0 });
  });
});
