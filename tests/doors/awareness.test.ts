import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApplication, type Inside, type TestApplication } from '../support/application.ts';

/** Competence, lessons, training and rehearsals over HTTP; the day moves on. */
let application: TestApplication;
let slug: string;
let now = new Date('2026-11-24T09:00:00Z');
let manager: Inside;
const keys: Record<string, string> = {};

beforeAll(async () => {
  application = await startApplication({}, () => now);
  slug = await application.organisation('Fjordlicht Software GmbH');
  const owner = application.inside(slug);
  await owner.post('/teams', { name: 'Platform', inScope: true });
  for (const [name, startsOn, team] of [
    ['Ada Berg', '2022-04-01', 'TEAM-1'],
    ['Tom Vik', '2022-04-01', 'TEAM-1'],
    ['Eva Lund', '2026-11-20', null],
  ] as const)
    await owner.post('/people', { name, startsOn, team, email: `${name.split(' ')[0]!.toLowerCase()}@fjordlicht.example` });
  await owner.post('/isms-roles', { name: 'Internal auditor', kind: 'internal-auditor', holders: ['P-2'], deputies: ['P-1'] });
  keys['manager'] = await application.key(slug, 'isms-manager', { person: 'P-1' });
  keys['employee'] = await application.key(slug, 'employee', { person: 'P-3' });
  keys['stranger'] = await application.key(slug, 'employee');
  manager = application.inside(slug, keys['manager']);
});
afterAll(() => application?.stop());

const send = (who: string, method: string, path: string, body?: unknown) =>
  application.send(method, `/api/organisations/${slug}${path}`, { key: keys[who]!, ...(body === undefined ? {} : { body }) });
const on = (day: string) => (now = new Date(`${day}T09:00:00Z`));

const lesson = (count: number) =>
  `Lock the screen.\n\n## Questions\n\n${Array.from({ length: count }, (_, index) => `Question ${index}?\n\n- [x] right ${index}\n- [ ] wrong ${index}\n`).join('\n')}`;

describe('lessons', () => {
  it('begins ready lessons, once, for everybody', async () => {
    const { items } = await manager.get('/lessons/templates');
    expect(items.map(({ used }: any) => used)).toEqual([null, null, null, null, null]);
    const begun = await manager.post('/lessons/begin', { templates: ['phishing'] });
    expect(begun.lessons).toMatchObject([{ id: 'LES-1', template: 'phishing', everyMonths: 12, activeOn: '2026-11-24', audience: 'everyone' }]);
    expect((await manager.post('/lessons/begin', { templates: ['phishing'] })).lessons).toEqual([]);
    expect((await send('manager', 'POST', '/lessons/begin', { templates: ['no-such-lesson'] })).status).toBe(404);
    expect((await manager.get('/lessons/templates')).items[0]).toMatchObject({ id: 'phishing', used: 'LES-1' });
  });

  it('assigns them yearly, and to new people within their own time', async () => {
    const { items, counts, teams } = await manager.get('/training');
    expect(items.map(({ name, dueOn, state }: any) => [name, dueOn, state])).toEqual([
      ['Ada Berg', '2026-12-08', 'due'],
      ['Eva Lund', '2026-12-08', 'due'],
      ['Tom Vik', '2026-12-08', 'due'],
    ]);
    expect(counts).toEqual({ passed: 0, due: 3, overdue: 0 });
    expect(teams).toEqual([
      { team: 'Platform', assigned: 2, passed: 0, overdue: 0 },
      { team: 'Without a team', assigned: 1, passed: 0, overdue: 0 },
    ]);
    await manager.post('/people', { name: 'Max New', startsOn: '2026-12-20' });
    on('2026-12-22');
    const { items: later } = await manager.get('/training?state=due');
    expect(later.map(({ name, dueOn }: any) => [name, dueOn])).toEqual([['Max New', '2027-01-03']]);
    on('2026-11-24');
  });

  it('shows an own lesson as it would be read, and refuses to assign one whose questions cannot be asked', async () => {
    const shown = await manager.post('/lessons/preview', { body: lesson(3) });
    expect(shown.blocks).toEqual([{ kind: 'paragraph', runs: [{ text: 'Lock the screen.' }] }]);
    expect([shown.questions.length, shown.problems]).toEqual([3, ['There are 3 questions; at least 8 are needed, of which 5 are drawn.']]);
    const { record } = await manager.post('/lessons', { title: 'Clear desk', body: lesson(3) });
    const refused = await send('manager', 'PATCH', `/lessons/${record.id}`, { activeOn: '2026-11-24' });
    expect([refused.status, refused.body.fields[0].field]).toEqual([400, 'body']);
    expect(refused.body.detail).toContain('There are 3 questions');
    await manager.patch(`/lessons/${record.id}`, { body: lesson(8), activeOn: '2026-11-24', audience: 'teams', audienceTeams: ['TEAM-1'] });
    expect((await send('manager', 'PATCH', `/lessons/${record.id}`, { body: lesson(7) })).status).toBe(400);
    expect((await manager.get(`/training?lesson=${record.id}`)).items.map(({ name }: any) => name)).toEqual(['Ada Berg', 'Tom Vik']);
  });
});

describe('taking a lesson', () => {
  const answers = (questions: any[], right: boolean, body: string) =>
    questions.map(({ number, text, answers: options }) => {
      // The questions do not tell which answers are right; the lesson does.
      const part = body.slice(body.indexOf(text));
      const list = part
        .slice(0, part.indexOf('\n\n', part.indexOf('- [')))
        .split('\n')
        .filter((line) => line.startsWith('- ['));
      expect(list).toHaveLength(options.length);
      const chosen = list.flatMap((line, index) => (/^- \[x\]/i.test(line) ? [index] : []));
      return { number, chosen: right ? chosen : [list.findIndex((line) => line.startsWith('- [ ]'))] };
    });

  it('draws the same five questions for an attempt, others for the next, and passes at the mark', async () => {
    const { body } = await manager.get('/lessons/LES-1');
    const first = (await send('employee', 'GET', '/my/training/LES-1')).body;
    expect([first.questions.length, first.attempt, first.passPercent]).toEqual([5, 0, 80]);
    expect((await send('employee', 'GET', '/my/training/LES-1')).body.questions).toEqual(first.questions);
    expect(JSON.stringify(first.questions)).not.toContain('"right"');

    const half = await send('employee', 'POST', '/my/training/LES-1', { attempt: 0, answers: answers(first.questions, true, body).slice(1) });
    expect([half.status, half.body.fields.length]).toEqual([400, 1]);

    const failed = (await send('employee', 'POST', '/my/training/LES-1', { attempt: 0, answers: answers(first.questions, false, body) })).body;
    expect(failed.record).toMatchObject({ person: 'P-3', score: 0, passed: false, source: 'product', on: '2026-11-24' });
    expect(failed.review.map(({ right }: any) => right)).toEqual([false, false, false, false, false]);

    const again = await send('employee', 'POST', '/my/training/LES-1', { attempt: 0, answers: answers(first.questions, true, body) });
    expect([again.status, again.body.code]).toEqual([409, 'conflict']);

    const second = (await send('employee', 'GET', '/my/training/LES-1')).body;
    expect(second.attempt).toBe(1);
    const asked = first.questions.map(({ number }: any) => number);
    expect(second.questions.filter(({ number }: any) => !asked.includes(number)).length).toBeGreaterThanOrEqual(3);
    const passed = (await send('employee', 'POST', '/my/training/LES-1', { attempt: 1, answers: answers(second.questions, true, body) })).body;
    expect(passed.record).toMatchObject({ score: 100, passed: true });

    const { items } = (await send('employee', 'GET', '/my/training')).body;
    expect(items).toMatchObject([{ lesson: 'LES-1', state: 'passed', passedOn: '2026-11-24', dueOn: '2027-11-24', result: passed.record.id }]);
    expect((await manager.get('/training')).counts).toMatchObject({ passed: 1 });
  });

  it('is not for those whom it does not concern, and no result is undone', async () => {
    expect((await send('employee', 'GET', '/my/training/LES-2')).status).toBe(404);
    expect((await send('stranger', 'GET', '/my/training')).body).toEqual({ person: null, items: [] });
    const { items } = await manager.get('/ledger?limit=100');
    const entry = items.find(({ register }: any) => register === 'training-results');
    expect((await send('manager', 'POST', `/undo/${entry.request}`)).status).toBe(422);
  });

  it('is asked for again a month before it runs out', async () => {
    on('2027-10-26');
    expect((await send('employee', 'GET', '/my/training')).body.items[0]).toMatchObject({ state: 'due', dueOn: '2027-11-24' });
    on('2027-11-25');
    expect((await send('employee', 'GET', '/my/training')).body.items[0]).toMatchObject({ state: 'overdue' });
    on('2026-11-24');
  });

  it('is exported as it is shown', async () => {
    const { body, headers } = await send('manager', 'GET', '/training/export?format=csv&state=passed');
    expect(headers.get('content-disposition')).toContain('training-2026-11-24.csv');
    expect(String(body).trim().split('\r\n').slice(1)).toEqual([
      'Eva Lund,,Phishing,passed,2027-11-24,2026-11-24,100'.replace('Phishing', (await manager.get('/lessons/LES-1')).title),
    ]);
    expect((await send('manager', 'GET', '/training/export?format=xlsx')).status).toBe(200);
  });
});

describe('attendance of outside courses', () => {
  it('is recorded all or nothing, and says row and column', async () => {
    const wrong = await send('manager', 'POST', '/training/attendance', {
      csv: 'person,course,day\nTom Vik,Lead auditor,2026-05-01\nNobody,Lead auditor,2026-05-01\n',
    });
    expect([wrong.status, wrong.body.fields]).toEqual([400, [{ field: 'row 3, column person', message: 'There is nobody called "Nobody".' }]]);
    expect((await manager.get('/training')).courses).toEqual([]);
    const csv = 'person,course,day,score\nTom Vik,Lead auditor,2026-05-01,92\n';
    expect(await manager.post('/training/attendance', { csv })).toMatchObject({ recorded: 1, already: 0 });
    expect(await manager.post('/training/attendance', { csv })).toMatchObject({ recorded: 0, already: 1 });
    expect((await manager.get('/training')).courses).toMatchObject([{ person: 'P-2', title: 'Lead auditor', score: 92 }]);
  });
});

describe('competence', () => {
  it('is asked of a role or of the owners of controls, of exactly one', async () => {
    for (const fields of [{}, { role: 'ROLE-1', controls: ['A.8.13'] }]) {
      const { status, body } = await send('manager', 'POST', '/competences', { title: 'Lead auditor', ...fields });
      expect([status, body.fields.map(({ field }: any) => field)]).toEqual([400, ['role', 'controls']]);
    }
    await manager.post('/competences', { title: 'Lead auditor', role: 'ROLE-1', kind: 'certificate' });
    await manager.post('/competences', { title: 'Restores backups', controls: ['A.8.13'] });
    expect((await send('manager', 'PATCH', '/competences/COMP-1', { controls: ['A.8.13'] })).status).toBe(400);
    expect((await send('manager', 'POST', '/competences', { title: 'x', controls: ['A.9.99'] })).status).toBe(400);
    await manager.patch('/gap/A.8.13', { status: 'partly', owner: 'P-1' });
  });

  it('shows what is missing, planned and held', async () => {
    const gaps = async () =>
      (await manager.get('/competences/gaps')).items.map(({ title, name, roleName, controls, state }: any) => [
        title,
        name,
        roleName,
        controls,
        state,
      ]);
    expect(await gaps()).toEqual([
      ['Lead auditor', 'Tom Vik', 'Internal auditor', [], 'missing'],
      ['Restores backups', 'Ada Berg', null, ['A.8.13'], 'missing'],
    ]);
    await manager.post('/competence-evidence', { title: 'Course', person: 'P-2', competence: 'COMP-1', plannedOn: '2027-02-01' });
    await manager.post('/competence-evidence', { title: 'Five restores', person: 'P-1', competence: 'COMP-2', obtainedOn: '2026-06-01' });
    expect((await gaps()).map((each: any) => each[4])).toEqual(['planned', 'held']);
  });

  it('and everything else hangs on the card of a person', async () => {
    await manager.post('/systems', { name: 'Fjordlicht Cloud', owner: 'P-1', inScope: true });
    const card = await manager.get('/people/P-1/card');
    expect(card).toMatchObject({
      state: { inScope: true, training: { state: 'due', open: 2, all: 2 }, reading: null, competence: { held: 1, all: 1 } },
      roles: [{ id: 'ROLE-1', as: 'deputy' }],
      owns: [
        { register: 'gap-answers', id: 'A.8.13' },
        { register: 'systems', id: 'SYS-1', title: 'Fjordlicht Cloud' },
      ],
      competences: [{ title: 'Restores backups', asked: 'A.8.13', state: 'held' }],
    });
    expect((await manager.get('/people/P-3/card')).results.map(({ score }: any) => score).toSorted()).toEqual([0, 100]);
    expect((await send('manager', 'GET', '/people/P-99/card')).status).toBe(404);
    const { items } = await manager.get('/people/states');
    expect(items.map(({ person, inScope, competence }: any) => [person, inScope, competence?.planned ?? null])).toEqual([
      ['P-1', true, 0],
      ['P-2', true, 1],
      ['P-3', null, null],
      ['P-4', false, null],
    ]);
  });
});

describe('a rehearsal', () => {
  it('is drawn reproducibly by its seed, and scored without changing who was asked what', async () => {
    const { record } = await manager.post('/rehearsals', { people: 2, questions: 3, seed: 'autumn' });
    const again = await manager.post('/rehearsals', { people: 2, questions: 3, seed: 'autumn' });
    expect(again.record.asked).toEqual(record.asked);
    expect(record).toMatchObject({ population: 3, seed: 'autumn' });
    const drawn = (await manager.post('/rehearsals', {})).record;
    expect(drawn.seed).toMatch(/^[0-9a-f]{12}$/);

    const scored = record.asked.map((each: any, index: number) => ({ ...each, score: index === 0 ? 0 : 2, answer: 'Said so.' }));
    await manager.patch(`/rehearsals/${record.id}`, { asked: scored, version: record.version });
    expect((await send('manager', 'PATCH', `/rehearsals/${record.id}`, { asked: scored, version: record.version })).status).toBe(409);
    expect((await send('manager', 'PATCH', `/rehearsals/${record.id}`, { asked: scored.slice(1) })).body.detail).toContain('drawn by lot');
    const { items } = await manager.get('/rehearsals');
    expect(items.at(-1)).toMatchObject({ id: record.id, score: 83 });
    expect(items.at(-1).asked.every(({ good, clause, name }: any) => good !== '' && clause !== '' && name !== '')).toBe(true);
    const { questions, teams } = await manager.get('/rehearsals/results');
    expect(questions[0].percent).toBeLessThan(100);
    expect(questions.reduce((sum: number, { failed }: any) => sum + failed, 0)).toBe(1);
    expect(teams.reduce((sum: number, { asked }: any) => sum + asked, 0)).toBe(6);
  });
});
