import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { record } from '../../testing.ts';
import { Account } from '../populations/model.ts';
import { hintsOf, shareOut } from './campaign.ts';
import { shownToHaveHappened } from './follow-up.ts';

const day = '2026-11-24';
const person = (number: number, fields: object = {}) =>
  record('people', { id: `P-${number}`, name: `Person ${number}`, email: `p${number}@x.example`, ...fields });
const account = (number: number, fields: object = {}) => Account.parse({ id: `a${number}`, email: `P${number}@X.example`, ...fields });
const people = [person(1), person(2, { manager: 'P-1' }), person(3, { manager: 'P-2' })];
const share = (accounts: Account[], options: object = {}) =>
  shareOut({ people }, accounts, { reviewers: ['P-1', 'P-2'], share: 'equal', privilegedOnly: false, ...options }, day);

describe('shares of a review', () => {
  it('give nobody their own account, and everything to somebody', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 40 }), (numbers) => {
        const shares = share(numbers.map((number, index) => account(number, { id: `a${index}` })));
        expect(shares).toHaveLength(numbers.length);
        for (const { person: own, reviewer } of shares) expect(reviewer).not.toBe(own);
      }),
    );
  });
  it('are equal where nothing stands against it', () => {
    const shares = share([4, 5, 6, 7].map((number) => account(number)));
    expect(shares.filter(({ reviewer }) => reviewer === 'P-1')).toHaveLength(2);
  });
  it('go to the manager of each person, and to the reviewers where there is none', () => {
    expect(share([account(1), account(2), account(3)], { share: 'manager' }).map(({ reviewer }) => reviewer)).toEqual(['P-2', 'P-1', 'P-2']);
  });
  it('are refused where only the reviewed could decide', () => {
    expect(() => share([account(1)], { reviewers: ['P-1'] })).toThrow('Nobody reviews their own access');
  });
  it('are refused for a reviewer who has left', () => {
    expect(() =>
      shareOut({ people: [person(9, { endsOn: '2026-11-23' })] }, [account(1)], { reviewers: ['P-9'], share: 'equal', privilegedOnly: false }, day),
    ).toThrow('P-9');
  });
  it('hold privileged accounts only where that is wanted, and are refused where there is none', () => {
    expect(share([account(4), account(5, { privileged: true })], { privilegedOnly: true })).toHaveLength(1);
    expect(() => share([account(4)], { privilegedOnly: true })).toThrow('no privileged account');
  });
});

it('says what catches the eye', () => {
  expect(hintsOf(account(1), person(1, { endsOn: '2026-11-23' }), day)).toEqual(['left']);
  expect(hintsOf(account(1), person(1, { endsOn: day }), day)).toEqual([]);
  expect(hintsOf(account(8, { privileged: true, lastUsedOn: '2026-01-01' }), undefined, day)).toEqual(['not-known', 'privileged', 'unused']);
  expect(hintsOf(account(8, { kind: 'service', active: false }), undefined, day)).toEqual(['inactive', 'shared']);
});

describe('what a later list shows', () => {
  const decided = (decision: 'revoke' | 'change' | 'keep', fields: object = {}) =>
    record('accessDecisions', {
      review: 'AR-1',
      reviewer: 'P-1',
      account: account(1, { access: 'Admin' }),
      decision,
      decidedAt: '2026-11-24T10:00:00Z',
      ...fields,
    });
  const list = (accounts: Account[], at = '2026-11-25T10:00:00Z') => ({ at, accounts });
  it.each([
    ['revoke', [], 1],
    ['revoke', [account(1, { active: false })], 1],
    ['revoke', [account(1, { access: 'Admin' })], 0],
    // Renamed, but the same account: the address is not what counts.
    ['revoke', [account(2, { id: 'a1' })], 0],
    ['change', [account(1, { access: 'Reader' })], 1],
    ['change', [account(1, { access: 'Admin' })], 0],
    ['keep', [], 0],
  ] as const)('%s with %o: %i', (decision, accounts, seen) =>
    expect(shownToHaveHappened([decided(decision)], list([...accounts]))).toHaveLength(seen),
  );
  it('is nothing where the list is not later than the decision', () => {
    expect(shownToHaveHappened([decided('revoke')], list([], '2026-11-24T10:00:00Z'))).toEqual([]);
  });
  it('is nothing new where it was shown before', () => {
    expect(shownToHaveHappened([decided('revoke', { doneOn: '2026-11-24' })], list([]))).toEqual([]);
  });
});
