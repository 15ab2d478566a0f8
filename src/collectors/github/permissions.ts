/** The permissions of a GitHub App as the API calls them, and as its settings page does. All are read only. */
export const permissionNames = {
  organization_administration: 'Organization: Administration (read)',
  members: 'Organization: Members (read)',
  metadata: 'Repository: Metadata (read)',
  administration: 'Repository: Administration (read)',
  vulnerability_alerts: 'Repository: Dependabot alerts (read)',
  secret_scanning_alerts: 'Repository: Secret scanning alerts (read)',
} as const;
export type Permission = keyof typeof permissionNames;
