import type { FindingStatus } from '../../isms/scans/model.ts';
import type { Context } from './context.ts';
import { Malformed, below, firstText, moment, severityOf, text, webAddress, type Finding, type Json, type Source } from './finding.ts';

const kinds = ['Vulnerabilities', 'Misconfigurations', 'Secrets', 'Licenses'] as const;
type Kind = (typeof kinds)[number];
/** Where results stand: of one artifact, of the workloads of a cluster, and as the first versions wrote them. */
const owners = ['$', '$.Resources[]', '$.Findings[]', '$.Vulnerabilities[]', '$.Misconfigurations[]'];
const results = [...owners.map((owner) => `${owner}.Results[]`), '$[]'];

export const trivyRecords = results.flatMap((result) => kinds.map((kind) => `${result}.${kind}[]`));
export const trivyContext = [
  ...['ArtifactName', 'ArtifactType', 'ClusterName', 'CreatedAt'].map((name) => `$.${name}`),
  ...owners.slice(1).flatMap((owner) => ['Namespace', 'Kind', 'Name'].map((name) => `${owner}.${name}`)),
  ...results.flatMap((result) => ['Target', 'Class', 'Type'].map((name) => `${result}.${name}`)),
];

/** What each kind of finding speaks for. */
const controls: Record<Kind, readonly string[]> = {
  Vulnerabilities: ['A.8.8'],
  Misconfigurations: ['A.8.9'],
  Secrets: ['A.5.17', 'A.8.24'],
  Licenses: ['A.5.32'],
};

/** A finding of Trivy: a vulnerability of a package, a misconfiguration, a secret, a licence. */
export function fromTrivy(record: Json, path: string, indexes: readonly number[], context: Context): Finding[] {
  const [, resultPath, kindName] = /^(.*)\.(\w+)\[\]$/.exec(path)!;
  const kind = kindName as Kind;
  const root = context.of('$', []);
  const result = context.of(resultPath!, indexes.slice(0, -1));
  const workload = resultPath!.endsWith('[].Results[]') ? context.of(resultPath!.replace(/\.Results\[\]$/, ''), indexes.slice(0, -2)) : null;
  const artifact = text(root['ArtifactName']);
  const target = text(result['Target']);
  const what = details(kind, record);
  if (what.rule === '') throw new Malformed('It has no identifier.');
  return [
    {
      tool: 'Trivy',
      scope: scopeOf(context),
      severity: severityOf(record['Severity']),
      resource: workload ? [workload['Kind'], workload['Namespace'], workload['Name']].map(text).filter(Boolean).join('/') : target || artifact,
      resourceType: firstText(result['Type'], result['Class'], root['ArtifactType']),
      region: workload ? text(workload['Namespace']) : '',
      account: '',
      controls: controls[kind],
      firstSeen: null,
      seenAt: moment(root['CreatedAt']),
      url: webAddress(record['PrimaryURL'], record['Link'], record['References']),
      ...what,
      // The next version of an image is the same place: its name at the beginning of the target does not count.
      identity: [target.startsWith(artifact) ? target.slice(artifact.length).replace(/\s*\(.*\)$/, '') : target, what.identity].join('\u001f'),
    },
  ];
}

/** What was scanned, whether anything was found or not. */
export const trivySources = (context: Context): Source[] => [{ tool: 'Trivy', scope: scopeOf(context) }];

/** The same image under another tag is the same thing; `.` could be anything. */
function scopeOf(context: Context): string {
  const root = context.of('$', []);
  const cluster = text(root['ClusterName']);
  if (cluster !== '') return `cluster ${cluster}`;
  const artifact = text(root['ArtifactName']);
  const type = text(root['ArtifactType']);
  if (/^\.{0,2}\/?$/.test(artifact)) return '';
  const name = type === 'container_image' ? artifact.replace(/@sha256:.*$/, '').replace(/:[^:/]+$/, '') : artifact;
  return `${type.replaceAll('_', ' ') || 'artifact'} ${name}`;
}

type Details = Pick<Finding, 'rule' | 'title' | 'status' | 'message' | 'resourceName' | 'remediation' | 'identity'>;

function details(kind: Kind, record: Json): Details {
  const packageName = text(record['PkgName']);
  const installed = text(record['InstalledVersion']);
  switch (kind) {
    case 'Vulnerabilities': {
      const fixed = text(record['FixedVersion']);
      const rule = text(record['VulnerabilityID']);
      return {
        rule,
        title: firstText(record['Title'], `${rule} in ${packageName}`),
        status: text(record['Status']) === 'not_affected' ? 'pass' : 'fail',
        message: firstText(record['Description'], record['Title']),
        resourceName: `${packageName} ${installed}`.trim(),
        remediation: fixed === '' ? 'No fixed version is known.' : `Update ${packageName} from ${installed} to ${fixed}.`,
        identity: [packageName, installed, text(record['PkgPath'])].join('\u001f'),
      };
    }
    case 'Misconfigurations':
      return {
        rule: firstText(record['ID'], record['AVDID']),
        title: firstText(record['Title'], record['ID']),
        status: ({ PASS: 'pass', FAIL: 'fail', EXCEPTION: 'muted' } as Record<string, FindingStatus>)[text(record['Status'])] ?? 'unknown',
        message: firstText(record['Message'], record['Description']),
        resourceName: firstText(below(record, 'CauseMetadata', 'Resource'), below(record, 'CauseMetadata', 'Service')),
        remediation: text(record['Resolution']),
        identity: [text(below(record, 'CauseMetadata', 'Resource')), text(record['Message'])].join('\u001f'),
      };
    case 'Secrets':
      // What was found stays where it is: a finding must not carry the secret on.
      return {
        rule: text(record['RuleID']),
        title: firstText(record['Title'], record['RuleID']),
        status: 'fail',
        message: `${firstText(record['Title'], 'A secret')} in line ${text(record['StartLine']) || '?'}.`,
        resourceName: `line ${text(record['StartLine']) || '?'}`,
        remediation: 'Withdraw the secret and issue a new one; then remove it from the file and its history.',
        identity: text(record['StartLine']),
      };
    case 'Licenses':
      return {
        rule: text(record['Name']),
        title: `Licence ${text(record['Name'])}${packageName === '' ? '' : ` of ${packageName}`}`,
        status: 'fail',
        message: [text(record['Category']), packageName, text(record['FilePath'])].filter(Boolean).join(', '),
        resourceName: firstText(packageName, record['FilePath']),
        remediation: '',
        identity: [packageName, text(record['FilePath'])].join('\u001f'),
      };
  }
}
