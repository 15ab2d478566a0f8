import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { Readable as Streams } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { FileDriver } from './driver.ts';

/**
 * Files in a bucket of S3 or of something that speaks like it: `s3://bucket/prefix?endpoint=https://…&region=…`. The
 * credentials come from where the client of S3 looks for them (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, a role).
 */
export function s3Driver(address: string): FileDriver {
  const { hostname: Bucket, pathname, searchParams } = new URL(address);
  const endpoint = searchParams.get('endpoint');
  const client = new S3Client({
    region: searchParams.get('region') ?? 'us-east-1',
    ...(endpoint && { endpoint, forcePathStyle: true }),
    // Checksums beyond the one that is sent are not known everywhere.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 5000, requestTimeout: 60_000 },
  });
  const prefix = pathname.replaceAll(/^\/|\/$/g, '');
  const at = (key: string) => (prefix ? `${prefix}/${key}` : key);
  return {
    async place(key, { path, size, sha256 }) {
      // The other side compares the hash before it keeps anything: what was altered on the way is refused.
      const ChecksumSHA256 = Buffer.from(sha256, 'hex').toString('base64');
      await client.send(new PutObjectCommand({ Bucket, Key: at(key), Body: createReadStream(path), ContentLength: size, ChecksumSHA256 }));
      await rm(path, { force: true });
    },
    async open(key) {
      const found = await client.send(new GetObjectCommand({ Bucket, Key: at(key) })).catch(absent);
      return found ? (Streams.toWeb(found.Body as Readable) as ReadableStream<Uint8Array>) : null;
    },
    size: async (key) => (await client.send(new HeadObjectCommand({ Bucket, Key: at(key) })).catch(absent))?.ContentLength ?? null,
    remove: async (key) => void (await client.send(new DeleteObjectCommand({ Bucket, Key: at(key) }))),
    async *list(folder) {
      let ContinuationToken: string | undefined;
      do {
        const page = await client.send(new ListObjectsV2Command({ Bucket, Prefix: `${at(folder)}/`, ContinuationToken }));
        for (const { Key = '', Size = 0, LastModified = new Date() } of page.Contents ?? [])
          yield { key: prefix ? Key.slice(prefix.length + 1) : Key, size: Size, at: LastModified };
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken);
    },
    check: async () => void (await client.send(new HeadBucketCommand({ Bucket }))),
  };
}

function absent(error: unknown): null {
  if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return null;
  throw error;
}
