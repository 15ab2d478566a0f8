import { gunzipSync } from 'node:zlib';
import type { CollectionRun } from '../../isms/checks/model.ts';
import { collections } from '../../isms/collections.ts';
import { ismsOf, type Isms } from '../../isms/isms.ts';
import { Problem, notFound } from '../../platform/contract/problem.ts';
import { connectionOf, startRun, underWay } from '../start.ts';
import { writtenAs, type CollectorsSettings, type Part } from './known.ts';

function runOf(isms: Isms, id: string): CollectionRun {
  const found = isms.collectionRuns.find((each) => each.id === id);
  if (!found) throw notFound('run', id);
  return found;
}

/** Collections: begun, followed, cancelled, taken up again, and what each of them has received. */
export function runsService(settings: CollectorsSettings): Part<'run' | 'cancel' | 'resume' | 'runs' | 'progress' | 'raw'> {
  return {
    async run(call, { id }) {
      return writtenAs(call, await startRun(settings.start, call, id));
    },
    async cancel(call, { id }) {
      const run = runOf(ismsOf(await call.snapshot()), id);
      if (!underWay(run)) throw new Problem('not-possible', `Run ${id} is ${run.status} already.`, { remedy: 'Nothing is to be cancelled.' });
      if (run.status === 'queued')
        return writtenAs(call, await call.write.change(collections.collectionRuns, id, { status: 'cancelled', finishedAt: call.now() }));
      // The process that does the run hears of it at its next step and says so itself.
      await call.query(
        `insert into bulk.run_progress (organisation_id, run, done, total, what, rows, at, cancel) values ($1, $2, 0, 0, 'Cancelling', 0, $3, true)
         on conflict (organisation_id, run) do update set cancel = true`,
        [call.organisation.id, id, call.now()],
      );
      return writtenAs(call, run);
    },
    async resume(call, { id }) {
      const isms = ismsOf(await call.snapshot());
      const run = runOf(isms, id);
      if (run.status !== 'cancelled' && run.status !== 'failed')
        throw new Problem('not-possible', `Run ${id} is ${run.status}.`, {
          remedy: 'Only a run that was cancelled or has failed is taken up again.',
        });
      const other = isms.collectionRuns.find((each) => each.connection === run.connection && underWay(each));
      if (other) throw new Problem('not-possible', `Run ${other.id} of this connection is under way.`, { remedy: 'Wait for it, or cancel it.' });
      connectionOf(isms, run.connection);
      const record = await call.write.change(collections.collectionRuns, id, { status: 'queued', finishedAt: null, problem: '', on: call.today });
      call.afterCommit(() => settings.start(call.organisation.id, id));
      return writtenAs(call, record);
    },
    async runs(call, { connection, limit }) {
      const runs = ismsOf(await call.snapshot()).collectionRuns.filter((each) => connection === undefined || each.connection === connection);
      return { items: runs.toReversed().slice(0, limit) };
    },
    async progress(call, { id }) {
      const run = runOf(ismsOf(await call.snapshot()), id);
      const [row] = await call.query<{ done: number; total: number; what: string; rows: number }>(
        'select done, total, what, rows from bulk.run_progress where run = $1',
        [id],
      );
      return { run: id, status: run.status, done: row?.done ?? 0, total: row?.total ?? 0, what: row?.what ?? '', rows: row?.rows ?? run.rows };
    },
    async raw(call, { id, source }) {
      const run = runOf(ismsOf(await call.snapshot()), id);
      const file = source === 'log' ? run.log : run.files.find(({ name }) => name === source || name.startsWith(`${source}.`));
      const stream = file && (await settings.files.open(call.organisation.id, file.sha256));
      if (!file || !stream) throw notFound('file of this run', source);
      const chunks: Uint8Array[] = [];
      for await (const chunk of stream) chunks.push(chunk);
      const content = source === 'log' ? gunzipSync(Buffer.concat(chunks)) : Buffer.concat(chunks);
      return new File([new Uint8Array(content)], source === 'log' ? `${id}-log.json` : file.name, {
        type: source === 'log' ? 'application/json' : file.mediaType,
      });
    },
  };
}
