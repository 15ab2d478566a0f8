import type { Checklist } from '../../../standard/model.ts';
import { addDays } from '../../days.ts';
import type { Isms } from '../../isms.ts';
import type { MoveKind, MoveStep } from './model.ts';

const inDays = { leaverHours: (hours: number) => Math.ceil(hours / 24), newHireDays: (days: number) => days };

/** The steps for one person, each with the day it is due; a leaver gives back each asset that they hold. */
export function stepsFor(
  isms: Pick<Isms, 'commitments' | 'assets'>,
  checklists: readonly Checklist[],
  kind: MoveKind,
  person: string,
  on: string,
): MoveStep[] {
  const open = { state: 'open' as const, at: null, by: '', byPerson: null, note: '' };
  const steps = checklists
    .find((each) => each.kind === kind)!
    .steps.map(({ id, title, who, control, days, commitment }) => {
      const committed = commitment ? (isms.commitments?.[commitment] ?? null) : null;
      return { step: id, title, who, control, dueOn: addDays(on, committed === null ? days : inDays[commitment!](committed)), ...open };
    });
  const held = kind !== 'leaver' ? [] : isms.assets.filter((each) => each.holder === person && each.returnedOn === null);
  return [
    ...steps,
    ...held.map(({ id, name }) => ({
      step: `asset:${id}`,
      title: `${name} (${id}) returned`.slice(0, 400),
      who: 'Manager',
      control: 'A.5.11',
      dueOn: on,
      ...open,
    })),
  ];
}
