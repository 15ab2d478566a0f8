import { describe, expect, it } from 'vitest';
import { TroubleError, type Maybe } from '../collector.ts';
import { eachMaybe, eachOf, isSilence, troubleOfAws, unlessAllDenied } from './trouble.ts';

const errorOf = (name: string, fields: object = {}) => Object.assign(new Error('secret-token in the canonical request'), { name, ...fields });
const kind = (name: string, fields?: object) => troubleOfAws(errorOf(name, fields), 'x:Do', 'north').kind;

describe('an error of AWS', () => {
  it.each([
    ['AccessDenied', {}, 'denied'],
    ['AccessDeniedException', {}, 'denied'],
    ['UnauthorizedOperation', {}, 'denied'],
    ['SomethingNew', { $metadata: { httpStatusCode: 403 } }, 'denied'],
    ['ExpiredToken', { $metadata: { httpStatusCode: 403 } }, 'expired'],
    ['ExpiredTokenException', {}, 'expired'],
    ['RequestExpired', {}, 'expired'],
    ['InvalidClientTokenId', { $metadata: { httpStatusCode: 403 } }, 'expired'],
    ['SignatureDoesNotMatch', { $metadata: { httpStatusCode: 403 } }, 'expired'],
    ['ThrottlingException', {}, 'throttled'],
    ['SlowDown', { $metadata: { httpStatusCode: 503 } }, 'throttled'],
    ['Whatever', { $metadata: { httpStatusCode: 429 } }, 'throttled'],
    ['OptInRequired', {}, 'unsupported'],
    ['TimeoutError', {}, 'unreachable'],
    ['InternalFailure', { $metadata: { httpStatusCode: 500 } }, 'unreachable'],
    ['Error', { code: 'ECONNREFUSED' }, 'unreachable'],
    ['Error', { code: 'EAI_AGAIN' }, 'unreachable'],
    ['RequestTimeTooSkewed', { $metadata: { httpStatusCode: 403 } }, 'unreadable'],
    ['SyntaxError', {}, 'unreadable'],
  ] as const)('%s %j is %s', (name, fields, expected) => {
    expect(kind(name, fields)).toBe(expected);
  });

  it('names the permission that is missing, and who forbids it', () => {
    expect(troubleOfAws(errorOf('AccessDenied'), 'iam:ListUsers', 'north')).toMatchObject({
      permission: 'iam:ListUsers',
      message: 'The permission iam:ListUsers is missing.',
    });
    const above = new Error('User: x is not authorized to perform: a:B with an explicit deny in a service control policy');
    expect(troubleOfAws(Object.assign(above, { name: 'AccessDenied' }), 'a:B', 'north').message).toBe(
      'a:B is forbidden by a service control policy.',
    );
  });

  it('never passes on what AWS quotes of the request', () => {
    for (const name of ['SignatureDoesNotMatch', 'AccessDenied', 'Throttling', 'Strange', 'TimeoutError'])
      expect(JSON.stringify(troubleOfAws(errorOf(name), 'x:Do', 'north'))).not.toContain('secret-token');
  });

  it('is silence where nothing has come back', () => {
    expect(['TimeoutError', 'AccessDenied'].map((name) => isSilence(errorOf(name)))).toEqual([true, false]);
    expect(isSilence(errorOf('Error', { code: 'ENOTFOUND' }))).toBe(true);
    expect(isSilence(errorOf('InternalFailure', { $metadata: { httpStatusCode: 500 } }))).toBe(false);
  });
});

const refusal = new TroubleError({ kind: 'denied', message: 'No.', permission: 'x:Do' });
async function read<T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}
async function* pagesOf<T>(...pages: T[][]) {
  yield* pages;
}

describe('many resources', () => {
  it('are asked a few at a time, and stay in their order', async () => {
    let open = 0;
    let most = 0;
    const all = Array.from({ length: 50 }, (_none, at) => at);
    const doubled = await eachOf(all, async (at) => {
      most = Math.max(most, ++open);
      await new Promise((resolve) => setTimeout(resolve, at % 3));
      open--;
      return at * 2;
    });
    expect(doubled).toEqual(all.map((at) => at * 2));
    expect(most).toBeLessThanOrEqual(8);
    expect(await eachOf([], async () => 1)).toEqual([]);
  });

  it('have trouble of their own, unless it concerns everything', async () => {
    const ask = (error: TroubleError) => eachMaybe([1, 2], async (at) => (at === 1 ? Promise.reject(error) : at));
    expect(await ask(refusal)).toEqual([{ trouble: refusal.trouble }, { value: 2 }]);
    for (const each of ['expired', 'throttled', 'cancelled'] as const)
      await expect(ask(new TroubleError({ kind: each, message: 'X.' }))).rejects.toThrow('X.');
    await expect(eachMaybe([1], async () => Promise.reject(new RangeError('ours')))).rejects.toThrow('ours');
  });

  const yes: Maybe<number> = { value: 1 };
  const no: Maybe<number> = { trouble: refusal.trouble };
  const own = (maybe: Maybe<number> | null) => maybe;

  it('that are all refused are a missing permission, however many pages they fill', async () => {
    await expect(read(unlessAllDenied(pagesOf([no, no], [no]), own))).rejects.toThrow('No.');
    expect(await read(unlessAllDenied(pagesOf([no, no], [no, yes], [no]), own))).toEqual([no, no, no, yes, no]);
    expect(await read(unlessAllDenied(pagesOf<Maybe<number>>([], []), own))).toEqual([]);
    expect(await read(unlessAllDenied(pagesOf([null, null]), own))).toEqual([null, null]);
    await expect(read(unlessAllDenied(pagesOf([null, no]), own))).rejects.toThrow('No.');
    const unreadable: Maybe<number> = { trouble: { kind: 'unreadable', message: 'Odd.' } };
    expect(await read(unlessAllDenied(pagesOf([no, unreadable]), own))).toEqual([no, unreadable]);
  });
});
