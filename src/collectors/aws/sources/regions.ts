import type { Notes, Source } from '../../collector.ts';
import type { Database, EbsDefault, Ingress, KmsKey, SecurityGroup, Vpc } from '../facts.ts';
import { bare, type AwsSession } from '../session.ts';
import { eachMaybe, unlessAllDenied } from '../trouble.ts';
import { arn, regional } from './regional.ts';

/** What exists in each region on its own: networks, volumes, keys, databases. */

const nameOf = (id: string, tags: { Key?: string; Value?: string }[] = []) => {
  const name = tags.find(({ Key }) => Key === 'Name')?.Value;
  return name ? `${name} (${id})` : id;
};

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
