import { z } from 'zod';
import { Id } from '../../platform/contract/fields.ts';
import { operation } from '../../platform/contract/operation.ts';
import { Reminder, ReminderItem } from '../reminders/model.ts';

export const dailyContract = {
  run: operation({
    method: 'POST',
    path: '/daily',
    tag: 'daily',
    summary: 'Do what is due by the clock now',
    description:
      'Puts versions in force whose day has come, and reminds by e-mail those for whom something is due: at most one message for each person and day. It happens by itself every morning.',
    permission: 'publish documents',
    tool: 'run_daily_duties',
  }).output(
    z.object({
      request: z.string(),
      superseded: z.array(Id).meta({ description: 'Versions that a newer one has replaced today' }),
      reminded: z.number().int().meta({ description: 'People for whom something is due and who can be reached' }),
      withoutAddress: z.array(z.string()),
      sent: z.boolean().meta({ description: 'False: no mail server is set, nobody is told' }),
    }),
  ),
  reminders: operation({
    method: 'GET',
    path: '/reminders',
    tag: 'daily',
    summary: 'Show who was reminded of what, and who is overdue',
    permission: 'read the ISMS',
    tool: 'list_reminders',
  })
    .input(z.object({ person: Id.optional(), limit: z.coerce.number().int().min(1).max(1000).default(200) }))
    .output(
      z.object({
        mailServer: z.boolean(),
        total: z.number().int(),
        items: z.array(Reminder.extend({ name: z.string() })).meta({ description: 'Latest first' }),
        overdue: z.array(z.object({ person: Id, name: z.string(), reachable: z.boolean(), items: z.array(ReminderItem) })),
      }),
    ),
};
