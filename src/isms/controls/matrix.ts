import type { Standard } from '../../standard/standard.ts';
import { soaLines } from '../applicability/derive.ts';
import type { OutcomeCounts } from '../checks/model.ts';
import type { Isms } from '../isms.ts';
import { remembered } from '../remember.ts';
import { assessedRisks } from '../risk/assess.ts';
import type { MatrixLine } from './contract.ts';
import { coverageOf, type LaneCoverage } from './coverage.ts';
import { freshnessOf } from './freshness.ts';
import { lanes } from './model.ts';

export const standing = ({ state, share, count, newest, lapsesOn }: LaneCoverage) => ({ state, share, count, newest, lapsesOn });

/** Every control of Annex A and of the organisation's own, against what is shown of it. */
export const controlMatrix = remembered((isms: Isms, standard: Standard, day: string): readonly MatrixLine[] => {
  const covered = coverageOf(isms, standard, day);
  const fresh = freshnessOf(isms, standard);
  const practices = new Map(isms.controlPractices.map((each) => [each.id, each]));
  const scores = new Map<string, number>();
  for (const { status, current, controls } of assessedRisks(isms, day))
    if (status === 'open') for (const control of controls) scores.set(control, (scores.get(control) ?? 0) + (current?.score ?? 0));
  const open = new Map<string, number>();
  const task = (control: string) => void open.set(control, (open.get(control) ?? 0) + 1);
  for (const { control, status } of isms.controlTasks) if (control !== null && status !== 'done') task(control);
  for (const { controls, status } of isms.treatmentTasks) if (status !== 'done') controls.forEach(task);
  const checks = checkCounts(isms);
  return soaLines(isms, standard, day).map(({ control, title, theme, own, applicable, status, owner }) => {
    const coverage = covered.get(control)!;
    const practice = practices.get(control);
    return {
      control,
      title,
      theme,
      own,
      applicable,
      status,
      owner,
      maturity: practice?.maturity ?? null,
      described: (practice?.practice ?? '').trim() !== '',
      freshness: fresh(control),
      ...standing(coverage),
      lanes: Object.fromEntries(lanes.map((lane) => [lane, standing(coverage.lanes[lane])])) as MatrixLine['lanes'],
      stretches: coverage.stretches.map(({ from, to, state }) => ({ from, to, state })),
      checks: checks.get(control) ?? none,
      openTasks: open.get(control) ?? 0,
      riskScore: scores.get(control) ?? 0,
    };
  });
});

const none: OutcomeCounts = { pass: 0, fail: 0, notApplicable: 0, unknown: 0 };

/** Results of checks that count today: of connections that exist, and not switched off there. */
export function liveResults(isms: Isms): Isms['checkResults'] {
  const connections = new Map(isms.connections.map((each) => [each.id, each]));
  return isms.checkResults.filter(
    ({ connection, check }) => connections.has(connection) && (connections.get(connection)!.checks[check]?.enabled ?? true),
  );
}

function checkCounts(isms: Isms): Map<string, OutcomeCounts> {
  const counts = new Map<string, OutcomeCounts>();
  for (const { controls, outcome } of liveResults(isms))
    for (const control of controls) {
      const own = counts.get(control) ?? { ...none };
      own[outcome === 'not-applicable' ? 'notApplicable' : outcome]++;
      counts.set(control, own);
    }
  return counts;
}
