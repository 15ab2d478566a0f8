import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startApplication, type Inside, type TestApplication } from '../../support/application.ts';
import { ownerOf } from '../../support/owner.ts';
import { ImaginedProvider } from '../../providers/imagined.ts';

/** Collections from the connection to the history, over HTTP, with a provider whose faults the test sets. */
let application: TestApplication;
let slug: string;
let stranger: string;
let manager: Inside;
let world: ImaginedProvider;
let today = '2026-11-24';
let seconds = 0;
const key: Record<string, string> = {};

beforeAll(async () => {
  world = new ImaginedProvider();
  application = await startApplication({}, () => new Date(Date.parse(`${today}T09:00:00Z`) + seconds++ * 1000), {
    collectors: { github: world.collector },
  });
  slug = await application.organisation('Fjordlicht Software GmbH');
  stranger = await application.organisation('Somebody Else Ltd');
  await application.inside(slug).post('/people', { name: 'Jonas Brandt', email: 'jonas@fjordlicht.example' });
  key['manager'] = await application.key(slug, 'isms-manager');
  key['auditor'] = await application.key(slug, 'internal-auditor');
  key['stranger'] = await application.key(stranger, 'owner');
  manager = application.inside(slug, key['manager']);
});
afterAll(() => application?.stop());
beforeEach(() => {
  Object.assign(world, { token: 'right', pageSize: 2, denied: new Set(), gate: Promise.resolve(), asked: [], onPage: () => undefined });
  world.users = ['a', 'b', 'c', 'd', 'e'].map((id, index) => ({ id, name: `User ${id}`, region: index < 3 ? 'north' : 'south', mfa: true }));
});

const connect = async (fields: object = {}) =>
  (
    await manager.post('/connections', {
      provider: 'github',
      title: 'Tenant',
      settings: { tenant: 't1' },
      credentials: { token: 'right' },
      ...fields,
    })
  ).record;
const finished = async (run: string) => {
  await application.background.settled();
  return (await manager.get('/runs')).items.find(({ id }: any) => id === run);
};
const collect = async (connection: string) => finished((await manager.post(`/connections/${connection}/runs`)).record.id);

describe('a connection', () => {
  it('keeps its credentials sealed and shows them to nobody', async () => {
    const record = await connect({ credentials: { token: 'very-secret-token' } });
    const everything = JSON.stringify([record, await manager.get('/connections'), await application.inside(slug).get('/ledger?limit=50')]);
    expect(everything).not.toContain('very-secret-token');
    const owner = await ownerOf(application);
    const { rows } = await owner.query('select content from access.sealed');
    await owner.end();
    expect(rows.length).toBeGreaterThan(0);
    for (const { content } of rows) expect(content.includes('very-secret-token')).toBe(false);
    expect(record.credentialsOn).not.toBeNull();
  });

  it('refuses settings and credentials that its provider does not have, and changes nothing', async () => {
    const before = (await manager.get('/connections')).items.length;
    const send = (body: object) => application.send('POST', `/api/organisations/${slug}/connections`, { key: key['manager']!, body });
    const wrong = await send({ provider: 'github', title: 'X', settings: {}, credentials: { token: 'x' } });
    expect([wrong.status, wrong.body.fields[0].field]).toEqual([400, 'settings.tenant']);
    const unknown = await send({ provider: 'github', title: 'X', settings: { tenant: 't' }, credentials: { password: 'x' } });
    expect([unknown.status, unknown.body.fields[0].field]).toEqual([400, 'credentials.password']);
    expect((await manager.get('/connections')).items).toHaveLength(before);
  });

  it('is tested: signs in, and names the permission that is missing', async () => {
    const { id } = await connect();
    expect(await manager.post(`/connections/${id}/test`)).toMatchObject({ ok: true, signedIn: true });
    world.denied.add('users north');
    const partly = await manager.post(`/connections/${id}/test`);
    expect(partly.parts.find(({ source }: any) => source === 'users')).toMatchObject({ ok: false, permission: 'users:read' });
    world.token = 'changed';
    expect(await manager.post(`/connections/${id}/test`)).toMatchObject({
      ok: false,
      signedIn: false,
      problem: 'The provider does not accept the token.',
    });
  });

  it('is out of reach for others, and read-only for auditors', async () => {
    const { id } = await connect();
    const status = async (who: string, method: string, path: string) =>
      (await application.send(method, `/api/organisations/${slug}${path}`, { key: key[who]!, ...(method === 'POST' && { body: {} }) })).status;
    expect(await status('stranger', 'GET', `/connections/${id}`)).toBe(404);
    expect(await status('auditor', 'GET', `/connections/${id}`)).toBe(200);
    expect(await status('auditor', 'POST', `/connections/${id}/runs`)).toBe(403);
  });

  it('forgets its credentials when it ends', async () => {
    const { id } = await connect();
    await manager.delete(`/connections/${id}`);
    const owner = await ownerOf(application);
    const { rowCount } = await owner.query('select from access.sealed where id = $1', [id]);
    await owner.end();
    expect(rowCount).toBe(0);
  });
});

describe('a collection', () => {
  it('reads to the last page, judges, and keeps what was asked with counts and hashes', async () => {
    const { id } = await connect();
    world.users[1]!.mfa = false;
    const run = await collect(id);
    expect(run).toMatchObject({ status: 'done', on: today, rows: 7, resources: 6, counts: { pass: 5, fail: 1, unknown: 0 }, calls: 4 });
    expect(run.hash).toMatch(/^[0-9a-f]{64}$/);
    const log = await manager.get(`/runs/${run.id}/files/log`);
    expect(log.asked.map(({ source, scope, query, pages, rows }: any) => [source, scope, query, pages, rows])).toEqual([
      ['users', 'north', 'GET /users', 2, 3],
      ['users', 'south', 'GET /users', 1, 2],
      ['regions', '', 'GET /regions', 1, 2],
    ]);
    const { items } = await manager.get(`/check-results?connection=${id}`);
    expect(items.map(({ check, outcome, because }: any) => [check, outcome, because])).toEqual([
      ['github-imagined-mfa', 'fail', 'User b: Has no second factor.'],
      ['github-imagined-regions', 'pass', 'Regions: 2 regions are used.'],
    ]);
  });

  it('gives the same hash for the same world, and writes rows for changes only', async () => {
    const { id } = await connect();
    const [one, two] = [await collect(id), await collect(id)];
    expect(two.hash).toBe(one.hash);
    const resources = async (more = '') => (await manager.get(`/connections/${id}/checks/github-imagined-mfa/resources?past=show${more}`)).items;
    expect(await resources()).toHaveLength(5);
    world.users[0]!.mfa = false;
    await collect(id);
    const changed = await resources('&search=User%20a');
    expect(changed.map(({ outcome, until }: any) => [outcome, until === null])).toEqual([
      ['fail', true],
      ['pass', false],
    ]);
    expect(await resources()).toHaveLength(6);
  });

  it('is unknown, not green, where a scope, a permission or everything is missing', async () => {
    const { id } = await connect();
    await collect(id);
    world.denied.add('users south');
    expect((await collect(id)).outcomes['github-imagined-mfa']).toBe('unknown');
    world.denied.clear();
    world.users = [];
    expect((await collect(id)).outcomes['github-imagined-mfa']).toBe('unknown');
    world.token = 'changed';
    const failed = await collect(id);
    expect(failed).toMatchObject({ status: 'failed', problem: 'The provider does not accept the token.' });
    expect(failed.outcomes).toEqual({ 'github-imagined-mfa': 'unknown', 'github-imagined-regions': 'unknown' });
  });

  it('shows its history, with the day of each change', async () => {
    const { id } = await connect();
    const points = [];
    for (const [day, mfa] of [
      ['2026-11-21', true],
      ['2026-11-22', false],
      ['2026-11-23', true],
    ] as const) {
      today = day;
      world.users[0]!.mfa = mfa;
      await collect(id);
      points.push([day, mfa ? 'pass' : 'fail', mfa ? 0 : 1]);
    }
    today = '2026-11-24';
    const history = await manager.get(`/connections/${id}/checks/github-imagined-mfa/history`);
    expect(history.points.map(({ on, outcome, counts }: any) => [on, outcome, counts.fail])).toEqual(points);
    const { items } = await manager.get(`/check-results?connection=${id}`);
    expect(items.find(({ check }: any) => check === 'github-imagined-mfa').since).toBe('2026-11-23');
  });

  it('tells how far it has come, can be cancelled, and goes on where it stood', async () => {
    const { id } = await connect();
    // The north is read; the south never answers.
    world.onPage = (_source, scope) => {
      world.gate = scope === 'south' ? new Promise(() => undefined) : Promise.resolve();
    };
    const run = (await manager.post(`/connections/${id}/runs`)).record;
    const again = await application.send('POST', `/api/organisations/${slug}/connections/${id}/runs`, { key: key['manager']!, body: {} });
    expect([again.status, again.body.detail]).toEqual([422, `Run ${run.id} of this connection is under way.`]);
    await expect.poll(async () => (await manager.get(`/runs/${run.id}/progress`)).what, { timeout: 10_000 }).toContain('south');
    await manager.post(`/runs/${run.id}/cancel`);
    const cancelled = await finished(run.id);
    expect(cancelled.status).toBe('cancelled');
    Object.assign(world, { asked: [], gate: Promise.resolve(), onPage: () => undefined });
    await manager.post(`/runs/${run.id}/resume`);
    expect(await finished(run.id)).toMatchObject({ status: 'done', rows: 7 });
    expect(world.asked.some((each) => each.startsWith('users north'))).toBe(false);
  });

  it('obeys the figures, owners and switches that were set for a check', async () => {
    const { id } = await connect();
    const set = (body: object) =>
      application.send('PATCH', `/api/organisations/${slug}/connections/${id}/checks/github-imagined-regions`, { key: key['manager']!, body });
    expect((await set({ parameters: { most: 99 } })).status).toBe(400);
    expect((await set({ parameters: { least: 1 } })).status).toBe(400);
    await set({ parameters: { most: 1 }, owner: 'P-1' });
    expect((await collect(id)).outcomes['github-imagined-regions']).toBe('fail');
    const tasks = (await manager.get('/control-tasks')).items;
    expect(tasks.at(-1)).toMatchObject({ connection: id, check: 'github-imagined-regions', assignee: 'P-1', status: 'open', control: 'A.8.9' });
    await set({ parameters: { most: 5 } });
    await collect(id);
    expect((await manager.get(`/control-tasks/${tasks.at(-1).id}`)).status).toBe('done');
    await set({ enabled: false });
    expect((await collect(id)).outcomes).toEqual({ 'github-imagined-mfa': 'pass' });
  });

  it('keeps what was received as long as the connection says, and its hash for good', async () => {
    const { id } = await connect({ keepDays: 30 });
    const run = await collect(id);
    const raw = `/runs/${run.id}/files/regions`;
    expect((await application.send('GET', `/api/organisations/${slug}${raw}`, { key: key['manager']! })).status).toBe(200);
    await application.collecting.clear();
    expect((await manager.get('/runs')).items.find((each: any) => each.id === run.id).files.length).toBe(3);
    today = '2026-12-30';
    await application.collecting.clear();
    const after = (await manager.get('/runs')).items.find((each: any) => each.id === run.id);
    expect([after.files, after.hash]).toEqual([[], run.hash]);
    expect((await application.send('GET', `/api/organisations/${slug}${raw}`, { key: key['manager']! })).status).toBe(404);
    expect((await manager.get(`/runs/${run.id}/files/log`)).asked.length).toBe(3);
    today = '2026-11-24';
  });

  it('is started by the clock when it is due, once', async () => {
    today = '2026-12-01';
    const { id } = await connect({ schedule: 'daily' });
    const runs = async () => (await manager.get(`/runs?connection=${id}`)).items.length;
    const tick = async () => {
      await application.collecting.due();
      await application.background.settled();
    };
    await tick();
    await tick();
    expect(await runs()).toBe(1);
    today = '2026-12-02';
    await tick();
    expect(await runs()).toBe(2);
    expect((await manager.get(`/runs?connection=${id}`)).items[0]).toMatchObject({ trigger: 'schedule', status: 'done' });
    const owner = await ownerOf(application);
    await owner.query('delete from access.sealed where id = $1', [id]);
    await owner.end();
    today = '2026-12-04';
    await tick();
    expect(await runs()).toBe(2);
    await manager.patch(`/connections/${id}`, { schedule: 'off' });
    today = '2026-12-09';
    await tick();
    expect(await runs()).toBe(2);
    today = '2026-11-24';
  });
});

describe('the list of accounts', () => {
  it('comes from each run that read all of it, and shows what a review has revoked to have happened', async () => {
    const { record: person } = await manager.post('/people', { name: 'Rita Kohl', email: 'rita@fjordlicht.example' });
    const rita = application.inside(slug, await application.key(slug, 'employee', { person: person.id }));
    const connection = await connect({ title: 'Code' });
    const lists = async () => (await manager.get('/populations')).items.filter(({ source }: any) => source === `connection:${connection.id}`);
    const run = await collect(connection.id);
    const [list] = await lists();
    expect(list).toMatchObject({ title: 'Code', count: 5, active: 5, origin: expect.stringContaining(`run ${run.id}`) });
    const { record: review } = await manager.post('/access-reviews', { population: list.id, reviewers: [person.id] });
    const { items } = await rita.get(`/my/access-reviews/${review.id}`);
    await rita.post(`/my/access-reviews/${review.id}/decide`, {
      items: items.map(({ id, account }: any) => ({ id, decision: account.id === 'b' ? 'revoke' : 'keep', reason: 'Asked for.' })),
    });
    await manager.post(`/access-reviews/${review.id}/close`);
    // Half a list shows nothing.
    world.users = world.users.filter(({ id }) => id !== 'b');
    world.denied.add('users south');
    await collect(connection.id);
    expect(await lists()).toHaveLength(1);
    expect((await manager.get(`/access-reviews/${review.id}`)).state).toBe('to-carry-out');
    world.denied.clear();
    await collect(connection.id);
    expect(await lists()).toHaveLength(2);
    expect(await manager.get(`/access-reviews/${review.id}/report`)).toMatchObject({ complete: true, notDone: [] });
  });
});
