import { z } from 'zod';
import { Day, Id, Instant, recordFields, reference, references, requiredLine, requiredReference } from '../../../platform/contract/fields.ts';
import { attached } from '../files.ts';
import { Account } from '../populations/model.ts';

export const decisions = ['open', 'keep', 'change', 'revoke'] as const;
export const hints = ['left', 'not-known', 'unused', 'privileged', 'inactive', 'shared'] as const;
/** What catches the eye at an account, in words. */
export const hintWords: Record<(typeof hints)[number], string> = {
  left: 'has left',
  'not-known': 'belongs to nobody known',
  unused: 'not used for 90 days',
  privileged: 'privileged',
  inactive: 'not active',
  shared: 'used by a service',
};

/** A campaign over the complete list of accounts of one system (A.5.18). */
export const AccessReview = z.object({
  ...recordFields,
  title: requiredLine({ title: 'Title' }),
  system: reference('systems', { title: 'System' }),
  population: requiredReference('populations', { title: 'List' }),
  /** Of the list, so that the review reads by itself. */
  source: z.string(),
  origin: z.string(),
  listedOn: Day,
  count: z.number().int(),
  sha256: z.string(),
  privilegedOnly: z.boolean().default(false),
  reviewers: references('people', { title: 'Reviewers' }),
  share: z.enum(['equal', 'manager']),
  owner: reference('people', { title: 'Owner' }),
  status: z.enum(['open', 'closed', 'cancelled']),
  startedOn: Day,
  startedBy: z.string(),
  dueOn: Day,
  closedOn: Day.nullable().default(null),
  closedBy: z.string().default(''),
  note: z.string().max(5000).default(''),
  ...attached,
});
export type AccessReview = z.infer<typeof AccessReview>;

/** What was decided on one account of a review. Frozen once the review is closed; then only how it was carried out follows. */
export const AccessDecision = z.object({
  ...recordFields,
  review: requiredReference('access-reviews', { title: 'Review' }),
  account: Account,
  person: Id.nullable().default(null),
  hints: z.array(z.enum(hints)).default([]),
  reviewer: requiredReference('people', { title: 'Reviewer' }),
  decision: z.enum(decisions).default('open'),
  reason: z.string().max(2000).default(''),
  decidedBy: z.string().default(''),
  decidedByPerson: Id.nullable().default(null),
  decidedAt: Instant.nullable().default(null),
  /** When the change or revocation was seen to have happened. */
  doneOn: Day.nullable().default(null),
  /** The list that shows it, or who says so. */
  doneBy: z.string().default(''),
  donePopulation: reference('populations', { title: 'List that shows it' }),
  doneNote: z.string().max(2000).default(''),
  ...attached,
});
export type AccessDecision = z.infer<typeof AccessDecision>;

export const ReviewProgress = z.object({
  all: z.number().int(),
  open: z.number().int(),
  keep: z.number().int(),
  change: z.number().int(),
  revoke: z.number().int(),
  /** Changes and revocations that no list and nobody has shown to have happened. */
  notDone: z.number().int(),
});
export type ReviewProgress = z.infer<typeof ReviewProgress>;
