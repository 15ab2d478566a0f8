import { describe, expect, it } from 'vitest';
import type { Snapshot, StoredRecord } from '../platform/ledger/snapshot.ts';
import type { Finding } from './contract.ts';
import { compareVerdicts, withChanges } from './difference.ts';

const finding = (rule: string, ...ids: string[]): Finding => ({
  rule,
  clause: '6.1.2',
  grade: 'minor',
  gradeReason: 'Why.',
  confidence: 'certain',
  confidenceReason: '',
  stages: ['stage-1'],
  title: rule,
  text: 'Text.',
  records: ids.map((id) => ({ register: 'risks', id, label: id })),
  remedy: 'Mend it.',
  room: 'risks',
});
const state = (...risks: StoredRecord[]): Snapshot => ({ head: 1, records: new Map([['risks', new Map(risks.map((each) => [each.id, each]))]]) });
const risk = (id: string, fields: object = {}): StoredRecord => ({ id, version: 1, archivedAt: null, title: id, owner: 'P-1', ...fields });
const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);

describe('the difference between two verdicts', () => {
  const before = { findings: [finding('same', 'R-1'), finding('grown', 'R-1', 'R-2'), finding('less', 'R-1', 'R-2'), finding('closed', 'R-3')] };
  const now = { findings: [finding('new', 'R-4'), finding('same', 'R-1'), finding('grown', 'R-2', 'R-5'), finding('less', 'R-2')] };

  it('tells what came, grew, shrank and went, with the records that made it; what stayed is not named', () => {
    const { appeared, worsened, eased, closed } = compareVerdicts(before, now);
    expect([appeared, worsened, eased, closed].map((list) => list.map(({ rule }) => rule))).toEqual([['new'], ['grown'], ['less'], ['closed']]);
    expect([ids(worsened[0]!.added), ids(worsened[0]!.gone)]).toEqual([['R-5'], ['R-1']]);
    expect([ids(eased[0]!.added), ids(eased[0]!.gone)]).toEqual([[], ['R-1']]);
    expect([ids(appeared[0]!.added), ids(closed[0]!.gone)]).toEqual([['R-4'], ['R-3']]);
  });

  it('is nothing between a day and itself', () => {
    expect(compareVerdicts(now, now)).toEqual({ appeared: [], worsened: [], eased: [], closed: [] });
  });

  it('tells records without an id apart by what they are called', () => {
    const absent = (label: string) => ({ findings: [{ ...finding('absent'), records: [{ register: 'climate', id: '', label }] }] });
    expect(compareVerdicts(absent('One'), absent('Another')).worsened).toHaveLength(1);
    expect(compareVerdicts(absent('One'), absent('One')).worsened).toHaveLength(0);
  });

  it('says what happened to the records: created, changed in which fields, removed, or nothing at all', () => {
    const then = state(risk('R-1'), risk('R-2'), risk('R-3'), risk('R-6'));
    const later = state(
      risk('R-1', { owner: null, version: 2 }),
      risk('R-2', { version: 2 }),
      risk('R-3', { archivedAt: '2026-11-01T08:00:00Z' }),
      risk('R-4'),
    );
    const moved = compareVerdicts({ findings: [] }, { findings: [finding('new', 'R-1', 'R-2', 'R-3', 'R-4', 'R-6', 'R-9')] });
    expect(withChanges(moved, then, later).appeared[0]!.changes).toEqual([
      { register: 'risks', id: 'R-1', change: 'changed', fields: ['owner'] },
      { register: 'risks', id: 'R-3', change: 'removed', fields: [] },
      { register: 'risks', id: 'R-4', change: 'created', fields: [] },
      { register: 'risks', id: 'R-6', change: 'removed', fields: [] },
    ]);
  });
});
