import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface StoredObject {
  content: Buffer;
  at: Date;
}

/** A bucket over real HTTP that keeps what it is given, checks who asks, and fails when a test wants it to. */
export interface S3Double {
  /** For the setting ANNEXA_FILES. */
  address: string;
  objects: Map<string, StoredObject>;
  accessKey: string;
  /** The next requests answer like this instead; `cut` breaks the connection in the middle. */
  fail(fault: 'error' | 'cut', times?: number): void;
  stop(): Promise<void>;
}

export async function s3Double(accessKey = 'AKIATEST'): Promise<S3Double> {
  const objects = new Map<string, StoredObject>();
  const faults: ('error' | 'cut')[] = [];
  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const content = Buffer.concat(chunks);
    const fault = faults.shift();
    if (fault === 'cut') return void response.destroy();
    const refuse = (status: number, code: string) =>
      void response
        .writeHead(status, { 'content-type': 'application/xml' })
        .end(request.method === 'HEAD' ? '' : `<Error><Code>${code}</Code></Error>`);
    if (fault === 'error') return refuse(503, 'SlowDown');
    const [, key = '', signedHeaders = '', signature = ''] =
      /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/[\w-]+\/s3\/aws4_request, SignedHeaders=([\w;-]+), Signature=([0-9a-f]{64})$/.exec(
        request.headers.authorization ?? '',
      ) ?? [];
    if (signature === '' || !signedHeaders.includes('host')) return refuse(403, 'AccessDenied');
    if (key !== accessKey) return refuse(403, 'InvalidAccessKeyId');

    const url = new URL(request.url ?? '/', 'http://localhost');
    const [, bucket, ...rest] = decodeURIComponent(url.pathname).split('/');
    if (bucket !== 'bucket') return refuse(404, 'NoSuchBucket');
    const name = rest.join('/');
    const found = objects.get(name);
    if (name === '' && request.method === 'HEAD') return void response.writeHead(200).end();
    if (name === '') {
      const prefix = url.searchParams.get('prefix') ?? '';
      const from = url.searchParams.get('continuation-token') ?? '';
      const all = [...objects.keys()].filter((each) => each.startsWith(prefix) && each > from).sort();
      const page = all.slice(0, 2);
      const more = all.length > page.length ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '';
      const list = page
        .map((each) => {
          const { content: bytes, at } = objects.get(each)!;
          return `<Contents><Key>${each}</Key><Size>${bytes.length}</Size><LastModified>${at.toISOString()}</LastModified></Contents>`;
        })
        .join('');
      return void response
        .writeHead(200, { 'content-type': 'application/xml' })
        .end(`<?xml version="1.0"?><ListBucketResult><IsTruncated>${more !== ''}</IsTruncated>${list}${more}</ListBucketResult>`);
    }
    if (request.method === 'PUT') {
      const expected = request.headers['x-amz-checksum-sha256'];
      if (expected && expected !== createHash('sha256').update(content).digest('base64')) return refuse(400, 'BadDigest');
      if (Number(request.headers['content-length']) !== content.length) return refuse(400, 'IncompleteBody');
      objects.set(name, { content, at: new Date() });
      return void response.writeHead(200, { etag: '"x"' }).end();
    }
    if (request.method === 'DELETE') {
      objects.delete(name);
      return void response.writeHead(204).end();
    }
    if (!found) return refuse(404, 'NoSuchKey');
    response.writeHead(200, { 'content-length': found.content.length, 'last-modified': found.at.toUTCString() });
    response.end(request.method === 'HEAD' ? undefined : found.content);
  }

  const { port } = server.address() as AddressInfo;
  return {
    address: `s3://bucket/annexa/files?endpoint=${encodeURIComponent(`http://127.0.0.1:${port}`)}&region=eu-north-1`,
    objects,
    accessKey,
    fail: (fault, times = 1) => void faults.push(...Array.from({ length: times }, () => fault)),
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
