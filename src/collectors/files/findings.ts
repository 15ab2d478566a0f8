import type { z } from 'zod';
import { exceptionFor } from '../exceptions.ts';
import { ismsOf, type Isms } from '../../isms/isms.ts';
import type { FindingSeverity, FindingStatus } from '../../isms/scans/model.ts';
import type { Call } from '../../platform/contract/call.ts';
import type { FindingFilter, FindingShown } from './contract.ts';

type Filter = z.output<typeof FindingFilter>;

const columns =
  'fingerprint, tool, scope, scan, rule, title, severity, status, message, resource, resource_name as "resourceName", resource_type as "resourceType", region, account, controls, first_seen as "firstSeen", last_seen as "lastSeen", resolved_at as "resolvedAt", remediation, url';

type Row = Omit<FindingShown, 'exception' | 'firstSeen' | 'lastSeen' | 'resolvedAt'> & { firstSeen: Date; lastSeen: Date; resolvedAt: Date | null };

/** The filter as conditions and their values. */
function conditions(filter: Filter): { where: string; values: unknown[] } {
  const values: unknown[] = [];
  const all: string[] = [];
  const add = (condition: (place: string) => string, value: unknown) => all.push(condition(`$${values.push(value)}`));
  if (filter.state !== 'all') all.push(filter.state === 'open' ? 'resolved_at is null' : 'resolved_at is not null');
  if (filter.severity) add((at) => `severity = any(${at})`, filter.severity.split(','));
  if (filter.status) add((at) => `status = any(${at})`, filter.status.split(','));
  if (filter.control === 'none') all.push(`controls = '{}'`);
  else if (filter.control) add((at) => `${at} = any(controls)`, filter.control);
  for (const name of ['tool', 'scan', 'rule', 'resource'] as const) if (filter[name]) add((at) => `${name} = ${at}`, filter[name]);
  if (filter.search) {
    const word = `%${filter.search.replaceAll(/[\\%_]/g, '\\$&')}%`;
    add((at) => `(rule ilike ${at} or title ilike ${at} or resource ilike ${at} or resource_name ilike ${at})`, word);
  }
  return { where: all.length === 0 ? 'true' : all.join(' and '), values };
}

export async function findingsOf(call: Call, filter: Filter, limit: number, offset: number): Promise<{ items: FindingShown[]; total: number }> {
  const { where, values } = conditions(filter);
  const isms = ismsOf(await call.snapshot());
  const rows = await call.query<Row>(
    `select ${columns} from bulk.findings where ${where} order by rank, fingerprint limit ${limit} offset ${offset}`,
    values,
  );
  const [counted] = await call.query<{ total: number }>(`select count(*)::int as total from bulk.findings where ${where}`, values);
  return { items: rows.map((row) => shown(isms, row, call.today)), total: counted!.total };
}

export async function findingOf(call: Call, fingerprint: string): Promise<FindingShown | null> {
  const [row] = await call.query<Row>(`select ${columns} from bulk.findings where fingerprint = $1`, [fingerprint]);
  return row ? shown(ismsOf(await call.snapshot()), row, call.today) : null;
}

function shown(isms: Isms, row: Row, day: string): FindingShown {
  const exception = exceptionFor(isms, row.rule, '', row.resource, day);
  return {
    ...row,
    firstSeen: row.firstSeen.toISOString(),
    lastSeen: row.lastSeen.toISOString(),
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
    exception: exception && { id: exception.id, reason: exception.reason, expiresOn: exception.expiresOn },
  };
}

export interface ControlFindings {
  control: string | null;
  failing: number;
  passing: number;
  severities: Partial<Record<FindingSeverity, number>>;
}

/** What stands open, by control: findings that speak for several count for each. */
export async function findingsByControl(call: Call): Promise<{ items: ControlFindings[]; tools: { tool: string; findings: number }[] }> {
  const groups = await call.query<{ tool: string; controls: string[]; status: FindingStatus; severity: FindingSeverity; findings: number }>(
    'select tool, controls, status, severity, count(*)::int as findings from bulk.findings where resolved_at is null group by 1, 2, 3, 4',
  );
  const byControl = new Map<string | null, ControlFindings>();
  const tools = new Map<string, number>();
  for (const { tool, controls, status, severity, findings } of groups) {
    tools.set(tool, (tools.get(tool) ?? 0) + findings);
    for (const control of controls.length === 0 ? [null] : controls) {
      const at = byControl.get(control) ?? { control, failing: 0, passing: 0, severities: {} };
      byControl.set(control, at);
      if (status === 'pass') at.passing += findings;
      if (status !== 'fail') continue;
      at.failing += findings;
      at.severities[severity] = (at.severities[severity] ?? 0) + findings;
    }
  }
  const order = (each: ControlFindings) => (each.control === null ? 'Z' : each.control.replaceAll(/\d+/g, (digits) => digits.padStart(3, '0')));
  return {
    items: [...byControl.values()].toSorted((a, b) => (order(a) < order(b) ? -1 : 1)),
    tools: [...tools].map(([tool, findings]) => ({ tool, findings })).toSorted((a, b) => b.findings - a.findings),
  };
}
