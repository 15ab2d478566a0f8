import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { collector } from '../../../src/collectors/aws/collector.ts';
import { startApplication, type Inside, type TestApplication } from '../../support/application.ts';
import { AwsDouble } from '../../providers/aws.ts';
import { blocked, goodWorld, worldKey, worldUser } from '../../providers/aws/world.ts';
import { behavesLikeEveryCollector } from './behaviour.ts';

describe('AWS', () => {
  // Measured on two cores: 4 seconds alone, 20 beside other tests.
  behavesLikeEveryCollector(collector, () => AwsDouble.start(), { seconds: 100, megabytes: 900 });
});

let application: TestApplication;
let aws: AwsDouble;
let manager: Inside;
let slug: string;
let key: string;
let seconds = 0;

beforeAll(async () => {
  aws = await AwsDouble.start();
  application = await startApplication({}, () => new Date(Date.now() + seconds++ * 1000), {
    surroundings: { ...aws.surroundings, patience: 1500, sleep: () => Promise.resolve() },
  });
  slug = await application.organisation('Fjordlicht Software GmbH');
  key = await application.key(slug, 'isms-manager');
  manager = application.inside(slug, key);
});
afterAll(async () => {
  await application?.stop();
  await aws?.stop();
});
beforeEach(() => aws.reset());

const connect = async (fields: { settings?: object; credentials?: object } = {}) =>
  (
    await manager.post('/connections', {
      provider: 'aws',
      title: 'Production',
      settings: { ...aws.settings, ...fields.settings },
      credentials: { ...aws.credentials, ...fields.credentials },
    })
  ).record;
const finished = async (run: string) => {
  await application.background.settled();
  return (await manager.get('/runs')).items.find(({ id }: any) => id === run);
};
const collect = async (connection: string) => finished((await manager.post(`/connections/${connection}/runs`)).record.id);
const test = (connection: string) => manager.post(`/connections/${connection}/test`);
const resources = async (connection: string, check: string) =>
  (await manager.get(`/connections/${connection}/checks/${check}/resources?limit=1000`)).items.map(({ name, outcome, because }: any) => ({
    name,
    outcome,
    because,
  }));
const notPassing = (run: { outcomes: Record<string, string> }) =>
  Object.fromEntries(Object.entries(run.outcomes).filter(([, outcome]) => outcome !== 'pass'));

describe('an account', () => {
  it('is read by the role, and not by the key that may only assume it', async () => {
    const { id } = await connect();
    expect(notPassing(await collect(id))).toEqual({});
    expect(new Set(aws.actions.filter(({ action }) => !action.startsWith('sts:')).map(({ arn }) => arn))).toEqual(
      new Set([`arn:aws:sts::111122223333:assumed-role/annexa/annexa`]),
    );
  });

  it('fails every check that is spoiled, and passes every one when that is mended', async () => {
    const { id } = await connect();
    const { world } = aws;
    Object.assign(world, { root: { mfa: false, keys: 1, password: true }, passwordLength: 8, accountBlock: null });
    world.users.push(
      worldUser('lena', {
        mfa: false,
        attached: ['arn:aws:iam::aws:policy/AdministratorAccess'],
        keys: [worldKey('AKIAEXAMPLELENA00001', 400, 100)],
      }),
    );
    world.administratorRoles = ['a', 'b', 'c', 'd', 'e'];
    world.buckets[0]!.block = { ...blocked(), BlockPublicPolicy: false };
    Object.assign(world.buckets[1]!, { encryption: null, versioning: 'Suspended' });
    Object.assign(world.trails[0]!, { logging: false, validated: false });
    const north = world.regions['eu-north-1']!;
    north.securityGroups[0]!.rules.push({ protocol: 'tcp', from: 20, to: 30, lists: ['pl-world'] });
    Object.assign(north, { ebs: false, flowLogs: [], detectors: [], recorders: [] });
    north.keys[0]!.rotates = false;
    north.databases[0]!.backupDays = 1;
    const bad = await collect(id);
    expect(Object.entries(bad.outcomes).filter(([, outcome]) => outcome !== 'fail')).toEqual([]);
    expect(await resources(id, 'aws-public-access')).toContainEqual({
      name: 'fjordlicht-assets',
      outcome: 'fail',
      because: 'Not blocked, neither here nor for the account: BlockPublicPolicy.',
    });
    expect(await resources(id, 'aws-open-ports')).toContainEqual({
      name: 'web (sg-eu-north-1)',
      outcome: 'fail',
      because: 'Open to every address: 22 (SSH) to 0.0.0.0/0.',
    });
    aws.world = goodWorld();
    const good = await collect(id);
    expect(notPassing(good)).toEqual({});
  });
});

describe('signing in', () => {
  it('is refused with a wrong secret, an unknown key, another account, and without a key', async () => {
    const problem = async (fields: Parameters<typeof connect>[0]) => {
      const result = await test((await connect(fields)).id);
      expect(result).toMatchObject({ ok: false, signedIn: false, parts: [] });
      return result.problem;
    };
    expect(await problem({ credentials: { secretAccessKey: 'wrong' } })).toContain('SignatureDoesNotMatch');
    expect(await problem({ credentials: { accessKeyId: 'AKIAEXAMPLENOBODY001' } })).toContain('InvalidClientTokenId');
    expect(await problem({ settings: { account: '999988887777' } })).toBe(
      'The credentials belong to account 111122223333, not to 999988887777. Nothing was read.',
    );
    expect(await problem({ credentials: { accessKeyId: '', secretAccessKey: '' } })).toContain('are needed to sign in');
    expect(await problem({ settings: { externalId: 'external-2' } })).toContain('expects another external id');
  });

  it.each([
    ['any', 'with any external id'],
    ['if-exists', 'without an external id'],
  ] as const)('does not use a role whose trust is "%s": it can be assumed %s', async (trust, how) => {
    aws.trust = trust;
    const { id } = await connect();
    expect(await test(id)).toMatchObject({ signedIn: false, problem: expect.stringContaining(how) });
    expect((await collect(id)).status).toBe('failed');
  });

  it('works with a key that may read by itself', async () => {
    aws.allowUser();
    const { id } = await connect({ settings: { role: '' } });
    expect((await collect(id)).status).toBe('done');
  });

  it('makes up an external id where none is given, and shows it in the guide', async () => {
    const { settings: kept } = await connect({ settings: { externalId: '' } });
    expect(kept.externalId).toMatch(/^[0-9a-f-]{36}$/);
    const guide = await manager.get(`/connections/providers/aws/guide?settings=${encodeURIComponent(JSON.stringify(kept))}`);
    expect(JSON.parse(guide.documents.find(({ name }: any) => name === 'trust-policy.json').content).Statement[0].Condition).toEqual({
      StringEquals: { 'sts:ExternalId': kept.externalId },
    });
  });

  it('keeps the external id, which stands in a trust policy, through every change until it is asked to be renewed', async () => {
    const { id, settings } = await connect({ settings: { externalId: '' } });
    const changed = async (given: object) => (await manager.patch(`/connections/${id}`, { settings: { ...aws.settings, ...given } })).record.settings;
    const made = settings.externalId;
    expect(await changed({ externalId: undefined, regions: ['eu-north-1'] })).toMatchObject({ externalId: made, regions: ['eu-north-1'] });
    expect(await changed({ externalId: '' })).toMatchObject({ externalId: made });
    expect((await manager.patch(`/connections/${id}`, { title: 'Renamed' })).record.settings.externalId).toBe(made);
    expect(await changed({ externalId: 'external-1' })).toMatchObject({ externalId: 'external-1' });
    const renewed = (await changed({ externalId: 'renew' })).externalId;
    expect(renewed).toMatch(/^[0-9a-f-]{36}$/);
    expect(renewed).not.toBe(made);
  });

  it('goes on when the clock of this machine is wrong', async () => {
    aws.skew = 20 * 60_000;
    const { id } = await connect();
    expect((await collect(id)).status).toBe('done');
  });
});

describe('permissions', () => {
  it('are exactly those of the guide', async () => {
    const { id } = await connect();
    aws.world.regions['eu-north-1']!.securityGroups[0]!.rules.push({ protocol: 'tcp', from: 22, to: 22, lists: ['pl-office'] });
    aws.world.trails[0]!.selects = 'All';
    await collect(id);
    const used = new Set(aws.actions.map(({ action }) => action).filter((action) => !action.startsWith('sts:')));
    const guide = await manager.get('/connections/providers/aws/guide');
    const policy = JSON.parse(guide.documents.find(({ name }: any) => name === 'read-policy.json').content);
    expect([...used].sort()).toEqual(policy.Statement[0].Action);
  });

  it('that are missing are named, make unknown what needs them, and nothing else', async () => {
    const { id } = await connect();
    for (const action of ['s3:GetEncryptionConfiguration', 'kms:GetKeyRotationStatus', 'ec2:DescribeFlowLogs']) aws.forbid(action);
    aws.forbid('iam:GetAccountSummary', 'service control policy');
    const tested = await test(id);
    expect(tested).toMatchObject({ ok: false, signedIn: true });
    const missing = tested.parts.filter(({ ok }: any) => !ok).map(({ source, permission, problem }: any) => [source, permission, problem]);
    expect(missing).toEqual([
      ['summary', 'iam:GetAccountSummary', 'iam:GetAccountSummary is forbidden by a service control policy.'],
      ['bucketEncryption', 's3:GetEncryptionConfiguration', 'The permission s3:GetEncryptionConfiguration is missing.'],
      ['flowLogs', 'ec2:DescribeFlowLogs', 'The permission ec2:DescribeFlowLogs is missing.'],
      ['kmsKeys', 'kms:GetKeyRotationStatus', 'The permission kms:GetKeyRotationStatus is missing.'],
    ]);
    const run = await collect(id);
    expect(notPassing(run)).toEqual({
      'aws-root-mfa': 'unknown',
      'aws-root-keys': 'unknown',
      'aws-bucket-encryption': 'unknown',
      'aws-flow-logs': 'unknown',
      'aws-key-rotation': 'unknown',
    });
  });

  it('that are missing for one resource leave the others judged', async () => {
    const { id } = await connect();
    aws.forbid('s3:GetBucketVersioning fjordlicht-logs');
    const run = await collect(id);
    expect(run.outcomes['aws-bucket-versioning']).toBe('unknown');
    expect((await resources(id, 'aws-bucket-versioning')).map(({ name, outcome }: any) => [name, outcome])).toEqual([
      ['fjordlicht-logs', 'unknown'],
      ['fjordlicht-assets', 'pass'],
      ['fjordlicht-backups', 'pass'],
    ]);
  });
});

describe('regions', () => {
  it('are those of the account, or those that were named', async () => {
    const { id } = await connect({ settings: { regions: ['us-east-1'] } });
    await collect(id);
    expect((await resources(id, 'aws-guardduty')).map(({ name }: any) => name)).toEqual(['GuardDuty in us-east-1']);
  });

  it('that are not enabled, or do not exist, are unknown and say so', async () => {
    const { id } = await connect({ settings: { regions: ['eu-north-1', 'ap-east-1', 'eu-nowhere-9'] } });
    expect((await collect(id)).outcomes['aws-guardduty']).toBe('unknown');
    expect(await resources(id, 'aws-guardduty')).toEqual([
      { name: 'detectors in ap-east-1', outcome: 'unknown', because: 'The region ap-east-1 is not enabled in this account.' },
      { name: 'detectors in eu-nowhere-9', outcome: 'unknown', because: 'There is no region eu-nowhere-9.' },
      { name: 'GuardDuty in eu-north-1', outcome: 'pass', because: 'A detector is enabled.' },
    ]);
  });

  it('need to be named where they cannot be listed', async () => {
    aws.forbid('ec2:DescribeRegions');
    const { id } = await connect();
    expect(await test(id)).toMatchObject({ signedIn: false, problem: 'The permission ec2:DescribeRegions is missing.' });
    const named = await connect({ settings: { regions: ['eu-north-1'] } });
    expect(notPassing(await collect(named.id))).toEqual({});
  });

  it('that do not answer are unknown; the others are judged', async () => {
    const { id } = await connect({ settings: { regions: ['eu-north-1', 'us-east-1'] } });
    aws.silence('us-east-1');
    const run = await collect(id);
    expect(run.status).toBe('done');
    expect(run.outcomes).toMatchObject({ 'aws-root-mfa': 'pass', 'aws-guardduty': 'unknown', 'aws-databases': 'unknown' });
    const [dark, seen] = await resources(id, 'aws-guardduty');
    expect([dark.name, dark.outcome, seen.name, seen.outcome]).toEqual(['detectors in us-east-1', 'unknown', 'GuardDuty in eu-north-1', 'pass']);
    expect(dark.because).toBe('AWS has not answered cloudtrail:DescribeTrails in us-east-1 in time.');
  });
});

describe('a trail', () => {
  it('that records changes only is not the log of an account', async () => {
    aws.world.trails[0]!.selects = 'WriteOnly';
    const { id } = await connect();
    expect(notPassing(await collect(id))).toEqual({ 'aws-trail': 'fail' });
    aws.forbid('cloudtrail:GetEventSelectors');
    expect(notPassing(await collect(id))).toEqual({ 'aws-trail': 'unknown' });
  });
});

describe('a bucket', () => {
  it('is found where it lies, also when the list does not say where', async () => {
    aws.world.buckets[1]!.hidden = true;
    const { id } = await connect();
    expect(notPassing(await collect(id))).toEqual({});
  });
});

describe('Amazon', () => {
  it('is asked again when it allows no more requests, after the time that it names', async () => {
    const { id } = await connect();
    aws.before('iam:ListEntitiesForPolicy', () => {
      aws.before('iam:ListEntitiesForPolicy', () => undefined);
      aws.throttle(2, 1);
    });
    const began = Date.now();
    expect(notPassing(await collect(id))).toEqual({});
    expect(Date.now() - began).toBeGreaterThan(2000);
  });

  it('is not asked for ever', async () => {
    const { id } = await connect();
    aws.before('rds:DescribeDBInstances', () => aws.throttle(1000, 0));
    const run = await collect(id);
    expect(notPassing(run)).toEqual({ 'aws-databases': 'unknown' });
    expect((await resources(id, 'aws-databases'))[0].because).toBe('AWS allows no more requests for now: rds:DescribeDBInstances in us-east-1.');
  });

  it('ends the keys in the middle: what was read before is judged, the rest is unknown', async () => {
    const { id } = await connect();
    aws.before('s3:ListAllMyBuckets', () => aws.endRoles());
    const run = await collect(id);
    expect(run.outcomes).toMatchObject({ 'aws-root-mfa': 'pass', 'aws-bucket-versioning': 'unknown', 'aws-guardduty': 'unknown' });
    expect((await resources(id, 'aws-bucket-versioning'))[0].because).toContain('does not accept the credentials (any more): ExpiredToken');
  });

  it('that gives the same page again and again is not believed', async () => {
    const { id } = await connect();
    aws.loops = true;
    const run = await collect(id);
    expect(run.outcomes['aws-bucket-versioning']).toBe('unknown');
    expect((await resources(id, 'aws-open-ports'))[0].because).toBe('AWS gives the same page of ec2:DescribeSecurityGroups again and again.');
  });

  it('writes its report as long as it takes; a report that is none is unknown', async () => {
    aws.reportTakes = 5;
    const { id } = await connect();
    expect(notPassing(await collect(id))).toEqual({});
    aws.world.users.push(worldUser('a,"b"\nc'));
    expect((await collect(id)).outcomes['aws-console-mfa']).toBe('pass');
    expect((await resources(id, 'aws-console-mfa')).map(({ name }: any) => name)).toContain('a,"b"\nc');
  });
});
