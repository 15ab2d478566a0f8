import type { Isms } from '../../isms/isms.ts';
import { record } from '../../isms/testing.ts';
import { standard } from '../../standard/standard.ts';
import { day } from './support.ts';

const hash = 'a'.repeat(64);
export const file = { name: 'seen.png', size: 9, sha256: hash, mediaType: 'image/png' };

/**
 * Operation of which no rule finds anything: every control shown, one record of each kind as it should be, whatever the
 * given registers held. `present` are the people who are there.
 */
export function soundOperation(isms: Isms, present: readonly string[]): void {
  // Whoever the traps may let go holds nothing here: these three own no control and no risk, and hold no role.
  const busy = new Set([...isms.gapAnswers, ...isms.risks].map((each) => each.owner).concat(isms.ismsRoles.flatMap(({ holders }) => holders)));
  const [owner, other, impartial] = present.filter((id) => !busy.has(id)) as [string, string, string];
  const services = isms.systems.filter(({ inScope, retiredOn }) => inScope === true && retiredOn === null).map(({ id }) => id);

  const controls = [...standard.controls.map(({ id }) => id), ...isms.ownControls.map(({ id }) => id)];
  const attested = { attestedBy: impartial, attestedByName: 'Impartial', attestedAt: '2026-10-02T08:00:00Z', attestedHash: hash };
  isms.evidence = [
    record('evidence', { id: 'EV-900', title: 'Restore test', subjects: ['A.8.13'], place: 'Wiki', owner, validFrom: '2026-10-01', ...attested }),
    record('evidence', {
      id: 'EV-901',
      title: 'Walk through all controls',
      kind: 'report',
      subjects: controls.filter((id) => id !== 'A.8.13'),
      shows: ['exists', 'works', 'applied'],
      place: 'Wiki',
      owner,
      validFrom: '2026-01-01',
      validTo: '2027-12-31',
      ...attested,
    }),
  ];
  isms.controlPractices = controls.map((id) => record('controlPractices', { id, practice: 'As the procedure says.', maturity: 2 }));
  isms.controlTasks = [record('controlTasks', { title: 'Renew the certificate', control: 'A.8.24', assignee: owner, dueOn: '2026-12-20' })];

  isms.connections = [
    record('connections', { title: 'Production account', provider: 'aws', owner, credentialsOn: '2026-09-01T08:00:00Z', settings: {} }),
  ];
  isms.collectionRuns = [run({ id: 'RUN-1', on: '2026-11-23' })];
  isms.checkResults = [result({ id: 'CHK-1', check: 'aws-root-mfa' })];
  isms.checkExceptions = [];

  const accounts = [
    { id: 'admin', name: 'admin', kind: 'service' as const, privileged: true },
    { id: 'reports', name: 'reports', kind: 'service' as const },
  ];
  isms.populations = [
    record('populations', {
      title: 'Accounts of the planner',
      source: 'planner',
      system: services[0] ?? null,
      origin: 'accounts.csv',
      on: '2026-11-01',
      at: '2026-11-01T08:00:00Z',
      seenOn: '2026-11-01',
      count: 2,
      active: 2,
      sha256: hash,
      accounts,
      by: 'Manager',
    }),
  ];
  // One review for each service, so that none is left without.
  isms.accessReviews = services.map((system, index) =>
    record('accessReviews', {
      id: `AR-${index + 1}`,
      title: `Accounts of ${system}`,
      system,
      population: 'POP-1',
      source: index === 0 ? 'planner' : system,
      origin: 'accounts.csv',
      listedOn: '2026-11-01',
      count: 2,
      sha256: hash,
      share: 'equal',
      status: 'closed',
      startedOn: '2026-11-02',
      startedBy: 'Manager',
      dueOn: '2026-11-10',
      closedOn: '2026-11-09',
      closedBy: 'Manager',
    }),
  );
  isms.accessDecisions = isms.accessReviews.flatMap(({ id: review }, index) =>
    accounts.map((account, place) =>
      record('accessDecisions', {
        id: `AD-${index * 2 + place + 1}`,
        review,
        account,
        reviewer: owner,
        decision: 'keep',
        reason: 'Needed for reports',
        decidedBy: 'Owner',
        decidedByPerson: owner,
        decidedAt: '2026-11-05T08:00:00Z',
      }),
    ),
  );

  // Checklists are kept since the first of September; whoever left since has one.
  const step = { step: 'accounts', title: 'Accounts disabled', who: 'IT', control: 'A.5.18', dueOn: '2026-09-02', state: 'done' as const };
  const gone = isms.people.filter(({ endsOn }) => endsOn !== null && endsOn >= '2026-09-01').map(({ id }) => id);
  isms.peopleMoves = [
    record('peopleMoves', { person: owner, kind: 'mover', on: '2026-09-01', steps: [step], startedBy: 'Manager', closedOn: '2026-09-03' }),
    ...gone.map((person, index) =>
      record('peopleMoves', {
        id: `PM-${index + 2}`,
        person,
        kind: 'leaver',
        on: '2026-09-02',
        steps: [step],
        startedBy: 'Manager',
        closedOn: '2026-10-02',
      }),
    ),
  ];
  for (const asset of isms.assets) Object.assign(asset, { holder: owner, reviewOn: '2027-06-01' });

  isms.vulnerabilities = [record('vulnerabilities', { title: 'Old library', severity: 'medium', owner, foundOn: '2026-11-20' })];
  isms.changes = [
    record('changes', {
      title: 'Database to the next version',
      requester: owner,
      implementer: owner,
      tested: 'On the copy',
      backOut: 'Snapshot',
      implementedOn: '2026-11-10',
      result: 'success',
      approvedBy: other,
      approvedByName: 'Other',
      approvedOn: '2026-11-09',
    }),
  ];
  isms.incidentEntries = [];
  isms.incidents = [
    record('incidents', {
      title: 'Laptop left in the train',
      severity: 'low',
      state: 'in-hand',
      lead: owner,
      detectedAt: '2026-11-20T08:00:00Z',
      personalData: false,
      customersConcerned: false,
    }),
  ];

  isms.backups = [
    record('backups', {
      title: 'All databases',
      systems: isms.systems.map(({ id }) => id),
      everyHours: 24,
      apart: true,
      owner,
      lastSuccessOn: '2026-11-23',
      place: 'Other region',
    }),
  ];
  isms.restoreTests = [record('restoreTests', { title: 'Restore of November', backup: 'BCK-1', on: '2026-11-05', hours: 1, lostHours: 0 })];
  isms.continuityPlans = [
    record('continuityPlans', { title: 'The region is down', owner, security: 'All controls hold in the other region.', reviewOn: '2027-03-01' }),
  ];
  isms.continuityTests = [record('continuityTests', { title: 'At the table', plan: 'CP-1', on: '2026-10-10', lessons: 'None' })];

  const suppliers = isms.suppliers.map(({ id }) => id);
  isms.supplierAssessments = suppliers.map((supplier, index) =>
    record('supplierAssessments', {
      id: `SA-${index + 1}`,
      supplier,
      status: 'concluded',
      startedOn: '2026-05-01',
      result: 'suitable',
      percent: 90,
      on: '2026-05-02',
      nextOn: '2027-05-02',
    }),
  );
  isms.supplierContracts = suppliers.map((supplier, index) =>
    record('supplierContracts', {
      id: `SC-${index + 1}`,
      title: `Contract with ${supplier}`,
      supplier,
      clauses: standard.supplierCatalogue.clauses.map(({ id }) => id),
      classification: 'confidential',
      personalData: true,
    }),
  );
  isms.supplierCertificates = [
    record('supplierCertificates', { title: 'ISO/IEC 27001', supplier: suppliers[0]!, coversOurs: true, expiresOn: '2028-01-01' }),
  ];
  isms.supplierNotes = [];
  isms.legalRequirements = [
    record('legalRequirements', { title: 'Data protection', status: 'met', how: 'By our notice.', owner, reviewOn: '2027-01-01' }),
  ];
  isms.dutyPlans = [];
  isms.dutyRecords = [
    record('dutyRecords', {
      duty: 'walk',
      title: 'Walk through the office',
      dueOn: '2026-10-01',
      on: '2026-10-01',
      note: 'Nothing found.',
      by: 'Owner',
    }),
  ];
}

/** A collection of the connection, and a result of a check there. */
export const run = (fields: { id: string } & Partial<Isms['collectionRuns'][number]>) =>
  record('collectionRuns', {
    connection: 'CON-1',
    provider: 'aws',
    trigger: 'schedule',
    by: 'system',
    status: 'done',
    queuedAt: `${day}T02:00:00Z`,
    on: day,
    outcomes: { 'aws-root-mfa': 'pass' },
    ...fields,
  });
export const result = (fields: { id: string; check: string } & Partial<Isms['checkResults'][number]>) =>
  record('checkResults', {
    connection: 'CON-1',
    checkVersion: 1,
    title: 'Second factor for the root user',
    controls: ['A.8.5'],
    outcome: 'pass',
    counts: { pass: 1, fail: 0, notApplicable: 0, unknown: 0 },
    because: 'It is on.',
    since: '2026-09-01',
    run: 'RUN-1',
    ...fields,
  });
