import type { FindingSeverity, FindingStatus } from '../../isms/scans/model.ts';
import type { Context } from './context.ts';
import {
  Malformed,
  below,
  controlsInTag,
  firstText,
  isObject,
  moment,
  objects,
  severityOf,
  severityOfScore,
  text,
  texts,
  webAddress,
  type Finding,
  type Json,
  type Source,
} from './finding.ts';

export const sarifRecords = ['$.runs[].results[]'];
export const sarifContext = [
  '$.runs[].tool.driver.name',
  '$.runs[].tool.driver.rules[]',
  '$.runs[].tool.extensions[].rules[]',
  '$.runs[].versionControlProvenance[]',
  '$.runs[].automationDetails.id',
  '$.runs[].invocations[]',
];

/** A result of a static analysis, with what its rule says of it. */
export function fromSarif(result: Json, indexes: readonly number[], context: Context): Finding[] {
  const run = indexes.slice(0, 1);
  const rule = ruleOf(result, run, context);
  const id = firstText(result['ruleId'], below(result, 'rule', 'id'), rule['id'], ruleInMessage(result, run, context));
  if (id === '') throw new Malformed('It names no rule: ruleId is missing.');
  const tool = toolOf(run, context);
  const location = below(result, 'locations', 0, 'physicalLocation');
  const file = text(below(location, 'artifactLocation', 'uri')).replace(/^file:\/{2,3}/, '');
  const line = text(below(location, 'region', 'startLine'));
  const invocation = context.list('$.runs[].invocations', run).at(-1);
  const message = messageOf(result, rule);
  return [
    {
      tool,
      scope: scopeOf(run, context),
      rule: id,
      title: firstText(below(rule, 'shortDescription', 'text'), rule['name'], below(rule, 'fullDescription', 'text'), id),
      severity: severityOfSarif(result, rule),
      status: statusOf(result),
      message,
      resource:
        file === ''
          ? firstText(below(result, 'locations', 0, 'logicalLocations', 0, 'fullyQualifiedName'))
          : `${file}${line === '' ? '' : `:${line}`}`,
      resourceName: file.split('/').at(-1)!,
      resourceType: file === '' ? '' : 'file',
      region: '',
      account: '',
      identity: identityOf(result, file, line, message),
      controls: controlsOf(tool, id, result, rule),
      firstSeen: moment(below(result, 'provenance', 'firstDetectionTimeUtc')),
      seenAt: moment(invocation?.['endTimeUtc']) ?? moment(invocation?.['startTimeUtc']),
      remediation: firstText(below(result, 'fixes', 0, 'description', 'text'), below(rule, 'help', 'text')),
      url: webAddress(rule['helpUri'], below(result, 'hostedViewerUri')),
    },
  ];
}

/** What was scanned, run by run, whether anything was found or not. */
export function sarifSources(context: Context): Source[] {
  return context.indexesOf('$.runs[].tool.driver').map((run) => ({ tool: toolOf(run, context), scope: scopeOf(run, context) }));
}

const toolOf = (run: readonly number[], context: Context) => firstText(context.of('$.runs[].tool.driver', run)['name'], 'SARIF');

/** The repository, and the category of the analysis where several look at one. */
function scopeOf(run: readonly number[], context: Context): string {
  const repository = text(context.list('$.runs[].versionControlProvenance', run)[0]?.['repositoryUri']).replace(/(\.git)?\/?$/, '');
  const category = text(context.of('$.runs[].automationDetails', run)['id']).replace(/\/[^/]*$/, '');
  return repository === '' ? '' : [repository, category].filter(Boolean).join(' ');
}

function ruleOf(result: Json, run: readonly number[], context: Context): Json {
  const extension = below(result, 'rule', 'toolComponent', 'index');
  const rules =
    typeof extension === 'number'
      ? context.list('$.runs[].tool.extensions[].rules', [...run, extension])
      : context.list('$.runs[].tool.driver.rules', run);
  const index = firstNumber(result['ruleIndex'], below(result, 'rule', 'index'));
  const id = firstText(result['ruleId'], below(result, 'rule', 'id'));
  const byIndex = index === null ? undefined : rules[index];
  if (byIndex && (id === '' || id.startsWith(text(byIndex['id'])))) return byIndex;
  let ids = byId.get(rules);
  if (!ids) byId.set(rules, (ids = new Map(rules.map((each) => [text(each['id']), each]))));
  // A hierarchical id refines the one of its rule: CA1000/1 belongs to CA1000.
  return ids.get(id) ?? ids.get(id.replace(/\/[^/]*$/, '')) ?? {};
}
/** Some tools name the rule only at the beginning of the message: `AWS Access Key secret detected`. */
function ruleInMessage(result: Json, run: readonly number[], context: Context): string {
  const message = text(below(result, 'message', 'text'));
  const named = context.list('$.runs[].tool.driver.rules', run).map(({ id }) => text(id));
  return named.filter((id) => id !== '' && message.startsWith(id)).toSorted((a, b) => b.length - a.length)[0] ?? '';
}

const byId = new WeakMap<readonly Json[], Map<string, Json>>();
const firstNumber = (...values: unknown[]): number | null => (values.find((each) => typeof each === 'number' && each >= 0) as number) ?? null;

function messageOf(result: Json, rule: Json): string {
  const own = below(result, 'message');
  const id = text(below(own, 'id'));
  const pattern = firstText(below(own, 'text'), id === '' ? '' : below(rule, 'messageStrings', id, 'text'));
  const given = texts(below(own, 'arguments'));
  return pattern.replaceAll(/\{(\d+)\}/g, (whole, number: string) => given[Number(number)] ?? whole);
}

function severityOfSarif(result: Json, rule: Json): FindingSeverity {
  const score = firstText(below(result, 'properties', 'security-severity'), below(rule, 'properties', 'security-severity'));
  if (score !== '' && !Number.isNaN(Number(score))) return severityOfScore(Number(score));
  const word = severityOf(
    firstText(below(result, 'properties', 'severity'), below(result, 'properties', 'issue_severity'), below(rule, 'properties', 'severity')),
  );
  if (word !== 'unknown') return word;
  const level = firstText(result['level'], below(rule, 'defaultConfiguration', 'level'), 'warning');
  return ({ error: 'high', warning: 'medium', note: 'low', none: 'informational' } as Record<string, FindingSeverity>)[level] ?? 'unknown';
}

function statusOf(result: Json): FindingStatus {
  const accepted = objects(result['suppressions']).some(({ status, state }) =>
    ['accepted', undefined].includes((status ?? state) as string | undefined),
  );
  if (accepted) return 'muted';
  if (result['baselineState'] === 'absent') return 'pass';
  const kind = text(result['kind']) || 'fail';
  return ({ fail: 'fail', informational: 'fail', pass: 'pass', notApplicable: 'muted' } as Record<string, FindingStatus>)[kind] ?? 'unknown';
}

/** The tool's own fingerprints survive a change of lines above; without them, the line is what there is. */
function identityOf(result: Json, file: string, line: string, message: string): string {
  for (const given of [result['fingerprints'], result['partialFingerprints']]) {
    if (!isObject(given)) continue;
    const values = Object.entries(given).flatMap(([name, value]) =>
      typeof value === 'string' && !/startcolumn/i.test(name) ? [`${name}=${value}`] : [],
    );
    if (values.length > 0) return [file, ...values.toSorted()].join('\u001f');
  }
  return [file, line, text(below(result, 'locations', 0, 'physicalLocation', 'region', 'startColumn')), message].join('\u001f');
}

const secretScanners = /gitleaks|trufflehog|detect-secrets|secret/i;
const packageScanners = /grype|osv-scanner|dependency-check|npm-audit|pip-audit|snyk open source/i;
const settingScanners = /checkov|tfsec|terrascan|kics|dockle|kube-?linter|cfn|hadolint|prowler|docker-?bench/i;

/** By the rule's own tags, else by what kind of tool it is. A tool that looks for style or reliability maps to nothing. */
function controlsOf(tool: string, id: string, result: Json, rule: Json): string[] {
  const tags = [...texts(below(rule, 'properties', 'tags')), ...texts(below(result, 'properties', 'tags'))];
  const own = tags.flatMap(controlsInTag);
  if (own.length > 0) return [...new Set(own)];
  if (tags.some((tag) => /^secrets?$/i.test(tag)) || secretScanners.test(tool)) return ['A.5.17', 'A.8.24'];
  if (tags.some((tag) => /^vulnerability$/i.test(tag)) || packageScanners.test(tool) || /^(CVE-\d|GHSA-|RUSTSEC-|PYSEC-|SNYK-)/.test(id))
    return ['A.8.8'];
  if (tags.some((tag) => /^misconfiguration$/i.test(tag)) || settingScanners.test(tool)) return ['A.8.9'];
  const weakness =
    tags.some((tag) => /^security$|cwe-?\d|\bcwe\b/i.test(tag)) ||
    /cwe-?\d/i.test(
      [...texts(below(rule, 'properties', 'cwe')), ...texts(below(result, 'properties', 'cwe')), text(below(rule, 'shortDescription', 'text'))].join(
        ' ',
      ),
    ) ||
    objects(rule['relationships']).some((each) =>
      /^CWE/i.test(text(below(each, 'target', 'toolComponent', 'name')) || text(below(each, 'target', 'id'))),
    ) ||
    objects(result['taxa']).some((each) => /^CWE/i.test(text(below(each, 'toolComponent', 'name')))) ||
    below(rule, 'properties', 'security-severity') !== undefined;
  return weakness ? ['A.8.28', 'A.8.29'] : [];
}
