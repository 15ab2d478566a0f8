import { describe, expect, it } from 'vitest';
import { fewOf, signedIn, usage } from './judgements.ts';

const now = new Date('2026-11-25T12:00:00Z');
const ago = (days: number, seconds = 0) => new Date(now.getTime() - days * 86_400_000 - seconds * 1000).toISOString();

describe('what ought to be used', () => {
  it('is counted in whole days, and the last day that is allowed passes', () => {
    expect(usage(ago(90), ago(400), 90, now)).toEqual({ outcome: 'pass', age: 90, never: false });
    expect(usage(ago(90, 86_399), null, 90, now)).toEqual({ outcome: 'pass', age: 90, never: false });
    expect(usage(ago(91), ago(400), 90, now)).toEqual({ outcome: 'fail', age: 91, never: false });
  });

  it('counts from when it was made where it was never used', () => {
    expect(usage(null, ago(3), 90, now)).toEqual({ outcome: 'pass', age: 3, never: true });
    expect(usage(null, ago(91), 90, now)).toEqual({ outcome: 'fail', age: 91, never: true });
  });

  it('is unknown where no time is told, or one that cannot be read', () => {
    expect(usage(null, null, 90, now)).toMatchObject({ outcome: 'unknown', age: null });
    expect(usage('soon', ago(3), 90, now)).toMatchObject({ outcome: 'unknown', age: null });
    expect(usage(null, '', 90, now)).toMatchObject({ outcome: 'unknown', age: null });
  });

  it('was used today where the clock of the provider is ahead', () => {
    expect(usage(ago(-1), null, 90, now)).toEqual({ outcome: 'pass', age: 0, never: false });
  });

  it('says it of an account', () => {
    expect(signedIn(ago(90), null, 90, now)).toEqual({ outcome: 'pass', because: 'Signed in within 90 days.' });
    expect(signedIn(ago(91), null, 90, now)).toEqual({ outcome: 'fail', because: 'Last signed in on 2026-08-26, more than 90 days ago.' });
    expect(signedIn(null, ago(5), 90, now)).toEqual({ outcome: 'pass', because: 'Never signed in since it was created on 2026-11-20.' });
    expect(signedIn(null, ago(100), 90, now)).toEqual({ outcome: 'fail', because: 'Never signed in since it was created on 2026-08-17.' });
    expect(signedIn(null, null, 90, now)).toEqual({ outcome: 'unknown', because: 'Never signed in, and nobody says when it was created.' });
  });
});

describe('few of many', () => {
  const people = (count: number) => Array.from({ length: count }, (_none, at) => `p${at + 1}`);
  const judged = (count: number) => fewOf(people(count), { least: 2, most: 4 }).outcome;

  it('is between two figures, both of them included', () => {
    expect([0, 1, 2, 3, 4, 5].map(judged)).toEqual(['fail', 'fail', 'pass', 'pass', 'pass', 'fail']);
  });

  it('names ten at most', () => {
    expect(fewOf(people(2), { least: 2, most: 4 }).names).toBe('p1, p2');
    expect(fewOf(people(12), { least: 2, most: 4 }).names).toBe('p1, p2, p3, p4, p5, p6, p7, p8, p9, p10 and 2 more');
  });
});
