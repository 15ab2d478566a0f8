import type { Isms } from '../../isms/isms.ts';

/**
 * Hands a calculation the same document, and notes each register and field that it reads: `risks`, `risks.owner`,
 * `documentVersions.approvals.person`. Whoever goes through all fields of a record reads all of them.
 */
export function noting<T>(isms: Isms, calculate: (isms: Isms) => T): { value: T; reads: Set<string> } {
  const reads = new Set<string>();
  const made = new WeakMap<object, object>();
  const observed = (value: unknown, path: string): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    let known = made.get(value);
    if (!known) made.set(value, (known = wrap(value, path)));
    return known;
  };
  const wrap = (target: object, path: string): object => {
    const list = Array.isArray(target);
    const own = (key: string) => (list ? path : path === '' ? key : `${path}.${key}`);
    return new Proxy(target, {
      get(_target, key, receiver) {
        const value: unknown = Reflect.get(target, key, receiver);
        if (typeof key === 'symbol' || typeof value === 'function') return value;
        if (!list) reads.add(own(key));
        return observed(value, own(key));
      },
      has(_target, key) {
        if (!list && typeof key === 'string') reads.add(own(key));
        return Reflect.has(target, key);
      },
      ownKeys(_target) {
        for (const key of Object.keys(target)) if (!list) reads.add(own(key));
        return Reflect.ownKeys(target);
      },
      getOwnPropertyDescriptor(_target, key) {
        const found = Reflect.getOwnPropertyDescriptor(target, key);
        return found && 'value' in found && typeof key === 'string' ? { ...found, value: observed(found.value, own(key)) } : found;
      },
    });
  };
  // Registers of its own: what was calculated of the given ones before would be found again without being read.
  const fresh = Object.fromEntries(Object.entries(isms).map(([key, value]) => [key, Array.isArray(value) ? [...value] : value]));
  return { value: calculate(wrap(fresh, '') as Isms), reads };
}
