import { randomBytes, X509Certificate } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeProtectedHeader, jwtVerify } from 'jose';
import type { ProviderDouble } from '../doors/collectors/behaviour.ts';
import { goodWorld, type AzureWorld } from './azure-world.ts';
import { selfSigned } from './certificate.ts';

type Json = Record<string, unknown>;
interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}
const refusal = (status: number, code: string, message: string): Answer => ({ status, body: { error: { code, message } } });

const allPermissions = ['Directory.Read.All', 'Policy.Read.All', 'AuditLog.Read.All', 'RoleManagement.Read.Directory'];

/**
 * Entra ID's token endpoint, Microsoft Graph and Azure Resource Manager over real HTTP: verifies secrets and certificate
 * assertions, gives tokens for one audience that end, wants the permission that each path needs, and has faults to set.
 */
export class AzureDouble implements ProviderDouble {
  readonly tenant = '11111111-1111-4111-8111-111111111111';
  readonly client = '22222222-2222-4222-8222-222222222222';
  readonly #secret = `secret-of-the-double~${randomBytes(12).toString('hex')}`;
  readonly settings = { tenant: this.tenant, client: this.client };
  readonly credentials = { secret: this.#secret };
  readonly surroundings = {
    endpoint: (service: string) => (['login', 'graph', 'resources'].includes(service) ? `${this.#base}/${service}` : undefined),
  };
  readonly #own = selfSigned('Annexa');
  /** The certificate of the app registration with its key, as somebody types it in. */
  readonly certificate = this.#own.certificate + this.#own.privateKey;
  readonly #foreign = selfSigned('Somebody else');
  readonly wrong = {
    'a secret of another application': { secret: 'secret-of-another-application~0123456789' },
    'a certificate that is not registered': { certificate: this.#foreign.certificate + this.#foreign.privateKey },
    'a certificate with the key of another': { certificate: this.#own.certificate + this.#foreign.privateKey },
  };

  world!: AzureWorld;
  granted!: Set<string>;
  /** Actions and scopes of Resource Manager that the role does not hold. */
  denied!: Set<string>;
  /** P1 for sign-in data and conditional access, P2 for eligible roles. */
  licences!: Set<string>;
  /** Parts of paths that never answer. */
  hanging!: Set<string>;
  /** Paths that answer with something else than they should. */
  garbled!: Map<string, unknown>;
  pageSize = 2;
  /** How far the clock of the token endpoint is ahead, in milliseconds. */
  skew = 0;
  asked: string[] = [];

  #tokens = new Map<string, { audience: string; until: number }>();
  #given: string[] = [];
  #throttled = { times: 0, seconds: 0 };
  #due: { calls: number; happen(): void }[] = [];
  #revoked = false;
  #silent = false;
  #misled = false;
  #cameElsewhere = 0;
  #server = createServer((request, response) => void this.#serve(request, response).catch(() => response.destroy()));
  #elsewhere = createServer((_request, response) => (this.#cameElsewhere++, response.end('{"value":[]}')));
  #base = '';
  #elsewhereBase = '';
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
    this.reset();
  }

  static async start(now: () => Date = () => new Date()): Promise<AzureDouble> {
    const double = new AzureDouble(now);
    double.#base = await listen(double.#server);
    double.#elsewhereBase = await listen(double.#elsewhere);
    return double;
  }
  async stop(): Promise<void> {
    for (const server of [this.#server, this.#elsewhere]) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  /** Every token that was given, and what signs for new ones. */
  get secrets(): string[] {
    return [...this.#given, this.certificate];
  }
  get populations(): Record<string, number> {
    const services = new Set(this.world.roles.filter(({ type }) => type === 'servicePrincipal').map(({ principalId }) => principalId));
    return { accounts: this.world.users.length + services.size, devices: this.world.devices.length };
  }

  reset(): void {
    this.world = goodWorld(this.#now());
    this.granted = new Set(allPermissions);
    this.denied = new Set();
    this.licences = new Set(['P1', 'P2']);
    this.hanging = new Set();
    this.garbled = new Map();
    Object.assign(this, { pageSize: 2, skew: 0, asked: [] });
    this.#throttled = { times: 0, seconds: 0 };
    this.#due = [];
    this.#revoked = this.#silent = this.#misled = false;
  }
  throttle(times: number, seconds: number): void {
    this.#throttled = { times, seconds };
  }
  deny(): { permission: string; check: string } {
    this.granted.delete('AuditLog.Read.All');
    return { permission: 'AuditLog.Read.All', check: 'azure-sign-in-log' };
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
  async pointElsewhere(): Promise<() => number> {
    this.#misled = true;
    const before = this.#cameElsewhere;
    return () => this.#cameElsewhere - before;
  }
  populate(count: number): void {
    const { users, groups } = this.world;
    for (let at = users.length; at < count; at++) {
      const id = `user-${String(at).padStart(6, '0')}`;
      users.push({
        ...users[0]!,
        id,
        displayName: `User ${at}`,
        userPrincipalName: `user${at}@fjordlicht.example`,
        mail: `user${at}@fjordlicht.example`,
      });
      groups[0]!.members.push({ id });
    }
  }
  spoil(): { check: string; mend(): void } {
    const { properties } = this.world.subscriptions[1]!.resources['Microsoft.Storage/storageAccounts']![0]!;
    properties['supportsHttpsTrafficOnly'] = false;
    return { check: 'azure-storage-https', mend: () => (properties['supportsHttpsTrafficOnly'] = true) };
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', this.#base);
    const [, service = '', ...rest] = url.pathname.split('/');
    const path = decodeURIComponent(`/${rest.join('/')}`);
    const answer = await this.#answer(request, service, path, url, Buffer.concat(chunks).toString());
    if (answer === null) return; // Hangs: the connection stays open and nothing comes.
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
    response.end(JSON.stringify(answer.body));
  }

  async #answer(request: IncomingMessage, service: string, path: string, url: URL, body: string): Promise<Answer | null> {
    if (service === 'login') return this.#login(path, new URLSearchParams(body));
    this.asked.push(`GET ${service}${path}${url.search}`);
    for (const each of this.#due) if (each.calls-- === 0) each.happen();
    if (this.#silent || [...this.hanging].some((each) => path.includes(each))) return null;
    const token = this.#tokens.get((request.headers.authorization ?? '').replace(/^Bearer /, ''));
    const audience = service === 'graph' ? 'https://graph.microsoft.com' : 'https://management.azure.com';
    if (!token || token.audience !== audience || token.until < Date.now())
      return refusal(401, 'InvalidAuthenticationToken', 'Access token is empty, expired, or for another audience.');
    if (this.#throttled.times > 0) {
      this.#throttled.times--;
      return { ...refusal(429, 'TooManyRequests', 'Please retry again later.'), headers: { 'retry-after': String(this.#throttled.seconds) } };
    }
    if (this.garbled.has(path)) return { status: 200, body: this.garbled.get(path) };
    const answer = service === 'graph' ? this.#graph(path, url) : this.#resources(path, url);
    if (this.#misled && answer.status === 200 && path === '/v1.0/users')
      Object.assign(answer.body as Json, { '@odata.nextLink': `${this.#elsewhereBase}/graph${path}?$skiptoken=2` });
    return answer;
  }

  async #login(path: string, form: URLSearchParams): Promise<Answer> {
    const host = 'https://login.microsoftonline.com';
    const endpoint = `${host}/${this.tenant}/oauth2/v2.0/token`;
    const refuse = (code: string, why: string): Answer => ({
      status: 401,
      body: { error: 'invalid_client', error_description: `${code}: ${why} Trace ID: 0 Correlation ID: 0`, error_codes: [Number(code.slice(6))] },
    });
    if (!path.startsWith(`/${this.tenant}/`)) return { ...refuse('AADSTS90002', 'Tenant not found.'), status: 400 };
    if (path.endsWith('/openid-configuration'))
      return {
        status: 200,
        body: {
          issuer: `${host}/${this.tenant}/v2.0`,
          token_endpoint: endpoint,
          authorization_endpoint: `${host}/${this.tenant}/oauth2/v2.0/authorize`,
          jwks_uri: `${host}/${this.tenant}/discovery/v2.0/keys`,
        },
      };
    if (!path.endsWith('/oauth2/v2.0/token') || form.get('grant_type') !== 'client_credentials') return refuse('AADSTS900144', 'Wrong request.');
    if (form.get('client_id') !== this.client) return refuse('AADSTS700016', 'Application was not found in the directory.');
    const assertion = form.get('client_assertion');
    if (assertion === null) {
      if (this.#revoked || form.get('client_secret') !== this.#secret) return refuse('AADSTS7000215', 'Invalid client secret provided.');
    } else {
      const { 'x5t#S256': thumbprint } = decodeProtectedHeader(assertion) as { 'x5t#S256'?: string };
      const registered = new X509Certificate(this.#own.certificate);
      if (this.#revoked || thumbprint !== sha256(registered))
        return refuse('AADSTS700027', 'The certificate with identifier used to sign the client assertion is not registered on application.');
      try {
        await jwtVerify(assertion, registered.publicKey, {
          audience: endpoint,
          issuer: this.client,
          subject: this.client,
          requiredClaims: ['exp', 'nbf', 'jti'],
          // As long as Microsoft's own clocks may differ.
          clockTolerance: 300,
          currentDate: new Date(Date.now() + this.skew),
        });
      } catch (error) {
        return /exp|nbf/.test(String(error))
          ? refuse('AADSTS700024', 'Client assertion is not within its valid time range.')
          : refuse('AADSTS700027', 'Client assertion failed signature validation.');
      }
    }
    const audience = /^(https:\/\/[\w.]+)\/\.default$/.exec((form.get('scope') ?? '').split(' ')[0]!)?.[1];
    if (audience === undefined) return refuse('AADSTS70011', 'The provided value for scope is not valid.');
    const token = randomBytes(24).toString('base64url');
    this.#given.push(token);
    this.#tokens.set(token, { audience, until: Date.now() + 3_600_000 });
    return { status: 200, body: { token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599, access_token: token } };
  }

  #page<T>(all: readonly T[], url: URL, service: string, path: string, more: Json = {}, shown: (item: T) => unknown = (item) => item): Answer {
    const from = Number(url.searchParams.get('$skiptoken') ?? 0);
    const size = Math.min(this.pageSize, Number(url.searchParams.get('$top') ?? this.pageSize));
    const value = all.slice(from, from + size).map(shown);
    if (from + size >= all.length) return { status: 200, body: { value, ...more } };
    const next = new URL(`${this.#base}/${service}${path}`);
    for (const [name, given] of url.searchParams) next.searchParams.set(name, given);
    next.searchParams.set('$skiptoken', String(from + size));
    return { status: 200, body: { value, [service === 'graph' ? '@odata.nextLink' : 'nextLink']: next.href } };
  }

  #graph(path: string, url: URL): Answer {
    const needs = (permission: string) =>
      this.granted.has(permission) ? null : refusal(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
    const premium = () =>
      this.licences.has('P1')
        ? null
        : refusal(403, 'Authentication_RequestFromNonPremiumTenantOrB2CTenant', "Neither tenant is B2C or tenant doesn't have premium license");
    const page = <T>(all: readonly T[], more?: Json, shown?: (item: T) => unknown) => this.#page(all, url, 'graph', path, more, shown);
    const activity = url.searchParams.get('$select')?.includes('signInActivity') ?? false;
    switch (path) {
      case '/v1.0/users': {
        const refused = needs('Directory.Read.All') ?? (activity ? (premium() ?? needs('AuditLog.Read.All')) : null);
        if (refused) return refused;
        if (activity && Number(url.searchParams.get('$top') ?? 0) > 500) return refusal(400, 'BadRequest', 'Page size is too large.');
        return page(this.world.users, {}, ({ lastSignIn, capable: _capable, ...user }) => ({
          mail: null,
          userType: 'Member',
          accountEnabled: true,
          createdDateTime: '2024-01-01T00:00:00Z',
          ...user,
          ...(activity && lastSignIn && { signInActivity: { lastSignInDateTime: lastSignIn, lastNonInteractiveSignInDateTime: null } }),
        }));
      }
      case '/v1.0/groups/delta': {
        // Members of a group come in pieces of two, as those of large groups do.
        const pieces = this.world.groups.flatMap(({ members, ...group }) => {
          const all = members.map(({ id, type = 'user' }) => ({ '@odata.type': `#microsoft.graph.${type}`, id }));
          const first = { ...group, 'members@delta': all.slice(0, 2) };
          const rest = [];
          for (let at = 2; at < all.length; at += 2) rest.push({ id: group.id, 'members@delta': all.slice(at, at + 2) });
          return [first, ...rest];
        });
        return needs('Directory.Read.All') ?? page(pieces, { '@odata.deltaLink': `${this.#base}/graph${path}?$deltatoken=1` });
      }
      case '/v1.0/roleManagement/directory/roleDefinitions':
        return needs('RoleManagement.Read.Directory') ?? page(this.world.roleDefinitions);
      case '/v1.0/roleManagement/directory/roleAssignments':
      case '/v1.0/roleManagement/directory/roleEligibilitySchedules': {
        const eligible = path.endsWith('Schedules');
        if (eligible && !this.licences.has('P2')) return refusal(400, 'AadPremiumLicenseRequired', 'The tenant needs to have Microsoft Entra ID P2.');
        return (
          needs('RoleManagement.Read.Directory') ??
          page(
            this.world.roles
              .filter((each) => (each.eligible ?? false) === eligible)
              .map(({ type = 'user', name, roleDefinitionId, principalId, directoryScopeId = '/' }) => ({
                roleDefinitionId,
                principalId,
                directoryScopeId,
                principal: {
                  '@odata.type': `#microsoft.graph.${type}`,
                  displayName: name ?? principalId,
                  ...(type === 'user' && { userPrincipalName: this.world.users.find(({ id }) => id === principalId)?.userPrincipalName }),
                },
              })),
          )
        );
      }
      case '/v1.0/reports/authenticationMethods/userRegistrationDetails':
        return (
          premium() ??
          needs('AuditLog.Read.All') ??
          page(
            this.world.users.filter(({ accountEnabled }) => accountEnabled !== false),
            {},
            ({ id, displayName, userPrincipalName, userType = 'Member', capable = true }) => ({
              id,
              userDisplayName: displayName,
              userPrincipalName,
              userType: userType.toLowerCase(),
              isAdmin: false,
              isMfaCapable: capable,
              methodsRegistered: capable ? ['microsoftAuthenticatorPush'] : [],
            }),
          )
        );
      case '/v1.0/identity/conditionalAccess/policies':
        return premium() ?? needs('Policy.Read.All') ?? page(this.world.policies);
      case '/v1.0/policies/identitySecurityDefaultsEnforcementPolicy':
        return needs('Policy.Read.All') ?? { status: 200, body: { id: '0', isEnabled: this.world.securityDefaults } };
      case '/v1.0/policies/authorizationPolicy':
        return needs('Policy.Read.All') ?? { status: 200, body: { id: 'authorizationPolicy', ...this.world.authorizationPolicy } };
      case '/v1.0/auditLogs/signIns':
        return (
          premium() ?? needs('AuditLog.Read.All') ?? page(this.world.signIns.toSorted((a, b) => (a.createdDateTime < b.createdDateTime ? 1 : -1)))
        );
      case '/v1.0/devices':
        return needs('Directory.Read.All') ?? page(this.world.devices);
      default:
        return refusal(404, 'ResourceNotFound', `Resource not found for ${path}.`);
    }
  }

  #resources(path: string, url: URL): Answer {
    if (!url.searchParams.has('api-version')) return refusal(400, 'MissingApiVersionParameter', 'The api-version query parameter is required.');
    const may = (action: string, scope: string) =>
      this.denied.has(action) || this.denied.has(scope)
        ? refusal(
            403,
            'AuthorizationFailed',
            `The client '${this.client}' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid.`,
          )
        : null;
    const page = (all: readonly unknown[]) => this.#page(all, url, 'resources', path);
    if (path === '/subscriptions')
      return page(
        this.world.subscriptions
          .filter(({ id }) => !this.denied.has(`/subscriptions/${id}`))
          .map(({ id, state }) => ({ subscriptionId: id, state: state ?? 'Enabled' })),
      );
    const [, scope = '', id = '', tail = ''] = /^(\/subscriptions\/([^/]+))(.*)$/.exec(path) ?? [];
    const subscription = this.world.subscriptions.find((each) => each.id === id);
    if (!subscription) return refusal(404, 'SubscriptionNotFound', `The subscription '${id}' could not be found.`);
    const diagnostics = /^(.*)\/providers\/Microsoft\.Insights\/diagnosticSettings$/.exec(path)?.[1];
    if (diagnostics !== undefined)
      return may('Microsoft.Insights/diagnosticSettings/read', scope) ?? page(this.world.diagnostics.get(diagnostics) ?? []);
    const account = /^(.*)\/blobServices\/default\/containers$/.exec(path)?.[1];
    if (account !== undefined)
      return may('Microsoft.Storage/storageAccounts/blobServices/containers/read', scope) ?? page(this.world.containers.get(account) ?? []);
    if (tail === '/resources')
      return may('Microsoft.Resources/subscriptions/resources/read', scope) ?? page(subscription.servers ? [{ id: `${scope}/vm`, name: 'vm' }] : []);
    if (tail === '/providers/Microsoft.Security/pricings/VirtualMachines')
      return (
        may('Microsoft.Security/pricings/read', scope) ??
        (subscription.defender
          ? { status: 200, body: { name: 'VirtualMachines', properties: subscription.defender } }
          : refusal(404, 'Subscription Not Registered', 'Please register to Microsoft.Security in order to view your security status'))
      );
    const type = /^\/providers\/(Microsoft\.\w+\/\w+)$/.exec(tail)?.[1];
    if (type === undefined) return refusal(404, 'NotFound', path);
    const refused = may(`${type}/read`, scope);
    if (refused) return refused;
    const found = subscription.resources[type];
    return found ? page(found) : refusal(409, 'MissingSubscriptionRegistration', `The subscription is not registered to use namespace '${type}'.`);
  }
}

const sha256 = (certificate: X509Certificate) => Buffer.from(certificate.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url');

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
