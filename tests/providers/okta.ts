import { createHash, createPublicKey, randomUUID } from 'node:crypto';
import { EmbeddedJWK, calculateJwkThumbprint, jwtVerify, type JWK } from 'jose';
import { scopes } from '../../src/collectors/okta/scopes.ts';
import type { ProviderDouble } from '../doors/collectors/behaviour.ts';
import { KeyedDouble, type Answer, type Asking } from './loopback.ts';

export interface UserThere {
  id: string;
  login: string;
  status: string;
  lastLogin: string | null;
  created: string;
  factors: string[];
  roles: string[];
}
interface TokenThere {
  scopes: Set<string>;
  ends: number;
  /** Thumbprint of the key that it is bound to, where proofs are demanded. */
  key: string | null;
}
const id = (kind: string, number: number) => `00${kind}${String(number).padStart(17, '0')}`;

/** An Okta org with one service app: checks the app's key, its scopes and role, and proofs of possession where it demands them. */
export class OktaDouble extends KeyedDouble<TokenThere> implements ProviderDouble {
  readonly settings = { orgUrl: 'https://fjordlicht.okta.com', clientId: '0oa4711815annexa0001', keyId: 'key-1' };
  readonly secrets = ['00tokenvaluethatmustnotbekept'];
  readonly surroundings: ProviderDouble['surroundings'];
  readonly populations = { accounts: 6, devices: 2 };

  #seen = new Set<string>();

  granted = new Set<string>(Object.keys(scopes));
  role = true;
  /** Demands proofs of possession, with this nonce in them. */
  dpop: { nonce: string; apiNonce?: string } | null = null;
  /** Okta Classic: no access policies. */
  classic = false;
  limit = { limit: 1_000_000, remaining: 999_999, seconds: 30 };
  users: UserThere[] = [];
  adminFactors = '2FA';
  idleMinutes = 15;
  minLength = 14;
  streams: { name: string; status: string }[] = [];
  apiTokens: { name: string; user: number }[] = [];

  constructor(now: () => Date) {
    super(now);
    this.server.slowDown = (seconds) => ({
      status: 429,
      headers: {
        'x-rate-limit-limit': '600',
        'x-rate-limit-remaining': '0',
        'x-rate-limit-reset': String(Math.floor(this.server.now().getTime() / 1000) + seconds),
      },
      body: error('E0000047', 'API call exceeded rate limit due to too many requests.'),
    });
    this.surroundings = { endpoint: (service) => (service === 'okta' ? this.server.url : undefined) };
    this.reset();
  }

  override reset(): void {
    super.reset();
    Object.assign(this, {
      granted: new Set(Object.keys(scopes)),
      role: true,
      dpop: null,
      classic: false,
      limit: { limit: 1_000_000, remaining: 999_999, seconds: 30 },
      adminFactors: '2FA',
      idleMinutes: 15,
      minLength: 14,
      streams: [{ name: 'Archive', status: 'ACTIVE' }],
      apiTokens: [{ name: 'Directory agent', user: 1 }],
    });
    this.users = ['ada', 'ben', 'cem', 'dora', 'eva', 'finn'].map((name, at) => ({
      ...this.#user(at, name),
      ...(at === 0 && { roles: ['SUPER_ADMIN'] }),
      ...(at === 1 && { roles: ['READ_ONLY_ADMIN'] }),
      ...(at === 5 && { status: 'SUSPENDED', factors: [] }),
    }));
  }
  #user(at: number, name: string): UserThere {
    const yesterday = new Date(this.server.now().getTime() - 86_400_000).toISOString();
    return {
      id: id('u', at),
      login: `${name}@fjordlicht.example`,
      status: 'ACTIVE',
      lastLogin: yesterday,
      created: '2025-01-01T00:00:00.000Z',
      factors: ['push', 'email'],
      roles: [],
    };
  }

  deny() {
    this.granted.delete('okta.logStreams.read');
    return { permission: 'okta.logStreams.read', check: 'okta-log-streaming' };
  }
  populate(users: number): void {
    this.users = Array.from({ length: users }, (_, at) => ({ ...this.#user(at, `user-${at}`), roles: at < 3 ? ['READ_ONLY_ADMIN'] : [] }));
  }
  spoil() {
    this.users[2]!.factors = ['email'];
    return { check: 'okta-factors', mend: () => void (this.users[2]!.factors = ['push']) };
  }

  protected async answer(asking: Asking): Promise<Answer> {
    const { limit, remaining, seconds } = this.limit;
    const headers = {
      'x-rate-limit-limit': String(limit),
      'x-rate-limit-remaining': String(remaining),
      'x-rate-limit-reset': String(Math.floor(this.server.now().getTime() / 1000) + seconds),
    };
    const answer = asking.url.pathname === '/oauth2/v1/token' ? await this.#token(asking) : await this.#api(asking);
    return { ...answer, headers: { ...headers, ...answer.headers } };
  }

  /** A proof for this very request, by the key it names, never seen before; the thumbprint of that key. */
  async #proofOf({ method, url, headers }: Asking, nonce: string | undefined, token?: string): Promise<string | null> {
    try {
      const { payload, protectedHeader } = await jwtVerify(String(headers['dpop']), EmbeddedJWK, {
        typ: 'dpop+jwt',
        algorithms: ['ES256', 'RS256'],
        maxTokenAge: 60,
        currentDate: this.server.now(),
      });
      const jwk = protectedHeader.jwk as JWK;
      const right =
        payload['htm'] === method &&
        payload['htu'] === `${this.server.url}${url.pathname}` &&
        payload['nonce'] === nonce &&
        payload['ath'] === (token === undefined ? undefined : createHash('sha256').update(token).digest('base64url')) &&
        jwk.d === undefined &&
        this.#once(String(payload.jti));
      return right ? await calculateJwkThumbprint(jwk) : null;
    } catch {
      return null;
    }
  }
  #once(jti: string): boolean {
    if (this.#seen.has(jti)) return false;
    this.#seen.add(jti);
    return true;
  }

  async #token(asking: Asking): Promise<Answer> {
    const form = new URLSearchParams(asking.body);
    const refused = (status: number, name: string, words: string, headers: Record<string, string> = {}): Answer => ({
      status,
      headers,
      body: { error: name, error_description: words },
    });
    if (form.get('grant_type') !== 'client_credentials') return refused(400, 'unsupported_grant_type', 'The grant type is not supported.');
    if (!(await this.#assertionHolds(form.get('client_assertion') ?? '')))
      return refused(401, 'invalid_client', 'The client_assertion token is not valid.');
    let key: string | null = null;
    if (this.dpop) {
      if (!asking.headers['dpop']) return refused(400, 'invalid_dpop_proof', 'The DPoP proof JWT header is missing.');
      key = await this.#proofOf(asking, this.dpop.nonce);
      if (!key) return refused(400, 'use_dpop_nonce', 'Authorization server requires nonce in DPoP proof.', { 'dpop-nonce': this.dpop.nonce });
    }
    const wanted = (form.get('scope') ?? '').split(' ');
    if (wanted.some((scope) => !this.granted.has(scope)))
      return refused(400, 'invalid_scope', 'One or more scopes are not configured for the authorization server resource.');
    const value = randomUUID();
    this.tokens.set(value, { scopes: new Set(wanted), ends: this.server.now().getTime() + this.tokenSeconds * 1000, key });
    return {
      status: 200,
      body: { access_token: value, token_type: key ? 'DPoP' : 'Bearer', expires_in: this.tokenSeconds, scope: wanted.join(' ') },
    };
  }

  async #assertionHolds(assertion: string): Promise<boolean> {
    if (!this.accepted) return false;
    const { clientId: subject, keyId } = this.settings;
    try {
      const { payload, protectedHeader } = await jwtVerify(assertion, createPublicKey(this.publicKey), {
        algorithms: ['RS256'],
        issuer: subject,
        subject,
        audience: `${this.server.url}/oauth2/v1/token`,
        currentDate: this.server.now(),
      });
      const now = this.server.now().getTime() / 1000;
      return protectedHeader.kid === keyId && payload.iat! <= now + 5 && payload.exp! - payload.iat! <= 3600 && this.#once(String(payload.jti));
    } catch {
      return false;
    }
  }

  async #api(asking: Asking): Promise<Answer> {
    const { url, method, headers } = asking;
    const [, scheme, value = ''] = /^(Bearer|DPoP) (\S+)$/.exec(headers.authorization ?? '') ?? [];
    const token = this.tokens.get(value);
    const invalid: Answer = {
      status: 401,
      headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
      body: error('E0000011', 'Invalid token provided'),
    };
    if (!token || token.ends < this.server.now().getTime() || (scheme === 'DPoP') !== (token.key !== null)) return invalid;
    if (token.key !== null) {
      const key = await this.#proofOf(asking, this.dpop?.apiNonce, value);
      if (!key && this.dpop?.apiNonce)
        return { ...invalid, headers: { 'dpop-nonce': this.dpop.apiNonce, 'www-authenticate': 'DPoP error="use_dpop_nonce"' } };
      if (key !== token.key) return invalid;
    }
    const path = `${method} ${url.pathname}`;
    const scope = this.#scopeOf(path);
    if (!scope) return { status: 404, body: error('E0000007', 'Not found: Resource not found') };
    if (!token.scopes.has(scope))
      return {
        status: 403,
        headers: {
          'www-authenticate':
            'Bearer authorization_uri="x", error="insufficient_scope", error_description="The access token provided does not contain the required scopes."',
        },
        body: error('E0000006', 'You do not have permission to perform the requested action'),
      };
    if (!this.role) return { status: 403, body: error('E0000006', 'You do not have permission to perform the requested action') };
    return this.#resource(path, url);
  }

  #scopeOf(path: string): string | null {
    const found = (
      [
        [/^GET \/api\/v1\/users(\/\w+\/factors)?$/, 'okta.users.read'],
        [/^GET \/api\/v1\/users\/\w+\/roles$/, 'okta.roles.read'],
        [/^GET \/api\/v1\/iam\/assignees\/users$/, 'okta.roles.read'],
        [/^GET \/api\/v1\/groups/, 'okta.groups.read'],
        [/^GET \/api\/v1\/policies/, 'okta.policies.read'],
        [/^GET \/api\/v1\/apps$/, 'okta.apps.read'],
        [/^GET \/api\/v1\/api-tokens$/, 'okta.apiTokens.read'],
        [/^GET \/api\/v1\/logStreams$/, 'okta.logStreams.read'],
        [/^GET \/api\/v1\/devices$/, 'okta.devices.read'],
      ] as const
    ).find(([pattern]) => pattern.test(path));
    return found?.[1] ?? null;
  }

  #resource(path: string, url: URL): Answer {
    const [, about, part] = /^GET \/api\/v1\/users\/(\w+)\/(factors|roles)$/.exec(path) ?? [];
    if (about) {
      const user = this.users[Number(about.slice(3))];
      if (!user) return { status: 404, body: error('E0000007', 'Not found') };
      const list =
        part === 'roles'
          ? user.roles.map((type) => ({ id: type, type, label: type.toLowerCase(), status: 'ACTIVE' }))
          : user.factors.map((factorType) => ({ id: factorType, factorType, status: 'ACTIVE' }));
      return { status: 200, body: list };
    }
    const policy = /^GET \/api\/v1\/policies\/(\w+)\/rules$/.exec(path)?.[1];
    if (policy) return { status: 200, body: this.#rules(policy) };
    const group = /^GET \/api\/v1\/groups\/(\w+)\/users$/.exec(path)?.[1];
    if (group)
      return this.#page(
        url,
        this.users.slice(0, group === 'engineers' ? 3 : 1).map((user) => ({ id: user.id })),
      );
    switch (path) {
      case 'GET /api/v1/users':
        return this.#page(
          url,
          this.users.map(({ id: own, login, status, lastLogin, created }) => ({
            id: own,
            status,
            created,
            lastLogin,
            profile: { login, email: login, firstName: login.split('@')[0], lastName: 'Berg' },
          })),
        );
      case 'GET /api/v1/iam/assignees/users':
        return this.#page(
          url,
          this.users.filter(({ roles }) => roles.length > 0).map((user) => ({ id: user.id })),
          true,
        );
      case 'GET /api/v1/groups':
        return this.#page(url, [
          { id: 'everyone', type: 'BUILT_IN', profile: { name: 'Everyone' } },
          { id: 'engineers', type: 'OKTA_GROUP', profile: { name: 'Engineers' } },
          { id: 'finance', type: 'OKTA_GROUP', profile: { name: 'Finance' } },
        ]);
      case 'GET /api/v1/apps': {
        const name = /^name eq "(\w+)"$/.exec(url.searchParams.get('filter') ?? '')?.[1];
        const link = this.classic ? {} : { accessPolicy: { href: `https://elsewhere.example/api/v1/policies/access_${name}` } };
        return this.#page(url, [
          { id: name, name, label: name === 'saasure' ? 'Okta Admin Console' : 'Okta Dashboard', status: 'ACTIVE', _links: link },
        ]);
      }
      case 'GET /api/v1/policies':
        return this.#page(url, this.#policies(url.searchParams.get('type') ?? ''));
      case 'GET /api/v1/api-tokens':
        return this.#page(
          url,
          this.apiTokens.map(({ name, user }, at) => ({ id: `00T${at}`, name, userId: id('u', user), clientName: 'x', token: this.secrets[0] })),
        );
      case 'GET /api/v1/logStreams':
        return this.#page(
          url,
          this.streams.map(({ name, status }, at) => ({
            id: `0oa${at}`,
            name,
            status,
            type: 'aws_eventbridge',
            settings: { token: this.secrets[0] },
          })),
        );
      default:
        return this.#page(url, [
          {
            id: 'guo1',
            status: 'ACTIVE',
            profile: { displayName: 'MacBook of Ada', platform: 'MACOS' },
            _embedded: { users: [{ user: { id: id('u', 0) } }] },
          },
          { id: 'guo2', status: 'DEACTIVATED', profile: { displayName: 'Old phone', platform: 'ANDROID' } },
        ]);
    }
  }

  #policies(type: string): object[] {
    if (type === 'PASSWORD')
      return [
        {
          id: 'password',
          name: 'Default Policy',
          status: 'ACTIVE',
          settings: {
            password: { complexity: { minLength: this.minLength, dictionary: { common: { exclude: true } } }, lockout: { maxAttempts: 10 } },
          },
        },
      ];
    return [{ id: 'session', name: 'Default Policy', status: 'ACTIVE' }];
  }
  #rules(policy: string): object[] {
    if (policy === 'session')
      return [
        {
          id: 'session_rule',
          name: 'Default Rule',
          status: 'ACTIVE',
          actions: { signon: { access: 'ALLOW', session: { maxSessionIdleMinutes: this.idleMinutes } } },
        },
      ];
    const rule = (own: string, name: string, appSignOn: object) => ({ id: `${policy}_${own}`, name, status: 'ACTIVE', actions: { appSignOn } });
    return [
      rule('deny', 'From anonymisers', { access: 'DENY' }),
      rule('all', 'Catch-all Rule', {
        access: 'ALLOW',
        verificationMethod: { type: 'ASSURANCE', factorMode: policy === 'access_saasure' ? this.adminFactors : '2FA' },
      }),
    ];
  }

  #page(url: URL, all: readonly unknown[], wrapped = false): Answer {
    const size = Math.min(Number(url.searchParams.get('limit') ?? 200), this.server.pageSize);
    const from = Number(url.searchParams.get('after') ?? 0);
    const next = new URL(url.pathname + url.search, this.server.elsewhere || this.server.url);
    next.searchParams.set('after', String(from + size));
    const items = all.slice(from, from + size);
    const more = from + size < all.length;
    if (wrapped) return { status: 200, body: { value: items, _links: more ? { next: { href: next.href } } : {} } };
    return { status: 200, body: items, headers: more ? { link: `<${url.href}>; rel="self", <${next.href}>; rel="next"` } : {} };
  }
}

const error = (errorCode: string, errorSummary: string) => ({ errorCode, errorSummary, errorLink: errorCode, errorId: 'x', errorCauses: [] });
