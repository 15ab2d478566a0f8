import { createPublicKey, randomUUID } from 'node:crypto';
import type { RestEndpointMethodTypes } from '@octokit/rest';
import { jwtVerify } from 'jose';
import { KeyedDouble, type Answer, type Asking } from './loopback.ts';
import type { ProviderDouble } from '../doors/collectors/behaviour.ts';

type Types = RestEndpointMethodTypes;
/** What the double answers is held against GitHub's own description, as far as it answers it. */
type Member = Partial<Types['orgs']['listMembers']['response']['data'][number]>;
type Repo = Partial<Types['repos']['listForOrg']['response']['data'][number]>;
type Organisation = Partial<Types['orgs']['get']['response']['data']>;
type Ruleset = Partial<Types['repos']['getRepoRuleset']['response']['data']>;

interface ClassicProtection {
  reviews: number;
  checks: string[];
  admins: boolean;
  forcePush: boolean;
}
export interface RepositoryThere {
  name: string;
  archived: boolean;
  empty: boolean;
  private: boolean;
  scanning: 'enabled' | 'disabled';
  dependabot: boolean;
  classic: ClassicProtection | null;
  /** The plan has no protection for it: GitHub answers 403 and asks to upgrade. */
  planless: boolean;
  rules: { type: string; ruleset_id: number; parameters?: object }[];
}
export interface AccountThere {
  id: number;
  login: string;
  mfa: boolean;
}

const permissions = ['organization_administration', 'members', 'metadata', 'administration', 'vulnerability_alerts', 'secret_scanning_alerts'];
/** Looks like what GitHub would find; must not be kept anywhere. */
const leaked = 'ghp_Zm9yIHRlc3RzIG9ubHksIG5vdCBhIHRva2VuISE';

/** GitHub with one organisation and one installed app: checks who signs in, for how long and with which permissions. */
export class GitHubDouble extends KeyedDouble<number> implements ProviderDouble {
  readonly settings = { organisation: 'fjordlicht', appId: '4711', installationId: '815' };
  readonly secrets = [leaked];
  readonly surroundings: ProviderDouble['surroundings'];
  readonly populations = { accounts: 6, repositories: 5 };

  granted = new Set(permissions);
  /** Refused with a 403 although it was granted: `GET /orgs/fjordlicht/members`. */
  refused = new Set<string>();
  selection: 'all' | 'selected' = 'all';
  suspended = false;
  organisation = { twoFactor: true as boolean | null, base: 'read' as string | null };
  members: (AccountThere & { role: 'admin' | 'member' })[] = [];
  outsiders: (AccountThere & { access: Record<string, string> })[] = [];
  repositories: RepositoryThere[] = [];
  rulesets = new Map<number, Ruleset>();
  dependencyAlerts: { repository: string; number: number; createdAt: string }[] = [];
  secretAlerts: { repository: string; number: number; createdAt: string }[] = [];
  /** GitHub has not got these features for the organisation. */
  without = new Set<'secret-scanning' | 'dependabot'>();

  constructor(now: () => Date) {
    super(now, 'pkcs1');
    this.surroundings = { endpoint: (service) => (service === 'github' ? this.server.url : undefined) };
    this.reset();
  }

  override reset(): void {
    super.reset();
    Object.assign(this, {
      granted: new Set(permissions),
      refused: new Set(),
      selection: 'all',
      suspended: false,
      organisation: { twoFactor: true, base: 'read' },
      without: new Set(),
      secretAlerts: [],
    });
    this.members = ['ada', 'ben', 'cem', 'dora', 'eva'].map((login, at) => ({ id: at + 1, login, mfa: true, role: at === 0 ? 'admin' : 'member' }));
    this.outsiders = [{ id: 90, login: 'freelancer', mfa: true, access: { web: 'write' } }];
    const good: ClassicProtection = { reviews: 1, checks: ['build'], admins: true, forcePush: false };
    this.repositories = [
      repository('web', { classic: good }),
      repository('api', {
        rules: [
          { type: 'pull_request', ruleset_id: 7, parameters: { required_approving_review_count: 2 } },
          { type: 'required_status_checks', ruleset_id: 7, parameters: { required_status_checks: [{ context: 'test' }] } },
          { type: 'non_fast_forward', ruleset_id: 7 },
        ],
      }),
      repository('docs', { classic: good, private: false }),
      repository('old', { archived: true, scanning: 'disabled', dependabot: false }),
      repository('new', { empty: true }),
    ];
    this.rulesets = new Map([[7, { id: 7, name: 'main', enforcement: 'active', bypass_actors: [] }]]);
    this.dependencyAlerts = [{ repository: 'web', number: 1, createdAt: new Date(this.server.now().getTime() - 86_400_000).toISOString() }];
  }

  deny() {
    this.granted.delete('secret_scanning_alerts');
    return { permission: 'Repository: Secret scanning alerts (read)', check: 'github-secret-scanning' };
  }
  populate(users: number): void {
    this.members = Array.from({ length: users }, (_, at) => ({
      id: at + 1000,
      login: `user-${at}`,
      mfa: true,
      role: at < 3 ? ('admin' as const) : ('member' as const),
    }));
  }
  spoil() {
    this.members[1]!.mfa = false;
    return { check: 'github-members-two-factor', mend: () => void (this.members[1]!.mfa = true) };
  }

  protected async answer(asking: Asking): Promise<Answer> {
    const { method, url, headers } = asking;
    const path = `${method} ${url.pathname}`;
    const bearer = /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
    if (/^\w+ \/app\//.test(path))
      return (await this.#appSignedIn(bearer)) ? this.#installation(path) : message(401, 'A JSON web token could not be decoded');
    const ends = this.tokens.get(bearer);
    if (ends === undefined || ends < this.server.now().getTime()) return message(401, 'Bad credentials');
    if (this.refused.has(path)) return message(403, 'Resource not accessible by integration');
    return this.#resource(path, url);
  }

  /** RS256 by the app's own key, for this app, at most ten minutes, neither from the future nor over. */
  async #appSignedIn(token: string): Promise<boolean> {
    if (!this.accepted) return false;
    try {
      const { payload } = await jwtVerify(token, createPublicKey(this.publicKey), {
        algorithms: ['RS256'],
        issuer: this.settings.appId,
        currentDate: this.server.now(),
      });
      return payload.exp! - payload.iat! <= 600 && payload.iat! * 1000 <= this.server.now().getTime();
    } catch {
      return false;
    }
  }

  #installation(path: string): Answer {
    const { installationId, organisation } = this.settings;
    const granted = Object.fromEntries([...this.granted].map((name) => [name, 'read']));
    if (path === `GET /app/installations/${installationId}`)
      return {
        status: 200,
        body: {
          id: Number(installationId),
          account: { login: organisation, id: 1 },
          permissions: granted,
          repository_selection: this.selection,
          suspended_at: this.suspended ? '2026-11-01T00:00:00Z' : null,
        },
      };
    if (path !== `POST /app/installations/${installationId}/access_tokens`) return message(404, 'Not Found');
    const token = `ghs_${randomUUID().replaceAll('-', '')}`;
    const ends = this.server.now().getTime() + this.tokenSeconds * 1000;
    this.tokens.set(token, ends);
    return { status: 201, body: { token, expires_at: new Date(ends).toISOString(), permissions: granted, repository_selection: this.selection } };
  }

  #resource(path: string, url: URL): Answer {
    const organisation = `/orgs/${this.settings.organisation}`;
    const without = url.searchParams.get('filter') === '2fa_disabled';
    const role = url.searchParams.get('role');
    const wants = (...names: string[]) => names.every((name) => this.granted.has(name));
    const refusal = message(403, 'Resource not accessible by integration');
    const seen = ({ mfa }: AccountThere) => !without || !mfa;
    const account = ({ id, login }: AccountThere): Member => ({ id, login, type: 'User', site_admin: false });
    switch (path) {
      case `GET ${organisation}`: {
        const owner = wants('organization_administration');
        const body: Organisation = { id: 1, login: this.settings.organisation };
        return {
          status: 200,
          body: owner
            ? { ...body, two_factor_requirement_enabled: this.organisation.twoFactor, default_repository_permission: this.organisation.base }
            : body,
        };
      }
      case `GET ${organisation}/members`:
        if (!wants('members')) return refusal;
        if (without && !wants('organization_administration')) return message(422, 'Only owners can use this filter.');
        return this.#page(url, this.members.filter((each) => seen(each) && (!role || each.role === role)).map(account));
      case `GET ${organisation}/outside_collaborators`:
        return wants('members') ? this.#page(url, this.outsiders.filter(seen).map(account)) : refusal;
      case `GET ${organisation}/repos`:
        return this.#page(
          url,
          this.repositories.map((each) => this.#listed(each)),
        );
      case `GET ${organisation}/dependabot/alerts`:
        if (!wants('vulnerability_alerts')) return refusal;
        if (this.without.has('dependabot')) return message(404, 'Not Found');
        return this.#page(
          url,
          this.dependencyAlerts.map(({ repository: name, number, createdAt }) => ({
            number,
            created_at: createdAt,
            repository: { full_name: this.#fullName(name) },
            dependency: { package: { ecosystem: 'npm', name: 'left-pad' } },
            security_advisory: { ghsa_id: 'GHSA-aaaa-bbbb-cccc', severity: 'critical' },
          })),
        );
      case `GET ${organisation}/secret-scanning/alerts`:
        if (!wants('secret_scanning_alerts')) return refusal;
        if (this.without.has('secret-scanning')) return message(404, 'Secret scanning is disabled on this organization.');
        // An old server knows nothing of `hide_secret`.
        return this.#page(
          url,
          this.secretAlerts.map(({ repository: name, number, createdAt }) => ({
            number,
            created_at: createdAt,
            secret: leaked,
            secret_type: 'github_personal_access_token',
            secret_type_display_name: 'GitHub Personal Access Token',
            repository: { full_name: this.#fullName(name) },
          })),
        );
      default:
        return this.#ofRepository(path, url, wants) ?? message(404, 'Not Found');
    }
  }

  #ofRepository(path: string, url: URL, wants: (...names: string[]) => boolean): Answer | null {
    const [, name, rest] = /^GET \/repos\/[\w-]+\/([\w-]+)\/(.+)$/.exec(path) ?? [];
    const there = this.repositories.find((each) => each.name === name);
    if (!there || !rest) return null;
    const administration = wants('administration');
    const refusal = message(403, 'Resource not accessible by integration');
    if (rest === 'collaborators')
      return this.#page(
        url,
        this.outsiders.flatMap(({ id, login, access }) => (access[there.name] ? [{ id, login, role_name: access[there.name] }] : [])),
      );
    if (rest === 'vulnerability-alerts')
      return administration ? (there.dependabot ? { status: 204 } : message(404, 'Vulnerability alerts are disabled.')) : refusal;
    if (rest === 'rules/branches/main') return there.planless ? upgrade : this.#page(url, there.rules);
    const ruleset = this.rulesets.get(Number(/^rulesets\/(\d+)$/.exec(rest)?.[1]));
    if (ruleset) return { status: 200, body: ruleset };
    if (rest !== 'branches/main/protection') return null;
    if (!administration) return refusal;
    if (there.planless) return upgrade;
    if (there.empty) return message(404, 'Branch not found');
    if (!there.classic) return message(404, 'Branch not protected');
    const { reviews, checks, admins, forcePush } = there.classic;
    return {
      status: 200,
      body: {
        ...(reviews > 0 && { required_pull_request_reviews: { required_approving_review_count: reviews } }),
        ...(checks.length > 0 && {
          required_status_checks: { strict: true, contexts: checks, checks: checks.map((context) => ({ context, app_id: null })) },
        }),
        enforce_admins: { url: '', enabled: admins },
        allow_force_pushes: { enabled: forcePush },
      },
    };
  }

  #fullName = (name: string) => `${this.settings.organisation}/${name}`;
  #listed({ name, archived, private: hidden, scanning }: RepositoryThere): Repo {
    return {
      name,
      full_name: this.#fullName(name),
      archived,
      private: hidden,
      visibility: hidden ? 'private' : 'public',
      default_branch: 'main',
      ...(this.granted.has('administration') && { security_and_analysis: { secret_scanning: { status: scanning } } }),
    };
  }

  #page(url: URL, all: readonly unknown[]): Answer {
    const size = Math.min(Number(url.searchParams.get('per_page') ?? 30), this.server.pageSize, 100);
    const page = Number(url.searchParams.get('page') ?? 1);
    const more = page * size < all.length;
    const next = new URL(url.pathname + url.search, this.server.elsewhere || this.server.url);
    next.searchParams.set('page', String(page + 1));
    return {
      status: 200,
      body: all.slice((page - 1) * size, page * size),
      headers: more ? { link: `<${next.href}>; rel="next", <${next.href}>; rel="last"` } : {},
    };
  }
}

const message = (status: number, words: string): Answer => ({ status, body: { message: words, documentation_url: 'https://docs.github.com/rest' } });
const upgrade = message(403, 'Upgrade to GitHub Pro or make this repository public to enable this feature.');
const repository = (name: string, differs: Partial<RepositoryThere>): RepositoryThere => ({
  name,
  archived: false,
  empty: false,
  private: true,
  scanning: 'enabled',
  dependabot: true,
  classic: null,
  planless: false,
  rules: [],
  ...differs,
});
