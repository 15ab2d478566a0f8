import { Problem } from '../../platform/contract/problem.ts';
import { addDays } from '../days.ts';
import type { Isms } from '../isms.ts';
import type { Competence, CompetenceEvidence, CompetenceGap } from './model.ts';

/** Held for no longer than this: time to plan the renewal. */
const soonDays = 60;

/** A competence is asked of a role or of the owners of controls: of exactly one of them. */
export function checkAskedOf({ role, controls }: Pick<Competence, 'role' | 'controls'>): void {
  if ((role === null) !== (controls.length === 0)) return;
  const message = role === null ? 'Name a role, or the controls whose owners need it.' : 'Name a role or controls, not both.';
  throw new Problem('invalid-input', message, {
    fields: ['role', 'controls'].map((field) => ({ field, message })),
    remedy: 'One entry says one thing: enter the competence once for the role and once for the controls if it is asked of both.',
  });
}

/** Who owns a control: as the gap sheet says, else as its own record says. */
export function controlOwners(isms: Isms): Map<string, string> {
  const owners = new Map<string, string>();
  for (const { id, owner } of [...isms.ownControls, ...isms.gapAnswers]) if (owner !== null) owners.set(id, owner);
  return owners;
}

/** For every role and holder, and for every owner of the controls named: which competence is held, planned or missing on a day (7.2). */
export function competenceGaps(isms: Isms, day: string): CompetenceGap[] {
  const proofs = Map.groupBy(isms.competenceEvidence, ({ competence, person }) => `${competence} ${person}`);
  const present = new Set(isms.people.filter(({ endsOn }) => endsOn === null || endsOn >= day).map(({ id }) => id));
  const owners = controlOwners(isms);
  return isms.competences.flatMap((competence) =>
    [...askedOf(isms, competence, owners)]
      .filter(([person]) => present.has(person))
      .map(([person, controls]): CompetenceGap => ({
        competence: competence.id,
        title: competence.title,
        role: competence.role,
        controls,
        person,
        ...standing(proofs.get(`${competence.id} ${person}`) ?? [], day),
      })),
  );
}

/** The people a competence is asked of, each with the controls that are the reason. */
function askedOf(isms: Isms, { role, controls }: Competence, owners: Map<string, string>): Map<string, string[]> {
  const people = new Map<string, string[]>();
  if (role !== null) for (const holder of isms.ismsRoles.find(({ id }) => id === role)?.holders ?? []) people.set(holder, []);
  for (const control of controls) {
    const owner = owners.get(control);
    if (owner !== undefined) people.set(owner, [...(people.get(owner) ?? []), control]);
  }
  return people;
}

/** The proof that counts: what is held longest, else what is planned, else what has run out. */
function standing(own: CompetenceEvidence[], day: string): Pick<CompetenceGap, 'state' | 'expiresSoon' | 'proof' | 'until'> {
  const obtained = own
    .filter(({ obtainedOn }) => obtainedOn !== null && obtainedOn <= day)
    .toSorted((a, b) => (a.expiresOn ?? '9999').localeCompare(b.expiresOn ?? '9999'));
  const last = obtained.at(-1);
  const held = last && (last.expiresOn === null || last.expiresOn >= day) ? last : undefined;
  if (held)
    return { state: 'held', expiresSoon: held.expiresOn !== null && held.expiresOn < addDays(day, soonDays), proof: held.id, until: held.expiresOn };
  const planned = own
    .filter(({ plannedOn, obtainedOn }) => (obtainedOn === null || obtainedOn > day) && plannedOn !== null && plannedOn >= day)
    .toSorted((a, b) => a.plannedOn!.localeCompare(b.plannedOn!))[0];
  if (planned) return { state: 'planned', expiresSoon: false, proof: planned.id, until: planned.plannedOn };
  if (last) return { state: 'expired', expiresSoon: false, proof: last.id, until: last.expiresOn };
  return { state: 'missing', expiresSoon: false, proof: null, until: null };
}
