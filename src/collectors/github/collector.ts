import { z } from 'zod';
import type { Check, Collector, PopulationMember } from '../collector.ts';
import { alertChecks } from './alerts.ts';
import { branchChecks } from './branches.ts';
import type { Facts } from './facts.ts';
import { guide } from './guide.ts';
import { people } from './people.ts';
import { openGitHub, type GitHubSession, type GitHubSettings } from './session.ts';
import { sources } from './sources.ts';

const digits = (title: string, description: string) =>
  z
    .string(`Enter the ${title}.`)
    .trim()
    .regex(/^\d{1,15}$/, `The ${title} is a number.`)
    .meta({ title, description });

const settings = z.object({
  organisation: z
    .string('Name the organisation.')
    .trim()
    .regex(/^[A-Za-z0-9][\w-]{0,99}$/, 'The name as in its address: letters, digits and hyphens.')
    .meta({ title: 'Organisation', description: 'As in its address: github.com/organisation' }),
  appId: digits('App ID', "On the app's page, under General"),
  installationId: digits('installation id', 'The number at the end of the address after installing the app'),
  baseUrl: z
    .url({ protocol: /^https$/, error: 'An address that begins with https://.' })
    .refine((url) => !/[?#@]/.test(url), 'Without a query, a fragment or a user.')
    .default('https://api.github.com')
    .meta({ title: 'API address', description: 'For GitHub Enterprise Server: https://your-host/api/v3' }),
  repositories: z
    .enum(['all', 'selected'])
    .default('all')
    .meta({ title: 'Repositories in scope', description: 'All of the organisation, or those that the app was installed for' }),
});

export const checks: readonly Check<Facts>[] = [
  people.twoFactor,
  people.membersTwoFactor,
  branchChecks.reviews,
  branchChecks.noBypass,
  branchChecks.statusChecks,
  people.basePermission,
  alertChecks.dependencies,
  alertChecks.secrets,
  people.outsideCollaborators,
];

export const collector: Collector<Facts & Record<string, unknown[]>, GitHubSession> = {
  provider: 'github',
  title: 'GitHub',
  about: 'Members and their second factor, protection of default branches, alerts for dependencies and secrets.',
  settings,
  credentials: {
    privateKey: { title: 'Private key', description: 'The PEM file that GitHub generated for the app', multiline: true },
  },
  guide,
  open: (given, { privateKey = '' }, it) => openGitHub(given as unknown as GitHubSettings, privateKey, it),
  scopes: async () => [],
  sources,
  checks,
  populations: [
    {
      id: 'accounts',
      title: 'Members and outside collaborators',
      needs: ['members', 'outsiders'],
      list: ({ members, outsiders }) => [
        ...members.map(({ login, owner }): PopulationMember => ({
          ...account(login),
          kind: 'person',
          privileged: owner,
          access: [owner ? 'Owner' : 'Member'],
        })),
        ...outsiders.map(({ login, access }): PopulationMember => ({
          ...account(login),
          kind: 'guest',
          privileged: access.some(({ role }) => role === 'admin'),
          access: access.map(({ repository, role }) => `${repository}: ${role}`),
        })),
      ],
    },
    {
      id: 'repositories',
      title: 'Repositories',
      needs: ['repositories'],
      list: ({ repositories }) =>
        repositories.map(({ name, visibility, archived }) => ({
          ...account(name),
          kind: 'repository',
          active: !archived,
          privileged: false,
          access: [visibility],
        })),
    },
  ],
};

/** GitHub shows an app neither addresses of members nor when they were last there. */
const account = (name: string) => ({ id: name, name, email: '', active: true, lastUsedAt: null });
