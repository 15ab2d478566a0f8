import type { AuditTime } from '../context/model.ts';
import type { DaysCompared } from './contract.ts';
import type { Certification } from './model.ts';

/** Audit days agreed with the body beside those that the scope would take (mission 1.5). Unknown on either side stays unknown. */
export function daysAgainstEstimate(certification: Certification | null, estimate: AuditTime): DaysCompared[] {
  const rows = [
    ['stage-1', 'Stage 1', certification?.daysStage1 ?? null, estimate.stageOneDays],
    ['stage-2', 'Stage 2', certification?.daysStage2 ?? null, estimate.stageTwoDays],
    ['surveillance', 'Each surveillance audit', certification?.daysSurveillance ?? null, estimate.surveillanceDays],
    ['recertification', 'Recertification', certification?.daysRecertification ?? null, estimate.recertificationDays],
  ] as const;
  return rows.map(([audit, title, agreed, estimated]) => ({
    audit,
    title,
    agreed,
    estimated,
    difference: agreed === null || estimated === null ? null : Math.round((agreed - estimated) * 2) / 2,
    state: agreed === null || estimated === null ? 'unknown' : agreed < estimated ? 'below' : agreed > estimated ? 'above' : 'same',
  }));
}
