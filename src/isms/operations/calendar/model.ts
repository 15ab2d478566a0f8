import { z } from 'zod';
import { Day, Id, Instant, recordFields, reference, requiredReference } from '../../../platform/contract/fields.ts';
import { attached } from '../files.ts';

/** What a recurring duty follows from. */
export const dutySources = [
  'commitment',
  'document',
  'control',
  'supplier',
  'backup',
  'continuity',
  'legal',
  'risks',
  'certificate',
  'review',
] as const;

/** Who does a recurring duty and since when it is planned, where that differs from what follows by itself. Id: the duty's key. */
export const DutyPlan = z.object({
  ...recordFields,
  duty: z.string().max(120),
  assignee: reference('people', { title: 'Assigned to' }),
  firstOn: Day.nullable().default(null),
  paused: z.string().max(1000).default('').meta({ description: 'Why it is not done at present; empty: it is' }),
});
export type DutyPlan = z.infer<typeof DutyPlan>;

/** One doing of a recurring duty: the record that it leaves (8.1). Never changed. */
export const DutyRecord = z.object({
  ...recordFields,
  duty: z.string().max(120),
  title: z.string().max(400),
  control: z.string().max(20).default(''),
  /** The day by which it was due. */
  dueOn: Day.nullable(),
  on: Day,
  note: z.string().max(5000).default(''),
  /** The evidence or record it left. */
  evidence: reference('evidence', { title: 'Evidence' }),
  place: z.string().max(600).default(''),
  by: z.string(),
  byPerson: Id.nullable().default(null),
  ...attached,
});
export type DutyRecord = z.infer<typeof DutyRecord>;

/** The calendar of one person under a secret address; the secret stands apart, as a hash. */
export const CalendarLink = z.object({
  ...recordFields,
  person: requiredReference('people', { title: 'Person' }),
  start: z.string().max(12),
  createdBy: z.string(),
  createdAtTime: Instant,
});
export type CalendarLink = z.infer<typeof CalendarLink>;

export const Occurrence = z.object({
  dueOn: Day,
  state: z.enum(['done', 'done-late', 'missed', 'due', 'planned']),
  doneOn: Day.nullable(),
});
export type Occurrence = z.infer<typeof Occurrence>;

/** A recurring duty as it stands. */
export const DutyShown = z.object({
  key: z.string(),
  title: z.string(),
  source: z.enum(dutySources),
  control: z.string().nullable(),
  everyDays: z.number().int().nullable().meta({ description: 'Null: once, on its day' }),
  because: z.string().meta({ description: 'Where it follows from, in words' }),
  register: z.string().nullable(),
  record: Id.nullable(),
  assignee: Id.nullable(),
  lastOn: Day.nullable(),
  lastBy: z.string().meta({ description: 'What shows that it was done' }),
  dueOn: Day.nullable(),
  state: z
    .enum(['done', 'due', 'missed', 'planned', 'never', 'paused'])
    .meta({ description: 'due: within the next 30 days; missed: its day has passed' }),
  paused: z.string(),
  missed: z.number().int().meta({ description: 'Occurrences of the last 365 days that were not done' }),
  occurrences: z.array(Occurrence).meta({ description: 'Of the last 365 and the next 90 days' }),
  /** Whether it can be noted as done here; otherwise its record is made where it belongs. */
  byHand: z.boolean(),
});
export type DutyShown = z.infer<typeof DutyShown>;
