import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { standard } from '../../standard/standard.ts';
import { emptyIsms, record } from '../testing.ts';
import { methodTemplates } from '../risk/library.ts';
import { remediationPlan } from './plan.ts';
import { gapSheet } from './sheet.ts';

const monday = '2026-11-23';
const plan = (answers: Record<string, object>, more: (isms: ReturnType<typeof emptyIsms>) => void = () => undefined) => {
  const isms = emptyIsms();
  isms.gapAnswers = Object.entries(answers).map(([id, fields]) => record('gapAnswers', { id, status: 'missing', ...fields }));
  more(isms);
  return remediationPlan(isms, gapSheet(isms, standard), monday);
};
const order = ({ tasks }: { tasks: { subject: string }[] }) => tasks.map(({ subject }) => subject);

describe('the remediation plan', () => {
  it('holds what is partly there or missing, and nothing else', () => {
    expect(
      order(
        plan({ 'A.5.1': {}, 'A.5.2': { status: 'implemented' }, 'A.5.3': { status: 'partly' }, 'A.5.4': { status: 'not-applicable' } }),
      ).toSorted(),
    ).toEqual(['A.5.1', 'A.5.3']);
  });

  it('puts first what treats the larger risk, then the heavier requirement, then the smaller effort', () => {
    const result = plan({ 'A.5.1': { effortDays: 9 }, 'A.5.2': { effortDays: 2 }, 'A.8.13': { effortDays: 30 } }, (isms) => {
      isms.riskMethods = [
        record('riskMethods', {
          id: 'METHOD-1',
          number: 1,
          status: 'in-force',
          ...methodTemplates().find((each) => each.id === 'five-by-five')!.method,
        } as never),
      ];
      isms.risks = [record('risks', { title: 'Loss', method: 'METHOD-1', currentLikelihood: 5, currentImpact: 5, controls: ['A.8.13'] })];
    });
    expect(order(result)).toEqual(['A.8.13', 'A.5.2', 'A.5.1']);
    expect(result.tasks[0]).toMatchObject({ riskScore: 25, risks: ['R-1'], reason: expect.stringContaining('Treats 1 open risk') });
  });

  it('lets one person do one thing at a time, on working days', () => {
    const { tasks, endOn, totalEffortDays } = plan({
      'A.5.1': { effortDays: 3, assignee: 'P-1' },
      'A.5.2': { effortDays: 4, assignee: 'P-1' },
      'A.5.3': { effortDays: 5, assignee: 'P-2' },
    });
    expect(tasks.map(({ subject, startOn, endOn: last }) => [subject, startOn, last])).toEqual([
      ['A.5.1', '2026-11-23', '2026-11-25'],
      ['A.5.2', '2026-11-26', '2026-12-01'],
      ['A.5.3', '2026-11-23', '2026-11-27'],
    ]);
    expect([endOn, totalEffortDays]).toEqual(['2026-12-01', 12]);
    expect(tasks.filter(({ critical }) => critical).map(({ subject }) => subject)).toEqual(['A.5.1', 'A.5.2']);
  });

  it('waits for what a task depends on, and names a circle', () => {
    const { tasks } = plan({ 'A.5.1': { effortDays: 1, assignee: 'P-1', dependsOn: ['A.5.2'] }, 'A.5.2': { effortDays: 2, assignee: 'P-2' } });
    expect(tasks.map(({ subject, startOn }) => [subject, startOn])).toEqual([
      ['A.5.2', '2026-11-23'],
      ['A.5.1', '2026-11-25'],
    ]);
    expect(plan({ 'A.5.1': { dependsOn: ['A.5.2'] }, 'A.5.2': { dependsOn: ['A.5.1'] } }).problems).toEqual([
      expect.stringMatching(/waits for .*: a circle\./),
    ]);
  });

  it('keeps fixed dates and says when they cannot be kept', () => {
    const { tasks, problems } = plan({ 'A.5.1': { effortDays: 10, startOn: '2026-12-07', dueOn: '2026-12-10' } });
    expect(tasks[0]).toMatchObject({ startOn: '2026-12-07', endOn: '2026-12-18', late: true });
    expect(problems).toEqual(['A.5.1 is due on 2026-12-10, but ends on 2026-12-18.']);
  });

  it('never gives a person two things on one day, never works at a weekend (property)', () => {
    const ids = standard.controls.slice(0, 12).map(({ id }) => id);
    const answer = fc.record({
      effortDays: fc.option(fc.integer({ min: 0, max: 20 })),
      assignee: fc.constantFrom('P-1', 'P-2', null),
      dependsOn: fc.subarray(ids, { maxLength: 2 }),
    });
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...ids), answer, { noNullPrototype: true }), (answers) => {
        const { tasks } = plan(answers);
        expect(tasks).toHaveLength(Object.keys(answers).length);
        for (const { startOn, endOn } of tasks) {
          expect(startOn <= endOn).toBe(true);
          for (const each of [startOn, endOn]) expect([0, 6]).not.toContain(new Date(each).getUTCDay());
        }
        for (const own of Map.groupBy(tasks, ({ assignee }) => assignee).values()) {
          const sorted = own.toSorted((a, b) => (a.startOn < b.startOn ? -1 : 1));
          for (let at = 1; at < sorted.length; at++) expect(sorted[at]!.startOn > sorted[at - 1]!.endOn).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });
});
