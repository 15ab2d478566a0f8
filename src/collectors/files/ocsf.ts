import type { FindingSeverity, FindingStatus } from '../../isms/scans/model.ts';
import { controlsOfProwlerCheck } from '../../standard/crosswalks.ts';
import {
  Malformed,
  annexA,
  below,
  controlsInTag,
  firstText,
  moment,
  objects,
  severityOf,
  text,
  texts,
  webAddress,
  type Finding,
  type Json,
} from './finding.ts';

const severities: Record<number, FindingSeverity> = { 1: 'informational', 2: 'low', 3: 'medium', 4: 'high', 5: 'critical', 6: 'critical' };

/**
 * A finding of the Open Cybersecurity Schema Framework: Security Finding (2001), Vulnerability (2002), Compliance (2003)
 * or Detection Finding (2004), as Prowler and others write them. One for each resource.
 */
export function fromOcsf(record: Json): Finding[] {
  const info = record['finding_info'] ?? record['finding'];
  const vulnerability = below(record, 'vulnerabilities', 0);
  const rule = firstText(
    below(record, 'metadata', 'event_code'),
    below(vulnerability, 'cve', 'uid'),
    below(record, 'compliance', 'control'),
    below(info, 'analytic', 'uid'),
    below(info, 'types', 0),
    below(info, 'uid'),
  );
  if (rule === '') throw new Malformed('It names no check: metadata.event_code and finding_info are missing.');
  const tool = firstText(below(record, 'metadata', 'product', 'name'), below(record, 'metadata', 'product', 'vendor_name')) || 'OCSF';
  const provider = firstText(below(record, 'cloud', 'provider'), below(record, 'unmapped', 'provider'));
  const account = firstText(below(record, 'cloud', 'account', 'uid'), below(record, 'unmapped', 'provider_uid'));
  const seenAt = moment(record['time_dt']) ?? moment(record['time']);
  const common = {
    tool,
    scope: account === '' ? '' : `${provider} ${account}`.trim(),
    rule,
    title: firstText(below(info, 'title'), below(vulnerability, 'title'), rule),
    severity: severities[Number(record['severity_id'])] ?? severityOf(record['severity']),
    status: statusOf(record),
    message: firstText(record['status_detail'], record['message'], below(info, 'desc')),
    account,
    controls: controlsOf(record, rule, tool, provider),
    firstSeen: moment(below(info, 'first_seen_time_dt')) ?? moment(below(info, 'first_seen_time')),
    seenAt,
    remediation: firstText(below(record, 'remediation', 'desc'), below(info, 'remediation', 'desc'), below(vulnerability, 'remediation', 'desc')),
    url: webAddress(below(record, 'remediation', 'references'), below(record, 'unmapped', 'related_url'), below(info, 'src_url')),
  };
  const resources = objects(record['resources']);
  const cloudRegion = below(record, 'cloud', 'region');
  return (resources.length === 0 ? [{} as Json] : resources).map((resource) => ({
    ...common,
    resource: firstText(resource['uid'], resource['name']),
    resourceName: firstText(resource['name'], resource['uid']),
    resourceType: text(resource['type']),
    region: firstText(resource['region'], resource['namespace'], cloudRegion),
    identity: '',
  }));
}

const codes: Record<string, FindingStatus> = {
  pass: 'pass',
  passed: 'pass',
  fail: 'fail',
  failed: 'fail',
  muted: 'muted',
  suppressed: 'muted',
  manual: 'unknown',
  warning: 'unknown',
  unknown: 'unknown',
};
/** The life of a finding where the tool gives no verdict: new and in progress, suppressed, resolved. */
const lives: Record<number, FindingStatus> = { 1: 'fail', 2: 'fail', 3: 'muted', 4: 'pass' };

function statusOf(record: Json): FindingStatus {
  if (/^(suppressed|muted)$/i.test(text(record['status']))) return 'muted';
  const code = firstText(record['status_code'], below(record, 'compliance', 'status')).toLowerCase();
  if (code !== '') return codes[code] ?? 'unknown';
  return lives[Number(record['status_id'])] ?? 'unknown';
}

function controlsOf(record: Json, rule: string, tool: string, provider: string): readonly string[] {
  const tags = below(record, 'unmapped', 'compliance');
  const own =
    typeof tags === 'object' && tags !== null
      ? Object.entries(tags).flatMap(([framework, ids]) => (/iso[\s/_-]*(iec)?[\s_-]*27001[\s:_-]*2022/i.test(framework) ? annexA(texts(ids)) : []))
      : [];
  if (own.length > 0) return own;
  const named = [...texts(below(record, 'compliance', 'requirements')), ...texts(below(record, 'compliance', 'standards'))].flatMap(controlsInTag);
  if (named.length > 0) return [...new Set(named)];
  if (!/prowler/i.test(tool)) return below(record, 'class_uid') === 2002 ? ['A.8.8'] : [];
  return controlsOfProwlerCheck(rule, provider === '' ? null : provider);
}
