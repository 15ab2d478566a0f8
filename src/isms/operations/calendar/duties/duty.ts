import type { Standard } from '../../../../standard/standard.ts';
import type { Isms } from '../../../isms.ts';
import { remembered } from '../../../remember.ts';
import type { DutyShown } from '../model.ts';

export interface Done {
  on: string;
  by: string;
}

/** A duty before the day is looked at: from when, how often, and when it was done. */
export interface Duty extends Pick<DutyShown, 'key' | 'title' | 'source' | 'control' | 'everyDays' | 'because' | 'register' | 'record' | 'byHand'> {
  owner: string | null;
  /** Null: since nobody knows when; it is due today. */
  first: string | null;
  done: Done[];
}

/** Days before its day from which a duty counts as due. */
export const notice = 30;

/** What is to be done once, on one day. */
export const single = { everyDays: null, done: [] as Done[], byHand: false, control: null } as const;

export const dayOf = (instant: string): string | null => (instant < '2000' ? null : instant.slice(0, 10));

/** The days by which evidence speaks for each control: its last one, or the first where it goes on speaking. One pass for all duties. */
const evidenceDays = remembered((isms: Isms, day: string) => {
  const found = new Map<string, Done[]>();
  for (const { id, subjects, validFrom, validTo } of isms.evidence) {
    const on = [validTo, validFrom].find((each) => each !== null && each <= day);
    if (!on) continue;
    for (const subject of new Set(subjects)) {
      const own = found.get(subject);
      if (own) own.push({ on, by: id });
      else found.set(subject, [{ on, by: id }]);
    }
  }
  return found;
});
export const evidenceOf = (isms: Isms, standard: Standard, control: string | null, day: string): Done[] =>
  control === null ? [] : (evidenceDays(isms, day).get(control) ?? []);

export const ownerOf = (isms: Isms, control: string | null) => isms.gapAnswers.find(({ id }) => id === control)?.owner ?? null;
