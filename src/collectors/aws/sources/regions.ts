import type { Notes, Source } from '../../collector.ts';
import type { Database, Detectors, EbsDefault, FlowLog, Ingress, KmsKey, Recorders, SecurityGroup, Trails, TrailStatus, Vpc } from '../facts.ts';
import { bare, type AwsSession } from '../session.ts';
import { eachMaybe, eachOf, unlessAllDenied } from '../trouble.ts';

/** What exists in each region on its own. */

const regional = { each: 'scope' as const };
const arn = ({ partition, account }: AwsSession, service: string, region: string, rest: string) =>
  `arn:${partition}:${service}:${region}:${account}:${rest}`;
const nameOf = (id: string, tags: { Key?: string; Value?: string }[] = []) => {
  const name = tags.find(({ Key }) => Key === 'Name')?.Value;
  return name ? `${name} (${id})` : id;
};

/** Trails that work in a region. One that records all regions shows itself in each of them, and is known by its ARN. */
async function trailsIn(session: AwsSession, region: string, notes: Notes) {
  const out = (await session.call('cloudtrail:DescribeTrails', region, (options) =>
    session.client('cloudtrail', region).describeTrails({ includeShadowTrails: true }, options),
  ))!;
  const all = out.trailList ?? [];
  notes.page('cloudtrail:DescribeTrails', all.length, bare(out));
  return all;
}

export const trails: Source<AwsSession, Trails> = {
  ...regional,
  title: 'Trails',
  permissions: ['cloudtrail:DescribeTrails'],
  async *read(session, scope, notes) {
    const all = await trailsIn(session, scope, notes);
    yield [
      {
        id: arn(session, 'cloudtrail', scope, 'trails'),
        scope,
        trails: all.map(({ TrailARN = '', Name = '', IsMultiRegionTrail = false, LogFileValidationEnabled = false }) => ({
          id: TrailARN,
          name: Name,
          multiRegion: IsMultiRegionTrail,
          validated: LogFileValidationEnabled,
        })),
      },
    ];
  },
};

export const trailStatus: Source<AwsSession, TrailStatus> = {
  ...regional,
  title: 'Trails with what they are doing',
  permissions: ['cloudtrail:DescribeTrails', 'cloudtrail:GetTrailStatus'],
  read: (session, scope, notes) => unlessAllDenied(statusIn(session, scope, notes), ({ logging }) => logging),
};

async function* statusIn(session: AwsSession, scope: string, notes: Notes): AsyncGenerator<TrailStatus[]> {
  const action = 'cloudtrail:GetTrailStatus';
  const all = await trailsIn(session, scope, notes);
  const found = await eachMaybe(all, async ({ TrailARN }) => {
    const out = (await session.call(action, scope, (options) => session.client('cloudtrail', scope).getTrailStatus({ Name: TrailARN }, options)))!;
    notes.page(action, 1, { TrailARN, ...(bare(out) as object) });
    return out;
  });
  yield all.map(({ TrailARN = '' }, index): TrailStatus => {
    const status = found[index]!;
    return 'trouble' in status
      ? { id: TrailARN, scope, logging: status, deliveryError: '' }
      : { id: TrailARN, scope, logging: { value: status.value.IsLogging ?? false }, deliveryError: status.value.LatestDeliveryError ?? '' };
  });
}

export const securityGroups: Source<AwsSession, SecurityGroup> = {
  ...regional,
  title: 'Security groups with what they let in',
  permissions: ['ec2:DescribeSecurityGroups', 'ec2:GetManagedPrefixListEntries'],
  async *read(session, scope, notes) {
    const ec2 = session.client('ec2', scope);
    const pages = session.pages(
      notes,
      'ec2:DescribeSecurityGroups',
      scope,
      (NextToken, options) => ec2.describeSecurityGroups({ MaxResults: 1000, NextToken }, options),
      (out) => ({ items: out.SecurityGroups, next: out.NextToken }),
    );
    for await (const page of pages) {
      const named = [
        ...new Set(
          page.flatMap(({ IpPermissions = [] }) =>
            IpPermissions.flatMap(({ PrefixListIds = [] }) => PrefixListIds.map(({ PrefixListId = '' }) => PrefixListId)),
          ),
        ),
      ];
      const read = await eachMaybe(named, (list) => rangesOf(list));
      const lists = new Map(named.map((list, index) => [list, read[index]!]));
      yield page.map(({ GroupId = '', GroupName = '', SecurityGroupArn, IpPermissions = [] }) => ({
        id: SecurityGroupArn ?? arn(session, 'ec2', scope, `security-group/${GroupId}`),
        scope,
        name: `${GroupName} (${GroupId})`,
        ingress: IpPermissions.map(({ IpProtocol = '-1', FromPort, ToPort, IpRanges = [], Ipv6Ranges = [], PrefixListIds = [] }): Ingress => ({
          protocol: IpProtocol,
          from: FromPort ?? null,
          to: ToPort ?? null,
          ranges: [...IpRanges.map(({ CidrIp = '' }) => CidrIp), ...Ipv6Ranges.map(({ CidrIpv6 = '' }) => CidrIpv6)],
          lists: PrefixListIds.map(({ PrefixListId = '' }) => ({ id: PrefixListId, ranges: lists.get(PrefixListId)! })),
        })),
      }));
    }

    async function rangesOf(PrefixListId: string): Promise<string[]> {
      const ranges: string[] = [];
      const entries = session.pages(
        notes,
        'ec2:GetManagedPrefixListEntries',
        scope,
        (NextToken, options) => ec2.getManagedPrefixListEntries({ PrefixListId, MaxResults: 100, NextToken }, options),
        (out) => ({ items: out.Entries, next: out.NextToken }),
      );
      for await (const page of entries) for (const { Cidr = '' } of page) ranges.push(Cidr);
      return ranges;
    }
  },
};

export const ebsDefaults: Source<AwsSession, EbsDefault> = {
  ...regional,
  title: 'Encryption of volumes by default',
  permissions: ['ec2:GetEbsEncryptionByDefault'],
  async *read(session, scope, notes) {
    const out = (await session.call('ec2:GetEbsEncryptionByDefault', scope, (options) =>
      session.client('ec2', scope).getEbsEncryptionByDefault({}, options),
    ))!;
    notes.page('ec2:GetEbsEncryptionByDefault', 1, bare(out));
    yield [{ id: arn(session, 'ec2', scope, 'ebs-encryption-by-default'), scope, encrypted: out.EbsEncryptionByDefault ?? null }];
  },
};

export const vpcs: Source<AwsSession, Vpc> = {
  ...regional,
  title: 'Networks (VPCs)',
  permissions: ['ec2:DescribeVpcs'],
  async *read(session, scope, notes) {
    const pages = session.pages(
      notes,
      'ec2:DescribeVpcs',
      scope,
      (NextToken, options) => session.client('ec2', scope).describeVpcs({ MaxResults: 1000, NextToken }, options),
      (out) => ({ items: out.Vpcs, next: out.NextToken }),
    );
    for await (const page of pages)
      yield page.map(({ VpcId = '', Tags }) => ({ id: arn(session, 'ec2', scope, `vpc/${VpcId}`), scope, name: nameOf(VpcId, Tags) }));
  },
};

export const flowLogs: Source<AwsSession, FlowLog> = {
  ...regional,
  title: 'Flow logs',
  permissions: ['ec2:DescribeFlowLogs'],
  async *read(session, scope, notes) {
    const pages = session.pages(
      notes,
      'ec2:DescribeFlowLogs',
      scope,
      (NextToken, options) => session.client('ec2', scope).describeFlowLogs({ MaxResults: 1000, NextToken }, options),
      (out) => ({ items: out.FlowLogs, next: out.NextToken }),
    );
    for await (const page of pages)
      yield page.map(({ FlowLogId = '', ResourceId = '', FlowLogStatus, DeliverLogsStatus }) => ({
        id: FlowLogId,
        scope,
        resource: arn(session, 'ec2', scope, `vpc/${ResourceId}`),
        active: FlowLogStatus === 'ACTIVE',
        failed: DeliverLogsStatus === 'FAILED',
      }));
  },
};

export const kmsKeys: Source<AwsSession, KmsKey> = {
  ...regional,
  title: 'Keys with their rotation',
  permissions: ['kms:ListKeys', 'kms:DescribeKey', 'kms:GetKeyRotationStatus'],
  read: (session, scope, notes) =>
    unlessAllDenied(
      unlessAllDenied(keysIn(session, scope, notes), ({ exempt }) => exempt),
      ({ rotates }) => rotates,
    ),
};

async function* keysIn(session: AwsSession, scope: string, notes: Notes): AsyncGenerator<KmsKey[]> {
  const kms = session.client('kms', scope);
  const pages = session.pages(
    notes,
    'kms:ListKeys',
    scope,
    (Marker, options) => kms.listKeys({ Limit: 1000, Marker }, options),
    (out) => ({ items: out.Keys, next: out.Truncated ? out.NextMarker : null }),
  );
  for await (const page of pages) {
    const exempt = await eachMaybe(page, async ({ KeyId }) => {
      const out = (await session.call('kms:DescribeKey', scope, (options) => kms.describeKey({ KeyId }, options)))!;
      notes.page('kms:DescribeKey', 1, bare(out));
      return whyExempt(out.KeyMetadata ?? {});
    });
    const turning = page.flatMap(({ KeyId = '' }, index) => {
      const found = exempt[index]!;
      return 'value' in found && found.value === '' ? [KeyId] : [];
    });
    const rotation = await eachMaybe(turning, async (KeyId) => {
      const out = (await session.call('kms:GetKeyRotationStatus', scope, (options) => kms.getKeyRotationStatus({ KeyId }, options)))!;
      notes.page('kms:GetKeyRotationStatus', 1, { KeyId, ...(bare(out) as object) });
      return out.KeyRotationEnabled ?? false;
    });
    const rotates = new Map(turning.map((id, index) => [id, rotation[index]!]));
    yield page.map(({ KeyArn = '', KeyId = '' }, index) => ({
      id: KeyArn,
      scope,
      name: KeyId,
      exempt: exempt[index]!,
      rotates: rotates.get(KeyId) ?? null,
    }));
  }
}

interface KeyFacts {
  KeyManager?: string;
  KeyState?: string;
  KeySpec?: string;
  Origin?: string;
  MultiRegionConfiguration?: { MultiRegionKeyType?: string };
}
/** Why a key is not turned over by a schedule; empty where it can be. */
export function whyExempt({ KeyManager, KeyState, KeySpec, Origin, MultiRegionConfiguration }: KeyFacts): string {
  if (KeyManager !== 'CUSTOMER') return 'AWS manages this key and turns it over itself.';
  if (KeyState === 'PendingDeletion' || KeyState === 'PendingReplicaDeletion') return 'The key is waiting to be deleted.';
  if (KeyState === 'Disabled') return 'The key is switched off.';
  if (KeySpec !== 'SYMMETRIC_DEFAULT') return `Keys of the kind ${KeySpec ?? 'unknown'} cannot be turned over by AWS.`;
  if (Origin !== 'AWS_KMS') return 'The material of this key comes from elsewhere and cannot be turned over by AWS.';
  if (MultiRegionConfiguration?.MultiRegionKeyType === 'REPLICA') return 'A replica follows the rotation of its primary key.';
  return '';
}

export const detectors: Source<AwsSession, Detectors> = {
  ...regional,
  title: 'GuardDuty',
  permissions: ['guardduty:ListDetectors', 'guardduty:GetDetector'],
  async *read(session, scope, notes) {
    const guardduty = session.client('guardduty', scope);
    const found: Detectors['detectors'] = [];
    const pages = session.pages(
      notes,
      'guardduty:ListDetectors',
      scope,
      (NextToken, options) => guardduty.listDetectors({ NextToken }, options),
      (out) => ({ items: out.DetectorIds, next: out.NextToken }),
    );
    for await (const page of pages)
      found.push(
        ...(await eachOf(page, async (DetectorId) => {
          const out = (await session.call('guardduty:GetDetector', scope, (options) => guardduty.getDetector({ DetectorId }, options)))!;
          notes.page('guardduty:GetDetector', 1, { DetectorId, ...(bare(out) as object) });
          return { id: DetectorId, enabled: out.Status === 'ENABLED' };
        })),
      );
    yield [{ id: arn(session, 'guardduty', scope, 'detector'), scope, detectors: found }];
  },
};

export const recorders: Source<AwsSession, Recorders> = {
  ...regional,
  title: 'Recorders of AWS Config',
  permissions: ['config:DescribeConfigurationRecorderStatus'],
  async *read(session, scope, notes) {
    const out = (await session.call('config:DescribeConfigurationRecorderStatus', scope, (options) =>
      session.client('config', scope).describeConfigurationRecorderStatus({}, options),
    ))!;
    const all = out.ConfigurationRecordersStatus ?? [];
    notes.page('config:DescribeConfigurationRecorderStatus', all.length, bare(out));
    yield [
      {
        id: arn(session, 'config', scope, 'config-recorder'),
        scope,
        recorders: all.map(({ name = '', recording = false, lastStatus = '', lastErrorCode = '' }) => ({
          name,
          recording,
          lastStatus,
          error: lastErrorCode,
        })),
      },
    ];
  },
};

export const databases: Source<AwsSession, Database> = {
  ...regional,
  title: 'Databases (RDS)',
  permissions: ['rds:DescribeDBInstances'],
  async *read(session, scope, notes) {
    const pages = session.pages(
      notes,
      'rds:DescribeDBInstances',
      scope,
      (Marker, options) => session.client('rds', scope).describeDBInstances({ MaxRecords: 100, Marker }, options),
      (out) => ({ items: out.DBInstances, next: out.Marker }),
    );
    for await (const page of pages)
      yield page.map(
        ({ DBInstanceArn = '', DBInstanceIdentifier = '', StorageEncrypted, BackupRetentionPeriod, ReadReplicaSourceDBInstanceIdentifier = '' }) => ({
          id: DBInstanceArn,
          scope,
          name: DBInstanceIdentifier,
          encrypted: StorageEncrypted ?? null,
          backupDays: BackupRetentionPeriod ?? null,
          replicaOf: ReadReplicaSourceDBInstanceIdentifier,
        }),
      );
  },
};
