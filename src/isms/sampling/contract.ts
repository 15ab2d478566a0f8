import { z } from 'zod';
import { Day, Id } from '../../platform/contract/fields.ts';
import { operation } from '../../platform/contract/operation.ts';
import { written } from '../../platform/register/contract.ts';
import { DrawnItem, PopulationItem, Sample, SizeRule, populationKinds, sampleResults } from './model.ts';

const read = 'read the ISMS';
const draw = 'draw samples';
const tag = 'samples';
const ById = z.object({ id: Id });

/** A list that somebody brings: a file that was uploaded, or pasted text. */
export const BroughtList = z.object({
  upload: z.string().max(64).optional().meta({ description: 'A CSV or XLSX that was uploaded' }),
  text: z.string().max(4_000_000).optional().meta({ description: 'Or the list itself: one item a line, or CSV' }),
  origin: z.string().trim().max(500).default('').meta({ description: 'Where it comes from: system, query, who exported it' }),
  header: z.boolean().optional().meta({ description: 'Whether the first row names the columns; without it: where there is more than one column' }),
  key: z.string().max(300).default('').meta({ description: 'The column that tells the rows apart; without it the first' }),
  label: z.string().max(300).default('').meta({ description: 'The column that is shown; without it the second' }),
});

/** Of what, how many, divided by what. */
const Asked = z.object({
  kind: z.enum(populationKinds),
  from: Day.nullable().default(null),
  to: Day.nullable().default(null),
  stratifiedBy: z.string().max(300).default('').meta({ description: 'The field or column the population is divided by; empty: it is not' }),
  size: SizeRule.default({ rule: 'square-root' }),
  list: BroughtList.optional().meta({ description: 'Only for the kind "list"' }),
});

const Counts = z.object({
  all: z.number().int().meta({ description: 'Without those that were replaced' }),
  conforms: z.number().int(),
  deviates: z.number().int(),
  notChecked: z.number().int(),
  open: z.number().int(),
  replaced: z.number().int(),
});

/** A sample with how far it is, and what it allows to say. */
export const SampleShown = Sample.extend({
  state: z.enum(['open', 'looked-at', 'closed']),
  counts: Counts,
  sizeInWords: z.string(),
  conclusion: z.string(),
});
export type SampleShown = z.infer<typeof SampleShown>;

export const Check = z.object({
  what: z.enum(['file', 'draw', 'replacements', 'records']),
  ok: z.boolean().nullable().meta({ description: 'Null: cannot be told' }),
  text: z.string(),
});
export type Check = z.infer<typeof Check>;

export const samplingContract = {
  populations: operation({
    method: 'GET',
    path: '/samples/populations',
    tag,
    summary: 'List what samples can be drawn from',
    permission: read,
  }).output(
    z.object({
      items: z.array(
        z.object({
          kind: z.enum(populationKinds),
          title: z.string(),
          count: z.number().int().nullable().meta({ description: 'Null: a list is brought' }),
          dated: z.string().nullable().meta({ description: 'What its days say; null: it has none' }),
          strata: z.array(z.object({ field: z.string(), title: z.string() })),
        }),
      ),
    }),
  ),
  preview: operation({
    method: 'POST',
    path: '/samples/preview',
    tag,
    summary: 'Show the population and the size of a sample before it is drawn',
    permission: draw,
    writes: false,
    live: true,
  })
    .input(Asked)
    .output(
      z.object({
        count: z.number().int(),
        sha256: z.string(),
        provenance: z.string(),
        undated: z.number().int().meta({ description: 'Left out because they have no day' }),
        drawn: z.number().int(),
        sizeInWords: z.string(),
        strata: z.array(z.object({ stratum: z.string(), count: z.number().int(), drawn: z.number().int() })),
        columns: z.array(z.string()).meta({ description: 'Of a list' }),
        items: z.array(PopulationItem).meta({ description: 'The first hundred' }),
      }),
    ),
  draw: operation({
    method: 'POST',
    path: '/samples',
    tag,
    summary: 'Draw a sample from a complete population',
    description:
      'Kept with the population, its count and hash, the rule of size and the seed: whoever has them draws the same sample. Items are taken in the order of SHA-256(seed, line feed, key).',
    permission: draw,
    successStatus: 201,
    tool: 'draw_sample',
  })
    .input(
      Asked.extend({
        title: Sample.shape.title,
        subjects: Sample.shape.subjects,
        seed: z.string().trim().min(1).max(100).optional().meta({ description: 'Without it one is drawn' }),
      }),
    )
    .output(written(SampleShown)),
  list: operation({ method: 'GET', path: '/samples', tag, summary: 'List samples, latest first', permission: read, tool: 'list_samples' })
    .input(z.object({ subject: Id.optional() }))
    .output(z.object({ items: z.array(SampleShown) })),
  get: operation({ method: 'GET', path: '/samples/{id}', tag, summary: 'Show one sample with its items', permission: read, tool: 'get_sample' })
    .input(ById)
    .output(SampleShown),
  record: operation({
    method: 'POST',
    path: '/samples/{id}/results',
    tag,
    summary: 'Record what was seen of items of a sample',
    description: 'What deviates, and what could not be looked at, needs a note.',
    permission: draw,
    tool: 'record_sample_results',
  })
    .input(
      ById.extend({
        items: z
          .array(z.object({ key: PopulationItem.shape.key, result: z.enum(sampleResults), note: DrawnItem.shape.note }))
          .min(1)
          .max(1000),
      }),
    )
    .output(written(SampleShown)),
  replace: operation({
    method: 'POST',
    path: '/samples/{id}/replace',
    tag,
    summary: 'Replace an item that cannot be looked at by the next of the same order',
    description: 'With the reason. What has a result is not replaced: a deviation does not go away by drawing again.',
    permission: draw,
  })
    .input(ById.extend({ key: PopulationItem.shape.key, reason: z.string().trim().min(1, 'Say why it is replaced.').max(2000) }))
    .output(written(SampleShown)),
  close: operation({
    method: 'POST',
    path: '/samples/{id}/close',
    tag,
    summary: 'Close a sample: nothing in it changes any more',
    permission: draw,
  })
    .input(ById)
    .output(written(SampleShown)),
  verify: operation({
    method: 'GET',
    path: '/samples/{id}/verify',
    tag,
    summary: 'Draw a sample again from its population and seed, and compare',
    description: 'Also tells what has changed in the records since: an item that came later or is gone.',
    permission: read,
    live: true,
    tool: 'verify_sample',
  })
    .input(ById)
    .output(
      z.object({
        ok: z.boolean().meta({ description: 'The file is what was drawn from, and it gives this sample' }),
        checks: z.array(Check),
        added: z.array(z.string()).meta({ description: 'Keys that the records have today and the population had not' }),
        missing: z.array(z.string()).meta({ description: 'Keys that the records do not have any more' }),
        changed: z.array(z.string()).meta({ description: 'Keys whose label or group is another today' }),
      }),
    ),
  export: operation({ method: 'GET', path: '/samples/{id}/export', tag, summary: 'Export the items of a sample as CSV or XLSX', permission: read })
    .input(ById.extend({ format: z.enum(['csv', 'xlsx']).default('csv') }))
    .output(z.file()),
};
