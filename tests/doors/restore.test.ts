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
    ['audit-notes', 'interview', (each: any) => each.audit === 'AUD-1'],
    ['audit-findings', 'observed', (each: any) => each.audit === 'AUD-1'],
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

  it('sign nothing: what is open here, or has never been here, does not come signed', async () => {
    const before = await head();
    const owner = application.inside('sample');
    const { record } = await owner.post('/evidence', {
      title: 'Nobody has vouched for this',
      subjects: ['A.5.1'],
      note: 'A note.',
      validFrom: '2026-11-20',
    });
    const files = (await owner.get('/files')).files as Record<string, string>;
    const evidence = fromYaml(files['evidence.yaml']!) as any[];
    const signed = evidence.find((each) => each.attestedAt);
    const forged = evidence.map((each) => (each.id === record.id ? { ...each, attestedAt: signed.attestedAt, attestedByName: 'Carla Voss' } : each));
    const here = await put('sample', { ...files, 'evidence.yaml': toYaml(forged) });
    expect([here.status, here.body.detail]).toEqual([422, `evidence, ${record.id}: In the files it is signed or closed; here it is not.`]);
    expect(here.body.remedy).toContain('import it into a new organisation');
    const made = await put('sample', { ...files, 'evidence.yaml': toYaml([...evidence, { ...signed, id: 'EV-9999' }]) });
    expect([made.status, made.body.detail]).toEqual([422, 'evidence, EV-9999: In the files it is signed or closed; here it has never been.']);
    await owner.post(`/undo/${(await owner.get('/ledger?limit=1')).items[0].request}`);
    expect(await head()).toBeGreaterThan(before);
  });

  it('come into a new organisation only where what was signed still has its hash', async () => {
    const slug = await application.organisation('Forged');
    const files = readFiles(sample);
    const version = Object.keys(files).find((name) => name.startsWith('document-texts/'))!;
    const id = version.slice('document-texts/'.length, -3);
    const altered = await put(slug, { ...files, [version]: `${files[version]!} Not.` });
    expect([altered.status, altered.body.detail]).toEqual([400, `document-versions, ${id}: It is not what was signed: its hash does not fit.`]);
    const evidence = fromYaml(files['evidence.yaml']!) as any[];
    const signed = evidence.find((each) => each.attestedAt);
    for (const change of [{ title: 'Something else' }, { attestedHash: '' }]) {
      const list = evidence.map((each) => (each.id === signed.id ? { ...each, ...change } : each));
      expect((await put(slug, { ...files, 'evidence.yaml': toYaml(list) })).body.detail).toBe(
        `evidence, ${signed.id}: It is not what was signed: its hash does not fit.`,
      );
    }
    expect((await application.inside(slug).get('/risks')).total).toBe(0);
  });

  it('with a field that nobody knows are refused, with file, record and field', async () => {
    const before = await head();
    const { status, body } = await put(
      'sample',
      altered('risks.yaml', (records) => {
        records[0].treat = 'A typing error';
        records[1].current = { ...records[1].current, likelyhood: 3 };
      }),
    );
    expect(status).toBe(400);
    const said = body.fields.filter(({ message }: any) => message === 'There is no such field. Correct its name, or take it out.');
    expect(said.map(({ field }: any) => field)).toContain('risks.yaml, R-1, treat');
    expect(body.remedy).toBe('Correct the places named; nothing has been changed.');
    expect(await head()).toBe(before);
  });
});
