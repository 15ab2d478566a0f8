import { useQuery } from '@tanstack/react-query';
import { account, useHere, useRead } from '../client.tsx';

export interface Option {
  value: string;
  label: string;
}

const registerPaths: Record<
  string,
  (client: ReturnType<typeof useHere>['client']) => Promise<{ items: { id: string; name?: string; title?: string }[] }>
> = {
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
  samples: (c) => c.sampling.list({}),
  connections: (c) => c.collectors.connections(),
  'risk-methods': (c) => c.risk.methods.list(),
};

/** The records that a field may refer to, as choices. */
export function useOptions(register: string | undefined): Option[] {
  const subjects = register === 'subjects';
  const controls = register === 'controls' || subjects;
  const annex = useQuery({ queryKey: ['standard', 'controls'], queryFn: () => account.standard.controls(), enabled: controls, staleTime: Infinity });
  const clauses = useQuery({ queryKey: ['standard', 'clauses'], queryFn: () => account.standard.clauses(), enabled: subjects, staleTime: Infinity });
  const stored = useRead(
    ['options', controls ? 'own-controls' : register],
    (client) => (registerPaths[controls ? 'own-controls' : (register ?? '')] ?? (async () => ({ items: [] })))(client),
    { enabled: register !== undefined },
  );
  const own = (stored.data?.items ?? []).map(({ id, name, title }) => ({ value: id, label: `${id} ${name ?? title ?? ''}`.trim() }));
  if (!controls) return own;
  return [
    ...(annex.data?.items ?? []).map(({ id, title }) => ({ value: id, label: `${id} ${title}` })),
    ...own,
    ...(subjects
      ? (clauses.data?.items ?? []).flatMap(({ requirements, title }) =>
          requirements.map(({ id, label }) => ({ value: id, label: `${label} ${title}` })),
        )
      : []),
  ];
}

/** The name of a record of a register by its id; nobody and nothing as a dash. */
export function useNames(register: string): (id: string | null) => string {
  return namesIn(useOptions(register));
}
export function namesIn(options: readonly Option[]): (id: string | null) => string {
  const names = new Map(options.map(({ value, label }) => [value, label.slice(value.length + 1) || value]));
  return (id) => (id === null ? '–' : (names.get(id) ?? id));
}
