import type { Notes, Source } from '../collector.ts';
import { inParallel } from '../parallel.ts';
import type { DependencyAlert, Facts, Member, Organisation, Outsider, Repository, SecretAlert, WithoutTwoFactor } from './facts.ts';
import { permissionNames } from './permissions.ts';
import { protectionOf, type BypassCache } from './protection.ts';
import { listed, noted } from './reading.ts';
import { asTrouble, type GitHubSession } from './session.ts';

const perPage = 100;
/** GitHub asks for few calls at a time. */
const atOnce = 8;

async function* repositoriesOf(session: GitHubSession, notes: Notes): AsyncGenerator<Repository[]> {
  session.need('metadata');
  session.needAllRepositories();
  const org = session.organisation;
  const pages = session.octokit.paginate.iterator('GET /orgs/{org}/repos', { org, type: 'all', sort: 'created', per_page: perPage });
  yield* noted(listed(session, pages), notes, `GET /orgs/${org}/repos?type=all`, (each) => ({
    name: each.full_name,
    visibility: each.visibility ?? (each.private ? 'private' : 'public'),
    archived: each.archived ?? false,
    defaultBranch: each.default_branch ?? '',
    secretScanning: each.security_and_analysis?.secret_scanning?.status ?? null,
  }));
}

const organisation: Source<GitHubSession, Organisation> = {
  title: 'The organisation and its rules for members',
  permissions: [permissionNames.organization_administration],
  each: 'connection',
  async *read(session, _scope, notes) {
    session.need('organization_administration');
    const { data } = await asTrouble(() => session.octokit.request('GET /orgs/{org}', { org: session.organisation }));
    const item = {
      login: data.login,
      twoFactorRequired: data.two_factor_requirement_enabled ?? null,
      basePermission: data.default_repository_permission ?? null,
    };
    notes.page(`GET /orgs/${session.organisation}`, 1, item);
    yield [item];
  },
};

const members: Source<GitHubSession, Member> = {
  title: 'Members and their roles',
  permissions: [permissionNames.members],
  each: 'connection',
  async *read(session, _scope, notes) {
    session.need('members');
    const org = session.organisation;
    for (const role of ['admin', 'member'] as const) {
      const pages = session.octokit.paginate.iterator('GET /orgs/{org}/members', { org, role, per_page: perPage });
      yield* noted(listed(session, pages), notes, `GET /orgs/${org}/members?role=${role}`, ({ id, login }) => ({
        id,
        login,
        owner: role === 'admin',
      }));
    }
  },
};

const withoutTwoFactor: Source<GitHubSession, WithoutTwoFactor> = {
  title: 'Accounts without a second factor',
  permissions: [permissionNames.members, permissionNames.organization_administration],
  each: 'connection',
  async *read(session, _scope, notes) {
    session.need('members');
    session.need('organization_administration');
    const org = session.organisation;
    const parameters = { org, filter: '2fa_disabled' as const, per_page: perPage };
    const lists = {
      members: session.octokit.paginate.iterator('GET /orgs/{org}/members', parameters),
      outside_collaborators: session.octokit.paginate.iterator('GET /orgs/{org}/outside_collaborators', parameters),
    };
    for (const [what, pages] of Object.entries(lists))
      yield* noted(
        listed(session, pages, (status) =>
          status === 422
            ? { kind: 'unsupported', message: 'GitHub tells this organisation, or this app, nothing about the second factor of accounts.' }
            : null,
        ),
        notes,
        `GET /orgs/${org}/${what}?filter=2fa_disabled`,
        ({ id, login }) => ({ id, login }),
      );
  },
};

const outsiders: Source<GitHubSession, Outsider> = {
  title: 'Outside collaborators and what they reach',
  permissions: [permissionNames.members, permissionNames.metadata],
  each: 'connection',
  async *read(session, _scope, notes) {
    session.need('members');
    const org = session.organisation;
    const found = new Map<number, Outsider>();
    const pages = session.octokit.paginate.iterator('GET /orgs/{org}/outside_collaborators', { org, per_page: perPage });
    for await (const page of noted(listed(session, pages), notes, `GET /orgs/${org}/outside_collaborators`, ({ id, login }) => ({ id, login })))
      for (const each of page) found.set(each.id, { ...each, access: [] });
    if (found.size > 0)
      for await (const repositories of repositoriesOf(session, notes))
        await inParallel(atOnce, repositories, async ({ name }) => {
          const [owner = '', repo = ''] = name.split('/');
          const reach = session.octokit.paginate.iterator('GET /repos/{owner}/{repo}/collaborators', {
            owner,
            repo,
            affiliation: 'outside',
            per_page: perPage,
          });
          const query = 'GET /repos/{owner}/{repo}/collaborators?affiliation=outside';
          for await (const page of noted(listed(session, reach), notes, query, ({ id, role_name }) => ({ id, repository: name, role: role_name })))
            for (const { id, repository, role } of page) found.get(id)?.access.push({ repository, role });
        });
    const all = [...found.values()];
    for (const { access } of all) access.sort((a, b) => (a.repository < b.repository ? -1 : 1));
    yield all;
  },
};

const protections: Source<GitHubSession, Facts['protections'][number]> = {
  title: 'Protection of every default branch, and Dependabot',
  permissions: [permissionNames.administration, permissionNames.metadata],
  each: 'connection',
  async *read(session, _scope, notes) {
    session.need('administration');
    const bypasses: BypassCache = new Map();
    for await (const repositories of repositoriesOf(session, notes))
      yield await inParallel(atOnce, repositories, (repository) => protectionOf(session, repository, bypasses, notes));
  },
};

const dependencyAlerts: Source<GitHubSession, DependencyAlert> = {
  title: 'Open critical alerts of Dependabot',
  permissions: [permissionNames.vulnerability_alerts],
  each: 'connection',
  async *read(session, _scope, notes) {
    session.need('vulnerability_alerts');
    const org = session.organisation;
    const pages = session.octokit.paginate.iterator('GET /orgs/{org}/dependabot/alerts', {
      org,
      state: 'open',
      severity: 'critical',
      per_page: perPage,
    });
    yield* noted(
      listed(session, pages, notOffered('Dependabot alerts')),
      notes,
      `GET /orgs/${org}/dependabot/alerts?state=open&severity=critical`,
      (each) => ({
        repository: each.repository.full_name,
        number: each.number,
        package: each.dependency.package?.name ?? 'a dependency',
        advisory: each.security_advisory.ghsa_id,
        createdAt: each.created_at,
      }),
    );
  },
};

const secretAlerts: Source<GitHubSession, SecretAlert> = {
  title: 'Open alerts of secret scanning, without the secrets',
  permissions: [permissionNames.secret_scanning_alerts],
  each: 'connection',
  async *read(session, _scope, notes) {
    session.need('secret_scanning_alerts');
    const org = session.organisation;
    const parameters = { org, state: 'open' as const, hide_secret: true, per_page: perPage };
    const pages = session.octokit.paginate.iterator('GET /orgs/{org}/secret-scanning/alerts', parameters);
    yield* noted(
      listed(session, pages, notOffered('Secret scanning')),
      notes,
      `GET /orgs/${org}/secret-scanning/alerts?state=open&hide_secret=true`,
      (each) => ({
        repository: each.repository?.full_name ?? '',
        number: each.number ?? 0,
        kind: each.secret_type_display_name ?? each.secret_type ?? 'secret',
        createdAt: each.created_at ?? '',
      }),
    );
  },
};

const notOffered = (what: string) => (status: number) =>
  status === 404
    ? ({ kind: 'unsupported', message: `${what}: GitHub does not offer this to the organisation, or it is switched off for all of it.` } as const)
    : null;

export const sources = {
  organisation,
  members,
  withoutTwoFactor,
  outsiders,
  repositories: {
    title: 'Repositories',
    permissions: [permissionNames.metadata],
    each: 'connection',
    read: (session: GitHubSession, _scope: string, notes: Notes) => repositoriesOf(session, notes),
  },
  protections,
  dependencyAlerts,
  secretAlerts,
} satisfies { [K in keyof Facts]: Source<GitHubSession, Facts[K][number]> };
