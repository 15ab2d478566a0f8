import type { Connection } from '../isms/checks/model.ts';
import { keepPopulation } from '../isms/operations/populations/keep.ts';
import { Account } from '../isms/operations/populations/model.ts';
import type { Calls, Entered } from '../platform/calls.ts';
import { Problem } from '../platform/contract/problem.ts';
import type { Collector, PopulationMember } from './collector.ts';
import { factsOf, type Part } from './judge.ts';

const accountOf = ({ id, name, email, kind, active, privileged, access, lastUsedAt }: PopulationMember): Account =>
  Account.parse({
    id: id.slice(0, 300),
    name: name.slice(0, 300),
    email: email.trim().toLowerCase().slice(0, 300),
    kind,
    active,
    privileged,
    access: access.toSorted().join(', ').slice(0, 1000),
    lastUsedOn: lastUsedAt?.slice(0, 10) ?? null,
  });

/** The accounts that a run has read, complete; null where anything they rest on could not be read: half a list is none. */
export function accountsOf(collector: Pick<Collector, 'populations'>, parts: readonly Part[]): Account[] | null {
  const population = collector.populations.find(({ id }) => id === 'accounts');
  if (!population) return null;
  const whole = population.needs.every((need) => {
    const own = parts.filter(({ source }) => source === need);
    return own.length > 0 && own.every(({ trouble }) => trouble === null);
  });
  return whole ? population.list(factsOf(parts)).map(accountOf) : null;
}

/**
 * Keeps the accounts of a run as the list that access reviews and the search for leavers rest on; revocations that it
 * shows to have happened are marked as done. Answers why nothing was kept, or an empty text.
 */
export async function keepAccounts(
  calls: Pick<Calls, 'run'>,
  entered: Entered,
  connection: Connection,
  run: string,
  collector: Pick<Collector, 'populations' | 'title'>,
  parts: readonly Part[],
): Promise<string> {
  const accounts = accountsOf(collector, parts);
  if (accounts === null || accounts.length === 0) return '';
  try {
    await calls.run(entered, { writes: true }, (call) =>
      keepPopulation(call, {
        title: connection.title,
        source: `connection:${connection.id}`,
        system: null,
        origin: `${collector.title}, run ${run}`,
        on: call.today,
        at: call.now(),
        accounts,
      }),
    );
    return '';
  } catch (error) {
    // The checks of the run stand without the list.
    if (error instanceof Problem) return `The list of accounts was not kept. ${error.message}`;
    throw error;
  }
}
