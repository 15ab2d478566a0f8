import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSample } from '../../src/doors/sample.ts';
import type { Role } from '../../src/isms/permissions.ts';
import { startApplication, type Inside, type TestApplication } from '../support/application.ts';
import { expectAccessible, openBrowser, openPage, settled } from '../support/browser.ts';

/**
 * The complete cycle on the sample organisation, with a clock that moves: programme, internal audit, nonconformity, management
 * review, the stages, the certificate and its three years. Done by whom it is done by: the internal auditor, the external
 * auditor, top management, the ISMS manager.
 */
let application: TestApplication;
let browser: Browser;
let sample: Inside;
let moment = new Date('2026-11-25T09:00:00Z');
const on = (day: string) => void (moment = new Date(`${day}T09:00:00Z`));
const password = 'a long password for the cycle';

type Tab = Page & { complaints: string[] };
let manager: Tab;
let internal: Tab;
let top: Tab;
let external: Tab;

beforeAll(async () => {
  application = await startApplication({}, () => moment);
  await openSample(application);
  sample = application.inside('sample');
  browser = await openBrowser();
  [manager, internal, top, external] = await Promise.all([
    joined('isms-manager', 'Carla Voss', 'P-3'),
    joined('internal-auditor', 'Miriam Stein', 'P-10'),
    joined('top-management', 'Dr. Hanna Lindqvist', 'P-1'),
    joined('external-auditor', 'Dr. Ingeborg Falk', null),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await application?.stop();
});

/** Invited by a link, with an own password. */
async function joined(role: Role, name: string, person: string | null): Promise<Tab> {
  const accessExpiresOn = role === 'external-auditor' ? '2030-12-31' : null;
  const { link } = await sample.post('/invitations', { email: `${role}@cycle.example`, role, person, accessExpiresOn });
  const page = await openPage(browser);
  await page.goto(link);
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('Choose a password').fill(password);
  await page.getByRole('button', { name: 'Join' }).click();
  await page.waitForURL(/\/o\/sample/);
  return page;
}
/** Opens a page; what is done on it waits for what it needs. */
async function open(page: Page, path: string) {
  await page.goto(`${application.url}/o/sample/${path}`, { waitUntil: 'domcontentloaded' });
  await page.getByRole('heading', { level: 1 }).first().waitFor();
}
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });
const said = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();
const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
/** A text that is saved when one leaves its field. */
async function write(page: Page, label: string, text: string) {
  const field = page.getByRole('textbox', { name: label, exact: true });
  await field.fill(text);
  const saved = page.waitForResponse((response) => response.request().method() === 'PATCH' && response.ok());
  await field.blur();
  await saved;
}
async function choose(page: Page, label: string, option: string) {
  const field = page
    .getByRole('combobox', { name: label, exact: true })
    .or(page.getByRole('textbox', { name: label, exact: true }))
    .first();
  await field.click();
  await field.fill(option);
  await page.getByRole('option', { name: option }).first().click();
}
const sign = async (page: Page, action: string) => {
  await page.getByRole('dialog').getByLabel('Your password').fill(password);
  await page.getByRole('dialog').getByRole('button', { name: action }).click();
};
const accessible = async (page: Page, where: string) => {
  await settled(page);
  await expectAccessible(page, where);
};
/** Pictures for whoever wants to see what the test sees. */
const picture = async (page: Page, name: string) => {
  const folder = process.env['PICTURES'];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `cycle-${name}.png`), fullPage: true });
};

describe('before Stage 1', () => {
  it('the internal auditor makes an audit of what the programme has left out', async () => {
    await open(internal, 'audits');
    await said(internal, /7 gaps/);
    await button(internal, /^Put 7 gaps into an audit/).click();
    await internal.getByRole('menuitem', { name: 'A new audit' }).click();
    await internal.waitForURL('**/audit/AUD-4');
    await choose(internal, 'Lead auditor', 'P-10 Miriam Stein');
    await said(internal, 'impartial about all of it');
    await write(internal, 'Scope', 'Hamburg office, laptops');
    await sample.patch('/internal-audits/AUD-4', { title: 'Before Stage 1', plannedFrom: '2026-12-01', plannedTo: '2026-12-02' });
    await open(internal, 'audits/list');
    await said(internal, 'in 6 days');
  });

  it('the audit is carried out on its day, with a finding, and the report is signed', async () => {
    on('2026-12-02');
    await open(internal, 'audits/list');
    // The day is that of the organisation, whatever the clock of the computer says.
    await said(internal, '1 day ago');
    await open(internal, 'audit/AUD-4/work');
    const { items } = await sample.get('/internal-audits/AUD-4/subjects');
    const [first, ...rest] = items.map(({ subject }: { subject: string }) => subject) as [string, ...string[]];
    await internal.getByRole('heading', { level: 2 }).first().waitFor();
    await internal.keyboard.press('f');
    await internal.getByLabel('What was found, in a line').fill('The list of what is stored outside is not kept');
    await internal.getByLabel('What was seen').fill('Two disks in the safe stand in no list.');
    await button(internal, 'Record the finding').click();
    await said(internal, /AF-\d+ is written down\./);
    const auditor = application.inside('sample', await application.key('sample', 'internal-auditor', { person: 'P-10' }));
    for (const [subject, conclusion] of [[first, 'deviates'], ...rest.map((each) => [each, 'conforms'] as const)] as const)
      await auditor.patch(`/internal-audits/AUD-4/subjects/${subject}`, { conclusion, interview: 'Seen with those who answer for it.' });
    await open(internal, 'audit/AUD-4/report');
    await internal.getByLabel('Summary').fill('What had been left out was looked at; one list is not kept.');
    await button(internal, 'Sign the report').click();
    await sign(internal, 'Sign the report');
    await said(internal, /Signed\. NC-\d+ followed from it\./);
    await said(internal, 'The text is what was signed.');
  });

  it('the nonconformity is put right, its cause found, and an action done', async () => {
    on('2026-12-03');
    await open(manager, 'improvement');
    const card = manager.getByRole('article').filter({ hasText: 'The list of what is stored outside is not kept' });
    await card.getByRole('link', { name: 'NC-13' }).click();
    await manager.waitForURL('**/nonconformity/NC-13');
    await choose(manager, 'Owner', 'P-4 Jonas Brandt');
    await write(manager, 'Correction', 'Both disks stand in the list.');
    await manager.getByLabel('Corrected on').fill('2026-12-03');
    await write(manager, 'Where else', 'The cabinet in Kiel was looked through: nothing.');
    await write(manager, 'Root cause', 'Nobody was told that media are assets.');
    await manager.getByLabel('New action').fill('Media are part of the inventory');
    await choose(manager, 'Who', 'P-9 Rui Carvalho');
    await manager.getByLabel('Until').fill('2026-12-10');
    await button(manager, 'Plan it').click();
    await said(manager, /CAPA-\d+ is planned\./);
    await manager.getByRole('checkbox', { name: /^CAPA-\d+ is done$/ }).click();
    await manager.getByLabel('What was done?').fill('The inventory lists media.');
    await button(manager, 'Done').click();
    await said(manager, /reviewed from 1 Feb 2027/);
  });

  it('the management review is held, and approved by top management', async () => {
    on('2026-12-10');
    await open(manager, 'management-review/MR-2');
    await said(manager, /Planned for 10 Dec 2026 \(today\)/);
    await write(manager, 'Minutes', 'All inputs were gone through.');
    await write(manager, 'Conclusion', 'Suitable, adequate with what was decided, and effective.');
    for (const { id } of (await sample.get('/review-decisions')).items.filter(({ review }: { review: string }) => review === 'MR-2'))
      await sample.patch(`/review-decisions/${id}`, { assignee: 'P-3', dueOn: '2027-01-10' });
    await open(manager, 'management-review/MR-2');
    await button(manager, 'Hold and freeze the inputs').click();
    await said(manager, 'Held: the inputs are frozen.');
    await open(top, 'management-review/MR-2');
    await button(top, 'Approve the minutes').click();
    await sign(top, 'Approve the minutes');
    await said(top, /approved by Dr\. Hanna Lindqvist/);
  });
});

describe('Stage 1', () => {
  it('the auditor reads what is released, and what they doubt is written down', async () => {
    on('2027-01-19');
    await sample.post('/audit-releases', {
      audit: 'CA-1',
      sections: ['scope', 'soa', 'risks', 'documents', 'internal-audits', 'management-reviews'],
      until: '2027-01-20',
    });
    await open(external, '');
    expect(await external.getByRole('heading', { level: 1 }).textContent()).toBe('Stage 1');
    await external.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Internal audits' }).click();
    await external.getByRole('heading', { level: 1, name: 'Internal audits' }).waitFor();
    await said(external, 'Before Stage 1');
    on('2027-01-20');
    await open(manager, 'certification/stage-1');
    await button(manager, 'Write down an area of concern').click();
    const form = manager.getByRole('form', { name: 'New area of concern' });
    await form.getByLabel('Concern').fill('Reviews of access are too far apart');
    await choose(manager, 'Owner', 'P-4 Jonas Brandt');
    await form.getByLabel('Due').fill('2027-02-20');
    await form.getByRole('button', { name: 'Write it down' }).click();
    await said(manager, 'AOC-1 is written down.');
    await button(manager, 'It was held as planned').click();
    await said(manager, 'Held 19 Jan 2027 to 20 Jan 2027; the decision of the body is open.');
    await button(manager, 'Record the decision').click();
    await said(manager, /Ready for Stage 2, decided on 20 Jan 2027/);
    await accessible(manager, 'Stage 1');
    await picture(manager, 'stage-1');
  });

  it('somebody who had no part in it finds that the corrective action works', async () => {
    on('2027-01-31');
    await open(internal, 'nonconformity/NC-13');
    await said(internal, /reviewed from 1 Feb 2027/);
    on('2027-02-02');
    await open(manager, 'nonconformity/NC-13');
    await section(manager, 'Whether it has worked').waitFor();
    await open(internal, 'nonconformity/NC-13');
    await internal.getByLabel('What you looked at, and what it shows').fill('All media of both offices stand in the inventory.');
    await button(internal, 'It has worked: close it').click();
    await said(internal, 'NC-13 is closed.');
  });

  it('the area of concern is closed in the window between the stages', async () => {
    on('2027-02-24');
    await open(manager, 'certification/stage-2');
    await said(manager, /1 still open: at Stage 2 they become nonconformities/);
    await said(manager, /was due 20 Feb 2027 \(4 days ago\)/);
    await button(manager, 'Close AOC-1').click();
    await manager.getByLabel('What was done').fill('Each quarter from now on.');
    await button(manager, 'It is closed').click();
    await said(manager, '1 area of concern, all closed.');
  });
});

describe('Stage 2', () => {
  it('is planned by role and clause, and what the auditor asks for is provided and accepted', async () => {
    on('2027-03-01');
    await open(manager, 'certification/stage-2');
    await button(manager, 'Propose an interview plan').click();
    await button(manager, 'Save the interview plan').click();
    await said(manager, 'The interview plan is saved.');
    await section(manager, '9 Mar 2027').getByText('Opening meeting').waitFor();
    await sample.post('/audit-releases', { audit: 'CA-2', sections: ['soa', 'evidence', 'operations', 'nonconformities'], until: '2027-03-12' });
    on('2027-03-09');
    await open(external, 'auditor');
    await button(external, 'Ask to see something').click();
    await external.getByLabel('What you would like to see').fill('Access review of the last quarter');
    await button(external, 'Ask').click();
    await said(external, 'Access review of the last quarter');
    await open(manager, 'certification/stage-2');
    await button(manager, 'Open Access review of the last quarter').click();
    await choose(manager, 'Evidence', 'EV-2 ');
    await manager.keyboard.press('Escape');
    await button(manager, 'Provide').click();
    await said(manager, 'Provided: the auditor sees it now.');
    await open(external, 'auditor/requests');
    await button(external, 'Accept').click();
    await said(external, 'Accepted.');
    await open(manager, 'certification/stage-2');
    await section(manager, 'Evidence requests').getByText('Accepted 1').waitFor();
  });

  it('draws a sample from everything that was changed', async () => {
    await button(manager, 'Draw a sample').click();
    const dialog = manager.getByRole('dialog');
    await dialog.getByLabel('Purpose').fill('Changes were approved');
    await dialog.getByText(/would be drawn/).waitFor();
    await dialog.getByRole('button', { name: 'Draw it' }).click();
    await section(manager, 'Samples')
      .getByRole('link', { name: /Changes were approved/ })
      .waitFor();
    expect((await sample.get('/certification-audits/CA-2')).samples).toHaveLength(1);
  });

  it('leaves one major and three minors, each with a nonconformity', async () => {
    on('2027-03-12');
    await open(manager, 'certification/stage-2');
    await button(manager, 'It was held as planned').click();
    await said(manager, /^Held 9 Mar 2027 to 12 Mar 2027/);
    await button(manager, 'Write down a finding').click();
    const form = manager.getByRole('form', { name: 'New finding of the body' });
    for (const [title, grade] of [
      ['Leavers keep access', 'Major'],
      ['Log review not recorded in August', 'Minor'],
      ['Restore test late', 'Minor'],
      ['Supplier register without class', 'Minor'],
    ] as const) {
      await form.getByLabel(/^Finding/).fill(title);
      await form.getByText(grade).click();
      await form.getByRole('button', { name: 'Write it down' }).click();
      await manager.getByRole('article', { name: new RegExp(`^CF-\\d ${title}$`) }).waitFor();
      await expect.poll(() => form.getByLabel(/^Finding/).inputValue()).toBe('');
    }
    await said(manager, '1 major nonconformity, 3 minor nonconformities');
    await said(manager, /4 findings hold it up: CF-1, CF-2, CF-3, CF-4/);
    await said(manager, /to be verified by 12 Sep 2027 \(in 184 days\)/);
    await button(manager, 'That is all').click();
    await accessible(manager, 'Stage 2');
    await picture(manager, 'stage-2');
  });

  /** A step on the way of a finding, on the day it is. */
  const step = async (finding: string, what: string, how = '') => {
    await button(manager, `${finding}: ${what}`).click();
    const article = manager.getByRole('article', { name: new RegExp(`^${finding} `) });
    if (how) await article.getByLabel('How it was verified').fill(how);
    await article.getByRole('button', { name: 'Record it' }).click();
    await button(manager, `${finding}: ${what}`).waitFor({ state: 'detached' });
    await article.getByRole('button', { name: 'Record it' }).waitFor({ state: 'detached' });
  };

  it('plans are sent and accepted, the major is verified; before that nothing is granted', async () => {
    on('2027-03-30');
    await open(manager, 'certification/stage-2');
    await step('CF-1', 'The plan was sent');
    on('2027-04-10');
    for (const finding of ['CF-2', 'CF-3', 'CF-4'])
      await sample.patch(`/certification-findings/${finding}`, { planSentOn: '2027-03-30', planAcceptedOn: '2027-04-08' });
    await open(manager, 'certification/stage-2');
    await step('CF-1', 'The plan was accepted');
    await said(manager, /1 finding holds it up: CF-1/);
    await button(manager, 'Record the decision').click();
    await said(manager, 'A certificate is not granted while CF-1 is open.');
    on('2027-04-19');
    await open(manager, 'certification/stage-2');
    await step('CF-1', 'Evidence was sent');
    await step('CF-1', 'It was verified', 'Ten leavers sampled.');
    await said(manager, 'Ten leavers sampled.');
    expect(await manager.getByText(/hold it up|holds it up/).count()).toBe(0);
  });

  it('the decision brings the certificate, and the three years with it', async () => {
    on('2027-04-20');
    await open(manager, 'certification/stage-2');
    await button(manager, 'Record the decision').click();
    await said(manager, /Granted, decided on 20 Apr 2027/);
    await manager.getByLabel('Number of the certificate').fill('NHC-27-0142');
    await button(manager, 'Enter the certificate').click();
    await manager.getByRole('link', { name: 'Certificate NHC-27-0142' }).click();
    const certificate = manager.getByRole('article', { name: 'Certificate NHC-27-0142' });
    await certificate.getByText('Nordhaus Cert GmbH').waitFor();
    await certificate.getByText('19 Apr 2030').waitFor();
    await certificate.getByText(/^. Valid$/).waitFor();
    await accessible(manager, 'the certificate');
    await picture(manager, 'certificate');
    await open(top, 'certification');
    await said(top, /Certificate NHC-27-0142: valid\. Next: First surveillance audit/);
  });
});

/** An audit of the running cycle: planned when its date is due, held, decided. */
async function auditOfTheCycle(part: string, planOn: string, days: readonly [string, string], decideOn: string, decision: RegExp) {
  on(planOn);
  await open(manager, `certification/${part}`);
  const form = manager.getByRole('form', { name: /^Plan / });
  await form.getByLabel('From').fill(days[0]);
  await form.getByLabel('Until').fill(days[1]);
  await form.getByRole('button', { name: 'Plan it' }).click();
  await section(manager, 'What this audit looks at').getByText('What was promised and is not done').waitFor();
  on(days[1]);
  await open(manager, `certification/${part}`);
  await button(manager, 'It was held as planned').click();
  await said(manager, /the decision of the body is open/);
  on(decideOn);
  await open(manager, `certification/${part}`);
  await button(manager, 'Record the decision').click();
  await said(manager, decision);
}

describe('the three years', () => {
  it('the first surveillance looks at what was promised and what has changed since', async () => {
    on('2028-02-01');
    await open(manager, 'certification');
    const row = manager.getByRole('row', { name: /^First surveillance audit/ });
    await row.getByText('To be planned').waitFor();
    await row.getByText(/20 Apr 2028 \(in 79 days\)/).waitFor();
    await auditOfTheCycle('surveillance-1', '2028-02-01', ['2028-04-04', '2028-04-05'], '2028-04-18', /Continued, decided on 18 Apr 2028/);
    const focus = section(manager, 'What this audit looks at');
    await focus.getByText('What has changed since 12 Mar 2027').waitFor();
    await focus.getByText(/CF-1 Leavers keep access/).waitFor();
    await settled(manager);
    await expectAccessible(manager, 'surveillance');
    await picture(manager, 'surveillance-1');
  });

  it('the second surveillance is held in the second year', async () => {
    await auditOfTheCycle('surveillance-2', '2029-01-25', ['2029-03-20', '2029-03-21'], '2029-04-02', /Continued, decided on 2 Apr 2029/);
    await section(manager, 'What this audit looks at').getByText('What has changed since 5 Apr 2028').waitFor();
    expect((await sample.get('/certification')).cycle).toMatchObject({ state: 'valid', until: '2030-04-19' });
  });

  it('recertification is decided before the certificate ends, and another three years begin', async () => {
    on('2030-01-05');
    await open(manager, 'certification');
    await manager
      .getByRole('row', { name: /^Recertification is planned/ })
      .getByText('To be planned')
      .waitFor();
    await auditOfTheCycle('recertification', '2030-01-05', ['2030-02-12', '2030-02-14'], '2030-04-02', /Renewed, decided on 2 Apr 2030/);
    await manager.getByLabel('Number of the certificate').fill('NHC-30-0031');
    await button(manager, 'Enter the certificate').click();
    await manager.getByRole('link', { name: 'Certificate NHC-30-0031' }).click();
    await manager.getByRole('article', { name: 'Certificate NHC-30-0031' }).getByText('1 Apr 2033').waitFor();
    await picture(manager, 'recertified');
    await open(manager, 'certification');
    await said(manager, /Certificate NHC-30-0031: valid\. Next: First surveillance audit/);
    await picture(manager, 'cycle');
  });

  it('all of it stands in the ledger, and no page complained', async () => {
    expect((await sample.get('/ledger/verify')).intact).toBe(true);
    expect([manager, internal, top, external].flatMap(({ complaints }) => complaints)).toEqual([]);
  });
});
