import { describe, expect, it } from 'vitest';
import { standard } from '../../standard/standard.ts';
import { record, emptyIsms } from '../testing.ts';
import { factDefinitions } from './factlist.ts';
import { factSources, factsOf, type Facts } from './facts.ts';
import { factory, hospital, software } from './testing.ts';

const day = '2026-11-24';
const at = (facts: Facts, path: string) => path.split('.').reduce<unknown>((value, part) => (value as Record<string, unknown>)[part], facts);
const of = (isms: Parameters<typeof factsOf>[0], path: string, on = day) => at(factsOf(isms, standard, on), path);

describe('facts', () => {
  it('have paths of two parts, each once, and the kind that they say', () => {
    const paths = factSources(standard).map(({ path }) => path);
    expect(paths.filter((path) => path.split('.').length !== 2)).toEqual([]);
    expect(new Set(paths).size).toBe(paths.length);
    for (const isms of [emptyIsms(), software(), hospital(), factory()])
      for (const { path, kind } of factDefinitions(standard)) {
        const value = of(isms, path);
        const fits =
          kind === 'flag' ? typeof value === 'boolean' : kind === 'list' ? Array.isArray(value) : value === null || typeof value === 'string';
        expect([path, fits]).toEqual([path, true]);
      }
  });

  it('of an organisation without records are unknown, empty or no, never made up', () => {
    const facts = factsOf(emptyIsms(), standard, day);
    expect(facts['roles']).toEqual({ topManagement: null, ismsManager: null, incidentManager: null, dataProtection: null, internalAuditor: null });
    expect(facts['scope']).toEqual({ statement: null, version: null });
    expect(facts['risk']).toMatchObject({ method: null, acceptable: null, appetite: null, acceptanceTime: null });
    expect(of(emptyIsms(), 'soa.A_8_13')).toBe('not decided, no owner named');
    expect(of(emptyIsms(), 'commitment.backupHours')).toBeNull();
  });

  it('name who holds a role and who stands in', () => {
    expect(of(software(), 'roles.ismsManager')).toBe('Carla Voss');
    expect(of(software(), 'deputies.ismsManager')).toBe('Rui Carvalho');
    expect(of(hospital(), 'deputies.ismsManager')).toBeNull();
  });

  it('leave out who is not here on the day, and systems that are retired or out of scope', () => {
    const isms = {
      ...hospital(),
      people: [
        record('people', { name: 'Gone Before', topManagement: true, endsOn: '2026-01-31' }),
        record('people', { id: 'P-2', name: 'Still Here', topManagement: true }),
      ],
      ismsRoles: [],
      systems: [
        record('systems', { id: 'SYS-1', name: 'Old', inScope: true, retiredOn: '2026-02-01' }),
        record('systems', { id: 'SYS-2', name: 'Elsewhere', inScope: false }),
        record('systems', { id: 'SYS-3', name: 'New', kind: 'cloud', owner: 'P-1', inScope: true }),
      ],
    };
    expect(of(isms, 'roles.topManagement')).toBe('Still Here');
    expect(of(isms, 'list.systems')).toEqual([{ name: 'New', kind: 'cloud', owner: 'not named' }]);
    expect([of(isms, 'has.cloud'), of(isms, 'has.network')]).toEqual([true, false]);
    expect(of(isms, 'list.systems', '2026-01-15')).toEqual([
      { name: 'Old', kind: 'application', owner: 'not named' },
      { name: 'New', kind: 'cloud', owner: 'Gone Before' },
    ]);
  });

  it('say of a control whether it applies and who owns it', () => {
    const isms = { ...hospital(), gapAnswers: [record('gapAnswers', { id: 'A.8.13', owner: 'P-2' })] };
    expect(of(isms, 'soa.A_8_13')).toMatch(/, owner Brian Okafor$/);
    expect(of(isms, 'soa.A_8_25')).toBe('not applicable');
    expect(of(isms, 'list.excludedControls')).toContainEqual({ name: expect.stringMatching(/^A\.8\.25 /), reason: 'Not done here.' });
    expect(of(factory(), 'soa.A_8_25')).toMatch(/^applicable, /);
  });

  it('put the scales and limits of the risk method in force into words', () => {
    expect(of(software(), 'risk.appetite')).toBe('9');
    expect(of(software(), 'risk.acceptanceTime')).toBe('365 days');
    expect(of(software(), 'list.likelihood')).toHaveLength(5);
    expect(of(software(), 'list.riskLevels')).toContainEqual(
      expect.objectContaining({ name: 'Critical', acceptable: 'must be treated', acceptedBy: 'nobody', reviewed: 'every 30 days' }),
    );
  });

  it('list what is worth most, and what contracts and the law ask for', () => {
    expect(of(software(), 'list.valuableAssets')).toContainEqual({ name: 'Backups', owner: 'Jonas Brandt', classification: 'Confidential' });
    expect(of(software(), 'list.contractualRequirements')).toContainEqual(expect.objectContaining({ title: 'Availability of 99.8 % a month' }));
    expect([of(software(), 'has.regulators'), of(hospital(), 'has.regulators')]).toEqual([true, false]);
    expect(of(factory(), 'list.suppliers')).toEqual([
      { name: 'Lathe Works', service: 'Remote maintenance', owner: 'Ines Caldeira', country: 'Austria', critical: 'critical' },
    ]);
  });

  it('count in the singular where there is one', () => {
    const isms = { ...hospital(), commitments: record('commitments', { id: 'commitments', incidentReportHours: 1, newHireDays: 14 }) };
    expect([of(isms, 'commitment.incidentReportHours'), of(isms, 'commitment.newHireDays')]).toEqual(['1 hour', '14 days']);
    expect([of(factory(), 'size.systems'), of(hospital(), 'size.systems'), of(hospital(), 'size.suppliers')]).toEqual([
      '1 system',
      '2 systems',
      'no suppliers',
    ]);
  });

  it('count people by the teams in scope, and by name where a team does not say', () => {
    expect(of(hospital(), 'size.people')).toBe('12 people');
    expect(of({ ...hospital(), teams: [record('teams', { name: 'Wards', inScope: true })] }, 'size.people')).toBe('3 people');
  });
});
