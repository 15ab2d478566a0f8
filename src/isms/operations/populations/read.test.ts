import { describe, expect, it } from 'vitest';
import { accountsFrom, sealed } from './read.ts';

describe('accounts from a table', () => {
  it('are found under a title, by the words that systems use', () => {
    const accounts = accountsFrom([
      ['Export of 24 November', null, null],
      ['userPrincipalName', 'displayName', 'accountEnabled', 'userType', 'Last sign-in'],
      ['Ada@X.example', 'Ada', true, 'Member', new Date('2026-11-01T00:00:00Z')],
      ['ext@y.example', 'Ext', false, 'Guest', null],
      [null, null, null],
    ]);
    expect(accounts).toMatchObject([
      { id: 'Ada@X.example', email: 'ada@x.example', active: true, kind: 'person', lastUsedOn: '2026-11-01' },
      { id: 'ext@y.example', active: false, kind: 'guest', lastUsedOn: null },
    ]);
  });
  it('are not active where the list says that they are suspended', () => {
    expect(
      accountsFrom([
        ['login', 'suspended'],
        ['ada', 'TRUE'],
        ['tom', 'FALSE'],
      ]).map(({ active }) => active),
    ).toEqual([false, true]);
  });
  it.each([
    [
      [
        ['name', 'role'],
        ['Ada', 'x'],
      ],
      'No column of the list names accounts.',
    ],
    [[['login'], ['ada'], ['ada']], 'ada stands in row 2 already.'],
    [
      [
        ['login', 'status'],
        ['ada', 'who knows'],
      ],
      'does not say whether the account is active',
    ],
    [
      [
        ['login', 'mail'],
        [null, 'x@y.example'],
        [null, null, 'z'],
      ],
      'neither an account nor an address',
    ],
    [[['login']], 'holds no accounts'],
  ])('are refused as a whole: %o', (rows, message) => expect(() => accountsFrom(rows)).toThrow(message));
});

it('is the same list in whatever order it comes, and another one with any difference', () => {
  const [a, b] = accountsFrom([
    ['login', 'roles'],
    ['ada', 'x'],
    ['tom', 'y'],
  ]);
  expect(sealed([a!, b!]).sha256).toBe(sealed([b!, a!]).sha256);
  expect(sealed([a!, b!]).sha256).not.toBe(sealed([a!, { ...b!, access: 'z' }]).sha256);
  expect(sealed([a!, { ...b!, active: false }])).toMatchObject({ count: 2, active: 1 });
});
