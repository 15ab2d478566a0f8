import type { z } from 'zod';
import { Problem } from '../../platform/contract/problem.ts';
import type { Isms } from '../isms.ts';
import { byHand, type Origin, type Person } from './model.ts';
import { saysNothing } from './origins.ts';
import type { SourcePerson, SynchroniseInput } from './contract.ts';

type Incoming = z.infer<typeof SourcePerson>;
/** The fields a source may say something about. */
export const sourceFields = ['name', 'email', 'jobTitle', 'team', 'manager', 'location', 'employment', 'startsOn', 'endsOn'] as const;
export type SourceField = (typeof sourceFields)[number];

/** Stands for a person or a team that is created with the same step. */
export const personToken = (externalId: string) => `person:${externalId}`;
export const teamToken = (name: string) => `team:${name}`;

export interface Difference {
  person: string;
  field: string;
  here: string;
  there: string;
  because: string;
}
export interface SyncPlan {
  create: { externalId: string; fields: Record<string, unknown> }[];
  update: { id: string; externalId: string | null; fields: Record<string, unknown> }[];
  newTeams: string[];
  /** What the source says otherwise than what stands here and is left. */
  kept: Difference[];
  /** Not in a complete list any more; nobody is deleted for that. */
  missing: string[];
  /** Names of teams, locations and managers that nobody knows. */
  unknown: { externalId: string; field: string; value: string }[];
  unchanged: number;
}

/**
 * What a list from a source changes: fields that come from this source or that nobody has filled in. What a person typed
 * stays, and the difference is told. The same list a second time changes nothing. Pure: the service carries it out.
 */
export function planSynchronisation(isms: Isms, input: z.infer<typeof SynchroniseInput>, day: string, archived: readonly Person[] = []): SyncPlan {
  const { source } = input;
  checkSource(input);
  const matches = match(isms, input.people, source);
  const plan: SyncPlan = { create: [], update: [], newTeams: [], kept: [], missing: [], unknown: [], unchanged: 0 };
  const origin: Origin = { source, on: day };
  const put = new Map(archived.flatMap((person) => (person.knownAs[source] === undefined ? [] : [[person.knownAs[source], person] as const])));
  const say = speaker(isms, input, matches, plan);

  for (const incoming of input.people) {
    const said: Record<string, unknown> = { externalReference: incoming.externalId };
    for (const field of sourceFields) {
      const value = say(incoming, field);
      if (value !== undefined) said[field] = value;
    }
    const person = matches.get(incoming.externalId);
    const gone = person ? undefined : put.get(incoming.externalId);
    if (gone) {
      plan.kept.push({ person: gone.id, field: 'archivedAt', here: 'archived', there: incoming.name, because: 'Archived here.' });
      continue;
    }
    if (!person) {
      const filled = Object.keys(said).filter((field) => !saysNothing(field, said[field]));
      plan.create.push({
        externalId: incoming.externalId,
        fields: { ...said, origins: Object.fromEntries(filled.map((field) => [field, origin])), knownAs: { [source]: incoming.externalId } },
      });
      continue;
    }
    const fields: Record<string, unknown> = {};
    for (const [field, value] of Object.entries(said)) {
      const here = person[field as keyof Person];
      if (alike(field, here, value)) continue;
      if (mayWrite(person, field, source)) fields[field] = value;
      else
        plan.kept.push({
          person: person.id,
          field,
          here: inWords(isms, field, here),
          there: inWords(isms, field, value),
          because: why(person.origins[field]),
        });
    }
    const written = Object.keys(fields);
    if (written.length > 0) fields['origins'] = { ...person.origins, ...Object.fromEntries(written.map((field) => [field, origin])) };
    if (person.knownAs[source] !== incoming.externalId) fields['knownAs'] = { ...person.knownAs, [source]: incoming.externalId };
    if (person.missingFrom.some((each) => each.source === source))
      fields['missingFrom'] = person.missingFrom.filter((each) => each.source !== source);
    if (Object.keys(fields).length > 0) plan.update.push({ id: person.id, externalId: incoming.externalId, fields });
    else plan.unchanged++;
  }
  if (input.complete) {
    const present = new Set([...matches.values()].map(({ id }) => id));
    for (const { id, knownAs, missingFrom } of isms.people) {
      if (present.has(id) || knownAs[source] === undefined) continue;
      plan.missing.push(id);
      if (!missingFrom.some((each) => each.source === source))
        plan.update.push({ id, externalId: null, fields: { missingFrom: [...missingFrom, origin] } });
    }
  }
  return plan;
}

function checkSource({ source, people }: z.infer<typeof SynchroniseInput>): void {
  const seen = new Set<string>();
  const twice = people.filter(({ externalId }) => seen.size === seen.add(externalId).size);
  const fields = [
    ...(source.toLowerCase() === byHand ? [{ field: 'source', message: `"${byHand}" is what people type. Name the system.` }] : []),
    ...twice.map(({ externalId }) => ({ field: 'people', message: `"${externalId}" stands there twice.` })),
  ];
  if (fields.length > 0) throw new Problem('invalid-input', fields[0]!.message, { fields, remedy: 'Correct the list; nothing has been changed.' });
}

/** Who of the source is who here: known from the last time, then by e-mail, then by a name that only one person has. */
function match(isms: Isms, people: readonly Incoming[], source: string): Map<string, Person> {
  const found = new Map<string, Person>();
  const taken = new Set<string>();
  const numbered = new Map(
    isms.people.flatMap((person) => (person.knownAs[source] === undefined ? [] : [[person.knownAs[source], person] as const])),
  );
  const free = isms.people.filter(({ knownAs }) => knownAs[source] === undefined);
  const take = (incoming: Incoming, person: Person | undefined) => {
    if (!person || taken.has(person.id) || found.has(incoming.externalId)) return;
    found.set(incoming.externalId, person);
    taken.add(person.id);
  };
  for (const incoming of people) take(incoming, numbered.get(incoming.externalId));
  const byEmail = Map.groupBy(free, ({ email }) => email.trim().toLowerCase());
  for (const incoming of people)
    if (incoming.email)
      take(
        incoming,
        byEmail.get(incoming.email.trim().toLowerCase())?.find(({ id }) => !taken.has(id)),
      );
  const byName = Map.groupBy(free, ({ name }) => name.toLowerCase());
  const names = Map.groupBy(people, ({ name }) => name.trim().toLowerCase());
  for (const incoming of people) {
    const same = (byName.get(incoming.name.trim().toLowerCase()) ?? []).filter(
      ({ id, email }) => !taken.has(id) && (email === '' || !incoming.email),
    );
    if (same.length === 1 && names.get(incoming.name.trim().toLowerCase())!.length === 1) take(incoming, same[0]);
  }
  return found;
}

/** What a source says of a field, with names as ids; undefined where it says nothing or what nobody knows. */
function speaker(isms: Isms, input: z.infer<typeof SynchroniseInput>, matches: Map<string, Person>, plan: SyncPlan) {
  const teams = new Map(isms.teams.map(({ id, name }) => [name.toLowerCase(), id]));
  const locations = new Map(isms.locations.map(({ id, name }) => [name.toLowerCase(), id]));
  const incoming = new Set(input.people.map(({ externalId }) => externalId));
  const mailed = new Map(input.people.flatMap(({ email, externalId }) => (email ? [[email.trim().toLowerCase(), externalId] as const] : [])));
  const said = new Map(input.people.map(({ externalId, email }) => [externalId, email]));
  // As the e-mails stand after this step: a manager means whoever has the address then.
  const after = new Map(
    [...matches].map(([externalId, person]) => {
      const email = said.get(externalId);
      const written = email !== undefined && mayWrite(person, 'email', input.source);
      return [person.id, written ? (email ?? '') : person.email];
    }),
  );
  const known = new Map(
    isms.people.map(({ id, email }) => [(after.get(id) ?? email).trim().toLowerCase(), id] as const).filter(([email]) => email !== ''),
  );
  const idOf = (externalId: string) => matches.get(externalId)?.id ?? personToken(externalId);

  return (of: Incoming, field: SourceField): unknown => {
    const value = of[field];
    if (value === undefined) return undefined;
    if (field === 'email')
      return String(value ?? '')
        .trim()
        .toLowerCase();
    if (field === 'name') return String(value).trim();
    if (field === 'jobTitle') return String(value ?? '').trim();
    if (value === null || value === '') return field === 'employment' ? undefined : null;
    const text = String(value).trim().toLowerCase();
    const id =
      field === 'team'
        ? teams.get(text)
        : field === 'location'
          ? locations.get(text)
          : field === 'manager'
            ? incoming.has(String(value))
              ? idOf(String(value))
              : mailed.has(text)
                ? idOf(mailed.get(text)!)
                : known.get(text)
            : String(value);
    if (id !== undefined) return id;
    if (field === 'team' && input.createTeams) {
      const name = plan.newTeams.find((each) => each.toLowerCase() === text) ?? String(value).trim();
      if (!plan.newTeams.includes(name)) plan.newTeams.push(name);
      return teamToken(name);
    }
    plan.unknown.push({ externalId: of.externalId, field, value: String(value) });
    return undefined;
  };
}

/** A source writes what comes from it, and what nobody has filled in; what a person has emptied stays empty. */
const mayWrite = ({ origins, ...person }: Person, field: string, source: string): boolean => {
  const from = origins[field]?.source;
  return from === source || (from !== byHand && saysNothing(field, person[field as keyof typeof person]));
};
const alike = (field: string, here: unknown, there: unknown) =>
  field === 'email' ? String(here).toLowerCase() === String(there).toLowerCase() : here === there;
const why = (from: Origin | undefined) =>
  from === undefined ? 'It stood here before.' : from.source === byHand ? `Typed by hand on ${from.on}.` : `It comes from ${from.source}.`;

/** A value as people read it: names instead of ids. */
export function inWords(isms: Isms, field: string, value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = String(value);
  const list = field === 'team' ? isms.teams : field === 'location' ? isms.locations : field === 'manager' ? isms.people : [];
  return list.find(({ id }) => id === text)?.name ?? text.replace(/^(?:person|team):/, '');
}
