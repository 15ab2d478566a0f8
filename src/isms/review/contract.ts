import { z } from 'zod';
import { Day, Id } from '../../platform/contract/fields.ts';
import { operation } from '../../platform/contract/operation.ts';
import { partial, registerContract, written } from '../../platform/register/contract.ts';
import { ManagementReview, ManagementReviewFields, ReviewInputShown, reviewDecisions, reviewInputs } from './model.ts';

const tag = 'management-review';
const prepare = 'prepare the management review';
const ById = z.object({ id: Id });

/** What an auditor would miss in a review. */
export const reviewLacks = [
  'attendees',
  'top-management',
  'minutes',
  'conclusion',
  'comments',
  'feedback',
  'decisions',
  'assignee',
  'day',
  'approval',
] as const;
export type ReviewLack = (typeof reviewLacks)[number];

const Bare = ManagementReview.omit({ inputs: true, content: true });
export const ReviewListed = Bare.extend({
  decisions: z.number().int(),
  open: z.number().int().meta({ description: 'Decisions that are not done' }),
  overdue: z.number().int(),
});
export type ReviewListed = z.infer<typeof ReviewListed>;

/** A review with its inputs: live while it is prepared, as they were frozen afterwards. */
export const ReviewShown = Bare.extend({
  inputs: z.array(ReviewInputShown),
  decisions: z.array(reviewDecisions.record),
  lacks: z.array(z.object({ lack: z.enum(reviewLacks), says: z.string(), input: z.enum(reviewInputs).nullable() })),
  compared: z
    .enum(['ledger', 'frozen', 'nothing'])
    .meta({ description: 'Where the figures of the last review come from: the ledger, the inputs frozen then, or nowhere' }),
  toApprove: z.string().meta({ description: 'SHA-256 of what would be approved now; an approval names it. Empty: not held yet, or approved' }),
  intact: z.boolean().nullable().meta({ description: 'Whether what is frozen still has its hash; null: nothing is frozen yet' }),
});
export type ReviewShown = z.infer<typeof ReviewShown>;

/** When the next review is due. */
export const ReviewInterval = z.object({
  months: z.number().int().nullable().meta({ description: 'What the organisation has committed to; null: nothing' }),
  last: Day.nullable().meta({ description: 'The last review that was held' }),
  dueOn: Day.nullable(),
  planned: Day.nullable().meta({ description: 'The review that is being prepared' }),
});

export const MyDecision = reviewDecisions.record.pick({ id: true, title: true, review: true, dueOn: true, doneOn: true, result: true });

export const reviewContract = {
  reviews: operation({
    method: 'GET',
    path: '/management-reviews',
    tag,
    summary: 'List management reviews, latest first',
    permission: 'read the ISMS',
    tool: 'list_management_reviews',
  }).output(z.object({ items: z.array(ReviewListed), interval: ReviewInterval })),
  review: operation({
    method: 'GET',
    path: '/management-reviews/{id}',
    tag,
    summary: 'Show a management review with its inputs and decisions',
    description: 'Inputs come from the records as they are while it is prepared, and stand as they were frozen once it was held.',
    permission: 'read the ISMS',
    tool: 'get_management_review',
  })
    .input(ById)
    .output(ReviewShown),
  series: operation({
    method: 'GET',
    path: '/management-reviews/{id}/series',
    tag,
    summary: 'Show the figures of a management review over time',
    description: 'From the records as they stood on each day since the review before, or within a year.',
    permission: 'read the ISMS',
  })
    .input(ById.extend({ points: z.coerce.number().int().min(2).max(24).default(7) }))
    .output(
      z.object({
        days: z.array(Day),
        items: z.array(z.object({ input: z.enum(reviewInputs), key: z.string(), values: z.array(z.number().nullable()) })),
      }),
    ),
  prepare: operation({
    method: 'POST',
    path: '/management-reviews',
    tag,
    summary: 'Prepare a management review',
    description: 'With an agenda in the order of the standard, and top management and whoever reports to it as attendees.',
    permission: prepare,
    tool: 'prepare_management_review',
    successStatus: 201,
  })
    .input(partial(ManagementReviewFields.omit({ on: true, minutes: true, conclusion: true })).extend({ on: Day.meta({ title: 'Day' }) }))
    .output(written(ManagementReview)),
  change: operation({
    method: 'PATCH',
    path: '/management-reviews/{id}',
    tag,
    summary: 'Change a management review that is not approved yet',
    permission: prepare,
    tool: 'update_management_review',
  })
    .input(
      partial(ManagementReviewFields).extend({
        id: Id,
        version: z.number().int().optional().meta({ description: 'The version you saw; without it the last write wins' }),
      }),
    )
    .output(written(ManagementReview)),
  comment: operation({
    method: 'PUT',
    path: '/management-reviews/{id}/comments/{input}',
    tag,
    summary: 'Say something on an input of a management review',
    description: 'Each input has its comment; writing one touches no other.',
    permission: prepare,
    tool: 'comment_on_review_input',
  })
    .input(ById.extend({ input: z.enum(reviewInputs), text: z.string().max(5000) }))
    .output(written(ManagementReview)),
  hold: operation({
    method: 'POST',
    path: '/management-reviews/{id}/hold',
    tag,
    summary: 'Freeze the inputs of a management review as they stood on its day',
    permission: prepare,
    tool: 'hold_management_review',
  })
    .input(ById)
    .output(written(ManagementReview)),
  reopen: operation({
    method: 'POST',
    path: '/management-reviews/{id}/reopen',
    tag,
    summary: 'Take a management review that is not approved back to being prepared',
    permission: prepare,
  })
    .input(ById)
    .output(written(ManagementReview)),
  approve: operation({
    method: 'POST',
    path: '/management-reviews/{id}/approve',
    tag,
    summary: 'Approve the minutes of a management review',
    description: 'By top management, bound to exactly what is approved. Nothing of it changes afterwards.',
    permission: 'approve the management review',
    tool: 'approve_management_review',
  })
    .input(
      ById.extend({
        hash: z.string().meta({ description: 'What you have read: `toApprove` of the review' }),
        password: z.string().optional(),
      }),
    )
    .output(written(ManagementReview)),
  discard: operation({
    method: 'DELETE',
    path: '/management-reviews/{id}',
    tag,
    summary: 'Archive a management review that was not held',
    permission: prepare,
  })
    .input(ById)
    .output(written(ManagementReview)),
  decisions: registerContract(reviewDecisions),
  mine: operation({
    method: 'GET',
    path: '/my/decisions',
    tag: 'my',
    summary: 'List decisions of management reviews that I carry out',
    permission: 'see what concerns me',
  }).output(z.object({ items: z.array(MyDecision) })),
  done: operation({
    method: 'POST',
    path: '/my/decisions/{id}/done',
    tag: 'my',
    summary: 'Say that a decision I carry out is done',
    permission: 'answer for myself',
  })
    .input(ById.extend({ result: z.string().trim().min(1, 'Say what was done.').max(5000) }))
    .output(written(MyDecision)),
};
