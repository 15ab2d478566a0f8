import type { Isms } from '../isms.ts';
import type { ReviewLack, ReviewShown } from './contract.ts';
import { asksForComment } from './inputs/assemble.ts';
import { inputTitles, type ManagementReview, type ReviewDecision, type ReviewInputShown } from './model.ts';
import { isTopManagement } from './standing.ts';

type Lack = ReviewShown['lacks'][number];

/** What an auditor would miss in a review as it stands, in the order in which a meeting meets it. */
export function lacksOf(isms: Isms, review: ManagementReview, inputs: readonly ReviewInputShown[], decisions: readonly ReviewDecision[]): Lack[] {
  const found: Lack[] = [];
  const add = (lack: ReviewLack, says: string, input: Lack['input'] = null) => found.push({ lack, says, input });
  if (review.attendees.length === 0) add('attendees', 'Nobody is named who was there.');
  else if (!review.attendees.some((person) => isTopManagement(isms, person)))
    add('top-management', 'Nobody of top management is among the attendees.');
  for (const each of inputs)
    if (each.input === 'feedback' && each.comment.trim() === '')
      add('feedback', 'What interested parties have said is not written down; the records know only a part of it.', 'feedback');
    else if (asksForComment(each))
      add('comments', `A figure is bad and nobody has said a word on it: ${inputTitles[each.input].title.toLowerCase()}.`, each.input);
  if (decisions.length === 0) add('decisions', 'No decision is written down; that there was none to take is seldom believed.');
  for (const { id, title, assignee, dueOn, input } of decisions) {
    if (assignee === null) add('assignee', `Nobody carries out ${id} ${title}.`, input);
    if (dueOn === null) add('day', `${id} ${title} has no day.`, input);
  }
  if (review.minutes.trim() === '') add('minutes', 'The minutes are empty.');
  if (review.conclusion.trim() === '') add('conclusion', 'There is no conclusion: is the system suitable, adequate, effective?');
  if (review.status === 'held') add('approval', 'Top management has not approved the minutes.');
  return found;
}

/** Without these a review is not approved: they cannot be added afterwards. */
export const neededToApprove: readonly ReviewLack[] = ['attendees', 'top-management', 'minutes', 'conclusion', 'assignee', 'day'];
