import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Check, Trouble } from './collector.ts';
import { factsOf, judgeCheck, type Part } from './judge.ts';

interface User {
  id: string;
  scope: string;
  old: number;
}
const check: Check<{ users: User[]; devices: { id: string }[] }, 'days'> = {
  id: 'test-stale',
  version: 1,
  title: 'No stale users',
  calls: ['users.list'],
  needs: ['users'],
  population: 'every user',
  passes: 'Used within {days} days.',
  parameters: { days: { title: 'Days', unit: 'days', usual: 90, min: 1, max: 365 } },
  controls: [{ id: 'A.5.16', because: 'Stale accounts are identities nobody manages.' }],
  remedy: 'Disable them.',
  empty: 'unknown',
  judge: ({ users }, { days }) =>
    users.map(({ id, scope, old }) => ({
      resource: id,
      name: id,
      scope,
      outcome: old > days ? 'fail' : 'pass',
      because: `Last used ${old} days ago.`,
    })),
};
const now = new Date('2026-11-25T00:00:00Z');
const denied: Trouble = { kind: 'denied', message: 'users.list is not allowed.' };
const part = (scope: string, items: User[], trouble: Trouble | null = null): Part => ({ source: 'users', scope, items, trouble });
const judge = (parts: Part[], given: Record<string, number> = {}) => judgeCheck(check, parts, factsOf(parts), given, now);
const user = (id: string, old: number, scope = '') => ({ id, old, scope });

describe('judging a check', () => {
  it('passes, fails, and says how many', () => {
    expect(judge([part('', [user('a', 1), user('b', 2)])])).toMatchObject({ outcome: 'pass', because: 'All 2 pass.', counts: { pass: 2 } });
    expect(judge([part('', [user('a', 1), user('b', 200)])])).toMatchObject({ outcome: 'fail', because: 'b: Last used 200 days ago.' });
    expect(judge([part('', [user('a', 1)])], { days: 0 })).toMatchObject({ outcome: 'fail' });
  });

  it('takes nothing found, where something must exist, for unknown', () => {
    expect(judge([part('', [])])).toMatchObject({ outcome: 'unknown', because: 'Nothing was found where something must exist: every user.' });
    expect(judgeCheck({ ...check, empty: 'not-applicable' }, [part('', [])], { users: [] }, {}, now).outcome).toBe('not-applicable');
    expect(judge([])).toMatchObject({ outcome: 'unknown', because: 'users: Nothing was read of users.' });
  });

  it('is unknown where the source could not be read, and says why', () => {
    expect(judge([part('', [], denied)])).toMatchObject({ outcome: 'unknown', because: 'users: users.list is not allowed.' });
  });

  it('judges the scopes that could be read, and is unknown for the others', () => {
    const found = judge([part('eu', [user('a', 1, 'eu')]), part('us', [user('b', 1, 'us')], denied)]);
    expect(found.outcome).toBe('unknown');
    expect(found.resources.map(({ resource, outcome }) => [resource, outcome])).toEqual([
      ['a', 'pass'],
      ['unread:users:us', 'unknown'],
    ]);
  });

  it('is never green while something it needs is in trouble, and the order of what was read does not matter', () => {
    const users = fc.array(fc.record({ id: fc.string({ minLength: 1 }), old: fc.integer({ min: 0, max: 400 }), scope: fc.constantFrom('eu', 'us') }));
    fc.assert(
      fc.property(users, users, fc.constantFrom('', 'eu', 'us'), (eu, us, broken) => {
        const parts = [
          part(
            'eu',
            eu.map((each) => ({ ...each, scope: 'eu' })),
          ),
          part(
            'us',
            us.map((each) => ({ ...each, scope: 'us' })),
          ),
        ];
        expect(judge([...parts, part(broken, [], denied)]).outcome).not.toBe('pass');
        const [one, other] = [judge(parts), judge(parts.toReversed())];
        expect(other.counts).toEqual(one.counts);
        expect(other.outcome).toBe(one.outcome);
      }),
    );
  });
});
