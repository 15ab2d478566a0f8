import { createHash } from 'node:crypto';
import { strFromU8, unzipSync } from 'fflate';
import { extractText } from 'unpdf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApplication, type Inside, type TestApplication } from '../support/application.ts';

let application: TestApplication;
let slug: string;
let owner: Inside;
let manager: Inside;
let lead: Inside;
let second: Inside;
let leadKey: string;
const subjects = ['A.5.1', 'A.8.13', '9.2.2-a', 'A.5.24'];
const day = '2026-10-05';
const clock = () => new Date(`${day}T08:00:00Z`);

beforeAll(async () => {
  application = await startApplication({}, clock);
  slug = await application.organisation('Fjordlicht Software GmbH');
  owner = application.inside(slug);
  for (const name of ['Mara Manager', 'Lena Lead', 'Sam Second', 'Otto Owner']) await owner.post('/people', { name });
  await owner.post('/isms-roles', { name: 'ISMS manager', kind: 'isms-manager', holders: ['P-1'] });
  await owner.patch('/gap/A.8.13', { owner: 'P-3', status: 'implemented' });
  await owner.patch('/gap/A.5.1', { owner: 'P-4' });
  manager = application.inside(slug, await application.key(slug, 'isms-manager', { person: 'P-1' }));
  leadKey = await application.key(slug, 'internal-auditor', { person: 'P-2' });
  lead = application.inside(slug, leadKey);
  second = application.inside(slug, await application.key(slug, 'internal-auditor', { person: 'P-3' }));
  await manager.post('/audit-programmes', { title: 'Programme', from: '2026-01-01', to: '2028-12-31' });
});
afterAll(() => application?.stop());

const refused = async (method: string, path: string, body: object, key: string) => {
  const reply = await application.send(method, `/api/organisations/${slug}${path}`, { key, body });
  expect(reply.status, JSON.stringify(reply.body)).toBeGreaterThanOrEqual(400);
  return reply.body as { code: string; detail: string; remedy: string; fields: { field: string; message: string }[] };
};

describe('an internal audit', () => {
  it('is planned from the gaps of the programme', async () => {
    const before = await manager.get('/audit-coverage');
    expect(before.counts).toMatchObject({ covered: 0, planned: 0, gap: before.counts.all });
    const { record, added } = await manager.post('/audit-programmes/AP-1/gaps', { title: 'First audit', subjects });
    expect([record.id, added]).toEqual(['AUD-1', 4]);
    expect((await manager.get('/audit-coverage')).counts).toMatchObject({ planned: 4, gap: before.counts.all - 4 });
    await manager.patch('/internal-audits/AUD-1', {
      leadAuditor: 'P-2',
      auditors: ['P-3'],
      plannedFrom: '2026-10-05',
      plannedTo: '2026-10-07',
      scope: 'All of it',
      criteria: 'ISO/IEC 27001:2022',
    });
  });

  it('shows who may look at what', async () => {
    const { auditors, nobody } = await manager.get('/internal-audits/AUD-1/independence');
    expect(nobody).toEqual([]);
    expect(auditors).toMatchObject([
      { person: 'P-2', lead: true, barred: [] },
      { person: 'P-3', lead: false, barred: [{ subject: 'A.8.13', why: 'owns it', register: 'gap-answers', record: 'A.8.13' }] },
    ]);
  });

  it('refuses an auditor for what they own, says why and who could, and changes nothing', async () => {
    const key = await application.key(slug, 'isms-manager', { person: 'P-1' });
    const slot = { day, from: '09:00', to: '10:00', title: 'Backup', auditor: 'P-3', with: [] };
    const refusal = await refused('PUT', '/internal-audits/AUD-1/plan', { slots: [{ ...slot, subjects: ['A.5.1', 'A.8.13'] }] }, key);
    expect(refusal.code).toBe('not-possible');
    expect(refusal.detail).toContain('A.8.13 Information backup: owns it');
    expect(refusal.remedy).toContain('Lena Lead');
    expect((await manager.get('/internal-audits/AUD-1')).plan).toEqual([]);
    const { record } = await manager.put('/internal-audits/AUD-1/plan', { slots: [{ ...slot, subjects: ['A.5.1'], with: ['P-4'] }] });
    expect(record.plan).toMatchObject([{ id: 'S-1', subjects: ['A.5.1'], with: ['P-4'] }]);
  });

  it.each([
    ['outside its days', { day: '2026-10-09' }, 'after the audit ends'],
    ['with somebody who is no auditor of it', { auditor: 'P-4' }, 'Otto Owner is no auditor'],
    ['ending before it begins', { to: '08:00' }, 'ends before it begins'],
    ['about what it does not cover', { subjects: ['A.8.8'] }, 'A.8.8 is not covered'],
  ])('refuses a sitting %s', async (_what, fields, message) => {
    const slot = { day, from: '09:00', to: '10:00', subjects: ['A.5.1'], auditor: 'P-2', with: [], ...fields };
    expect((await refused('PUT', '/internal-audits/AUD-1/plan', { slots: [slot] }, application.machineKey)).detail).toContain(message);
  });

  it('proposes a plan that it accepts', async () => {
    const { slots, unplanned } = await manager.get('/internal-audits/AUD-1/plan/proposal');
    expect(unplanned).toEqual([]);
    expect(slots.flatMap((each: { subjects: string[] }) => each.subjects).toSorted()).toEqual(subjects.toSorted());
    const { record } = await manager.put('/internal-audits/AUD-1/plan', { slots });
    expect(record.plan.find((each: { subjects: string[] }) => each.subjects.includes('A.8.13')).auditor).toBe('P-2');
  });

  it('is written in by its auditors only, and not about what they own', async () => {
    const stranger = await application.key(slug, 'internal-auditor', { person: 'P-4' });
    expect((await refused('PATCH', '/internal-audits/AUD-1/subjects/A.5.1', { conclusion: 'conforms' }, stranger)).detail).toContain(
      'Only the auditors of AUD-1',
    );
    expect((await refused('PATCH', '/internal-audits/AUD-1/subjects/A.5.1', { conclusion: 'conforms' }, application.machineKey)).code).toBe(
      'not-permitted',
    );
    const own = await application.key(slug, 'internal-auditor', { person: 'P-3' });
    expect((await refused('PATCH', '/internal-audits/AUD-1/subjects/A.8.13', { conclusion: 'conforms' }, own)).remedy).toContain('Lena Lead');
    expect((await refused('POST', '/internal-audits/AUD-1/findings', { grade: 'minor', subjects: ['A.8.13'], title: 'Not tested' }, own)).code).toBe(
      'not-possible',
    );
    expect((await lead.get('/internal-audits/AUD-1')).status).toBe('planned');
  });

  it('is carried out subject by subject', async () => {
    const { questions, toSee, owner: answers } = await lead.get('/internal-audits/AUD-1/subjects/9.2.2-a');
    expect(answers).toBe('');
    expect(toSee.map(({ register, id }: { register: string; id: string }) => `${register} ${id}`)).toContain('audit-programmes AP-1');
    expect(questions.length).toBeGreaterThanOrEqual(3);
    await lead.patch('/internal-audits/AUD-1/subjects/A.8.13', { interview: 'Restores are not tested.', spokenWith: ['P-3'] });
    const { record } = await lead.patch('/internal-audits/AUD-1/subjects/A.8.13', { conclusion: 'deviates' });
    expect(record).toMatchObject({ interview: 'Restores are not tested.', conclusion: 'deviates', auditor: 'P-2' });
    await second.patch('/internal-audits/AUD-1/subjects/A.5.1', { conclusion: 'conforms' });
    expect(await lead.get('/internal-audits/AUD-1')).toMatchObject({ status: 'in-progress', startedOn: day, concluded: 2, all: 4 });
  });

  it('keeps what was seen with the hash of what it said', async () => {
    const path = '/internal-audits/AUD-1/subjects/A.8.13/seen';
    const { record } = await lead.post(path, { register: 'gap-answers', record: 'A.8.13' });
    expect(record.seen).toMatchObject([{ register: 'gap-answers', id: 'A.8.13', at: '2026-10-05T08:00:00.000Z' }]);
    expect(record.seen[0].sha256).toMatch(/^[0-9a-f]{64}$/);
    expect((await lead.get('/internal-audits/AUD-1/subjects/A.8.13')).seen).toMatchObject([{ now: 'same' }]);
    await lead.post(path, { register: 'gap-answers', record: 'A.8.13' });
    await owner.patch('/gap/A.8.13', { observation: 'Changed afterwards' });
    const { seen } = await lead.get('/internal-audits/AUD-1/subjects/A.8.13');
    expect(seen).toMatchObject([{ now: 'changed', sha256: record.seen[0].sha256 }]);
    expect((await refused('POST', path, { register: 'members', record: 'M-1' }, leadKey)).code).toBe('not-found');
    expect((await refused('POST', path, { register: 'evidence', record: 'EV-9' }, leadKey)).code).toBe('not-found');
  });

  it('is not signed while something stands open, nor by anybody but the lead auditor', async () => {
    const summary = 'The system works in what was looked at, except for backups.';
    expect((await refused('POST', '/internal-audits/AUD-1/report', { summary }, leadKey)).detail).toContain('no nonconformity says how: A.8.13');
    await lead.post('/internal-audits/AUD-1/findings', {
      grade: 'minor',
      subjects: ['A.8.13'],
      title: 'Restores are not tested',
      requirement: 'A.8.13',
      observed: 'No record of a restore test within a year.',
    });
    await second.post('/internal-audits/AUD-1/findings', { grade: 'opportunity', subjects: ['A.5.1'], title: 'One policy fewer' });
    await second.post('/internal-audits/AUD-1/findings', { grade: 'conformity', subjects: ['A.5.1'], title: 'The policy is known to everybody' });
    const secondKey = await application.key(slug, 'internal-auditor', { person: 'P-3' });
    expect((await refused('POST', '/internal-audits/AUD-1/report', { summary }, secondKey)).detail).toContain('Lena Lead');
    expect((await lead.get('/internal-audits/AUD-1/report')).lacks).toEqual([]);

    const { record, raised } = await lead.post('/internal-audits/AUD-1/report', { summary });
    expect(raised).toEqual(['NC-1', 'OFI-1']);
    expect(record).toMatchObject({ audit: 'AUD-1', signedBy: 'internal-auditor key', signedByPerson: 'P-2', summary });
  });

  it('is frozen with everything that it rests on', async () => {
    const { signed, holds, content } = await lead.get('/internal-audits/AUD-1/report');
    expect(holds).toBe(true);
    expect(content).toMatchObject({
      counts: { major: 0, minor: 1, opportunity: 1, conformity: 1 },
      covered: [
        { subject: 'A.5.1', auditor: 'Sam Second', conclusion: 'conforms' },
        { subject: 'A.8.13', auditor: 'Lena Lead', conclusion: 'deviates', spokenWith: ['Sam Second'] },
      ],
      notCovered: [{ subject: '9.2.2-a', because: 'Not looked at.' }, { subject: 'A.5.24' }],
    });
    expect(content.independence[0]).toMatch(/Lena Lead audited 1 subject; in the registers nothing shows/);
    expect(createHash('sha256').update(JSON.stringify(content)).digest('hex')).toBe(signed.hash);
    for (const [method, path, body] of [
      ['PATCH', '/internal-audits/AUD-1/subjects/A.5.1', { conclusion: 'deviates' }],
      ['POST', '/internal-audits/AUD-1/findings', { grade: 'minor', subjects: ['A.5.1'], title: 'Late' }],
      ['PATCH', '/audit-findings/AF-1', { title: 'Other' }],
      ['PATCH', '/internal-audits/AUD-1', { title: 'Other' }],
      ['POST', '/internal-audits/AUD-1/report', { summary: 'Something else entirely.' }],
    ] as const)
      expect((await refused(method, path, body, leadKey)).detail).toMatch(/was signed on 2026-10-05|has become/);
    expect((await application.send('DELETE', `/api/organisations/${slug}/internal-audits/AUD-1`)).status).toBe(422);
    expect((await lead.get('/internal-audits/AUD-1')).status).toBe('reported');
  });

  it('is handed out as PDF and DOCX with what was signed', async () => {
    const get = async (format: string) => {
      const reply = await fetch(`${application.url}/api/organisations/${slug}/reports/internal-audits/AUD-1?format=${format}`, {
        headers: { authorization: `Bearer ${leadKey}` },
      });
      expect(reply.headers.get('content-disposition')).toContain(`internal-audit-AUD-1.${format}`);
      return new Uint8Array(await reply.arrayBuffer());
    };
    const { text } = await extractText(await get('pdf'), { mergePages: true });
    const { signed } = await lead.get('/internal-audits/AUD-1/report');
    for (const expected of ['Restores are not tested', 'A.5.24', 'Not looked at', 'nothing shows that they own', signed.hash.slice(0, 12), 'NC-1'])
      expect(text.replaceAll(/\s+/g, ' ')).toContain(expected);
    const document = strFromU8(unzipSync(await get('docx'))['word/document.xml']!);
    expect(document).toContain('Minor nonconformity (1)');
    expect(document).toContain('No record of a restore test within a year.');
  });

  it('leaves nonconformities behind for who answers for the subject, and shows in the programme', async () => {
    expect((await lead.get('/audit-findings?grade=minor')).items).toMatchObject([
      { id: 'AF-1', raisedAs: 'NC-1', owner: 'Sam Second', auditorName: 'Lena Lead' },
    ]);
    const { rows, counts } = await lead.get('/audit-coverage');
    const row = (id: string) => rows.find((each: { id: string }) => each.id === id);
    expect(row('A.8.13')).toMatchObject({ cells: { 'AUD-1': 'deviates' }, state: 'covered', lastOn: day, everyMonths: 12 });
    expect(row('A.8.13').reasons[0]).toContain('A minor nonconformity was found on 5 Oct 2026');
    expect(row('A.5.24')).toMatchObject({ cells: { 'AUD-1': 'left-out' }, state: 'gap' });
    expect(counts.covered).toBe(2);
  });

  it('cannot be undone once it is signed, nor can what was noted', async () => {
    const { items } = await owner.get('/ledger?register=audit-notes&limit=1');
    const reply = await application.send('POST', `/api/organisations/${slug}/undo/${items[0].request}`);
    expect([reply.status, reply.body.detail]).toEqual([422, 'Changes of audit-notes are not undone.']);
  });

  it('is cancelled with a reason', async () => {
    await manager.post('/internal-audits', { title: 'Second', subjects: ['A.5.1'] });
    await manager.post('/internal-audits/AUD-2/cancel', { because: 'Put into the next one.' });
    expect((await refused('PATCH', '/internal-audits/AUD-2', { title: 'Other' }, application.machineKey)).detail).toContain('Put into the next one.');
  });

  it('tells people when it is their turn', async () => {
    await manager.post('/internal-audits', { title: 'Third', subjects: ['A.5.1'], leadAuditor: 'P-2', plannedFrom: day, plannedTo: day });
    await manager.put('/internal-audits/AUD-3/plan', {
      slots: [{ day, from: '13:00', to: '14:00', subjects: ['A.5.1'], title: 'Policies', auditor: 'P-2', with: ['P-4'] }],
    });
    const interviewed = application.inside(slug, await application.key(slug, 'employee', { person: 'P-4' }));
    expect((await interviewed.get('/my/audits')).items).toMatchObject([
      { audit: 'AUD-3', slot: 'Policies', from: '13:00', auditor: 'Lena Lead', as: 'interviewed' },
    ]);
    expect((await lead.get('/my/audits')).items).toMatchObject([{ as: 'auditor' }]);
  });
});
