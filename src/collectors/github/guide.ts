import { permissionNames } from './permissions.ts';

/** The app as GitHub takes it from a manifest: everything read only, no events, no web hook. */
function manifest(organisation: string): string {
  return JSON.stringify(
    {
      name: `Annexa evidence (${organisation})`.slice(0, 34),
      url: 'https://github.com/settings/apps',
      public: false,
      hook_attributes: { url: 'https://example.invalid', active: false },
      default_events: [],
      default_permissions: Object.fromEntries(Object.keys(permissionNames).map((name) => [name, 'read'])),
    },
    null,
    2,
  );
}

export function guide(values: Record<string, unknown>): { steps: string; documents: { name: string; content: string }[] } {
  const organisation =
    typeof values['organisation'] === 'string' && /^[\w-]+$/.test(values['organisation']) ? values['organisation'] : 'YOUR-ORGANISATION';
  const steps = `A GitHub App that belongs to your organisation reads what is judged. It can change nothing, and it cannot read source code.

1. As an owner, open **https://github.com/organizations/${organisation}/settings/apps/new** (on GitHub Enterprise Server the same path on your host). Give it a name, any homepage address, and untick **Webhook: Active**.
2. Grant these permissions, and no others:
${Object.values(permissionNames)
  .map((name) => `   - ${name}`)
  .join('\n')}
3. Let it be installed **only on this account**, and create it. Note the **App ID**.
4. Under **Private keys**, generate one. The file that is downloaded is what you enter here; GitHub keeps only its public half. Delete the file afterwards.
5. Under **Install App**, install it in ${organisation} with **Repository access: All repositories**. The number at the end of the address of the page that follows is the **installation id**. If only some repositories are in your scope, select them and choose "selected" in the settings here: then nothing is said about the others.
6. Enter organisation, App ID, installation id and private key, and test the connection. It names what is missing.

What GitHub does not show to an app that may only read: who may bypass a ruleset. Where protection rests on rulesets alone, "Protection holds for administrators too" stays unknown, and says so; classic branch protection is read in full.

The manifest below creates the same app in one step when it is posted as the field \`manifest\` to https://github.com/organizations/${organisation}/settings/apps/new.`;
  return { steps, documents: [{ name: 'github-app-manifest.json', content: manifest(organisation) }] };
}
