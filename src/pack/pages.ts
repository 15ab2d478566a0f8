import type { TableShown } from '../isms/auditor/contract.ts';
import { recordOf, sectionOf, type Looking } from '../isms/auditor/room.ts';
import { currentCertificate, standingOf, validTo } from '../isms/certification/certificate.ts';
import { dayInWords } from '../isms/days.ts';
import { linesOf } from '../isms/documents/markdown.ts';
import type { AttachedFile } from '../platform/files/model.ts';
import type { Contents, PackPart, PackRecord } from './contents.ts';
import type { Head, PackPage } from './frame.ts';
import { blocksToHtml, html, table, type Html } from './html.ts';
import { linksIn } from './links.ts';
import { from } from './paths.ts';
import { facts, fingerprint, plural, size } from './said.ts';
import { standardPages } from './standard-pages.ts';

/** Makes the pages of one pack. Files of records are placed by whoever writes the pack. */
export function pagesOf(head: Head, contents: Contents, looking: Looking) {
  const { isms, standard, reach, day, above } = looking;
  const { parts } = contents;
  const known = linksIn(contents, looking);
  const { ids, controls, linked, rowsOf } = known;
  return {
    ...standardPages(contents, looking, known),
    ids,

    front(): PackPage {
      const path = 'index.html';
      const scope = reach.parts.has('scope') ? isms.scopeVersions.findLast(({ status }) => status === 'approved') : undefined;
      const certificate = reach.releases.length === 0 ? currentCertificate(isms) : null;
      const until = certificate && validTo(certificate);
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
                    `${certificate.number}${certificate.body && ` of ${certificate.body}`}, ${standingOf(isms, certificate, day).state.replaceAll('-', ' ')}${until ? `, until ${dayInWords(until)}` : ''}`,
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
  };
}
