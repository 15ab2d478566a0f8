import type { Maybe } from '../collector.ts';

export interface User {
  id: string;
  login: string;
  name: string;
  email: string;
  status: string;
  createdAt: string;
  lastLogin: string | null;
}
export interface UserFactors {
  id: string;
  login: string;
  /** Kinds of the active ones. */
  factors: Maybe<string[]>;
}
export interface AccessRule {
  id: string;
  name: string;
  active: boolean;
  allows: boolean;
  /** How many factors it asks for; null where it says so in a way that is not known here. */
  factors: 1 | 2 | null;
}
/** One of Okta's own applications, and who comes in. */
export interface Console {
  app: 'admin' | 'dashboard';
  label: string;
  rules: Maybe<AccessRule[]>;
}
export interface PasswordPolicy {
  id: string;
  name: string;
  active: boolean;
  minLength: number | null;
  /** Wrong passwords until the account is locked; 0 and null: never. */
  maxAttempts: number | null;
  commonExcluded: boolean;
}
export interface SignOnRule {
  id: string;
  policy: string;
  name: string;
  active: boolean;
  allows: boolean;
  idleMinutes: number | null;
}
export interface ApiToken {
  id: string;
  name: string;
  user: string;
  roles: Maybe<string[]>;
}
export interface LogStream {
  id: string;
  name: string;
  kind: string;
  active: boolean;
}
export interface Administrator {
  user: string;
  roles: string[];
}
export interface Group {
  id: string;
  name: string;
  members: string[];
}
export interface Device {
  id: string;
  name: string;
  platform: string;
  active: boolean;
  users: string[];
}

export interface Facts {
  users: User[];
  factors: UserFactors[];
  consoles: Console[];
  passwordPolicies: PasswordPolicy[];
  signOnRules: SignOnRule[];
  apiTokens: ApiToken[];
  logStreams: LogStream[];
  administrators: Administrator[];
  groups: Group[];
  devices: Device[];
}

/** Who can sign in, or could once a lock or a password that has run out is seen to. */
export const canSignIn = ({ status }: User): boolean => ['ACTIVE', 'PASSWORD_EXPIRED', 'LOCKED_OUT', 'RECOVERY'].includes(status);
