import { addMonths } from '../days.ts';
import type { Isms } from '../isms.ts';
import type { ManagementReview, ReviewDecision } from './model.ts';

/** Reviews that took place by a day, latest first. */
export const heldReviews = (isms: Pick<Isms, 'managementReviews'>, day: string): ManagementReview[] =>
  isms.managementReviews.filter(({ status, on }) => status !== 'prepared' && on <= day).toSorted((a, b) => b.on.localeCompare(a.on));

/** Months between reviews that are usual where the organisation has committed to none. */
export const usualMonths = 12;

/** By when the next review is due; null: none was held, so the interval has no beginning. */
export function interval(isms: Isms, day: string): { months: number | null; last: string | null; dueOn: string | null; planned: string | null } {
  const last = heldReviews(isms, day)[0]?.on ?? null;
  const months = isms.commitments?.managementReviewMonths ?? null;
  const planned = isms.managementReviews.find(({ status }) => status === 'prepared')?.on ?? null;
  return { months, last, dueOn: last === null ? null : addMonths(last, months ?? usualMonths), planned };
}

/** Whether somebody directs the organisation: marked so, or holding the role (5.1). */
export const isTopManagement = ({ people, ismsRoles }: Pick<Isms, 'people' | 'ismsRoles'>, person: string): boolean =>
  people.some(({ id, topManagement }) => id === person && topManagement) ||
  ismsRoles.some(({ kind, holders }) => kind === 'top-management' && holders.includes(person));

export const decisionsOf = ({ reviewDecisions }: Pick<Isms, 'reviewDecisions'>, review: string): ReviewDecision[] =>
  reviewDecisions.filter((each) => each.review === review);
export const isOpen = ({ doneOn }: ReviewDecision): boolean => doneOn === null;
export const isOverdue = ({ doneOn, dueOn }: ReviewDecision, day: string): boolean => doneOn === null && dueOn !== null && dueOn < day;
