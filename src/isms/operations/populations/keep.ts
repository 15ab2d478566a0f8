import type { Call } from '../../../platform/contract/call.ts';
import type { AttachedFile } from '../../../platform/files/model.ts';
import { Problem } from '../../../platform/contract/problem.ts';
import { collections } from '../../collections.ts';
import { dayInWords } from '../../days.ts';
import { ismsOf } from '../../isms.ts';
import { shownToHaveHappened } from '../access-reviews/follow-up.ts';
import type { Account, PopulationList } from './model.ts';
import { newestLists } from './newest.ts';
import { sealed } from './read.ts';

export interface TakenList {
  title: string;
  /** Two lists with the same source are the same system at two times: `system:SYS-3`, `connection:CON-1`. */
  source: string;
  system: string | null;
  /** File or run, in words. */
  origin: string;
  on: string;
  /** The moment for which it speaks. */
  at: string;
  accounts: readonly Account[];
  file?: AttachedFile | null;
}

/**
 * Keeps the complete list of accounts of a system. The same list again only moves the day on which it was seen. What
 * earlier reviews revoked or changed and this list shows to have happened is marked as done.
 * Errors: too-large; not-possible for a list that is older than the newest one.
 */
export async function keepPopulation(call: Call, taken: TakenList): Promise<{ record: PopulationList; shown: number; same: boolean }> {
  const isms = ismsOf(await call.snapshot());
  const { accounts, ...figures } = sealed(taken.accounts);
  const former = newestLists(isms).find(({ source }) => source === taken.source);
  if (former && Date.parse(former.at) > Date.parse(taken.at))
    throw new Problem('not-possible', `There is a newer list of ${former.title}, of ${former.on}.`, {
      fields: [{ field: 'on', message: `Give a day from ${former.on} on.` }],
      remedy: 'Take a list as it is now.',
    });
  const same = former !== undefined && former.sha256 === figures.sha256;
  const { file = null, title, source, system, origin, on, at } = taken;
  const record = same
    ? await call.write.change(collections.populations, former.id, { seenOn: on, at })
    : await call.write.create(collections.populations, {
        title,
        source,
        system,
        origin,
        on,
        at,
        seenOn: on,
        ...figures,
        accounts,
        file,
        by: call.actor.name,
      });
  const reviews = new Set(isms.accessReviews.filter((each) => each.source === source).map(({ id }) => id));
  const seen = shownToHaveHappened(
    isms.accessDecisions.filter(({ review }) => reviews.has(review)),
    record,
  );
  await call.write.changeMany(
    collections.accessDecisions,
    seen.map(({ id, note }) => ({ id, doneOn: on, doneBy: `${record.title}, list of ${dayInWords(on)}`, donePopulation: record.id, doneNote: note })),
  );
  return { record, shown: seen.length, same };
}
