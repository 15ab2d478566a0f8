import type { StoredRecord } from '../../platform/ledger/snapshot.ts';
import type { Standard } from '../../standard/standard.ts';
import { approvedScope } from '../context/service.ts';
import { collections, type CollectionKey, type RecordIn } from '../collections.ts';
import { documentStates } from '../documents/state.ts';
import type { Isms } from '../isms.ts';
import type { RoomPart } from './model.ts';
import type { Reach } from './release.ts';

/** Records of one register as a section of the room lists them. */
export interface Listing {
  key: CollectionKey;
  heading: string;
  /** Fields shown as columns. */
  columns: readonly string[];
  records: readonly StoredRecord[];
  /** Whether a record has a page of its own in the room; people have none: what is private stays private. */
  opens: boolean;
  /** The document of the section lists them already. */
  silent?: boolean;
}

const listing = <K extends CollectionKey>(
  key: K,
  heading: string,
  records: readonly RecordIn<K>[],
  columns: readonly (keyof RecordIn<K> & string)[],
  opens = true,
): Listing => ({ key, heading, columns, records, opens });

type Lists = (isms: Isms, standard: Standard, day: string, reach: Reach) => Listing[];

/** What each part of the room lists, whatever else it says. Drafts and what is being prepared are not there. */
const parts: Record<RoomPart, Lists> = {
  scope: (isms) => {
    const approved = approvedScope(isms);
    return approved ? [{ ...listing('scopeVersions', 'The version in force', [approved], ['title']), silent: true }] : [];
  },
  context: (isms) => [
    listing('contextIssues', 'Internal and external issues', isms.contextIssues, ['title', 'kind', 'effect', 'owner', 'reviewOn']),
    listing('interestedParties', 'Interested parties', isms.interestedParties, ['name', 'kind', 'interest']),
    listing('requirements', 'Their requirements', isms.requirements, ['title', 'party', 'kind', 'answer', 'controls', 'where']),
    listing('legalRequirements', 'Law and contracts', isms.legalRequirements, ['title', 'kind', 'source', 'status', 'owner', 'reviewOn']),
  ],
  soa: () => [],
  risks: (isms) => [{ ...listing('risks', 'Risks', isms.risks, ['title']), silent: true }],
  treatment: (isms) => [{ ...listing('treatmentTasks', 'Tasks', isms.treatmentTasks, ['title']), silent: true }],
  assets: (isms) => [listing('assets', 'Assets', isms.assets, ['name', 'kind', 'owner', 'classification'])],
  documents: (isms, standard, day, reach) => {
    const states = documentStates(isms, standard, day);
    const open = isms.documents.filter(({ id }) => states.get(id)?.current && (reach.documents === null || reach.documents.has(id)));
    return [listing('documents', 'Documents in force', open, ['title', 'type', 'owner', 'classification', 'fulfils'])];
  },
  objectives: (isms) => [
    listing('objectives', 'Objectives', isms.objectives, ['title', 'measure', 'target', 'unit', 'owner', 'dueOn', 'status']),
    listing('measurements', 'Measurements', isms.measurements, ['objective', 'on', 'value', 'note'], false),
    listing('evaluations', 'Evaluations', isms.evaluations, ['objective', 'on', 'value', 'target', 'judgement', 'text']),
  ],
  people: (isms, _standard, day) => [
    listing('ismsRoles', 'Roles of the management system', isms.ismsRoles, ['name', 'holders', 'deputies', 'responsibilities', 'communicatedOn']),
    listing(
      'people',
      'People',
      isms.people.filter(({ endsOn }) => endsOn === null || endsOn >= day),
      ['name', 'jobTitle', 'team', 'employment', 'topManagement'],
      false,
    ),
  ],
  awareness: (isms) => [
    listing('competences', 'Competence that is asked for', isms.competences, ['title', 'role', 'controls', 'kind', 'description']),
    listing(
      'competenceEvidence',
      'Proof of competence',
      isms.competenceEvidence,
      ['title', 'person', 'competence', 'obtainedOn', 'expiresOn'],
      false,
    ),
    listing('lessons', 'Lessons', isms.lessons, ['title', 'audience', 'everyMonths', 'passPercent', 'activeOn']),
    listing(
      'trainingResults',
      'Passed lessons and courses',
      isms.trainingResults.filter(({ passed }) => passed),
      ['title', 'person', 'on'],
      false,
    ),
    listing('communications', 'Communication', isms.communications, ['subject', 'occasion', 'audience', 'sender', 'channel', 'lastOn', 'nextOn']),
  ],
  evidence: (isms, _standard, _day, reach) => [
    listing(
      'evidence',
      'Evidence',
      isms.evidence.filter(({ id }) => reach.evidence === null || reach.evidence.has(id)),
      ['title', 'kind', 'subjects', 'validFrom', 'validTo', 'attestedByName', 'files'],
    ),
  ],
  operations: (isms) => [
    listing('incidents', 'Incidents', isms.incidents, ['title', 'kind', 'severity', 'state', 'detectedAt', 'resolvedAt', 'exercise']),
    listing('changes', 'Changes', isms.changes, ['title', 'kind', 'risk', 'implementer', 'approvedByName', 'implementedOn', 'result']),
    listing('vulnerabilities', 'Vulnerabilities', isms.vulnerabilities, ['title', 'severity', 'owner', 'foundOn']),
    listing('suppliers', 'Suppliers', isms.suppliers, ['name', 'service', 'owner', 'critical', 'country']),
    listing(
      'supplierAssessments',
      'Assessments of suppliers',
      isms.supplierAssessments.filter(({ status }) => status === 'concluded'),
      ['supplier', 'result', 'conditions', 'on', 'nextOn'],
    ),
    listing('backups', 'Backups', isms.backups, ['title', 'owner']),
    listing('restoreTests', 'Restore tests', isms.restoreTests, ['backup', 'on', 'result']),
    listing('continuityPlans', 'Continuity plans', isms.continuityPlans, ['title', 'owner']),
    listing('continuityTests', 'Exercises of continuity plans', isms.continuityTests, ['plan', 'on', 'result']),
    listing('accessReviews', 'Access reviews', isms.accessReviews, ['title', 'origin', 'listedOn', 'count', 'owner', 'status', 'dueOn', 'closedOn']),
    listing('peopleMoves', 'People who came, moved and left', isms.peopleMoves, ['person', 'kind', 'on', 'responsible', 'closedOn'], false),
    listing('dutyRecords', 'Recurring duties that were done', isms.dutyRecords, ['title', 'control', 'dueOn', 'on', 'by']),
  ],
  'internal-audits': (isms) => {
    const reported = new Set(isms.internalAudits.filter(({ status }) => status === 'reported').map(({ id }) => id));
    return [
      listing('auditProgrammes', 'Audit programme', isms.auditProgrammes, ['title', 'from', 'to', 'owner', 'approvedOn']),
      listing('internalAudits', 'Audits', isms.internalAudits, ['title', 'leadAuditor', 'plannedFrom', 'plannedTo', 'status', 'reportedOn']),
      listing('auditReports', 'Reports as they were signed', isms.auditReports, ['audit', 'summary', 'signedBy', 'signedAt']),
      listing(
        'auditFindings',
        'Findings of reported audits',
        isms.auditFindings.filter(({ audit }) => reported.has(audit)),
        ['title', 'audit', 'grade', 'subjects', 'observed', 'raisedAs'],
      ),
    ];
  },
  nonconformities: (isms) => [
    listing('nonconformities', 'Nonconformities', isms.nonconformities, ['title', 'grade', 'source', 'owner', 'raisedOn', 'dueOn', 'closedOn']),
    listing('correctiveActions', 'Corrective actions', isms.correctiveActions, ['title', 'nonconformity', 'assignee', 'dueOn', 'doneOn', 'result']),
    listing('effectivenessReviews', 'Reviews of effectiveness', isms.effectivenessReviews, ['nonconformity', 'effective', 'text', 'by']),
    listing('improvements', 'Opportunities for improvement', isms.improvements, ['title', 'source', 'owner', 'status', 'doneOn']),
  ],
  'management-reviews': (isms) => {
    const held = isms.managementReviews.filter(({ status }) => status !== 'prepared');
    const ids = new Set(held.map(({ id }) => id));
    return [
      listing('managementReviews', 'Management reviews', held, ['title', 'on', 'chair', 'attendees', 'status', 'conclusion']),
      listing(
        'reviewDecisions',
        'Decisions',
        isms.reviewDecisions.filter(({ review }) => ids.has(review)),
        ['title', 'review', 'kind', 'assignee', 'dueOn', 'doneOn', 'result'],
      ),
    ];
  },
  samples: (isms) => [listing('samples', 'Samples', isms.samples, ['title', 'kind', 'subjects', 'count', 'seed', 'drawnOn', 'drawnBy', 'closedOn'])],
  verdict: (isms) => [
    listing(
      'findingExcuses',
      'Findings that somebody answers for',
      isms.findingExcuses.filter(({ withdrawnAt }) => withdrawnAt === null),
      ['rule', 'records', 'reason', 'until', 'by'],
    ),
  ],
  ledger: () => [],
  requests: (_isms, _standard, _day, reach) => [
    listing('evidenceRequests', 'Requests', reach.requests, [
      'title',
      'subjects',
      'owner',
      'askedOn',
      'dueOn',
      'status',
      'evidence',
      'documents',
      'files',
    ]),
  ],
};

/** The lists of a part of the room. Nothing outside them can be opened or downloaded there. */
export const listingsOf = (part: RoomPart, isms: Isms, standard: Standard, day: string, reach: Reach): Listing[] =>
  reach.parts.has(part) ? parts[part](isms, standard, day, reach) : [];

/** The registers that a part of the room is made of. */
const registers: Partial<Record<RoomPart, readonly CollectionKey[]>> = {
  scope: ['scopeVersions'],
  context: ['contextIssues', 'interestedParties', 'requirements', 'legalRequirements', 'climate'],
  soa: ['soaVersions'],
  risks: ['risks', 'riskMethods'],
  treatment: ['treatmentTasks', 'acceptances'],
  assets: ['assets'],
  documents: ['documents', 'documentVersions'],
  objectives: ['objectives', 'measurements', 'evaluations'],
  people: ['ismsRoles'],
  awareness: ['competences', 'lessons', 'communications'],
  evidence: ['evidence'],
  operations: [
    'incidents',
    'changes',
    'vulnerabilities',
    'suppliers',
    'supplierAssessments',
    'backups',
    'restoreTests',
    'continuityPlans',
    'continuityTests',
    'accessReviews',
    'dutyRecords',
  ],
  'internal-audits': ['auditProgrammes', 'internalAudits', 'auditReports', 'auditFindings'],
  nonconformities: ['nonconformities', 'correctiveActions', 'effectivenessReviews', 'improvements'],
  'management-reviews': ['managementReviews', 'reviewDecisions'],
  samples: ['samples'],
  verdict: ['findingExcuses'],
};

/** Names of the registers that are open as a whole: only these may stand in an extract of the ledger, or be named beyond their number. */
export function openRegisters(reach: Reach): Set<string> {
  const whole = [...reach.parts].filter(
    (part) => (part !== 'documents' || reach.documents === null) && (part !== 'evidence' || reach.evidence === null),
  );
  return new Set(whole.flatMap((part) => registers[part] ?? []).map((key) => collections[key].name));
}
