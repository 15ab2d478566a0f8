import type { Check, Judged, Maybe, Trouble } from '../collector.ts';
import type { Classic, Facts, Protection, Rule } from './facts.ts';

/** Whether something holds; the trouble, where that cannot be told. */
type Held = boolean | Trouble;
interface Found {
  held: Held;
  because: string;
}

const calls = [
  'GET /orgs/{org}/repos',
  'GET /repos/{owner}/{repo}/branches/{branch}/protection',
  'GET /repos/{owner}/{repo}/rules/branches/{branch}',
];
const shared = {
  version: 1,
  needs: ['protections'],
  population: 'the default branch of every repository that is not archived and not empty',
  empty: 'unknown',
} as const;

/**
 * Judges every default branch. What could be read may be enough to pass; it is not enough to fail while the other half is
 * in trouble, for the missing rule may stand there.
 */
const branches = (judge: (classic: Classic | null, rules: readonly Rule[], branch: string) => Found) => (facts: Facts) =>
  facts.protections.map((each): Judged => {
    const { repository, branch, archived, empty } = each;
    const judged = (outcome: Judged['outcome'], because: string): Judged => ({ resource: repository, name: repository, scope: '', outcome, because });
    if (archived) return judged('not-applicable', 'Archived: nothing can be pushed to it.');
    if (empty) return judged('not-applicable', 'Nothing has been pushed to it yet.');
    const { held, because } = judge(valueOf(each.classic, null), valueOf(each.rules, []), branch);
    if (held === true) return judged('pass', because);
    const trouble = held === false ? troubleIn(each) : held;
    return trouble ? judged('unknown', trouble.message) : judged('fail', because);
  });

const valueOf = <T>(maybe: Maybe<T>, otherwise: T): T => ('value' in maybe ? maybe.value : otherwise);
function troubleIn({ classic, rules }: Protection): Trouble | null {
  return 'trouble' in classic ? classic.trouble : 'trouble' in rules ? rules.trouble : null;
}

const reviews: Check<Facts, 'approvals'> = {
  ...shared,
  id: 'github-reviews',
  title: 'Nothing reaches a default branch without review',
  calls,
  passes: 'Classic protection or a ruleset asks for at least {approvals} approval(s).',
  parameters: { approvals: { title: 'Approvals', unit: 'approvals', usual: 1, min: 1, max: 6 } },
  controls: [
    { id: 'A.8.4', because: 'Source code is changed only with the consent of somebody else who may read it.' },
    { id: 'A.8.25', because: 'A review before merging is the rule of the secure development life cycle that the tool itself enforces.' },
    { id: 'A.8.28', because: 'Insecure code is found by a second pair of eyes before it is part of the product.' },
  ],
  remedy:
    'Repository settings, Rules, Rulesets: add a rule for the default branch that requires a pull request with approvals, or one for all repositories of the organisation.',
  judge: (facts, { approvals }) =>
    branches((classic, rules, branch) => {
      const most = Math.max(classic?.reviews ?? 0, ...rules.map((rule) => rule.reviews));
      if (!classic && rules.length === 0) return { held: false, because: `${branch} is not protected.` };
      return {
        held: most >= approvals,
        because:
          most === 0
            ? `${branch} takes changes that nobody has approved.`
            : `${branch} takes changes with ${most === 1 ? '1 approval' : `${most} approvals`}.`,
      };
    })(facts),
};

const noBypass: Check<Facts> = {
  ...shared,
  id: 'github-no-bypass',
  title: 'Protection holds for administrators too, and history cannot be rewritten',
  calls: [...calls, 'GET /repos/{owner}/{repo}/rulesets/{ruleset_id}'],
  passes: 'Administrators are included, no role or team may always bypass, and force pushes are blocked.',
  parameters: {},
  controls: [
    { id: 'A.8.4', because: 'What those with the most rights can do to source code unseen is what the control is there to prevent.' },
    { id: 'A.8.25', because: 'A step of the life cycle that some may skip, or a history that can be rewritten, proves nothing.' },
  ],
  remedy:
    'Branch protection: tick "Do not allow bypassing" and leave "Allow force pushes" off; ruleset: "Block force pushes", and empty the bypass list of roles and teams.',
  judge: branches((classic, rules, branch) => {
    if (!classic && rules.length === 0) return { held: false, because: `${branch} is not protected.` };
    const strict = (types: readonly string[]): Held => {
      const own = rules.filter(({ type }) => types.includes(type));
      if (own.some(({ bypass }) => 'value' in bypass && !bypass.value.some(({ people }) => people))) return true;
      return own.map(({ bypass }) => ('trouble' in bypass ? bypass.trouble : null)).find((each) => each !== null) ?? false;
    };
    const gates = ['pull_request', 'required_status_checks'];
    const gated = classic !== null || rules.some(({ type }) => gates.includes(type));
    const everybody: Held = classic?.adminsIncluded === true || strict(gated ? gates : ['non_fast_forward']);
    const history: Held = (classic?.adminsIncluded === true && !classic.forcePush) || strict(['non_fast_forward']);
    if (everybody === false) return { held: false, because: bypassing(rules, branch) };
    if (history === false) return { held: false, because: `${branch} can be pushed to with force.` };
    if (everybody !== true) return { held: everybody, because: '' };
    return { held: history, because: `${branch} is protected from everybody, and its history cannot be rewritten.` };
  }),
};
function bypassing(rules: readonly Rule[], branch: string): string {
  const who = new Set(rules.flatMap(({ bypass }) => ('value' in bypass ? bypass.value.filter(({ people }) => people) : [])).map((each) => each.who));
  return who.size > 0
    ? `Protection of ${branch} may be passed over by ${[...who].toSorted().join(', ')}.`
    : `Protection of ${branch} does not hold for administrators.`;
}

const statusChecks: Check<Facts> = {
  ...shared,
  id: 'github-status-checks',
  title: 'Tests must have passed before a change is merged',
  calls,
  passes: 'Classic protection or a ruleset requires at least one status check.',
  parameters: {},
  controls: [
    { id: 'A.8.25', because: 'Automatic checks at every change are built into the life cycle and cannot be forgotten.' },
    { id: 'A.8.29', because: 'Tests, of security too, run before acceptance, and a change that fails them stays out.' },
  ],
  remedy: 'Repository settings, Rules, Rulesets: add "Require status checks to pass" for the default branch and name the checks that must pass.',
  judge: branches((classic, rules, branch) => {
    const required = [...new Set([...(classic?.statusChecks ?? []), ...rules.flatMap((rule) => rule.statusChecks)])].toSorted();
    if (!classic && rules.length === 0) return { held: false, because: `${branch} is not protected.` };
    return {
      held: required.length > 0,
      because:
        required.length > 0
          ? `${branch} requires ${required.slice(0, 3).join(', ')}${required.length > 3 ? ' and more' : ''}.`
          : `${branch} requires no status check.`,
    };
  }),
};

export const branchChecks = { reviews, noBypass, statusChecks };
