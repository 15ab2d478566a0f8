import { z } from 'zod';
import { Day, Id } from '../../../platform/contract/fields.ts';
import { operation } from '../../../platform/contract/operation.ts';
import { written } from '../../../platform/register/contract.ts';
import { CalendarLink, DutyPlan, DutyRecord, DutyShown, dutySources } from './model.ts';

const tag = 'operations-calendar';
const read = 'read the ISMS';
const keep = 'keep the registers of operations';
const Key = z.string().max(120);

export const Overview = z.object({
  figures: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      room: z.string(),
      value: z.number().int(),
      unit: z.string(),
      note: z.string(),
      mark: z.enum(['good', 'some', 'bad', 'unknown']).meta({ description: 'bad: would cost the certificate; unknown: nothing is known' }),
    }),
  ),
});

export const calendarContract = {
  overview: operation({
    method: 'GET',
    path: '/operations',
    tag: 'operations',
    summary: 'Show how the registers of operations stand',
    permission: read,
    tool: 'get_operations_overview',
  }).output(Overview),
  duties: operation({
    method: 'GET',
    path: '/operations/duties',
    tag,
    summary: 'List recurring duties and what falls due, with what was missed',
    permission: read,
    tool: 'list_due_duties',
  })
    .input(
      z.object({
        person: Id.optional(),
        source: z.enum(dutySources).optional(),
        dueBy: Day.optional().meta({ description: 'Only what is due by this day' }),
      }),
    )
    .output(z.object({ items: z.array(DutyShown) })),
  records: operation({
    method: 'GET',
    path: '/operations/records',
    tag,
    summary: 'List what was done when, by whom, and what shows it',
    permission: read,
  })
    .input(z.object({ duty: Key.optional(), limit: z.coerce.number().int().min(1).max(1000).default(200) }))
    .output(z.object({ items: z.array(DutyRecord), total: z.number().int() })),
  done: operation({
    method: 'POST',
    path: '/operations/duties/done',
    tag,
    summary: 'Write down that a duty was done, and what shows it',
    permission: keep,
    successStatus: 201,
    tool: 'record_duty_done',
  })
    .input(
      z.object({
        duty: Key,
        on: Day.optional().meta({ description: 'Without it: today' }),
        note: z.string().max(5000).default(''),
        evidence: Id.nullable().default(null),
        place: z.string().max(600).default('').meta({ description: 'Where the record lies' }),
        uploads: z.array(z.string().max(64)).max(20).default([]),
      }),
    )
    .output(written(DutyRecord)),
  plan: operation({
    method: 'POST',
    path: '/operations/duties/plan',
    tag,
    summary: 'Say who does a duty, from when, or why it rests',
    permission: keep,
  })
    .input(z.object({ duty: Key, assignee: Id.nullable().optional(), firstOn: Day.nullable().optional(), paused: z.string().max(1000).optional() }))
    .output(written(DutyPlan)),
  attach: operation({
    method: 'POST',
    path: '/operations/files',
    tag: 'operations',
    summary: 'Attach an uploaded file to a record of operations',
    permission: keep,
  })
    .input(z.object({ register: z.string().max(60), id: Id, upload: z.string().max(64) }))
    .output(z.object({ id: Id, request: z.string() })),
  link: operation({
    method: 'GET',
    path: '/my/calendar',
    tag: 'my',
    summary: 'Show whether I have a calendar link',
    permission: 'see what concerns me',
  }).output(z.object({ link: CalendarLink.nullable() })),
  makeLink: operation({
    method: 'POST',
    path: '/my/calendar',
    tag: 'my',
    summary: 'Make a secret address for my calendar',
    description: 'Shown once. A former address of mine ends. Whoever knows it sees what is due, without signing in.',
    permission: 'answer for myself',
    successStatus: 201,
  }).output(z.object({ record: CalendarLink, request: z.string(), url: z.string() })),
  endLink: operation({
    method: 'DELETE',
    path: '/my/calendar',
    tag: 'my',
    summary: 'End the secret address of my calendar',
    permission: 'answer for myself',
  }).output(z.object({ ended: z.boolean(), request: z.string() })),
};

/** Outside every organisation: the address is the permission. */
export const calendarFeed = operation({
  method: 'GET',
  path: '/calendar/{token}',
  tag: 'operations-calendar',
  summary: 'Read a calendar by its secret address (iCalendar)',
  permission: null,
  detailedOutput: true,
})
  .input(z.object({ token: z.string().max(100) }))
  .output(z.object({ headers: z.record(z.string(), z.string()), body: z.file() as z.ZodType<Blob> }));
