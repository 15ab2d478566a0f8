import type { Policy, Unit } from './facts.ts';

/** What is set for those in a unit, or for some of them. */
export interface Setting {
  id: string;
  name: string;
  value: Record<string, unknown>;
}

/**
 * What holds where, of one kind of setting: for the topmost unit, for every unit that something is set for, and for each
 * group or licence that has a policy of its own. Field by field the policy with the greatest order decides among those
 * that reach the unit; the units in between inherit and are not named.
 */
export function settingsOf(policies: readonly Policy[], units: readonly Unit[], type: string): Setting[] {
  const own = policies.filter((each) => each.type === type);
  if (own.length === 0) return [];
  const known = new Map(units.map((unit) => [unit.id, unit]));
  const top = units.find(({ path }) => path === '/')?.id ?? '';
  const above = (unit: string): Set<string> => {
    const found = new Set([unit, top]);
    for (let at = known.get(unit)?.parent; at !== null && at !== undefined && !found.has(at); at = known.get(at)?.parent) found.add(at);
    return found;
  };
  const reduced = (reaching: readonly Policy[]) =>
    Object.assign({}, ...reaching.toSorted((a, b) => a.order - b.order).map(({ value }) => value)) as Record<string, unknown>;
  const everybody = own.filter(({ among }) => among === null);
  // By unit, with where they stood: of two with the same order the later one decides.
  const ofUnit = Map.groupBy(
    everybody.map((policy, at) => ({ policy, at })),
    ({ policy }) => policy.unit,
  );
  const nameOf = (unit: string) => known.get(unit)?.path ?? `Unit ${unit}`;
  const reaching = (unit: string) =>
    [...above(unit)]
      .flatMap((each) => ofUnit.get(each) ?? [])
      .toSorted((a, b) => a.at - b.at)
      .map(({ policy }) => policy);
  const named = [...new Set([top, ...everybody.map(({ unit }) => unit)])].filter((unit) => unit !== '');
  return [
    ...named.map((unit) => ({ id: unit, name: nameOf(unit), value: reduced(reaching(unit)) })),
    ...own
      .filter(({ among }) => among !== null)
      .map((policy) => ({
        id: policy.id,
        name: `${nameOf(policy.unit)} for ${policy.among}`,
        value: reduced([...reaching(policy.unit), policy]),
      })),
  ];
}
