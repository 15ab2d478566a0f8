import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSample } from '../../src/doors/sample.ts';
import { startApplication, type Inside, type TestApplication } from '../support/application.ts';
import { expectAccessible, openBrowser, openPage, settled } from '../support/browser.ts';

/** Controls at work in a real browser: from the list of accounts to the revocation that is seen to have happened, from the report to the lesson. */
let application: TestApplication;
let browser: Browser;
let page: Page & { complaints: string[] };
let sample: Inside;
let me: any;
let other: any;

const list = (lastActive: boolean) =>
  Buffer.from(
    [
      'User name,Display name,E-mail,Status,Admin,Groups,Last login',
      `${me.email},${me.name},${me.email},active,yes,Administrators,2026-11-20`,
      `${other.email},${other.name},${other.email},active,no,Editors,2026-11-22`,
      ...Array.from(
        { length: 8 },
        (_, index) =>
          `user${index},User Number ${index},user${index}@elsewhere.example,${index === 3 && !lastActive ? 'suspended' : 'active'},no,Readers,2026-0${index + 1}-10`,
      ),
    ].join('\n'),
  );

async function signIn(options: { dark?: boolean; width?: number } = {}) {
  const opened = await openPage(browser, options);
  await opened.goto(`${application.url}/sign-in/${await openSample(application)}`);
  await opened.getByRole('button', { name: 'Sign in' }).click();
  await opened.waitForURL('**/o/sample');
  return opened;
}

beforeAll(async () => {
  application = await startApplication();
  browser = await openBrowser();
  page = await signIn();
  sample = application.inside('sample');
  const { person } = (await sample.get('/members')).items[0];
  me = await sample.get(`/people/${person}`);
  other = (await sample.get('/people?limit=100')).items.find(({ id, email, endsOn }: any) => id !== person && email && !endsOn);
});
afterAll(async () => {
  await browser?.close();
  await application?.stop();
});

const go = async (path: string, on: Page = page) => {
  await on.goto(`${application.url}/o/sample/${path}`);
  await on.getByRole('heading', { level: 1 }).first().waitFor();
  await settled(on);
};
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });
const said = (text: string | RegExp) => page.getByText(text).first().waitFor();

async function takeList(active: boolean) {
  await go('operations/reviews');
  await button('Take a list').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Or its name').fill('Wiki');
  await dialog.locator('input[type=file]').setInputFiles({ name: 'wiki-accounts.csv', mimeType: 'text/csv', buffer: list(active) });
  await dialog.getByText('wiki-accounts.csv').waitFor();
  await dialog.getByRole('button', { name: 'Keep the list' }).click();
}

it('an access review goes from the complete list to a revocation that is seen to have happened', async () => {
  await takeList(true);
  await said('10 accounts kept.');
  await button('Start a review of Wiki').click();
  const dialog = page.getByRole('dialog');
  const reviewers = dialog.getByRole('combobox', { name: 'Reviewers' });
  await reviewers.click();
  await page.keyboard.type(me.name);
  await page.getByRole('option', { name: me.name }).first().click();
  await page.keyboard.press('Escape');
  // Alone one cannot review one’s own account.
  await dialog.getByRole('button', { name: 'Start the review' }).click();
  await said('Nobody reviews their own access');
  await reviewers.click();
  await page.keyboard.type(other.name);
  await page.getByRole('option', { name: other.name }).first().click();
  await page.keyboard.press('Escape');
  await dialog.getByRole('button', { name: 'Start the review' }).click();
  await page.waitForURL('**/access-review/AR-4');
  await said('10 accounts on');
  await expectAccessible(page, 'review');
  // The other reviewer’s share comes to me, except my own account.
  const theirs = (await sample.get(`/access-reviews/AR-4/decisions?reviewer=${other.id}`)).items.filter(({ person }: any) => person !== me.id);
  await sample.post('/access-reviews/AR-4/reassign', { decisions: theirs.map(({ id }: any) => id), to: me.id });

  await go('my/review/AR-4');
  if (process.env['PICTURES']) await page.screenshot({ path: join(process.env['PICTURES'], 'operations-decide-light.png'), fullPage: true });
  await said(/9 accounts of 9 wait for your decision/);
  const current = () => page.locator('tr[aria-current]');
  // One key each, and the next one is there; a slow answer to one takes nothing from the next.
  let answer = () => {};
  const held = new Promise<void>((go) => (answer = go));
  await page.route('**/decide', (route) => held.then(() => route.continue()), { times: 1 });
  await page.keyboard.press('1');
  await page.keyboard.press('3');
  const why = page.getByLabel('Why is it revoked?');
  await why.fill('Unknown.');
  const answered = page.waitForEvent('requestfinished', (request) => request.url().endsWith('/decide'));
  answer();
  await answered;
  await said(/8 accounts of 9 wait for your decision/);
  expect(await why.inputValue()).toBe('Unknown.');
  await why.press('Escape');
  await expect.poll(async () => (await sample.get('/access-reviews/AR-4')).progress.keep).toBe(1);
  await page.keyboard.press('u');
  await expect.poll(async () => (await sample.get('/access-reviews/AR-4')).progress.keep).toBe(0);
  for (let tries = 0; tries < 12 && !(await current().innerText()).includes('User Number 3'); tries++)
    await page.keyboard.press(tries < 9 ? 'j' : 'k');
  if (!(await current().innerText()).includes('User Number 3')) await page.getByRole('row', { name: /User Number 3/ }).click();
  await page.keyboard.press('3');
  await page.getByLabel('Why is it revoked?').fill('Nobody knows who it is.');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await sample.get('/access-reviews/AR-4')).progress.revoke).toBe(1);
  await page.getByRole('row', { name: /User Number 4/ }).click();
  await page.keyboard.press('a');
  await said('8 accounts marked');
  await page.keyboard.press('1');
  await expect.poll(async () => (await sample.get('/access-reviews/AR-4')).progress).toMatchObject({ keep: 8, revoke: 1, open: 1 });
  await expectAccessible(page, 'deciding');

  // My own account is for the other one.
  const key = await application.key('sample', 'employee', { person: other.id });
  const mine = (await application.inside('sample', key).get('/my/access-reviews/AR-4')).items;
  await application
    .inside('sample', key)
    .post('/my/access-reviews/AR-4/decide', { items: mine.map(({ id }: any) => ({ id, decision: 'keep', reason: '' })) });
  await go('access-review/AR-4');
  await button('Close the review').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Close the review' }).click();
  await said('Decided, not all carried out');
  await said('Decided and not shown to have happened');

  await takeList(false);
  await said('It shows 1 revocation or change to have happened.');
  await go('access-review/AR-4');
  await page.getByRole('heading', { name: 'Complete' }).waitFor();
  await said('1 was shown by a later list to have happened, 0 by hand, 0 are open.');
  expect(page.complaints).toEqual([]);
});

it('an incident goes from the report to the lesson', async () => {
  await go('my');
  await button('Report an incident').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('What happened, in a few words').fill('Laptop left in a train');
  await dialog.getByRole('combobox', { name: 'How grave' }).click();
  await page.getByRole('option', { name: 'High' }).click();
  await dialog.getByRole('combobox', { name: 'Most like' }).click();
  await page.getByRole('option', { name: /Lost or stolen device/ }).click();
  await dialog.getByRole('button', { name: 'Report it' }).click();
  await page.waitForURL(/incident\/INC-\d+$/);
  const id = page.url().split('/').at(-1)!;
  await page.getByRole('heading', { level: 1, name: `${id} Laptop left in a train` }).waitFor();
  await said('Nobody has decided whether personal data is concerned.');
  await page.getByRole('checkbox', { name: /Lock and wipe it from afar/ }).click();
  await said('Lock and wipe it from afar, and note whether it answered.');
  await page.getByPlaceholder(/What happened, was done or decided/).fill('The disk was encrypted, says the inventory.');
  await button('Write into the timeline').click();
  await page.getByRole('listitem').filter({ hasText: 'The disk was encrypted' }).waitFor();
  await button('Close the incident').click();
  await said('The incident cannot be closed yet');
  await page.getByRole('radiogroup', { name: 'Personal data is concerned' }).getByText('No', { exact: true }).click();
  await page.getByRole('radiogroup', { name: 'Customers are concerned' }).getByText('No', { exact: true }).click();
  await button('Was told: Top management').click();
  await page.getByRole('dialog').getByLabel('Name').fill('The managing director');
  await page.getByRole('dialog').getByRole('button', { name: 'Write it down' }).click();
  await said('The managing director (top management)');
  await page.getByLabel('How it came about').fill('It was left in the luggage rack.');
  await page.getByLabel('What is learnt from it').fill('Devices travel in the bag that stays on the lap.');
  await page.getByLabel('What is learnt from it').blur();
  await expect.poll(async () => (await sample.get(`/incidents/${id}`)).lessons).toContain('lap');
  await expectAccessible(page, 'incident');
  await button('Close the incident').click();
  await button('Open it again').waitFor();
  expect(await sample.get(`/incidents/${id}`)).toMatchObject({ state: 'closed', lacks: ['lead', 'steps'] });
  expect(page.complaints).toEqual([]);
});

describe('with records in it', () => {
  beforeAll(async () => {
    const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
    const { items: systems } = await sample.get('/systems');
    const { items: suppliers } = await sample.get('/suppliers');
    await sample.patch(`/suppliers/${suppliers[0].id}`, { critical: true });
    for (const [index, severity] of ['critical', 'critical', 'high', 'high', 'high', 'medium', 'medium', 'low'].entries())
      await sample.post('/vulnerabilities', {
        title: `Outdated library ${index + 1}`,
        severity,
        system: systems[0].id,
        foundOn: day(-index * 16),
        owner: me.id,
        ...(index === 4 && { fixedOn: day(-5) }),
      });
    const { areas } = await sample.get('/supplier-assessments/questions');
    const { record: assessment } = await sample.post('/supplier-assessments', { supplier: suppliers[0].id });
    await sample.patch(`/supplier-assessments/${assessment.id}`, {
      answers: areas
        .flatMap(({ questions }: any) => questions)
        .map(({ id }: any, index: number) => ({ question: id, answer: index % 4 === 1 ? 'partly' : 'yes' })),
    });
    await sample.post(`/supplier-assessments/${assessment.id}/conclude`, { result: 'suitable', conditions: '' });
    await sample.post('/supplier-assessments', { supplier: suppliers[0].id });
    await sample.post('/supplier-contracts', {
      title: 'Hosting',
      supplier: suppliers[0].id,
      clauses: ['secrecy', 'audit-right'],
      personalData: true,
      endsOn: day(90),
    });
    await sample.post('/backups', { title: 'Database', systems: [systems[0].id], owner: me.id, everyHours: 24, lastSuccessOn: day(0) });
    await sample.post('/restore-tests', { title: 'Restore of the database', backup: 'BCK-1', on: day(-20), hours: 3, lostHours: 2 });
    await sample.post('/continuity-plans', { title: 'The cloud is down', recoveryHours: 4, owner: me.id });
    await sample.post('/changes', { title: 'Emergency patch', kind: 'emergency', implementer: other.id, implementedOn: day(-3), result: 'success' });
    await sample.post('/changes', { title: 'New firewall', risk: 'high', implementer: other.id, backOut: 'Keep the old one.' });
    await sample.post('/legal-requirements', { title: 'Data protection law', status: 'partly', owner: me.id, reviewOn: day(12) });
    await sample.post('/people-moves', { person: other.id, kind: 'leaver', on: day(-2) });
    await sample.post('/incidents', {
      title: 'Attempt at fraud by mail',
      kind: 'phishing',
      severity: 'high',
      personalData: true,
      detectedAt: new Date(Date.now() - 5 * 86_400_000).toISOString(),
    });
    await sample.post('/operations/duties/done', {
      duty: (await sample.get('/operations/duties')).items.find(({ byHand }: any) => byHand).key,
      note: 'Nothing unusual.',
    });
  });

  const pages = [
    ['calendar', 'operations'],
    ['reviews', 'operations/reviews'],
    ['review', 'access-review/AR-4'],
    ['moves', 'operations/moves'],
    ['move', 'operations/moves?open=PM-1'],
    ['incidents', 'operations/incidents'],
    ['incident', 'incident/INC-2'],
    ['vulnerabilities', 'operations/vulnerabilities'],
    ['changes', 'operations/changes'],
    ['change', 'operations/changes?open=CHG-2'],
    ['suppliers', 'operations/suppliers'],
    ['supplier', 'supplier/SUP-1'],
    ['contracts', 'operations/contracts'],
    ['backups', 'operations/backups'],
    ['continuity', 'operations/continuity'],
    ['legal', 'operations/legal'],
  ] as const;

  it.each([
    ['light', {}],
    ['dark', { dark: true }],
    ['narrow', { width: 390 }],
  ] as const)(
    'every page of the room shows, complains of nothing and is accessible: %s',
    async (look, options) => {
      const own = await signIn(options);
      for (const [name, path] of pages) {
        await go(path, own);
        const folder = process.env['PICTURES'];
        if (folder) {
          mkdirSync(folder, { recursive: true });
          await own.screenshot({ path: join(folder, `operations-${name}-${look}.png`), fullPage: true });
        }
        expect(own.complaints, `${name} ${look}`).toEqual([]);
        await expectAccessible(own, `${name} ${look}`);
        expect(
          await own.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
          `${name} ${look}`,
        ).toBeLessThanOrEqual(1);
      }
      await own.context().close();
    },
    120_000,
  );
});
