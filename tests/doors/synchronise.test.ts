import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApplication, type Inside, type TestApplication } from '../support/application.ts';

/** People from a system elsewhere, over HTTP: what was typed stays, and it is undone as one step. */
let application: TestApplication;
let inside: Inside;
beforeAll(async () => {
  application = await startApplication({}, () => new Date('2026-11-24T09:00:00Z'));
  inside = application.inside(await application.organisation('Nordwind'));
});
afterAll(() => application?.stop());

const people = [
  { externalId: 'a1', name: 'Ada Berg', email: 'Ada@nord.example', team: 'Leitung', startsOn: '2019-02-01' },
  { externalId: 'a2', name: 'Tom Vik', email: 'tom@nord.example', team: 'Technik', manager: 'a1', location: 'Moon', jobTitle: 'Engineer' },
];
const synchronise = (more: object = {}) => inside.post('/people/synchronise', { source: 'Entra ID', people, ...more });
const all = async (): Promise<any[]> => (await inside.get('/people?limit=500')).items;

it('shows first what it would do, and does nothing', async () => {
  const seen = await synchronise({ dryRun: true });
  expect(seen).toMatchObject({
    created: [
      { externalId: 'a1', id: null, name: 'Ada Berg' },
      { externalId: 'a2', id: null, name: 'Tom Vik' },
    ],
    newTeams: ['Leitung', 'Technik'],
    unknown: [{ externalId: 'a2', field: 'location', value: 'Moon' }],
  });
  expect([(await all()).length, (await inside.get('/teams')).total]).toEqual([0, 0]);
});

it('writes them with their teams and managers, once', async () => {
  const { created } = await synchronise();
  expect(created.map(({ id }: any) => id)).toEqual(['P-1', 'P-2']);
  const [ada, tom] = await all();
  expect(ada).toMatchObject({
    email: 'ada@nord.example',
    knownAs: { 'Entra ID': 'a1' },
    origins: { startsOn: { source: 'Entra ID', on: '2026-11-24' } },
  });
  expect(tom).toMatchObject({ manager: 'P-1', jobTitle: 'Engineer' });
  expect(await synchronise()).toMatchObject({ created: [], changed: [], kept: [], newTeams: [], unchanged: 2 });
  expect((await all()).map(({ version }) => version)).toEqual([ada.version, tom.version]);
});

it('leaves what was typed in the form, and says so; handed over, it is written again', async () => {
  await inside.patch('/people/P-2', { jobTitle: 'Head of engineering' });
  const list = people.map((each) => ({ ...each, jobTitle: 'Staff engineer', employment: 'contractor' as const }));
  const done = await synchronise({ people: list });
  expect(done.kept).toEqual([
    {
      person: 'P-2',
      name: 'Tom Vik',
      field: 'jobTitle',
      here: 'Head of engineering',
      there: 'Staff engineer',
      because: 'Typed by hand on 2026-11-24.',
    },
  ]);
  expect(done.changed.find(({ id }: any) => id === 'P-2').fields).toEqual([{ field: 'employment', before: 'employee', after: 'contractor' }]);
  expect((await all())[1]).toMatchObject({ jobTitle: 'Head of engineering', employment: 'contractor', origins: { jobTitle: { source: 'by hand' } } });
  await inside.post('/people/hand-over', { source: 'Entra ID', ids: ['P-2'], fields: ['jobTitle'] });
  expect((await synchronise({ people: list })).kept).toEqual([]);
  expect((await all())[1].jobTitle).toBe('Staff engineer');
});

it('is undone as one step', async () => {
  const { request } = await synchronise({
    people: [
      { ...people[0], name: 'Ada Berg-Vik' },
      { externalId: 'a3', name: 'Eva Lund', team: 'Neu' },
    ],
  });
  expect((await all()).map(({ name }) => name)).toEqual(['Ada Berg-Vik', 'Tom Vik', 'Eva Lund']);
  await inside.post(`/undo/${request}`);
  expect((await all()).map(({ name }) => name)).toEqual(['Ada Berg', 'Tom Vik']);
  expect((await inside.get('/teams')).items.map(({ name }: any) => name)).toEqual(['Leitung', 'Technik']);
});

it('who was archived here stays archived, until they are to be brought back', async () => {
  const list = [...people, { externalId: 'a3', name: 'Eva Lund' }];
  const done = await synchronise({ people: list });
  expect([done.created, done.kept.map(({ name, because }: any) => [name, because])]).toEqual([
    [],
    expect.arrayContaining([['Eva Lund', 'Archived here.']]),
  ]);
  await synchronise({ people: list, bringBack: true });
  expect((await all()).map(({ name }) => name)).toEqual(['Ada Berg', 'Tom Vik', 'Eva Lund']);
});

it('marks who is not in a complete list any more', async () => {
  expect((await synchronise({ people: people.slice(0, 1), complete: true })).missing.map(({ name }: any) => name)).toEqual(['Tom Vik', 'Eva Lund']);
  expect((await all()).map(({ missingFrom }) => missingFrom.length)).toEqual([0, 1, 1]);
});

it('refuses what is not clear, with the place, and changes nothing', async () => {
  const key = await application.key('nordwind', 'isms-manager');
  const post = (body: object) => application.send('POST', '/api/organisations/nordwind/people/synchronise', { key, body });
  const before = await all();
  const twice = await post({ source: 'HR', people: [people[0], people[0]] });
  expect([twice.status, twice.body.detail]).toEqual([400, '"a1" stands there twice.']);
  expect((await post({ source: 'By hand', people: [] })).status).toBe(400);
  expect((await post({ source: 'HR', people: [{ externalId: 'x', name: 'X', startsOn: '2024-02-31' }] })).status).toBe(400);
  expect(await all()).toEqual(before);
});

it('5,000 people are compared in a moment', async () => {
  const crowd = Array.from({ length: 5000 }, (_, index) => ({
    externalId: `c${index}`,
    name: `Person ${index}`,
    email: `person${index}@nord.example`,
    manager: `c${Math.floor(index / 10)}`,
    team: `Team ${index % 50}`,
  }));
  crowd[0]!.manager = 'a1';
  await synchronise({ people: crowd });
  const begun = performance.now();
  expect(await synchronise({ people: crowd })).toMatchObject({ unchanged: 5000, created: [], changed: [] });
  expect(performance.now() - begun).toBeLessThan(3000);
});
