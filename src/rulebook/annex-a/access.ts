import type { AccessDecision, AccessReview } from '../../isms/operations/access-reviews/model.ts';
import { personOf } from '../../isms/operations/access-reviews/campaign.ts';
import { leaversWithAccounts } from '../../isms/operations/moves/leavers.ts';
import { newestLists } from '../../isms/operations/populations/newest.ts';
import { proofsOf } from '../../isms/controls/proofs.ts';
import { absent, at, blank, byName, byTitle, dayOf, passed, rulesOf, type Case, type Rule, word } from '../rule.ts';

const rule = rulesOf('operations');

const reviews = (fits: (review: AccessReview, it: Case) => boolean) => (it: Case) =>
  byTitle(
    'access-reviews',
    it.isms.accessReviews.filter((each) => each.status !== 'cancelled' && fits(each, it)),
  );
const decisions = (fits: (decision: AccessDecision, it: Case) => boolean) => (it: Case) =>
  at(
    'access-decisions',
    it.isms.accessDecisions.filter((each) => fits(each, it)),
    ({ account }) => account.name || account.id,
  );
/** The last closed review of each system, and of each list. */
const lastReviews = ({ isms }: Case) => {
  const last = new Map<string, string>();
  for (const { system, source, closedOn, status } of isms.accessReviews)
    if (status === 'closed' && closedOn !== null)
      for (const key of [system, source]) if (key !== null && (last.get(key) ?? '') < closedOn) last.set(key, closedOn);
  return last;
};
const leavers = (privileged: boolean) => (it: Case) =>
  at(
    'people',
    [
      ...new Map(
        leaversWithAccounts(it.isms, it.day)
          .filter((each) => each.privileged === privileged)
          .map((each) => [each.person, { id: each.person, title: `${each.name}, ${each.title}` }]),
      ).values(),
    ],
    ({ title }) => title,
  );

/** Who may do what, and whether anybody looks at it (A.5.16, A.5.18, A.8.2). */
export const access: Rule[] = [
  rule({
    id: 'A.5.18-leaver-active',
    clause: 'A.5.18',
    grade: 'minor',
    gradeReason: 'Access ends with the work it was given for.',
    title: 'People who left and still have an account',
    says: (names, count) =>
      `${names}: ${word(count, 'this account was', 'these accounts were')} still active after the time within which access has to end.`,
    remedy: 'Disable the accounts, and find out why nobody did.',
    find: leavers(false),
  }),
  rule({
    id: 'A.8.2-leaver-privileged',
    clause: 'A.8.2',
    grade: 'major',
    gradeReason: 'Somebody who does not work here any more could change or delete everything.',
    title: 'People who left and still hold privileged rights',
    says: (names, count) =>
      `${names}: ${word(count, 'a privileged account', 'privileged accounts')} of somebody who has left ${word(count, 'is', 'are')} still active.`,
    remedy: 'Disable them today, and look at what was done with them since.',
    find: leavers(true),
  }),
  rule({
    id: 'A.5.18-nothing-reviewed',
    clause: 'A.5.18',
    grade: 'opportunity',
    gradeReason: 'Rights only grow where nobody looks; the first audit in operation will ask for a review.',
    title: 'No access review on record',
    says: () => 'Nothing on record shows that access rights were ever reviewed.',
    remedy: 'Take the complete list of accounts of the most critical system and review it.',
    find: (it) =>
      absent(
        'access-reviews',
        'Access reviews',
        it.applies('A.5.18') && it.isms.accessReviews.length === 0 && proofsOf(it.isms, it.standard).of('A.5.18').length === 0,
      ),
  }),
  rule({
    id: 'A.5.18-system-not-reviewed',
    clause: 'A.5.18',
    grade: 'minor',
    gradeReason: 'The promised interval is not kept where it matters most.',
    title: 'Systems whose access was not reviewed in time',
    says: (names) => `The access rights to ${names} were not reviewed within the time that the organisation has promised.`,
    remedy: 'Start a review over the complete list of accounts.',
    find: (it) => {
      const days = it.isms.commitments?.accessReviewDays ?? null;
      if (days === null || !it.applies('A.5.18') || !it.isms.accessReviews.some(({ status }) => status === 'closed')) return [];
      const last = lastReviews(it);
      const running = new Set(it.isms.accessReviews.flatMap(({ status, system, dueOn }) => (status === 'open' && dueOn >= it.day ? [system] : [])));
      return byName(
        'systems',
        it.isms.systems.filter(
          ({ id, inScope, customersAsk, retiredOn }) =>
            inScope === true && customersAsk && retiredOn === null && !running.has(id) && (!last.has(id) || passed(last.get(id)!, it.day) > days),
        ),
      );
    },
  }),
  rule({
    id: 'A.8.2-privileged-not-reviewed',
    clause: 'A.8.2',
    grade: 'minor',
    gradeReason: 'Privileged rights are to be looked at more often than others, and were not.',
    title: 'Privileged accounts that were not reviewed in time',
    says: (names, count) =>
      `Privileged accounts of ${names} were not reviewed within the promised time, or never; ${word(count, 'the list names', 'the lists name')} some.`,
    remedy: 'Start a review of the privileged accounts.',
    find: (it) => {
      const days = it.isms.commitments?.privilegedReviewDays ?? null;
      if (days === null || !it.applies('A.8.2')) return [];
      const last = lastReviews(it);
      return byTitle(
        'populations',
        newestLists(it.isms).filter(({ source, system, accounts, on }) => {
          const reviewed = [last.get(source), system === null ? undefined : last.get(system)]
            .filter((each) => each !== undefined)
            .toSorted()
            .at(-1);
          return passed(reviewed ?? on, it.day) > days && accounts.some(({ privileged, active }) => privileged && active);
        }),
      );
    },
  }),
  rule({
    id: 'A.5.18-review-overdue',
    clause: 'A.5.18',
    grade: 'minor',
    gradeReason: 'A review that does not end has not taken place.',
    title: 'Access reviews past their day',
    says: (names, count) => `${names} should be finished by now; ${word(count, 'it is', 'they are')} still open.`,
    remedy: 'Remind the reviewers, or take their part over.',
    find: reviews(({ status, dueOn }, { day }) => status === 'open' && dueOn < day),
  }),
  rule({
    id: 'A.5.18-review-incomplete',
    clause: 'A.5.18',
    grade: 'minor',
    gradeReason: 'What was left out may be what matters.',
    title: 'Access reviews that did not cover the whole list',
    says: (names, count) => `${names} ${word(count, 'was', 'were')} closed without a decision on every account of the list.`,
    remedy: 'Decide on what is missing in a new review of the same list.',
    find: (it) => {
      const decided = new Map<string, number>();
      for (const { review, decision } of it.isms.accessDecisions) if (decision !== 'open') decided.set(review, (decided.get(review) ?? 0) + 1);
      const undecided = new Set(it.isms.accessDecisions.filter(({ decision }) => decision === 'open').map(({ review }) => review));
      return reviews(
        ({ id, status, count, privilegedOnly }) => status === 'closed' && (undecided.has(id) || (!privilegedOnly && (decided.get(id) ?? 0) < count)),
      )(it);
    },
  }),
  rule({
    id: 'A.5.18-reviewed-themself',
    clause: 'A.5.18',
    grade: 'minor',
    gradeReason: 'Nobody judges impartially whether they need what they have.',
    title: 'Access decided on by whoever has it',
    says: (names) => `Whoever holds ${names} decided on it in person.`,
    remedy: 'Have somebody else decide.',
    find: decisions(({ decision, person, decidedByPerson }) => decision !== 'open' && person !== null && decidedByPerson === person),
  }),
  rule({
    id: 'A.5.18-revocation-open',
    clause: 'A.5.18',
    grade: 'minor',
    gradeReason: 'A decision that nobody carries out protects nothing.',
    title: 'Revoked rights that are still there',
    says: (names, count) =>
      `That ${names} ${word(count, 'was', 'were')} taken away or changed as decided more than two weeks ago is shown by nothing.`,
    remedy: 'Carry the decisions out, then collect the list again: it shows it by itself.',
    find: decisions(
      ({ decision, doneOn, decidedAt }, { day }) =>
        (decision === 'revoke' || decision === 'change') && doneOn === null && passed(dayOf(decidedAt), day) > 14,
    ),
  }),
  rule({
    id: 'A.5.18-kept-without-reason',
    clause: 'A.5.18',
    grade: 'minor',
    gradeReason: 'The review saw that something was odd and passed over it.',
    title: 'Odd accounts kept without a reason',
    says: (names, count) => `${names}: unused or of somebody who left, and kept without a word why ${word(count, 'it is', 'they are')} needed.`,
    remedy: 'Give the reason, or take the right away.',
    find: decisions(({ decision, hints, reason }) => decision === 'keep' && blank(reason) && (hints.includes('left') || hints.includes('unused'))),
  }),
  rule({
    id: 'A.5.18-review-of-old-list',
    clause: 'A.5.18',
    grade: 'opportunity',
    gradeReason: 'Rights that were given since stood in no list.',
    title: 'Access reviews over an old list',
    says: (names, count) =>
      `When ${names} began, the list of accounts was more than thirty days old; ${word(count, 'it looked', 'they looked')} at the past.`,
    remedy: 'Collect the list on the day on which a review begins.',
    find: reviews(({ listedOn, startedOn }) => passed(listedOn, startedOn) > 30),
  }),
  rule({
    id: 'A.5.16-population-empty',
    clause: 'A.5.16',
    grade: 'minor',
    gradeReason: 'A system without accounts does not exist; the list is wrong, and so is what rests on it.',
    title: 'Lists of accounts with nobody in them',
    likely: 'A system may really have no account.',
    says: (names, count) => `${names} ${word(count, 'names', 'name')} no account at all.`,
    remedy: 'Collect the list again and look at where it comes from.',
    find: (it) =>
      byTitle(
        'populations',
        newestLists(it.isms).filter(({ count }) => count === 0),
      ),
  }),
  rule({
    id: 'A.5.16-account-of-nobody',
    clause: 'A.5.16',
    grade: 'opportunity',
    gradeReason: 'Who answers for what is done with the account cannot be told.',
    title: 'Personal accounts of people whom nobody knows',
    likely: 'Accounts are matched to people by address and name.',
    says: (names, count) => `${names} ${word(count, 'holds', 'hold')} active personal accounts whose address belongs to nobody among the people.`,
    remedy: 'Enter the people, or close the accounts.',
    find: (it) => {
      const find = personOf(it.isms.people);
      return byTitle(
        'populations',
        newestLists(it.isms).filter(({ accounts }) =>
          accounts.some((account) => account.active && account.kind === 'person' && !blank(account.email) && find(account) === undefined),
        ),
      );
    },
  }),
];
