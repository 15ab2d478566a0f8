import { hash } from 'node:crypto';
import { reportVulnerabilities } from '../../isms/operations/vulnerabilities/service.ts';
import type { Scan } from '../../isms/scans/model.ts';
import type { Call } from '../../platform/contract/call.ts';

/** A register that people work through holds no million of them: the worst come first, the others are counted. */
const most = 500;

interface Group {
  tool: string;
  scope: string;
  rule: string;
  resource: string;
  title: string;
  severity: 'critical' | 'high';
  since: string;
  remediation: string;
  url: string;
  findings: number;
  total: number;
}

/**
 * The worst of what fails becomes vulnerabilities, one for each rule and resource; what the same sources do not report any
 * more is closed.
 */
export async function reportWorst(call: Call, scan: Scan, scopes: readonly string[]): Promise<Scan['vulnerabilities']> {
  if (scan.vulnerabilitiesFrom === 'none') return { reported: 0, leftOut: 0 };
  const severities = scan.vulnerabilitiesFrom === 'critical' ? ['critical'] : ['critical', 'high'];
  const groups = await call.query<Group>(
    `select tool, scope, rule, resource, min(title) as title, (array_agg(severity order by rank))[1] as severity, min(first_seen)::date::text as since,
            min(remediation) as remediation, min(url) as url, count(*)::int as findings, (count(*) over ())::int as total
     from bulk.findings
     where resolved_at is null and status = 'fail' and severity = any($1) and (tool || ': ' || scope = any($2) or scan = $3)
     group by tool, scope, rule, resource order by min(rank), rule, resource limit ${most}`,
    [severities, scopes, scan.id],
  );
  const total = groups[0]?.total ?? 0;
  await reportVulnerabilities(
    call,
    groups.map(({ tool, scope, rule, resource, title, severity, since, remediation, url, findings }) => ({
      title: clipped(`${title}${resource === '' ? '' : ` (${resource})`}`, 300),
      severity,
      source: clipped(`${tool}: ${scope}`, 300),
      fingerprint: hash('sha256', `${rule}\u001f${resource}`, 'hex').slice(0, 32),
      finding: clipped(`${rule} ${resource}`.trim(), 300),
      description: [`${rule} in ${scan.file.name}${findings > 1 ? `, ${findings} findings` : ''}.`, url].filter(Boolean).join('\n\n'),
      remedy: remediation,
      foundOn: since,
    })),
    // Where not all fit, one that is missing may be among those left out.
    { complete: total <= most, sources: scopes.map((each) => clipped(each, 300)) },
  );
  return { reported: groups.length, leftOut: total - groups.length };
}

const clipped = (text: string, length: number) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);
