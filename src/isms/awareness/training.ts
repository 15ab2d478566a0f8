import { addDays, addMonths } from '../days.ts';
import type { Isms } from '../isms.ts';
import type { Competence, CompetenceEvidence, Lesson } from './model.ts';

export interface Assignment {
  person: string;
  lesson: string;
  /** Null: passed, and nothing is to be repeated. */
  dueOn: string | null;
  passedOn: string | null;
  score: number | null;
  state: 'passed' | 'due' | 'overdue';
  /** Whether it was never passed: for somebody new this is the joining limit. */
  first: boolean;
}

/** Days that new people have when nobody has committed to a figure. */
const usualDaysForNew = 14;
const known = new WeakMap<Isms, Map<string, Assignment[]>>();

/** Who has to take which lesson until when, on a day (7.3). Only what is assigned and only people who are there. */
export function assignments(isms: Isms, day: string): Assignment[] {
  let kept = known.get(isms);
  if (!kept) known.set(isms, (kept = new Map()));
  let found = kept.get(day);
  if (found) return found;
  const last = new Map<string, { on: string; score: number | null }>();
  for (const { person, lesson, on, score, passed } of isms.trainingResults) {
    const key = `${lesson} ${person}`;
    if (passed && lesson !== null && (last.get(key)?.on ?? '') <= on) last.set(key, { on, score });
  }
  const present = isms.people.filter(({ startsOn, endsOn }) => (startsOn === null || startsOn <= day) && (endsOn === null || endsOn >= day));
  found = isms.lessons
    .filter((lesson) => lesson.activeOn !== null && lesson.activeOn <= day)
    .flatMap((lesson) =>
      audience(isms, lesson, present).map(({ id, startsOn }): Assignment => {
        const passed = last.get(`${lesson.id} ${id}`);
        const common = { person: id, lesson: lesson.id, passedOn: passed?.on ?? null, score: passed?.score ?? null };
        if (passed) {
          const dueOn = lesson.everyMonths === null ? null : addMonths(passed.on, lesson.everyMonths);
          // It is asked for again a month before it runs out.
          const state = dueOn === null || addDays(dueOn, -30) > day ? 'passed' : dueOn < day ? 'overdue' : 'due';
          return { ...common, dueOn, state, first: false };
        }
        const days = lesson.daysForNew ?? isms.commitments?.newHireDays ?? usualDaysForNew;
        const begins = startsOn !== null && startsOn > lesson.activeOn! ? startsOn : lesson.activeOn!;
        const dueOn = addDays(begins, days);
        return { ...common, dueOn, state: dueOn < day ? 'overdue' : 'due', first: true };
      }),
    );
  kept.set(day, found);
  return found;
}

function audience(isms: Isms, lesson: Lesson, present: Isms['people']): Isms['people'] {
  if (lesson.audience === 'everyone') return present;
  if (lesson.audience === 'teams') return present.filter(({ team }) => team !== null && lesson.audienceTeams.includes(team));
  const holders = new Set(isms.ismsRoles.filter(({ id }) => lesson.audienceRoles.includes(id)).flatMap((role) => role.holders));
  return present.filter(({ id }) => holders.has(id));
}

export interface CompetenceGap {
  competence: string;
  title: string;
  role: string;
  person: string;
  state: 'held' | 'expired' | 'planned' | 'missing';
  proof: string | null;
  until: string | null;
}

/** For every role and every holder: which competence is held, planned or missing on a day (7.2). */
export function competenceGaps(isms: Isms, day: string): CompetenceGap[] {
  const proofs = Map.groupBy(isms.competenceEvidence, ({ competence, person }) => `${competence} ${person}`);
  const present = new Set(isms.people.filter(({ endsOn }) => endsOn === null || endsOn >= day).map(({ id }) => id));
  return isms.competences.flatMap((competence: Competence) => {
    const role = isms.ismsRoles.find(({ id }) => id === competence.role);
    return (role?.holders ?? [])
      .filter((person) => present.has(person))
      .map((person): CompetenceGap => {
        const own: CompetenceEvidence[] = proofs.get(`${competence.id} ${person}`) ?? [];
        const held = own.find(({ obtainedOn, expiresOn }) => obtainedOn !== null && obtainedOn <= day && (expiresOn === null || expiresOn >= day));
        const expired = own.find(({ obtainedOn, expiresOn }) => obtainedOn !== null && expiresOn !== null && expiresOn < day);
        const planned = own.find(({ plannedOn, obtainedOn }) => obtainedOn === null && plannedOn !== null && plannedOn >= day);
        const best = held ?? planned ?? expired;
        return {
          competence: competence.id,
          title: competence.title,
          role: competence.role,
          person,
          state: held ? 'held' : planned ? 'planned' : expired ? 'expired' : 'missing',
          proof: best?.id ?? null,
          until: held?.expiresOn ?? planned?.plannedOn ?? expired?.expiresOn ?? null,
        };
      });
  });
}
