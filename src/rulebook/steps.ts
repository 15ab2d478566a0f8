import type { Isms } from '../isms/isms.ts';
import type { Finding } from './contract.ts';

/** Rooms of the controls at work. */
const atWork = new Set(['controls', 'evidence', 'connections', 'operations']);

/** Rooms in which the system is looked at and put right. */
const auditAndReview = new Set<string>(['audits', 'improvement', 'review']);

/** The findings that belong to each step, none to two; those of later parts of the standard follow with their rooms. */
const rulesOfStep: Record<string, (finding: Pick<Finding, 'clause' | 'room'>) => boolean> = {
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

/** Whether a finding, or a rule, belongs to a step of the journey. */
export const belongsTo = (step: string, finding: Pick<Finding, 'clause' | 'room'>): boolean => rulesOfStep[step]?.(finding) ?? false;

/** For each step of the journey whether anything has been recorded in it. */
export const begunSteps = (isms: Isms): Record<string, boolean> => ({
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
});

/** `1 major and 3 minor nonconformities`: the opportunities among findings do not count. */
export function nonconformitiesOf(findings: readonly Pick<Finding, 'grade'>[]): string {
  const [major, minor] = (['major', 'minor'] as const).map((grade) => findings.filter((each) => each.grade === grade).length);
  return `${[major && `${major} major`, minor && `${minor} minor`].filter(Boolean).join(' and ')} nonconformit${major! + minor! === 1 ? 'y' : 'ies'}`;
}
