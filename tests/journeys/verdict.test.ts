import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSample } from '../../src/doors/sample.ts';
import { startApplication, type TestApplication } from '../support/application.ts';
import { expectAccessible, openBrowser, openPage, settled } from '../support/browser.ts';

/** Two days of the verdict beside each other in a real browser, with a clock that moves. */
let application: TestApplication;
let browser: Browser;
let manager: Page & { complaints: string[] };
let ahead = 0;
const dayOf = (days: number) => new Date(Date.now() + days * 86_400_000).toLocaleDateString('sv', { timeZone: 'Europe/Berlin' });

beforeAll(async () => {
  application = await startApplication({}, () => new Date(Date.now() + ahead * 86_400_000));
  browser = await openBrowser();
  manager = await openPage(browser);
  await manager.goto(`${application.url}/sign-in/${await openSample(application)}`);
  await manager.getByRole('button', { name: 'Sign in' }).click();
  await manager.waitForURL('**/o/sample');
});
afterAll(async () => {
  await browser?.close();
  await application?.stop();
});

it('shows what came and became worse between two chosen days, and opens the record that did it', async () => {
  ahead = 25;
  await manager.goto(`${application.url}/o/sample/verdict`);
  await settled(manager);
  const difference = manager.getByRole('region', { name: 'Difference between two days' });
  await difference.getByLabel('From').fill(dayOf(0));
  await difference.getByRole('heading', { name: 'Between two days' }).waitFor();
  await difference.getByText(/[1-9]\d* became worse/).waitFor();
  await expectAccessible(manager, 'verdict');
  if (process.env['PICTURES']) await difference.screenshot({ path: join(process.env['PICTURES'], 'difference.png') });
  // Something has become overdue by the days alone.
  await difference
    .getByRole('link', { name: /^[A-Z]+-\d+$/ })
    .first()
    .click();
  await manager.waitForURL((url) => !url.pathname.endsWith('/verdict'));
  expect(manager.complaints).toEqual([]);
});
