import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { scanFormats, thresholds, type Scan } from '../isms/scans/model.ts';
import { sendFile } from './attachments.ts';
import { call, organisationOf, withConnection, type ExitCode } from './calling.ts';
import { print, readArguments } from './cli.ts';
import { WrongUse } from './commands.ts';

const nothing = new URLSearchParams();
const help = `annexa scans import FILE… [--format ${scanFormats.join('|')}] [--scope NAME] [--tool NAME] [--covers everything|part] [--vulnerabilities-from ${thresholds.join('|')}] [--column TITLE=FIELD]: the files of scanners; - reads standard input`;

/** `annexa scans import FILE…`: sends each file, waits until it has been read, and says what came out of it. */
export async function importScans(args: string[]): Promise<ExitCode> {
  const { values, positionals } = readArguments(
    args,
    {
      format: { type: 'string' },
      scope: { type: 'string' },
      tool: { type: 'string' },
      covers: { type: 'string' },
      'vulnerabilities-from': { type: 'string' },
      column: { type: 'string', multiple: true },
    },
    help,
  );
  if (positionals.length === 0) throw new WrongUse(help);
  const missing = positionals.find((path) => path !== '-' && !statSync(path, { throwIfNoEntry: false })?.isFile());
  if (missing) throw new WrongUse(`There is no file ${missing}.`);
  const columns = Object.fromEntries(
    ((values['column'] as string[] | undefined) ?? []).map((each) => {
      const at = each.lastIndexOf('=');
      return [each.slice(0, at), each.slice(at + 1) || null];
    }),
  );
  const how = {
    ...(values['format'] !== undefined && { format: values['format'] }),
    ...(values['scope'] !== undefined && { scope: values['scope'] }),
    ...(values['tool'] !== undefined && { tool: values['tool'] }),
    ...(values['covers'] !== undefined && { covers: values['covers'] }),
    ...(values['vulnerabilities-from'] !== undefined && { vulnerabilitiesFrom: values['vulnerabilities-from'] }),
    ...(Object.keys(columns).length > 0 && { columns }),
  };
  return withConnection(values, async (connection) => {
    const base = `/api/organisations/${await organisationOf(connection, values['organisation'] as string)}`;
    const scans: Scan[] = [];
    for (const path of positionals) {
      const { id } = await (path === '-'
        ? standardInput((file) => sendFile(connection, base, file, 'standard-input'))
        : sendFile(connection, base, path));
      const { record } = (await call(connection, base, { method: 'POST', path: '/scans', query: nothing, body: { upload: id, ...how } })) as {
        record: Scan;
      };
      let scan = record;
      while (scan.status === 'queued' || scan.status === 'running') {
        await wait(300);
        scan = (await call(connection, base, { method: 'GET', path: `/scans/${record.id}`, query: nothing, body: undefined })) as Scan;
      }
      scans.push(scan);
      if (!values['json']) process.stdout.write(`${path === '-' ? 'standard input' : basename(path)}: ${inWords(scan)}\n`);
    }
    if (values['json']) print({ items: scans }, true);
    return scans.every(({ status }) => status === 'done') ? 0 : 1;
  });
}

function inWords({ id, status, problem, findings, counts, created, resolved, notMapped, malformed, malformedAt, notes }: Scan): string {
  if (status !== 'done') return `${id}: it could not be read. ${problem}`;
  return [
    `${id}: ${findings} findings, ${counts['fail'] ?? 0} of which fail; ${created} new, ${resolved} resolved, ${notMapped} mapped to no control.`,
    ...(malformed > 0 ? [`  ${malformed} records could not be read:`] : []),
    ...malformedAt.slice(0, 10).map(({ record, line, byte, problem: why }) => `    record ${record}, line ${line}, byte ${byte}: ${why}`),
    ...notes.map((note) => `  ${note}`),
  ].join('\n');
}

/** What comes in is kept in a file until it is sent: how large it is must be known first. */
async function standardInput<T>(send: (file: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'annexa-'));
  try {
    const file = join(directory, 'standard-input');
    await pipeline(process.stdin, createWriteStream(file, { mode: 0o600 }));
    return await send(file);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
