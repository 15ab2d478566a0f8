import type { Outcome, OutcomeCounts } from '../isms/checks/model.ts';
import type { Check, Judged, Trouble } from './collector.ts';

/** What was gathered of one source in one scope. */
export interface Part {
  source: string;
  /** `''` for a source that is read once for the whole connection. */
  scope: string;
  items: readonly unknown[];
  trouble: Trouble | null;
}

export interface CheckVerdict {
  check: string;
  version: number;
  outcome: Outcome;
  counts: OutcomeCounts;
  because: string;
  resources: Judged[];
}

/** The facts a judgement looks at: all items of each source, over all scopes. */
export function factsOf(parts: readonly Part[]): Record<string, unknown[]> {
  const facts: Record<string, unknown[]> = {};
  for (const { source, items } of parts) {
    const known = (facts[source] ??= []);
    for (const item of items) known.push(item);
  }
  return facts;
}

/**
 * Judges one check. What could not be read makes unknown: a source in trouble everything that depends on it, a scope in
 * trouble everything of that scope. Nothing found where something must exist is unknown too (mission 6.4).
 * Resources come in the order of their ids, so that the same world gives the same hash.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- facts belong to each provider
export function judgeCheck(
  check: Check<any>,
  parts: readonly Part[],
  facts: Record<string, unknown[]>,
  given: Record<string, number>,
  now: Date,
): CheckVerdict {
  const own = parts.filter(({ source }) => check.needs.includes(source));
  const broken = own.filter(({ trouble }) => trouble !== null);
  const everywhere = broken.find(({ scope }) => scope === '');
  const missing = check.needs.find((need) => !own.some(({ source }) => source === need));
  const parameters = Object.fromEntries(Object.entries(check.parameters).map(([name, { usual }]) => [name, given[name] ?? usual]));
  const resources: Judged[] = [];
  if (everywhere || missing !== undefined) {
    const because = everywhere ? everywhere.trouble!.message : `Nothing was read of ${missing}.`;
    resources.push({
      resource: `unread:${everywhere?.source ?? missing}`,
      name: everywhere?.source ?? missing!,
      scope: '',
      outcome: 'unknown',
      because,
    });
  } else {
    const dark = new Set(broken.map(({ scope }) => scope));
    for (const judged of check.judge(facts as never, parameters, now)) if (!dark.has(judged.scope)) resources.push(judged);
    for (const { source, scope, trouble } of broken)
      resources.push({ resource: `unread:${source}:${scope}`, name: `${source} in ${scope}`, scope, outcome: 'unknown', because: trouble!.message });
  }
  resources.sort((a, b) => (a.resource < b.resource ? -1 : a.resource > b.resource ? 1 : 0));
  const counts: OutcomeCounts = { pass: 0, fail: 0, notApplicable: 0, unknown: 0 };
  for (const { outcome } of resources) counts[outcome === 'not-applicable' ? 'notApplicable' : outcome]++;
  return { check: check.id, version: check.version, ...summary(check, resources, counts), counts, resources };
}

// oxlint-disable-next-line typescript/no-explicit-any -- facts belong to each provider
function summary(
  check: Check<any>,
  resources: readonly Judged[],
  { pass, fail, notApplicable, unknown }: OutcomeCounts,
): { outcome: Outcome; because: string } {
  if (resources.length === 0)
    return check.empty === 'unknown'
      ? { outcome: 'unknown', because: `Nothing was found where something must exist: ${check.population}.` }
      : { outcome: 'not-applicable', because: `There is nothing to judge: ${check.population}.` };
  const first = (wanted: Outcome) => resources.find(({ outcome }) => outcome === wanted)!;
  const of = `${resources.length} ${resources.length === 1 ? 'resource' : 'resources'}`;
  if (fail > 0) return { outcome: 'fail', because: fail === 1 ? `${first('fail').name}: ${first('fail').because}` : `${fail} of ${of} fail.` };
  if (unknown > 0)
    return {
      outcome: 'unknown',
      because: unknown === 1 ? `${first('unknown').name}: ${first('unknown').because}` : `${unknown} of ${of} could not be judged.`,
    };
  if (pass > 0)
    return {
      outcome: 'pass',
      because:
        pass === 1
          ? `${first('pass').name}: ${first('pass').because}`
          : `All ${pass} pass${notApplicable > 0 ? `, ${notApplicable} do not apply` : ''}.`,
    };
  return { outcome: 'not-applicable', because: `None of ${of} applies.` };
}
