import type { EntityType, GetAccountAuthorizationDetailsResponse } from '@aws-sdk/client-iam';
import { parse } from 'csv-parse/sync';
import { TroubleError, type Notes, type Source } from '../../collector.ts';
import type { AccessKey, AccountSummary, Administrators, Credential, Group, PasswordPolicy, User } from '../facts.ts';
import { bare, type AwsSession } from '../session.ts';
import { eachOf } from '../trouble.ts';

/** Who can sign in to the account, with what, and what they may do: IAM, which exists once for all regions. */

const one = { each: 'connection' as const };
const nothing: Notes = { page: () => undefined };
/** What IAM says of something that does not exist. */
const gone = ['NoSuchEntity', 'NoSuchEntityException'];
const iso = (date: Date | undefined): string | null => date?.toISOString() ?? null;

export const summary: Source<AwsSession, AccountSummary> = {
  ...one,
  title: 'The root user',
  permissions: ['iam:GetAccountSummary'],
  async *read(session, _scope, notes) {
    const out = (await session.call('iam:GetAccountSummary', session.home, (options) =>
      session.client('iam', session.home).getAccountSummary({}, options),
    ))!;
    notes.page('iam:GetAccountSummary', 1, bare(out));
    const figures = out.SummaryMap ?? {};
    const flag = (value: number | undefined) => (value === undefined ? null : value > 0);
    yield [
      {
        id: `arn:${session.partition}:iam::${session.account}:root`,
        rootMfa: flag(figures.AccountMFAEnabled),
        rootKeys: figures.AccountAccessKeysPresent ?? null,
        rootPassword: flag(figures.AccountPasswordPresent),
      },
    ];
  },
};

const tries = 60;

/** The credential report as AWS writes it; made anew when the last one is older than four hours. */
async function reportOf(session: AwsSession, notes: Notes): Promise<Credential[]> {
  const iam = session.client('iam', session.home);
  for (let attempt = 0; ; attempt++) {
    const { State } = (await session.call('iam:GenerateCredentialReport', session.home, (options) => iam.generateCredentialReport({}, options)))!;
    if (State === 'COMPLETE') break;
    if (attempt === tries) throw new TroubleError({ kind: 'unreachable', message: 'AWS has not finished the credential report within two minutes.' });
    await session.it.sleep(2000);
  }
  const { Content } = (await session.call('iam:GetCredentialReport', session.home, (options) => iam.getCredentialReport({}, options)))!;
  const text = Buffer.from(Content ?? []).toString('utf8');
  const credentials = readReport(text);
  notes.page('iam:GetCredentialReport', credentials.length, text);
  return credentials;
}

const needed = ['user', 'arn', 'password_enabled', 'password_last_used', 'mfa_active', 'access_key_1_active', 'access_key_2_active'];
const time = (value: string | undefined): string | null => {
  const at = Date.parse(value ?? '');
  return Number.isNaN(at) ? null : new Date(at).toISOString();
};

/** Errors: TroubleError `unreadable` when it is not a credential report. */
export function readReport(text: string): Credential[] {
  let rows: Record<string, string>[];
  try {
    rows = parse(text, { columns: true, bom: true, skip_empty_lines: true });
  } catch {
    throw new TroubleError({ kind: 'unreadable', message: 'The credential report is not a table.' });
  }
  const missing = needed.find((column) => !(column in (rows[0] ?? {})));
  if (missing) throw new TroubleError({ kind: 'unreadable', message: `The credential report has no column ${missing}.` });
  return rows.map((row) => ({
    id: row['arn']!,
    name: row['user']!,
    root: row['user'] === '<root_account>',
    password: row['password_enabled'] === 'true' ? true : row['password_enabled'] === 'false' ? false : null,
    passwordLastUsed: time(row['password_last_used']),
    mfa: row['mfa_active'] === 'true',
    activeKeys: [1, 2].filter((key) => row[`access_key_${key}_active`] === 'true').length,
    keysLastUsed:
      [1, 2]
        .flatMap((key) => time(row[`access_key_${key}_last_used_date`]) ?? [])
        .sort()
        .at(-1) ?? null,
  }));
}

export const credentials: Source<AwsSession, Credential> = {
  ...one,
  title: 'The credential report',
  permissions: ['iam:GenerateCredentialReport', 'iam:GetCredentialReport'],
  async *read(session, _scope, notes) {
    const report = reportOf(session, notes);
    // Keys are asked for the users who have one by this report.
    yield await session.once('report', () => report);
  },
};

export const passwordPolicy: Source<AwsSession, PasswordPolicy> = {
  ...one,
  title: 'The password policy',
  permissions: ['iam:GetAccountPasswordPolicy'],
  async *read(session, _scope, notes) {
    const out = await session.call(
      'iam:GetAccountPasswordPolicy',
      session.home,
      (options) => session.client('iam', session.home).getAccountPasswordPolicy({}, options),
      gone,
    );
    notes.page('iam:GetAccountPasswordPolicy', out ? 1 : 0, bare(out));
    const policy = out?.PasswordPolicy;
    // A policy without a length asks for AWS's own least, six.
    yield [
      { id: `arn:${session.partition}:iam::${session.account}:password-policy`, minimumLength: policy ? (policy.MinimumPasswordLength ?? 6) : null },
    ];
  },
};

const usersAtOnce = 200;

export const accessKeys: Source<AwsSession, AccessKey> = {
  ...one,
  title: 'Access keys with their last use',
  permissions: ['iam:ListAccessKeys', 'iam:GetAccessKeyLastUsed', 'iam:GenerateCredentialReport', 'iam:GetCredentialReport'],
  async *read(session, _scope, notes) {
    const iam = session.client('iam', session.home);
    const owners = (await session.once('report', () => reportOf(session, nothing))).filter(({ root, activeKeys }) => !root && activeKeys > 0);
    for (let at = 0; at < owners.length; at += usersAtOnce) {
      const keys = await eachOf(owners.slice(at, at + usersAtOnce), async ({ name }) => {
        const own: AccessKey[] = [];
        const pages = session.pages(
          notes,
          'iam:ListAccessKeys',
          session.home,
          (Marker, options) => iam.listAccessKeys({ UserName: name, Marker }, options),
          (out) => ({ items: out.AccessKeyMetadata, next: out.Marker }),
          // A user who has left since the report was written has no keys any more.
          gone,
        );
        for await (const page of pages)
          for (const { AccessKeyId = '', Status, CreateDate } of page) {
            const active = Status !== 'Inactive';
            own.push({ id: AccessKeyId, user: name, active, createdAt: iso(CreateDate), lastUsedAt: active ? await lastUse(AccessKeyId) : null });
          }
        return own;
      });
      yield keys.flat();
    }
    if (owners.length === 0) yield [];

    async function lastUse(AccessKeyId: string): Promise<string | null> {
      const out = (await session.call('iam:GetAccessKeyLastUsed', session.home, (options) => iam.getAccessKeyLastUsed({ AccessKeyId }, options)))!;
      notes.page('iam:GetAccessKeyLastUsed', 1, { AccessKeyId, ...(bare(out) as object) });
      return iso(out.AccessKeyLastUsed?.LastUsedDate);
    }
  },
};

interface Attached {
  AttachedManagedPolicies?: { PolicyArn?: string }[];
}
const policiesOf = ({ AttachedManagedPolicies = [] }: Attached, inline: { PolicyName?: string }[] = []) => ({
  attached: AttachedManagedPolicies.map(({ PolicyArn = '' }) => PolicyArn).sort(),
  inline: inline.map(({ PolicyName = '' }) => PolicyName).sort(),
});
const details = 'iam:GetAccountAuthorizationDetails';

/** Users or groups with their policies: one call tells of either, and much more than is kept of them. */
const detailed = <Detail, Item>(
  session: AwsSession,
  notes: Notes,
  Filter: EntityType,
  all: (out: GetAccountAuthorizationDetailsResponse) => readonly Detail[] | undefined,
  item: (detail: Detail) => Item,
) =>
  session.pages(
    notes,
    details,
    session.home,
    (Marker, options) => session.client('iam', session.home).getAccountAuthorizationDetails({ Filter: [Filter], MaxItems: 1000, Marker }, options),
    (out) => {
      const items = (all(out) ?? []).map(item);
      return { items, next: out.IsTruncated ? out.Marker : null, raw: items };
    },
  );

export const users: Source<AwsSession, User> = {
  ...one,
  title: 'Users with their groups and policies',
  permissions: [details],
  read: (session, _scope, notes) =>
    detailed(
      session,
      notes,
      'User',
      (out) => out.UserDetailList,
      ({ Arn = '', UserName = '', GroupList = [], UserPolicyList, ...rest }) => ({
        id: Arn,
        name: UserName,
        groups: [...GroupList].sort(),
        ...policiesOf(rest, UserPolicyList),
      }),
    ),
};

export const groups: Source<AwsSession, Group> = {
  ...one,
  title: 'Groups with their policies',
  permissions: [details],
  read: (session, _scope, notes) =>
    detailed(
      session,
      notes,
      'Group',
      (out) => out.GroupDetailList,
      ({ Arn = '', GroupName = '', GroupPolicyList, ...rest }) => ({ id: Arn, name: GroupName, ...policiesOf(rest, GroupPolicyList) }),
    ),
};

export const administrators: Source<AwsSession, Administrators> = {
  ...one,
  title: 'Holders of AdministratorAccess',
  permissions: ['iam:ListEntitiesForPolicy'],
  async *read(session, _scope, notes) {
    const id = session.managed('AdministratorAccess');
    const found: Administrators = { id, users: [], groups: [], roles: [] };
    const pages = session.pages(
      notes,
      'iam:ListEntitiesForPolicy',
      session.home,
      (Marker, options) => session.client('iam', session.home).listEntitiesForPolicy({ PolicyArn: id, Marker }, options),
      (out) => ({ items: [out], next: out.IsTruncated ? out.Marker : null }),
    );
    for await (const [page] of pages) {
      for (const { UserName = '' } of page!.PolicyUsers ?? []) found.users.push(UserName);
      for (const { GroupName = '' } of page!.PolicyGroups ?? []) found.groups.push(GroupName);
      for (const { RoleName = '' } of page!.PolicyRoles ?? []) found.roles.push(RoleName);
    }
    yield [{ id, users: found.users.sort(), groups: found.groups.sort(), roles: found.roles.sort() }];
  },
};
