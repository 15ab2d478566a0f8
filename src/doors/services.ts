import type pg from 'pg';
import { accountsService } from '../isms/organisation/accounts-service.ts';
import { organisationService } from '../isms/organisation/service.ts';
import { applicability } from '../isms/applicability/service.ts';
import { assets } from '../isms/assets/service.ts';
import { auditsService } from '../isms/audits/service.ts';
import { collections } from '../isms/collections.ts';
import { awarenessService } from '../isms/awareness/service.ts';
import type { Above } from '../isms/auditor/room.ts';
import { auditorService } from '../isms/auditor/service.ts';
import { requestsService } from '../isms/auditor/requests/service.ts';
import { cycleEvents } from '../isms/certification/dates.ts';
import { certificationService } from '../isms/certification/service.ts';
import { scansService } from '../collectors/files/service.ts';
import { collectorsService } from '../collectors/service.ts';
import type { CollectorsSettings } from '../collectors/service/known.ts';
import { context } from '../isms/context/service.ts';
import { controlsService } from '../isms/controls/service.ts';
import { dailyService } from '../isms/daily/service.ts';
import { documentsService } from '../isms/documents/service.ts';
import { remarks } from '../isms/documents/remarks/service.ts';
import { excusesService } from '../isms/excuses/service.ts';
import { gap } from '../isms/gap/service.ts';
import { improvement } from '../isms/improvement/service.ts';
import { planning } from '../isms/planning/service.ts';
import { objectives } from '../isms/objectives/service.ts';
import { calendarOf } from '../isms/operations/calendar/feed.ts';
import { operationsService } from '../isms/operations/service.ts';
import { people } from '../isms/people/service.ts';
import type { Mail, Post } from '../isms/reminders/post.ts';
import { review } from '../isms/review/service.ts';
import { risk } from '../isms/risk/service.ts';
import { samplingService } from '../isms/sampling/service.ts';
import { packService } from '../pack/service.ts';
import { readTable } from '../interchange/read-table.ts';
import { interchangeService } from '../interchange/service.ts';
import type { Accounts } from '../platform/auth/accounts.ts';
import type { Calls } from '../platform/calls.ts';
import { notFound } from '../platform/contract/problem.ts';
import { filesService, type Files } from '../platform/files/service.ts';
import type { Uploads } from '../platform/files/uploads.ts';
import type { SigningKey } from '../platform/ledger/checkpoint.ts';
import { ledgerService } from '../platform/ledger/service.ts';
import type { StoredRecord } from '../platform/ledger/snapshot.ts';
import { documentOfKind } from '../reports/documents.ts';
import { reportOfRecord } from '../reports/of-record.ts';
import { reportsService } from '../reports/service.ts';
import { verdicts } from '../rulebook/service.ts';
import { rules, verdict } from '../rulebook/verdict.ts';
import { standard } from '../standard/standard.ts';
import { globalOperations, organisationOperations, publicOperations } from './contract.ts';
import { globalRouter, openRouter, organisationRouter } from './router.ts';

export interface ServicesSettings {
  pool: pg.Pool;
  calls: Calls;
  accounts: () => Promise<Accounts>;
  publicUrl(): string;
  mail: Mail | null;
  post: Post;
  signingKey: () => SigningKey;
  files: Files;
  uploads: Uploads;
  collecting: CollectorsSettings;
  /** Hands the reading of a scanner's file to the queue. */
  startScan(organisation: string, scan: string): Promise<void>;
}

/** Signatures, versions and access are taken back by their own operations, not by undoing. */
const notUndone = [
  'members',
  'invitations',
  'api-keys',
  'acceptances',
  'scope-versions',
  'soa-versions',
  'risk-methods',
  'organisations',
  'document-remarks',
  'campaigns',
  'acknowledgements',
  'training-results',
  'evaluations',
  'reminders',
  'populations',
  'access-reviews',
  'access-decisions',
  'incident-entries',
  'duty-records',
  'calendar-links',
  'samples',
  'effectiveness-reviews',
  'audit-notes',
  'audit-findings',
  'audit-reports',
  'management-reviews',
  'certificate-events',
  'audit-releases',
  'audit-messages',
  'auditor-looks',
  'audit-packs',
  'finding-excuses',
];
/** The draft of a document and evidence that nobody has vouched for are taken back like any other record. */
const isFinal = (register: string, before: StoredRecord | null, after: StoredRecord | null) =>
  notUndone.includes(register) ||
  (register === 'internal-audits' && [before, after].some((each) => each?.['status'] === 'reported' || each?.['status'] === 'cancelled')) ||
  (register === 'evidence-requests' && [before, after].some((each) => each?.['status'] === 'accepted' || each?.['status'] === 'returned')) ||
  (register === 'supplier-assessments' && after?.['status'] === 'concluded') ||
  (register === 'document-versions' && [before, after].some((each) => each !== null && each['status'] !== 'draft')) ||
  (register === 'evidence' && [before, after].some((each) => each !== null && each['attestedAt'] !== null));

/** Every operation joined with what it does. */
export function buildRouters({ pool, calls, accounts, publicUrl, mail, post, signingKey, files, uploads, collecting, startScan }: ServicesSettings) {
  const { account, open } = accountsService({ pool, calls, accounts });
  const ledger = ledgerService({ snapshots: calls.snapshots, collections: Object.values(collections), signingKey, isFinal });
  const above: Above = {
    paper: documentOfKind,
    report: reportOfRecord,
    verdict: (isms, day) => {
      const { findings, excused } = verdict(isms, standard, day);
      return [
        ...findings,
        ...excused.map(({ excuse, finding }) => ({ ...finding, grade: `${finding.grade}, excused by ${excuse.by} until ${excuse.until}` })),
      ];
    },
  };
  const handlers = {
    organisation: organisationService({ publicUrl, mail }),
    people,
    context,
    controls: controlsService(files),
    assets,
    gap,
    risk,
    applicability,
    documents: documentsService(post, files),
    remarks,
    operations: operationsService({ files, readRows: readTable, publicUrl }),
    awareness: awarenessService(post),
    objectives,
    certification: certificationService(files),
    requests: requestsService(files),
    auditor: auditorService(files, above, post),
    pack: packService({
      files,
      above,
      signingKey,
      checkpoint: async (call) => ledger.checkpoint(call, undefined),
      read: (organisation) => (sql, values) => calls.inside(organisation, async (client) => (await client.query(sql, values)).rows),
    }),
    audits: auditsService(files),
    improvement,
    planning,
    sampling: samplingService(files, readTable),
    review,
    daily: dailyService(post),
    files: filesService(files, uploads, Object.values(collections)),
    collectors: collectorsService(collecting),
    scans: scansService({ files, start: startScan }),
    interchange: interchangeService(files, (organisation, work) => calls.inside(organisation, work)),
    excuses: excusesService((id) => rules.some((each) => each.id === id)),
    verdict: verdicts,
    reports: reportsService(files),
    ledger,
  };
  const standards = {
    clauses: () => ({ items: standard.clauses }),
    controls: () => ({ items: standard.controls }),
    control: (_visit: unknown, { id }: { id: string }) => {
      const control = standard.control(id);
      if (!control) throw notFound('control', id);
      return control;
    },
    documents: () => ({ items: standard.requiredDocuments }),
  };
  return {
    handlers,
    inside: organisationRouter(organisationOperations, handlers, calls),
    global: globalRouter(globalOperations, { account, standard: standards }),
    open: openRouter(publicOperations, {
      ...open,
      calendar: async (_visit: unknown, { token }: { token: string }) => ({
        headers: { 'content-type': 'text/calendar; charset=utf-8', 'content-disposition': 'inline; filename="operations.ics"' },
        body: new Blob([await calendarOf({ pool, calls, publicUrl, cycle: cycleEvents }, token)], { type: 'text/calendar; charset=utf-8' }),
      }),
    }),
  };
}
