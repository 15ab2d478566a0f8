import { addDays } from '../isms/days.ts';
import { frozenInputs, isIntact } from '../isms/review/content.ts';
import { asksForComment } from '../isms/review/inputs/assemble.ts';
import { inputTitles, reviewInputs, type ManagementReview, type ReviewInputShown } from '../isms/review/model.ts';
import { decisionsOf, heldReviews, interval, isOverdue, isTopManagement } from '../isms/review/standing.ts';
import { absent, blank, byTitle, everyStage, olderThan, rulesOf, word, type Case, type Rule } from './rule.ts';

const review = rulesOf('review');
/** Days in which minutes are approved, and before its day in which a review should be planned. */
const patience = { approval: 14, planning: 42 };

/** What an auditor reads is the last review; older ones are past mending. */
const last = ({ isms, day }: Case): ManagementReview[] => heldReviews(isms, day).slice(0, 1);
const lastThat = (it: Case, fits: (review: ManagementReview) => boolean) => byTitle('management-reviews', last(it).filter(fits));
/** Inputs of the last review that fit, each named by its subject. */
const inputsThat = (it: Case, fits: (input: ReviewInputShown) => boolean) =>
  last(it).flatMap((each) =>
    frozenInputs(each)
      .filter(fits)
      .map(({ input }) => ({ register: 'management-reviews', id: each.id, label: `${inputTitles[input].clause} ${inputTitles[input].title}` })),
  );
const heldDecisions = ({ isms, day }: Case) => heldReviews(isms, day).flatMap(({ id }) => decisionsOf(isms, id));

/** Clause 9.3: the management review. */
export const clause93: Rule[] = [
  review({
    id: '9.3.1-never-held',
    clause: '9.3.1',
    stages: everyStage,
    grade: 'major',
    gradeReason: 'Without a management review before Stage 2 there is no certificate.',
    title: 'No management review has been held',
    says: () => 'No record of a management review could be shown.',
    remedy: 'Prepare a review, hold it with top management, and have the minutes approved.',
    find: (it) => absent('management-reviews', 'Management review', last(it).length === 0),
  }),
  review({
    id: '9.3.1-overdue',
    clause: '9.3.1',
    grade: 'minor',
    gradeReason: 'The organisation does not keep to the interval it has planned.',
    title: 'The last management review is older than its interval',
    says: (names) => `The next review should have taken place by now; the last one is ${names}.`,
    remedy: 'Hold the review now, and say in the minutes why it is late.',
    find: (it) => {
      const { dueOn } = interval(it.isms, it.day);
      return lastThat(it, () => dueOn !== null && dueOn < it.day);
    },
  }),
  review({
    id: '9.3.1-none-planned',
    clause: '9.3.1',
    grade: 'opportunity',
    gradeReason: 'A review that is due soon is seldom held in time when no day is set.',
    title: 'The next management review has no day',
    says: (names) => `A review falls due within six weeks, and none is planned after ${names}.`,
    remedy: 'Set a day with top management and prepare the review.',
    find: (it) => {
      const { dueOn, planned } = interval(it.isms, it.day);
      return lastThat(it, () => planned === null && dueOn !== null && dueOn >= it.day && dueOn <= addDays(it.day, patience.planning));
    },
  }),
  review({
    id: '9.3.1-without-top-management',
    clause: '9.3.1',
    grade: 'major',
    gradeReason: 'What top management took no part in is no review by top management.',
    title: 'Management review without top management',
    says: (names) => `Nobody of top management is among the attendees of ${names}.`,
    remedy: 'Hold the review again with top management; it cannot be delegated.',
    find: (it) => lastThat(it, ({ attendees }) => !attendees.some((person) => isTopManagement(it.isms, person))),
  }),
  review({
    id: '9.3.1-no-conclusion',
    clause: '9.3.1',
    grade: 'minor',
    gradeReason: 'The purpose of the review is a judgement: suitable, adequate, effective.',
    title: 'Management review without a conclusion',
    says: (names) => `${names} does not say whether the management system is suitable, adequate and effective.`,
    remedy: 'Write the conclusion that top management came to, or come to one in the next review.',
    find: (it) => lastThat(it, ({ conclusion }) => blank(conclusion)),
  }),
  review({
    id: '9.3.2-input-missing',
    clause: '9.3.2',
    grade: 'minor',
    gradeReason: 'Each input shall be considered; of these nothing lay on the table.',
    title: 'Inputs that the management review did not consider',
    says: (names) => `The last review shows nothing on: ${names}.`,
    remedy: 'Consider them in the next review, which may be a short one.',
    find: (it) =>
      last(it).flatMap((each) => {
        const shown = new Set(
          frozenInputs(each).flatMap(({ input, figures, points, comment }) => (figures.length + points.length > 0 || !blank(comment) ? [input] : [])),
        );
        return reviewInputs
          .filter((input) => !shown.has(input))
          .map((input) => ({ register: 'management-reviews', id: each.id, label: `${inputTitles[input].clause} ${inputTitles[input].title}` }));
      }),
  }),
  review({
    id: '9.3.2-bad-figure-passed-over',
    clause: '9.3.2',
    grade: 'minor',
    gradeReason: 'To consider is more than to be shown: a bad figure asks for a word.',
    title: 'Bad figures on which the management review said nothing',
    likely: 'It may have been spoken about and not written down.',
    says: (names) => `Figures were not as they should be, and neither a comment nor a decision answers them: ${names}.`,
    remedy: 'Say in the next review what they mean and what follows.',
    find: (it) => {
      const decided = new Set(last(it).flatMap(({ id }) => decisionsOf(it.isms, id).map(({ input }) => input)));
      return inputsThat(it, (each) => each.input !== 'feedback' && asksForComment(each) && !decided.has(each.input));
    },
  }),
  review({
    id: '9.3.2-feedback-not-told',
    clause: '9.3.2',
    grade: 'minor',
    gradeReason: 'Records know only a part of what interested parties say; somebody has to tell the rest (9.3.2 e).',
    title: 'Management review without the feedback of interested parties',
    says: (names) => `What customers, staff and authorities have said is not written down: ${names}.`,
    remedy: 'Ask those who speak with them, and write down what they heard, even if it is nothing.',
    find: (it) => inputsThat(it, ({ input, comment }) => input === 'feedback' && blank(comment)),
  }),
  review({
    id: '9.3.3-record-altered',
    clause: '9.3.3',
    grade: 'major',
    gradeReason: 'A record of results that was changed afterwards is evidence of nothing.',
    title: 'The record of a management review is not what was frozen',
    says: (names, count) => `The hash of what is stored for ${names} differs from the one ${word(count, 'it was', 'they were')} frozen with.`,
    remedy: 'Bring the record back from a backup or from the ledger, and find out who changed it.',
    find: ({ isms }) =>
      byTitle(
        'management-reviews',
        isms.managementReviews.filter((each) => isIntact(each) === false),
      ),
  }),
  review({
    id: '9.3.3-no-decision',
    clause: '9.3.3',
    grade: 'minor',
    gradeReason: 'The results of a review are decisions on improvement and change.',
    title: 'Management review without a decision',
    says: (names) => `${names} has decided nothing.`,
    remedy: 'Write down what was decided, a reasoned no included.',
    find: (it) => lastThat(it, ({ id }) => decisionsOf(it.isms, id).length === 0),
  }),
  review({
    id: '9.3.3-decision-without-person',
    clause: '9.3.3',
    grade: 'minor',
    gradeReason: 'What nobody carries out is not carried out.',
    title: 'Decisions that nobody carries out',
    says: (names, count) => `Nobody who works here carries out ${names}, though ${word(count, 'it was', 'they were')} decided.`,
    remedy: 'Name an assignee.',
    find: (it) =>
      byTitle(
        'review-decisions',
        heldDecisions(it).filter(({ doneOn, assignee }) => doneOn === null && !it.present(assignee)),
      ),
  }),
  review({
    id: '9.3.3-decision-without-day',
    clause: '9.3.3',
    grade: 'minor',
    gradeReason: 'Without a day it can be said at any time that there is time left.',
    title: 'Decisions without a day',
    says: (names, count) => `By when ${names} ${word(count, 'is', 'are')} to be carried out was not decided.`,
    remedy: 'Set a day.',
    find: (it) =>
      byTitle(
        'review-decisions',
        heldDecisions(it).filter(({ doneOn, dueOn }) => doneOn === null && dueOn === null),
      ),
  }),
  review({
    id: '9.3.3-decision-overdue',
    clause: '9.3.3',
    grade: 'minor',
    gradeReason: 'Top management has decided, and it has not happened.',
    title: 'Decisions of a management review that are overdue',
    says: (names, count) => `The day of ${names} has passed and ${word(count, 'it is', 'they are')} not done.`,
    remedy: 'Carry them out, or let top management set a new day.',
    find: (it) =>
      byTitle(
        'review-decisions',
        heldDecisions(it).filter((each) => isOverdue(each, it.day)),
      ),
  }),
  review({
    id: '9.3.2-actions-not-taken-up',
    clause: '9.3.2',
    grade: 'minor',
    gradeReason: 'The first input of a review is what became of the actions of the ones before (9.3.2 a).',
    title: 'Open decisions of earlier reviews that the last one passed over',
    says: (names, count) =>
      `${names} ${word(count, 'was', 'were')} overdue when the last review took place, and it says nothing about ${word(count, 'it', 'them')}.`,
    remedy: 'Take them up in the next review: carry on, change, or give up with a reason.',
    find: (it) => {
      const [newest, ...older] = heldReviews(it.isms, it.day);
      if (!newest || (frozenInputs(newest).find(({ input }) => input === 'earlier-actions')?.comment ?? '').trim() !== '') return [];
      return byTitle(
        'review-decisions',
        older
          .flatMap(({ id }) => decisionsOf(it.isms, id))
          .filter(({ doneOn, dueOn }) => dueOn !== null && dueOn < newest.on && (doneOn === null || doneOn > newest.on)),
      );
    },
  }),
  review({
    id: '9.3.3-no-minutes',
    clause: '9.3.3',
    grade: 'minor',
    gradeReason: 'Evidence of the results shall be kept; figures alone do not say what was discussed.',
    title: 'Management review without minutes',
    says: (names) => `Of what was said in ${names} nothing is written down.`,
    remedy: 'Write the minutes while people remember, and have them approved.',
    find: (it) => lastThat(it, ({ minutes }) => blank(minutes)),
  }),
  review({
    id: '9.3.3-not-approved',
    clause: '9.3.3',
    grade: 'minor',
    gradeReason: 'Minutes that top management has not approved may say what it never decided.',
    title: 'Minutes that top management has not approved',
    says: (names, count) => `${names} ${word(count, 'was', 'were')} held more than two weeks ago, and top management has not approved the minutes.`,
    remedy: 'Let top management read and approve them.',
    find: (it) =>
      byTitle(
        'management-reviews',
        it.isms.managementReviews.filter(({ status, on }) => status === 'held' && olderThan(on, it.day, patience.approval)),
      ),
  }),
];
