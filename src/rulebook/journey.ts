import type { z } from 'zod';
import type { Isms } from '../isms/isms.ts';
import { approvedScope } from '../isms/context/service.ts';
import { soaInForce } from '../isms/applicability/versions.ts';
import { currentMethod } from '../isms/risk/method.ts';
import { acceptanceState } from '../isms/risk/acceptance.ts';
import { tasksByRisk } from '../isms/risk/plan.ts';
import type { Standard } from '../standard/standard.ts';
import type { Finding, Grade, JourneyStep, verdictContract } from './contract.ts';
import type { InferContractRouterOutputs } from '@orpc/contract';
import type { Verdict } from './verdict.ts';

type Step = z.infer<typeof JourneyStep>;
type Journey = InferContractRouterOutputs<typeof verdictContract>['journey'];
type Counts = Record<Grade, number>;

/** The findings that belong to each step; those of later parts of the standard follow with their rooms. */
const rulesOfStep: Record<string, (finding: Finding) => boolean> = {
  scope: ({ clause, room }) => room === 'context' && (clause.startsWith('4') || clause.startsWith('5')),
  gap: ({ room }) => room === 'gap',
  'risk-assessment': ({ clause, room }) =>
    room === 'risks' && (clause === '6.1.1' || clause === '6.1.2' || clause === '8.2' || clause.startsWith('A.')),
  'risk-treatment': ({ clause, room }) => room === 'risks' && (clause === '6.1.3' || clause === '8.3'),
  applicability: ({ room }) => room === 'applicability',
};

/** Who asks: their role, and the record in `people` that they are. */
export interface Asker {
  role: string;
  person: string | null;
}

/** The ten steps with their state, the cycle, and what is to be done now: all of it follows from the verdict. */
export function journey(isms: Isms, standard: Standard, verdict: Verdict, day: string, asker: Asker): Journey {
  const begun: Record<string, boolean> = {
    scope: isms.contextIssues.length + isms.interestedParties.length + isms.scopeVersions.length + isms.systems.length > 0,
    gap: isms.gapAnswers.length > 0,
    'risk-assessment': isms.riskMethods.length + isms.risks.length > 0,
    'risk-treatment': isms.risks.some(({ treatment }) => treatment !== 'undecided'),
    applicability: isms.soaDecisions.length + isms.soaVersions.length > 0,
  };
  const steps = standard.journey.steps.map((step): Step => {
    const belongs = rulesOfStep[step.id];
    const own = belongs ? verdict.findings.filter(belongs) : [];
    const counts = countGrades(own);
    const blocking = own.filter(({ grade }) => grade !== 'opportunity');
    const state = !belongs ? 'not-here-yet' : !begun[step.id] ? 'open' : blocking.length === 0 ? 'done' : 'in-progress';
    const first = own[0];
    return {
      id: step.id,
      number: step.number,
      title: step.title,
      summary: step.summary,
      clauses: step.clauses,
      room: step.room,
      state,
      why: why(state, own),
      findings: counts,
      next: first ? { text: first.remedy, who: step.who, room: first.room } : null,
    };
  });
  return {
    steps,
    cycle: standard.journey.cycle,
    actions: actions(isms, verdict, day, asker),
    counts: Object.fromEntries([...Map.groupBy(verdict.findings, ({ room }) => room)].map(([room, own]) => [room, countGrades(own)])),
  };

  function why(state: Step['state'], own: Finding[]): string {
    if (state === 'not-here-yet') return 'This part of the product follows; the gap assessment already asks about it.';
    if (state === 'open') return 'Nothing has been recorded yet.';
    if (state === 'done')
      return own.length === 0
        ? 'An auditor would find nothing here.'
        : `Only ${own.length === 1 ? 'an opportunity' : `${own.length} opportunities`} for improvement.`;
    const { major, minor } = countGrades(own);
    return `An auditor would raise ${[major && `${major} major`, minor && `${minor} minor`].filter(Boolean).join(' and ')} nonconformit${major + minor === 1 ? 'y' : 'ies'}.`;
  }
}

function countGrades(findings: readonly Finding[]): Counts {
  const counts: Counts = { major: 0, minor: 0, opportunity: 0 };
  for (const { grade } of findings) counts[grade]++;
  return counts;
}

/** Who must do what now: signatures that wait, overdue tasks, then the first remedies; what waits for the asker comes first. */
function actions(isms: Isms, verdict: Verdict, day: string, asker: Asker): Journey['actions'] {
  const list: Journey['actions'] = [];
  const [management, manager] = [asker.role === 'top-management', asker.role === 'isms-manager'];
  const isAsker = (person: string | null) => person !== null && person === asker.person;
  const people = new Map(isms.people.map(({ id, name }) => [id, name]));
  const draft = isms.scopeVersions.find(({ status, statement }) => status === 'draft' && statement.trim() !== '');
  if (draft && !approvedScope(isms))
    list.push({
      text: `Approve version ${draft.number} of the scope`,
      who: 'Top management',
      yours: management,
      room: 'context',
      due: null,
      grade: 'major',
    });
  const prepared = isms.soaVersions.find(({ status }) => status === 'draft');
  if (prepared)
    list.push({
      text: `Approve version ${prepared.number} of the Statement of Applicability`,
      who: 'Top management',
      yours: management,
      room: 'applicability',
      due: null,
      grade: soaInForce(isms.soaVersions) ? 'minor' : 'major',
    });
  if (!currentMethod(isms))
    list.push({ text: 'Put a risk method in force', who: 'ISMS manager', yours: manager, room: 'risks', due: null, grade: 'major' });
  const risks = new Map(isms.risks.map((risk) => [risk.id, risk]));
  for (const acceptance of isms.acceptances) {
    const risk = risks.get(acceptance.risk);
    if (acceptance.status !== 'requested' || !risk || acceptanceState(acceptance, risk, tasksByRisk(isms).get(risk.id) ?? [], day) !== 'requested')
      continue;
    list.push({
      text: `Decide on the residual risk of ${risk.id} (${risk.title})`,
      who: people.get(risk.owner ?? '') ?? 'Risk owner',
      yours: isAsker(risk.owner),
      room: 'risks',
      due: null,
      grade: 'minor',
    });
  }
  for (const task of isms.treatmentTasks) {
    if (task.status !== 'done' && task.dueOn !== null && task.dueOn < day)
      list.push({
        text: `${task.id} ${task.title}`,
        who: people.get(task.assignee ?? '') ?? 'Nobody yet',
        yours: isAsker(task.assignee),
        room: 'risks',
        due: task.dueOn,
        grade: 'minor',
      });
  }
  for (const { remedy, room, grade } of verdict.findings.slice(0, 6))
    list.push({ text: remedy, who: 'ISMS manager', yours: manager, room, due: null, grade });
  return list.toSorted((a, b) => Number(b.yours) - Number(a.yours)).slice(0, 12);
}
