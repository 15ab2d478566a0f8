import { dayInWords } from '../../days.ts';
import type { ReviewShown } from './contract.ts';
import type { AccessDecision } from './model.ts';

const counted = (count: number, one: string, many = `${one}s`) => `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** The review in sentences, as an auditor would want to read it. */
export function sentencesOf(review: ReviewShown, decisions: readonly AccessDecision[]): string[] {
  const { progress } = review;
  const shown = decisions.filter(({ donePopulation }) => donePopulation !== null).length;
  const byHand = decisions.filter(({ doneOn, donePopulation }) => doneOn !== null && donePopulation === null).length;
  return [
    `The list was complete: ${counted(review.count, 'account')} on ${dayInWords(review.listedOn)} (${review.origin}), SHA-256 ${review.sha256}.`,
    ...(review.privilegedOnly ? [`${counted(progress.all, 'privileged account')} of them ${progress.all === 1 ? 'was' : 'were'} reviewed.`] : []),
    progress.open === 0
      ? `Every account has a decision: ${progress.keep} kept, ${progress.change} changed, ${progress.revoke} revoked.`
      : `${counted(progress.open, 'account')} of ${progress.all} ${progress.open === 1 ? 'has' : 'have'} no decision.`,
    `${counted(review.byReviewer.length, 'reviewer')} ${progress.open === 0 ? 'decided' : review.byReviewer.length === 1 ? 'decides' : 'decide'}, nobody on their own account.`,
    ...(progress.change + progress.revoke === 0
      ? []
      : [
          `Of ${counted(progress.change + progress.revoke, 'change or revocation', 'changes and revocations')}, ${shown} ${shown === 1 ? 'was' : 'were'} shown by a later list to have happened, ${byHand} by hand, ${progress.notDone} ${progress.notDone === 1 ? 'is' : 'are'} open.`,
        ]),
    review.closedOn === null
      ? `It is due on ${dayInWords(review.dueOn)}.`
      : `${review.status === 'closed' ? 'Closed' : 'Cancelled'} on ${dayInWords(review.closedOn)} by ${review.closedBy}${review.closedOn > review.dueOn ? `, after it was due on ${dayInWords(review.dueOn)}` : ''}.`,
  ];
}
