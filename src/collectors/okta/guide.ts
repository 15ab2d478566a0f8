import { role, scopes } from './scopes.ts';

export function guide(values: Record<string, unknown>): { steps: string; documents: { name: string; content: string }[] } {
  const given = typeof values['orgUrl'] === 'string' && /^https:\/\/[\w.-]+$/.test(values['orgUrl']) ? values['orgUrl'] : 'https://YOUR-ORG.okta.com';
  const admin = given.replace(/^(https:\/\/[\w-]+)(\.okta)/, '$1-admin$2');
  const steps = `A service app with a key of its own reads what is judged; it can change nothing. Two things are needed, and neither is enough alone: **scopes** open the interface, the **administrator role** decides what is seen through it.

1. As a super administrator, open ${admin}/admin/apps/active, **Create App Integration**, **API Services**. Note the **client ID**.
2. Under **General, Client Credentials** choose **Public key / Private key** and add a key. Copy the **private key** (JWK or PEM) and its **key ID (kid)**: they are shown once, and are what you enter here.
3. **Proof of possession (DPoP)** may stay required: it is answered. Nothing is to be set here.
4. Under **Okta API Scopes** grant each of these:
${Object.entries(scopes)
  .map(([name, what]) => `   - \`${name}\` — ${what}`)
  .join('\n')}
5. Under **Admin roles** assign **${role}**.
6. Enter org address, client ID, key ID and private key, and test the connection. It says whether a scope or the role is missing.

Leave out \`okta.devices.read\` if you do not use Okta's devices: then there is no list of devices, and the test says so. The address is that of your org, or your custom domain, not the one with "-admin".

Okta limits how many requests an org may make. A tenth of each limit is always left to your own people; a large org takes a while, because factors are asked for user by user.`;
  return { steps, documents: [{ name: 'okta-scopes.txt', content: `${Object.keys(scopes).join('\n')}\n` }] };
}
