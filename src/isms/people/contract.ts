import { registerContract } from '../../platform/register/contract.ts';
import { z } from 'zod';
import { operation } from '../../platform/contract/operation.ts';
import { Id } from '../../platform/contract/fields.ts';
import { ismsRoles, people } from './model.ts';

export const RoleConflict = z.object({
  kind: z.enum(['no-holder', 'holder-left', 'audits-own-work', 'approves-own-work', 'one-person-all']),
  text: z.string(),
  roles: z.array(Id),
  people: z.array(Id),
});
export type RoleConflict = z.infer<typeof RoleConflict>;

export const peopleContract = {
  people: registerContract(people, people.record),
  roles: {
    ...registerContract(ismsRoles),
    conflicts: operation({
      method: 'GET',
      path: '/isms-roles/conflicts',
      tag: 'isms-roles',
      summary: 'Show conflicts between ISMS roles',
      permission: 'read the ISMS',
      description: 'Clause 5.3: roles without a holder, holders who have left, and duties that one person should not hold together.',
      tool: 'list_role_conflicts',
    }).output(z.object({ conflicts: z.array(RoleConflict) })),
  },
};
