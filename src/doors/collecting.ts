import type pg from 'pg';
import { collectors as everyCollector } from '../collectors/catalogue.ts';
import type { Collector, Surroundings } from '../collectors/collector.ts';
import { afterRun } from '../collectors/after.ts';
import { importScan } from '../collectors/files/import.ts';
import { doRun, type Files } from '../collectors/run.ts';
import type { CollectorsSettings } from '../collectors/service/known.ts';
import { clearRuns } from '../collectors/retention.ts';
import { dueConnections, startRun } from '../collectors/start.ts';
import type { Provider } from '../isms/checks/model.ts';
import { ismsOf } from '../isms/isms.ts';
import { organisationsOf } from '../platform/auth/enter.ts';
import type { Background } from '../platform/background.ts';
import type { Calls } from '../platform/calls.ts';
import type { Queue } from '../platform/jobs.ts';

export interface CollectingSettings {
  pool: pg.Pool;
  calls: Calls;
  files: Files & { remove(organisation: string, sha256: string): Promise<void> };
  secret: string;
  background: Background;
  publicUrl(): string;
  mail: ((message: { to: string; subject: string; text: string }) => Promise<unknown>) | null;
  /** Tests bring providers of their own. */
  collectors?: Partial<Record<Provider, Collector>> | undefined;
  surroundings?: Partial<Surroundings> | undefined;
}

/** Joins the collectors with the queue: what the operations need, what waits its turn, and what is due by the clock. */
export function collecting({
  pool,
  calls,
  files,
  secret,
  background,
  publicUrl,
  mail,
  collectors = everyCollector,
  surroundings,
}: CollectingSettings) {
  const settings: CollectorsSettings = {
    calls,
    collectors,
    files,
    secret,
    ...(surroundings && { surroundings }),
    stopping: background.stopping,
    start: (organisation, run) => background.send('collect', { organisation, run }),
  };
  const entered = async () => organisationsOf(pool, { kind: 'machine' }, 'system');
  const queue: Queue = {
    name: 'collect',
    atOnce: 2,
    async work(data) {
      const { organisation, run } = data as { organisation: string; run: string };
      const found = (await entered()).find((each) => each.organisation.id === organisation);
      if (found) await doRun({ ...settings, changed: afterRun({ calls, mail, publicUrl }) }, found, run);
    },
  };
  const scans: Queue = {
    name: 'read-scan',
    atOnce: 1,
    async work(data) {
      const { organisation, scan } = data as { organisation: string; scan: string };
      const found = (await entered()).find((each) => each.organisation.id === organisation);
      if (found) await importScan({ calls, files, stopping: background.stopping }, found, scan);
    },
  };
  return {
    settings,
    queues: [queue, scans],
    startScan: (organisation: string, scan: string) => background.send(scans.name, { organisation, scan }),
    /** Queues what is due in every organisation. */
    async due(): Promise<void> {
      for (const each of await entered()) {
        const due = await calls.run(each, { writes: false }, async (call) => {
          // A connection that came back from files has no credentials here: nothing is to be learned from its failure.
          const sealed = new Set((await call.query<{ id: string }>('select id from access.sealed')).map(({ id }) => id));
          return dueConnections(ismsOf(await call.snapshot()), call.now()).filter((id) => sealed.has(id));
        });
        // Each in a call of its own: one that cannot start does not hold up the others.
        for (const connection of due)
          await calls.run(each, { writes: true }, (call) => startRun(settings.start, call, connection)).catch(() => undefined);
      }
    },
    /** Every night: raw answers whose time is over go; what they were judged to be stays. */
    async clear(): Promise<void> {
      for (const each of await entered())
        await calls.run(each, { writes: true }, (call) => clearRuns(call, (sha256) => files.remove(each.organisation.id, sha256)));
    },
  };
}
