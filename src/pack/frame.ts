import { dayInWords } from '../isms/days.ts';
import type { PackPart } from './contents.ts';
import { html, type Html } from './html.ts';
import { from } from './paths.ts';

/** What every page of a pack says of it. */
export interface Head {
  pack: string;
  organisation: string;
  for: string;
  until: string | null;
  day: string;
  madeBy: string;
  fingerprint: string;
}

/** A page before it has its frame. */
export interface PackPage {
  path: string;
  title: string;
  /** What kind of page it is, as the search tells it. */
  kind: string;
  body: Html;
  /** What it is found by, besides its title. */
  text: string;
  script?: string;
}

/** A page of the pack in its frame: one style sheet, the search, the parts, and which pack it is. */
export function framed({ path, title, body, script }: PackPage, head: Head, parts: readonly Pick<PackPart, 'title' | 'page'>[]): string {
  const root = '../'.repeat(path.split('/').length - 1);
  const entry = (to: string, name: string) => html`<li><a href="${from(path, to)}" ${to === path && current}>${name}</a></li> `;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'self' file:; script-src 'self' file:; font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
        />
        <title>${title === `Audit pack of ${head.organisation}` ? title : `${title} · ${head.organisation}`}</title>
        <link rel="stylesheet" href="${root}site/style.css" />
        <script src="${root}site/search.js" data-root="${root}" defer></script>
        ${script && html`<script src="${root}site/${script}" defer></script>`}
      </head>
      <body>
        <a class="skip" href="#page">To the page</a>
        <header>
          <a class="whose" href="${root}index.html">${head.organisation}</a><span class="quiet">${head.for} · ${head.pack}</span>
          <div class="search" role="search">
            <label class="hidden" for="search">Search in this pack</label
            ><input id="search" type="search" placeholder="Search in this pack" autocomplete="off" />
            <div id="found" aria-live="polite"></div>
          </div>
        </header>
        <div class="frame">
          <nav aria-label="Parts">
            <details open>
              <summary>Parts</summary>
              <ul>
                ${[
                  ['index.html', 'Overview'],
                  ['clauses.html', 'Clauses 4–10'],
                  ['controls.html', 'Controls'],
                ].map(([to, name]) => entry(to!, name!))}
                ${parts.map((part) => entry(part.page, part.title))} ${entry('verify.html', 'Verify this pack')}
              </ul>
            </details>
          </nav>
          <main id="page">${body}</main>
        </div>
        <footer class="quiet">
          ${head.pack} of ${head.organisation}, ${dayInWords(head.day)}. ${head.for}${head.until && `, to be used until ${dayInWords(head.until)}`}.
          Confidential.
        </footer>
      </body>
    </html> `.text;
}

const current = html` aria-current="page"`;
