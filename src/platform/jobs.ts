import type pg from 'pg';
import { PgBoss } from 'pg-boss';

export interface Jobs {
  /** Whether the queue runs. */
  ok(): boolean;
  stop(): Promise<void>;
}

/** Work that is due by the clock, once for all processes of an installation. The queue keeps its own schema. */
export async function startJobs(
  pool: pg.Pool,
  daily: { name: string; cron: string; work: () => Promise<void> }[],
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
  for (const { name, cron, work } of daily) {
    await boss.createQueue(name);
    await boss.work(name, async () => work());
    await boss.schedule(name, cron);
  }
  return {
    ok: () => running,
    async stop() {
      running = false;
      await boss.stop({ graceful: true, timeout: 3000 });
    },
  };
}
