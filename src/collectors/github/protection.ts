import { TroubleError, type Maybe, type Notes, type Trouble } from '../collector.ts';
import { maybe } from '../maybe.ts';
import type { Bypass, Classic, Protection, Repository, Rule } from './facts.ts';
import { permissionNames } from './permissions.ts';
import { listed, orMissing } from './reading.ts';
import { asTrouble, type GitHubSession } from './session.ts';

/** Rulesets of the organisation hold for many repositories; who may pass over one is asked once. */
export type BypassCache = Map<number, Promise<Maybe<Bypass[]>>>;

type Where = { owner: string; repo: string };

/** How the default branch of one repository is protected: the classic way, and by the rulesets in force on it. */
export async function protectionOf(session: GitHubSession, repository: Repository, bypasses: BypassCache, notes: Notes): Promise<Protection> {
  const { name, defaultBranch: branch, archived } = repository;
  const base = { repository: name, branch, archived };
  const nothing = { classic: { value: null }, rules: { value: [] }, dependabot: { value: false } };
  if (archived || branch === '') return { ...base, empty: branch === '', ...nothing };
  const [owner = '', repo = ''] = name.split('/');
  const where = { owner, repo };
  const classic = await maybe(() => classicOf(session, where, branch));
  if ('value' in classic && classic.value === 'no branch') return { ...base, empty: true, ...nothing };
  const found: Protection = {
    ...base,
    empty: false,
    classic: classic as Maybe<Classic | null>,
    rules: await maybe(() => rulesOf(session, where, branch, bypasses)),
    dependabot: await maybe(() => dependabotOf(session, where)),
  };
  notes.page('GET /repos/{owner}/{repo}: branches/{branch}/protection, rules/branches/{branch}, vulnerability-alerts', 1, found);
  return found;
}

/** A 404 says that no protection is set, or that there is no such branch: nothing was pushed yet. */
async function classicOf(session: GitHubSession, where: Where, branch: string): Promise<Classic | null | 'no branch'> {
  const reply = await orMissing(
    () => session.octokit.request('GET /repos/{owner}/{repo}/branches/{branch}/protection', { ...where, branch }),
    refused('Branches of this repository cannot be protected on its plan.', permissionNames.administration),
  );
  if ('missing' in reply) return /branch not found/i.test(reply.missing) ? 'no branch' : null;
  const { required_pull_request_reviews: reviews, required_status_checks: status, enforce_admins: admins, allow_force_pushes: force } = reply.data;
  return {
    reviews: reviews?.required_approving_review_count ?? 0,
    statusChecks: [...new Set([...(status?.contexts ?? []), ...(status?.checks ?? []).map(({ context }) => context)])].toSorted(),
    adminsIncluded: admins?.enabled === true,
    forcePush: force?.enabled === true,
  };
}

async function rulesOf(session: GitHubSession, where: Where, branch: string, bypasses: BypassCache): Promise<Rule[]> {
  const rules: Rule[] = [];
  const pages = session.octokit.paginate.iterator('GET /repos/{owner}/{repo}/rules/branches/{branch}', { ...where, branch, per_page: 100 });
  for await (const page of listed(session, pages, refused('The plan of this repository has no rulesets.', permissionNames.metadata)))
    for (const { type, ruleset_id: ruleset = 0, parameters = {} } of page as RuleAnswer[]) {
      if (!bypasses.has(ruleset))
        bypasses.set(
          ruleset,
          maybe(() => bypassOf(session, where, ruleset)),
        );
      rules.push({
        type,
        ruleset,
        reviews: type === 'pull_request' ? (parameters.required_approving_review_count ?? 0) : 0,
        statusChecks: type === 'required_status_checks' ? (parameters.required_status_checks ?? []).map(({ context }) => context).toSorted() : [],
        bypass: await bypasses.get(ruleset)!,
      });
    }
  return rules;
}
/** Rules of all types, as far as they are judged. */
interface RuleAnswer {
  type: string;
  ruleset_id?: number;
  parameters?: { required_approving_review_count?: number; required_status_checks?: { context: string }[] };
}

/** GitHub shows the list to those who may change the ruleset; others are not told that there is one. */
async function bypassOf(session: GitHubSession, where: Where, ruleset: number): Promise<Bypass[]> {
  const { data } = await asTrouble(() =>
    session.octokit.request('GET /repos/{owner}/{repo}/rulesets/{ruleset_id}', { ...where, ruleset_id: ruleset, includes_parents: true }),
  );
  if (!data.bypass_actors)
    throw new TroubleError({ kind: 'denied', message: 'GitHub shows who may bypass a ruleset only to apps that may change it.' });
  return data.bypass_actors
    .filter(({ bypass_mode: mode }) => mode !== 'pull_request')
    .map(({ actor_type: type, actor_id: id }) => ({
      who: actors.get(`${type} ${id}`) ?? actors.get(type) ?? type,
      people: type !== 'Integration' && type !== 'DeployKey',
    }));
}
const actors = new Map([
  ['OrganizationAdmin', 'owners of the organisation'],
  ['RepositoryRole 5', 'administrators of the repository'],
  ['RepositoryRole 4', 'everybody who may write'],
  ['RepositoryRole 2', 'maintainers of the repository'],
  ['RepositoryRole', 'a role of the repository'],
  ['Team', 'a team'],
  ['Integration', 'an app'],
  ['DeployKey', 'deploy keys'],
]);

async function dependabotOf(session: GitHubSession, where: Where): Promise<boolean> {
  const special = refused('Dependabot is not offered to this repository.', permissionNames.administration);
  return !('missing' in (await orMissing(() => session.octokit.request('GET /repos/{owner}/{repo}/vulnerability-alerts', where), special)));
}

/** A 403 is either a plan without the feature, in GitHub's words to upgrade, or a permission that is missing. */
const refused =
  (words: string, permission: string) =>
  (status: number, message: string): Trouble | null => {
    if (status !== 403) return null;
    if (/upgrade to github|not available|disabled/i.test(message)) return { kind: 'unsupported', message: words };
    return { kind: 'denied', message: `GitHub refuses this for the repository; the app needs "${permission}".`, permission };
  };
