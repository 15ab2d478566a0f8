import type { Standard } from '../../../standard/standard.ts';
import { addDays } from '../../days.ts';
import type { Isms } from '../../isms.ts';
import { remembered } from '../../remember.ts';
import { notice, type Done } from './duties/duty.ts';
import { committed, practised, promised } from './duties/promised.ts';
import { proofs } from './duties/proofs.ts';
import { reviews } from './duties/reviews.ts';
import { suppliers } from './duties/suppliers.ts';
import type { DutyShown } from './model.ts';
import { occurrencesOf } from './occurrences.ts';

const span = { back: 365, ahead: 90 };

/** Every recurring duty and every day on which something falls due, with what has been done of it (8.1; mission 6.7). */
export const dutiesOf = remembered(calculate);

function calculate(isms: Isms, standard: Standard, day: string): DutyShown[] {
  const plans = new Map(isms.dutyPlans.map((plan) => [plan.duty, plan]));
  const records = Map.groupBy(isms.dutyRecords, ({ duty }) => duty);
  const present = new Set(isms.people.filter(({ endsOn }) => endsOn === null || endsOn >= day).map(({ id }) => id));
  return [
    ...committed(isms, standard, day),
    ...promised(isms, standard, day),
    ...practised(isms, standard, day),
    ...suppliers(isms, day),
    ...proofs(isms, day),
    ...reviews(isms, standard, day),
  ]
    .map((duty) => {
      const plan = plans.get(duty.key);
      const done = [...duty.done, ...(records.get(duty.key) ?? []).map(({ on, id }) => ({ on, by: id }))].filter(({ on }) => on <= day);
      const last = done.reduce<Done | null>((best, each) => (best && best.on > each.on ? best : each), null);
      const first = plan?.firstOn ?? duty.first ?? day;
      const occurrences =
        duty.everyDays === null
          ? [{ dueOn: first, state: first < day ? ('missed' as const) : ('due' as const), doneOn: null }]
          : occurrencesOf(
              first,
              duty.everyDays,
              done.map(({ on }) => on),
              day,
              { from: addDays(day, -span.back), to: addDays(day, span.ahead) },
            );
      const next = occurrences.findLast(({ state, doneOn }) => doneOn === null && (state === 'due' || state === 'missed'));
      const dueOn = next?.dueOn ?? (last && duty.everyDays !== null ? addDays(last.on, duty.everyDays) : first);
      const assignee = plan?.assignee ?? duty.owner;
      return {
        key: duty.key,
        title: duty.title,
        source: duty.source,
        control: duty.control,
        everyDays: duty.everyDays,
        because: duty.because,
        register: duty.register,
        record: duty.record,
        byHand: duty.byHand,
        assignee: assignee !== null && present.has(assignee) ? assignee : null,
        lastOn: last?.on ?? null,
        lastBy: last?.by ?? '',
        dueOn,
        paused: plan?.paused ?? '',
        state: plan?.paused
          ? ('paused' as const)
          : dueOn < day
            ? ('missed' as const)
            : last === null && duty.first === null && duty.everyDays !== null
              ? ('never' as const)
              : dueOn <= addDays(day, notice)
                ? ('due' as const)
                : last
                  ? ('done' as const)
                  : ('planned' as const),
        missed: occurrences.filter(({ state }) => state === 'missed').length,
        occurrences,
      };
    })
    .toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : a.key < b.key ? -1 : 1));
}
