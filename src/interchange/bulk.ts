import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, pipeline as piped } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type pg from 'pg';
import { bulkTables } from '../isms/collections.ts';
import { dayIn, type Calls } from '../platform/calls.ts';
import type { Call } from '../platform/contract/call.ts';
import { Problem, notFound } from '../platform/contract/problem.ts';
import { columnsOf, snake, type BulkTable } from '../platform/database/table.ts';
import type { Files } from '../platform/files/service.ts';
import { bulkPath, type BulkName } from './contract.ts';

/** Rows read and written at a time. */
const usualPage = 2000;
/** Of one row; what machines say of one finding stays far below. */
const longestLine = 2 * 1024 ** 2;

const tableOf = (name: BulkName): BulkTable => bulkTables.find((each) => each.name === name)!;
/** The table's name, and for each field its column with its type. */
function shapeOf({ name, row }: BulkTable) {
  const columns = columnsOf({ record: row });
  // In quotes: a field may be called like a word of SQL ("check").
  return {
    table: `bulk.${snake(name)}`,
    columns: Object.keys(row.shape).map((field, index) => ({ field, ...columns[index]!, name: `"${columns[index]!.name}"` })),
  };
}

/** Whether bulk data belongs to what is exported: a past day has none, for bulk rows are not in the ledger. */
export const hasBulk = (call: Call): boolean => call.today === dayIn(call.organisation.timeZone, new Date(call.now()));

/** The tables that hold something. */
export async function bulkNames(call: Call, names: readonly BulkName[]): Promise<BulkName[]> {
  const found: BulkName[] = [];
  for (const name of names) {
    const [row] = await call.query<{ some: boolean }>(`select exists (select from ${shapeOf(tableOf(name)).table}) as some`);
    if (row!.some) found.push(name);
  }
  return found;
}

/** Reads that all see the same moment. */
export type AtOneMoment = Calls['inside'];

/**
 * A table as lines of JSON, packed: a row a line in the order of its key, and a last line with their number and SHA-256. It
 * is written to a file of its own first, in one transaction: a scan that comes in meanwhile is in it whole or not at all, and
 * whoever fetches slowly holds up no connection.
 */
export const bulkFile = (atOneMoment: AtOneMoment, call: Call, name: BulkName, page = usualPage): ReadableStream<Uint8Array> =>
  Readable.toWeb(Readable.from(written(atOneMoment, call, tableOf(name), page), { objectMode: false })) as ReadableStream<Uint8Array>;

async function* written(atOneMoment: AtOneMoment, call: Call, source: BulkTable, page: number): AsyncGenerator<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'annexa-bulk-'));
  try {
    const path = join(folder, 'rows.gz');
    await atOneMoment(call.organisation.id, (client) =>
      pipeline(Readable.from(linesOf(client, source, page)), createGzip(), createWriteStream(path)),
    );
    yield* createReadStream(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function* linesOf(client: pg.ClientBase, source: BulkTable, page: number): AsyncGenerator<string> {
  const { table, columns } = shapeOf(source);
  const selected = columns.map(({ field, name, type }) =>
    type === 'timestamp with time zone'
      ? `to_char(${name} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "${field}"`
      : `${name} as "${field}"`,
  );
  const key = source.key.map((field) => columns.find((each) => each.field === field)!);
  const names = key.map(({ name }) => name).join(', ');
  const after = `(${names}) > (${key.map(({ type }, index) => `$${index + 1}::${type}`).join(', ')})`;
  const hash = createHash('sha256');
  let count = 0;
  let last: unknown[] | undefined;
  for (;;) {
    const { rows } = await client.query<Record<string, unknown>>(
      `select ${selected.join(', ')} from ${table} ${last ? `where ${after}` : ''} order by ${names} limit ${page}`,
      last,
    );
    const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    hash.update(text);
    count += rows.length;
    if (text) yield text;
    if (rows.length < page) break;
    last = key.map(({ field }) => rows.at(-1)![field]);
  }
  yield `${JSON.stringify({ rows: count, sha256: hash.digest('hex') })}\n`;
}

/** Puts the rows of such a file in the place of those that are here. Errors: invalid-input, with the line. */
export async function restoreBulk(call: Call, name: BulkName, upload: string, store: Pick<Files, 'received' | 'open'>): Promise<number> {
  const source = tableOf(name);
  const { table, columns } = shapeOf(source);
  const { file } = await store.received(call, upload);
  const content = await store.open(call, file.sha256);
  if (!content) throw notFound('file', file.name);
  const wrong = (line: number, message: string) =>
    new Problem('invalid-input', `${bulkPath(name)}, line ${line}: ${message}`, {
      fields: [{ field: `${bulkPath(name)}, line ${line}`, message }],
      remedy: 'Take the file as annexa export wrote it, or leave it out; nothing has been changed.',
    });
  await call.query(`delete from ${table}`);
  const insert = (rows: unknown[]) =>
    call.query(
      `insert into ${table} (organisation_id, ${columns.map((each) => each.name).join(', ')})
       select current_setting('annexa.organisation')::uuid, ${columns.map(({ field }) => `r."${field}"`).join(', ')}
       from jsonb_to_recordset($1::jsonb) as r(${columns.map(({ field, type }) => `"${field}" ${type}`).join(', ')}) on conflict do nothing`,
      [JSON.stringify(rows)],
    );
  const hash = createHash('sha256');
  let number = 0;
  let seal: string | undefined;
  let batch: unknown[] = [];
  const unpacked = createGunzip();
  // A damaged file ends the reading below with its error.
  piped(Readable.fromWeb(content as never), unpacked, () => undefined);
  for await (const line of split(
    unpacked,
    () => wrong(number + 1, 'It is longer than a row can be.'),
    () => wrong(number + 1, 'The file is damaged.'),
  )) {
    // One line behind: the last one is no row.
    if (seal !== undefined) {
      hash.update(`${seal}\n`);
      const row = source.row.safeParse(parsed(seal));
      if (!row.success) throw wrong(number, row.error.issues[0]!.message);
      if (seal.includes('\\u0000')) throw wrong(number, 'It holds a sign that is none.');
      batch.push(row.data);
      if (batch.length >= usualPage) await insert(batch.splice(0));
    }
    seal = line;
    number++;
  }
  if (batch.length > 0) await insert(batch);
  const { rows, sha256 } = (parsed(seal ?? '') ?? {}) as { rows?: unknown; sha256?: unknown };
  if (rows !== number - 1 || sha256 !== hash.digest('hex'))
    throw wrong(number, 'Rows and SHA-256 of the last line are not those of the lines before: the file was cut off or altered.');
  return number - 1;
}

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

async function* split(content: AsyncIterable<Buffer>, tooLong: () => Problem, damaged: () => Problem): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of content) {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let start = 0;
      for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10, start)) {
        yield rest.toString('utf8', start, end);
        start = end + 1;
      }
      rest = rest.subarray(start);
      if (rest.length > longestLine) throw tooLong();
    }
  } catch (error) {
    throw error instanceof Problem ? error : damaged();
  }
  if (rest.length > 0) throw damaged();
}
