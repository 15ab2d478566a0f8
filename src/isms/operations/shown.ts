import type { Call } from '../../platform/contract/call.ts';
import { ismsOf, type Isms } from '../isms.ts';

/** What lists show instead of the stored records: calculated once for the same records, head and day. */
export function shownBy<Stored, Shown>(of: (isms: Isms, record: Stored, call: Call) => Shown) {
  const kept = new WeakMap<readonly Stored[], { key: string; shown: Shown[] }>();
  return async (call: Call, records: readonly Stored[]): Promise<readonly Shown[]> => {
    const snapshot = await call.snapshot();
    const key = `${call.today} ${snapshot.head}`;
    let known = kept.get(records);
    if (known?.key !== key) {
      const isms = ismsOf(snapshot);
      kept.set(records, (known = { key, shown: records.map((record) => of(isms, record, call)) }));
    }
    return known.shown;
  };
}

/** What a write answers. */
export const writtenAs = <R>(call: Call, record: R) => ({ record, request: call.request });
