import type { Browser } from 'playwright-core';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApplication, type TestApplication } from '../support/application.ts';
import { expectAccessible, openBrowser, openPage, settled } from '../support/browser.ts';
import { ocsf, type OcsfSpec } from '../support/scans.ts';

/** The file of a scanner in the browser: seen before it is read, read, mapped, a record that is broken, and a later file that closes what is mended. */
let application: TestApplication;
let browser: Browser;
let page: Awaited<ReturnType<typeof openPage>>;
let folder: string;
let address: string;
let seconds = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'annexa-scan-'));
  [application, browser] = await Promise.all([
    startApplication({}, () => new Date(Date.parse('2026-11-24T09:00:00Z') + seconds++ * 100)),
    openBrowser(),
  ]);
  const slug = await application.organisation('Fjordlicht Software GmbH');
  const { link } = await application.inside(slug).post('/invitations', { email: 'ada@example.org', role: 'isms-manager', accessExpiresOn: null });
  page = await openPage(browser);
  await page.goto(link);
  await page.getByLabel('Your name').fill('Ada Berg');
  await page.getByLabel('Choose a password').fill('correct horse battery staple');
  await page.getByRole('button', { name: 'Join' }).click();
  address = `${application.url}/o/${slug}`;
  await page.waitForURL(address);
});
afterAll(async () => {
  await browser?.close();
  await application?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const account = '482913307715';
const bucket: OcsfSpec = { check: 's3_bucket_public_access', account, resource: 'arn:aws:s3:::rosters', severity: 5 };
const user: OcsfSpec = { check: 'iam_user_mfa_enabled_console_access', account, resource: 'arn:aws:iam::482913307715:user/tom' };
const fine: OcsfSpec = { check: 's3_bucket_public_access', account, resource: 'arn:aws:s3:::logs', status: 'PASS' };

async function choose(name: string, content: string) {
  const file = join(folder, name);
  writeFileSync(file, content);
  await page.locator('input[type=file]').first().setInputFiles(file);
  const arrived = page.getByRole('region', { name: `File ${name}` });
  await arrived.getByText('written by Prowler').waitFor();
  return arrived;
}
const scan = (name: string) => page.getByRole('region', { name: new RegExp(`SCAN-\\d+ ${name}`) });

it('says what a file is before anything is read, and reads it, with what is broken in it by its place', async () => {
  await page.goto(`${address}/scans`);
  await page.getByText('No file of a scanner has been read yet.').waitFor();
  const [first, second, third] = JSON.parse(ocsf([bucket, user, fine]));
  // Between two findings stands a record that names no check.
  const { metadata: _metadata, finding_info: _info, ...broken } = first;
  const arrived = await choose('monday.ocsf.json', JSON.stringify([first, broken, second, third], null, 2));
  await arrived.getByText(`about aws ${account}`).waitFor();
  await expectAccessible(page, 'a file that has arrived');
  await arrived.getByRole('button', { name: 'Read this file' }).click();
  await scan('monday.ocsf.json')
    .getByText(/2 fail, 1 pass/)
    .waitFor();
  await settled(page);
  await scan('monday.ocsf.json').getByText('1 record could not be read').click();
  expect(await scan('monday.ocsf.json').getByRole('listitem').first().textContent()).toMatch(/^Record 2, line \d+, byte \d+: /);
  await expectAccessible(page, 'a scan that is read');
});

it('shows the findings with the controls they speak for, and the critical one is a vulnerability with a deadline', async () => {
  const table = page.getByRole('region', { name: 'Findings' });
  const row = table.getByRole('row').filter({ hasText: 'rosters' });
  expect(await row.textContent()).toMatch(/A\.\d\.\d+/);
  await row.getByRole('button', { name: 'About s3_bucket_public_access' }).click();
  await page.getByRole('dialog').getByText('arn:aws:s3:::rosters').first().waitFor();
  await expectAccessible(page, 'a finding');
  await page.keyboard.press('Escape');
  await scan('monday.ocsf.json').getByRole('link', { name: '1 vulnerability' }).click();
  await page.waitForURL('**/operations/vulnerabilities');
  await page.getByText('About s3_bucket_public_access').first().waitFor();
});

it('closes what a later file no longer reports, and reads the same file only once', async () => {
  await page.goto(`${address}/scans`);
  const later = { at: '2026-11-24T08:00:00Z' };
  const text = ocsf([
    { ...bucket, ...later, status: 'PASS' },
    { ...user, ...later },
    { ...fine, ...later },
  ]);
  const arrived = await choose('tuesday.ocsf.json', text);
  await arrived.getByRole('button', { name: 'Read this file' }).click();
  await scan('tuesday.ocsf.json')
    .getByText(/1 fails, 2 pass/)
    .waitFor();
  await settled(page);
  const table = page.getByRole('region', { name: 'Findings' });
  await table.getByRole('row').filter({ hasText: 'rosters' }).filter({ hasText: 'Passes' }).waitFor();
  const again = await choose('tuesday-once-more.ocsf.json', text);
  await again.getByText(/The same file was read before, as SCAN-2/).waitFor();
  expect(page.complaints).toEqual([]);
});
