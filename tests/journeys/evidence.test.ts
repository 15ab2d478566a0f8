import { Document, HeadingLevel, Packer, Paragraph } from 'docx';
import type { Browser } from 'playwright-core';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ImaginedProvider } from '../providers/imagined.ts';
import { startApplication, type TestApplication } from '../support/application.ts';
import { expectAccessible, openBrowser, openPage, settled } from '../support/browser.ts';
import { workbook } from '../support/spreadsheets.ts';

/** Proof by hand and by machine, in the browser: a file until it lapses, and a connection until its failure is mended. */
let application: TestApplication;
let browser: Browser;
let page: Awaited<ReturnType<typeof openPage>>;
let folder: string;
let address: string;
let today = '2026-11-24';
let seconds = 0;
const password = 'correct horse battery staple';
const world = new ImaginedProvider();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'annexa-proof-'));
  [application, browser] = await Promise.all([
    startApplication({}, () => new Date(Date.parse(`${today}T09:00:00Z`) + seconds++ * 100), { collectors: { github: world.collector } }),
    openBrowser(),
  ]);
  world.users = ['a', 'b', 'c'].map((id) => ({ id, name: `User ${id}`, region: 'north', mfa: id !== 'b' }));
  page = await openPage(browser);
  await page.goto(`${application.url}/setup/${await (await application.accounts()).issueLink('setup', 60)}`);
  await page.getByLabel('Organisation').fill('Fjordlicht Software GmbH');
  await page.getByLabel('Your name').fill('Ada Berg');
  await page.getByLabel('E-mail').fill('ada@example.org');
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Create account and organisation' }).click();
  address = `${application.url}/o/fjordlicht-software-gmbh`;
  await page.waitForURL(address);
});
afterAll(async () => {
  await browser?.close();
  await application?.stop();
  rmSync(folder, { recursive: true, force: true });
});

it('takes a file, shows it, has it attested, and tells when it lapses', async () => {
  const file = join(folder, 'restore-test.csv');
  writeFileSync(file, 'system,restored\nDatabase,yes\n');
  await page.goto(`${address}/controls/A.8.13`);
  await page.getByText('Nothing has ever been shown').waitFor();
  await page.getByRole('link', { name: 'Add evidence' }).first().click();
  const drawer = page.getByRole('dialog', { name: 'Add evidence' });
  await drawer.locator('input[type=file]').first().setInputFiles(file);
  await drawer.getByText('restore-test.csv').first().waitFor();
  await drawer.getByLabel('Speaks for the time from').fill('2026-11-20');
  await drawer.getByRole('button', { name: 'Add evidence with 1 file' }).click();
  // The record opens with its picture: the table in the file.
  const record = page.getByRole('dialog').filter({ hasText: 'restore-test' });
  await record.getByRole('cell', { name: 'Database' }).waitFor();
  await expectAccessible(page, 'evidence');
  await record.getByRole('button', { name: 'Attest' }).click();
  await page.getByLabel('Your password').fill(password);
  await page.getByRole('button', { name: 'Attest EV-1' }).last().click();
  await record.getByText('It does not change any more.').waitFor();
  expect(await record.getByLabel('Until').isDisabled()).toBe(true);

  await page.goto(`${address}/controls/A.8.13`);
  await page.getByLabel('Evidence stays fresh for (days)').fill('10');
  await page.getByLabel('In our words').fill('Restored every ten days by a script.');
  await page.getByText('Lapses on 30 Nov 2026').waitFor();
  await page
    .getByRole('link', { name: /was applied: covered from 20 Nov 2026/i })
    .or(page.getByRole('button', { name: 'As a table' }))
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'As a table' }).click();
  await page.getByRole('link', { name: 'EV-1 restore-test' }).first().waitFor();
  await expectAccessible(page, 'control');
  await page.getByRole('textbox', { name: 'Comment' }).fill('The script runs on Sundays.');
  await page.getByRole('button', { name: 'Add comment' }).click();
  await page.getByRole('region', { name: 'Comments' }).getByText('The script runs on Sundays.').waitFor();

  today = '2026-11-30';
  await page.goto(`${address}/controls/A.8.13`);
  await page.getByText('Lapsed on 30 Nov 2026').waitFor();
  await page.goto(`${address}/evidence/lapses`);
  await page.getByRole('rowheader', { name: 'Has lapsed' }).waitFor();
  await page.getByRole('link', { name: 'EV-1 restore-test' }).waitFor();
  expect(page.complaints).toEqual([]);
});

it('shows what a workbook and a Word document hold, in dark and on a small screen', async () => {
  const book = join(folder, 'accounts.xlsx');
  writeFileSync(
    book,
    Buffer.from(
      await workbook(
        [
          ['Account', 'Reviewed'],
          ['bert', 'keep'],
        ],
        [{ sheet: 'Leavers', rows: [['Account'], ['cleo']] }],
        'Accounts',
      ),
      'base64',
    ),
  );
  const minutes = join(folder, 'minutes.docx');
  writeFileSync(
    minutes,
    await Packer.toBuffer(
      new Document({
        sections: [
          { children: [new Paragraph({ text: 'Access review', heading: HeadingLevel.HEADING_1 }), new Paragraph('Everybody was looked at.')] },
        ],
      }),
    ),
  );
  await page.goto(`${address}/evidence?add=A.5.18`);
  const drawer = page.getByRole('dialog', { name: 'Add evidence' });
  await drawer.locator('input[type=file]').first().setInputFiles([book, minutes]);
  await drawer.getByLabel('Speaks for the time from').fill('2026-11-20');
  await drawer.getByRole('button', { name: 'Add evidence with 2 files' }).click();
  const [state] = await Promise.all([page.context().storageState(), page.getByRole('dialog').getByRole('button', { name: 'Attest' }).waitFor()]);
  const open = page.url();
  for (const look of [{}, { dark: true }, { width: 390 }]) {
    const other = await openPage(browser, { ...look, state });
    await other.goto(open);
    const record = other.getByRole('dialog');
    for (const name of ['accounts.xlsx', 'minutes.docx'])
      if (!(await record.getByRole('button', { name: `Hide ${name}` }).isVisible()))
        await record.getByRole('button', { name: `Look at ${name}` }).click();
    await record.getByRole('heading', { name: 'Leavers' }).waitFor();
    await record.getByRole('cell', { name: 'bert' }).waitFor();
    await record.getByRole('heading', { name: 'Access review' }).waitFor();
    await record.getByText('Everybody was looked at.').waitFor();
    await settled(other);
    if (process.env['PICTURES'])
      await other.screenshot({ path: join(process.env['PICTURES'], `office-${JSON.stringify(look).replaceAll(/\W/g, '')}.png`) });
    await expectAccessible(other, `office ${JSON.stringify(look)}`);
    expect(await other.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(1);
    expect(other.complaints).toEqual([]);
    await other.context().close();
  }
});

it('connects a system, collects with progress, and follows a failure until it is mended', async () => {
  today = '2026-11-24';
  await page.goto(`${address}/connections`);
  await page.getByRole('button', { name: 'Add connection' }).click();
  const form = page.getByRole('dialog', { name: 'Add connection' });
  await form.getByText('How to grant the least that is needed').click();
  await form.getByText('Grant users:read.').waitFor();
  await form.getByRole('textbox', { name: 'Name' }).fill('Production tenant');
  await form.getByRole('textbox', { name: 'Tenant' }).fill('t1');
  await form.getByLabel('Token').fill('wrong');
  await form.getByRole('button', { name: 'Add connection' }).click();
  await page.getByRole('heading', { level: 1, name: 'Production tenant' }).waitFor();

  await page.getByRole('button', { name: 'Test' }).click();
  await page.getByText('It was not possible to sign in.').waitFor();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('dialog', { name: 'Settings' }).getByLabel('Token').fill('right');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('dialog', { name: 'Settings' }).waitFor({ state: 'detached' });
  world.denied.add('regions');
  await page.getByRole('button', { name: 'Test' }).click();
  await page.getByText('Grant regions:read.').waitFor();
  world.denied.clear();

  // The provider keeps one waiting: how far it has come is told meanwhile.
  let open: () => void = () => undefined;
  world.gate = new Promise((resolve) => (open = resolve));
  await page.getByRole('button', { name: 'Collect now' }).click();
  await page.getByRole('status', { name: 'Collection under way' }).getByText(/of 3/).waitFor();
  await expectAccessible(page, 'collection under way');
  open();
  await page.getByText('1 check passes, 1 fails').waitFor();

  await page.getByRole('button', { name: 'A second factor for every user' }).click();
  const check = page.getByRole('dialog', { name: 'Check' });
  await check.getByRole('cell', { name: 'User b north' }).waitFor();
  await settled(page);
  await expectAccessible(page, 'check');
  await check.getByRole('button', { name: 'Make it a task' }).click();
  await check.getByText('Task TASK-1 is open').waitFor();
  await page.goto(`${address}/controls/A.8.5`);
  await page.getByText('TASK-1 A second factor for every user').waitFor();

  world.users[1]!.mfa = true;
  today = '2026-11-25';
  await page.goto(`${address}/connections/CON-1`);
  await page.getByRole('button', { name: 'Collect now' }).click();
  await page.getByText('2 checks pass, 0 fail').waitFor();
  await page.goto(`${address}/connections/CON-1?check=github-imagined-mfa`);
  await page.getByRole('button', { name: 'As a table' }).click();
  const history = page.getByRole('group', { name: 'History of the check, as a table' });
  await history.getByText('25 Nov 2026').waitFor();
  expect((await history.getByRole('row').allInnerTexts()).slice(1).map((row) => row.replaceAll(/\s+/g, ' '))).toEqual([
    '25 Nov 2026 ●Passes 3 0 0',
    '24 Nov 2026 ○Fails 2 1 0',
  ]);
  await page.goto(`${address}/controls/A.8.5`);
  await page.getByText(/TASK-1 .* done/).waitFor();
  expect(page.complaints).toEqual([]);
});
