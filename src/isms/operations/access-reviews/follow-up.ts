import type { Account, PopulationList } from '../populations/model.ts';
import type { AccessDecision } from './model.ts';

export interface Seen {
  id: string;
  note: string;
}

/**
 * Revocations and changes that a later list of the same system shows to have happened, compared by the account's id: the
 * account is gone or not active any more, resp. its rights are other ones. Everything else stays open.
 */
export function shownToHaveHappened(
  decisions: readonly Pick<AccessDecision, 'id' | 'decision' | 'doneOn' | 'decidedAt' | 'account'>[],
  list: Pick<PopulationList, 'at' | 'accounts'>,
): Seen[] {
  const accounts = new Map(list.accounts.map((account) => [account.id, account]));
  return decisions.flatMap(({ id, decision, doneOn, decidedAt, account }): Seen[] => {
    if (doneOn !== null || decidedAt === null || Date.parse(list.at) <= Date.parse(decidedAt)) return [];
    const now = accounts.get(account.id);
    if (decision === 'revoke' && !now) return [{ id, note: 'The account does not stand in the list any more.' }];
    if (decision === 'revoke' && !now!.active) return [{ id, note: 'The account stands in the list as not active.' }];
    if (decision === 'change' && (!now || isOther(account, now)))
      return [
        {
          id,
          note: now
            ? `Its rights are now: ${now.access || 'none named'}${now.privileged ? ', privileged' : ''}.`
            : 'The account does not stand in the list any more.',
        },
      ];
    return [];
  });
}

const isOther = (before: Account, now: Account) =>
  before.access !== now.access || before.privileged !== now.privileged || before.active !== now.active;
