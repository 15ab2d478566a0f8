import type { Collector } from '../collector.ts';
import * as identity from './checks/identity.ts';
import * as logging from './checks/logging.ts';
import * as protection from './checks/protection.ts';
import type { AwsFacts } from './facts.ts';
import { guide } from './guide.ts';
import { accounts } from './population.ts';
import { regionsOf, type AwsSession } from './session.ts';
import { AwsSettings } from './settings.ts';
import { openSession } from './sign-in.ts';
import { sources } from './sources/all.ts';

export const collector: Collector<AwsFacts, AwsSession> = {
  provider: 'aws',
  title: 'AWS',
  about: 'One account with all its regions: who can sign in, what is logged, what is encrypted, what is open.',
  settings: AwsSettings,
  keeps: ['externalId'],
  credentials: {
    accessKeyId: { title: 'Access key id', description: 'Of a user that may do nothing but assume the role, or read what the guide lists' },
    secretAccessKey: { title: 'Secret access key', description: 'Shown by AWS once, when the key is created' },
    sessionToken: { title: 'Session token', description: 'For keys of limited life only; otherwise empty' },
  },
  guide,
  open: (settings, credentials, surroundings) => openSession(AwsSettings.parse(settings), credentials, surroundings),
  scopes: regionsOf,
  sources,
  checks: [
    identity.rootMfa,
    identity.rootKeys,
    identity.consoleMfa,
    identity.passwordLength,
    identity.keyAge,
    identity.keyUnused,
    identity.userPolicies,
    identity.administrators,
    logging.trail,
    logging.trailValidation,
    protection.publicAccess,
    protection.bucketEncryption,
    protection.bucketVersioning,
    protection.openPorts,
    protection.ebsEncryption,
    logging.flowLogs,
    protection.keyRotation,
    logging.guardDuty,
    logging.config,
    protection.databases,
  ],
  populations: [accounts],
};
