import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seal, unseal } from './seal.ts';

describe('sealing', () => {
  it('opens what it sealed, where it was sealed', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), fc.string(), (secret, place, content) => {
        expect(unseal(secret, place, seal(secret, place, content))).toBe(content);
      }),
    );
  });

  it('does not open elsewhere, with another secret, or altered', () => {
    const sealed = seal('secret', 'connection 1', 'token');
    expect(sealed.includes('token')).toBe(false);
    expect(seal('secret', 'connection 1', 'token').equals(sealed)).toBe(false);
    expect(() => unseal('secret', 'connection 2', sealed)).toThrow(/unable to authenticate/i);
    expect(() => unseal('other', 'connection 1', sealed)).toThrow(/unable to authenticate/i);
    for (let at = 0; at < sealed.length; at++) {
      const altered = Buffer.from(sealed);
      altered[at]! ^= 1;
      expect(() => unseal('secret', 'connection 1', altered), `byte ${at}`).toThrow(/unable to authenticate/i);
    }
  });
});
