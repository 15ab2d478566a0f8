import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { metrics } from '../../src/isms/objectives/model.ts';
import { startApplication, type Inside, type TestApplication } from '../support/application.ts';

/** Objectives, their figures over time and what they mean, over HTTP. The ledger's times are the database's own: the reader's clock moves on. */
let application: TestApplication;
let slug: string;
let ahead = 0;
let manager: Inside;
const dayOf = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const [begin, later] = [dayOf(0), dayOf(60)];

beforeAll(async () => {
  application = await startApplication({}, () => new Date(Date.now() + ahead * 86_400_000));
  slug = await application.organisation('Fjordlicht Software GmbH');
  manager = application.inside(slug, await application.key(slug, 'isms-manager'));
});
afterAll(() => application?.stop());

const send = (method: string, path: string, body?: unknown) =>
  application.send(method, `/api/organisations/${slug}${path}`, body === undefined ? {} : { body });

it('every measure is unknown while there is nothing to measure; required documents are missing from the first day', async () => {
  for (const metric of metrics) await manager.post('/objectives', { title: metric, metric, target: 90 });
  const { items } = await manager.get('/objectives');
  // One of the required documents is there: the objectives themselves.
  const measured = items.filter(({ value }: any) => value !== null).map(({ metric, value, met }: any) => [metric, value, met]);
  expect(measured).toEqual([['documents-in-force', 5.6, false]]);
  expect(items).toHaveLength(metrics.length);
  for (const { id } of items) await manager.delete(`/objectives/${id}`);
});

describe('measured by the records', () => {
  let id: string;

  it('shows the figure of now, and what 6.2 still asks for', async () => {
    const { record } = await manager.post('/objectives', { title: 'Owned risks', metric: 'risks-without-owner', direction: 'at-most', target: 0 });
    ({ id } = record);
    await manager.post('/people', { name: 'Ada Berg' });
    await manager.post('/risks', { title: 'Ransomware', owner: 'P-1' });
    await manager.post('/risks', { title: 'Lost laptop' });
    expect(await manager.get(`/objectives/${id}`)).toMatchObject({
      value: 1,
      measuredOn: begin,
      met: false,
      measureBy: null,
      judged: null,
      lacks: ['owner', 'plan', 'resources', 'due', 'evaluation', 'communicated'],
    });
    const rest = { owner: 'P-1', plan: 'Ask', resources: '1 day', dueOn: later, evaluation: 'Count', communicatedOn: begin };
    await manager.patch(`/objectives/${id}`, rest);
    expect((await manager.get(`/objectives/${id}`)).lacks).toEqual([]);
  });

  it('cannot be called reached by a figure that does not meet the target', async () => {
    const { status, body } = await send('POST', `/objectives/${id}/evaluate`, { judgement: 'reached', text: 'Nearly.' });
    expect([status, body.detail]).toEqual([422, 'The figure 1 does not meet the target 0.']);
    expect((await send('POST', `/objectives/${id}/evaluate`, { judgement: 'at-risk', text: '  ' })).status).toBe(400);
    await manager.post(`/objectives/${id}/evaluate`, { judgement: 'at-risk', text: 'One risk has no owner.' });
  });

  it('keeps evaluations as they were, whatever is changed', async () => {
    await manager.patch(`/objectives/${id}`, { target: 2 });
    const { evaluations, target, direction } = await manager.get(`/objectives/${id}/series`);
    expect([target, direction]).toEqual([2, 'at-most']);
    expect(evaluations).toMatchObject([{ on: begin, value: 1, target: 0, judgement: 'at-risk', by: 'isms-manager key' }]);
    const { items } = await manager.get('/ledger?limit=20');
    const entry = items.find(({ register }: any) => register === 'evaluations');
    expect((await send('POST', `/undo/${entry.request}`)).status).toBe(422);
  });

  it('shows the records of each day, and what was typed for the days before they say something', async () => {
    ahead = 60;
    expect((await manager.get(`/objectives/${id}/series?days=120&points=3`)).points[0]).toEqual({ on: dayOf(-60), value: null, from: 'records' });
    await manager.post('/measurements', { objective: id, on: dayOf(-30), value: 7 });
    await manager.post('/measurements', { objective: id, on: dayOf(15), value: 99 });
    const { points } = await manager.get(`/objectives/${id}/series?days=120&points=3`);
    expect(points).toEqual([
      { on: dayOf(-30), value: 7, from: 'typed' },
      { on: begin, value: 1, from: 'records' },
      { on: later, value: 1, from: 'records' },
    ]);
    const { items } = await manager.get('/objectives/series?days=120&points=3');
    expect(items).toEqual([{ objective: id, points }]);
  });
});

describe('typed in', () => {
  it('the last figure counts, the next is due at its interval, and no day lies ahead', async () => {
    const { record } = await manager.post('/objectives', { title: 'Reports of phishing', measure: 'Reports a month', target: 10, everyDays: 30 });
    const shown = () => manager.get(`/objectives/${record.id}`);
    expect(await shown()).toMatchObject({ value: null, met: null, measureBy: later });
    expect((await send('POST', `/objectives/${record.id}/evaluate`, { judgement: 'reached', text: 'Surely.' })).body.detail).toBe(
      'Nothing has been measured yet.',
    );
    const future = await send('POST', '/measurements', { objective: record.id, on: dayOf(61), value: 3 });
    expect([future.status, future.body.fields[0].field]).toEqual([400, 'on']);
    await manager.post('/measurements', { objective: record.id, on: dayOf(50), value: 12 });
    await manager.post('/measurements', { objective: record.id, on: dayOf(20), value: 4 });
    expect(await shown()).toMatchObject({ value: 12, measuredOn: dayOf(50), met: true, measureBy: dayOf(80) });
    expect((await manager.get(`/objectives/${record.id}/series`)).points.map(({ value }: any) => value)).toEqual([4, 12]);
    await manager.post(`/objectives/${record.id}/evaluate`, { judgement: 'reached', text: 'People report.' });
    expect((await shown()).judged).toEqual({ on: later, judgement: 'reached' });
    expect((await send('GET', '/objectives/OBJ-99/series')).status).toBe(404);
  });
});
