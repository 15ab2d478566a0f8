import { z } from 'zod';
import {
  CheckResult,
  CheckSetting,
  CollectionRun,
  Connection,
  OutcomeCounts,
  checkExceptions,
  outcomes,
  providers,
  schedules,
} from '../isms/checks/model.ts';
import { Block } from '../isms/documents/markdown.ts';
import { Id } from '../platform/contract/fields.ts';
import { operation } from '../platform/contract/operation.ts';
import { partial, registerContract, written } from '../platform/register/contract.ts';

const read = 'read the ISMS';
const keep = 'keep connections';
const ById = z.object({ id: Id });

export const CheckShown = z.object({
  id: z.string(),
  provider: z.enum(providers),
  version: z.number().int(),
  title: z.string(),
  calls: z.array(z.string()),
  population: z.string(),
  passes: z.string(),
  parameters: z.record(z.string(), z.object({ title: z.string(), unit: z.string(), usual: z.number(), min: z.number(), max: z.number() })),
  controls: z.array(z.object({ id: z.string(), because: z.string() })),
  remedy: z.string(),
  empty: z.enum(['unknown', 'not-applicable']),
});
export const ProviderShown = z.object({
  provider: z.enum(providers),
  title: z.string(),
  about: z.string(),
  settings: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      description: z.string(),
      kind: z.enum(['text', 'list', 'flag', 'choice']),
      choices: z.array(z.string()),
      required: z.boolean(),
    }),
  ),
  credentials: z.array(z.object({ name: z.string(), title: z.string(), description: z.string(), multiline: z.boolean() })),
  checks: z.number().int(),
  populations: z.array(z.object({ id: z.string(), title: z.string() })),
});
export const Guide = z.object({
  steps: z.string().meta({ description: 'Markdown' }),
  blocks: z.array(Block).meta({ description: 'The steps, taken apart for a page' }),
  documents: z.array(z.object({ name: z.string(), content: z.string() })),
});

/** A connection with how it stands: its last run, and what came out. */
export const ConnectionShown = Connection.extend({
  lastRun: CollectionRun.nullable(),
  lastGood: z.iso.date().nullable().meta({ description: 'The last day that was collected without failure' }),
  results: z.record(z.string(), z.enum(outcomes)),
  counts: z.object({ pass: z.number().int(), fail: z.number().int(), notApplicable: z.number().int(), unknown: z.number().int() }),
});
export const TestResult = z.object({
  ok: z.boolean(),
  signedIn: z.boolean(),
  problem: z.string().nullable(),
  parts: z.array(
    z.object({
      source: z.string(),
      title: z.string(),
      ok: z.boolean(),
      rows: z.number().int(),
      problem: z.string().nullable(),
      permission: z.string().nullable(),
    }),
  ),
});
export const Progress = z.object({
  run: Id,
  status: CollectionRun.shape.status,
  done: z.number().int(),
  total: z.number().int(),
  what: z.string(),
  rows: z.number().int(),
});
export const OutcomeShown = z.object({
  resource: z.string(),
  name: z.string(),
  scope: z.string(),
  outcome: z.enum(outcomes),
  because: z.string(),
  since: z.string(),
  until: z.string().nullable(),
  exception: z.object({ id: Id, reason: z.string(), expiresOn: z.iso.date().nullable() }).nullable(),
});
const ConnectionFields = z.object({
  title: Connection.shape.title,
  settings: Connection.shape.settings,
  schedule: z.enum(schedules).optional(),
  owner: Id.nullable().optional(),
  keepDays: z.number().int().min(1).max(3650).optional(),
  credentials: z
    .record(z.string(), z.string().max(20_000))
    .optional()
    .meta({ description: 'Sealed where they are kept, and never shown again; what is left out stays as it is' }),
});

export const collectorsContract = {
  providers: operation({
    method: 'GET',
    path: '/connections/providers',
    tag: 'connections',
    summary: 'List the systems that can be collected from',
    permission: read,
  }).output(z.object({ items: z.array(ProviderShown) })),
  guide: operation({
    method: 'GET',
    path: '/connections/providers/{provider}/guide',
    tag: 'connections',
    summary: 'Show how to grant the least that is needed',
    permission: read,
  })
    .input(
      z.object({
        provider: z.enum(providers),
        settings: z.string().max(4000).optional().meta({ description: 'Settings as JSON, to fill into the documents' }),
      }),
    )
    .output(Guide),
  checks: operation({ method: 'GET', path: '/checks', tag: 'checks', summary: 'List the automatic checks', permission: read, tool: 'list_checks' })
    .input(z.object({ provider: z.enum(providers).optional(), control: z.string().max(20).optional() }))
    .output(z.object({ items: z.array(CheckShown) })),
  connections: operation({
    method: 'GET',
    path: '/connections',
    tag: 'connections',
    summary: 'List connections with their last run',
    permission: read,
    tool: 'list_connections',
  }).output(z.object({ items: z.array(ConnectionShown) })),
  connection: operation({ method: 'GET', path: '/connections/{id}', tag: 'connections', summary: 'Show one connection', permission: read })
    .input(ById)
    .output(ConnectionShown),
  connect: operation({ method: 'POST', path: '/connections', tag: 'connections', summary: 'Add a connection', permission: keep, successStatus: 201 })
    .input(ConnectionFields.extend({ provider: z.enum(providers) }))
    .output(written(Connection)),
  change: operation({ method: 'PATCH', path: '/connections/{id}', tag: 'connections', summary: 'Change a connection', permission: keep })
    .input(partial(ConnectionFields).extend({ id: Id, version: z.number().int().optional() }))
    .output(written(Connection)),
  remove: operation({
    method: 'DELETE',
    path: '/connections/{id}',
    tag: 'connections',
    summary: 'End a connection and forget its credentials',
    permission: keep,
    description: 'What was collected stays.',
  })
    .input(ById)
    .output(written(Connection)),
  test: operation({
    method: 'POST',
    path: '/connections/{id}/test',
    tag: 'connections',
    summary: 'Test a connection: sign in, read one page of everything, name what is missing',
    permission: keep,
    writes: false,
    tool: 'test_connection',
  })
    .input(ById)
    .output(TestResult),
  setCheck: operation({
    method: 'PATCH',
    path: '/connections/{id}/checks/{check}',
    tag: 'checks',
    summary: 'Set a check at a connection: on or off, its figures, who answers for it',
    permission: keep,
  })
    .input(
      z.object({
        id: Id,
        check: z.string().max(80),
        enabled: z.boolean().optional(),
        parameters: CheckSetting.shape.parameters.optional(),
        owner: Id.nullable().optional(),
      }),
    )
    .output(written(Connection)),
  run: operation({
    method: 'POST',
    path: '/connections/{id}/runs',
    tag: 'runs',
    summary: 'Collect now',
    permission: keep,
    successStatus: 201,
    tool: 'collect_now',
    description: 'Answers at once; the run goes on in the background. One run of a connection at a time.',
  })
    .input(ById)
    .output(written(CollectionRun)),
  cancel: operation({ method: 'POST', path: '/runs/{id}/cancel', tag: 'runs', summary: 'Cancel a run', permission: keep })
    .input(ById)
    .output(written(CollectionRun)),
  resume: operation({
    method: 'POST',
    path: '/runs/{id}/resume',
    tag: 'runs',
    summary: 'Go on with a run that was cancelled or has failed',
    permission: keep,
    description: 'What it had gathered is not asked for again, if that was less than a day ago.',
  })
    .input(ById)
    .output(written(CollectionRun)),
  runs: operation({ method: 'GET', path: '/runs', tag: 'runs', summary: 'List collections, latest first', permission: read })
    .input(z.object({ connection: Id.optional(), limit: z.coerce.number().int().min(1).max(1000).default(100) }))
    .output(z.object({ items: z.array(CollectionRun) })),
  progress: operation({
    method: 'GET',
    path: '/runs/{id}/progress',
    tag: 'runs',
    summary: 'Show how far a run has come',
    permission: read,
    live: true,
  })
    .input(ById)
    .output(Progress),
  results: operation({
    method: 'GET',
    path: '/check-results',
    tag: 'checks',
    summary: 'Show how every check stands at every connection',
    permission: read,
    tool: 'list_check_results',
  })
    .input(z.object({ connection: Id.optional(), outcome: z.enum(outcomes).optional(), control: z.string().max(20).optional() }))
    .output(
      z.object({
        items: z.array(
          CheckResult.extend({
            title: z.string(),
            connectionTitle: z.string(),
            controls: z.array(z.string()),
            remedy: z.string(),
            enabled: z.boolean(),
            owner: Id.nullable(),
            excepted: z.boolean().meta({ description: 'An exception covers the whole check today' }),
            task: Id.nullable().meta({ description: 'The open task that it led to' }),
          }),
        ),
      }),
    ),
  history: operation({
    method: 'GET',
    path: '/connections/{id}/checks/{check}/history',
    tag: 'checks',
    summary: 'Show how a check has stood over time',
    permission: read,
  })
    .input(z.object({ id: Id, check: z.string().max(80), days: z.coerce.number().int().min(7).max(1830).default(365) }))
    .output(z.object({ points: z.array(z.object({ on: z.iso.date(), outcome: z.enum(outcomes), counts: OutcomeCounts })) })),
  resources: operation({
    method: 'GET',
    path: '/connections/{id}/checks/{check}/resources',
    tag: 'checks',
    summary: 'List the resources of a check, each with its outcome and since when',
    permission: read,
  })
    .input(
      z.object({
        id: Id,
        check: z.string().max(80),
        outcome: z.enum(outcomes).optional(),
        search: z.string().max(200).optional(),
        past: z.enum(['hide', 'show']).default('hide').meta({ description: 'Earlier outcomes too' }),
        limit: z.coerce.number().int().min(1).max(1000).default(100),
        offset: z.coerce.number().int().min(0).default(0),
      }),
    )
    .output(z.object({ items: z.array(OutcomeShown), total: z.number().int() })),
  raw: operation({
    method: 'GET',
    path: '/runs/{id}/files/{source}',
    tag: 'runs',
    summary: 'Download what was received, or the log of a run',
    permission: read,
    description: 'The source `log` is the list of all queries with time, counts and hashes.',
  })
    .input(z.object({ id: Id, source: z.string().max(80) }))
    .output(z.file()),
  exceptions: registerContract(checkExceptions),
};
