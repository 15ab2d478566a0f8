import type { Isms } from '../isms.ts';
import type { FrozenScope, ScopeDifference, ScopeVersion } from './model.ts';

/** Persons of the teams in scope; null while any of them is unknown or no team is in scope. */
export function personsInScope({ teams }: Isms): number | null {
  const inScope = teams.filter((team) => team.inScope === true);
  if (inScope.length === 0 || inScope.some((team) => team.persons === null)) return null;
  return inScope.reduce((sum, team) => sum + team.persons!, 0);
}

/** The five kinds of boundary as they stand now (4.3), with names and reasons, so that they read by themselves. */
export function boundaries(isms: Isms, initialAuditDays: number | null): FrozenScope {
  const suppliers = new Map(isms.suppliers.map(({ id, name }) => [id, name]));
  const inScope = <T extends { inScope: boolean | null }>(records: T[]) => records.filter((record) => record.inScope === true);
  return {
    persons: personsInScope(isms),
    teams: inScope(isms.teams).map(({ id, name, persons, reason }) => ({ id, name, detail: persons === null ? '' : `${persons} persons`, reason })),
    locations: inScope(isms.locations).map(({ id, name, kind, address, reason }) => ({
      id,
      name,
      detail: [kind.replaceAll('-', ' '), address].filter(Boolean).join(', '),
      reason,
    })),
    systems: inScope(isms.systems).map(({ id, name, kind, reason }) => ({ id, name, detail: kind, reason })),
    interfaces: isms.interfaces.map(({ id, name, counterpart, supplier, crosses, responsibilities }) => ({
      id,
      name,
      detail: [supplier ? suppliers.get(supplier) : counterpart.replaceAll('-', ' '), crosses].filter(Boolean).join(': '),
      reason: responsibilities,
    })),
    exclusions: isms.exclusions.map(({ id, name, reason, effect }) => ({ id, name, detail: effect, reason })),
    initialAuditDays,
  };
}

interface Described {
  statement: string;
  boundaries: FrozenScope;
}

/** What changed from one scope to another, part by part. */
export function compareScopes(before: Described, after: Described): ScopeDifference[] {
  const differences: ScopeDifference[] = [];
  const words = (part: ScopeDifference['part'], label: string, was: string, is: string) => {
    if (was !== is) differences.push({ part, change: was === '' ? 'added' : is === '' ? 'removed' : 'changed', label, before: was, after: is });
  };
  words('statement', 'Scope statement', before.statement, after.statement);
  words('persons', 'Persons in scope', String(before.boundaries.persons ?? ''), String(after.boundaries.persons ?? ''));
  for (const part of ['teams', 'locations', 'systems', 'interfaces', 'exclusions'] as const) {
    const text = ({ name, detail, reason }: FrozenScope['teams'][number]) => [name, detail, reason].filter(Boolean).join(' · ');
    const old = new Map(before.boundaries[part].map((each) => [each.id, each]));
    for (const each of after.boundaries[part]) words(part, each.name, old.has(each.id) ? text(old.get(each.id)!) : '', text(each));
    const still = new Set(after.boundaries[part].map(({ id }) => id));
    for (const each of before.boundaries[part]) if (!still.has(each.id)) words(part, each.name, text(each), '');
  }
  words('audit-time', 'Initial audit (days)', String(before.boundaries.initialAuditDays ?? ''), String(after.boundaries.initialAuditDays ?? ''));
  return differences;
}

/** A version with its boundaries: the frozen ones, or while it is a draft those of now. */
export const described = (version: Pick<ScopeVersion, 'statement' | 'frozen'>, now: FrozenScope): Described => ({
  statement: version.statement,
  boundaries: version.frozen ?? now,
});
