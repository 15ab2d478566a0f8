import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { startApplication, type TestApplication } from '../support/application.ts';
import { openBrowser, openPage, settled } from '../support/browser.ts';
import { riskTemplate, workbook } from '../support/spreadsheets.ts';

const password = 'correct horse battery staple';
const slug = 'hafenlicht-logistik-gmbh';
let application: TestApplication;
let browser: Browser;
/** The ISMS manager, who owns the organisation here, and the managing director. */
let manager: Page & { complaints: string[] };
let director: Page & { complaints: string[] };

beforeAll(async () => {
  application = await startApplication();
  browser = await openBrowser();
  [manager, director] = [await openPage(browser), await openPage(browser)];
});
afterEach(async ({ task }) => {
  const folder = process.env['PICTURES'];
  if (!folder || task.result?.state !== 'fail') return;
  for (const [name, page] of Object.entries({ manager, director })) await page.screenshot({ path: join(folder, `failed-${name}.png`) });
});
afterAll(async () => {
  await browser?.close();
  await application?.stop();
});

const go = async (page: Page, path: string) => {
  await page.goto(`${application.url}/o/${slug}/${path}`);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await settled(page);
};
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });
const said = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();
const choose = async (page: Page, label: string, option: string | RegExp) => {
  await page.getByRole('combobox', { name: label, exact: true }).click();
  await page.getByRole('option', { name: option }).first().click();
};
const sign = async (page: Page, action: string | RegExp) => {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Your password' }).fill(password);
  await dialog.getByRole('button', { name: action }).click();
};

it('the first account is made by the printed link', async () => {
  await manager.goto(`${application.url}/setup/${await (await application.accounts()).issueLink('setup', 60)}`);
  await manager.getByLabel('Organisation').fill('Hafenlicht Logistik GmbH');
  await manager.getByLabel('Your name').fill('Malte Brook');
  await manager.getByLabel('E-mail').fill('malte@example.org');
  await manager.getByRole('textbox', { name: 'Password' }).fill(password);
  await button(manager, 'Create account and organisation').click();
  await manager.waitForURL(`**/o/${slug}`);
  await said(manager, '0 of 10 steps to the certificate are done');
});

it('people are named, and the director is invited', async () => {
  await go(manager, 'people');
  for (const [name, title, top] of [
    ['Malte Brook', 'Information security manager', false],
    ['Dr. Inge Thomsen', 'Managing director', true],
  ] as const) {
    await button(manager, 'Add person').first().click();
    const form = manager.getByRole('dialog');
    await form.getByLabel('Name', { exact: true }).fill(name);
    await form.getByLabel('Job title').fill(title);
    if (top) await form.getByLabel('Top management').check();
    await form.getByRole('button', { name: 'Add person' }).click();
    await said(manager, / added\./);
    await manager.keyboard.press('Escape');
    await manager.getByRole('dialog').waitFor({ state: 'detached' });
  }
  await go(manager, 'settings');
  await choose(manager, 'Role', 'Top management');
  await choose(manager, 'Is the person', /Inge Thomsen/);
  await manager.getByLabel('Invite by e-mail').fill('inge@example.org');
  await button(manager, 'Invite').click();
  const link = await manager.getByText(/\/invitation\//).textContent();
  await director.goto(link!.replace(/^https?:\/\/[^/]+/, application.url));
  await director.getByLabel('Your name').fill('Dr. Inge Thomsen');
  await director.getByRole('textbox', { name: 'Choose a password' }).fill(password);
  await button(director, 'Join').click();
  await director.waitForURL(`**/o/${slug}`);
  expect((await application.inside(slug).get('/members')).items).toMatchObject([{ role: 'owner' }, { role: 'top-management', person: 'P-2' }]);
});

it('the boundaries are drawn', async () => {
  for (const [place, what, name] of [
    ['teams', 'team', 'Product development'],
    ['locations', 'location', 'Office Hamburg'],
    ['systems', 'system', 'Shift planner'],
  ] as const) {
    await go(manager, `context/${place}`);
    await button(manager, `Add ${what}`).first().click();
    const form = manager.getByRole('dialog');
    await form.getByRole('textbox').first().fill(name);
    await form.getByRole('radiogroup', { name: 'In scope' }).getByText('Yes').click();
    await form.getByRole('button', { name: `Add ${what}` }).click();
    await said(manager, / added\./);
  }
});

it('the scope is written, priced and approved by the director', async () => {
  await go(manager, 'context');
  await button(manager, 'Write the scope').click();
  await manager.getByLabel('Scope statement').fill('Planning and operation of shift schedules for ports, from Hamburg and from home offices.');
  await manager.getByLabel('Why this scope').click();
  await said(manager, 'Saved.');
  await manager.getByLabel('persons in scope').or(manager.getByPlaceholder('persons in scope')).first().fill('60');
  await said(manager, /10 days for the initial audit/);
  await go(director, 'context');
  await button(director, 'Approve version 1').click();
  await sign(director, 'Approve version 1');
  await said(director, /Version 1, approved by Dr\. Inge Thomsen/);
});

it('the gap assessment goes by the keyboard, and a slip is undone', async () => {
  await go(manager, 'gap');
  await manager.getByRole('heading', { level: 1 }).click();
  for (const key of ['1', '2', '3', '1']) {
    await manager.keyboard.press(key);
    await manager.waitForTimeout(80);
  }
  await said(manager, 'A.5.4 answered.');
  const status = (control: string) => manager.getByRole('row', { name: new RegExp(`^${control.replaceAll('.', '\\.')} `) }).first();
  await expect.poll(() => status('A.5.2').textContent()).toContain('Partly');
  await expect.poll(() => status('A.5.4').textContent()).toContain('Implemented');
  await manager.getByText('A.5.4 answered.').locator('..').getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => status('A.5.4').textContent()).toContain('Not assessed');
  expect((await application.inside(slug).get('/gap')).items.slice(0, 4).map((line: { status: string }) => line.status)).toEqual([
    'implemented',
    'partly',
    'missing',
    'not-assessed',
  ]);
});

it('a method is put in force and the spreadsheet imported after a preview', async () => {
  await go(manager, 'risks/method');
  await button(manager, 'Choose a method').click();
  await manager.getByRole('menuitem', { name: /^Five by five The usual/ }).click();
  await button(manager, 'Put in force').click();
  await sign(manager, 'Put the method in force');
  await said(manager, /Put in force by Malte Brook/);
  await go(manager, 'import');
  await manager.locator('input[type=file]').setInputFiles({
    name: 'register.xlsx',
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    buffer: Buffer.from(await workbook(riskTemplate), 'base64'),
  });
  await button(manager, 'Import 4 rows').click();
  await said(manager, 'Imported: 4 added, 0 changed.');
  await go(manager, 'risks');
  await manager.getByRole('row', { name: /Key person leaves/ }).waitFor();
});

it('risks get owners together, one is treated, and its owner accepts what remains', async () => {
  await go(manager, 'risks');
  await manager.getByLabel('Choose all').check();
  await button(manager, 'Change 4').click();
  const together = manager.getByRole('dialog');
  await together.getByRole('combobox', { name: 'Field' }).click();
  await manager.getByRole('option', { name: 'Risk owner' }).click();
  await together.getByRole('combobox', { name: 'Risk owner' }).click();
  await manager.getByRole('option', { name: /Inge Thomsen/ }).click();
  await together.getByRole('button', { name: 'Change 4 risks' }).click();
  await said(manager, '4 risks changed.');

  await go(manager, 'risks?open=R-1');
  const drawer = manager.getByRole('dialog');
  await drawer.getByLabel('Why this treatment').fill('Tests look for records of other tenants before every release');
  await drawer.getByLabel('Why this treatment').blur();
  await said(manager, 'Saved.');
  await go(manager, 'risks?open=R-3');
  await manager.getByLabel('Ask the owner to accept it').fill('Within our appetite; a release can wait for a week');
  await button(manager, 'Ask').click();
  await said(manager, 'The risk owner has been asked.');

  await go(director, 'risks/acceptances');
  await button(director, 'Accept').click();
  await sign(director, 'Accept the risk');
  await said(director, 'Accepted.');
  await expect.poll(async () => (await application.inside(slug).get('/risks/R-3')).acceptance).toBe('accepted');
});

it('the Statement of Applicability is decided, frozen, signed by the director and printed', async () => {
  await go(manager, 'applicability');
  await choose(manager, 'State', 'Undecided');
  await manager.getByLabel('Choose all that are shown').check();
  await manager.getByLabel(/^Reason for/).fill('Part of the basic protection that our customers expect');
  await button(manager, /^Include \d+$/).click();
  await said(manager, /controls decided\./);
  await button(manager, 'Prepare a version').click();
  await said(manager, 'Version 1 is prepared.');

  await go(director, 'applicability');
  await button(director, 'Approve version 1').click();
  await sign(director, 'Approve version 1');
  await said(director, /Version 1 is in force since/);
  await button(director, 'Statement of Applicability').click();
  const [file] = await Promise.all([director.waitForEvent('download'), director.getByRole('menuitem', { name: 'PDF' }).click()]);
  expect(
    readFileSync(await file.path())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-');
  expect(file.suggestedFilename()).toMatch(/\.pdf$/);
});

it('the verdict says what an auditor would find, and each finding opens what it rests on', async () => {
  await go(manager, 'verdict');
  await said(manager, /Today an auditor would raise \d+ majors?/);
  expect(await manager.getByText('No scope', { exact: true }).count()).toBe(0);
  await said(manager, 'No internal and external issues determined');
  await button(manager, /Records/)
    .first()
    .click();
  await manager
    .getByRole('link', { name: /Collect internal and external issues/ })
    .first()
    .click();
  await manager.waitForURL('**/context/**');
  expect([...manager.complaints, ...director.complaints]).toEqual([]);
  expect((await application.inside(slug).get('/ledger/verify')).intact).toBe(true);
});

it('a risk above what the owner asked to accept is not accepted by whoever asked', async () => {
  await go(manager, 'risks/acceptances');
  expect(await button(manager, 'Accept').count()).toBe(0);
});
