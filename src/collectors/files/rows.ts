import { hash } from 'node:crypto';
import { findingSeverities, findingStatuses } from '../../isms/scans/model.ts';
import type { Finding } from './finding.ts';

/** Columns of a finding as it is read; what only the scan knows is added when it is merged. */
export const columns = [
  'fingerprint',
  'tool',
  'scope',
  'rule',
  'title',
  'severity',
  'status',
  'rank',
  'message',
  'resource',
  'resource_name',
  'resource_type',
  'region',
  'account',
  'controls',
  'first_seen',
  'remediation',
  'url',
] as const;

const limit = { name: 300, place: 1000, words: 2000 };

/** The same for the same finding in the next scan. */
export const fingerprintOf = ({ tool, scope, rule, resource, region, identity }: Finding): string =>
  hash('sha256', `${tool}\u001f${scope}\u001f${rule}\u001f${resource}\u001f${region}\u001f${identity}`, 'hex').slice(0, 32);

/** Failures first, the worst first. */
export const rankOf = ({ status, severity }: Pick<Finding, 'status' | 'severity'>): number =>
  findingStatuses.indexOf(status) * 10 + findingSeverities.indexOf(severity);

/** A finding as a line of PostgreSQL's COPY. */
export function lineOf(finding: Finding): string {
  return `${fingerprintOf(finding)}\t${escaped(finding.tool, limit.name)}\t${escaped(finding.scope, limit.name)}\t${escaped(finding.rule, limit.name)}\t${escaped(
    finding.title,
    limit.name,
  )}\t${finding.severity}\t${finding.status}\t${rankOf(finding)}\t${escaped(finding.message, limit.words)}\t${escaped(finding.resource, limit.place)}\t${escaped(
    finding.resourceName,
    limit.name,
  )}\t${escaped(finding.resourceType, limit.name)}\t${escaped(finding.region, limit.name)}\t${escaped(finding.account, limit.name)}\t{${finding.controls.join(
    ',',
  )}}\t${finding.firstSeen ?? '\\N'}\t${escaped(finding.remediation, limit.words)}\t${escaped(finding.url, limit.place)}\n`;
}

const special = /[\\\n\r\t\0]/;
const escapes: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\0': '' };

function escaped(value: string, most: number): string {
  const short = value.length > most ? `${value.slice(0, most - 1)}…` : value;
  return special.test(short) ? short.replaceAll(/[\\\n\r\t\0]/g, (sign) => escapes[sign]!) : short;
}
