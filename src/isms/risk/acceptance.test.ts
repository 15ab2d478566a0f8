import { describe, expect, it } from 'vitest';
import type { Isms } from '../isms.ts';
import { emptyIsms, record } from '../testing.ts';
import { acceptanceState, latestAcceptance, mayDecide, type Decider } from './acceptance.ts';
import { methodTemplates } from './library.ts';
import type { Acceptance, Risk, TreatmentTask } from './model.ts';
import { fingerprint } from './plan.ts';

const method = record('riskMethods', { ...methodTemplates()[0]!.method, number: 1, status: 'in-force' });
const risk = record('risks', {
  title: 'Ransomware',
  owner: 'P-1',
  method: 'METHOD-1',
  inherentLikelihood: 4,
  inherentImpact: 5,
  currentLikelihood: 3,
  currentImpact: 5,
  residualLikelihood: 1,
  residualImpact: 5,
  treatment: 'mitigate',
  controls: ['A.8.7', 'A.8.13'],
});
const task = record('treatmentTasks', { title: 'Test restoring', risk: 'R-1', assignee: 'P-2', dueOn: '2027-05-01', cost: 1000 });
const request = record('acceptances', {
  risk: 'R-1',
  status: 'requested',
  requestedBy: 'user:bo',
  requestedByName: 'Bo',
  requestedOn: '2027-03-01',
  fingerprint: fingerprint(risk, [task]),
  method: 'METHOD-1',
  likelihood: 1,
  impact: 5,
  score: 5,
  level: 'Medium',
});
const member = (id: string, userId: string, person: string | null) =>
  record('members', { id, userId, email: `${userId}@example.org`, name: userId, role: 'contributor', person });
const isms: Isms = {
  ...emptyIsms(),
  riskMethods: [method],
  risks: [risk],
  treatmentTasks: [task],
  acceptances: [request],
  people: [record('people', { id: 'P-1', name: 'Ada' }), record('people', { id: 'P-2', name: 'Bo' })],
  members: [member('M-1', 'ada', 'P-1'), member('M-2', 'bo', 'P-2')],
};
const ada: Decider = { id: 'user:ada', person: 'P-1', role: 'contributor' };

describe('fingerprint', () => {
  const before = fingerprint(risk, [task]);

  it('is a SHA-256 that depends on no order', () => {
    const second = { ...task, id: 'TT-2', title: 'Buy storage' };
    expect(before).toMatch(/^[0-9a-f]{64}$/);
    expect(fingerprint({ ...risk, controls: risk.controls.toReversed() }, [task])).toBe(before);
    expect(fingerprint(risk, [task, second])).toBe(fingerprint(risk, [second, task]));
  });

  it.each<[string, Partial<Risk>]>([
    ['the method', { method: 'METHOD-2' }],
    ['the treatment', { treatment: 'transfer' }],
    ['a control', { controls: ['A.8.7'] }],
    ['the current rating', { currentLikelihood: 2 }],
    ['the residual rating', { residualImpact: 4 }],
    ['the owner', { owner: 'P-2' }],
  ])('changes with %s', (_, change) => expect(fingerprint({ ...risk, ...change }, [task])).not.toBe(before));

  it.each<[string, Partial<TreatmentTask>]>([
    ['title', { title: 'Else' }],
    ['assignee', { assignee: null }],
    ['due date', { dueOn: '2027-06-01' }],
    ['cost', { cost: 0 }],
  ])('changes with the %s of a task', (_, change) => expect(fingerprint(risk, [{ ...task, ...change }])).not.toBe(before));

  it('does not change with progress, nor with words beside the rating', () => {
    expect(fingerprint(risk, [{ ...task, status: 'done', doneOn: '2027-04-01', note: 'Went well' }])).toBe(before);
    expect(fingerprint({ ...risk, title: 'Extortion', description: 'More', reviewOn: '2028-01-01', version: 9 }, [task])).toBe(before);
  });
});

describe('acceptanceState', () => {
  const state = (fields: Partial<Acceptance>, now: Risk | undefined = risk, day = '2027-03-03') =>
    acceptanceState({ ...request, ...fields }, now, [task], day);

  it('follows the decision', () => {
    expect(state({})).toBe('requested');
    expect(state({ status: 'accepted', expiresOn: '2027-03-03' })).toBe('accepted');
    expect(state({ status: 'refused' })).toBe('refused');
    expect(state({ status: 'withdrawn' })).toBe('withdrawn');
  });
  it('expires after its last day', () => expect(state({ status: 'accepted', expiresOn: '2027-03-03' }, risk, '2027-03-04')).toBe('expired'));
  it('is void once the risk has changed or is gone', () => {
    expect(state({}, { ...risk, residualLikelihood: 2 })).toBe('void');
    expect(state({ status: 'accepted', expiresOn: '2028-01-01' }, { ...risk, residualLikelihood: 2 })).toBe('void');
    expect(acceptanceState(request, undefined, [], '2027-03-03')).toBe('void');
  });
});

describe('latestAcceptance', () => {
  it('passes over what was withdrawn', () => {
    const acceptances = [
      request,
      { ...request, id: 'ACC-2', status: 'accepted' as const },
      { ...request, id: 'ACC-10', status: 'withdrawn' as const },
    ];
    expect(latestAcceptance({ ...isms, acceptances }).get('R-1')?.id).toBe('ACC-2');
  });
});

describe('mayDecide', () => {
  const decide = (
    decider: Decider,
    document = isms,
    asked: Acceptance = request,
    by: typeof method | undefined = method,
    now: Risk | undefined = document.risks[0],
  ) => mayDecide(document, decider, asked, now, by);

  it('lets the owner decide on a request of somebody else', () => expect(decide(ada)).toEqual({ may: true, whyNot: null }));

  it('refuses everybody but the owner, whatever their role', () => {
    expect(decide({ id: 'user:eve', person: 'P-3', role: 'owner' })).toEqual({ may: false, whyNot: 'Only the risk owner decides: Ada (6.1.3 f).' });
    expect(decide({ id: 'machine', person: null, role: 'owner' }).may).toBe(false);
  });

  it('takes two unknown persons for nobody', () => {
    const ownerless = { ...risk, owner: null };
    const asked = { ...request, fingerprint: fingerprint(ownerless, [task]) };
    expect(decide({ ...ada, person: null }, { ...isms, risks: [ownerless], acceptances: [asked] }, asked).may).toBe(false);
  });

  describe('never lets the requester decide', () => {
    const by = (requestedBy: string) => ({ ...request, requestedBy });
    const whyNot = 'Whoever asks for an acceptance does not grant it.';
    it('under the same account', () => expect(decide(ada, isms, by('user:ada')).whyNot).toBe(whyNot));
    it('under the same account, though it is no longer known whose it was', () =>
      expect(decide(ada, { ...isms, members: [] }, by('user:ada')).whyNot).toBe(whyNot));
    it('under another account of the same person', () =>
      expect(decide(ada, { ...isms, members: [...isms.members, member('M-3', 'ada2', 'P-1')] }, by('user:ada2')).whyNot).toBe(whyNot));
    it('with a key that acts for the same person', () => {
      const key = record('apiKeys', { id: 'KEY-7', name: 'Script', role: 'contributor', start: 'annexa_', person: 'P-1', createdBy: 'Ada' });
      expect(decide(ada, { ...isms, apiKeys: [key] }, by('key:KEY-7')).whyNot).toBe(whyNot);
      expect(
        mayDecide(isms, ada, by('key:KEY-7'), risk, method, { members: [], apiKeys: [{ ...key, archivedAt: '2027-03-02T00:00:00Z' }] }).whyNot,
      ).toBe(whyNot);
      expect(decide({ ...ada, id: 'key:KEY-7' }, { ...isms, apiKeys: [key] }, by('user:ada')).whyNot).toBe(whyNot);
    });
  });

  it('keeps to the rule of the level that was asked for', () => {
    const high = { ...request, score: 12, level: 'High' };
    expect(decide(ada, { ...isms, acceptances: [high] }, high).whyNot).toBe('A residual risk of level "High" is accepted by top management, owner.');
    expect(decide({ ...ada, role: 'top-management' }, { ...isms, acceptances: [high] }, high).may).toBe(true);
    const critical = { ...request, score: 25, level: 'Critical' };
    expect(decide({ ...ada, role: 'owner' }, { ...isms, acceptances: [critical] }, critical).whyNot).toBe(
      'A residual risk of level "Critical" is accepted by nobody.',
    );
  });

  it('refuses where the method is not known', () => expect(mayDecide(isms, ada, request, risk, undefined).may).toBe(false));

  it('refuses what no longer waits', () => {
    for (const status of ['accepted', 'refused', 'withdrawn'] as const)
      expect(decide(ada, isms, { ...request, status }).whyNot).toBe(`It has been ${status} already.`);
    expect(mayDecide(isms, ada, request, undefined, method).whyNot).toBe('The risk has been archived.');
    expect(decide(ada, { ...isms, risks: [{ ...risk, residualImpact: 4 }] }).whyNot).toMatch(/has changed/);
    expect(decide(ada, { ...isms, treatmentTasks: [] }).whyNot).toMatch(/has changed/);
    expect(decide(ada, { ...isms, acceptances: [request, { ...request, id: 'ACC-2' }] }).whyNot).toMatch(/^ACC-2 was asked for later/);
  });
});
