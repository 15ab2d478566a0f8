import type { Collector } from '../collector.ts';
import { accountChecks } from './checks/accounts.ts';
import { resourceChecks } from './checks/resources.ts';
import { signInChecks } from './checks/sign-in.ts';
import { entra } from './entra/all.ts';
import type { Facts } from './facts.ts';
import { guide } from './guide.ts';
import { populations } from './populations.ts';
import { resources, subscriptionsOf } from './resources.ts';
import { open, Settings, type Session } from './session.ts';

export const collector: Collector<{ [K in keyof Facts]: Facts[K] }, Session> = {
  provider: 'azure',
  title: 'Microsoft Azure and Entra ID',
  about: 'Users, roles, conditional access and devices of an Entra tenant, and the resources of its subscriptions.',
  settings: Settings,
  credentials: {
    certificate: {
      title: 'Certificate with private key',
      description: 'PEM text with both parts, the key without a passphrase. Preferred; used where both are kept.',
      multiline: true,
    },
    secret: { title: 'Client secret', description: 'The value of the secret, not its id.' },
  },
  guide,
  open,
  scopes: subscriptionsOf,
  sources: { ...entra, ...resources },
  checks: [...signInChecks, ...accountChecks, ...resourceChecks],
  populations,
};
