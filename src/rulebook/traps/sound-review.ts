import type { Isms } from '../../isms/isms.ts';
import { record } from '../../isms/testing.ts';
import { contentOf, sha256 } from '../../isms/review/content.ts';
import { reviewInputs, type ManagementReview, type ReviewInputShown } from '../../isms/review/model.ts';

const figure = { key: 'open', name: 'Open', value: '2', before: null, better: null, stands: 'bad' as const, number: 2 };

/** What is frozen of a review, with its hashes, after something of it was changed on purpose. */
export function freeze(isms: Isms, review: ManagementReview, inputs: readonly ReviewInputShown[]): void {
  review.inputs = JSON.stringify(inputs);
  review.hash = sha256(review.inputs);
  review.content = contentOf(
    isms,
    review,
    isms.reviewDecisions.filter((each) => each.review === review.id),
  );
  review.contentHash = sha256(review.content);
}

/** A management review in which no rule finds anything: held in autumn, every input spoken about, approved, decisions in hand. */
export function soundReview(isms: Isms, top: string, manager: string): void {
  isms.managementReviews = [
    record('managementReviews', {
      id: 'MR-1',
      title: 'Management review of autumn',
      on: '2026-10-20',
      chair: top,
      attendees: [top, manager],
      minutes: 'All inputs were gone through.',
      conclusion: 'Suitable, adequate and effective.',
      status: 'approved',
      approvedBy: 'Top',
      approvedByPerson: top,
      approvedAt: '2026-10-22T08:00:00Z',
    }),
  ];
  isms.reviewDecisions = [
    record('reviewDecisions', {
      id: 'MRD-1',
      title: 'A second reader',
      review: 'MR-1',
      assignee: manager,
      dueOn: '2026-11-10',
      doneOn: '2026-11-09',
    }),
    record('reviewDecisions', { id: 'MRD-2', title: 'A better scanner', review: 'MR-1', kind: 'means', assignee: manager, dueOn: '2027-01-31' }),
  ];
  freeze(
    isms,
    isms.managementReviews[0]!,
    reviewInputs.map((input) => ({ input, summary: 'Looked at.', figures: [figure], points: [], more: 0, comment: 'As expected.' })),
  );
}
