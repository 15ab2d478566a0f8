import { z } from 'zod';
import { amount, day, flag, line, reference, references, requiredLine, requiredReference, text, whole } from '../../../platform/contract/fields.ts';
import { defineRegister } from '../../../platform/register/model.ts';
import { attached } from '../files.ts';

const access = { read: 'read the ISMS', write: 'keep the registers of operations' } as const;
const results = ['success', 'partly', 'failed'] as const;

/** What is backed up, how often, and when it last worked (A.8.13). */
export const backups = defineRegister({
  name: 'backups',
  singular: 'backup',
  plural: 'backups',
  prefix: 'BCK',
  clause: 'A.8.13',
  ...access,
  purpose: 'What is backed up, how often, where the copies lie, and when a backup last succeeded.',
  label: 'title',
  columns: ['title', 'systems', 'everyHours', 'place', 'owner', 'lastSuccessOn'],
  fields: z.object({
    title: requiredLine({ title: 'Backup' }),
    systems: references('systems', { title: 'Systems' }),
    what: text({ title: 'What is in it' }),
    everyHours: whole({ title: 'Every (hours)' }, 1, 8760),
    keepDays: whole({ title: 'Kept for (days)' }, 1, 36_500),
    place: line({ title: 'Where the copies lie' }),
    apart: flag({ title: 'Out of reach of an attacker', description: 'Offline, or cannot be changed or deleted from the systems it protects' }),
    encrypted: flag({ title: 'Encrypted' }),
    owner: reference('people', { title: 'Owner' }),
    lastSuccessOn: day({ title: 'Last success' }),
    reviewOn: day({ title: 'Next review' }),
  }),
});

const typedRestores = defineRegister({
  name: 'restore-tests',
  singular: 'restore test',
  plural: 'restore tests',
  prefix: 'RT',
  clause: 'A.8.13',
  ...access,
  purpose: 'Backups that were restored to see whether it works: how long it took and how much was lost.',
  label: 'title',
  columns: ['title', 'backup', 'on', 'result', 'hours', 'lostHours', 'by'],
  fields: z.object({
    title: requiredLine({ title: 'Test' }),
    backup: requiredReference('backups', { title: 'Backup' }),
    on: day({ title: 'On' }),
    result: z.enum(results).default('success').meta({ title: 'Result' }),
    hours: amount({ title: 'Took (hours)' }, 0, 10_000),
    lostHours: amount({ title: 'Lost (hours of data)' }, 0, 10_000),
    by: reference('people', { title: 'By' }),
    checked: text({ title: 'How it was checked that everything was there' }),
    note: text({ title: 'What was learnt' }),
  }),
});
export const restoreTests = { ...typedRestores, record: typedRestores.record.extend(attached) };

/** How critical services go on or come back (A.5.29, A.5.30). */
export const continuityPlans = defineRegister({
  name: 'continuity-plans',
  singular: 'continuity plan',
  plural: 'continuity plans',
  prefix: 'CP',
  clause: 'A.5.30',
  ...access,
  purpose: 'How each critical service goes on or comes back after a disruption, within which time, and with how much loss.',
  label: 'title',
  columns: ['title', 'systems', 'recoveryHours', 'lossHours', 'owner', 'reviewOn'],
  fields: z.object({
    title: requiredLine({ title: 'Plan' }),
    systems: references('systems', { title: 'Systems' }),
    scenario: text({ title: 'Against what' }),
    strategy: text({ title: 'How it goes on or comes back' }),
    recoveryHours: amount({ title: 'Back within (hours)', description: 'Empty: as the organisation has committed to' }, 0, 10_000),
    lossHours: amount({ title: 'Lost at most (hours of data)', description: 'Empty: as the organisation has committed to' }, 0, 10_000),
    security: text({ title: 'How information stays secure meanwhile', description: 'A.5.29: controls that hold, or what stands in for them' }),
    document: reference('documents', { title: 'Document' }),
    owner: reference('people', { title: 'Owner' }),
    reviewOn: day({ title: 'Next review' }),
  }),
});

const typedTests = defineRegister({
  name: 'continuity-tests',
  singular: 'continuity test',
  plural: 'continuity tests',
  prefix: 'CT',
  clause: 'A.5.30',
  ...access,
  purpose: 'Exercises of continuity plans: what was tried, how long it took, what was learnt.',
  label: 'title',
  columns: ['title', 'plan', 'on', 'kind', 'result', 'hours', 'lostHours'],
  fields: z.object({
    title: requiredLine({ title: 'Test' }),
    plan: requiredReference('continuity-plans', { title: 'Plan' }),
    on: day({ title: 'On' }),
    kind: z
      .enum(['table', 'walk-through', 'part', 'full'])
      .default('table')
      .meta({ title: 'Kind', labels: { table: 'At the table', part: 'Part of the system', full: 'Whole system' } }),
    result: z.enum(results).default('success').meta({ title: 'Result' }),
    hours: amount({ title: 'Took (hours)' }, 0, 10_000),
    lostHours: amount({ title: 'Lost (hours of data)' }, 0, 10_000),
    by: reference('people', { title: 'Led by' }),
    lessons: text({ title: 'What was learnt' }),
  }),
});
export const continuityTests = { ...typedTests, record: typedTests.record.extend(attached) };

/** Where a backup or a plan stands with its tests. */
const Tested = {
  lastTestOn: z.iso.date().nullable().meta({ title: 'Last tested' }),
  lastResult: z.enum(results).nullable().meta({ title: 'With result' }),
  testBy: z.iso.date().nullable().meta({ title: 'Test again by', description: 'Null: nobody has committed to an interval' }),
  state: z.enum(['tested', 'due', 'never', 'failed', 'too-slow', 'unknown']).meta({
    title: 'Proven',
    labels: {
      tested: 'Proven',
      due: 'Test is due',
      never: 'Never tested',
      failed: 'Last test failed',
      'too-slow': 'Slower or with more loss than promised',
      unknown: 'Not known',
    },
  }),
};
export const BackupShown = backups.record.extend({
  ...Tested,
  fresh: z.boolean().nullable().meta({ title: 'Last success in time', description: 'Null: not known' }),
});
export type BackupShown = z.infer<typeof BackupShown>;
export const PlanShown = continuityPlans.record.extend(Tested);
export type PlanShown = z.infer<typeof PlanShown>;
