import type { AssessedRisk, ConsistencyFinding } from './model.ts';

/** Ratings that contradict each other or themselves (3.6); what an auditor asks about first. */
export function consistencyFindings(risks: readonly AssessedRisk[], implemented: (control: string) => boolean): ConsistencyFinding[] {
  const findings: ConsistencyFinding[] = [];
  const open = risks.filter((risk) => risk.status === 'open');
  const above = (a: AssessedRisk['current'], b: AssessedRisk['current']) => a !== null && b !== null && a.score > b.score;
  const lower = (a: AssessedRisk['current'], b: AssessedRisk['current']) => a !== null && b !== null && a.score < b.score;

  const byThreat = Map.groupBy(open.filter((risk) => risk.threat !== '' && risk.assets.length > 0 && risk.inherent !== null), (risk) => risk.threat.trim().toLowerCase());
  for (const group of byThreat.values()) {
    const byAsset = new Map<string, AssessedRisk[]>();
    for (const risk of group) for (const asset of risk.assets) byAsset.set(asset, [...(byAsset.get(asset) ?? []), risk]);
    for (const [asset, same] of byAsset) {
      const ratings = new Set(same.map((risk) => `${risk.method} ${risk.inherent!.likelihood} ${risk.inherent!.impact}`));
      if (same.length > 1 && ratings.size > 1) {
        findings.push({ kind: 'rated-differently', risks: same.map(({ id }) => id), text: `The same threat ("${same[0]!.threat}") on ${asset} is rated differently in ${same.map(({ id }) => id).join(', ')}.` });
      }
    }
  }
  for (const risk of open) {
    const { id } = risk;
    if (above(risk.residual, risk.inherent)) findings.push({ kind: 'residual-above-inherent', risks: [id], text: `${id}: the residual risk (${risk.residual!.score}) is higher than the inherent one (${risk.inherent!.score}).` });
    if (above(risk.current, risk.inherent)) findings.push({ kind: 'current-above-inherent', risks: [id], text: `${id}: the current risk (${risk.current!.score}) is higher than the inherent one (${risk.inherent!.score}).` });
    if (lower(risk.current, risk.inherent) && !risk.controls.some(implemented)) {
      findings.push({ kind: 'lowered-without-control', risks: [id], text: `${id}: the current risk is lower than the inherent one, but none of its controls is implemented.` });
    }
    if (lower(risk.residual, risk.current) && risk.controls.length === 0) {
      findings.push({ kind: 'residual-without-control', risks: [id], text: `${id}: the residual risk is expected to be lower than the current one, but no control is chosen.` });
    }
  }
  return findings;
}
