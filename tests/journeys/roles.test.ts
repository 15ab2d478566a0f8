import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSample } from '../../src/doors/sample.ts';
import { may, roles, type Role } from '../../src/isms/permissions.ts';
import { startApplication, type TestApplication } from '../support/application.ts';
import { expectAccessible, openBrowser, openPage, settled } from '../support/browser.ts';
import { pages } from '../support/pages.ts';

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
async function join(role: Role, { email = `${role}@fjordlicht.example`, ...more }: { email?: string; person?: string } = {}) {
  const { link } = await application.inside('sample').post('/invitations', { email, role, accessExpiresOn: '2027-06-30', ...more });
  const page = await openPage(browser);
  await page.goto(link);
  await page.getByLabel('Your name').fill(role.replaceAll('-', ' '));
  await page.getByLabel('Choose a password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Join' }).click();
  await page.waitForURL(/\/o\/sample/);
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
    ['people/rehearsal', 'Draw by lot', 'rehearse audits'],
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

/** Work that is done by some pages at once. */
async function shared<T>(work: readonly T[], tabs: Page[], each: (page: Page, one: T) => Promise<void>): Promise<void> {
  const rest = [...work];
  await Promise.all(
    tabs.map(async (page) => {
      for (let one = rest.shift(); one !== undefined; one = rest.shift()) await each(page, one);
    }),
  );
}

/** More tabs of the same reader. */
const tabsOf = async (page: Page, number: number) => [
  page,
  ...(await Promise.all(Array.from({ length: number - 1 }, () => page.context().newPage()))),
];

/** Somebody of the sample for each role, with all that waits for them; the external auditor is the one to whom parts are released. */
const who: Record<Exclude<Role, 'owner'>, { email?: string; person?: string }> = {
  'isms-manager': { email: 'carla@fjordlicht.example', person: 'P-3' },
  contributor: { email: 'jonas@fjordlicht.example', person: 'P-4' },
  'top-management': { email: 'hanna@fjordlicht.example', person: 'P-1' },
  employee: { email: 'lena@fjordlicht.example', person: 'P-8' },
  'internal-auditor': { email: 'auditor@fjordlicht.example', person: 'P-10' },
  'external-auditor': { email: 'miriam.stein@stein-audit.example' },
};
// To the owner nothing is refused; the journey of the pages opens every address as the owner.
describe.each(Object.keys(who) as (keyof typeof who)[])('%s, at every address', (role) => {
  let tabs: Page[];
  beforeAll(async () => {
    tabs = await tabsOf(await join(role, who[role]), 4);
  });
  afterAll(() => tabs?.[0]?.context().close());

  it('asks for nothing that is refused, and shows something', async () => {
    const wrong: string[] = [];
    await shared(pages, tabs, async (page, [name, path]) => {
      const refused = (response: { status(): number; url(): string; request(): { method(): string } }) => {
        if (response.status() >= 400 && response.url().includes('/api/'))
          wrong.push(`${name}: ${response.request().method()} ${response.url().replace(application.url, '')} ${response.status()}`);
      };
      const failed = (error: Error) => wrong.push(`${name}: ${error.message}`);
      page.on('response', refused);
      page.on('pageerror', failed);
      await page.goto(`${application.url}/o/sample/${path}`);
      try {
        await page.getByRole('heading', { level: 1 }).first().waitFor();
        await settled(page);
        if (await page.getByText(/you may not|This page has failed/).count()) wrong.push(`${name}: shows a refusal`);
      } catch {
        wrong.push(`${name}: does not come to an end`);
      }
      page.off('response', refused);
      page.off('pageerror', failed);
    });
    expect(wrong).toEqual([]);
  });
});
