import { z } from 'zod';
import { TroubleError, type Maybe, type Notes, type Source } from '../collector.ts';
import { troubleOf } from '../gather.ts';
import type { Reply } from '../http.ts';
import type { DiagnosticSetting, Facts, NetworkRule } from './facts.ts';
import { list, one, type Session } from './session.ts';

/** What is read of each subscription through Azure Resource Manager. */
type InSubscription<K extends keyof Facts> = Source<Session, Facts[K][number]>;

const Subscription = z.object({ subscriptionId: z.string(), state: z.string().nullish() });

/** The subscriptions that were named, or all that can be read and are in use. */
export async function subscriptionsOf(session: Session): Promise<string[]> {
  if (session.subscriptions.length > 0) return [...session.subscriptions];
  const found: string[] = [];
  const path = '/subscriptions?api-version=2022-12-01';
  for await (const page of list(session, 'resources', path, Subscription, { page: () => undefined }))
    for (const { subscriptionId, state } of page) if (state !== 'Disabled' && state !== 'Deleted') found.push(subscriptionId);
  return found.sort();
}

/** A subscription that never used a kind of thing has none of it, and says so with a refusal. */
const neverUsed = (reply: Reply) =>
  /^(MissingSubscriptionRegistration|SubscriptionNotRegistered|Subscription Not Registered)$/.test(
    String((reply.body as { error?: { code?: unknown } } | null)?.error?.code ?? ''),
  );

/** What is asked of one resource may be refused while the others are judged; only the end of the whole run passes through. */
async function maybe<T>(read: () => Promise<T>, permission: string): Promise<Maybe<T>> {
  try {
    return { value: await read() };
  } catch (error) {
    const trouble = troubleOf(error, [permission]);
    if (trouble.kind === 'cancelled' || trouble.kind === 'expired') throw new TroubleError(trouble);
    return { trouble };
  }
}

const text = z.string().nullish();
const flag = z.boolean().nullish();
const strings = z.array(z.string()).nullish();

const containersRead = 'Microsoft.Storage/storageAccounts/blobServices/containers/read';
const WireAccount = z.object({
  id: z.string(),
  name: z.string(),
  kind: text,
  properties: z.object({ supportsHttpsTrafficOnly: flag, allowBlobPublicAccess: flag }),
});
const WireContainer = z.object({ name: z.string(), properties: z.object({ publicAccess: text }).nullish() });

async function publicContainers(session: Session, account: string, notes: Notes): Promise<string[]> {
  const found: string[] = [];
  const path = `${account}/blobServices/default/containers?api-version=2023-05-01`;
  for await (const page of list(session, 'resources', path, WireContainer, notes))
    for (const { name, properties } of page) if ((properties?.publicAccess ?? 'None') !== 'None') found.push(name);
  return found;
}

const storageAccounts: InSubscription<'storageAccounts'> = {
  title: 'Storage accounts',
  permissions: ['Microsoft.Storage/storageAccounts/read', containersRead],
  each: 'scope',
  async *read(session, scope, notes) {
    const path = `/subscriptions/${scope}/providers/Microsoft.Storage/storageAccounts?api-version=2023-05-01`;
    for await (const page of list(session, 'resources', path, WireAccount, notes, neverUsed)) {
      const items = [];
      for (const { id, name, kind, properties } of page) {
        // Not set means allowed: so it was when accounts did not have this switch. File shares alone have no blobs.
        const publicAllowed = kind !== 'FileStorage' && (properties.allowBlobPublicAccess ?? true);
        items.push({
          id,
          name,
          scope,
          httpsOnly: properties.supportsHttpsTrafficOnly ?? false,
          publicAllowed,
          publicContainers: publicAllowed ? await maybe(() => publicContainers(session, id, notes), containersRead) : { value: [] },
        });
      }
      yield items;
    }
  },
};

const WireRule = z.object({
  name: z.string(),
  properties: z.object({
    priority: z.number(),
    access: z.string(),
    direction: z.string(),
    protocol: z.string(),
    sourceAddressPrefix: text,
    sourceAddressPrefixes: strings,
    destinationAddressPrefix: text,
    destinationAddressPrefixes: strings,
    destinationPortRange: text,
    destinationPortRanges: strings,
  }),
});
const WireNetworkGroup = z.object({
  id: z.string(),
  name: z.string(),
  properties: z.object({
    securityRules: z.array(WireRule).nullish(),
    subnets: z.array(z.unknown()).nullish(),
    networkInterfaces: z.array(z.unknown()).nullish(),
  }),
});
const both = (single: string | null | undefined, several: string[] | null | undefined) => [...(single ? [single] : []), ...(several ?? [])];

function ruleOf({ name, properties: rule }: z.output<typeof WireRule>): NetworkRule {
  return {
    name,
    priority: rule.priority,
    allow: rule.access.toLowerCase() === 'allow',
    inbound: rule.direction.toLowerCase() === 'inbound',
    protocol: rule.protocol,
    sources: both(rule.sourceAddressPrefix, rule.sourceAddressPrefixes),
    destinations: both(rule.destinationAddressPrefix, rule.destinationAddressPrefixes),
    ports: both(rule.destinationPortRange, rule.destinationPortRanges),
  };
}

const networkGroups: InSubscription<'networkGroups'> = {
  title: 'Network security groups with their rules',
  permissions: ['Microsoft.Network/networkSecurityGroups/read'],
  each: 'scope',
  async *read(session, scope, notes) {
    const path = `/subscriptions/${scope}/providers/Microsoft.Network/networkSecurityGroups?api-version=2024-05-01`;
    for await (const page of list(session, 'resources', path, WireNetworkGroup, notes, neverUsed))
      yield page.map(({ id, name, properties }) => ({
        id,
        name,
        scope,
        attached: (properties.subnets ?? []).length + (properties.networkInterfaces ?? []).length,
        rules: (properties.securityRules ?? []).map(ruleOf),
      }));
  },
};

const diagnosticRead = 'Microsoft.Insights/diagnosticSettings/read';
const WireSetting = z.object({
  name: z.string(),
  properties: z.object({
    workspaceId: text,
    storageAccountId: text,
    eventHubAuthorizationRuleId: text,
    marketplacePartnerId: text,
    logs: z.array(z.object({ category: text, categoryGroup: text, enabled: z.boolean() })).nullish(),
  }),
});

async function settingsOf(session: Session, of: string, notes: Notes): Promise<DiagnosticSetting[]> {
  const found: DiagnosticSetting[] = [];
  const path = `${of}/providers/Microsoft.Insights/diagnosticSettings?api-version=2021-05-01-preview`;
  for await (const page of list(session, 'resources', path, WireSetting, notes))
    for (const { name, properties: each } of page)
      found.push({
        name,
        sent: Boolean(each.workspaceId || each.storageAccountId || each.eventHubAuthorizationRuleId || each.marketplacePartnerId),
        logs: (each.logs ?? []).flatMap(({ category, categoryGroup, enabled }) =>
          enabled ? [categoryGroup ? `group:${categoryGroup}` : (category ?? '')] : [],
        ),
      });
  return found;
}

const keyVaults: InSubscription<'keyVaults'> = {
  title: 'Key vaults and where their logs go',
  permissions: ['Microsoft.KeyVault/vaults/read', diagnosticRead],
  each: 'scope',
  async *read(session, scope, notes) {
    const path = `/subscriptions/${scope}/providers/Microsoft.KeyVault/vaults?api-version=2023-07-01`;
    for await (const page of list(session, 'resources', path, z.object({ id: z.string(), name: z.string() }), notes, neverUsed)) {
      const items = [];
      for (const { id, name } of page) items.push({ id, name, scope, settings: await maybe(() => settingsOf(session, id, notes), diagnosticRead) });
      yield items;
    }
  },
};

const activityExports: InSubscription<'activityExports'> = {
  title: 'Where the activity log goes',
  permissions: [diagnosticRead],
  each: 'scope',
  async *read(session, scope, notes) {
    const id = `/subscriptions/${scope}`;
    yield [{ id, name: `Subscription ${scope}`, scope, settings: await settingsOf(session, id, notes) }];
  },
};

const serverTypes = ['Microsoft.Compute/virtualMachines', 'Microsoft.Compute/virtualMachineScaleSets', 'Microsoft.HybridCompute/machines'];

const defenderPlans: InSubscription<'defenderPlans'> = {
  title: 'Plan of Defender for servers, and whether there are servers',
  permissions: ['Microsoft.Security/pricings/read', 'Microsoft.Resources/subscriptions/resources/read'],
  each: 'scope',
  async *read(session, scope, notes) {
    const id = `/subscriptions/${scope}`;
    const filter = encodeURIComponent(serverTypes.map((type) => `resourceType eq '${type}'`).join(' or '));
    let servers = false;
    for await (const page of list(
      session,
      'resources',
      `${id}/resources?$filter=${filter}&api-version=2021-04-01`,
      z.object({ id: z.string() }),
      notes,
    ))
      if (page.length > 0) {
        // One is enough to need the plan.
        servers = true;
        break;
      }
    const Plan = z.object({ properties: z.object({ pricingTier: z.string(), subPlan: text }) });
    const path = `${id}/providers/Microsoft.Security/pricings/VirtualMachines?api-version=2024-01-01`;
    const plan = await one(session, 'resources', path, Plan, notes, null);
    yield [
      {
        id,
        name: `Subscription ${scope}`,
        scope,
        tier: plan?.properties.pricingTier ?? null,
        subPlan: plan?.properties.subPlan ?? '',
        servers,
      },
    ];
  },
};

export const resources = { storageAccounts, networkGroups, keyVaults, activityExports, defenderPlans };
