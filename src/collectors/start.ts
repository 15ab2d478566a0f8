import type { CollectionRun, Connection } from '../isms/checks/model.ts';
import { collections } from '../isms/collections.ts';
import { ismsOf, type Isms } from '../isms/isms.ts';
import type { Call } from '../platform/contract/call.ts';
import { Problem, notFound } from '../platform/contract/problem.ts';

/** Hands a run to the queue. */
export type Start = (organisation: string, run: string) => Promise<void>;

export const underWay = ({ status }: CollectionRun) => status === 'queued' || status === 'running';

export function connectionOf(isms: Isms, id: string): Connection {
  const found = isms.connections.find((each) => each.id === id);
  if (!found) throw notFound('connection', id);
  return found;
}

/**
 * Queues a run of a connection.
 * Errors: not-possible while one is under way, or where no credentials are kept.
 */
export async function startRun(start: Start, call: Call, id: string): Promise<CollectionRun> {
  const isms = ismsOf(await call.snapshot());
  const connection = connectionOf(isms, id);
  const running = isms.collectionRuns.find((each) => each.connection === id && underWay(each));
  if (running && !(await isDead(call, running)))
    throw new Problem('not-possible', `Run ${running.id} of this connection is under way.`, { remedy: 'Wait for it, or cancel it.' });
  if (running)
    await call.write.change(collections.collectionRuns, running.id, {
      status: 'failed',
      problem: 'The program that did it has died.',
      finishedAt: call.now(),
    });
  if (connection.credentialsOn === null)
    throw new Problem('not-possible', 'No credentials are kept for this connection.', { remedy: 'Enter them first.' });
  const run = await call.write.create(collections.collectionRuns, {
    connection: id,
    provider: connection.provider,
    trigger: call.actor.door === 'system' ? 'schedule' : 'by-hand',
    by: call.actor.name,
    status: 'queued',
    queuedAt: call.now(),
    on: call.today,
  });
  call.afterCommit(() => start(call.organisation.id, run.id));
  return run;
}

/** A run whose process has died: it is said to run, and has not told of a step for ten minutes. */
async function isDead(call: Call, run: CollectionRun): Promise<boolean> {
  if (run.status !== 'running') return false;
  const [row] = await call.query<{ at: Date }>('select at from bulk.run_progress where run = $1', [run.id]);
  const last = row?.at ?? new Date(run.startedAt ?? run.queuedAt);
  return Date.parse(call.now()) - last.getTime() > 600_000;
}

const hours = { off: Number.POSITIVE_INFINITY, hourly: 1, daily: 24, weekly: 168 } as const;

/** Connections whose next collection is due: so many hours after the last one was queued. */
export function dueConnections(isms: Isms, now: string): string[] {
  return isms.connections
    .filter(({ id, schedule, credentialsOn }) => {
      if (credentialsOn === null || schedule === 'off') return false;
      const last = isms.collectionRuns.findLast((run) => run.connection === id);
      // Ten minutes of grace, so that a daily run does not move by a little every day.
      return !last || (!underWay(last) && Date.parse(now) - Date.parse(last.queuedAt) >= hours[schedule] * 3_600_000 - 600_000);
    })
    .map(({ id }) => id);
}
