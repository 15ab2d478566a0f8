import { devices, groups, registrations, signIns, users } from './people.ts';
import { conditionalAccess, tenantPolicies } from './policies.ts';
import { eligibleRoles, roles } from './roles.ts';

export const entra = {
  users,
  groups,
  roles,
  eligibleRoles,
  registrations,
  conditionalAccess,
  tenantPolicies,
  signIns,
  devices,
};
