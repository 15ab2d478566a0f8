import { describe, expect, it } from 'vitest';
import type { Credential } from './facts.ts';
import { accounts } from './population.ts';

const arn = (name: string) => `arn:aws:iam::111122223333:user/${name}`;
const credential = (name: string, fields: Partial<Credential> = {}): Credential => ({
  id: arn(name),
  name,
  root: false,
  password: true,
  passwordLastUsed: null,
  mfa: true,
  activeKeys: 0,
  keysLastUsed: null,
  ...fields,
});
const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';

describe('the users of an account', () => {
  const facts = {
    credentials: [
      credential('<root_account>', { id: 'arn:aws:iam::111122223333:root', root: true, password: null, mfa: false }),
      credential('mara@fjordlicht.example', {
        passwordLastUsed: '2026-11-01T00:00:00.000Z',
        keysLastUsed: '2026-11-20T00:00:00.000Z',
        activeKeys: 1,
      }),
      credential('deploy', { password: false, mfa: false, activeKeys: 2 }),
      credential('gone', { password: false, mfa: false }),
    ],
    users: [
      { id: arn('mara@fjordlicht.example'), name: 'mara@fjordlicht.example', groups: ['admins', 'unknown'], attached: [], inline: ['mine'] },
      { id: arn('deploy'), name: 'deploy', groups: [], attached: ['arn:aws-cn:iam::aws:policy/ReadOnlyAccess'], inline: [] },
      { id: arn('gone'), name: 'gone', groups: [], attached: [], inline: [] },
      { id: arn('new'), name: 'new', groups: [], attached: [admin], inline: [] },
    ],
    groups: [{ id: 'g', name: 'admins', attached: [admin], inline: [] }],
  };
  const list = accounts.list(facts as never);
  const of = (name: string) => list.find((each) => each.name === name)!;

  it('are all there, each once, the root user and those newer than the report too', () => {
    expect(list.map(({ name }) => name)).toEqual(['Root user', 'mara@fjordlicht.example', 'deploy', 'gone', 'new']);
  });

  it('say who is a person, who has power, and when they were last seen', () => {
    expect(of('mara@fjordlicht.example')).toEqual({
      id: arn('mara@fjordlicht.example'),
      name: 'mara@fjordlicht.example',
      email: 'mara@fjordlicht.example',
      kind: 'person',
      active: true,
      privileged: true,
      access: ['group admins', 'group unknown', 'own policy mine', 'password and second factor', '1 access key'],
      lastUsedAt: '2026-11-20T00:00:00.000Z',
    });
    expect(of('deploy')).toMatchObject({ kind: 'service', privileged: false, email: '', access: ['policy ReadOnlyAccess', '2 access keys'] });
    expect(of('gone')).toMatchObject({ kind: 'unknown', active: false, lastUsedAt: null });
    expect(of('new')).toMatchObject({ kind: 'unknown', active: true, privileged: true });
    expect(of('Root user')).toMatchObject({ privileged: true, active: true, access: ['password without second factor'] });
  });
});
