import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSample } from '../../src/doors/sample.ts';
import { startApplication, type Inside, type TestApplication } from '../support/application.ts';
import { expectAccessible, openBrowser, openPage, settled } from '../support/browser.ts';

/** The rooms People and Objectives, by somebody who runs the management system. */
let application: TestApplication;
let browser: Browser;
let page: Page & { complaints: string[] };
let sample: Inside;

beforeAll(async () => {
  application = await startApplication();
  browser = await openBrowser();
  page = await openPage(browser);
  await page.goto(`${application.url}/sign-in/${await openSample(application)}`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/o/sample');
  sample = application.inside('sample');
});
afterAll(async () => {
  await browser?.close();
  await application?.stop();
});

const go = async (path: string) => {
  await page.goto(`${application.url}/o/sample/${path}`);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await settled(page);
};
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });
const said = (text: string | RegExp) => page.getByText(text).first().waitFor();
const choose = async (label: string, option: string | RegExp, sought?: string) => {
  await page.getByRole('dialog').getByRole('combobox', { name: label, exact: true }).click();
  if (sought) await page.keyboard.type(sought);
  await page.getByRole('option', { name: option }).first().click();
};

it('an own lesson is written, checked while it is written, and assigned', async () => {
  await go('people/lessons');
  await button('Add lesson').first().click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Title').fill('Visitors on site');
  await form.getByRole('button', { name: 'Add lesson' }).click();
  await said(/LES-\d+ added\./);
  await page.getByText('There is no heading "Questions".').waitFor();
  await button('Start from a pattern').click();
  await said('8 questions of which 5 are drawn');
  await said('Saved.');
  await page.getByRole('tab', { name: 'Questions (8)' }).click();
  await said('A right answer');
  await page.getByLabel('Assigned since').fill(new Date().toISOString().slice(0, 10));
  await expect.poll(async () => (await sample.get('/lessons?search=Visitors')).items[0].activeOn, { timeout: 15_000 }).not.toBe(null);
  await expectAccessible(page, 'lesson');
});

it('a ready lesson is taken over with one click, and everybody has to take it', async () => {
  // The sample has taken over all of them: one is given back first.
  await sample.delete('/lessons/LES-1');
  const open = (await sample.get('/lessons/templates')).items.find(({ used }: any) => used === null);
  await go('people/lessons');
  await button(`Take over ${open.title}`).click();
  await said('1 lesson assigned to everybody.');
  const used = (await sample.get('/lessons/templates')).items.find(({ id }: any) => id === open.id).used;
  const { total } = await sample.get(`/training?lesson=${used}`);
  await go(`people/training?lesson=${used}`);
  expect(total).toBeGreaterThan(5);
  await said(`${total} assignments`);
  await expectAccessible(page, 'training');
});

it('attendance is recorded all or nothing, with every wrong place named', async () => {
  const [one] = (await sample.get('/people?search=voss')).items;
  await go('people/training');
  await button('Record attendance').click();
  const sheet = page.getByRole('textbox', { name: 'Attendance as CSV' });
  await sheet.fill(`person,course,day\n${one.name},Lead auditor,2026-05-12\nNobody,,2026-05-12\n`);
  await button('Record').click();
  await said('Nothing has been recorded: 2 places to correct');
  await said('row 3, column person: There is nobody called "Nobody".');
  await sheet.fill(`person,course,day\n${one.name},Course of the journey,2026-05-12\n`);
  await button('Record').click();
  await said('1 attendance recorded.');
  await page.getByRole('group', { name: 'Courses outside' }).getByText('Course of the journey').waitFor();
});

it('a competence is asked of the owners of a control, and its gap gets a plan', async () => {
  const owner = (await sample.get('/people?search=voss')).items[0];
  await sample.patch('/gap/A.8.13', { owner: owner.id });
  await go('people/competences');
  await button('Add competence').first().click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Competence').fill('Restores a backup');
  await form.getByRole('button', { name: 'Add competence' }).click();
  await said('Name a role, or the controls whose owners need it.');
  await choose('Controls', /^A\.8\.13 /, 'A.8.13');
  await page.keyboard.press('Escape');
  await form.getByRole('button', { name: 'Add competence' }).click();
  await said(/COMP-\d+ added\./);
  await go('people/competence');
  const row = page.getByRole('row', { name: /Restores a backup/ }).filter({ has: page.getByRole('button', { name: 'Plan or record' }) });
  await row.getByRole('button', { name: 'Plan or record' }).click();
  await page.getByRole('dialog').getByLabel('Planned for').fill('2099-01-31');
  await button('Plan it').click();
  await said(/CE-\d+ planned\./);
  await page
    .getByText(/Restores a backup, for 31 Jan 2099/)
    .first()
    .waitFor();
  await expectAccessible(page, 'competence');
});

it('a rehearsal is drawn by lot and scored with the keys', async () => {
  await go('people/rehearsal');
  await page.getByRole('textbox', { name: 'People' }).fill('2');
  await page.getByLabel('Questions each').fill('2');
  await page.getByLabel('Seed').fill('journey');
  await button('Draw by lot').click();
  await said('Question 1 of 4, to');
  await page.keyboard.press('a');
  await page.keyboard.type('We have rules, 2 of them');
  await page.keyboard.press('Escape');
  await page.keyboard.press('1');
  await said('Question 2 of 4, to');
  await page.keyboard.press('0');
  await page.keyboard.press('2');
  await page.keyboard.press('2');
  await said('4 of 4 answered');
  await page.keyboard.press('k');
  await said('Question 3 of 4, to');
  const rehearsal = async () => (await sample.get('/rehearsals')).items.find(({ seed }: any) => seed === 'journey');
  await expect.poll(async () => (await rehearsal()).asked.map(({ score }: any) => score), { timeout: 15_000 }).toEqual([1, 0, 2, 2]);
  expect((await rehearsal()).asked[0].answer).toBe('We have rules, 2 of them');
  await expectAccessible(page, 'asking');
  await page.getByRole('link', { name: 'All rehearsals' }).click();
  await page.getByRole('heading', { name: 'Where awareness fails' }).waitFor();
  await page
    .getByRole('row', { name: /journey/ })
    .getByText('63 %')
    .waitFor();
});

it('an objective is begun from a measure, another is measured by hand and evaluated', async () => {
  await go('objectives');
  await button('Add objective').first().click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Objective').fill('Suspicious messages are reported');
  await form.getByLabel('What is measured').fill('Reports a month');
  await form.getByLabel('Target').fill('10');
  await form.getByRole('button', { name: 'Add objective' }).click();
  await said(/OBJ-\d+ added\./);
  await said('There is no figure yet.');
  await page.getByRole('textbox', { name: 'Figure' }).fill('12');
  await button('Record the figure').click();
  await said(/MEA-\d+ recorded\./);
  await page.getByRole('img', { name: /Suspicious messages are reported: from 12 on/ }).waitFor();
  await button('As a table').click();
  await page.getByRole('dialog').getByRole('table', { name: 'Suspicious messages are reported' }).waitFor();
  await choose('What the figures say', 'Reached');
  await page.getByLabel('Why, and what follows').fill('The button in the mail program is used.');
  await button('Record the evaluation').click();
  await said(/^Evaluated\./);
  await page.getByRole('region', { name: 'Evaluations' }).getByText('The button in the mail program is used.').waitFor();
  await expectAccessible(page, 'objective');
  const { items } = await sample.get('/objectives?search=Suspicious');
  expect(items[0]).toMatchObject({ value: 12, met: true, judged: { judgement: 'reached' } });

  await go('objectives');
  const before = (await sample.get('/objectives')).total;
  await button('From a measure').click();
  await page.getByRole('menuitem').first().click();
  await said(/OBJ-\d+ added\./);
  expect((await sample.get('/objectives')).total).toBe(before + 1);
  expect(page.complaints).toEqual([]);
});

/** The page of what a system says, with the list of the directory chosen. */
async function openDirectory() {
  await go('people/systems');
  await page
    .getByRole('combobox', { name: 'System' })
    .or(page.getByRole('textbox', { name: 'System' }))
    .first()
    .click();
  await page.getByRole('option', { name: /^Identity and mail/ }).click();
}

it('people come from the list of a system: seen first, taken over, and a field is handed over', async () => {
  const { items } = await sample.get('/populations');
  const list = items.find(({ title }: any) => title === 'Identity and mail');
  const accounts = (await sample.get(`/populations/${list.id}/accounts?limit=1000`)).items as any[];
  const before = (await sample.get('/people')).total;
  const one = accounts.find(({ kind, active, email }) => kind === 'person' && active && email);
  await openDirectory();
  await page.getByText(/among \d+ accounts: \d+ new, \d+ changed/).waitFor();
  await settled(page);
  await expectAccessible(page, 'what a system says');
  expect((await sample.get('/people')).total).toBe(before);
  const shown = await page.getByText(/among \d+ accounts/).textContent();
  const fresh = Number(/(\d+) new/.exec(shown!)![1]);
  await button('Take over from Identity and mail').click();
  await said(/brought up to date from Identity and mail\./);
  await settled(page);
  expect((await sample.get('/people')).total).toBe(before + fresh);
  // Somebody types another name here: it stays, until the field is handed over.
  const person = ((await sample.get('/people?limit=1000')).items as any[]).find(({ knownAs }) => knownAs['Identity and mail'] === one.id);
  await sample.patch(`/people/${person.id}`, { name: 'Another Name' });
  await openDirectory();
  const row = page.getByRole('region', { name: 'Left as it stands here' }).getByRole('row').filter({ hasText: 'Another Name' }).first();
  await row.getByText(/Typed by hand/).waitFor();
  await row.getByRole('button', { name: 'Hand over Name of Another Name' }).click();
  await said('1 field handed over to Identity and mail.');
  await button('Take over from Identity and mail').click();
  await page.getByRole('region', { name: 'Left as it stands here' }).filter({ hasText: 'Another Name' }).waitFor({ state: 'detached' });
  await settled(page);
  expect((await sample.get(`/people/${person.id}`)).name).not.toBe('Another Name');
});

it('letters are shown for one person', async () => {
  await go('people/reminders');
  await page.getByRole('heading', { name: /people are overdue$/ }).waitFor();
  const overdue = page.getByRole('region', { name: 'Overdue' });
  const name = (await overdue.locator('b').first().textContent())!;
  await page
    .getByRole('combobox', { name: 'Person' })
    .or(page.getByRole('textbox', { name: 'Person' }))
    .first()
    .click();
  await page.keyboard.type(name);
  await page
    .getByRole('option', { name: new RegExp(name.replaceAll('.', '\\.')) })
    .first()
    .click();
  await page.getByRole('heading', { name: '1 person is overdue' }).waitFor();
  expect(await overdue.locator('b').allTextContents()).toEqual([name]);
  await expectAccessible(page, 'the letters of one person');
});

it('the report of an access review is downloaded', async () => {
  await go('access-review/AR-3');
  for (const [format, begins] of [
    ['PDF', '%PDF-'],
    ['DOCX', 'PK'],
  ] as const) {
    await button('Report').click();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: `Report as ${format}` }).click()]);
    expect((await readFile(await file.path())).subarray(0, begins.length).toString()).toBe(begins);
  }
});
