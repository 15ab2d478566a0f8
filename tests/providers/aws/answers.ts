import type { World } from './world.ts';

/** What AWS answers to each action, as the shapes that go over the wire. */

export class AwsRefusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;
  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.headers = headers;
    this.status = status;
    this.code = code;
  }
}

export interface Question {
  world: World;
  account: string;
  region: string;
  /** Parameters of the request: form fields, JSON, or what stands in its address. */
  given: Record<string, any>;
  /** The items of a page, and the token of the next. */
  page<T>(all: readonly T[], token: unknown): { items: T[]; next: string | undefined };
}
type Answer = (question: Question) => unknown;

const regionOf = ({ world, region }: Question) => world.regions[region]!;
const arn = ({ account }: Question, rest: string) => `arn:aws:iam::${account}:${rest}`;
const policies = (attached: string[]) => ({ member: attached.map((policy) => ({ PolicyName: policy.split('/').at(-1), PolicyArn: policy })) });
const inline = (names: string[]) => ({ member: names.map((name) => ({ PolicyName: name, PolicyDocument: '%7B%7D' })) });

/** IAM: the whole account. */
export const iam: Record<string, Answer> = {
  GetAccountSummary: ({ world: { root, users } }) => ({
    SummaryMap: {
      entry: Object.entries({
        AccountMFAEnabled: Number(root.mfa),
        AccountAccessKeysPresent: root.keys,
        AccountPasswordPresent: Number(root.password),
        Users: users.length,
      }).map(([key, value]) => ({ key, value })),
    },
  }),
  GetAccountPasswordPolicy({ world: { passwordLength }, account }) {
    if (passwordLength === null) throw new AwsRefusal(404, 'NoSuchEntity', `The Password Policy with domain name ${account} cannot be found.`);
    return { PasswordPolicy: { MinimumPasswordLength: passwordLength, RequireSymbols: false, ExpirePasswords: false } };
  },
  GetCredentialReport: (question) => ({
    Content: Buffer.from(report(question)).toString('base64'),
    ReportFormat: 'text/csv',
    GeneratedTime: new Date(),
  }),
  GetAccountAuthorizationDetails(question) {
    const wanted = question.given['Filter.member.1'];
    const { world, given, page } = question;
    if (wanted === 'User') {
      const { items, next } = page(world.users, given['Marker']);
      return {
        UserDetailList: {
          member: items.map(({ name, groups, attached, inline: own }) => ({
            Path: '/',
            UserName: name,
            UserId: `AIDA${name}`,
            Arn: arn(question, `user/${name}`),
            GroupList: { member: groups },
            AttachedManagedPolicies: policies(attached),
            UserPolicyList: inline(own),
          })),
        },
        IsTruncated: next !== undefined,
        Marker: next,
      };
    }
    const { items, next } = page(world.groups, given['Marker']);
    return {
      GroupDetailList: {
        member: items.map(({ name, attached, inline: own }) => ({
          GroupName: name,
          Arn: arn(question, `group/${name}`),
          AttachedManagedPolicies: policies(attached),
          GroupPolicyList: inline(own),
        })),
      },
      IsTruncated: next !== undefined,
      Marker: next,
    };
  },
  ListAccessKeys({ world, given }) {
    const user = world.users.find(({ name }) => name === given['UserName']);
    if (!user) throw new AwsRefusal(404, 'NoSuchEntity', `The user with name ${given['UserName']} cannot be found.`);
    return {
      AccessKeyMetadata: {
        member: user.keys.map(({ id, active, createdAt }) => ({
          UserName: user.name,
          AccessKeyId: id,
          Status: active ? 'Active' : 'Inactive',
          CreateDate: createdAt,
        })),
      },
      IsTruncated: false,
    };
  },
  GetAccessKeyLastUsed({ world, given }) {
    const user = world.users.find(({ keys }) => keys.some(({ id }) => id === given['AccessKeyId']));
    const key = user?.keys.find(({ id }) => id === given['AccessKeyId']);
    // AWS answers like this to a key that it does not know.
    if (!user || !key) throw new AwsRefusal(403, 'AccessDenied', 'The key is not known.');
    return { UserName: user.name, AccessKeyLastUsed: { LastUsedDate: key.lastUsedAt, ServiceName: key.lastUsedAt ? 's3' : 'N/A', Region: 'N/A' } };
  },
  ListEntitiesForPolicy({ world, given, page }) {
    const policy = given['PolicyArn'];
    const all = [
      ...world.users.filter(({ attached }) => attached.includes(policy)).map(({ name }) => ({ UserName: name })),
      ...world.groups.filter(({ attached }) => attached.includes(policy)).map(({ name }) => ({ GroupName: name })),
      ...(policy === 'arn:aws:iam::aws:policy/AdministratorAccess' ? world.administratorRoles.map((name) => ({ RoleName: name })) : []),
    ];
    const { items, next } = page(all, given['Marker']);
    return {
      PolicyUsers: { member: items.filter((each) => 'UserName' in each) },
      PolicyGroups: { member: items.filter((each) => 'GroupName' in each) },
      PolicyRoles: { member: items.filter((each) => 'RoleName' in each) },
      IsTruncated: next !== undefined,
      Marker: next,
    };
  },
};

const when = (date: Date | null | undefined, none: string) => date?.toISOString().replace(/\.\d+Z$/, '+00:00') ?? none;

function report({ world, account }: Question): string {
  const header = [
    'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active'.split(','),
    [1, 2].flatMap((key) =>
      ['active', 'last_rotated', 'last_used_date', 'last_used_region', 'last_used_service'].map((each) => `access_key_${key}_${each}`),
    ),
  ].flat();
  const keys = (all: World['users'][number]['keys']) =>
    [0, 1].flatMap((at) => {
      const key = all[at];
      return [String(key?.active ?? false), when(key?.createdAt, 'N/A'), when(key?.lastUsedAt, 'N/A'), 'N/A', 'N/A'];
    });
  const line = (name: string, own: string, created: string, password: string, used: string, mfa: boolean, theirs: World['users'][number]['keys']) => [
    name,
    own,
    created,
    password,
    used,
    'N/A',
    'N/A',
    String(mfa),
    ...keys(theirs),
  ];
  const root = line(
    '<root_account>',
    `arn:aws:iam::${account}:root`,
    '2020-01-01T00:00:00+00:00',
    'not_supported',
    'no_information',
    world.root.mfa,
    [],
  );
  const users = world.users.map(({ name, password, passwordLastUsed, mfa, keys: own }) =>
    line(
      name,
      `arn:aws:iam::${account}:user/${name}`,
      '2021-01-01T00:00:00+00:00',
      String(password),
      when(passwordLastUsed, 'no_information'),
      mfa,
      own,
    ),
  );
  return [header, root, ...users]
    .map((row) => row.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(','))
    .join('\n');
}

const list = <T>(items: T[]) => ({ item: items });

export const ec2: Record<string, Answer> = {
  DescribeRegions: ({ world }) => ({
    regionInfo: list(
      Object.entries(world.regions).map(([name, { optIn }]) => ({
        regionName: name,
        regionEndpoint: `ec2.${name}.amazonaws.com`,
        optInStatus: optIn,
      })),
    ),
  }),
  GetEbsEncryptionByDefault: (question) => ({ ebsEncryptionByDefault: regionOf(question).ebs }),
  DescribeVpcs(question) {
    const { items, next } = question.page(regionOf(question).vpcs, question.given['NextToken']);
    return { vpcSet: list(items.map(({ id, name }) => ({ vpcId: id, tagSet: list([{ key: 'Name', value: name }]) }))), nextToken: next };
  },
  DescribeFlowLogs(question) {
    const { items, next } = question.page(regionOf(question).flowLogs, question.given['NextToken']);
    return {
      flowLogSet: list(
        items.map(({ id, resource, status, delivery }) => ({
          flowLogId: id,
          resourceId: resource,
          flowLogStatus: status,
          deliverLogsStatus: delivery,
        })),
      ),
      nextToken: next,
    };
  },
  DescribeSecurityGroups(question) {
    const { items, next } = question.page(regionOf(question).securityGroups, question.given['NextToken']);
    return {
      securityGroupInfo: list(
        items.map(({ id, name, rules }) => ({
          groupId: id,
          groupName: name,
          securityGroupArn: `arn:aws:ec2:${question.region}:${question.account}:security-group/${id}`,
          ipPermissions: list(
            rules.map(({ protocol, from, to, ranges = [], ranges6 = [], lists = [] }) => ({
              ipProtocol: protocol,
              fromPort: from,
              toPort: to,
              ipRanges: list(ranges.map((cidrIp) => ({ cidrIp }))),
              ipv6Ranges: list(ranges6.map((cidrIpv6) => ({ cidrIpv6 }))),
              prefixListIds: list(lists.map((prefixListId) => ({ prefixListId }))),
            })),
          ),
        })),
      ),
      nextToken: next,
    };
  },
  GetManagedPrefixListEntries({ world, given, page }) {
    const known = world.prefixLists[given['PrefixListId']];
    if (!known) throw new AwsRefusal(400, 'InvalidPrefixListID.NotFound', 'The prefix list does not exist.');
    const { items, next } = page(known, given['NextToken']);
    return { entrySet: list(items.map((cidr) => ({ cidr }))), nextToken: next };
  },
};

export const rds: Record<string, Answer> = {
  DescribeDBInstances(question) {
    const { items, next } = question.page(regionOf(question).databases, question.given['Marker']);
    return {
      DBInstances: {
        DBInstance: items.map(({ id, encrypted, backupDays, replicaOf }) => ({
          DBInstanceIdentifier: id,
          DBInstanceArn: `arn:aws:rds:${question.region}:${question.account}:db:${id}`,
          StorageEncrypted: encrypted,
          BackupRetentionPeriod: backupDays,
          ReadReplicaSourceDBInstanceIdentifier: replicaOf,
        })),
      },
      Marker: next,
    };
  },
};

const keyArn = ({ region, account }: Question, id: string) => `arn:aws:kms:${region}:${account}:key/${id}`;
const keyOf = (question: Question) => {
  const found = regionOf(question).keys.find(({ id }) => id === question.given['KeyId']);
  if (!found) throw new AwsRefusal(400, 'NotFoundException', 'The key does not exist.');
  return found;
};
export const kms: Record<string, Answer> = {
  ListKeys(question) {
    const { items, next } = question.page(regionOf(question).keys, question.given['Marker']);
    return { Keys: items.map(({ id }) => ({ KeyId: id, KeyArn: keyArn(question, id) })), Truncated: next !== undefined, NextMarker: next };
  },
  DescribeKey(question) {
    const { id, manager, state, spec, origin } = keyOf(question);
    return { KeyMetadata: { KeyId: id, Arn: keyArn(question, id), KeyManager: manager, KeyState: state, KeySpec: spec, Origin: origin } };
  },
  GetKeyRotationStatus(question) {
    const { spec, state, rotates } = keyOf(question);
    if (spec !== 'SYMMETRIC_DEFAULT') throw new AwsRefusal(400, 'UnsupportedOperationException', 'Not for this kind of key.');
    if (state === 'PendingDeletion') throw new AwsRefusal(400, 'KMSInvalidStateException', 'The key is pending deletion.');
    return { KeyRotationEnabled: rotates };
  },
};

const trailArn = (account: string, { home, name }: World['trails'][number]) => `arn:aws:cloudtrail:${home}:${account}:trail/${name}`;
const trailOf = ({ world, account }: Question, name: string) => {
  const found = world.trails.find((each) => trailArn(account, each) === name);
  if (!found) throw new AwsRefusal(400, 'TrailNotFoundException', `Unknown trail: ${name}`);
  return found;
};
export const cloudtrail: Record<string, Answer> = {
  DescribeTrails: ({ world, region, account, given }) => ({
    trailList: world.trails
      .filter((trail) => trail.home === region || (trail.multiRegion && given['includeShadowTrails'] !== false))
      .map((trail) => ({
        Name: trail.name,
        TrailARN: trailArn(account, trail),
        HomeRegion: trail.home,
        IsMultiRegionTrail: trail.multiRegion,
        LogFileValidationEnabled: trail.validated,
        HasCustomEventSelectors: trail.selects !== undefined,
      })),
  }),
  GetEventSelectors(question) {
    const trail = trailOf(question, question.given['TrailName']);
    const { selects = 'All' } = trail;
    return {
      TrailARN: question.given['TrailName'],
      EventSelectors: [{ ReadWriteType: selects === 'none' ? 'All' : selects, IncludeManagementEvents: selects !== 'none', DataResources: [] }],
    };
  },
  GetTrailStatus(question) {
    const trail = trailOf(question, question.given['Name']);
    return { IsLogging: trail.logging, ...(trail.error && { LatestDeliveryError: trail.error }) };
  },
};

export const config: Record<string, Answer> = {
  DescribeConfigurationRecorderStatus: (question) => ({ ConfigurationRecordersStatus: regionOf(question).recorders }),
};

export const guardduty: Record<string, Answer> = {
  ListDetectors(question) {
    const { items, next } = question.page(regionOf(question).detectors, question.given['nextToken']);
    return { detectorIds: items.map(({ id }) => id), nextToken: next };
  },
  GetDetector(question) {
    const found = regionOf(question).detectors.find(({ id }) => id === question.given['DetectorId']);
    if (!found) throw new AwsRefusal(400, 'BadRequestException', 'The detector does not exist.');
    return { status: found.status, serviceRole: 'role', createdAt: '2024-01-01T00:00:00Z', updatedAt: '2024-01-01T00:00:00Z' };
  },
};

/** What is asked of S3: its answer is XML without an envelope. */
const bucketOf = ({ world, region, given }: Question) => {
  const found = world.buckets.find(({ name }) => name === given['Bucket']);
  if (!found) throw new AwsRefusal(404, 'NoSuchBucket', 'The bucket does not exist.');
  if (found.region !== region)
    throw new AwsRefusal(301, 'PermanentRedirect', `The bucket is in ${found.region}.`, { 'x-amz-bucket-region': found.region });
  return found;
};
export const s3: Record<string, Answer> = {
  ListAllMyBuckets({ world, given, page }) {
    const { items, next } = page(world.buckets, given['continuation-token']);
    return {
      ListAllMyBucketsResult: {
        Buckets: {
          Bucket: items.map(({ name, region, hidden }) => ({ Name: name, CreationDate: new Date(0), ...(!hidden && { BucketRegion: region }) })),
        },
        ContinuationToken: next,
      },
    };
  },
  GetBucketPublicAccessBlock(question) {
    const { block } = bucketOf(question);
    if (!block) throw new AwsRefusal(404, 'NoSuchPublicAccessBlockConfiguration', 'The public access block configuration was not found');
    return { PublicAccessBlockConfiguration: block };
  },
  GetEncryptionConfiguration(question) {
    const { encryption } = bucketOf(question);
    if (!encryption)
      throw new AwsRefusal(404, 'ServerSideEncryptionConfigurationNotFoundError', 'The server side encryption configuration was not found');
    return { ServerSideEncryptionConfiguration: { Rule: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: encryption } }] } };
  },
  GetBucketVersioning(question) {
    const { versioning } = bucketOf(question);
    return { VersioningConfiguration: versioning ? { Status: versioning } : '' };
  },
  GetAccountPublicAccessBlock({ world, account, given }) {
    if (given['account'] !== account) throw new AwsRefusal(403, 'AccessDenied', 'Another account.');
    if (!world.accountBlock) throw new AwsRefusal(404, 'NoSuchPublicAccessBlockConfiguration', 'The public access block configuration was not found');
    return { PublicAccessBlockConfiguration: world.accountBlock };
  },
};
