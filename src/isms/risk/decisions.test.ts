import { beforeEach, describe, expect, it } from 'vitest';
import type { Problem } from '../../platform/contract/problem.ts';
import { risk as service } from './service.ts';
import { actor, ada, add, beginAnew, bo, call, confirmed, edit, putInForce, rated, refused, store } from './testing.ts';

describe('acceptance', () => {
  const ask = async (id: string, by = bo) => (await service.acceptances.request(call(by), { id, reason: 'Little is left.' })).record;
  const decide = (id: string, by = ada, more: object = {}) =>
    service.acceptances.decide(call(by), { id, accept: true, decision: 'Agreed', expiresOn: null, password: 'secret', ...more });
  beforeEach(async () => {
    beginAnew();
    await putInForce('five-by-five');
  });

  it('is bound to the residual rating, signed by the owner, and expires', async () => {
    const { id } = await add(rated);
    const request = await ask(id);
    expect(request).toMatchObject({
      status: 'requested',
      requestedBy: 'user:bo',
      likelihood: 2,
      impact: 3,
      score: 6,
      level: 'Medium',
      method: 'METHOD-1',
    });
    confirmed.length = 0;
    expect((await decide(request.id)).record).toMatchObject({
      status: 'accepted',
      decidedBy: 'user:ada',
      decidedByPerson: 'P-1',
      decidedByRole: 'contributor',
      decidedAt: '2027-03-03T10:00:00Z',
      expiresOn: '2028-03-02',
    });
    expect(confirmed).toEqual(['secret']);
    expect(await service.risks.get(call(), { id })).toMatchObject({ acceptance: 'accepted', acceptanceExpiresOn: '2028-03-02' });
    await edit(id, { residualLikelihood: 3 });
    expect(await service.risks.get(call(), { id })).toMatchObject({ acceptance: 'void' });
  });

  it('binds to the current rating where nothing is done', async () => {
    const { id } = await add({ ...rated, treatment: 'accept' });
    expect(await ask(id)).toMatchObject({ likelihood: 3, impact: 3, score: 9 });
  });

  it.each<[string, object, string]>([
    ['an owner', { ...rated, owner: null }, 'owner'],
    ['a treatment', { ...rated, treatment: 'undecided' }, 'treatment'],
    ['a current rating', { ...rated, currentImpact: null }, 'currentLikelihood'],
    ['a residual rating', { ...rated, residualImpact: null }, 'residualLikelihood'],
  ])('cannot be asked for without %s', async (_, fields, field) => {
    const { id } = await add(fields);
    const problem = await ask(id).catch((error: Problem) => error);
    expect(problem).toMatchObject({ code: 'not-possible', data: { fields: [{ field }] } });
  });

  it('is asked for once at a time', async () => {
    const { id } = await add(rated);
    const first = await ask(id);
    await expect(ask(id)).rejects.toEqual(refused('not-possible', /waits for a decision/));
    await service.acceptances.withdraw(call(), { id: first.id });
    expect((await ask(id)).id).not.toBe(first.id);
    await expect(service.acceptances.withdraw(call(), { id: first.id })).rejects.toEqual(refused('not-possible'));
  });

  it('is not decided by others, nor by who asked, nor without a signature', async () => {
    const { id } = await add(rated);
    const request = await ask(id);
    await expect(decide(request.id, bo)).rejects.toEqual(refused('not-permitted', /Only the risk owner/));
    await expect(decide(request.id, ada, { password: 'wrong' })).rejects.toEqual(refused('not-permitted', /password/));
    await service.acceptances.withdraw(call(), { id: request.id });
    await expect(decide((await ask(id, ada)).id, ada)).rejects.toEqual(refused('not-permitted', /does not grant/));
  });

  it('is not decided by who asked with a key, even after the key has been revoked', async () => {
    const { id } = await add(rated);
    store('apiKeys', {
      id: 'KEY-1',
      name: 'Script',
      role: 'contributor',
      start: 'annexa_',
      person: 'P-1',
      createdBy: 'Ada',
      archivedAt: '2027-03-03T09:00:00Z',
    });
    const request = await ask(id, actor('key:KEY-1', 'P-1'));
    await expect(decide(request.id)).rejects.toEqual(refused('not-permitted', /does not grant/));
  });

  it('is not possible once the risk has changed or it has been decided', async () => {
    const { id } = await add(rated);
    const request = await ask(id);
    await edit(id, { residualLikelihood: 1 });
    await expect(decide(request.id)).rejects.toEqual(refused('not-possible', /has changed/));
    const second = await ask(id);
    await decide(second.id, ada, { accept: false });
    await expect(decide(second.id)).rejects.toEqual(refused('not-possible', /refused already/));
    expect(await service.risks.get(call(), { id })).toMatchObject({ acceptance: 'refused', acceptanceExpiresOn: null });
  });

  it('keeps to the days of the method', async () => {
    const { id } = await add(rated);
    const request = await ask(id);
    for (const expiresOn of ['2028-03-03', '2027-03-02'])
      await expect(decide(request.id, ada, { expiresOn })).rejects.toEqual(refused('invalid-input'));
    expect((await decide(request.id, ada, { expiresOn: '2027-09-01' })).record).toMatchObject({ expiresOn: '2027-09-01' });
  });

  it('lists what waits for whom', async () => {
    const { id } = await add(rated);
    const request = await ask(id);
    expect((await service.acceptances.list(call(ada), { mine: true })).items).toMatchObject([
      { id: request.id, state: 'requested', riskTitle: 'Theft', mayDecide: true, whyNot: null },
    ]);
    expect((await service.acceptances.list(call(bo), { mine: true })).items).toEqual([]);
    expect((await service.acceptances.list(call(bo), { risk: id })).items).toMatchObject([{ mayDecide: false }]);
    await service.acceptances.withdraw(call(), { id: request.id });
    expect((await service.acceptances.list(call(bo), {})).items).toMatchObject([{ state: 'withdrawn' }]);
    expect((await service.acceptances.list(call(bo), { risk: 'R-99' })).items).toEqual([]);
  });
});
