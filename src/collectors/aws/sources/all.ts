import type { Collector } from '../../collector.ts';
import type { AwsFacts } from '../facts.ts';
import type { AwsSession } from '../session.ts';
import * as identity from './identity.ts';
import * as logging from './logging.ts';
import * as regions from './regions.ts';
import * as storage from './storage.ts';

/** Everything that is read from an account, in the order in which it is read. */
export const sources: Collector<AwsFacts, AwsSession>['sources'] = {
  summary: identity.summary,
  credentials: identity.credentials,
  passwordPolicy: identity.passwordPolicy,
  accessKeys: identity.accessKeys,
  users: identity.users,
  groups: identity.groups,
  administrators: identity.administrators,
  accountBlock: storage.accountBlock,
  bucketBlocks: storage.bucketBlocks,
  bucketEncryption: storage.bucketEncryption,
  bucketVersioning: storage.bucketVersioning,
  trails: logging.trails,
  trailStatus: logging.trailStatus,
  securityGroups: regions.securityGroups,
  ebsDefaults: regions.ebsDefaults,
  vpcs: regions.vpcs,
  flowLogs: logging.flowLogs,
  kmsKeys: regions.kmsKeys,
  detectors: logging.detectors,
  recorders: logging.recorders,
  databases: regions.databases,
};
