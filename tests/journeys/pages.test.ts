import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSample } from '../../src/doors/sample.ts';
import { startApplication, type TestApplication } from '../support/application.ts';
import { expectAccessible, openBrowser, openPage, settled } from '../support/browser.ts';

/** Every page of the product, with the sample organisation. Set PICTURES to a directory to get a picture of each. */
const pages = [
  ['journey', ''],
  ['my', 'my'],
  ['context', 'context'],
  ['context-issues', 'context/issues'],
  ['context-parties', 'context/parties'],
  ['context-requirements', 'context/requirements'],
  ['context-scope', 'context/scope'],
  ['context-roles', 'context/roles'],
  ['gap', 'gap'],
  ['gap-progress', 'gap/progress'],
  ['gap-documents', 'gap/documents'],
  ['gap-plan', 'gap/plan'],
  ['risks', 'risks'],
  ['risk', 'risks?open=R-2'],
  ['risk-map', 'risks/map'],
  ['risk-method', 'risks/method'],
  ['risk-plan', 'risks/plan'],
  ['risk-library', 'risks/library'],
  ['applicability', 'applicability'],
  ['documents', 'documents'],
  ['documents-required', 'documents/required'],
  ['documents-templates', 'documents/templates'],
  ['documents-template', 'documents/templates?open=backup-recovery-procedure'],
  ['documents-bring-in', 'documents/bring-in'],
  ['documents-commitments', 'documents/commitments'],
  ['documents-claims', 'documents/claims'],
  ['documents-reading', 'documents/reading'],
  ['controls', 'controls'],
  ['control', 'controls/A.5.18'],
  ['evidence', 'evidence'],
  ['evidence-item', 'evidence?open=EV-1'],
  ['evidence-add', 'evidence?add=A.5.18'],
  ['evidence-lapses', 'evidence/lapses'],
  ['connections', 'connections'],
  ['connections-add', 'connections?add=yes'],
  ['scans', 'scans'],
  ['people', 'people'],
  ['person', 'people?open=P-3'],
  ['competence', 'people/competence'],
  ['competences', 'people/competences'],
  ['proofs', 'people/proofs'],
  ['lessons', 'people/lessons'],
  ['training', 'people/training'],
  ['rehearsal', 'people/rehearsal'],
  ['communication', 'people/communication'],
  ['operations', 'operations'],
  ['operations-reviews', 'operations/reviews'],
  ['operations-moves', 'operations/moves'],
  ['operations-incidents', 'operations/incidents'],
  ['operations-vulnerabilities', 'operations/vulnerabilities'],
  ['operations-suppliers', 'operations/suppliers'],
  ['operations-legal', 'operations/legal'],
  ['certification', 'certification'],
  ['stage 1', 'certification/stage-1'],
  ['stage 2', 'certification/stage-2'],
  ['surveillance', 'certification/surveillance-1'],
  ['certificate', 'certification/certificates'],
  ['certification audits', 'certification/stages'],
  ['certification body', 'certification/body'],
  ['reminders', 'people/reminders'],
  ['samples', 'samples'],
  ['improvement', 'improvement'],
  ['corrective actions', 'improvement/actions'],
  ['opportunities', 'improvement/opportunities'],
  ['nonconformity', 'nonconformity/NC-9'],
  ['plan', 'plan'],
  ['budget', 'plan/budget'],
  ['objectives', 'objectives'],
  ['auditors', 'auditors'],
  ['auditors-requests', 'auditors/requests'],
  ['auditors-looks', 'auditors/looks'],
  ['auditor-room', 'auditor?release=REL-2'],
  ['auditor-section', 'auditor/documents?release=REL-2'],
  ['auditor-record', 'auditor/documents/documents/D-19?release=REL-2'],
  ['audits', 'audits'],
  ['audits-list', 'audits/list'],
  ['audits-findings', 'audits/findings'],
  ['audit', 'audit/AUD-2'],
  ['audit-plan', 'audit/AUD-1/plan'],
  ['audit-work', 'audit/AUD-1/work'],
  ['audit-report', 'audit/AUD-1/report'],
  ['objective', 'objectives?open=OBJ-1'],
  ['measurements', 'objectives/measurements'],
  ['import', 'import'],
  ['verdict', 'verdict'],
  ['ledger', 'ledger'],
  ['settings', 'settings'],
] as const;

let application: TestApplication;
let browser: Browser;
beforeAll(async () => {
  application = await startApplication({}, () => new Date('2026-11-24T09:00:00Z'));
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await application?.stop();
});

async function signedIn(options: { dark?: boolean; width?: number } = {}) {
  const page = await openPage(browser, options);
  await page.goto(`${application.url}/sign-in/${await openSample(application)}`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/o/sample');
  return page;
}

const picture = async (page: Page, name: string) => {
  const folder = process.env['PICTURES'];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
};

describe.each([
  ['light', {}],
  ['dark', { dark: true }],
  ['narrow', { width: 390 }],
] as const)('%s', (look, options) => {
  let page: Awaited<ReturnType<typeof openPage>>;
  beforeAll(async () => {
    page = await signedIn(options);
  });
  afterAll(() => page?.context().close());

  it.each(pages)('%s: shows, complains of nothing, and is accessible', async (name, path) => {
    page.complaints.length = 0;
    await page.goto(`${application.url}/o/sample/${path}`);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await settled(page);
    await picture(page, `${name}-${look}`);
    expect(page.complaints).toEqual([]);
    await expectAccessible(page, `${name} ${look}`);
    // Nothing sticks out: at 390 pixels tables scroll in themselves, the page does not.
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(1);
  });
});

describe('the way in', () => {
  it.each(['sign-in', 'setup/some-token', 'sign-in/some-token'])('%s is accessible, light and dark', async (path) => {
    for (const dark of [false, true]) {
      const page = await openPage(browser, { dark });
      await page.goto(`${application.url}/${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await expectAccessible(page, `${path} ${dark ? 'dark' : 'light'}`);
      expect(page.complaints).toEqual([]);
      await page.context().close();
    }
  });
});
