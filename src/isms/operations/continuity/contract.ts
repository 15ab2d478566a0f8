import { registerContract } from '../../../platform/register/contract.ts';
import { BackupShown, PlanShown, backups, continuityPlans, continuityTests, restoreTests } from './model.ts';

export const continuityContract = {
  backups: registerContract(backups, BackupShown),
  restoreTests: registerContract(restoreTests, restoreTests.record),
  plans: registerContract(continuityPlans, PlanShown),
  tests: registerContract(continuityTests, continuityTests.record),
};
