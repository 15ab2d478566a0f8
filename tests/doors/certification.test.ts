import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApplication, type Inside, type TestApplication } from '../support/application.ts';

/** The certification over HTTP with a moved clock: body, stages, findings, decision, certificate, surveillance. */
let application: TestApplication;
let slug: string;
let owner: Inside;
let key: string;
let now = new Date('2026-11-24T09:00:00Z');
const on = (day: string) => void (now = new Date(`${day}T09:00:00Z`));

const send = (method: string, path: string, body?: unknown) =>
  application.send(method, `/api/organisations/${slug}${path}`, { key, ...(body === undefined ? {} : { body }) });
const milestone = async (id: string) => (await owner.get('/certification')).cycle.milestones.find((each: any) => each.id === id);

async function upload(name: string, content: string): Promise<string> {
  const form = new FormData();
  form.set('file', new File([content], name));
  const response = await fetch(`${application.url}/api/organisations/${slug}/uploads/whole`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body: form,
  });
  return ((await response.json()) as { id: string }).id;
}

beforeAll(async () => {
  application = await startApplication({}, () => now);
  slug = await application.organisation('Fjordlicht Software GmbH');
  owner = application.inside(slug);
  for (const name of ['Ada Berg', 'Tom Vik', 'Eva Lund'])
    await owner.post('/people', { name, email: `${name.split(' ')[0]!.toLowerCase()}@fjordlicht.example` });
  await owner.post('/teams', { name: 'Development', persons: 41, inScope: true });
  for (const [name, kind, holders] of [
    ['Top management', 'top-management', ['P-1']],
    ['ISMS manager', 'isms-manager', ['P-2']],
  ] as const)
    await owner.post('/isms-roles', { name, kind, holders });
  key = await application.key(slug, 'isms-manager', { person: 'P-2' });
});
afterAll(() => application?.stop());

describe('before the certificate', () => {
  it('knows nothing of a cycle at first, and invents no date', async () => {
    const { certification, cycle, window, certificate } = await owner.get('/certification');
    expect([certification.body, certification.findingDays, cycle.basis, window, certificate]).toEqual(['', 90, null, null, null]);
  });

  it('compares the days agreed with those that the scope would take', async () => {
    const reply = await send('PATCH', '/certification', {
      body: 'Nordhaus Cert GmbH',
      accreditation: 'DAkkS D-ZM-00000-01-00',
      leadAuditor: 'Dr. Ingeborg Falk',
      daysStage1: 2.5,
      daysStage2: 5,
      leadTimeWeeks: 12,
    });
    expect(reply.status, JSON.stringify(reply.body)).toBe(200);
    const { days } = await owner.get('/certification');
    expect(days.map(({ audit, agreed, estimated, state }: any) => [audit, agreed, estimated, state])).toEqual([
      ['stage-1', 2.5, 2.5, 'same'],
      ['stage-2', 5, 6, 'below'],
      ['surveillance', null, 3, 'unknown'],
      ['recertification', null, 5.5, 'unknown'],
    ]);
  });

  it('computes window, expected decision and three years from what is planned', async () => {
    await send('POST', '/certification-audits', { kind: 'stage-1', plannedFrom: '2027-01-19', plannedTo: '2027-01-20', days: 2.5 });
    await send('POST', '/certification-audits', { kind: 'stage-2', plannedFrom: '2027-03-09', plannedTo: '2027-03-12', days: 5 });
    const { cycle, window } = await owner.get('/certification');
    expect([cycle.basis, cycle.start, cycle.until, cycle.next]).toEqual(['estimate', '2027-06-10', '2030-06-09', 'stage-1']);
    expect(window).toMatchObject({ fits: 'fits', days: 48, open: 0, earliest: '2027-02-17', latest: '2027-03-17' });
  });

  it('refuses days in the wrong order, days to come, and a decision typed into a field', async () => {
    const order = await send('PATCH', '/certification-audits/CA-1', { plannedTo: '2027-01-18' });
    expect([order.status, order.body.fields[0].field]).toEqual([400, 'plannedTo']);
    expect((await send('PATCH', '/certification-audits/CA-1', { heldTo: '2027-01-20' })).status).toBe(400);
    const typed = await send('PATCH', '/certification-audits/CA-2', { decision: 'granted' });
    expect([typed.status, typed.body.remedy]).toEqual([422, 'Record the decision.']);
    expect((await send('POST', '/certification-audits/CA-1/decide', { decision: 'ready' })).status).toBe(422);
  });

  it('proposes an interview plan by role and clause, and names what nobody holds', async () => {
    const { interviews, left } = (await send('GET', '/certification-audits/CA-2/interviews/proposal')).body;
    expect(interviews[0]).toMatchObject({ role: 'Opening meeting', day: '2027-03-09', from: '09:00', people: ['P-1', 'P-2'] });
    expect(interviews.at(-1)).toMatchObject({ role: 'Closing meeting', day: '2027-03-12', to: '17:00' });
    expect(left).toContain('Internal auditor: nobody holds the role.');
    const wrong = await send('PUT', '/certification-audits/CA-2/interviews', { interviews: [{ ...interviews[0], to: '08:00' }] });
    expect([wrong.status, wrong.body.fields[0].field]).toEqual([400, 'interviews.0.to']);
    const { record } = (await send('PUT', '/certification-audits/CA-2/interviews', { interviews })).body;
    expect(record.interviews).toHaveLength(interviews.length);
  });

  it('takes evidence requests from asked to accepted', async () => {
    const { record } = (
      await send('POST', '/evidence-requests', { title: 'Access reviews of 2026', audit: 'CA-2', owner: 'P-2', dueOn: '2026-12-01' })
    ).body;
    expect(record).toMatchObject({ id: 'ERQ-1', status: 'asked', askedOn: '2026-11-24' });
    expect((await send('POST', '/evidence-requests/ERQ-1/judge', { accepted: true })).status).toBe(422);
    expect((await send('POST', '/evidence-requests/ERQ-1/provide', {})).status).toBe(400);
    const file = await upload('reviews.txt', 'Four reviews');
    expect((await send('POST', '/evidence-requests/ERQ-1/provide', { uploads: [file] })).body.record).toMatchObject({ status: 'provided' });
    expect((await send('POST', '/evidence-requests/ERQ-1/judge', { accepted: false })).body.record.status).toBe('returned');
    await send('POST', '/evidence-requests/ERQ-1/provide', { uploads: [await upload('more.txt', 'All reviewers')] });
    const done = (await send('POST', '/evidence-requests/ERQ-1/judge', { accepted: true })).body.record;
    expect([done.status, done.files.length]).toEqual(['accepted', 2]);
    expect((await send('POST', '/evidence-requests/ERQ-1/provide', { uploads: [] })).status).toBe(422);
  });
});

describe('the stages', () => {
  it('carry areas of concern from Stage 1 to Stage 2', async () => {
    on('2027-01-21');
    expect((await send('PATCH', '/certification-audits/CA-1', { heldFrom: '2027-01-19', heldTo: '2027-01-20', reportOn: '2027-01-21' })).status).toBe(
      200,
    );
    await send('POST', '/areas-of-concern', {
      title: 'Reviews of access are too far apart',
      audit: 'CA-1',
      subjects: ['A.5.18'],
      owner: 'P-2',
      dueOn: '2027-02-20',
    });
    expect((await send('POST', '/certification-audits/CA-1/decide', { decision: 'granted' })).status).toBe(400);
    expect((await send('POST', '/certification-audits/CA-1/decide', { decision: 'ready' })).body.record).toMatchObject({
      decision: 'ready',
      decidedOn: '2027-01-21',
    });
    const { window } = await owner.get('/certification');
    expect(window).toMatchObject({ open: 1, daysLeft: 47, left: [{ id: 'AOC-1', overdue: false }] });
    expect((await owner.get('/reminders')).overdue).toEqual([]);
    on('2027-02-24');
    expect((await owner.get('/reminders')).overdue[0]).toMatchObject({ person: 'P-2', items: [{ subject: 'AOC-1' }] });
    await send('PATCH', '/areas-of-concern/AOC-1', { closedOn: '2027-02-24', response: 'Quarterly from now on.' });
    expect((await owner.get('/certification')).window).toMatchObject({ open: 0, closed: 1 });
  });

  it('make nonconformities of findings, and an opportunity of the rest', async () => {
    on('2027-03-15');
    await send('PATCH', '/certification-audits/CA-2', { heldFrom: '2027-03-09', heldTo: '2027-03-12' });
    for (const [title, grade] of [
      ['Leavers keep access', 'major'],
      ['Log review not recorded in August', 'minor'],
      ['Restore test late', 'minor'],
      ['Supplier register without class', 'minor'],
      ['Objectives could be fewer', 'opportunity'],
    ])
      await send('POST', '/certification-findings', {
        title,
        grade,
        audit: 'CA-2',
        raisedOn: '2027-03-12',
        subjects: ['A.5.18'],
        statement: 'Seen.',
      });
    const { items } = await owner.get('/certification-findings');
    expect(items.map(({ state, blocks, answerBy, nonconformity }: any) => [state, blocks, answerBy, nonconformity])).toEqual([
      ['open', true, '2027-06-10', 'NC-1'],
      ['open', true, '2027-06-10', 'NC-2'],
      ['open', true, '2027-06-10', 'NC-3'],
      ['open', true, '2027-06-10', 'NC-4'],
      ['noted', false, null, null],
    ]);
    expect(items[0].verifyBy).toBe('2027-09-12');
  });

  it('hold up the decision until the major is verified and the plans are accepted', async () => {
    on('2027-04-20');
    const early = await send('POST', '/certification-audits/CA-2/decide', { decision: 'granted' });
    expect([early.status, early.body.fields.map(({ field }: any) => field)]).toEqual([422, ['CF-1', 'CF-2', 'CF-3', 'CF-4']]);
    const unsent = await send('PATCH', '/certification-findings/CF-2', { planAcceptedOn: '2027-04-10' });
    expect([unsent.status, unsent.body.fields[0].field]).toEqual([400, 'planAcceptedOn']);
    for (const id of ['CF-2', 'CF-3', 'CF-4'])
      await send('PATCH', `/certification-findings/${id}`, { planSentOn: '2027-03-30', planAcceptedOn: '2027-04-10' });
    const major = await send('POST', '/certification-audits/CA-2/decide', { decision: 'granted' });
    expect(major.body.detail).toBe('A certificate is not granted while CF-1 is open.');
    await send('PATCH', '/certification-findings/CF-1', {
      planSentOn: '2027-03-30',
      planAcceptedOn: '2027-04-02',
      evidenceSentOn: '2027-04-12',
      verifiedOn: '2027-04-19',
      verification: 'Ten leavers sampled.',
    });
    expect((await send('POST', '/certification-audits/CA-2/decide', { decision: 'granted' })).status).toBe(200);
  });
});

describe('the certificate', () => {
  it('takes what is not said from what is in force, and starts the three years', async () => {
    const { record } = (await send('POST', '/certificates', { number: 'NHC-27-0142', audit: 'CA-2' })).body;
    expect(record).toMatchObject({ body: 'Nordhaus Cert GmbH', decidedOn: '2027-04-20', validFrom: '2027-04-20', validTo: '2030-04-19' });
    const { cycle, certificate } = await owner.get('/certification');
    expect([cycle.basis, cycle.start, cycle.until, cycle.state, certificate.state]).toEqual([
      'decision',
      '2027-04-20',
      '2030-04-19',
      'valid',
      'valid',
    ]);
    expect(await milestone('surveillance-1')).toMatchObject({ from: '2028-01-20', by: '2028-04-20', state: 'open' });
    expect(await milestone('surveillance-2')).toMatchObject({ from: '2029-01-20', by: '2029-04-20' });
    expect(await milestone('planning')).toMatchObject({ from: '2029-12-19', by: '2030-01-19' });
  });

  it('is suspended for six months at most, restored, and keeps what happened', async () => {
    on('2027-09-01');
    const long = await send('POST', '/certificates/CERT-1/events', { kind: 'suspended', reason: 'No answer', until: '2028-09-01' });
    expect([long.status, long.body.fields[0].field]).toEqual([400, 'until']);
    expect((await send('POST', '/certificates/CERT-1/events', { kind: 'restored', reason: 'Answered' })).status).toBe(422);
    expect((await send('POST', '/certificates/CERT-1/events', { kind: 'suspended', reason: 'No answer' })).body.record.until).toBe('2028-03-01');
    expect((await owner.get('/certification')).cycle).toMatchObject({ state: 'suspended', suspendedUntil: '2028-03-01' });
    on('2027-09-20');
    await send('POST', '/certificates/CERT-1/events', { kind: 'restored', reason: 'Answered and verified' });
    expect((await send('POST', '/certificates/CERT-1/events', { kind: 'extended', reason: 'Bremen' })).status).toBe(400);
    await send('POST', '/certificates/CERT-1/events', { kind: 'extended', reason: 'Bremen', to: 'Shift planning in Hamburg and Bremen' });
    expect((await owner.get('/certification')).certificate).toMatchObject({ state: 'valid', scopeNow: 'Shift planning in Hamburg and Bremen' });
    expect((await owner.get('/certificates/CERT-1/events')).items.map(({ kind }: any) => kind)).toEqual(['suspended', 'restored', 'extended']);
  });

  it('asks for a date of the surveillance audit in time, and shows what it looks at', async () => {
    on('2028-02-01');
    expect(await milestone('surveillance-1')).toMatchObject({ state: 'due' });
    const { record } = (await send('POST', '/certification-audits', { kind: 'surveillance-1', plannedFrom: '2028-04-04', plannedTo: '2028-04-05' }))
      .body;
    const focus = (await send('GET', `/certification-audits/${record.id}/focus`)).body;
    expect(focus.since).toBe('2027-03-12');
    expect(focus.promises.map(({ id }: any) => id)).toEqual(['CF-2', 'CF-3', 'CF-4']);
    expect(focus.findings).toHaveLength(5);
    expect(focus.controls.sample).toHaveLength(10);
    expect(focus.controls.sample.map(({ control }: any) => control)).not.toContain('A.5.18');
    // The same again: the lot is not thrown twice.
    expect((await send('GET', `/certification-audits/${record.id}/focus`)).body.controls).toEqual(focus.controls);
  });

  it('is transferred with its contract to be made anew', async () => {
    await send('POST', '/certificates/CERT-1/events', { kind: 'transferred', reason: 'Nearer', to: 'Südkreuz Zert AG' });
    const { certification, certificate } = await owner.get('/certification');
    expect([certification.body, certification.accreditation, certificate.bodyNow, certificate.body]).toEqual([
      'Südkreuz Zert AG',
      '',
      'Südkreuz Zert AG',
      'Nordhaus Cert GmbH',
    ]);
  });
});

describe('the calendar', () => {
  it('carries the dates of the cycle, as a file and under the secret address of whoever may read', async () => {
    const file = await send('GET', '/certification/calendar');
    expect(file.headers.get('content-type')).toContain('text/calendar');
    expect(file.body).toContain('SUMMARY:First surveillance audit');
    expect(file.body).toMatch(/DTSTART;VALUE=DATE:20280404\r\nDTEND;VALUE=DATE:20280406/);
    expect(file.body).toContain('DTSTART;VALUE=DATE:20300419');
  });
});
