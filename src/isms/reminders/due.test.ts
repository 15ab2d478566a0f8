import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysBetween } from '../days.ts';
import { record } from '../testing.ts';
import { askedFor, digests, isTime, lastReminded, type Waiting } from './due.ts';
import type { Reminder } from './model.ts';

const thing = (more: Partial<Waiting> = {}): Waiting => ({
  person: 'P-1',
  kind: 'learn',
  subject: 'LES-1',
  title: 'Phishing',
  dueOn: '2026-12-08',
  from: '2026-12-01',
  every: null,
  late: 7,
  ...more,
});
const told = (on: string, items: Reminder['items'], more: Partial<Reminder> = {}): Reminder =>
  record('reminders', { person: 'P-1', email: 'a@b.example', on, items, state: 'sent', askedBy: 'daily', ...more });

describe('isTime', () => {
  it.each([
    ['before its time', '2026-11-30', undefined, false],
    ['at the first day', '2026-12-01', undefined, true],
    ['in between', '2026-12-05', '2026-12-01', false],
    ['on the day itself', '2026-12-08', '2026-12-01', true],
    ['after a machine that was off on the day', '2026-12-10', '2026-12-01', true],
    ['late, but reminded this week', '2026-12-14', '2026-12-08', false],
    ['late for a week', '2026-12-15', '2026-12-08', true],
    ['reminded a year ago, for the last time round', '2026-12-02', '2025-12-20', true],
  ])('%s', (_case, day, last, wanted) => expect(isTime(thing(), last, day)).toBe(wanted));

  it('something without a day comes again in its rhythm', () => {
    const approval = thing({ kind: 'approve', dueOn: null, every: 3, late: 3 });
    expect(['2026-12-02', '2026-12-03', '2026-12-04'].map((day) => isTime(approval, '2026-12-01', day))).toEqual([false, false, true]);
  });
});

describe('digests', () => {
  it('says everything that is open in one message, and nothing of what lies far ahead', () => {
    const far = thing({ subject: 'LES-2', from: '2027-01-01', dueOn: '2027-01-08' });
    const open = thing({ kind: 'read', subject: 'DV-1', from: '2026-11-24', every: 7 });
    expect(digests([thing(), far, open], [told('2026-11-30', [open])], '2026-12-01')).toEqual([
      { person: 'P-1', items: [expect.objectContaining({ subject: 'LES-1' }), expect.objectContaining({ subject: 'DV-1' })] },
    ]);
  });

  it('passes over who has had a message today; one that was dropped was none', () => {
    expect(digests([thing()], [told('2026-12-01', [thing({ subject: 'LES-9' })])], '2026-12-01')).toEqual([]);
    expect(digests([thing()], [told('2026-12-01', [thing()], { state: 'dropped' })], '2026-12-01')).toHaveLength(1);
  });

  it('by hand: whoever has been told of it today is left out', () => {
    expect(askedFor([thing()], [told('2026-12-01', [thing()])], '2026-12-01')).toEqual([]);
    expect(askedFor([thing()], [told('2026-12-01', [thing({ subject: 'LES-9' })])], '2026-12-01')).toHaveLength(1);
  });

  it('whichever days it runs: one message a day at most, and never two of the same within its rhythm (property)', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.option(fc.integer({ min: 1, max: 9 })), fc.integer({ min: 1, max: 9 })), {
          minLength: 1,
          maxLength: 5,
        }),
        fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }),
        (things, runs) => {
          const waiting = things.map(([due, every, late], index) =>
            thing({ subject: `LES-${index}`, dueOn: addDays('2026-12-01', due), from: addDays('2026-12-01', due - 7), every, late }),
          );
          const sent: Reminder[] = [];
          runs.forEach((on, index) => {
            const day = addDays('2026-12-01', index);
            if (!on) return;
            for (let again = 0; again < 2; again++)
              for (const { items } of digests(waiting, sent, day)) {
                const last = lastReminded(sent);
                // It was sent for a reason, and everything in it had its first day behind it.
                expect(waiting.some((each) => isTime(each, last.get(`P-1 learn ${each.subject}`), day))).toBe(true);
                expect(items.every(({ subject }) => waiting.find((each) => each.subject === subject)!.from <= day)).toBe(true);
                sent.push(told(day, items));
              }
          });
          expect(new Set(sent.map(({ on }) => on)).size).toBe(sent.length);
          // Nothing is forgotten: who is late has heard of it within the rhythm of the days on which it ran.
          const lastRun = runs.lastIndexOf(true);
          if (lastRun < 0) return;
          const end = addDays('2026-12-01', lastRun);
          const last = lastReminded(sent);
          const forgotten = waiting.filter((each) => each.dueOn! <= end && daysBetween(last.get(`P-1 learn ${each.subject}`)!, end) >= each.late);
          expect(forgotten).toEqual([]);
        },
      ),
    );
  });
});
