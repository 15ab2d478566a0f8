import type { Maybe } from '../collector.ts';

/** What is known of a tenant and its subscriptions: what the checks look at. */
export interface Facts {
  users: User[];
  groups: Group[];
  roles: RoleHolding[];
  eligibleRoles: RoleHolding[];
  registrations: Registration[];
  conditionalAccess: AccessPolicy[];
  tenantPolicies: TenantPolicies[];
  signIns: SignIn[];
  devices: Device[];
  storageAccounts: StorageAccount[];
  networkGroups: NetworkGroup[];
  keyVaults: KeyVault[];
  activityExports: ActivityExport[];
  defenderPlans: DefenderPlan[];
}

export interface User {
  id: string;
  name: string;
  /** `anna@example.com`, or `anna_other.example#EXT#@…` of a guest. */
  principal: string;
  email: string;
  guest: boolean;
  enabled: boolean;
  createdAt: string | null;
  /** The last time somebody signed in with it; null: never. */
  lastUsed: Maybe<string | null>;
}

export interface Group {
  id: string;
  name: string;
  /** Ids of users, service principals and devices that are members themselves. */
  members: string[];
  /** Ids of groups whose members are members too. */
  nested: string[];
}

export interface RoleHolding {
  role: { id: string; name: string };
  principal: { id: string; name: string; kind: 'user' | 'group' | 'service' };
  /** May be taken on when needed (privileged identity management), instead of being held all the time. */
  eligible: boolean;
  /** Over the whole tenant, not over an administrative unit or one application. */
  everywhere: boolean;
}

/** How a user may prove who they are, as Microsoft's report of registered methods has it. Disabled users are not in it. */
export interface Registration {
  id: string;
  name: string;
  principal: string;
  guest: boolean;
  admin: boolean;
  capable: boolean;
  methods: string[];
}

export interface People {
  all: boolean;
  guests: boolean;
  users: string[];
  groups: string[];
  roles: string[];
}

/** One conditional access policy. */
export interface AccessPolicy {
  id: string;
  name: string;
  state: 'on' | 'off' | 'report-only';
  include: People;
  exclude: People;
  applications: string[];
  exceptApplications: string[];
  /** `all`, `browser`, `mobileAppsAndDesktopClients`, `exchangeActiveSync`, `other`. */
  clients: string[];
  /** What else must be true before it applies, in words: a policy with any of these does not always apply. */
  only: string[];
  /** `mfa`, `compliantDevice`, `domainJoinedDevice`, `block` … */
  controls: string[];
  operator: 'AND' | 'OR';
}

export interface TenantPolicies {
  securityDefaults: boolean;
  guestRole: string;
  whoInvites: string;
}

export interface SignIn {
  id: string;
  at: string;
}

export interface Device {
  id: string;
  name: string;
  system: string;
  enabled: boolean;
  managed: boolean;
  compliant: boolean;
  lastUsedAt: string | null;
}

/** Things of a subscription carry its id as their scope. */
interface Resource {
  id: string;
  name: string;
  scope: string;
}

export interface StorageAccount extends Resource {
  httpsOnly: boolean;
  publicAllowed: boolean;
  /** Containers whose blobs anybody may read; asked only where the account allows them. */
  publicContainers: Maybe<string[]>;
}

export interface NetworkRule {
  name: string;
  priority: number;
  allow: boolean;
  inbound: boolean;
  /** `Tcp`, `Udp`, `Icmp`, `*` … */
  protocol: string;
  sources: string[];
  destinations: string[];
  /** `22`, `20-25`, `*`. */
  ports: string[];
}

export interface NetworkGroup extends Resource {
  /** Subnets and network interfaces that it protects. */
  attached: number;
  rules: NetworkRule[];
}

/** Where logs are sent, and which. */
export interface DiagnosticSetting {
  name: string;
  /** Workspace, storage account, event hub or partner: none means nowhere. */
  sent: boolean;
  /** Enabled categories, and enabled groups of categories as `group:audit`. */
  logs: string[];
}

export interface KeyVault extends Resource {
  settings: Maybe<DiagnosticSetting[]>;
}

export interface ActivityExport extends Resource {
  settings: DiagnosticSetting[];
}

export interface DefenderPlan extends Resource {
  /** `Standard` or `Free`; null where Defender for Cloud was never registered. */
  tier: string | null;
  subPlan: string;
  /** Whether there is a virtual machine, a scale set or a connected server at all. */
  servers: boolean;
}
