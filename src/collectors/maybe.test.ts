import { describe, expect, it } from 'vitest';
import { TroubleError, type Trouble } from './collector.ts';
import { maybe, maybeOf } from './maybe.ts';

const failing = (kind: Trouble['kind']) => async () => {
  throw new TroubleError({ kind, message: kind });
};

describe('what is read of one resource', () => {
  it('is its value, or a trouble of its own', async () => {
    expect(await maybe(async () => 7)).toEqual({ value: 7 });
    for (const kind of ['denied', 'unsupported', 'unreadable'] as const)
      expect(await maybe(failing(kind))).toEqual({ trouble: { kind, message: kind } });
  });

  it('does not hide trouble of the whole run, nor a fault of ours', async () => {
    for (const kind of ['expired', 'cancelled', 'throttled', 'too-many-pages', 'unreachable'] as const)
      await expect(maybe(failing(kind)), kind).rejects.toMatchObject({ trouble: { kind } });
    await expect(maybe(async () => JSON.parse('{'))).rejects.toBeInstanceOf(SyntaxError);
  });

  it('takes as its own what it is told to', async () => {
    expect(await maybeOf('unreachable')(failing('unreachable'))).toHaveProperty('trouble');
    await expect(maybeOf('unreachable')(failing('denied'))).rejects.toBeInstanceOf(TroubleError);
  });
});
