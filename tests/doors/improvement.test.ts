import { strFromU8, unzipSync } from 'fflate';
import { extractText } from 'unpdf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApplication, type Inside, type TestApplication } from '../support/application.ts';

/** A nonconformity from being found to having been shown to be gone (10.2), over HTTP, with a clock that moves. */
let application: TestApplication;
let slug: string;
let ahead = 0;
const by: Record<string, Inside> = {};
const dayOf = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

beforeAll(async () => {
  application = await startApplication({}, () => new Date(Date.now() + ahead * 86_400_000));
  slug = await application.organisation('Fjordlicht Software GmbH');
  const owner = application.inside(slug);
  for (const [name, topManagement] of [
    ['Ada', false],
    ['Tom', false],
    ['Eve', false],
    ['Hanna', true],
  ] as const)
    await owner.post('/people', { name, topManagement });
  by['owner'] = owner;
  for (const [name, role, person] of [
    ['ada', 'isms-manager', 'P-1'],
    ['tom', 'contributor', 'P-2'],
    ['eve', 'internal-auditor', 'P-3'],
    ['nobody', 'isms-manager', undefined],
  ] as const)
    by[name] = application.inside(slug, await application.key(slug, role, person === undefined ? {} : { person }));
});
afterAll(() => application?.stop());

const shown = (id: string) => by['ada']!.get(`/nonconformities/${id}`);
const refused = async (answer: Promise<unknown>) =>
  answer.then(
    () => 'done',
    (error: Error) => error.message,
  );

describe('a nonconformity', () => {
  it('is raised by an auditor, with its day and until when it is closed', async () => {
    const { record } = await by['eve']!.post('/nonconformities/raise', {
      title: 'Leavers keep their accounts',
      statement: 'Two of eight accounts of people who had left were open.',
      grade: 'major',
      subjects: ['A.5.18'],
      source: 'sample',
      sourceRecord: 'SMP-1',
    });
    expect(record).toMatchObject({ id: 'NC-1', raisedOn: dayOf(0), raisedByPerson: 'P-3' });
    expect(await shown('NC-1')).toMatchObject({
      state: 'raised',
      closeBy: dayOf(90),
      overdue: false,
      lacks: ['owner', 'correction', 'extent', 'cause', 'actions'],
    });
  });

  it('follows the days that the organisation sets', async () => {
    await by['ada']!.patch('/improvement-rules', { majorDays: 30, effectivenessDays: 20, escalateDays: 5 });
    expect((await shown('NC-1')).closeBy).toBe(dayOf(30));
    expect(await refused(by['eve']!.patch('/improvement-rules', { majorDays: 1 }))).toMatch(/403/);
  });

  it('tells its owner, whoever acts, and top management when it is long overdue', async () => {
    await by['ada']!.patch('/nonconformities/NC-1', { owner: 'P-1' });
    ahead = 40;
    const { overdue } = await by['ada']!.get('/reminders');
    expect(overdue.map(({ name, items }: any) => [name, items[0].title])).toEqual([
      ['Ada', 'Deal with NC-1 Leavers keep their accounts'],
      ['Hanna', 'NC-1 Leavers keep their accounts is overdue: see to it'],
    ]);
    expect(await shown('NC-1')).toMatchObject({ overdue: true, escalated: true });
    ahead = 0;
  });

  it('moves on by what is recorded: put right, the cause, actions with somebody and a day', async () => {
    expect(await refused(by['ada']!.patch('/nonconformities/NC-1', { correctedOn: dayOf(3) }))).toMatch(/not come yet/);
    await by['ada']!.patch('/nonconformities/NC-1', { correction: 'Both accounts are closed.', correctedOn: dayOf(0) });
    expect((await shown('NC-1')).state).toBe('analysed');
    await by['ada']!.patch('/nonconformities/NC-1', {
      extent: 'All 48 accounts were compared with the people who work here: no other.',
      whys: ['Nobody told the platform team.', 'The form goes to one mailbox that nobody reads in holidays.'],
      cause: 'Leaving is told by mail to one person.',
    });
    await by['ada']!.post('/corrective-actions', { title: 'Checklist opens by itself', nonconformity: 'NC-1' });
    expect(await shown('NC-1')).toMatchObject({ state: 'in-hand', lacks: ['plan'], actions: { all: 1, open: 1, overdue: 0 } });
    await by['ada']!.patch('/corrective-actions/CAPA-1', { assignee: 'P-2', dueOn: dayOf(10) });
    expect(await refused(by['tom']!.patch('/corrective-actions/CAPA-1', { doneOn: dayOf(0) }))).toMatch(/what was done/);
    await by['tom']!.patch('/corrective-actions/CAPA-1', { doneOn: dayOf(0), result: 'The personnel system opens the checklist.' });
    expect(await shown('NC-1')).toMatchObject({ state: 'waiting', effectFrom: dayOf(20), overdue: false });
  });

  it('is reviewed by somebody who had no part in it, and not before it can have had an effect', async () => {
    const review = { effective: false, text: 'One of five leavers since then kept an account.' };
    expect((await by['eve']!.get('/nonconformities/NC-1/story')).mayNotReview).toMatch(/reviewed from/);
    ahead = 21;
    expect((await shown('NC-1')).state).toBe('effect-due');
    for (const [who, why] of [
      ['ada', /You own/],
      ['tom', /You did CAPA-1/],
      ['nobody', /stands for nobody/],
    ] as const)
      expect(await refused(by[who]!.post('/nonconformities/NC-1/effectiveness', review))).toMatch(why);
    expect((await by['eve']!.get('/nonconformities/NC-1/story')).mayReview).toBe(true);
    await by['eve']!.post('/nonconformities/NC-1/effectiveness', review);
    expect(await shown('NC-1')).toMatchObject({
      state: 'analysed',
      lacks: ['actions'],
      reopened: [{ reason: expect.stringMatching(/One of five/) }],
    });
  });

  it('is closed when it has worked, and then stays as it is until it is opened again', async () => {
    await by['ada']!.post('/corrective-actions', {
      title: 'Accounts close on the last day',
      nonconformity: 'NC-1',
      assignee: 'P-2',
      dueOn: dayOf(25),
      doneOn: dayOf(21),
      result: 'Switched on.',
    });
    ahead = 45;
    await by['eve']!.post('/nonconformities/NC-1/effectiveness', { effective: true, text: 'Nine leavers since then, no account left.' });
    expect(await shown('NC-1')).toMatchObject({ state: 'closed', closedOn: dayOf(45), lacks: [] });
    expect(await refused(by['ada']!.patch('/nonconformities/NC-1', { title: 'Other' }))).toMatch(/does not change any more/);
    expect(await refused(by['ada']!.patch('/corrective-actions/CAPA-2', { result: 'Other' }))).toMatch(/do not change any more/);
    expect((await by['eve']!.get('/nonconformities/NC-1/story')).reviews).toHaveLength(2);
    await by['eve']!.post('/nonconformities/NC-1/reopen', { reason: 'It happened again in the office in Porto.' });
    expect((await shown('NC-1')).state).not.toBe('closed');
    ahead = 0;
  });

  it('leaves the record that 10.2 asks for, as PDF and DOCX, and the register of all', async () => {
    const get = async (path: string) => {
      const reply = await fetch(`${application.url}/api/organisations/${slug}/reports/${path}`, {
        headers: { authorization: `Bearer ${application.machineKey}` },
      });
      expect([path, reply.status]).toEqual([path, 200]);
      return new Uint8Array(await reply.arrayBuffer());
    };
    const { text } = await extractText(await get('nonconformities/NC-1?format=pdf'), { mergePages: true });
    for (const expected of [
      'Nonconformity NC-1: Leavers keep their accounts',
      'Two of eight accounts of people who had left were open.',
      'Both accounts are closed.',
      'All 48 accounts were compared with the people who work here: no other.',
      'And why that? The form goes to one mailbox that nobody reads in holidays.',
      'Root cause: Leaving is told by mail to one person.',
      'The personnel system opens the checklist.',
      'has not worked',
      'Nine leavers since then, no account left.',
      'Opened again by',
      'It happened again in the office in Porto.',
    ])
      expect(text.replaceAll(/\s+/g, ' ')).toContain(expected);
    const document = strFromU8(unzipSync(await get('nonconformities/NC-1?format=docx'))['word/document.xml']!);
    expect(document).toContain('Corrective actions (10.2 c)');
    const sheet = unzipSync(await get('nonconformities?format=xlsx'));
    const cells = Object.values(sheet)
      .map((each) => strFromU8(each))
      .join('');
    for (const expected of ['Leavers keep their accounts', 'Leaving is told by mail to one person.', '2 of 2 done', 'Ada'])
      expect(cells).toContain(expected);
    expect((await application.send('GET', `/api/organisations/${slug}/reports/nonconformities/NC-99`)).status).toBe(404);
  });

  it('is not seen from another organisation', async () => {
    const other = await application.organisation('Elsewhere AG');
    const stranger = application.inside(other);
    expect(await refused(stranger.get('/nonconformities/NC-1/story'))).toMatch(/404/);
  });
});

describe('an opportunity', () => {
  it('is proposed, taken on, or declined with a reason', async () => {
    const { record } = await by['eve']!.post('/improvements/propose', {
      title: 'One list of suppliers instead of three',
      source: 'internal-audit',
      sourceRecord: 'AUD-1',
    });
    expect(record).toMatchObject({ id: 'OFI-1', status: 'open' });
    expect(await refused(by['ada']!.patch('/improvements/OFI-1', { status: 'declined' }))).toMatch(/why it is declined/);
    await by['ada']!.patch('/improvements/OFI-1', { status: 'done', result: 'Two lists are gone.' });
    expect(await by['ada']!.get('/improvements/OFI-1')).toMatchObject({ status: 'done', doneOn: dayOf(0) });
  });
});
