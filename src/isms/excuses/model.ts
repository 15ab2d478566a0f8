import { z } from 'zod';
import { Day, Id, Instant, recordFields } from '../../platform/contract/fields.ts';

/**
 * A finding of the verdict that somebody entitled answers for until a day. It stays visible, to auditors too, and comes
 * back when the day has passed. Without records it is the whole finding; with records, those only.
 */
export const FindingExcuse = z.object({
  ...recordFields,
  rule: z.string().max(100),
  records: z.array(z.string().max(100)).max(500).default([]),
  reason: z.string().trim().min(10, 'Say why in a sentence.').max(2000),
  until: Day,
  by: z.string(),
  byPerson: Id.nullable().default(null),
  at: Instant,
  withdrawnAt: Instant.nullable().default(null),
  withdrawnBy: z.string().default(''),
});
export type FindingExcuse = z.infer<typeof FindingExcuse>;
