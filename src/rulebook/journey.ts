import type { z } from 'zod';
import type { Isms } from '../isms/isms.ts';
import type { Standard } from '../standard/standard.ts';
import type { Finding, Grade, JourneyStep, verdictContract } from './contract.ts';
import type { InferContractRouterOutputs } from '@orpc/contract';
import { actions, type Asker } from './actions.ts';
import type { Verdict } from './verdict.ts';

type Step = z.infer<typeof JourneyStep>;
type Journey = InferContractRouterOutputs<typeof verdictContract>['journey'];
type Counts = Record<Grade, number>;

/** Rooms of the controls at work. */
const atWork = new Set(['controls', 'evidence', 'connections', 'operations']);

/** Rooms in which the system is looked at and put right. */
const auditAndReview = new Set<string>(['audits', 'improvement', 'review']);

/** The findings that belong to each step, none to two; those of later parts of the standard follow with their rooms. */
const rulesOfStep: Record<string, (finding: Finding) => boolean> = {
  scope: ({ clause, room }) => room === 'context' && (clause.startsWith('4') || clause.startsWith('5')),
  gap: ({ room }) => room === 'gap',
  'risk-assessment': ({ clause, room }) =>
    room === 'risks' && (clause === '6.1.1' || clause === '6.1.2' || clause === '8.2' || clause.startsWith('A.')),
  'risk-treatment': ({ clause, room }) => room === 'risks' && (clause === '6.1.3' || clause === '8.3'),
  applicability: ({ room }) => room === 'applicability',
  documentation: ({ clause, room }) => clause === '6.2' || (room === 'documents' && clause !== '8.1' && clause !== '7.3'),
  operation: ({ clause, room }) => atWork.has(room) || clause === '9.1' || (clause === '8.1' && room !== 'gap'),
  awareness: ({ clause, room }) => room === 'people' || (room === 'documents' && clause === '7.3'),
  'audit-and-review': ({ room }) => auditAndReview.has(room),
  certification: ({ room }) => room === 'certification' || room === 'auditors',
};

/** The ten steps with their state, the cycle, and what is to be done now: all of it follows from the verdict. */
export function journey(isms: Isms, standard: Standard, verdict: Verdict, day: string, asker: Asker): Journey {
  const begun: Record<string, boolean> = {
    scope: isms.contextIssues.length + isms.interestedParties.length + isms.scopeVersions.length + isms.systems.length > 0,
    gap: isms.gapAnswers.length > 0,
    'risk-assessment': isms.riskMethods.length + isms.risks.length > 0,
    'risk-treatment': isms.risks.some(({ treatment }) => treatment !== 'undecided'),
    applicability: isms.soaDecisions.length + isms.soaVersions.length > 0,
    documentation: isms.documents.length > 0,
    operation:
      isms.objectives.length +
        isms.evidence.length +
        isms.connections.length +
        isms.dutyRecords.length +
        isms.accessReviews.length +
        isms.incidents.length +
        isms.changes.length +
        isms.vulnerabilities.length >
      0,
    certification: isms.certification !== null || isms.certificationAudits.length > 0,
    'audit-and-review': isms.auditProgrammes.length + isms.internalAudits.length + isms.managementReviews.length + isms.nonconformities.length > 0,
    awareness: isms.lessons.length + isms.trainingResults.length + isms.campaigns.length + isms.competences.length > 0,
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
    actions: actions(isms, standard, verdict, day, asker),
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
