import { createHash } from 'node:crypto';
import { addDays } from '../../isms/days.ts';
import type { Isms } from '../../isms/isms.ts';
import { record } from '../../isms/testing.ts';
import { day, type Plant, type Traps } from './support.ts';

const on = (days: number) => addDays(day, days);
const hash = createHash('sha256').update('').digest('hex');
const set = (isms: Isms, fields: Partial<NonNullable<Isms['certification']>>) => void (isms.certification = { ...isms.certification!, ...fields });

/** A body under contract, and both stages planned: what a sound organisation has before it is certified. */
export function soundCertification(isms: Isms): void {
  isms.certification = record('certification', {
    id: 'certification',
    body: 'Nordhaus Cert GmbH',
    accreditation: 'DAkkS',
    contractOn: on(-60),
  });
  isms.certificationAudits = [
    record('certificationAudits', { id: 'CA-1', kind: 'stage-1', plannedFrom: on(56), plannedTo: on(57) }),
    record('certificationAudits', { id: 'CA-2', kind: 'stage-2', plannedFrom: on(105), plannedTo: on(108) }),
  ];
  for (const key of ['areasOfConcern', 'certificationFindings', 'certificates', 'certificateEvents', 'evidenceRequests'] as const) isms[key] = [];
}

/** Both stages are over: Stage 2 ended some days ago. What they rest on lay before them. */
function audited(isms: Isms, ago: number): void {
  isms.certificationAudits = [
    record('certificationAudits', { id: 'CA-1', kind: 'stage-1', heldFrom: on(-ago - 50), heldTo: on(-ago - 49), decision: 'ready' }),
    record('certificationAudits', {
      id: 'CA-2',
      kind: 'stage-2',
      heldFrom: on(-ago - 3),
      heldTo: on(-ago),
      decision: 'granted',
      decidedOn: on(-ago + 20),
    }),
  ];
}

/** Certified some days ago for the scope and the Statement in force. */
function certified(isms: Isms, ago: number): void {
  audited(isms, ago + 20);
  isms.certificates = [
    record('certificates', {
      number: 'NHC-1',
      body: 'Nordhaus Cert GmbH',
      audit: 'CA-2',
      decidedOn: on(-ago),
      validFrom: on(-ago),
      scopeVersion: isms.scopeVersions.find(({ status }) => status === 'approved')?.id ?? null,
      soaVersion: isms.soaVersions.find(({ status }) => status === 'approved')?.id ?? null,
    }),
  ];
}
const event = (isms: Isms, fields: { kind: Isms['certificateEvents'][number]['kind']; on: string; until?: string }) =>
  void isms.certificateEvents.push(record('certificateEvents', { certificate: 'CERT-1', reason: 'No answer.', by: 'Manager', ...fields }));
const surveyed = (isms: Isms, ago: number, kind: 'surveillance-1' | 'surveillance-2' = 'surveillance-1') =>
  void isms.certificationAudits.push(
    record('certificationAudits', { id: `CA-${kind}`, kind, heldFrom: on(-ago), heldTo: on(-ago), decision: 'continued' }),
  );
const finding = (isms: Isms, fields: Partial<Isms['certificationFindings'][number]>) => {
  isms.nonconformities = [...isms.nonconformities, record('nonconformities', { id: 'NC-900', title: 'Of the body', closedOn: on(-1), files: [] })];
  isms.effectivenessReviews.push(
    record('effectivenessReviews', {
      id: 'EFF-900',
      nonconformity: 'NC-900',
      on: on(-1),
      effective: true,
      text: 'Seen.',
      by: 'Manager',
      at: `${on(-1)}T09:00:00Z`,
    }),
  );
  isms.certificationFindings = [record('certificationFindings', { title: 'Leavers keep access', audit: 'CA-2', nonconformity: 'NC-900', ...fields })];
};
/** A finding after Stage 2, before the decision. */
const found =
  (fields: Partial<Isms['certificationFindings'][number]>, ago = 100): Plant =>
  (isms) => {
    audited(isms, ago);
    isms.certificationAudits[1] = { ...isms.certificationAudits[1]!, decision: 'open', decidedOn: null };
    finding(isms, { raisedOn: on(-ago), ...fields });
  };
/** What is open before Stage 2 that is decided: the internal audit and the review lie before it here. */
const prepared = (isms: Isms) => {
  isms.internalAudits = [
    record('internalAudits', {
      id: 'AUD-900',
      title: 'All clauses',
      scope: 'All of it',
      criteria: 'The standard',
      status: 'reported',
      startedOn: on(-400),
      reportedOn: on(-390),
    }),
    ...isms.internalAudits,
  ];
  isms.managementReviews = [
    record('managementReviews', { id: 'MR-900', title: 'Review', on: on(-380), status: 'approved', hash, conclusion: 'Suitable.' }),
    ...isms.managementReviews,
  ];
};
const then =
  (...plants: Plant[]): Plant =>
  (isms) =>
    plants.forEach((plant) => plant(isms));

/** Traps for the certification and its three years. */
export const certificationTraps: Traps = {
  'cycle-no-body': (i) => set(i, { body: '' }),
  'cycle-body-without-accreditation': (i) => set(i, { accreditation: ' ' }),
  'cycle-accreditation-expired': (i) => set(i, { accreditedUntil: on(-1) }),
  'cycle-no-contract': (i) => set(i, { contractOn: null }),
  'cycle-days-below-estimate': (i) => set(i, { daysStage2: 1 }),
  'cycle-stages-by-different-bodies': (i) => void (i.certificationAudits[1]!.body = 'Südkreuz Zert AG'),
  'cycle-other-body-without-transfer': (i) => {
    certified(i, 330);
    i.certificationAudits.push(record('certificationAudits', { id: 'CA-3', kind: 'surveillance-1', plannedFrom: on(20), body: 'Südkreuz Zert AG' }));
  },
  'cycle-audit-without-internal-audit': [
    then(prepared, (i) => {
      Object.assign(i.certificationAudits[0]!, { plannedFrom: on(20), plannedTo: on(21) });
      i.certificationAudits[1] = { ...i.certificationAudits[1]!, plannedFrom: on(60), plannedTo: on(62) };
      i.internalAudits = i.internalAudits.map((each) => ({ ...each, reportedOn: null, status: 'in-progress' as const }));
    }),
    '9.2.1-never-audited',
    '9.2.2-report-late',
  ],
  'cycle-audit-without-review': [
    then(prepared, (i) => {
      Object.assign(i.certificationAudits[0]!, { plannedFrom: on(20), plannedTo: on(21) });
      i.certificationAudits[1] = { ...i.certificationAudits[1]!, plannedFrom: on(60), plannedTo: on(62) };
      i.managementReviews = i.managementReviews.map((each) => ({ ...each, status: 'prepared' as const }));
    }),
    '9.3.1-never-held',
    '7.5.1-not-known',
  ],
  'cycle-window-short': (i) => void Object.assign(i.certificationAudits[1]!, { plannedFrom: on(80), plannedTo: on(83) }),
  'cycle-window-long': (i) => void Object.assign(i.certificationAudits[1]!, { plannedFrom: on(120), plannedTo: on(123) }),
  'cycle-stage-2-while-not-ready': then(prepared, (i) => {
    i.certificationAudits = [
      record('certificationAudits', { id: 'CA-1', kind: 'stage-1', heldFrom: on(-30), heldTo: on(-29), decision: 'not-ready' }),
      record('certificationAudits', { id: 'CA-2', kind: 'stage-2', plannedFrom: on(20), plannedTo: on(22) }),
    ];
  }),
  'cycle-concern-open': then(prepared, (i) => {
    i.certificationAudits = [
      record('certificationAudits', { id: 'CA-1', kind: 'stage-1', heldFrom: on(-30), heldTo: on(-29), decision: 'ready' }),
      record('certificationAudits', { id: 'CA-2', kind: 'stage-2', plannedFrom: on(10), plannedTo: on(12) }),
    ];
    i.areasOfConcern = [record('areasOfConcern', { title: 'Reviews too far apart', audit: 'CA-1', owner: i.people[0]!.id, dueOn: on(5) })];
  }),
  'cycle-concern-without-owner': (i) => void (i.areasOfConcern = [record('areasOfConcern', { title: 'Reviews too far apart', audit: 'CA-1' })]),
  'cycle-request-overdue': (i) => void (i.evidenceRequests = [record('evidenceRequests', { title: 'Scope', audit: 'CA-1', dueOn: on(-1) })]),
  'cycle-major-answer-overdue': then(prepared, found({ grade: 'major' })),
  'cycle-minor-answer-overdue': then(prepared, found({ grade: 'minor' })),
  'cycle-plan-not-accepted': then(prepared, found({ grade: 'minor', planSentOn: on(-31) }, 60)),
  'cycle-finding-without-nonconformity': then(prepared, found({ nonconformity: null, planSentOn: on(-5) }, 60)),
  'cycle-decided-with-open-findings': (i) => {
    certified(i, 10);
    finding(i, { raisedOn: on(-30), planSentOn: on(-9) });
  },
  'cycle-major-over-six-months': then(prepared, found({ grade: 'major', planSentOn: on(-190), planAcceptedOn: on(-180) }, 200)),
  'cycle-scope-not-on-certificate': (i) => {
    certified(i, 30);
    i.certificates[0]!.scopeVersion = null;
  },
  'cycle-soa-not-reported': (i) => {
    certified(i, 30);
    i.certificates[0]!.soaVersion = null;
  },
  'cycle-size-not-reported': (i) => {
    certified(i, 30);
    const scope = i.scopeVersions.find(({ status }) => status === 'approved')!;
    scope.frozen = { ...scope.frozen!, persons: 20 };
  },
  'cycle-surveillance-1-late': (i) => certified(i, 400),
  'cycle-surveillance-1-not-planned': (i) => certified(i, 300),
  'cycle-surveillance-2-late': (i) => {
    certified(i, 760);
    surveyed(i, 420);
  },
  'cycle-surveillance-2-not-planned': (i) => {
    certified(i, 680);
    surveyed(i, 350);
  },
  'cycle-suspended': (i) => {
    certified(i, 100);
    event(i, { kind: 'suspended', on: on(-30) });
  },
  'cycle-suspended-too-long': (i) => {
    certified(i, 300);
    event(i, { kind: 'suspended', on: on(-200) });
  },
  'cycle-expired': (i) => certified(i, 1100),
  'cycle-recertification-not-planned': (i) => {
    certified(i, 1000);
    surveyed(i, 700);
    surveyed(i, 300, 'surveillance-2');
  },
  'cycle-recertification-after-end': (i) => {
    certified(i, 1000);
    surveyed(i, 700);
    surveyed(i, 300, 'surveillance-2');
    i.certificationAudits.push(record('certificationAudits', { id: 'CA-9', kind: 'recertification', plannedFrom: on(150), plannedTo: on(151) }));
  },
  'cycle-restored-too-late': (i) => {
    certified(i, 1400);
    i.certificationAudits.push(
      record('certificationAudits', { id: 'CA-9', kind: 'recertification', heldFrom: on(-30), heldTo: on(-29), decision: 'renewed' }),
    );
    i.certificates.push({ ...i.certificates[0]!, id: 'CERT-2', number: 'NHC-2', audit: 'CA-9', decidedOn: on(-10), validFrom: on(-10) });
  },
  'cycle-certificate-without-days': (i) => {
    certified(i, 30);
    Object.assign(i.certificates[0]!, { decidedOn: null, validFrom: null });
  },
};
