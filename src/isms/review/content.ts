import { createHash } from 'node:crypto';
import type { Isms } from '../isms.ts';
import { namesOf } from './inputs/look.ts';
import { ReviewInputShown, type ManagementReview, type ReviewDecision } from './model.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The inputs of a review as they were frozen. */
export const frozenInputs = ({ inputs }: Pick<ManagementReview, 'inputs'>): ReviewInputShown[] =>
  inputs === '' ? [] : ReviewInputShown.array().parse(JSON.parse(inputs));

/** What top management puts its name to, as one text: who was there, what lay on the table (by its hash), what was said and decided. */
export function contentOf(isms: Isms, review: ManagementReview, decisions: readonly ReviewDecision[]): string {
  const name = namesOf(isms);
  const person = (id: string) => ({ id, name: name(id) });
  const { id, title, on, since, chair, attendees, agenda, minutes, conclusion, hash } = review;
  return JSON.stringify({
    review: id,
    title,
    on,
    since,
    chair: chair === null ? null : person(chair),
    attendees: attendees.map(person),
    agenda,
    inputs: hash,
    minutes,
    conclusion,
    decisions: decisions.map((each) => ({
      id: each.id,
      title: each.title,
      kind: each.kind,
      input: each.input,
      assignee: each.assignee === null ? null : person(each.assignee),
      dueOn: each.dueOn,
    })),
  });
}

/** Whether what is frozen still has the hash it was frozen with; null: nothing is. */
export function isIntact({ inputs, hash, content, contentHash }: ManagementReview): boolean | null {
  if (hash === '') return null;
  return sha256(inputs) === hash && (contentHash === '' || sha256(content) === contentHash);
}
