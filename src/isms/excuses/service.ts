import { Problem, notFound } from '../../platform/contract/problem.ts';
import type { Handlers } from '../../platform/contract/serve.ts';
import { collections } from '../collections.ts';
import { addMonths, dayInWords } from '../days.ts';
import { ismsOf } from '../isms.ts';
import type { excusesContract } from './contract.ts';

/** Longest time for which somebody can answer for a finding. */
const longestMonths = 12;

/** Excuses for findings of the verdict. Which rules there are is known on the floor above. */
export const excusesService = (isRule: (id: string) => boolean): Handlers<typeof excusesContract> => ({
  list: async (call) => ({ items: ismsOf(await call.snapshot()).findingExcuses.toReversed() }),
  async excuse(call, { rule, records, reason, until }) {
    if (!isRule(rule)) throw notFound('rule', rule);
    const last = addMonths(call.today, longestMonths);
    if (until < call.today || until > last)
      throw new Problem('invalid-input', `An excuse ends between today and ${dayInWords(last)}.`, {
        fields: [{ field: 'until', message: `At most ${longestMonths} months from today, and not in the past.` }],
        remedy: 'Choose a day within a year; an excuse can be given again when it ends.',
      });
    const record = await call.write.create(collections.findingExcuses, {
      rule,
      records: [...new Set(records)],
      reason,
      until,
      by: call.actor.name,
      byPerson: call.actor.person,
      at: call.now(),
    });
    return { record, request: call.request };
  },
  async withdraw(call, { id }) {
    const known = ismsOf(await call.snapshot()).findingExcuses.find((each) => each.id === id);
    if (!known) throw notFound('excuse', id);
    if (known.withdrawnAt !== null)
      throw new Problem('not-possible', `It was withdrawn by ${known.withdrawnBy} already.`, { remedy: 'Nothing needs to be done.' });
    const record = await call.write.change(collections.findingExcuses, id, { withdrawnAt: call.now(), withdrawnBy: call.actor.name });
    return { record, request: call.request };
  },
});
