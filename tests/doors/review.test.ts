import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reviewInputs } from '../../src/isms/review/model.ts';
import { startApplication, type Inside, type TestApplication } from '../support/application.ts';
import { organisationWithRoles } from '../support/policy.ts';

/** The management review over HTTP: prepared, commented, held, approved, and what becomes of its decisions. The clock of the reader moves on. */
let application: TestApplication;
let slug: string;
let manager: Inside;
let top: Inside;
let worker: Inside;
let ahead = 0;
const dayOf = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const keys = {} as Record<'manager' | 'top' | 'owner', string>;

beforeAll(async () => {
  application = await startApplication({}, () => new Date(Date.now() + ahead * 86_400_000));
  ({ slug } = await organisationWithRoles(application, [{ name: 'Carla Voss' }, { name: 'Hanna Lindqvist' }, { name: 'Rui Carvalho' }]));
  keys.manager = await application.key(slug, 'isms-manager', { person: 'P-1' });
  keys.top = await application.key(slug, 'top-management', { person: 'P-2' });
  keys.owner = await application.key(slug, 'owner', { person: 'P-1' });
  [manager, top] = [application.inside(slug, keys.manager), application.inside(slug, keys.top)];
  worker = application.inside(slug, await application.key(slug, 'employee', { person: 'P-3' }));
});
afterAll(() => application?.stop());

const refused = async (method: string, path: string, body: unknown, key = keys.manager) => {
  const reply = await application.send(method, `/api/organisations/${slug}${path}`, { key, body });
  expect(reply.status).toBeGreaterThanOrEqual(400);
  return { status: reply.status, ...reply.body };
};
const figure = (review: any, input: string, key: string) =>
  review.inputs.find((each: any) => each.input === input).figures.find((each: any) => each.key === key);

describe('the first review', () => {
  it('is prepared with the agenda in the order of the standard, and those who should be there', async () => {
    const { record } = await manager.post('/management-reviews', { on: dayOf(0) });
    expect(record).toMatchObject({ id: 'MR-1', status: 'prepared', since: null, chair: 'P-2', attendees: ['P-2', 'P-1'] });
    const places = ['9.3.2 a)', '9.3.2 b)', '9.3.2 d) 1)', '9.3.2 g)', '9.3.3', '9.3.1'].map((each) => record.agenda.indexOf(each));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
    expect((await refused('POST', '/management-reviews', { on: dayOf(30) })).detail).toContain('is being prepared already');
    expect((await manager.get('/management-reviews')).interval).toMatchObject({ last: null, dueOn: null, planned: dayOf(0) });
  });

  it('shows every input live, and nothing unknown as good', async () => {
    const review = await manager.get('/management-reviews/MR-1');
    expect(review.inputs.map(({ input }: any) => input)).toEqual([...reviewInputs]);
    for (const { figures, summary } of review.inputs) {
      expect(summary).toMatch(/[.?]$/);
      for (const { value, stands, before } of figures) {
        expect(before).toBe(null);
        expect(value === 'not known').toBe(stands === 'unknown');
      }
    }
    expect(figure(review, 'risks', 'above')).toMatchObject({ value: 'not known', stands: 'unknown' });
    await manager.post('/risks', { title: 'Ransomware', owner: 'P-1' });
    expect(figure(await manager.get('/management-reviews/MR-1'), 'risks', 'unrated')).toMatchObject({ value: '1', stands: 'bad' });
  });

  it('keeps a comment for each input, and says which figure lacks one', async () => {
    const lacks = async () => (await manager.get('/management-reviews/MR-1')).lacks.map(({ lack, input }: any) => [lack, input]);
    expect(await lacks()).toEqual(
      expect.arrayContaining([
        ['comments', 'risks'],
        ['feedback', 'feedback'],
        ['decisions', null],
        ['minutes', null],
      ]),
    );
    await Promise.all([
      manager.put('/management-reviews/MR-1/comments/risks', { text: 'Rated next week.' }),
      manager.put('/management-reviews/MR-1/comments/feedback', { text: 'Two customers asked for the certificate.' }),
    ]);
    const after = await lacks();
    expect(after).not.toContainEqual(['comments', 'risks']);
    expect(after).not.toContainEqual(['feedback', 'feedback']);
    expect((await refused('PUT', '/management-reviews/MR-1/comments/weather', { text: 'Fine.' })).status).toBe(400);
  });

  it('takes decisions, which are no tasks before the review was held', async () => {
    await manager.post('/review-decisions', { review: 'MR-1', title: 'Rate all risks', kind: 'improvement', input: 'risks', assignee: 'P-3' });
    expect((await worker.get('/my/decisions')).items).toEqual([]);
    expect((await manager.get('/management-reviews/MR-1')).lacks).toContainEqual(expect.objectContaining({ lack: 'day', input: 'risks' }));
  });

  it('is not held on a day to come or by nobody', async () => {
    await manager.patch('/management-reviews/MR-1', { on: dayOf(9) });
    expect((await refused('POST', '/management-reviews/MR-1/hold', {})).fields[0].field).toBe('on');
    await manager.patch('/management-reviews/MR-1', { on: dayOf(0), attendees: [] });
    expect((await refused('POST', '/management-reviews/MR-1/hold', {})).fields[0].field).toBe('attendees');
    await manager.patch('/management-reviews/MR-1', { attendees: ['P-2', 'P-1'] });
  });

  it('freezes its inputs with their hash when it is held, and can be taken back', async () => {
    const { record } = await manager.post('/management-reviews/MR-1/hold');
    expect(record.hash).toBe(createHash('sha256').update(record.inputs).digest('hex'));
    await manager.post('/risks', { title: 'Lost laptop' });
    const shown = await manager.get('/management-reviews/MR-1');
    expect(figure(shown, 'risks', 'open').value).toBe('1');
    expect(shown).toMatchObject({ status: 'held', intact: true });
    for (const [method, path, body] of [
      ['PUT', '/management-reviews/MR-1/comments/risks', { text: 'Other.' }],
      ['PATCH', '/management-reviews/MR-1', { on: dayOf(-1) }],
      ['DELETE', '/management-reviews/MR-1', undefined],
    ] as const)
      expect((await refused(method, path, body)).status).toBe(422);
    await manager.post('/management-reviews/MR-1/reopen');
    expect((await manager.get('/management-reviews/MR-1')).status).toBe('prepared');
    await manager.post('/management-reviews/MR-1/hold');
  });

  it('is approved by top management only, complete, and as it was read', async () => {
    const read = async () => (await top.get('/management-reviews/MR-1')).toApprove;
    const approve = (hash: string, key = keys.top) => refused('POST', '/management-reviews/MR-1/approve', { hash }, key);
    expect((await approve(await read())).fields.map(({ field }: any) => field)).toEqual(['day', 'minutes', 'conclusion']);
    expect((await approve(await read(), keys.manager)).status).toBe(403);
    expect((await approve(await read(), keys.owner)).detail).toContain('approved by top management');
    await manager.patch('/review-decisions/MRD-1', { dueOn: dayOf(20) });
    await manager.patch('/management-reviews/MR-1', { minutes: 'All inputs were looked at.', conclusion: 'Suitable, not yet adequate.' });
    const seen = await read();
    await manager.patch('/management-reviews/MR-1', { conclusion: 'Suitable, adequate and effective.' });
    expect((await approve(seen)).status).toBe(409);
    const { record } = await top.post('/management-reviews/MR-1/approve', { hash: await read() });
    expect(record).toMatchObject({ status: 'approved', approvedByPerson: 'P-2' });
    expect(createHash('sha256').update(record.content).digest('hex')).toBe(record.contentHash);
    expect(JSON.parse(record.content)).toMatchObject({ inputs: record.hash, decisions: [{ id: 'MRD-1', assignee: { name: 'Rui Carvalho' } }] });
  });

  it('does not change any more afterwards', async () => {
    for (const [method, path, body] of [
      ['PATCH', '/management-reviews/MR-1', { minutes: 'Nothing was said.' }],
      ['PUT', '/management-reviews/MR-1/comments/risks', { text: 'Other.' }],
      ['POST', '/management-reviews/MR-1/hold', {}],
      ['POST', '/management-reviews/MR-1/reopen', {}],
      ['POST', '/management-reviews/MR-1/approve', { hash: 'x' }],
      ['POST', '/review-decisions', { review: 'MR-1', title: 'Later' }],
      ['PATCH', '/review-decisions/MRD-1', { title: 'Something else' }],
      ['DELETE', '/review-decisions/MRD-1', undefined],
    ] as const) {
      const { status, detail } = await refused(method, path, body, path.endsWith('approve') ? keys.top : keys.manager);
      expect([path, status]).toEqual([path, 422]);
      expect(detail).toMatch(/approved/);
    }
    expect((await manager.get('/management-reviews/MR-1')).intact).toBe(true);
  });
});

describe('the next review', () => {
  it('reminds whoever carries a decision out, and shows it on their page', async () => {
    expect((await worker.get('/my/decisions')).items).toMatchObject([{ id: 'MRD-1', title: 'Rate all risks', doneOn: null }]);
    ahead = 30;
    const { overdue } = await manager.get('/reminders');
    expect(overdue.find(({ person }: any) => person === 'P-3').items).toMatchObject([{ subject: 'MRD-1', dueOn: dayOf(20) }]);
    expect((await refused('POST', '/my/decisions/MRD-1/done', { result: 'Done.' })).status).toBe(404);
  });

  it('begins with the decisions of the last one, and shows each figure beside that of its day', async () => {
    const { record } = await manager.post('/management-reviews', { on: dayOf(30) });
    expect(record).toMatchObject({ id: 'MR-2', since: dayOf(0) });
    const review = await manager.get('/management-reviews/MR-2');
    expect(review.compared).toBe('ledger');
    expect(figure(review, 'earlier-actions', 'overdue')).toMatchObject({ value: '1', before: '0', better: false, stands: 'bad' });
    expect(review.inputs[0].points).toMatchObject([{ register: 'review-decisions', id: 'MRD-1' }]);
    await worker.post('/my/decisions/MRD-1/done', { result: 'Both are rated.' });
    const after = await manager.get('/management-reviews/MR-2');
    expect(figure(after, 'earlier-actions', 'overdue')).toMatchObject({ value: '0', better: null, stands: 'good' });
    expect(figure(after, 'earlier-actions', 'done').value).toBe('100 %');
    expect(after.inputs[0].points[0].text).toContain('Both are rated.');
    expect((await worker.get('/my/decisions')).items).toMatchObject([{ doneOn: dayOf(30) }]);
  });

  it('shows the figures over time as the ledger has them', async () => {
    await manager.post('/risks', { title: 'Fire' });
    const { days, items } = await manager.get('/management-reviews/MR-2/series?points=3');
    expect(days.at(-1)).toBe(dayOf(30));
    const { values } = items.find(({ input, key }: any) => input === 'risks' && key === 'open');
    expect(values.at(-1)).toBe(3);
  });

  it('is held after the fact with the records of its day, and without any where the ledger does not reach back', async () => {
    await manager.patch('/management-reviews/MR-2', { on: dayOf(-400), since: null });
    await manager.post('/management-reviews/MR-2/hold');
    const review = await manager.get('/management-reviews/MR-2');
    expect(review.inputs).toHaveLength(reviewInputs.length);
    for (const { figures, summary } of review.inputs) expect([figures, summary]).toEqual([[], expect.stringContaining('do not reach back')]);
    expect((await manager.get('/management-reviews')).interval).toMatchObject({ last: dayOf(0) });
  });

  it('can be discarded while it was not held', async () => {
    await manager.post('/management-reviews/MR-2/reopen');
    await manager.delete('/management-reviews/MR-2');
    expect((await manager.get('/management-reviews')).items.map(({ id }: any) => id)).toEqual(['MR-1']);
  });
});
