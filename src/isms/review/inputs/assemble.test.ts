import { describe, expect, it } from 'vitest';
import { standard } from '../../../standard/standard.ts';
import type { Isms } from '../../isms.ts';
import { emptyIsms, record } from '../../testing.ts';
import { reviewInputs, type ReviewInput } from '../model.ts';
import { asksForComment, assemble } from './assemble.ts';
import type { Look } from './look.ts';

const day = '2026-11-24';
const since = '2026-04-14';
const isms = (more: Partial<Isms> = {}): Isms => ({ ...emptyIsms(), ...more });
const look = (now: Partial<Isms>, before: Partial<Isms> | null = null): Look => ({
  isms: isms(now),
  standard,
  day,
  review: 'MR-2',
  since,
  before: before && { isms: isms(before), day: since },
});
const inputs = (now: Partial<Isms>, before: Partial<Isms> | null = null) => assemble(look(now, before));
const figure = (all: ReturnType<typeof inputs>, input: ReviewInput, key: string) =>
  all.find((each) => each.input === input)!.figures.find((each) => each.key === key)!;
const summary = (all: ReturnType<typeof inputs>, input: ReviewInput) => all.find((each) => each.input === input)!.summary;
const risk = (id: string, fields: object = {}) => record('risks', { id, title: `Risk ${id}`, ...fields });
const nonconformity = (id: string, fields: object = {}) =>
  record('nonconformities', { id, title: `Nonconformity ${id}`, raisedOn: '2026-11-01', ...fields });

describe('the inputs of a management review', () => {
  it('are ten in the order of the agenda, and of an empty organisation nothing is said to be good but what is known', () => {
    const all = inputs({});
    expect(all.map(({ input }) => input)).toEqual([...reviewInputs]);
    expect(all.flatMap(({ figures }) => figures.filter(({ stands }) => stands === 'good').map(({ name }) => name))).toEqual([]);
    for (const { summary: says } of all) expect(says).toMatch(/^[A-Z].+[.?]$/);
  });

  it('show each figure beside that of the last review, and which way it went', () => {
    const all = inputs({ risks: [risk('R-1'), risk('R-2')] }, { risks: [risk('R-1'), risk('R-2'), risk('R-3')] });
    expect(figure(all, 'risks', 'unrated')).toMatchObject({ value: '2', before: '3', better: true, stands: 'bad' });
    // How many risks there are is neither good nor bad.
    expect(figure(all, 'risks', 'open')).toMatchObject({ value: '2', before: '3', better: null, stands: 'plain' });
    expect(figure(all, 'nonconformities', 'open')).toMatchObject({ value: 'not known', before: null, better: null, stands: 'unknown' });
  });

  it('fall back to what was frozen where the ledger does not reach', () => {
    const frozen = inputs({ risks: [risk('R-1')] });
    const all = assemble(look({ risks: [risk('R-1'), risk('R-2')] }), frozen);
    expect(figure(all, 'risks', 'unrated')).toMatchObject({ before: '1', better: false });
    expect(summary(inputs({ contextIssues: [record('contextIssues', { title: 'New law' })] }), 'context')).toContain(
      'does not reach back to 14 Apr 2026',
    );
  });

  it('tell what came, changed and went', () => {
    const issue = (id: string, fields: object = {}) => record('contextIssues', { id, title: id, ...fields });
    const all = inputs(
      { contextIssues: [issue('ISS-1'), issue('ISS-2', { effect: 'Costs', version: 2 }), issue('ISS-4')] },
      { contextIssues: [issue('ISS-1'), issue('ISS-2'), issue('ISS-3')] },
    );
    expect(summary(all, 'context')).toContain('One issue is new, 1 has changed, 1 was taken out.');
    expect(all[1]!.points.map(({ text }) => text)).toEqual(['New: ISS-4', 'Changed: ISS-2', 'Taken out: ISS-3']);
  });

  it('know by when a nonconformity must be closed, and what is late', () => {
    const all = inputs({
      nonconformities: [nonconformity('NC-1'), nonconformity('NC-2', { raisedOn: '2026-06-01' }), nonconformity('NC-3', { closedOn: '2026-11-11' })],
    });
    expect(figure(all, 'nonconformities', 'open')).toMatchObject({ value: '2', stands: 'plain' });
    expect(figure(all, 'nonconformities', 'late')).toMatchObject({ value: '1', stands: 'bad' });
    expect(figure(all, 'nonconformities', 'days').value).toBe('10 days');
    expect(figure(all, 'nonconformities', 'major')).toMatchObject({ value: '0', stands: 'good' });
  });

  it('take the decisions of earlier reviews, not those of their own', () => {
    const review = (id: string, on: string, status: 'held' | 'prepared') => record('managementReviews', { id, title: id, on, status });
    const all = inputs({
      managementReviews: [review('MR-1', since, 'held'), review('MR-2', day, 'prepared')],
      reviewDecisions: [
        record('reviewDecisions', { id: 'MRD-1', title: 'Late', review: 'MR-1', dueOn: '2026-11-01' }),
        record('reviewDecisions', { id: 'MRD-2', title: 'Done', review: 'MR-1', doneOn: '2026-10-01' }),
        record('reviewDecisions', { id: 'MRD-3', title: 'Own', review: 'MR-2' }),
      ],
    });
    expect(figure(all, 'earlier-actions', 'done')).toMatchObject({ value: '50 %', stands: 'bad' });
    expect(figure(all, 'earlier-actions', 'overdue').value).toBe('1');
    expect(all[0]!.points.map(({ id }) => id)).toEqual(['MRD-1', 'MRD-2']);
  });

  it('ask for a word where a figure is bad', () => {
    const [bad] = inputs({ risks: [risk('R-1')] }).filter(({ input }) => input === 'risks');
    expect([asksForComment(bad!), asksForComment({ ...bad!, comment: 'Next week.' })]).toEqual([true, false]);
  });
});
