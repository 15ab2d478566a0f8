import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { commitmentList } from '../../src/isms/documents/model.ts';
import { startApplication, type Inside, type TestApplication } from '../support/application.ts';
import { openBrowser, openPage, settled } from '../support/browser.ts';

/** The room of documents, from the first figure to the last reader, as the ISMS manager walks it. */
const slug = 'hafenlicht-logistik-gmbh';
let application: TestApplication;
let browser: Browser;
let page: Page & { complaints: string[] };
let owner: Inside;

beforeAll(async () => {
  application = await startApplication();
  browser = await openBrowser();
  page = await openPage(browser);
  await page.goto(`${application.url}/setup/${await (await application.accounts()).issueLink('setup', 60)}`);
  await page.getByLabel('Organisation').fill('Hafenlicht Logistik GmbH');
  await page.getByLabel('Your name').fill('Malte Brook');
  await page.getByLabel('E-mail').fill('malte@example.org');
  await page.getByRole('textbox', { name: 'Password' }).fill('correct horse battery staple');
  await page.getByRole('button', { name: 'Create account and organisation' }).click();
  await page.waitForURL(`**/o/${slug}`);
  owner = application.inside(slug);
  const people: string[] = [];
  for (const [name, topManagement] of [
    ['Malte Brook', false],
    ['Dr. Inge Thomsen', true],
    ['Rosa Keller', false],
  ] as const)
    people.push((await owner.post('/people', { name, topManagement })).record.id);
  for (const kind of ['isms-manager', 'incident-manager', 'data-protection', 'internal-auditor'])
    await owner.post('/isms-roles', { name: kind, kind, holders: [people[0]] });
  await owner.post('/isms-roles', { name: 'Top management', kind: 'top-management', holders: [people[1]] });
  const { record: method } = await owner.post('/risk-methods', {});
  await owner.post(`/risk-methods/${method.id}/in-force`);
  await owner.post('/systems', { name: 'Yard planner', kind: 'application', owner: people[0], inScope: true });
});
afterEach(async ({ task }) => {
  const folder = process.env['PICTURES'];
  if (!folder || task.result?.state !== 'fail') return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, 'failed-documents.png') });
});
afterAll(async () => {
  await browser?.close();
  await application?.stop();
});

const go = async (path: string) => {
  await page.goto(`${application.url}/o/${slug}/${path}`);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await settled(page);
};
const tab = (name: string) => page.getByRole('tab', { name }).click();
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });
const said = (text: string | RegExp) => page.getByText(text).first().waitFor();

it('an organisation without documents is told what belongs there and where to begin', async () => {
  await go('documents');
  await said('Nothing is written yet.');
  await said('No documents yet');
  await tab('Reading');
  await said('Nobody has been asked to read anything yet');
  expect(await page.getByRole('combobox', { name: 'Ask to read' }).isDisabled()).toBe(true);
});

it('what nobody has decided stands out in a template, and leads to where it is decided', async () => {
  await go('documents/templates?open=access-control-policy');
  const preview = page.getByRole('dialog');
  await preview.getByText('Hafenlicht Logistik GmbH').first().waitFor();
  await preview.locator('mark').getByRole('link', { name: 'not known yet' }).first().waitFor();
  await preview.getByRole('region', { name: 'Not known yet' }).getByRole('link', { name: 'Access rights are reviewed every' }).click();
  await page.waitForURL('**/documents/commitments');
  expect(page.complaints).toEqual([]);
});

it('commitments are taken over at once, changed one by one, and undone', async () => {
  await said(`${commitmentList.length} figures of ${commitmentList.length} are not decided.`);
  await button('Take over all usual values').click();
  await said(`All ${commitmentList.length} figures are decided.`);
  const review = page.getByLabel('Access rights are reviewed every');
  expect(await review.inputValue()).toBe('90');
  await review.fill('60');
  await review.press('Enter');
  await expect.poll(async () => (await owner.get('/commitments')).accessReviewDays).toBe(60);
  await said('usual 90');
  await page.getByRole('alert').filter({ hasText: 'Saved.' }).last().getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => (await owner.get('/commitments')).accessReviewDays).toBe(90);
  await expect.poll(() => review.inputValue()).toBe('90');
});

it('a required document is begun from its template with one click', async () => {
  await tab('Required');
  const row = page.getByRole('row').filter({ hasText: 'Incident response procedures' });
  await row.getByText('Not known').or(row.getByText('Missing')).waitFor();
  await row.getByRole('button', { name: 'Begin from template' }).click();
  await row.getByRole('link', { name: 'D-1 Incident response procedure (draft)' }).waitFor();
  expect(await row.getByRole('link', { name: 'Continue' }).getAttribute('href')).toBe(`/o/${slug}/document/D-1`);
  // The picture says it too, and leads to the line.
  await page.getByRole('group', { name: 'Coverage by clause' }).getByRole('button', { name: 'Information security policy: not known' }).click();
  expect(await page.locator('#DOC-5\\.2').getAttribute('data-chosen')).toBe('true');
});

it('an own document is added as what fulfils a requirement', async () => {
  await page
    .getByRole('row')
    .filter({ hasText: 'Results of management reviews' })
    .getByRole('button', { name: /^Own document/ })
    .click();
  await button('Add a document that fulfils it').click();
  await page.waitForURL('**/document/D-2');
  expect(await owner.get('/documents/D-2')).toMatchObject({ title: 'Results of management reviews', type: 'record', fulfils: ['DOC-9.3.3'] });
});

it('the operational procedures are begun together; what exists is passed over', async () => {
  await go('documents/templates');
  await button('Begin 7 more operational procedures').click();
  await said('7 documents begun.');
  const { items } = await owner.get('/documents/templates');
  await said(`${items.length} ready texts, 8 begun.`);
  await page.getByRole('checkbox', { name: 'Choose Cryptography policy' }).check();
  await page.getByRole('checkbox', { name: 'Choose Remote working policy' }).check();
  await button('Begin 2 documents').click();
  await said(`${items.length} ready texts, 10 begun.`);
  expect((await owner.get('/documents')).total).toBe(11);
});

it('the register shows where each stands, filters by it, and finds words in the texts', async () => {
  await go('documents');
  await said('11 documents, 0 in force.');
  await go('documents?state=none');
  await said('1 document');
  await page.getByRole('link', { name: 'D-2', exact: true }).waitFor();
  await go('documents?q=password+manager');
  const texts = page.getByRole('region', { name: 'Found in the texts' });
  await texts.getByRole('link', { name: /Access control policy/ }).waitFor();
  expect(await texts.locator('mark').first().textContent()).toMatch(/password/i);
});

it('a document in force is given to its readers; who has read it is seen by name and version', async () => {
  const [policy] = (await owner.get('/documents?search=Access+control')).items;
  const [draft] = (await owner.get(`/documents/${policy.id}/versions`)).items;
  const shown = await owner.get(`/document-versions/${draft.id}`);
  for (const { check } of shown.checks)
    await owner.post(`/document-versions/${draft.id}/excuse`, { check, reason: 'Decided so for the first version.' });
  await owner.post(`/document-versions/${draft.id}/submit`);
  await go('documents');
  await button('Waits for approval 1').click();
  await said('1 document');
  await application.inside(slug, await application.key(slug, 'top-management', { person: 'P-2' })).post(`/document-versions/${draft.id}/approve`);
  await owner.post(`/document-versions/${draft.id}/publish`);

  await go('documents/reading');
  await page.getByRole('combobox', { name: 'Ask to read' }).click();
  await page.getByRole('option', { name: /Access control policy, version 1/ }).click();
  await button('Start the campaign').click();
  await said('1 campaign running; nobody is late.');
  const rosa = application.inside(slug, await application.key(slug, 'employee', { person: 'P-3' }));
  const { hash } = await rosa.get(`/my/reading/${draft.id}`);
  await rosa.post(`/my/reading/${draft.id}/acknowledge`, { hash });

  await go('documents/reading');
  const campaign = page.getByRole('article', { name: 'Access control policy, version 1' });
  await campaign.getByText('1 of 3').waitFor();
  await campaign.getByRole('button', { name: 'Show the people' }).click();
  await campaign
    .getByRole('row')
    .filter({ hasText: 'Rosa Keller' })
    .getByText(/version 1, \d+ \w+ \d{4}, \d\d:\d\d/)
    .waitFor();
  await campaign.getByRole('row').filter({ hasText: 'Malte Brook' }).getByText('not yet, in 14 days').waitFor();
  await campaign.getByRole('button', { name: 'Remind 2' }).click();
  await said('No mail server is set: nobody was written to.');
  await campaign.getByRole('button', { name: 'End' }).click();
  await page.getByRole('region', { name: 'Ended campaigns' }).getByText('1 of 3').waitFor();
  expect((await owner.get('/campaigns')).items[0].endedOn).not.toBeNull();
});

it('what it promises is compared with the evidence', async () => {
  await tab('Claims and evidence');
  const line = page.getByRole('row').filter({ hasText: 'Access control policy' }).filter({ hasText: '90 days' });
  await line.getByText('Not known').waitFor();
  await owner.post('/evidence', { title: 'Access review of last year', subjects: ['A.5.18'], validFrom: '2025-01-01', validTo: '2025-01-31' });
  await go('documents/claims');
  await line.getByText('Contradicted').waitFor();
  await line.getByRole('link', { name: 'Access review of last year' }).waitFor();
  expect((await owner.get('/documents/claims')).items.find(({ control }: any) => control === 'A.5.18')).toMatchObject({ state: 'contradicted' });
});

it('the whole set comes as one ZIP', async () => {
  await button('Whole set as ZIP').click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Markdown' }).click();
  expect((await download).suggestedFilename()).toMatch(/\.zip$/);
  expect(page.complaints).toEqual([]);
});
