import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ismsFromFiles } from '../interchange/files.ts';
import type { Isms } from '../isms/isms.ts';
import { record } from '../isms/testing.ts';
import { standard } from '../standard/standard.ts';
import { openCase } from './rule.ts';
import { rules as rulebook, verdict } from './verdict.ts';

const day = '2026-11-24';
const folder = new URL('../../sample/', import.meta.url);
const files = Object.fromEntries(
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(yaml|md)$/.test(path))
    .map((path) => [path.replaceAll('\\', '/'), readFileSync(new URL(path, folder), 'utf8')]),
);
const read = ismsFromFiles(files);
/** The sample organisation, with those of its planted weaknesses taken out that would hide a trap. */
function sound(): Isms {
  const isms = structuredClone(read);
  isms.climate = record('climate', { id: 'climate', relevant: false, reasoning: 'Looked at.' });
  for (const role of isms.ismsRoles) if (role.holders.length === 0) role.holders = ['P-4'];
  return isms;
}
const open = (isms: Isms) => isms.risks.filter(({ status }) => status === 'open');
const leave = (isms: Isms, id: string) => void (isms.people.find((person) => person.id === id)!.endsOn = '2026-01-31');
const accepted = (isms: Isms) => isms.acceptances.filter(({ status }) => status === 'accepted');
const answer = (isms: Isms, id: string, fields: object) => {
  const known = isms.gapAnswers.find((each) => each.id === id);
  if (known) Object.assign(known, fields);
  else isms.gapAnswers.push(record('gapAnswers', { id, ...fields }));
};
const decide = (isms: Isms, id: string, fields: object) => {
  const known = isms.soaDecisions.find((each) => each.id === id);
  if (known) Object.assign(known, fields);
  else isms.soaDecisions.push(record('soaDecisions', { id, ...fields }));
};
/** A control that treats no risk and no requirement calls for. */
const free = (isms: Isms, at = 0): string => {
  const used = new Set([...isms.risks, ...isms.requirements].flatMap(({ controls }) => controls));
  return standard.controls.filter(({ id }) => !used.has(id))[at]!.id;
};
const role = (isms: Isms, kind: string) => isms.ismsRoles.find((each) => each.kind === kind)!;
const addRisk = (isms: Isms, fields: object) => {
  const id = `R-${900 + isms.risks.length}`;
  isms.risks.push(record('risks', { id, title: 'Trap', owner: 'P-4', method: isms.riskMethods.at(-1)!.id, ...fields }));
  return id;
};

/** For each rule, the weakness that it must find. */
const traps: Record<string, (isms: Isms) => void> = {
  '4.1-no-issues': (i) => void (i.contextIssues = []),
  '4.1-only-one-side': (i) => void (i.contextIssues = i.contextIssues.filter(({ kind }) => kind === 'internal')),
  '4.1-climate-undetermined': (i) => void (i.climate = null),
  '4.1-climate-not-followed': (i) => {
    i.climate!.relevant = true;
    for (const issue of i.contextIssues) issue.climate = false;
  },
  '4.1-issue-without-effect': (i) => void (i.contextIssues[0]!.effect = ' '),
  '4.1-issue-review-overdue': (i) => void (i.contextIssues[0]!.reviewOn = '2026-11-23'),
  '4.2-no-parties': (i) => void (i.interestedParties = []),
  '4.2-party-without-requirement': (i) => void i.interestedParties.push(record('interestedParties', { id: 'PARTY-99', name: 'Neighbours' })),
  '4.2-requirement-unanswered': (i) => void (i.requirements[0]!.answer = 'undetermined'),
  '4.2-addressed-nowhere': (i) => void Object.assign(i.requirements[0]!, { answer: 'addressed', where: '', controls: [] }),
  '4.2-legal-declined': (i) => void Object.assign(i.requirements[0]!, { answer: 'declined', kind: 'legal' }),
  '4.2-declined-without-reason': (i) => void Object.assign(i.requirements[0]!, { answer: 'declined', kind: 'contractual', where: '' }),
  '4.2-no-legal-requirement': (i) => void (i.requirements = i.requirements.filter(({ kind }) => kind !== 'legal' && kind !== 'regulatory')),
  '4.3-no-scope': (i) => void (i.scopeVersions = []),
  '4.3-scope-not-approved': (i) => i.scopeVersions.forEach((version) => Object.assign(version, { status: 'draft', approvedAt: null })),
  '4.3-scope-outdated': (i) => void i.systems.push(record('systems', { id: 'SYS-99', name: 'Bought yesterday', inScope: true, owner: 'P-4' })),
  '4.3-scope-old': (i) => i.scopeVersions.forEach((version) => Object.assign(version, { approvedAt: '2025-01-01T00:00:00Z' })),
  '4.3-entire-organisation': (i) => i.scopeVersions.forEach((version) => Object.assign(version, { statement: 'The entire organisation.' })),
  '4.3-no-justification': (i) => i.scopeVersions.forEach((version) => Object.assign(version, { justification: '' })),
  '4.3-no-interfaces': (i) => void (i.interfaces = []),
  '4.3-interface-without-counterpart': (i) => i.interfaces.forEach((each) => Object.assign(each, { counterpart: 'supplier', supplier: null })),
  '4.3-undetermined-boundary': (i) => void (i.teams[0]!.inScope = null),
  '4.3-customers-service-outside': (i) => i.systems.forEach((system) => Object.assign(system, { inScope: false, customerFacing: true })),
  '4.3-exclusion-without-reason': (i) => void (i.exclusions[0]!.reason = ''),
  '4.3-system-without-owner': (i) => i.systems.forEach((system) => Object.assign(system, { inScope: true, owner: null })),
  '4.3-persons-unknown': (i) => i.teams.forEach((team) => Object.assign(team, { persons: null })),
  '4.3-supplier-without-interface': (i) => {
    i.interfaces = [];
    i.suppliers.forEach((supplier) => Object.assign(supplier, { critical: true }));
  },
  '4.4-nothing-assessed': (i) => void (i.gapAnswers = []),
  '4.4-core-requirement-missing': (i) => answer(i, standard.requirements.find(({ weight }) => weight === 3)!.id, { status: 'missing' }),
  '4.4-clause-not-applicable': (i) => answer(i, standard.requirements[0]!.id, { status: 'not-applicable' }),
  '5.3-no-roles': (i) => void (i.ismsRoles = []),
  '5.3-role-without-holder': (i) => void (i.ismsRoles[0]!.holders = []),
  '5.3-holder-left': (i) => leave(i, i.ismsRoles[0]!.holders[0]!),
  '5.3-no-conformity-role': (i) => void (i.ismsRoles = i.ismsRoles.filter(({ kind }) => kind !== 'isms-manager')),
  '5.3-no-reporting-role': (i) => {
    i.ismsRoles = i.ismsRoles.filter(({ kind }) => kind !== 'reporting');
    for (const each of i.ismsRoles) each.responsibilities = 'Looks after it';
  },
  '5.3-no-top-management': (i) => {
    for (const person of i.people) person.topManagement = false;
    i.ismsRoles = i.ismsRoles.filter(({ kind }) => kind !== 'top-management');
  },
  '5.3-not-communicated': (i) => i.ismsRoles.forEach((each) => Object.assign(each, { communicatedOn: null })),
  '5.3-audits-own-work': (i) =>
    i.ismsRoles.push(record('ismsRoles', { id: 'ROLE-98', name: 'Auditor', kind: 'internal-auditor', holders: role(i, 'isms-manager').holders })),
  '5.3-approves-own-work': (i) =>
    i.ismsRoles.push(record('ismsRoles', { id: 'ROLE-99', name: 'Directors', kind: 'top-management', holders: role(i, 'isms-manager').holders })),
  '5.3-without-responsibilities': (i) => i.ismsRoles.forEach((each) => Object.assign(each, { responsibilities: '' })),
  '5.3-no-internal-auditor': (i) => void (i.ismsRoles = i.ismsRoles.filter(({ kind }) => kind !== 'internal-auditor')),
  '6.1.1-issues-not-considered': (i) => i.risks.forEach((risk) => Object.assign(risk, { threat: '', scenario: '', assets: [] })),
  '6.1.2-no-method': (i) => void (i.riskMethods = []),
  '6.1.2-no-risks': (i) => void (i.risks = []),
  '6.1.2-risk-without-owner': (i) => void addRisk(i, { owner: null }),
  '6.1.2-owner-left': (i) => {
    leave(i, 'P-4');
    addRisk(i, { owner: 'P-4' });
  },
  '6.1.2-not-rated': (i) => void addRisk(i, {}),
  '6.1.2-none-rated': (i) =>
    i.risks.forEach((risk) => Object.assign(risk, { inherentLikelihood: null, currentLikelihood: null, residualLikelihood: null })),
  '6.1.2-current-not-rated': (i) => void addRisk(i, { inherentLikelihood: 3, inherentImpact: 3 }),
  '6.1.2-two-methods': (i) => {
    const now = i.riskMethods.find(({ status }) => status === 'in-force')!;
    i.riskMethods = [
      { ...structuredClone(now), status: 'retired' },
      { ...structuredClone(now), id: 'METHOD-9', number: 9 },
    ];
  },
  '6.1.2-no-rationale': (i) => void addRisk(i, { inherentLikelihood: 5, inherentImpact: 5, currentLikelihood: 5, currentImpact: 5 }),
  '6.1.2-copied-rationale': (i) =>
    open(i)
      .slice(0, 11)
      .forEach((risk) => Object.assign(risk, { currentRationale: 'Expert judgement.' })),
  '6.1.2-no-cia': (i) => void addRisk(i, { affects: [] }),
  '6.1.2-rated-differently': (i) => {
    addRisk(i, { threat: 'Fire', assets: ['AST-1'], inherentLikelihood: 1, inherentImpact: 5 });
    addRisk(i, { threat: 'Fire', assets: ['AST-1'], inherentLikelihood: 5, inherentImpact: 5 });
  },
  '6.1.2-current-above-inherent': (i) => void addRisk(i, { inherentLikelihood: 1, inherentImpact: 1, currentLikelihood: 4, currentImpact: 4 }),
  '6.1.2-lowered-without-control': (i) => void addRisk(i, { inherentLikelihood: 5, inherentImpact: 5, currentLikelihood: 2, currentImpact: 2 }),
  '6.1.2-scope-system-without-risk': (i) => void (i.risks = i.risks.slice(0, 3)),
  '6.1.3-undecided': (i) => void addRisk(i, { currentLikelihood: 1, currentImpact: 1, treatment: 'undecided' }),
  '6.1.3-high-undecided': (i) => void addRisk(i, { currentLikelihood: 5, currentImpact: 5, treatment: 'undecided' }),
  '6.1.3-mitigate-without-control': (i) => void addRisk(i, { treatment: 'mitigate', controls: [] }),
  '6.1.3-no-residual': (i) => void addRisk(i, { treatment: 'transfer', currentLikelihood: 3, currentImpact: 3 }),
  '6.1.3-residual-without-control': (i) =>
    void addRisk(i, { treatment: 'mitigate', currentLikelihood: 4, currentImpact: 4, residualLikelihood: 1, residualImpact: 1 }),
  '6.1.3-residual-above-inherent': (i) => void addRisk(i, { inherentLikelihood: 1, inherentImpact: 1, residualLikelihood: 4, residualImpact: 4 }),
  '6.1.3-residual-not-acceptable': (i) => void addRisk(i, { treatment: 'mitigate', controls: ['A.8.13'], residualLikelihood: 5, residualImpact: 5 }),
  '6.1.3-no-plan': (i) => void (i.treatmentTasks = []),
  '6.1.3-risk-without-task': (i) => {
    answer(i, 'A.8.13', { status: 'missing' });
    addRisk(i, { treatment: 'mitigate', controls: ['A.8.13'] });
  },
  '6.1.3-task-without-person': (i) => void i.treatmentTasks.push(record('treatmentTasks', { id: 'TT-99', title: 'Some day', risk: 'R-1' })),
  '6.1.3-not-approved': (i) => void (i.acceptances = []),
  '6.1.3-some-not-approved': (i) => void addRisk(i, { treatment: 'accept', currentLikelihood: 1, currentImpact: 1 }),
  '6.1.3-acceptance-void': (i) => i.risks.forEach((risk) => Object.assign(risk, { residualImpact: 1, residualLikelihood: 1, currentLikelihood: 1 })),
  '6.1.3-acceptance-expired': (i) => i.acceptances.forEach((each) => Object.assign(each, { expiresOn: '2026-11-23' })),
  '6.1.3-refused': (i) => i.acceptances.forEach((each) => Object.assign(each, { status: 'refused' })),
  '6.1.3-accepted-by-wrong-role': (i) => accepted(i).forEach((each) => Object.assign(each, { decidedByRole: 'employee' })),
  '6.1.3-accepted-by-requester': (i) => accepted(i).forEach((each) => Object.assign(each, { requestedByPerson: each.decidedByPerson })),
  '6.1.3-accept-above-appetite': (i) => void addRisk(i, { treatment: 'accept', currentLikelihood: 5, currentImpact: 5 }),
  '8.1-implemented-without-evidence': (i) => {
    i.evidence = [];
    for (const each of i.gapAnswers) each.evidence = '';
  },
  '8.1-evidence-lapsed': (i) => void i.evidence.push(record('evidence', { id: 'EV-99', title: 'Test of last year', validTo: '2026-11-23' })),
  '8.2-review-overdue': (i) => void addRisk(i, { reviewOn: '2026-11-23' }),
  '8.2-reopened': (i) => void addRisk(i, { reopenedBecause: 'incident', reviewOn: '2026-10-01' }),
  '8.2-old-assessment': (i) => i.risks.forEach((risk) => Object.assign(risk, { ratedOn: '2025-01-01' })),
  '8.2-no-review-date': (i) => void addRisk(i, { ratedOn: '2026-11-01', reviewOn: null }),
  '8.3-task-overdue': (i) =>
    void i.treatmentTasks.push(record('treatmentTasks', { id: 'TT-99', title: 'Late', risk: 'R-1', dueOn: '2026-11-23', status: 'in-progress' })),
  '8.3-many-overdue': (i) => i.treatmentTasks.forEach((task) => Object.assign(task, { dueOn: '2026-11-01', status: 'in-progress' })),
  '8.3-done-but-not-working': (i) => {
    answer(i, 'A.8.13', { status: 'missing' });
    const risk = addRisk(i, { treatment: 'mitigate', controls: ['A.8.13'] });
    i.treatmentTasks.push(record('treatmentTasks', { id: 'TT-99', title: 'Done', risk, status: 'done' }));
  },
  '8.3-nothing-started': (i) => i.treatmentTasks.forEach((task) => Object.assign(task, { status: 'planned' })),
  'soa-none': (i) => void (i.soaVersions = []),
  'soa-not-approved': (i) => i.soaVersions.forEach((version) => Object.assign(version, { status: 'draft', approvedAt: null })),
  'soa-stale': (i) => decide(i, free(i), { applicable: false, exclusionReason: 'Since yesterday' }),
  'soa-excluded-treats-risk': (i) => {
    decide(i, 'A.8.13', { applicable: false, exclusionReason: 'Too dear' });
    addRisk(i, { treatment: 'mitigate', controls: ['A.8.13'] });
  },
  'soa-excluded-obliged': (i) => {
    const control = free(i);
    Object.assign(i.requirements[0]!, { kind: 'legal', answer: 'addressed', controls: [control] });
    decide(i, control, { applicable: false, exclusionReason: 'Too dear' });
  },
  'soa-excluded-area': (i) => {
    for (const { id, topics } of standard.controls)
      if (topics.includes('physical')) decide(i, id, { applicable: false, exclusionReason: 'No premises' });
    for (const risk of i.risks) risk.controls = risk.controls.filter((id) => !standard.control(id)?.topics.includes('physical'));
    addRisk(i, { category: 'physical', treatment: 'mitigate', currentLikelihood: 5, currentImpact: 5, inherentLikelihood: 5, inherentImpact: 5 });
  },
  'soa-excluded-without-reason': (i) => decide(i, free(i), { applicable: false, exclusionReason: '' }),
  'soa-undecided': (i) => decide(i, free(i), { applicable: null, businessNeed: '', justification: '' }),
  'soa-included-without-reason': (i) => decide(i, free(i), { applicable: true, businessNeed: '', justification: '' }),
  'soa-status-unknown': (i) => void (i.gapAnswers = []),
  'soa-excluded-implemented': (i) => {
    const control = free(i);
    answer(i, control, { status: 'implemented' });
    decide(i, control, { applicable: false, exclusionReason: 'Not needed' });
  },
  'soa-many-exclusions': (i) =>
    standard.controls.slice(0, 30).forEach(({ id }) => decide(i, id, { applicable: false, exclusionReason: 'Not needed' })),
  'soa-control-without-owner': (i) => i.gapAnswers.forEach((each) => Object.assign(each, { owner: null })),
  'soa-owner-left': (i) => {
    leave(i, 'P-4');
    answer(i, 'A.5.1', { owner: 'P-4' });
  },
  'soa-missing-control': (i) => answer(i, 'A.5.1', { status: 'missing' }),
  'A.5.9-no-assets': (i) => void (i.assets = []),
  'A.5.9-asset-without-owner': (i) => void i.assets.push(record('assets', { id: 'AST-99', name: 'Found in a drawer' })),
  'A.5.12-unclassified': (i) => void i.assets.push(record('assets', { id: 'AST-99', name: 'Found in a drawer', classification: 'unclassified' })),
};

const found = (rule: (typeof rulebook)[number], isms: Isms) =>
  rule.find(openCase(isms, standard, day)).map(({ register, id }) => `${register} ${id}`);

describe('the rulebook', () => {
  it('has at least 60 rules, each with a trap of its own', () => {
    expect(rulebook.length).toBeGreaterThanOrEqual(60);
    expect(Object.keys(traps).toSorted()).toEqual(rulebook.map(({ id }) => id).toSorted());
  });

  it.each(rulebook)('$id finds what was planted, and points at it', (rule) => {
    const before = new Set(found(rule, sound()));
    const isms = sound();
    traps[rule.id]!(isms);
    const fresh = found(rule, isms).filter((each) => !before.has(each));
    expect(fresh.length).toBeGreaterThan(0);
    const raised = verdict(isms, standard, day).findings.find((finding) => finding.rule === rule.id)!;
    expect(raised).toMatchObject({ clause: rule.clause, title: rule.title });
    expect(raised.text).toMatch(/^.{20,}\.$/s);
    expect(raised.remedy).toMatch(/\.$/);
    expect(raised.gradeReason).toMatch(/\.$/);
  });

  it.each(rulebook)('$id is silent where there is nothing, and asks nothing of the clock', (rule) => {
    const isms = sound();
    const [one, two] = [found(rule, isms), found(rule, isms)];
    expect(one).toEqual(two);
    expect(rule.says('R-1', 1)).not.toMatch(/undefined|NaN/);
    expect(rule.says('R-1 and R-2', 2)).not.toMatch(/undefined|NaN/);
    expect(rule.stages.length).toBeGreaterThan(0);
  });

  it('finds the weaknesses that were planted in the sample', () => {
    const { summary, findings } = verdict(ismsFromFiles(files), standard, day);
    expect({ major: summary.major, minor: summary.minor, opportunity: summary.opportunity }).toEqual({ major: 5, minor: 28, opportunity: 8 });
    expect(
      findings
        .filter(({ grade }) => grade === 'major')
        .map(({ rule }) => rule)
        .toSorted(),
    ).toEqual([
      '4.4-core-requirement-missing',
      '6.1.2-risk-without-owner',
      '6.1.3-accepted-by-wrong-role',
      '6.1.3-mitigate-without-control',
      'soa-excluded-treats-risk',
    ]);
  });

  it('orders findings by grade, and shows at a stage only what matters there', () => {
    const isms = ismsFromFiles(files);
    const grades = verdict(isms, standard, day).findings.map(({ grade }) => ['major', 'minor', 'opportunity'].indexOf(grade));
    expect(grades).toEqual(grades.toSorted((a, b) => a - b));
    const stages = new Map(rulebook.map((rule) => [rule.id, rule.stages]));
    for (const stage of ['stage-1', 'stage-2', 'surveillance'] as const)
      for (const { rule } of verdict(isms, standard, day, stage).findings) expect(stages.get(rule)).toContain(stage);
  });
});
