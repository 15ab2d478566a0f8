import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { controlsOfNist, controlsOfProwlerCheck } from '../../standard/crosswalks.ts';
import { standard } from '../../standard/standard.ts';
import { fromAsff } from './asff.ts';
import { columnsOf, fromCsv } from './csv.ts';
import { detect } from './detect.ts';
import { controlsInTag, moment, severityOf, type Finding } from './finding.ts';
import { fromOcsf } from './ocsf.ts';
import { headOf, readFindings } from './read.ts';
import { fingerprintOf, lineOf } from './rows.ts';

const facts = (name: string) => readFileSync(new URL(`../../../tests/facts/${name}`, import.meta.url), 'utf8');

/** What is read out of a file, in pieces of a few bytes. */
async function read(content: string, how: Parameters<typeof detect>[1] = {}, piece = 37) {
  const bytes = Buffer.from(content);
  const open = async () =>
    Readable.from(Array.from({ length: Math.ceil(bytes.length / piece) }, (_each, index) => bytes.subarray(index * piece, (index + 1) * piece)));
  const plan = detect(await headOf(open), how);
  const findings: Finding[] = [];
  const malformed: string[] = [];
  const { records, sources } = await readFindings(open, plan, {
    finding: (finding) => void findings.push(finding),
    malformed: (problem, place, record) => void malformed.push(`${record} ${place.line}: ${problem}`),
  });
  return { plan, findings, malformed, records, sources };
}
const json = (value: unknown) => JSON.stringify(value, null, 2);

describe('the crosswalks', () => {
  it('say of every check of Prowler what the reference says', () => {
    const rows = parse(facts('prowler-checks-to-annex-a.csv'), { columns: true }) as { provider: string; check: string; control: string }[];
    // One line of the source has lost the comma between two checks.
    const single = rows.flatMap(({ provider, check, control }) => check.split(' ').map((id) => ({ name: `${provider} ${id}`, control })));
    const expected = Map.groupBy(single, ({ name }) => name);
    for (const [name, list] of expected) {
      const [provider, check] = name.split(' ');
      expect(new Set(controlsOfProwlerCheck(check!, provider!)), name).toEqual(new Set(list.map(({ control }) => control)));
    }
    const ours = parse(readFileSync(new URL('../../../standard/crosswalks/prowler-iso27001.csv', import.meta.url)), { columns: true });
    expect(ours).toHaveLength(expected.size);
  });

  it('name controls of Annex A only', () => {
    const known = new Set(standard.controls.map(({ id }) => id));
    for (const name of ['prowler-iso27001', 'nist-800-53-iso27001']) {
      const rows = parse(readFileSync(new URL(`../../../standard/crosswalks/${name}.csv`, import.meta.url))) as string[][];
      for (const row of rows.slice(1)) for (const id of row.at(-1)!.split(' ')) expect(known, `${name} ${row[0]}`).toContain(id);
    }
  });

  it('know a check by its name alone, a control without its enhancement, and nothing of others', () => {
    expect(controlsOfProwlerCheck('accessanalyzer_enabled', null)).toEqual(['A.8.3']);
    expect(controlsOfProwlerCheck('accessanalyzer_enabled', 'azure')).toEqual([]);
    expect(controlsOfNist('AC-2(1)').length).toBeGreaterThan(0);
    expect(controlsOfNist('ZZ-1')).toEqual([]);
  });
});

describe('words of tools', () => {
  it.each([
    ['Critical', 'critical'],
    ['FATAL', 'critical'],
    ['moderate', 'medium'],
    ['9.8', 'critical'],
    ['8.9', 'high'],
    ['0', 'informational'],
    [4, 'medium'],
    ['11', 'unknown'],
    ['', 'unknown'],
    ['whatever', 'unknown'],
  ])('severity %s is %s', (word, severity) => expect(severityOf(word)).toBe(severity));

  it.each([
    ['2025-02-14T14:27:03.913874', '2025-02-14T14:27:03.913Z'],
    ['2025-02-14 14:27:03+01:00', '2025-02-14T13:27:03.000Z'],
    ['2025-02-14', '2025-02-14T00:00:00.000Z'],
    [1739539623, '2025-02-14T13:27:03.000Z'],
    [1739539623000, '2025-02-14T13:27:03.000Z'],
    ['yesterday', null],
    ['2025-99-99', null],
    [0, null],
    [{}, null],
  ])('the moment %s is %s', (value, at) => expect(moment(value)).toBe(at));

  it.each([
    ['ISO27001-2022: A.8.1, A.8.24', ['A.8.1', 'A.8.24']],
    ['ISO/IEC 27001:2022 8.24', ['A.8.24']],
    ['ISO27001-2013: A.12.6.1', []],
    ['ISO27001-2022 A.9.9', []],
    ['CIS-1.4 1.20', []],
  ])('the tag %s names %j', (tag, controls) => expect(controlsInTag(tag)).toEqual(controls));
});

describe('OCSF, as Prowler wrote it (Apache-2.0)', () => {
  it.each([
    ['prowler-aws.ocsf.json', { fail: 2, unknown: 3 }, 1],
    ['prowler-azure.ocsf.json', { fail: 5 }, 1],
  ])('%s', async (name, statuses, notMapped) => {
    const { findings, malformed, records, plan } = await read(facts(name));
    expect([plan.format, records, malformed]).toEqual(['ocsf', 5, []]);
    expect(Object.fromEntries([...Map.groupBy(findings, ({ status }) => status)].map(([status, list]) => [status, list.length]))).toEqual(statuses);
    expect(findings.filter(({ controls }) => controls.length === 0)).toHaveLength(notMapped);
    expect(findings.every(({ tool, title, resource, seenAt }) => tool === 'Prowler' && title !== '' && resource !== '' && seenAt !== null)).toBe(
      true,
    );
  });

  const record = (more: object) => ({ metadata: { event_code: 'x', product: { name: 'Prowler' } }, class_uid: 2004, ...more });
  it('takes the tags of the record before the table', () => {
    const own = record({
      metadata: { event_code: 'accessanalyzer_enabled', product: { name: 'Prowler' } },
      unmapped: { compliance: { 'ISO27001-2022': ['A.8.24', 'A.99.1'], 'CIS-2.0': ['1.1'] } },
    });
    expect(fromOcsf(own)[0]!.controls).toEqual(['A.8.24']);
  });
  it.each([
    [{ status_code: 'PASS' }, 'pass'],
    [{ status_code: 'FAIL' }, 'fail'],
    [{ status_code: 'FAIL', status: 'Suppressed' }, 'muted'],
    [{ status_code: 'MANUAL' }, 'unknown'],
    [{ status_code: 'SOMETHING' }, 'unknown'],
    [{ status_id: 1 }, 'fail'],
    [{ status_id: 4 }, 'pass'],
    [{ compliance: { status: 'Pass' } }, 'pass'],
    [{}, 'unknown'],
  ])('status of %j is %s', (more, status) => expect(fromOcsf(record(more))[0]!.status).toBe(status));
  it('is one finding for each resource', () => {
    expect(fromOcsf(record({ resources: [{ uid: 'a' }, { uid: 'b' }] })).map(({ resource }) => resource)).toEqual(['a', 'b']);
  });
  it('without a check is malformed', async () => {
    const { findings, malformed } = await read('[{"class_uid": 2004}, 7, {"class_uid": 2004, "metadata": {"event_code": "c"}, "risk": Infinity}]');
    expect(findings.map(({ rule }) => rule)).toEqual(['c']);
    expect(malformed).toEqual([expect.stringContaining('1 1: It names no check'), '2 1: It is not an object.']);
  });
});

describe('AWS Security Hub', () => {
  const finding = (more: object) => ({
    SchemaVersion: '2018-10-08',
    Id: 'arn:1',
    ProductArn: 'arn:aws:securityhub:eu-west-1::product/aws/securityhub',
    GeneratorId: 'security-control/IAM.5',
    AwsAccountId: '111122223333',
    Types: [],
    CreatedAt: '2026-11-01T00:00:00Z',
    UpdatedAt: '2026-11-02T00:00:00Z',
    Severity: { Label: 'HIGH' },
    Title: 'T',
    Resources: [{ Id: 'arn:aws:iam::111122223333:user/a', Type: 'AwsIamUser' }],
    ...more,
  });
  it('is found in the list of a client, in an array, a line each, and in events', async () => {
    const one = finding({ Compliance: { Status: 'FAILED' } });
    for (const text of [
      json({ Findings: [one, one] }),
      json({ findings: [one, one] }),
      json([one, one]),
      [one, one].map((each) => JSON.stringify(each)).join('\n'),
      json({ 'detail-type': 'Security Hub Findings - Imported', detail: { findings: [one, one] } }),
    ])
      expect((await read(text)).findings).toHaveLength(2);
  });
  it.each([
    [{ Compliance: { Status: 'PASSED' } }, 'pass'],
    [{ Compliance: { Status: 'PASSED', StatusReasons: [{ ReasonCode: 'CONFIG_EVALUATIONS_EMPTY' }] } }, 'unknown'],
    [{ Compliance: { Status: 'FAILED' } }, 'fail'],
    [{ Compliance: { Status: 'FAILED' }, Workflow: { Status: 'SUPPRESSED' } }, 'muted'],
    [{ Compliance: { Status: 'FAILED' }, RecordState: 'ARCHIVED' }, 'muted'],
    [{ Compliance: { Status: 'NOT_AVAILABLE' } }, 'unknown'],
    [{}, 'fail'],
  ])('status of %j is %s', (more, status) => expect(fromAsff(finding(more))[0]!.status).toBe(status));
  it.each([
    [{ Compliance: { RelatedRequirements: ['ISO27001-2022 A.8.3', 'NIST.800-53.r5 AC-2'] } }, ['A.8.3']],
    [{ GeneratorId: 'prowler-accessanalyzer_enabled', Compliance: { RelatedRequirements: ['CIS-1.4 1.20'] } }, ['A.8.3']],
    [{ Types: ['Software and Configuration Checks/Vulnerabilities/CVE'] }, ['A.8.8']],
    [{ Compliance: { RelatedRequirements: ['PCI DSS v3.2.1/8.1.1'] } }, []],
    [{ Types: ['TTPs/Discovery'] }, []],
  ])('controls of %j are %j', (more, controls) => expect(fromAsff(finding(more))[0]!.controls).toEqual(controls));
  it('maps through NIST SP 800-53 where it names nothing nearer', () => {
    const [found] = fromAsff(finding({ Compliance: { RelatedRequirements: ['NIST.800-53.r5 AC-18'] } }));
    expect(found!.controls).toEqual(controlsOfNist('AC-18'));
  });
});

describe('Trivy', () => {
  const report = (more: object) => ({ SchemaVersion: 2, ArtifactName: 'shop:1', ArtifactType: 'container_image', ...more });
  const result = {
    Vulnerabilities: [{ VulnerabilityID: 'CVE-1', PkgName: 'p', InstalledVersion: '1', FixedVersion: '2', Severity: 'CRITICAL' }],
    Misconfigurations: [
      { ID: 'DS002', Status: 'FAIL', Severity: 'HIGH' },
      { ID: 'DS001', Status: 'PASS', Severity: 'LOW' },
    ],
    Secrets: [
      { RuleID: 'aws-key', Title: 'AWS key', Match: 'AKIAsecret', Code: { Lines: [{ Content: 'AKIAsecret' }] }, StartLine: 3, Severity: 'CRITICAL' },
    ],
    Licenses: [{ Name: 'GPL-3.0', PkgName: 'p', Severity: 'HIGH' }],
  };
  it('takes the four kinds with their controls, wherever the target is named', async () => {
    for (const order of [
      { Target: 'shop:1 (debian)', ...result },
      { ...result, Target: 'shop:1 (debian)' },
    ]) {
      const { findings } = await read(json(report({ Results: [order] })));
      expect(findings.map(({ rule, status, controls, resource }) => [rule, status, controls.join(' '), resource])).toEqual([
        ['CVE-1', 'fail', 'A.8.8', 'shop:1 (debian)'],
        ['DS002', 'fail', 'A.8.9', 'shop:1 (debian)'],
        ['DS001', 'pass', 'A.8.9', 'shop:1 (debian)'],
        ['aws-key', 'fail', 'A.5.17 A.8.24', 'shop:1 (debian)'],
        ['GPL-3.0', 'fail', 'A.5.32', 'shop:1 (debian)'],
      ]);
      expect(findings[0]!.remediation).toBe('Update p from 1 to 2.');
    }
  });
  it('never carries a secret on', async () => {
    const { findings } = await read(json(report({ Results: [{ Target: 'x', ...result }] })));
    expect(JSON.stringify(findings)).not.toContain('AKIAsecret');
  });
  it('knows an image under its next tag, and names a cluster', async () => {
    const of = async (file: object) => (await read(json(file))).findings[0]!;
    const [a, b] = [
      await of(report({ Results: [{ Target: 'shop:1 (debian 12.1)', ...result }] })),
      await of(report({ ArtifactName: 'shop:2', Results: [{ Target: 'shop:2 (debian 12.2)', ...result }] })),
    ];
    expect([a.scope, a.scope === b.scope, a.identity === b.identity]).toEqual(['container image shop', true, true]);
    const cluster = await of({
      ClusterName: 'c',
      Resources: [{ Namespace: 'n', Kind: 'Deployment', Name: 'd', Results: [{ Target: 'i', ...result }] }],
    });
    expect([cluster.scope, cluster.resource]).toEqual(['cluster c', 'Deployment/n/d']);
    expect((await of(report({ ArtifactName: '.', ArtifactType: 'filesystem', Results: [{ Target: 'i', ...result }] }))).scope).toBe('');
  });
  it('says what was looked at when nothing was found', async () => {
    expect((await read(json(report({ Results: [{ Target: 'shop:1' }] })))).sources).toEqual([{ tool: 'Trivy', scope: 'container image shop' }]);
  });
});

describe('SARIF', () => {
  const file = (driver: object, results: object[], more: object = {}) =>
    json({ version: '2.1.0', $schema: 'sarif', runs: [{ results, tool: { driver: { name: 'CodeQL', ...driver } }, ...more }] });
  const rules = [
    {
      id: 'sec',
      properties: { tags: ['security', 'external/cwe/cwe-079'], 'security-severity': '7.8' },
      messageStrings: { default: { text: 'Value {0} of {1}' } },
    },
    { id: 'style', defaultConfiguration: { level: 'note' }, properties: { tags: ['maintainability'] } },
  ];
  it('joins results with their rules, though these stand behind them', async () => {
    const { findings } = await read(
      file({ rules }, [
        { ruleIndex: 0, message: { id: 'default', arguments: ['a', 'b'] } },
        { ruleId: 'style', message: { text: 'm' } },
      ]),
    );
    expect(findings.map(({ rule, severity, message, controls }) => [rule, severity, message, [...controls]])).toEqual([
      ['sec', 'high', 'Value a of b', ['A.8.28', 'A.8.29']],
      ['style', 'low', 'm', []],
    ]);
  });
  it('keeps runs apart', async () => {
    const run = (name: string, id: string) => ({
      tool: { driver: { name, rules: [{ id, shortDescription: { text: `of ${name}` } }] } },
      results: [{ ruleIndex: 0, message: { text: '' } }],
    });
    const { findings } = await read(json({ version: '2.1.0', $schema: 'sarif', runs: [run('A', 'a'), run('B', 'b')] }));
    expect(findings.map(({ tool, rule, title }) => [tool, rule, title])).toEqual([
      ['A', 'a', 'of A'],
      ['B', 'b', 'of B'],
    ]);
  });
  it.each([
    ['gitleaks', {}, ['A.5.17', 'A.8.24']],
    ['checkov', {}, ['A.8.9']],
    ['grype', {}, ['A.8.8']],
    ['Own', { ruleId: 'CVE-2026-1' }, ['A.8.8']],
    ['Own', { properties: { tags: ['ISO27001-2022: A.8.31'] } }, ['A.8.31']],
    ['ESLint', {}, []],
  ])('of %s %j speaks for %j', async (name, more, controls) => {
    const { findings } = await read(file({ name }, [{ ruleId: 'r', message: { text: 'm' }, ...more }]));
    expect(findings[0]!.controls).toEqual(controls);
  });
  it.each([
    [{}, 'fail'],
    [{ kind: 'pass' }, 'pass'],
    [{ kind: 'review' }, 'unknown'],
    [{ suppressions: [{ kind: 'inSource' }] }, 'muted'],
    [{ suppressions: [{ kind: 'external', status: 'underReview' }] }, 'fail'],
    [{ baselineState: 'absent' }, 'pass'],
  ])('status of %j is %s', async (more, status) => {
    expect((await read(file({}, [{ ruleId: 'r', message: { text: 'm' }, ...more }]))).findings[0]!.status).toBe(status);
  });
  it('is the same finding when lines above it move, where the tool gives a fingerprint', async () => {
    const at = (startLine: number, more: object) =>
      read(
        file({}, [
          {
            ruleId: 'r',
            message: { text: 'm' },
            locations: [{ physicalLocation: { artifactLocation: { uri: 'a.ts' }, region: { startLine } } }],
            ...more,
          },
        ]),
        {},
        100,
      ).then(({ findings }) => findings[0]!.identity);
    const given = { partialFingerprints: { primaryLocationLineHash: 'x:1' } };
    expect(await at(1, given)).toBe(await at(9, given));
    expect(await at(1, {})).not.toBe(await at(9, {}));
  });
  it('scans a repository, or says that it does not know', async () => {
    const given = { versionControlProvenance: [{ repositoryUri: 'https://github.com/a/b.git' }], automationDetails: { id: 'js/2026' } };
    expect((await read(file({}, [], given))).sources).toEqual([{ tool: 'CodeQL', scope: 'https://github.com/a/b js' }]);
    expect((await read(file({}, []))).sources).toEqual([{ tool: 'CodeQL', scope: '' }]);
  });
});

describe('tables', () => {
  it('takes each column for one field, and what was said before what is guessed', () => {
    expect(columnsOf(['CHECK_ID', 'SEVERITY', 'STATUS', 'Anything'])).toEqual(['rule', 'severity', 'status', null]);
    expect(columnsOf(['A', 'B'], { A: 'rule', B: 'resource' })).toEqual(['rule', 'resource']);
  });
  it('without a column of the status lists failures; a word that is not understood stays unknown', () => {
    expect(fromCsv(['r', 'high'], ['rule', 'severity'], 'X')[0]!.status).toBe('fail');
    expect(fromCsv(['r', 'maybe'], ['rule', 'status'], 'X')[0]!.status).toBe('unknown');
  });
  it('that leave the resource empty are told apart by their message', () => {
    const identity = (row: string[]) => fromCsv(row, ['rule', 'resource', 'message'], 'X')[0]!.identity;
    expect(identity(['r', '', 'a'])).not.toBe(identity(['r', '', 'b']));
    expect(identity(['r', 'x', 'a'])).toBe(identity(['r', 'x', 'b']));
  });
  it('are refused when no column says what was found', () => {
    expect(() => detect('one,two\n1,2')).toThrow('No column of the table');
  });
});

describe('lines for COPY', () => {
  const finding = fromOcsf({ metadata: { event_code: 'c' }, message: 'tab\t, line\n, \\, nul\0, end', class_uid: 2004 })[0]!;
  it('escape what would end a field, and clip what is long', () => {
    expect(lineOf(finding)).toContain('tab\\t, line\\n, \\\\, nul, end');
    expect(lineOf(finding).split('\n')).toHaveLength(2);
    expect(lineOf({ ...finding, message: 'x'.repeat(9000) }).length).toBeLessThan(3000);
  });
  it('give the same finding the same fingerprint, and another resource another', () => {
    expect(fingerprintOf({ ...finding, message: 'other', severity: 'low' })).toBe(fingerprintOf(finding));
    expect(fingerprintOf({ ...finding, resource: 'other' })).not.toBe(fingerprintOf(finding));
  });
});
