import { z } from 'zod';
import type { Notes } from '../../collector.ts';
import type { RoleHolding } from '../facts.ts';
import { list, needsPremium, type Session } from '../session.ts';
import { text, type Entra } from './source.ts';

/** Who holds a directory role, or may take one on. */

const WireHolding = z.object({
  roleDefinitionId: z.string(),
  principalId: z.string(),
  directoryScopeId: text,
  principal: z.object({ '@odata.type': text, displayName: text, userPrincipalName: text }).nullish(),
});
const WireRole = z.object({ id: z.string(), displayName: text, templateId: text });
const kinds = new Map<string, RoleHolding['principal']['kind']>([
  ['#microsoft.graph.group', 'group'],
  ['#microsoft.graph.servicePrincipal', 'service'],
]);

async function* holdings(session: Session, notes: Notes, path: string, eligible: boolean): AsyncGenerator<RoleHolding[]> {
  const known = new Map<string, { id: string; name: string }>();
  for await (const page of list(
    session,
    'graph',
    '/v1.0/roleManagement/directory/roleDefinitions?$select=id,displayName,templateId',
    WireRole,
    notes,
  ))
    for (const { id, displayName, templateId } of page) known.set(id, { id: templateId ?? id, name: displayName ?? id });
  for await (const page of list(session, 'graph', path, WireHolding, notes, needsPremium))
    yield page.map((wire) => ({
      role: known.get(wire.roleDefinitionId) ?? { id: wire.roleDefinitionId, name: wire.roleDefinitionId },
      principal: {
        id: wire.principalId,
        name: wire.principal?.userPrincipalName || wire.principal?.displayName || wire.principalId,
        kind: kinds.get(wire.principal?.['@odata.type'] ?? '') ?? 'user',
      },
      eligible,
      everywhere: (wire.directoryScopeId ?? '/') === '/',
    }));
}

export const roles: Entra<'roles'> = {
  title: 'Holders of directory roles',
  permissions: ['RoleManagement.Read.Directory'],
  each: 'connection',
  read: (session, _scope, notes) => holdings(session, notes, '/v1.0/roleManagement/directory/roleAssignments?$expand=principal', false),
};

export const eligibleRoles: Entra<'eligibleRoles'> = {
  // Without privileged identity management (P2) there are none, and Microsoft says so with a refusal.
  title: 'Directory roles that may be taken on when needed',
  permissions: ['RoleManagement.Read.Directory'],
  each: 'connection',
  read: (session, _scope, notes) => holdings(session, notes, '/v1.0/roleManagement/directory/roleEligibilitySchedules?$expand=principal', true),
};
