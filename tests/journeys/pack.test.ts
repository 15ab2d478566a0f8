import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { unzipSync } from 'fflate';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSample } from '../../src/doors/sample.ts';
import { startApplication, type TestApplication } from '../support/application.ts';
import { expectAccessible, openBrowser, openPage, settled } from '../support/browser.ts';
import { annexa } from '../support/shell.ts';

/** The audit pack from the button to the auditor's desk: downloaded, unpacked, read from the disk without a network, verified, falsified, found. */
let application: TestApplication;
let browser: Browser;
let manager: Page & { complaints: string[] };
let reader: Page & { complaints: string[] };
let directory: string;
let zip: string;
let folder: string;
const asked: string[] = [];

beforeAll(async () => {
  application = await startApplication({}, () => new Date('2026-11-25T09:00:00Z'));
  const token = await openSample(application);
  directory = mkdtempSync(join(tmpdir(), 'annexa-pack-'));
  const form = new FormData();
  form.append('file', new File(['%PDF-1.7 restored in 41 minutes'], 'Restore test.pdf'));
  const sent = await fetch(`${application.url}/api/organisations/sample/uploads/whole`, {
    method: 'POST',
    headers: { authorization: `Bearer ${application.machineKey}` },
    body: form,
  });
  const { id } = (await sent.json()) as { id: string };
  const fields = { title: 'Restore test, signed', subjects: ['A.8.13'], validFrom: '2026-08-12', uploads: [id] };
  await application.inside('sample').post('/evidence/files', fields);
  browser = await openBrowser();
  manager = await openPage(browser);
  await manager.goto(`${application.url}/sign-in/${token}`);
  await manager.getByRole('button', { name: 'Sign in' }).click();
  await manager.waitForURL(/\/o\/sample/);
});
afterAll(async () => {
  await browser?.close();
  await application?.stop();
  if (directory) rmSync(directory, { recursive: true, force: true });
});

/** A page of the unpacked folder, in a browser that reaches no network; what it asks for anyhow is noted. */
async function read(path: string) {
  await reader.goto(pathToFileURL(join(folder, path)).href);
  await reader.getByRole('heading', { level: 1 }).waitFor();
}
async function verified(choose: () => Promise<unknown>) {
  await read('verify.html');
  await choose();
  const verdict = reader.locator('.verdict');
  await verdict.waitFor();
  return { verdict: await verdict.textContent(), listed: await reader.locator('#result li').allTextContents() };
}
const chooseZip = (path: string) => reader.getByLabel('The ZIP as you received it').setInputFiles(path);
const chooseFolder = () => reader.getByLabel('Or the folder it was unpacked into').setInputFiles(folder);

describe('the audit pack', () => {
  it('is downloaded from the certification room', async () => {
    await manager.goto(`${application.url}/o/sample/certification`);
    await settled(manager);
    const coming = manager.waitForEvent('download');
    await manager.getByRole('button', { name: 'Audit pack' }).click();
    const download = await coming;
    expect(download.suggestedFilename()).toBe('sample-audit-pack-1-everything.zip');
    zip = join(directory, download.suggestedFilename());
    await download.saveAs(zip);
    for (const [path, content] of Object.entries(unzipSync(readFileSync(zip)))) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), content);
    }
    folder = zip.replace(/\.zip$/, '');
    await manager.goto(`${application.url}/o/sample/auditors/packs`);
    await manager.getByRole('cell', { name: 'PACK-1', exact: true }).waitFor();
    await expectAccessible(manager, 'packs that were made');
    expect(manager.complaints).toEqual([]);
  });

  it('opens from the disk without a server, is searched, and leads from a control to its evidence', async () => {
    reader = await openPage(browser);
    await reader.context().setOffline(true);
    reader.on('request', (request) => void (/^(file|data):/.test(request.url()) || asked.push(request.url())));
    await read('index.html');
    expect(await reader.getByRole('heading', { level: 1 }).textContent()).toBe('Audit pack of Fjordlicht Software GmbH');
    await reader.getByLabel('Search in this pack').fill('information backup');
    await reader.getByRole('link', { name: 'A.8.13 Information backup Control' }).click();
    await reader.getByRole('heading', { level: 1, name: 'A.8.13 Information backup' }).waitFor();
    const row = reader.getByRole('row').filter({ hasText: 'Restore test, signed' });
    await row.getByRole('link').first().click();
    await reader.getByRole('heading', { level: 1, name: 'Restore test, signed' }).waitFor();
    const href = await reader.getByRole('link', { name: 'Restore test.pdf' }).getAttribute('href');
    expect(readFileSync(new URL(href!, reader.url()), 'utf8')).toBe('%PDF-1.7 restored in 41 minutes');
    // Every link of the pages that lead further leads to a file.
    for (const path of ['index.html', 'clauses.html', 'controls.html', 'sections/documents.html', 'sections/evidence.html']) {
      await read(path);
      const links = await reader.locator('a[href]').evaluateAll((all) => all.map((each) => (each as HTMLAnchorElement).href));
      for (const link of new Set(links.map((each) => each.split('#')[0]!))) expect(readFileSync(new URL(link)).length, link).toBeGreaterThan(0);
    }
  });

  it('can be read by everybody: in light, in dark, on a narrow screen', async () => {
    const looked = [
      'index.html',
      'verify.html',
      'clauses.html',
      'controls/A.8.13.html',
      'sections/risks.html',
      'records/evidence/EV-1.html',
      'records/documents/D-1.html',
    ];
    for (const path of looked) {
      await read(path);
      await expectAccessible(reader, path);
    }
    await reader.emulateMedia({ colorScheme: 'dark' });
    await reader.setViewportSize({ width: 390, height: 800 });
    for (const path of looked) {
      await read(path);
      await expectAccessible(reader, `${path}, dark and narrow`);
      expect(await reader.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(390);
    }
    await reader.emulateMedia({ colorScheme: 'light' });
  });

  it('is found sound by its own page, as ZIP and as folder, with the fingerprint that the product shows', async () => {
    expect((await verified(() => chooseZip(zip))).verdict).toBe('● Sound: every byte is what was signed.');
    const { fingerprint } = await application.inside('sample').get('/ledger/key');
    expect((await reader.locator('#result .fingerprint').textContent())?.replaceAll(' ', '')).toBe(fingerprint);
    await expectAccessible(reader, 'a sound pack');
    expect((await verified(chooseFolder)).verdict).toBe('● Sound: every byte is what was signed.');
    await manager.goto(`${application.url}/o/sample/ledger`);
    await manager.getByText(fingerprint.replaceAll(/(.{4})(?=.)/g, '$1 ')).waitFor();
    expect((await annexa(['pack', 'verify', zip, '--key', fingerprint])).code).toBe(0);
  });

  it('with one bit altered anywhere is found broken, by the page and by the shell alike', async () => {
    const bytes = readFileSync(zip);
    const places = {
      'the evidence': bytes.indexOf('restored in 41 minutes'),
      'the manifest': bytes.lastIndexOf('"sha256": "') + 12,
      'the signature': bytes.lastIndexOf('=\n') - 20,
      'what stands before a file': 14,
      'the directory': bytes.length - 80,
      'the end': bytes.length - 1,
    };
    const broken = join(directory, 'broken.zip');
    for (const [place, at] of Object.entries(places)) {
      const altered = Buffer.from(bytes);
      altered[at]! ^= 4;
      writeFileSync(broken, altered);
      const shown = await verified(() => chooseZip(broken));
      expect(shown.verdict, place).toMatch(/^○ Broken/);
      const said = await annexa(['pack', 'verify', broken]);
      expect(said.code, place).toBe(1);
      for (const line of shown.listed) expect(said.out.replaceAll(': ', ' ')).toContain(line.trim().replaceAll(': ', ' '));
    }
    await expectAccessible(reader, 'a broken pack');
  });

  it('as a folder in which a file was altered, names it', async () => {
    const place = join(folder, 'registers/risks.xlsx');
    writeFileSync(place, Buffer.concat([readFileSync(place), Buffer.from('!')]));
    const { verdict, listed } = await verified(chooseFolder);
    expect(verdict).toBe('○ Broken: one thing is not as signed.');
    expect(listed[0]).toMatch(/^registers\/risks\.xlsx Altered/);
  });

  it('asked the network for nothing, and no script failed', () => {
    expect(asked).toEqual([]);
    expect(reader.complaints).toEqual([]);
  });
});
