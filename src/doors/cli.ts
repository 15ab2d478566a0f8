import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { Help, WrongUse, commands, commonFlags, findCommand, readCommand } from './commands.ts';
import { call, organisationOf, withConnection, type ExitCode } from './calling.ts';
import { importTargets, type BulkName } from '../interchange/contract.ts';
import { attachmentsFolder } from '../interchange/files.ts';
import { fetchAttachment, fetchBulk, sendAttachments, sendBulk } from './attachments.ts';
import { attachmentsIn, readFiles } from './directory.ts';
import { present } from './present.ts';

export const commandHelp = (): string => {
  const groups = Map.groupBy(commands, ({ words }) => words[0]);
  return [...groups].map(([tag, list]) => `  ${tag.padEnd(20)} ${list.map(({ words }) => words[1]).join(', ')}`).join('\n');
};

/** Runs a command that is derived from an operation. */
export async function runOperation(args: string[]): Promise<ExitCode> {
  const [first = '', second] = args;
  const command = findCommand(first, second);
  if (!command) {
    const own = commands.filter(({ words }) => words[0] === first);
    throw new WrongUse(
      own.length > 0
        ? `annexa ${first} knows:\n${own.map(({ words, summary }) => `  ${words[1].padEnd(20)} ${summary}`).join('\n')}`
        : `There is no command "${args.slice(0, 2).join(' ')}". annexa help lists them all.`,
    );
  }
  const { request, common } = readCommand(command, args.slice(2));
  return withConnection(common, async (connection) => {
    const base = command.inside ? `/api/organisations/${await organisationOf(connection, common['organisation'] as string | undefined)}` : '/api';
    if (common['as-of'] !== undefined) request.query.set('as-of', String(common['as-of']));
    const answer = await call(connection, base, request);
    if (answer instanceof Response) return saveFile(answer, common['out'] as string | undefined);
    print(answer, Boolean(common['json']));
    return command.words[0] === 'ledger' && command.words[1] === 'verify' && (answer as { intact: boolean }).intact === false ? 1 : 0;
  });
}

async function saveFile(response: Response, out: string | undefined): Promise<ExitCode> {
  const content = Buffer.from(await response.arrayBuffer());
  const named = /filename\*?="?(?:utf-8'')?([^";]+)/i.exec(response.headers.get('content-disposition') ?? '')?.[1];
  if (out === '-' || (out === undefined && !process.stdout.isTTY && named === undefined)) process.stdout.write(content);
  else {
    const path = out ?? decodeURIComponent(named ?? 'download');
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    process.stdout.write(`${path}\n`);
  }
  return 0;
}

export const print = (answer: unknown, json: boolean) => process.stdout.write(`${json ? JSON.stringify(answer, null, 2) : present(answer)}\n`);

/** `annexa export DIR`: the whole ISMS as files. */
export async function exportDirectory(args: string[]): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, {}, 'annexa export DIR [--organisation SLUG] [--as-of DAY]');
  const [directory] = positionals;
  if (!directory || positionals.length > 1) throw new WrongUse('annexa export DIR');
  return withConnection(values, async (connection) => {
    const query = new URLSearchParams(values['as-of'] === undefined ? {} : { 'as-of': String(values['as-of']) });
    const base = `/api/organisations/${await organisationOf(connection, values['organisation'] as string)}`;
    const { files, attachments, bulk } = (await call(connection, base, { method: 'GET', path: '/files', query, body: undefined })) as {
      files: Record<string, string>;
      attachments: { sha256: string; size: number }[];
      bulk: BulkName[];
    };
    mkdirSync(directory, { recursive: true });
    // Files of an earlier export that are not written any more must not come back at the next import.
    for (const path of Object.keys(readFiles(directory))) if (!(path in files)) rmSync(join(directory, path));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), text);
    }
    const wanted = new Set(attachments.map(({ sha256 }) => sha256));
    for (const { sha256, path } of attachmentsIn(directory)) if (!wanted.has(sha256)) rmSync(path);
    for (const { sha256 } of attachments)
      await fetchAttachment(connection, `${base}/attachments/${sha256}${query.size > 0 ? `?${query}` : ''}`, directory, sha256);
    await fetchBulk(connection, base, directory, bulk);
    const attached = attachments.length > 0 ? `, and ${attachments.length} attached to ${directory}/${attachmentsFolder}` : '';
    print(
      values['json']
        ? { directory, files: Object.keys(files), attachments: [...wanted], bulk }
        : `${Object.keys(files).length} files written to ${directory}${attached}.`,
      Boolean(values['json']),
    );
    return 0;
  });
}

/** `annexa import DIR` brings the ISMS to the state of files; `annexa import FILE --target risks` takes in a spreadsheet. */
export async function importPath(args: string[]): Promise<ExitCode> {
  const help = `annexa import DIR | annexa import FILE --target ${importTargets.join('|')} [--preview] [--sheet NAME] [--header-row N] [--column N=FIELD] [--word FIELD:WORD=VALUE] [--duplicates update|skip|create]`;
  const { values, positionals } = readArguments(
    args,
    {
      target: { type: 'string' },
      preview: { type: 'boolean' },
      sheet: { type: 'string' },
      'header-row': { type: 'string' },
      column: { type: 'string', multiple: true },
      word: { type: 'string', multiple: true },
      duplicates: { type: 'string' },
    },
    help,
  );
  const [path] = positionals;
  if (!path || positionals.length > 1) throw new WrongUse(help);
  const kind = statSync(path, { throwIfNoEntry: false });
  if (!kind) throw new WrongUse(`There is no file or directory ${path}.`);
  const request = kind.isDirectory()
    ? { method: 'PUT', path: '/files', query: new URLSearchParams(), body: { files: readFiles(path) } }
    : {
        method: 'POST',
        path: values['preview'] ? '/import/preview' : '/import',
        query: new URLSearchParams(),
        body: {
          target: values['target'] ?? wrong(`Say what the file holds: --target ${importTargets.join(', ')}.`),
          name: path,
          content: readFileSync(path).toString('base64'),
          options: importOptions(values),
        },
      };
  return withConnection(values, async (connection) => {
    const base = `/api/organisations/${await organisationOf(connection, values['organisation'] as string)}`;
    if (kind.isDirectory()) {
      await sendAttachments(connection, base, path);
      Object.assign(request.body, { bulk: await sendBulk(connection, base, path) });
    }
    const answer = await call(connection, base, request);
    print(answer, Boolean(values['json']));
    return values['preview'] && (answer as { ready: boolean }).ready === false ? 1 : 0;
  });
}

function importOptions(values: Record<string, unknown>) {
  const columns = Object.fromEntries(
    ((values['column'] as string[] | undefined) ?? []).map((each) => {
      const [number, field = ''] = each.split('=');
      return [number!, field === '' ? null : field];
    }),
  );
  const words: Record<string, Record<string, string | null>> = {};
  for (const each of (values['word'] as string[] | undefined) ?? []) {
    const [, field, word, value] = /^([^:]+):(.+)=([^=]*)$/.exec(each) ?? wrong('--word is written FIELD:WORD=VALUE.');
    (words[field!] ??= {})[word!] = value === '' ? null : value!;
  }
  return {
    columns,
    words,
    ...(values['sheet'] === undefined ? {} : { sheet: values['sheet'] }),
    ...(values['header-row'] === undefined ? {} : { headerRow: Number(values['header-row']) }),
    ...(values['duplicates'] === undefined ? {} : { duplicates: values['duplicates'] }),
  };
}

function wrong(message: string): never {
  throw new WrongUse(message);
}

export function readArguments(args: string[], own: Record<string, { type: 'string' | 'boolean'; multiple?: boolean }>, help: string) {
  try {
    const parsed = parseArgs({ args, options: { ...own, ...commonFlags }, allowPositionals: true, strict: true });
    if (parsed.values['help']) throw new Help(help);
    return parsed as { values: Record<string, string | boolean | undefined>; positionals: string[] };
  } catch (error) {
    if (error instanceof Help) throw error;
    throw new WrongUse(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
  }
}
