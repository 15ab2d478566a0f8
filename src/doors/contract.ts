import { accountContract, organisationContract, publicContract } from '../isms/organisation/contract.ts';
import { applicabilityContract } from '../isms/applicability/contract.ts';
import { assetsContract } from '../isms/assets/contract.ts';
import { auditsContract } from '../isms/audits/contract.ts';
import { awarenessContract } from '../isms/awareness/contract.ts';
import { auditorContract } from '../isms/auditor/contract.ts';
import { requestsContract } from '../isms/auditor/requests/contract.ts';
import { collectorsContract } from '../collectors/contract.ts';
import { scansContract } from '../collectors/files/contract.ts';
import { certificationContract } from '../isms/certification/contract.ts';
import { contextContract } from '../isms/context/contract.ts';
import { controlsContract } from '../isms/controls/contract.ts';
import { dailyContract } from '../isms/daily/contract.ts';
import { documentsContract } from '../isms/documents/contract.ts';
import { remarksContract } from '../isms/documents/remarks/contract.ts';
import { excusesContract } from '../isms/excuses/contract.ts';
import { filesContract } from '../platform/files/contract.ts';
import { gapContract } from '../isms/gap/contract.ts';
import { interchangeContract } from '../interchange/contract.ts';
import { ledgerContract } from '../platform/ledger/contract.ts';
import { calendarFeed } from '../isms/operations/calendar/contract.ts';
import { operationsContract } from '../isms/operations/contract.ts';
import { objectivesContract } from '../isms/objectives/contract.ts';
import { improvementContract } from '../isms/improvement/contract.ts';
import { planningContract } from '../isms/planning/contract.ts';
import { packContract } from '../pack/contract.ts';
import { peopleContract } from '../isms/people/contract.ts';
import { reportsContract } from '../reports/contract.ts';
import { reviewContract } from '../isms/review/contract.ts';
import { riskContract } from '../isms/risk/contract.ts';
import { samplingContract } from '../isms/sampling/contract.ts';
import { standardContract } from '../standard/contract.ts';
import { verdictContract } from '../rulebook/contract.ts';

/** Everything one can do inside an organisation: `/api/organisations/{slug}/...`. */
export const organisationOperations = {
  organisation: organisationContract,
  people: peopleContract,
  context: contextContract,
  controls: controlsContract,
  assets: assetsContract,
  gap: gapContract,
  risk: riskContract,
  applicability: applicabilityContract,
  documents: documentsContract,
  remarks: remarksContract,
  operations: operationsContract,
  awareness: awarenessContract,
  objectives: objectivesContract,
  improvement: improvementContract,
  planning: planningContract,
  certification: certificationContract,
  requests: requestsContract,
  auditor: auditorContract,
  pack: packContract,
  audits: auditsContract,
  sampling: samplingContract,
  review: reviewContract,
  daily: dailyContract,
  excuses: excusesContract,
  verdict: verdictContract,
  reports: reportsContract,
  files: filesContract,
  collectors: collectorsContract,
  scans: scansContract,
  interchange: interchangeContract,
  ledger: ledgerContract,
};

/** Everything outside an organisation: `/api/...`, for somebody who is signed in. */
export const globalOperations = { account: accountContract, standard: standardContract };

/** For somebody who is not signed in; the link they hold is the permission. */
export const publicOperations = { ...publicContract, calendar: calendarFeed };
