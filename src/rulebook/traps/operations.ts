import type { Isms } from '../../isms/isms.ts';
import { record } from '../../isms/testing.ts';
import { unproven, type Traps } from './support.ts';

const many = <T>(count: number, make: (id: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index + 100));
const account = (fields: object) => ({
  id: 'felix',
  name: 'felix',
  email: '',
  kind: 'person' as const,
  active: true,
  privileged: false,
  access: '',
  lastUsedOn: null,
  ...fields,
});
const step = { title: 'Step', who: 'IT', control: 'A.5.18', dueOn: '2026-11-20' };
const move = (fields: object) =>
  record('peopleMoves', {
    id: 'PM-99',
    person: 'P-4',
    kind: 'leaver',
    on: '2026-11-19',
    steps: [{ step: 'accounts', ...step }],
    startedBy: 'Manager',
    ...fields,
  });
const vulnerability = (fields: object) =>
  record('vulnerabilities', { id: 'VUL-99', title: 'Trap', severity: 'high', owner: 'P-4', foundOn: '2026-11-20', ...fields });
const times = { criticalVulnerabilityDays: 7, highVulnerabilityDays: 30 };
const change = (fields: object) =>
  record('changes', {
    id: 'CHG-99',
    title: 'Trap',
    implementer: 'P-4',
    tested: 'Yes',
    backOut: 'Snapshot',
    implementedOn: '2026-11-10',
    result: 'success',
    approvedBy: 'P-9',
    approvedOn: '2026-11-09',
    ...fields,
  });
const incident = (fields: object) =>
  record('incidents', {
    id: 'INC-99',
    title: 'Trap',
    severity: 'medium',
    state: 'in-hand',
    lead: 'P-4',
    detectedAt: '2026-11-18T08:00:00Z',
    personalData: false,
    customersConcerned: false,
    ...fields,
  });
const handled = {
  state: 'recovered',
  severity: 'high',
  cause: 'A click',
  lessons: 'Filter',
  risks: ['R-1'],
  files: [{ name: 'log.txt', size: 1, sha256: 'b'.repeat(64), mediaType: 'text/plain' }],
};
const told = (audience: string, at: string) => ({ audience, who: 'Them', at, by: 'Manager' });
const plan = (duty: string, firstOn = '2026-11-01') => record('dutyPlans', { id: `DP-${duty.length}`, duty, assignee: 'P-4', firstOn });

const relied = (i: Isms) => i.suppliers.find(({ critical }) => critical)!.id;
const contractOf = (i: Isms) => i.supplierContracts.find(({ supplier }) => supplier === relied(i))!;

/** Traps for operation: access, people who come and go, assets, weaknesses, changes, incidents, continuity, suppliers, laws, duties. */
export const operationTraps: Traps = {
  'A.5.18-leaver-active': (i) => void i.populations[0]!.accounts.push(account({ email: i.people.find(({ id }) => id === 'P-11')!.email })),
  'A.8.2-leaver-privileged': (i) =>
    void i.populations[0]!.accounts.push(account({ email: i.people.find(({ id }) => id === 'P-11')!.email, privileged: true })),
  'A.5.18-nothing-reviewed': [
    (i) => {
      i.accessReviews = [];
      unproven(i, 'A.5.18');
    },
    '8.1-implemented-without-evidence',
  ],
  'A.5.18-system-not-reviewed': (i) => {
    i.commitments!.accessReviewDays = 90;
    const { id } = i.systems.find(({ inScope }) => inScope === true)!;
    i.systems.find((each) => each.id === id)!.customersAsk = true;
    i.accessReviews = i.accessReviews.filter(({ system }) => system !== id);
    i.accessDecisions = i.accessDecisions.filter(({ review }) => i.accessReviews.some((each) => each.id === review));
  },
  'A.8.2-privileged-not-reviewed': [
    (i) => {
      i.commitments!.privilegedReviewDays = 30;
      for (const each of i.accessReviews) each.closedOn = '2026-10-20';
    },
    '8.1-calendar-missed',
  ],
  'A.5.18-review-overdue': (i) =>
    void i.accessReviews.push({ ...i.accessReviews[0]!, id: 'AR-99', status: 'open', closedOn: null, dueOn: '2026-11-23' }),
  'A.5.18-review-incomplete': (i) => void (i.accessReviews[0]!.count = 9),
  'A.5.18-reviewed-themself': (i) => void Object.assign(i.accessDecisions[0]!, { person: i.accessDecisions[0]!.decidedByPerson }),
  'A.5.18-revocation-open': (i) => void Object.assign(i.accessDecisions[0]!, { decision: 'revoke', doneOn: null }),
  'A.5.18-kept-without-reason': (i) => void Object.assign(i.accessDecisions[0]!, { hints: ['unused'], reason: '' }),
  'A.5.18-review-of-old-list': (i) => void (i.accessReviews[0]!.listedOn = '2026-09-01'),
  'A.5.16-population-empty': (i) => void Object.assign(i.populations[0]!, { count: 0, active: 0, accounts: [] }),
  'A.5.16-account-of-nobody': (i) => void i.populations[0]!.accounts.push(account({ email: 'nobody@elsewhere.example' })),

  'A.6.5-leaver-without-checklist': (i) =>
    void i.people.push(record('people', { id: 'P-991', name: 'Gone', team: i.teams[0]!.id, startsOn: '2022-04-01', endsOn: '2026-11-10' })),
  'A.6.1-joiner-without-checklist': (i) => void (i.people.find(({ id }) => id === i.peopleMoves[0]!.person)!.startsOn = '2026-11-10'),
  'A.6.5-leaver-late': (i) => void i.peopleMoves.push(move({})),
  'A.6.1-joiner-late': (i) => void i.peopleMoves.push(move({ kind: 'joiner' })),
  'A.5.18-mover-kept-access': (i) => void i.peopleMoves.push(move({ kind: 'mover', steps: [{ step: 'rights-old', ...step }] })),
  'A.6.5-closed-with-open-steps': (i) => void i.peopleMoves.push(move({ closedOn: '2026-11-22' })),
  'A.5.11-not-returned': (i) => void (i.assets[0]!.holder = 'P-11'),
  'A.5.9-review-overdue': (i) => void (i.assets[0]!.reviewOn = '2026-11-23'),
  'A.5.9-nowhere': (i) => void Object.assign(i.assets[0]!, { kind: 'device', location: null, holder: null, classification: 'internal' }),

  'A.8.8-critical-late': (i) => {
    Object.assign(i.commitments!, times);
    i.vulnerabilities.push(vulnerability({ severity: 'critical', foundOn: '2026-11-10' }));
  },
  'A.8.8-late': (i) => {
    Object.assign(i.commitments!, times);
    i.vulnerabilities.push(vulnerability({ foundOn: '2026-10-10' }));
  },
  'A.8.8-exception-ran-out': (i) => {
    Object.assign(i.commitments!, times);
    i.vulnerabilities.push(vulnerability({ foundOn: '2026-10-10', exceptionReason: 'Vendor', exceptionBy: 'P-4', exceptionUntil: '2026-11-20' }));
  },
  'A.8.8-exception-unfounded': (i) => {
    Object.assign(i.commitments!, times);
    i.vulnerabilities.push(vulnerability({ exceptionUntil: '2027-01-01' }));
  },
  'A.8.8-without-owner': (i) => {
    Object.assign(i.commitments!, times);
    i.vulnerabilities.push(vulnerability({ owner: null }));
  },
  'A.8.8-without-deadline': (i) => void i.vulnerabilities.push(vulnerability({})),
  'A.8.8-closed-late-often': (i) => {
    Object.assign(i.commitments!, times);
    i.vulnerabilities.push(...many(6, (id) => vulnerability({ id: `VUL-${id}`, foundOn: '2026-08-01', fixedOn: '2026-10-01' })));
  },
  'A.8.8-scan-missed': [
    (i) => {
      i.commitments!.scanDays = 30;
      unproven(i, 'A.8.8');
      i.dutyPlans.push(plan('commitment:scanDays'));
    },
    '8.1-implemented-without-evidence',
  ],
  'A.8.29-penetration-test-missed': [
    (i) => {
      i.commitments!.penetrationTestDays = 365;
      unproven(i, 'A.8.29');
      i.dutyPlans.push(plan('commitment:penetrationTestDays'));
    },
    '8.1-implemented-without-evidence',
  ],

  'A.8.32-unapproved': (i) => void i.changes.push(change({ approvedBy: null, approvedOn: null })),
  'A.8.32-mostly-unapproved': [
    (i) => void i.changes.push(...many(6, (id) => change({ id: `CHG-${id}`, approvedBy: null, approvedOn: null }))),
    'A.8.32-unapproved',
  ],
  'A.8.32-approved-by-implementer': (i) => void i.changes.push(change({ approvedBy: 'P-4' })),
  'A.8.32-approved-afterwards': (i) => void i.changes.push(change({ approvedOn: '2026-11-12' })),
  'A.8.32-untested': (i) => void i.changes.push(change({ tested: '' })),
  'A.8.32-no-way-back': (i) => void i.changes.push(change({ risk: 'high', backOut: '' })),
  'A.8.32-emergency-unreviewed': (i) => void i.changes.push(change({ kind: 'emergency' })),
  'A.8.32-result-unknown': (i) => void i.changes.push(change({ approvedOn: '2026-10-01', implementedOn: '2026-10-02', result: '' })),
  'A.8.32-many-emergencies': (i) => void i.changes.push(...many(5, (id) => change({ id: `CHG-${id}`, kind: 'emergency', reviewedOn: '2026-11-12' }))),

  'A.5.24-none-recorded': (i) => void (i.incidents = []),
  'A.5.24-exercise-missed': [
    (i) => {
      i.commitments!.incidentExerciseDays = 365;
      i.dutyPlans.push(plan('commitment:incidentExerciseDays'));
    },
  ],
  'A.5.25-not-assessed': (i) => void i.incidents.push(incident({ state: 'reported', lead: null })),
  'A.5.26-open-long': (i) => void i.incidents.push(incident({ detectedAt: '2026-10-20T08:00:00Z' })),
  'A.5.26-without-lead': (i) => void i.incidents.push(incident({ lead: null })),
  'A.5.26-nobody-told': (i) => void i.incidents.push(incident({ personalData: true })),
  'A.5.26-told-late': (i) => void i.incidents.push(incident({ personalData: true, told: [told('authority', '2026-11-22T08:00:00Z')] })),
  'A.5.34-personal-data-undecided': (i) => void i.incidents.push(incident({ personalData: null })),
  'A.5.28-nothing-kept': (i) => void i.incidents.push(incident({ ...handled, files: [] })),
  'A.5.27-no-lessons': (i) => void i.incidents.push(incident({ ...handled, lessons: '' })),
  'A.5.27-cause-unknown': (i) => void i.incidents.push(incident({ ...handled, cause: '' })),
  'A.5.27-no-risk': (i) => void i.incidents.push(incident({ ...handled, risks: [] })),
  'A.5.26-steps-open': (i) => void i.incidents.push(incident({ ...handled, kind: 'phishing', state: 'closed' })),

  'A.8.13-none-known': [
    (i) => {
      Object.assign(i, { backups: [], restoreTests: [] });
      unproven(i, 'A.8.13');
    },
    '8.1-implemented-without-evidence',
    '8.1-claim-without-evidence',
  ],
  'A.8.13-never-restored': (i) => void i.backups.push({ ...i.backups[0]!, id: 'BCK-99' }),
  'A.8.13-restore-failed': (i) => void (i.restoreTests[0]!.result = 'failed'),
  'A.8.13-restore-too-slow': (i) => {
    i.commitments!.recoveryTimeHours = 8;
    i.restoreTests[0]!.hours = 20;
  },
  'A.8.13-restore-due': (i) => void (i.restoreTests[0]!.on = '2026-04-01'),
  'A.8.13-not-fresh': (i) => void (i.backups[0]!.lastSuccessOn = '2026-11-20'),
  'A.8.13-success-unknown': (i) => void (i.backups[0]!.lastSuccessOn = null),
  'A.8.13-without-owner': (i) => void (i.backups[0]!.owner = null),
  'A.8.13-restored-long-ago': [
    (i) => {
      i.commitments!.backupTestDays = null;
      i.restoreTests[0]!.on = '2025-06-01';
    },
    '7.5.2-outdated',
    '7.5.2-commitment-undecided',
  ],
  'A.8.13-within-reach': (i) => void (i.backups[0]!.apart = false),
  'A.8.13-system-without-backup': (i) => {
    const { id } = i.systems.find(({ inScope }) => inScope === true)!;
    i.systems.find((each) => each.id === id)!.customersAsk = true;
    i.backups[0]!.systems = i.backups[0]!.systems.filter((each) => each !== id);
  },
  'A.5.30-no-plan': [
    (i) => {
      Object.assign(i, { continuityPlans: [], continuityTests: [] });
      unproven(i, 'A.5.30');
    },
    '8.1-implemented-without-evidence',
  ],
  'A.5.30-never-exercised': (i) => void i.continuityPlans.push({ ...i.continuityPlans[0]!, id: 'CP-99' }),
  'A.5.30-exercise-due': (i) => {
    i.commitments!.continuityTestDays = 365;
    i.continuityTests[0]!.on = '2025-10-01';
  },
  'A.5.30-exercised-long-ago': (i) => void (i.continuityTests[0]!.on = '2025-06-01'),
  'A.5.30-exercise-failed': (i) => void (i.continuityTests[0]!.result = 'failed'),
  'A.5.30-plan-old': (i) => void (i.continuityPlans[0]!.reviewOn = '2026-11-23'),
  'A.5.30-plan-without-owner': (i) => void (i.continuityPlans[0]!.owner = null),
  'A.5.29-silent-on-security': (i) => void (i.continuityPlans[0]!.security = ''),

  'A.5.19-without-owner': (i) => void (i.suppliers.find(({ id }) => id === relied(i))!.owner = null),
  'A.5.19-never-assessed': (i) => void (i.supplierAssessments = i.supplierAssessments.filter(({ supplier }) => supplier !== relied(i))),
  'A.5.22-reassessment-overdue': (i) => void (i.supplierAssessments[0]!.nextOn = '2026-11-23'),
  'A.5.19-unsuitable-in-use': (i) => void (i.supplierAssessments[0]!.result = 'unsuitable'),
  'A.5.20-no-contract': (i) => void (i.supplierContracts = i.supplierContracts.filter(({ supplier }) => supplier !== relied(i))),
  'A.5.20-contract-ended': (i) => void (contractOf(i).endsOn = '2026-11-23'),
  'A.5.20-no-security-clauses': (i) => void (i.supplierContracts[0]!.clauses = []),
  'A.5.34-no-processing-agreement': (i) => void (i.supplierContracts[0]!.clauses = ['secrecy', 'end', 'incident-notice']),
  'A.5.23-no-way-out': (i) => void (contractOf(i).clauses = ['legal-duties', 'incident-notice']),
  'A.5.20-no-incident-notice': (i) => void (i.supplierContracts[0]!.clauses = ['legal-duties', 'end']),
  'A.5.22-certificate-expired': (i) => void (i.supplierCertificates[0]!.expiresOn = '2026-11-23'),
  'A.5.22-certificate-of-another': (i) => void (i.supplierCertificates[0]!.coversOurs = false),
  'A.5.22-incident-without-consequence': (i) =>
    void i.supplierNotes.push(record('supplierNotes', { title: 'Outage', supplier: i.suppliers[0]!.id, kind: 'incident', on: '2026-10-01' })),

  'A.5.31-none': (i) => void (i.legalRequirements = []),
  'A.5.31-without-owner': (i) => void (i.legalRequirements[0]!.owner = null),
  'A.5.31-review-overdue': (i) => void (i.legalRequirements[0]!.reviewOn = '2026-11-23'),
  'A.5.31-not-met': (i) => void (i.legalRequirements[0]!.status = 'not-met'),
  'A.5.31-not-judged': (i) => void (i.legalRequirements[0]!.status = 'unknown'),
  'A.5.31-how-unsaid': (i) => void (i.legalRequirements[0]!.how = ''),

  '8.1-calendar-missed': (i) => {
    i.commitments!.walkthroughDays = 90;
    unproven(i, 'A.7.7');
    i.dutyPlans.push(plan('commitment:walkthroughDays'));
  },
  '8.1-calendar-mostly-missed': [
    (i) => {
      const fields = [
        'walkthroughDays',
        'ruleReviewDays',
        'keyRotationDays',
        'phishingDays',
        'assetReviewDays',
        'logReviewDays',
        'scanDays',
      ] as const;
      for (const control of ['A.7.7', 'A.8.20', 'A.8.24', 'A.6.3', 'A.5.9', 'A.8.15', 'A.8.8']) unproven(i, control);
      for (const field of fields) {
        i.commitments![field] = 90;
        i.dutyPlans.push({ ...plan(`commitment:${field}`), id: `DP-${field}` });
      }
    },
    '8.1-calendar-missed',
    '8.1-implemented-without-evidence',
    'A.8.8-scan-missed',
    'A.8.15-log-review-missed',
  ],
  '8.1-calendar-without-assignee': (i) => {
    i.commitments!.walkthroughDays = 90;
    for (const each of i.gapAnswers) if (each.id === 'A.7.7') each.owner = null;
    unproven(i, 'A.7.7');
    i.dutyPlans.push({ ...plan('commitment:walkthroughDays', '2026-12-01'), assignee: null });
  },
  '8.1-calendar-often-missed': (i) => {
    i.commitments!.walkthroughDays = 60;
    unproven(i, 'A.7.7');
    i.dutyPlans.push(plan('commitment:walkthroughDays', '2026-01-01'));
    i.dutyRecords.push(
      record('dutyRecords', { id: 'DR-99', duty: 'commitment:walkthroughDays', title: 'Walk', dueOn: null, on: '2026-11-20', note: 'Fine', by: 'X' }),
    );
  },
  'A.8.15-log-review-missed': [
    (i) => {
      i.commitments!.logReviewDays = 7;
      unproven(i, 'A.8.15');
      i.dutyPlans.push(plan('commitment:logReviewDays'));
    },
    '8.1-implemented-without-evidence',
  ],
  '8.1-done-without-trace': (i) => void (i.dutyRecords[0]!.note = ''),
  '9.1-area-unwatched': [
    (i) => {
      for (const { id } of i.controlPractices) if (id.startsWith('A.7.')) unproven(i, id);
    },
    '8.1-implemented-without-evidence',
    '9.1-high-risk-unwatched',
  ],
  '9.1-high-risk-unwatched': [
    (i) => {
      const risk = i.risks.find(({ status }) => status === 'open')!;
      Object.assign(risk, {
        inherentLikelihood: 5,
        inherentImpact: 5,
        currentLikelihood: 5,
        currentImpact: 5,
        controls: [...risk.controls, 'A.8.7'],
      });
      for (const answer of i.gapAnswers) if (answer.id === 'A.8.7') answer.status = 'implemented';
      unproven(i, 'A.8.7');
    },
    '8.1-implemented-without-evidence',
  ],
};
