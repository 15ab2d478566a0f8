import { sources } from './sources.ts';

const scopes = [...new Set(Object.values(sources).flatMap(({ permissions }) => permissions))].sort();
const purposes: Record<string, string> = {
  'admin.directory.user.readonly': 'users with their second step, administrators and last sign-in',
  'admin.directory.rolemanagement.readonly': 'administrator roles and who holds them',
  'admin.directory.orgunit.readonly': 'names of organizational units',
  'admin.reports.audit.readonly': 'the latest entry of the log of administrators',
  'cloud-identity.policies.readonly': 'policies on passwords, third-party apps and sharing',
};
const shortOf = (scope: string) => scope.slice(scope.lastIndexOf('/') + 1);

/** How to let us read, and nothing else: a service account that may act for an administrator with reading permissions only. */
export function guide(values: Record<string, unknown>): { steps: string; documents: { name: string; content: string }[] } {
  const administrator =
    typeof values['administrator'] === 'string' && values['administrator'] !== '' ? values['administrator'] : 'a super administrator';
  return {
    steps: `Nothing that is granted here can change anything: every permission ends in *readonly*.

1. **Make a service account.** In [Google Cloud](https://console.cloud.google.com), in a project of its own: APIs & Services › Library: enable the *Admin SDK API* and the *Cloud Identity API*. IAM & Admin › Service Accounts › Create; it needs no role in the project. Or run \`annexa-setup.sh\` in Cloud Shell.
2. **Create a key.** Service account › Keys › Add key › JSON. Enter the content of the file here and delete the file. Where an organization policy forbids keys (\`iam.disableServiceAccountKeyCreation\`), allow them for this project.
3. **Delegate.** [Admin console](https://admin.google.com) › Security › Access and data control › API controls › Manage domain-wide delegation › Add new. *Client ID* is the number in \`client_id\` of the key; paste the line of \`scopes.txt\` as *OAuth scopes*:
${scopes.map((scope) => `   - \`${scope}\`: ${purposes[shortOf(scope)]}`).join('\n')}
4. **Name the administrator** in whose name it reads (now: ${administrator}). Google shows policies to super administrators only; with a lesser administrator those checks stay unknown, the others are judged. An account of its own that nobody signs in with is best, with a security key kept in the safe.
5. **Test the connection.** It says which permission is missing. A delegation takes up to a day to arrive, mostly minutes.
`,
    documents: [
      { name: 'scopes.txt', content: `${scopes.join(',')}\n` },
      { name: 'annexa-setup.sh', content: script },
    ],
  };
}

const script = `#!/usr/bin/env bash
# Makes a project with a service account that Annexa reads with, and its key. Run it in Google Cloud Shell.
set -euo pipefail

project="annexa-reader-$(date +%s)"
gcloud projects create "$project" --name='Annexa reader'
gcloud services enable admin.googleapis.com cloudidentity.googleapis.com --project "$project"
gcloud iam service-accounts create annexa --display-name=Annexa --project "$project"

umask 077
gcloud iam service-accounts keys create annexa-key.json --iam-account "annexa@$project.iam.gserviceaccount.com"

echo "Client ID for the domain-wide delegation:"
gcloud iam service-accounts describe "annexa@$project.iam.gserviceaccount.com" --project "$project" --format='value(oauth2ClientId)'
echo "Key: $PWD/annexa-key.json (enter its content, then delete the file)"
`;
