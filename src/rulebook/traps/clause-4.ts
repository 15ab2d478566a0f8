import { record } from '../../isms/testing.ts';
import { standard } from '../../standard/standard.ts';
import { answer, type Traps } from './support.ts';

/** Traps for context, interested parties, scope. */
export const clause4Traps: Traps = {
  '4.1-no-issues': (i) => void (i.contextIssues = []),
  '4.1-only-one-side': (i) => void (i.contextIssues = i.contextIssues.filter(({ kind }) => kind === 'internal')),
  '4.1-climate-undetermined': (i) => void (i.climate = null),
  '4.1-climate-not-followed': (i) => {
    i.climate!.relevant = true;
    for (const issue of i.contextIssues) issue.climate = false;
  },
  '4.1-issue-without-effect': (i) => void (i.contextIssues[0]!.effect = ' '),
  '4.1-issue-review-overdue': (i) => void (i.contextIssues[0]!.reviewOn = '2026-11-23'),
  '4.1-climate-without-reason': (i) => void (i.climate!.reasoning = ' '),
  '4.2-no-parties': (i) => void (i.interestedParties = []),
  '4.2-party-without-requirement': (i) => void i.interestedParties.push(record('interestedParties', { id: 'PARTY-99', name: 'Neighbours' })),
  '4.2-requirement-unanswered': (i) => void (i.requirements[0]!.answer = 'undetermined'),
  '4.2-review-overdue': (i) => void (i.interestedParties[0]!.reviewOn = '2026-11-23'),
  '4.2-addressed-nowhere': (i) => void Object.assign(i.requirements[0]!, { answer: 'addressed', where: '', controls: [] }),
  '4.2-legal-declined': (i) => void Object.assign(i.requirements[0]!, { answer: 'declined', kind: 'legal' }),
  '4.2-declined-without-reason': (i) => void Object.assign(i.requirements[0]!, { answer: 'declined', kind: 'contractual', where: '' }),
  '4.2-no-legal-requirement': [
    (i) => void (i.requirements = i.requirements.filter(({ kind }) => kind !== 'legal' && kind !== 'regulatory')),
    '4.2-party-without-requirement',
  ],
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
  '4.3-supplier-without-interface': [
    (i) => {
      i.interfaces = [];
      i.suppliers.forEach((supplier) => Object.assign(supplier, { critical: true }));
    },
    '4.3-no-interfaces',
  ],
  '4.4-nothing-assessed': (i) => void (i.gapAnswers = []),
  '4.4-core-requirement-missing': (i) => answer(i, standard.requirements.find(({ weight }) => weight === 3)!.id, { status: 'missing' }),
  '4.4-clause-not-applicable': (i) => answer(i, standard.requirements[0]!.id, { status: 'not-applicable' }),
};
