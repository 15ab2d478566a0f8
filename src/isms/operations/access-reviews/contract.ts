import { z } from 'zod';
import { Day, Id } from '../../../platform/contract/fields.ts';
import { operation } from '../../../platform/contract/operation.ts';
import { written } from '../../../platform/register/contract.ts';
import { AccessDecision, AccessReview, ReviewProgress, decisions } from './model.ts';

const read = 'read the ISMS';
const run = 'run access reviews';
const tag = 'access-reviews';
const ById = z.object({ id: Id });

export const ReviewShown = AccessReview.extend({
  progress: ReviewProgress,
  byReviewer: z.array(z.object({ person: Id, name: z.string(), all: z.number().int(), open: z.number().int() })),
  state: z
    .enum(['open', 'late', 'closed', 'to-carry-out', 'cancelled'])
    .meta({ description: 'to-carry-out: decided, but something revoked is not shown to have ended' }),
});
export type ReviewShown = z.infer<typeof ReviewShown>;

export const DecisionShown = AccessDecision.extend({ personName: z.string(), reviewerName: z.string() });
export type DecisionShown = z.infer<typeof DecisionShown>;

const Decide = z.object({
  items: z
    .array(z.object({ id: Id, decision: z.enum(decisions), reason: z.string().max(2000).default('') }))
    .min(1)
    .max(1000),
});
const DecisionList = z.object({ items: z.array(DecisionShown), total: z.number().int() });

/** What the review comes to: what auditors ask for. */
export const ReviewReport = z.object({
  review: ReviewShown,
  complete: z.boolean().meta({ description: 'Every account of the list has a decision, and what was revoked has ended' }),
  sentences: z.array(z.string()),
  hints: z.array(z.object({ hint: z.string(), all: z.number().int(), kept: z.number().int(), revoked: z.number().int() })),
  notDone: z.array(DecisionShown),
});
export type ReviewReport = z.infer<typeof ReviewReport>;

export const accessReviewsContract = {
  list: operation({
    method: 'GET',
    path: '/access-reviews',
    tag,
    summary: 'List access reviews with their progress',
    permission: read,
    tool: 'list_access_reviews',
  }).output(z.object({ items: z.array(ReviewShown) })),
  get: operation({ method: 'GET', path: '/access-reviews/{id}', tag, summary: 'Show one access review', permission: read })
    .input(ById)
    .output(ReviewShown),
  start: operation({
    method: 'POST',
    path: '/access-reviews',
    tag,
    summary: 'Start an access review over the complete list of a system',
    description: 'Every account gets a reviewer who is somebody else; refused where that is not possible.',
    permission: run,
    successStatus: 201,
  })
    .input(
      z.object({
        population: Id,
        title: z.string().trim().max(300).default(''),
        reviewers: z.array(Id).min(1, 'Name at least one reviewer.').max(50),
        share: z
          .enum(['equal', 'manager'])
          .default('equal')
          .meta({ description: 'manager: each person’s manager decides; the reviewers share what has none' }),
        privilegedOnly: z.boolean().default(false),
        owner: Id.nullable().default(null),
        dueOn: Day.optional().meta({ description: 'Without it: in 14 days' }),
      }),
    )
    .output(written(AccessReview)),
  decisions: operation({
    method: 'GET',
    path: '/access-reviews/{id}/decisions',
    tag,
    summary: 'List the accounts of a review with what was decided',
    permission: read,
  })
    .input(
      ById.extend({
        decision: z.enum(decisions).optional(),
        reviewer: Id.optional(),
        notDone: z.enum(['true']).optional().meta({ description: 'Only what was decided and is not shown to have happened' }),
        search: z.string().max(200).optional(),
        limit: z.coerce.number().int().min(1).max(5000).default(1000),
        offset: z.coerce.number().int().min(0).default(0),
      }),
    )
    .output(DecisionList),
  reassign: operation({
    method: 'POST',
    path: '/access-reviews/{id}/reassign',
    tag,
    summary: 'Give accounts of a review to another reviewer',
    permission: run,
  })
    .input(
      ById.extend({
        decisions: z.array(Id).max(5000).optional().meta({ description: 'Without it: everything that is open with the reviewer `from`' }),
        from: Id.optional(),
        to: Id,
      }),
    )
    .output(z.object({ moved: z.number().int(), request: z.string() })),
  close: operation({
    method: 'POST',
    path: '/access-reviews/{id}/close',
    tag,
    summary: 'Close a review in which everything is decided',
    permission: run,
  })
    .input(ById.extend({ note: z.string().max(5000).default('') }))
    .output(written(AccessReview)),
  cancel: operation({ method: 'POST', path: '/access-reviews/{id}/cancel', tag, summary: 'Cancel a review, with the reason', permission: run })
    .input(ById.extend({ note: z.string().trim().min(1, 'Say why.').max(5000) }))
    .output(written(AccessReview)),
  report: operation({
    method: 'GET',
    path: '/access-reviews/{id}/report',
    tag,
    summary: 'Show what a review comes to',
    permission: read,
    tool: 'get_access_review_report',
  })
    .input(ById)
    .output(ReviewReport),
  carriedOut: operation({
    method: 'POST',
    path: '/access-decisions/{id}/carried-out',
    tag,
    summary: 'Say by hand that a revocation or change was carried out, and what shows it',
    description: 'A later list shows it by itself; by hand only where no list can be had.',
    permission: run,
  })
    .input(ById.extend({ note: z.string().trim().min(1, 'Say what shows it.').max(2000), upload: z.string().max(64).optional() }))
    .output(written(AccessDecision)),
  mine: operation({
    method: 'GET',
    path: '/my/access-reviews',
    tag: 'my',
    summary: 'Show the accounts that wait for my decision',
    permission: 'see what concerns me',
  }).output(
    z.object({
      person: Id.nullable(),
      items: z.array(
        z.object({ review: Id, title: z.string(), dueOn: Day, all: z.number().int(), open: z.number().int(), listedOn: Day, origin: z.string() }),
      ),
    }),
  ),
  myDecisions: operation({
    method: 'GET',
    path: '/my/access-reviews/{id}',
    tag: 'my',
    summary: 'Show my accounts of one review',
    permission: 'see what concerns me',
  })
    .input(ById)
    .output(DecisionList),
  decide: operation({
    method: 'POST',
    path: '/my/access-reviews/{id}/decide',
    tag: 'my',
    summary: 'Decide on accounts: keep, change or revoke',
    description:
      'Only the reviewer named decides, and nobody on their own account. A change or revocation needs its reason, and so does keeping the account of somebody who has left.',
    permission: 'answer for myself',
  })
    .input(ById.extend(Decide.shape))
    .output(z.object({ decided: z.number().int(), open: z.number().int(), request: z.string() })),
};
