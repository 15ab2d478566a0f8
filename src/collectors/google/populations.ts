import type { Population, PopulationMember } from '../collector.ts';
import type { Facts } from './facts.ts';

const accounts: Population<Facts> = {
  id: 'accounts',
  title: 'Users, and groups and service accounts with administrator roles',
  needs: ['users', 'roles'],
  list({ users, roles }) {
    const held = new Map<string, { access: string[]; group: boolean }>();
    for (const { name, holder, group, partly } of roles) {
      const known = held.get(holder) ?? { access: [], group };
      known.access.push(`${name}${partly ? ' (one unit)' : ''}`);
      held.set(holder, known);
    }
    const people = users.map((user): PopulationMember => {
      const roleNames = held.get(user.id)?.access ?? (user.superAdmin ? ['Super Admin'] : []);
      return {
        id: user.id,
        name: user.name,
        email: user.email,
        kind: 'person',
        active: !user.suspended && !user.archived,
        privileged: user.superAdmin || user.delegatedAdmin || roleNames.length > 0,
        access: [...roleNames, `Unit ${user.unit}`],
        lastUsedAt: user.lastUsedAt,
      };
    });
    // Whoever holds a role and is no user is reviewed too; Google tells only the number.
    for (const { id } of users) held.delete(id);
    const others = [...held].map(([id, { access, group }]): PopulationMember => ({
      id,
      name: `${group ? 'Group' : 'Service account'} ${id}`,
      email: '',
      kind: group ? 'unknown' : 'service',
      active: true,
      privileged: true,
      access,
      lastUsedAt: null,
    }));
    return [...people, ...others];
  },
};

export const populations = [accounts];
