import { z } from 'zod';
import { Id, Instant, day, line, recordFields, reference, requiredLine, requiredReference } from '../../platform/contract/fields.ts';
import type { BulkTable } from '../../platform/database/table.ts';
import { AttachedFile } from '../../platform/files/model.ts';
import { defineRegister } from '../../platform/register/model.ts';

export const providers = ['aws', 'azure', 'google', 'okta', 'github'] as const;
export type Provider = (typeof providers)[number];

/** `unknown` is never taken for green: an empty population, an unreadable page, a dead connection (mission 6.4). */
export const outcomes = ['pass', 'fail', 'not-applicable', 'unknown'] as const;
export type Outcome = (typeof outcomes)[number];

export const schedules = ['off', 'hourly', 'daily', 'weekly'] as const;

/** How a check differs from its defaults at one connection. */
export const CheckSetting = z.object({
  enabled: z.boolean().default(true),
  parameters: z.record(z.string(), z.number()).default({}),
  /** Who answers for what fails; failures become their tasks. */
  owner: Id.nullable().default(null).meta({ reference: 'people' }),
});

/** A system elsewhere that is collected from. Its credentials are sealed and stand apart from the record. */
export const Connection = z.object({
  ...recordFields,
  title: requiredLine({ title: 'Name', description: 'Production account, Entra tenant …' }),
  provider: z.enum(providers),
  /** As the collector declares them: account, tenant, regions. No secrets. */
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()])).default({}),
  credentialsOn: Instant.nullable().default(null),
  schedule: z.enum(schedules).default('daily'),
  checks: z.record(z.string(), CheckSetting).default({}),
  owner: reference('people', { title: 'Owner' }),
  /** Raw answers are kept this long as evidence. */
  keepDays: z.number().int().min(1).max(3650).default(400),
});
export type Connection = z.infer<typeof Connection>;

export const OutcomeCounts = z.object({
  pass: z.number().int(),
  fail: z.number().int(),
  notApplicable: z.number().int(),
  unknown: z.number().int(),
});
export type OutcomeCounts = z.infer<typeof OutcomeCounts>;

export const runStates = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;

/** One collection: what was asked, where, when, how much came back, and the hash of it all (mission 6.4). */
export const CollectionRun = z.object({
  ...recordFields,
  connection: requiredReference('connections', { title: 'Connection' }),
  provider: z.enum(providers),
  trigger: z.enum(['by-hand', 'schedule']),
  by: z.string(),
  status: z.enum(runStates),
  queuedAt: Instant,
  startedAt: Instant.nullable().default(null),
  finishedAt: Instant.nullable().default(null),
  /** The day it speaks for, where the organisation is. */
  on: z.iso.date(),
  problem: z.string().default(''),
  calls: z.number().int().default(0),
  rows: z.number().int().default(0),
  resources: z.number().int().default(0),
  counts: OutcomeCounts.default({ pass: 0, fail: 0, notApplicable: 0, unknown: 0 }),
  /** Check → what came out of it. */
  outcomes: z.record(z.string(), z.enum(outcomes)).default({}),
  /** SHA-256 over all outcomes in their order, and over the log of what was asked. */
  hash: z.string().default(''),
  /** The log: every query with scope, time, pages, rows and hash, and the versions of the checks. */
  log: AttachedFile.nullable().default(null),
  /** What was received, compressed, one file a source. */
  files: z.array(AttachedFile).default([]),
});
export type CollectionRun = z.infer<typeof CollectionRun>;

/** A check at a connection as it stands; written only when its outcome or its figures change, so the ledger is its history. */
export const CheckResult = z.object({
  ...recordFields,
  connection: requiredReference('connections', { title: 'Connection' }),
  check: z.string(),
  checkVersion: z.number().int(),
  title: z.string(),
  /** The controls it speaks for, as its version maps them. */
  controls: z.array(z.string()),
  outcome: z.enum(outcomes),
  counts: OutcomeCounts,
  because: z.string(),
  /** Since when it has this outcome. */
  since: z.iso.date(),
  run: Id,
});
export type CheckResult = z.infer<typeof CheckResult>;

/** What fails and may fail for a while, with a reason, an end and somebody who allowed it. */
export const checkExceptions = defineRegister({
  name: 'check-exceptions',
  singular: 'exception',
  plural: 'exceptions',
  prefix: 'EXC',
  clause: 'A.5.36',
  purpose: 'Failures of checks that somebody has allowed for a time, with the reason and the last day.',
  label: 'reason',
  read: 'read the ISMS',
  write: 'keep connections',
  columns: ['check', 'resource', 'reason', 'approvedBy', 'expiresOn'],
  fields: z.object({
    check: requiredLine({ title: 'Check' }),
    connection: reference('connections', { title: 'Connection', description: 'Empty: every connection' }),
    resource: line({ title: 'Resource', description: 'Empty: the whole check' }),
    reason: requiredLine({ title: 'Reason' }),
    approvedBy: reference('people', { title: 'Allowed by' }),
    expiresOn: day({ title: 'Until' }),
  }),
});

/** How one resource stands in one check; a row only for each change, open as long as `until` is null. */
export const outcomeRows = {
  name: 'outcomes',
  row: z.object({
    connection: z.string(),
    check: z.string(),
    resource: z.string(),
    since: Instant,
    until: Instant.nullable(),
    name: z.string(),
    scope: z.string(),
    outcome: z.string(),
    because: z.string(),
  }),
  key: ['connection', 'check', 'resource', 'since'],
  indexes: [['connection', 'check', 'until']],
} as const satisfies BulkTable;

/** How far a run has come; only the latest step is kept. */
export const progressRows = {
  name: 'run-progress',
  row: z.object({
    run: z.string(),
    done: z.number().int(),
    total: z.number().int(),
    what: z.string(),
    rows: z.number().int(),
    at: Instant,
    cancel: z.boolean(),
  }),
  key: ['run'],
} as const satisfies BulkTable;

/** What a run has gathered so far, so that a run that was interrupted goes on where it stood. */
export const partRows = {
  name: 'run-parts',
  row: z.object({
    run: z.string(),
    source: z.string(),
    scope: z.string(),
    sha256: z.string(),
    size: z.number().int(),
    rows: z.number().int(),
    asked: z.array(z.unknown()),
    trouble: z.record(z.string(), z.unknown()).nullable(),
    at: Instant,
  }),
  key: ['run', 'source', 'scope'],
} as const satisfies BulkTable;
