import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApplication, type Inside, type TestApplication } from '../support/application.ts';
import { annexa } from '../support/shell.ts';

/** Controls at work over HTTP: reviews, incidents, changes, people who come and go, the calendar. */
let application: TestApplication;
let slug: string;
let owner: Inside;
let now = new Date('2026-11-24T09:00:00Z');
const today = '2026-11-24';
const scratch = mkdtempSync(join(tmpdir(), 'annexa-operations-'));
const keys: Record<string, string> = {};

const send = (who: string, method: string, path: string, body?: unknown) =>
  application.send(method, `/api/organisations/${slug}${path}`, { key: keys[who]!, ...(body === undefined ? {} : { body }) });

async function upload(name: string, content: string, who = 'manager'): Promise<string> {
  const form = new FormData();
  form.set('file', new File([content], name));
  const response = await fetch(`${application.url}/api/organisations/${slug}/uploads/whole`, {
    method: 'POST',
    headers: { authorization: `Bearer ${keys[who] ?? application.machineKey}` },
    body: form,
  });
  return ((await response.json()) as { id: string }).id;
}

beforeAll(async () => {
  application = await startApplication({}, () => now);
  slug = await application.organisation('Fjordlicht Software GmbH');
  owner = application.inside(slug);
  for (const [name, endsOn] of [
    ['Ada Berg', null],
    ['Tom Vik', null],
    ['Eva Lund', null],
    ['Olaf Ness', '2026-10-31'],
  ] as const)
    await owner.post('/people', { name, endsOn, email: `${name.split(' ')[0]!.toLowerCase()}@fjordlicht.example`, manager: null });
  await owner.post('/systems', { name: 'Fjordlicht Cloud', kind: 'application', owner: 'P-3', inScope: true });
  await owner.patch('/commitments', {
    accessReviewDays: 90,
    leaverHours: 24,
    criticalVulnerabilityDays: 7,
    highVulnerabilityDays: 30,
    supplierReviewDays: 365,
    backupTestDays: 180,
    recoveryTimeHours: 8,
    recoveryPointHours: 24,
    logReviewDays: 7,
    breachNotificationHours: 72,
    customerNoticeHours: 24,
  });
  keys['manager'] = await application.key(slug, 'isms-manager', { person: 'P-1' });
  keys['tom'] = await application.key(slug, 'contributor', { person: 'P-2' });
  keys['eva'] = await application.key(slug, 'employee', { person: 'P-3' });
});
afterAll(async () => {
  await application?.stop();
  rmSync(scratch, { recursive: true, force: true });
});

const list = (olaf: string) =>
  [
    'User name,Display name,E-mail,Status,Admin,Groups',
    'ada,Ada Berg,ada@fjordlicht.example,active,yes,Administrators',
    'tom,Tom Vik,tom@fjordlicht.example,active,no,Developers',
    'eva,Eva Lund,eva@fjordlicht.example,active,no,Support',
    olaf,
    'backup-bot,Backup,,active,yes,Backup operators',
  ]
    .filter(Boolean)
    .join('\n');

describe('an access review', () => {
  let review: any;
  let mine: any[];

  it('rests on the complete list of a system, with count and hash', async () => {
    const reply = await send('manager', 'POST', '/populations', {
      upload: await upload('accounts.csv', list('olaf,Olaf Ness,olaf@fjordlicht.example,active,no,Developers')),
      system: 'SYS-1',
    });
    expect(reply.status, JSON.stringify(reply.body)).toBe(201);
    expect(reply.body.record).toMatchObject({ count: 5, active: 5, title: 'Fjordlicht Cloud', source: 'system:SYS-1' });
    expect(reply.body.record.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('refuses a list in which a row cannot be read: half a list is none', async () => {
    const reply = await send('manager', 'POST', '/populations', {
      upload: await upload('broken.csv', 'login,status\nada,active\ntom,perhaps\n'),
      system: 'SYS-1',
    });
    expect([reply.status, reply.body.fields[0].field]).toEqual([400, 'row 3']);
    expect((await owner.get('/populations')).items).toHaveLength(1);
  });

  it('finds those who have left and still have an account', async () => {
    const { leavers, missing } = await owner.get('/people-moves');
    expect(leavers).toMatchObject([{ person: 'P-4', account: 'olaf', endsOn: '2026-10-31', daysSince: 24 }]);
    expect(missing).toMatchObject([{ person: 'P-4', kind: 'leaver' }]);
  });

  it('has no reviewer decide on their own account', async () => {
    const alone = await send('manager', 'POST', '/access-reviews', { population: 'POP-1', reviewers: ['P-2'] });
    expect([alone.status, alone.body.detail]).toEqual([422, 'Nobody reviews their own access: Tom Vik could be decided on by nobody else.']);
    const reply = await send('manager', 'POST', '/access-reviews', { population: 'POP-1', reviewers: ['P-2', 'P-3'] });
    review = reply.body.record;
    expect(review).toMatchObject({ id: 'AR-1', count: 5, dueOn: '2026-12-08', listedOn: today });
    const { items } = await owner.get(`/access-reviews/${review.id}/decisions`);
    expect(items).toHaveLength(5);
    for (const { person, reviewer } of items) expect(person).not.toBe(reviewer);
    const olaf = items.find((each: any) => each.account.id === 'olaf');
    expect(olaf.hints).toEqual(['left']);
    // Even when it is given to them behind the product's back, they cannot decide.
    const tom = items.find((each: any) => each.account.id === 'tom');
    expect((await send('manager', 'POST', `/access-reviews/${review.id}/reassign`, { decisions: [tom.id], to: 'P-2' })).status).toBe(422);
    const own = await send('tom', 'POST', `/my/access-reviews/${review.id}/decide`, { items: [{ id: tom.id, decision: 'keep' }] });
    expect([own.status, own.body.detail]).toEqual([403, 'Tom Vik is your own account: nobody reviews their own access.']);
  });

  it('lets an employee who reviews see their share only, and decide with reasons', async () => {
    expect((await send('eva', 'GET', '/access-reviews')).status).toBe(403);
    mine = (await send('eva', 'GET', `/my/access-reviews/${review.id}`)).body.items;
    const others = (await owner.get(`/access-reviews/${review.id}/decisions?reviewer=P-2`)).items;
    expect(mine.length + others.length).toBe(5);
    const foreign = await send('eva', 'POST', `/my/access-reviews/${review.id}/decide`, {
      items: [{ id: others.find((each: any) => each.person !== 'P-3').id, decision: 'keep' }],
    });
    expect(foreign.status).toBe(403);
    const silent = await send('eva', 'POST', `/my/access-reviews/${review.id}/decide`, { items: [{ id: mine[0].id, decision: 'revoke' }] });
    expect([silent.status, silent.body.code]).toEqual([400, 'invalid-input']);
    for (const [who, items] of [
      ['eva', mine],
      ['tom', others],
    ] as const) {
      const reply = await send(who, 'POST', `/my/access-reviews/${review.id}/decide`, {
        items: items.map(({ id, account }: any) =>
          account.id === 'olaf'
            ? { id, decision: 'revoke', reason: 'Left in October.' }
            : account.id === 'backup-bot'
              ? { id, decision: 'change', reason: 'Operators, not administrators.' }
              : { id, decision: 'keep' },
        ),
      });
      expect(reply.body).toMatchObject({ decided: items.length, open: 0 });
    }
  });

  it('is closed once everything is decided, and a revocation stays open until a later list shows it', async () => {
    expect((await send('manager', 'POST', `/access-reviews/${review.id}/close`, {})).status).toBe(200);
    expect((await send('eva', 'POST', `/my/access-reviews/${review.id}/decide`, { items: [{ id: mine[0].id, decision: 'keep' }] })).status).toBe(422);
    expect(await owner.get(`/access-reviews/${review.id}`)).toMatchObject({
      state: 'to-carry-out',
      progress: { revoke: 1, change: 1, keep: 3, notDone: 2 },
    });
    now = new Date('2026-11-26T09:00:00Z');
    // The same list again shows nothing.
    const same = await application.inside(slug, keys['manager']).post('/populations', {
      upload: await upload('accounts.csv', list('olaf,Olaf Ness,olaf@fjordlicht.example,active,no,Developers')),
      system: 'SYS-1',
    });
    expect(same).toMatchObject({ same: true, shown: 0, record: { id: 'POP-1', seenOn: '2026-11-26' } });
    const later = await application.inside(slug, keys['manager']).post('/populations', {
      upload: await upload('accounts.csv', list('olaf,Olaf Ness,olaf@fjordlicht.example,suspended,no,Developers')),
      system: 'SYS-1',
    });
    expect(later).toMatchObject({ same: false, shown: 1 });
    const report = await owner.get(`/access-reviews/${review.id}/report`);
    expect(report.complete).toBe(false);
    expect(report.notDone).toMatchObject([{ account: { id: 'backup-bot' }, decision: 'change' }]);
    const { record } = await owner.post(`/access-decisions/${report.notDone[0].id}/carried-out`, {
      note: 'Ticket OPS-14 with a picture of the role.',
    });
    expect(record).toMatchObject({ doneOn: '2026-11-26', donePopulation: null });
    const complete = await owner.get(`/access-reviews/${review.id}/report`);
    expect(complete.complete).toBe(true);
    expect(complete.sentences.join(' ')).toContain('1 was shown by a later list to have happened, 1 by hand, 0 are open.');
    expect((await owner.get('/people-moves')).leavers).toEqual([]);
    const duties = (await owner.get('/operations/duties')).items;
    expect(duties.find(({ key }: any) => key === 'commitment:accessReviewDays')).toMatchObject({ lastOn: today, dueOn: '2027-02-22', state: 'done' });
  });

  it('has a report to hand out: the lists with their hashes, who decided what, what followed', async () => {
    const file = async (who: string, format: string) => {
      const response = await fetch(`${application.url}/api/organisations/${slug}/reports/access-reviews/${review.id}?format=${format}`, {
        headers: { authorization: `Bearer ${keys[who]}` },
      });
      return { status: response.status, type: response.headers.get('content-type'), content: new Uint8Array(await response.arrayBuffer()) };
    };
    const { status, type, content } = await file('manager', 'pdf');
    expect([status, type]).toEqual([200, 'application/pdf']);
    const { extractText, getDocumentProxy } = await import('unpdf');
    const { text } = await extractText(await getDocumentProxy(content), { mergePages: true });
    const flat = text.replaceAll(/\s+/g, '');
    const lists = (await owner.get('/populations')).items as { id: string; sha256: string }[];
    expect(lists.length).toBe(2);
    for (const { sha256 } of lists) expect(flat).toContain(sha256);
    for (const said of [
      'closedandcomplete',
      'Changedorrevoked,andshowntohavehappened(2)',
      'Kept(3)',
      'TicketOPS-14',
      'accounts.csv',
      'Everyaccounthasadecision',
    ])
      expect(flat).toContain(said);
    expect(flat).not.toContain('Notapproved');
    const { out } = await annexa(['reports', 'access-review', review.id, '--format', 'csv', '--out', join(scratch, 'review.csv')], {
      ANNEXA_DATA: application.data,
    });
    const rows = readFileSync(join(scratch, 'review.csv'), 'utf8').trim();
    expect(out, rows).toContain('review.csv');
    expect(rows.match(/,keep,/g)).toHaveLength(3);
    expect((await file('eva', 'pdf')).status).toBe(403);
    expect((await owner.get('/access-reviews')).items).toHaveLength(1);
  });

  it('is not taken back by undoing', async () => {
    const { items } = await owner.get('/ledger?limit=50');
    const closing = items.find(({ register, action }: any) => register === 'access-reviews' && action !== 'create');
    expect((await send('manager', 'POST', `/undo/${closing.request}`, {})).status).toBe(422);
  });
});

describe('an incident', () => {
  let id: string;

  it('is reported by anybody, and by nobody else seen', async () => {
    const reply = await send('eva', 'POST', '/incidents/report', {
      title: 'Strange sign-in page',
      kind: 'phishing',
      severity: 'high',
      description: 'A mail from "IT".',
    });
    expect(reply.status).toBe(201);
    id = reply.body.id;
    expect((await send('eva', 'GET', `/incidents/${id}`)).status).toBe(403);
    expect(await owner.get(`/incidents/${id}`)).toMatchObject({ reporter: 'P-3', state: 'reported', lacks: ['lead', 'personal-data'], stepsOpen: 7 });
  });

  it('says who must be told until when, once it is decided who is concerned', async () => {
    await owner.patch(`/incidents/${id}`, { lead: 'P-2', personalData: true, customersConcerned: false, state: 'in-hand' });
    const { notices, detectedAt } = await owner.get(`/incidents/${id}`);
    expect(notices.map(({ audience, state }: any) => [audience, state])).toEqual([
      ['authority', 'open'],
      ['top-management', 'open'],
    ]);
    expect(Date.parse(notices[0].dueAt) - Date.parse(detectedAt)).toBe(72 * 3_600_000);
    now = new Date('2026-11-30T09:00:00Z');
    expect((await owner.get(`/incidents/${id}`)).notices[0].state).toBe('late');
  });

  it('opens the risks again that it is linked to', async () => {
    const { record: risk } = await owner.post('/risks', { title: 'Passwords are phished', owner: 'P-1' });
    await owner.patch(`/incidents/${id}`, { risks: [risk.id] });
    expect(await owner.get(`/risks/${risk.id}`)).toMatchObject({ reopenedBecause: 'incident', reopenedNote: `${id} Strange sign-in page` });
  });

  it('is closed with lessons and with everybody told, and then stands', async () => {
    await owner.post(`/incidents/${id}/steps`, { step: 'keep' });
    expect((await send('manager', 'POST', `/incidents/${id}/steps`, { step: 'ask', notNeeded: true })).status).toBe(400);
    await owner.post(`/incidents/${id}/timeline`, { text: 'Two people typed their password.', at: '2026-11-26T10:00:00Z' });
    expect((await send('manager', 'POST', `/incidents/${id}/timeline`, { text: 'x', at: '2027-01-01T00:00:00Z' })).status).toBe(400);
    const early = await send('manager', 'POST', `/incidents/${id}/close`, {});
    expect(early.status).toBe(422);
    expect(early.body.fields.map(({ field }: any) => field)).toEqual(['lessons', 'cause', 'told', 'told']);
    await owner.post(`/incidents/${id}/told`, { audience: 'authority', who: 'State commissioner', at: '2026-11-27T10:00:00Z' });
    await owner.post(`/incidents/${id}/told`, { audience: 'top-management', who: 'Tom Vik', at: '2026-11-26T12:00:00Z' });
    await owner.patch(`/incidents/${id}`, { lessons: 'A second factor that cannot be phished.', cause: 'A convincing copy of our sign-in page.' });
    const { record } = await owner.post(`/incidents/${id}/close`);
    expect(record).toMatchObject({ state: 'closed', closedBy: 'Owner of the machine' });
    expect((await send('manager', 'PATCH', `/incidents/${id}`, { lessons: '' })).status).toBe(422);
    const { items } = await owner.get(`/incidents/${id}/timeline`);
    expect(items.map(({ text }: any) => text)).toContain('Told: State commissioner (authority).');
    const { items: entries } = await owner.get('/ledger?limit=50');
    const line = entries.find(({ register }: any) => register === 'incident-entries');
    expect((await send('manager', 'POST', `/undo/${line.request}`, {})).status).toBe(422);
  });
});

describe('other registers', () => {
  it('has changes approved by somebody else, and emergencies reviewed', async () => {
    const { record } = await owner.post('/changes', {
      title: 'New firewall',
      risk: 'high',
      implementer: 'P-2',
      backOut: 'The old one stays in the rack.',
    });
    expect((await send('tom', 'POST', `/changes/${record.id}/approve`, {})).body.detail).toBe('Whoever does the change does not approve it.');
    expect((await send('tom', 'PATCH', `/changes/${record.id}`, { implementedOn: '2026-11-25' })).status).toBe(422);
    expect((await send('manager', 'POST', `/changes/${record.id}/approve`, {})).body.record).toMatchObject({
      approvedBy: 'P-1',
      approvedOn: '2026-11-30',
    });
    // What was approved is something else now.
    await send('tom', 'PATCH', `/changes/${record.id}`, { backOut: 'There is no way back.' });
    expect(await owner.get(`/changes/${record.id}`)).toMatchObject({ state: 'draft', approvedOn: null });
    const { record: emergency } = await owner.post('/changes', {
      title: 'Patch at night',
      kind: 'emergency',
      implementer: 'P-2',
      implementedOn: '2026-11-29',
      result: 'success',
    });
    expect(await owner.get(`/changes/${emergency.id}`)).toMatchObject({ state: 'implemented', lacks: ['review'] });
    await send('manager', 'POST', `/changes/${emergency.id}/review`, { review: 'Right, and written up.' });
    expect(await owner.get(`/changes/${emergency.id}`)).toMatchObject({ state: 'closed', lacks: [] });
  });

  it('takes vulnerabilities from a scanner once, and opens again what comes back', async () => {
    const item = (fingerprint: string, severity = 'high') => ({
      title: `CVE ${fingerprint}`,
      severity,
      source: 'scanner',
      fingerprint,
      foundOn: '2026-10-01',
    });
    const first = await owner.post('/vulnerabilities/report', { items: [item('a'), item('b', 'critical'), item('b', 'critical')], complete: true });
    expect([first.created, first.closed]).toEqual([['VUL-1', 'VUL-2'], []]);
    const again = await owner.post('/vulnerabilities/report', { items: [item('a'), item('b', 'critical')] });
    expect(again).toMatchObject({ created: [], changed: [], unchanged: 2 });
    expect(await owner.get('/vulnerabilities/VUL-2')).toMatchObject({ dueOn: '2026-10-08', state: 'late', age: 60 });
    expect((await owner.post('/vulnerabilities/report', { items: [item('a')], complete: true })).closed).toEqual(['VUL-2']);
    expect(await owner.get('/vulnerabilities/VUL-2')).toMatchObject({ state: 'fixed-late' });
    expect((await owner.post('/vulnerabilities/report', { items: [item('b', 'critical')] })).reopened).toEqual(['VUL-2']);
    expect((await send('manager', 'PATCH', '/vulnerabilities/VUL-1', { exceptionUntil: '2027-03-01' })).status).toBe(400);
    await owner.patch('/vulnerabilities/VUL-1', {
      exceptionUntil: '2027-03-01',
      exceptionReason: 'Isolated until it is replaced.',
      exceptionBy: 'P-1',
    });
    expect(await owner.get('/vulnerabilities/VUL-1')).toMatchObject({ dueOn: '2027-03-01', state: 'excepted' });
    const { bands } = await owner.get('/vulnerabilities/ageing');
    expect(bands[0]).toMatchObject({ severity: 'critical', open: 1, late: 1, ages: [0, 0, 1, 0], withinDays: 7 });
  });

  it('assesses suppliers with a score, by their criticality', async () => {
    await owner.post('/suppliers', { name: 'Hosting AG', critical: true, owner: 'P-3' });
    const { record } = await owner.post('/supplier-assessments', { supplier: 'SUP-1' });
    const { areas } = await owner.get('/supplier-assessments/questions');
    const questions = areas.flatMap((area: any) => area.questions.map(({ id }: any) => id));
    expect(questions.length).toBeGreaterThanOrEqual(20);
    await owner.patch(`/supplier-assessments/${record.id}`, { answers: questions.slice(1).map((question: string) => ({ question, answer: 'yes' })) });
    expect((await send('manager', 'POST', `/supplier-assessments/${record.id}/conclude`, { result: 'suitable' })).body.detail).toBe(
      '1 question has no answer.',
    );
    await owner.patch(`/supplier-assessments/${record.id}`, { answers: [{ question: questions[0], answer: 'no' }] });
    const { record: done } = await owner.post(`/supplier-assessments/${record.id}/conclude`, { result: 'suitable' });
    expect(done).toMatchObject({ status: 'concluded', percent: 96, nextOn: '2027-11-30' });
    expect((await send('manager', 'PATCH', `/supplier-assessments/${record.id}`, { answers: [] })).status).toBe(422);
    expect((await owner.get('/supplier-assessments/suppliers')).items[0]).toMatchObject({ critical: true, percent: 96, state: 'assessed' });
  });

  it('has a leaver’s checklist, with the assets that come back', async () => {
    await owner.post('/assets', { name: 'Laptop 17', kind: 'device', holder: 'P-4', owner: 'P-3' });
    const { record } = await owner.post('/people-moves', { person: 'P-4', kind: 'leaver' });
    expect(record.steps.map(({ step }: any) => step)).toContain('asset:AST-1');
    expect(record.steps.find(({ step }: any) => step === 'accounts').dueOn).toBe('2026-11-01');
    await owner.post(`/people-moves/${record.id}/steps`, { step: 'asset:AST-1', state: 'done' });
    expect(await owner.get('/assets/AST-1')).toMatchObject({ returnedOn: '2026-11-30' });
    expect((await send('manager', 'POST', `/people-moves/${record.id}/close`, {})).status).toBe(422);
    for (const { step } of record.steps) await owner.post(`/people-moves/${record.id}/steps`, { step, state: 'done' });
    expect((await owner.post(`/people-moves/${record.id}/close`)).record.closedOn).toBe('2026-11-30');
  });

  it('proves a backup by restoring it within the time promised', async () => {
    await owner.post('/backups', { title: 'Database', systems: ['SYS-1'], owner: 'P-2', everyHours: 24 });
    expect(await owner.get('/backups/BCK-1')).toMatchObject({ state: 'never', fresh: null });
    await owner.post('/restore-tests', { title: 'Restore in November', backup: 'BCK-1', hours: 12 });
    expect(await owner.get('/backups/BCK-1')).toMatchObject({ state: 'too-slow' });
    await owner.post('/restore-tests', { title: 'Again', backup: 'BCK-1', on: '2026-11-30', hours: 3, lostHours: 1 });
    expect(await owner.get('/backups/BCK-1')).toMatchObject({ lastTestOn: '2026-11-30', testBy: '2027-05-29' });
  });
});

describe('the calendar', () => {
  it('is done with what shows it, and keeps what was missed', async () => {
    now = new Date('2026-12-20T09:00:00Z');
    const duty = async () => (await owner.get('/operations/duties')).items.find(({ key }: any) => key === 'commitment:logReviewDays');
    expect(await duty()).toMatchObject({ state: 'missed', everyDays: 7, lastOn: null, dueOn: '2026-12-15', missed: 3 });
    expect((await send('manager', 'POST', '/operations/duties/done', { duty: 'commitment:logReviewDays' })).status).toBe(400);
    await owner.post('/operations/duties/done', { duty: 'commitment:logReviewDays', note: 'Nothing unusual.' });
    expect(await duty()).toMatchObject({ state: 'due', lastOn: '2026-12-20', dueOn: '2026-12-27', missed: 2 });
    expect((await send('manager', 'POST', '/operations/duties/done', { duty: 'commitment:accessReviewDays', note: 'x' })).status).toBe(422);
    await owner.post('/operations/duties/plan', { duty: 'commitment:logReviewDays', assignee: 'P-2' });
    expect(await duty()).toMatchObject({ assignee: 'P-2' });
  });

  it('reaches a person under a secret address, until it ends', async () => {
    const { url } = (await send('tom', 'POST', '/my/calendar', {})).body;
    const path = new URL(url).pathname;
    const feed = () => application.send<string>('GET', path, { key: null });
    const { status, body, headers } = await feed();
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(body).toContain('BEGIN:VCALENDAR\r\nVERSION:2.0\r\n');
    expect(body).toContain('SUMMARY:Review logs\r\n');
    expect(body).toContain('DTSTART;VALUE=DATE:20261227\r\nDTEND;VALUE=DATE:20261228\r\n');
    for (const line of body.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    const stranger = await application.send('GET', '/api/calendar/not-a-token', { key: null });
    expect([stranger.status, (stranger.body as any).code]).toEqual([404, 'not-found']);
    const second = (await send('tom', 'POST', '/my/calendar', {})).body;
    expect([(await feed()).status, (await application.send('GET', new URL(second.url).pathname, { key: null })).status]).toEqual([404, 200]);
    await send('tom', 'DELETE', '/my/calendar');
    expect((await application.send('GET', new URL(second.url).pathname, { key: null })).status).toBe(404);
    const { items } = await owner.get('/ledger?limit=200');
    expect(JSON.stringify(items)).not.toContain(path.split('/').at(-1));
  });

  it('shows how the registers stand', async () => {
    const { figures } = await owner.get('/operations');
    expect(figures.find(({ id }: any) => id === 'vulnerabilities')).toMatchObject({ value: 1, mark: 'bad' });
    expect(figures.find(({ id }: any) => id === 'legal')).toMatchObject({ mark: 'unknown' });
  });
});
