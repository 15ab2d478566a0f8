import type { Maybe } from '../collector.ts';

export interface Organisation {
  login: string;
  /** Null where GitHub does not tell. */
  twoFactorRequired: boolean | null;
  basePermission: string | null;
}
export interface Member {
  id: number;
  login: string;
  owner: boolean;
}
/** Somebody, member or not, whose account has no second factor. */
export interface WithoutTwoFactor {
  id: number;
  login: string;
}
export interface Outsider {
  id: number;
  login: string;
  access: { repository: string; role: string }[];
}
export interface Repository {
  /** `organisation/name` */
  name: string;
  visibility: string;
  archived: boolean;
  defaultBranch: string;
  /** Null where GitHub does not tell. */
  secretScanning: string | null;
}

/** The classic protection of a branch. */
export interface Classic {
  reviews: number;
  statusChecks: string[];
  adminsIncluded: boolean;
  forcePush: boolean;
}
/** One rule of a ruleset that is in force on a branch. */
export interface Rule {
  type: string;
  ruleset: number;
  /** Approvals that a `pull_request` rule asks for. */
  reviews: number;
  /** Checks that a `required_status_checks` rule asks for. */
  statusChecks: string[];
  /** Who may always pass over the ruleset. */
  bypass: Maybe<Bypass[]>;
}
export interface Bypass {
  who: string;
  /** People by their role or team, not an app or a key. */
  people: boolean;
}
export interface Protection {
  repository: string;
  branch: string;
  archived: boolean;
  /** Nothing has been pushed yet. */
  empty: boolean;
  /** Null: none is set. */
  classic: Maybe<Classic | null>;
  rules: Maybe<Rule[]>;
  /** Whether Dependabot looks for vulnerable dependencies. */
  dependabot: Maybe<boolean>;
}
export interface DependencyAlert {
  repository: string;
  number: number;
  package: string;
  advisory: string;
  createdAt: string;
}
/** Without the secret that was found. */
export interface SecretAlert {
  repository: string;
  number: number;
  kind: string;
  createdAt: string;
}

export interface Facts {
  organisation: Organisation[];
  members: Member[];
  withoutTwoFactor: WithoutTwoFactor[];
  outsiders: Outsider[];
  repositories: Repository[];
  protections: Protection[];
  dependencyAlerts: DependencyAlert[];
  secretAlerts: SecretAlert[];
}
