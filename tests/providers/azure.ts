import { randomBytes, X509Certificate } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeProtectedHeader, jwtVerify } from 'jose';

type Json = Record<string, unknown>;
interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}
const refusal = (status: number, code: string, message: string): Answer => ({ status, body: { error: { code, message } } });

export interface DoubleUser {
  id: string;
  displayName: string;
  userPrincipalName: string;
  mail?: string;
  userType?: 'Member' | 'Guest';
  accountEnabled?: boolean;
  createdDateTime?: string;
  lastSignIn?: string | null;
  capable?: boolean;
}

/**
 * Entra ID's token endpoint, Microsoft Graph and Azure Resource Manager over real HTTP: verifies secrets and certificate
 * assertions, gives tokens for one audience that end, wants the permission that each path needs, and has faults to set.
 */
export class AzureDouble {
  readonly tenant = '11111111-1111-4111-8111-111111111111';
  readonly client = '22222222-2222-4222-8222-222222222222';
  secret = 'a-client-secret~of-the-double';
  /** Certificates of the app registration, as PEM. */
  certificates: string[] = [];
  granted = new Set(['Directory.Read.All', 'Policy.Read.All', 'AuditLog.Read.All', 'RoleManagement.Read.Directory']);
  /** Actions of Resource Manager that the role does not hold. */
  denied = new Set<string>();
  /** Licences: P1 for sign-in data and conditional access, P2 for eligible roles. */
  licences = new Set(['P1', 'P2']);

  users: DoubleUser[] = [];
  groups: { id: string; displayName: string; members: { id: string; type?: string }[] }[] = [];
  roles: { roleDefinitionId: string; principalId: string; eligible?: boolean; directoryScopeId?: string; type?: string; name?: string }[] = [];
  roleDefinitions: Json[] = [];
  policies: Json[] = [];
  securityDefaults = false;
  authorizationPolicy = { guestUserRoleId: '2af84b1e-32c8-42b7-82bc-daa82404023b', allowInvitesFrom: 'adminsAndGuestInviters' };
  signIns: { id: string; createdDateTime: string }[] = [];
  devices: Json[] = [];
  subscriptions: { id: string; state?: string; resources: Record<string, Json[]>; diagnostics: Json[]; defender: Json | null; servers: boolean }[] =
    [];
  /** Diagnostic settings and containers of a resource, by its id. */
  settings = new Map<string, Json[]>();
  containers = new Map<string, Json[]>();

  pageSize = 100;
  /** How far the clock of the token endpoint is ahead, in milliseconds. */
  skew = 0;
  /** Subscriptions and paths that never answer. */
  hanging = new Set<string>();
  /** Where the next page of a path is said to be, instead of here. */
  misleading = new Map<string, string>();
  /** Paths that answer with something else than they should. */
  garbled = new Map<string, unknown>();
  asked: string[] = [];
  onRequest: (path: string) => void = () => undefined;

  #tokens = new Map<string, { audience: string; until: number }>();
  #throttled = { times: 0, after: '1' };
  #server = createServer((request, response) => void this.#serve(request, response).catch(() => response.destroy()));
  #base = '';

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.#base = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }
  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
  endpoint = (service: string): string | undefined => (['login', 'graph', 'resources'].includes(service) ? `${this.#base}/${service}` : undefined);

  /** The next requests to Graph and Resource Manager are told to come again later. */
  throttle(times: number, after = '1'): void {
    this.#throttled = { times, after };
  }
  /** Every token given so far is refused from now on. */
  expire(): void {
    this.#tokens.clear();
  }
  populate(count: number): void {
    this.users = Array.from({ length: count }, (_, at) => ({
      id: `user-${String(at).padStart(6, '0')}`,
      displayName: `User ${at}`,
      userPrincipalName: `user${at}@fjordlicht.example`,
      createdDateTime: '2024-01-01T00:00:00Z',
      lastSignIn: '2026-11-20T08:00:00Z',
      capable: true,
    }));
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
    this.asked.push(`${service} ${path}`);
    this.onRequest(path);
    if ([...this.hanging].some((each) => path.includes(each))) return null;
    const token = this.#tokens.get((request.headers.authorization ?? '').replace(/^Bearer /, ''));
    const audience = service === 'graph' ? 'https://graph.microsoft.com' : 'https://management.azure.com';
    if (!token || token.audience !== audience || token.until < Date.now())
      return refusal(401, 'InvalidAuthenticationToken', 'Access token is empty, expired, or for another audience.');
    if (this.#throttled.times > 0) {
      this.#throttled.times--;
      return { ...refusal(429, 'TooManyRequests', 'Please retry again later.'), headers: { 'retry-after': this.#throttled.after } };
    }
    if (this.garbled.has(path)) return { status: 200, body: this.garbled.get(path) };
    const answer = service === 'graph' ? this.#graph(path, url) : this.#resources(path, url);
    const elsewhere = this.misleading.get(path);
    if (elsewhere && answer.status === 200) Object.assign(answer.body as Json, { '@odata.nextLink': elsewhere, nextLink: elsewhere });
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
      if (form.get('client_secret') !== this.secret) return refuse('AADSTS7000215', 'Invalid client secret provided.');
    } else {
      const known = this.certificates.map((pem) => new X509Certificate(pem));
      const { 'x5t#S256': thumbprint } = decodeProtectedHeader(assertion) as { 'x5t#S256'?: string };
      const used = known.find(({ raw }) => thumbprint === sha256(raw));
      if (!used) return refuse('AADSTS700027', 'The certificate with identifier used to sign the client assertion is not registered on application.');
      try {
        await jwtVerify(assertion, used.publicKey, {
          audience: endpoint,
          issuer: this.client,
          subject: this.client,
          requiredClaims: ['exp', 'nbf', 'jti'],
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
    this.#tokens.set(token, { audience, until: Date.now() + 3_600_000 });
    return { status: 200, body: { token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599, access_token: token } };
  }

  #page(all: readonly unknown[], url: URL, service: string, path: string, more: Json = {}): Answer {
    const from = Number(url.searchParams.get('$skiptoken') ?? 0);
    const size = Math.min(this.pageSize, Number(url.searchParams.get('$top') ?? this.pageSize));
    const value = all.slice(from, from + size);
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
    const page = (all: readonly unknown[], more?: Json) => this.#page(all, url, 'graph', path, more);
    const activity = url.searchParams.get('$select')?.includes('signInActivity') ?? false;
    switch (path) {
      case '/v1.0/users': {
        const refused = needs('Directory.Read.All') ?? (activity ? (premium() ?? needs('AuditLog.Read.All')) : null);
        if (refused) return refused;
        if (activity && Number(url.searchParams.get('$top') ?? 0) > 500) return refusal(400, 'BadRequest', 'Page size is too large.');
        return page(
          this.users.map(({ lastSignIn, capable: _capable, ...user }) => ({
            mail: null,
            userType: 'Member',
            accountEnabled: true,
            createdDateTime: '2024-01-01T00:00:00Z',
            ...user,
            ...(activity && lastSignIn && { signInActivity: { lastSignInDateTime: lastSignIn, lastNonInteractiveSignInDateTime: null } }),
          })),
        );
      }
      case '/v1.0/groups/delta': {
        // Members of a group come in pieces of two, as those of large groups do.
        const pieces = this.groups.flatMap(({ members, ...group }) => {
          const all = members.map(({ id, type = 'user' }) => ({ '@odata.type': `#microsoft.graph.${type}`, id }));
          const first = { ...group, 'members@delta': all.slice(0, 2) };
          const rest = [];
          for (let at = 2; at < all.length; at += 2) rest.push({ id: group.id, 'members@delta': all.slice(at, at + 2) });
          return [first, ...rest];
        });
        return needs('Directory.Read.All') ?? page(pieces, { '@odata.deltaLink': `${this.#base}/graph${path}?$deltatoken=1` });
      }
      case '/v1.0/roleManagement/directory/roleDefinitions':
        return needs('RoleManagement.Read.Directory') ?? page(this.roleDefinitions);
      case '/v1.0/roleManagement/directory/roleAssignments':
      case '/v1.0/roleManagement/directory/roleEligibilitySchedules': {
        const eligible = path.endsWith('Schedules');
        if (eligible && !this.licences.has('P2')) return refusal(400, 'AadPremiumLicenseRequired', 'The tenant needs to have Microsoft Entra ID P2.');
        return (
          needs('RoleManagement.Read.Directory') ??
          page(
            this.roles
              .filter((each) => (each.eligible ?? false) === eligible)
              .map(({ type = 'user', name, roleDefinitionId, principalId, directoryScopeId = '/' }) => ({
                roleDefinitionId,
                principalId,
                directoryScopeId,
                principal: {
                  '@odata.type': `#microsoft.graph.${type}`,
                  displayName: name ?? principalId,
                  ...(type === 'user' && { userPrincipalName: this.users.find(({ id }) => id === principalId)?.userPrincipalName }),
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
            this.users
              .filter(({ accountEnabled }) => accountEnabled !== false)
              .map(({ id, displayName, userPrincipalName, userType = 'Member', capable = true }) => ({
                id,
                userDisplayName: displayName,
                userPrincipalName,
                userType: userType.toLowerCase(),
                isAdmin: false,
                isMfaCapable: capable,
                methodsRegistered: capable ? ['microsoftAuthenticatorPush'] : [],
              })),
          )
        );
      case '/v1.0/identity/conditionalAccess/policies':
        return premium() ?? needs('Policy.Read.All') ?? page(this.policies);
      case '/v1.0/policies/identitySecurityDefaultsEnforcementPolicy':
        return needs('Policy.Read.All') ?? { status: 200, body: { id: '0', isEnabled: this.securityDefaults } };
      case '/v1.0/policies/authorizationPolicy':
        return needs('Policy.Read.All') ?? { status: 200, body: { id: 'authorizationPolicy', ...this.authorizationPolicy } };
      case '/v1.0/auditLogs/signIns':
        return premium() ?? needs('AuditLog.Read.All') ?? page(this.signIns.toSorted((a, b) => (a.createdDateTime < b.createdDateTime ? 1 : -1)));
      case '/v1.0/devices':
        return needs('Directory.Read.All') ?? page(this.devices);
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
        this.subscriptions
          .filter(({ id }) => !this.denied.has(`/subscriptions/${id}`))
          .map(({ id, state }) => ({ subscriptionId: id, state: state ?? 'Enabled' })),
      );
    const [, scope = '', id = '', tail = ''] = /^(\/subscriptions\/([^/]+))(.*)$/.exec(path) ?? [];
    const subscription = this.subscriptions.find((each) => each.id === id);
    if (!subscription) return refusal(404, 'SubscriptionNotFound', `The subscription '${id}' could not be found.`);
    const diagnostics = /^(.*)\/providers\/Microsoft\.Insights\/diagnosticSettings$/.exec(path)?.[1];
    if (diagnostics !== undefined)
      return (
        may('Microsoft.Insights/diagnosticSettings/read', scope) ??
        page(diagnostics === scope ? subscription.diagnostics : (this.settings.get(diagnostics) ?? []))
      );
    const account = /^(.*)\/blobServices\/default\/containers$/.exec(path)?.[1];
    if (account !== undefined)
      return may('Microsoft.Storage/storageAccounts/blobServices/containers/read', scope) ?? page(this.containers.get(account) ?? []);
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

const sha256 = (raw: Uint8Array) => Buffer.from(new X509Certificate(raw).fingerprint256.replaceAll(':', ''), 'hex').toString('base64url');
