import { addDays } from '../../../days.ts';
import type { Isms } from '../../../isms.ts';
import { shownBackup, shownPlan } from '../../continuity/proven.ts';
import { dayOf, ownerOf, type Done, type Duty } from './duty.ts';

/** Restore tests of each backup, and exercises of each continuity plan. */
export function proofs(isms: Isms, day: string): Duty[] {
  const { commitments } = isms;
  const duty = (
    key: string,
    title: string,
    source: 'backup' | 'continuity',
    control: string,
    days: number | null,
    record: { id: string; owner: string | null; createdAt: string },
    register: string,
    done: Done[],
    state: string,
  ): Duty[] => {
    if (days === null) return [];
    const since = dayOf(record.createdAt);
    return [
      {
        key,
        title,
        source,
        control,
        everyDays: days,
        because: `The organisation has committed to every ${days} days.${state === 'failed' ? ' The last test failed.' : ''}`,
        register,
        record: record.id,
        owner: record.owner ?? ownerOf(isms, control),
        first: since && addDays(since, days),
        done,
        byHand: false,
      },
    ];
  };
  const days = <T extends { id: string; on: string | null; result: string }>(tests: readonly T[]) =>
    tests.flatMap(({ id, on, result }) => (on === null || result === 'failed' ? [] : [{ on, by: id }]));
  return [
    ...isms.backups.flatMap((backup) =>
      duty(
        `backup:${backup.id}`,
        `Restore test: ${backup.title}`,
        'backup',
        'A.8.13',
        commitments?.backupTestDays ?? null,
        backup,
        'backups',
        days(isms.restoreTests.filter((each) => each.backup === backup.id)),
        shownBackup(isms, backup, day).state,
      ),
    ),
    ...isms.continuityPlans.flatMap((plan) =>
      duty(
        `continuity:${plan.id}`,
        `Exercise: ${plan.title}`,
        'continuity',
        'A.5.30',
        commitments?.continuityTestDays ?? null,
        plan,
        'continuity-plans',
        days(isms.continuityTests.filter((each) => each.plan === plan.id)),
        shownPlan(isms, plan, day).state,
      ),
    ),
  ];
}
