import type { Client } from '../../client.tsx';
import { counted, plural } from '../../words.ts';

export type Shown = Awaited<ReturnType<Client['collectors']['connection']>>;
export type Run = NonNullable<Shown['lastRun']>;
export type Result = Awaited<ReturnType<Client['collectors']['results']>>['items'][number];
export type Check = Awaited<ReturnType<Client['collectors']['checks']>>['items'][number];

export const underWay = (run: Pick<Run, 'status'> | null) => run !== null && (run.status === 'queued' || run.status === 'running');

export const runMarks = {
  queued: { sign: '◌', colour: 'var(--yellow)', title: 'Waits its turn' },
  running: { sign: '◔', colour: 'var(--yellow)', title: 'Collecting' },
  done: { sign: '●', colour: 'var(--green)', title: 'Collected' },
  failed: { sign: '■', colour: 'var(--orange)', title: 'Failed' },
  cancelled: { sign: '–', colour: 'var(--quiet)', title: 'Cancelled' },
} as const;

/** `09:04, 24 Nov 2026`, as it is where one sits. */
export const moment = (instant: string | null) =>
  instant === null
    ? ''
    : new Date(instant).toLocaleString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' });

/** How a connection stands, in a sentence. */
export function stateInWords({ lastRun, lastGood, credentialsOn, counts }: Shown): string {
  if (credentialsOn === null) return 'No credentials yet: nothing can be collected.';
  if (lastRun === null) return 'Never collected.';
  if (underWay(lastRun)) return 'Collecting now.';
  const good = lastGood === null ? 'Nothing has been collected so far' : `Last collected ${counted(lastGood)}`;
  if (lastRun.status === 'failed') return `The last collection failed: ${lastRun.problem} ${good}.`;
  if (lastRun.status === 'cancelled') return `The last collection was cancelled. ${good}.`;
  const outcomes = [
    `${counts.pass} ${counts.pass === 1 ? 'check passes' : 'checks pass'}`,
    `${counts.fail} ${counts.fail === 1 ? 'fails' : 'fail'}`,
    ...(counts.unknown > 0 ? [`${counts.unknown} not known`] : []),
    ...(counts.notApplicable > 0 ? [`${counts.notApplicable} not applicable`] : []),
  ];
  return `${good}, ${plural(lastRun.resources, 'resource')}: ${outcomes.join(', ')}.`;
}
