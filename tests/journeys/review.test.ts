import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSample } from '../../src/doors/sample.ts';
import { startApplication, type Inside, type TestApplication } from '../support/application.ts';
import { expectAccessible, openBrowser, openPage, settled } from '../support/browser.ts';

/** A management review in a real browser: the ISMS manager prepares and holds it, top management approves it, somebody carries out what was decided. */
let application: TestApplication;
let browser: Browser;
let manager: Page & { complaints: string[] };
let top: Page & { complaints: string[] };
let sample: Inside;
const password = 'a long password of top management';
const [today, later] = ['2026-11-25', '2026-12-05'];

beforeAll(async () => {
  application = await startApplication({}, () => new Date(`${today}T09:00:00Z`));
  browser = await openBrowser();
  manager = await openPage(browser);
  await manager.goto(`${application.url}/sign-in/${await openSample(application)}`);
  await manager.getByRole('button', { name: 'Sign in' }).click();
  await manager.waitForURL('**/o/sample');
  sample = application.inside('sample');
  const { link } = await sample.post('/invitations', { email: 'hanna@fjordlicht.example', role: 'top-management', person: 'P-1' });
  top = await openPage(browser, { width: 390, dark: true });
  await top.goto(link);
  await top.getByLabel('Your name').fill('Hanna Lindqvist');
  await top.getByLabel('Choose a password').fill(password);
  await top.getByRole('button', { name: 'Join' }).click();
  await top.waitForURL('**/o/sample');
});
afterAll(async () => {
  await browser?.close();
  await application?.stop();
});

const open = async (page: Page, path: string) => {
  await page.goto(`${application.url}/o/sample/${path}`);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await settled(page);
};
const picture = async (page: Page, name: string) => {
  const folder = process.env['PICTURES'];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `review-${name}.png`), fullPage: true });
};

it('the ISMS manager comments, decides and shows it to the meeting, by the keyboard', async () => {
  await open(manager, 'reviews');
  await expectAccessible(manager, 'reviews');
  await manager.getByRole('link', { name: 'Management review before Stage 1' }).click();
  await manager.waitForURL('**/management-review/MR-2');
  const feedback = manager.getByRole('region', { name: 'Feedback from interested parties' });
  await feedback.getByLabel('Comment').fill('Two hospitals asked for the certificate.');
  await feedback.getByText('saved', { exact: true }).waitFor();
  expect((await sample.get('/management-reviews/MR-2')).comments.feedback).toBe('Two hospitals asked for the certificate.');
  await feedback.getByRole('button', { name: /Add a decision/ }).press('Enter');
  await manager.keyboard.type('Send a letter to every customer');
  await manager.keyboard.press('Enter');
  await manager.getByText('MRD-6 is written down.').waitFor();
  expect((await sample.get('/review-decisions/MRD-6')).input).toBe('feedback');
  await expectAccessible(manager, 'review');
  await picture(manager, 'light');
  await manager.keyboard.press('Escape');
  await manager.getByRole('button', { name: 'Show for the meeting' }).click();
  const meeting = manager.getByRole('dialog');
  await meeting.getByRole('heading', { name: 'Where the decisions of earlier reviews stand' }).waitFor();
  await manager.keyboard.press('ArrowRight');
  await meeting.getByRole('heading', { name: 'Changes in internal and external issues' }).waitFor();
  await expectAccessible(manager, 'meeting');
  await manager.keyboard.press('End');
  await meeting.getByText('MRD-6 Send a letter to every customer').waitFor();
  await manager.keyboard.press('Escape');
  await meeting.waitFor({ state: 'detached' });
});

it('the review is held with its inputs frozen, and approved by top management on a telephone, as it was read', async () => {
  await sample.patch('/review-decisions/MRD-6', { assignee: 'P-1', dueOn: later });
  await sample.patch('/management-reviews/MR-2', { on: today, minutes: 'All inputs were gone through.', conclusion: 'Suitable and effective.' });
  await open(manager, 'management-review/MR-2');
  await manager.getByRole('button', { name: 'Hold and freeze the inputs' }).click();
  await manager.getByText('Held: the inputs are frozen.').waitFor();
  expect((await sample.get('/management-reviews/MR-2')).intact).toBe(true);
  await open(top, 'management-review/MR-2');
  await expectAccessible(top, 'review on a telephone, dark');
  await picture(top, 'dark-390');
  await top.getByRole('button', { name: 'Approve the minutes' }).click();
  const dialog = top.getByRole('dialog');
  await dialog.getByLabel('Your password').fill(password);
  await dialog.getByRole('button', { name: 'Approve the minutes' }).click();
  await top.getByText(/approved by Hanna Lindqvist/).waitFor();
  expect(await sample.get('/management-reviews/MR-2')).toMatchObject({ status: 'approved', approvedByPerson: 'P-1' });
});

it('what was decided waits for whoever carries it out, and is said to be done', async () => {
  await open(top, 'my');
  await top.getByRole('button', { name: 'Done: Send a letter to every customer' }).click();
  await top.getByLabel('What was done').fill('Sent to 41 customers.');
  await expectAccessible(top, 'my page');
  await top.getByRole('button', { name: 'It is done' }).click();
  await top.getByText('Noted as done.').waitFor();
  expect(await sample.get('/review-decisions/MRD-6')).toMatchObject({ doneOn: today, result: 'Sent to 41 customers.' });
  expect([manager.complaints, top.complaints]).toEqual([[], []]);
});
