import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Isms } from './isms.ts';
import { remembered } from './remember.ts';
import { emptyIsms, record } from './testing.ts';

const counting = <Rest extends unknown[], T>(calculate: (isms: Isms, ...rest: Rest) => T) => {
  let times = 0;
  const found = remembered((isms: Isms, ...rest: Rest) => {
    times++;
    return calculate(isms, ...rest);
  });
  return { found, times: () => times };
};
const person = (id: string) => record('people', { id, name: id });

describe('what is remembered', () => {
  const start = (): Isms => ({ ...emptyIsms(), people: [person('P-1')], assets: [record('assets', { id: 'A-1', name: 'Laptop' })] });

  it('holds while what it looked at stays, whatever else changes', () => {
    const { found, times } = counting((isms: Isms) => isms.people.map(({ id }) => id));
    const isms = start();
    expect(found(isms)).toEqual(['P-1']);
    expect(found({ ...isms, assets: [], risks: [] })).toBe(found(isms));
    expect(times()).toBe(1);
    expect(found({ ...isms, people: [person('P-2')] })).toEqual(['P-2']);
    expect(times()).toBe(2);
    expect(found(isms)).toEqual(['P-1']);
    expect(times()).toBe(2);
  });

  it('is calculated for each further argument by itself', () => {
    const { found, times } = counting((isms: Isms, day: string) => `${day} ${isms.people.length}`);
    const isms = start();
    expect([found(isms, 'a'), found(isms, 'b'), found({ ...isms }, 'a')]).toEqual(['a 1', 'b 1', 'a 1']);
    expect(times()).toBe(2);
  });

  it('goes with what another calculation has looked at, also where that one was remembered', () => {
    const inner = counting((isms: Isms) => isms.assets.length);
    const outer = counting((isms: Isms) => isms.people.length * 100 + inner.found(isms));
    const isms = start();
    inner.found(isms);
    expect(outer.found(isms)).toBe(101);
    expect(outer.found({ ...isms, risks: [] })).toBe(101);
    expect([inner.times(), outer.times()]).toEqual([1, 1]);
    expect(outer.found({ ...isms, assets: [] })).toBe(100);
    expect([inner.times(), outer.times()]).toEqual([2, 2]);
    expect(outer.found({ ...isms, people: [] })).toBe(1);
    expect(inner.times()).toBe(2);
  });

  it('forgets nothing that failed', () => {
    const { found, times } = counting((isms: Isms) => {
      if (isms.people.length === 0) throw new Error('nobody');
      return isms.people.length;
    });
    const empty = { ...start(), people: [] };
    expect(() => found(empty)).toThrow('nobody');
    expect(() => found(empty)).toThrow('nobody');
    expect(found(start())).toBe(1);
    expect(times()).toBe(3);
  });

  it('never differs from calculating anew', () => {
    const registers = ['people', 'assets', 'risks', 'teams'] as const;
    const step = fc.record({ register: fc.constantFrom(...registers), size: fc.nat(3) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        // Looks at one register, and at another only where the first has records; uses a remembered part of its own.
        const plain = (isms: Isms): string =>
          `${isms.people.length > 1 ? isms.assets.length : '-'} ${isms.teams.length > 0 ? isms.risks.length : '-'}`;
        const part = remembered((isms: Isms) => (isms.teams.length > 0 ? isms.risks.length : '-'));
        const whole = remembered((isms: Isms) => `${isms.people.length > 1 ? isms.assets.length : '-'} ${part(isms)}`);
        let isms = emptyIsms();
        const seen = [isms];
        for (const { register, size } of steps) {
          isms = { ...isms, [register]: Array.from({ length: size }) };
          seen.push(isms);
          expect(whole(isms)).toBe(plain(isms));
        }
        for (const each of seen.toReversed()) expect(whole(each)).toBe(plain(each));
      }),
    );
  });
});
