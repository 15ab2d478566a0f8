import { z } from 'zod';
import { Day, Id, Instant, recordFields, requiredReference } from '../../platform/contract/fields.ts';

export const reminderKinds = ['read', 'learn', 'approve', 'review', 'decide', 'do'] as const;

/** One thing that waits for somebody. `subject` is the version to read or approve, the lesson, or the document to review. */
export const ReminderItem = z.object({
  kind: z.enum(reminderKinds),
  subject: Id,
  title: z.string().max(400),
  dueOn: Day.nullable(),
});
export type ReminderItem = z.infer<typeof ReminderItem>;

export const reminderStates = ['waiting', 'sending', 'sent', 'refused', 'dropped'] as const;

/**
 * One message to one person: of what they were reminded, where it went, and what the mail server answered. Kept as
 * evidence that people were told (7.3, 7.4). `waiting`: not handed over yet; `sending`: some process is at it;
 * `refused`: the address does not work; `dropped`: nothing was open any more when its turn came.
 */
export const Reminder = z.object({
  ...recordFields,
  person: requiredReference('people', { title: 'Person' }),
  email: z.string().max(300),
  on: Day,
  items: z.array(ReminderItem).max(500),
  state: z.enum(reminderStates),
  /** `daily`, or the name of whoever asked for it. */
  askedBy: z.string().max(300),
  attempts: z.number().int().default(0),
  sendingSince: Instant.nullable().default(null),
  sentAt: Instant.nullable().default(null),
  /** What the mail server said last. */
  answer: z.string().max(1000).default(''),
});
export type Reminder = z.infer<typeof Reminder>;
