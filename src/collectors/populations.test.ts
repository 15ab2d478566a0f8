import { expect, it } from 'vitest';
import type { PopulationMember, Trouble } from './collector.ts';
import { accountsOf } from './populations.ts';

const member = (id: string): PopulationMember => ({
  id,
  name: id,
  email: ' Ada@X.example ',
  kind: 'person',
  active: true,
  privileged: false,
  access: ['Writers', 'Admins'],
  lastUsedAt: '2026-11-20T10:00:00Z',
});
const collector = {
  populations: [
    { id: 'accounts' as const, title: 'Users', needs: ['users', 'groups'], list: ({ users }: { users: string[] }) => users.map(member) },
  ] as never,
};
const part = (source: string, items: unknown[], trouble: Trouble | null = null) => ({ source, scope: '', items, trouble });
const denied: Trouble = { kind: 'denied', message: 'No.' };

it('is the complete list, in the form that reviews compare', () => {
  expect(accountsOf(collector, [part('users', ['ada']), part('groups', [])])).toEqual([
    {
      id: 'ada',
      name: 'ada',
      email: 'ada@x.example',
      kind: 'person',
      active: true,
      privileged: false,
      access: 'Admins, Writers',
      lastUsedOn: '2026-11-20',
    },
  ]);
});

it('is nothing where anything it rests on could not be read, or was not read', () => {
  expect(accountsOf(collector, [part('users', ['ada']), part('groups', [], denied)])).toBeNull();
  expect(accountsOf(collector, [part('users', ['ada']), { ...part('users', [], denied), scope: 'eu' }, part('groups', [])])).toBeNull();
  expect(accountsOf(collector, [part('users', ['ada'])])).toBeNull();
  expect(accountsOf({ populations: [] }, [part('users', ['ada'])])).toBeNull();
});
