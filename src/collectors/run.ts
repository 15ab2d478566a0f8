import { gzipSync, gunzipSync } from 'node:zlib';
import { collections } from '../isms/collections.ts';
import type { CollectionRun, Connection, Provider } from '../isms/checks/model.ts';
import { ismsOf } from '../isms/isms.ts';
import type { Calls, Entered } from '../platform/calls.ts';
import { unseal } from '../platform/seal.ts';
import { TroubleError, type Asked, type Collector, type Surroundings, type Trouble } from './collector.ts';
import { gather, neededSources, troubleOf, type GatheredPart } from './gather.ts';
import { factsOf, judgeCheck, type CheckVerdict } from './judge.ts';
import { keepOutcomes, type Kept } from './keep.ts';
import { keepAccounts } from './populations.ts';
import { changesOf, type ResultChange } from './results.ts';

/** Where files are kept; the platform's store. */
export interface Files {
  put(organisation: string, content: AsyncIterable<Uint8Array>): Promise<{ sha256: string; size: number }>;
  open(organisation: string, sha256: string): Promise<AsyncIterable<Uint8Array> | null>;
}

export interface RunSettings {
  calls: Calls;
  collectors: Partial<Record<Provider, Collector>>;
  files: Files;
  secret: string;
  /** Told after a run what has changed: mail, tasks. */
  changed(entered: Entered, connection: Connection, changes: ResultChange[]): Promise<void>;
  surroundings?: Partial<Surroundings>;
  /** Raised when the program ends: a run stops at its next step and can be taken up again. */
  stopping?: AbortSignal;
}

const gzip = 'application/gzip';

export const sealPlace = (organisation: string, connection: string) => `connection ${organisation} ${connection}`;

/** What a connection signs in with. Errors: TroubleError when nothing is kept, or it cannot be opened here. */
export async function credentialsOf(
  { calls, secret }: Pick<RunSettings, 'calls' | 'secret'>,
  organisation: string,
  connection: string,
): Promise<Record<string, string>> {
  const sealed = await calls.inside(
    organisation,
    async (client) => (await client.query<{ content: Buffer }>('select content from access.sealed where id = $1', [connection])).rows[0]?.content,
  );
  if (!sealed) throw new TroubleError({ kind: 'expired', message: 'No credentials are kept for this connection.' });
  try {
    return JSON.parse(unseal(secret, sealPlace(organisation, connection), sealed)) as Record<string, string>;
  } catch {
    throw new TroubleError({ kind: 'expired', message: 'The credentials were sealed by another installation; enter them again.' });
  }
}

export function surroundingsFor(signal: AbortSignal, given: Partial<Surroundings> = {}): Surroundings {
  return {
    fetch: globalThis.fetch,
    now: () => new Date(),
    sleep: (milliseconds) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
      }),
    maxPages: 10_000,
    patience: 30_000,
    ...given,
    signal,
  };
}

/** Does a run that was queued: gathers, judges, keeps. A run that dies with its process is taken up where it stood. */
export async function doRun(settings: RunSettings, entered: Entered, runId: string): Promise<void> {
  const { calls } = settings;
  const { organisation } = entered;
  const begun = await calls.run(entered, { writes: true }, async (call) => {
    const isms = ismsOf(await call.snapshot());
    const run = isms.collectionRuns.find(({ id }) => id === runId);
    const connection = isms.connections.find(({ id }) => id === run?.connection);
    if (!run || !connection || (run.status !== 'queued' && run.status !== 'running')) return null;
    if (run.status === 'running') return { run, connection };
    return { run: await call.write.change(collections.collectionRuns, runId, { status: 'running', startedAt: call.now() }), connection };
  });
  if (!begun) return;
  const { connection } = begun;
  const collector = settings.collectors[connection.provider];
  if (!collector) throw new Error(`There is no collector for ${connection.provider}.`);
  const stop = new AbortController();
  const end = () => stop.abort();
  settings.stopping?.addEventListener('abort', end, { once: true });
  const progress = progressOf(calls, organisation.id, runId, stop);
  try {
    const surroundings = surroundingsFor(stop.signal, { now: () => calls.now(), ...settings.surroundings });
    const enabled = (check: string) => connection.checks[check]?.enabled ?? true;
    let parts: GatheredPart[];
    try {
      const session = await collector.open(connection.settings, await credentialsOf(settings, organisation.id, connection.id), surroundings);
      parts = await gather(collector, session, surroundings, neededSources(collector, enabled), {
        have: (source, scope) => partBefore(settings, organisation.id, runId, source, scope),
        keep: (part, pages) => keepPart(settings, organisation.id, runId, part, pages),
        progress: (state) => progress.tell(state),
      });
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble.kind === 'cancelled')
        return await finish(
          'cancelled',
          settings.stopping?.aborted ? 'The program was stopped. Go on with the run.' : '',
          { verdicts: [], hash: '' },
          [],
        );
      // Nothing could be read at all: every check of this connection is unknown, and says why.
      parts = Object.keys(collector.sources).map((source) => ({ source, scope: '', items: [], asked: [], trouble }));
      return await finish('failed', trouble.message, await keepAll(judgeAll(parts)), parts);
    }
    const kept = await keepAll(judgeAll(parts));
    await finish('done', await keepAccounts(calls, entered, connection, runId, collector, parts), kept, parts);

    function* judgeAll(gathered: GatheredPart[]): Generator<CheckVerdict> {
      const facts = factsOf(gathered);
      for (const check of collector!.checks)
        if (enabled(check.id)) yield judgeCheck(check, gathered, facts, connection.checks[check.id]?.parameters ?? {}, surroundings.now());
    }
  } finally {
    settings.stopping?.removeEventListener('abort', end);
    await progress.end();
  }

  async function keepAll(verdicts: Iterable<CheckVerdict>): Promise<Kept> {
    return calls.bulk(organisation.id, (client) => keepOutcomes(client, organisation.id, connection.id, verdicts, calls.now().toISOString()));
  }

  async function finish(status: 'done' | 'failed' | 'cancelled', problem: string, kept: Kept, parts: GatheredPart[]): Promise<void> {
    const { verdicts, hash } = kept;
    const asked = parts.flatMap(({ source, asked: own, trouble }) => own.map((each) => ({ source, ...each, ...(trouble && { trouble }) })));
    const log =
      status === 'cancelled'
        ? null
        : await settings.files.put(
            organisation.id,
            once(gzipSync(JSON.stringify({ run: runId, checks: verdicts.map(({ check, version }) => ({ check, version })), asked }))),
          );
    const files = status === 'done' ? await filesOf(settings, organisation.id, runId) : [];
    const changes = await calls.run(entered, { writes: true }, async (call) => {
      const isms = ismsOf(await call.snapshot());
      const found = status === 'cancelled' ? [] : changesOf(isms, collector!.checks, { connection: connection.id, run: runId }, verdicts, call.today);
      for (const { before, fields } of found) {
        if (before) await call.write.change(collections.checkResults, before.id, fields);
        else await call.write.create(collections.checkResults, fields);
      }
      const total = (pick: (verdict: Kept['verdicts'][number]) => number) => verdicts.reduce((sum, verdict) => sum + pick(verdict), 0);
      await call.write.change(collections.collectionRuns, runId, {
        status,
        problem,
        finishedAt: call.now(),
        calls: asked.reduce((sum, { pages }) => sum + pages, 0),
        rows: parts.reduce((sum, { items }) => sum + items.length, 0),
        resources: total(({ resources }) => resources),
        counts: {
          pass: total(({ counts }) => counts.pass),
          fail: total(({ counts }) => counts.fail),
          notApplicable: total(({ counts }) => counts.notApplicable),
          unknown: total(({ counts }) => counts.unknown),
        },
        outcomes: Object.fromEntries(verdicts.map(({ check, outcome }) => [check, outcome])),
        hash,
        log: log && { name: 'log.json.gz', mediaType: gzip, size: log.size, sha256: log.sha256 },
        files,
      } satisfies Partial<CollectionRun>);
      return found;
    });
    if (changes.length > 0) await settings.changed(entered, connection, changes);
  }
}

async function* once(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content;
}

const linesOf = (part: GatheredPart, pages: readonly { query: string; raw: unknown }[]) =>
  [...pages.map((page) => JSON.stringify(page)), ...part.items.map((item) => JSON.stringify({ item }))].join('\n');

async function keepPart(
  { calls, files }: RunSettings,
  organisation: string,
  run: string,
  part: GatheredPart,
  pages: readonly { query: string; raw: unknown }[],
): Promise<void> {
  const { sha256, size } = await files.put(organisation, once(gzipSync(linesOf(part, pages))));
  await calls.bulk(organisation, (client) =>
    client.query(
      `insert into bulk.run_parts (organisation_id, run, source, scope, sha256, size, rows, asked, trouble, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       on conflict (organisation_id, run, source, scope) do update set sha256 = excluded.sha256, size = excluded.size, rows = excluded.rows, asked = excluded.asked, trouble = excluded.trouble, at = excluded.at`,
      [
        organisation,
        run,
        part.source,
        part.scope,
        sha256,
        size,
        part.items.length,
        JSON.stringify(part.asked),
        part.trouble && JSON.stringify(part.trouble),
        calls.now().toISOString(),
      ],
    ),
  );
}

interface PartRow {
  source: string;
  scope: string;
  sha256: string;
  size: number;
  rows: number;
  asked: Asked[];
  trouble: Trouble | null;
}

/** What this run gathered before it was interrupted; what was in trouble, or is older than a day, is asked for again. */
async function partBefore(
  { calls, files }: RunSettings,
  organisation: string,
  run: string,
  source: string,
  scope: string,
): Promise<GatheredPart | null> {
  const since = new Date(calls.now().getTime() - 86_400_000).toISOString();
  const row = await calls.inside(
    organisation,
    async (client) =>
      (
        await client.query<PartRow>(
          'select source, scope, sha256, size, rows, asked, trouble from bulk.run_parts where run = $1 and source = $2 and scope = $3 and trouble is null and at > $4',
          [run, source, scope, since],
        )
      ).rows[0],
  );
  const stream = row && (await files.open(organisation, row.sha256));
  if (!row || !stream) return null;
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  const items = gunzipSync(Buffer.concat(chunks))
    .toString('utf8')
    .split('\n')
    .filter((line) => line.startsWith('{"item":'))
    .map((line) => (JSON.parse(line) as { item: unknown }).item);
  return { source, scope, items, trouble: null, asked: row.asked };
}

async function filesOf({ calls }: RunSettings, organisation: string, run: string): Promise<CollectionRun['files']> {
  return calls.inside(organisation, async (client) => {
    const { rows } = await client.query<PartRow>(
      'select source, scope, sha256, size, rows from bulk.run_parts where run = $1 order by source, scope',
      [run],
    );
    return rows.map(({ source, scope, sha256, size }) => ({
      name: `${source}${scope === '' ? '' : `-${scope}`}.ndjson.gz`,
      mediaType: gzip,
      size,
      sha256,
    }));
  });
}

/** Tells once a second how far a run has come, that it is alive, and hears there whether somebody wants it cancelled. */
export function progressOf(calls: Calls, organisation: string, run: string, stop: AbortController) {
  let state = { done: 0, total: 0, what: 'Signing in', rows: 0 };
  let writing: Promise<void> = Promise.resolve();
  const write = () =>
    calls.bulk(organisation, async (client) => {
      const { rows } = await client.query<{ cancel: boolean }>(
        `insert into bulk.run_progress as p (organisation_id, run, done, total, what, rows, at, cancel) values ($1, $2, $3, $4, $5, $6, $7, false)
         on conflict (organisation_id, run) do update set done = $3, total = $4, what = $5, rows = $6, at = $7 returning cancel`,
        [organisation, run, state.done, state.total, state.what, state.rows, calls.now().toISOString()],
      );
      if (rows[0]?.cancel) stop.abort();
    });
  // A progress that cannot be written does not stop the run.
  const timer = setInterval(() => (writing = writing.then(write).catch(() => undefined)), 1000);
  return {
    tell(next: typeof state) {
      state = next;
    },
    async end() {
      clearInterval(timer);
      await writing;
      await calls.bulk(organisation, (client) => client.query('delete from bulk.run_progress where run = $1', [run])).catch(() => undefined);
    },
  };
}
