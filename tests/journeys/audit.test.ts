import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSample } from '../../src/doors/sample.ts';
import { startApplication, type Inside, type TestApplication } from '../support/application.ts';
import { expectAccessible, openBrowser, openPage, settled } from '../support/browser.ts';

/** An internal auditor from outside, from the gaps of the programme to the signed report; the audit itself without a mouse. */
let application: TestApplication;
let browser: Browser;
let page: Page & { complaints: string[] };
let sample: Inside;
const password = 'correct horse battery';

beforeAll(async () => {
  application = await startApplication({}, () => new Date('2026-11-25T09:00:00Z'));
  browser = await openBrowser();
  await openSample(application);
  sample = application.inside('sample');
  const { link } = await sample.post('/invitations', {
    email: 'miriam@stein-audit.example',
    role: 'internal-auditor',
    person: 'P-10',
    accessExpiresOn: '2027-06-30',
  });
  page = await openPage(browser);
  await page.goto(link);
  await page.getByLabel('Your name').fill('Miriam Stein');
  await page.getByLabel('Choose a password').fill(password);
  await page.getByRole('button', { name: 'Join' }).click();
  await page.waitForURL('**/o/sample');
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
const choose = async (label: string, option: string) => {
  await page.getByLabel(label, { exact: true }).first().click();
  await page.keyboard.press('Control+A');
  await page.keyboard.type(option);
  await page.getByRole('option', { name: option }).first().click();
  await page.keyboard.press('Escape');
};

it('the gaps of the programme become an audit with one click', async () => {
  await go('audits');
  await said('Audit programme 2026 to 2029');
  await button(/^Put 7 gaps into an audit/).click();
  await page.getByRole('menuitem', { name: 'A new audit' }).click();
  await page.waitForURL('**/audit/AUD-4');
  await said('No auditor is named yet.');
  await expectAccessible(page, 'about an audit');
  await page.getByRole('textbox', { name: 'Audit', exact: true }).fill('What was left out');
  await page.getByRole('textbox', { name: 'Audit', exact: true }).blur();
  await page.getByRole('heading', { name: 'What was left out', level: 1 }).waitFor();
  await page.getByLabel('Scope').fill('Platform and laptops');
  await page.getByLabel('Scope').blur();
  await said('Saved.');
  await settled(page);
});

it('somebody who owns all of it is refused as its auditor, and told who could', async () => {
  await choose('Lead auditor', 'Jonas Brandt');
  await choose('Lead auditor', 'Miriam Stein');
  await said('impartial about all of it');
  // The access that was given with a last day is shown beside it.
  await said(/has access until 30 Jun 2027/);
  await sample.patch('/internal-audits/AUD-4', { plannedFrom: '2026-11-25', plannedTo: '2026-11-27' });
  const reply = await application.send('PATCH', '/api/organisations/sample/internal-audits/AUD-4', {
    body: { subjects: ['A.8.2'], auditors: ['P-4'] },
  });
  expect([reply.status, reply.body.detail]).toEqual([
    422,
    expect.stringContaining('Jonas Brandt cannot audit what they own or did themselves: A.8.2'),
  ]);
  expect(reply.body.remedy).toContain('Miriam Stein could');
});

it('a plan is proposed, with those who answer for each part', async () => {
  await go('audit/AUD-4/plan');
  await button('Propose a plan').click();
  await button('Save the plan').click();
  await said('The plan is saved.');
  await said('Jonas Brandt');
  await expectAccessible(page, 'the plan');
});

it('the audit is done with the keyboard alone', async () => {
  await go('audit/AUD-4/work');
  await page.keyboard.press('Shift+?');
  await said('Keys of this page');
  await said('To the conclusion');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  const heading = page.getByRole('heading', { level: 2 }).first();
  const before = await heading.textContent();
  await page.keyboard.press('j');
  await expect.poll(() => heading.textContent()).not.toBe(before);
  await page.keyboard.press('k');
  await expect.poll(() => heading.textContent()).toBe(before);
  const subject = (await sample.get('/internal-audits/AUD-4/subjects')).items[0].subject;
  const { questions } = await sample.get(`/internal-audits/AUD-4/subjects/${subject}`);

  // One answer for each question; then notes, what was seen, a finding, the conclusion.
  await page.keyboard.press('2');
  for (let index = 1; index < questions.length; index++) await page.keyboard.press('1');
  await expect.poll(async () => (await sample.get(`/internal-audits/AUD-4/subjects/${subject}`)).note?.answers.length).toBe(questions.length);
  await page.keyboard.press('n');
  await page.keyboard.type('The checklist of the last leaver lies open on the table.');
  await page.keyboard.press('Escape');
  await page.keyboard.press('e');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await sample.get(`/internal-audits/AUD-4/subjects/${subject}`)).seen).toMatchObject([{ now: 'same' }]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('f');
  await page.getByLabel('What was found, in a line').waitFor();
  await page.keyboard.type('A step of the checklist is still open');
  await page.getByLabel('What was seen').focus();
  await page.keyboard.type('The step for the production cloud has no tick.');
  await page.keyboard.press('Control+Enter');
  await said('AF-16 is written down.');
  await page.getByRole('form', { name: 'New finding' }).waitFor({ state: 'hidden' });
  await page.keyboard.press('c');
  await page.keyboard.press('2');
  // A conclusion goes on to the next subject.
  await expect.poll(() => heading.textContent()).not.toBe(before);
  const { note } = await sample.get(`/internal-audits/AUD-4/subjects/${subject}`);
  expect(note).toMatchObject({ auditor: 'P-10', conclusion: 'deviates', interview: 'The checklist of the last leaver lies open on the table.' });
  expect(note.answers.map(({ state }: { state: string }) => state).filter((state: string) => state === 'deviates')).toHaveLength(1);
  await expectAccessible(page, 'the work');
});

it('the report says what is missing, is signed, and then does not change', async () => {
  const left = (await sample.get('/internal-audits/AUD-4/subjects')).items.filter(({ conclusion }: { conclusion: string }) => conclusion === 'open');
  for (const { subject } of left) {
    await go(`audit/AUD-4/work?subject=${subject}`);
    await page.keyboard.press('n');
    await page.keyboard.type('Shown at the desk.');
    await page.keyboard.press('Escape');
    await page.keyboard.press('c');
    await page.keyboard.press('1');
    await expect.poll(async () => (await sample.get(`/internal-audits/AUD-4/subjects/${subject}`)).note?.conclusion).toBe('conforms');
  }
  await go('audit/AUD-4/report');
  await page.getByLabel('Summary').fill('What had been left out was looked at; one step of a checklist is still open.');
  await button('Sign the report').click();
  await page.getByLabel('Your password').fill(password);
  await page.getByRole('dialog').getByRole('button', { name: 'Sign the report' }).click();
  await said(/Signed\. NC-\d+ followed from it\./);
  await said('The text is what was signed.');
  await expectAccessible(page, 'the report');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    (async () => {
      await button('Report').click();
      await page.getByRole('menuitem', { name: 'As PDF' }).click();
    })(),
  ]);
  expect(download.suggestedFilename()).toBe('internal-audit-AUD-4.pdf');
  await go('audit/AUD-4/work');
  expect(await page.getByRole('group', { name: 'Conclusion' }).count()).toBe(0);
  expect(page.complaints).toEqual([]);
});

it('what was put into it is no gap any more', async () => {
  await go('audits');
  expect((await sample.get('/audit-coverage')).counts).toMatchObject({ gap: 0, again: 0 });
  expect(await button(/gaps? into an audit/).count()).toBe(0);
});
