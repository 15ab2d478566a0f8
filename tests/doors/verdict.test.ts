import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApplication, type Inside, type TestApplication } from '../support/application.ts';

/** The verdict of two chosen days, over HTTP, with a clock that moves: what came, grew and went, and why. */
let application: TestApplication;
let slug: string;
let inside: Inside;
let key: string;
let ahead = 0;
const dayOf = (days: number) => new Date(Date.now() + days * 86_400_000).toLocaleDateString('sv', { timeZone: 'Europe/Berlin' });

beforeAll(async () => {
  application = await startApplication({}, () => new Date(Date.now() + ahead * 86_400_000));
  slug = await application.organisation('Two days');
  key = await application.key(slug, 'isms-manager');
  inside = application.inside(slug, key);
  await inside.post('/people', { name: 'Ada', startsOn: '2020-01-01' });
  await inside.post('/context-issues', { title: 'Energy prices', kind: 'external', effect: 'Cost.', reviewOn: dayOf(3) });
});
afterAll(() => application?.stop());

const rules = (list: { rule: string }[]) => list.map(({ rule }) => rule);
const of = (list: any[], rule: string) => list.find((each) => each.rule === rule);

it('shows everything as new against a day before the organisation', async () => {
  const { before, appeared, since, until } = await inside.get(`/verdict/difference?since=${dayOf(-1)}`);
  expect([since, until, before.rules]).toEqual([dayOf(-1), dayOf(0), 0]);
  expect(appeared.length).toBeGreaterThan(10);
  expect(of(appeared, '4.1-only-one-side').added.length).toBeGreaterThan(0);
});

it('tells what came with the days alone, and between which days it came', async () => {
  ahead = 10;
  const over = '4.1-issue-review-overdue';
  const all = await inside.get(`/verdict/difference?since=${dayOf(0)}`);
  expect([all.since, all.until, all.now.day]).toEqual([dayOf(0), dayOf(10), dayOf(10)]);
  expect(of(all.appeared, over)).toMatchObject({ added: [{ register: 'context-issues' }], changes: [] });
  expect(rules((await inside.get(`/verdict/difference?since=${dayOf(0)}&until=${dayOf(2)}`)).appeared)).not.toContain(over);
  expect(rules((await inside.get(`/verdict/difference?since=${dayOf(2)}&until=${dayOf(5)}`)).appeared)).toContain(over);
  expect(rules((await inside.get(`/verdict/difference?since=${dayOf(5)}&until=${dayOf(9)}`)).appeared)).not.toContain(over);
  // Today counts seven days back by itself.
  expect((await inside.get('/verdict/difference')).since).toBe(dayOf(3));
  ahead = 0;
});

it('keeps to the stage', async () => {
  const { appeared } = await inside.get(`/verdict/difference?since=${dayOf(-1)}&stage=surveillance-1`);
  for (const { stages } of appeared) expect(stages).toContain('surveillance-1');
});

it('refuses days in the wrong order and days to come, naming the field', async () => {
  const asked = async (query: string) => application.send('GET', `/api/organisations/${slug}/verdict/difference?${query}`, { key });
  for (const [query, field] of [
    [`since=${dayOf(0)}`, 'since'],
    [`since=${dayOf(-3)}&until=${dayOf(-4)}`, 'since'],
    [`since=${dayOf(-3)}&until=${dayOf(4)}`, 'until'],
  ] as const) {
    const { status, body } = await asked(query);
    expect([status, body.fields[0].field]).toEqual([400, field]);
  }
});
