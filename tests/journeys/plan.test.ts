import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSample } from '../../src/doors/sample.ts';
import { startApplication, type Inside, type TestApplication } from '../support/application.ts';
import { expectAccessible, openBrowser, openPage, settled } from '../support/browser.ts';

/** Time and money: what would change the day of the certificate is tried out, kept, and a cost is written down. */
let application: TestApplication;
let browser: Browser;
let sample: Inside;
let page: Page & { complaints: string[] };

beforeAll(async () => {
  application = await startApplication({}, () => new Date('2026-11-25T09:00:00Z'));
  browser = await openBrowser();
  page = await openPage(browser);
  await page.goto(`${application.url}/sign-in/${await openSample(application)}`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/o/sample');
  sample = application.inside('sample');
});
afterAll(async () => {
  await browser?.close();
  await application?.stop();
});

it('a slider moves the dates and changes nothing until it is assumed', async () => {
  await page.goto(`${application.url}/o/sample/plan`);
  await settled(page);
  const milestones = page.getByRole('region', { name: 'Milestones' });
  await milestones.getByRole('table').waitFor();
  const before = await milestones.getByRole('table').innerText();
  const said = await sample.get('/plan/forecast');
  const slider = page.getByRole('slider', { name: 'Months of records before Stage 2' });
  await slider.focus();
  for (let step = 0; step < 9; step++) await page.keyboard.press('ArrowRight');
  await page.getByText('The thin line is how it stands without what you try out.').waitFor();
  await expect.poll(() => milestones.getByRole('table').innerText()).not.toBe(before);
  expect(await sample.get('/plan/forecast')).toEqual(said);
  await expectAccessible(page, 'plan');

  await page.getByRole('button', { name: 'As it stands' }).click();
  await expect.poll(() => milestones.getByRole('table').innerText()).toBe(before);

  await slider.focus();
  await page.keyboard.press('ArrowRight');
  const kept = Number(await slider.getAttribute('aria-valuenow'));
  await page.getByRole('button', { name: 'Assume this' }).click();
  await page.getByText('The plan assumes this from now on.').waitFor();
  const records = (await sample.get('/plan/forecast')).assumptions.find(({ title }: { title: string }) => title === 'Records before Stage 2');
  expect(records).toMatchObject({ from: 'said' });
  expect(Number.parseInt(records.value, 10)).toBe(kept);
  expect(page.complaints).toEqual([]);
});
