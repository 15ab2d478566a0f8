import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSample } from '../../src/doors/sample.ts';
import { may, roles, type Role } from '../../src/isms/permissions.ts';
import { startApplication, type TestApplication } from '../support/application.ts';
import { expectAccessible, openBrowser, openPage, settled } from '../support/browser.ts';

/** Each role walks the product: everything it is shown opens, and it is shown nothing it may not do. */
let application: TestApplication;
let browser: Browser;
beforeAll(async () => {
  application = await startApplication({}, () => new Date('2026-11-24T09:00:00Z'));
  await openSample(application);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await application?.stop();
});

/** Invited by a link, with an own password. */
async function join(role: Role): Promise<Page & { complaints: string[] }> {
  const { link } = await application
    .inside('sample')
    .post('/invitations', { email: `${role}@fjordlicht.example`, role, accessExpiresOn: '2027-06-30' });
  const page = await openPage(browser);
  await page.goto(link);
  await page.getByLabel('Your name').fill(role.replaceAll('-', ' '));
  await page.getByLabel('Choose a password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Join' }).click();
  await page.waitForURL('**/o/sample');
  return page;
}

const readers = roles.filter((role) => may(role, 'read the ISMS'));

it('employee: sees one page, whatever is asked for', async () => {
  const page = await join('employee');
  for (const path of ['', 'risks', 'ledger', 'settings']) {
    await page.goto(`${application.url}/o/sample/${path}`);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await settled(page);
    expect(await page.getByRole('navigation').count()).toBe(0);
    expect(await page.getByText('Your account is not joined to a person yet.').isVisible()).toBe(true);
  }
  expect(page.complaints).toEqual([]);
  await page.context().close();
});

describe.each(readers)('%s', (role) => {
  let page: Awaited<ReturnType<typeof join>>;
  beforeAll(async () => {
    page = await join(role);
  });
  afterAll(() => page?.context().close());
  const open = async (path: string) => {
    await page.goto(`${application.url}/o/sample/${path}`);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await settled(page);
  };

  it('opens every page of its rail without a refusal', async () => {
    await open('');
    const rail = page.getByRole('navigation', { name: 'Rooms' }).getByRole('link');
    const titles = await rail.allTextContents();
    expect(titles.some((title) => title.startsWith('Ledger'))).toBe(may(role, 'read the ledger'));
    expect(titles.includes('Import and export')).toBe(may(role, 'import records') || may(role, 'export the ISMS'));
    for (let index = 0; index < titles.length; index++) {
      await rail.nth(index).click();
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      await settled(page);
      expect(await page.getByText(/you may not/).count(), titles[index]!).toBe(0);
    }
    expect(page.complaints).toEqual([]);
  });

  it.each([
    ['context/issues', 'Add issue', 'describe the context'],
    ['context/parties', 'Add interested party', 'describe the context'],
    ['risks', 'Add risk', 'assess and treat risks'],
    ['risks/assets', 'Add asset', 'keep the asset inventory'],
    ['applicability', 'Prepare a version', 'edit the Statement of Applicability'],
    ['people', 'Add person', 'manage people'],
    ['people/rehearsal', 'Draw by lot', 'manage people'],
    ['objectives', 'Add objective', 'set objectives'],
    ['settings', 'Invite', 'manage members and keys'],
  ] as const)('%s: %s is there for those who may', async (path, button, permission) => {
    await open(path);
    // A version that waits for approval stands in for the button that prepares one.
    const shown = page.getByRole('button', { name: button, exact: true }).or(page.getByRole('button', { name: /^Discard version/ }));
    expect((await shown.count()) > 0).toBe(may(role, permission));
  });

  it('reads a risk, and edits it only with the permission', async () => {
    await open('risks?open=R-2');
    const title = page.getByRole('dialog').getByLabel('Threat', { exact: true }).first();
    await title.waitFor();
    expect(await title.isEnabled()).toBe(may(role, 'assess and treat risks'));
  });

  it('begins where it should', async () => {
    await open('');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(role === 'top-management' ? 'Brief' : 'Journey');
    await expectAccessible(page, role);
  });
});
