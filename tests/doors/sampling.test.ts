import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApplication, type Inside, type TestApplication } from '../support/application.ts';

/** Samples over HTTP: from the population to what it allows to say, and drawn again by somebody else. */
let application: TestApplication;
let slug: string;
let owner: Inside;
const keys: Record<string, string> = {};
const send = (who: string, method: string, path: string, body?: unknown) =>
  application.send(method, `/api/organisations/${slug}${path}`, { key: keys[who]!, ...(body === undefined ? {} : { body }) });

beforeAll(async () => {
  application = await startApplication({}, () => new Date('2026-11-24T09:00:00Z'));
  slug = await application.organisation('Fjordlicht Software GmbH');
  owner = application.inside(slug);
  for (const name of ['Ada Berg', 'Tom Vik']) await owner.post('/people', { name });
  for (let number = 1; number <= 40; number++)
    await owner.post('/changes', {
      title: `Change ${number}`,
      kind: number % 10 === 0 ? 'emergency' : 'standard',
      implementedOn: `2026-${number <= 20 ? '03' : '09'}-${String((number % 20) + 1).padStart(2, '0')}`,
    });
  keys['auditor'] = await application.key(slug, 'internal-auditor', { person: 'P-2' });
  keys['reader'] = await application.key(slug, 'top-management');
});
afterAll(() => application?.stop());

const wanted = {
  kind: 'changes',
  from: '2026-01-01',
  to: '2026-12-31',
  stratifiedBy: 'kind',
  size: { rule: 'fixed', size: 8 },
};

describe('a sample', () => {
  let sample: any;

  it('is shown before it is drawn: where the population comes from, how many, of which group', async () => {
    const { status, body } = await send('auditor', 'POST', '/samples/preview', wanted);
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body).toMatchObject({ count: 40, drawn: 8, undated: 0, sizeInWords: '8 of 40, as many as was asked for.' });
    expect(body.strata).toEqual([
      { stratum: 'emergency', count: 4, drawn: 1 },
      { stratum: 'standard', count: 36, drawn: 7 },
    ]);
    expect(body.provenance).toBe(
      'Changes of systems that were carried out, carried out from 1 Jan 2026 until 31 Dec 2026, all that the register of this organisation held on 24 Nov 2026.',
    );
    expect((await send('auditor', 'GET', '/samples')).body.items).toEqual([]);
  });

  it('is drawn by an auditor, and is what anybody draws with the seed and the file', async () => {
    const { status, body } = await send('auditor', 'POST', '/samples', {
      title: 'Approval of changes',
      subjects: ['A.8.32'],
      ...wanted,
      seed: '2026-audit',
    });
    expect(status, JSON.stringify(body)).toBe(201);
    sample = body.record;
    expect(sample).toMatchObject({
      id: 'SMP-1',
      count: 40,
      seed: '2026-audit',
      drawnBy: 'internal-auditor key',
      state: 'open',
      counts: { all: 8, open: 8 },
    });
    const file = await fetch(`${application.url}/api/organisations/${slug}/attachments/${sample.population.sha256}`, {
      headers: { authorization: `Bearer ${keys['reader']}` },
    }).then((answer) => answer.text());
    expect(createHash('sha256').update(file).digest('hex')).toBe(sample.sha256);
    const rows = file
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
    const lots = rows
      .filter(([, , stratum]) => stratum === 'standard')
      .map(([key]) => ({ key, lot: createHash('sha256').update(`2026-audit\n${key}`).digest('hex') }))
      .toSorted((a, b) => (a.lot < b.lot ? -1 : 1));
    expect(sample.items.filter(({ stratum }: any) => stratum === 'standard').map(({ key }: any) => key)).toEqual(
      lots.slice(0, 7).map(({ key }) => key),
    );
  });

  it('takes what was seen, with a note where it deviates', async () => {
    const [first, second] = sample.items;
    const silent = await send('auditor', 'POST', '/samples/SMP-1/results', { items: [{ key: first.key, result: 'deviates', note: '' }] });
    expect([silent.status, silent.body.detail]).toEqual([400, `${first.key}: say what deviates.`]);
    expect((await send('auditor', 'POST', '/samples/SMP-1/results', { items: [{ key: 'CHG-99', result: 'conforms', note: '' }] })).status).toBe(404);
    const { body } = await send('auditor', 'POST', '/samples/SMP-1/results', {
      items: [
        { key: first.key, result: 'deviates', note: 'Nobody approved it.' },
        { key: second.key, result: 'conforms', note: '' },
      ],
    });
    expect(body.record.counts).toMatchObject({ conforms: 1, deviates: 1, open: 6 });
    expect(body.record.items[0]).toMatchObject({ checkedBy: 'internal-auditor key', checkedAt: '2026-11-24T09:00:00.000Z' });
  });

  it('replaces what cannot be looked at by the next of its group, but never what was seen to deviate', async () => {
    const seen = await send('auditor', 'POST', '/samples/SMP-1/replace', { key: sample.items[0].key, reason: 'I do not like it' });
    expect([seen.status, seen.body.detail]).toEqual([
      422,
      `${sample.items[0].key} has been looked at: what was seen does not go away by drawing another.`,
    ]);
    const { key, stratum } = sample.items[3];
    const { body } = await send('auditor', 'POST', '/samples/SMP-1/replace', { key, reason: 'The ticket system was down that day.' });
    const added = body.record.items.at(-1);
    expect(added).toMatchObject({ stratum, rank: 8, result: 'open' });
    expect(sample.items.map((each: any) => each.key)).not.toContain(added.key);
    expect(body.record.replacements).toMatchObject([{ key, replacedBy: added.key, reason: 'The ticket system was down that day.' }]);
    expect(body.record.counts).toMatchObject({ all: 8, replaced: 1 });
    expect((await send('auditor', 'POST', '/samples/SMP-1/replace', { key, reason: 'Again' })).status).toBe(422);
  });

  it('is drawn again to see whether it is right, and tells what has changed since', async () => {
    const before = await send('reader', 'GET', '/samples/SMP-1/verify');
    expect(before.body).toMatchObject({ ok: true, added: [], missing: [], changed: [] });
    expect(before.body.checks.map(({ what, ok }: any) => [what, ok])).toEqual([
      ['file', true],
      ['draw', true],
      ['replacements', true],
      ['records', true],
    ]);
    await owner.post('/changes', { title: 'Entered late', kind: 'standard', implementedOn: '2026-05-05' });
    await owner.delete('/changes/CHG-7');
    await owner.patch('/changes/CHG-8', { title: 'Renamed' });
    const after = await send('reader', 'GET', '/samples/SMP-1/verify');
    expect(after.body).toMatchObject({ ok: true, added: ['CHG-41'], missing: ['CHG-7'], changed: ['CHG-8'] });
  });

  it('notices when its population is another file than the one drawn from', async () => {
    const at = join(application.data, 'files');
    const { execFileSync } = await import('node:child_process');
    const path = execFileSync('find', [at, '-name', sample.sha256], { encoding: 'utf8' }).trim();
    const content = execFileSync('cat', [path], { encoding: 'utf8' });
    writeFileSync(path, content.replace('CHG-12,', 'CHG-13x,'));
    const { body } = await send('reader', 'GET', '/samples/SMP-1/verify');
    expect([body.ok, body.checks[0].ok]).toEqual([false, false]);
    writeFileSync(path, content);
    expect((await send('reader', 'GET', '/samples/SMP-1/verify')).body.ok).toBe(true);
  });

  it('is closed when all was looked at, and then stays as it is', async () => {
    expect((await send('auditor', 'POST', '/samples/SMP-1/close')).body.detail).toBe('6 of 8 items have not been looked at.');
    const { items, replacements } = (await send('auditor', 'GET', '/samples/SMP-1')).body;
    const open = items.filter(({ key, result }: any) => result === 'open' && key !== replacements[0].key);
    await send('auditor', 'POST', '/samples/SMP-1/results', { items: open.map(({ key }: any) => ({ key, result: 'conforms', note: '' })) });
    const { body } = await send('auditor', 'POST', '/samples/SMP-1/close');
    expect(body.record).toMatchObject({ state: 'closed', closedOn: '2026-11-24' });
    expect(body.record.conclusion).toMatch(/^1 of 8 deviates \(12\.5% of the sample\)/);
    expect((await send('auditor', 'POST', '/samples/SMP-1/results', { items: [{ key: open[0].key, result: 'open', note: '' }] })).status).toBe(422);
    const table = await fetch(`${application.url}/api/organisations/${slug}/samples/SMP-1/export`, {
      headers: { authorization: `Bearer ${keys['reader']}` },
    });
    expect((await table.text()).split('\r\n')).toHaveLength(11);
  });
});

describe('a list that somebody brings', () => {
  const list = {
    origin: 'Ticket system, all releases of 2026',
    text: 'Ticket;Title;Team\nT-1;One;A\nT-2;Two;A\nT-3;=Three;B\n',
    key: 'Ticket',
    label: 'Title',
  };
  const brought = { kind: 'list', size: { rule: 'fixed', size: 2 }, stratifiedBy: 'Team', list };

  it('is read with its columns, and divided by one of them', async () => {
    const { body } = await send('auditor', 'POST', '/samples/preview', brought);
    expect(body).toMatchObject({ count: 3, drawn: 2, columns: ['Ticket', 'Title', 'Team'] });
    expect(body.items[2]).toEqual({ key: 'T-3', label: '=Three', stratum: 'B' });
    const { status, body: drawn } = await send('auditor', 'POST', '/samples', { title: 'Releases', ...brought });
    expect(status).toBe(201);
    expect(drawn.record.provenance).toMatch(/^Ticket system, all releases of 2026 \(pasted, 3 rows, brought by /);
    expect(drawn.record.seed).toMatch(/^[0-9a-f]{16}$/);
    const { body: again } = await send('reader', 'GET', `/samples/${drawn.record.id}/verify`);
    expect([again.ok, again.checks[3].ok]).toEqual([true, null]);
  });

  it('is refused where rows cannot be told apart, without a provenance, or when it is empty', async () => {
    const twice = await send('auditor', 'POST', '/samples', { title: 'Releases', ...brought, list: { ...list, key: 'Team' } });
    expect([twice.status, twice.body.fields[0]]).toEqual([400, { field: 'row 3', message: 'A stands in row 2 already.' }]);
    expect((await send('auditor', 'POST', '/samples', { title: 'Releases', ...brought, list: { ...list, origin: '' } })).body.detail).toBe(
      'Say where the list comes from.',
    );
    expect((await send('auditor', 'POST', '/samples', { title: 'Releases', ...brought, list: { ...list, key: 'Nothing' } })).status).toBe(400);
    const none = await send('auditor', 'POST', '/samples', { title: 'None', ...wanted, from: '2020-01-01', to: '2020-12-31' });
    expect([none.status, none.body.detail]).toEqual([422, 'The population is empty: nothing can be drawn from it.']);
  });

  it('may be one item a line', async () => {
    const { body } = await send('auditor', 'POST', '/samples/preview', {
      ...brought,
      stratifiedBy: '',
      list: { origin: 'Visitors', text: 'Ann\nBo\nCy\n' },
    });
    expect(body).toMatchObject({ count: 3, columns: ['Column 1'], items: [{ key: 'Ann' }, { key: 'Bo' }, { key: 'Cy' }] });
  });
});

it('lists everything that can be drawn from, with how many there are', async () => {
  const { items } = await owner.get('/samples/populations');
  expect(items).toHaveLength(19);
  expect(items.find(({ kind }: any) => kind === 'people')).toMatchObject({ count: 2, dated: null });
  for (const { kind, strata } of items) {
    if (kind === 'list') continue;
    for (const each of ['', ...strata.map(({ field }: any) => field)]) {
      const { status } = await send('auditor', 'POST', '/samples/preview', { kind, from: '2026-01-01', stratifiedBy: each });
      expect(status, `${kind} by ${each}`).toBe(200);
    }
  }
  const unknown = await send('auditor', 'POST', '/samples/preview', { kind: 'people', stratifiedBy: 'colour' });
  expect([unknown.status, unknown.body.fields[0].message]).toEqual([400, 'Use team, employment.']);
});
