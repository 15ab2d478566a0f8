import { z } from 'zod';
import { day, line, recordFields, reference, requiredLine, whole, Id } from '../../platform/contract/fields.ts';
import { sectors } from '../../standard/model.ts';
import { roles } from '../permissions.ts';

export const Slug = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, 'A short name has up to 40 lower-case letters, digits and hyphens.');

export { sectors };

/** The organisation itself: one record in each organisation. */
export const OrganisationFields = z.object({
  name: requiredLine({ title: 'Name', description: 'As it shall stand on the certificate' }),
  slug: Slug.meta({ title: 'Short name', description: 'Used in addresses and commands', computed: true }),
  sector: z
    .enum(sectors)
    .default('saas')
    .meta({ title: 'Sector', labels: { saas: 'Software as a service', public: 'Public body' } }),
  country: line({ title: 'Country' }),
  persons: whole({ title: 'Persons', description: 'Persons working under the control of the organisation, all of it' }),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'Three letters, e.g. EUR.')
    .default('EUR')
    .meta({ title: 'Currency' }),
  periodFrom: day({ title: 'Audit period from', description: 'The time that evidence must cover; left open, the last twelve months' }),
  periodTo: day({ title: 'Audit period until' }),
  timeZone: z.string().max(60).default('UTC').meta({ title: 'Time zone', description: 'Decides which day it is' }),
});
export const Organisation = z.object({ ...recordFields, ...OrganisationFields.shape });
export type Organisation = z.infer<typeof Organisation>;

/** A person with access. The record is part of the ISMS: who may do what is documented information (5.3). */
export const Member = z.object({
  ...recordFields,
  userId: z.string(),
  email: z.string(),
  name: z.string(),
  role: z.enum(roles),
  person: reference('people', { title: 'Person' }),
  /** Day from which access has ended; required for an external auditor. */
  expiresOn: z.iso.date().nullable().default(null),
});
export type Member = z.infer<typeof Member>;

export const Invitation = z.object({
  ...recordFields,
  email: z.email(),
  role: z.enum(roles),
  invitedBy: z.string(),
  person: reference('people', { title: 'Person' }),
  accessExpiresOn: z.iso.date().nullable().default(null),
  expiresAt: z.iso.datetime({ offset: true }),
  acceptedAt: z.iso.datetime({ offset: true }).nullable().default(null),
});
export type Invitation = z.infer<typeof Invitation>;

export const ApiKey = z.object({
  ...recordFields,
  name: requiredLine({ title: 'Name' }),
  role: z.enum(roles),
  /** First characters, so that people can tell keys apart; the key itself is shown once and never stored. */
  start: z.string(),
  /** The person the key acts for; only then can it decide as a risk owner. */
  person: reference('people', { title: 'Acts for' }),
  expiresOn: z.iso.date().nullable().default(null),
  createdBy: z.string(),
});
export type ApiKey = z.infer<typeof ApiKey>;

/** A remark on any record. */
export const Comment = z.object({
  ...recordFields,
  register: z.string().max(60),
  record: Id,
  text: z.string().trim().min(1).max(5000),
  author: z.string(),
  authorName: z.string(),
});
export type Comment = z.infer<typeof Comment>;
