import { readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { BroughtInShown } from '../isms/documents/contract.ts';
import { sendFile } from './attachments.ts';
import { call, organisationOf, withConnection, type ExitCode } from './calling.ts';
import { print, readArguments } from './cli.ts';
import { WrongUse } from './commands.ts';

const nothing = new URLSearchParams();
const endings = /\.(docx|odt|pdf|md|markdown|txt)$/i;

const attachHelp = 'annexa documents attach DOCUMENT FILE [--text] [--change-note WORDS]: the next version of a document from a file';

/** `annexa documents attach D-3 policy.docx`: starts a version from a file; with --text its words become a text to edit. */
export async function attachFile(args: string[]): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, { text: { type: 'boolean' }, 'change-note': { type: 'string' } }, attachHelp);
  const [document, path] = positionals;
  if (!document || !path || positionals.length > 2) throw new WrongUse(attachHelp);
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) throw new WrongUse(`There is no file ${path}.`);
  return withConnection(values, async (connection) => {
    const base = `/api/organisations/${await organisationOf(connection, values['organisation'] as string)}`;
    const { id } = await sendFile(connection, base, path);
    const answer = await call(connection, base, {
      method: 'POST',
      path: `/documents/${encodeURIComponent(document)}/versions/file`,
      query: nothing,
      body: {
        upload: id,
        as: values['text'] ? 'text' : 'file',
        ...(values['change-note'] !== undefined && { changeNote: values['change-note'] }),
      },
    });
    print(answer, Boolean(values['json']));
    return 0;
  });
}

const importHelp =
  'annexa documents import DIR|FILE [--preview] [--text]: policies and procedures that exist as DOCX, ODT, PDF, Markdown or text, each as a document with a draft';

/** `annexa documents import DIR`: brings in a folder of documents in one step; `--preview` shows what would become of each. */
export async function importDocuments(args: string[]): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, { preview: { type: 'boolean' }, text: { type: 'boolean' } }, importHelp);
  const [place] = positionals;
  if (!place || positionals.length > 1) throw new WrongUse(importHelp);
  const found = documentsIn(place);
  return withConnection(values, async (connection) => {
    const base = `/api/organisations/${await organisationOf(connection, values['organisation'] as string)}`;
    const post = (path: string, body: Record<string, unknown>) => call(connection, base, { method: 'POST', path, query: nothing, body });
    const uploads = [];
    for (const { full, path } of found) uploads.push({ upload: (await sendFile(connection, base, full)).id, path });
    const { items } = (await post('/documents/bring-in/preview', { uploads })) as { items: BroughtInShown[] };
    const fresh = items.filter(({ known }) => known === null);
    if (values['preview']) {
      print(values['json'] ? { items } : { items: items.map(inShort) }, Boolean(values['json']));
      return 0;
    }
    if (fresh.length === 0) throw new WrongUse('All of these files are here already.');
    const answer = (await post('/documents/bring-in', {
      items: fresh.map(({ upload, document, title, type, fulfils, controls, problem, words }) => ({
        upload,
        document,
        title,
        type,
        fulfils,
        controls,
        as: values['text'] && (problem === null || words > 0) ? 'text' : 'file',
      })),
    })) as { documents: unknown[]; versions: unknown[] };
    print(
      values['json']
        ? answer
        : `${answer.documents.length} new documents, ${answer.versions.length - answer.documents.length} next versions; ${items.length - fresh.length} were here already.`,
      Boolean(values['json']),
    );
    return 0;
  });
}

const inShort = ({ path, file, title, type, document, words, problem, checks }: BroughtInShown) => ({
  file: path || file.name,
  title,
  type,
  document: document ?? 'new',
  words,
  found: [problem, ...checks.map(({ check }) => check)].filter(Boolean).join(', '),
});

function documentsIn(place: string): { full: string; path: string }[] {
  const kind = statSync(place, { throwIfNoEntry: false });
  if (!kind) throw new WrongUse(`There is no file or directory ${place}.`);
  if (kind.isFile()) return [{ full: place, path: place }];
  const found = readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && endings.test(entry.name) && !/^[.~]/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((full) => !full.split(sep).includes('.git'))
    .sort()
    .map((full) => ({ full, path: relative(place, full).split(sep).join('/') }));
  if (found.length === 0) throw new WrongUse(`There is no DOCX, ODT, PDF, Markdown or text file in ${place}.`);
  return found;
}
