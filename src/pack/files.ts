import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import MiniSearch from 'minisearch';
import type { TableShown } from '../isms/auditor/contract.ts';
import type { AttachedFile } from '../platform/files/model.ts';
import type { Checkpoint } from '../platform/ledger/contract.ts';
import { tableFile } from '../platform/register/table-file.ts';
import { textToPdf, toPdf } from '../reports/pdf.ts';
import type { Looking } from '../isms/auditor/room.ts';
import type { PackedFile } from './archive.ts';
import type { Contents, PackRecord, Paper, Sheet } from './contents.ts';
import { html } from './html.ts';
import { framed, type Head, type PackPage } from './frame.ts';
import { pagesOf } from './pages.ts';
import { fileName, from, safe, unique } from './paths.ts';

/** What the ledger gives to a pack: the newest changes to read, all of the period to keep. */
export interface LedgerExtract {
  checkpoint: Checkpoint;
  /** Null: the ledger is not among what is handed out. */
  changes: { newest: TableShown; lines: AsyncIterable<string>; from: string } | null;
}

const require = createRequire(import.meta.url);
const site = (name: string) => readFileSync(new URL(`./site/${name}`, import.meta.url), 'utf8');

/** What the search keeps of a page; the script of the site reads it with the same options. */
const searchOptions = { fields: ['title', 'text'], storeFields: ['title', 'kind'] };

/** Every file of a pack but the manifest, one after the other: nothing is made before it is asked for. */
export async function* filesOf(head: Head, inside: Contents, looking: Looking, ledger: LedgerExtract): AsyncGenerator<PackedFile> {
  const pages = pagesOf(head, inside, looking);
  const search = new MiniSearch<{ id: string; title: string; text: string; kind: string }>(searchOptions);
  const finished = (page: PackPage): PackedFile => {
    search.add({ id: page.path, title: page.title, text: page.text, kind: page.kind });
    return { path: page.path, content: framed(page, head, inside.parts) };
  };
  const placed = places();

  yield finished(pages.front());
  yield finished(pages.verify());
  yield finished(pages.clauses());
  yield finished(pages.controls());
  for (const id of pages.ids) yield finished(pages.control(id));
  const papers: Paper[] = [];
  for (const part of inside.parts) {
    const { changes } = part.part === 'ledger' ? ledger : { changes: null };
    yield finished(pages.part(part, changes ? [changes.newest] : [], changes && ledgerFiles(part.page, changes.from)));
    papers.push(...part.papers);
    for (const each of part.records) {
      const { page, files } = pages.record(each, placed.of);
      yield finished(page);
      papers.push(...each.papers);
      for (const file of files) if (placed.isNew(file)) yield { path: placed.of(file, each), file };
    }
    for (const sheet of part.sheets) yield { path: sheet.path, content: await sheetFile(sheet) };
  }
  for (const paper of papers) yield { path: paper.path, content: await ('report' in paper ? toPdf(paper.report()) : textToPdf(paper.text())) };
  yield { path: 'ledger/checkpoint.json', content: `${JSON.stringify(ledger.checkpoint, null, 2)}\n` };
  if (ledger.changes) {
    const lines: string[] = [];
    for await (const line of ledger.changes.lines) lines.push(`${line}\n`);
    yield { path: 'ledger/changes.jsonl', content: lines.join('') };
  }
  yield* scripts(search);
  yield { path: 'README.txt', content: readme(head) };
}

/** Where the files of records lie. What several records refer to lies with the first of them. */
function places() {
  const known = new Map<string, string>();
  const taken = new Set<string>();
  const written = new Set<string>();
  return {
    of(file: AttachedFile, { register, record }: PackRecord): string {
      let path = known.get(file.sha256);
      if (path === undefined) known.set(file.sha256, (path = unique(`files/${register}/${safe(record.id)}/${fileName(file)}`, taken)));
      return path;
    },
    /** Whether it is to be written now. */
    isNew: ({ sha256 }: AttachedFile) => !written.has(sha256) && written.add(sha256) !== undefined,
  };
}

const ledgerFiles = (page: string, since: string) =>
  html`<p class="takeaway">
    <a href="${from(page, 'ledger/changes.jsonl')}">All changes since ${since} as lines of JSON</a>
    <a href="${from(page, 'ledger/checkpoint.json')}">The signed checkpoint</a>
  </p>`;

async function sheetFile({ title, columns, rows }: Sheet): Promise<Uint8Array> {
  const file = await tableFile('xlsx', title.replaceAll(/[[\]:*?/\\]/g, ' '), columns, rows());
  return new Uint8Array(await file.arrayBuffer());
}

/** The scripts of the site: ours as they stand in the source, and the search library with its licence. */
function* scripts(search: MiniSearch): Generator<PackedFile> {
  const plain = (name: string) =>
    site(name)
      .replaceAll(/^import .*$/gm, '')
      .replaceAll(/^export /gm, '');
  yield { path: 'site/style.css', content: `${fonts()}${site('style.css')}` };
  yield { path: 'site/search.js', content: `'use strict';\n${plain('search.js')}` };
  yield { path: 'site/verify.js', content: `'use strict';\n${['archive.js', 'check.js', 'verify.js'].map(plain).join('\n')}` };
  yield { path: 'site/minisearch.js', content: `/* MiniSearch, MIT License, https://github.com/lucaong/minisearch */\n${library()}` };
  yield { path: 'site/search-index.js', content: `globalThis.packIndex = ${JSON.stringify(JSON.stringify(search))};\n` };
}

const library = () =>
  readFileSync(require.resolve('minisearch').replace(/dist[/\\].*$/, 'dist/umd/index.js'), 'utf8').replaceAll(/^\/\/# sourceMappingURL.*$/gm, '');

/** IBM Plex, inside the style sheet: a page from the disk may not load a font that lies beside it. */
function fonts(): string {
  const face = (file: string, family: string, weight: number) =>
    `@font-face { font-family: '${family}'; font-weight: ${weight}; src: url(data:font/woff2;base64,${readFileSync(require.resolve(`@fontsource/ibm-plex-${file}.woff2`)).toString('base64')}) format('woff2'); }\n`;
  return [
    face('sans/files/ibm-plex-sans-latin-400-normal', 'IBM Plex Sans', 400),
    face('sans/files/ibm-plex-sans-latin-600-normal', 'IBM Plex Sans', 600),
    face('mono/files/ibm-plex-mono-latin-400-normal', 'IBM Plex Mono', 400),
  ].join('');
}

const readme = ({ organisation, pack, for: purpose, fingerprint }: Head) => `Audit pack ${pack} of ${organisation}
${purpose}

Open index.html in a browser: it needs no network and no installation.

To verify that nothing was altered, open verify.html and choose the ZIP, or run

  annexa pack verify FILE --key ${fingerprint}

The fingerprint of the key is shown by the organisation's product as well, on the page Ledger. Compare them.
What is signed with Ed25519 are four lines, each ended by a line feed: "annexa audit pack", the id of the organisation, the
number of the pack, and the SHA-256 of manifest.json; the signature lies in manifest.sig, the public key in manifest.json.
`;
