import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { standard } from '../../standard/standard.ts';
import { addDays, daysBetween } from '../days.ts';
import type { Isms } from '../isms.ts';
import { emptyIsms, record } from '../testing.ts';
import { auditPeriod, coverageOf, laneCoverage, lapses, stretchesOf } from './coverage.ts';
import { freshnessOf } from './freshness.ts';
import type { Evidence } from './model.ts';
import type { Proof } from './proofs.ts';

const day = '2026-11-24';
const period = { from: '2026-01-01', to: '2026-12-31' };
const proof = (from: string, to: string): Proof => ({
  register: 'evidence',
  id: 'EV-1',
  title: 'Proof',
  from,
  to,
  lanes: ['exists', 'works', 'applied'],
});
const held = (fields: Partial<Isms>): Isms => ({ ...emptyIsms(), ...fields });
const item = (fields: Partial<Evidence> & { id: string }) => record('evidence', { title: fields.id, subjects: ['A.5.18'], ...fields });
const of = (isms: Isms, control = 'A.5.18', on = day) => coverageOf(isms, standard, on).get(control)!;

describe('stretches over a period', () => {
  it('tells a gap before the first proof from a hole after one', () => {
    const found = stretchesOf([proof('2026-02-01', '2026-03-31'), proof('2026-05-01', '2026-12-31')], period);
    expect(found.map(({ from, to, state }) => [from, to, state])).toEqual([
      ['2026-01-01', '2026-01-31', 'gap'],
      ['2026-02-01', '2026-03-31', 'covered'],
      ['2026-04-01', '2026-04-30', 'stale'],
      ['2026-05-01', '2026-12-31', 'covered'],
    ]);
  });

  it('joins proofs that follow each other without a day between', () => {
    const found = stretchesOf([proof('2026-01-01', '2026-03-31'), proof('2026-04-01', '2026-12-31')], period);
    expect(found).toHaveLength(1);
    expect(found[0]!.proofs).toHaveLength(2);
  });

  it('counts what ended before the period as lapsed, not as never', () => {
    expect(stretchesOf([proof('2025-01-01', '2025-12-31')], period)).toMatchObject([{ state: 'stale', from: period.from, to: period.to }]);
  });

  const dayIn = fc.integer({ min: -100, max: 500 }).map((days) => addDays('2026-01-01', days));
  const proofs = fc
    .array(fc.tuple(dayIn, fc.integer({ min: -3, max: 200 })), { maxLength: 20 })
    .map((list) => list.map(([from, days]) => proof(from, addDays(from, days))).sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0)));

  it('lays every day of the period in exactly one stretch, covered if and only if a proof speaks for it', () => {
    fc.assert(
      fc.property(proofs, (list) => {
        const found = stretchesOf(list, period);
        let next = period.from;
        for (const stretch of found) {
          expect(stretch.from).toBe(next);
          expect(stretch.to >= stretch.from).toBe(true);
          next = addDays(stretch.to, 1);
        }
        expect(next).toBe(addDays(period.to, 1));
        for (let at = 0; at < 365; at += 13) {
          const on = addDays(period.from, at);
          const speaks = list.some(({ from, to }) => from <= on && on <= to);
          const earlier = list.some(({ from, to }) => from <= to && from <= on);
          expect(found.find(({ from, to }) => from <= on && on <= to)!.state).toBe(speaks ? 'covered' : earlier ? 'stale' : 'gap');
        }
      }),
    );
  });

  it('never covers less when a proof is added, and its share lies between none and all', () => {
    fc.assert(
      fc.property(proofs, dayIn, fc.integer({ min: 0, max: 200 }), (list, from, days) => {
        const more = [...list, proof(from, addDays(from, days))].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
        const [before, after] = [laneCoverage(list, period, day), laneCoverage(more, period, day)];
        expect(after.share! >= before.share!).toBe(true);
        expect(after.share! >= 0 && after.share! <= 1).toBe(true);
      }),
    );
  });

  it('is covered on a day exactly until the day before it lapses', () => {
    fc.assert(
      fc.property(proofs, (list) => {
        const { lapsesOn, state } = laneCoverage(list, period, day);
        const wanted = lapsesOn === null ? 'gap' : lapsesOn <= day ? 'stale' : null;
        // What lapses later speaks now, or begins again after a hole; it speaks on its last day in any case.
        const found = wanted === null ? laneCoverage(list, period, addDays(lapsesOn!, -1)).state : state;
        expect(found).toBe(wanted ?? 'covered');
      }),
    );
  });
});

describe('a control', () => {
  it('is covered for as long as its rule says where an item names one day only', () => {
    const isms = held({
      evidence: [item({ id: 'EV-1', validFrom: '2026-10-01' })],
      controlPractices: [record('controlPractices', { id: 'A.5.18', freshnessDays: 30 })],
    });
    expect(of(isms)).toMatchObject({ state: 'stale', lapsesOn: '2026-10-31' });
    expect(of(isms, 'A.5.18', '2026-10-30').state).toBe('covered');
  });

  it('takes the last day that an item names instead of the rule', () => {
    const isms = held({ evidence: [item({ id: 'EV-1', validFrom: '2026-01-01', validTo: '2026-12-31' })] });
    expect(of(isms)).toMatchObject({ state: 'covered', lapsesOn: '2027-01-01' });
  });

  it('is not spoken for by what names no day, nor by what a newer item has taken the place of', () => {
    expect(of(held({ evidence: [item({ id: 'EV-1' })] })).state).toBe('gap');
    const isms = held({
      evidence: [
        item({ id: 'EV-1', validFrom: '2026-01-01', validTo: '2026-12-31' }),
        item({ id: 'EV-2', validFrom: '2026-11-01', supersedes: 'EV-1' }),
      ],
    });
    expect(of(isms).count).toBe(1);
    expect(of(isms).stretches[0]).toMatchObject({ state: 'gap', to: '2026-10-31' });
  });

  it('does not count tomorrow’s evidence today, nor days that have not come', () => {
    const isms = held({ evidence: [item({ id: 'EV-1', validFrom: '2026-11-25', validTo: '2027-11-24' })] });
    expect(of(isms)).toMatchObject({ state: 'gap', count: 0, share: 0 });
    expect(of(isms).stretches.at(-1)!.to).toBe(day);
  });

  it('is shown to exist, to work or to be applied by what the item says, else by its kind', () => {
    const isms = held({
      evidence: [
        item({ id: 'EV-1', kind: 'screenshot', validFrom: '2026-11-01' }),
        item({ id: 'EV-2', kind: 'screenshot', shows: ['works'], validFrom: '2026-11-02' }),
      ],
    });
    expect(Object.entries(of(isms).lanes).map(([lane, { count }]) => [lane, count])).toEqual([
      ['exists', 1],
      ['works', 1],
      ['applied', 0],
    ]);
  });

  it('is covered by collections with a known outcome: what fails shows that it exists, what is unknown nothing', () => {
    const run = (id: string, on: string, outcomes: Record<string, 'pass' | 'fail' | 'unknown'>) =>
      record('collectionRuns', {
        id,
        connection: 'CON-1',
        provider: 'github',
        trigger: 'schedule',
        by: 'system',
        status: 'done',
        queuedAt: `${on}T00:00:00Z`,
        on,
        outcomes,
      });
    const isms = (outcome: 'pass' | 'fail' | 'unknown') =>
      held({
        connections: [record('connections', { title: 'Tenant', provider: 'github' })],
        checkResults: [
          record('checkResults', {
            connection: 'CON-1',
            check: 'c',
            checkVersion: 1,
            title: 'C',
            controls: ['A.5.18'],
            outcome,
            counts: { pass: 1, fail: 0, notApplicable: 0, unknown: 0 },
            because: '',
            since: day,
            run: 'RUN-1',
          }),
        ],
        collectionRuns: [run('RUN-1', '2026-11-20', { c: outcome })],
      });
    expect(of(isms('pass')).lanes).toMatchObject({ exists: { state: 'covered' }, works: { state: 'covered' }, applied: { state: 'covered' } });
    expect(of(isms('fail')).lanes).toMatchObject({ exists: { state: 'covered' }, works: { state: 'gap' }, applied: { state: 'gap' } });
    expect(of(isms('unknown')).state).toBe('gap');
  });

  it('is covered by the records of operation where they lie: what was done, reviewed, tested, exercised', () => {
    const isms = held({
      dutyRecords: [
        record('dutyRecords', { duty: 'commitment:logReviewDays', title: 'Logs', control: 'A.8.15', dueOn: null, on: '2026-11-20', by: 'x' }),
      ],
      restoreTests: [
        record('restoreTests', { id: 'RT-1', title: 'Restored', backup: 'BCK-1', on: '2026-06-01', result: 'success' }),
        record('restoreTests', { id: 'RT-2', title: 'Did not work', backup: 'BCK-1', on: '2026-11-01', result: 'failed' }),
      ],
    });
    expect(of(isms, 'A.8.15').lanes.applied).toMatchObject({ state: 'covered', newest: '2026-11-20' });
    expect(of(isms, 'A.8.13').lanes).toMatchObject({ exists: { state: 'covered' }, works: { state: 'stale', newest: '2026-06-01' } });
  });

  it('exists as long as a document that describes it is in force', () => {
    const version = (id: string, status: 'effective' | 'superseded', effectiveOn: string) =>
      record('documentVersions', { id, document: 'D-1', number: 1, status, author: 'a', authorName: 'A', effectiveOn });
    const isms = held({
      documents: [record('documents', { title: 'Access control', controls: ['A.5.18'] })],
      documentVersions: [version('DV-1', 'superseded', '2026-03-01'), version('DV-2', 'effective', '2026-06-01')],
    });
    expect(of(isms).lanes.exists).toMatchObject({ state: 'covered', lapsesOn: null, count: 2 });
    expect(of(isms).lanes.applied.state).toBe('gap');
    // What is written down is not yet done.
    expect(of(isms)).toMatchObject({ state: 'gap', count: 0 });
  });
});

describe('freshness', () => {
  it('is the rule of the control, else what documents promise, else what is usual', () => {
    const empty = held({});
    expect(freshnessOf(empty, standard)('A.5.18')).toEqual({ days: 90, from: 'usual' });
    const promised = held({ commitments: record('commitments', { id: 'commitments', accessReviewDays: 60 }) });
    expect(freshnessOf(promised, standard)('A.5.18')).toEqual({ days: 60, from: 'promise' });
    const set = { ...promised, controlPractices: [record('controlPractices', { id: 'A.5.18', freshnessDays: 45 })] };
    expect(freshnessOf(set, standard)('A.5.18')).toEqual({ days: 45, from: 'control' });
  });

  it('is known for every control of Annex A', () => {
    for (const { id } of standard.controls) expect(freshnessOf(held({}), standard)(id).days).toBeGreaterThan(0);
  });
});

describe('the period and the calendar', () => {
  it('is what the organisation has set, else the last twelve months', () => {
    expect(auditPeriod(held({}), day)).toEqual({ from: '2025-11-25', to: day });
    const organisation = { ...emptyIsms().organisation, periodFrom: '2026-04-01', periodTo: '2027-03-31' };
    expect(auditPeriod({ organisation }, day)).toEqual({ from: '2026-04-01', to: '2027-03-31' });
    const later = held({ organisation: { ...organisation, periodFrom: '2027-01-01' } });
    expect(of(later)).toMatchObject({ share: null, stretches: [] });
  });

  it('names the day on which the last proof of a lane ends, once for lanes that end together', () => {
    const isms = held({
      evidence: [
        item({ id: 'EV-1', shows: ['exists', 'applied'], validFrom: '2026-11-01', validTo: '2026-12-31' }),
        item({ id: 'EV-2', shows: ['works'], validFrom: '2026-11-01', validTo: '2026-11-10' }),
      ],
    });
    expect(lapses(isms, standard, day).map(({ on, lanes, last }) => [on, lanes, last.id])).toEqual([
      ['2026-11-11', ['works'], 'EV-2'],
      ['2027-01-01', ['exists', 'applied'], 'EV-1'],
    ]);
  });

  it('covers 100,000 items in one pass, fast enough to be done anew after each change', () => {
    const evidence = Array.from({ length: 100_000 }, (_, index) => ({
      ...item({ id: 'EV-1' }),
      id: `EV-${index}`,
      subjects: [`A.8.${1 + (index % 34)}`],
      validFrom: addDays('2025-06-01', index % 500),
    }));
    const began = performance.now();
    const found = coverageOf(held({ evidence }), standard, day);
    expect(performance.now() - began).toBeLessThan(3000);
    expect(found.get('A.8.1')!.count).toBeGreaterThan(2000);
    expect(daysBetween(found.get('A.8.1')!.newest!, day)).toBeLessThan(60);
  });
});
