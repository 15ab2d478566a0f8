import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Two programs on one data directory: refused. The command line talks to the running one instead. */
export class DataDirectoryInUse extends Error {
  constructor(directory: string, pid: number) {
    super(`The data directory ${directory} is in use by process ${pid}. Stop that program first, or choose another directory with --data.`);
  }
}

/**
 * Takes a data directory for this process alone. A lock left behind by a program that was killed does not hold.
 * Answers the function that gives it back. Errors: DataDirectoryInUse.
 */
export function lockDirectory(directory: string): () => void {
  const path = join(directory, 'lock');
  for (let attempt = 0; ; attempt++) {
    try {
      // Written first and then named, so that nobody reads a lock without a holder.
      const own = `${path}.${process.pid}`;
      writeFileSync(own, JSON.stringify({ pid: process.pid, started: startOf(process.pid) }), { mode: 0o600 });
      try {
        linkSync(own, path);
      } finally {
        rmSync(own, { force: true });
      }
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt > 3) throw error;
      const holder = holderOf(directory);
      if (holder !== null) throw new DataDirectoryInUse(directory, holder);
      rmSync(path, { force: true });
    }
  }
}

/** The living process that holds a data directory; null when none does. */
export function holderOf(directory: string): number | null {
  try {
    const { pid, started } = JSON.parse(readFileSync(join(directory, 'lock'), 'utf8')) as { pid: number; started: string | null };
    return isAlive(pid) && (started === null || startOf(pid) === started) ? pid : null;
  } catch {
    return null;
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** When a process began, where the system tells (Linux): a number that was given again is not the same process. */
function startOf(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
