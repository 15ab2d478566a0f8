import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jwtVerify } from 'jose';
import type { ProviderDouble } from '../doors/collectors/behaviour.ts';

type Json = Record<string, unknown>;
interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}
interface GoogleUser {
  id: string;
  primaryEmail: string;
  name: { fullName: string };
  [field: string]: unknown;
}

const auth = 'https://www.googleapis.com/auth/';
const allScopes = [
  'admin.directory.user.readonly',
  'admin.directory.rolemanagement.readonly',
  'admin.directory.orgunit.readonly',
  'cloud-identity.policies.readonly',
  'admin.reports.audit.readonly',
].map((name) => auth + name);
const recoveryPhone = '+4917012345678';

/** A policy as the Cloud Identity API writes it. */
export const policy = (type: string, unit: string, sortOrder: number, value: Json, more: Json = {}) => ({
  name: `policies/${type}-${unit}-${sortOrder}`,
  customer: 'customers/C03double',
  policyQuery: {
    query: `entity.org_units.exists(org_unit, org_unit.org_unit_id == orgUnitId('${unit}'))`,
    orgUnit: `orgUnits/${unit}`,
    sortOrder,
    ...more,
  },
  setting: { type: `settings/${type}`, value },
  type: sortOrder === 0 ? 'SYSTEM' : 'ADMIN',
});

function goodWorld(now: Date) {
  const before = (hours: number) => new Date(now.getTime() - hours * 3_600_000).toISOString();
  const user = (id: string, fullName: string, more: Json = {}): GoogleUser => ({
    id,
    primaryEmail: `${id}@fjordlicht.example`,
    name: { fullName },
    isAdmin: false,
    isDelegatedAdmin: false,
    suspended: false,
    archived: false,
    isEnrolledIn2Sv: true,
    isEnforcedIn2Sv: true,
    creationTime: '2023-05-01T08:00:00.000Z',
    lastLoginTime: before(40),
    orgUnitPath: '/',
    recoveryPhone,
    ...more,
  });
  return {
    users: [
      user('elif', 'Elif Kaya', { orgUnitPath: '/Staff' }),
      user('gone', 'Gone Away', { suspended: true, isEnrolledIn2Sv: false, lastLoginTime: '1970-01-01T00:00:00.000Z' }),
      user('jonas', 'Jonas Brandt', { isAdmin: true }),
      user('mira', 'Mira Lindqvist', { isAdmin: true }),
      user('sven', 'Sven Helper', { isDelegatedAdmin: true }),
    ],
    roles: [
      { roleId: '1', roleName: '_SEED_ADMIN_ROLE' },
      { roleId: '2', roleName: '_HELP_DESK_ADMIN_ROLE' },
      { roleId: '3', roleName: '_GROUPS_ADMIN_ROLE' },
    ],
    roleAssignments: [
      { roleAssignmentId: 'a1', roleId: '1', assignedTo: 'jonas', assigneeType: 'user', scopeType: 'CUSTOMER' },
      { roleAssignmentId: 'a2', roleId: '1', assignedTo: 'mira', assigneeType: 'user', scopeType: 'CUSTOMER' },
      { roleAssignmentId: 'a3', roleId: '2', assignedTo: 'sven', assigneeType: 'user', scopeType: 'ORG_UNIT' },
      { roleAssignmentId: 'a4', roleId: '3', assignedTo: '9001', assigneeType: 'group', scopeType: 'CUSTOMER' },
    ],
    units: [
      { orgUnitId: 'id:root', orgUnitPath: '/', name: 'Fjordlicht' },
      { orgUnitId: 'id:staff', orgUnitPath: '/Staff', name: 'Staff', parentOrgUnitId: 'id:root' },
      { orgUnitId: 'id:sales', orgUnitPath: '/Staff/Sales', name: 'Sales', parentOrgUnitId: 'id:staff' },
    ],
    policies: [
      policy('security.password', 'root', 0, { minimumLength: 8, allowedStrength: 'STRONG', allowReuse: false }),
      policy('security.password', 'root', 1, { minimumLength: 14 }),
      policy('security.password', 'sales', 2, { minimumLength: 16 }),
      policy('api_controls.unconfigured_third_party_apps', 'root', 1, { accessLevel: 'BLOCK_ALL_SCOPES' }),
      policy('drive_and_docs.external_sharing', 'root', 1, { externalSharingMode: 'ALLOWLISTED_DOMAINS', allowPublishingFiles: false }),
      policy('drive_and_docs.external_sharing', 'staff', 2, { externalSharingMode: 'DISALLOWED' }),
      policy('gmail.pop_access', 'root', 1, { enablePopAccess: false }),
    ],
    events: [
      { id: { time: before(5), uniqueQualifier: '7' }, actor: { email: 'jonas@fjordlicht.example' } },
      { id: { time: before(50), uniqueQualifier: '6' }, actor: { email: 'jonas@fjordlicht.example' } },
    ],
  };
}

/**
 * Google's token endpoint, directory, reports and policies over real HTTP: verifies the signature, the subject and the
 * permissions of a service account, gives tokens for what was asked that end, and has faults to set.
 */
export class GoogleDouble implements ProviderDouble {
  readonly #email = 'annexa@reader.iam.gserviceaccount.com';
  readonly #keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  readonly settings = { customer: 'my_customer', administrator: 'jonas@fjordlicht.example' };
  readonly credentials = { key: this.#keyFile(this.#email, this.#keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()) };
  readonly wrong = {
    'a key that Google does not know': {
      key: this.#keyFile(
        this.#email,
        generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      ),
    },
    'a service account that is gone': {
      key: this.#keyFile('gone@reader.iam.gserviceaccount.com', this.#keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()),
    },
    'a key that is cut off': { key: '{"type": "service_account", "client_email": "annexa@reader.iam.gserviceacc' },
    'a private key that is no key': { key: this.#keyFile(this.#email, '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n') },
  };
  readonly surroundings = {
    endpoint: (service: string) => (['token', 'admin', 'identity'].includes(service) ? `${this.#base}/${service}` : undefined),
  };

  world!: ReturnType<typeof goodWorld>;
  /** What the administrator granted to the service account. */
  granted!: Set<string>;
  /** APIs that are not switched on. */
  off!: Set<string>;
  /** The administrator in whose name is read is no super administrator. */
  lesser = false;
  pageSize = 2;
  /** How far the clock of the token endpoint is ahead, in milliseconds. */
  skew = 0;
  asked: string[] = [];

  #tokens = new Map<string, { scopes: string[]; until: number }>();
  #given: string[] = [];
  #throttled = { times: 0, seconds: 0, status: 429 };
  #due: { calls: number; happen(): void }[] = [];
  #revoked = false;
  #silent = false;
  #base = '';
  #server = createServer((request, response) => void this.#serve(request, response).catch(() => response.destroy()));
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
    this.reset();
  }
  static async start(now: () => Date = () => new Date()): Promise<GoogleDouble> {
    const double = new GoogleDouble(now);
    await new Promise<void>((resolve) => double.#server.listen(0, '127.0.0.1', resolve));
    double.#base = `http://127.0.0.1:${(double.#server.address() as AddressInfo).port}`;
    return double;
  }
  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #keyFile(email: string, privateKey: string): string {
    return JSON.stringify({ type: 'service_account', client_email: email, private_key: privateKey, client_id: '1234567890' });
  }
  get secrets(): string[] {
    const [, ...lines] = (JSON.parse(this.credentials.key) as { private_key: string }).private_key.split('\n');
    return [...this.#given, lines[0]!, recoveryPhone];
  }
  get populations(): Record<string, number> {
    const users = new Set(this.world.users.map(({ id }) => id));
    return { accounts: users.size + new Set(this.world.roleAssignments.map(({ assignedTo }) => assignedTo).filter((id) => !users.has(id))).size };
  }

  reset(): void {
    this.world = goodWorld(this.#now());
    this.granted = new Set(allScopes);
    this.off = new Set();
    Object.assign(this, { lesser: false, pageSize: 2, skew: 0, asked: [] });
    this.#throttled = { times: 0, seconds: 0, status: 429 };
    this.#due = [];
    this.#revoked = this.#silent = false;
  }
  /** Google tells some limits with 403. */
  throttle(times: number, seconds: number, status = 429): void {
    this.#throttled = { times, seconds, status };
  }
  deny(): { permission: string; check: string } {
    this.granted.delete(`${auth}cloud-identity.policies.readonly`);
    this.#tokens.clear();
    return { permission: `${auth}cloud-identity.policies.readonly`, check: 'google-password-policy' };
  }
  expire(calls: number): void {
    this.#due.push({ calls, happen: () => this.#tokens.clear() });
  }
  revoke(calls: number): void {
    this.#due.push({ calls, happen: () => (this.#tokens.clear(), (this.#revoked = true)) });
  }
  hang(calls: number): () => void {
    this.#due.push({ calls, happen: () => (this.#silent = true) });
    return () => (this.#silent = false);
  }
  populate(count: number): void {
    const { users } = this.world;
    for (let at = users.length; at < count; at++) {
      const id = `user-${String(at).padStart(6, '0')}`;
      users.push({ ...users[0]!, id, primaryEmail: `${id}@fjordlicht.example`, name: { fullName: `User ${at}` } });
    }
  }
  spoil(): { check: string; mend(): void } {
    const { value } = this.world.policies[5]!.setting;
    value['externalSharingMode'] = 'ALLOWED';
    return { check: 'google-drive-sharing', mend: () => (value['externalSharingMode'] = 'DISALLOWED') };
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', this.#base);
    const [, service = '', ...rest] = url.pathname.split('/');
    const path = `/${rest.join('/')}`;
    const answer =
      service === 'token' ? await this.#token(new URLSearchParams(Buffer.concat(chunks).toString())) : this.#answer(request, service, path, url);
    if (answer === null) return; // Hangs: the connection stays open and nothing comes.
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
    response.end(JSON.stringify(answer.body));
  }

  async #token(form: URLSearchParams): Promise<Answer> {
    const refuse = (error: string, why: string, status = 400): Answer => ({ status, body: { error, error_description: why } });
    if (form.get('grant_type') !== 'urn:ietf:params:oauth:grant-type:jwt-bearer') return refuse('unsupported_grant_type', 'Invalid grant_type');
    const assertion = form.get('assertion') ?? '';
    let claims: Json;
    try {
      const options = { audience: 'https://oauth2.googleapis.com/token', requiredClaims: ['iss', 'iat', 'exp'], algorithms: ['RS256'] };
      const currentDate = new Date(Date.now() + this.skew);
      claims = (await jwtVerify(assertion, this.#keys.publicKey, { ...options, currentDate, clockTolerance: 300, maxTokenAge: 3600 })).payload;
    } catch (error) {
      return (error as { claim?: string }).claim === 'exp' || (error as { claim?: string }).claim === 'iat'
        ? refuse(
            'invalid_grant',
            'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values.',
          )
        : refuse('invalid_grant', 'Invalid JWT Signature.');
    }
    if (claims['iss'] !== this.#email) return refuse('invalid_grant', 'Invalid grant: account not found');
    if (this.#revoked) return refuse('invalid_grant', 'Invalid JWT Signature.');
    if (!this.world.users.some(({ primaryEmail, suspended }) => primaryEmail === claims['sub'] && suspended !== true))
      return refuse('invalid_grant', 'Invalid email or User ID');
    const scopes = String(claims['scope'] ?? '').split(' ');
    if (!scopes.every((each) => this.granted.has(each)))
      return refuse(
        'unauthorized_client',
        'Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.',
        401,
      );
    const token = `ya29.${randomBytes(24).toString('base64url')}`;
    this.#given.push(token);
    this.#tokens.set(token, { scopes, until: Date.now() + 3_600_000 });
    return { status: 200, body: { access_token: token, expires_in: 3599, token_type: 'Bearer' } };
  }

  #refuse(code: number, status: string, reason: string): Answer {
    return { status: code, body: { error: { code, status, message: status, errors: [{ reason, domain: 'global' }] } } };
  }

  #answer(request: IncomingMessage, service: string, path: string, url: URL): Answer | null {
    this.asked.push(`GET ${service}${path}${url.search}`);
    for (const each of this.#due) if (each.calls-- === 0) each.happen();
    if (this.#silent) return null;
    const token = this.#tokens.get((request.headers.authorization ?? '').replace(/^Bearer /, ''));
    if (!token || token.until < Date.now()) return this.#refuse(401, 'UNAUTHENTICATED', 'authError');
    const { times, seconds, status } = this.#throttled;
    if (times > 0) {
      this.#throttled.times--;
      return { ...this.#refuse(status, 'RESOURCE_EXHAUSTED', 'userRateLimitExceeded'), headers: { 'retry-after': String(seconds) } };
    }
    if (this.off.has(service)) return this.#refuse(403, 'PERMISSION_DENIED', 'accessNotConfigured');
    const needs = (scope: string) => (token.scopes.includes(auth + scope) ? null : this.#refuse(403, 'PERMISSION_DENIED', 'insufficientPermissions'));
    const page = (all: readonly unknown[], under: string, size: string) => this.#page(all, under, url, size);
    switch (`${service}${path}`) {
      case 'admin/admin/directory/v1/users':
        return needs('admin.directory.user.readonly') ?? this.#page(this.world.users, 'users', url, 'maxResults', (user) => only(user, url));
      case 'admin/admin/directory/v1/customer/my_customer/roles':
        return needs('admin.directory.rolemanagement.readonly') ?? page(this.world.roles, 'items', 'maxResults');
      case 'admin/admin/directory/v1/customer/my_customer/roleassignments':
        return needs('admin.directory.rolemanagement.readonly') ?? page(this.world.roleAssignments, 'items', 'maxResults');
      case 'admin/admin/directory/v1/customer/my_customer/orgunits':
        // Units come all at once, and the topmost one only when it is asked for.
        return (
          needs('admin.directory.orgunit.readonly') ?? {
            status: 200,
            body: {
              organizationUnits: this.world.units.filter(
                ({ orgUnitPath }) => orgUnitPath !== '/' || url.searchParams.get('type') === 'allIncludingParent',
              ),
            },
          }
        );
      case 'admin/admin/reports/v1/activity/users/all/applications/admin':
        return needs('admin.reports.audit.readonly') ?? page(this.world.events, 'items', 'maxResults');
      case 'identity/v1/policies': {
        const wanted = new RegExp(/^setting\.type\.matches\('(.*)'\)$/.exec(url.searchParams.get('filter') ?? '')?.[1] ?? '');
        if (this.lesser) return this.#refuse(403, 'PERMISSION_DENIED', 'forbidden');
        return (
          needs('cloud-identity.policies.readonly') ??
          page(
            this.world.policies.filter(({ setting }) => wanted.test(setting.type)),
            'policies',
            'pageSize',
          )
        );
      }
      default:
        return this.#refuse(404, 'NOT_FOUND', 'notFound');
    }
  }

  /** Lists that are empty are left out of an answer, as Google does it. */
  #page<T>(all: readonly T[], under: string, url: URL, size: string, shown: (item: T) => unknown = (item) => item): Answer {
    const from = Number(url.searchParams.get('pageToken') ?? 0);
    const to = from + Math.min(this.pageSize, Number(url.searchParams.get(size) ?? this.pageSize));
    const items = all.slice(from, to).map(shown);
    return { status: 200, body: { ...(items.length > 0 && { [under]: items }), ...(to < all.length && { nextPageToken: String(to) }) } };
  }
}

/** The fields of a user that were asked for; all of them where none were named. */
function only(user: GoogleUser, url: URL): Json {
  const named = /users\(([^)]*)\)/.exec(url.searchParams.get('fields') ?? '')?.[1]?.split(',');
  return named ? Object.fromEntries(named.map((field) => [field.split('/')[0]!, user[field.split('/')[0]!]])) : user;
}
