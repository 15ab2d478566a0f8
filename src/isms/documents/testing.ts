import { readFileSync, readdirSync } from 'node:fs';
import { ismsFromFiles } from '../../interchange/files.ts';
import { standard } from '../../standard/standard.ts';
import type { Isms } from '../isms.ts';
import { record } from '../testing.ts';
import { commitmentList } from './model.ts';

/** For tests of texts: four organisations that have little in common. */

const folder = new URL('../../../sample/', import.meta.url);
const sample = ismsFromFiles(
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(yaml|md)$/.test(path))
      .map((path) => [path.replaceAll('\\', '/'), readFileSync(new URL(path, folder), 'utf8')]),
  ),
);

/** The usual commitments, a number of times as large. */
const committed = (times: number) =>
  record('commitments', { id: 'commitments', ...Object.fromEntries(commitmentList.map(({ field, usual }) => [field, usual * times])) } as never);
const roleKinds = ['top-management', 'isms-manager', 'incident-manager', 'data-protection', 'internal-auditor'] as const;
const staff = (names: string[], employment: 'employee' | 'contractor' = 'employee') =>
  names.map((name, index) =>
    record('people', { id: `P-${index + 1}`, name, topManagement: index === 0, employment: index === names.length - 1 ? employment : 'employee' }),
  );
const roles = (names: readonly { id: string }[], deputies: string[]) =>
  roleKinds.map((kind, index) =>
    record('ismsRoles', {
      id: `ROLE-${index + 1}`,
      name: kind.replaceAll('-', ' '),
      kind,
      holders: [names[index % names.length]!.id],
      deputies,
      responsibilities: `Answers for ${kind.replaceAll('-', ' ')}`,
    }),
  );
const excluded = (...ids: string[]) => ids.map((id) => record('soaDecisions', { id, applicable: false, exclusionReason: 'Not done here.' }));
const scope = (statement: string) => [record('scopeVersions', { number: 2, status: 'approved', title: 'Scope', statement })];

/** The sample: software from the cloud, with every role filled. */
export function software(): Isms {
  return {
    ...sample,
    commitments: committed(1),
    // In the sample one holder has left and one role was never given to anybody.
    ismsRoles: sample.ismsRoles.map((role) => (['incident-manager', 'data-protection'].includes(role.kind) ? { ...role, holders: ['P-2'] } : role)),
    interfaces: [
      record('interfaces', { name: 'Payroll export', counterpart: 'customer', crosses: 'Hours worked', responsibilities: 'We send, they check' }),
    ],
    objectives: [
      record('objectives', { title: 'Everybody is trained', measure: 'people trained in %', target: 98, owner: 'P-3', dueOn: '2027-06-30' }),
    ],
    climate: record('climate', { id: 'climate', relevant: false, reasoning: 'Looked at.' }),
  };
}

/** A hospital with a data centre and without developers, cloud, suppliers or people at home. */
export function hospital(): Isms {
  const people = staff(['Agnes Thorne', 'Brian Okafor', 'Chiara Neri']);
  return {
    ...sample,
    organisation: { ...sample.organisation, name: 'Saint Aldhelm Hospital Trust', sector: 'health', country: 'Ireland', persons: 900 },
    people,
    ismsRoles: roles(people, []),
    teams: [record('teams', { name: 'Medical informatics', inScope: true, lead: 'P-2', persons: 12 })],
    locations: [
      record('locations', { id: 'LOC-1', name: 'Server hall North', kind: 'data-centre', address: 'Mill Street 4', inScope: true }),
      record('locations', { id: 'LOC-2', name: 'Main building', kind: 'office', address: 'Mill Street 1', inScope: true }),
    ],
    systems: [
      record('systems', { id: 'SYS-1', name: 'Patient records', kind: 'service', owner: 'P-2', inScope: true }),
      record('systems', { id: 'SYS-2', name: 'Hospital network', kind: 'network', owner: 'P-3', inScope: true }),
    ],
    assets: [],
    suppliers: [],
    interfaces: [],
    exclusions: [],
    requirements: [],
    interestedParties: [],
    contextIssues: [],
    objectives: [],
    climate: null,
    scopeVersions: scope('Running the patient records of the hospital at Mill Street.'),
    soaDecisions: excluded('A.8.25', 'A.8.28', 'A.8.11', 'A.8.12', 'A.8.23', 'A.8.33', 'A.5.23'),
    risks: [],
    commitments: committed(2),
  };
}

/** A maker of parts: halls and a warehouse, contractors, one supplier that matters. */
export function factory(): Isms {
  const people = staff(['Willem Drost', 'Ines Caldeira', 'Pavel Moravec', 'Greta Holm'], 'contractor');
  return {
    ...hospital(),
    organisation: { ...sample.organisation, name: 'Drost Precision Parts BV', sector: 'manufacturing', country: '', persons: 240 },
    people,
    ismsRoles: roles(people, ['P-3']),
    teams: [record('teams', { name: 'Plant engineering', inScope: true, lead: 'P-3', persons: 30 })],
    locations: [
      record('locations', { id: 'LOC-1', name: 'Hall 2', kind: 'production-site', address: 'Kanaalweg 9', inScope: true }),
      record('locations', { id: 'LOC-2', name: 'Store South', kind: 'warehouse', address: 'Kanaalweg 11', inScope: true }),
    ],
    systems: [record('systems', { name: 'Machine control', kind: 'infrastructure', owner: 'P-3', inScope: true })],
    suppliers: [record('suppliers', { name: 'Lathe Works', service: 'Remote maintenance', critical: true, owner: 'P-2', country: 'Austria' })],
    interestedParties: [
      record('interestedParties', { name: 'Makers of cars', kind: 'customer', interest: 'Their drawings are with us', owner: 'P-2' }),
    ],
    scopeVersions: scope('Making turned parts in hall 2.'),
    soaDecisions: standard.controls.map(({ id }) => record('soaDecisions', { id, applicable: true, businessNeed: 'Asked for by customers' })),
    commitments: committed(3),
  };
}

/** A small town hall: an office, few people, everything else unknown. */
export function townHall(): Isms {
  const people = staff(['Oda Sund', 'Leif Strand']);
  return {
    ...hospital(),
    organisation: { ...sample.organisation, name: 'Municipality of Strandvik', sector: 'public', country: 'Norway', persons: 18 },
    people,
    ismsRoles: roles(people, []),
    teams: [record('teams', { name: 'Citizen service', inScope: true, lead: 'P-2', persons: 6 })],
    locations: [record('locations', { name: 'Town hall', kind: 'office', address: 'Torget 1', inScope: true })],
    systems: [record('systems', { name: 'Register of residents', owner: 'P-2', inScope: true })],
    scopeVersions: scope('Citizen service of the municipality.'),
    soaDecisions: excluded('A.5.7', 'A.7.12', 'A.8.25'),
    commitments: committed(4),
  };
}

/** Of a sector that is none of the known ones, and of a size that nobody has recorded. */
export function association(): Isms {
  return { ...townHall(), organisation: { ...townHall().organisation, name: 'Association of Anglers', sector: 'other', persons: null } };
}
