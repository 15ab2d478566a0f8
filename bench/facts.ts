import type { AwsFacts } from '../src/collectors/aws/facts.ts';
import type { Facts as AzureFacts } from '../src/collectors/azure/facts.ts';
import type { Facts as GitHubFacts } from '../src/collectors/github/facts.ts';
import type { Facts as GoogleFacts } from '../src/collectors/google/facts.ts';
import type { Part } from '../src/collectors/judge.ts';
import type { Facts as OktaFacts } from '../src/collectors/okta/facts.ts';
import type { Provider } from '../src/isms/checks/model.ts';

/** How the n-th thing of a source is made; how many there are, where it is not as many as of everything else. */
type Makers<Facts> = { [K in keyof Facts]: (at: number) => Facts[K] extends (infer Item)[] ? Item : never };
interface World<Facts> {
  make: Makers<Facts>;
  count?: { [K in keyof Facts]?: (all: number) => number };
}

/** Ids in no order, as providers give them. */
const id = (at: number) => (Math.imul(at + 1, 2_654_435_761) >>> 0).toString(16).padStart(8, '0');
/** One in so many is not as it should be. */
const bad = (at: number, every: number) => at % every === every - 1;
const now = Date.parse('2026-11-25T12:00:00Z');
const ago = (days: number) => new Date(now - days * 86_400_000).toISOString();
export const benchDay = new Date(now);

const region = (at: number) => `eu-central-${at % 17}`;
const user = (at: number) => `arn:aws:iam::111122223333:user/user-${id(at)}`;
const bucket = (at: number) => ({ id: `arn:aws:s3:::bucket-${id(at)}`, name: `bucket-${id(at)}` });
const block = (on: boolean) => ({ blockPublicAcls: true, ignorePublicAcls: true, blockPublicPolicy: on, restrictPublicBuckets: true });

const aws: World<AwsFacts> = {
  count: { groups: () => 100, administrators: () => 1, accountBlock: () => 1 },
  make: {
    summary: (at) => ({ id: `account-${id(at)}`, rootMfa: !bad(at, 20), rootKeys: bad(at, 30) ? 1 : 0, rootPassword: true }),
    passwordPolicy: (at) => ({ id: `account-${id(at)}`, minimumLength: bad(at, 9) ? 8 : 14 }),
    credentials: (at) => ({
      id: user(at),
      name: `user-${id(at)}`,
      root: false,
      password: true,
      passwordLastUsed: ago(at % 200),
      mfa: !bad(at, 40),
      activeKeys: 1,
      keysLastUsed: ago(at % 90),
    }),
    accessKeys: (at) => ({
      id: `AKIA${id(at)}`,
      user: `user-${id(at)}`,
      active: true,
      createdAt: ago(at % 100),
      lastUsedAt: bad(at, 10) ? null : ago(at % 50),
    }),
    users: (at) => ({
      id: user(at),
      name: `user-${id(at)}`,
      groups: [`group-${at % 100}`],
      attached: bad(at, 50) ? ['arn:aws:iam::aws:policy/ReadOnlyAccess'] : [],
      inline: [],
    }),
    groups: (at) => ({ id: `group-${at}`, name: `group-${at}`, attached: [], inline: [] }),
    administrators: () => ({ id: 'AdministratorAccess', users: [], groups: ['group-1'], roles: ['break-glass'] }),
    accountBlock: () => ({ id: 'account', block: null }),
    bucketBlocks: (at) => ({ ...bucket(at), block: { value: block(!bad(at, 25)) } }),
    bucketEncryption: (at) => ({ ...bucket(at), algorithms: { value: bad(at, 60) ? [] : ['AES256'] } }),
    bucketVersioning: (at) => ({ ...bucket(at), status: { value: bad(at, 4) ? 'Suspended' : 'Enabled' } }),
    // All of them write only, so that the check has to look at each.
    trails: (at) => ({
      id: `trails:${id(at)}`,
      scope: region(at),
      trails: [{ id: `trail-${id(at)}`, name: `trail-${id(at)}`, multiRegion: true, validated: !bad(at, 3) }],
    }),
    trailStatus: (at) => ({ id: `trail-${id(at)}`, scope: region(at), logging: { value: true }, deliveryError: '', management: { value: 'writes' } }),
    securityGroups: (at) => ({
      id: `sg-${id(at)}`,
      scope: region(at),
      name: `group-${at}`,
      ingress: [
        { protocol: 'tcp', from: 443, to: 443, ranges: ['0.0.0.0/0', '::/0'], lists: [] },
        { protocol: 'tcp', from: 22, to: 22, ranges: [bad(at, 15) ? '0.0.0.0/0' : '10.0.0.0/8'], lists: [] },
      ],
    }),
    ebsDefaults: (at) => ({ id: `ebs:${id(at)}`, scope: region(at), encrypted: !bad(at, 5) }),
    vpcs: (at) => ({ id: `vpc-${id(at)}`, scope: region(at), name: `net-${at}` }),
    flowLogs: (at) => ({ id: `fl-${id(at)}`, scope: region(at), resource: `vpc-${id(at)}`, active: !bad(at, 7), failed: bad(at, 11) }),
    kmsKeys: (at) => ({ id: `key-${id(at)}`, scope: region(at), name: `key-${at}`, exempt: { value: '' }, rotates: { value: !bad(at, 6) } }),
    detectors: (at) => ({ id: `guardduty:${id(at)}`, scope: region(at), detectors: [{ id: `d-${at}`, enabled: !bad(at, 8) }] }),
    recorders: (at) => ({
      id: `config:${id(at)}`,
      scope: region(at),
      recorders: [{ name: 'default', recording: !bad(at, 8), lastStatus: 'SUCCESS', error: '' }],
    }),
    databases: (at) => ({ id: `db-${id(at)}`, scope: region(at), name: `db-${at}`, encrypted: !bad(at, 12), backupDays: at % 30, replicaOf: '' }),
  },
};

const repository = (at: number) => `fjordlicht/repository-${id(at)}`;
const github: World<GitHubFacts> = {
  count: { withoutTwoFactor: (all) => all / 50 },
  make: {
    organisation: (at) => ({ login: `organisation-${id(at)}`, twoFactorRequired: !bad(at, 20), basePermission: bad(at, 10) ? 'write' : 'read' }),
    members: (at) => ({ id: at, login: `member-${id(at)}`, owner: bad(at, 100) }),
    withoutTwoFactor: (at) => ({ id: at * 50, login: `member-${id(at * 50)}` }),
    outsiders: (at) => ({
      id: 1_000_000 + at,
      login: `outsider-${id(at)}`,
      access: [{ repository: repository(at), role: bad(at, 10) ? 'admin' : 'write' }],
    }),
    repositories: (at) => ({
      name: repository(at),
      visibility: 'private',
      archived: false,
      defaultBranch: 'main',
      secretScanning: bad(at, 9) ? 'disabled' : 'enabled',
    }),
    protections: (at) => ({
      repository: repository(at),
      branch: 'main',
      archived: bad(at, 20),
      empty: false,
      classic: { value: bad(at, 2) ? null : { reviews: 1, statusChecks: ['build'], adminsIncluded: !bad(at, 8), forcePush: false } },
      rules: {
        value: [
          { type: 'pull_request', ruleset: 7, reviews: at % 3, statusChecks: [], bypass: { value: [] } },
          { type: 'non_fast_forward', ruleset: 7, reviews: 0, statusChecks: [], bypass: { value: [] } },
        ],
      },
      dependabot: { value: !bad(at, 30) },
    }),
    dependencyAlerts: (at) => ({ repository: repository(at), number: at, package: 'left', advisory: 'GHSA-0000', createdAt: ago(at % 40) }),
    secretAlerts: (at) => ({ repository: repository(at * 10), number: at, kind: 'GitHub Personal Access Token', createdAt: ago(3) }),
  },
};

const okta: World<OktaFacts> = {
  // Half of the consoles belong to each of the two checks.
  count: { consoles: (all) => 2 * all, administrators: () => 0, groups: () => 0, devices: () => 0 },
  make: {
    users: (at) => ({
      id: `00u${id(at)}`,
      login: `user-${id(at)}@fjordlicht.example`,
      name: `User ${at}`,
      email: `user-${id(at)}@fjordlicht.example`,
      status: 'ACTIVE',
      createdAt: ago(400),
      lastLogin: bad(at, 50) ? null : ago(at % 120),
    }),
    factors: (at) => ({
      id: `00u${id(at)}`,
      login: `user-${id(at)}@fjordlicht.example`,
      factors: { value: bad(at, 30) ? ['email'] : ['push', 'email'] },
    }),
    consoles: (at) => ({
      app: at % 2 === 0 ? 'admin' : 'dashboard',
      label: at % 2 === 0 ? 'Okta Admin Console' : 'Okta Dashboard',
      rules: { value: [{ id: `rule-${id(at)}`, name: 'Catch-all Rule', active: true, allows: true, factors: at % 7 < 2 ? 1 : 2 }] },
    }),
    passwordPolicies: (at) => ({
      id: `policy-${id(at)}`,
      name: `Policy ${at}`,
      active: true,
      minLength: 8 + (at % 8),
      maxAttempts: 10,
      commonExcluded: true,
    }),
    signOnRules: (at) => ({ id: `rule-${id(at)}`, policy: 'Default', name: `Rule ${at}`, active: true, allows: true, idleMinutes: at % 30 }),
    apiTokens: (at) => ({
      id: `00T${id(at)}`,
      name: `Token ${at}`,
      user: `00u${id(at)}`,
      roles: { value: [bad(at, 20) ? 'SUPER_ADMIN' : 'READ_ONLY_ADMIN'] },
    }),
    logStreams: (at) => ({ id: `0oa${id(at)}`, name: `Stream ${at}`, kind: 'aws_eventbridge', active: bad(at, 1000) }),
    administrators: (at) => ({ user: `00u${id(at)}`, roles: [] }),
    groups: (at) => ({ id: `00g${id(at)}`, name: `Group ${at}`, members: [] }),
    devices: (at) => ({ id: `guo${id(at)}`, name: `Device ${at}`, platform: 'MACOS', active: true, users: [] }),
  },
};

const settings: readonly [string, Record<string, unknown>][] = [
  ['security.password', { minimumLength: 12, allowedStrength: 'STRONG', allowReuse: false }],
  ['api_controls.unconfigured_third_party_apps', { accessLevel: 'BLOCK_ALL_SCOPES' }],
  ['drive_and_docs.external_sharing', { externalSharingMode: 'ALLOWED' }],
];
/** Units in a tree, ten under each. */
const unit = (at: number) => (at === 0 ? 'top' : `unit-${id(at)}`);
const google: World<GoogleFacts> = {
  // Every unit has a policy of each kind that is judged.
  count: { policies: (all) => 3 * all, roles: () => 0, auditEvents: () => 1 },
  make: {
    users: (at) => ({
      id: `1${id(at)}`,
      name: `User ${at}`,
      email: `user-${id(at)}@fjordlicht.example`,
      superAdmin: at % 40_000 === 5,
      delegatedAdmin: false,
      suspended: bad(at, 25),
      archived: false,
      enrolled: !bad(at, 20),
      enforced: !bad(at, 10),
      createdAt: ago(900),
      lastUsedAt: bad(at, 50) ? null : ago(at % 120),
      unit: '/',
    }),
    units: (at) => ({ id: unit(at), path: at === 0 ? '/' : `/Unit ${at}`, parent: at === 0 ? null : unit(Math.floor(at / 10)) }),
    policies: (at) => ({
      id: `policy-${id(at)}`,
      type: settings[at % 3]![0],
      unit: unit(Math.floor(at / 3)),
      among: null,
      order: 1,
      value: settings[at % 3]![1],
    }),
    roles: (at) => ({ id: `role-${at}`, name: 'Super Admin', holder: `1${id(at)}`, group: false, partly: false }),
    auditEvents: (at) => ({ id: `event-${at}`, at: ago(1) }),
  },
};

const person = (at: number) => `user-${id(at)}`;
const people = { all: false, guests: false, users: [], groups: [], roles: [] };
const globalAdministrator = { id: '62e90394-69f5-4237-9190-012177145e10', name: 'Global Administrator' };
const resource = (kind: string, at: number) => ({ id: `/subscriptions/${at % 100}/${kind}/${id(at)}`, name: `${kind}-${at}`, scope: `${at % 100}` });
const setting = (at: number, ...logs: string[]) => ({ name: `setting-${at % 9}`, sent: !bad(at, 12), logs });
const azure: World<AzureFacts> = {
  // Roles reach most people through groups, ten thousand in each of the first ones; policies leave some of them out.
  count: {
    groups: (all) => all / 100,
    roles: () => 200,
    eligibleRoles: (all) => all / 2,
    conditionalAccess: () => 40,
    tenantPolicies: () => 1,
    signIns: () => 1,
    devices: () => 0,
  },
  make: {
    users: (at) => ({
      id: person(at),
      name: `User ${at}`,
      principal: `${person(at)}@fjordlicht.example`,
      email: '',
      guest: bad(at, 20),
      enabled: !bad(at, 30),
      createdAt: ago(900),
      lastUsed: { value: bad(at, 50) ? null : ago(at % 120) },
    }),
    groups: (at) => ({
      id: `group-${at}`,
      name: `Group ${at}`,
      members: Array.from({ length: at < 10 ? 10_000 : 100 }, (_none, member) => person(at * 100 + member)),
      nested: at % 5 === 0 ? [`group-${at + 1}`] : [],
    }),
    roles: (at) => ({
      role: at === 0 ? globalAdministrator : { id: `role-${at % 60}`, name: `Role ${at % 60}` },
      principal: at % 20 === 0 ? { id: `group-${at}`, name: `Group ${at}`, kind: 'group' } : { id: person(at), name: person(at), kind: 'user' },
      eligible: false,
      everywhere: true,
    }),
    eligibleRoles: (at) => ({
      role: { id: `role-${at % 60}`, name: `Role ${at % 60}` },
      principal: { id: person(at), name: person(at), kind: 'user' },
      eligible: true,
      everywhere: true,
    }),
    registrations: (at) => ({
      id: person(at),
      name: `User ${at}`,
      principal: `${person(at)}@fjordlicht.example`,
      guest: bad(at, 20),
      admin: false,
      capable: !bad(at, 15),
      methods: bad(at, 15) ? [] : ['microsoftAuthenticatorPush', 'mobilePhone'],
    }),
    conditionalAccess: (at) => ({
      id: `policy-${at}`,
      name: `Policy ${at}`,
      state: 'on',
      include: at === 39 ? { ...people, all: true } : { ...people, groups: [`group-${at}`], roles: [`role-${at}`] },
      exclude: { ...people, groups: [`group-${at + 100}`], users: [person(at)] },
      applications: ['All'],
      exceptApplications: [],
      clients: ['all'],
      only: [],
      controls: [['mfa'], ['block'], ['compliantDevice']][at % 3]!,
      operator: 'OR',
    }),
    tenantPolicies: () => ({ securityDefaults: false, guestRole: '2af84b1e-32c8-42b7-82bc-daa82404023b', whoInvites: 'none' }),
    signIns: (at) => ({ id: `sign-in-${at}`, at: ago(0) }),
    devices: (at) => ({ id: `device-${at}`, name: 'Device', system: 'Windows', enabled: true, managed: true, compliant: true, lastUsedAt: null }),
    storageAccounts: (at) => ({
      ...resource('storage', at),
      httpsOnly: !bad(at, 9),
      publicAllowed: bad(at, 7),
      publicContainers: { value: bad(at, 14) ? ['assets'] : [] },
    }),
    networkGroups: (at) => ({
      ...resource('network', at),
      attached: 1,
      rules: [
        { name: 'web', priority: 100, allow: true, inbound: true, protocol: 'Tcp', sources: ['Internet'], destinations: ['*'], ports: ['443'] },
        {
          name: 'admin',
          priority: 200,
          allow: true,
          inbound: true,
          protocol: 'Tcp',
          sources: [bad(at, 15) ? '0.0.0.0/0' : '10.0.0.0/8'],
          destinations: ['*'],
          ports: ['22', '3389'],
        },
      ],
    }),
    keyVaults: (at) => ({ ...resource('vault', at), settings: { value: [setting(at, 'group:audit')] } }),
    activityExports: (at) => ({ ...resource('subscription', at), settings: [setting(at, 'Administrative', 'Security', 'Policy', 'Alert')] }),
    defenderPlans: (at) => ({ ...resource('plan', at), tier: bad(at, 6) ? 'Free' : 'Standard', subPlan: 'P2', servers: true }),
  },
};

const worlds = { aws, azure, github, google, okta } satisfies Partial<Record<Provider, unknown>>;

/** Everything that a collector would have gathered of a provider, with so many of each thing that it judges, as it comes out of JSON. */
export function partsOf(provider: keyof typeof worlds, all: number): Part[] {
  const { make, count = {} } = worlds[provider] as World<Record<string, unknown[]>>;
  return Object.entries(make).map(([source, one]) => {
    const items = Array.from({ length: count[source]?.(all) ?? all }, (_none, at) => one(at));
    return { source, scope: '', items: JSON.parse(JSON.stringify(items)) as unknown[], trouble: null };
  });
}
