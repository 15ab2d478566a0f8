import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApplication } from '../../src/doors/application.ts';
import { readConfig } from '../../src/platform/config.ts';
import { startEmbedded } from '../../src/platform/database/embedded.ts';
import { createLogger } from '../../src/platform/log.ts';
import { startApplication, temporaryDirectory, type TestApplication } from '../support/application.ts';
import { organisationWithRoles, publishedPolicy, submittedPolicy } from '../support/policy.ts';
import { annexa } from '../support/shell.ts';
import { startMailServer, type MailServer } from '../support/smtp.ts';

/** What is due by the clock, through a real mail server, with a clock that is moved. */
const people = [
  { name: 'Ada Berg', email: 'ada@fjordlicht.example' },
  { name: 'Tom Vik', email: 'tom@fjordlicht.example' },
  { name: 'Eva Lund', email: 'eva@fjordlicht.example' },
  { name: 'Nora Without', email: '' },
  { name: 'Lars Gone', email: 'lars@fjordlicht.example', endsOn: '2026-11-20' },
];

async function scene() {
  const mail = await startMailServer();
  const time = { now: '2026-11-24T05:00:00Z' };
  const application = await startApplication({ ANNEXA_SMTP_URL: mail.url }, () => new Date(time.now));
  const roles = await organisationWithRoles(application, people);
  const reminders = async () => (await roles.manager.get('/reminders')) as { items: any[]; overdue: any[]; total: number };
  /** The clock moves, the hour strikes; answers who has got a letter since. */
  const at = async (now: string) => {
    time.now = now;
    const before = mail.letters.length;
    await application.duties();
    await application.calls.settled();
    return mail.letters
      .slice(before)
      .map(({ to }) => to.split('@')[0]!)
      .toSorted();
  };
  const end = async () => {
    await application.stop();
    await mail.down();
  };
  return { mail, application, ...roles, reminders, at, end, time };
}

describe('through the weeks of a campaign and a lesson', () => {
  let s: Awaited<ReturnType<typeof scene>>;
  let version: string;
  beforeAll(async () => {
    s = await scene();
    version = await publishedPolicy(s, 'Reviews are tickets with the label ACCESS.');
    await s.manager.post('/lessons/begin', { templates: ['phishing'] });
  });
  afterAll(() => s?.end());
  const subjects = () => s.mail.letters.splice(0).map(({ to, subject }) => [to.split('@')[0], subject]);

  it('nobody is written to at night; in the morning everybody who can be reached gets one letter', async () => {
    expect(await s.at('2026-11-24T05:30:00Z')).toEqual([]);
    expect(await s.at('2026-11-24T07:05:00Z')).toEqual(['ada', 'eva', 'tom']);
    const [letter] = s.mail.letters;
    expect(letter!.subject).toBe('Fjordlicht Software GmbH: "Access control policy, version 1" waits for you');
    expect(letter!.text).toContain(`- Read "Access control policy, version 1", by 8 Dec 2026`);
    expect(letter!.text).toContain(`${s.application.url}/o/${s.slug}/my`);
    s.mail.letters.length = 0;
  });

  it('once a day, however often and from however many sides it is run', async () => {
    expect(await s.at('2026-11-24T08:05:00Z')).toEqual([]);
    await Promise.all([s.application.duties(), s.application.duties(), s.manager.post('/daily')]);
    await s.application.calls.settled();
    expect(s.mail.letters).toEqual([]);
  });

  it('what was sent is a record: who, what, where to, when, what the server said; written by the system', async () => {
    const { items } = await s.reminders();
    expect(items).toHaveLength(3);
    expect(items.find(({ person }) => person === 'P-3')).toMatchObject({
      name: 'Eva Lund',
      email: 'eva@fjordlicht.example',
      on: '2026-11-24',
      state: 'sent',
      askedBy: 'daily',
      attempts: 1,
      sentAt: '2026-11-24T07:05:00.000Z',
      answer: expect.stringMatching(/^250/),
      items: [{ kind: 'read', subject: version, title: 'Access control policy, version 1', dueOn: '2026-12-08' }],
    });
    const { items: entries } = await s.owner.get(`/ledger?register=reminders&record=${items[0].id}`);
    expect(new Set(entries.map(({ actor, actorName, door }: any) => [actor, actorName, door].join(' ')))).toEqual(new Set(['system Annexa system']));
  });

  it('again after the days of the campaign, with the lesson in the same letter; not to those who are done', async () => {
    for (const day of ['25', '26', '27', '28', '29', '30']) expect(await s.at(`2026-11-${day}T07:05:00Z`), day).toEqual([]);
    const employee = s.application.inside(s.slug, await s.application.key(s.slug, 'employee', { person: 'P-3' }));
    const { hash } = await employee.get(`/my/reading/${version}`);
    await employee.post(`/my/reading/${version}/acknowledge`, { hash });
    expect(await s.at('2026-12-01T07:05:00Z')).toEqual(['ada', 'eva', 'tom']);
    expect(Object.fromEntries(subjects())).toEqual({
      ada: 'Fjordlicht Software GmbH: 2 things wait for you',
      tom: 'Fjordlicht Software GmbH: 2 things wait for you',
      eva: 'Fjordlicht Software GmbH: "Phishing" waits for you',
    });
  });

  it('somebody who joins falls in by themselves, with a time of their own', async () => {
    await s.owner.post('/people', { name: 'Finn New', email: 'finn@fjordlicht.example', startsOn: '2026-12-04' });
    expect(await s.at('2026-12-03T07:05:00Z')).toEqual([]);
    expect(await s.at('2026-12-04T07:05:00Z')).toEqual(['finn']);
    expect(s.mail.letters.at(-1)!.text).toContain('by 18 Dec 2026');
    s.mail.letters.length = 0;
  });

  it('on the day itself, with the mail server down: nothing is lost, and nothing comes twice when it is back', async () => {
    await s.mail.down();
    expect(await s.at('2026-12-08T07:05:00Z')).toEqual([]);
    const waiting = (await s.reminders()).items.filter(({ state }) => state === 'waiting');
    expect(waiting.map(({ name }): string => name).toSorted()).toEqual(['Ada Berg', 'Eva Lund', 'Tom Vik']);
    expect(waiting.some(({ answer }) => /ECONNREFUSED/.test(answer))).toBe(true);
    expect(await s.at('2026-12-08T08:05:00Z')).toEqual([]);
    await s.mail.up();
    expect(await s.at('2026-12-08T09:05:00Z')).toEqual(['ada', 'eva', 'tom']);
    expect(await s.at('2026-12-08T10:05:00Z')).toEqual([]);
    s.mail.letters.length = 0;
  });

  it('a server that breaks off in the middle: those who have got theirs do not get it again', async () => {
    s.mail.breaksAfter = 2;
    const first = await s.at('2026-12-15T07:05:00Z');
    expect(first).toHaveLength(2);
    s.mail.breaksAfter = null;
    const second = await s.at('2026-12-15T08:05:00Z');
    expect([...first, ...second].toSorted()).toEqual(['ada', 'eva', 'finn', 'tom']);
    expect(s.mail.letters.find(({ to }) => to.startsWith('ada'))!.subject).toBe('Fjordlicht Software GmbH: 2 things wait for you, 2 of them overdue');
    s.mail.letters.length = 0;
  });

  it('what was done while the letter waited is not reminded of any more', async () => {
    await s.mail.down();
    expect(await s.at('2026-12-22T07:05:00Z')).toEqual([]);
    await s.owner.patch('/people/P-2', { endsOn: '2026-12-21' });
    const [campaign] = (await s.manager.get('/campaigns')).items;
    await s.manager.post(`/campaigns/${campaign.id}/end`);
    await s.mail.up();
    // Over night: the letter that goes out says what is so today.
    expect(await s.at('2026-12-23T06:05:00Z')).toEqual(['ada', 'eva', 'finn']);
    expect(subjects().map(([, subject]) => subject)).toEqual(Array(3).fill('Fjordlicht Software GmbH: "Phishing" waits for you, overdue'));
    expect((await s.reminders()).items.filter(({ state }) => state === 'dropped').map(({ name }) => name)).toEqual(['Tom Vik']);
    expect(await s.at('2026-12-23T07:05:00Z')).toEqual([]);
  });

  it('an address that does not exist is noted, and holds up nobody', async () => {
    s.mail.unknown.add('ada@fjordlicht.example');
    expect(await s.at('2026-12-30T07:05:00Z')).toEqual(['eva', 'finn']);
    const refused = (await s.reminders()).items.find(({ state }) => state === 'refused');
    expect(refused).toMatchObject({ name: 'Ada Berg', answer: expect.stringContaining('No such mailbox here') });
  });

  it('the overdue list shows everybody, those without an address too', async () => {
    expect((await s.reminders()).overdue.map(({ name, reachable }) => [name, reachable])).toEqual(
      expect.arrayContaining([
        ['Ada Berg', true],
        ['Nora Without', false],
      ]),
    );
  });
});

describe('versions', () => {
  let s: Awaited<ReturnType<typeof scene>>;
  beforeAll(async () => {
    s = await scene();
  });
  afterAll(() => s?.end());

  it('approvers hear of what is in review until they have signed; owners of a review that comes near', async () => {
    const id = await submittedPolicy(s.manager, 'Reviews are tickets with the label ACCESS.');
    expect(await s.at('2026-11-24T08:05:00Z')).toEqual(['tom']);
    expect(s.mail.letters[0]!.text).toContain('Approve "Access control policy, version 1"');
    expect(s.mail.letters[0]!.text).toContain(`${s.application.url}/o/${s.slug}/documents`);
    expect(await s.at('2026-11-26T08:05:00Z')).toEqual([]);
    expect(await s.at('2026-11-27T08:05:00Z')).toEqual(['tom']);
    await s.top.post(`/document-versions/${id}/approve`);
    await s.manager.post(`/document-versions/${id}/publish`);
    expect(await s.at('2026-12-04T08:05:00Z')).toEqual([]);
    expect(await s.at('2027-10-27T08:05:00Z')).toEqual([]);
    expect(await s.at('2027-10-28T08:05:00Z')).toEqual(['ada']);
    expect(s.mail.letters.at(-1)!.text).toContain('Review "Access control policy", by 27 Nov 2027');
    await s.manager.post(`/document-versions/${id}/reviewed`);
    expect(await s.at('2027-11-27T08:05:00Z')).toEqual([]);
  });

  it('a scheduled version replaces the former on its day, and ends its campaign', async () => {
    await s.manager.post('/campaigns', { document: 'D-1' });
    const { record: next } = await s.manager.post('/documents/D-1/versions', { changeNote: 'Second.' });
    await s.manager.post(`/document-versions/${next.id}/submit`);
    await s.top.post(`/document-versions/${next.id}/approve`);
    await s.manager.post(`/document-versions/${next.id}/publish`, { effectiveOn: '2027-12-10' });
    const states = async () => (await s.manager.get('/documents/D-1/versions')).items.map(({ status }: any) => status);
    await s.at('2027-12-09T22:55:00Z');
    expect(await states()).toEqual(['effective', 'effective']);
    // Midnight in UTC, where this organisation is.
    await s.at('2027-12-10T00:05:00Z');
    expect(await states()).toEqual(['effective', 'superseded']);
    expect((await s.manager.get('/campaigns')).items.map(({ endedOn }: any) => endedOn)).toEqual(['2027-12-10']);
    const { items } = await s.owner.get('/ledger?register=document-versions&record=DV-1&limit=1');
    expect(items[0]).toMatchObject({ actor: 'system' });
  });

  it('asked for by hand: over the shell too, and never twice for the same thing on one day', async () => {
    s.time.now = '2027-12-13T05:00:00Z';
    await s.manager.post('/campaigns', { document: 'D-1' });
    const [{ id }] = (await s.manager.get('/campaigns')).items.filter(({ endedOn }: any) => endedOn === null);
    s.mail.letters.length = 0;
    const said = await annexa(['daily', 'run', '--organisation', s.slug, '--json'], { ANNEXA_DATA: s.application.data });
    expect([said.code, said.err, JSON.parse(said.out)]).toMatchObject([
      0,
      '',
      { reminded: 3, withoutAddress: ['Nora Without'], sent: true, superseded: [] },
    ]);
    await s.application.calls.settled();
    expect(s.mail.letters).toHaveLength(3);
    expect(await s.manager.post(`/campaigns/${id}/remind`)).toMatchObject({ reminded: 0, sent: true });
    s.time.now = '2027-12-14T05:00:00Z';
    expect(await s.manager.post(`/campaigns/${id}/remind`)).toMatchObject({ reminded: 3, withoutAddress: ['Nora Without'], sent: true });
    await s.application.calls.settled();
    expect(s.mail.letters).toHaveLength(6);
    expect(await s.at('2027-12-14T08:05:00Z')).toEqual([]);
  });
});

describe('without a mail server', () => {
  it('nothing is written down as sent, and what is overdue is seen all the same', async () => {
    const time = { now: '2026-11-24T09:00:00Z' };
    const application = await startApplication({}, () => new Date(time.now));
    const roles = await organisationWithRoles(application, people);
    await roles.manager.post('/lessons/begin', { templates: ['phishing'] });
    time.now = '2026-12-20T09:00:00Z';
    await application.duties();
    expect(await roles.manager.post('/daily')).toMatchObject({ sent: false, reminded: 3, withoutAddress: ['Nora Without'] });
    const seen = await roles.manager.get('/reminders');
    expect([seen.mailServer, seen.total, seen.overdue.length]).toEqual([false, 0, 4]);
    await application.stop();
  });
});

describe('two processes on one database', () => {
  it('send each letter once between them', async () => {
    const mail: MailServer = await startMailServer();
    const directory = temporaryDirectory();
    const server = await startEmbedded({ dataDirectory: directory.path, durable: false });
    const scratch = mkdtempSync(join(tmpdir(), 'annexa-two-'));
    const admin = new pg.Client(server.connection(server.owner, 'postgres'));
    await admin.connect();
    await admin.query('create database shared');
    await admin.end();
    const environment = {
      DATABASE_URL: `postgres://annexa@localhost/shared?host=${encodeURIComponent(server.connection(server.owner, 'shared').host!)}`,
      ANNEXA_SECRET: 'the same secret for all of the processes',
      ANNEXA_SMTP_URL: mail.url,
      ANNEXA_LOG_LEVEL: 'error',
    };
    const clock = () => new Date('2026-11-24T09:00:00Z');
    const build = (name: string) =>
      buildApplication(readConfig(['--port', '0', '--data', join(scratch, name)], environment), createLogger('error'), { durable: false, clock });
    const [one, two] = [await build('one'), await build('two')];
    const send = async (path: string, body: object) => {
      const reply = await one.fetch(
        new Request(`http://localhost/api/organisations${path}`, {
          method: 'POST',
          headers: { authorization: `Bearer ${one.machineKey}`, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      );
      if (!reply.ok) throw new Error(await reply.text());
    };
    await send('', { name: 'Shared' });
    const crowd = Array.from({ length: 30 }, (_, index) => `person${index}@shared.example`);
    for (const email of crowd) await send('/shared/people', { name: email, email });
    await send('/shared/lessons/begin', { templates: ['phishing'] });
    // Joined long ago: the lesson is due in a week from its first day.
    const record = await one.fetch(
      new Request('http://localhost/api/organisations/shared/lessons/LES-1', {
        method: 'PATCH',
        headers: { authorization: `Bearer ${one.machineKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ daysForNew: 3 }),
      }),
    );
    expect(record.status).toBe(200);
    await Promise.all([one.duties(), two.duties(), one.duties(), two.duties()]);
    await Promise.all([one.calls.settled(), two.calls.settled()]);
    expect(mail.letters.map(({ to }) => to).toSorted()).toEqual(crowd.toSorted());
    await one.stop();
    await two.stop();
    await server.stop();
    await mail.down();
    rmSync(scratch, { recursive: true, force: true });
    directory.remove();
  });
});

describe('a process that ends in the middle', () => {
  let application: TestApplication | undefined;
  afterAll(() => application?.stop());
  it('leaves what it had taken to the next run', async () => {
    const mail = await startMailServer();
    const time = { now: '2026-11-24T09:00:00Z' };
    application = await startApplication({ ANNEXA_SMTP_URL: mail.url }, () => new Date(time.now));
    const { manager, slug } = await organisationWithRoles(application, people);
    await publishedPolicy({ manager, top: application.inside(slug, await application.key(slug, 'top-management', { person: 'P-2' })) }, 'Ours.');
    // Taken by a process that was never heard of again: the record stands at "sending".
    await mail.down();
    await manager.post('/daily');
    await application.calls.settled();
    const entered = {
      organisation: await organisation(application, slug),
      actor: { id: 'machine', name: 'x', email: '', role: 'owner', person: null, door: 'system' as const },
      head: 0,
    };
    const { collections } = await import('../../src/isms/collections.ts');
    const { items } = await manager.get('/reminders');
    await application.calls.run(entered, { writes: true }, async (call) =>
      call.write.changeMany(
        collections.reminders,
        items.map(({ id }: any) => ({ id, state: 'sending' as const, sendingSince: call.now() })),
      ),
    );
    await mail.up();
    time.now = '2026-11-24T09:10:00Z';
    await application.duties();
    expect(mail.letters).toEqual([]);
    time.now = '2026-11-24T09:20:00Z';
    await application.duties();
    expect(mail.letters.map(({ to }) => to.split('@')[0]!).toSorted()).toEqual(['ada', 'eva', 'tom']);
    await mail.down();
  });
});

const organisation = async (application: TestApplication, slug: string) => {
  const { organisationsOf } = await import('../../src/platform/auth/enter.ts');
  return (await organisationsOf(application.database.app, { kind: 'machine' }, 'system')).find((each) => each.organisation.slug === slug)!
    .organisation;
};
