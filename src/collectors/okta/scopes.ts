/** What the service app asks for, and what each is for. All are read only. */
export const scopes = {
  'okta.users.read': 'users, when they last signed in, and their factors',
  'okta.groups.read': 'groups and who is in them',
  'okta.policies.read': 'sign-on, access and password policies with their rules',
  'okta.apps.read': 'which access policy the Admin Console and the Dashboard have',
  'okta.apiTokens.read': 'API tokens and whose they are',
  'okta.roles.read': 'administrator roles and who holds them',
  'okta.logStreams.read': 'log streams and whether they are active',
  'okta.devices.read': 'devices that are registered, and with whom',
} as const;
export type Scope = keyof typeof scopes;

/** Scopes open the interface; what is seen through it is for the role. */
export const role = 'Read-Only Administrator';
