import type { Maybe, Source } from '../collector.ts';
import { maybe } from '../maybe.ts';
import type { AccessRule, Console, PasswordPolicy, SignOnRule } from './facts.ts';
import { listed } from './reading.ts';
import type { OktaSession } from './session.ts';

interface PolicyAnswer {
  id: string;
  name?: string;
  status?: string;
  settings?: {
    password?: {
      complexity?: { minLength?: number; dictionary?: { common?: { exclude?: boolean } } };
      lockout?: { maxAttempts?: number };
    };
  };
}
interface ChainStep {
  next?: ChainStep[];
}
interface RuleAnswer {
  id: string;
  name?: string;
  status?: string;
  actions?: {
    appSignOn?: { access?: string; verificationMethod?: { type?: string; factorMode?: string; chains?: ChainStep[] } };
    signon?: { access?: string; session?: { maxSessionIdleMinutes?: number } };
  };
}
interface AppAnswer {
  label?: string;
  status?: string;
  _links?: { accessPolicy?: { href?: string } };
}

async function all<T>(session: OktaSession, scope: 'okta.policies.read' | 'okta.apps.read', path: string): Promise<T[]> {
  session.need(scope);
  const found: T[] = [];
  for await (const page of listed<T>(session, scope, path)) for (const each of page) found.push(each);
  return found;
}
const rulesOf = (session: OktaSession, policy: string) =>
  all<RuleAnswer>(session, 'okta.policies.read', `/api/v1/policies/${encodeURIComponent(policy)}/rules`);

/** Okta's own applications by the names that they have in its interface. */
const own = [
  { app: 'admin', name: 'saasure' },
  { app: 'dashboard', name: 'okta_enduser' },
] as const;

export const consoles: Source<OktaSession, Console> = {
  title: 'Access policies of the Admin Console and the Dashboard',
  permissions: ['okta.apps.read', 'okta.policies.read'],
  each: 'connection',
  async *read(session, _scope, notes) {
    session.need('okta.apps.read');
    session.need('okta.policies.read');
    for (const { app, name } of own) {
      const filter = encodeURIComponent(`name eq "${name}"`);
      const found: Console[] = [];
      for (const { label = name, _links } of await all<AppAnswer>(session, 'okta.apps.read', `/api/v1/apps?filter=${filter}`)) {
        // Only the id is taken from the address: what it points to is asked of the org itself.
        const policy = _links?.accessPolicy?.href?.split('/').at(-1);
        const rules: Maybe<AccessRule[]> = policy
          ? await maybe(async () => (await rulesOf(session, policy)).map(accessRuleOf))
          : { trouble: { kind: 'unsupported', message: 'The application has no access policy of its own: this org runs Okta Classic.' } };
        found.push({ app, label, rules });
      }
      notes.page(`GET /api/v1/apps?filter=name eq "${name}", GET /api/v1/policies/{id}/rules`, found.length, found);
      yield found;
    }
  },
};

export function accessRuleOf({ id, name = id, status, actions }: RuleAnswer): AccessRule {
  const { access, verificationMethod: method } = actions?.appSignOn ?? {};
  let factors: AccessRule['factors'] = null;
  if (method?.type === 'ASSURANCE') factors = method.factorMode === '2FA' ? 2 : method.factorMode === '1FA' ? 1 : null;
  else if (method?.type === 'AUTH_METHOD_CHAIN' && method.chains && method.chains.length > 0)
    factors = method.chains.every(({ next }) => next !== undefined && next.length > 0) ? 2 : 1;
  return { id, name, active: status === 'ACTIVE', allows: access !== 'DENY', factors };
}

export const passwordPolicies: Source<OktaSession, PasswordPolicy> = {
  title: 'Password policies',
  permissions: ['okta.policies.read'],
  each: 'connection',
  async *read(session, _scope, notes) {
    const found = (await all<PolicyAnswer>(session, 'okta.policies.read', '/api/v1/policies?type=PASSWORD')).map(
      ({ id, name = id, status, settings }) => ({
        id,
        name,
        active: status === 'ACTIVE',
        minLength: settings?.password?.complexity?.minLength ?? null,
        maxAttempts: settings?.password?.lockout?.maxAttempts ?? null,
        commonExcluded: settings?.password?.complexity?.dictionary?.common?.exclude === true,
      }),
    );
    notes.page('GET /api/v1/policies?type=PASSWORD', found.length, found);
    yield found;
  },
};

export const signOnRules: Source<OktaSession, SignOnRule> = {
  title: 'Rules of the global session policies',
  permissions: ['okta.policies.read'],
  each: 'connection',
  async *read(session, _scope, notes) {
    for (const policy of await all<PolicyAnswer>(session, 'okta.policies.read', '/api/v1/policies?type=OKTA_SIGN_ON')) {
      const rules = (await rulesOf(session, policy.id)).map(({ id, name = id, status, actions }) => ({
        id,
        policy: policy.name ?? policy.id,
        name,
        active: status === 'ACTIVE' && policy.status === 'ACTIVE',
        allows: actions?.signon?.access !== 'DENY',
        idleMinutes: actions?.signon?.session?.maxSessionIdleMinutes ?? null,
      }));
      notes.page('GET /api/v1/policies?type=OKTA_SIGN_ON, GET /api/v1/policies/{id}/rules', rules.length, rules);
      yield rules;
    }
  },
};
