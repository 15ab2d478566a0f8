import { z } from 'zod';
import { Day, day, line, reference, requiredLine, text } from '../../../platform/contract/fields.ts';
import { defineRegister, type RecordOf } from '../../../platform/register/model.ts';

export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof severities)[number];
export const vulnerabilityStates = ['open', 'late', 'excepted', 'fixed', 'fixed-late'] as const;

/** Technical vulnerabilities (A.8.8), typed in or reported by a scanner. */
export const vulnerabilities = defineRegister({
  name: 'vulnerabilities',
  singular: 'vulnerability',
  plural: 'vulnerabilities',
  prefix: 'VUL',
  clause: 'A.8.8',
  read: 'read the ISMS',
  write: 'keep the registers of operations',
  purpose: 'Known weaknesses of systems, with the day by which each must be closed and whoever closes it.',
  label: 'title',
  columns: ['title', 'severity', 'system', 'owner', 'foundOn', 'fixedOn'],
  tools: true,
  fields: z.object({
    title: requiredLine({ title: 'Vulnerability' }),
    severity: z.enum(severities).default('medium').meta({ title: 'Severity' }),
    system: reference('systems', { title: 'System' }),
    asset: reference('assets', { title: 'Asset' }),
    owner: reference('people', { title: 'Closed by' }),
    source: line({ title: 'Source', description: 'Scanner, penetration test, notice of a vendor' }),
    fingerprint: line({ title: 'Fingerprint', description: 'What the source calls it; the same one is not entered twice' }),
    finding: line({ title: 'Finding', description: 'Where it stands among the findings of a scanner' }),
    description: text({ title: 'Description' }),
    remedy: text({ title: 'How to close it' }),
    foundOn: day({ title: 'Found on' }),
    seenOn: day({ title: 'Last seen on' }),
    fixedOn: day({ title: 'Closed on' }),
    fixedBy: text({ title: 'How it was closed, and how that was checked' }),
    exceptionReason: text({ title: 'Why it may stay open' }),
    exceptionUntil: day({ title: 'May stay open until' }),
    exceptionBy: reference('people', { title: 'Allowed by' }),
  }),
});
export type Vulnerability = RecordOf<typeof vulnerabilities>;

/** A vulnerability with its deadline as of today. */
export const VulnerabilityShown = vulnerabilities.record.extend({
  dueOn: Day.nullable().meta({ title: 'Close by', description: 'Null: nobody has committed to a time for this severity' }),
  state: z.enum(vulnerabilityStates).meta({ title: 'State', labels: { late: 'Past its deadline', 'fixed-late': 'Closed, late', fixed: 'Closed' } }),
  age: z.number().int().nullable().meta({ title: 'Days open' }),
});
export type VulnerabilityShown = z.infer<typeof VulnerabilityShown>;

/** What a scanner says of one vulnerability. */
export const ReportedVulnerability = z.object({
  title: requiredLine({ title: 'Vulnerability' }),
  severity: z.enum(severities),
  source: z.string().trim().min(1).max(300),
  fingerprint: z.string().trim().min(1).max(300),
  system: z.string().nullable().optional(),
  asset: z.string().nullable().optional(),
  owner: z.string().nullable().optional(),
  finding: z.string().max(300).optional(),
  description: z.string().max(20_000).optional(),
  remedy: z.string().max(20_000).optional(),
  foundOn: Day.optional(),
});
export type ReportedVulnerability = z.infer<typeof ReportedVulnerability>;

export const AgeingBand = z.object({
  severity: z.enum(severities),
  /** Open by age in days: up to 7, 30, 90, and older. */
  ages: z.tuple([z.number().int(), z.number().int(), z.number().int(), z.number().int()]),
  open: z.number().int(),
  late: z.number().int(),
  excepted: z.number().int(),
  withinDays: z.number().int().nullable().meta({ description: 'The commitment' }),
  /** Of those closed in the last 365 days. */
  closed: z.number().int(),
  closedInTime: z.number().int(),
  medianDays: z.number().nullable(),
});
export type AgeingBand = z.infer<typeof AgeingBand>;
