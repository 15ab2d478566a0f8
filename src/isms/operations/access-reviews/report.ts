import { dayInWords } from '../../days.ts';
import type { Isms } from '../../isms.ts';
import { progressOf } from './campaign.ts';
import type { DecisionShown, ReviewReport, ReviewShown } from './contract.ts';
import { hints, type AccessDecision, type AccessReview } from './model.ts';

type Known = Pick<Isms, 'accessDecisions' | 'people'>;

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

export const decisionsOf = (isms: Known, review: string) => isms.accessDecisions.filter((each) => each.review === review);

/** A review with how far it is on a day. */
export function shownReview(isms: Known, review: AccessReview, own: readonly AccessDecision[], day: string): ReviewShown {
  const progress = progressOf(own);
  const names = new Map(isms.people.map(({ id, name }) => [id, name]));
  return {
    ...review,
    progress,
    byReviewer: [...Map.groupBy(own, ({ reviewer }) => reviewer)]
      .map(([person, list]) => ({
        person,
        name: names.get(person) ?? person,
        all: list.length,
        open: list.filter(({ decision }) => decision === 'open').length,
      }))
      .toSorted((a, b) => b.open - a.open || a.name.localeCompare(b.name)),
    state:
      review.status === 'open'
        ? review.dueOn < day
          ? 'late'
          : 'open'
        : review.status === 'closed' && progress.notDone > 0
          ? 'to-carry-out'
          : review.status,
  };
}

export function shownDecisions(isms: Known, own: readonly AccessDecision[]): DecisionShown[] {
  const names = new Map(isms.people.map(({ id, name }) => [id, name]));
  return own.map((each) => ({ ...each, personName: names.get(each.person ?? '') ?? '', reviewerName: names.get(each.reviewer) ?? each.reviewer }));
}

/** What the review comes to: what auditors ask for. */
export function reportOf(isms: Known, review: AccessReview, day: string): ReviewReport {
  const own = decisionsOf(isms, review.id);
  const shown = shownReview(isms, review, own, day);
  return {
    review: shown,
    complete: review.status === 'closed' && shown.progress.open === 0 && shown.progress.notDone === 0,
    sentences: sentencesOf(shown, own),
    hints: hints.flatMap((hint) => {
      const list = own.filter((each) => each.hints.includes(hint));
      return list.length === 0
        ? []
        : [
            {
              hint,
              all: list.length,
              kept: list.filter(({ decision }) => decision === 'keep').length,
              revoked: list.filter(({ decision }) => decision === 'revoke').length,
            },
          ];
    }),
    notDone: shownDecisions(
      isms,
      own.filter(({ decision, doneOn }) => (decision === 'revoke' || decision === 'change') && doneOn === null),
    ),
  };
}
