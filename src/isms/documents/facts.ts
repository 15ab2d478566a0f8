import type { Standard } from '../../standard/standard.ts';
import { soaLines } from '../applicability/derive.ts';
import { approvedScope } from '../context/service.ts';
import type { Isms } from '../isms.ts';
import type { roleKinds } from '../people/model.ts';
import { currentMethod } from '../risk/method.ts';
import { classifications } from '../assets/model.ts';
import { commitmentList } from './model.ts';

/** What a text can be bound to. A single fact is a text or null (not known); lists repeat a section, flags open it. */
export type FactValue = string | null | boolean | FactList | { [name: string]: FactValue };
export type FactList = { [name: string]: string }[];
export type Facts = { [name: string]: FactValue };

/** Where a fact comes from, for the chip that shows it. */
export interface FactSource {
  path: string;
  title: string;
  /** Page of the product on which it is changed. */
  room: string;
  kind: 'text' | 'flag' | 'list';
}

type RoleKind = (typeof roleKinds)[number];
const roleFacts: [string, RoleKind, string][] = [
  ['topManagement', 'top-management', 'Top management'],
  ['ismsManager', 'isms-manager', 'ISMS manager'],
  ['incidentManager', 'incident-manager', 'Incident manager'],
  ['dataProtection', 'data-protection', 'Data protection'],
  ['internalAuditor', 'internal-auditor', 'Internal auditor'],
];

const flags = {
  office: 'There is an office in scope',
  dataCentre: 'There is a data centre in scope',
  productionSite: 'There is a production site in scope',
  remoteWork: 'People work from home',
  cloud: 'Cloud environments are in scope',
  network: 'Networks are in scope',
  development: 'Software is developed',
  suppliers: 'There are suppliers',
  criticalSuppliers: 'There are critical suppliers',
  contractors: 'Contractors work for the organisation',
  exclusions: 'Something is left out of the scope',
  legalRequirements: 'Legal requirements are recorded',
  health: 'The sector is health',
  publicBody: 'It is a public body',
  manufacturing: 'It manufactures',
} as const;

const known = new WeakMap<Isms, Map<string, Facts>>();

/** Every fact of the organisation on a day, as texts are bound to them. Remembered by document and day. */
export function factsOf(isms: Isms, standard: Standard, day: string): Facts {
  let kept = known.get(isms);
  if (!kept) known.set(isms, (kept = new Map()));
  let found = kept.get(day);
  if (!found) kept.set(day, (found = gather(isms, standard, day)));
  return found;
}

function gather(isms: Isms, standard: Standard, day: string): Facts {
  const { organisation } = isms;
  const present = isms.people.filter(({ endsOn, startsOn }) => (endsOn === null || endsOn >= day) && (startsOn === null || startsOn <= day));
  const names = new Map(present.map(({ id, name }) => [id, name]));
  const holders = (kind: RoleKind) => [
    ...new Set(isms.ismsRoles.filter((role) => role.kind === kind).flatMap((role) => role.holders.flatMap((id) => names.get(id) ?? []))),
  ];
  const scope = approvedScope(isms);
  const [teams, locations, systems] = [isms.teams, isms.locations, isms.systems].map((list) => list.filter(({ inScope }) => inScope === true)) as [
    Isms['teams'],
    Isms['locations'],
    Isms['systems'],
  ];
  const method = currentMethod(isms);
  const acceptable = method?.levels.findLast(({ acceptable: fits }) => fits);
  const commitments = isms.commitments;
  const applicable = new Map(soaLines(isms, standard, day).map((line) => [line.control, line.applicable === true]));
  const named = (list: { name: string }[]) => list.map(({ name }) => ({ name }));
  const at = (kind: string) => locations.filter((each) => each.kind === kind).map(({ name, address }) => ({ name, address }));
  const text = (value: string | null | undefined): string | null => (value?.trim() ? value.trim() : null);
  return {
    organisation: {
      name: organisation.name,
      country: text(organisation.country),
      persons: organisation.persons === null ? null : String(organisation.persons),
    },
    scope: { statement: text(scope?.statement), version: scope ? String(scope.number) : null },
    roles: Object.fromEntries(
      roleFacts.map(([name, kind]) => {
        const who =
          kind === 'top-management' && holders(kind).length === 0
            ? present.filter((each) => each.topManagement).map(({ name: own }) => own)
            : holders(kind);
        return [name, joined(who)];
      }),
    ),
    count: { people: String(present.length), teams: String(teams.length), systems: String(systems.length), suppliers: String(isms.suppliers.length) },
    list: {
      teams: teams.map(({ name, lead }) => ({ name, lead: names.get(lead ?? '') ?? 'not named' })),
      locations: locations.map(({ name, address, kind }) => ({ name, address, kind: kind.replaceAll('-', ' ') })),
      offices: at('office'),
      dataCentres: at('data-centre'),
      productionSites: at('production-site'),
      systems: systems.map(({ name, owner, kind }) => ({ name, kind, owner: names.get(owner ?? '') ?? 'not named' })),
      services: systems.filter(({ kind }) => kind === 'service').map(({ name, owner }) => ({ name, owner: names.get(owner ?? '') ?? 'not named' })),
      cloud: named(systems.filter(({ kind }) => kind === 'cloud')),
      suppliers: isms.suppliers.map(({ name, service }) => ({ name, service })),
      criticalSuppliers: isms.suppliers.filter(({ critical }) => critical).map(({ name, service }) => ({ name, service })),
      exclusions: isms.exclusions.map(({ name, reason }) => ({ name, reason })),
      legalRequirements: isms.requirements
        .filter(({ kind }) => kind === 'legal' || kind === 'regulatory')
        .map(({ title, source }) => ({ title, source })),
      roles: isms.ismsRoles.map(({ name, holders: ids, responsibilities }) => ({
        name,
        holders: joined(ids.flatMap((id) => names.get(id) ?? [])) ?? 'nobody yet',
        responsibilities,
      })),
      classifications: classifications
        .filter((each) => each !== 'unclassified')
        .map((name) => ({ name: name.charAt(0).toUpperCase() + name.slice(1) })),
      riskLevels: (method?.levels ?? []).map(({ name, acceptable: fits }) => ({ name, acceptable: fits ? 'may be accepted' : 'must be treated' })),
    },
    risk: { method: text(method?.title), acceptable: text(acceptable?.name), criteria: text(method?.acceptanceCriteria) },
    has: {
      office: at('office').length > 0,
      dataCentre: at('data-centre').length > 0,
      productionSite: at('production-site').length > 0,
      remoteWork: locations.some(({ kind }) => kind === 'home-office'),
      cloud: systems.some(({ kind }) => kind === 'cloud'),
      network: systems.some(({ kind }) => kind === 'network' || kind === 'infrastructure'),
      development: applicable.get('A.8.25') === true,
      suppliers: isms.suppliers.length > 0,
      criticalSuppliers: isms.suppliers.some(({ critical }) => critical),
      contractors: present.some(({ employment }) => employment === 'contractor' || employment === 'external'),
      exclusions: isms.exclusions.length > 0,
      legalRequirements: isms.requirements.some(({ kind }) => kind === 'legal' || kind === 'regulatory'),
      health: organisation.sector === 'health',
      publicBody: organisation.sector === 'public',
      manufacturing: organisation.sector === 'manufacturing',
    } satisfies Record<keyof typeof flags, boolean>,
    control: Object.fromEntries(standard.controls.map(({ id }) => [factName(id), applicable.get(id) === true])),
    commitment: Object.fromEntries(
      commitmentList.map(({ field, unit }) => {
        const value = commitments?.[field] ?? null;
        return [field, value === null ? null : `${value} ${value === 1 ? unit.replace(/s$/, '') : unit}`];
      }),
    ),
  };
}

/** `A.8.24` → `A_8_24`: a dot would lead into the fact. */
const factName = (control: string) => control.replaceAll('.', '_');
const joined = (list: string[]): string | null =>
  list.length === 0 ? null : list.length === 1 ? list[0]! : `${list.slice(0, -1).join(', ')} and ${list.at(-1)}`;

/** Every fact that a text may be bound to, with its origin. */
export function factSources(standard: Standard): FactSource[] {
  const source = (path: string, title: string, room: string, kind: FactSource['kind'] = 'text'): FactSource => ({ path, title, room, kind });
  return [
    source('organisation.name', 'Name of the organisation', 'settings'),
    source('organisation.country', 'Country', 'settings'),
    source('organisation.persons', 'Persons', 'settings'),
    source('scope.statement', 'Scope statement in force', 'context/scope'),
    source('scope.version', 'Version of the scope in force', 'context/scope'),
    ...roleFacts.map(([name, , title]) => source(`roles.${name}`, `${title}: who holds the role`, 'context/roles')),
    source('count.people', 'Number of people', 'people'),
    source('count.teams', 'Number of teams in scope', 'context/teams'),
    source('count.systems', 'Number of systems in scope', 'context/systems'),
    source('count.suppliers', 'Number of suppliers', 'context/suppliers'),
    source('risk.method', 'Risk method in force', 'risks/method'),
    source('risk.acceptable', 'Highest level of risk that may be accepted', 'risks/method'),
    source('risk.criteria', 'Acceptance criteria', 'risks/method'),
    ...commitmentList.map(({ field, title }) => source(`commitment.${field}`, title, 'documents/commitments')),
    ...Object.entries({
      teams: 'context/teams',
      locations: 'context/locations',
      offices: 'context/locations',
      dataCentres: 'context/locations',
      productionSites: 'context/locations',
      systems: 'context/systems',
      services: 'context/systems',
      cloud: 'context/systems',
      suppliers: 'context/suppliers',
      criticalSuppliers: 'context/suppliers',
      exclusions: 'context/exclusions',
      legalRequirements: 'context/requirements',
      roles: 'context/roles',
      classifications: 'documents',
      riskLevels: 'risks/method',
    }).map(([name, room]) => source(`list.${name}`, `List: ${name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}`, room, 'list')),
    ...Object.entries(flags).map(([name, title]) => source(`has.${name}`, title, 'context', 'flag')),
    ...standard.controls.map(({ id, title }) => source(`control.${factName(id)}`, `${id} ${title} is applicable`, 'applicability', 'flag')),
  ];
}
