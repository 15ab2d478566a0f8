import { z } from 'zod';
import { Id, Instant, recordFields } from '../../platform/contract/fields.ts';
import type { BulkTable } from '../../platform/database/table.ts';
import { AttachedFile } from '../../platform/files/model.ts';

/** What files are read from; `csv` is any table with a column of names or rules. */
export const scanFormats = ['ocsf', 'asff', 'trivy', 'sarif', 'csv'] as const;
export type ScanFormat = (typeof scanFormats)[number];
export const formatTitles: Record<ScanFormat, string> = {
  ocsf: 'OCSF (Prowler and others)',
  asff: 'AWS Security Hub (ASFF)',
  trivy: 'Trivy',
  sarif: 'SARIF',
  csv: 'CSV',
};

/**
 * Whether a file covers all that its tool looks at: what it does not report any more is resolved then. Trivy and SARIF list
 * what fails and nothing else, so that a rule that is missing has nothing to say. The others tell what passes as well: a
 * check that is missing was not run.
 */
export const usuallyCovers = (format: ScanFormat): 'everything' | 'part' => (format === 'trivy' || format === 'sarif' ? 'everything' : 'part');

/** From the worst to the least; `unknown`: the tool does not say, which is not taken for harmless. */
export const findingSeverities = ['critical', 'high', 'medium', 'low', 'informational', 'unknown'] as const;
export type FindingSeverity = (typeof findingSeverities)[number];
export const findingStatuses = ['fail', 'unknown', 'muted', 'pass'] as const;
export type FindingStatus = (typeof findingStatuses)[number];

/** Which findings become vulnerabilities. */
export const thresholds = ['critical', 'high', 'none'] as const;

/** The fields that columns of a CSV can stand for. */
export const findingColumns = [
  'rule',
  'title',
  'severity',
  'status',
  'message',
  'resource',
  'resourceName',
  'resourceType',
  'region',
  'account',
  'provider',
  'controls',
  'firstSeen',
  'seenAt',
  'remediation',
  'url',
] as const;
export type FindingColumn = (typeof findingColumns)[number];

const counts = z.record(z.string(), z.number().int());

/** One file of a scanner that was read (6.5): what it was, what came out of it, and the hash of it all. */
export const Scan = z.object({
  ...recordFields,
  file: AttachedFile,
  format: z.enum(scanFormats),
  /** As the file names itself: Prowler, Trivy, CodeQL. */
  tool: z.string().default(''),
  /** What was scanned, as whoever brought the file calls it; empty: as the file says. */
  scope: z.string().default(''),
  /** Whether it covers all that the tool looks at there: what it does not report any more is resolved then. */
  covers: z.enum(['everything', 'part']).default('everything'),
  columns: z.record(z.string(), z.enum(findingColumns).nullable()).default({}),
  vulnerabilitiesFrom: z.enum(thresholds).default('none'),
  by: z.string(),
  status: z.enum(['queued', 'running', 'done', 'failed']),
  problem: z.string().default(''),
  queuedAt: Instant,
  finishedAt: Instant.nullable().default(null),
  /** When the tool looked, as it says; else when the file came. */
  scannedAt: Instant.nullable().default(null),
  /** What the findings are about: accounts, images, repositories. Only their findings are resolved. */
  scopes: z.array(z.string()).default([]),
  /** Records of the file, damaged ones included. */
  records: z.number().int().default(0),
  /** Findings in it, each once. */
  findings: z.number().int().default(0),
  repeated: z.number().int().default(0),
  counts: counts.default({}).meta({ description: 'By status' }),
  /** Failing ones by severity. */
  severities: counts.default({}),
  /** Failing ones by control. */
  controls: counts.default({}),
  notMapped: z.number().int().default(0),
  /** The rules that most of those not mapped come from. */
  notMappedRules: z.array(z.object({ rule: z.string(), findings: z.number().int() })).default([]),
  malformed: z.number().int().default(0),
  /** The first hundred. */
  malformedAt: z.array(z.object({ record: z.number().int(), line: z.number().int(), byte: z.number().int(), problem: z.string() })).default([]),
  created: z.number().int().default(0),
  resolved: z.number().int().default(0),
  /** What whoever brought it should know: words that were not understood, why nothing was resolved. */
  notes: z.array(z.string()).default([]),
  vulnerabilities: z.object({ reported: z.number().int(), leftOut: z.number().int() }).default({ reported: 0, leftOut: 0 }),
  /** SHA-256 over all that was read out of it, in its order. */
  hash: z.string().default(''),
});
export type Scan = z.infer<typeof Scan>;

/** A finding as it stands after the last scan of its scope; the scans are its history. */
export const findingRows = {
  name: 'findings',
  row: z.object({
    /** Of tool, scope, rule and resource: the same finding in the next scan has the same. */
    fingerprint: z.string(),
    tool: z.string(),
    scope: z.string(),
    /** The last one that it was in. */
    scan: Id,
    rule: z.string(),
    title: z.string(),
    severity: z.string(),
    status: z.string(),
    /** Orders by status and severity. */
    rank: z.number().int(),
    message: z.string(),
    resource: z.string(),
    resourceName: z.string(),
    resourceType: z.string(),
    region: z.string(),
    account: z.string(),
    controls: z.array(z.string()),
    firstSeen: Instant,
    lastSeen: Instant,
    resolvedAt: Instant.nullable(),
    remediation: z.string(),
    url: z.string(),
  }),
  key: ['fingerprint'],
  indexes: [['rank', 'fingerprint']],
} as const satisfies BulkTable;
