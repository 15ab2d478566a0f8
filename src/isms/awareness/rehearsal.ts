import { Problem } from '../../platform/contract/problem.ts';
import type { Standard } from '../../standard/standard.ts';
import type { Isms } from '../isms.ts';
import type { Rehearsal, RehearsalResults, RehearsalShown } from './model.ts';
import { draw } from './questions.ts';
import { isPresent, withoutTeam } from './training.ts';

type Asked = Rehearsal['asked'];

/** Draws people and a few questions for each; the same seed over the same list gives the same draw (7.3). */
export function drawRehearsal(
  isms: Isms,
  standard: Standard,
  day: string,
  { seed, people, questions }: { seed: string; people: number; questions: number },
): { population: number; asked: Asked } {
  const population = isms.people.filter((person) => isPresent(person, day));
  if (population.length === 0) throw new Problem('not-possible', 'There is nobody to ask.', { remedy: 'Add the people in scope first.' });
  const asked = draw(seed, population.length, people).flatMap((index) => {
    const { id: person } = population[index]!;
    return draw(`${seed} ${person}`, standard.rehearsalQuestions.length, questions).map((number) => ({
      person,
      question: standard.rehearsalQuestions[number]!.question,
      score: null,
      answer: '',
    }));
  });
  return { population: population.length, asked };
}

/** Answers and scores are noted; who was asked what was drawn by lot and stays. Errors: invalid-input. */
export function checkSameDraw(before: Asked, after: Asked): void {
  const same =
    before.length === after.length &&
    before.every(({ person, question }, index) => after[index]!.person === person && after[index]!.question === question);
  if (!same)
    throw new Problem('invalid-input', 'The people and questions were drawn by lot and stay as they are.', {
      remedy: 'Send the same list with answers and scores.',
    });
}

/** A rehearsal as one reads it: names, teams, and what a good answer holds. */
export function shownRehearsal(isms: Isms, standard: Standard, rehearsal: Rehearsal): RehearsalShown {
  const people = new Map(isms.people.map((person) => [person.id, person]));
  const teams = new Map(isms.teams.map(({ id, name }) => [id, name]));
  const known = new Map(standard.rehearsalQuestions.map((each) => [each.question, each]));
  return {
    ...rehearsal,
    score: percent(rehearsal.asked),
    asked: rehearsal.asked.map((each) => ({
      ...each,
      name: people.get(each.person)?.name ?? each.person,
      team: teams.get(people.get(each.person)?.team ?? '') ?? null,
      good: known.get(each.question)?.good ?? '',
      clause: known.get(each.question)?.clause ?? '',
    })),
  };
}

/** Where awareness fails, over all rehearsals: by question and by team, the weakest first. Only what was scored counts. */
export function rehearsalResults(isms: Isms, standard: Standard): RehearsalResults {
  const scored = isms.rehearsals.flatMap((each) => shownRehearsal(isms, standard, each).asked).filter(({ score }) => score !== null);
  const tally = (own: Asked) => ({ asked: own.length, failed: own.filter(({ score }) => score === 0).length, percent: percent(own) });
  const weakest = (a: { percent: number | null; asked: number }, b: { percent: number | null; asked: number }) =>
    (a.percent ?? 0) - (b.percent ?? 0) || b.asked - a.asked;
  return {
    questions: [...Map.groupBy(scored, ({ question }) => question)]
      .map(([question, own]) => ({ question, clause: own[0]!.clause, ...tally(own) }))
      .toSorted(weakest),
    teams: [...Map.groupBy(scored, ({ team }) => team ?? withoutTeam)].map(([team, own]) => ({ team, ...tally(own) })).toSorted(weakest),
  };
}

/** Two points a question; null while nobody has been scored. */
function percent(asked: Asked): number | null {
  const scores = asked.flatMap(({ score }) => (score === null ? [] : [score]));
  return scores.length === 0 ? null : Math.round((scores.reduce<number>((sum, each) => sum + each, 0) / (2 * scores.length)) * 100);
}
