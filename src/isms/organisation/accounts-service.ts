import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import type { Account, Accounts, SignedIn } from '../../platform/auth/accounts.ts';
import { hashToken } from '../../platform/auth/links.ts';
import { organisationsOf, type Caller } from '../../platform/auth/enter.ts';
import { newRequest, type Calls } from '../../platform/calls.ts';
import type { Actor, Door } from '../../platform/contract/call.ts';
import { Problem } from '../../platform/contract/problem.ts';
import type { Handlers } from '../../platform/contract/serve.ts';
import { collections } from '../collections.ts';
import type { Role } from '../permissions.ts';
import type { accountContract, publicContract } from './contract.ts';
import { OrganisationFields } from './model.ts';
import { isTimeZone } from './service.ts';

/** A request outside every organisation. `caller` is null for somebody who is not signed in. */
export interface Visit {
  caller: Caller | null;
  door: Door;
  /** Network address, for throttling. */
  address: string;
  headers: Headers;
  setCookies(cookies: string[]): void;
}

export interface AccountsRoomSettings {
  pool: pg.Pool;
  calls: Calls;
  accounts: () => Promise<Accounts>;
}

/** Signing in, links, and founding organisations. */
export function accountsService({ pool, calls, accounts }: AccountsRoomSettings): {
  account: Handlers<typeof accountContract, Visit>;
  open: Handlers<typeof publicContract, Visit>;
} {
  const signedIn = (visit: Visit, { account, cookies }: SignedIn) => {
    visit.setCookies(cookies);
    return { name: account.name, email: account.email };
  };

  return {
    account: {
      async me({ caller, door }) {
        const entered = await organisationsOf(pool, caller!, door);
        const actor =
          caller!.kind === 'account'
            ? { id: `user:${caller!.id}`, name: caller!.name, email: caller!.email }
            : { id: entered[0]?.actor.id ?? 'machine', name: entered[0]?.actor.name ?? 'Owner of the machine', email: '' };
        return {
          actor,
          organisations: entered.map(({ organisation, actor: { role, person } }) => ({
            slug: organisation.slug,
            name: organisation.name,
            role: role as Role,
            person,
            today: calls.today(organisation.timeZone),
          })),
        };
      },
      async createOrganisation({ caller, door }, input) {
        if (caller!.kind === 'key')
          throw new Problem('not-permitted', 'An API key cannot create an organisation.', {
            remedy: 'Sign in, or use the command line on the machine itself.',
          });
        return found({ pool, calls }, input, caller!.kind === 'account' ? caller! : null, door);
      },
    },
    open: {
      signIn: async (visit, { email, password }) => signedIn(visit, await (await accounts()).signIn(email, password, visit.address)),
      async signInByLink(visit, { token }) {
        const known = await accounts();
        const purpose = await known.useLink(token, 'sign-in:');
        if (!purpose) throw usedUp();
        return signedIn(visit, await known.open({ id: purpose.slice('sign-in:'.length), name: '', email: '' }));
      },
      async signOut(visit) {
        visit.setCookies(await (await accounts()).signOut(visit.headers));
        return { signedOut: true };
      },
      setupState: async () => ({ waiting: !(await (await accounts()).any()) }),
      async setup(visit, { token, name, email, password, organisation, timeZone }) {
        const known = await accounts();
        if (!(await known.linkHolds(token, 'setup'))) throw usedUp();
        if (!isTimeZone(timeZone))
          throw new Problem('invalid-input', 'There is no such time zone.', {
            fields: [{ field: 'timeZone', message: 'Write it like Europe/Berlin.' }],
          });
        const account = await known.create({ name, email, password });
        await known.useLink(token, 'setup');
        const founded = await found(
          { pool, calls },
          { ...OrganisationFields.omit({ slug: true }).parse({ name: organisation, timeZone }) },
          account,
          visit.door,
        );
        signedIn(visit, await known.open(account));
        return founded;
      },
      async invitation(_visit, { token }) {
        const invitation = await invited(pool, token);
        return {
          organisation: invitation.name,
          slug: invitation.slug,
          email: invitation.email,
          role: invitation.role,
          hasAccount: (await (await accounts()).find(invitation.email)) !== null,
        };
      },
      async acceptInvitation(visit, { token, name, password }) {
        const invitation = await invited(pool, token);
        const known = await accounts();
        const existing = await known.find(invitation.email);
        if (!existing && name === '')
          throw new Problem('invalid-input', 'Your name is needed.', {
            fields: [{ field: 'name', message: 'Give your name.' }],
            remedy: 'Give your name and choose a password.',
          });
        const entry = existing
          ? await known.signIn(invitation.email, password, visit.address)
          : await known.open(await known.create({ name, email: invitation.email, password }));
        const actor: Actor = {
          id: `user:${entry.account.id}`,
          name: entry.account.name || name,
          email: invitation.email,
          role: invitation.role,
          person: invitation.person,
          door: visit.door,
        };
        await calls.run(
          {
            organisation: { id: invitation.organisation_id, slug: invitation.slug, name: invitation.name, timeZone: 'UTC', currency: 'EUR' },
            actor,
            head: 0,
          },
          { writes: true },
          async (call) => {
            const used = await call.query('delete from access.invitation_hashes where organisation_id = $1 and hash = $2 returning id', [
              invitation.organisation_id,
              hashToken(token),
            ]);
            if (used.length === 0) throw usedUp();
            await call.write.change(collections.invitations, invitation.id, { acceptedAt: call.now() });
            await call.write.create(collections.members, {
              userId: entry.account.id,
              email: invitation.email,
              name: actor.name,
              role: invitation.role,
              person: invitation.person,
              expiresOn: invitation.access_expires_on,
            });
          },
        );
        visit.setCookies(entry.cookies);
        return { slug: invitation.slug, name: invitation.name, role: invitation.role, person: invitation.person };
      },
    },
  };
}

const usedUp = () =>
  new Problem('not-found', 'This link does not hold any more.', { remedy: 'It may have been used or have expired. Ask for a new one.' });

interface Invited {
  organisation_id: string;
  slug: string;
  name: string;
  id: string;
  email: string;
  role: Role;
  person: string | null;
  access_expires_on: string | null;
}

async function invited(pool: pg.Pool, token: string): Promise<Invited> {
  const { rows } = await pool.query<Invited>(
    'select organisation_id, slug, name, id, email, role, person, access_expires_on::text from access.invitation($1)',
    [hashToken(token)],
  );
  if (!rows[0]) throw usedUp();
  return rows[0];
}

export interface NewOrganisation {
  name: string;
  slug?: string | undefined;
  [fact: string]: unknown;
}

/**
 * Founds an organisation; its owner is the account given. Without one only the person who owns the machine has access
 * until somebody is invited.
 */
export async function found(
  { pool, calls }: { pool: pg.Pool; calls: Calls },
  { name, slug, ...facts }: NewOrganisation,
  owner: Account | null,
  door: Door,
) {
  const { rows: taken } = await pool.query<{ base: boolean }>('select access.slug_taken($1) as base', [slug ?? shortName(name)]);
  if (taken[0]!.base && slug !== undefined)
    throw new Problem('conflict', `There is an organisation ${slug} already.`, {
      fields: [{ field: 'slug', message: 'Choose another short name.' }],
    });
  const chosen = slug ?? (taken[0]!.base ? `${shortName(name).slice(0, 33)}-${randomBytes(3).toString('hex')}` : shortName(name));
  const { rows } = await pool
    .query<{ id: string }>('select uuidv7() as id')
    .catch(() => pool.query<{ id: string }>('select gen_random_uuid() as id'));
  const actor: Actor = owner
    ? { id: `user:${owner.id}`, name: owner.name, email: owner.email, role: 'owner', person: null, door }
    : { id: 'machine', name: 'Owner of the machine', email: '', role: 'owner', person: null, door };
  const organisation = { id: rows[0]!.id, slug: chosen, name, timeZone: 'UTC', currency: 'EUR' };
  await calls.run({ organisation, actor, head: 0 }, { writes: true, request: newRequest() }, async (call) => {
    await call.query(`select pg_advisory_xact_lock(hashtext('annexa.slug ' || $1))`, [chosen]);
    const [again] = await call.query<{ taken: boolean }>('select access.slug_taken($1) as taken', [chosen]);
    if (again!.taken) throw new Problem('conflict', `There is an organisation ${chosen} already.`, { remedy: 'Choose another short name.' });
    await call.write.create(collections.organisations, { ...facts, id: 'organisation', name, slug: chosen });
    if (owner) await call.write.create(collections.members, { userId: owner.id, email: owner.email, name: owner.name, role: 'owner' });
  });
  return { slug: chosen, name, role: 'owner' as const, person: null };
}

/** "Nordwind Logistik GmbH" → `nordwind-logistik-gmbh`. */
export function shortName(name: string): string {
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').replaceAll('ß', 'ss').toLowerCase();
  return (
    plain
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 40)
      .replaceAll(/-+$/g, '') || 'organisation'
  );
}
