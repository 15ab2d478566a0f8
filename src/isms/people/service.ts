import type { Handlers } from '../../platform/contract/serve.ts';
import { registerHandlers } from '../../platform/register/service.ts';
import { ismsOf } from '../isms.ts';
import type { peopleContract } from './contract.ts';
import { ismsRoles, people as register, type Person } from './model.ts';
import { typedByHand } from './origins.ts';
import { roleConflicts } from './roles.ts';

/** People and the roles they hold (5.3, 7.2). */
export const people: Handlers<typeof peopleContract> = {
  people: registerHandlers<'people', typeof register.fields.shape, typeof register.record>(register, {
    schema: register.record,
    beforeWrite: (call, fields, before) => typedByHand(fields, before as Person | null, call.today),
  }),
  roles: {
    ...registerHandlers(ismsRoles),
    conflicts: async (call) => ({ conflicts: roleConflicts(ismsOf(await call.snapshot()), call.today) }),
  },
};
