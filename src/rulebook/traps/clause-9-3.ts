import type { Isms } from '../../isms/isms.ts';
import { frozenInputs } from '../../isms/review/content.ts';
import type { ReviewInput, ReviewInputShown } from '../../isms/review/model.ts';
import { freeze } from './sound-review.ts';
import type { Traps } from './support.ts';

const last = (isms: Isms) => isms.managementReviews[0]!;
/** One input of the last review, otherwise than it was. */
const input = (isms: Isms, name: ReviewInput, fields: Partial<ReviewInputShown>) =>
  freeze(
    isms,
    last(isms),
    frozenInputs(last(isms)).map((each) => (each.input === name ? { ...each, ...fields } : each)),
  );
const change = (isms: Isms, fields: object) => {
  Object.assign(last(isms), fields);
  freeze(isms, last(isms), frozenInputs(last(isms)));
};
const decision = (isms: Isms, fields: object) => void Object.assign(isms.reviewDecisions[1]!, fields);

/** Traps for the management review. */
export const clause93Traps: Traps = {
  '9.3.1-never-held': [
    (i) => {
      i.managementReviews = [];
      i.reviewDecisions = [];
    },
    '7.5.1-not-known',
  ],
  '9.3.1-overdue': (i) => change(i, { on: '2025-11-01' }),
  '9.3.1-none-planned': (i) => change(i, { on: '2025-12-10' }),
  '9.3.1-without-top-management': (i) => change(i, { attendees: [last(i).attendees[1]!] }),
  '9.3.1-no-conclusion': (i) => change(i, { conclusion: ' ' }),
  '9.3.2-input-missing': (i) => input(i, 'context', { figures: [], comment: '' }),
  '9.3.2-bad-figure-passed-over': (i) => input(i, 'audits', { comment: '' }),
  '9.3.2-feedback-not-told': (i) => input(i, 'feedback', { comment: '' }),
  '9.3.3-record-altered': (i) => void (last(i).inputs += ' '),
  '9.3.3-no-decision': (i) => void (i.reviewDecisions = []),
  '9.3.3-decision-without-person': (i) => decision(i, { assignee: null }),
  '9.3.3-decision-without-day': (i) => decision(i, { dueOn: null }),
  '9.3.3-decision-overdue': (i) => decision(i, { dueOn: '2026-11-23' }),
  '9.3.2-actions-not-taken-up': [
    (i) => {
      i.managementReviews.push({ ...last(i), id: 'MR-9', on: '2025-11-20' });
      i.reviewDecisions.push({ ...i.reviewDecisions[0]!, id: 'MRD-9', review: 'MR-9', dueOn: '2026-03-01', doneOn: '2026-11-15' });
      input(i, 'earlier-actions', { comment: '', figures: [{ ...frozenInputs(last(i))[0]!.figures[0]!, stands: 'plain' }] });
    },
  ],
  '9.3.3-no-minutes': (i) => change(i, { minutes: '' }),
  '9.3.3-not-approved': [(i) => change(i, { status: 'held', approvedAt: null }), '7.5.1-not-known'],
};
