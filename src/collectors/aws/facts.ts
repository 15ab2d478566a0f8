import type { Maybe } from '../collector.ts';

/** The root user and the account as a whole. Null: AWS has said nothing of it. */
export interface AccountSummary {
  id: string;
  rootMfa: boolean | null;
  rootKeys: number | null;
  rootPassword: boolean | null;
}

/** One line of the credential report, the root user included. Times are ISO 8601; null where there is none. */
export interface Credential {
  id: string;
  name: string;
  root: boolean;
  /** Null for the root user: AWS does not say. */
  password: boolean | null;
  passwordLastUsed: string | null;
  mfa: boolean;
  activeKeys: number;
  keysLastUsed: string | null;
}

export interface PasswordPolicy {
  id: string;
  /** Null: the account has no policy of its own. */
  minimumLength: number | null;
}

export interface AccessKey {
  id: string;
  user: string;
  active: boolean;
  createdAt: string | null;
  /** Null: never. Not asked for keys that are not active. */
  lastUsedAt: string | null;
}

export interface Policies {
  /** ARNs of managed policies. */
  attached: string[];
  /** Names of policies written into it. */
  inline: string[];
}
export interface User extends Policies {
  id: string;
  name: string;
  groups: string[];
}
export interface Group extends Policies {
  id: string;
  name: string;
}

/** Who holds AWS's own policy AdministratorAccess directly. */
export interface Administrators {
  id: string;
  users: string[];
  groups: string[];
  roles: string[];
}

/** What is read in each region carries it as its scope. */
interface Regional {
  id: string;
  scope: string;
}
export interface Trail {
  id: string;
  name: string;
  multiRegion: boolean;
  validated: boolean;
}
/** The trails that work in a region: one record a region, so that none is told from not read. */
export interface Trails extends Regional {
  trails: Trail[];
}
/** Which events of management are recorded: calls that change something, or that read, or both. */
export type Recorded = 'all' | 'writes' | 'reads' | 'none';
export interface TrailStatus extends Regional {
  logging: Maybe<boolean>;
  /** The last failure to deliver to the bucket; empty where there is none. */
  deliveryError: string;
  management: Maybe<Recorded>;
}

/** The four switches of a public access block. */
export interface AccessBlock {
  blockPublicAcls: boolean;
  ignorePublicAcls: boolean;
  blockPublicPolicy: boolean;
  restrictPublicBuckets: boolean;
}
/** Null: no block is configured. */
export interface AccountBlock {
  id: string;
  block: AccessBlock | null;
}
interface Bucket {
  id: string;
  name: string;
}
export interface BucketBlock extends Bucket {
  block: Maybe<AccessBlock | null>;
}
export interface BucketEncryption extends Bucket {
  /** The algorithms; none where nothing is configured. */
  algorithms: Maybe<string[]>;
}
export interface BucketVersioning extends Bucket {
  status: Maybe<string>;
}

/** What a security group lets in. */
export interface Ingress {
  protocol: string;
  /** Null: every port. */
  from: number | null;
  to: number | null;
  ranges: string[];
  /** Prefix lists with the ranges in them. */
  lists: { id: string; ranges: Maybe<string[]> }[];
}
export interface SecurityGroup extends Regional {
  name: string;
  ingress: Ingress[];
}
export interface EbsDefault extends Regional {
  encrypted: boolean | null;
}
export interface Vpc extends Regional {
  name: string;
}
export interface FlowLog extends Regional {
  resource: string;
  active: boolean;
  failed: boolean;
}
export interface KmsKey extends Regional {
  name: string;
  /** Why its material is not turned over by a schedule; empty where it should be. */
  exempt: Maybe<string>;
  rotates: Maybe<boolean> | null;
}
export interface Detectors extends Regional {
  detectors: { id: string; enabled: boolean }[];
}
export interface Recorders extends Regional {
  recorders: { name: string; recording: boolean; lastStatus: string; error: string }[];
}
export interface Database extends Regional {
  name: string;
  encrypted: boolean | null;
  backupDays: number | null;
  /** A read replica: its backups are those of its source. */
  replicaOf: string;
}

/** Everything that is read from an account. */
export interface AwsFacts {
  summary: AccountSummary[];
  credentials: Credential[];
  passwordPolicy: PasswordPolicy[];
  accessKeys: AccessKey[];
  users: User[];
  groups: Group[];
  administrators: Administrators[];
  accountBlock: AccountBlock[];
  bucketBlocks: BucketBlock[];
  bucketEncryption: BucketEncryption[];
  bucketVersioning: BucketVersioning[];
  trails: Trails[];
  trailStatus: TrailStatus[];
  securityGroups: SecurityGroup[];
  ebsDefaults: EbsDefault[];
  vpcs: Vpc[];
  flowLogs: FlowLog[];
  kmsKeys: KmsKey[];
  detectors: Detectors[];
  recorders: Recorders[];
  databases: Database[];
}
