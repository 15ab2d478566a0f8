import type pg from 'pg';
import { PgBoss } from 'pg-boss';

/** Work that waits its turn and is done once, by whichever process is free. */
export interface Queue {
  name: string;
  /** Done in the background; an error is reported and the work tried again, at most twice. */
  work(data: object): Promise<void>;
  /** How many at the same time in one process. */
  atOnce: number;
}

export interface Jobs {
  send(queue: string, data: object): Promise<void>;
  /** Whether the queue runs. */
  ok(): boolean;
  stop(): Promise<void>;
}

/** Work that is due by the clock, once for all processes of an installation. The queue keeps its own schema. */
export async function startJobs(
  pool: pg.Pool,
  due: { name: string; cron: string; work: () => Promise<void>; atStart?: boolean }[],
  queues: readonly Queue[],
  onError: (error: unknown) => void,
): Promise<Jobs> {
  const boss = new PgBoss({
    db: { executeSql: (text: string, values?: unknown[]) => pool.query(text, values) },
    schema: 'jobs',
    createSchema: false,
  });
  let running = true;
  boss.on('error', onError);
  await boss.start();
  for (const { name, cron, work, atStart } of due) {
    await boss.createQueue(name);
    await boss.work(name, async () => work());
    await boss.schedule(name, cron);
    if (atStart) await boss.send(name);
  }
  for (const { name, work, atOnce } of queues) {
    // Collections may take an hour; one that dies with its process is taken up again.
    await boss.createQueue(name, { retryLimit: 2, retryDelay: 30, expireInSeconds: 3600 * 4, heartbeatSeconds: 60 });
    for (let worker = 0; worker < atOnce; worker++)
      await boss.work<object>(name, { pollingIntervalSeconds: 1 }, async ([job]) => {
        if (job) await work(job.data);
      });
  }
  return {
    send: async (queue, data) => void (await boss.send(queue, data)),
    ok: () => running,
    async stop() {
      running = false;
      await boss.stop({ graceful: true, timeout: 3000 });
    },
  };
}
