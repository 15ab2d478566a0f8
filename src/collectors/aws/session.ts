import { randomUUID } from 'node:crypto';
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
import { TroubleError, type Notes, type Surroundings } from '../collector.ts';
import type { AwsSettings } from './settings.ts';
import { codeOf, isSilence, troubleOfAws } from './trouble.ts';

interface Services {
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

interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  expiration?: Date;
}

const attempts = 6;
const patience = 30_000;
/** A role's keys are renewed this long before they end. */
const margin = 5 * 60_000;
const hour = 3600;
/** Where services that exist once for a partition are signed for. */
const homes: Record<AwsSettings['partition'], string> = { aws: 'us-east-1', 'aws-cn': 'cn-north-1', 'aws-us-gov': 'us-gov-west-1' };

/** An account that is signed in to. */
export class AwsSession {
  readonly account: string;
  readonly partition: AwsSettings['partition'];
  /** Regions that were asked for; none: every one that is enabled. */
  readonly wanted: readonly string[];
  readonly home: string;
  readonly it: Surroundings;
  /** Regions that were asked for and do not answer to this account, with the reason. */
  readonly closed = new Map<string, string>();
  readonly #open: Opener;
  readonly #clients = new Map<string, Services[Service]>();
  /** Places that have not answered: they are not waited for again and again. */
  readonly #silent = new Map<string, TroubleError>();
  readonly #once = new Map<string, Promise<unknown>>();

  constructor({ account, partition, regions }: AwsSettings, it: Surroundings, open: Opener) {
    this.account = account;
    this.partition = partition;
    this.wanted = regions;
    this.home = homes[partition];
    this.it = it;
    this.#open = open;
  }

  client<S extends Service>(service: S, region: string): Services[S] {
    const name = `${service} ${region}`;
    let client = this.#clients.get(name);
    if (!client) this.#clients.set(name, (client = this.#open(service, region)));
    return client as Services[S];
  }

  /** One call. Errors: TroubleError that names the action. An answer whose code is in `none` means that there is nothing. */
  async call<T>(
    action: string,
    region: string,
    ask: (options: { abortSignal: AbortSignal }) => Promise<T>,
    none: readonly string[] = [],
  ): Promise<T | null> {
    const closed = this.closed.get(region);
    if (closed) throw new TroubleError({ kind: 'unsupported', message: closed });
    const place = placeOf(action, region);
    const before = this.#silent.get(place);
    if (before) throw before;
    try {
      return await asked(this.it, action, region, ask);
    } catch (error) {
      if (none.includes(codeOf(error))) return null;
      const trouble = error instanceof TroubleError ? error : new TroubleError(troubleOfAws(error, action, region));
      if (isSilence(error)) this.#silent.set(place, trouble);
      throw trouble;
    }
  }

  /**
   * A list to its last page. The token of the next page is AWS's own and goes back to where it came from; one that comes
   * twice is an error, and so are more pages than allowed.
   */
  async *pages<Out, Item>(
    notes: Notes,
    action: string,
    region: string,
    ask: (token: string | undefined, options: { abortSignal: AbortSignal }) => Promise<Out>,
    read: (out: Out) => { items: readonly Item[] | undefined; next: string | undefined | null; raw?: unknown },
    none: readonly string[] = [],
  ): AsyncGenerator<readonly Item[]> {
    const seen = new Set<string>();
    let token: string | undefined;
    for (let page = 0; ; page++) {
      if (page >= this.it.maxPages)
        throw new TroubleError({ kind: 'too-many-pages', message: `${action} has more than ${this.it.maxPages} pages; it was not read to its end.` });
      const out = await this.call(action, region, (options) => ask(token, options), none);
      if (out === null) return;
      const { items = [], next, raw = out } = read(out);
      notes.page(action, items.length, bare(raw));
      yield items;
      if (!next) return;
      if (seen.has(next)) throw new TroubleError({ kind: 'unreadable', message: `AWS gives the same page of ${action} again and again.` });
      seen.add(next);
      token = next;
    }
  }

  /** What several sources need is asked for once in a session. */
  once<T>(name: string, ask: () => Promise<T>): Promise<T> {
    const known = this.#once.get(name) as Promise<T> | undefined;
    if (known) return known;
    const asking = ask();
    this.#once.set(name, asking);
    asking.catch(() => this.#once.delete(name));
    return asking;
  }

  /** ARN of something that AWS itself provides. */
  managed(policy: string): string {
    return `arn:${this.partition}:iam::aws:policy/${policy}`;
  }
}

/** Services that exist once for all regions stand apart; the others of a region are mostly silent together. */
const apart = new Set(['iam', 'sts', 's3']);
function placeOf(action: string, region: string): string {
  const service = action.split(':')[0]!;
  return apart.has(service) ? `${service} ${region}` : region;
}

type Opener = <S extends Service>(service: S, region: string) => Services[S];

/** An answer without what the client notes about itself. */
export const bare = (out: unknown): unknown =>
  typeof out === 'object' && out !== null ? Object.fromEntries(Object.entries(out).filter(([name]) => name !== '$metadata')) : out;

/** A call that ends when the run is cancelled. */
async function asked<T>(it: Surroundings, action: string, region: string, ask: (options: { abortSignal: AbortSignal }) => Promise<T>): Promise<T> {
  const cancelled = () => new TroubleError({ kind: 'cancelled', message: 'The run was cancelled.' });
  if (it.signal.aborted) throw cancelled();
  try {
    return await ask({ abortSignal: it.signal });
  } catch (error) {
    if (it.signal.aborted) throw cancelled();
    throw error;
  }
}

/** Signs in: with the key as it is, or into the role; makes sure that it is the account that was meant. */
export async function openSession(settings: AwsSettings, credentials: Record<string, string>, it: Surroundings): Promise<AwsSession> {
  const { accessKeyId = '', secretAccessKey = '', sessionToken = '' } = credentials;
  if (accessKeyId === '' || secretAccessKey === '')
    throw new TroubleError({ kind: 'expired', message: 'An access key id and its secret are needed to sign in.' });
  const own: Keys = {
    accessKeyId: accessKeyId.trim(),
    secretAccessKey: secretAccessKey.trim(),
    ...(sessionToken && { sessionToken: sessionToken.trim() }),
  };
  const openFor = await loadClients(it);
  const home = homes[settings.partition];
  const sts = openFor(async () => own)('sts', home);
  let keys = async () => own;
  if (settings.role !== '') {
    keys = roleKeys(it, sts, settings, home);
    await keys();
    await refusesStrangers(it, sts, settings, home);
  }
  const session = new AwsSession(settings, it, openFor(keys));
  const caller = await session.call('sts:GetCallerIdentity', home, (options) => session.client('sts', home).getCallerIdentity({}, options));
  if (caller?.Account !== settings.account)
    throw new TroubleError({
      kind: 'denied',
      message: `The credentials belong to account ${caller?.Account ?? 'unknown'}, not to ${settings.account}. Nothing was read.`,
    });
  return session;
}

const sessionName = 'annexa';

/** Keys of the role, good for an hour and renewed before they end. */
function roleKeys(it: Surroundings, sts: STS, { role, externalId }: AwsSettings, home: string): () => Promise<Keys> {
  let held: Promise<Keys> | undefined;
  let until = 0;
  const assume = async (): Promise<Keys> => {
    try {
      const { Credentials: given } = await asked(it, 'sts:AssumeRole', home, (options) =>
        sts.assumeRole({ RoleArn: role, RoleSessionName: sessionName, ExternalId: externalId, DurationSeconds: hour }, options),
      );
      const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = given ?? {};
      if (!AccessKeyId || !SecretAccessKey || !SessionToken)
        throw new TroubleError({ kind: 'unreadable', message: 'AWS has given no keys for the role.' });
      until = (Expiration?.getTime() ?? Date.now() + hour * 1000) - margin;
      return {
        accessKeyId: AccessKeyId,
        secretAccessKey: SecretAccessKey,
        sessionToken: SessionToken,
        ...(Expiration && { expiration: Expiration }),
      };
    } catch (error) {
      const trouble = troubleOfAws(error, 'sts:AssumeRole', home);
      throw new TroubleError(
        trouble.kind === 'denied'
          ? { ...trouble, message: `The role ${role} cannot be assumed: it does not exist, does not trust this key, or expects another external id.` }
          : trouble,
      );
    }
  };
  return () => {
    if (!held || Date.now() >= until) {
      until = Number.POSITIVE_INFINITY;
      held = assume();
      held.catch(() => (held = undefined));
    }
    return held;
  };
}

/**
 * The external id protects a role only where its trust policy asks for it. A role that lets in somebody who has none, or
 * a wrong one, is not used (the "confused deputy").
 */
async function refusesStrangers(it: Surroundings, sts: STS, { role }: AwsSettings, home: string): Promise<void> {
  for (const [ExternalId, how] of [
    [undefined, 'without an external id'],
    [randomUUID(), 'with any external id'],
  ] as const) {
    const refused = await asked(it, 'sts:AssumeRole', home, (options) =>
      sts.assumeRole({ RoleArn: role, RoleSessionName: sessionName, ExternalId, DurationSeconds: 900 }, options),
    ).then(
      () => false,
      (error: unknown) => {
        const trouble = troubleOfAws(error, 'sts:AssumeRole', home);
        if (trouble.kind !== 'denied') throw new TroubleError(trouble);
        return true;
      },
    );
    if (!refused)
      throw new TroubleError({
        kind: 'denied',
        message: `The role ${role} can be assumed ${how}. Add the condition on sts:ExternalId to its trust policy as the guide shows; until then it is not used.`,
      });
  }
}

/** Loads the official clients; they are large, and only needed where something is collected. */
async function loadClients(it: Surroundings): Promise<(keys: () => Promise<Keys>) => Opener> {
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
  const timeout = it.patience ?? patience;
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

const available = new Set(['opt-in-not-required', 'opted-in']);

/** The regions to read: those asked for, or every one that is enabled. What was asked for and is closed is told so. */
export async function regionsOf(session: AwsSession): Promise<string[]> {
  let out;
  try {
    // Where only some regions may be used, others do not even list them.
    const from = session.wanted[0] ?? session.home;
    out = await session.call('ec2:DescribeRegions', from, (options) => session.client('ec2', from).describeRegions({ AllRegions: true }, options));
  } catch (error) {
    // Where the regions are named, they are taken as they are.
    if (session.wanted.length > 0 && error instanceof TroubleError && error.trouble.kind !== 'cancelled') return [...new Set(session.wanted)].sort();
    throw error;
  }
  const known = new Map((out?.Regions ?? []).map(({ RegionName = '', OptInStatus = '' }) => [RegionName, available.has(OptInStatus)]));
  if (session.wanted.length === 0) return [...known].flatMap(([name, open]) => (open ? [name] : [])).sort();
  for (const region of session.wanted)
    if (!known.has(region)) session.closed.set(region, `There is no region ${region}.`);
    else if (!known.get(region)) session.closed.set(region, `The region ${region} is not enabled in this account.`);
  return [...new Set(session.wanted)].sort();
}
