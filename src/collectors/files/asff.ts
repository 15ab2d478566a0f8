import type { FindingSeverity, FindingStatus } from '../../isms/scans/model.ts';
import { controlsOfNist, controlsOfProwlerCheck } from '../../standard/crosswalks.ts';
import {
  Malformed,
  annexA,
  below,
  controlsInTag,
  firstText,
  isObject,
  moment,
  objects,
  severityOf,
  text,
  texts,
  webAddress,
  type Finding,
  type Json,
} from './finding.ts';

/** A finding in the format of AWS Security Hub, of whichever product wrote it. One for each resource. */
export function fromAsff(record: Json): Finding[] {
  const generator = text(record['GeneratorId']);
  const types = texts(record['Types']);
  const vulnerability = text(below(record, 'Vulnerabilities', 0, 'Id'));
  const prowler = generator.startsWith('prowler-') ? generator.slice('prowler-'.length) : null;
  const rule =
    prowler ??
    firstText(
      below(record, 'Compliance', 'SecurityControlId'),
      below(record, 'ProductFields', 'ControlId'),
      vulnerability,
      isThreat(types) ? types[0] : '',
      generator,
    );
  if (rule === '') throw new Malformed('It names no check: GeneratorId is missing.');
  const account = text(record['AwsAccountId']);
  const common = {
    tool: prowler === null ? productOf(record) : 'Prowler',
    scope: account === '' ? '' : `aws ${account}`,
    rule,
    title: firstText(record['Title'], rule),
    severity: severityOfAsff(record),
    status: statusOf(record),
    message: firstText(record['Description'], record['Title']),
    account,
    controls: controlsOf(record, prowler, types),
    firstSeen: moment(record['FirstObservedAt']) ?? moment(record['CreatedAt']),
    seenAt: moment(record['UpdatedAt']) ?? moment(record['LastObservedAt']),
    remediation: text(below(record, 'Remediation', 'Recommendation', 'Text')),
    url: webAddress(below(record, 'Remediation', 'Recommendation', 'Url'), record['SourceUrl']),
  };
  const resources = objects(record['Resources']);
  return (resources.length === 0 ? [{} as Json] : resources).map((resource) => ({
    ...common,
    resource: text(resource['Id']),
    resourceName: text(resource['Id']).split(/[/:]/).at(-1)!,
    resourceType: text(resource['Type']),
    region: firstText(resource['Region'], record['Region']),
    // Threats and packages: several of a kind can concern one resource. A check concerns it once, under however many standards.
    identity: isObject(record['Compliance']) ? '' : text(record['Id']),
  }));
}

const isThreat = (types: readonly string[]) => types.some((each) => /^(TTPs|Effects|Unusual Behaviors)\b/.test(each));

function productOf(record: Json): string {
  const named = firstText(
    record['ProductName'],
    below(record, 'ProductFields', 'aws/securityhub/ProductName'),
    below(record, 'ProductFields', 'ProviderName'),
  );
  if (named !== '') return named;
  const [company, product] = text(record['ProductArn']).split('product/')[1]?.split('/') ?? [];
  return product ? `${company} ${product}` : 'AWS Security Hub';
}

function severityOfAsff(record: Json): FindingSeverity {
  const label = severityOf(below(record, 'Severity', 'Label'));
  const score = below(record, 'Severity', 'Normalized');
  if (label !== 'unknown' || typeof score !== 'number') return label;
  return score >= 90 ? 'critical' : score >= 70 ? 'high' : score >= 40 ? 'medium' : score >= 1 ? 'low' : 'informational';
}

function statusOf(record: Json): FindingStatus {
  if (text(record['RecordState']) === 'ARCHIVED' || below(record, 'Workflow', 'Status') === 'SUPPRESSED') return 'muted';
  const verdict = text(below(record, 'Compliance', 'Status'));
  if (verdict === 'FAILED') return 'fail';
  if (verdict === 'PASSED') {
    // Nothing was there to be judged: that is no pass.
    const empty = objects(below(record, 'Compliance', 'StatusReasons')).some(({ ReasonCode }) => ReasonCode === 'CONFIG_EVALUATIONS_EMPTY');
    return empty ? 'unknown' : 'pass';
  }
  if (verdict !== '') return 'unknown';
  return below(record, 'Workflow', 'Status') === 'RESOLVED' ? 'pass' : 'fail';
}

function controlsOf(record: Json, prowler: string | null, types: readonly string[]): string[] {
  const requirements = texts(below(record, 'Compliance', 'RelatedRequirements'));
  const own = requirements.flatMap(controlsInTag);
  if (own.length > 0) return [...new Set(own)];
  const table = prowler === null ? [] : controlsOfProwlerCheck(prowler, 'aws');
  if (table.length > 0) return [...table];
  if (types.some((each) => each.includes('/Vulnerabilities'))) return ['A.8.8'];
  // `NIST.800-53.r5 AC-2(1)`, and Prowler's `NIST-800-53-Revision-5 ac_2_1 ac_3`.
  const nist = requirements.flatMap((each) => {
    if (/^NIST\.800-53\.r5\b/.test(each)) return each.split(/\s+/).slice(1);
    if (!/^NIST-800-53-Revision-5\b/.test(each)) return [];
    return each
      .split(/\s+/)
      .slice(1)
      .map((id) =>
        id
          .toUpperCase()
          .replace(
            /^([A-Z]{2})_(\d+)(?:_(\d+))?.*$/,
            (_whole, family: string, control: string, more?: string) => `${family}-${control}${more ? `(${more})` : ''}`,
          ),
      );
  });
  return annexA(nist.flatMap((id) => [...controlsOfNist(id)]));
}
