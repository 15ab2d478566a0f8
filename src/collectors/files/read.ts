import { parse } from 'csv-parse';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Problem } from '../../platform/contract/problem.ts';
import { fromAsff } from './asff.ts';
import { Context } from './context.ts';
import { columnsOf, fromCsv } from './csv.ts';
import type { Plan } from './detect.ts';
import { Malformed, isObject, type Finding, type Json, type Source } from './finding.ts';
import { fromOcsf } from './ocsf.ts';
import { fromSarif, sarifSources } from './sarif.ts';
import { Splitter, recordLimit, type Place } from './split.ts';
import { fromTrivy, trivySources } from './trivy.ts';

export interface Reader {
  finding(finding: Finding): void;
  malformed(problem: string, place: Place, record: number): void;
  /** After each piece of the file; what is returned is waited for. */
  piece?(): Promise<void> | void;
}

/** Opens the file from its beginning; may be asked several times. */
export type Open = () => Promise<AsyncIterable<Uint8Array>>;

export interface ReadThrough {
  records: number;
  /** What the file says that it looked at, besides what its findings name. */
  sources: Source[];
}

/** Reads the findings of a file, one record at a time. Errors: invalid-input, when it is no such file at all. */
export async function readFindings(open: Open, plan: Plan, reader: Reader): Promise<ReadThrough> {
  return plan.format === 'csv' ? readTable(open, plan, reader) : readJson(open, plan, reader);
}

async function readJson(open: Open, plan: Plan, reader: Reader): Promise<ReadThrough> {
  const context = new Context();
  if (plan.context.length > 0) {
    const splitter: Splitter = new Splitter({
      paths: plan.context,
      found(path, text) {
        const value = parsed(text);
        if (value !== undefined) context.add(path, splitter.indexes, value);
      },
      // Told by the second pass, which finds it again.
      damaged: () => undefined,
    });
    await through(splitter, open);
  }
  let records = 0;
  const map = mapperOf(plan, context);
  const splitter: Splitter = new Splitter({
    paths: plan.records,
    found(path, text, place) {
      records++;
      const value = parsed(text);
      if (value === undefined) return reader.malformed('It is not valid JSON.', place, records);
      if (!isObject(value)) return reader.malformed('It is not an object.', place, records);
      try {
        for (const finding of map(value, path, splitter.indexes)) reader.finding(finding);
      } catch (error) {
        if (!(error instanceof Malformed)) throw error;
        reader.malformed(error.message, place, records);
      }
    },
    damaged: (problem, place) => reader.malformed(problem, place, ++records),
  });
  await through(splitter, open, reader.piece);
  return { records, sources: plan.format === 'trivy' ? trivySources(context) : plan.format === 'sarif' ? sarifSources(context) : [] };
}

async function through(splitter: Splitter, open: Open, piece?: Reader['piece']): Promise<void> {
  try {
    for await (const chunk of opened(open)) {
      splitter.push(chunk);
      if (piece) await piece();
    }
    splitter.end();
  } catch (error) {
    throw error instanceof RangeError ? unreadable(error.message) : error;
  }
  await piece?.();
}

function mapperOf({ format }: Plan, context: Context): (record: Json, path: string, indexes: readonly number[]) => Finding[] {
  switch (format) {
    case 'asff':
      return fromAsff;
    case 'trivy':
      return (record, path, indexes) => fromTrivy(record, path, indexes, context);
    case 'sarif':
      return (record, _path, indexes) => fromSarif(record, indexes, context);
    default:
      return fromOcsf;
  }
}

async function readTable(open: Open, plan: Plan, reader: Reader): Promise<ReadThrough> {
  const rows = pipeline(
    opened(open),
    parse({
      delimiter: plan.delimiter,
      bom: true,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      max_record_size: recordLimit,
      trim: true,
    }),
    // What fails here is thrown by whoever reads from it.
    () => undefined,
  );
  let columns: ReturnType<typeof columnsOf> | null = null;
  let records = 0;
  rows.on('skip', (error: { message: string; lines?: number; bytes?: number }) =>
    reader.malformed(error.message, { byte: error.bytes ?? 0, line: error.lines ?? 0 }, ++records),
  );
  for await (const each of rows) {
    const { record, info } = each as { record: string[]; info: { lines: number; bytes: number } };
    if (!columns) {
      columns = columnsOf(record, plan.columns);
      continue;
    }
    records++;
    try {
      for (const finding of fromCsv(record, columns, plan.tool)) reader.finding(finding);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      reader.malformed(error.message, { byte: info.bytes, line: info.lines }, records);
    }
    if (records % 500 === 0) await reader.piece?.();
  }
  await reader.piece?.();
  return { records, sources: [] };
}

/** Python writes NaN and Infinity for numbers that are none; JSON has no such words. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    try {
      return JSON.parse(text.replaceAll(/"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g, (found) => (found.startsWith('"') ? found : 'null')));
    } catch {
      return undefined;
    }
  }
}

const unreadable = (why: string) =>
  new Problem('invalid-input', `The file cannot be read: ${why}`, {
    fields: [{ field: 'upload', message: why }],
    remedy: 'Write the file again, and bring it whole. Nothing of it has been kept.',
  });

/** The content as UTF-8: unpacked when it is gzip, decoded when a Windows shell wrote it as UTF-16. */
async function* opened(open: Open): AsyncGenerator<Uint8Array> {
  const pieces = (await open())[Symbol.asyncIterator]();
  const first = await pieces.next();
  if (first.done) return;
  const whole = async function* () {
    yield first.value;
    for (let next = await pieces.next(); !next.done; next = await pieces.next()) yield next.value;
  };
  if (first.value[0] === 0x1f && first.value[1] === 0x8b) {
    // Unpacking fails where the file breaks off; what came before it is whole.
    const unpacked = pipeline(whole(), createGunzip({ chunkSize: 256 * 1024 }), () => undefined);
    try {
      yield* decoded(unpacked as AsyncIterable<Uint8Array>);
    } catch (error) {
      throw unreadable(`it is damaged where it is packed (${error instanceof Error ? error.message : String(error)}).`);
    }
    return;
  }
  yield* decoded(whole());
}

async function* decoded(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let decoder: TextDecoder | null | undefined;
  for await (const piece of pieces) {
    decoder ??=
      piece[0] === 0xff && piece[1] === 0xfe
        ? new TextDecoder('utf-16le')
        : piece[0] === 0xfe && piece[1] === 0xff
          ? new TextDecoder('utf-16be')
          : null;
    yield decoder ? Buffer.from(decoder.decode(piece, { stream: true })) : piece;
  }
}

/** The beginning of a file as text, to tell what it is. */
export async function headOf(open: Open, length = 256 * 1024): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of opened(open)) {
    pieces.push(piece);
    if ((size += piece.length) >= length) break;
  }
  return Buffer.concat(pieces)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
}
