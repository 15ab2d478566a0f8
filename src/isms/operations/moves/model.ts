import { z } from 'zod';
import { Day, Id, Instant, recordFields, requiredReference } from '../../../platform/contract/fields.ts';
import { attached } from '../files.ts';

export const moveKinds = ['joiner', 'mover', 'leaver'] as const;
export type MoveKind = (typeof moveKinds)[number];

export const MoveStep = z.object({
  step: z.string().max(80),
  title: z.string().max(400),
  who: z.string().max(120),
  control: z.string().max(20),
  dueOn: Day,
  state: z.enum(['open', 'done', 'not-needed']).default('open'),
  at: Instant.nullable().default(null),
  by: z.string().default(''),
  byPerson: Id.nullable().default(null),
  note: z.string().max(2000).default(''),
});
export type MoveStep = z.infer<typeof MoveStep>;

/** Somebody comes, changes or goes, with everything that has to be done for it (A.5.11, A.5.18, A.6.5). */
export const PeopleMove = z.object({
  ...recordFields,
  person: requiredReference('people', { title: 'Person' }),
  kind: z.enum(moveKinds),
  on: Day,
  responsible: Id.nullable().default(null).meta({ title: 'Responsible', reference: 'people' }),
  note: z.string().max(5000).default(''),
  steps: z.array(MoveStep).max(200),
  startedBy: z.string(),
  closedOn: Day.nullable().default(null),
  closedBy: z.string().default(''),
  ...attached,
});
export type PeopleMove = z.infer<typeof PeopleMove>;

/** Somebody who has left and whose account is still active in the newest list of a system. */
export const LeaverWithAccount = z.object({
  person: Id,
  name: z.string(),
  endsOn: Day,
  population: Id,
  source: z.string(),
  title: z.string(),
  system: Id.nullable(),
  listedOn: Day,
  account: z.string(),
  email: z.string(),
  privileged: z.boolean(),
  daysSince: z.number().int().meta({ description: 'Days from the last day to the day of the list' }),
});
export type LeaverWithAccount = z.infer<typeof LeaverWithAccount>;
