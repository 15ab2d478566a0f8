import { z } from 'zod';
import { Day, Instant, recordFields, reference } from '../../../platform/contract/fields.ts';
import { AttachedFile } from '../../../platform/files/model.ts';

export const accountKinds = ['person', 'service', 'guest', 'device', 'repository', 'unknown'] as const;

/** One account of a system, as its list has it. */
export const Account = z.object({
  id: z.string().min(1).max(300),
  name: z.string().max(300).default(''),
  email: z.string().max(300).default(''),
  kind: z.enum(accountKinds).default('person'),
  active: z.boolean().default(true),
  privileged: z.boolean().default(false),
  access: z.string().max(1000).default('').meta({ description: 'Roles and groups in words' }),
  lastUsedOn: Day.nullable().default(null),
});
export type Account = z.infer<typeof Account>;

/** Accounts that one list may hold; more is refused, never cut off. */
export const mostAccounts = 50_000;

/**
 * The complete list of accounts of one system on a day, with where it came from, how many there are and a hash over all
 * of them. A list that is the same as the one before is not kept again; only the day it was seen moves.
 */
export const PopulationList = z.object({
  ...recordFields,
  title: z.string().max(300),
  /** What the list is of: two lists with the same source are the same system at two times. */
  source: z.string().max(120),
  system: reference('systems', { title: 'System' }),
  origin: z.string().max(600).meta({ description: 'File or run it came from, in words' }),
  on: Day,
  at: Instant,
  seenOn: Day,
  count: z.number().int(),
  active: z.number().int(),
  sha256: z.string(),
  accounts: z.array(Account).max(mostAccounts),
  file: AttachedFile.nullable().default(null),
  by: z.string(),
});
export type PopulationList = z.infer<typeof PopulationList>;
