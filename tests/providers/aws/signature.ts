import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Signature Version 4, from the side of the one who receives it. */

export interface Received {
  method: string;
  url: URL;
  headers: IncomingHttpHeaders;
  body: Buffer;
}
export interface Scope {
  key: string;
  date: string;
  region: string;
  service: string;
  signedHeaders: string[];
  signature: string;
}

const form = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([\w-]+)\/([\w-]+)\/aws4_request, SignedHeaders=([\w;-]+), Signature=([0-9a-f]{64})$/;

export function scopeOf(headers: IncomingHttpHeaders): Scope | null {
  const [, key, date, region, service, signedHeaders, signature] = form.exec(headers.authorization ?? '') ?? [];
  return signature ? { key: key!, date: date!, region: region!, service: service!, signedHeaders: signedHeaders!.split(';'), signature } : null;
}

const sha256 = (content: Buffer | string) => createHash('sha256').update(content).digest('hex');
const hmac = (key: Buffer | string, content: string) => createHmac('sha256', key).update(content).digest();
const encode = (value: string) => encodeURIComponent(value).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** The moment a request says it was signed at. */
export function signedAt(headers: IncomingHttpHeaders): number {
  const [, y, m, d, h, min, s] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(String(headers['x-amz-date'] ?? '')) ?? [];
  return Date.parse(`${y}-${m}-${d}T${h}:${min}:${s}Z`);
}

/** Whether a request was signed with this secret, body and headers included. */
export function isSigned({ method, url, headers, body }: Received, scope: Scope, secret: string): boolean {
  const must = ['host', 'x-amz-date', ...(headers['x-amz-security-token'] ? ['x-amz-security-token'] : [])];
  if (!must.every((name) => scope.signedHeaders.includes(name))) return false;
  const claimed = headers['x-amz-content-sha256'];
  const hash = sha256(body);
  if (claimed !== undefined && claimed !== hash) return false;
  // Everybody but S3 signs the path encoded once more.
  const path = scope.service === 's3' ? url.pathname : url.pathname.split('/').map(encode).join('/');
  const query = [...url.searchParams]
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
    .map((pair) => pair.join('='))
    .join('&');
  const lines = scope.signedHeaders
    .map(
      (name) =>
        `${name}:${String(headers[name] ?? '')
          .trim()
          .replace(/\s+/g, ' ')}\n`,
    )
    .join('');
  const canonical = [method, path, query, lines, scope.signedHeaders.join(';'), hash].join('\n');
  const place = `${scope.date}/${scope.region}/${scope.service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], place, sha256(canonical)].join('\n');
  const key = [scope.date, scope.region, scope.service, 'aws4_request'].reduce<Buffer | string>((known, part) => hmac(known, part), `AWS4${secret}`);
  return timingSafeEqual(hmac(key, toSign), Buffer.from(scope.signature, 'hex'));
}
