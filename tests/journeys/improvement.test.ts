import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSample } from '../../src/doors/sample.ts';
import type { Role } from '../../src/isms/permissions.ts';
import { startApplication, type Inside, type TestApplication } from '../support/application.ts';
import { expectAccessible, openBrowser, openPage, settled } from '../support/browser.ts';

/** From a sample to a deviation, from there to a nonconformity that is put right, judged by somebody else, and comes back. */
let application: TestApplication;
let browser: Browser;
let sample: Inside;
let manager: Page & { complaints: string[] };
let other: Page & { complaints: string[] };
let today = '2026-11-25';
let nonconformity: string;

beforeAll(async () => {
  application = await startApplication({}, () => new Date(`${today}T09:00:00Z`));
  browser = await openBrowser();
  await openSample(application);
  sample = application.inside('sample');
  const people = (await sample.get('/people?limit=1000')).items as { id: string; topManagement: boolean; endsOn: string | null }[];
  const [first, second] = people.filter(({ topManagement, endsOn }) => !topManagement && endsOn === null);
  manager = await join('isms-manager', first!.id);
  other = await join('internal-auditor', second!.id);
});
afterAll(async () => {
  await browser?.close();
  await application?.stop();
});

async function join(role: Role, person: string) {
  const { link } = await sample.post('/invitations', { email: `${role}@fjordlicht.example`, role, person });
  const page = await openPage(browser);
  await page.goto(link);
  await page.getByLabel('Your name').fill(role.replaceAll('-', ' '));
  await page.getByLabel('Choose a password').fill('a long password of somebody');
  await page.getByRole('button', { name: 'Join' }).click();
  await page.waitForURL('**/o/sample');
  return page;
}
const open = async (page: Page, path: string) => {
  await page.goto(`${application.url}/o/sample/${path}`);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await settled(page);
};

it('a sample is drawn from a list, looked at, one item replaced, and drawn again by anybody', async () => {
  await open(other, 'samples');
  await other.getByRole('button', { name: 'Draw a sample' }).first().click();
  const dialog = other.getByRole('dialog');
  await dialog.getByLabel('Purpose').fill('Badges given back');
  await dialog.getByRole('combobox', { name: 'Of what' }).click();
  await other.getByRole('option', { name: 'A list that you bring' }).click();
  await dialog.getByLabel('Where the list comes from').fill('Badge system, all badges, exported by the facility manager');
  await dialog.getByLabel('Or the list itself').fill(Array.from({ length: 16 }, (_, index) => `badge-${index + 1}`).join('\n'));
  await dialog.getByLabel('Seed').fill('seven');
  await dialog.getByText(/16 items, of which/).waitFor();
  await dialog.getByRole('button', { name: 'Draw it' }).click();
  await other.waitForURL('**/o/sample/sample/*');
  const id = other.url().split('/').at(-1)!;
  await settled(other);
  await expectAccessible(other, 'sample');
  const drawn = (await sample.get(`/samples/${id}`)).items.map(({ key }: { key: string }) => key) as string[];
  expect(drawn).toHaveLength(4);

  const item = (key: string) => other.getByRole('article').filter({ has: other.getByLabel(`Note on ${key}`) });
  await item(drawn[0]!).getByRole('button', { name: 'Replace' }).click();
  await other.getByLabel('Why can it not be looked at?').fill('The badge was destroyed.');
  await other.getByRole('button', { name: 'Replace it' }).click();
  await other.getByText(/Replaced by badge-/).waitFor();
  const now = (await sample.get(`/samples/${id}`)).items.map(({ key }: { key: string }) => key) as string[];
  expect(now).toHaveLength(5);
  expect(drawn).not.toContain(now.at(-1));

  await item(drawn[1]!).getByText('Deviates').click();
  await other.getByLabel(`Note on ${drawn[1]}`).fill('Still opens the door.');
  await other.getByLabel(`Note on ${drawn[1]}`).press('Enter');
  for (const key of now.slice(2)) {
    await item(key).getByText('Conforms').click();
    await item(key).getByRole('button', { name: 'Record' }).click();
    await item(key)
      .getByText(/internal auditor, /)
      .waitFor();
  }
  await other.getByRole('button', { name: 'Draw it again now' }).click();
  await other.getByRole('region', { name: 'Draw it again' }).getByText('●').first().waitFor();
  expect(await other.getByRole('region', { name: 'Draw it again' }).getByText('■').count()).toBe(0);
});

it('the deviation is raised as a nonconformity, and its page says what is still missing', async () => {
  await other.getByRole('button', { name: 'Raise a nonconformity' }).click();
  const dialog = other.getByRole('dialog');
  expect(await dialog.getByLabel('Nonconformity', { exact: true }).inputValue()).toContain('1 deviation in');
  await dialog.getByRole('button', { name: 'Raise it' }).click();
  await other.waitForURL('**/nonconformity/NC-*');
  nonconformity = other.url().split('/').at(-1)!;
  await open(manager, `nonconformity/${nonconformity}`);
  await manager.getByText(/Still needs/).waitFor();
  await expectAccessible(manager, 'nonconformity');
});

it('is put right, traced to its cause and dealt with by the ISMS manager', async () => {
  const write = async (part: string, label: string, value: string) => {
    const field = manager.getByRole('region', { name: part }).getByRole('textbox', { name: label });
    await field.fill(value);
    await field.press('Tab');
  };
  const record = async () => (await sample.get(`/nonconformities/${nonconformity}`)) as Record<string, unknown>;
  await write('What was done at once', 'Correction', 'The badge was switched off.');
  await expect.poll(async () => (await record())['correction']).toBe('The badge was switched off.');
  await manager.getByLabel('Corrected on').fill(today);
  await manager.getByLabel('Corrected on').press('Tab');
  await expect.poll(async () => (await record())['correctedOn']).toBe(today);
  await write('Where else', 'Where else', 'All 16 badges were looked at; no other one opens.');
  await expect.poll(async () => (await record())['extent']).toContain('All 16');
  await write('Why', 'Root cause', 'Leavers are told to the facility manager by word of mouth.');
  await expect.poll(async () => (await record())['cause']).toContain('word of mouth');
  await manager.getByLabel('New action').fill('Leavers reach the facility manager by the checklist');
  await manager.getByLabel('Until', { exact: true }).fill('2026-12-10');
  await manager.getByRole('combobox', { name: 'Who', exact: true }).click();
  await manager.getByRole('option').first().click();
  await manager.getByRole('button', { name: 'Plan it' }).click();
  const done = manager.getByRole('checkbox', { name: /is done/ });
  await done.click();
  await manager.getByLabel('What was done?').fill('The step is in the checklist since today.');
  await manager.getByRole('button', { name: 'Done', exact: true }).click();
  await manager.getByText('The step is in the checklist since today.').waitFor();
  expect(manager.complaints).toEqual([]);
});

it('its effect is judged by somebody who had no part in it, who may also say that it has not worked', async () => {
  const judged = { what: 'Three badges of leavers since then were tried at the door.' };
  // Whoever owns it or did an action may not say that it has worked.
  const owner = (await sample.get('/people?limit=1000')).items.find(({ endsOn, topManagement }: any) => endsOn === null && !topManagement);
  await sample.patch(`/nonconformities/${nonconformity}`, { owner: owner.id });
  await open(manager, `nonconformity/${nonconformity}`);
  expect(await manager.getByRole('button', { name: 'It has worked: close it' }).count()).toBe(0);
  await manager
    .getByRole('region', { name: 'Whether it has worked' })
    .getByText(/part|own|somebody else/i)
    .first()
    .waitFor();

  // Not before it has had time to show.
  await sample.patch('/improvement-rules', { effectivenessDays: 3 });
  await open(other, `nonconformity/${nonconformity}`);
  const shown = await other.getByRole('region', { name: 'Whether it has worked' }).innerText();
  expect(shown).toMatch(/Its effect is reviewed from/);
  today = '2026-11-29';
  await open(other, `nonconformity/${nonconformity}`);
  await other.getByLabel('What you looked at, and what it shows').fill(judged.what);
  await other.getByRole('button', { name: 'It has not worked' }).click();
  await other.getByText(/It has not worked, says/).waitFor();
  expect((await sample.get(`/nonconformities/${nonconformity}`)).closedOn).toBeNull();
});

it('the board shows where each one stands', async () => {
  await open(manager, 'improvement');
  await manager.getByRole('link', { name: nonconformity, exact: true }).waitFor();
  await expectAccessible(manager, 'improvement');
  expect(manager.complaints).toEqual([]);
  expect(other.complaints).toEqual([]);
});
