import { record } from '../../isms/testing.ts';
import { open, leave, accepted, answer, addRisk, without, type Traps } from './support.ts';

/** Traps for planning. */
export const clause6Traps: Traps = {
  '6.1.1-issues-not-considered': (i) => i.risks.forEach((risk) => Object.assign(risk, { threat: '', scenario: '', assets: [] })),
  '6.1.2-no-method': [(i) => void (i.riskMethods = []), '6.1.2-none-rated', '6.1.2-not-rated', '6.1.3-no-residual'],
  '6.1.2-no-risks': [(i) => void (i.risks = []), 'soa-undecided'],
  '6.1.2-risk-without-owner': [(i) => void addRisk(i, { owner: null }), '6.1.2-not-rated'],
  '6.1.2-owner-left': [
    (i) => {
      leave(i, 'P-4');
      addRisk(i, { owner: 'P-4' });
    },
    '6.1.2-not-rated',
    'soa-owner-left',
    'A.5.19-without-owner',
  ],
  '6.1.2-not-rated': (i) => void addRisk(i, {}),
  '6.1.2-none-rated': [
    (i) => i.risks.forEach((risk) => Object.assign(risk, { inherentLikelihood: null, currentLikelihood: null, residualLikelihood: null })),
    '6.1.2-not-rated',
    '6.1.3-no-residual',
  ],
  '6.1.2-current-not-rated': (i) => void addRisk(i, { inherentLikelihood: 3, inherentImpact: 3 }),
  '6.1.2-two-methods': (i) => {
    const now = i.riskMethods.find(({ status }) => status === 'in-force')!;
    i.riskMethods = [
      { ...structuredClone(now), status: 'retired' },
      { ...structuredClone(now), id: 'METHOD-9', number: 9 },
    ];
  },
  '6.1.2-no-rationale': [
    (i) => void addRisk(i, { inherentLikelihood: 5, inherentImpact: 5, currentLikelihood: 5, currentImpact: 5 }),
    '6.1.3-high-undecided',
  ],
  '6.1.2-copied-rationale': (i) =>
    open(i)
      .slice(0, 11)
      .forEach((risk) => Object.assign(risk, { currentRationale: 'Expert judgement.' })),
  '6.1.2-no-cia': [(i) => void addRisk(i, { affects: [] }), '6.1.2-not-rated'],
  '6.1.2-rated-differently': [
    (i) => {
      addRisk(i, { threat: 'Fire', assets: ['AST-1'], inherentLikelihood: 1, inherentImpact: 5 });
      addRisk(i, { threat: 'Fire', assets: ['AST-1'], inherentLikelihood: 5, inherentImpact: 5 });
    },
    '6.1.3-high-undecided',
    '6.1.2-current-not-rated',
    '6.1.2-no-rationale',
  ],
  '6.1.2-current-above-inherent': [
    (i) => void addRisk(i, { inherentLikelihood: 1, inherentImpact: 1, currentLikelihood: 4, currentImpact: 4 }),
    '6.1.3-high-undecided',
    '6.1.2-no-rationale',
  ],
  '6.1.2-lowered-without-control': (i) => void addRisk(i, { inherentLikelihood: 5, inherentImpact: 5, currentLikelihood: 2, currentImpact: 2 }),
  '6.1.2-scope-system-without-risk': [(i) => void (i.risks = i.risks.slice(0, 3)), 'soa-undecided'],
  '6.1.3-undecided': (i) => void addRisk(i, { currentLikelihood: 1, currentImpact: 1, treatment: 'undecided' }),
  '6.1.3-high-undecided': [(i) => void addRisk(i, { currentLikelihood: 5, currentImpact: 5, treatment: 'undecided' }), '6.1.2-no-rationale'],
  '6.1.3-mitigate-without-control': [(i) => void addRisk(i, { treatment: 'mitigate', controls: [] }), '6.1.2-not-rated', '6.1.3-no-residual'],
  '6.1.3-no-residual': (i) => void addRisk(i, { treatment: 'transfer', currentLikelihood: 3, currentImpact: 3 }),
  '6.1.3-residual-without-control': [
    (i) => void addRisk(i, { treatment: 'mitigate', currentLikelihood: 4, currentImpact: 4, residualLikelihood: 1, residualImpact: 1 }),
    '6.1.2-no-rationale',
  ],
  '6.1.3-residual-above-inherent': [
    (i) => void addRisk(i, { inherentLikelihood: 1, inherentImpact: 1, residualLikelihood: 4, residualImpact: 4 }),
    '6.1.3-residual-not-acceptable',
    '6.1.2-current-not-rated',
  ],
  '6.1.3-residual-not-acceptable': [
    (i) => void addRisk(i, { treatment: 'mitigate', controls: ['A.8.13'], residualLikelihood: 5, residualImpact: 5 }),
    '6.1.2-not-rated',
  ],
  '6.1.3-no-plan': (i) => void (i.treatmentTasks = []),
  '6.1.3-risk-without-task': [
    (i) => {
      answer(i, 'A.8.13', { status: 'missing' });
      addRisk(i, { treatment: 'mitigate', controls: ['A.8.13'] });
    },
    '6.1.2-not-rated',
    '6.1.3-no-residual',
  ],
  '6.1.3-task-without-person': (i) => void i.treatmentTasks.push(record('treatmentTasks', { id: 'TT-99', title: 'Some day', risk: 'R-1' })),
  '6.1.3-not-approved': (i) => void (i.acceptances = []),
  '6.1.3-some-not-approved': (i) => void addRisk(i, { treatment: 'accept', currentLikelihood: 1, currentImpact: 1 }),
  '6.1.3-acceptance-void': (i) => i.risks.forEach((risk) => Object.assign(risk, { residualImpact: 1, residualLikelihood: 1, currentLikelihood: 1 })),
  '6.1.3-acceptance-expired': (i) => i.acceptances.forEach((each) => Object.assign(each, { expiresOn: '2026-11-23' })),
  '6.1.3-refused': [(i) => i.acceptances.forEach((each) => Object.assign(each, { status: 'refused' })), '6.1.3-not-approved'],
  '6.1.3-accepted-by-wrong-role': (i) => accepted(i).forEach((each) => Object.assign(each, { decidedByRole: 'employee' })),
  '6.1.3-accepted-by-requester': (i) => accepted(i).forEach((each) => Object.assign(each, { requestedByPerson: each.decidedByPerson })),
  '6.1.3-accept-above-appetite': [(i) => void addRisk(i, { treatment: 'accept', currentLikelihood: 5, currentImpact: 5 }), '6.1.2-no-rationale'],
  '6.2-no-objectives': (i) => {
    Object.assign(i, { objectives: [], measurements: [], evaluations: [] });
    without(i, 'DOC-6.2');
  },
  '6.2-none-open': (i) => void (i.objectives[0]!.status = 'reached'),
  '6.2-not-measurable': (i) => void (i.objectives[0]!.target = null),
  '6.2-no-owner': (i) => void (i.objectives[0]!.owner = 'P-11'),
  '6.2-no-due-date': (i) => void (i.objectives[0]!.dueOn = null),
  '6.2-no-plan': (i) => void (i.objectives[0]!.plan = ''),
  '6.2-no-resources': (i) => void (i.objectives[0]!.resources = ''),
  '6.2-no-evaluation-method': (i) => void (i.objectives[0]!.evaluation = ''),
  '6.2-not-communicated': (i) => void (i.objectives[0]!.communicatedOn = null),
  '6.2-without-reason': (i) => void (i.objectives[0]!.reason = ''),
};
