import { entra } from './entra/all.ts';
import { resources } from './resources.ts';
import { guid } from './session.ts';

const unique = (sources: Record<string, { permissions: readonly string[] }>) =>
  [...new Set(Object.values(sources).flatMap(({ permissions }) => permissions))].sort();
const graphPermissions = unique(entra);
const actions = unique(resources);

const purposes: Record<string, string> = {
  'AuditLog.Read.All': 'the sign-in log, the last sign-in of each user, and the methods they have registered (needs Entra ID P1)',
  'Directory.Read.All': 'users, guests, groups with members, registered devices',
  'Policy.Read.All': 'conditional access, security defaults, what guests may do',
  'RoleManagement.Read.Directory': 'who holds a directory role, and who may take one on',
};

/** How to let us read, and nothing else: an app registration with application permissions, and a reading role over the subscriptions. */
export function guide(values: Record<string, unknown>): { steps: string; documents: { name: string; content: string }[] } {
  // The script is copied into a shell: nothing gets into it that is not an id.
  const isId = (value: unknown): value is string => typeof value === 'string' && guid.test(value);
  const tenant = isId(values['tenant']) ? values['tenant'] : 'YOUR-TENANT-ID';
  const named = Array.isArray(values['subscriptions']) ? values['subscriptions'].filter(isId) : [];
  const scopes = named.length > 0 ? named.map((id) => `/subscriptions/${id}`) : [`/providers/Microsoft.Management/managementGroups/${tenant}`];
  return {
    steps: steps(named.length > 0),
    documents: [
      { name: 'annexa-setup.sh', content: script(tenant, scopes) },
      { name: 'annexa-reader-role.json', content: `${JSON.stringify(role(scopes), null, 2)}\n` },
    ],
  };
}

const steps = (
  named: boolean,
) => `Nothing that is granted here can change anything. Do it by hand as below, or run \`annexa-setup.sh\` in Azure Cloud Shell.

1. **Register an application.** Entra admin center › Identity › Applications › App registrations › New registration. Name it Annexa, single tenant, no redirect address. Copy *Directory (tenant) ID* and *Application (client) ID* into the settings.
2. **Grant it application permissions of Microsoft Graph.** API permissions › Add a permission › Microsoft Graph › *Application permissions*:
${graphPermissions.map((name) => `   - \`${name}\`: ${purposes[name]}`).join('\n')}

   Then *Grant admin consent*; without it the permissions are asked for, and not given. Remove *User.Read*, which is not needed.
3. **Give it a certificate** (preferred): Certificates & secrets › Certificates › Upload the public part; enter here the PEM text of both the certificate and its private key. Or a client secret: copy its *Value*, and note the day it ends.
4. **Let it read the subscriptions.** ${
  named
    ? 'On each subscription: Access control (IAM) › Add role assignment › *Reader*, to the application.'
    : 'Management groups › Tenant root group › Access control (IAM) › Add role assignment › *Reader*, to the application: new subscriptions are then read too. If you cannot see the root group, a global administrator switches on *Access management for Azure resources* in Entra › Properties for as long as this takes.'
}
   *Reader* also sees settings that are not asked for. Where that is too much, create the role of \`annexa-reader-role.json\`, which holds exactly these actions:
${actions.map((name) => `   - \`${name}\``).join('\n')}
5. **Test the connection.** It says which permission is missing. Consent and role assignments take up to ten minutes to arrive.

Without a licence for Entra ID P1 Microsoft tells nobody when a user signed in last, nor the registered methods, nor the sign-in log: those checks stay unknown, the others are judged.
`;

const script = (tenant: string, scopes: readonly string[]) => `#!/usr/bin/env bash
# Creates the app registration that Annexa reads with: a certificate, ${graphPermissions.length} reading permissions of Microsoft Graph, and Reader.
# Run it as a global administrator who is owner of the scope below (Azure Cloud Shell has all that is needed).
set -euo pipefail

tenant='${tenant}'
graph=00000003-0000-0000-c000-000000000000

az login --tenant "$tenant" --allow-no-subscriptions --output none
app=$(az ad app create --display-name Annexa --sign-in-audience AzureADMyOrg --query appId --output tsv)
az ad sp create --id "$app" --output none

for permission in ${graphPermissions.join(' ')}; do
  id=$(az ad sp show --id "$graph" --query "appRoles[?value=='$permission'].id | [0]" --output tsv)
  az ad app permission add --id "$app" --api "$graph" --api-permissions "$id=Role" --output none
done
sleep 30
az ad app permission admin-consent --id "$app"

for scope in ${scopes.join(' ')}; do
  az role assignment create --assignee "$app" --role Reader --scope "$scope" --output none
done

# A key of 2048 bits for a year; the file holds certificate and private key, and is what Annexa asks for.
umask 077
openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj /CN=Annexa -keyout annexa-key.pem -out annexa-cert.pem
az ad app credential reset --id "$app" --cert @annexa-cert.pem --append --output none
cat annexa-cert.pem annexa-key.pem > annexa.pem
rm annexa-cert.pem annexa-key.pem

echo "Tenant id: $tenant"
echo "Client id: $app"
echo "Certificate with key: $PWD/annexa.pem (enter it, then delete the file)"
`;

const role = (scopes: readonly string[]) => ({
  Name: 'Annexa reader',
  IsCustom: true,
  Description: 'Reads the settings that Annexa checks, and nothing else.',
  Actions: ['Microsoft.Resources/subscriptions/read', ...actions],
  NotActions: [],
  DataActions: [],
  NotDataActions: [],
  AssignableScopes: scopes,
});
