import type { Isms } from '../isms.ts';

/** Whether an internal audit was reported before a day (9.2). */
export const reportedBefore = (isms: Isms, day: string): boolean =>
  isms.internalAudits.some(({ status, reportedOn }) => status === 'reported' && reportedOn !== null && reportedOn < day);

/** Whether a management review was held before a day (9.3). */
export const reviewHeldBefore = (isms: Isms, day: string): boolean =>
  isms.managementReviews.some(({ status, on }) => status !== 'prepared' && on < day);
