import { randomBytes } from 'node:crypto';
import type { ProviderDouble } from '../doors/collectors/behaviour.ts';
import { AwsRefusal, cloudtrail, config, ec2, guardduty, iam, kms, rds, s3, type Question } from './aws/answers.ts';
import { isSigned, scopeOf, signedAt, type Received } from './aws/signature.ts';
import { goodWorld, worldUser, type World } from './aws/world.ts';
import { xml } from './aws/xml.ts';
import { LoopbackDouble, type Answer, type Asking } from './loopback.ts';

interface Principal {
  secret: string;
  token: string | null;
  arn: string;
  /** Milliseconds since 1970 after which its keys are not accepted. */
  until: number;
  reads: boolean;
}

/**
 * An AWS account on this machine, as far as it is read: the protocols that the official clients speak, signatures that
 * are checked, roles that ask for their external id, keys that end. What is in it and how it fails is set by a test.
 */
export class AwsDouble extends LoopbackDouble implements ProviderDouble {
  account = '111122223333';
  readonly key = { accessKeyId: 'AKIAEXAMPLEANNEXA001', secretAccessKey: 'a/secret+of/forty/characters/for/the/tests' };
  readonly #stranger = { accessKeyId: 'AKIAEXAMPLEOTHERS001', secretAccessKey: 'the/secret+of/somebody/in/another/account' };
  role = 'arn:aws:iam::111122223333:role/annexa';
  externalId = 'external-1';
  readonly settings = { account: this.account, role: this.role, externalId: this.externalId };
  readonly credentials = this.key;
  readonly wrong = {
    'the key of another account': this.#stranger,
    'a secret that is not of this key': { secretAccessKey: this.#stranger.secretAccessKey },
    'a key that nobody has': { accessKeyId: 'AKIAEXAMPLENOBODY001' },
  };
  readonly surroundings = { endpoint: () => this.server.url };
  readonly populations = { accounts: 4 };
  readonly waitsByItself = true;
  /** What the role's trust policy asks for: this external id, any at all, or none. */
  trust: 'exact' | 'any' | 'if-exists' = 'exact';
  world: World = goodWorld();
  /** How far the clock of AWS is ahead. */
  skew = 0;
  /** Every list points to a page that was shown before. */
  loops = false;
  /** How often the credential report is not finished yet. */
  reportTakes = 1;
  readonly actions: { action: string; region: string; arn: string }[] = [];
  readonly #principals = new Map<string, Principal>();
  readonly #forbidden = new Map<string, string>();
  readonly #silent = new Set<string>();
  readonly #before = new Map<string, () => void>();
  #waiting = 0;

  constructor(now: () => Date) {
    super(now);
    const user = (account: string, name: string, { accessKeyId, secretAccessKey }: typeof this.key) =>
      this.#principals.set(accessKeyId, {
        secret: secretAccessKey,
        token: null,
        arn: `arn:aws:iam::${account}:user/${name}`,
        until: Number.POSITIVE_INFINITY,
        reads: false,
      });
    user(this.account, 'annexa', this.key);
    user('999988887777', 'stranger', this.#stranger);
    this.server.slowDown = (seconds, { headers }) =>
      refusal(scopeOf(headers)?.service ?? 'sts', new AwsRefusal(400, 'ThrottlingException', 'Rate exceeded', { 'retry-after': String(seconds) }));
  }

  /** Secrets and tokens that were given out. */
  get secrets() {
    return [...this.#principals.values()].flatMap(({ secret, token }) => (token === null ? [secret] : [secret, token]));
  }

  /** Everything in order again, all faults gone. */
  reset(): void {
    this.server.reset();
    this.world = goodWorld();
    this.actions.length = 0;
    this.#forbidden.clear();
    this.#silent.clear();
    this.#before.clear();
    Object.assign(this, { trust: 'exact', skew: 0, loops: false, reportTakes: 1, account: '111122223333' });
    for (const principal of this.#principals.values()) if (!principal.token) principal.until = Number.POSITIVE_INFINITY;
    this.allowUser(false);
  }
  /** The user's own key may read, without a role. */
  allowUser(reads = true): void {
    this.#principals.get(this.key.accessKeyId)!.reads = reads;
  }
  /** Refuses an action, or `action resource`. `by` is the policy that AWS names. */
  forbid(action: string, by = ''): void {
    this.#forbidden.set(action, by);
  }
  deny() {
    this.forbid('kms:GetKeyRotationStatus');
    return { permission: 'kms:GetKeyRotationStatus', check: 'aws-key-rotation' };
  }
  /** The official clients really wait: a second shows it as well as a minute. */
  override throttle(times: number, seconds: number): void {
    super.throttle(times, Math.min(seconds, 1));
  }
  /** The keys that roles were given are worth nothing any more. */
  endRoles(): void {
    for (const principal of this.#principals.values()) if (principal.token) principal.until = 0;
  }
  revoke(calls: number): void {
    this.server.after(calls, () => {
      for (const principal of this.#principals.values()) principal.until = 0;
    });
  }
  /** Does something right before an action is answered. */
  before(action: string, does: () => void): void {
    this.#before.set(action, does);
  }
  /** A region whose own services take requests and never answer. */
  silence(region: string): void {
    this.#silent.add(region);
  }
  populate(users: number): void {
    this.world.users = Array.from({ length: users }, (_none, at) => worldUser(`user-${String(at).padStart(6, '0')}`));
  }
  spoil() {
    const bucket = this.world.buckets[1]!;
    bucket.versioning = 'Suspended';
    return { check: 'aws-bucket-versioning', mend: () => void (bucket.versioning = 'Enabled') };
  }

  protected async answer({ method, url, headers, body }: Asking): Promise<Answer> {
    const received: Received = { method, url, headers, body: Buffer.from(body) };
    const scope = scopeOf(headers);
    const service = scope?.service ?? 'sts';
    const about = { date: new Date(Date.now() + this.skew).toUTCString(), 'x-amzn-requestid': randomBytes(8).toString('hex') };
    try {
      if (!scope) throw new AwsRefusal(403, 'MissingAuthenticationToken', 'Request is missing Authentication Token');
      if (this.#silent.has(scope.region) && !global.has(scope.service)) return await new Promise<never>(() => undefined);
      const principal = this.#principalOf(received, service);
      const { action, given } = actionOf(received, service);
      const name = `${service}:${action}`;
      this.#before.get(name)?.();
      this.actions.push({ action: name, region: scope.region, arn: principal.arn });
      this.#authorise(name, principal, given);
      const result =
        service === 'sts'
          ? this.#sts(action, principal, given)
          : name === 'iam:GenerateCredentialReport'
            ? { State: this.#waiting++ < this.reportTakes ? 'STARTED' : ((this.#waiting = 0), 'COMPLETE') }
            : this.#read(service, action, scope.region, given);
      return withHeaders(answered(service, action, result), about);
    } catch (error) {
      if (!(error instanceof AwsRefusal)) throw error;
      return withHeaders(refusal(service, error), about);
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
    const key = [name, `${name} ${String(resource)}`].find((each) => this.#forbidden.has(each));
    const free = name === 'sts:GetCallerIdentity' || name === 'sts:AssumeRole';
    if (key === undefined && (free || principal.reads)) return;
    const by = key === undefined ? '' : this.#forbidden.get(key);
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
    if (given['RoleArn'] !== this.role || principal.arn !== `arn:aws:iam::${this.account}:user/annexa` || !trusted)
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

const withHeaders = (answer: Answer, more: Record<string, string>): Answer => ({ ...answer, headers: { ...more, ...answer.headers } });

function answered(service: string, action: string, result: unknown): Answer {
  if (service in jsonServices) {
    const type = service === 'guardduty' ? 'application/json' : 'application/x-amz-json-1.1';
    return { status: 200, headers: { 'content-type': type }, body: JSON.stringify(result) };
  }
  const content =
    service === 's3'
      ? xml(result)
      : service === 'ec2'
        ? xml({ [`${action}Response`]: result })
        : xml({ [`${action}Response`]: { [`${action}Result`]: result, ResponseMetadata: { RequestId: 'r' } } });
  return { status: 200, headers: { 'content-type': 'text/xml' }, body: `<?xml version="1.0" encoding="UTF-8"?>${content}` };
}

function refusal(service: string, { status, code, message, headers }: AwsRefusal): Answer {
  if (service in jsonServices)
    return {
      status,
      headers: { ...headers, 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': code },
      body: JSON.stringify({ __type: code, message }),
    };
  const error = { Code: code, Message: message };
  const content =
    service === 's3'
      ? { Error: error }
      : service === 'ec2'
        ? { Response: { Errors: { Error: error } } }
        : { ErrorResponse: { Error: { Type: 'Sender', ...error } } };
  return { status, headers: { ...headers, 'content-type': 'text/xml' }, body: `<?xml version="1.0" encoding="UTF-8"?>${xml(content)}` };
}
