import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startApplication, type Inside, type TestApplication } from '../support/application.ts';
import { riskTemplate, text, workbook, type Cell } from '../support/spreadsheets.ts';

let application: TestApplication;
let inside: Inside;
let slug: string;
beforeAll(async () => {
  application = await startApplication();
});
beforeEach(async () => {
  slug = await application.organisation(`Import ${Math.random().toString(36).slice(2, 8)}`);
  inside = application.inside(slug);
  const { record } = await inside.post('/risk-methods', {});
  await inside.post(`/risk-methods/${record.id}/in-force`);
});
afterAll(() => application?.stop());

const preview = (name: string, content: string, options: object = {}, target = 'risks') =>
  inside.post('/import/preview', { target, name, content, options });
const run = (name: string, content: string, options: object = {}, target = 'risks') => inside.post('/import', { target, name, content, options });
const risks = async () => (await inside.get('/risks?limit=500')).items as Record<string, any>[];

describe('the template, filled', () => {
  it('is understood without a question, and imported as it stands', async () => {
    const content = await workbook(riskTemplate);
    const seen = await preview('register.xlsx', content);
    expect(seen.problems.filter(({ severity }: { severity: string }) => severity === 'error')).toEqual([]);
    expect(seen.ready).toBe(true);
    expect(Object.fromEntries(seen.columns.map(({ header, field }: { header: string; field: string | null }) => [header, field]))).toMatchObject({
      ref_id: 'externalReference',
      name: 'title',
      description: 'description',
      inherent_proba: 'inherentLikelihood',
      inherent_impact: 'inherentImpact',
      current_proba: 'currentLikelihood',
      current_impact: 'currentImpact',
      residual_proba: 'residualLikelihood',
      residual_impact: 'residualImpact',
      treatment: 'treatment',
      assets: 'assets',
    });
    const { counts } = await run('register.xlsx', content);
    expect(counts).toMatchObject({ create: 4, update: 0, skip: 0 });
    const [first, second, third] = await risks();
    expect(first).toMatchObject({
      externalReference: 'R01',
      title: 'Customer data readable by the wrong tenant',
      inherentLikelihood: 4,
      inherentImpact: 4,
      currentLikelihood: 3,
      currentImpact: 4,
      residualLikelihood: 2,
      residualImpact: 4,
      treatment: 'mitigate',
    });
    expect(first!['controls']).toEqual(expect.arrayContaining(['A.8.29']));
    expect(second).toMatchObject({ inherentLikelihood: 5, inherentImpact: 4 });
    expect(third).toMatchObject({ treatment: 'accept', residualLikelihood: null, residualImpact: null });
    expect((await inside.get('/assets')).items.map(({ name }: { name: string }) => name).toSorted()).toEqual([
      'Customer database',
      'Laptops',
      'Web application',
    ]);
  });

  it('twice changes nothing the second time', async () => {
    const content = await workbook(riskTemplate);
    await run('register.xlsx', content);
    expect((await preview('register.xlsx', content)).counts).toEqual({ create: 0, update: 0, unchanged: 4, skip: 0 });
  });

  it('is undone as one step', async () => {
    const { request } = await run('register.xlsx', await workbook(riskTemplate));
    expect(await risks()).toHaveLength(4);
    await inside.post(`/undo/${request}`);
    expect(await risks()).toHaveLength(0);
    expect((await inside.get('/assets')).total).toBe(0);
  });
});

describe('registers in other shapes', () => {
  it('German headers, semicolons, the encoding of an older spreadsheet', async () => {
    const content = text(
      'Nr.;Risiko;Beschreibung;Eintrittswahrscheinlichkeit;Schadensausmaß;Risikoeigentümer;Behandlung\r\n1;Verlust eines Schlüssels;"Ein Büroschlüssel geht verloren;\r\nniemand merkt es";wahrscheinlich;hoch;Jürgen Größ;vermindern\r\n2;Überspannung;;selten;gering;Jürgen Größ;akzeptieren\r\n',
      'latin1',
    );
    const seen = await preview('risiken.csv', content);
    expect(seen.delimiter).toBe(';');
    expect(seen.encoding).toMatch(/1252|8859/);
    expect(seen.problems.filter(({ severity }: { severity: string }) => severity === 'error')).toEqual([]);
    await run('risiken.csv', content);
    const [first, second] = await risks();
    expect(first).toMatchObject({
      title: 'Verlust eines Schlüssels',
      description: 'Ein Büroschlüssel geht verloren;\nniemand merkt es',
      currentLikelihood: 4,
      currentImpact: 4,
      treatment: 'mitigate',
    });
    expect(second).toMatchObject({ title: 'Überspannung', currentLikelihood: 1, currentImpact: 2, treatment: 'accept' });
    expect((await inside.get('/people')).items.map(({ name }: { name: string }) => name)).toEqual(['Jürgen Größ']);
  });

  it('French headers with tabs in UTF-16, as a spreadsheet writes "Unicode text"', async () => {
    const content = text(
      'Réf.\tRisque\tVraisemblance\tGravité\tPropriétaire\r\nA\tFuite de données\tvraisemblable\tcritique\tZoé Hébert\r\n',
      'utf16le',
    );
    const seen = await preview('risques.txt', content);
    expect([seen.delimiter, seen.ready]).toEqual(['\t', true]);
    await run('risques.txt', content);
    expect(await risks()).toMatchObject([{ title: 'Fuite de données', currentLikelihood: 3, currentImpact: 5 }]);
  });

  it('merged cells, titles above the header, a cover sheet', async () => {
    const rows: Cell[][] = [
      [{ value: 'Risk register of the operations team', span: 5 }, null, null, null, null],
      ['Status: March', null, null, null, null],
      [null, null, null, null, null],
      ['Category', 'Risk', 'Likelihood', 'Impact', 'Owner'],
      [{ value: 'Physical', rowSpan: 2 }, 'Burst pipe above the server room', 2, 4, { value: 'Ada Berg', rowSpan: 2 }],
      [null, 'Tailgating at the rear entrance', 4, 2, null],
    ];
    const content = await workbook([['Read me'], ['This workbook holds the register.']], [{ sheet: 'Register', rows }], 'Cover');
    const seen = await preview('merged.xlsx', content);
    expect([seen.sheet, seen.headerRow]).toEqual(['Register', 4]);
    await run('merged.xlsx', content);
    const found = await risks();
    expect(found).toMatchObject([
      { title: 'Burst pipe above the server room', category: 'physical', currentLikelihood: 2, currentImpact: 4 },
      { title: 'Tailgating at the rear entrance', category: 'physical', currentLikelihood: 4, currentImpact: 2 },
    ]);
    expect(found[1]!['owner']).toBe(found[0]!['owner']);
  });

  it('scores as formulas are passed by: the method works them out', async () => {
    const content = await workbook([
      ['Risk', 'Likelihood', 'Impact', 'Score'],
      ['Power fails', 3, 5, { value: 15, formula: '=B2*C2' }],
    ]);
    const seen = await preview('formulas.xlsx', content);
    expect(seen.problems.filter(({ severity }: { severity: string }) => severity === 'error')).toEqual([]);
    await run('formulas.xlsx', content);
    expect(await risks()).toMatchObject([{ title: 'Power fails', currentLikelihood: 3, currentImpact: 5 }]);
  });

  it('words as people write them', async () => {
    const words: [string, number | null][] = [
      ['Likely', 4],
      ['4 - probable', 4],
      ['4', 4],
      ['LIKELY ', 4],
      ['Very likely', 5],
      ['--', null],
      ['n/a', null],
      ['', null],
      ['almost certain', 5],
      ['Rare', 1],
    ];
    const content = text(['Risk,Likelihood,Impact', ...words.map(([word], index) => `Case ${index},"${word}",3`)].join('\n'));
    await run('words.csv', content);
    expect((await risks()).map(({ currentLikelihood }) => currentLikelihood)).toEqual(words.map(([, level]) => level));
  });
});

describe('what is wrong', () => {
  const broken = text(
    'Risk,Likelihood,Impact,Next review\nGood one,Likely,High,2027-03-01\nBad word,sometimes maybe,High,\n,Likely,High,\nBad date,Likely,High,31.02.2027\nToo high,9,High,\n',
  );

  it('is shown with row and column, every problem at once', async () => {
    const { problems, ready } = await preview('broken.csv', broken);
    expect(ready).toBe(false);
    const errors = problems
      .filter(({ severity }: { severity: string }) => severity === 'error')
      .map(({ row, column }: { row: number; column: string }) => `${row} ${column}`);
    expect(errors).toEqual(expect.arrayContaining(['3 Likelihood', '4 Risk', '5 Next review', '6 Likelihood']));
    expect(errors.filter((each: string) => each.startsWith('2 '))).toEqual([]);
    for (const { message } of problems) expect(message).toMatch(/\.$/);
  });

  it('imports nothing at all', async () => {
    const head = (await inside.get('/ledger?limit=1')).items[0].sequence;
    await expect(run('broken.csv', broken)).rejects.toThrow('400');
    expect(await risks()).toHaveLength(0);
    expect((await inside.get('/ledger?limit=1')).items[0].sequence).toBe(head);
  });

  it('is put right by saying what a word means', async () => {
    const content = text('Risk,Likelihood,Impact\nOne,sometimes maybe,High\n');
    const { words, choices } = await preview('words.csv', content);
    expect(words).toContainEqual(expect.objectContaining({ field: 'currentLikelihood', word: 'sometimes maybe', value: null }));
    expect(choices.currentLikelihood).toHaveLength(5);
    await run('words.csv', content, { words: { currentLikelihood: { 'sometimes maybe': '3' } } });
    expect(await risks()).toMatchObject([{ currentLikelihood: 3 }]);
  });

  it('is put right by saying which column is which', async () => {
    const content = text('Alpha,Beta,Gamma\nFire,3,4\n');
    expect((await preview('odd.csv', content)).ready).toBe(false);
    await run('odd.csv', content, { columns: { 1: 'title', 2: 'currentLikelihood', 3: 'currentImpact' } });
    expect(await risks()).toMatchObject([{ title: 'Fire', currentLikelihood: 3, currentImpact: 4 }]);
  });

  it.each([
    ['an empty file', ''],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]).toString('base64')],
    ['a broken workbook', Buffer.from('PK\u0003\u0004nonsense').toString('base64')],
    ['only a header', text('Risk,Likelihood\n')],
  ])('%s is refused in plain words', async (_case, content) => {
    const reply = await application.send('POST', `/api/organisations/${slug}/import`, {
      body: { target: 'risks', name: 'file.xlsx', content, options: {} },
    });
    expect([reply.status, reply.body.code]).toEqual([400, 'invalid-input']);
    expect(reply.body.detail).toMatch(/\.$/);
  });

  it.each([
    ['a bomb', () => zipSync({ 'xl/workbook.xml': strToU8('<workbook/>'), 'xl/worksheets/sheet1.xml': Buffer.alloc(8 * 1024 ** 2, 32) }), 'ZIP bomb'],
    [
      'one that defines entities',
      () => zipSync({ 'xl/workbook.xml': strToU8('<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><workbook/>') }),
      'document type',
    ],
    ['one that is damaged', () => zipSync({ 'xl/workbook.xml': strToU8('<workbook') }), 'damaged'],
    ['a ZIP of something else', () => zipSync({ 'a.xml': strToU8('<a/>') }), 'no workbook'],
  ])('a workbook that is %s is refused in words, and the server goes on', async (_which, made, said) => {
    const before = process.memoryUsage.rss();
    const { status, body } = await application.send('POST', `/api/organisations/${slug}/import/preview`, {
      body: { target: 'risks', name: 'risks.xlsx', content: Buffer.from(made()).toString('base64') },
    });
    expect([status, body.detail, body.remedy]).toEqual([
      400,
      expect.stringContaining(said),
      expect.stringContaining('Save it as XLSX or CSV again.'),
    ]);
    expect(process.memoryUsage.rss() - before).toBeLessThan(600 * 1024 ** 2);
    expect((await application.inside(slug).get('/risks')).total).toBeGreaterThanOrEqual(0);
  });

  it('duplicates in the file are told', async () => {
    const { problems } = await preview('twice.csv', text('Ref,Risk,Likelihood,Impact\nR1,Fire,3,4\nR1,Flood,2,2\n'));
    expect(problems.some(({ row, message }: { row: number; message: string }) => row === 3 && message === 'The same stands in row 2.')).toBe(true);
  });
});

describe('what is there already', () => {
  it('is updated, skipped or doubled, as chosen', async () => {
    await run('one.csv', text('Ref,Risk,Likelihood,Impact\nR1,Fire,3,4\nR2,Flood,1,1\n'));
    const changed = text('Ref,Risk,Likelihood,Impact\nR1,Fire,5,4\nR2,Flood,1,1\n');
    expect((await preview('one.csv', changed)).counts).toEqual({ create: 0, update: 1, unchanged: 1, skip: 0 });
    expect((await preview('one.csv', changed, { duplicates: 'skip' })).counts).toMatchObject({ create: 0, update: 0, skip: 2 });
    expect((await preview('one.csv', changed, { duplicates: 'create' })).counts).toMatchObject({ create: 2 });
    await run('one.csv', changed);
    expect(await risks()).toMatchObject([{ title: 'Fire', currentLikelihood: 5 }, { title: 'Flood' }]);
  });
});

describe('assets and gap answers', () => {
  it('assets', async () => {
    const content = await workbook([
      ['ref_id', 'name', 'description', 'owner', 'classification'],
      ['X.01', 'Customer database', 'All customers', 'Ada Berg', 'Confidential'],
      ['X.02', 'Laptops', '', 'Bo Lund', 'internal'],
    ]);
    await run('assets.xlsx', content, {}, 'assets');
    expect((await inside.get('/assets')).items).toMatchObject([
      { name: 'Customer database', externalReference: 'X.01', classification: 'confidential' },
      { name: 'Laptops', classification: 'internal' },
    ]);
  });

  it('gap answers', async () => {
    const content = text(
      'Control,Status,Comment\nA.5.1,implemented,Policy approved\n5.15,Partially implemented,No reviews\nA.8.34,not applicable,\n',
    );
    const seen = await preview('gap.csv', content, {}, 'gap');
    expect(seen.problems.filter(({ severity }: { severity: string }) => severity === 'error')).toEqual([]);
    await run('gap.csv', content, {}, 'gap');
    const { items } = await inside.get('/gap');
    const of = (subject: string) => items.find((each: { id: string }) => each.id === subject);
    expect(of('A.5.1')).toMatchObject({ observation: 'Policy approved' });
    expect(of('A.5.15')).toMatchObject({ observation: 'No reviews' });
    expect(new Set([of('A.5.1').status, of('A.5.15').status, of('A.8.34').status]).size).toBe(3);
  });
});
