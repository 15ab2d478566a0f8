import { accessReviewsContract } from './access-reviews/contract.ts';
import { calendarContract } from './calendar/contract.ts';
import { changesContract } from './changes/contract.ts';
import { continuityContract } from './continuity/contract.ts';
import { incidentsContract } from './incidents/contract.ts';
import { legalContract } from './legal/contract.ts';
import { movesContract } from './moves/contract.ts';
import { populationsContract } from './populations/contract.ts';
import { suppliersContract } from './suppliers/contract.ts';
import { vulnerabilitiesContract } from './vulnerabilities/contract.ts';

/** Controls at work day by day (8.1): one part for each subject. */
export const operationsContract = {
  calendar: calendarContract,
  suppliers: suppliersContract,
  legal: legalContract,
  changes: changesContract,
  vulnerabilities: vulnerabilitiesContract,
  incidents: incidentsContract,
  continuity: continuityContract,
  populations: populationsContract,
  accessReviews: accessReviewsContract,
  moves: movesContract,
};
