import { z } from 'zod';
import { Scan, findingColumns, findingRows, findingSeverities, findingStatuses, scanFormats, thresholds } from '../../isms/scans/model.ts';
import { Id } from '../../platform/contract/fields.ts';
import { operation } from '../../platform/contract/operation.ts';
import { Progress } from '../contract.ts';

const read = 'read the ISMS';
const keep = 'keep connections';
const tag = 'scans';

export const FindingShown = findingRows.row.omit({ rank: true }).extend({
  severity: z.enum(findingSeverities),
  status: z.enum(findingStatuses),
  exception: z.object({ id: Id, reason: z.string(), expiresOn: z.iso.date().nullable() }).nullable().meta({ description: 'Allowed for a time' }),
});
export type FindingShown = z.infer<typeof FindingShown>;

const How = z.object({
  upload: z.string().max(64).meta({ title: 'Upload', description: 'The finished upload of the file' }),
  format: z.enum(scanFormats).optional().meta({ title: 'Format', description: 'Told from the file when it is left out' }),
  tool: z.string().trim().max(100).optional().meta({ title: 'Tool', description: 'For a CSV: what wrote it' }),
  scope: z
    .string()
    .trim()
    .max(300)
    .optional()
    .meta({ title: 'Scope', description: 'What was scanned, where the file does not say: a repository, a cluster' }),
  columns: z
    .record(z.string().max(300), z.enum(findingColumns).nullable())
    .optional()
    .meta({ title: 'Columns', description: 'For a CSV: which column is what, where it is guessed wrong' }),
});

/** One or several of some words, with commas between. */
const several = (words: readonly string[], title: string) =>
  z
    .string()
    .regex(new RegExp(`^(${words.join('|')})(,(${words.join('|')}))*$`), `One or several of ${words.join(', ')}, with commas between.`)
    .optional()
    .meta({ title, description: words.join(', ') });
export const FindingFilter = z.object({
  severity: several(findingSeverities, 'Severity'),
  status: several(findingStatuses, 'Status'),
  state: z.enum(['open', 'resolved', 'all']).default('open').meta({ title: 'State', description: 'Resolved: no longer reported by a later scan' }),
  control: z.string().max(20).optional().meta({ title: 'Control', description: 'A.8.8, or none: what maps to no control' }),
  tool: z.string().max(300).optional().meta({ title: 'Tool' }),
  scan: Id.optional().meta({ title: 'Scan', description: 'Last seen in this one' }),
  rule: z.string().max(300).optional().meta({ title: 'Rule' }),
  resource: z.string().max(1000).optional().meta({ title: 'Resource' }),
  search: z.string().max(200).optional().meta({ title: 'Search', description: 'In rule, title and resource' }),
});

const ById = z.object({ id: Id });

export const scansContract = {
  preview: operation({
    method: 'POST',
    path: '/scans/preview',
    tag,
    summary: 'Show what would be read from the file of a scanner',
    permission: keep,
    writes: false,
  })
    .input(How)
    .output(
      z.object({
        format: z.enum(scanFormats),
        tools: z.array(z.string()),
        scopes: z.array(z.string()),
        columns: z.array(z.object({ title: z.string(), field: z.enum(findingColumns).nullable() })).meta({ description: 'Of a CSV' }),
        known: Id.nullable().meta({ description: 'The scan of the same file, read before' }),
        findings: z
          .array(FindingShown.pick({ rule: true, title: true, severity: true, status: true, resource: true, controls: true }))
          .meta({ description: 'The first twenty' }),
        malformed: z.array(Scan.shape.malformedAt.unwrap().element),
      }),
    ),
  import: operation({
    method: 'POST',
    path: '/scans',
    tag,
    summary: 'Read the file of a scanner',
    description:
      'Upload the file first: OCSF (Prowler), AWS Security Hub (ASFF), Trivy, SARIF or CSV; as .gz, too. Answers at once; reading goes on in the background. The same file again changes nothing. One record may have up to 4 MB.',
    permission: keep,
    successStatus: 201,
  })
    .input(
      How.extend({
        covers: z.enum(['everything', 'part']).optional().meta({
          title: 'Covers',
          description:
            'Everything: what it does not report any more is resolved (usual for Trivy and SARIF). Part: only what its own checks do not report any more (usual for the others, which tell what passes, too)',
        }),
        vulnerabilitiesFrom: z
          .enum(thresholds)
          .default('critical')
          .meta({ title: 'Vulnerabilities from', description: 'Failing findings of this severity and above enter the register of vulnerabilities' }),
      }),
    )
    .output(z.object({ record: Scan, request: z.string(), again: z.boolean().meta({ description: 'This file has been read before' }) })),
  resume: operation({
    method: 'POST',
    path: '/scans/{id}/resume',
    tag,
    summary: 'Read a file again whose reading was interrupted or has failed',
    permission: keep,
  })
    .input(ById)
    .output(z.object({ record: Scan, request: z.string() })),
  list: operation({
    method: 'GET',
    path: '/scans',
    tag,
    summary: 'List the files of scanners that were read, latest first',
    permission: read,
    tool: 'list_scans',
  })
    .input(z.object({ limit: z.coerce.number().int().min(1).max(1000).default(100) }))
    .output(z.object({ items: z.array(Scan), total: z.number().int() })),
  get: operation({ method: 'GET', path: '/scans/{id}', tag, summary: 'Show one scan', permission: read }).input(ById).output(Scan),
  progress: operation({
    method: 'GET',
    path: '/scans/{id}/progress',
    tag,
    summary: 'Show how far a file has been read',
    permission: read,
    live: true,
  })
    .input(ById)
    .output(Progress.omit({ run: true, status: true }).extend({ scan: Id, status: Scan.shape.status })),
  findings: operation({
    method: 'GET',
    path: '/findings',
    tag: 'findings',
    summary: 'List the findings of scanners, failures first',
    permission: read,
    tool: 'list_findings',
    live: true,
  })
    .input(
      FindingFilter.extend({
        limit: z.coerce.number().int().min(1).max(1000).default(100),
        offset: z.coerce.number().int().min(0).default(0),
      }),
    )
    .output(z.object({ items: z.array(FindingShown), total: z.number().int() })),
  finding: operation({ method: 'GET', path: '/findings/{fingerprint}', tag: 'findings', summary: 'Show one finding', permission: read, live: true })
    .input(z.object({ fingerprint: z.string().max(64) }))
    .output(FindingShown),
  byControl: operation({
    method: 'GET',
    path: '/findings/by-control',
    tag: 'findings',
    summary: 'Count what fails and what passes for each control',
    permission: read,
    live: true,
  }).output(
    z.object({
      items: z.array(
        z.object({
          control: z.string().nullable().meta({ description: 'Null: maps to no control' }),
          failing: z.number().int(),
          passing: z.number().int(),
          severities: z.record(z.string(), z.number().int()).meta({ description: 'Of those failing' }),
        }),
      ),
      tools: z.array(z.object({ tool: z.string(), findings: z.number().int() })),
    }),
  ),
  export: operation({
    method: 'GET',
    path: '/findings/export',
    tag: 'findings',
    summary: 'Export findings as CSV',
    permission: read,
    live: true,
    description: 'Up to 100,000; narrow the filter for others.',
  })
    .input(FindingFilter)
    .output(z.file()),
};
