/** What a tenant and its subscriptions hold in a test. */
export interface AzureWorld {
  users: DoubleUser[];
  groups: { id: string; displayName: string; members: { id: string; type?: string }[] }[];
  roles: DoubleRole[];
  roleDefinitions: { id: string; displayName: string; templateId: string }[];
  policies: ReturnType<typeof policy>[];
  securityDefaults: boolean;
  authorizationPolicy: { guestUserRoleId: string; allowInvitesFrom: string };
  signIns: { id: string; createdDateTime: string }[];
  devices: object[];
  subscriptions: DoubleSubscription[];
  /** Diagnostic settings and containers of a resource, by its id. */
  diagnostics: Map<string, object[]>;
  containers: Map<string, object[]>;
}

export interface DoubleUser {
  id: string;
  displayName: string;
  userPrincipalName: string;
  mail?: string;
  userType?: 'Member' | 'Guest';
  accountEnabled?: boolean;
  createdDateTime?: string;
  lastSignIn?: string | null;
  capable?: boolean;
}

export interface DoubleRole {
  roleDefinitionId: string;
  principalId: string;
  eligible?: boolean;
  directoryScopeId?: string;
  type?: 'user' | 'group' | 'servicePrincipal';
  name?: string;
}

export interface DoubleSubscription {
  id: string;
  state?: string;
  /** By type; a type that is not there was never registered. */
  resources: Record<string, { id: string; name: string; properties: Record<string, unknown> }[]>;
  defender: { pricingTier: string; subPlan?: string } | null;
  servers: boolean;
}

export const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';
const userAdministrator = 'fe930be7-5e62-47db-91af-98c3a49a38b1';

/** A conditional access policy for everybody and everything, as Graph writes it. */
export const policy = (displayName: string, builtInControls: string[], clientAppTypes: string[] = ['all']) => ({
  id: displayName.toLowerCase().replaceAll(' ', '-'),
  displayName,
  state: 'enabled',
  conditions: {
    users: {
      includeUsers: ['All'],
      excludeUsers: [] as string[],
      includeGroups: [] as string[],
      excludeGroups: [] as string[],
      includeRoles: [] as string[],
      excludeRoles: [] as string[],
    },
    applications: { includeApplications: ['All'], excludeApplications: [] as string[] },
    clientAppTypes,
    platforms: null,
    locations: null,
  },
  grantControls: { operator: 'OR', builtInControls },
});

const hoursBefore = (now: Date, hours: number) => new Date(now.getTime() - hours * 3_600_000).toISOString();

/** A small tenant in which every check passes. */
export function goodWorld(now: Date): AzureWorld {
  const user = (id: string, name: string, more: Partial<DoubleUser> = {}): DoubleUser => ({
    id,
    displayName: name,
    userPrincipalName: `${id}@fjordlicht.example`,
    mail: `${id}@fjordlicht.example`,
    lastSignIn: hoursBefore(now, 30),
    ...more,
  });
  const subscription = (id: string): DoubleSubscription => ({
    id,
    resources: {
      'Microsoft.Storage/storageAccounts': [
        {
          id: `/subscriptions/${id}/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/store${id.slice(0, 1)}`,
          name: `store${id.slice(0, 1)}`,
          properties: { supportsHttpsTrafficOnly: true, allowBlobPublicAccess: false },
        },
      ],
      'Microsoft.Network/networkSecurityGroups': [
        {
          id: `/subscriptions/${id}/resourceGroups/rg/providers/Microsoft.Network/networkSecurityGroups/web`,
          name: 'web',
          properties: {
            subnets: [{ id: 'subnet' }],
            securityRules: [
              {
                name: 'https',
                properties: {
                  priority: 100,
                  access: 'Allow',
                  direction: 'Inbound',
                  protocol: 'Tcp',
                  sourceAddressPrefix: 'Internet',
                  destinationAddressPrefix: '*',
                  destinationPortRange: '443',
                },
              },
            ],
          },
        },
      ],
      'Microsoft.KeyVault/vaults': [
        { id: `/subscriptions/${id}/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/keys`, name: 'keys', properties: {} },
      ],
    },
    defender: { pricingTier: 'Standard', subPlan: 'P2' },
    servers: true,
  });
  const subscriptions = [subscription('33333333-3333-4333-8333-333333333333'), subscription('44444444-4444-4444-8444-444444444444')];
  const sent = (...logs: object[]) => [{ name: 'to-workspace', properties: { workspaceId: '/workspaces/logs', logs } }];
  return {
    users: [
      user('jonas', 'Jonas Brandt'),
      user('mira', 'Mira Lindqvist'),
      user('elif', 'Elif Kaya'),
      user('gone', 'Gone Away', { accountEnabled: false, lastSignIn: '2024-03-01T08:00:00Z' }),
      user('auditor', 'Ada Auditor', {
        userType: 'Guest',
        userPrincipalName: 'ada_audit.example#EXT#@fjordlicht.example',
        mail: 'ada@audit.example',
      }),
    ],
    groups: [
      {
        id: 'staff',
        displayName: 'Staff',
        members: [{ id: 'jonas' }, { id: 'mira' }, { id: 'elif' }, { id: 'operators', type: 'group' }, { id: 'laptop', type: 'device' }],
      },
      { id: 'operators', displayName: 'Operators', members: [{ id: 'mira' }] },
    ],
    roles: [
      { roleDefinitionId: globalAdministrator, principalId: 'jonas' },
      { roleDefinitionId: globalAdministrator, principalId: 'operators', type: 'group', name: 'Operators', eligible: true },
      { roleDefinitionId: userAdministrator, principalId: 'provisioning', type: 'servicePrincipal', name: 'Provisioning' },
    ],
    roleDefinitions: [
      { id: globalAdministrator, displayName: 'Global Administrator', templateId: globalAdministrator },
      { id: userAdministrator, displayName: 'User Administrator', templateId: userAdministrator },
    ],
    policies: [
      policy('Second factor', ['mfa']),
      policy('No old protocols', ['block'], ['exchangeActiveSync', 'other']),
      policy('Managed device', ['compliantDevice', 'domainJoinedDevice']),
    ],
    securityDefaults: false,
    authorizationPolicy: { guestUserRoleId: '2af84b1e-32c8-42b7-82bc-daa82404023b', allowInvitesFrom: 'adminsAndGuestInviters' },
    signIns: [
      { id: 'signin-1', createdDateTime: hoursBefore(now, 30) },
      { id: 'signin-2', createdDateTime: hoursBefore(now, 1) },
    ],
    devices: [
      { id: 'laptop', displayName: 'Laptop 1', operatingSystem: 'Windows', isManaged: true, isCompliant: true, accountEnabled: true },
      { id: 'phone', displayName: 'Phone 1', operatingSystem: 'iOS', isManaged: false, isCompliant: false, accountEnabled: true },
    ],
    subscriptions,
    diagnostics: new Map([
      ...subscriptions.map(
        ({ id }) =>
          [
            `/subscriptions/${id}`,
            sent(...['Administrative', 'Security', 'Policy', 'Alert'].map((category) => ({ category, enabled: true }))),
          ] as const,
      ),
      ...subscriptions.map(
        ({ resources }) => [resources['Microsoft.KeyVault/vaults']![0]!.id, sent({ categoryGroup: 'audit', enabled: true })] as const,
      ),
    ]),
    containers: new Map(),
  };
}
