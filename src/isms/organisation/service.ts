import { randomBytes } from 'node:crypto';
import { hashToken } from '../../platform/auth/links.ts';
import type { Call } from '../../platform/contract/call.ts';
import { Problem, notFound } from '../../platform/contract/problem.ts';
import type { Handlers } from '../../platform/contract/serve.ts';
import { collections } from '../collections.ts';
import { ismsOf } from '../isms.ts';
import type { organisationContract } from './contract.ts';
import type { ApiKey, Member } from './model.ts';

export interface OrganisationSettings {
  /** Where people reach the product, for links in mail. */
  publicUrl(): string;
  /** Sends mail; null when no mail server is set, and links are shown instead. */
  mail: ((message: { to: string; subject: string; text: string }) => Promise<unknown>) | null;
}

/** Days for which an invitation can be accepted. */
const invitationDays = 14;

/** The organisation itself, and who has access to it (clause 5.3). */
export function organisationService({ publicUrl, mail }: OrganisationSettings): Handlers<typeof organisationContract> {
  return {
    show: async (call) => ismsOf(await call.snapshot()).organisation,

    async update(call, { version, ...changes }) {
      if (typeof changes['timeZone'] === 'string' && !isTimeZone(changes['timeZone'])) {
        throw new Problem('invalid-input', 'There is no such time zone.', {
          fields: [{ field: 'timeZone', message: 'Write it like Europe/Berlin.' }],
          remedy: 'Choose a time zone of the IANA list.',
        });
      }
      const { id } = ismsOf(await call.snapshot()).organisation;
      return { record: await call.write.change(collections.organisations, id, changes, version), request: call.request };
    },

    members: async (call) => ({ items: ismsOf(await call.snapshot()).members }),

    async changeMember(call, { id, ...changes }) {
      const member = await memberOf(call, id);
      if (changes.role !== undefined && changes.role !== 'owner') await keepAnOwner(call, member);
      checkAuditor(changes.role ?? member.role, changes.expiresOn === undefined ? member.expiresOn : changes.expiresOn, call.today);
      return { record: await call.write.change(collections.members, id, changes), request: call.request };
    },

    async removeMember(call, { id }) {
      await keepAnOwner(call, await memberOf(call, id));
      return { record: await call.write.archive(collections.members, id), request: call.request };
    },

    async invitations(call) {
      return { items: ismsOf(await call.snapshot()).invitations.filter((each) => each.acceptedAt === null && each.expiresAt > call.now()) };
    },

    async invite(call, { email, role, person, accessExpiresOn }) {
      const isms = ismsOf(await call.snapshot());
      const address = email.trim().toLowerCase();
      if (isms.members.some((member) => member.email.toLowerCase() === address)) {
        throw new Problem('conflict', `${address} has access already.`, { remedy: 'Change the member’s role instead.' });
      }
      checkAuditor(role, accessExpiresOn, call.today);
      const token = randomBytes(24).toString('base64url');
      const record = await call.write.create(collections.invitations, {
        email: address,
        role,
        person,
        accessExpiresOn,
        invitedBy: call.actor.name,
        expiresAt: new Date(Date.parse(call.now()) + invitationDays * 86_400_000).toISOString(),
      });
      await keepSecret(call, 'invitation_hashes', record.id, token);
      const link = `${publicUrl()}/invitation/${token}`;
      let sent = false;
      if (mail) {
        // Sent before the commit: an invitation that could not be sent is not made, and the inviter is told.
        try {
          await mail({
            to: address,
            subject: `${call.actor.name} invites you to ${call.organisation.name} on Annexa`,
            text: `${call.actor.name} invites you to the information security management system of ${call.organisation.name}.\n\nOpen this link within ${invitationDays} days:\n${link}\n\nIf you did not expect this, ignore it: without the link nobody gets in.\n`,
          });
          sent = true;
        } catch (error) {
          throw new Problem('not-possible', `The invitation could not be sent to ${address}.`, {
            remedy: `Check the mail server's settings: ${error instanceof Error ? error.message : String(error)}`,
          });
        }
      }
      return { record, request: call.request, link: sent ? null : link, sent };
    },

    async withdrawInvitation(call, { id }) {
      const record = await call.write.archive(collections.invitations, id);
      await dropSecret(call, 'invitation_hashes', id);
      return { record, request: call.request };
    },

    keys: async (call) => ({ items: ismsOf(await call.snapshot()).apiKeys }),

    async createKey(call, { name, role, person, expiresOn }) {
      checkAuditor(role, expiresOn, call.today);
      const key = `annexa_${randomBytes(24).toString('base64url')}`;
      const record: ApiKey = await call.write.create(collections.apiKeys, {
        name,
        role,
        person,
        expiresOn,
        start: key.slice(0, 12),
        createdBy: call.actor.name,
      });
      await keepSecret(call, 'key_hashes', record.id, key);
      return { record, request: call.request, key };
    },

    async revokeKey(call, { id }) {
      const record = await call.write.archive(collections.apiKeys, id);
      await dropSecret(call, 'key_hashes', id);
      return { record, request: call.request };
    },

    async comments(call, { register, record }) {
      return { items: ismsOf(await call.snapshot()).comments.filter((comment) => comment.register === register && comment.record === record) };
    },

    async comment(call, { register, record, text }) {
      const stored = (await call.snapshot()).records.get(register);
      if (!stored) throw notFound('register', register);
      if (!stored.has(record) && register !== 'soa-decisions' && register !== 'gap-answers') throw notFound(`record in ${register}`, record);
      const created = await call.write.create(collections.comments, { register, record, text, author: call.actor.id, authorName: call.actor.name });
      return { record: created, request: call.request };
    },
  };
}

async function memberOf(call: Call, id: string): Promise<Member> {
  const member = ismsOf(await call.snapshot()).members.find((each) => each.id === id);
  if (!member) throw notFound('member', id);
  return member;
}

async function keepAnOwner(call: Call, member: Member): Promise<void> {
  const owners = ismsOf(await call.snapshot()).members.filter((each) => each.role === 'owner');
  if (member.role === 'owner' && owners.length === 1) {
    throw new Problem('not-possible', `${member.name} is the only owner.`, { remedy: 'Make somebody else an owner first.' });
  }
}

function checkAuditor(role: string, expiresOn: string | null, today: string): void {
  if (role === 'external-auditor' && expiresOn === null) {
    throw new Problem('invalid-input', 'Access of an external auditor needs an end.', {
      fields: [{ field: 'accessExpiresOn', message: 'Give the last day of the audit.' }],
      remedy: 'Give the day on which the access ends.',
    });
  }
  if (expiresOn !== null && expiresOn < today) {
    throw new Problem('invalid-input', 'The last day lies in the past.', {
      fields: [{ field: 'expiresOn', message: 'Give a day from today on.' }],
      remedy: 'Give a day from today on.',
    });
  }
}

type SecretTable = 'key_hashes' | 'invitation_hashes';
const keepSecret = (call: Call, table: SecretTable, id: string, secret: string) =>
  call.query(`insert into access.${table} (organisation_id, id, hash) values ($1, $2, $3)`, [call.organisation.id, id, hashToken(secret)]);
const dropSecret = (call: Call, table: SecretTable, id: string) =>
  call.query(`delete from access.${table} where organisation_id = $1 and id = $2`, [call.organisation.id, id]);

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
