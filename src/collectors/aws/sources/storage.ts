import type { Source } from '../../collector.ts';
import type { AccessBlock, AccountBlock, BucketBlock, BucketEncryption, BucketVersioning } from '../facts.ts';
import { bare, type AwsSession } from '../session.ts';
import { eachMaybe, unlessAllDenied } from '../trouble.ts';

/** Buckets. They are listed once for the account, each is asked in the region where it lies. */

interface Place {
  id: string;
  name: string;
  region: string;
}
type Notes = Parameters<Source<AwsSession, unknown>['read']>[2];

async function* buckets(session: AwsSession, notes: Notes): AsyncGenerator<Place[]> {
  const s3 = session.client('s3', session.home);
  const pages = session.pages(
    notes,
    's3:ListAllMyBuckets',
    session.home,
    (ContinuationToken, options) => s3.listBuckets({ MaxBuckets: 1000, ContinuationToken }, options),
    (out) => ({ items: out.Buckets, next: out.ContinuationToken }),
  );
  for await (const page of pages)
    yield page.map(({ Name = '', BucketRegion }) => ({
      id: `arn:${session.partition}:s3:::${Name}`,
      name: Name,
      region: BucketRegion ?? session.home,
    }));
}

/** Reads one property of every bucket. `null` where AWS says that nothing is configured. */
async function* eachBucket<T, Item>(
  session: AwsSession,
  notes: Notes,
  action: string,
  ask: (place: Place, options: { abortSignal: AbortSignal }) => Promise<T>,
  none: readonly string[],
  item: (place: Omit<Place, 'region'>, found: { value: T | null } | { trouble: never }) => Item,
): AsyncGenerator<Item[]> {
  for await (const page of buckets(session, notes)) {
    const found = await eachMaybe(page, async (place) => {
      const out = await session.call(action, place.region, (options) => ask(place, options), none);
      notes.page(action, out ? 1 : 0, { bucket: place.name, ...(bare(out) as object | null) });
      return out;
    });
    yield page.map(({ id, name }, index) => item({ id, name }, found[index] as never));
  }
}

interface Configured {
  BlockPublicAcls?: boolean;
  IgnorePublicAcls?: boolean;
  BlockPublicPolicy?: boolean;
  RestrictPublicBuckets?: boolean;
}
const blockOf = (given: Configured | undefined): AccessBlock | null =>
  given
    ? {
        blockPublicAcls: given.BlockPublicAcls ?? false,
        ignorePublicAcls: given.IgnorePublicAcls ?? false,
        blockPublicPolicy: given.BlockPublicPolicy ?? false,
        restrictPublicBuckets: given.RestrictPublicBuckets ?? false,
      }
    : null;
const notBlocked = ['NoSuchPublicAccessBlockConfiguration'];

export const accountBlock: Source<AwsSession, AccountBlock> = {
  title: 'The public access block of the account',
  permissions: ['s3:GetAccountPublicAccessBlock'],
  each: 'connection',
  async *read(session, _scope, notes) {
    const out = await session.call(
      's3:GetAccountPublicAccessBlock',
      session.home,
      (options) => session.client('s3-control', session.home).getPublicAccessBlock({ AccountId: session.account }, options),
      notBlocked,
    );
    notes.page('s3:GetAccountPublicAccessBlock', out ? 1 : 0, bare(out));
    yield [{ id: session.account, block: blockOf(out?.PublicAccessBlockConfiguration) }];
  },
};

export const bucketBlocks: Source<AwsSession, BucketBlock> = {
  title: 'Buckets with their public access block',
  permissions: ['s3:ListAllMyBuckets', 's3:GetBucketPublicAccessBlock'],
  each: 'connection',
  read: (session, _scope, notes) =>
    unlessAllDenied(
      eachBucket(
        session,
        notes,
        's3:GetBucketPublicAccessBlock',
        ({ name, region }, options) => session.client('s3', region).getPublicAccessBlock({ Bucket: name }, options),
        notBlocked,
        (place, found) => ({ ...place, block: 'trouble' in found ? found : { value: blockOf(found.value?.PublicAccessBlockConfiguration) } }),
      ),
      ({ block }) => block,
    ),
};

export const bucketEncryption: Source<AwsSession, BucketEncryption> = {
  title: 'Buckets with their encryption',
  permissions: ['s3:ListAllMyBuckets', 's3:GetEncryptionConfiguration'],
  each: 'connection',
  read: (session, _scope, notes) =>
    unlessAllDenied(
      eachBucket(
        session,
        notes,
        's3:GetEncryptionConfiguration',
        ({ name, region }, options) => session.client('s3', region).getBucketEncryption({ Bucket: name }, options),
        ['ServerSideEncryptionConfigurationNotFoundError'],
        (place, found) => ({
          ...place,
          algorithms:
            'trouble' in found
              ? found
              : {
                  value: (found.value?.ServerSideEncryptionConfiguration?.Rules ?? []).flatMap(
                    ({ ApplyServerSideEncryptionByDefault: rule }) => rule?.SSEAlgorithm ?? [],
                  ),
                },
        }),
      ),
      ({ algorithms }) => algorithms,
    ),
};

export const bucketVersioning: Source<AwsSession, BucketVersioning> = {
  title: 'Buckets with their versioning',
  permissions: ['s3:ListAllMyBuckets', 's3:GetBucketVersioning'],
  each: 'connection',
  read: (session, _scope, notes) =>
    unlessAllDenied(
      eachBucket(
        session,
        notes,
        's3:GetBucketVersioning',
        ({ name, region }, options) => session.client('s3', region).getBucketVersioning({ Bucket: name }, options),
        [],
        (place, found) => ({ ...place, status: 'trouble' in found ? found : { value: found.value?.Status ?? '' } }),
      ),
      ({ status }) => status,
    ),
};
