import { addDays } from '../../isms/days.ts';
import type { MoveKind, PeopleMove } from '../../isms/operations/moves/model.ts';
import { at, byName, rulesOf, type Case, type Rule, word } from '../rule.ts';

const rule = rulesOf('operations');

const checklists = (fits: (move: PeopleMove, it: Case) => boolean) => (it: Case) => {
  const names = new Map(it.isms.people.map(({ id, name }) => [id, name]));
  return at(
    'people-moves',
    it.isms.peopleMoves.filter((each) => fits(each, it)),
    ({ person }) => names.get(person) ?? person,
  );
};
const openPast = ({ steps, closedOn }: PeopleMove, day: string, step?: string) =>
  closedOn === null && steps.some((each) => each.state === 'open' && each.dueOn < day && (step === undefined || each.step === step));

/** People who came or went in the last year, since checklists are kept, and for whom none was begun. */
const without = (kind: MoveKind, field: 'startsOn' | 'endsOn') => (it: Case) => {
  const { isms, day } = it;
  const since = isms.peopleMoves.map(({ on }) => on).toSorted()[0];
  if (since === undefined) return [];
  const from = [since, addDays(day, -365)].toSorted()[1]!;
  const known = new Set(isms.peopleMoves.filter((each) => each.kind === kind).map(({ person }) => person));
  return byName(
    'people',
    isms.people.filter((person) => person[field] !== null && person[field] >= from && person[field] < day && !known.has(person.id)),
  );
};

/** People who come, change and go (A.5.11, A.5.18, A.6.1–A.6.5). */
export const moves: Rule[] = [
  rule({
    id: 'A.6.5-leaver-without-checklist',
    clause: 'A.6.5',
    grade: 'minor',
    gradeReason: 'That access ended and assets came back is left to chance.',
    title: 'People who left without a checklist',
    says: (names, count) => `For ${names} there is no list of what had to be done when ${word(count, 'that person', 'those people')} left.`,
    remedy: 'Begin the checklist now and go through it; what was forgotten shows.',
    find: without('leaver', 'endsOn'),
  }),
  rule({
    id: 'A.6.1-joiner-without-checklist',
    clause: 'A.6.1',
    grade: 'minor',
    gradeReason: 'Whether background, terms and training were looked after cannot be shown.',
    title: 'People who joined without a checklist',
    says: (names, count) => `For ${names} nothing shows what was done when ${word(count, 'that person', 'those people')} began.`,
    remedy: 'Begin the checklist and complete what is missing.',
    find: without('joiner', 'startsOn'),
  }),
  rule({
    id: 'A.6.5-leaver-late',
    clause: 'A.6.5',
    grade: 'minor',
    gradeReason: 'Until it is done, somebody outside keeps what belongs inside.',
    title: 'Leavers whose steps are past their day',
    says: (names, count) => `Steps for the end of the work of ${names} should have been done and ${word(count, 'are', 'are all')} open.`,
    remedy: 'Do them today; access first.',
    find: checklists((each, { day }) => each.kind === 'leaver' && openPast(each, day)),
  }),
  rule({
    id: 'A.6.1-joiner-late',
    clause: 'A.6.1',
    grade: 'minor',
    gradeReason: 'Somebody works here who was not prepared for it as planned.',
    title: 'Joiners whose steps are past their day',
    says: (names) => `Steps for the beginning of the work of ${names} should have been done by now.`,
    remedy: 'Do them, or note why one is not needed.',
    find: checklists((each, { day }) => each.kind === 'joiner' && openPast(each, day)),
  }),
  rule({
    id: 'A.5.18-mover-kept-access',
    clause: 'A.5.18',
    grade: 'minor',
    gradeReason: 'Rights pile up with every change of job.',
    title: 'Movers who kept the rights of their former role',
    likely: 'The new role may need what the former one had.',
    says: (names, count) => `${names} changed ${word(count, 'role', 'roles')}; that the former rights were taken away is not noted.`,
    remedy: 'Take the former rights away and note it.',
    find: checklists((each, { day }) => each.kind === 'mover' && openPast(each, day, 'rights-old')),
  }),
  rule({
    id: 'A.6.5-closed-with-open-steps',
    clause: 'A.6.5',
    grade: 'minor',
    gradeReason: 'The list says that all is done, and its lines say otherwise.',
    title: 'Checklists of people closed with steps open',
    says: (names, count) => `The checklist${word(count, '', 's')} of ${names} ${word(count, 'was', 'were')} closed while steps stood open.`,
    remedy: 'Do what is open, or note why it is not needed.',
    find: checklists(({ steps, closedOn }) => closedOn !== null && steps.some(({ state }) => state === 'open')),
  }),
];
