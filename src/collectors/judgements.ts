import type { Outcome } from '../isms/checks/model.ts';
import { days, daysSince, some } from './words.ts';

/** Judgements that several providers make of the same thing. */

/** How an account or a key stands that ought to be used: by its last use, or since it was made where it never was. */
export interface Usage {
  outcome: Extract<Outcome, 'pass' | 'fail' | 'unknown'>;
  /** Whole days; null where nothing is known of it. */
  age: number | null;
  /** It was made `age` days ago and not used since. */
  never: boolean;
}

/** Used, or made, at most so many days ago: the last of them counts. What has no time that can be read is unknown. */
export function usage(lastUsedAt: string | null, createdAt: string | null, most: number, now: Date): Usage {
  const age = daysSince(lastUsedAt ?? createdAt, now);
  return { outcome: age === null ? 'unknown' : age > most ? 'fail' : 'pass', age, never: lastUsedAt === null };
}

/** An account that somebody should sign in with. */
export function signedIn(lastUsedAt: string | null, createdAt: string | null, most: number, now: Date): Pick<Usage, 'outcome'> & { because: string } {
  const { outcome, age, never } = usage(lastUsedAt, createdAt, most, now);
  if (age === null) return { outcome, because: 'Never signed in, and nobody says when it was created.' };
  if (never) return { outcome, because: `Never signed in since it was created on ${createdAt!.slice(0, 10)}.` };
  return {
    outcome,
    because: outcome === 'fail' ? `Last signed in on ${lastUsedAt!.slice(0, 10)}, more than ${days(most)} ago.` : `Signed in within ${days(most)}.`,
  };
}

/** Few administrators, and one who can stand in for another. `names` in a sentence, the first ten of them. */
export function fewOf(names: readonly string[], { least, most }: { least: number; most: number }): { outcome: 'pass' | 'fail'; names: string } {
  return { outcome: names.length < least || names.length > most ? 'fail' : 'pass', names: some(names, 10) };
}
