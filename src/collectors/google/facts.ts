/** What is known of a Google Workspace customer: what the checks look at. */
export interface Facts {
  users: User[];
  roles: Role[];
  units: Unit[];
  policies: Policy[];
  auditEvents: AuditEvent[];
}

export interface User {
  id: string;
  name: string;
  email: string;
  superAdmin: boolean;
  delegatedAdmin: boolean;
  suspended: boolean;
  archived: boolean;
  /** A second step is set up. */
  enrolled: boolean;
  /** The second step is demanded. */
  enforced: boolean;
  createdAt: string | null;
  /** Null: never signed in. */
  lastUsedAt: string | null;
  unit: string;
}

/** One administrator role, given to a user, a service account or a group. */
export interface Role {
  id: string;
  name: string;
  holder: string;
  group: boolean;
  /** Over one organizational unit only. */
  partly: boolean;
}

export interface Unit {
  /** `03ph8a2z23yjui6`, as policies name it. */
  id: string;
  path: string;
  parent: string | null;
}

/** One value that an administrator or Google has set somewhere; what holds for somebody follows from several of these. */
export interface Policy {
  id: string;
  /** `security.password` */
  type: string;
  unit: string;
  /** Whom in the unit it is for, where not everybody: `a group`, `some licences`. */
  among: string | null;
  /** Of two that reach somebody, the greater one holds. */
  order: number;
  value: Record<string, unknown>;
}

export interface AuditEvent {
  id: string;
  at: string;
}
