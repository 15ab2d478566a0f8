import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Isms } from '../isms.ts';
import { emptyIsms, record } from '../testing.ts';
import { assess, assessedRisks } from './assess.ts';
import { methodTemplates } from './library.ts';
import { fingerprint } from './plan.ts';

const day = '2027-03-03';
const template = (id: string) => methodTemplates().find((each) => each.id === id)!.method;

/** One rated risk under a method in force, with an owner. */
function isms(fields: Partial<Isms['risks'][number]> = {}): Isms {
  return {
    ...emptyIsms(),
    people: [record('people', { id: 'P-1', name: 'Ada' })],
    riskMethods: [
      record('riskMethods', { ...template('three-by-three'), id: 'METHOD-1', number: 1, status: 'retired' }),
      record('riskMethods', { ...template('five-by-five'), id: 'METHOD-2', number: 2, status: 'in-force' }),
    ],
    risks: [
      record('risks', {
        title: 'Ransomware',
        owner: 'P-1',
        method: 'METHOD-2',
        inherentLikelihood: 4,
        inherentImpact: 5,
        currentLikelihood: 3,
        currentImpact: 5,
        residualLikelihood: 1,
        residualImpact: 5,
        treatment: 'mitigate',
        controls: ['A.8.7', 'A.8.13'],
        ...fields,
      }),
    ],
  };
}
const accepted = (document: Isms, fields: Partial<Isms['acceptances'][number]> = {}) =>
  record('acceptances', {
    risk: 'R-1',
    status: 'accepted',
    requestedBy: 'user:b',
    requestedByName: 'Bo',
    requestedOn: '2027-01-01',
    fingerprint: fingerprint(document.risks[0]!, []),
    method: 'METHOD-2',
    likelihood: 1,
    impact: 5,
    score: 5,
    level: 'Medium',
    expiresOn: '2027-06-30',
    ...fields,
  });
const only = (document: Isms, on = day) => assessedRisks(document, on)[0]!;

describe('ratings', () => {
  it('come from the method that the risk was rated with', () => {
    const found = only(isms());
    expect([found.inherent?.score, found.current?.score, found.residual?.score]).toEqual([20, 15, 5]);
    expect([found.inherent?.level, found.current?.level, found.residual?.level]).toEqual(['Critical', 'High', 'Medium']);
    expect(found).toMatchObject({ methodOutdated: false, ownerName: 'Ada', acceptance: 'none', acceptanceExpiresOn: null });
  });

  it('stay as they are when another method comes into force', () => {
    const found = only(isms({ method: 'METHOD-1', inherentLikelihood: 3, inherentImpact: 3, currentLikelihood: 2, currentImpact: 3 }));
    expect(found).toMatchObject({ methodOutdated: true, inherent: { score: 9, level: 'Critical' }, current: { score: 6, level: 'High' } });
  });

  it('are unknown without a method or outside its scales', () => {
    expect(only(isms({ method: null }))).toMatchObject({ inherent: null, current: null, residual: null, methodOutdated: false });
    expect(only(isms({ method: 'METHOD-1' }))).toMatchObject({ inherent: null, current: null });
    expect(only(isms({ method: 'METHOD-9' }))).toMatchObject({ inherent: null, methodOutdated: true });
  });

  it('know no name of an owner who is not there', () => {
    expect(only(isms({ owner: 'P-9' })).ownerName).toBeNull();
    expect(only(isms({ owner: null })).ownerName).toBeNull();
  });
});

describe('residualReached', () => {
  const implemented = (...ids: string[]) => ids.map((id) => record('gapAnswers', { id, status: 'implemented' }));
  const task = (status: 'planned' | 'done') => record('treatmentTasks', { title: 'Buy backup', risk: 'R-1', status });

  it('needs every control implemented', () => {
    expect(only({ ...isms(), gapAnswers: implemented('A.8.7') }).residualReached).toBe(false);
    expect(only({ ...isms(), gapAnswers: [...implemented('A.8.7'), record('gapAnswers', { id: 'A.8.13', status: 'partly' })] }).residualReached).toBe(
      false,
    );
    expect(only({ ...isms(), gapAnswers: implemented('A.8.7', 'A.8.13') }).residualReached).toBe(true);
  });

  it('needs every task done', () => {
    const gapAnswers = implemented('A.8.7', 'A.8.13');
    expect(only({ ...isms(), gapAnswers, treatmentTasks: [task('planned')] }).residualReached).toBe(false);
    expect(only({ ...isms(), gapAnswers, treatmentTasks: [task('done')] }).residualReached).toBe(true);
    expect(only({ ...isms(), gapAnswers, treatmentTasks: [{ ...task('planned'), risk: 'R-2' }] }).residualReached).toBe(true);
  });

  it('is never reached by doing nothing, nor without a rating', () => {
    expect(only(isms({ controls: [] })).residualReached).toBe(false);
    expect(only({ ...isms({ residualImpact: null }), gapAnswers: implemented('A.8.7', 'A.8.13') }).residualReached).toBe(false);
  });
});

describe('acceptance', () => {
  it('follows the last request that was not withdrawn', () => {
    const base = isms();
    const acceptances = [accepted(base), accepted(base, { id: 'ACC-2', status: 'refused' }), accepted(base, { id: 'ACC-10', status: 'withdrawn' })];
    expect(only({ ...base, acceptances: acceptances.slice(0, 1) })).toMatchObject({ acceptance: 'accepted', acceptanceExpiresOn: '2027-06-30' });
    expect(only({ ...base, acceptances }).acceptance).toBe('refused');
    expect(only({ ...base, acceptances: acceptances.slice(2) }).acceptance).toBe('none');
  });

  it('ends after its last day, and at once when the rating changes', () => {
    const base = isms();
    const document = { ...base, acceptances: [accepted(base)] };
    expect(only(document, '2027-06-30').acceptance).toBe('accepted');
    expect(only(document, '2027-07-01').acceptance).toBe('expired');
    expect(only({ ...document, risks: [{ ...base.risks[0]!, residualImpact: 4 }] }).acceptance).toBe('void');
  });
});

describe('remembering', () => {
  it('answers the same array for the same records, document and day', () => {
    const document = isms();
    expect(assessedRisks(document, day)).toBe(assessedRisks(document, day));
    expect(assessedRisks(document, '2027-03-04')).not.toBe(assessedRisks(document, day));
    expect(assess({ ...document }, document.risks, day)).toBe(assess(document, document.risks, day));
    expect(assess({ ...document, people: [] }, document.risks, day)).not.toBe(assessedRisks(document, day));
  });

  it('stays right over many days', () => {
    const document = isms();
    const first = assessedRisks(document, day);
    for (let each = 10; each < 29; each++) assessedRisks(document, `2027-03-${each}`);
    expect(assessedRisks(document, day)).toEqual(first);
  });
});

describe('many risks', () => {
  const step = fc.option(fc.integer({ min: 1, max: 7 }), { nil: null });
  it('are assessed the same way each time, one for one', () => {
    const anyRisk = fc.record({
      inherentLikelihood: step,
      inherentImpact: step,
      currentLikelihood: step,
      currentImpact: step,
      method: fc.constantFrom('METHOD-1', 'METHOD-2', null),
    });
    fc.assert(
      fc.property(fc.array(anyRisk, { maxLength: 20 }), (list) => {
        const document = isms();
        const risks = list.map((fields, index) => ({ ...document.risks[0]!, ...fields, id: `R-${index}` }));
        const once = assess(document, risks, day);
        expect(assess(structuredClone(document), structuredClone(risks), day)).toEqual(once);
        expect(once.map(({ id }) => id)).toEqual(risks.map(({ id }) => id));
      }),
    );
  });

  it('take no noticeable time: ten thousand with plans and acceptances', () => {
    const base = isms();
    const make = (): Isms => {
      const risks = Array.from({ length: 10_000 }, (_, index) => ({ ...base.risks[0]!, id: `R-${index}` }));
      const treatmentTasks = risks.map(({ id }, index) => record('treatmentTasks', { id: `TT-${index}`, title: 'Do it', risk: id }));
      const acceptances = risks.map((risk, index) => ({
        ...accepted(base),
        id: `ACC-${index}`,
        risk: risk.id,
        fingerprint: fingerprint(risk, [treatmentTasks[index]!]),
      }));
      return { ...base, risks, treatmentTasks, acceptances };
    };
    const measured = Array.from({ length: 5 }, make).map((document) => {
      const start = performance.now();
      const found = assessedRisks(document, day);
      const took = performance.now() - start;
      expect(found.every(({ acceptance }) => acceptance === 'accepted')).toBe(true);
      return took;
    });
    // Milliseconds; the best of five, so that a machine busy with something else does not count.
    expect(Math.min(...measured)).toBeLessThan(400);
  });
});
