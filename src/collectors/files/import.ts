import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { from as copyFrom } from 'pg-copy-streams';
import { collections } from '../../isms/collections.ts';
import { ismsOf } from '../../isms/isms.ts';
import type { Scan } from '../../isms/scans/model.ts';
import type { Calls, Entered } from '../../platform/calls.ts';
import { Problem } from '../../platform/contract/problem.ts';
import { progressOf, type Files } from '../run.ts';
import { detect } from './detect.ts';
import type { Finding, Source } from './finding.ts';
import { merge, openStaging, staging, type Merged } from './merge.ts';
import { headOf, readFindings } from './read.ts';
import { columns, lineOf } from './rows.ts';
import type { Place } from './split.ts';
import { reportWorst } from './vulnerabilities.ts';

export interface ImportSettings {
  calls: Calls;
  files: Files;
  /** Raised when the program ends: what was read so far is given up, and read again at the next start. */
  stopping?: AbortSignal;
}

const most = { malformed: 100, tools: 3 };

interface Read {
  merged: Merged;
  at: string;
  tools: string[];
  scopes: string[];
  records: number;
  malformed: number;
  malformedAt: Scan['malformedAt'];
  notes: string[];
  hash: string;
}

/**
 * Reads the file of a scan that was queued, all of it in one transaction: an import that is interrupted leaves nothing and
 * may be begun again. One that another process is reading is left to it.
 */
export async function importScan(settings: ImportSettings, entered: Entered, id: string): Promise<void> {
  const { calls } = settings;
  const scan = await calls.run(entered, { writes: true }, async (call) => {
    const found = ismsOf(await call.snapshot()).scans.find((each) => each.id === id);
    if (!found || (found.status !== 'queued' && found.status !== 'running')) return null;
    return found.status === 'running' ? found : call.write.change(collections.scans, id, { status: 'running' });
  });
  if (!scan) return;
  let read: Read | null;
  try {
    read = await readInto(settings, entered, scan);
  } catch (error) {
    if (!(error instanceof Problem) || settings.stopping?.aborted) throw error;
    await calls.run(entered, { writes: true }, (call) =>
      call.write.change(collections.scans, id, { status: 'failed', problem: error.message, finishedAt: call.now() }),
    );
    return;
  }
  if (!read) return;
  const { merged } = read;
  await calls.run(entered, { writes: true }, async (call) => {
    const vulnerabilities = await reportWorst(call, scan, read.scopes);
    await call.write.change(collections.scans, id, {
      status: 'done',
      problem: '',
      finishedAt: call.now(),
      scannedAt: read.at,
      tool: read.tools.slice(0, most.tools).join(', '),
      scopes: read.scopes,
      records: read.records,
      findings: merged.findings,
      repeated: merged.repeated,
      ...countsOf(merged),
      notMappedRules: merged.notMapped,
      malformed: read.malformed,
      malformedAt: read.malformedAt,
      created: merged.created,
      resolved: merged.resolved,
      notes: read.notes,
      vulnerabilities,
      hash: read.hash,
    });
  });
}

async function readInto({ calls, files, stopping }: ImportSettings, { organisation }: Entered, scan: Scan): Promise<Read | null> {
  const stop = new AbortController();
  const progress = progressOf(calls, organisation.id, scan.id, stop);
  const state = { done: 0, total: Math.ceil(scan.file.size / 1024), what: 'Reading', rows: 0 };
  const open = async () => {
    const content = await files.open(organisation.id, scan.file.sha256);
    if (!content) throw new Problem('not-found', `The bytes of ${scan.file.name} are missing in the storage.`, { remedy: 'Bring the file again.' });
    return counted(content, (bytes) => (state.done = Math.ceil(bytes / 1024)));
  };
  try {
    const plan = detect(await headOf(open), { format: scan.format, columns: scan.columns, tool: scan.tool });
    return await calls.bulk(organisation.id, async (client) => {
      const lock = async (how: 'pg_try_advisory_xact_lock' | 'pg_advisory_xact_lock', what: string) =>
        (await client.query<{ got: boolean | '' }>(`select ${how}(hashtextextended($1, 0)) as got`, [`scans ${organisation.id} ${what}`])).rows[0]!
          .got;
      // Whoever reads this file holds it to the end of the transaction, or of the process.
      if (!(await lock('pg_try_advisory_xact_lock', scan.id))) return null;
      await openStaging(client);
      const reading = new Reading(scan);
      const copy = client.query(copyFrom(`copy ${staging} (${columns.join(', ')}) from stdin`));
      let broken: Error | null = null;
      copy.on('error', (error) => (broken = error));
      const { records, sources } = await readFindings(open, plan, {
        finding: (finding) => reading.finding(finding),
        malformed: (problem, place, record) => reading.malformedRecord(problem, place, record),
        async piece() {
          if (stop.signal.aborted || stopping?.aborted) throw new Error('The program was stopped; the file is read again at the next start.');
          if (broken) throw broken as Error;
          const bytes = reading.taken();
          state.rows = reading.findings;
          progress.tell({ ...state });
          if (bytes.length > 0 && !copy.write(bytes)) await once(copy, 'drain');
        },
      }).catch((error: unknown) => {
        copy.destroy();
        throw error;
      });
      const finished = once(copy, 'finish');
      copy.end();
      await finished;
      progress.tell({ ...state, what: 'Bringing the findings together' });
      await lock('pg_advisory_xact_lock', 'merge');
      return reading.done(records, sources, calls.now().toISOString(), (at, scopes) =>
        merge(client, { organisation: organisation.id, scan: scan.id, at, covers: scan.covers, scopes }),
      );
    });
  } finally {
    await progress.end();
  }
}

async function* counted(content: AsyncIterable<Uint8Array>, tell: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const piece of content) {
    tell((bytes += piece.length));
    yield piece;
  }
}

/** What is gathered of a file while it goes by. */
class Reading {
  readonly #scan: Scan;
  readonly #hash = createHash('sha256');
  readonly #tools = new Map<string, number>();
  readonly #scopes = new Set<string>();
  readonly #malformedAt: Scan['malformedAt'] = [];
  #lines: string[] = [];
  #malformed = 0;
  #withoutScope = 0;
  #at = '';
  findings = 0;

  constructor(scan: Scan) {
    this.#scan = scan;
  }

  finding(each: Finding): void {
    const finding = each.scope === '' && this.#scan.scope !== '' ? { ...each, scope: this.#scan.scope } : each;
    this.findings++;
    this.#lines.push(lineOf(finding));
    this.#tools.set(finding.tool, (this.#tools.get(finding.tool) ?? 0) + 1);
    if (finding.scope === '') this.#withoutScope++;
    else this.#scopes.add(sourceName(finding));
    if (finding.seenAt !== null && finding.seenAt > this.#at) this.#at = finding.seenAt;
  }

  malformedRecord(problem: string, { line, byte }: Place, record: number): void {
    this.#malformed++;
    if (this.#malformedAt.length < most.malformed) this.#malformedAt.push({ record, line, byte, problem });
  }

  /** The lines for COPY since the last time. */
  taken(): Buffer {
    const bytes = Buffer.from(this.#lines.join(''));
    this.#lines = [];
    this.#hash.update(bytes);
    return bytes;
  }

  async done(records: number, sources: readonly Source[], now: string, mergeAt: (at: string, scopes: string[]) => Promise<Merged>): Promise<Read> {
    for (const { tool, scope } of sources) {
      if (!this.#tools.has(tool)) this.#tools.set(tool, 0);
      const called = scope === '' ? this.#scan.scope : scope;
      if (called !== '') this.#scopes.add(sourceName({ tool, scope: called }));
    }
    // A clock that is ahead must not make everything that comes later look old.
    const at = this.#at === '' || this.#at > now ? this.#scan.queuedAt : this.#at;
    const scopes = [...this.#scopes].toSorted();
    return {
      merged: await mergeAt(at, scopes),
      at,
      tools: [...this.#tools].toSorted((a, b) => b[1] - a[1]).map(([tool]) => tool),
      scopes,
      records,
      malformed: this.#malformed,
      malformedAt: this.#malformedAt,
      notes: [...(this.#withoutScope > 0 || scopes.length === 0 ? [notes.scope] : []), ...(this.#at === '' ? [notes.time] : [])],
      hash: this.#hash.digest('hex'),
    };
  }
}

const notes = {
  scope: 'The file does not say what was scanned, so nothing is resolved by it. Name what was scanned when you bring the next one.',
  time: 'The file does not say when the tool looked: the moment it came counts.',
};

export const sourceName = ({ tool, scope }: Source): string => `${tool}: ${scope}`;

/** Figures of the scan from the groups of its findings. */
export function countsOf({ groups }: Pick<Merged, 'groups'>): Pick<Scan, 'counts' | 'severities' | 'controls' | 'notMapped'> {
  const counts: Record<string, number> = {};
  const severities: Record<string, number> = {};
  const controls: Record<string, number> = {};
  let notMapped = 0;
  const add = (to: Record<string, number>, key: string, findings: number) => (to[key] = (to[key] ?? 0) + findings);
  for (const { controls: own, status, severity, findings } of groups) {
    add(counts, status, findings);
    if (own.length === 0) notMapped += findings;
    if (status !== 'fail') continue;
    add(severities, severity, findings);
    for (const control of own) add(controls, control, findings);
  }
  return { counts, severities, controls, notMapped };
}
