import type { z } from 'zod';
import { SoaDecision, SoaVersion } from './applicability/model.ts';
import { assets } from './assets/model.ts';
import { Rehearsal, TrainingResult, communications, competenceEvidence, competences, lessons } from './awareness/model.ts';
import {
  Climate,
  ScopeVersion,
  contextIssues,
  exclusions,
  interestedParties,
  interfaces,
  locations,
  requirements,
  suppliers,
  systems,
  teams,
} from './context/model.ts';
import { CheckResult, CollectionRun, Connection, checkExceptions, outcomeRows, partRows, progressRows } from './checks/model.ts';
import { ControlPractice, controlTasks, evidence, ownControls } from './controls/model.ts';
import { Acknowledgement, Campaign, Commitments, DocumentVersion, documents, duties } from './documents/model.ts';
import { DocumentRemark } from './documents/remarks/model.ts';
import { auditProgrammes, AuditFinding, AuditNote, AuditReport, internalAudits } from './audits/model.ts';
import { AuditMessage, AuditorLook, AuditPack, AuditRelease, evidenceRequests } from './auditor/model.ts';
import { areasOfConcern, CertificateEvent, certificates, Certification, certificationAudits, certificationFindings } from './certification/model.ts';
import { FindingExcuse } from './excuses/model.ts';
import { GapAnswer, GapBaseline } from './gap/model.ts';
import { correctiveActions, EffectivenessReview, improvements, ImprovementRules, nonconformities } from './improvement/model.ts';
import { Evaluation, measurements, objectives } from './objectives/model.ts';
import { AccessDecision, AccessReview } from './operations/access-reviews/model.ts';
import { CalendarLink, DutyPlan, DutyRecord } from './operations/calendar/model.ts';
import { changes } from './operations/changes/model.ts';
import { backups, continuityPlans, continuityTests, restoreTests } from './operations/continuity/model.ts';
import { IncidentEntry, incidents } from './operations/incidents/model.ts';
import { legalRequirements } from './operations/legal/model.ts';
import { PeopleMove } from './operations/moves/model.ts';
import { PopulationList } from './operations/populations/model.ts';
import { SupplierAssessment, supplierCertificates, supplierContracts, supplierNotes } from './operations/suppliers/model.ts';
import { vulnerabilities } from './operations/vulnerabilities/model.ts';
import { ApiKey, Comment, Invitation, Member, Organisation } from './organisation/model.ts';
import { ismsRoles, people } from './people/model.ts';
import { Reminder } from './reminders/model.ts';
import { Acceptance, RiskMethod, risks, treatmentTasks } from './risk/model.ts';
import { budgetLines, PlanAssumptions } from './planning/model.ts';
import { ManagementReview, reviewDecisions } from './review/model.ts';
import { Sample } from './sampling/model.ts';
import { Scan, findingRows } from './scans/model.ts';

/**
 * Everything that is stored: one collection is one table, one file of the export, one array of the document.
 * `inFiles` false: access to the installation, not part of the management system as files.
 */
const collection = <Record extends z.ZodObject>(name: string, record: Record, prefix: string | null, inFiles = true) => ({
  name,
  record,
  prefix,
  inFiles,
});
const of = <Record extends z.ZodObject>(register: { name: string; record: Record; prefix: string }) =>
  collection(register.name, register.record, register.prefix);

export const collections = {
  organisations: collection('organisations', Organisation, null),
  members: collection('members', Member, 'M', false),
  invitations: collection('invitations', Invitation, 'INV', false),
  apiKeys: collection('api-keys', ApiKey, 'KEY', false),
  comments: collection('comments', Comment, 'C'),
  people: of(people),
  ismsRoles: of(ismsRoles),
  contextIssues: of(contextIssues),
  interestedParties: of(interestedParties),
  requirements: of(requirements),
  teams: of(teams),
  locations: of(locations),
  systems: of(systems),
  suppliers: of(suppliers),
  interfaces: of(interfaces),
  exclusions: of(exclusions),
  climate: collection('climate', Climate, null),
  scopeVersions: collection('scope-versions', ScopeVersion, 'SCOPE'),
  ownControls: of(ownControls),
  evidence: of(evidence),
  assets: of(assets),
  gapAnswers: collection('gap-answers', GapAnswer, null),
  gapBaselines: collection('gap-baselines', GapBaseline, 'BASE'),
  riskMethods: collection('risk-methods', RiskMethod, 'METHOD'),
  risks: of(risks),
  treatmentTasks: of(treatmentTasks),
  acceptances: collection('acceptances', Acceptance, 'ACC'),
  soaDecisions: collection('soa-decisions', SoaDecision, null),
  soaVersions: collection('soa-versions', SoaVersion, 'SOA'),
  commitments: collection('commitments', Commitments, null),
  documents: of(documents),
  documentVersions: collection('document-versions', DocumentVersion, 'DV'),
  documentRemarks: collection('document-remarks', DocumentRemark, 'RM'),
  campaigns: collection('campaigns', Campaign, 'CAMP'),
  acknowledgements: collection('acknowledgements', Acknowledgement, 'ACK'),
  duties: of(duties),
  supplierContracts: of(supplierContracts),
  supplierCertificates: of(supplierCertificates),
  supplierNotes: of(supplierNotes),
  supplierAssessments: collection('supplier-assessments', SupplierAssessment, 'SA'),
  legalRequirements: of(legalRequirements),
  incidents: of(incidents),
  incidentEntries: collection('incident-entries', IncidentEntry, 'IE'),
  changes: of(changes),
  vulnerabilities: of(vulnerabilities),
  backups: of(backups),
  restoreTests: of(restoreTests),
  continuityPlans: of(continuityPlans),
  continuityTests: of(continuityTests),
  populations: collection('populations', PopulationList, 'POP'),
  accessReviews: collection('access-reviews', AccessReview, 'AR'),
  accessDecisions: collection('access-decisions', AccessDecision, 'AD'),
  peopleMoves: collection('people-moves', PeopleMove, 'PM'),
  dutyPlans: collection('duty-plans', DutyPlan, 'DP'),
  dutyRecords: collection('duty-records', DutyRecord, 'DR'),
  calendarLinks: collection('calendar-links', CalendarLink, 'CAL', false),
  competences: of(competences),
  competenceEvidence: of(competenceEvidence),
  communications: of(communications),
  lessons: of(lessons),
  trainingResults: collection('training-results', TrainingResult, 'TR'),
  rehearsals: collection('rehearsals', Rehearsal, 'REH'),
  reminders: collection('reminders', Reminder, 'REM'),
  objectives: of(objectives),
  measurements: of(measurements),
  evaluations: collection('evaluations', Evaluation, 'EVA'),
  controlPractices: collection('control-practices', ControlPractice, null),
  controlTasks: of(controlTasks),
  samples: collection('samples', Sample, 'SMP'),
  nonconformities: of(nonconformities),
  correctiveActions: of(correctiveActions),
  effectivenessReviews: collection('effectiveness-reviews', EffectivenessReview, 'EFF'),
  improvementRules: collection('improvement-rules', ImprovementRules, null),
  improvements: of(improvements),
  auditProgrammes: of(auditProgrammes),
  internalAudits: of(internalAudits),
  auditNotes: collection('audit-notes', AuditNote, 'AN'),
  auditFindings: collection('audit-findings', AuditFinding, 'AF'),
  auditReports: collection('audit-reports', AuditReport, 'AREP'),
  managementReviews: collection('management-reviews', ManagementReview, 'MR'),
  reviewDecisions: of(reviewDecisions),
  certification: collection('certification', Certification, null),
  certificationAudits: of(certificationAudits),
  areasOfConcern: of(areasOfConcern),
  certificationFindings: of(certificationFindings),
  certificates: of(certificates),
  certificateEvents: collection('certificate-events', CertificateEvent, 'CEV'),
  auditReleases: collection('audit-releases', AuditRelease, 'REL'),
  evidenceRequests: of(evidenceRequests),
  auditMessages: collection('audit-messages', AuditMessage, 'AM'),
  auditorLooks: collection('auditor-looks', AuditorLook, 'LOOK', false),
  auditPacks: collection('audit-packs', AuditPack, 'PACK', false),
  planAssumptions: collection('plan-assumptions', PlanAssumptions, null),
  budgetLines: of(budgetLines),
  findingExcuses: collection('finding-excuses', FindingExcuse, 'EXC'),
  connections: collection('connections', Connection, 'CON'),
  collectionRuns: collection('collection-runs', CollectionRun, 'RUN'),
  checkResults: collection('check-results', CheckResult, 'CHK'),
  checkExceptions: of(checkExceptions),
  scans: collection('scans', Scan, 'SCAN'),
} as const;

/** Bulk data of machines, beside the ledger. */
export const bulkTables = [outcomeRows, progressRows, partRows, findingRows];

export type CollectionKey = keyof typeof collections;
export type RecordIn<K extends CollectionKey> = z.infer<(typeof collections)[K]['record']>;
