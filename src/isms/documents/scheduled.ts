import type { Call } from '../../platform/contract/call.ts';
import { collections } from '../collections.ts';
import { ismsOf } from '../isms.ts';
import { versionInForce } from './state.ts';

/**
 * When the day of a version has come, the one before it is superseded and its campaign ends. Does what is due and nothing
 * else, however often it is done; answers the superseded versions.
 */
export async function supersedeFormer(call: Call, only?: string): Promise<string[]> {
  const isms = ismsOf(await call.snapshot());
  const effective = Map.groupBy(
    isms.documentVersions.filter(({ status, document }) => status === 'effective' && (only === undefined || document === only)),
    ({ document }) => document,
  );
  const former = [...effective.values()].flatMap((own) => {
    const current = versionInForce(own, call.today);
    return own.filter((each) => each !== current && each.effectiveOn! <= call.today);
  });
  const ids = new Set(former.map(({ id }) => id));
  await call.write.changeMany(
    collections.documentVersions,
    former.map(({ id }) => ({ id, status: 'superseded' as const })),
  );
  await call.write.changeMany(
    collections.campaigns,
    isms.campaigns
      .filter(({ documentVersion, endedOn }) => ids.has(documentVersion) && endedOn === null)
      .map(({ id }) => ({ id, endedOn: call.today })),
  );
  return [...ids];
}
