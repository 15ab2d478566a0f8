import type { Standard } from '../../standard/standard.ts';
import { commitmentList } from '../documents/model.ts';
import type { Isms } from '../isms.ts';

/** For how long evidence of a control counts, and who says so: the control's own rule, a promise of a document, or what is usual. */
export interface Freshness {
  days: number;
  from: 'control' | 'promise' | 'usual';
}

/** The freshness rule of every control that is asked for. What is promised for a control ("every 90 days") binds where no rule is set. */
export function freshnessOf(isms: Isms, standard: Standard): (control: string) => Freshness {
  const own = new Map(isms.controlPractices.flatMap(({ id, freshnessDays }) => (freshnessDays === null ? [] : [[id, freshnessDays] as const])));
  const promised = new Map<string, number>();
  const promise = (control: string | null, days: number | null) => {
    if (control !== null && days !== null) promised.set(control, Math.min(days, promised.get(control) ?? days));
  };
  for (const { field, control, repeats } of commitmentList) if (repeats) promise(control, isms.commitments?.[field] ?? null);
  for (const { control, everyDays } of isms.duties) promise(control, everyDays);
  const known = new Map<string, Freshness>();
  return (control) => {
    let found = known.get(control);
    if (!found) {
      const [set, said] = [own.get(control), promised.get(control)];
      found =
        set !== undefined
          ? { days: set, from: 'control' }
          : said !== undefined
            ? { days: said, from: 'promise' }
            : { days: standard.freshness(control), from: 'usual' };
      known.set(control, found);
    }
    return found;
  };
}
