import { addDays, addMonths } from '../days.ts';
import type { Isms } from '../isms.ts';
import { remembered } from '../remember.ts';
import type { Lesson } from './model.ts';

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

/** Whether somebody works here on a day. */
export const isPresent = ({ startsOn, endsOn }: Pick<Isms['people'][number], 'startsOn' | 'endsOn'>, day: string): boolean =>
  (startsOn === null || startsOn <= day) && (endsOn === null || endsOn >= day);

/** Days that new people have when nobody has committed to a figure. */
const usualDaysForNew = 14;

/** Who has to take which lesson until when, on a day (7.3). Only what is assigned and only people who are there. */
export const assignments = remembered((isms: Isms, day: string): Assignment[] => {
  const last = new Map<string, { on: string; score: number | null }>();
  for (const { person, lesson, on, score, passed } of isms.trainingResults) {
    const key = `${lesson} ${person}`;
    if (passed && lesson !== null && on <= day && (last.get(key)?.on ?? '') <= on) last.set(key, { on, score });
  }
  const present = isms.people.filter((person) => isPresent(person, day));
  const aMonthOn = addDays(day, 30);
  return isms.lessons
    .filter((lesson) => lesson.activeOn !== null && lesson.activeOn <= day)
    .flatMap((lesson) =>
      audience(isms, lesson, present).map(({ id, startsOn }): Assignment => {
        const passed = last.get(`${lesson.id} ${id}`);
        const common = { person: id, lesson: lesson.id, passedOn: passed?.on ?? null, score: passed?.score ?? null };
        if (passed) {
          const dueOn = lesson.everyMonths === null ? null : addMonths(passed.on, lesson.everyMonths);
          // It is asked for again a month before it runs out.
          const state = dueOn === null || dueOn > aMonthOn ? 'passed' : dueOn < day ? 'overdue' : 'due';
          return { ...common, dueOn, state, first: false };
        }
        const days = lesson.daysForNew ?? isms.commitments?.newHireDays ?? usualDaysForNew;
        const begins = startsOn !== null && startsOn > lesson.activeOn! ? startsOn : lesson.activeOn!;
        const dueOn = addDays(begins, days);
        return { ...common, dueOn, state: dueOn < day ? 'overdue' : 'due', first: true };
      }),
    );
});

function audience(isms: Isms, lesson: Lesson, present: Isms['people']): Isms['people'] {
  if (lesson.audience === 'everyone') return present;
  if (lesson.audience === 'teams') return present.filter(({ team }) => team !== null && lesson.audienceTeams.includes(team));
  const holders = new Set(isms.ismsRoles.filter(({ id }) => lesson.audienceRoles.includes(id)).flatMap((role) => role.holders));
  return present.filter(({ id }) => holders.has(id));
}

export interface TrainingRow extends Assignment {
  name: string;
  team: string | null;
  title: string;
}

export const withoutTeam = 'Without a team';

/** The assignments of a day with names; of a team, a lesson, or in a state. */
export function trainingRows(
  isms: Isms,
  day: string,
  wanted: { team?: string | undefined; lesson?: string | undefined; state?: Assignment['state'] | undefined } = {},
): TrainingRow[] {
  const people = new Map(isms.people.map((person) => [person.id, person]));
  const teams = new Map(isms.teams.map(({ id, name }) => [id, name]));
  const titles = new Map(isms.lessons.map(({ id, title }) => [id, title]));
  return assignments(isms, day)
    .map((each): TrainingRow => {
      const { name, team } = people.get(each.person)!;
      return { ...each, name, team: teams.get(team ?? '') ?? null, title: titles.get(each.lesson)! };
    })
    .filter(
      ({ team, lesson, state }) =>
        (wanted.team === undefined || (team ?? withoutTeam) === wanted.team) &&
        (wanted.lesson === undefined || lesson === wanted.lesson) &&
        (wanted.state === undefined || state === wanted.state),
    );
}

/** Passed counts as long as it holds: also in the month in which it is asked for again. */
export const isValid = ({ state, passedOn }: Assignment): boolean => state === 'passed' || (state === 'due' && passedOn !== null);

/** Teams with what is assigned to them, the latest first. */
export const coverageByTeam = (rows: TrainingRow[]) =>
  [...Map.groupBy(rows, ({ team }) => team ?? withoutTeam)]
    .map(([team, own]) => ({
      team,
      assigned: own.length,
      passed: own.filter(isValid).length,
      overdue: own.filter(({ state }) => state === 'overdue').length,
    }))
    .toSorted((a, b) => b.overdue - a.overdue || a.team.localeCompare(b.team));

/** The twelve months up to a day: attempts at lessons, and how many passed. */
export function takenByMonth(isms: Isms, day: string) {
  const taken = Map.groupBy(
    isms.trainingResults.filter(({ lesson }) => lesson !== null),
    ({ on }) => on.slice(0, 7),
  );
  return Array.from({ length: 12 }, (_, index) => addMonths(`${day.slice(0, 7)}-01`, index - 11).slice(0, 7)).map((month) => {
    const own = taken.get(month) ?? [];
    return { month, taken: own.length, passed: own.filter(({ passed }) => passed).length };
  });
}
