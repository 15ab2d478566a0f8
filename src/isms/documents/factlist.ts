import type { Standard } from '../../standard/standard.ts';
import { soaLines } from '../applicability/derive.ts';
import type { SoaLine } from '../applicability/model.ts';
import { classifications } from '../assets/model.ts';
import { approvedScope } from '../context/service.ts';
import type { Isms } from '../isms.ts';
import type { roleKinds } from '../people/model.ts';
import { currentMethod } from '../risk/method.ts';
import type { RiskMethod } from '../risk/model.ts';
import type { FactSource, FactValue } from './facts.ts';
import { commitmentList } from './model.ts';

/** What the facts of a day are read from. */
export interface Ground {
  isms: Isms;
  scope: ReturnType<typeof approvedScope>;
  method: RiskMethod | null;
  /** Who works here on that day, and their names by id. */
  present: Isms['people'];
  names: ReadonlyMap<string, string>;
  teams: Isms['teams'];
  locations: Isms['locations'];
  systems: Isms['systems'];
  /** Lines of the Statement of Applicability by control. */
  lines: ReadonlyMap<string, SoaLine>;
}

export function groundOf(isms: Isms, standard: Standard, day: string): Ground {
  const present = isms.people.filter(({ endsOn, startsOn }) => (endsOn === null || endsOn >= day) && (startsOn === null || startsOn <= day));
  return {
    isms,
    scope: approvedScope(isms),
    method: currentMethod(isms),
    present,
    names: new Map(present.map(({ id, name }) => [id, name])),
    teams: isms.teams.filter(({ inScope }) => inScope === true),
    locations: isms.locations.filter(({ inScope }) => inScope === true),
    systems: isms.systems.filter(({ inScope, retiredOn }) => inScope === true && (retiredOn === null || retiredOn > day)),
    lines: new Map(soaLines(isms, standard, day).map((line) => [line.control, line])),
  };
}

/** One fact: where it comes from and what it says. */
export interface FactDefinition extends FactSource {
  value: (ground: Ground) => FactValue;
}

const fact = (path: string, title: string, room: string, value: FactDefinition['value']): FactDefinition => ({
  path,
  title,
  room,
  kind: 'text',
  value,
});
const flag = (name: string, title: string, room: string, value: (ground: Ground) => boolean): FactDefinition => ({
  path: `has.${name}`,
  title,
  room,
  kind: 'flag',
  value,
});
/** A list, and the flag that says whether it holds anything. */
const list = (name: string, title: string, room: string, value: (ground: Ground) => Record<string, string>[]): FactDefinition[] => [
  { path: `list.${name}`, title: `List: ${title}`, room, kind: 'list', value },
  flag(name, `There are: ${title}`, room, (ground) => value(ground).length > 0),
];

const text = (value: string | null | undefined): string | null => (value?.trim() ? value.trim() : null);
const joined = (all: string[]): string | null =>
  all.length === 0 ? null : all.length === 1 ? all[0]! : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
const inWords = (value: string) => value.replaceAll('-', ' ');
const upper = (value: string) => value.charAt(0).toUpperCase() + value.slice(1);
const called = ({ names }: Ground, id: string | null, otherwise = 'not named') => names.get(id ?? '') ?? otherwise;
/** `A.8.24` → `A_8_24`: a dot would lead into the fact. */
const factName = (control: string) => control.replaceAll('.', '_');

const counted = (number: number, one: string, many = `${one}s`) => `${number === 0 ? 'no' : number} ${number === 1 ? one : many}`;
/** As the teams in scope say; when one of them does not, those who are recorded by name. */
const peopleIn = ({ teams, present }: Ground) =>
  teams.length > 0 && teams.every(({ persons }) => persons !== null) ? teams.reduce((sum, { persons }) => sum + persons!, 0) : present.length;

type RoleKind = (typeof roleKinds)[number];
const boundRoles: [name: string, kind: RoleKind, title: string][] = [
  ['topManagement', 'top-management', 'Top management'],
  ['ismsManager', 'isms-manager', 'ISMS manager'],
  ['incidentManager', 'incident-manager', 'Incident manager'],
  ['dataProtection', 'data-protection', 'Data protection'],
  ['internalAuditor', 'internal-auditor', 'Internal auditor'],
];

function holding({ isms, names, present }: Ground, kind: RoleKind, which: 'holders' | 'deputies'): string | null {
  const named = new Set(isms.ismsRoles.filter((role) => role.kind === kind).flatMap((role) => role[which].flatMap((id) => names.get(id) ?? [])));
  if (named.size === 0 && kind === 'top-management' && which === 'holders')
    return joined(present.filter(({ topManagement }) => topManagement).map(({ name }) => name));
  return joined([...named]);
}

const sectorWords = {
  saas: 'software as a service',
  'professional-services': 'professional services',
  manufacturing: 'manufacturing',
  health: 'health care',
  public: 'public administration',
  other: null,
} as const;

const organisation: FactDefinition[] = [
  fact('organisation.name', 'Name of the organisation', 'settings', ({ isms }) => isms.organisation.name),
  fact('organisation.country', 'Country', 'settings', ({ isms }) => text(isms.organisation.country)),
  fact('organisation.sector', 'Sector', 'settings', ({ isms }) => sectorWords[isms.organisation.sector]),
  fact('organisation.persons', 'Persons', 'settings', ({ isms: { organisation: own } }) => (own.persons === null ? null : String(own.persons))),
  fact('scope.statement', 'Scope statement in force', 'context/scope', ({ scope }) => text(scope?.statement)),
  fact('scope.version', 'Version of the scope in force', 'context/scope', ({ scope }) => (scope ? String(scope.number) : null)),
  fact('context.climate', 'Whether climate change is a relevant issue', 'context/issues', ({ isms: { climate } }) =>
    climate?.relevant === true ? 'a relevant issue' : climate?.relevant === false ? 'not a relevant issue' : null,
  ),
  ...boundRoles.flatMap(([name, kind, title]) => [
    fact(`roles.${name}`, `${title}: who holds the role`, 'context/roles', (ground) => holding(ground, kind, 'holders')),
    fact(`deputies.${name}`, `${title}: who stands in`, 'context/roles', (ground) => holding(ground, kind, 'deputies')),
  ]),
  fact('count.people', 'Number of people', 'people', ({ present }) => String(present.length)),
  fact('count.teams', 'Number of teams in scope', 'context/teams', ({ teams }) => String(teams.length)),
  fact('count.locations', 'Number of locations in scope', 'context/locations', ({ locations }) => String(locations.length)),
  fact('count.systems', 'Number of systems in scope', 'context/systems', ({ systems }) => String(systems.length)),
  fact('count.suppliers', 'Number of suppliers', 'context/suppliers', ({ isms }) => String(isms.suppliers.length)),
  fact('size.people', 'People in scope, with their noun', 'context/teams', (ground) => counted(peopleIn(ground), 'person', 'people')),
  fact('size.teams', 'Teams in scope, with their noun', 'context/teams', ({ teams }) => counted(teams.length, 'team')),
  fact('size.locations', 'Locations in scope, with their noun', 'context/locations', ({ locations }) => counted(locations.length, 'location')),
  fact('size.systems', 'Systems in scope, with their noun', 'context/systems', ({ systems }) => counted(systems.length, 'system')),
  fact('size.suppliers', 'Suppliers, with their noun', 'context/suppliers', ({ isms }) => counted(isms.suppliers.length, 'supplier')),
  fact('count.applicableControls', 'Number of applicable controls', 'applicability', ({ lines }) =>
    String([...lines.values()].filter(({ applicable }) => applicable === true).length),
  ),
];

const risk: FactDefinition[] = [
  fact('risk.method', 'Risk method in force', 'risks/method', ({ method }) => text(method?.title)),
  fact('risk.acceptable', 'Highest level of risk that may be accepted', 'risks/method', ({ method }) =>
    text(method?.levels.findLast(({ acceptable }) => acceptable)?.name),
  ),
  fact('risk.criteria', 'Acceptance criteria', 'risks/method', ({ method }) => text(method?.acceptanceCriteria)),
  fact('risk.identification', 'How risks are identified', 'risks/method', ({ method }) => text(method?.identification)),
  fact('risk.appetite', 'Highest score within appetite', 'risks/method', ({ method }) => (method ? String(method.appetite) : null)),
  fact('risk.acceptanceTime', 'Longest time for which a risk may be accepted', 'risks/method', ({ method }) =>
    method ? `${method.acceptanceDays} days` : null,
  ),
  ...list('riskLevels', 'levels of risk', 'risks/method', ({ method }) =>
    (method?.levels ?? []).map((level) => ({
      name: level.name,
      from: String(level.from),
      acceptable: level.acceptable ? 'may be accepted' : 'must be treated',
      acceptedBy: level.acceptedBy.length > 0 ? level.acceptedBy.map(inWords).join(', ').replace('isms', 'ISMS') : 'nobody',
      reviewed: `every ${level.reviewDays} days`,
      response: level.response || 'as the owner decides',
    })),
  ),
  ...(['likelihood', 'impact'] as const).flatMap((scale) =>
    list(scale, `steps of ${scale}`, 'risks/method', ({ method }) =>
      (method?.[scale] ?? []).map(({ level, name, criteria }) => ({ level: String(level), name, criteria: criteria || 'not described' })),
    ),
  ),
];

type Place = Isms['locations'][number]['kind'];
const places = (kind: Place) => (ground: Ground) =>
  ground.locations.filter((each) => each.kind === kind).map(({ name, address }) => ({ name, address: address || 'no address recorded' }));
type SystemKind = Isms['systems'][number]['kind'];
const systemRow = (ground: Ground, { name, kind, owner }: Isms['systems'][number]) => ({ name, kind, owner: called(ground, owner) });
const systemsOf =
  (...kinds: SystemKind[]) =>
  (ground: Ground) =>
    ground.systems.filter(({ kind }) => kinds.includes(kind)).map((each) => systemRow(ground, each));

const boundaries: FactDefinition[] = [
  ...list('teams', 'teams in scope', 'context/teams', (ground) => ground.teams.map(({ name, lead }) => ({ name, lead: called(ground, lead) }))),
  ...list('locations', 'locations in scope', 'context/locations', ({ locations }) =>
    locations.map(({ name, address, kind }) => ({ name, address: address || 'no address recorded', kind: inWords(kind) })),
  ),
  ...list('offices', 'offices', 'context/locations', places('office')),
  ...list('dataCentres', 'data centres', 'context/locations', places('data-centre')),
  ...list('productionSites', 'production sites', 'context/locations', places('production-site')),
  ...list('warehouses', 'warehouses', 'context/locations', places('warehouse')),
  ...list('homeOffices', 'ways of working from home', 'context/locations', places('home-office')),
  ...list('systems', 'systems in scope', 'context/systems', (ground) => ground.systems.map((each) => systemRow(ground, each))),
  ...list('services', 'services', 'context/systems', systemsOf('service')),
  ...list('applications', 'applications', 'context/systems', systemsOf('application')),
  ...list('cloud', 'cloud environments', 'context/systems', systemsOf('cloud')),
  ...list('networks', 'networks and infrastructure', 'context/systems', systemsOf('network', 'infrastructure')),
  ...list('customerSystems', 'systems that customers ask about', 'context/systems', (ground) =>
    ground.systems.filter(({ customersAsk }) => customersAsk).map((each) => systemRow(ground, each)),
  ),
  ...list('suppliers', 'suppliers', 'context/suppliers', (ground) => ground.isms.suppliers.map((each) => supplierRow(ground, each))),
  ...list('criticalSuppliers', 'critical suppliers', 'context/suppliers', (ground) =>
    ground.isms.suppliers.filter(({ critical }) => critical).map((each) => supplierRow(ground, each)),
  ),
  ...list('interfaces', 'interfaces and dependencies', 'context/interfaces', ({ isms }) =>
    isms.interfaces.map(({ name, counterpart, crosses, responsibilities }) => ({
      name,
      counterpart: inWords(counterpart),
      crosses: crosses || 'not described',
      responsibilities: responsibilities || 'not settled',
    })),
  ),
  ...list('exclusions', 'what is left out of the scope', 'context/exclusions', ({ isms }) =>
    isms.exclusions.map(({ name, reason }) => ({ name, reason: reason || 'no reason recorded' })),
  ),
];

function supplierRow(ground: Ground, { name, service, owner, country, critical }: Isms['suppliers'][number]) {
  return {
    name,
    service: service || 'not described',
    owner: called(ground, owner),
    country: country || 'not recorded',
    critical: critical ? 'critical' : 'not critical',
  };
}

const obligations = (ground: Ground, ...kinds: string[]) =>
  ground.isms.requirements
    .filter(({ kind, answer }) => kinds.includes(kind) && answer !== 'declined')
    .map(({ title, source, where }) => ({ title, source: source || 'no source recorded', where: where || 'not settled' }));
const parties = (ground: Ground, kind: string) =>
  ground.isms.interestedParties
    .filter((each) => each.kind === kind)
    .map(({ name, interest, owner }) => ({ name, interest: interest || 'not described', owner: called(ground, owner) }));

const context: FactDefinition[] = [
  ...list('issues', 'internal and external issues', 'context/issues', ({ isms }) =>
    isms.contextIssues.map(({ title, kind, effect }) => ({ title, kind, effect: effect || 'not described' })),
  ),
  ...list('parties', 'interested parties', 'context/parties', ({ isms }) =>
    isms.interestedParties.map(({ name, kind, interest }) => ({ name, kind, interest: interest || 'not described' })),
  ),
  ...list('customers', 'customers', 'context/parties', (ground) => parties(ground, 'customer')),
  ...list('regulators', 'authorities', 'context/parties', (ground) => parties(ground, 'regulator')),
  ...list('legalRequirements', 'legal requirements', 'context/requirements', (ground) => obligations(ground, 'legal', 'regulatory')),
  ...list('contractualRequirements', 'contractual requirements', 'context/requirements', (ground) => obligations(ground, 'contractual')),
  ...list('roles', 'roles of the management system', 'context/roles', ({ isms, names }) =>
    isms.ismsRoles.map(({ name, holders, deputies, responsibilities, authorities }) => {
      const who = (ids: string[], otherwise: string) => joined(ids.flatMap((id) => names.get(id) ?? [])) ?? otherwise;
      return {
        name,
        holders: who(holders, 'nobody yet'),
        deputies: who(deputies, 'none'),
        responsibilities: responsibilities || 'not described',
        authorities: authorities || 'not described',
      };
    }),
  ),
  ...list('objectives', 'objectives', 'objectives', (ground) =>
    ground.isms.objectives
      .filter(({ status }) => status === 'open')
      .map(({ title, measure, direction, target, owner, dueOn }) => ({
        title,
        measure: measure || 'by the product',
        target: target === null ? 'not set' : `${inWords(direction)} ${target}`,
        owner: called(ground, owner),
        due: dueOn ?? 'no day set',
      })),
  ),
  ...list('classifications', 'classes of information', 'documents', () =>
    classifications.filter((each) => each !== 'unclassified').map((name) => ({ name: upper(name) })),
  ),
  ...list('valuableAssets', 'confidential and secret assets', 'assets', (ground) =>
    ground.isms.assets
      .filter(({ classification }) => classification === 'confidential' || classification === 'secret')
      .map(({ name, owner, classification }) => ({ name, owner: called(ground, owner), classification: upper(classification) })),
  ),
  flag('office', 'There is an office in scope', 'context/locations', (ground) => places('office')(ground).length > 0),
  flag('dataCentre', 'There is a data centre in scope', 'context/locations', (ground) => places('data-centre')(ground).length > 0),
  flag('productionSite', 'There is a production site in scope', 'context/locations', (ground) => places('production-site')(ground).length > 0),
  flag('remoteWork', 'People work from home', 'context/locations', (ground) => places('home-office')(ground).length > 0),
  flag('network', 'Networks are in scope', 'context/systems', (ground) => systemsOf('network', 'infrastructure')(ground).length > 0),
  flag('development', 'Software is developed', 'applicability', ({ lines }) => lines.get('A.8.25')?.applicable === true),
  flag('contractors', 'Contractors work for the organisation', 'people', ({ present }) =>
    present.some(({ employment }) => employment === 'contractor' || employment === 'external'),
  ),
  flag(
    'fewPeople',
    'Fewer than 25 people: duties are hard to separate',
    'settings',
    ({ isms, present }) => (isms.organisation.persons ?? present.length) < 25,
  ),
  flag('health', 'The sector is health', 'settings', ({ isms }) => isms.organisation.sector === 'health'),
  flag('publicBody', 'It is a public body', 'settings', ({ isms }) => isms.organisation.sector === 'public'),
  flag('manufacturing', 'It manufactures', 'settings', ({ isms }) => isms.organisation.sector === 'manufacturing'),
];

const commitments = commitmentList.map(({ field, title, unit }) =>
  fact(`commitment.${field}`, title, 'documents/commitments', ({ isms }) => {
    const value = isms.commitments?.[field] ?? null;
    return value === null ? null : `${value} ${value === 1 ? unit.replace(/s$/, '') : unit}`;
  }),
);

/** What the Statement of Applicability says of a control, and who answers for it. */
function inSoa({ lines, names }: Ground, control: string): string {
  const line = lines.get(control);
  if (line?.applicable === false) return 'not applicable';
  const owner = names.get(line?.owner ?? '');
  return `${line?.applicable === true ? 'applicable' : 'not decided'}, ${owner ? `owner ${owner}` : 'no owner named'}`;
}

/** Every fact that a text may be bound to, in the order in which they are offered. */
export const factDefinitions = (standard: Standard): FactDefinition[] => [
  ...organisation,
  ...risk,
  ...commitments,
  ...boundaries,
  ...context,
  ...list('excludedControls', 'controls that are not applicable', 'applicability', ({ lines }) =>
    [...lines.values()]
      .filter(({ applicable }) => applicable === false)
      .map(({ control, title, exclusionReason }) => ({ name: `${control} ${title}`, reason: exclusionReason || 'no reason recorded' })),
  ),
  ...standard.controls.flatMap(({ id, title }): FactDefinition[] => [
    {
      path: `control.${factName(id)}`,
      title: `${id} ${title} is applicable`,
      room: 'applicability',
      kind: 'flag',
      value: ({ lines }) => lines.get(id)?.applicable === true,
    },
    fact(`soa.${factName(id)}`, `${id} ${title}: applicable, owner`, 'applicability', (ground) => inSoa(ground, id)),
  ]),
];
