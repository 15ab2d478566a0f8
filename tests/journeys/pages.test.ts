import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSample } from '../../src/doors/sample.ts';
import { startApplication, type TestApplication } from '../support/application.ts';
import { expectAccessible, openBrowser, openPage, settled } from '../support/browser.ts';
import { pages } from '../support/pages.ts';

/** Every page of the product, with the sample organisation. Set PICTURES to a directory to get a picture of each. */
let application: TestApplication;
let browser: Browser;
beforeAll(async () => {
  application = await startApplication({}, () => new Date('2026-11-24T09:00:00Z'));
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await application?.stop();
});

async function signedIn(options: { dark?: boolean; width?: number } = {}) {
  const page = await openPage(browser, options);
  await page.goto(`${application.url}/sign-in/${await openSample(application)}`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/o/sample');
  return page;
}

const picture = async (page: Page, name: string) => {
  const folder = process.env['PICTURES'];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
};

describe.each([
  ['light', {}],
  ['dark', { dark: true }],
  ['narrow', { width: 390 }],
] as const)('%s', (look, options) => {
  let page: Awaited<ReturnType<typeof openPage>>;
  beforeAll(async () => {
    page = await signedIn(options);
  });
  afterAll(() => page?.context().close());

  it.each(pages)('%s: shows, complains of nothing, and is accessible', async (name, path) => {
    page.complaints.length = 0;
    await page.goto(`${application.url}/o/sample/${path}`);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await settled(page);
    await picture(page, `${name}-${look}`);
    expect(page.complaints).toEqual([]);
    await expectAccessible(page, `${name} ${look}`);
    // Nothing sticks out: at 390 pixels tables scroll in themselves, the page does not.
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(1);
  });
});

describe('the way in', () => {
  it.each(['sign-in', 'setup/some-token', 'sign-in/some-token'])('%s is accessible, light and dark', async (path) => {
    for (const dark of [false, true]) {
      const page = await openPage(browser, { dark });
      await page.goto(`${application.url}/${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await expectAccessible(page, `${path} ${dark ? 'dark' : 'light'}`);
      expect(page.complaints).toEqual([]);
      await page.context().close();
    }
  });
});
