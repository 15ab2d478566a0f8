import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkStandard, standard } from '../../src/standard/standard.ts';

/** Published facts about the standard, as tables that are not part of the product's own data. */
const facts = (name: string): Record<string, string>[] =>
  parse(readFileSync(new URL(`../facts/${name}.csv`, import.meta.url), 'utf8'), { columns: true, skip_empty_lines: true });
const words = (text: string) => text.toLowerCase().split(' ').filter(Boolean).toSorted();

describe('the standard as data', () => {
  it('is complete and refers to nothing that is not there', () => {
    expect(checkStandard()).toEqual([]);
    expect(standard.controls).toHaveLength(93);
    expect(standard.requirements.length).toBeGreaterThan(120);
  });

  it('covers every clause from 4.1 to 10.2', () => {
    const clauses = standard.clauses.map(({ clause }) => clause);
    expect(clauses).toEqual(
      expect.arrayContaining([
        '4.1',
        '4.2',
        '4.3',
        '4.4',
        '5.1',
        '5.2',
        '5.3',
        '6.1.1',
        '6.1.2',
        '6.1.3',
        '6.2',
        '6.3',
        '7.1',
        '7.2',
        '7.3',
        '7.4',
        '7.5.1',
        '7.5.2',
        '7.5.3',
        '8.1',
        '8.2',
        '8.3',
        '9.1',
        '9.2.1',
        '9.2.2',
        '9.3.1',
        '9.3.2',
        '9.3.3',
        '10.1',
        '10.2',
      ]),
    );
  });

  it('asks at least three questions about every requirement and every control', () => {
    const subjects = [...standard.requirements, ...standard.controls].map(({ id }) => id);
    expect(subjects.filter((id) => (standard.auditQuestions.get(id)?.length ?? 0) < 3)).toEqual([]);
    expect([...standard.auditQuestions.keys()].toSorted()).toEqual(subjects.toSorted());
    const asked = [...standard.auditQuestions.values()].flat().map(({ ask }) => ask);
    expect(asked.filter((each, index) => asked.indexOf(each) !== index)).toEqual([]);
  });

  it('knows what Amendment 1:2024 added', () => {
    expect(standard.requirements.filter(({ amendment }) => amendment === '2024').map(({ id }) => id.split('-')[0])).toEqual(['4.1', '4.2']);
  });

  it.each(facts('annex-a-attributes'))('$control has its published title, theme and five attribute sets', (row) => {
    const control = standard.control(row['control']!)!;
    expect(control.title).toBe(row['title']);
    expect(control.theme).toBe(row['theme']!.toLowerCase());
    const { types, properties, concepts, capabilities, domains } = control.attributes;
    const ours = (list: string[]) => list.map((each) => each.toLowerCase().replaceAll(/[ -]/g, '_')).toSorted();
    expect(ours(types)).toEqual(words(row['control_type']!));
    expect(ours(properties)).toEqual(words(row['information_security_properties']!));
    expect(ours(concepts)).toEqual(words(row['cybersecurity_concepts']!));
    expect(ours(capabilities)).toEqual(words(row['operational_capabilities']!).map((each) => each.replaceAll('-', '_')));
    expect(ours(domains)).toEqual(words(row['security_domains']!).map((each) => each.replaceAll('-', '_')));
  });

  it('explains every control in two to five sentences of our own', () => {
    for (const { id, summary, actions, evidence } of standard.controls) {
      const sentences = summary.split(/(?<=[.!?])\s+/).length;
      expect(sentences, id).toBeGreaterThanOrEqual(2);
      expect(sentences, id).toBeLessThanOrEqual(5);
      expect(Math.min(actions.length, evidence.length), id).toBeGreaterThanOrEqual(2);
    }
  });

  it('descends from the 2013 edition as published', () => {
    const rows = facts('iso27001-2013-to-2022');
    const published = new Map<string, Set<string>>();
    for (const { source, target } of rows) if (target!.startsWith('A.')) published.set(target!, (published.get(target!) ?? new Set()).add(source!));
    expect(published.size).toBeGreaterThan(75);
    const differences = standard.controls.flatMap(({ id, predecessors }) => {
      const theirs = published.get(id) ?? new Set();
      return [
        ...predecessors.filter((each) => !theirs.has(each)).map((each) => `${id} more: ${each}`),
        ...[...theirs].filter((each) => !predecessors.includes(each)).map((each) => `${id} less: ${each}`),
      ];
    });
    // The table leaves these nine out; ISO/IEC 27002:2022 has them in its Annex B.
    const left = [
      'A.5.5 more: A.6.1.3',
      'A.5.6 more: A.6.1.4',
      'A.5.8 more: A.6.1.5',
      'A.5.18 more: A.9.2.5',
      'A.5.18 more: A.9.2.6',
      'A.8.19 more: A.12.6.2',
      'A.8.32 more: A.14.2.3',
      'A.8.32 more: A.14.2.4',
      'A.8.34 more: A.12.7.1',
    ];
    expect(differences).toEqual(left);
    expect(new Set(standard.controls.flatMap(({ predecessors }) => predecessors)).size).toBe(114);
  });

  it('takes initial audit days from the published table', () => {
    for (const { persons_from, persons_to, initial_audit_days } of facts('audit-time')) {
      const row = standard.auditTime.bands.find(({ from }) => from === Number(persons_from));
      expect(row, persons_from).toMatchObject({ to: persons_to === '' ? null : Number(persons_to), days: Number(initial_audit_days) });
    }
  });

  it('asks for every document and record that is required or usually asked for', () => {
    const ours = new Set(standard.requiredDocuments.map(({ clause }) => clause));
    expect(
      facts('required-documents')
        .map(({ clause }) => clause!.split(' ')[0]!)
        .filter((clause) => !ours.has(clause)),
    ).toEqual([]);
    expect(standard.requiredDocuments.length).toBeGreaterThanOrEqual(facts('required-documents').length);
  });

  it('brings at least 80 scenarios for five sectors, and uses every control in one', () => {
    expect(standard.scenarios.length).toBeGreaterThanOrEqual(80);
    const sectors = ['saas', 'professional-services', 'manufacturing', 'health', 'public'];
    for (const sector of sectors)
      expect(standard.scenarios.filter(({ sectors: of }) => (of as string[]).includes(sector)).length, sector).toBeGreaterThanOrEqual(20);
    const used = new Set(standard.scenarios.flatMap(({ controls }) => controls));
    expect(standard.controls.filter(({ id }) => !used.has(id)).map(({ id }) => id)).toEqual([]);
  });
});
