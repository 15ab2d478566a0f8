import { Problem } from '../../../platform/contract/problem.ts';
import { addDays } from '../../days.ts';
import type { Isms } from '../../isms.ts';
import type { Account } from '../populations/model.ts';
import type { AccessDecision, AccessReview, ReviewProgress, hints } from './model.ts';

type Person = Isms['people'][number];

/** Days without use after which an account is worth a question. */
const unusedDays = 90;

export const personOf = (people: readonly Person[]) => {
  const byEmail = new Map(people.flatMap((person) => (person.email ? [[person.email.trim().toLowerCase(), person] as const] : [])));
  return (account: Pick<Account, 'email'>): Person | undefined => byEmail.get(account.email.trim().toLowerCase());
};

/** What catches the eye of somebody who reviews an account. */
export function hintsOf(account: Account, person: Person | undefined, day: string): (typeof hints)[number][] {
  const found: (typeof hints)[number][] = [];
  if (person?.endsOn && person.endsOn < day) found.push('left');
  if (!person && (account.kind === 'person' || account.kind === 'unknown')) found.push('not-known');
  if (account.privileged) found.push('privileged');
  if (!account.active) found.push('inactive');
  if (account.active && account.lastUsedOn !== null && account.lastUsedOn < addDays(day, -unusedDays)) found.push('unused');
  if (account.kind === 'service') found.push('shared');
  return found;
}

export interface Shared {
  account: Account;
  person: string | null;
  hints: (typeof hints)[number][];
  reviewer: string;
}

/**
 * Every account of the list gets a reviewer who is somebody else. `manager`: the manager of the person decides, and the
 * reviewers share what has none. Errors: not-possible, with the accounts that nobody but their owner could decide on.
 */
export function shareOut(
  isms: Pick<Isms, 'people'>,
  accounts: readonly Account[],
  { reviewers, share, privilegedOnly }: Pick<AccessReview, 'reviewers' | 'share' | 'privilegedOnly'>,
  day: string,
): Shared[] {
  const present = new Map(isms.people.filter(({ endsOn }) => endsOn === null || endsOn >= day).map((person) => [person.id, person]));
  const gone = reviewers.filter((id) => !present.has(id));
  if (gone.length > 0)
    throw new Problem('not-possible', `${gone.join(', ')} cannot review: not there any more.`, {
      fields: [{ field: 'reviewers', message: 'Name people who are there.' }],
      remedy: 'Name others.',
    });
  const find = personOf(isms.people);
  const alone: string[] = [];
  const loads = new Map(reviewers.map((id) => [id, 0]));
  const shared = accounts
    .filter(({ privileged }) => !privilegedOnly || privileged)
    .flatMap((account): Shared[] => {
      const person = find(account);
      const manager = share === 'manager' && person?.manager && present.has(person.manager) && person.manager !== person.id ? person.manager : null;
      const free = [...loads].filter(([id]) => id !== person?.id).toSorted(([, a], [, b]) => a - b)[0]?.[0];
      const reviewer = manager ?? free;
      if (!reviewer) {
        alone.push(account.name || account.id);
        return [];
      }
      if (loads.has(reviewer)) loads.set(reviewer, loads.get(reviewer)! + 1);
      return [{ account, person: person?.id ?? null, hints: hintsOf(account, person, day), reviewer }];
    });
  if (alone.length > 0)
    throw new Problem('not-possible', `Nobody reviews their own access: ${alone.slice(0, 5).join(', ')} could be decided on by nobody else.`, {
      fields: [{ field: 'reviewers', message: 'A second reviewer is needed for the accounts of the first.' }],
      remedy: 'Name a second reviewer.',
    });
  if (shared.length === 0)
    throw new Problem('not-possible', privilegedOnly ? 'The list names no privileged account.' : 'The list is empty.', {
      remedy: 'Take a list that says which accounts are privileged, or review all of them.',
    });
  return shared;
}

export function progressOf(decisions: readonly Pick<AccessDecision, 'decision' | 'doneOn'>[]): ReviewProgress {
  const count = (wanted: string) => decisions.filter(({ decision }) => decision === wanted).length;
  return {
    all: decisions.length,
    open: count('open'),
    keep: count('keep'),
    change: count('change'),
    revoke: count('revoke'),
    notDone: decisions.filter(({ decision, doneOn }) => (decision === 'revoke' || decision === 'change') && doneOn === null).length,
  };
}
