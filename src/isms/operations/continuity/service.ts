import type { Call } from '../../../platform/contract/call.ts';
import { Problem } from '../../../platform/contract/problem.ts';
import type { Handlers } from '../../../platform/contract/serve.ts';
import { registerHandlers } from '../../../platform/register/service.ts';
import type { RecordIn } from '../../collections.ts';
import { shownBy } from '../shown.ts';
import type { continuityContract } from './contract.ts';
import { BackupShown, PlanShown, backups, continuityPlans, continuityTests, restoreTests } from './model.ts';
import { shownBackup, shownPlan } from './proven.ts';

/** A test is of today or of a past day. */
function tested(call: Call, fields: Record<string, unknown>, before: { on: string | null } | null) {
  const on = (fields['on'] === undefined ? before?.on : fields['on']) as string | null | undefined;
  if (on && on > call.today)
    throw new Problem('invalid-input', `Nothing can have been tested on ${on}.`, {
      fields: [{ field: 'on', message: 'A test is of today or of a past day.' }],
      remedy: 'Correct the day; a test to come stands in the calendar by itself.',
    });
  return before === null && !on ? { ...fields, on: call.today } : fields;
}

/** Backups, restore tests, continuity plans and their exercises (A.5.29, A.5.30, A.8.13, A.8.14). */
export const continuity: Handlers<typeof continuityContract> = {
  backups: registerHandlers<'backups', typeof backups.fields.shape, typeof BackupShown>(backups, {
    schema: BackupShown,
    shown: shownBy((isms, each: RecordIn<'backups'>, call) => shownBackup(isms, each, call.today)),
  }),
  restoreTests: registerHandlers<'restore-tests', typeof restoreTests.fields.shape, typeof restoreTests.record>(restoreTests, {
    schema: restoreTests.record,
    beforeWrite: tested,
  }),
  plans: registerHandlers<'continuity-plans', typeof continuityPlans.fields.shape, typeof PlanShown>(continuityPlans, {
    schema: PlanShown,
    shown: shownBy((isms, each: RecordIn<'continuityPlans'>, call) => shownPlan(isms, each, call.today)),
  }),
  tests: registerHandlers<'continuity-tests', typeof continuityTests.fields.shape, typeof continuityTests.record>(continuityTests, {
    schema: continuityTests.record,
    beforeWrite: tested,
  }),
};
