import type { Check } from '../../collector.ts';
import type { AccessBlock, AwsFacts, Ingress } from '../facts.ts';
import { days, fail, notApplicable, on, pass, some, troubleIn, unknown, verdict } from '../../words.ts';

const switches: { [name in keyof AccessBlock]: string } = {
  blockPublicAcls: 'BlockPublicAcls',
  ignorePublicAcls: 'IgnorePublicAcls',
  blockPublicPolicy: 'BlockPublicPolicy',
  restrictPublicBuckets: 'RestrictPublicBuckets',
};
const missing = (...blocks: (AccessBlock | null)[]) =>
  (Object.keys(switches) as (keyof AccessBlock)[]).filter((name) => !blocks.some((block) => block?.[name])).map((name) => switches[name]);

export const publicAccess: Check<AwsFacts> = {
  id: 'aws-public-access',
  version: 1,
  title: 'No bucket can be opened to the public',
  calls: ['s3:GetAccountPublicAccessBlock', 's3:GetBucketPublicAccessBlock'],
  needs: ['accountBlock', 'bucketBlocks'],
  population: 'every bucket',
  passes: 'Each of the four switches of Block Public Access is on, for the account or for the bucket.',
  parameters: {},
  controls: [{ id: 'A.8.3', because: 'Access to what is stored is restricted, whatever a single policy or list of access says by mistake.' }],
  remedy:
    'S3, Block Public Access settings for this account: block all. Give a bucket that must be public an account of its own, or an exception here.',
  empty: 'not-applicable',
  judge({ accountBlock, bucketBlocks }) {
    const account = accountBlock[0]?.block ?? null;
    if (accountBlock.length > 0 && missing(account).length === 0)
      return bucketBlocks.map((bucket) => pass(on(bucket), 'Public access is blocked for the whole account.'));
    return bucketBlocks.map((bucket) => {
      if ('trouble' in bucket.block) return unknown(on(bucket), bucket.block.trouble.message);
      const off = missing(account, bucket.block.value);
      return off.length === 0
        ? pass(on(bucket), 'Public access is blocked.')
        : fail(on(bucket), `Not blocked, neither here nor for the account: ${off.join(', ')}.`);
    });
  },
};

export const bucketEncryption: Check<AwsFacts> = {
  id: 'aws-bucket-encryption',
  version: 1,
  title: 'Buckets encrypt what is stored in them',
  calls: ['s3:GetEncryptionConfiguration'],
  needs: ['bucketEncryption'],
  population: 'every bucket',
  passes: 'Encryption by default is configured.',
  parameters: {},
  controls: [{ id: 'A.8.24', because: 'Data at rest is encrypted as the rules on cryptography ask.' }],
  remedy: 'S3, the bucket, Properties, Default encryption: SSE-S3, or SSE-KMS with a key of your own.',
  empty: 'not-applicable',
  judge: ({ bucketEncryption: buckets }) =>
    buckets.map((bucket) => {
      if ('trouble' in bucket.algorithms) return unknown(on(bucket), bucket.algorithms.trouble.message);
      const found = bucket.algorithms.value;
      return found.length > 0
        ? pass(on(bucket), `Encrypted by default (${found.join(', ')}).`)
        : fail(on(bucket), 'Encryption by default is not configured.');
    }),
};

export const bucketVersioning: Check<AwsFacts> = {
  id: 'aws-bucket-versioning',
  version: 1,
  title: 'Buckets keep earlier versions',
  calls: ['s3:GetBucketVersioning'],
  needs: ['bucketVersioning'],
  population: 'every bucket',
  passes: 'Versioning is enabled.',
  parameters: {},
  controls: [{ id: 'A.8.13', because: 'What was overwritten or deleted by mistake or by an attacker can be brought back.' }],
  remedy: 'S3, the bucket, Properties, Bucket Versioning: Enable; add a lifecycle rule that ends old versions.',
  empty: 'not-applicable',
  judge: ({ bucketVersioning: buckets }) =>
    buckets.map((bucket) => {
      if ('trouble' in bucket.status) return unknown(on(bucket), bucket.status.trouble.message);
      const { value } = bucket.status;
      return verdict(
        on(bucket),
        value === 'Enabled',
        value === 'Enabled' ? 'Versioning is enabled.' : value === 'Suspended' ? 'Versioning is suspended.' : 'Versioning was never enabled.',
      );
    }),
};

const remote = [
  { port: 22, name: '22 (SSH)', protocols: ['tcp', '6'] },
  { port: 3389, name: '3389 (RDP)', protocols: ['tcp', '6', 'udp', '17'] },
];
/** Ranges that hold every address, of either version of IP. */
const world = (range: string) => /\/0+$/.test(range.trim());

function reaches({ protocol, from, to }: Ingress, { port, protocols }: (typeof remote)[number]): boolean {
  if (protocol === '-1') return true;
  return protocols.includes(protocol.toLowerCase()) && (from === null || from === -1 || (from <= port && port <= (to ?? from)));
}

export const openPorts: Check<AwsFacts> = {
  id: 'aws-open-ports',
  version: 1,
  title: 'SSH and RDP are not open to the world',
  calls: ['ec2:DescribeSecurityGroups', 'ec2:GetManagedPrefixListEntries'],
  needs: ['securityGroups'],
  population: 'every security group',
  passes: 'Neither port 22 nor port 3389 is open to every address, with IPv4 or IPv6.',
  parameters: {},
  controls: [
    { id: 'A.8.20', because: 'The ways into the network are limited to those that are needed.' },
    { id: 'A.8.21', because: 'Remote administration is a service of the network that is offered to known addresses only.' },
    { id: 'A.8.22', because: 'The inside is kept apart from the internet.' },
  ],
  remedy: 'Remove the rule, or limit it to known addresses; Session Manager needs no open port.',
  empty: 'not-applicable',
  judge: ({ securityGroups }) =>
    securityGroups.map((group) => {
      const open: string[] = [];
      const dark: string[] = [];
      for (const way of remote)
        for (const rule of group.ingress) {
          if (!reaches(rule, way)) continue;
          const ranges = [...rule.ranges];
          for (const { id, ranges: listed } of rule.lists)
            if ('value' in listed) ranges.push(...listed.value);
            else dark.push(`Port ${way.name} is open to the prefix list ${id}: ${troubleIn(listed)!.message}`);
          for (const range of ranges) if (world(range)) open.push(`${way.name} to ${range}`);
        }
      if (open.length > 0) return fail(on(group), `Open to every address: ${some([...new Set(open)])}.`);
      return dark.length > 0 ? unknown(on(group), dark[0]!) : pass(on(group), 'Neither SSH nor RDP is open to every address.');
    }),
};

export const ebsEncryption: Check<AwsFacts> = {
  id: 'aws-ebs-encryption',
  version: 1,
  title: 'New volumes are encrypted by default',
  calls: ['ec2:GetEbsEncryptionByDefault'],
  needs: ['ebsDefaults'],
  population: 'every region in use',
  passes: 'Encryption by default is on.',
  parameters: {},
  controls: [{ id: 'A.8.24', because: 'Volumes are encrypted without anybody having to think of it.' }],
  remedy: 'EC2, Settings, Data protection and security, Always encrypt new EBS volumes; once in each region.',
  empty: 'unknown',
  judge: ({ ebsDefaults }) =>
    ebsDefaults.map(({ id, scope, encrypted }) => {
      const it = on({ id, name: `Volumes in ${scope}`, scope });
      if (encrypted === null) return unknown(it, 'AWS has not said whether new volumes are encrypted.');
      return verdict(it, encrypted, encrypted ? 'New volumes are encrypted.' : 'New volumes are not encrypted unless somebody asks for it.');
    }),
};

export const keyRotation: Check<AwsFacts> = {
  id: 'aws-key-rotation',
  version: 1,
  title: 'Encryption keys are turned over every year',
  calls: ['kms:ListKeys', 'kms:DescribeKey', 'kms:GetKeyRotationStatus'],
  needs: ['kmsKeys'],
  population: 'every symmetric key that the organisation manages and whose material AWS has made',
  passes: 'Automatic rotation is on.',
  parameters: {},
  controls: [{ id: 'A.8.24', because: 'The life of a key is limited, so that one that was lost opens a part and not everything.' }],
  remedy: 'KMS, the key, Key rotation; or aws kms enable-key-rotation --key-id ID.',
  empty: 'not-applicable',
  judge: ({ kmsKeys }) =>
    kmsKeys.map((key) => {
      const it = on(key);
      if ('trouble' in key.exempt) return unknown(it, key.exempt.trouble.message);
      if (key.exempt.value !== '') return notApplicable(it, key.exempt.value);
      if (key.rotates === null) return unknown(it, 'It was not read whether the key is turned over.');
      if ('trouble' in key.rotates) return unknown(it, key.rotates.trouble.message);
      return verdict(it, key.rotates.value, key.rotates.value ? 'The key is turned over automatically.' : 'The key is not turned over.');
    }),
};

export const databases: Check<AwsFacts, 'days'> = {
  id: 'aws-databases',
  version: 1,
  title: 'Databases are encrypted and backed up',
  calls: ['rds:DescribeDBInstances'],
  needs: ['databases'],
  population: 'every RDS instance',
  passes: 'Its storage is encrypted and its backups are kept for {days} days or more; a read replica is backed up at its source.',
  parameters: { days: { title: 'Backups kept at least', unit: 'days', usual: 7, min: 1, max: 35 } },
  controls: [
    { id: 'A.8.24', because: 'What the database stores is encrypted at rest.' },
    { id: 'A.8.13', because: 'Backups reach back far enough to go before a mistake that is noticed late.' },
  ],
  remedy: 'Modify the instance: Backup retention period. Encryption is set by restoring an encrypted copy of a snapshot.',
  empty: 'not-applicable',
  judge: ({ databases: all }, { days: least }) =>
    all.map((database) => {
      const { encrypted, backupDays, replicaOf } = database;
      const it = on(database);
      const wrong: string[] = [];
      if (encrypted === false) wrong.push('the storage is not encrypted');
      if (replicaOf === '' && backupDays !== null && backupDays < least)
        wrong.push(backupDays === 0 ? 'there are no automatic backups' : `backups are kept for ${days(backupDays)} only`);
      if (wrong.length > 0) return fail(it, `${wrong.join(', and ').replace(/^./, (letter) => letter.toUpperCase())}.`);
      if (encrypted === null || (replicaOf === '' && backupDays === null))
        return unknown(it, 'AWS has not said whether it is encrypted and backed up.');
      return pass(
        it,
        replicaOf === '' ? `Encrypted; backups are kept for ${days(backupDays!)}.` : `Encrypted; a replica, backed up at ${replicaOf}.`,
      );
    }),
};
