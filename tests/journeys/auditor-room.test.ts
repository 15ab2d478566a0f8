import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSample } from '../../src/doors/sample.ts';
import type { Role } from '../../src/isms/permissions.ts';
import { startApplication, type Inside, type TestApplication } from '../support/application.ts';
import { expectAccessible, openBrowser, openPage, settled } from '../support/browser.ts';

/** An external audit in the browser: released, read, asked, provided, accepted; then the time is over. The ledger has every look. */
let application: TestApplication;
let browser: Browser;
let inside: Inside;
let moment = new Date('2026-11-25T09:00:00Z');
let manager: Page & { complaints: string[] };
let auditor: Page & { complaints: string[] };

beforeAll(async () => {
  application = await startApplication({}, () => moment);
  await openSample(application);
  inside = application.inside('sample');
  const audits = (await inside.get('/certification-audits')).items as { kind: string }[];
  if (!audits.some(({ kind }) => kind === 'stage-1'))
    await inside.post('/certification-audits', { kind: 'stage-1', plannedFrom: '2027-01-19', plannedTo: '2027-01-20' });
  browser = await openBrowser();
  manager = await join('isms-manager', 'Ada Berg', null);
});
afterAll(async () => {
  await browser?.close();
  await application?.stop();
});

/** Invited by a link, with an own password. */
async function join(role: Role, name: string, accessExpiresOn: string | null) {
  const { link } = await inside.post('/invitations', { email: `${role}@nordhaus.example`, role, accessExpiresOn });
  const page = await openPage(browser);
  await page.goto(link);
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('Choose a password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Join' }).click();
  await page.waitForURL(/\/o\/sample/);
  return page;
}
async function open(page: Page, path: string) {
  await page.goto(`${application.url}/o/sample/${path}`);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await settled(page);
}
const parts = (page: Page) => page.getByRole('navigation', { name: 'Sections' }).getByRole('link');

describe('before anything is released', () => {
  it('the auditor sees that nothing is, wherever they go', async () => {
    auditor = await join('external-auditor', 'Dr. Ingeborg Falk', '2027-01-31');
    for (const path of ['', 'risks', 'ledger', 'settings', 'my', 'auditors']) {
      await open(auditor, path);
      expect(await auditor.getByRole('heading', { level: 1 }).textContent(), path).toBe('Nothing is released to you today');
      expect(await auditor.getByRole('navigation').count()).toBe(0);
    }
    await expectAccessible(auditor, 'nothing released');
  });
});

describe('a release', () => {
  it('is made by the manager, section by section, and seen as the auditor does', async () => {
    await open(manager, 'auditors');
    await manager.getByRole('button', { name: 'Release', exact: true }).click();
    await manager
      .getByRole('combobox', { name: 'For the audit' })
      .or(manager.getByRole('textbox', { name: 'For the audit' }))
      .first()
      .click();
    await manager
      .getByRole('option', { name: /^Stage 1/ })
      .first()
      .click();
    for (const section of ['Objectives and their measurement', 'Internal audits', 'Management reviews'])
      await manager.getByLabel(section, { exact: true }).uncheck();
    await manager.getByLabel('Until').fill('2027-01-20');
    await manager.getByLabel('Note').fill('For the readiness review.');
    await expectAccessible(manager, 'a new release');
    await manager.getByRole('button', { name: 'Release', exact: true }).click();
    await manager.getByText(/Open, 57 more days/).waitFor();
    await expectAccessible(manager, 'what is released');
    await manager.getByRole('link', { name: 'See it as the auditor does' }).first().click();
    await manager.getByText('You see it as the auditor does').waitFor();
    await settled(manager);
    expect(await parts(manager).allTextContents()).toContain('Risks');
    await parts(manager).filter({ hasText: 'Risks' }).first().click();
    await manager.getByRole('heading', { level: 1, name: 'Risks' }).waitFor();
    await settled(manager);
    expect((await inside.get('/auditor-looks')).total).toBe(0);
  });

  it('opens to the auditor exactly that', async () => {
    await open(auditor, '');
    expect(await auditor.getByRole('heading', { level: 1 }).textContent()).toBe('Stage 1');
    expect((await parts(auditor).allTextContents()).map((each) => each.trim())).toEqual([
      'Overview',
      'Scope',
      'Context and interested parties',
      'Statement of Applicability',
      'Risks',
      'Risk treatment plan',
      'Documents in force',
      'Requests',
    ]);
    expect(await auditor.getByText('For the readiness review.').isVisible()).toBe(true);
    await expectAccessible(auditor, 'the start of the room');
  });

  it('is read section by section, searched through, and printed without what belongs to the screen', async () => {
    await parts(auditor).filter({ hasText: 'Risks' }).first().click();
    await auditor.getByRole('heading', { level: 1, name: 'Risks' }).waitFor();
    const rows = auditor.getByRole('table').first().locator('tbody tr');
    await rows.first().waitFor();
    const all = await rows.count();
    await auditor.getByLabel('Search in this section').fill('ransom');
    await expect.poll(() => rows.count()).toBeLessThan(all);
    await expectAccessible(auditor, 'a section');
    await auditor.emulateMedia({ media: 'print' });
    expect(await auditor.getByRole('navigation', { name: 'Sections', includeHidden: true }).isVisible()).toBe(false);
    expect(await auditor.getByText(/Fjordlicht Software GmbH · printed/).isVisible()).toBe(true);
    await auditor.emulateMedia({ media: 'screen' });
    await auditor.getByLabel('Search in this section').fill('');
    await auditor.getByRole('link', { name: 'R-2', exact: true }).click();
    await auditor.getByRole('heading', { level: 1, name: 'Administrators share one powerful account' }).waitFor();
    await settled(auditor);
    await expectAccessible(auditor, 'a record');
  });

  it('shows a document with its approved text', async () => {
    await open(auditor, 'auditor/documents/documents/D-1');
    await auditor
      .getByText(/SHA-256 [0-9a-f]{64}/)
      .first()
      .waitFor();
    expect(await auditor.locator('.prose').last().textContent()).toContain('Fjordlicht Software GmbH');
  });

  it('shows what is not released to nobody', async () => {
    for (const path of ['auditor/evidence', 'auditor/evidence/evidence/EV-2', 'auditor/risks/risks/R-9999', 'auditor/ledger']) {
      await auditor.goto(`${application.url}/o/sample/${path}`);
      await auditor.getByText('That is not released to you.').waitFor();
      expect(await auditor.getByRole('table').count(), path).toBe(0);
    }
  });
});

describe('a request', () => {
  it('is asked by the auditor', async () => {
    await open(auditor, 'auditor');
    await auditor.getByRole('button', { name: 'Ask to see something' }).click();
    await auditor.getByLabel('What you would like to see').fill('Access review of the second quarter');
    await auditor.getByLabel('By', { exact: true }).fill('2026-11-30');
    await auditor.getByRole('button', { name: 'Ask', exact: true }).click();
    await auditor.getByText('Access review of the second quarter').first().waitFor();
    const { items } = await inside.get('/evidence-requests?limit=1000');
    expect(items.at(-1)).toMatchObject({
      title: 'Access review of the second quarter',
      status: 'asked',
      askedBy: 'Dr. Ingeborg Falk',
      dueOn: '2026-11-30',
    });
  });

  it('is provided by the manager with evidence, a file and a word', async () => {
    await open(manager, 'auditors/requests');
    await manager.getByRole('button', { name: 'Open Access review of the second quarter' }).click();
    const evidence = manager
      .getByRole('combobox', { name: 'Evidence' })
      .or(manager.getByRole('textbox', { name: 'Evidence' }))
      .first();
    await evidence.click();
    await evidence.fill('EV-2 ');
    await manager.getByRole('option', { name: /^EV-2 / }).click();
    await manager.keyboard.press('Escape');
    await manager
      .getByLabel('Add files')
      .setInputFiles({ name: 'accounts.csv', mimeType: 'text/csv', buffer: Buffer.from('account,keep\nada,yes\n') });
    await manager.getByText('accounts.csv').first().waitFor();
    await manager.getByLabel('What to say with it').fill('The list and what was decided.');
    await expectAccessible(manager, 'requests');
    await manager.getByRole('button', { name: 'Provide', exact: true }).click();
    await manager.getByText('Provided: the auditor sees it now.').waitFor();
    expect((await inside.get('/evidence-requests?limit=1000')).items.at(-1)).toMatchObject({
      status: 'provided',
      evidence: ['EV-2'],
      files: [{ name: 'accounts.csv' }],
    });
  });

  it('is read by the auditor, its file downloaded, and accepted', async () => {
    await open(auditor, 'auditor/requests');
    await auditor.getByText('The list and what was decided.').waitFor();
    const [saved] = await Promise.all([auditor.waitForEvent('download'), auditor.getByRole('button', { name: 'accounts.csv' }).click()]);
    expect(await readFile(await saved.path(), 'utf8')).toBe('account,keep\nada,yes\n');
    await auditor.getByRole('link', { name: 'Evidence EV-2' }).click();
    await auditor.getByRole('heading', { level: 1, name: 'Access review, second quarter' }).waitFor();
    await open(auditor, 'auditor/requests');
    await auditor.getByLabel('Your message').first().fill('Who decided on the shared account?');
    await auditor.getByRole('button', { name: 'Send' }).first().click();
    await auditor.getByText('Who decided on the shared account?').first().waitFor();
    await expectAccessible(auditor, 'the requests of the room');
    await auditor.getByRole('button', { name: 'Accept' }).click();
    await auditor.getByText('Accepted.').waitFor();
    const { items } = await inside.get('/evidence-requests?limit=1000');
    expect(items.find(({ title }: any) => title === 'Access review of the second quarter')).toMatchObject({ status: 'accepted', evidence: ['EV-2'] });
  });
});

describe('what was looked at', () => {
  it('stands before the manager: who, when, what, and what was taken away', async () => {
    await open(manager, 'auditors/looks');
    const lines = await manager.getByRole('table').locator('tbody tr').allTextContents();
    for (const expected of [
      /Falk.*Looked at.*Risks.*The list/,
      /Falk.*R-2 Administrators share/,
      /Falk.*D-1 Information security policy/,
      /Falk.*↓ Downloaded.*accounts\.csv/,
    ])
      expect(
        lines.some((line) => expected.test(line)),
        String(expected),
      ).toBe(true);
    expect(lines.some((line) => line.includes('Ada'))).toBe(false);
    await expectAccessible(manager, 'looks');
    const { total } = await inside.get('/auditor-looks');
    expect((await inside.get('/ledger?register=auditor-looks&limit=500')).total).toBe(total);
    expect((await inside.get('/ledger/verify')).intact).toBe(true);
  });
});

describe('when the time is over', () => {
  it('the room is empty after the last day of the release', async () => {
    moment = new Date('2027-01-20T20:00:00Z');
    await open(auditor, 'auditor/risks');
    expect(await auditor.getByRole('heading', { level: 1 }).textContent()).toBe('Risks');
    moment = new Date('2027-01-21T09:00:00Z');
    await open(auditor, 'auditor/risks');
    expect(await auditor.getByRole('heading', { level: 1 }).textContent()).toBe('Nothing is released to you today');
  });

  it('works in dark and on a telephone', async () => {
    moment = new Date('2026-12-01T09:00:00Z');
    const state = await auditor.context().storageState();
    for (const options of [{ dark: true }, { width: 390 }]) {
      const page = await openPage(browser, { ...options, state });
      for (const path of ['auditor', 'auditor/soa', 'auditor/documents']) {
        await open(page, path);
        await expectAccessible(page, `${path} ${JSON.stringify(options)}`);
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), path).toBe(true);
      }
      expect(page.complaints).toEqual([]);
      await page.context().close();
    }
  });

  it('a withdrawn release closes the room at once', async () => {
    await open(manager, 'auditors');
    await manager.getByRole('button', { name: 'Withdraw' }).first().click();
    await manager.getByText(/is withdrawn: nobody sees it any more/).waitFor();
    await open(auditor, 'auditor/risks');
    expect(await auditor.getByRole('heading', { level: 1 }).textContent()).toBe('Nothing is released to you today');
    expect([...auditor.complaints, ...manager.complaints]).toEqual([]);
  });
});
