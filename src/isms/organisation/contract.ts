import { z } from 'zod';
import { partial, written } from '../../platform/register/contract.ts';
import { Id, requiredLine, reference } from '../../platform/contract/fields.ts';
import { operation } from '../../platform/contract/operation.ts';
import { roles } from '../permissions.ts';
import { ApiKey, Comment, Invitation, Member, Organisation, OrganisationFields, Slug } from './model.ts';

const tag = 'organisation';
const manage = 'manage members and keys';

export const NewInvitation = z.object({
  email: z.email('An e-mail address is needed.').meta({ title: 'E-mail' }),
  role: z.enum(roles).meta({ title: 'Role' }),
  person: reference('people', { title: 'Person', description: 'The person in the management system that this is' }),
  accessExpiresOn: z.iso.date().nullable().default(null).meta({ title: 'Access ends on', description: 'Required for an external auditor' }),
});
export const NewApiKey = z.object({
  name: requiredLine({ title: 'Name' }),
  role: z.enum(roles).meta({ title: 'Role' }),
  person: reference('people', { title: 'Acts for', description: 'Only then can the key decide as a risk owner' }),
  expiresOn: z.iso.date().nullable().default(null).meta({ title: 'Expires on' }),
});

export const organisationContract = {
  show: operation({
    method: 'GET',
    path: '/organisation',
    tag,
    summary: 'Show the organisation',
    permission: 'see what concerns me',
    tool: 'get_organisation',
  }).output(Organisation),
  update: operation({
    method: 'PATCH',
    path: '/organisation',
    tag,
    summary: 'Change the organisation’s facts',
    permission: 'manage the organisation',
  })
    .input(partial(OrganisationFields.omit({ slug: true })).extend({ version: z.number().int().optional() }))
    .output(written(Organisation)),
  members: operation({ method: 'GET', path: '/members', tag, summary: 'List who has access', permission: 'read the ISMS' }).output(
    z.object({ items: z.array(Member) }),
  ),
  changeMember: operation({ method: 'PATCH', path: '/members/{id}', tag, summary: 'Change a member’s role, person or last day', permission: manage })
    .input(z.object({ id: Id, role: z.enum(roles).optional(), person: Id.nullable().optional(), expiresOn: z.iso.date().nullable().optional() }))
    .output(written(Member)),
  removeMember: operation({ method: 'DELETE', path: '/members/{id}', tag, summary: 'End a member’s access', permission: manage })
    .input(z.object({ id: Id }))
    .output(written(Member)),
  invitations: operation({ method: 'GET', path: '/invitations', tag, summary: 'List open invitations', permission: manage }).output(
    z.object({ items: z.array(Invitation) }),
  ),
  invite: operation({
    method: 'POST',
    path: '/invitations',
    tag,
    summary: 'Invite somebody by e-mail',
    permission: manage,
    successStatus: 201,
    description: 'The link is sent by e-mail; where no mail server is set it is returned for you to pass on.',
  })
    .input(NewInvitation)
    .output(
      z.object({
        record: Invitation,
        request: z.string(),
        link: z.string().nullable().meta({ description: 'Only when it could not be sent by e-mail' }),
        sent: z.boolean(),
      }),
    ),
  withdrawInvitation: operation({ method: 'DELETE', path: '/invitations/{id}', tag, summary: 'Withdraw an invitation', permission: manage })
    .input(z.object({ id: Id }))
    .output(written(Invitation)),
  keys: operation({ method: 'GET', path: '/keys', tag, summary: 'List API keys', permission: manage }).output(z.object({ items: z.array(ApiKey) })),
  createKey: operation({
    method: 'POST',
    path: '/keys',
    tag,
    summary: 'Create an API key',
    permission: manage,
    successStatus: 201,
    description: 'The key is shown once and never stored.',
  })
    .input(NewApiKey)
    .output(z.object({ record: ApiKey, request: z.string(), key: z.string() })),
  revokeKey: operation({ method: 'DELETE', path: '/keys/{id}', tag, summary: 'Revoke an API key', permission: manage })
    .input(z.object({ id: Id }))
    .output(written(ApiKey)),
  comments: operation({ method: 'GET', path: '/comments', tag, summary: 'List the comments on a record', permission: 'read the ISMS' })
    .input(z.object({ register: z.string().max(60), record: Id }))
    .output(z.object({ items: z.array(Comment) })),
  comment: operation({
    method: 'POST',
    path: '/comments',
    tag,
    summary: 'Comment on a record',
    permission: 'comment on records',
    successStatus: 201,
    tool: 'add_comment',
  })
    .input(z.object({ register: z.string().max(60), record: Id, text: z.string().trim().min(1, 'Say something.').max(5000) }))
    .output(written(Comment)),
};

/** Operations outside every organisation: `/api/...`. */
export const OrganisationSummary = z.object({ slug: Slug, name: z.string(), role: z.enum(roles), person: z.string().nullable() });
export const accountContract = {
  me: operation({ method: 'GET', path: '/me', tag: 'account', summary: 'Who am I, and which organisations may I enter', permission: null }).output(
    z.object({
      actor: z.object({ id: z.string(), name: z.string(), email: z.string() }),
      organisations: z.array(OrganisationSummary.extend({ today: z.iso.date().meta({ description: 'The day it is where the organisation is' }) })),
    }),
  ),
  createOrganisation: operation({
    method: 'POST',
    path: '/organisations',
    tag: 'account',
    summary: 'Create an organisation',
    permission: null,
    successStatus: 201,
    description: 'Whoever creates it becomes its owner. An API key cannot.',
  })
    .input(z.object({ name: requiredLine({ title: 'Name' }), slug: Slug.optional(), ...OrganisationFields.omit({ name: true, slug: true }).shape }))
    .output(OrganisationSummary),
};

/** Operations for somebody who is not signed in: a password or a link is the permission. */
const account = 'account';
const password = z.string().min(12, 'At least 12 characters.').max(128, 'At most 128 characters.');
export const publicContract = {
  signIn: operation({
    method: 'POST',
    path: '/session',
    tag: account,
    summary: 'Sign in with a password',
    permission: null,
    description: 'Sets the session cookie. Programs use an API key instead: `Authorization: Bearer <key>`.',
  })
    .input(z.object({ email: z.string().max(300), password: z.string().max(128) }))
    .output(z.object({ name: z.string(), email: z.string() })),
  signInByLink: operation({ method: 'POST', path: '/session/link', tag: account, summary: 'Sign in with a one-time link', permission: null })
    .input(z.object({ token: z.string().max(200) }))
    .output(z.object({ name: z.string(), email: z.string() })),
  signOut: operation({ method: 'DELETE', path: '/session', tag: account, summary: 'Sign out', permission: null }).output(
    z.object({ signedOut: z.boolean() }),
  ),
  setupState: operation({
    method: 'GET',
    path: '/setup',
    tag: account,
    summary: 'Tell whether the installation waits for its first account',
    permission: null,
  }).output(z.object({ waiting: z.boolean() })),
  setup: operation({
    method: 'POST',
    path: '/setup',
    tag: account,
    summary: 'Create the first account with the set-up link',
    permission: null,
    successStatus: 201,
  })
    .input(
      z.object({
        token: z.string().max(200),
        name: requiredLine({ title: 'Your name' }),
        email: z.email('An e-mail address is needed.'),
        password,
        organisation: requiredLine({ title: 'Organisation' }),
        timeZone: OrganisationFields.shape.timeZone,
      }),
    )
    .output(OrganisationSummary),
  invitation: operation({ method: 'GET', path: '/invitation/{token}', tag: account, summary: 'Show an invitation', permission: null })
    .input(z.object({ token: z.string().max(200) }))
    .output(z.object({ organisation: z.string(), slug: Slug, email: z.string(), role: z.enum(roles), hasAccount: z.boolean() })),
  acceptInvitation: operation({
    method: 'POST',
    path: '/invitation/{token}',
    tag: account,
    summary: 'Accept an invitation',
    permission: null,
    description: 'With an account: its password. Without one: your name and a new password.',
  })
    .input(z.object({ token: z.string().max(200), name: z.string().trim().max(300).default(''), password }))
    .output(OrganisationSummary),
};
