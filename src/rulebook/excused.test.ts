import { describe, expect, it } from 'vitest';
import { record } from '../isms/testing.ts';
import { judgedBy } from './excused.ts';

const excuse = (fields: object = {}) =>
  record('findingExcuses', {
    rule: 'some-rule',
    reason: 'The merger settles it.',
    until: '2026-12-31',
    by: 'Top',
    at: '2026-11-01T08:00:00Z',
    ...fields,
  });
const records = ['R-1', 'R-2'].map((id) => ({ register: 'risks', id, label: 'Risk' }));
const judged = (excuses: ReturnType<typeof excuse>[], day = '2026-11-24', rule = 'some-rule') => {
  const { counted, excused, ended } = judgedBy(excuses, rule, records, day);
  return { counted: counted.map(({ id }) => id), excused: excused.flatMap((each) => each.records.map(({ id }) => id)), ended: ended.length };
};

describe('an excuse', () => {
  it('takes the whole finding, or the records it names', () => {
    expect(judged([excuse()])).toEqual({ counted: [], excused: ['R-1', 'R-2'], ended: 0 });
    expect(judged([excuse({ records: ['R-2'] })])).toEqual({ counted: ['R-1'], excused: ['R-2'], ended: 0 });
  });

  it('counts on its last day and ends after it, and is named then', () => {
    expect(judged([excuse({ until: '2026-11-24' })]).excused).toHaveLength(2);
    expect(judged([excuse({ until: '2026-11-23' })])).toEqual({ counted: ['R-1', 'R-2'], excused: [], ended: 1 });
  });

  it('says nothing before it was given, of another rule, or once it is withdrawn', () => {
    const all = { counted: ['R-1', 'R-2'], excused: [], ended: 0 };
    expect(judged([excuse()], '2026-10-31')).toEqual(all);
    expect(judged([excuse()], '2026-11-24', 'other-rule')).toEqual(all);
    expect(judged([excuse({ withdrawnAt: '2026-11-02T08:00:00Z' })])).toEqual(all);
  });

  it('names what has no id by its name', () => {
    const nothing = [{ register: 'climate', id: '', label: 'Determination' }];
    expect(judgedBy([excuse({ records: ['Determination'] })], 'some-rule', nothing, '2026-11-24').counted).toEqual([]);
  });
});
