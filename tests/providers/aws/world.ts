/** What is in an account, for tests: one in good order, which a test then spoils. */

export interface WorldKey {
  id: string;
  active: boolean;
  createdAt: Date;
  lastUsedAt: Date | null;
}
export interface WorldUser {
  name: string;
  password: boolean;
  passwordLastUsed: Date | null;
  mfa: boolean;
  groups: string[];
  attached: string[];
  inline: string[];
  keys: WorldKey[];
}
export interface WorldGroup {
  name: string;
  attached: string[];
  inline: string[];
}
export interface WorldBlock {
  BlockPublicAcls: boolean;
  IgnorePublicAcls: boolean;
  BlockPublicPolicy: boolean;
  RestrictPublicBuckets: boolean;
}
export interface WorldBucket {
  name: string;
  region: string;
  block: WorldBlock | null;
  encryption: string | null;
  versioning: string;
  /** The list of buckets does not say where it lies. */
  hidden?: boolean;
}
export interface WorldRule {
  protocol: string;
  from?: number;
  to?: number;
  ranges?: string[];
  ranges6?: string[];
  lists?: string[];
}
export interface WorldRegion {
  optIn: 'opt-in-not-required' | 'opted-in' | 'not-opted-in';
  ebs: boolean;
  vpcs: { id: string; name: string }[];
  flowLogs: { id: string; resource: string; status: string; delivery: string }[];
  securityGroups: { id: string; name: string; rules: WorldRule[] }[];
  keys: { id: string; manager: string; state: string; spec: string; origin: string; rotates: boolean }[];
  detectors: { id: string; status: string }[];
  recorders: { name: string; recording: boolean; lastStatus: string }[];
  databases: { id: string; encrypted: boolean; backupDays: number; replicaOf?: string }[];
}
export interface WorldTrail {
  name: string;
  home: string;
  multiRegion: boolean;
  validated: boolean;
  logging: boolean;
  error: string;
  /** Selectors of its own: which events of management they let through. */
  selects?: 'All' | 'WriteOnly' | 'none';
}
export interface World {
  root: { mfa: boolean; keys: number; password: boolean };
  passwordLength: number | null;
  users: WorldUser[];
  groups: WorldGroup[];
  /** Roles with AdministratorAccess. */
  administratorRoles: string[];
  accountBlock: WorldBlock | null;
  buckets: WorldBucket[];
  trails: WorldTrail[];
  regions: Record<string, WorldRegion>;
  prefixLists: Record<string, string[]>;
}

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
export const blocked = (on = true): WorldBlock => ({ BlockPublicAcls: on, IgnorePublicAcls: on, BlockPublicPolicy: on, RestrictPublicBuckets: on });

export const worldUser = (name: string, fields: Partial<WorldUser> = {}): WorldUser => ({
  name,
  password: true,
  passwordLastUsed: daysAgo(2),
  mfa: true,
  groups: ['developers'],
  attached: [],
  inline: [],
  keys: [],
  ...fields,
});
export const worldKey = (id: string, age: number, used: number | null, active = true): WorldKey => ({
  id,
  active,
  createdAt: daysAgo(age),
  lastUsedAt: used === null ? null : daysAgo(used),
});

const region = (name: string, optIn: WorldRegion['optIn'] = 'opt-in-not-required'): WorldRegion => ({
  optIn,
  ebs: true,
  vpcs: [{ id: `vpc-${name}`, name: 'main' }],
  flowLogs: [{ id: `fl-${name}`, resource: `vpc-${name}`, status: 'ACTIVE', delivery: 'SUCCESS' }],
  securityGroups: [{ id: `sg-${name}`, name: 'web', rules: [{ protocol: 'tcp', from: 443, to: 443, ranges: ['0.0.0.0/0'], ranges6: ['::/0'] }] }],
  keys: [
    { id: `11111111-${name}`, manager: 'CUSTOMER', state: 'Enabled', spec: 'SYMMETRIC_DEFAULT', origin: 'AWS_KMS', rotates: true },
    { id: `22222222-${name}`, manager: 'AWS', state: 'Enabled', spec: 'SYMMETRIC_DEFAULT', origin: 'AWS_KMS', rotates: true },
  ],
  detectors: [{ id: `d-${name}`, status: 'ENABLED' }],
  recorders: [{ name: 'default', recording: true, lastStatus: 'SUCCESS' }],
  databases: [{ id: `db-${name}`, encrypted: true, backupDays: 7 }],
});

export const goodWorld = (): World => ({
  root: { mfa: true, keys: 0, password: true },
  passwordLength: 14,
  users: [
    worldUser('mara@fjordlicht.example', { groups: ['administrators'] }),
    worldUser('jonas'),
    worldUser('deploy', { password: false, passwordLastUsed: null, mfa: false, keys: [worldKey('AKIAEXAMPLEDEPLOY001', 30, 1)] }),
  ],
  groups: [
    { name: 'administrators', attached: ['arn:aws:iam::aws:policy/AdministratorAccess'], inline: [] },
    { name: 'developers', attached: ['arn:aws:iam::aws:policy/ReadOnlyAccess'], inline: ['deploy-to-test'] },
  ],
  administratorRoles: ['break-glass'],
  accountBlock: blocked(),
  buckets: ['assets', 'backups', 'logs'].map((name, index) => ({
    name: `fjordlicht-${name}`,
    region: index === 0 ? 'us-east-1' : 'eu-north-1',
    block: null,
    encryption: 'AES256',
    versioning: 'Enabled',
  })),
  trails: [{ name: 'organisation', home: 'eu-north-1', multiRegion: true, validated: true, logging: true, error: '' }],
  regions: {
    'eu-north-1': region('eu-north-1'),
    'us-east-1': region('us-east-1'),
    'ap-east-1': region('ap-east-1', 'not-opted-in'),
  },
  prefixLists: { 'pl-office': ['203.0.113.0/24'], 'pl-world': ['198.51.100.0/24', '0.0.0.0/0'] },
});
