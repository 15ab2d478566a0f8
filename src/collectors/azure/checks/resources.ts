import type { Check, Judged } from '../../collector.ts';
import type { DiagnosticSetting, Facts } from '../facts.ts';
import { openTo } from '../network.ts';
import { some } from '../../words.ts';

const judged = (of: { id: string; name: string; scope: string }, outcome: Judged['outcome'], because: string): Judged => ({
  resource: of.id,
  name: of.name,
  scope: of.scope,
  outcome,
  because,
});

const httpsOnly: Check<Facts> = {
  id: 'azure-storage-https',
  version: 1,
  title: 'Storage accounts take encrypted connections only',
  calls: ['GET /subscriptions/{id}/providers/Microsoft.Storage/storageAccounts'],
  needs: ['storageAccounts'],
  population: 'every storage account',
  passes: 'Secure transfer is required.',
  parameters: {},
  controls: [{ id: 'A.8.24', because: 'What is sent to and from storage is encrypted on its way.' }],
  remedy: 'Storage account › Configuration › Secure transfer required; or az storage account update --https-only true.',
  empty: 'not-applicable',
  judge: ({ storageAccounts }) =>
    storageAccounts.map((account) =>
      account.httpsOnly
        ? judged(account, 'pass', 'Secure transfer is required.')
        : judged(account, 'fail', 'Connections that are not encrypted are taken.'),
    ),
};

const noPublicBlobs: Check<Facts> = {
  id: 'azure-storage-public',
  version: 1,
  title: 'No blob can be made public',
  calls: [
    'GET /subscriptions/{id}/providers/Microsoft.Storage/storageAccounts',
    'GET /subscriptions/{id}/…/storageAccounts/{name}/blobServices/default/containers',
  ],
  needs: ['storageAccounts'],
  population: 'every storage account',
  passes: 'The account forbids anonymous access to its blobs.',
  parameters: {},
  controls: [{ id: 'A.8.3', because: 'Access to information is restricted where it lies, and not left to each container.' }],
  remedy: 'Storage account › Configuration › Allow Blob anonymous access: Disabled; or az storage account update --allow-blob-public-access false.',
  empty: 'not-applicable',
  judge: ({ storageAccounts }) =>
    storageAccounts.map((account) => {
      if (!account.publicAllowed) return judged(account, 'pass', 'Anonymous access to blobs is forbidden.');
      const containers = account.publicContainers;
      if ('trouble' in containers) return judged(account, 'fail', 'Anonymous access is allowed; which containers use it could not be read.');
      return containers.value.length === 0
        ? judged(account, 'fail', 'Anonymous access is allowed, though no container uses it.')
        : judged(account, 'fail', `Anybody can read ${some(containers.value)}.`);
    }),
};

const managementPorts = [
  [22, 'SSH'],
  [3389, 'RDP'],
] as const;

const noOpenManagement: Check<Facts> = {
  id: 'azure-network-management-ports',
  version: 1,
  title: 'SSH and RDP are closed to the internet',
  calls: ['GET /subscriptions/{id}/providers/Microsoft.Network/networkSecurityGroups'],
  needs: ['networkGroups'],
  population: 'every network security group',
  passes: 'No rule lets the internet in at port 22 or 3389, over IPv4 or IPv6.',
  parameters: {},
  controls: [
    { id: 'A.8.20', because: 'Networks are secured where the internet would reach the administration of machines.' },
    { id: 'A.8.21', because: 'Administration is a network service that is offered only to where it is used from.' },
    { id: 'A.8.22', because: 'A network that is open at its management ports is not segregated from the internet.' },
  ],
  remedy: 'Network security group › Inbound security rules: narrow the source to your addresses, or remove the rule and use Azure Bastion.',
  empty: 'not-applicable',
  judge: ({ networkGroups }) =>
    networkGroups.map((group) => {
      const open = managementPorts.flatMap(([port, name]) => {
        const found = openTo(group.rules, port);
        return found ? [`“${found.rule.name}” lets the internet in at ${name} (port ${port}, ${found.family})`] : [];
      });
      if (open.length === 0) return judged(group, 'pass', 'Ports 22 and 3389 are closed to the internet.');
      return group.attached === 0
        ? judged(group, 'not-applicable', `It protects no subnet and no network interface; ${open.join('; ')}.`)
        : judged(group, 'fail', `${open.join('; ')}.`);
    }),
};

const holdsLog = ({ sent, logs }: DiagnosticSetting, categories: readonly string[]) =>
  sent && categories.some((each) => logs.some((log) => log.toLowerCase() === each.toLowerCase()));

const vaultsLog: Check<Facts> = {
  id: 'azure-key-vault-logging',
  version: 1,
  title: 'Key vaults log who uses them',
  calls: ['GET /subscriptions/{id}/providers/Microsoft.KeyVault/vaults', 'GET …/vaults/{name}/providers/Microsoft.Insights/diagnosticSettings'],
  needs: ['keyVaults'],
  population: 'every key vault',
  passes: 'A diagnostic setting sends the audit events somewhere.',
  parameters: {},
  controls: [{ id: 'A.8.15', because: 'Every use of a key or a secret is an event that a log must hold.' }],
  remedy: 'Key vault › Diagnostic settings › Add: category group audit, sent to a Log Analytics workspace.',
  empty: 'not-applicable',
  judge: ({ keyVaults }) =>
    keyVaults.map((vault) => {
      if ('trouble' in vault.settings) return judged(vault, 'unknown', vault.settings.trouble.message);
      const used = vault.settings.value.find((setting) => holdsLog(setting, ['AuditEvent', 'group:audit', 'group:allLogs']));
      return used
        ? judged(vault, 'pass', `“${used.name}” sends the audit events on.`)
        : judged(
            vault,
            'fail',
            vault.settings.value.length === 0 ? 'It has no diagnostic setting.' : 'None of its diagnostic settings sends the audit events anywhere.',
          );
    }),
};

const activityCategories = ['Administrative', 'Security', 'Policy', 'Alert'] as const;

const activityExported: Check<Facts> = {
  id: 'azure-activity-log-export',
  version: 1,
  title: 'The activity log is kept beyond 90 days',
  calls: ['GET /subscriptions/{id}/providers/Microsoft.Insights/diagnosticSettings'],
  needs: ['activityExports'],
  population: 'every subscription',
  passes: 'Diagnostic settings send Administrative, Security, Policy and Alert events somewhere; Azure itself forgets them after 90 days.',
  parameters: {},
  controls: [{ id: 'A.8.15', because: 'What administrators did is kept as long as somebody may have to ask for it.' }],
  remedy:
    'Monitor › Activity log › Export Activity Logs › Add diagnostic setting: Administrative, Security, Policy and Alert, to a Log Analytics workspace or a storage account.',
  empty: 'unknown',
  judge: ({ activityExports }) =>
    activityExports.map((subscription) => {
      const sent = subscription.settings.filter((each) => each.sent);
      const missing = activityCategories.filter((each) => !sent.some((setting) => holdsLog(setting, [each, 'group:allLogs'])));
      if (sent.length === 0) return judged(subscription, 'fail', 'The activity log is sent nowhere.');
      return missing.length === 0
        ? judged(subscription, 'pass', `Sent on by ${some(sent.map(({ name }) => `“${name}”`))}.`)
        : judged(subscription, 'fail', `Not sent on: ${missing.join(', ')}.`);
    }),
};

const defenderOn: Check<Facts> = {
  id: 'azure-defender-servers',
  version: 1,
  title: 'Defender for servers is on',
  calls: ['GET /subscriptions/{id}/providers/Microsoft.Security/pricings/VirtualMachines', 'GET /subscriptions/{id}/resources'],
  needs: ['defenderPlans'],
  population: 'every subscription with virtual machines, scale sets or connected servers',
  passes: 'The plan for servers is Standard.',
  parameters: {},
  controls: [
    { id: 'A.5.25', because: 'Its alerts are the events that somebody then assesses and decides on.' },
    { id: 'A.8.7', because: 'It finds malware on servers, where nobody sits to see it.' },
  ],
  remedy: 'Microsoft Defender for Cloud › Environment settings › the subscription › Servers: On.',
  empty: 'unknown',
  judge: ({ defenderPlans }) =>
    defenderPlans.map((plan) => {
      if (plan.tier === 'Standard') return judged(plan, 'pass', `Defender for servers is on${plan.subPlan ? ` (plan ${plan.subPlan})` : ''}.`);
      if (!plan.servers) return judged(plan, 'not-applicable', 'There are no servers in it.');
      return judged(plan, 'fail', plan.tier === null ? 'Defender for Cloud was never set up.' : `Defender for servers is off (${plan.tier}).`);
    }),
};

export const resourceChecks = [httpsOnly, noPublicBlobs, noOpenManagement, vaultsLog, activityExported, defenderOn];
