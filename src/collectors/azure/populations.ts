import type { Population, PopulationMember } from '../collector.ts';
import type { Facts } from './facts.ts';
import { holdersOf } from './people.ts';

const accounts: Population<Facts> = {
  id: 'accounts',
  title: 'Users and guests, and service principals with directory roles',
  needs: ['users', 'groups', 'roles', 'eligibleRoles'],
  list(facts) {
    const access = new Map<string, string[]>();
    const add = (id: string, what: string) => void (access.get(id)?.push(what) ?? access.set(id, [what]));
    const holders = holdersOf(facts);
    for (const { id, role, eligible, everywhere, via } of holders)
      add(id, `${role.name}${eligible ? ' (eligible)' : ''}${everywhere ? '' : ' (part of the tenant)'}${via === null ? '' : ` through ${via}`}`);
    for (const { name, members } of facts.groups) for (const id of members) add(id, `Group ${name}`);
    const privileged = new Set(holders.map(({ id }) => id));
    const people = facts.users.map((user): PopulationMember => ({
      id: user.id,
      name: user.name,
      email: user.email || user.principal,
      kind: user.guest ? 'guest' : 'person',
      active: user.enabled,
      privileged: privileged.has(user.id),
      access: access.get(user.id) ?? [],
      lastUsedAt: 'value' in user.lastUsed ? user.lastUsed.value : null,
    }));
    const services = new Map(holders.filter(({ kind }) => kind === 'service').map((holder) => [holder.id, holder]));
    return [
      ...people,
      ...[...services.values()].map(({ id, name }): PopulationMember => ({
        id,
        name,
        email: '',
        kind: 'service',
        active: true,
        privileged: true,
        access: access.get(id) ?? [],
        lastUsedAt: null,
      })),
    ];
  },
};

const devices: Population<Facts> = {
  id: 'devices',
  title: 'Registered devices',
  needs: ['devices'],
  list: (facts) =>
    facts.devices.map(({ id, name, system, enabled, managed, compliant, lastUsedAt }) => ({
      id,
      name,
      email: '',
      kind: 'device',
      active: enabled,
      privileged: false,
      access: [system, managed ? 'managed' : 'not managed', compliant ? 'compliant' : 'not compliant'].filter(Boolean),
      lastUsedAt,
    })),
};

export const populations = [accounts, devices];
