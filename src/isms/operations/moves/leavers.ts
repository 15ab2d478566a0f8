import { addDays, daysBetween } from '../../days.ts';
import type { Isms } from '../../isms.ts';
import { newestLists } from '../populations/newest.ts';
import type { LeaverWithAccount } from './model.ts';

/** Days that the organisation gives itself to end access; without a commitment none beyond the last day. */
const grace = (commitments: Isms['commitments']) => Math.floor((commitments?.leaverHours ?? 0) / 24);

/**
 * Those who have left and whose account was still active in the newest list of a system, taken after the time that the
 * organisation has committed to. A list older than their last day says nothing of them.
 */
export function leaversWithAccounts(isms: Pick<Isms, 'people' | 'populations' | 'commitments'>, day: string): LeaverWithAccount[] {
  const left = new Map(
    isms.people.flatMap((person) =>
      person.endsOn !== null && person.endsOn < day && person.email ? [[person.email.trim().toLowerCase(), person] as const] : [],
    ),
  );
  if (left.size === 0) return [];
  const days = grace(isms.commitments);
  return newestLists(isms).flatMap((list) =>
    list.accounts.flatMap((account): LeaverWithAccount[] => {
      const person = account.active && account.email ? left.get(account.email.trim().toLowerCase()) : undefined;
      if (!person || list.seenOn <= addDays(person.endsOn!, days)) return [];
      return [
        {
          person: person.id,
          name: person.name,
          endsOn: person.endsOn!,
          population: list.id,
          source: list.source,
          title: list.title,
          system: list.system,
          listedOn: list.seenOn,
          account: account.id,
          email: account.email,
          privileged: account.privileged,
          daysSince: daysBetween(person.endsOn!, list.seenOn),
        },
      ];
    }),
  );
}
