import { z } from 'zod';
import { registerContract, partial, written } from '../../platform/register/contract.ts';
import { Id } from '../../platform/contract/fields.ts';
import { operation } from '../../platform/contract/operation.ts';
import {
  AuditTime,
  Climate,
  ClimateFields,
  FrozenScope,
  ScopeDifference,
  ScopeVersion,
  ScopeWarning,
  contextIssues,
  exclusions,
  interestedParties,
  interfaces,
  locations,
  requirements,
  suppliers,
  systems,
  teams,
} from './model.ts';

const tag = 'scope';
const read = 'read the ISMS';
const write = 'describe the context';
const ScopeFields = ScopeVersion.pick({ title: true, statement: true, justification: true, adjustments: true, dayRate: true });

export const contextContract = {
  issues: registerContract(contextIssues),
  parties: registerContract(interestedParties),
  requirements: registerContract(requirements),
  teams: registerContract(teams),
  locations: registerContract(locations),
  systems: registerContract(systems),
  suppliers: registerContract(suppliers),
  interfaces: registerContract(interfaces),
  exclusions: registerContract(exclusions),
  climate: {
    show: operation({
      method: 'GET',
      path: '/climate',
      tag: 'context',
      summary: 'Show the determination on climate change',
      permission: read,
      tool: 'get_climate_determination',
    }).output(Climate),
    determine: operation({
      method: 'PUT',
      path: '/climate',
      tag: 'context',
      summary: 'Determine whether climate change is a relevant issue',
      permission: write,
      tool: 'determine_climate_relevance',
    })
      .input(ClimateFields.extend({ version: z.number().int().optional() }))
      .output(written(Climate)),
  },
  scope: {
    current: operation({
      method: 'GET',
      path: '/scope',
      tag,
      summary: 'Show the scope: the draft, the version in force, its boundaries and warnings',
      permission: read,
      tool: 'get_scope',
    }).output(
      z.object({
        draft: ScopeVersion.nullable(),
        approved: ScopeVersion.nullable(),
        boundaries: FrozenScope,
        warnings: z.array(ScopeWarning),
        changedSinceApproval: z.array(ScopeDifference),
      }),
    ),
    versions: operation({ method: 'GET', path: '/scope/versions', tag, summary: 'List the versions of the scope', permission: read }).output(
      z.object({ items: z.array(ScopeVersion) }),
    ),
    start: operation({
      method: 'POST',
      path: '/scope/versions',
      tag,
      summary: 'Start the next version of the scope',
      permission: write,
      successStatus: 201,
      description: 'Takes over the text of the version in force. There is one draft at a time.',
    })
      .input(partial(ScopeFields))
      .output(written(ScopeVersion)),
    change: operation({
      method: 'PATCH',
      path: '/scope/versions/{id}',
      tag,
      summary: 'Change the draft of the scope',
      permission: write,
      tool: 'change_scope_draft',
    })
      .input(partial(ScopeFields).extend({ id: Id, version: z.number().int().optional() }))
      .output(written(ScopeVersion)),
    discard: operation({ method: 'DELETE', path: '/scope/versions/{id}', tag, summary: 'Discard the draft of the scope', permission: write })
      .input(z.object({ id: Id }))
      .output(written(ScopeVersion)),
    approve: operation({
      method: 'POST',
      path: '/scope/versions/{id}/approve',
      tag,
      summary: 'Approve the draft as the scope in force',
      permission: 'approve the scope',
      description: 'Top management signs; the boundaries are frozen as they are now and the previous version is superseded (4.3).',
    })
      .input(z.object({ id: Id, password: z.string().optional() }))
      .output(written(ScopeVersion)),
    compare: operation({ method: 'GET', path: '/scope/compare', tag, summary: 'Compare two versions of the scope', permission: read })
      .input(z.object({ before: Id, after: Id }))
      .output(z.object({ before: ScopeVersion, after: ScopeVersion, differences: z.array(ScopeDifference) })),
    cost: operation({
      method: 'GET',
      path: '/scope/cost',
      tag,
      summary: 'Estimate audit days and budget for the scope',
      permission: read,
      tool: 'estimate_audit_time',
    })
      .input(
        z.object({
          persons: z.coerce.number().int().min(0).max(1_000_000).optional().meta({ description: 'Instead of the persons of the teams in scope' }),
          dayRate: z.coerce.number().min(0).max(100_000).optional(),
        }),
      )
      .output(AuditTime),
  },
};
