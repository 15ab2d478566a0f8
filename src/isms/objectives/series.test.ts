import { describe, expect, it } from 'vitest';
import { standard } from '../../standard/standard.ts';
import type { Isms } from '../isms.ts';
import { emptyIsms, record } from '../testing.ts';
import { lacksOf } from './complete.ts';
import { isMet, measure } from './measure.ts';
import { lacks, type Metric } from './model.ts';
import { figureOf, measureBy, seriesOf } from './series.ts';

const today = '2026-11-24';
const risk = (number: number, fields: object = {}) => record('risks', { id: `R-${number}`, title: 'Ransomware', ...fields });
const isms = (more: Partial<Isms> = {}): Isms => ({ ...emptyIsms(), ...more });
const objective = (fields: object = {}) => record('objectives', { title: 'Owned risks', metric: 'risks-without-owner', ...fields });
const typed = (on: string, value: number) => record('measurements', { id: `MEA-${on}`, objective: 'OBJ-1', on, value });

describe('a figure', () => {
  it.each<[string, Metric, Partial<Isms>]>([
    [
      'open risks above what may be accepted: none is rated',
      'open-high-risks',
      { risks: [risk(1)], riskMethods: [record('riskMethods', standardMethod())] },
    ],
    ['overdue tasks: none has a day', 'overdue-treatment-tasks', { treatmentTasks: [record('treatmentTasks', { title: 'Do it', risk: 'R-1' })] }],
    [
      'overdue corrective actions: none has a day',
      'overdue-corrective-actions',
      { correctiveActions: [record('correctiveActions', { title: 'Do it', nonconformity: 'NC-1' })] },
    ],
    ['implemented controls: none was looked at', 'controls-implemented', { ownControls: [record('ownControls', { title: 'Dual control' })] }],
    [
      'core requirements: an answer without a status',
      'major-gaps',
      { gapAnswers: [record('gapAnswers', { id: standard.requirements.find(({ weight }) => weight === 3)!.id })] },
    ],
  ])('is unknown, not zero, for %s', (_what, metric, more) => expect(measure(isms(more), standard, metric, today)).toBe(null));

  it('meets a target from its side, and is unknown without either', () => {
    expect(isMet({ target: 5, direction: 'at-least' }, 5)).toBe(true);
    expect(isMet({ target: 5, direction: 'at-most' }, 6)).toBe(false);
    expect(isMet({ target: null, direction: 'at-most' }, 6)).toBe(null);
    expect(isMet({ target: 5, direction: 'at-most' }, null)).toBe(null);
  });

  it('that is typed in is the last one of a past day', () => {
    const own = isms({ measurements: [typed('2026-10-01', 3), typed('2026-09-01', 9), typed('2026-12-01', 1)] });
    expect(figureOf(own, standard, objective({ metric: 'typed' }), today)).toEqual({ value: 3, on: '2026-10-01' });
    expect(measureBy(objective({ metric: 'typed', everyDays: 30 }), '2026-10-01', today)).toBe('2026-10-31');
    expect(measureBy(objective({ metric: 'typed', everyDays: 30 }), null, today)).toBe(today);
    expect(measureBy(objective({ everyDays: 30 }), today, today)).toBe(null);
  });
});

describe('a series', () => {
  const standing = (on: string, ...risks: Isms['risks']) => ({ on, isms: isms({ risks }) });
  const past = [
    { on: '2026-08-24', isms: { ...isms(), organisation: undefined } as unknown as Isms },
    standing('2026-09-24', risk(1), risk(2)),
    standing('2026-10-24', risk(1, { owner: 'P-1' }), risk(2)),
    standing(today, risk(1, { owner: 'P-1' }), risk(2, { owner: 'P-1' })),
  ];
  const figures = (own: Isms) => seriesOf(own, standard, objective(), past, today).map(({ on, value, from }) => [on, value, from]);

  it('says what the records said on each day; nothing before there were any', () =>
    expect(figures(isms())).toEqual([
      ['2026-08-24', null, 'records'],
      ['2026-09-24', 2, 'records'],
      ['2026-10-24', 1, 'records'],
      [today, 0, 'records'],
    ]));

  it('takes what was typed in or frozen before that, and nothing of later or longer ago', () => {
    const evaluation = record('evaluations', { objective: 'OBJ-1', on: '2026-08-24', value: 6, judgement: 'at-risk', text: 'Many.', by: 'Ada' });
    expect(
      figures(isms({ measurements: [typed('2026-09-01', 5), typed('2026-10-01', 99), typed('2025-01-01', 99)], evaluations: [evaluation] })),
    ).toEqual([
      ['2026-08-24', 6, 'evaluation'],
      ['2026-09-01', 5, 'typed'],
      ['2026-09-24', 2, 'records'],
      ['2026-10-24', 1, 'records'],
      [today, 0, 'records'],
    ]);
  });
});

it('an objective of which only the title is known lacks all that 6.2 asks for', () => {
  expect(lacksOf(objective({ metric: 'typed' }))).toEqual([...lacks]);
  expect(lacksOf(objective())).not.toContain('measure');
});

function standardMethod() {
  return { ...standard.methodTemplates[0]!.method, id: 'METHOD-1', number: 1, status: 'in-force' } as never;
}
