import { describe, expect, it } from 'vitest';
import type { Maybe } from '../collector.ts';
import { factsOf, judgeCheck, type Part } from '../judge.ts';
import { collector } from './collector.ts';
import type { AwsFacts, Credential, Database, Ingress, KmsKey, Recorded, Trail } from './facts.ts';
import { recordedBy } from './sources/logging.ts';
import { whyExempt } from './sources/regions.ts';

const now = new Date('2026-11-25T12:00:00Z');
const ago = (days: number, milliseconds = 0) => new Date(now.getTime() - days * 86_400_000 - milliseconds).toISOString();
const value = <T>(it: T): Maybe<T> => ({ value: it });
const refused = { trouble: { kind: 'denied' as const, message: 'The permission x:Y is missing.' } };

/** Judges a check over given facts, as a run would; what it needs and is not given was read and is empty. */
function judge(id: string, given: Partial<AwsFacts>, figures: Record<string, number> = {}) {
  const check = collector.checks.find((each) => each.id === id)!;
  const parts = check.needs.map((source): Part => ({ source, scope: '', items: given[source] ?? [], trouble: null }));
  return judgeCheck(check, parts, factsOf(parts), figures, now);
}
/** Outcome of each resource, by its name. */
const outcomes = (id: string, given: Partial<AwsFacts>, figures?: Record<string, number>) =>
  Object.fromEntries(judge(id, given, figures).resources.map(({ name, outcome }) => [name, outcome]));
const why = (id: string, given: Partial<AwsFacts>, figures?: Record<string, number>) =>
  judge(id, given, figures).resources.map(({ because }) => because);

const root = (fields: object = {}) => ({ summary: [{ id: 'root', rootMfa: true, rootKeys: 0, rootPassword: true, ...fields }] });

describe('the root user', () => {
  it('needs a second factor, unless it has no password at all', () => {
    expect(judge('aws-root-mfa', root()).outcome).toBe('pass');
    expect(judge('aws-root-mfa', root({ rootMfa: false })).outcome).toBe('fail');
    expect(judge('aws-root-mfa', root({ rootMfa: false, rootPassword: null })).outcome).toBe('fail');
    expect(judge('aws-root-mfa', root({ rootMfa: false, rootPassword: false })).outcome).toBe('not-applicable');
    expect(judge('aws-root-mfa', root({ rootMfa: null })).outcome).toBe('unknown');
  });

  it('has no access keys', () => {
    expect(judge('aws-root-keys', root()).outcome).toBe('pass');
    expect(judge('aws-root-keys', root({ rootKeys: 2 }))).toMatchObject({ outcome: 'fail', because: 'Root user: The root user has 2 access keys.' });
    expect(judge('aws-root-keys', root({ rootKeys: null })).outcome).toBe('unknown');
  });
});

const credential = (name: string, fields: Partial<Credential> = {}): Credential => ({
  id: `arn:aws:iam::111122223333:user/${name}`,
  name,
  root: false,
  password: true,
  passwordLastUsed: null,
  mfa: true,
  activeKeys: 0,
  keysLastUsed: null,
  ...fields,
});

describe('users of the console', () => {
  it('need a second factor where they have a password', () => {
    const credentials = [
      credential('good'),
      credential('bad', { mfa: false }),
      credential('machine', { password: false, mfa: false, activeKeys: 1 }),
      credential('dark', { password: null, mfa: false }),
      credential('<root_account>', { root: true, password: null, mfa: false }),
      credential('<script>alert(1)</script>', { mfa: false }),
    ];
    expect(outcomes('aws-console-mfa', { credentials })).toEqual({ good: 'pass', bad: 'fail', dark: 'unknown', '<script>alert(1)</script>': 'fail' });
  });

  it('do not apply where nobody has a password', () => {
    expect(judge('aws-console-mfa', { credentials: [credential('machine', { password: false })] }).outcome).toBe('not-applicable');
  });

  it.each([
    [13, 14, 'fail'],
    [14, 14, 'pass'],
    [15, 14, 'pass'],
    [14, 16, 'fail'],
    [null, 8, 'fail'],
  ] as const)('with passwords of %s characters where %s are wanted: %s', (minimumLength, length, outcome) => {
    expect(judge('aws-password-length', { passwordPolicy: [{ id: 'p', minimumLength }] }, { length }).outcome).toBe(outcome);
  });
});

describe('access keys', () => {
  const key = (createdAt: string | null, lastUsedAt: string | null = null, active = true) => ({
    accessKeys: [{ id: 'AKIA1', user: 'deploy', active, createdAt, lastUsedAt }],
  });

  it.each([
    [ago(90), 'pass'],
    [ago(90, 86_399_999), 'pass'],
    [ago(91), 'fail'],
    [ago(-1), 'pass'],
    [null, 'unknown'],
    ['yesterday', 'unknown'],
  ] as const)('created at %s are %s', (createdAt, outcome) => {
    expect(judge('aws-key-age', key(createdAt)).outcome).toBe(outcome);
  });

  it('that are switched off are not looked at', () => {
    expect(judge('aws-key-age', key(ago(900), null, false)).outcome).toBe('not-applicable');
    expect(judge('aws-key-unused', key(ago(900), null, false)).outcome).toBe('not-applicable');
  });

  it('that were used lately pass, that never were pass while they are new', () => {
    expect(judge('aws-key-unused', key(ago(400), ago(45))).outcome).toBe('pass');
    expect(judge('aws-key-unused', key(ago(400), ago(46))).outcome).toBe('fail');
    expect(judge('aws-key-unused', key(ago(45))).outcome).toBe('pass');
    expect(why('aws-key-unused', key(ago(46)))).toEqual(['The key has never been used since it was created 46 days ago.']);
    expect(judge('aws-key-unused', key(null, null)).outcome).toBe('unknown');
    expect(judge('aws-key-unused', key(ago(46)), { days: 60 }).outcome).toBe('pass');
  });
});

describe('permissions', () => {
  const user = (name: string, fields: object = {}) => ({ id: `user/${name}`, name, groups: [], attached: [], inline: [], ...fields });

  it('come from groups', () => {
    const users = [
      user('good', { groups: ['developers'] }),
      user('attached', { attached: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] }),
      user('inline', { inline: ['mine'] }),
    ];
    expect(outcomes('aws-user-policies', { users })).toEqual({ good: 'pass', attached: 'fail', inline: 'fail' });
    expect(why('aws-user-policies', { users: [users[1]!] })).toEqual(['Has 1 policy of its own: ReadOnlyAccess.']);
  });

  it('of administrators are counted once for each person, through groups too', () => {
    const users = ['a', 'b', 'c', 'd', 'e'].map((name) => user(name, { groups: name === 'e' ? [] : ['admins'] }));
    const held = (direct: string[], roles: string[] = []) => ({
      users,
      administrators: [{ id: 'policy', users: direct, groups: ['admins'], roles }],
    });
    expect(outcomes('aws-administrators', held(['a']))).toEqual({ Users: 'pass', Roles: 'pass' });
    expect(outcomes('aws-administrators', held(['e']))).toEqual({ Users: 'fail', Roles: 'pass' });
    expect(outcomes('aws-administrators', held(['e'], ['r1', 'r2']), { users: 5, roles: 1 })).toEqual({ Users: 'pass', Roles: 'fail' });
    expect(why('aws-administrators', held(['e']))).toContain('5 users of at most 4: a, b, c, d, e.');
  });
});

describe('trails', () => {
  const trail = (fields: Partial<Trail> = {}): Trail => ({ id: 'arn:t', name: 'main', multiRegion: true, validated: true, ...fields });
  const region = (scope: string, trails: Trail[]) => ({ id: scope, scope, trails });
  const status = (logging: Maybe<boolean>, deliveryError = '', id = 'arn:t', management: Maybe<Recorded> = value('all')) => ({
    id,
    scope: 'north',
    logging,
    deliveryError,
    management,
  });

  it('record every region, once', () => {
    const seen = [region('north', [trail()]), region('south', [trail()])];
    expect(judge('aws-trail', { trails: seen, trailStatus: [status(value(true)), status(value(true))] })).toMatchObject({
      outcome: 'pass',
      counts: { pass: 1 },
    });
    expect(judge('aws-trail', { trails: seen, trailStatus: [status(value(false))] }).outcome).toBe('fail');
    expect(judge('aws-trail', { trails: seen, trailStatus: [status(value(true), 'AccessDenied')] }).outcome).toBe('fail');
    expect(judge('aws-trail', { trails: seen, trailStatus: [status(refused)] })).toMatchObject({ outcome: 'unknown' });
    expect(judge('aws-trail', { trails: seen }).outcome).toBe('unknown');
  });

  it('one that works is enough, none for all regions is a failure', () => {
    const two = [region('north', [trail(), trail({ id: 'arn:u', name: 'old' })])];
    expect(judge('aws-trail', { trails: two, trailStatus: [status(value(true)), status(value(false), '', 'arn:u')] }).outcome).toBe('pass');
    expect(why('aws-trail', { trails: [region('north', [trail({ multiRegion: false })])], trailStatus: [status(value(true))] })).toEqual([
      'No trail covers every region.',
    ]);
    expect(judge('aws-trail', { trails: [region('north', [])] }).outcome).toBe('fail');
  });

  it('record all events of management, unless their selectors leave some out', () => {
    const seen = [region('north', [trail()])];
    const recording = (management: Maybe<Recorded>) =>
      judge('aws-trail', { trails: seen, trailStatus: [status(value(true), '', 'arn:t', management)] });
    expect(recording(value('writes'))).toMatchObject({ outcome: 'fail', because: 'Trails: Covering every region: main records changes only.' });
    expect([recording(value('reads')).outcome, recording(value('none')).outcome, recording(refused).outcome]).toEqual(['fail', 'fail', 'unknown']);
  });

  const field = (Field: string, ...Equals: string[]) => ({ Field, Equals });
  it.each([
    ['basic, everything', { EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }] }, 'all'],
    ['basic, data only', { EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: false }] }, 'none'],
    ['basic, changes', { EventSelectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }] }, 'writes'],
    ['basic, both halves', { EventSelectors: [{ ReadWriteType: 'WriteOnly' }, { ReadWriteType: 'ReadOnly' }] }, 'all'],
    ['advanced, everything', { AdvancedEventSelectors: [{ FieldSelectors: [field('eventCategory', 'Management')] }] }, 'all'],
    [
      'advanced, data',
      { AdvancedEventSelectors: [{ FieldSelectors: [field('eventCategory', 'Data'), field('resources.type', 'AWS::S3::Object')] }] },
      'none',
    ],
    [
      'advanced, reading',
      { AdvancedEventSelectors: [{ FieldSelectors: [field('eventCategory', 'Management'), field('readOnly', 'true')] }] },
      'reads',
    ],
    [
      'advanced, changes',
      { AdvancedEventSelectors: [{ FieldSelectors: [field('eventCategory', 'Management'), field('readOnly', 'false')] }] },
      'writes',
    ],
    ['none at all', {}, 'none'],
  ])('selectors: %s', (_what, selectors, recorded) => {
    expect(recordedBy(selectors)).toBe(recorded);
  });

  it('sign what they write', () => {
    const seen = [region('north', [trail(), trail({ id: 'arn:u', name: 'local', validated: false })]), region('south', [trail()])];
    expect(outcomes('aws-trail-validation', { trails: seen })).toEqual({ main: 'pass', local: 'fail' });
    expect(judge('aws-trail-validation', { trails: [region('north', [])] }).outcome).toBe('unknown');
  });
});

describe('networks', () => {
  const vpc = { id: 'vpc/1', scope: 'north', name: 'main' };
  const log = (active: boolean, failed = false, resource = 'vpc/1') => ({ id: 'fl-1', scope: 'north', resource, active, failed });

  it.each([
    ['an active log', [log(true)], 'pass'],
    ['a log that fails beside one that works', [log(true, true), log(true)], 'pass'],
    ['no log', [], 'fail'],
    ['the log of another', [log(true, false, 'vpc/2')], 'fail'],
    ['a log that is not active', [log(false)], 'fail'],
    ['a log that does not deliver', [log(true, true)], 'fail'],
  ] as const)('with %s: %s', (_what, flowLogs, outcome) => {
    expect(judge('aws-flow-logs', { vpcs: [vpc], flowLogs: [...flowLogs] }).outcome).toBe(outcome);
  });

  it('do not apply where there are none', () => {
    expect(judge('aws-flow-logs', {}).outcome).toBe('not-applicable');
  });

  const rule = (fields: Partial<Ingress>): Ingress => ({ protocol: 'tcp', from: 22, to: 22, ranges: ['0.0.0.0/0'], lists: [], ...fields });
  it.each([
    ['SSH to the world', rule({}), 'fail'],
    ['SSH to the world with IPv6', rule({ ranges: ['::/0'] }), 'fail'],
    ['SSH to the world written otherwise', rule({ ranges: ['0:0:0:0:0:0:0:0/0'] }), 'fail'],
    ['SSH to one network', rule({ ranges: ['10.0.0.0/8', '2001:db8::/32'] }), 'pass'],
    ['RDP to the world', rule({ from: 3389, to: 3389 }), 'fail'],
    ['RDP over UDP', rule({ protocol: 'udp', from: 3389, to: 3389 }), 'fail'],
    ['UDP on port 22', rule({ protocol: 'udp' }), 'pass'],
    ['a range that ends at 21', rule({ from: 0, to: 21 }), 'pass'],
    ['a range that ends at 22', rule({ from: 0, to: 22 }), 'fail'],
    ['a range that begins at 23', rule({ from: 23, to: 3388 }), 'pass'],
    ['every protocol', rule({ protocol: '-1', from: null, to: null }), 'fail'],
    ['every port of TCP', rule({ from: null, to: null }), 'fail'],
    ['TCP by its number', rule({ protocol: '6' }), 'fail'],
    ['ICMP', rule({ protocol: 'icmp', from: -1, to: -1 }), 'pass'],
    ['HTTPS to the world', rule({ from: 443, to: 443 }), 'pass'],
    ['a list with known addresses', rule({ ranges: [], lists: [{ id: 'pl-1', ranges: value(['10.0.0.0/8']) }] }), 'pass'],
    ['a list with every address', rule({ ranges: [], lists: [{ id: 'pl-1', ranges: value(['0.0.0.0/0']) }] }), 'fail'],
    ['a list that may not be read', rule({ ranges: [], lists: [{ id: 'pl-1', ranges: refused }] }), 'unknown'],
    ['an unreadable list of another port', rule({ from: 443, to: 443, ranges: [], lists: [{ id: 'pl-1', ranges: refused }] }), 'pass'],
    ['nonsense', rule({ ranges: ['', '/', '0.0.0.0/00', 'x/0'] }), 'fail'],
  ] as const)('open for %s: %s', (_what, ingress, outcome) => {
    expect(judge('aws-open-ports', { securityGroups: [{ id: 'sg', scope: 'north', name: 'web', ingress: [ingress] }] }).outcome).toBe(outcome);
  });

  it('pass where a group lets nothing in', () => {
    expect(judge('aws-open-ports', { securityGroups: [{ id: 'sg', scope: 'north', name: 'web', ingress: [] }] }).outcome).toBe('pass');
    expect(judge('aws-open-ports', {}).outcome).toBe('not-applicable');
  });
});

describe('buckets', () => {
  const block = (on: boolean, fields: object = {}) => ({
    blockPublicAcls: on,
    ignorePublicAcls: on,
    blockPublicPolicy: on,
    restrictPublicBuckets: on,
    ...fields,
  });
  const bucket = { id: 'arn:aws:s3:::b', name: 'b' };
  type Block = ReturnType<typeof block> | null;
  const open = (account: Block, own: Maybe<Block>) =>
    judge('aws-public-access', { accountBlock: [{ id: '1', block: account }], bucketBlocks: [{ ...bucket, block: own }] });

  it('are blocked for the account, for themselves, or by both together', () => {
    expect(open(block(true), value(null)).outcome).toBe('pass');
    expect(open(block(true), refused).outcome).toBe('pass');
    expect(open(null, value(block(true))).outcome).toBe('pass');
    expect(open(block(false, { blockPublicPolicy: true }), value(block(true, { blockPublicPolicy: false }))).outcome).toBe('pass');
    expect(open(null, value(null)).outcome).toBe('fail');
    expect(open(block(true, { restrictPublicBuckets: false }), value(null)).because).toContain('RestrictPublicBuckets');
    expect(open(null, refused).outcome).toBe('unknown');
    expect(judge('aws-public-access', { accountBlock: [{ id: '1', block: null }] }).outcome).toBe('not-applicable');
  });

  it('encrypt by default', () => {
    const encrypted = (algorithms: Maybe<string[]>) => judge('aws-bucket-encryption', { bucketEncryption: [{ ...bucket, algorithms }] }).outcome;
    expect([encrypted(value(['aws:kms'])), encrypted(value([])), encrypted(refused)]).toEqual(['pass', 'fail', 'unknown']);
    expect(judge('aws-bucket-encryption', {}).outcome).toBe('not-applicable');
  });

  it('keep versions', () => {
    const versions = (status: Maybe<string>) => judge('aws-bucket-versioning', { bucketVersioning: [{ ...bucket, status }] }).outcome;
    expect([versions(value('Enabled')), versions(value('Suspended')), versions(value('')), versions(refused)]).toEqual([
      'pass',
      'fail',
      'fail',
      'unknown',
    ]);
    expect(judge('aws-bucket-versioning', {}).outcome).toBe('not-applicable');
  });
});

describe('regions', () => {
  it('encrypt new volumes', () => {
    const volumes = (encrypted: boolean | null) => judge('aws-ebs-encryption', { ebsDefaults: [{ id: 'e', scope: 'north', encrypted }] }).outcome;
    expect([volumes(true), volumes(false), volumes(null)]).toEqual(['pass', 'fail', 'unknown']);
  });

  it('are watched by GuardDuty, each of them', () => {
    const watched = (scope: string, ...enabled: boolean[]) => ({
      id: scope,
      scope,
      detectors: enabled.map((on, at) => ({ id: String(at), enabled: on })),
    });
    const detectors = [watched('north', true), watched('south'), watched('east', false)];
    expect(outcomes('aws-guardduty', { detectors })).toEqual({
      'GuardDuty in north': 'pass',
      'GuardDuty in south': 'fail',
      'GuardDuty in east': 'fail',
    });
    expect(judge('aws-guardduty', {}).outcome).toBe('unknown');
  });

  it.each([
    ['a recorder that runs', [{ name: 'r', recording: true, lastStatus: 'SUCCESS', error: '' }], 'pass'],
    ['one that has just begun', [{ name: 'r', recording: true, lastStatus: 'Pending', error: '' }], 'pass'],
    ['one that does not deliver', [{ name: 'r', recording: true, lastStatus: 'Failure', error: 'NoSuchBucket' }], 'fail'],
    ['one that is stopped', [{ name: 'r', recording: false, lastStatus: 'SUCCESS', error: '' }], 'fail'],
    ['none', [], 'fail'],
  ] as const)('with %s of Config: %s', (_what, found, outcome) => {
    expect(judge('aws-config', { recorders: [{ id: 'c', scope: 'north', recorders: [...found] }] }).outcome).toBe(outcome);
  });
});

describe('keys', () => {
  const key = (exempt: Maybe<string>, rotates: Maybe<boolean> | null): { kmsKeys: KmsKey[] } => ({
    kmsKeys: [{ id: 'k', scope: 'north', name: 'k', exempt, rotates }],
  });

  it('are turned over where that can be', () => {
    expect(judge('aws-key-rotation', key(value(''), value(true))).outcome).toBe('pass');
    expect(judge('aws-key-rotation', key(value(''), value(false))).outcome).toBe('fail');
    expect(judge('aws-key-rotation', key(value('AWS manages it.'), null)).outcome).toBe('not-applicable');
    expect(judge('aws-key-rotation', key(refused, null)).outcome).toBe('unknown');
    expect(judge('aws-key-rotation', key(value(''), refused)).outcome).toBe('unknown');
    expect(judge('aws-key-rotation', key(value(''), null)).outcome).toBe('unknown');
    expect(judge('aws-key-rotation', {}).outcome).toBe('not-applicable');
  });

  const own = { KeyManager: 'CUSTOMER', KeyState: 'Enabled', KeySpec: 'SYMMETRIC_DEFAULT', Origin: 'AWS_KMS' };
  it.each([
    ['a key of one’s own', own, ''],
    ['a primary key of several regions', { ...own, MultiRegionConfiguration: { MultiRegionKeyType: 'PRIMARY' } }, ''],
    ['a key of AWS', { ...own, KeyManager: 'AWS' }, /^AWS manages/],
    ['an asymmetric key', { ...own, KeySpec: 'RSA_2048' }, /RSA_2048/],
    ['a key for HMAC', { ...own, KeySpec: 'HMAC_256' }, /HMAC_256/],
    ['material from elsewhere', { ...own, Origin: 'EXTERNAL' }, /elsewhere/],
    ['a key store of one’s own', { ...own, Origin: 'AWS_CLOUDHSM' }, /elsewhere/],
    ['a replica', { ...own, MultiRegionConfiguration: { MultiRegionKeyType: 'REPLICA' } }, /primary/],
    ['a key that is switched off', { ...own, KeyState: 'Disabled' }, /switched off/],
    ['a key on its way out', { ...own, KeyState: 'PendingDeletion' }, /deleted/],
    ['a key of which nothing is said', {}, /AWS manages/],
  ])('%s', (_what, facts, because) => {
    expect(whyExempt(facts)).toMatch(because === '' ? /^$/ : because);
  });
});

describe('databases', () => {
  const database = (fields: Partial<Database> = {}) => ({
    databases: [{ id: 'd', scope: 'north', name: 'orders', encrypted: true, backupDays: 7, replicaOf: '', ...fields }],
  });
  it.each([
    ['in order', {}, 'pass'],
    ['with backups of 6 days', { backupDays: 6 }, 'fail'],
    ['without backups', { backupDays: 0 }, 'fail'],
    ['not encrypted', { encrypted: false }, 'fail'],
    ['that are replicas', { backupDays: 0, replicaOf: 'main' }, 'pass'],
    ['that are replicas and not encrypted', { encrypted: false, replicaOf: 'main' }, 'fail'],
    ['of which the encryption is not known', { encrypted: null }, 'unknown'],
    ['of which the backups are not known', { backupDays: null }, 'unknown'],
    ['of which half is not known and half is wrong', { encrypted: null, backupDays: 0 }, 'fail'],
  ] as const)('%s: %s', (_what, fields, outcome) => {
    expect(judge('aws-databases', database(fields)).outcome).toBe(outcome);
  });

  it('say what is wrong in one sentence', () => {
    expect(why('aws-databases', database({ encrypted: false, backupDays: 1 }))).toEqual([
      'The storage is not encrypted, and backups are kept for 1 day only.',
    ]);
    expect(judge('aws-databases', database({ backupDays: 14 }), { days: 15 }).outcome).toBe('fail');
    expect(judge('aws-databases', {}).outcome).toBe('not-applicable');
  });
});
