import { addDays, daysBetween } from '../../days.ts';
import type { Isms } from '../../isms.ts';
import type { BackupShown, PlanShown } from './model.ts';

type Backup = Isms['backups'][number];
type Plan = Isms['continuityPlans'][number];
interface Test {
  on: string | null;
  result: 'success' | 'partly' | 'failed';
  hours: number | null;
  lostHours: number | null;
}

/** The last test that has happened. */
const last = <T extends Test>(tests: readonly T[], day: string): T | undefined =>
  tests.filter(({ on }) => on !== null && on <= day).reduce<T | undefined>((best, each) => (best && best.on! > each.on! ? best : each), undefined);

function proven(test: Test | undefined, days: number | null, limits: { hours: number | null; lost: number | null }, day: string) {
  const testBy = days === null ? null : test ? addDays(test.on!, days) : null;
  const over = (value: number | null, limit: number | null) => value !== null && limit !== null && value > limit;
  const state: BackupShown['state'] = !test
    ? 'never'
    : test.result === 'failed'
      ? 'failed'
      : over(test.hours, limits.hours) || over(test.lostHours, limits.lost)
        ? 'too-slow'
        : testBy === null
          ? 'unknown'
          : testBy < day
            ? 'due'
            : 'tested';
  return { lastTestOn: test?.on ?? null, lastResult: test?.result ?? null, testBy, state };
}

/** A backup is proven by restoring it, within the time and with the loss that were promised (A.8.13). */
export function shownBackup(isms: Pick<Isms, 'restoreTests' | 'commitments'>, backup: Backup, day: string): BackupShown {
  const { commitments } = isms;
  const test = last(
    isms.restoreTests.filter((each) => each.backup === backup.id),
    day,
  );
  const every = backup.everyHours ?? commitments?.backupHours ?? null;
  // A day of grace: what is known is the day of the last success, not its hour.
  const fresh = backup.lastSuccessOn === null || every === null ? null : daysBetween(backup.lastSuccessOn, day) <= Math.ceil(every / 24) + 1;
  return {
    ...backup,
    ...proven(
      test,
      commitments?.backupTestDays ?? null,
      { hours: commitments?.recoveryTimeHours ?? null, lost: commitments?.recoveryPointHours ?? null },
      day,
    ),
    fresh,
  };
}

/** A continuity plan is proven by an exercise (A.5.30). */
export function shownPlan(isms: Pick<Isms, 'continuityTests' | 'commitments'>, plan: Plan, day: string): PlanShown {
  const { commitments } = isms;
  const test = last(
    isms.continuityTests.filter((each) => each.plan === plan.id),
    day,
  );
  const limits = {
    hours: plan.recoveryHours ?? commitments?.recoveryTimeHours ?? null,
    lost: plan.lossHours ?? commitments?.recoveryPointHours ?? null,
  };
  return { ...plan, ...proven(test, commitments?.continuityTestDays ?? null, limits, day) };
}
