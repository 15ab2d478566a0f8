import { z } from 'zod';
import { Id } from '../../../platform/contract/fields.ts';
import { operation } from '../../../platform/contract/operation.ts';
import { registerContract, written } from '../../../platform/register/contract.ts';
import { ChangeShown, changes } from './model.ts';

const ById = z.object({ id: Id });

export const changesContract = {
  ...registerContract(changes, ChangeShown),
  approve: operation({
    method: 'POST',
    path: '/changes/{id}/approve',
    tag: 'changes',
    summary: 'Approve a change',
    description: 'Never by whoever does it. An emergency change may be done first; it is reviewed afterwards.',
    permission: 'approve changes',
    tool: 'approve_change',
  })
    .input(ById)
    .output(written(changes.record)),
  review: operation({
    method: 'POST',
    path: '/changes/{id}/review',
    tag: 'changes',
    summary: 'Review a change that has been done',
    permission: 'approve changes',
  })
    .input(ById.extend({ review: z.string().trim().min(1, 'Say what the review found.').max(5000) }))
    .output(written(changes.record)),
};
