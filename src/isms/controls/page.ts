import type { Standard } from '../../standard/standard.ts';
import { soaLines } from '../applicability/derive.ts';
import { claims } from '../documents/claims.ts';
import { documentStates } from '../documents/state.ts';
import type { Isms } from '../isms.ts';
import { dutiesOf } from '../operations/calendar/duties.ts';
import { remembered } from '../remember.ts';
import { assessedRisks } from '../risk/assess.ts';
import type { ControlShown, LaneShown } from './contract.ts';
import { auditPeriod, coverageOf, type LaneCoverage } from './coverage.ts';
import { controlMatrix, liveResults, standing } from './matrix.ts';
import { lanes } from './model.ts';
import { proofsOf } from './proofs.ts';

/** What is calculated for all controls at once and looked at by each page. */
const everyClaim = remembered(claims);

/** Records that are named at one stretch, and items of evidence on the page; all of them are lists of their own. */
const most = { proofs: 8, evidence: 50 };

const laneShown = (lane: LaneShown['lane'], coverage: LaneCoverage): LaneShown => ({
  lane,
  ...standing(coverage),
  stretches: coverage.stretches.map(({ from, to, state, proofs }) => ({
    from,
    to,
    state,
    count: proofs.length,
    proofs: proofs
      .slice(-most.proofs)
      .toReversed()
      .map(({ register, id, title }) => ({ register, id, title })),
  })),
});

/** Everything that bears on one control; null when there is no such control. */
export function controlPage(isms: Isms, standard: Standard, day: string, id: string): ControlShown | null {
  const line = controlMatrix(isms, standard, day).find(({ control }) => control === id);
  const soa = soaLines(isms, standard, day).find(({ control }) => control === id);
  if (!line || !soa) return null;
  const asked = standard.control(id);
  const coverage = coverageOf(isms, standard, day).get(id)!;
  const items = proofsOf(isms, standard).evidence(id);
  const states = documentStates(isms, standard, day);
  const connections = new Map(isms.connections.map(({ id: own, title }) => [own, title]));
  const late = (dueOn: string | null, status: string) => dueOn !== null && dueOn < day && status !== 'done';
  return {
    ...line,
    summary: asked?.summary ?? isms.ownControls.find((each) => each.id === id)?.description ?? '',
    actions: asked?.actions ?? [],
    usualEvidence: asked?.evidence ?? [],
    period: auditPeriod(isms, day),
    soa,
    practice: isms.controlPractices.find((each) => each.id === id) ?? null,
    observation: isms.gapAnswers.find((each) => each.id === id)?.observation ?? '',
    laneChart: [laneShown('any', coverage), ...lanes.map((lane) => laneShown(lane, coverage.lanes[lane]))],
    risks: assessedRisks(isms, day)
      .filter(({ status, controls }) => status === 'open' && controls.includes(id))
      .map((risk) => ({
        id: risk.id,
        title: risk.title,
        level: risk.current?.level ?? null,
        acceptable: risk.current?.acceptable ?? null,
        owner: risk.owner,
        score: risk.current?.score ?? -1,
      }))
      .sort((a, b) => b.score - a.score)
      .map(({ score: _score, ...risk }) => risk),
    tasks: [
      ...isms.controlTasks
        .filter(({ control }) => control === id)
        .map((task) => ({
          register: 'control-tasks',
          id: task.id,
          title: task.title,
          status: task.status as string,
          assignee: task.assignee,
          dueOn: task.dueOn,
        })),
      ...isms.treatmentTasks
        .filter(({ controls }) => controls.includes(id))
        .map((task) => ({
          register: 'treatment-tasks',
          id: task.id,
          title: task.title,
          status: task.status as string,
          assignee: task.assignee,
          dueOn: task.dueOn,
        })),
    ]
      .map((task) => ({ ...task, overdue: late(task.dueOn, task.status) }))
      .sort((a, b) => Number(a.status === 'done') - Number(b.status === 'done') || ((a.dueOn ?? '9') < (b.dueOn ?? '9') ? -1 : 1)),
    duties: dutiesOf(isms, standard, day)
      .filter(({ control }) => control === id)
      .map(({ key, title, everyDays, because, register, record, assignee, lastOn, dueOn, state }) => ({
        key,
        title,
        everyDays,
        because,
        register,
        record,
        assignee,
        lastOn,
        dueOn,
        state,
      })),
    promises: everyClaim(isms, standard, day)
      .filter(({ control }) => control === id)
      .map(({ document, title, statement, everyDays, daysAgo, state }) => ({ document, title, statement, everyDays, daysAgo, state })),
    evidence: items.slice(-most.evidence).toReversed(),
    evidenceTotal: items.length,
    checkResults: liveResults(isms)
      .filter(({ controls }) => controls.includes(id))
      .map(({ connection, check, title, outcome, because, since, counts }) => ({
        connection,
        connectionTitle: connections.get(connection) ?? connection,
        check,
        title,
        outcome,
        because,
        since,
        counts,
      })),
    documents: isms.documents
      .filter(({ controls }) => controls.includes(id))
      .map(({ id: own, title }) => {
        const { state, reviewDueOn, reviewOverdue } = states.get(own)!;
        return { id: own, title, state, reviewDueOn, reviewOverdue };
      }),
  };
}
