import { beforeEach, describe, expect, it } from 'vitest';
import type { Problem } from '../../platform/contract/problem.ts';
import { standard } from '../../standard/standard.ts';
import { riskContract } from './contract.ts';
import { methodTemplates } from './library.ts';
import { risk as service } from './service.ts';
import { add, beginAnew, bo, call, confirmed, edit, putInForce, rated, refused, store } from './testing.ts';

beforeEach(beginAnew);

describe('the method', () => {
  it('is drafted from a ready one, changed, and put in force with a signature', async () => {
    await expect(service.methods.current(call(), {})).rejects.toEqual(refused('not-found'));
    const { record: draft } = await service.methods.draft(call(), { template: 'four-by-four' });
    expect(draft).toMatchObject({ number: 1, status: 'draft', title: 'Four by four' });
    await service.methods.change(call(), { id: draft.id, appetite: 4 });
    await expect(service.methods.putInForce(call(), { id: draft.id, password: 'wrong' })).rejects.toEqual(refused('not-permitted'));
    const { record: inForce } = await service.methods.putInForce(call(), { id: draft.id, password: 'secret' });
    expect(inForce).toMatchObject({
      status: 'in-force',
      appetite: 4,
      approvedBy: 'user:bo',
      approvedByName: 'user:bo',
      approvedAt: '2027-03-03T10:00:00Z',
    });
    expect(await service.methods.current(call(), {})).toEqual(inForce);
  });

  it('retires the one before, and is numbered on', async () => {
    const first = await putInForce('three-by-three');
    const { record: copy } = await service.methods.draft(call(), {});
    expect(copy).toMatchObject({ number: 2, title: first.title, approvedAt: null });
    await service.methods.putInForce(call(), { id: copy.id, password: 'secret' });
    const { items } = await service.methods.list(call(), {});
    expect(items.map(({ number, status }) => `${number} ${status}`)).toEqual(['2 in-force', '1 retired']);
  });

  it('is changed and discarded only as a draft, of which there is one', async () => {
    const { id } = await putInForce('three-by-three');
    await expect(service.methods.change(call(), { id, appetite: 2 })).rejects.toEqual(refused('not-possible'));
    await expect(service.methods.discard(call(), { id })).rejects.toEqual(refused('not-possible'));
    await expect(service.methods.putInForce(call(), { id, password: 'secret' })).rejects.toEqual(refused('not-possible'));
    const { record: draft } = await service.methods.draft(call(), {});
    await expect(service.methods.draft(call(), {})).rejects.toEqual(refused('not-possible', /being drafted/));
    await service.methods.discard(call(), { id: draft.id });
    expect((await service.methods.list(call(), {})).items.map((method) => method.id)).toEqual([id]);
  });

  it('is not put in force with faults, and no password is asked for', async () => {
    const { record: draft } = await service.methods.draft(call(), {});
    await service.methods.change(call(), { id: draft.id, appetite: 40 });
    await expect(service.methods.putInForce(call(), { id: draft.id, password: 'secret' })).rejects.toEqual(refused('not-possible', /appetite/));
    expect(confirmed).toEqual([]);
  });

  it('has ready ones to start from, and says so of others', async () => {
    expect((await service.methods.templates(call(), {})).items).toHaveLength(methodTemplates().length);
    await expect(service.methods.draft(call(), { template: 'none' })).rejects.toEqual(refused('invalid-input'));
  });
});

describe('rating', () => {
  it('needs a method in force; describing does not', async () => {
    expect(await add({})).toMatchObject({ identifiedOn: '2027-03-03', method: null, ratedOn: null, reviewOn: null });
    await expect(add({ currentLikelihood: 1 })).rejects.toEqual(refused('not-possible', /no risk method in force/));
  });

  it('sets the method, the day, and the next review by the level', async () => {
    const { id } = await putInForce('five-by-five');
    expect(await add(rated)).toMatchObject({ method: id, ratedOn: '2027-03-03', reviewOn: '2027-08-30' });
    expect(await add({ inherentLikelihood: 5, inherentImpact: 5 })).toMatchObject({ reviewOn: '2027-04-02' });
    expect(await add({ ...rated, ratedOn: '2027-01-01' })).toMatchObject({ ratedOn: '2027-01-01', reviewOn: '2027-06-30' });
    expect(await add({ ...rated, reviewOn: '2027-12-24' })).toMatchObject({ reviewOn: '2027-12-24' });
  });

  it('names the field and what the scale allows', async () => {
    await putInForce('three-by-three');
    const problem = await add({ currentLikelihood: 5, currentImpact: 3 }).catch((error: Problem) => error);
    expect(problem).toMatchObject({
      code: 'invalid-input',
      data: { fields: [{ field: 'currentLikelihood', message: expect.stringMatching(/^Current likelihood: 5 .* 1 to 3/) }] },
    });
  });

  it('takes no method that somebody names', async () => {
    const old = await putInForce('five-by-five');
    const { id } = await putInForce('five-by-five');
    expect(await add({ method: old.id })).toMatchObject({ method: null });
    expect(await add({ ...rated, method: old.id })).toMatchObject({ method: id });
  });

  it('is left alone by other changes, and forgotten with the ratings', async () => {
    const old = await putInForce('five-by-five');
    const { id } = await add({ currentLikelihood: 2, currentImpact: 2 });
    await putInForce('five-by-five');
    expect(await edit(id, { title: 'Burglary', currentLikelihood: 2, method: old.id })).toMatchObject({ title: 'Burglary', method: old.id });
    expect(await edit(id, { currentLikelihood: null, currentImpact: null })).toMatchObject({ method: null, ratedOn: null });
  });

  it('ends a re-opening', async () => {
    await putInForce('five-by-five');
    const { id } = await add({ ...rated, status: 'closed' });
    const { record: open } = await service.risks.reopen(call(), { id, because: 'incident', note: 'It happened.' });
    expect(open).toMatchObject({ status: 'open', reopenedBecause: 'incident', reopenedNote: 'It happened.', reviewOn: '2027-03-03' });
    expect(await edit(id, { currentLikelihood: 4 })).toMatchObject({ reopenedBecause: '', reopenedNote: '' });
  });
});

describe('a new version of the method', () => {
  it('alters no rated risk: it is listed with a proposal', async () => {
    const old = await putInForce('three-by-three');
    const before = await add({ currentLikelihood: 3, currentImpact: 2 });
    expect((await service.risks.reRating(call(), {})).items).toEqual([]);
    await putInForce('five-by-five');
    const { items } = await service.risks.reRating(call(), {});
    expect(items).toMatchObject([
      {
        id: before.id,
        method: old.id,
        methodOutdated: true,
        current: { score: 6, level: 'High' },
        suggested: { currentLikelihood: 5, currentImpact: 3, inherentImpact: null },
      },
    ]);
    expect(await service.risks.get(call(), { id: before.id })).toMatchObject(before);
  });

  it('takes no step over from a scale of another size', async () => {
    await putInForce('three-by-three');
    const { id } = await add({ inherentLikelihood: 3, inherentImpact: 3, currentLikelihood: 2, currentImpact: 2 });
    const method = await putInForce('five-by-five');
    const problem = await edit(id, { currentLikelihood: 4, currentImpact: 4 }).catch((error: Problem) => error);
    expect(problem).toMatchObject({
      code: 'invalid-input',
      data: { fields: [{ field: 'inherentLikelihood' }, { field: 'inherentImpact' }], remedy: expect.stringMatching(/rate all of it again/) },
    });
    expect(await edit(id, { inherentLikelihood: 5, inherentImpact: 5, currentLikelihood: 4, currentImpact: 4 })).toMatchObject({ method: method.id });
    expect((await service.risks.reRating(call(), {})).items).toEqual([]);
  });

  it('is refused where an old step lies beyond the scale', async () => {
    await putInForce('five-by-five');
    const { id } = await add({ inherentLikelihood: 5, inherentImpact: 5, currentLikelihood: 5, currentImpact: 5 });
    await putInForce('three-by-three');
    await expect(edit(id, { currentLikelihood: 2 })).rejects.toEqual(refused('invalid-input'));
  });

  it('is confirmed by naming it, also where every step stays', async () => {
    await putInForce('five-by-five');
    const { id } = await add({ currentLikelihood: 2, currentImpact: 2 });
    const method = await putInForce('matrix');
    expect(await edit(id, { currentLikelihood: 2, currentImpact: 2 }, call(bo, '2027-04-01'))).toMatchObject({
      method: 'METHOD-1',
      ratedOn: '2027-03-03',
    });
    expect(await edit(id, { method: method.id, currentLikelihood: 2, currentImpact: 2 }, call(bo, '2027-04-01'))).toMatchObject({
      method: method.id,
      ratedOn: '2027-04-01',
    });
  });
});

describe('the register', () => {
  it('adopts scenarios with a first rating, and marks them as taken', async () => {
    const [one, two] = standard.scenarios as [(typeof standard.scenarios)[number], (typeof standard.scenarios)[number]];
    const method = await putInForce('five-by-five');
    const { records } = await service.risks.adopt(call(), { scenarios: [one.id, two.id], owner: 'P-1' });
    expect(records.map(({ scenario }) => scenario)).toEqual([one.id, two.id]);
    expect(records[0]).toMatchObject({
      method: method.id,
      owner: 'P-1',
      inherentLikelihood: one.likelihood,
      currentLikelihood: null,
      ratedOn: '2027-03-03',
      reviewOn: expect.any(String),
    });
    const taken = async () => (await service.risks.library(call(), {})).items.filter((each) => each.taken).map(({ id }) => id);
    expect((await taken()).toSorted()).toEqual([one.id, two.id].toSorted());
    await service.risks.archive(call(), { id: records[0]!.id });
    expect(await taken()).toEqual([two.id]);
    await expect(service.risks.adopt(call(), { scenarios: ['none'], owner: null })).rejects.toEqual(refused('not-found'));
  });

  it('adopts scenarios unrated where no method is in force', async () => {
    const { records } = await service.risks.adopt(call(), { scenarios: [standard.scenarios[0]!.id], owner: null });
    expect(records[0]).toMatchObject({ method: null, inherentLikelihood: null, ratedOn: null });
  });

  it('changes several alike, or none', async () => {
    const ids = [(await add({})).id, (await add({})).id];
    await expect(service.risks.changeMany(call(), { ids: [...ids, 'R-9'], change: { owner: 'P-1' } })).rejects.toEqual(refused('not-found'));
    expect((await service.risks.changeMany(call(), { ids, change: { owner: 'P-1', treatment: 'mitigate' } })).records).toMatchObject([
      { owner: 'P-1' },
      { owner: 'P-1', treatment: 'mitigate' },
    ]);
  });

  it('lists, sorts by score and filters by level what has been calculated', async () => {
    await putInForce('five-by-five');
    await add({ currentLikelihood: 2, currentImpact: 2 });
    await add({ currentLikelihood: 5, currentImpact: 5 });
    const query = { limit: 100, offset: 0, archived: 'hide' as const };
    expect((await service.risks.list(call(), { ...query, sort: '-current' })).items).toMatchObject([
      { id: 'R-2', current: { level: 'Critical' } },
      { id: 'R-1' },
    ]);
    expect((await service.risks.list(call(), { ...query, filter: { 'current.level': 'Low' } })).items).toMatchObject([{ id: 'R-1' }]);
    expect((await service.risks.export(call(), { ...query, format: 'csv' })).size).toBeGreaterThan(100);
  });

  it('draws the heat map of the method in force, or of another', async () => {
    await expect(service.risks.heatMap(call(), { basis: 'current' })).rejects.toEqual(refused('not-possible'));
    const old = await putInForce('five-by-five');
    await add({ currentLikelihood: 2, currentImpact: 2 });
    const method = await putInForce('three-by-three');
    expect(await service.risks.heatMap(call(), { basis: 'current' })).toMatchObject({ method: method.id, otherMethods: 1 });
    expect((await service.risks.heatMap(call(), { basis: 'current', method: old.id })).cells.flatMap(({ risks }) => risks)).toEqual(['R-1']);
    await expect(service.risks.heatMap(call(), { basis: 'current', method: 'METHOD-9' })).rejects.toEqual(refused('not-found'));
  });

  it('shows the trend: past days as they were, today as it is', async () => {
    await putInForce('five-by-five');
    await add({ currentLikelihood: 5, currentImpact: 5 });
    const { points } = await service.risks.trend(call(), { days: 30, points: 3 });
    expect(points.map(({ day, open, aboveAppetite }) => [day, open, aboveAppetite])).toEqual([
      ['2027-02-01', 0, 0],
      ['2027-02-16', 0, 0],
      ['2027-03-03', 1, 1],
    ]);
  });

  it('checks ratings against the controls that work', async () => {
    await putInForce('five-by-five');
    await add(rated);
    expect((await service.risks.consistency(call(), {})).findings).toMatchObject([{ kind: 'lowered-without-control', risks: ['R-1'] }]);
    store('gapAnswers', { id: 'A.8.7', status: 'implemented' });
    expect((await service.risks.consistency(call(), {})).findings).toEqual([]);
  });

  it('notes the day on which a task was done', async () => {
    const { id } = await add({});
    const input = riskContract.tasks.create['~orpc'].inputSchema!.parse({ title: 'Buy a lock', risk: id });
    const { record: task } = await service.tasks.create(call(), input);
    expect(task.doneOn).toBeNull();
    expect((await service.tasks.update(call(), { id: task.id, status: 'done' })).record).toMatchObject({ doneOn: '2027-03-03' });
  });
});
