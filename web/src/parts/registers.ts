import { auditTitles } from '../../../src/isms/certification/model.ts';
import type { Client } from '../client.tsx';
import { dayInWords } from '../words.ts';

const titled = <T extends { id: string }>(items: readonly T[], title: (item: T) => string) => ({
  items: items.map((item) => ({ id: item.id, title: title(item) })),
});

/** How the records that fields refer to are listed as choices. */
export const registerPaths: Record<string, (client: Client) => Promise<{ items: { id: string; name?: string; title?: string }[] }>> = {
  people: (c) => c.people.people.list({ limit: 1000 }),
  'isms-roles': (c) => c.people.roles.list({ limit: 1000 }),
  competences: (c) => c.awareness.competences.list({ limit: 1000 }),
  objectives: (c) => c.objectives.objectives.list({ limit: 1000 }),
  teams: (c) => c.context.teams.list({ limit: 1000 }),
  locations: (c) => c.context.locations.list({ limit: 1000 }),
  systems: (c) => c.context.systems.list({ limit: 1000 }),
  suppliers: (c) => c.context.suppliers.list({ limit: 1000 }),
  'interested-parties': (c) => c.context.parties.list({ limit: 1000 }),
  requirements: (c) => c.context.requirements.list({ limit: 1000 }),
  assets: (c) => c.assets.list({ limit: 1000 }),
  risks: (c) => c.risk.risks.list({ limit: 1000 }),
  incidents: (c) => c.operations.incidents.list({ limit: 1000 }),
  backups: (c) => c.operations.continuity.backups.list({ limit: 1000 }),
  'continuity-plans': (c) => c.operations.continuity.plans.list({ limit: 1000 }),
  'supplier-clauses': async (c) => ({ items: (await c.operations.suppliers.catalogue()).clauses }),
  documents: (c) => c.documents.documents.list({ limit: 1000 }),
  'required-documents': (c) => c.documents.required(),
  'own-controls': (c) => c.controls.own.list({ limit: 1000 }),
  evidence: (c) => c.controls.evidence.list({ limit: 1000, sort: '-id' }),
  'management-reviews': (c) => c.review.reviews(),
  'audit-programmes': (c) => c.audits.programmes.list({ limit: 1000 }),
  'certification-audits': async (c) =>
    titled((await c.certification.audits.list({ limit: 1000 })).items, ({ kind, heldFrom, plannedFrom }) =>
      [auditTitles[kind], dayInWords(heldFrom ?? plannedFrom)].filter(Boolean).join(', '),
    ),
  certificates: async (c) => titled((await c.certification.certificates.list({ limit: 1000 })).items, ({ number }) => number),
  'internal-audits': (c) => c.audits.audits.list({ limit: 1000 }),
  nonconformities: (c) => c.improvement.nonconformities.list({ limit: 1000 }),
  'scope-versions': async (c) => titled((await c.context.scope.versions()).items, ({ number, title }) => title || `Version ${number}`),
  'soa-versions': async (c) => titled((await c.applicability.versions()).items, ({ number, title }) => title || `Version ${number}`),
  samples: (c) => c.sampling.list({}),
  connections: (c) => c.collectors.connections(),
  'risk-methods': (c) => c.risk.methods.list(),
};
