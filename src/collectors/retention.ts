import { collections } from '../isms/collections.ts';
import { addDays } from '../isms/days.ts';
import { ismsOf, type Isms } from '../isms/isms.ts';
import type { Call } from '../platform/contract/call.ts';

/** Runs whose raw answers have been kept as long as their connection says, on a day. Their hashes and logs stay. */
export function runsToClear(isms: Isms, day: string): string[] {
  const keep = new Map(isms.connections.map(({ id, keepDays }) => [id, keepDays]));
  return isms.collectionRuns
    .filter(({ connection, on, files }) => files.length > 0 && on < addDays(day, -(keep.get(connection) ?? 0)))
    .map(({ id }) => id);
}

/** Takes the raw answers of runs whose time is over out of the records, and hands out the files that nothing else needs. */
export async function clearRuns(call: Call, remove: (sha256: string) => Promise<void>): Promise<number> {
  const isms = ismsOf(await call.snapshot());
  const due = new Set(runsToClear(isms, call.today));
  if (due.size === 0) return 0;
  const needed = new Set(
    isms.collectionRuns.filter(({ id }) => !due.has(id)).flatMap(({ files, log }) => [...files, ...(log ? [log] : [])].map(({ sha256 }) => sha256)),
  );
  const free = isms.collectionRuns.filter(({ id }) => due.has(id)).flatMap(({ files }) => files.map(({ sha256 }) => sha256));
  await call.write.changeMany(
    collections.collectionRuns,
    [...due].map((id) => ({ id, files: [] })),
  );
  await call.query('delete from bulk.run_parts where run = any($1)', [[...due]]);
  call.afterCommit(async () => {
    for (const sha256 of new Set(free)) if (!needed.has(sha256)) await remove(sha256);
  });
  return due.size;
}
