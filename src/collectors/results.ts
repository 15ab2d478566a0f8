import type { CheckResult } from '../isms/checks/model.ts';
import type { Isms } from '../isms/isms.ts';
import type { Check } from './collector.ts';
import type { KeptVerdict } from './keep.ts';

export interface ResultChange {
  before: CheckResult | null;
  fields: Pick<CheckResult, 'connection' | 'check' | 'checkVersion' | 'title' | 'controls' | 'outcome' | 'counts' | 'because' | 'since' | 'run'>;
}

/** What a run changes in how checks stand: those whose outcome, figures, reason or judgement differ from before. */
export function changesOf(
  isms: Isms,
  // oxlint-disable-next-line typescript/no-explicit-any -- facts belong to each provider
  checks: readonly Check<any>[],
  { connection, run }: { connection: string; run: string },
  verdicts: readonly KeptVerdict[],
  day: string,
): ResultChange[] {
  const declared = new Map(checks.map((check) => [check.id, check]));
  const known = new Map(isms.checkResults.filter((each) => each.connection === connection).map((each) => [each.check, each]));
  return verdicts.flatMap(({ check, version, outcome, counts, because }) => {
    const before = known.get(check) ?? null;
    const same =
      before &&
      before.outcome === outcome &&
      before.because === because &&
      before.checkVersion === version &&
      (Object.keys(counts) as (keyof typeof counts)[]).every((each) => counts[each] === before.counts[each]);
    if (same) return [];
    const since = before?.outcome === outcome ? before.since : day;
    const { title, controls } = declared.get(check)!;
    return [
      {
        before,
        fields: { connection, check, checkVersion: version, title, controls: controls.map(({ id }) => id), outcome, counts, because, since, run },
      },
    ];
  });
}
