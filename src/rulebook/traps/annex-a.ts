import { record } from '../../isms/testing.ts';
import { standard } from '../../standard/standard.ts';
import { leave, answer, decide, free, addRisk, type Traps } from './support.ts';

/** Traps for the Statement of Applicability and Annex A. */
export const annexATraps: Traps = {
  'soa-none': (i) => void (i.soaVersions = []),
  'soa-not-approved': (i) => i.soaVersions.forEach((version) => Object.assign(version, { status: 'draft', approvedAt: null })),
  'soa-stale': (i) => decide(i, free(i), { applicable: false, exclusionReason: 'Since yesterday' }),
  'soa-excluded-treats-risk': [
    (i) => {
      decide(i, 'A.8.13', { applicable: false, exclusionReason: 'Too dear' });
      addRisk(i, { treatment: 'mitigate', controls: ['A.8.13'] });
    },
    '6.1.2-not-rated',
    '6.1.3-no-residual',
  ],
  'soa-excluded-obliged': (i) => {
    const control = free(i);
    Object.assign(i.requirements[0]!, { kind: 'legal', answer: 'addressed', controls: [control] });
    decide(i, control, { applicable: false, exclusionReason: 'Too dear' });
  },
  'soa-excluded-area': [
    (i) => {
      for (const { id, topics } of standard.controls)
        if (topics.includes('physical')) decide(i, id, { applicable: false, exclusionReason: 'No premises' });
      for (const risk of i.risks) risk.controls = risk.controls.filter((id) => !standard.control(id)?.topics.includes('physical'));
      addRisk(i, { category: 'physical', treatment: 'mitigate', currentLikelihood: 5, currentImpact: 5, inherentLikelihood: 5, inherentImpact: 5 });
    },
    '6.1.2-no-rationale',
    '6.1.3-no-residual',
  ],
  'soa-excluded-without-reason': (i) => decide(i, free(i), { applicable: false, exclusionReason: '' }),
  'soa-undecided': (i) => decide(i, free(i), { applicable: null, businessNeed: '', justification: '' }),
  'soa-included-without-reason': (i) => decide(i, free(i), { applicable: true, businessNeed: '', justification: '' }),
  'soa-status-unknown': (i) => void (i.gapAnswers = []),
  'soa-excluded-implemented': (i) => {
    const control = free(i);
    answer(i, control, { status: 'implemented' });
    decide(i, control, { applicable: false, exclusionReason: 'Not needed' });
  },
  'soa-many-exclusions': [
    (i) => standard.controls.slice(0, 30).forEach(({ id }) => decide(i, id, { applicable: false, exclusionReason: 'Not needed' })),
    'soa-excluded-obliged',
    'soa-excluded-area',
  ],
  'soa-control-without-owner': (i) => i.gapAnswers.forEach((each) => Object.assign(each, { owner: null })),
  'soa-owner-left': [
    (i) => {
      leave(i, 'P-4');
      answer(i, 'A.5.1', { owner: 'P-4' });
    },
    'A.5.19-without-owner',
  ],
  'soa-missing-control': (i) => answer(i, 'A.5.1', { status: 'missing' }),
  'A.5.9-no-assets': (i) => void (i.assets = []),
  'A.5.9-asset-without-owner': (i) => void i.assets.push(record('assets', { id: 'AST-99', name: 'Found in a drawer' })),
  'A.5.12-unclassified': (i) => void i.assets.push(record('assets', { id: 'AST-99', name: 'Found in a drawer', classification: 'unclassified' })),
};
