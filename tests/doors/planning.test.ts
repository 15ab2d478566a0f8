import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApplication, type Inside, type TestApplication } from '../support/application.ts';

/** Time and money over HTTP: what the plan starts from, what one tries out, and a budget against what was spent. */
let application: TestApplication;
let manager: Inside;
let slug: string;
beforeAll(async () => {
  application = await startApplication();
  slug = await application.organisation('Fjordlicht Software GmbH');
  manager = application.inside(slug, await application.key(slug, 'isms-manager'));
});
afterAll(() => application?.stop());

const certificate = async (query = '') => (await manager.get(`/plan/forecast${query}`)).milestones.at(-1);

it('forecasts from what is open; the same records give the same answer, and what one tries out moves it without being kept', async () => {
  const began = await certificate();
  expect(await certificate()).toEqual(began);
  await manager.patch('/gap/A.8.12', { status: 'missing', effortDays: 200 });
  const later = await certificate();
  expect(later.p50 > began.p50).toBe(true);
  const faster = await certificate('?people=6&daysPerWeek=5');
  expect(faster.p50 < later.p50).toBe(true);
  expect((await manager.get('/plan/forecast?people=6')).assumptions[0]).toEqual({ title: 'People who work on it', value: '6 people', from: 'said' });
  expect((await manager.get('/plan/forecast')).assumptions[0].from).toBe('usual');
});

it('answers ten thousand runs within a second', async () => {
  const began = performance.now();
  const { runs, months } = await manager.get('/plan/forecast?seed=99&runs=10000');
  expect(runs).toBe(10_000);
  expect(months.reduce((sum: number, each: { runs: number }) => sum + each.runs, 0)).toBe(10_000);
  // Alone it takes a third of a second, thread and all; the limit leaves room for a busy machine.
  expect(performance.now() - began).toBeLessThan(5000);
});

it('keeps what the organisation assumes, and refuses what cannot be', async () => {
  await manager.patch('/plan/assumptions', { daysPerWeek: 1, evidenceMonths: 6 });
  await manager.patch('/plan/assumptions', { people: 4 });
  expect((await manager.get('/plan/assumptions')).record).toMatchObject({ people: 4, daysPerWeek: 1, evidenceMonths: 6, leadTimeWeeks: null });
  const refused = await application.send('PATCH', `/api/organisations/${slug}/plan/assumptions`, { body: { daysPerWeek: 9 } });
  expect(refused.status).toBe(400);
  const auditor = application.inside(slug, await application.key(slug, 'internal-auditor'));
  await expect(auditor.patch('/plan/assumptions', { people: 1 })).rejects.toThrow(/403|permission|may not/i);
});

it('proposes what is usual once the size is known, each kind once, and sets it against what was spent', async () => {
  await expect(manager.post('/plan/budget/propose', {})).rejects.toThrow(/persons/);
  await manager.post('/teams', { name: 'Product', persons: 40, inScope: true });
  await manager.post('/budget-lines', { title: 'Adviser', kind: 'consultant', low: 2000, high: 4000, dueOn: '2027-02-01', spent: 5000 });
  const { created } = await manager.post('/plan/budget/propose', {});
  expect(created).toBeGreaterThan(4);
  expect((await manager.post('/plan/budget/propose', {})).created).toBe(0);
  const { kinds, total, usual } = await manager.get('/plan/budget');
  expect(kinds.find(({ kind }: { kind: string }) => kind === 'consultant')).toEqual({ kind: 'consultant', low: 2000, high: 4000, spent: 5000 });
  expect(total.low).toBeGreaterThan(2000);
  expect(usual.length).toBeGreaterThan(created);
});
