import type { Jobs, Queue } from './jobs.ts';

/** Hands work to the queue; in a process without one (a command, a test) it is done here, after what asked for it. */
export interface Background {
  send(queue: string, data: object): Promise<void>;
  /** Waits for what is under way in this process. */
  settled(): Promise<void>;
  /** Raised when the program ends: what can go on later stops at its next step. */
  stopping: AbortSignal;
  stop(): Promise<void>;
}

export function createBackground(queues: () => readonly Queue[], jobs: () => Jobs | undefined, onError: (error: unknown) => void): Background {
  const underWay = new Set<Promise<void>>();
  const stopping = new AbortController();
  const settled = async () => {
    while (underWay.size > 0) await Promise.all(underWay);
  };
  return {
    stopping: stopping.signal,
    settled,
    async send(name, data) {
      const started = jobs();
      if (started) return started.send(name, data);
      const queue = queues().find((each) => each.name === name);
      if (!queue) throw new Error(`There is no queue ${name}.`);
      const work: Promise<void> = Promise.resolve()
        .then(() => queue.work(data))
        .catch(onError)
        .finally(() => void underWay.delete(work));
      underWay.add(work);
    },
    async stop() {
      stopping.abort();
      await settled();
    },
  };
}
