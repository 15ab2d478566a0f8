import { z } from 'zod';
import type { Check, Collector, PopulationMember } from '../collector.ts';
import { canSignIn, type Facts } from './facts.ts';
import { guide } from './guide.ts';
import { people } from './people.ts';
import { openOkta, type OktaSession, type OktaSettings } from './session.ts';
import { settingChecks } from './settings.ts';
import { sources } from './sources.ts';

const settings = z.object({
  orgUrl: z
    .url({ protocol: /^https$/, error: 'An address that begins with https://.' })
    .refine((url) => URL.canParse(url) && new URL(url).pathname === '/' && !/[?#@]/.test(url), 'The address of the org alone, without a path.')
    .refine((url) => !/-admin\.okta/.test(url), 'The address of the org, not that of its Admin Console.')
    .meta({ title: 'Org address', description: 'https://your-org.okta.com, or your custom domain' }),
  clientId: z
    .string('Enter the client ID.')
    .trim()
    .regex(/^[A-Za-z0-9_-]{10,64}$/, 'The client ID of the service app: letters and digits.')
    .meta({ title: 'Client ID', description: 'Of the service app, under General' }),
  keyId: z
    .string()
    .trim()
    .max(200)
    .default('')
    .meta({ title: 'Key ID', description: 'The kid of the key; not needed where the private key is a JWK that names it' }),
});

export const checks: readonly Check<Facts>[] = [
  settingChecks.adminConsole,
  settingChecks.dashboard,
  people.factors,
  settingChecks.passwords,
  settingChecks.idle,
  people.apiTokens,
  settingChecks.logs,
  people.inactive,
];

export const collector: Collector<Facts & Record<string, unknown[]>, OktaSession> = {
  provider: 'okta',
  title: 'Okta',
  about: 'Users and their factors, administrators, groups and devices; policies for sign-on and passwords, API tokens, log streams.',
  settings,
  credentials: {
    privateKey: { title: 'Private key', description: 'Of the service app, as JWK or PEM', multiline: true },
  },
  guide,
  open: (given, { privateKey = '' }, it) => openOkta(given as unknown as OktaSettings, privateKey, it),
  scopes: async () => [],
  sources,
  checks,
  populations: [
    {
      id: 'accounts',
      title: 'Users with their roles and groups',
      needs: ['users', 'administrators', 'groups'],
      list({ users, administrators, groups }) {
        const roles = new Map(administrators.map(({ user, roles: own }) => [user, own]));
        const groupsOf = new Map<string, string[]>();
        for (const { name, members } of groups)
          for (const member of members) {
            const known = groupsOf.get(member);
            if (known) known.push(name);
            else groupsOf.set(member, [name]);
          }
        return users.map((user): PopulationMember => {
          const own = roles.get(user.id) ?? [];
          return {
            id: user.id,
            name: user.name,
            email: user.email,
            kind: 'person',
            active: canSignIn(user),
            privileged: own.length > 0,
            access: [...own, ...(groupsOf.get(user.id) ?? [])],
            lastUsedAt: user.lastLogin,
          };
        });
      },
    },
    {
      id: 'devices',
      title: 'Devices and whose they are',
      needs: ['devices', 'users'],
      list({ devices, users }) {
        const logins = new Map(users.map(({ id, login }) => [id, login]));
        return devices.map(({ id, name, platform, active, users: own }) => ({
          id,
          name: platform ? `${name} (${platform})` : name,
          email: '',
          kind: 'device',
          active,
          privileged: false,
          access: own.map((user) => logins.get(user) ?? user),
          lastUsedAt: null,
        }));
      },
    },
  ],
};
