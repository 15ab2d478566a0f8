import type { AssessedRisk, ConsistencyFinding } from './model.ts';

/** Ratings that contradict each other or themselves (3.6); what an auditor asks about first. */
export function consistencyFindings(risks: readonly AssessedRisk[], implemented: (control: string) => boolean): ConsistencyFinding[] {
  const findings: ConsistencyFinding[] = [];
  const open = risks.filter((risk) => risk.status === 'open');
  const above = (a: AssessedRisk['current'], b: AssessedRisk['current']) => a !== null && b !== null && a.score > b.score;
  const lower = (a: AssessedRisk['current'], b: AssessedRisk['current']) => a !== null && b !== null && a.score < b.score;

  // Ratings of different methods cannot be compared: they are rated again first.
  const comparable = open.filter((risk) => risk.threat.trim() !== '' && risk.assets.length > 0 && risk.inherent !== null);
  const byThreat = Map.groupBy(comparable, (risk) => `${risk.method} ${risk.threat.trim().toLowerCase()}`);
  for (const group of byThreat.values()) {
    if (group.length === 1) continue;
    const byAsset = Map.groupBy(
      group.flatMap((risk) => [...new Set(risk.assets)].map((asset) => ({ asset, risk }))),
      ({ asset }) => asset,
    );
    for (const [asset, pairs] of byAsset) {
      const ratings = new Set(pairs.map(({ risk }) => `${risk.inherent!.likelihood} ${risk.inherent!.impact}`));
      if (ratings.size === 1) continue;
      const ids = pairs.map(({ risk }) => risk.id);
      findings.push({
        kind: 'rated-differently',
        risks: ids,
        text: `The same threat ("${group[0]!.threat}") on ${asset} is rated differently in ${ids.join(', ')}.`,
      });
    }
  }
  for (const risk of open) {
    const { id } = risk;
    if (above(risk.residual, risk.inherent))
      findings.push({
        kind: 'residual-above-inherent',
        risks: [id],
        text: `${id}: the residual risk (${risk.residual!.score}) is higher than the inherent one (${risk.inherent!.score}).`,
      });
    if (above(risk.current, risk.inherent))
      findings.push({
        kind: 'current-above-inherent',
        risks: [id],
        text: `${id}: the current risk (${risk.current!.score}) is higher than the inherent one (${risk.inherent!.score}).`,
      });
    if (lower(risk.current, risk.inherent) && !risk.controls.some(implemented)) {
      findings.push({
        kind: 'lowered-without-control',
        risks: [id],
        text: `${id}: the current risk is lower than the inherent one, but none of its controls is implemented.`,
      });
    }
    if (lower(risk.residual, risk.current) && risk.controls.length === 0) {
      findings.push({
        kind: 'residual-without-control',
        risks: [id],
        text: `${id}: the residual risk is expected to be lower than the current one, but no control is chosen.`,
      });
    }
  }
  return findings;
}
