import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AwsRefusal, cloudtrail, config, ec2, guardduty, iam, kms, rds, s3, type Question } from './aws/answers.ts';
import { isSigned, scopeOf, signedAt, type Received } from './aws/signature.ts';
import { goodWorld, worldUser, type World } from './aws/world.ts';
import { xml } from './aws/xml.ts';

interface Principal {
  secret: string;
  token: string | null;
  arn: string;
  /** Milliseconds since 1970 after which its keys are not accepted. */
  until: number;
  reads: boolean;
}
interface Fault {
  status: number;
  code: string;
  headers: Record<string, string>;
}

/**
 * An AWS account on this machine, as far as it is read: the protocols that the official clients speak, signatures that
 * are checked, roles that ask for their external id, keys that end. What is in it and how it fails is set by a test.
 */
export class AwsDouble {
  account = '111122223333';
  readonly key = { accessKeyId: 'AKIAEXAMPLEANNEXA001', secretAccessKey: 'a/secret+of/forty/characters/for/the/tests' };
  role = 'arn:aws:iam::111122223333:role/annexa';
  externalId = 'external-1';
  /** What the role's trust policy asks for: this external id, any at all, or none. */
  trust: 'exact' | 'any' | 'if-exists' = 'exact';
  world: World = goodWorld();
  pageSize = 2;
  /** How far the clock of AWS is ahead. */
  skew = 0;
  /** Every list points to a page that was shown before. */
  loops = false;
  /** How often the credential report is not finished yet. */
  reportTakes = 1;
  readonly asked: { action: string; region: string; arn: string }[] = [];
  readonly #principals = new Map<string, Principal>();
  readonly #denied = new Map<string, string>();
  readonly #silent = new Set<string>();
  readonly #faults: Fault[] = [];
  readonly #after = new Map<string, () => void>();
  readonly #gates = new Map<string, Promise<void>>();
  #waiting = 0;
  readonly #server = createServer((request, response) => void this.#answer(request, response).catch(() => response.destroy()));
  url = '';

  constructor() {
    const { accessKeyId, secretAccessKey } = this.key;
    const arn = `arn:aws:iam::${this.account}:user/annexa`;
    this.#principals.set(accessKeyId, { secret: secretAccessKey, token: null, arn, until: Number.POSITIVE_INFINITY, reads: false });
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }
  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.closeAllConnections();
      this.#server.close(() => resolve());
    });
  }

  /** Everything in order again, all faults gone. */
  reset(): void {
    this.world = goodWorld();
    this.asked.length = 0;
    this.#denied.clear();
    this.#silent.clear();
    this.#faults.length = 0;
    this.#after.clear();
    this.#gates.clear();
    Object.assign(this, { trust: 'exact', pageSize: 2, skew: 0, loops: false, reportTakes: 1, account: '111122223333' });
    this.allowUser(false);
  }
  /** The user's own key may read, without a role. */
  allowUser(reads = true): void {
    this.#principals.get(this.key.accessKeyId)!.reads = reads;
  }
  /** Refuses an action, or `action resource`. `by` is the policy that AWS names. */
  deny(action: string, by = ''): void {
    this.#denied.set(action, by);
  }
  allow(action: string): void {
    this.#denied.delete(action);
  }
  /** The next requests are too many. */
  throttle(times: number, retryAfter?: number): void {
    const headers: Record<string, string> = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
    const fault = { status: 400, code: 'ThrottlingException', headers };
    this.#faults.push(...Array.from({ length: times }, () => fault));
  }
  /** The keys that roles were given are worth nothing any more. */
  expire(): void {
    for (const principal of this.#principals.values()) if (principal.token) principal.until = 0;
  }
  /** Does something right before an action is answered. */
  before(action: string, does: () => void): void {
    this.#after.set(action, does);
  }
  /** An action is answered when the test lets it go on. */
  waitBefore(action: string, gate: Promise<void>): void {
    this.#gates.set(action, gate);
  }
  /** A region whose own services take requests and never answer. */
  hang(region: string): void {
    this.#silent.add(region);
  }
  populate(users: number): void {
    this.world.users = Array.from({ length: users }, (_none, at) => worldUser(`user-${String(at).padStart(6, '0')}`));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const received: Received = {
      method: request.method ?? 'GET',
      url: new URL(request.url ?? '/', this.url),
      headers: request.headers,
      body: Buffer.concat(chunks),
    };
    response.setHeader('date', new Date(Date.now() + this.skew).toUTCString());
    response.setHeader('x-amzn-requestid', randomBytes(8).toString('hex'));
    const scope = scopeOf(request.headers);
    const service = scope?.service ?? 'sts';
    try {
      if (!scope) throw new AwsRefusal(403, 'MissingAuthenticationToken', 'Request is missing Authentication Token');
      if (this.#silent.has(scope.region) && !global.has(scope.service)) return;
      const principal = this.#principalOf(received, service);
      const fault = this.#faults.shift();
      if (fault) {
        throw new AwsRefusal(fault.status, fault.code, 'Rate exceeded', fault.headers);
      }
      const { action, given } = actionOf(received, service);
      const name = `${service}:${action}`;
      this.#after.get(name)?.();
      await this.#gates.get(name);
      this.asked.push({ action: name, region: scope.region, arn: principal.arn });
      this.#authorise(name, principal, given);
      const result =
        service === 'sts'
          ? this.#sts(action, principal, given)
          : name === 'iam:GenerateCredentialReport'
            ? { State: this.#waiting++ < this.reportTakes ? 'STARTED' : ((this.#waiting = 0), 'COMPLETE') }
            : this.#read(service, action, scope.region, given);
      send(response, service, action, result);
    } catch (error) {
      if (!(error instanceof AwsRefusal)) throw error;
      refuse(response, service, error);
    }
  }

  #principalOf(received: Received, service: string): Principal {
    const scope = scopeOf(received.headers)!;
    const json = service in jsonServices;
    const known = this.#principals.get(scope.key);
    if (!known)
      throw new AwsRefusal(
        service === 's3' || !json ? 403 : 400,
        service === 's3' ? 'InvalidAccessKeyId' : service === 'ec2' ? 'AuthFailure' : json ? 'UnrecognizedClientException' : 'InvalidClientTokenId',
        'The security token included in the request is invalid.',
      );
    if (Math.abs(signedAt(received.headers) - (Date.now() + this.skew)) > 300_000)
      throw new AwsRefusal(
        403,
        service === 's3' ? 'RequestTimeTooSkewed' : json ? 'InvalidSignatureException' : 'RequestExpired',
        'Signature expired',
      );
    if ((received.headers['x-amz-security-token'] ?? null) !== known.token)
      throw new AwsRefusal(403, 'InvalidClientTokenId', 'The token is not right.');
    if (!isSigned(received, scope, known.secret))
      throw new AwsRefusal(403, json ? 'InvalidSignatureException' : 'SignatureDoesNotMatch', 'The request signature we calculated does not match');
    if (known.until < Date.now())
      throw new AwsRefusal(
        json ? 400 : 403,
        service === 'ec2' ? 'RequestExpired' : json ? 'ExpiredTokenException' : 'ExpiredToken',
        'The token has expired',
      );
    return known;
  }

  #authorise(name: string, principal: Principal, given: Record<string, unknown>): void {
    const resource = given['Bucket'] ?? given['KeyId'] ?? given['UserName'];
    const key = [name, `${name} ${String(resource)}`].find((each) => this.#denied.has(each));
    const free = name === 'sts:GetCallerIdentity' || name === 'sts:AssumeRole';
    if (key === undefined && (free || principal.reads)) return;
    const by = key === undefined ? '' : this.#denied.get(key);
    const service = name.split(':')[0]!;
    throw new AwsRefusal(
      service in jsonServices ? 400 : 403,
      service === 'ec2' ? 'UnauthorizedOperation' : service in jsonServices ? 'AccessDeniedException' : 'AccessDenied',
      `User: ${principal.arn} is not authorized to perform: ${name}${by ? ` with an explicit deny in a ${by}` : ''}`,
    );
  }

  #sts(action: string, principal: Principal, given: Record<string, any>): unknown {
    if (action === 'GetCallerIdentity') return { Account: this.account, Arn: principal.arn, UserId: 'AIDAEXAMPLE' };
    if (action !== 'AssumeRole') throw new AwsRefusal(400, 'InvalidAction', action);
    const id = given['ExternalId'];
    const trusted = { exact: id === this.externalId, any: id !== undefined, 'if-exists': id === undefined || id === this.externalId }[this.trust];
    if (given['RoleArn'] !== this.role || principal.token || !trusted)
      throw new AwsRefusal(
        403,
        'AccessDenied',
        `User: ${principal.arn} is not authorized to perform: sts:AssumeRole on resource: ${given['RoleArn']}`,
      );
    const key = `ASIA${randomBytes(8).toString('hex').toUpperCase()}`;
    const seconds = Number(given['DurationSeconds'] ?? 3600);
    const made: Principal = {
      secret: randomBytes(30).toString('base64'),
      token: randomBytes(60).toString('base64'),
      arn: `arn:aws:sts::${this.account}:assumed-role/annexa/${given['RoleSessionName']}`,
      until: Date.now() + seconds * 1000,
      reads: true,
    };
    this.#principals.set(key, made);
    return {
      Credentials: { AccessKeyId: key, SecretAccessKey: made.secret, SessionToken: made.token, Expiration: new Date(made.until) },
      AssumedRoleUser: { Arn: made.arn, AssumedRoleId: 'AROAEXAMPLE:annexa' },
    };
  }

  #read(service: string, action: string, region: string, given: Record<string, any>): unknown {
    const answer = services[service]?.[action];
    if (!answer) throw new AwsRefusal(400, service in jsonServices ? 'UnknownOperationException' : 'InvalidAction', `${service}:${action}`);
    const known = this.world.regions[region];
    if (!known || known.optIn === 'not-opted-in')
      throw new AwsRefusal(400, service in jsonServices ? 'UnrecognizedClientException' : 'AuthFailure', 'The region is not enabled.');
    const question: Question = {
      world: this.world,
      account: this.account,
      region,
      given,
      page: (all, token) => {
        const at = token === undefined || token === '' ? 0 : Number(Buffer.from(String(token), 'base64url').toString());
        if (!Number.isInteger(at)) throw new AwsRefusal(400, 'ValidationError', 'The token is not one of ours.');
        const after = at + this.pageSize;
        const next = this.loops ? 0 : after < all.length ? after : null;
        return { items: all.slice(at, after), next: next === null ? undefined : Buffer.from(String(next)).toString('base64url') };
      },
    };
    return answer(question);
  }
}

const services: Record<string, Record<string, (question: Question) => unknown>> = { iam, ec2, rds, kms, cloudtrail, config, guardduty, s3 };
/** Services that exist once for all regions. */
const global = new Set(['iam', 'sts', 's3']);
const jsonServices = { kms: true, cloudtrail: true, config: true, guardduty: true };

/** Which action a request asks for, as its permission is called, and with what. */
function actionOf({ url, headers, body }: Received, service: string): { action: string; given: Record<string, any> } {
  const target = headers['x-amz-target'];
  if (target !== undefined) return { action: String(target).split('.').at(-1)!, given: JSON.parse(body.toString() || '{}') };
  if (service === 'guardduty') {
    const [, , detector] = url.pathname.split('/');
    return detector
      ? { action: 'GetDetector', given: { DetectorId: detector } }
      : { action: 'ListDetectors', given: Object.fromEntries(url.searchParams) };
  }
  if (service === 's3') {
    if (url.pathname.startsWith('/v20180820/')) return { action: 'GetAccountPublicAccessBlock', given: { account: headers['x-amz-account-id'] } };
    const Bucket = decodeURIComponent(url.pathname.split('/')[1] ?? '');
    const asks = (name: string) => url.searchParams.has(name);
    if (Bucket === '') return { action: 'ListAllMyBuckets', given: Object.fromEntries(url.searchParams) };
    return {
      action: asks('publicAccessBlock')
        ? 'GetBucketPublicAccessBlock'
        : asks('encryption')
          ? 'GetEncryptionConfiguration'
          : asks('versioning')
            ? 'GetBucketVersioning'
            : 'GetObject',
      given: { Bucket },
    };
  }
  const given = Object.fromEntries(new URLSearchParams(body.toString()));
  return { action: given['Action'] ?? '', given };
}

function send(response: ServerResponse, service: string, action: string, result: unknown): void {
  if (service in jsonServices) {
    const type = service === 'guardduty' ? 'application/json' : 'application/x-amz-json-1.1';
    response.writeHead(200, { 'content-type': type }).end(JSON.stringify(result));
    return;
  }
  const content =
    service === 's3'
      ? xml(result)
      : service === 'ec2'
        ? xml({ [`${action}Response`]: result })
        : xml({ [`${action}Response`]: { [`${action}Result`]: result, ResponseMetadata: { RequestId: 'r' } } });
  response.writeHead(200, { 'content-type': 'text/xml' }).end(`<?xml version="1.0" encoding="UTF-8"?>${content}`);
}

function refuse(response: ServerResponse, service: string, { status, code, message, headers }: AwsRefusal): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (service in jsonServices) {
    response
      .writeHead(status, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': code })
      .end(JSON.stringify({ __type: code, message }));
    return;
  }
  const error = { Code: code, Message: message };
  const content =
    service === 's3'
      ? { Error: error }
      : service === 'ec2'
        ? { Response: { Errors: { Error: error } } }
        : { ErrorResponse: { Error: { Type: 'Sender', ...error } } };
  response.writeHead(status, { 'content-type': 'text/xml' }).end(`<?xml version="1.0" encoding="UTF-8"?>${xml(content)}`);
}
