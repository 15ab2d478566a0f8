import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSample } from '../../src/doors/sample.ts';
import { commitmentList } from '../../src/isms/documents/model.ts';
import type { Role } from '../../src/isms/permissions.ts';
import { startApplication, type Inside, type TestApplication } from '../support/application.ts';
import { expectAccessible, openBrowser, openPage, settled } from '../support/browser.ts';

/** A document in the browser: written, remarked on, checked, submitted, signed, put in force, overtaken by a fact. */
const password = 'correct horse battery';
let application: TestApplication;
let browser: Browser;
let inside: Inside;
let document: string;
let version: string;
const pages: Record<string, Page & { complaints: string[] }> = {};

beforeAll(async () => {
  application = await startApplication({});
  await openSample(application);
  inside = application.inside('sample');
  browser = await openBrowser();
  await inside.patch('/commitments', Object.fromEntries(commitmentList.map(({ field, usual }) => [field, usual])));
  const people = (await inside.get('/people?limit=1000')).items as { id: string; topManagement: boolean; endsOn: string | null }[];
  const approver = people.find(({ topManagement, endsOn }) => topManagement && endsOn === null)!;
  const others = people.filter(({ topManagement, endsOn }) => !topManagement && endsOn === null);
  const { record } = await inside.post('/documents', {
    title: 'Handling of visitors',
    type: 'policy',
    approvers: [approver.id],
    owner: others[0]!.id,
    audience: 'everyone',
    reviewMonths: 12,
  });
  document = record.id;
  pages['writer'] = await join('contributor', others[0]!.id);
  pages['manager'] = await join('isms-manager', others[1]!.id);
  pages['top'] = await join('top-management', approver.id);
  pages['auditor'] = await join('internal-auditor');
});
afterAll(async () => {
  await browser?.close();
  await application?.stop();
});

/** Invited by a link, with an own password. */
async function join(role: Role, person: string | null = null) {
  const { link } = await inside.post('/invitations', { email: `${role}@fjordlicht.example`, role, person, accessExpiresOn: '2099-06-30' });
  const page = await openPage(browser);
  await page.goto(link);
  await page.getByLabel('Your name').fill(role.replaceAll('-', ' '));
  await page.getByLabel('Choose a password').fill(password);
  await page.getByRole('button', { name: 'Join' }).click();
  await page.waitForURL('**/o/sample');
  return page;
}
async function open(who: string, search = '') {
  const page = pages[who]!;
  await page.goto(`${application.url}/o/sample/document/${document}${search}`);
  await page.getByRole('heading', { level: 1, name: 'Handling of visitors' }).waitFor();
  await settled(page);
  return page;
}
const text = (page: Page) => page.getByRole('textbox', { name: 'Text of the document' });
const saved = async (page: Page) => {
  await page
    .getByRole('status')
    .filter({ hasText: /^Saved$/ })
    .waitFor();
  return (await inside.get(`/document-versions/${version}`)).body as string;
};

describe('writing', () => {
  it('begins with nothing, and is written in the editor: headings, a list, bold, a fact, a control, a table', async () => {
    const page = await open('writer');
    await page.getByRole('button', { name: 'Write version 1' }).click();
    await text(page).waitFor();
    version = (await inside.get(`/documents/${document}/versions`)).items[0].id;
    await text(page).click();
    await page.keyboard.type('# Visitors\n');
    await page.keyboard.type('Visitors of {{');
    // Two braces ask for a fact; the keyboard goes on in the list, and after it in the text, however fast somebody types.
    await page.keyboard.type('name of the organ');
    await page.keyboard.press('Enter');
    await page.keyboard.type(' are met at the door, see A.7.2.');
    await page.keyboard.press('Enter');
    await page.keyboard.type('* They wear a ');
    await page.keyboard.press('Control+b');
    await page.keyboard.type('badge');
    await page.keyboard.press('Control+b');
    await page.keyboard.type('.');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Access rights are reviewed every ');
    await page.getByRole('button', { name: 'Insert fact' }).click();
    await page.getByRole('textbox', { name: 'Search facts' }).fill('access rights are reviewed');
    await page.keyboard.press('Enter');
    await page.keyboard.type('.');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Insert table' }).click();
    for (const cell of ['Who', 'Where', 'When', 'Guests', 'Door | gate', 'Always']) {
      await page.keyboard.type(cell);
      await page.keyboard.press('Tab');
    }
    expect(await saved(page)).toBe(
      [
        '# Visitors',
        'Visitors of {{organisation.name}} are met at the door, see A.7.2.',
        '* They wear a **badge**.\n* Access rights are reviewed every {{commitment.accessReviewDays}}.',
        '| Who | Where | When |\n|---|---|---|\n| Guests | Door \\| gate | Always |\n|  |  |  |',
      ].join('\n\n'),
    );
    expect(page.complaints).toEqual([]);
  });

  it('chips say where they come from; a control number has its card', async () => {
    const page = pages['writer']!;
    await text(page).locator('.fact').first().hover();
    await page.locator('.card-beside').getByText('Name of the organisation').waitFor();
    expect(await page.locator('.card-beside').getByRole('link').getAttribute('href')).toBe('/o/sample/settings');
    await text(page).locator('.control-number').hover();
    await page.locator('.card-beside').getByText('A.7.2', { exact: false }).first().waitFor();
    await page.keyboard.press('Escape');
  });

  it('comes back as it was left, rich and as Markdown', async () => {
    const page = await open('writer');
    await text(page).locator('table').waitFor();
    expect(await text(page).locator('.fact').allTextContents()).toEqual(['Fjordlicht Software GmbH', '90 days']);
    const before = (await inside.get(`/document-versions/${version}`)).body;
    await page.getByRole('button', { name: 'Markdown' }).click();
    const source = page.getByRole('textbox', { name: 'Text as Markdown' });
    expect(await source.inputValue()).toBe(before);
    await source.fill(`${before}\n\nRooms are checked regularly.\n`);
    expect(await saved(page)).toContain('regularly');
    await page.getByRole('button', { name: 'Markdown' }).click();
    await text(page).getByText('Rooms are checked regularly.').waitFor();
  });

  it('two who write at once overwrite nothing: both versions are shown, and both changes stay', async () => {
    const page = pages['writer']!;
    const seen = await inside.get(`/document-versions/${version}`);
    await application.send('PATCH', `/api/organisations/sample/document-versions/${version}`, {
      body: { body: seen.body.replace('# Visitors', '# Visitors and deliveries') },
    });
    await text(page).getByText('Rooms are checked regularly.').click();
    await page.keyboard.press('End');
    await page.keyboard.type(' This is mine.');
    const conflict = page.getByRole('alert').filter({ hasText: 'Nothing is overwritten' });
    await conflict.waitFor();
    expect((await inside.get(`/document-versions/${version}`)).body).not.toContain('mine');
    expect(await conflict.locator('ins').allTextContents()).toEqual([' This is mine.']);
    await expectAccessible(page, 'conflict');
    await conflict.getByRole('button', { name: 'Keep mine on top of theirs' }).click();
    const both = await saved(page);
    expect(both).toContain('# Visitors and deliveries');
    expect(both).toContain('regularly. This is mine.');
    await text(page).getByText('Visitors and deliveries').waitFor();
  });

  it('what is typed while the server is out of reach is kept and brought there', async () => {
    const page = pages['writer']!;
    await page.context().setOffline(true);
    await text(page).getByText('This is mine.').click();
    await page.keyboard.press('End');
    await page.keyboard.type(' Typed offline.');
    await page.getByRole('status').filter({ hasText: 'Not saved: the server cannot be reached' }).waitFor();
    await page.context().setOffline(false);
    expect(await saved(page)).toContain('Typed offline.');
  });

  it('a passage is remarked on in the text, and a suggestion is taken up', async () => {
    const page = pages['writer']!;
    await text(page).getByText('This is mine.').click({ clickCount: 3 });
    await page.getByRole('button', { name: 'Remark on the chosen passage' }).click();
    const margin = page.getByRole('complementary', { name: 'Remarks' });
    await margin.getByLabel('Suggested words').fill('Rooms are checked regularly.');
    await margin.getByLabel('Comment').fill('Say it shortly.');
    await margin.getByRole('button', { name: 'Suggest' }).click();
    await margin.getByText('1 open remark').waitFor();
    await text(page).locator('[data-remark]').first().waitFor();
    await expectAccessible(page, 'remarks');
    await margin.getByRole('button', { name: 'Accept' }).click();
    await margin.getByText('No open remarks').waitFor();
    await text(page).getByText('Rooms are checked regularly.', { exact: true }).waitFor();
    expect(await saved(page)).not.toContain('mine');
    expect(page.complaints).toEqual([]);
  });
});

describe('from the check to the signature', () => {
  it('checks hold it up until the text is mended or excused', async () => {
    const page = await open('writer');
    expect(await page.getByRole('button', { name: 'Submit for review' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: '1 check before it can be submitted' }).click();
    await page.getByText('“Rooms are checked regularly.”').waitFor();
    await page.getByLabel('Why it is right as it is').fill('The plan of rounds says when.');
    await page.getByRole('button', { name: 'Excuse it' }).click();
    await page.getByText('Excused by contributor').waitFor();
    await page.getByRole('button', { name: 'Submit for review' }).click();
    await page.getByText(/waits for approval/).waitFor();
    expect(await page.getByText('Whoever wrote it does not approve it.').isVisible()).toBe(true);
  });

  it('is remarked on in review, and signed by another person with the password', async () => {
    const page = await open('top');
    await page.getByRole('tabpanel').getByText('are met at the door').first().click({ clickCount: 3 });
    await page.getByRole('button', { name: 'Remark on the chosen passage' }).click();
    const margin = page.getByRole('complementary', { name: 'Remarks' });
    await margin.getByLabel('Comment').fill('Which door?');
    await margin.getByRole('button', { name: 'Comment', exact: true }).click();
    await margin.getByText('1 open remark').waitFor();
    await page.getByRole('button', { name: 'Approve version 1' }).click();
    const dialog = page.getByRole('dialog', { name: 'Approve version 1' });
    expect(await dialog.textContent()).toContain('with exactly this text');
    await dialog.getByLabel('Your password', { exact: true }).fill('wrong');
    await dialog.getByRole('button', { name: 'Approve version 1' }).click();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByLabel('Your password', { exact: true }).fill(password);
    await dialog.getByRole('button', { name: 'Approve version 1' }).click();
    await page.getByText('Version 1 is approved, not yet in force.').waitFor();
    expect(await page.getByRole('button', { name: 'Put in force' }).count()).toBe(0);
    expect(page.complaints).toEqual([]);
  });

  it('is put in force, and read', async () => {
    const page = await open('manager');
    await page.getByRole('button', { name: 'Put in force' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Put version 1 in force' }).click();
    await page.getByText(/Version 1 is in force since/).waitFor();
    await page.getByRole('tab', { name: 'Reading' }).click();
    await page.getByRole('button', { name: 'Ask to read version 1' }).click();
    await page.getByText(/Version 1: 0 of \d+ have read it/).waitFor();
    await expectAccessible(page, 'reading');
  });

  it('an auditor reads it and is offered nothing that changes it', async () => {
    const page = await open('auditor');
    await page.getByRole('tabpanel').getByText('are met at the door').first().waitFor();
    expect(await text(page).count()).toBe(0);
    for (const name of [/Withdraw/, /Start version/, /Reviewed/, /Submit/, /Remark/])
      expect(await page.getByRole('button', { name }).count()).toBe(0);
    for (const tab of ['Checks', 'Changes', 'Reading', 'Claims', 'Details', 'History', 'Comments']) {
      await page.getByRole('tab', { name: tab }).click();
      await settled(page);
    }
    expect(page.complaints).toEqual([]);
  });
});

describe('a fact changes', () => {
  it('the document is marked, the sentence stands before and after, one click proposes the next version', async () => {
    await inside.patch('/commitments', { accessReviewDays: 60 });
    const page = await open('writer');
    await page.getByText('Facts have changed: 1 sentence would read differently today').waitFor();
    await page.getByRole('button', { name: 'See before and after' }).click();
    const changed = page.getByRole('region', { name: 'Changed facts' });
    expect(await changed.locator('del').textContent()).toBe('90');
    expect(await changed.locator('ins').textContent()).toBe('60');
    await expectAccessible(page, 'changes');
    await changed.getByRole('button', { name: 'Start version 2 with today’s facts' }).click();
    await page.getByText(/Version 2 is being written/).waitFor();
    await page.getByRole('tab', { name: 'Text' }).click();
    await text(page).getByText('60 days').waitFor();
    expect(await text(page).locator('.fact').allTextContents()).toEqual(['Fjordlicht Software GmbH', '60 days']);
    await page.getByRole('tab', { name: 'Changes' }).click();
    const compared = page.getByRole('region', { name: 'Comparison' });
    await compared.locator('ins').first().waitFor();
    expect([await compared.locator('del').allTextContents(), await compared.locator('ins').allTextContents()]).toEqual([['90'], ['60']]);
    expect(page.complaints).toEqual([]);
  });
});

describe('looks', () => {
  it('leaves the editor out of every page that does not edit', async () => {
    const page = await openPage(browser);
    const scripts: Promise<string>[] = [];
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script') scripts.push(response.text().catch(() => ''));
    });
    await page.goto(`${application.url}/sign-in/${await openSample(application)}`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/o/sample');
    await settled(page);
    await page.goto(`${application.url}/o/sample/document/${document}?version=${version}`);
    await page.getByRole('tabpanel').getByText('are met at the door').first().waitFor();
    const loaded = async () => (await Promise.all(scripts)).some((script) => script.includes('ProseMirror-selectednode'));
    expect(await loaded()).toBe(false);
    await page.goto(`${application.url}/o/sample/document/${document}`);
    await text(page).waitFor();
    expect(await loaded()).toBe(true);
    await page.context().close();
  });

  it.each([
    ['light', {}],
    ['dark', { dark: true }],
    ['narrow', { width: 390 }],
  ] as const)('%s: every part is accessible and nothing sticks out', async (look, options) => {
    const page = await openPage(browser, options);
    await page.goto(`${application.url}/sign-in/${await openSample(application)}`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/o/sample');
    for (const part of ['text', 'checks', 'changes', 'reading', 'claims', 'details', 'history', 'comments', `text&version=${version}`]) {
      await page.goto(`${application.url}/o/sample/document/${document}?tab=${part}`);
      await page.getByRole('heading', { level: 1, name: 'Handling of visitors' }).waitFor();
      await settled(page);
      if (part === 'text') await text(page).waitFor();
      await expectAccessible(page, `${part} ${look}`);
      expect(
        await page.evaluate(() => globalThis.document.documentElement.scrollWidth - globalThis.document.documentElement.clientWidth),
        part,
      ).toBeLessThanOrEqual(1);
    }
    expect(page.complaints).toEqual([]);
    await page.context().close();
  });
});
