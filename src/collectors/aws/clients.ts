import type { CloudTrail } from '@aws-sdk/client-cloudtrail';
import type { ConfigService } from '@aws-sdk/client-config-service';
import type { EC2 } from '@aws-sdk/client-ec2';
import type { GuardDuty } from '@aws-sdk/client-guardduty';
import type { IAM } from '@aws-sdk/client-iam';
import type { KMS } from '@aws-sdk/client-kms';
import type { RDS } from '@aws-sdk/client-rds';
import type { S3 } from '@aws-sdk/client-s3';
import type { S3Control } from '@aws-sdk/client-s3-control';
import type { STS } from '@aws-sdk/client-sts';
import type { Surroundings } from '../collector.ts';

export interface Services {
  cloudtrail: CloudTrail;
  config: ConfigService;
  ec2: EC2;
  guardduty: GuardDuty;
  iam: IAM;
  kms: KMS;
  rds: RDS;
  s3: S3;
  's3-control': S3Control;
  sts: STS;
}
export type Service = keyof Services;

/** What requests are signed with. */
export interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  expiration?: Date;
}

/** Opens the client of a service in a region. */
export type Opener = <S extends Service>(service: S, region: string) => Services[S];

const attempts = 6;

/** Loads the official clients; they are large, and only needed where something is collected. */
export async function loadClients(it: Surroundings): Promise<(keys: () => Promise<Keys>) => Opener> {
  const [cloudtrail, config, ec2, guardduty, iam, kms, rds, s3, s3control, sts] = await Promise.all([
    import('@aws-sdk/client-cloudtrail'),
    import('@aws-sdk/client-config-service'),
    import('@aws-sdk/client-ec2'),
    import('@aws-sdk/client-guardduty'),
    import('@aws-sdk/client-iam'),
    import('@aws-sdk/client-kms'),
    import('@aws-sdk/client-rds'),
    import('@aws-sdk/client-s3'),
    import('@aws-sdk/client-s3-control'),
    import('@aws-sdk/client-sts'),
  ]);
  const timeout = it.patience;
  return (keys) => {
    const settingsOf = (service: Service, region: string) => {
      const endpoint = it.endpoint?.(service);
      return {
        region,
        credentials: keys,
        maxAttempts: attempts,
        retryMode: 'adaptive',
        requestHandler: { connectionTimeout: Math.min(timeout, 10_000), requestTimeout: timeout, throwOnRequestTimeout: true },
        // Neither the environment nor a file on this machine may lead the credentials elsewhere.
        ignoreConfiguredEndpointUrls: true,
        // Seen in the trail of the account.
        userAgentAppId: 'annexa',
        ...(endpoint && { endpoint }),
      };
    };
    const make: { [S in Service]: (region: string) => Services[S] } = {
      cloudtrail: (region) => new cloudtrail.CloudTrail(settingsOf('cloudtrail', region)),
      config: (region) => new config.ConfigService(settingsOf('config', region)),
      ec2: (region) => new ec2.EC2(settingsOf('ec2', region)),
      guardduty: (region) => new guardduty.GuardDuty(settingsOf('guardduty', region)),
      iam: (region) => new iam.IAM(settingsOf('iam', region)),
      kms: (region) => new kms.KMS(settingsOf('kms', region)),
      rds: (region) => new rds.RDS(settingsOf('rds', region)),
      s3: (region) => new s3.S3({ ...settingsOf('s3', region), followRegionRedirects: true, forcePathStyle: it.endpoint?.('s3') !== undefined }),
      's3-control'(region) {
        const settings = settingsOf('s3-control', region);
        const { endpoint } = settings;
        // The account stands in the name of the host, which an address on loopback has no room for.
        return new s3control.S3Control({ ...settings, ...(endpoint && { endpointProvider: () => ({ url: new URL(endpoint) }) }) });
      },
      sts: (region) => new sts.STS(settingsOf('sts', region)),
    };
    return (service, region) => make[service](region);
  };
}
