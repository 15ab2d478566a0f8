import type { Standard } from '../../standard/standard.ts';
import { documentStates } from '../documents/state.ts';
import type { Isms } from '../isms.ts';
import { remembered } from '../remember.ts';
import { competenceGaps, controlOwners } from './competence.ts';
import type { PersonCard, PersonState } from './model.ts';
import { assignments, isPresent } from './training.ts';

/** Where everybody stands on a day, at a glance, by person. */
export const personStates = remembered(
  (isms: Isms, standard: Standard, day: string): Map<string, PersonState> =>
    new Map(statesOf(isms, standard, day).map((state) => [state.person, state])),
);

function statesOf(isms: Isms, standard: Standard, day: string): PersonState[] {
  const teams = new Map(isms.teams.map((team) => [team.id, team]));
  const lessons = Map.groupBy(assignments(isms, day), ({ person }) => person);
  const reading = Map.groupBy(
    [...documentStates(isms, standard, day).values()].flatMap(({ readers }) => readers ?? []),
    ({ person }) => person,
  );
  const competences = Map.groupBy(competenceGaps(isms, day), ({ person }) => person);
  return isms.people.map((person): PersonState => {
    const [learns, reads, needs] = [lessons.get(person.id), reading.get(person.id), competences.get(person.id)];
    return {
      person: person.id,
      inScope: isPresent(person, day) ? (teams.get(person.team ?? '')?.inScope ?? null) : false,
      training: learns ? together(learns.map(({ state }) => state)) : null,
      reading: reads
        ? together(reads.map(({ acknowledgedAt, overdue }) => (acknowledgedAt === null ? (overdue ? 'overdue' : 'due') : 'passed')))
        : null,
      competence: needs
        ? {
            held: needs.filter(({ state }) => state === 'held').length,
            all: needs.length,
            expiresSoon: needs.some(({ expiresSoon }) => expiresSoon),
            planned: needs.filter(({ state }) => state === 'planned').length,
          }
        : null,
    };
  });
}

type State = 'passed' | 'due' | 'overdue';
/** Many states as one: the worst. */
const together = (states: State[]) => ({
  state: states.includes('overdue') ? ('overdue' as const) : states.includes('due') ? ('due' as const) : ('passed' as const),
  open: states.filter((state) => state !== 'passed').length,
  all: states.length,
});

/** Everything that hangs on one person: what would have to be handed over, and what they have learned and confirmed. */
export function personCard(isms: Isms, standard: Standard, person: string, day: string): PersonCard {
  const roles = new Map(isms.ismsRoles.map(({ id, name }) => [id, name]));
  const titles = new Map(isms.lessons.map(({ id, title }) => [id, title]));
  const documents = new Map(isms.documents.map(({ id, title }) => [id, title]));
  const own = <R extends { id: string; owner: string | null }>(register: string, records: readonly R[], title: (record: R) => string) =>
    records.filter(({ owner }) => owner === person).map((record) => ({ register, id: record.id, title: title(record) }));
  const ownControls = new Map(isms.ownControls.map(({ id, title }) => [id, title]));
  return {
    state: personStates(isms, standard, day).get(person)!,
    roles: [
      ...isms.ismsRoles.filter(({ holders }) => holders.includes(person)).map(({ id, name }) => ({ id, name, as: 'holder' as const })),
      ...isms.ismsRoles.filter(({ deputies }) => deputies.includes(person)).map(({ id, name }) => ({ id, name, as: 'deputy' as const })),
    ],
    owns: [
      ...own(
        'risks',
        isms.risks.filter(({ status }) => status === 'open'),
        ({ title }) => title,
      ),
      // The gap sheet has owners of controls and of requirements alike.
      ...[...controlOwners(isms)]
        .filter(([, owner]) => owner === person)
        .map(([id]) => ({
          register: 'gap-answers',
          id,
          title: standard.control(id)?.title ?? ownControls.get(id) ?? standard.requirement(id)?.label ?? '',
        })),
      ...own('systems', isms.systems, ({ name }) => name),
      ...own('assets', isms.assets, ({ name }) => name),
      ...own('suppliers', isms.suppliers, ({ name }) => name),
      ...own('documents', isms.documents, ({ title }) => title),
      ...own(
        'objectives',
        isms.objectives.filter(({ status }) => status === 'open'),
        ({ title }) => title,
      ),
    ],
    lessons: assignments(isms, day)
      .filter((each) => each.person === person)
      .map(({ lesson, dueOn, passedOn, state }) => ({ lesson, title: titles.get(lesson)!, dueOn, passedOn, state })),
    results: isms.trainingResults
      .filter((each) => each.person === person)
      .toSorted((a, b) => b.on.localeCompare(a.on))
      .map(({ answers: _answers, ...result }) => result),
    reading: [...documentStates(isms, standard, day)].flatMap(([document, { current, readers }]) =>
      (readers ?? [])
        .filter((reader) => reader.person === person)
        .map(({ dueOn, acknowledgedAt, overdue }) => ({
          document,
          title: documents.get(document)!,
          version: current!.number,
          dueOn,
          acknowledgedAt,
          overdue,
        })),
    ),
    competences: competenceGaps(isms, day)
      .filter((gap) => gap.person === person)
      .map((gap) => ({ ...gap, asked: gap.role === null ? gap.controls.join(', ') : (roles.get(gap.role) ?? gap.role) })),
    proofs: isms.competenceEvidence
      .filter((proof) => proof.person === person)
      .map(({ id, title, competence, obtainedOn, expiresOn }) => ({ id, title, competence, obtainedOn, expiresOn })),
  };
}
