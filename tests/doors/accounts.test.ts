import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApplication, type TestApplication } from '../support/application.ts';

let application: TestApplication;
let smtp: SMTPServer;
const mails: string[] = [];
let refuse = false;

beforeAll(async () => {
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_address, _session, callback) => callback(refuse ? new Error('No such mailbox') : null),
    onData: (stream, _session, callback) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        mails.push(Buffer.concat(parts).toString('utf8'));
        callback();
      });
    },
  });
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  const address = smtp.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  application = await startApplication({ ANNEXA_SMTP_URL: `smtp://127.0.0.1:${port}`, ANNEXA_MAIL_FROM: 'Annexa <isms@example.org>' });
});
afterAll(async () => {
  await application?.stop();
  await new Promise<void>((resolve) => smtp.close(() => resolve()));
});

const password = 'correct horse battery staple';
const plain = { key: null } as const;
const post = (path: string, body: unknown, headers: Record<string, string> = {}) => application.send('POST', path, { ...plain, body, headers });
const cookieOf = (headers: Headers) =>
  headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
const signIn = async (email: string, secret = password) => post('/api/session', { email, password: secret });
const accounts = () => application.accounts();

describe('set-up', () => {
  it('waits until the first account is made by the one-time link, which works once', async () => {
    expect((await application.send('GET', '/api/setup', plain)).body).toEqual({ waiting: true });
    const token = await (await accounts()).issueLink('setup', 60);
    const person = {
      token,
      name: 'Ada Berg',
      email: 'ada@example.org',
      password,
      organisation: 'Fjordlicht Software GmbH',
      timeZone: 'Europe/Berlin',
    };
    expect((await post('/api/setup', { ...person, token: 'guessed' })).status).toBe(404);
    expect((await post('/api/setup', { ...person, password: 'short' })).body).toMatchObject({
      code: 'invalid-input',
      fields: [{ field: 'password' }],
    });
    expect((await post('/api/setup', { ...person, timeZone: 'Europe/Atlantis' })).body.code).toBe('invalid-input');
    const done = await post('/api/setup', person);
    expect([done.status, done.body]).toEqual([
      201,
      { slug: 'fjordlicht-software-gmbh', name: 'Fjordlicht Software GmbH', role: 'owner', person: null },
    ]);
    expect((await post('/api/setup', { ...person, email: 'eve@example.org' })).status).toBe(404);
    expect((await application.send('GET', '/api/setup', plain)).body).toEqual({ waiting: false });
    const me = await application.send('GET', '/api/me', { ...plain, headers: { cookie: cookieOf(done.headers) } });
    expect(me.body).toMatchObject({
      actor: { name: 'Ada Berg', email: 'ada@example.org' },
      organisations: [{ slug: 'fjordlicht-software-gmbh', role: 'owner' }],
    });
  });
});

describe('sessions', () => {
  it('are cookies that scripts and other sites cannot use', async () => {
    const { status, headers } = await signIn('Ada@Example.org');
    expect(status).toBe(200);
    const [cookie] = headers.getSetCookie();
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
  });

  it('refuse a change that another site sends along', async () => {
    const cookie = cookieOf((await signIn('ada@example.org')).headers);
    const path = '/api/organisations/fjordlicht-software-gmbh/people';
    const evil = await post(path, { name: 'Intruder' }, { cookie, origin: 'https://evil.example' });
    expect([evil.status, evil.body.code]).toEqual([403, 'not-permitted']);
    expect((await post(path, { name: 'Intruder' }, { cookie, origin: 'null' })).status).toBe(403);
    expect((await post(path, { name: 'Bo Lund' }, { cookie, origin: application.url })).status).toBe(201);
  });

  it('end when one signs out', async () => {
    const cookie = cookieOf((await signIn('ada@example.org')).headers);
    const me = () => application.send('GET', '/api/me', { ...plain, headers: { cookie } });
    expect((await me()).status).toBe(200);
    await application.send('DELETE', '/api/session', { ...plain, headers: { cookie, origin: application.url } });
    expect((await me()).status).toBe(401);
  });

  it('are not made up', async () => {
    expect((await application.send('GET', '/api/me', { ...plain, headers: { cookie: 'annexa.session_token=abc.def' } })).status).toBe(401);
  });

  it('leave nothing of the accounts library open to the network', async () => {
    for (const path of ['/api/auth/sign-up/email', '/api/auth/open-session', '/api/auth/sign-in/email', '/api/auth/list-sessions']) {
      expect((await post(path, { userId: 'x', email: 'eve@example.org', password, name: 'Eve' })).status, path).toBe(404);
    }
  });
});

describe('guessing passwords', () => {
  it('is not told whether the address or the password was wrong, and takes as long', async () => {
    const [known, unknown] = [await signIn('ada@example.org', 'wrong password 1'), await signIn('nobody@example.org', 'wrong password 1')];
    expect([known.status, known.body]).toEqual([unknown.status, unknown.body]);
    expect(known.status).toBe(401);
  });

  it('ends after six failures for an account, with the right password too', async () => {
    for (let time = 0; time < 6; time++) expect((await signIn('victim@example.org', 'wrong password 2')).status).toBe(401);
    const { status, body } = await signIn('victim@example.org', 'wrong password 2');
    expect([status, body.code]).toEqual([429, 'too-many-requests']);
    expect((await signIn('ada@example.org')).status).toBe(200);
  });

  it('gains nothing from trying many at once', async () => {
    const replies = await Promise.all(Array.from({ length: 20 }, () => signIn('parallel@example.org', 'wrong password 3')));
    expect(replies.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(6);
    expect(replies.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(14);
  });

  it('a success clears the account’s count', async () => {
    for (let time = 0; time < 4; time++) await signIn('ada@example.org', 'wrong password 4');
    expect((await signIn('ada@example.org')).status).toBe(200);
    for (let time = 0; time < 4; time++) expect((await signIn('ada@example.org', 'wrong password 4')).status).toBe(401);
    expect((await signIn('ada@example.org')).status).toBe(200);
  });
});

describe('invitations', () => {
  const slug = 'fjordlicht-software-gmbh';
  let cookie: string;
  beforeAll(async () => {
    cookie = cookieOf((await signIn('ada@example.org')).headers);
  });
  const invite = (fields: object) =>
    post(`/api/organisations/${slug}/invitations`, { role: 'contributor', ...fields }, { cookie, origin: application.url });
  const tokenIn = (mail: string) => /invitation\/([\w-]+)/.exec(mail.replaceAll('=\r\n', ''))![1]!;

  it('are sent by mail, open once, and give the role', async () => {
    const { status, body } = await invite({ email: 'Bo@Example.org' });
    expect([status, body.sent, body.link]).toEqual([201, true, null]);
    const mail = mails.at(-1)!;
    expect(mail).toContain('To: bo@example.org');
    expect(mail).toContain('From: Annexa <isms@example.org>');
    const token = tokenIn(mail);
    expect((await application.send('GET', `/api/invitation/${token}`, plain)).body).toEqual({
      organisation: 'Fjordlicht Software GmbH',
      slug,
      email: 'bo@example.org',
      role: 'contributor',
      hasAccount: false,
    });
    expect((await post(`/api/invitation/${token}`, { password })).body.fields).toEqual([{ field: 'name', message: 'Give your name.' }]);
    const accepted = await post(`/api/invitation/${token}`, { name: 'Bo Lund', password });
    expect([accepted.status, accepted.body.role]).toEqual([200, 'contributor']);
    expect((await post(`/api/invitation/${token}`, { name: 'Again', password })).status).toBe(404);
    const list = await application.send('GET', `/api/organisations/${slug}/members`, { ...plain, headers: { cookie: cookieOf(accepted.headers) } });
    expect(list.body.items.map(({ email, role }: { email: string; role: string }) => [email, role])).toEqual([
      ['ada@example.org', 'owner'],
      ['bo@example.org', 'contributor'],
    ]);
  });

  it('ask somebody who has an account for its password', async () => {
    await application.organisation('Second house');
    const second = application.inside('second-house');
    await second.post('/invitations', { email: 'bo@example.org', role: 'internal-auditor' });
    const token = tokenIn(mails.at(-1)!);
    expect((await post(`/api/invitation/${token}`, { password: 'not his password' })).status).toBe(401);
    expect((await post(`/api/invitation/${token}`, { password })).body).toMatchObject({ slug: 'second-house', role: 'internal-auditor' });
  });

  it('cannot be used after they were withdrawn', async () => {
    const { body } = await invite({ email: 'cia@example.org' });
    const token = tokenIn(mails.at(-1)!);
    await application.send('DELETE', `/api/organisations/${slug}/invitations/${body.record.id}`, {
      ...plain,
      headers: { cookie, origin: application.url },
    });
    expect((await application.send('GET', `/api/invitation/${token}`, plain)).status).toBe(404);
  });

  it('are not made when the mail server refuses them', async () => {
    refuse = true;
    const { status, body } = await invite({ email: 'dag@example.org' });
    refuse = false;
    expect([status, body.code]).toEqual([422, 'not-possible']);
    expect(body.remedy).toContain('No such mailbox');
    const open = await application.inside(slug).get('/invitations');
    expect(open.items.map(({ email }: { email: string }) => email)).not.toContain('dag@example.org');
  });

  it('are refused for somebody who has access, and for an external auditor without an end', async () => {
    expect((await invite({ email: 'bo@example.org' })).status).toBe(409);
    expect((await invite({ email: 'auditor@example.org', role: 'external-auditor' })).body.code).toBe('invalid-input');
  });

  it('never show the secret in the ledger or the export', async () => {
    const token = tokenIn(mails.at(-1)!);
    const inside = application.inside(slug);
    expect(JSON.stringify(await inside.get('/ledger?limit=500'))).not.toContain(token);
    const files = JSON.stringify(await inside.get('/files'));
    for (const secret of [token, 'ada@example.org', 'hash']) expect(files).not.toContain(secret);
  });
});

describe('access ends', () => {
  const slug = 'fjordlicht-software-gmbh';
  it('with the last day of an external auditor', async () => {
    const today = new Date().toISOString().slice(0, 10);
    const key = await application.key(slug, 'external-auditor', { expiresOn: today });
    const read = () => application.send('GET', `/api/organisations/${slug}/auditor-room`, { key });
    expect((await read()).status).toBe(200);
    const { items } = await application.inside(slug).get('/keys');
    const { ownerOf } = await import('../support/owner.ts');
    const owner = await ownerOf(application);
    await owner.query(`update isms.api_keys set expires_on = current_date - 2 where id = $1`, [items.at(-1).id]);
    await owner.end();
    expect((await read()).status).toBe(404);
  });

  it('with a revoked key, at once', async () => {
    const key = await application.key(slug, 'contributor');
    const { items } = await application.inside(slug).get('/keys');
    expect((await application.send('GET', `/api/organisations/${slug}/risks`, { key })).status).toBe(200);
    await application.inside(slug).delete(`/keys/${items.at(-1).id}`);
    expect((await application.send('GET', `/api/organisations/${slug}/risks`, { key })).status).toBe(404);
  });

  it('with removed membership, but never for the only owner', async () => {
    const inside = application.inside(slug);
    const { items } = await inside.get('/members');
    const [ada, bo] = items as { id: string; email: string }[];
    const cookie = cookieOf((await signIn(bo!.email)).headers);
    const read = () => application.send('GET', `/api/organisations/${slug}/risks`, { ...plain, headers: { cookie } });
    expect((await read()).status).toBe(200);
    await inside.delete(`/members/${bo!.id}`);
    expect((await read()).status).toBe(404);
    await expect(inside.delete(`/members/${ada!.id}`)).rejects.toThrow('only owner');
    await expect(inside.patch(`/members/${ada!.id}`, { role: 'employee' })).rejects.toThrow('only owner');
  });
});

describe('two organisations', () => {
  it('do not see each other, whatever id is asked for', async () => {
    const [north, south] = [await application.organisation('North'), await application.organisation('South')];
    const [inNorth, inSouth] = [application.inside(north), application.inside(south)];
    await inNorth.post('/people', { name: 'Nora North' });
    await inSouth.post('/people', { name: 'Sven South' });
    await inSouth.post('/people', { name: 'Siri South' });
    const key = await application.key(north, 'owner');
    const everything = JSON.stringify(
      await Promise.all(
        ['/people', '/risks', '/ledger?limit=500', '/files', '/members', '/keys', '/verdict', '/journey'].map((path) =>
          application.inside(north, key).get(path),
        ),
      ),
    );
    expect(everything).toContain('Nora North');
    expect(everything).not.toMatch(/South/);
    expect((await application.send('GET', `/api/organisations/${north}/people/P-2`, { key })).status).toBe(404);
    expect((await application.send('GET', `/api/organisations/${south}/people/P-1`, { key })).status).toBe(404);
    expect((await application.send('GET', '/api/me', { key })).body.organisations.map(({ slug }: { slug: string }) => slug)).toEqual([north]);
    // A reference to a record of the other one is a reference to nothing.
    const { status, body } = await application.send('POST', `/api/organisations/${north}/isms-roles`, {
      key,
      body: { kind: 'isms-manager', holders: ['P-2'] },
    });
    expect([status, body.code]).toEqual([400, 'invalid-input']);
  });

  it('are founded by people and the machine, not by keys', async () => {
    const key = await application.key('second-house', 'owner');
    expect((await application.send('POST', '/api/organisations', { key, body: { name: 'Third house' } })).status).toBe(403);
    expect((await application.send('POST', '/api/organisations', { body: { name: 'X', slug: 'second-house' } })).status).toBe(409);
  });
});
