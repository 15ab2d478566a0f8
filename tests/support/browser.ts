import chromium from '@sparticuz/chromium';
import axe from 'axe-core';
import { chromium as playwright, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { buildWebIfStale } from '../../src/doors/build-web.ts';

/** A real Chromium: the one that comes as an npm package, or the one named by ANNEXA_TEST_BROWSER. */
export async function openBrowser(): Promise<Browser> {
  await buildWebIfStale(() => undefined);
  const installed = process.env['ANNEXA_TEST_BROWSER'];
  const launch = async () =>
    playwright.launch({
      executablePath: installed ?? (await chromium.executablePath()),
      args: [
        ...chromium.args.filter((each) => !/^--(headless|single-process|no-zygote)/.test(each)),
        '--disable-background-networking',
        '--no-sandbox',
      ],
      headless: true,
    });
  // The browser itself crashes now and then while it starts on a busy machine; what it shows afterwards is what is tested.
  return launch().catch(launch);
}

/** A page that fails the test when a script fails or the console complains. */
export async function openPage(
  browser: Browser,
  options: { dark?: boolean; width?: number; state?: BrowserContextOptions['storageState'] } = {},
): Promise<Page & { complaints: string[] }> {
  const context = await browser.newContext({
    colorScheme: options.dark ? 'dark' : 'light',
    viewport: { width: options.width ?? 1280, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    acceptDownloads: true,
    reducedMotion: 'reduce',
    ...(options.state && { storageState: options.state }),
  });
  context.setDefaultTimeout(15_000);
  const page = (await context.newPage()) as Page & { complaints: string[] };
  page.complaints = [];
  page.on('pageerror', (error) => page.complaints.push(error.message));
  page.on('console', (message) => {
    // The browser reports every refusal of the server as an error of its own; the page deals with those.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) page.complaints.push(message.text());
  });
  return page;
}

/** WCAG 2.2 A and AA by axe: nothing serious, nothing critical. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { violations } = await (globalThis as any).axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
    return violations
      .filter(({ impact }: any) => impact === 'serious' || impact === 'critical')
      .map(
        ({ id, nodes }: any) =>
          `${id}: ${nodes
            .slice(0, 3)
            .map(({ html, failureSummary }: any) => `${html.slice(0, 160)} (${failureSummary.split('\n').slice(1, 2).join(' ').trim()})`)
            .join(' | ')}`,
      );
  });
  expect(found, where).toEqual([]);
}

/** Waits until nothing on the page is under way. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.waitForFunction(() => !document.body.innerText.includes('Loading …'));
}
