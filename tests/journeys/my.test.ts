import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readLesson } from '../../src/isms/awareness/questions.ts';
import { standard } from '../../src/standard/standard.ts';
import { startApplication, type TestApplication } from '../support/application.ts';
import { expectAccessible, openBrowser, openPage, settled } from '../support/browser.ts';
import { organisationWithRoles, publishedPolicy } from '../support/policy.ts';

/** An employee with a telephone: reads and confirms a policy, takes a lesson, fails, tries again, passes, takes the certificate home. */
let application: TestApplication;
let browser: Browser;
let link: string;
let slug: string;
const password = 'correct horse battery';
beforeAll(async () => {
  application = await startApplication({}, () => new Date('2026-11-24T09:00:00Z'));
  const roles = await organisationWithRoles(
    application,
    ['Ada Berg', 'Tom Vik', 'Eva Lund'].map((name) => ({ name, email: `${name.split(' ')[0]!.toLowerCase()}@fjordlicht.example` })),
  );
  slug = roles.slug;
  await publishedPolicy(roles, 'Reviews are tickets with the label ACCESS.');
  await roles.manager.post('/lessons/begin', { templates: ['phishing'] });
  ({ link } = await roles.owner.post('/invitations', { email: 'eva@fjordlicht.example', role: 'employee', person: 'P-3' }));
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await application?.stop();
});

const picture = async (page: Page, name: string) => {
  const folder = process.env['PICTURES'];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `my-${name}.png`), fullPage: true });
};
const looks = async (page: Page, name: string) => {
  await settled(page);
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await picture(page, `${name}-${scheme}`);
    await expectAccessible(page, `${name}, ${scheme}`);
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), name).toBeLessThanOrEqual(1);
};

const { questions } = readLesson(standard.lessons.find(({ id }) => id === 'phishing')!.body);
/** Chooses for the question on the page: what is right, or the first thing that is not. */
async function choose(page: Page, right: boolean) {
  const asked = (await page.locator('fieldset legend').textContent())!;
  const question = questions.find(({ text }) => text.replaceAll('`', '') === asked)!;
  const wanted = right ? question.answers.filter((each) => each.right) : [question.answers.find((each) => !each.right)!];
  for (const { text } of wanted)
    await page
      .locator('label.answer')
      .filter({ hasText: text.replaceAll('`', '') })
      .first()
      .click();
}
async function readAll(page: Page) {
  await page.getByText(/^Part \d+ of \d+$/).waitFor();
  while ((await page.getByRole('button', { name: 'To the questions' }).count()) === 0) await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('button', { name: 'To the questions' }).click();
}
async function answerAll(page: Page, right: boolean) {
  for (let index = 1; index <= 5; index++) {
    await page.getByText(`Question ${index} of 5`).waitFor();
    await choose(page, right);
    await page.getByRole('button', { name: index === 5 ? 'Send my answers' : 'Next' }).click();
  }
}

it('reads, learns, fails, tries again, passes, and keeps the certificate', async () => {
  const page = await openPage(browser, { width: 390 });
  await page.goto(link);
  await page.getByLabel('Your name').fill('Eva Lund');
  await page.getByLabel('Choose a password').fill(password);
  await page.getByRole('button', { name: 'Join' }).click();
  await page.waitForURL(`**/o/${slug}`);

  await page.getByText('2 things wait for you.').waitFor();
  await looks(page, 'page');

  // Reading: exactly the version in force, bound to its hash.
  await page.getByRole('link', { name: /Access control policy/ }).click();
  await page.getByRole('heading', { level: 1, name: 'Access control policy' }).waitFor();
  await page.getByText('Reviews are tickets with the label ACCESS.').waitFor();
  await looks(page, 'read');
  await page.getByRole('button', { name: 'I have read and understood version 1' }).click();
  await page.getByText('1 thing waits for you.').waitFor();
  const [campaign] = (await application.inside(slug).get('/campaigns')).items;
  expect(campaign.readers.map(({ name, acknowledgedAt }: any) => [name, acknowledgedAt !== null])).toEqual([
    ['Ada Berg', false],
    ['Tom Vik', false],
    ['Eva Lund', true],
  ]);

  // Looking something up.
  await page.getByLabel('Search in them').fill('label access');
  await page.getByText('Reviews are tickets with the label ACCESS.').waitFor();
  await page.getByLabel('Search in them').fill('volcano');
  await page.getByText('Nothing is said about “volcano”.').waitFor();

  // Learning: the first time everything wrong.
  await page.getByRole('link', { name: /Phishing/ }).click();
  await page.getByText(/^Part 1 of \d+$/).waitFor();
  await looks(page, 'lesson');
  await readAll(page);
  await looks(page, 'question');
  // Nothing is lost on a reload in the middle: neither the place nor the answers.
  await choose(page, false);
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('Question 2 of 5').waitFor();
  await page.reload();
  await page.getByText('Question 2 of 5').waitFor();
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByText('Question 1 of 5').waitFor();
  expect(await page.locator('label.answer input:checked').count()).toBe(1);
  await answerAll(page, false);
  await page.getByRole('heading', { name: 'Not passed yet: 0 %' }).waitFor();
  expect(await page.getByText('What would have been right:').count()).toBe(5);
  await looks(page, 'failed');

  // Again, with the keyboard alone for one question.
  await page.getByRole('button', { name: 'Read again and retry' }).click();
  await readAll(page);
  await page.getByText('Question 1 of 5').waitFor();
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('FIELDSET');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  expect(await page.locator('label.answer input:checked').count()).toBe(1);
  if ((await page.locator('label.answer input[type=checkbox]').count()) > 0) await page.keyboard.press('Space');
  await answerAll(page, true);
  await page.getByRole('heading', { name: 'Passed with 100 %' }).waitFor();
  await looks(page, 'passed');

  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download the certificate' }).click()]);
  expect(file.suggestedFilename()).toMatch(/^certificate-TR-\d+\.pdf$/);
  expect((await readFile(await file.path())).subarray(0, 5).toString()).toBe('%PDF-');

  await page.getByRole('link', { name: 'My page' }).first().click();
  await page.getByText('There is nothing for you to read, learn, decide or carry out at the moment.').waitFor();
  await page.getByRole('button', { name: /^Certificate: Phishing/ }).waitFor();
  await looks(page, 'done');
  expect(page.complaints).toEqual([]);
  await page.context().close();
});
