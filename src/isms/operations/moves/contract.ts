import { z } from 'zod';
import { Day, Id } from '../../../platform/contract/fields.ts';
import { operation } from '../../../platform/contract/operation.ts';
import { written } from '../../../platform/register/contract.ts';
import { LeaverWithAccount, PeopleMove, moveKinds } from './model.ts';

const read = 'read the ISMS';
const handle = 'handle people who come and go';
const tag = 'people-moves';
const ById = z.object({ id: Id });

export const MoveShown = PeopleMove.extend({
  name: z.string(),
  open: z.number().int(),
  late: z.number().int().meta({ description: 'Steps past the day they were due' }),
  nextDueOn: Day.nullable(),
});
export type MoveShown = z.infer<typeof MoveShown>;

/** Somebody who comes or goes and has no checklist. */
export const MissingMove = z.object({ person: Id, name: z.string(), kind: z.enum(moveKinds), on: Day });

export const movesContract = {
  list: operation({
    method: 'GET',
    path: '/people-moves',
    tag,
    summary: 'List who comes, changes and goes, with what is open',
    permission: read,
    tool: 'list_people_moves',
  }).output(z.object({ items: z.array(MoveShown), missing: z.array(MissingMove), leavers: z.array(LeaverWithAccount) })),
  start: operation({
    method: 'POST',
    path: '/people-moves',
    tag,
    summary: 'Start the checklist of somebody who comes, changes or goes',
    permission: handle,
    successStatus: 201,
    tool: 'start_people_move',
  })
    .input(
      z.object({
        person: Id,
        kind: z.enum(moveKinds),
        on: Day.optional().meta({ description: 'The first or last day, or the day of the change; without it as the entry of the person says' }),
        responsible: Id.nullable().default(null),
        note: z.string().max(5000).default(''),
      }),
    )
    .output(written(PeopleMove)),
  step: operation({
    method: 'POST',
    path: '/people-moves/{id}/steps',
    tag,
    summary: 'Mark a step as done, not needed or open again',
    permission: handle,
  })
    .input(
      ById.extend({
        step: z.string().max(80),
        state: z.enum(['open', 'done', 'not-needed']),
        note: z.string().max(2000).default(''),
        upload: z.string().max(64).optional(),
      }),
    )
    .output(written(PeopleMove)),
  addStep: operation({ method: 'POST', path: '/people-moves/{id}/steps/add', tag, summary: 'Add a step of one’s own', permission: handle })
    .input(ById.extend({ title: z.string().trim().min(1, 'Say what is to be done.').max(400), who: z.string().max(120).default(''), dueOn: Day }))
    .output(written(PeopleMove)),
  close: operation({
    method: 'POST',
    path: '/people-moves/{id}/close',
    tag,
    summary: 'Close a checklist in which nothing is open',
    permission: handle,
  })
    .input(ById)
    .output(written(PeopleMove)),
};
