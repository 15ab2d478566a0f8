import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { Isms } from '../isms.ts';
import { emptyIsms, record } from '../testing.ts';
import { SynchroniseInput } from './contract.ts';
import { byHand, type Person } from './model.ts';
import { typedByHand } from './origins.ts';
import { planSynchronisation, sourceFields, type SyncPlan } from './synchronise.ts';

const list = (source: string, people: z.input<typeof SynchroniseInput>['people'], more: object = {}) =>
  SynchroniseInput.parse({ source, people, ...more });
const organisation = (people: Partial<Person>[]): Isms => ({
  ...emptyIsms(),
  people: people.map((fields, index) => record('people', { name: `Person ${index + 1}`, ...fields, id: `P-${index + 1}` })),
});

/** The plan carried out in memory, as the service does in the database. */
function carriedOut(isms: Isms, plan: SyncPlan): Isms {
  const teams = [...isms.teams, ...plan.newTeams.map((name, index) => record('teams', { name, id: `TEAM-${isms.teams.length + index + 1}` }))];
  const idOf = new Map(plan.create.map(({ externalId }, index) => [`person:${externalId}`, `P-${isms.people.length + index + 1}`]));
  const settled = (fields: Record<string, unknown>) => ({
    ...fields,
    ...(String(fields['team']).startsWith('team:') && { team: teams.find(({ name }) => `team:${name}` === fields['team'])!.id }),
    ...(idOf.has(String(fields['manager'])) && { manager: idOf.get(String(fields['manager'])) }),
  });
  const changes = new Map(plan.update.map(({ id, fields }) => [id, settled(fields)]));
  return {
    ...isms,
    teams,
    people: [
      ...isms.people.map((person) => record('people', { ...person, ...changes.get(person.id) })),
      ...plan.create.map(({ externalId, fields }) => record('people', { ...settled(fields), id: idOf.get(`person:${externalId}`)! } as never)),
    ],
  };
}
const day = '2026-11-24';
const run = (isms: Isms, input: z.infer<typeof SynchroniseInput>) => {
  const plan = planSynchronisation(isms, input, day);
  return { plan, after: carriedOut(isms, plan) };
};

describe('planSynchronisation', () => {
  it('adds who is new, with managers and teams of the same list', () => {
    const { after } = run(
      emptyIsms(),
      list('Entra ID', [
        { externalId: 'a', name: 'Tom Vik', manager: 'b', team: 'Technik' },
        { externalId: 'b', name: 'Ada Berg', email: 'ADA@x.example', team: 'technik' },
      ]),
    );
    expect(after.teams.map(({ name }) => name)).toEqual(['Technik']);
    expect(after.people).toMatchObject([
      { name: 'Tom Vik', manager: 'P-2', team: 'TEAM-1', externalReference: 'a' },
      { name: 'Ada Berg', email: 'ada@x.example', team: 'TEAM-1', origins: { email: { source: 'Entra ID', on: day } } },
    ]);
  });

  it('meets people by what they were known as, e-mail, and a name that only one has', () => {
    const isms = organisation([
      { name: 'Old Name', knownAs: { HR: '1' }, origins: { name: { source: 'HR', on: day } } },
      { name: 'Eva', email: 'eva@x.example' },
      { name: 'Only One' },
      { name: 'Two' },
      { name: 'Two' },
    ]);
    const { plan } = run(
      isms,
      list('HR', [
        { externalId: '1', name: 'New Name' },
        { externalId: '2', name: 'Eva L.', email: 'Eva@x.example' },
        { externalId: '3', name: 'only one', email: 'one@x.example' },
        { externalId: '4', name: 'Two' },
      ]),
    );
    expect(plan.update.map(({ id }) => id)).toEqual(['P-1', 'P-2', 'P-3']);
    expect(plan.create.map(({ externalId }) => externalId)).toEqual(['4']);
  });

  it('leaves what a person typed, fills what is empty, and tells the difference', () => {
    const isms = organisation([
      {
        name: 'Eva Lund',
        email: 'eva@x.example',
        jobTitle: 'Head of everything',
        endsOn: null,
        origins: { jobTitle: { source: byHand, on: '2026-01-02' }, endsOn: { source: byHand, on: '2026-01-02' } },
      },
    ]);
    const { plan, after } = run(
      isms,
      list('HR', [
        {
          externalId: '1',
          name: 'Eva Lund',
          email: 'eva@x.example',
          jobTitle: 'Engineer',
          startsOn: '2024-01-01',
          endsOn: '2026-12-31',
          employment: 'contractor',
        },
      ]),
    );
    expect(after.people[0]).toMatchObject({ jobTitle: 'Head of everything', startsOn: '2024-01-01', endsOn: null, employment: 'contractor' });
    expect(plan.kept).toEqual([
      { person: 'P-1', field: 'jobTitle', here: 'Head of everything', there: 'Engineer', because: 'Typed by hand on 2026-01-02.' },
      { person: 'P-1', field: 'endsOn', here: '', there: '2026-12-31', because: 'Typed by hand on 2026-01-02.' },
    ]);
  });

  it('takes back what it has written itself, and only that', () => {
    let isms = run(emptyIsms(), list('HR', [{ externalId: '1', name: 'Eva', jobTitle: 'Engineer', startsOn: '2024-01-01' }])).after;
    isms = run(isms, list('HR', [{ externalId: '1', name: 'Eva', jobTitle: '', startsOn: null }])).after;
    expect(isms.people[0]).toMatchObject({ jobTitle: '', startsOn: null });
  });

  it('marks who is not in a complete list any more, deletes nobody, and takes the mark off when they are back', () => {
    const both = list('HR', [
      { externalId: '1', name: 'Eva' },
      { externalId: '2', name: 'Tom' },
    ]);
    let isms = run(organisation([{ name: 'Typed only' }]), both).after;
    const part = list('HR', [{ externalId: '1', name: 'Eva' }]);
    expect(run(isms, part).plan.missing).toEqual([]);
    const { plan, after } = run(isms, { ...part, complete: true });
    expect(plan.missing).toEqual(['P-3']);
    expect(after.people.map(({ missingFrom }) => missingFrom.map(({ source }) => source))).toEqual([[], [], ['HR']]);
    isms = run(after, { ...both, complete: true }).after;
    expect(isms.people.flatMap(({ missingFrom }) => missingFrom)).toEqual([]);
  });

  it.each([
    [
      'a number that stands there twice',
      [
        { externalId: '1', name: 'A' },
        { externalId: '1', name: 'B' },
      ],
      'HR',
      '"1" stands there twice.',
    ],
    ['the name that stands for typing', [], 'By hand', '"by hand" is what people type. Name the system.'],
  ])('refuses %s', (_case, people, source, message) => {
    expect(() => planSynchronisation(emptyIsms(), list(source, people), day)).toThrow(message);
  });
});

const name = fc.constantFrom('Ada Berg', 'Tom Vik', 'Eva Lund', 'ada berg');
const someone = fc.record(
  {
    externalId: fc.constantFrom('1', '2', '3', '4'),
    name,
    email: fc.option(fc.constantFrom('', 'ada@x.example', 'Tom@x.example', 'eva@x.example')),
    jobTitle: fc.option(fc.constantFrom('', 'Engineer', 'Lead')),
    team: fc.option(fc.constantFrom('Technik', 'technik', 'Sales')),
    manager: fc.option(fc.constantFrom('1', '2', 'ada@x.example', 'nobody@x.example')),
    employment: fc.option(fc.constantFrom('employee' as const, 'contractor' as const)),
    startsOn: fc.option(fc.constantFrom('2024-01-01', '2025-01-01')),
  },
  { requiredKeys: ['externalId', 'name'] },
);
const anyList = fc
  .record({
    source: fc.constantFrom('HR', 'Entra ID'),
    complete: fc.boolean(),
    people: fc.uniqueArray(someone, { selector: ({ externalId }) => externalId, maxLength: 4 }),
  })
  .map((each) => SynchroniseInput.parse(each));
const anyEdit = fc.record({
  at: fc.nat(),
  change: fc.oneof(
    fc.record({ name }),
    fc.record({ email: fc.constantFrom('', 'ada@x.example', 'new@x.example') }),
    fc.record({ jobTitle: fc.constantFrom('', 'Typed') }),
    fc.record({ employment: fc.constantFrom('employee', 'board') }),
    fc.record({ startsOn: fc.constantFrom(null, '2020-02-02') }),
    fc.record({ externalReference: fc.constantFrom('', '1', '77') }),
  ),
});
const anyStep = fc.oneof(
  anyList.map((input) => ({ input, edit: null })),
  anyEdit.map((edit) => ({ input: null, edit })),
);

describe('any sequence of lists and edits', () => {
  const begin = () => organisation([{ name: 'Ada Berg' }, { name: 'Tom Vik', email: 'tom@x.example' }]);
  const edited = (isms: Isms, { at, change }: { at: number; change: object }): Isms => ({
    ...isms,
    people: isms.people.map((person, index) =>
      index === at % isms.people.length ? record('people', { ...person, ...typedByHand(change as Record<string, unknown>, person, day) }) : person,
    ),
  });

  it('the same list a second time changes nothing (property)', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 8 }), anyList, (steps, input) => {
        const isms = steps.reduce((now, { input: given, edit }) => (given ? run(now, given).after : edited(now, edit!)), begin());
        const { after } = run(isms, input);
        const again = planSynchronisation(after, input, '2026-12-31');
        expect([again.create, again.update, again.newTeams]).toEqual([[], [], []]);
      }),
      { numRuns: 500 },
    );
  });

  it('what was typed stands, whatever the sources say, until it is typed again (property)', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 12 }), (steps) => {
        const typed = new Map<string, unknown>();
        let isms = begin();
        for (const { input, edit } of steps) {
          if (input) isms = run(isms, input).after;
          else {
            const before = isms.people[edit!.at % isms.people.length]!;
            isms = edited(isms, edit!);
            for (const [field, value] of Object.entries(edit!.change))
              if (before[field as keyof Person] !== value) typed.set(`${before.id} ${field}`, value);
          }
          for (const [key, value] of typed) {
            const [id, field] = key.split(' ') as [string, keyof Person];
            expect(isms.people.find((each) => each.id === id)![field], key).toEqual(value);
          }
        }
        // Nobody is ever lost, and every field that a source fills says so.
        expect(isms.people.length).toBeGreaterThanOrEqual(2);
        const silent = isms.people
          .slice(2)
          .flatMap((person) => sourceFields.filter((field) => person[field] && field !== 'employment' && person.origins[field] === undefined));
        expect(silent).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
