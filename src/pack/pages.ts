import type { TableShown } from '../isms/auditor/contract.ts';
import { recordOf, sectionOf, type Looking } from '../isms/auditor/room.ts';
import { dayInWords } from '../isms/days.ts';
import { linesOf } from '../isms/documents/markdown.ts';
import type { AttachedFile } from '../platform/files/model.ts';
import type { Contents, PackPart, PackRecord, SoaLineInForce } from './contents.ts';
import { blocksToHtml, html, table, type Html } from './html.ts';
import { from, pageOfControl } from './paths.ts';

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

/** Makes the pages of one pack. Files of records are placed by whoever writes the pack. */
export function pagesOf(head: Head, { parts, statement }: Contents, looking: Looking) {
  const { isms, standard, reach, day, above } = looking;
  const ids = [...standard.controls, ...isms.ownControls].map(({ id }) => id);
  const controls = new Map(ids.map((id) => [id, pageOfControl(id)]));
  const open = new Map(parts.flatMap(({ records }) => records.map((each) => [`${each.register} ${each.record.id}`, each] as const)));
  const lines = new Map<string, SoaLineInForce>((statement ?? []).map((line) => [line.control, line]));
  const recordsOf = (register: string) => [...open.values()].filter((each) => each.register === register);
  const bySubject = grouped(recordsOf('evidence'), ({ record }) => record['subjects'] as string[]);
  const byControl = {
    documents: grouped(recordsOf('documents'), ({ record }) => record['controls'] as string[]),
    risks: grouped(recordsOf('risks'), ({ record }) => record['controls'] as string[]),
  };
  const byClause = grouped(recordsOf('documents'), ({ record }) => [
    ...(record['fulfils'] as string[]).flatMap((id) => standard.requiredDocuments.find((each) => each.id === id)?.clause ?? []),
    ...(record['clauses'] as string[]),
  ]);

  /** A text in which numbers of controls lead to their pages. */
  const linked = (text: string, page: string) =>
    text.split(/(\bA\.[5-8]\.\d{1,2}\b)/).map((part) => {
      const target = controls.get(part);
      return target ? html`<a href="${from(page, target)}">${part}</a>` : part;
    });
  const nameOf = ({ record }: PackRecord) =>
    ['title', 'name', 'subject'].map((field) => record[field]).find((value): value is string => typeof value === 'string' && value !== '') ??
    record.id;
  const links = (list: readonly PackRecord[], page: string) =>
    list.map(
      (each, at) =>
        html`${at > 0 && ', '}<a href="${from(page, each.page)}">${each.record.id}${nameOf(each) !== each.record.id && ` ${nameOf(each)}`}</a>`,
    );
  const rowsOf = ({ register, columns, rows }: Pick<TableShown, 'register' | 'columns' | 'rows'>, page: string) =>
    rows.map(({ id, cells }) => {
      const target = id === null ? undefined : open.get(`${register} ${id}`);
      const shown = cells.map((cell, at) =>
        columns[at] === 'Control' && controls.has(cell) ? html`<a href="${from(page, controls.get(cell)!)}">${cell}</a>` : linked(cell, page),
      );
      return register === '' ? shown : [target ? html`<a href="${from(page, target.page)}">${id}</a>` : (id ?? ''), ...shown];
    });

  return {
    front(): PackPage {
      const path = 'index.html';
      const scope = reach.parts.has('scope') ? isms.scopeVersions.findLast(({ status }) => status === 'approved') : undefined;
      const certificate = reach.releases.length === 0 ? isms.certificates.at(-1) : undefined;
      return {
        path,
        title: `Audit pack of ${head.organisation}`,
        kind: 'Start',
        text: head.for,
        body: html`<h1>Audit pack of ${head.organisation}</h1>
          <p class="state">${head.for}. As of ${dayInWords(head.day)}${head.until && `, to be used until ${dayInWords(head.until)}`}.</p>
          ${facts([
            ['Pack', head.pack],
            ['Made', `${dayInWords(head.day)} by ${head.madeBy}`],
            ...(head.until ? [['To be used until', dayInWords(head.until)] as const] : []),
            ['Standard', 'ISO/IEC 27001:2022 with Amendment 1:2024'],
            ...(certificate
              ? [
                  [
                    'Certificate',
                    `${certificate.number}${certificate.body && ` of ${certificate.body}`}${certificate.validTo ? `, valid until ${dayInWords(certificate.validTo)}` : ''}`,
                  ] as const,
                ]
              : []),
            ...(scope?.statement ? [['Scope', scope.statement] as const] : []),
          ])}
          <h2>What is inside</h2>
          <ul class="inside">
            <li><a href="clauses.html">Clauses 4–10</a> <span class="quiet">what the standard asks, and the documents and evidence for it</span></li>
            <li>
              <a href="controls.html">Controls</a>
              <span class="quiet">${controls.size} controls, each with its line of the Statement, documents and evidence</span>
            </li>
            ${parts.map((part) => html`<li><a href="${part.page}">${part.title}</a>${part.records.length > 0 && html` <span class="quiet">${plural(part.records.length, 'record')}</span>`}</li> `)}
          </ul>
          <h2>Is it what was handed out?</h2>
          <p>
            The file <code>manifest.json</code> names every file with its SHA-256, and <code>manifest.sig</code> is its Ed25519 signature by the
            installation of ${head.organisation}. <a href="verify.html">Verify this pack</a> in this browser, or with <code>annexa pack verify</code>,
            without a network and without an account.
          </p>
          <p>
            Fingerprint of the key. Compare it with the one that the organisation shows you in its product, on the page Ledger or in the auditor’s
            room:
          </p>
          <p class="fingerprint">${fingerprint(head.fingerprint)}</p>
          <p class="quiet">Everything opens from the disk. Nothing in here asks the network for anything.</p>`,
      };
    },

    verify(): PackPage {
      return {
        path: 'verify.html',
        title: 'Verify this pack',
        kind: 'Verify',
        text: 'signature hash manifest fingerprint',
        script: 'verify.js',
        body: html`<h1>Verify this pack</h1>
          <p class="state">Whether every byte is what was signed, told by this browser alone: nothing is sent anywhere.</p>
          <div id="drop" class="drop">
            <p><label for="zip">The ZIP as you received it</label><input id="zip" type="file" accept=".zip,application/zip" /></p>
            <p><label for="folder">Or the folder it was unpacked into</label><input id="folder" type="file" webkitdirectory /></p>
            <p class="quiet">
              A file can be dropped here, too. A page that is opened from the disk may not read what lies beside it: that is why you choose.
            </p>
          </div>
          <p id="progress" class="quiet" role="status"></p>
          <section id="result" aria-live="polite" tabindex="-1"></section>
          <h2>The key</h2>
          <p>
            Whoever alters a pack can sign it with a key of their own. So compare the fingerprint that is found with the one that ${head.organisation}
            shows on its page Ledger and in the auditor’s room. This page says it is:
          </p>
          <p class="fingerprint">${fingerprint(head.fingerprint)}</p>
          <p>
            And whoever alters a pack can alter this page. Where much depends on it, take the checker from elsewhere:
            <code>annexa pack verify FILE --key FINGERPRINT</code>, or any tool that knows SHA-256 and Ed25519. What is signed are four lines:
            <code>annexa audit pack</code>, the id of the organisation, the number of the pack, and the SHA-256 of <code>manifest.json</code>.
          </p>
          <noscript><p>This page needs JavaScript to calculate.</p></noscript>`,
      };
    },

    clauses(): PackPage {
      const path = 'clauses.html';
      return {
        path,
        title: 'Clauses 4–10',
        kind: 'Clauses',
        text: standard.clauses.map(({ clause, title }) => `${clause} ${title}`).join(' '),
        body: html`<h1>Clauses 4–10</h1>
          <p class="state">
            What the standard asks, in words of the product’s own, and what speaks for it here. Hold a bought copy of the standard beside it.
          </p>
          ${standard.clauses.map(({ clause, title, summary, requirements }) => {
            const own = unique([...(byClause.get(clause) ?? []), ...requirements.flatMap(({ id }) => byClause.get(id) ?? [])]);
            return html`<section id="c${clause}">
              <h2>${clause} ${title}</h2>
              <p>${summary}</p>
              ${own.length > 0 && html`<p>Documents: ${links(own, path)}</p>`}
              ${table(
                ['Requirement', 'In words', 'Evidence'],
                requirements.map(({ id, label, text }) => [label, text, links(bySubject.get(id) ?? [], path)]),
                `Requirements of ${clause}`,
              )}
            </section> `;
          })}`,
      };
    },

    controls(): PackPage {
      const path = 'controls.html';
      return {
        path,
        title: 'Controls',
        kind: 'Controls',
        text: '',
        body: html`<h1>Controls</h1>
          <p class="state">
            ${statement ? `${statement.filter(({ applicable }) => applicable).length} of ${statement.length} controls are applicable by the Statement in force.` : 'The Statement of Applicability is not part of this pack.'}
          </p>
          ${table(
            ['Control', 'Title', 'Applicable', 'Status', 'Documents', 'Evidence'],
            ids.map((id) => {
              const line = lines.get(id);
              return [
                html`<a href="${from(path, controls.get(id)!)}">${id}</a>`,
                controlTitle(id),
                line ? applies(line) : '',
                line && line.applicable !== false ? status(line) : '',
                byControl.documents.get(id)?.length ?? '',
                bySubject.get(id)?.length ?? '',
              ];
            }),
            'Controls',
          )}`,
      };
    },

    control(id: string): PackPage {
      const path = controls.get(id)!;
      const line = lines.get(id);
      const evidence = bySubject.get(id) ?? [];
      const title = controlTitle(id);
      const person = (who: string | null) => isms.people.find((each) => each.id === who)?.name ?? '';
      return {
        path,
        title: `${id} ${title}`,
        kind: 'Control',
        text: [standard.control(id)?.summary, line?.justification, line?.implementation, line?.exclusionReason].filter(Boolean).join(' '),
        body: html`<p class="crumb"><a href="${from(path, 'controls.html')}">Controls</a></p>
          <h1>${id} ${title}</h1>
          <p class="state">
            ${line ? `${applies(line) === 'yes' ? 'Applicable' : applies(line) === 'no' ? 'Not applicable' : 'Undecided'}${line.applicable === false ? '' : `, ${status(line)}`}` : 'The Statement of Applicability is not part of this pack'};
            ${evidence.length === 0 ? 'no evidence in this pack' : plural(evidence.length, 'item', 'items') + ' of evidence'}.
          </p>
          <p>${standard.control(id)?.summary ?? isms.ownControls.find((each) => each.id === id)?.description}</p>
          ${
            line && [
              html`<h2>In the Statement of Applicability</h2>`,
              facts([
                ['Applicable', applies(line)],
                ...(line.applicable === false
                  ? [['Why excluded', line.exclusionReason] as const]
                  : [
                      ['Reasons', line.reasons.map((each) => each.replaceAll('-', ' ')).join(', ')] as const,
                      ['Justification', line.justification] as const,
                      ['How it is implemented', line.implementation] as const,
                      ['Status', status(line)] as const,
                      ['Owner', person(line.owner)] as const,
                    ]),
              ]),
            ]
          }
          <h2>Evidence</h2>
          ${
            evidence.length === 0
              ? html`<p>None in this pack.</p>`
              : table(
                  ['Id', 'Evidence', 'Kind', 'From', 'To', 'Attested by', 'Files'],
                  evidence.map(({ record, page }) => [
                    html`<a href="${from(path, page)}">${record.id}</a>`,
                    String(record['title']),
                    String(record['kind'] ?? ''),
                    dayOf(record['validFrom']),
                    dayOf(record['validTo']),
                    String(record['attestedByName'] ?? ''),
                    (record['files'] as unknown[]).length || '',
                  ]),
                  'Evidence',
                )
          }
          ${
            (byControl.documents.get(id)?.length ?? 0) > 0 &&
            html`<h2>Documents in force</h2>
              <p>${links(byControl.documents.get(id)!, path)}</p>`
          }
          ${
            (byControl.risks.get(id)?.length ?? 0) > 0 &&
            html`<h2>Risks that it treats</h2>
              <p>${links(byControl.risks.get(id)!, path)}</p>`
          }`,
      };
    },

    part(part: PackPart, more: TableShown[] = [], extra: Html | null = null): PackPage {
      const { page: path } = part;
      const section = sectionOf(part.part, isms, standard, day, reach, above, '', Number.MAX_SAFE_INTEGER);
      return {
        path,
        title: part.title,
        kind: 'Section',
        text: section.tables.map(({ heading }) => heading).join(' '),
        body: html`<h1>${part.title}</h1>
          <p class="state">${section.state}.</p>
          ${[...part.papers, ...part.sheets].length > 0 && html`<p class="takeaway">${[...part.papers.map(({ title, path: to }) => html`<a href="${from(path, to)}">${title} as PDF</a> `), ...part.sheets.map(({ title, path: to }) => html`<a href="${from(path, to)}">${title} as XLSX</a> `)]}</p>`}
          ${extra} ${section.facts.length > 0 && facts(section.facts.map(({ title, value }) => [title, linked(value, path)] as const))}
          ${[...section.tables, ...more].map(
            (each) =>
              html`${each.heading && html`<h2>${each.heading}</h2>`}${each.paragraphs.map((text) => html`<p class="said">${linked(text, path)}</p>`)}
              ${each.rows.length > 0 && table(each.register === '' ? each.columns : ['Id', ...each.columns], rowsOf(each, path), each.heading || part.title)}`,
          )}`,
      };
    },

    /** A record with everything it says; `placed` tells where each of its files lies. */
    record(each: PackRecord, placed: (file: AttachedFile, each: PackRecord) => string): { page: PackPage; files: AttachedFile[] } {
      const { page: path, listing, record, part } = each;
      const shown = recordOf(part, { listing, record }, looking);
      const own = parts.find((one) => one.part === part)!;
      return {
        files: shown.files,
        page: {
          path,
          title: shown.title === record.id ? record.id : `${record.id} ${shown.title}`,
          kind: own.title,
          text: [
            ...shown.facts.map(({ value }) => value),
            ...shown.texts.flatMap(({ blocks }) => linesOf(blocks)),
            ...shown.files.map(({ name }) => name),
          ]
            .join(' ')
            .slice(0, 4000),
          body: html`<p class="crumb"><a href="${from(path, own.page)}">${own.title}</a></p>
            <h1>${shown.title}</h1>
            <p class="state">${record.id}, ${listing.heading.charAt(0).toLowerCase() + listing.heading.slice(1)}</p>
            ${each.papers.length > 0 && html`<p class="takeaway">${each.papers.map(({ path: to }) => html`<a href="${from(path, to)}">As PDF</a> `)}</p>`}
            ${
              shown.files.length > 0 &&
              html`<h2>Files</h2>
                ${table(
                  ['File', 'Kind', 'Size', 'SHA-256'],
                  shown.files.map((file) => [
                    html`<a href="${from(path, placed(file, each))}">${file.name}</a>`,
                    file.mediaType,
                    size(file.size),
                    html`<code>${file.sha256}</code>`,
                  ]),
                  'Files',
                )}`
            }
            ${facts(shown.facts.map(({ title, value }) => [title, linked(value, path)] as const))}
            ${shown.texts.map(
              ({ title, blocks }) =>
                html`<section class="said">
                  <h2>${title}</h2>
                  ${blocksToHtml(blocks)}
                </section>`,
            )}
            ${shown.tables.map(
              ({ heading, columns, rows }) =>
                html`<h2>${heading}</h2>
                  ${table(
                    columns,
                    rows.map((row) => row.map((cell) => linked(cell, path))),
                    heading,
                  )}`,
            )}`,
        },
      };
    },

    ids,
  };

  function controlTitle(id: string): string {
    return standard.control(id)?.title ?? isms.ownControls.find((each) => each.id === id)?.title ?? lines.get(id)?.title ?? '';
  }
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

const plural = (count: number, one: string, many = `${one}s`) => `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
const applies = ({ applicable }: SoaLineInForce) => (applicable === null ? 'undecided' : applicable ? 'yes' : 'no');
const status = (line: SoaLineInForce) => line.status.replaceAll('-', ' ');
const dayOf = (value: unknown) => (typeof value === 'string' && value !== '' ? dayInWords(value) : '');
const size = (bytes: number) =>
  bytes >= 1024 ** 2 ? `${(bytes / 1024 ** 2).toFixed(1)} MB` : bytes >= 1024 ? `${Math.round(bytes / 1024)} kB` : `${bytes} bytes`;
/** In groups of four, so that two people can compare it. */
const fingerprint = (hex: string) => hex.replaceAll(/(.{4})(?=.)/g, '$1 ');
const unique = <T>(list: readonly T[]): T[] => [...new Set(list)];

const facts = (list: readonly (readonly [string, Parameters<typeof html>[1]])[]): Html =>
  html`<dl>
    ${list
      .filter(([, value]) => value !== '')
      .map(
        ([title, value]) =>
          html`<div>
            <dt>${title}</dt>
            <dd>${value}</dd>
          </div> `,
      )}
  </dl>`;

function grouped(list: readonly PackRecord[], keys: (each: PackRecord) => readonly string[]): Map<string, PackRecord[]> {
  const found = new Map<string, PackRecord[]>();
  for (const each of list)
    for (const key of new Set(keys(each))) {
      const own = found.get(key);
      if (own) own.push(each);
      else found.set(key, [each]);
    }
  return found;
}
