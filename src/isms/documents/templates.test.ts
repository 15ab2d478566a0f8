import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ismsFromFiles } from '../../interchange/files.ts';
import { checkStandard, standard } from '../../standard/standard.ts';
import type { Isms } from '../isms.ts';
import { record } from '../testing.ts';
import { factSources, factsOf } from './facts.ts';
import { genericness } from './genericness.ts';
import { sentencesOf } from './markdown.ts';
import { commitmentList } from './model.ts';
import { render } from './render.ts';

const day = '2026-11-24';
const folder = new URL('../../../sample/', import.meta.url);
const sample = ismsFromFiles(
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(yaml|md)$/.test(path))
      .map((path) => [path.replaceAll('\\', '/'), readFileSync(new URL(path, folder), 'utf8')]),
  ),
);
const committed = (times: number) =>
  record('commitments', { id: 'commitments', ...Object.fromEntries(commitmentList.map(({ field, usual }) => [field, usual * times])) } as never);

/** The sample: software from the cloud, with its roles filled. */
function software(): Isms {
  const isms = { ...sample, commitments: committed(1) };
  isms.ismsRoles = [
    ...sample.ismsRoles,
    ...(['incident-manager', 'data-protection', 'internal-auditor'] as const).map((kind, index) =>
      record('ismsRoles', { id: `ROLE-9${index}`, name: `Extra ${kind}`, kind, holders: ['P-2'] }),
    ),
  ];
  return isms;
}
/** A hospital with a data centre and without developers, cloud or suppliers. */
function hospital(): Isms {
  const people = ['Agnes Thorne', 'Brian Okafor', 'Chiara Neri'].map((name, index) =>
    record('people', { id: `P-${index + 1}`, name, topManagement: index === 0 }),
  );
  return {
    ...sample,
    organisation: { ...sample.organisation, name: 'Saint Aldhelm Hospital Trust', sector: 'health', country: 'Ireland' },
    people,
    ismsRoles: (['top-management', 'isms-manager', 'incident-manager', 'data-protection', 'internal-auditor'] as const).map((kind, index) =>
      record('ismsRoles', { id: `ROLE-${index + 1}`, name: kind, kind, holders: [people[index % 3]!.id] }),
    ),
    teams: [record('teams', { name: 'Medical informatics', inScope: true, lead: 'P-2', persons: 12 })],
    locations: [
      record('locations', { id: 'LOC-1', name: 'Server hall North', kind: 'data-centre', address: 'Mill Street 4', inScope: true }),
      record('locations', { id: 'LOC-2', name: 'Main building', kind: 'office', address: 'Mill Street 1', inScope: true }),
    ],
    systems: [record('systems', { name: 'Patient records', kind: 'service', owner: 'P-2', inScope: true })],
    suppliers: [],
    interfaces: [],
    requirements: [],
    scopeVersions: [
      record('scopeVersions', {
        number: 2,
        status: 'approved',
        title: 'Scope',
        statement: 'Running the patient records of the hospital at Mill Street.',
      }),
    ],
    soaDecisions: ['A.8.25', 'A.8.28'].map((id) => record('soaDecisions', { id, applicable: false, exclusionReason: 'No software is written.' })),
    risks: [],
    commitments: committed(2),
  };
}

const filled = (isms: Isms, body: string) => render(body, factsOf(isms, standard, day));

describe('the templates', () => {
  it('are at least thirty, name what exists, and the eight operational procedures are among them', () => {
    expect(checkStandard()).toEqual([]);
    expect(standard.templates.length).toBeGreaterThanOrEqual(30);
    expect(standard.templates.map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        'access-control-policy',
        'acceptable-use-policy',
        'incident-response-procedure',
        'change-management-procedure',
        'business-continuity-plan',
        'supplier-security-procedure',
        'classification-procedure',
        'backup-recovery-procedure',
      ]),
    );
  });

  it('between them fulfil every document that a clause demands and the product does not keep by itself', () => {
    const offered = new Set(standard.templates.flatMap(({ fulfils }) => fulfils));
    const demanded = standard.requiredDocuments.filter(
      ({ basis, kind, keptIn }) => basis === 'required' && kind === 'document' && keptIn === 'elsewhere',
    );
    expect(demanded.filter(({ id }) => !offered.has(id)).map(({ id }) => id)).toEqual([]);
  });
});

describe.each(standard.templates)('$id', ({ id, title, type, body }) => {
  const known = new Set(factSources(standard).map(({ path }) => path));

  it('is bound to facts that exist', () => {
    const used = [...body.matchAll(/\{\{[#/^]?\s*([\w.]+)\s*\}\}/g)].map(([, path]) => path!).filter((path) => path.includes('.'));
    expect(used.length).toBeGreaterThan(2);
    expect(used.filter((path) => !known.has(path))).toEqual([]);
  });

  it.each([
    ['a software company', software(), 'Saint Aldhelm'],
    ['a hospital', hospital(), 'Fjordlicht'],
  ])('for %s leaves no blank and no foreign name', (_, isms, foreign) => {
    const { text, blanks, problem } = filled(isms, body);
    expect([problem, blanks]).toEqual([null, []]);
    expect(text).not.toMatch(/\{\{|\}\}/);
    expect(text).not.toContain(foreign);
    const document = record('documents', { title, type, template: id });
    const version = record('documentVersions', { document: 'D-1', number: 1, status: 'draft', body, author: 'x', authorName: 'X' });
    // Nothing is wrong with it but that, in some, nobody has said yet how it is done here.
    const found = genericness(isms, standard, document, version, day).filter(({ check }) => check !== 'untouched');
    expect(found.map(({ check, text: why, sentences }) => [check, why, sentences])).toEqual([]);
  });

  it('reads differently for the two', () => {
    const [one, other] = [sentencesOf(filled(software(), body).text), new Set(sentencesOf(filled(hospital(), body).text))];
    expect(one.filter((sentence) => !other.has(sentence)).length).toBeGreaterThanOrEqual(3);
  });
});

it('a section about data centres does not appear for a company without one', () => {
  const { body } = standard.templates.find(({ id }) => id === 'physical-security-policy')!;
  expect(filled(software(), body).text).not.toMatch(/data centre/i);
  expect(filled(hospital(), body).text).toContain('Server hall North');
});
