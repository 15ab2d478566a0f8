import { registerContract } from '../../platform/register/contract.ts';
import { z } from 'zod';
import { operation } from '../../platform/contract/operation.ts';
import { Day, Id } from '../../platform/contract/fields.ts';
import { employments, ismsRoles, people } from './model.ts';

export const RoleConflict = z.object({
  kind: z.enum(['no-holder', 'holder-left', 'audits-own-work', 'approves-own-work', 'one-person-all']),
  text: z.string(),
  roles: z.array(Id),
  people: z.array(Id),
});
export type RoleConflict = z.infer<typeof RoleConflict>;

const said = (what: string) => z.string().trim().max(300).nullable().optional().meta({ description: what });
/** What a system elsewhere says of a person. A field that it leaves out is left alone; an empty one is emptied. */
export const SourcePerson = z.object({
  externalId: z.string().trim().min(1).max(300).meta({ description: 'The id in that system; it never changes' }),
  name: z.string().trim().min(1, 'A person has a name.').max(300),
  email: said('E-mail'),
  jobTitle: said('Job title'),
  team: said('Name of the team'),
  manager: said('External id or e-mail of the manager'),
  location: said('Name of the location'),
  employment: z.enum(employments).nullable().optional(),
  startsOn: Day.nullable().optional(),
  endsOn: Day.nullable().optional(),
});
export const SynchroniseInput = z.object({
  source: z.string().trim().min(1, 'Name the system.').max(120).meta({ description: 'The system the list comes from; always the same name' }),
  complete: z.boolean().default(false).meta({ description: 'Whether everybody of that system is in the list: who is not is marked' }),
  createTeams: z.boolean().default(true).meta({ description: 'Add teams that are not among the teams yet' }),
  bringBack: z.boolean().default(false).meta({ description: 'Bring back people who were archived here; otherwise they stay so' }),
  dryRun: z.boolean().default(false).meta({ description: 'Only say what would be changed' }),
  people: z.array(SourcePerson).max(20_000),
});
const Someone = z.object({ id: Id.nullable().meta({ description: 'Null in a dry run, for somebody new' }), name: z.string() });
export const Synchronised = z.object({
  request: z.string(),
  created: z.array(Someone.extend({ externalId: z.string() })),
  changed: z.array(Someone.extend({ fields: z.array(z.object({ field: z.string(), before: z.string(), after: z.string() })) })),
  kept: z
    .array(z.object({ person: Id, name: z.string(), field: z.string(), here: z.string(), there: z.string(), because: z.string() }))
    .meta({ description: 'What that system says otherwise, and why what stands here is left' }),
  missing: z.array(Someone).meta({ description: 'Came from that system and are not in it any more' }),
  newTeams: z.array(z.string()),
  unknown: z.array(z.object({ externalId: z.string(), field: z.string(), value: z.string() })),
  unchanged: z.number().int(),
});

export const peopleContract = {
  people: registerContract(people, people.record),
  synchronise: operation({
    method: 'POST',
    path: '/people/synchronise',
    tag: 'people',
    summary: 'Bring people up to date from a system elsewhere, without touching what was typed by hand',
    description:
      'Writes only fields that come from that system or that are empty; differences that are kept are told. Nobody is deleted. The same list a second time changes nothing. Undone as one step.',
    permission: 'manage people',
    tool: 'synchronise_people',
  })
    .input(SynchroniseInput)
    .output(Synchronised),
  handOver: operation({
    method: 'POST',
    path: '/people/hand-over',
    tag: 'people',
    summary: 'Let a system write fields that were typed by hand',
    description: 'What stands there stays until that system says something else.',
    permission: 'manage people',
  })
    .input(
      z.object({
        source: SynchroniseInput.shape.source,
        ids: z.array(Id).min(1).max(1000),
        fields: z
          .array(z.enum(['name', 'email', 'jobTitle', 'team', 'manager', 'location', 'employment', 'startsOn', 'endsOn', 'externalReference']))
          .min(1),
      }),
    )
    .output(z.object({ records: z.array(people.record), request: z.string() })),
  roles: {
    ...registerContract(ismsRoles),
    conflicts: operation({
      method: 'GET',
      path: '/isms-roles/conflicts',
      tag: 'isms-roles',
      summary: 'Show conflicts between ISMS roles',
      permission: 'read the ISMS',
      description: 'Clause 5.3: roles without a holder, holders who have left, and duties that one person should not hold together.',
      tool: 'list_role_conflicts',
    }).output(z.object({ conflicts: z.array(RoleConflict) })),
  },
};
