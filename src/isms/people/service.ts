import type { Handlers } from '../../platform/contract/serve.ts';
import { registerHandlers } from '../../platform/register/service.ts';
import { ismsOf } from '../isms.ts';
import type { peopleContract } from './contract.ts';
import { ismsRoles, people as register } from './model.ts';
import { roleConflicts } from './roles.ts';

/** People and the roles they hold (5.3, 7.2). */
export const people: Handlers<typeof peopleContract> = {
  people: registerHandlers(register),
  roles: {
    ...registerHandlers(ismsRoles),
    conflicts: async (call) => ({ conflicts: roleConflicts(ismsOf(await call.snapshot()), call.today) }),
  },
};
