import { describe, expect, it } from 'vitest';
import type { Trouble } from '../collector.ts';
import { judgeCheck } from '../judge.ts';
import { checks } from './collector.ts';
import type { Bypass, Classic, Facts, Protection, Rule } from './facts.ts';

const now = new Date('2026-11-25T12:00:00Z');
const denied: Trouble = { kind: 'denied', message: 'Not allowed to read this.' };
const none: Facts = {
  organisation: [],
  members: [],
  withoutTwoFactor: [],
  outsiders: [],
  repositories: [],
  protections: [],
  dependencyAlerts: [],
  secretAlerts: [],
};

function judge(id: string, facts: Partial<Facts>, parameters: Record<string, number> = {}) {
  const check = checks.find((each) => each.id === id)!;
  const all = { ...none, ...facts };
  const parts = check.needs.map((source) => ({ source, scope: '', items: all[source as keyof Facts], trouble: null }));
  const { outcome, resources } = judgeCheck(check, parts, all as never, parameters, now);
  return { outcome, of: Object.fromEntries(resources.map(({ resource, outcome: one, because }) => [resource, `${one}: ${because}`])) };
}
const only = (id: string, facts: Partial<Facts>, parameters: Record<string, number> = {}) => Object.values(judge(id, facts, parameters).of)[0]!;

describe('the organisation', () => {
  const organisation = (twoFactorRequired: boolean | null, basePermission: string | null) => ({
    organisation: [{ login: 'acme', twoFactorRequired, basePermission }],
  });
  it('requires a second factor, or not, or GitHub does not tell', () => {
    expect(only('github-two-factor', organisation(true, 'read'))).toBe('pass: Requires two-factor authentication.');
    expect(only('github-two-factor', organisation(false, 'read'))).toMatch(/^fail/);
    expect(only('github-two-factor', organisation(null, 'read'))).toMatch(/^unknown: .*Organization: Administration \(read\)/);
  });

  it('lets members read at most', () => {
    expect(only('github-base-permission', organisation(true, 'none'))).toMatch(/^pass/);
    expect(only('github-base-permission', organisation(true, 'read'))).toMatch(/^pass/);
    expect(only('github-base-permission', organisation(true, 'write'))).toBe('fail: Every member may write every repository.');
    expect(only('github-base-permission', organisation(true, 'admin'))).toMatch(/^fail/);
    for (const odd of [null, '', 'READ', 'maintain', '__proto__'])
      expect(only('github-base-permission', organisation(true, odd))).toMatch(/^unknown/);
  });
});

describe('people', () => {
  it('are held against the list of those without a second factor, by number and not by name', () => {
    const members = [
      { id: 1, login: 'ada', owner: true },
      { id: 2, login: '__proto__', owner: false },
    ];
    expect(judge('github-members-two-factor', { members }).outcome).toBe('pass');
    const { outcome, of } = judge('github-members-two-factor', { members, withoutTwoFactor: [{ id: 1, login: 'renamed' }] });
    expect(outcome).toBe('fail');
    expect(of['ada']).toBe('fail: An owner without two-factor authentication.');
  });

  it('from outside administer nothing, reach few repositories and have a second factor', () => {
    const outsider = (...roles: string[]) => ({
      outsiders: [{ id: 9, login: 'x', access: roles.map((role, at) => ({ repository: `acme/${at}`, role })) }],
    });
    const check = 'github-outside-collaborators';
    expect(judge(check, {}).outcome).toBe('not-applicable');
    expect(only(check, outsider('write'))).toBe('pass: Reaches 1 repository and administers none.');
    expect(only(check, outsider())).toMatch(/^pass: Reaches 0 repositories/);
    expect(only(check, outsider('write', 'admin'))).toBe('fail: Administers acme/1 from outside the organisation.');
    expect(only(check, outsider('maintain'))).toMatch(/^fail: Maintains/);
    expect(only(check, { ...outsider('read'), withoutTwoFactor: [{ id: 9, login: 'x' }] })).toBe('fail: Has no two-factor authentication.');
    expect(only(check, outsider('read', 'read'), { repositories: 2 })).toMatch(/^pass/);
    expect(only(check, outsider('read', 'read', 'read'), { repositories: 2 })).toBe('fail: Reaches 3 repositories; 2 are allowed.');
  });
});

const protection = (differs: Partial<Protection>): Partial<Facts> => ({
  protections: [
    {
      repository: 'acme/web',
      branch: 'main',
      archived: false,
      empty: false,
      classic: { value: null },
      rules: { value: [] },
      dependabot: { value: true },
      ...differs,
    },
  ],
});
const classic = (differs: Partial<Classic> = {}): Partial<Facts> =>
  protection({ classic: { value: { reviews: 1, statusChecks: ['build'], adminsIncluded: true, forcePush: false, ...differs } } });
const rule = (type: string, differs: Partial<Rule> = {}): Rule => ({
  type,
  ruleset: 1,
  reviews: 0,
  statusChecks: [],
  bypass: { value: [] },
  ...differs,
});
const rules = (...all: Rule[]) => protection({ rules: { value: all } });

describe.each(['github-reviews', 'github-no-bypass', 'github-status-checks'])('%s', (check) => {
  it('passes with classic protection, fails without any, does not apply where nothing can be pushed or was', () => {
    expect(only(check, classic())).toMatch(/^pass/);
    expect(only(check, protection({}))).toBe('fail: main is not protected.');
    expect(only(check, protection({ archived: true }))).toMatch(/^not-applicable/);
    expect(only(check, protection({ empty: true }))).toMatch(/^not-applicable/);
    expect(judge(check, {}).outcome).toBe('unknown');
  });

  it('is unknown while the half that could hold the rule is in trouble, and passes on the other half alone', () => {
    expect(only(check, protection({ classic: { trouble: denied } }))).toBe('unknown: Not allowed to read this.');
    expect(only(check, protection({ rules: { trouble: denied } }))).toMatch(/^unknown/);
    expect(only(check, { protections: [{ ...classic().protections![0]!, rules: { trouble: denied } }] })).toMatch(/^pass/);
  });
});

describe('reviews', () => {
  it('count the strictest of classic protection and rulesets', () => {
    expect(only('github-reviews', classic({ reviews: 0 }))).toBe('fail: main takes changes that nobody has approved.');
    expect(only('github-reviews', rules(rule('pull_request', { reviews: 2 })))).toBe('pass: main takes changes with 2 approvals.');
    expect(only('github-reviews', classic({ reviews: 1 }), { approvals: 2 })).toMatch(/^fail: .*1 approval\./);
    expect(only('github-reviews', classic({ reviews: 2 }), { approvals: 2 })).toMatch(/^pass/);
  });
});

describe('bypassing', () => {
  const owners: Bypass = { who: 'owners of the organisation', people: true };
  const check = 'github-no-bypass';
  it('is closed to administrators, and force pushes to everybody', () => {
    expect(only(check, classic({ adminsIncluded: false }))).toBe('fail: Protection of main does not hold for administrators.');
    expect(only(check, classic({ forcePush: true }))).toBe('fail: main can be pushed to with force.');
  });

  it('is told from the lists of rulesets, where apps and keys are no people', () => {
    const ruled = (bypass: Rule['bypass']) => rules(rule('pull_request', { reviews: 1, bypass }), rule('non_fast_forward', { bypass }));
    expect(only(check, ruled({ value: [] }))).toMatch(/^pass/);
    expect(only(check, ruled({ value: [{ who: 'an app', people: false }] }))).toMatch(/^pass/);
    expect(only(check, ruled({ value: [owners] }))).toBe('fail: Protection of main may be passed over by owners of the organisation.');
    expect(only(check, ruled({ trouble: denied }))).toBe('unknown: Not allowed to read this.');
    expect(only(check, rules(rule('pull_request')))).toBe('fail: main can be pushed to with force.');
    expect(only(check, rules(rule('non_fast_forward')))).toMatch(/^pass/);
  });

  it('is not closed by a rule against force pushes alone, when administrators pass over the reviews', () => {
    const both = { protections: [{ ...classic({ adminsIncluded: false }).protections![0]!, rules: { value: [rule('non_fast_forward')] } }] };
    expect(only(check, both)).toMatch(/^fail: .*administrators/);
  });
});

describe('status checks', () => {
  it('are named, from both places', () => {
    expect(only('github-status-checks', classic({ statusChecks: [] }))).toBe('fail: main requires no status check.');
    expect(only('github-status-checks', rules(rule('required_status_checks', { statusChecks: ['test'] })))).toBe('pass: main requires test.');
    expect(only('github-status-checks', classic({ statusChecks: ['a', 'b', 'c', 'd'] }))).toBe('pass: main requires a, b, c and more.');
  });
});

describe('alerts', () => {
  const alert = (createdAt: string) => ({ repository: 'acme/web', number: 3, package: 'left-pad', advisory: 'GHSA-1', createdAt });
  const check = 'github-dependencies';
  it('for dependencies may be open for so many days', () => {
    const open = (createdAt: string, days = 30) =>
      only(check, { ...protection({}), dependencyAlerts: [alert(createdAt), alert('2026-11-25T00:00:00Z')] }, { days });
    expect(open('2026-10-26T12:00:00Z')).toBe('pass: The oldest critical alert is 30 days old.');
    expect(open('2026-10-25T11:00:00Z')).toBe('fail: GHSA-1 in left-pad has been open for 31 days; 30 are allowed.');
    expect(open('')).toMatch(/^unknown/);
    expect(only(check, protection({}))).toBe('pass: No critical alert is open.');
  });

  it('for dependencies say nothing where nobody looks', () => {
    expect(only(check, protection({ dependabot: { value: false } }))).toMatch(/^unknown: Dependabot alerts are switched off/);
    expect(only(check, protection({ dependabot: { trouble: denied } }))).toMatch(/^unknown/);
    expect(only(check, protection({ archived: true }))).toMatch(/^not-applicable/);
    expect(only(check, protection({ empty: true, dependabot: { value: false } }))).toMatch(/^not-applicable/);
  });

  it('for secrets fail in archived repositories too', () => {
    const repository = (archived: boolean, secretScanning: string | null): Partial<Facts> => ({
      repositories: [{ name: 'acme/web', visibility: 'private', archived, defaultBranch: 'main', secretScanning }],
    });
    const secretAlerts = [{ repository: 'acme/web', number: 1, kind: 'Stripe key', createdAt: '' }];
    const scanning = (facts: Partial<Facts>) => only('github-secret-scanning', facts);
    expect(scanning(repository(false, 'enabled'))).toMatch(/^pass/);
    expect(scanning(repository(false, 'disabled'))).toBe('fail: Secret scanning is off.');
    expect(scanning(repository(false, null))).toMatch(/^unknown: .*Repository: Administration \(read\)/);
    expect(scanning(repository(true, 'disabled'))).toMatch(/^not-applicable/);
    expect(scanning({ ...repository(true, 'disabled'), secretAlerts })).toBe('fail: 1 secret was found and its alert is open: Stripe key.');
    expect(scanning({ ...repository(false, 'enabled'), secretAlerts: [...secretAlerts, ...secretAlerts] })).toMatch(/^fail: 2 alerts/);
  });
});
