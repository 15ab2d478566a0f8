import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSample } from '../../src/doors/sample.ts';
import { startApplication, type TestApplication } from '../support/application.ts';
import { expectAccessible, openBrowser, openPage, settled } from '../support/browser.ts';

/** A folder of policies becomes documents, in the browser. */
let application: TestApplication;
let browser: Browser;
let folder: string;
beforeAll(async () => {
  [application, browser] = await Promise.all([startApplication(), openBrowser()]);
  folder = mkdtempSync(join(tmpdir(), 'annexa-folder-'));
  mkdirSync(join(folder, 'handbook', 'procedures'), { recursive: true });
  writeFileSync(join(folder, 'handbook', 'printers.md'), '# Printer policy\n\nPrinters are emptied regularly. Ask [insert name].\n');
  writeFileSync(join(folder, 'handbook', 'procedures', 'visitors.txt'), 'Visitors sign in at the desk and are fetched within 10 minutes.');
  writeFileSync(join(folder, 'handbook', 'logo.svg'), '<svg/>');
  // Larger than one request: it goes in parts.
  writeFileSync(join(folder, 'handbook', 'long.txt'), 'Every paragraph says the same in forty words or fewer. '.repeat(200_000));
});
afterAll(async () => {
  await browser?.close();
  await application?.stop();
  rmSync(folder, { recursive: true, force: true });
});

it('shows what would become of each file, takes corrections, and brings them in in one step', async () => {
  const page = await openPage(browser);
  await page.goto(`${application.url}/sign-in/${await openSample(application)}`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/o/sample');
  await page.goto(`${application.url}/o/sample/documents/bring-in`);
  await page.getByLabel('Folder').setInputFiles(join(folder, 'handbook'));
  await page.getByText('1 file was left out').waitFor();
  await page.getByText('3 files to bring in').waitFor({ timeout: 60_000 });
  await settled(page);
  expect(await page.getByLabel('Title of handbook/printers.md').inputValue()).toBe('Printer policy');
  expect(await page.getByRole('combobox', { name: 'Type of handbook/procedures/visitors.txt' }).inputValue()).toBe('Procedure');
  await page.getByText('Placeholders of somebody else').waitFor();
  await expectAccessible(page, 'bring in');
  const pictures = process.env['PICTURES'];
  if (pictures) {
    await page.screenshot({ path: join(pictures, 'bring-in.png') });
    await page.setViewportSize({ width: 390, height: 800 });
    await page.screenshot({ path: join(pictures, 'bring-in-390.png') });
    await page.setViewportSize({ width: 1280, height: 900 });
  }
  await page.getByLabel('Title of handbook/printers.md').fill('Rules for printers');
  await page.getByRole('button', { name: 'Leave out handbook/long.txt' }).click();
  await page.getByRole('button', { name: 'Bring in 2 documents' }).click();
  await page.getByText('2 documents begun.').waitFor();
  await page.getByText('Rules for printers').first().waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Rules for printers').first().waitFor({ state: 'detached' });
  expect(page.complaints).toEqual([]);
});
