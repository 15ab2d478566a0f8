import { describe, expect, it } from 'vitest';
import { checkStandard, standard } from '../../standard/standard.ts';
import type { Isms } from '../isms.ts';
import { record } from '../testing.ts';
import { factSources, factsOf } from './facts.ts';
import { genericness } from './genericness.ts';
import { blocksOf, plainRuns, sentencesOf, type Block } from './markdown.ts';
import { association, factory, hospital, software, townHall } from './testing.ts';
import { render } from './render.ts';

const day = '2026-11-24';
const organisations = {
  'a software company': software(),
  'a hospital': hospital(),
  'a factory': factory(),
  'a town hall': townHall(),
  'an association': association(),
};
const named = Object.entries(organisations);
const filled = (isms: Isms, body: string) => render(body, factsOf(isms, standard, day));
const titles = new Set(standard.templates.map(({ title }) => title));

/** Words of each organisation that no other may show. */
const own: Record<keyof typeof organisations, RegExp> = {
  'a software company': /Fjordlicht|Lindqvist|Nordwolke/,
  'a hospital': /Aldhelm|Agnes Thorne|Mill Street/,
  'a factory': /Drost|Kanaalweg|Lathe Works/,
  'a town hall': /Strandvik/,
  'an association': /Anglers/,
};

/** Headings with the blocks below them. */
function sectionsOf(blocks: Block[]): { title: string; level: number; blocks: Block[] }[] {
  const found: { title: string; level: number; blocks: Block[] }[] = [];
  for (const block of blocks)
    if (block.kind === 'heading') found.push({ title: plainRuns(block.runs), level: block.level, blocks: [] });
    else found.at(-1)?.blocks.push(block);
  return found;
}

/** The table that says where each requirement is met: its first two columns. */
function served(text: string): { requirement: string; where: string }[] {
  const last = sectionsOf(blocksOf(text)).find(({ title }) => title === 'Related documents and controls');
  const table = last?.blocks.find((block) => block.kind === 'table');
  return table?.kind === 'table'
    ? table.rows.map(([requirement, where]) => ({ requirement: plainRuns(requirement!), where: plainRuns(where!) }))
    : [];
}

const sectionTags = (body: string) => [
  ...new Set([...body.matchAll(/\{\{([#^])\s*((?:has|control|deputies|context|organisation)\.\w+)\s*\}\}/g)].map(([, , path]) => path!)),
];

describe('the templates', () => {
  it('are at least forty, name what exists, and the eight operational procedures are among them', () => {
    expect(checkStandard()).toEqual([]);
    expect(standard.templates.length).toBeGreaterThanOrEqual(40);
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

  it('between them serve every control of Annex A', () => {
    const offered = new Set(standard.templates.flatMap(({ controls }) => controls));
    expect(standard.controls.filter(({ id }) => !offered.has(id)).map(({ id }) => id)).toEqual([]);
  });

  it('open every conditional section for one of the organisations, and close it for another', () => {
    const states = new Map<string, Set<boolean>>();
    for (const isms of Object.values(organisations)) {
      const facts = factsOf(isms, standard, day);
      for (const path of standard.templates.flatMap(({ body }) => sectionTags(body))) {
        const [group, name] = path.split('.') as [string, string];
        const value = (facts[group] as Record<string, unknown>)[name];
        states.set(path, (states.get(path) ?? new Set()).add(value === true || typeof value === 'string'));
      }
    }
    expect([...states].filter(([, seen]) => seen.size < 2).map(([path]) => path)).toEqual([]);
  });

  it('say of the information security policy where each letter of 5.2 is met', () => {
    const { body } = standard.templates.find(({ id }) => id === 'information-security-policy')!;
    const rows = served(filled(software(), body).text).map(({ requirement }) => requirement);
    for (const letter of 'abcdefg') expect(rows.some((row) => row.startsWith(`5.2 ${letter}:`))).toBe(true);
  });

  it('hold no section about data centres for a company without one', () => {
    for (const { body } of standard.templates)
      expect(sectionsOf(blocksOf(filled(software(), body).text)).map(({ title }) => title)).not.toContain('Data centres');
    const { body } = standard.templates.find(({ id }) => id === 'physical-security-policy')!;
    expect(filled(hospital(), body).text).toContain('Server hall North');
  });
});

describe.each(standard.templates)('$id', ({ id, title, type, body, controls, clauses }) => {
  const known = new Set(factSources(standard).map(({ path }) => path));

  it('is bound to facts that exist', () => {
    const used = [...body.matchAll(/\{\{[#/^]?\s*([\w.]+)\s*\}\}/g)].map(([, path]) => path!).filter((path) => path.includes('.'));
    expect(used.length).toBeGreaterThan(10);
    expect(used.filter((path) => !known.has(path))).toEqual([]);
  });

  it('names only templates as related documents', () => {
    const related = /^Read together with: (.+)\.$/m.exec(body)?.[1]?.split('; ') ?? [];
    expect(related.length).toBeGreaterThanOrEqual(3);
    expect(related.filter((each) => !titles.has(each) || each === title)).toEqual([]);
  });

  it('has the parts that an auditor looks for', () => {
    expect(body).toMatch(/\{\{commitment\.recordKeepYears\}\}/);
    expect(body).toMatch(/\{\{roles\.\w+\}\}/);
    expect(body).toMatch(/xception/);
    expect(body).toMatch(/eview/);
  });

  describe.each(named)('for %s', (who, isms) => {
    const { text, blanks, problem } = filled(isms, body);

    it('leaves no blank and no foreign name', () => {
      expect([problem, blanks.filter(({ path }) => !(who === 'a factory' && path === 'organisation.country'))]).toEqual([null, []]);
      expect(text).not.toMatch(/\{\{|\}\}/);
      expect(named.filter(([other]) => other !== who && own[other as keyof typeof organisations].test(text)).map(([other]) => other)).toEqual([]);
    });

    it('is found sound by the checks of the product, its own words below the tolerated share', () => {
      const document = record('documents', { title, type: type === 'policy' ? type : 'standard', template: id });
      const version = record('documentVersions', { document: 'D-1', number: 1, status: 'draft', body, author: 'x', authorName: 'X' });
      const found = genericness(isms, standard, document, version, day).filter(({ check }) => !(who === 'a factory' && check === 'blank'));
      expect(found.map(({ check, text: why, sentences }) => [check, why, sentences])).toEqual([]);
    });

    it('has no empty section, table or list', () => {
      const blocks = blocksOf(text);
      const sections = sectionsOf(blocks);
      const empty = sections.filter((section, index) => section.blocks.length === 0 && !((sections[index + 1]?.level ?? 0) > section.level));
      expect(empty.map((section) => section.title)).toEqual([]);
      expect(blocks.filter((block) => block.kind === 'table' && block.rows.length === 0)).toEqual([]);
      // A sentence that announces a list is followed by one.
      const announced = blocks.filter(
        (block, index) =>
          block.kind === 'paragraph' && plainRuns(block.runs).endsWith(':') && !['list', 'table'].includes(blocks[index + 1]?.kind ?? ''),
      );
      expect(announced.map((block) => (block.kind === 'paragraph' ? plainRuns(block.runs) : ''))).toEqual([]);
    });

    it('says of every control and clause in which of its sections it is met', () => {
      const rows = served(text);
      const headings = sectionsOf(blocksOf(text)).map((section) => section.title);
      const cited = rows.map(({ requirement }) => requirement).join('\n');
      expect(controls.filter((control) => !new RegExp(`^${control.replaceAll('.', '\\.')} `, 'm').test(cited))).toEqual([]);
      const numbers = [...new Set(clauses.map((clause) => clause.split('-')[0]!))];
      expect(numbers.filter((number) => !new RegExp(`(^|, |and )${number.replaceAll('.', '\\.')}\\b`, 'm').test(cited))).toEqual([]);
      for (const { requirement, where } of rows) {
        // Headings may hold commas: take the known ones away and nothing is left.
        const rest = headings.toSorted((a, b) => b.length - a.length).reduce((left, heading) => left.replace(heading, ''), where);
        expect([requirement, rest.replaceAll(/[,\s]/g, '')]).toEqual([requirement, '']);
        expect(where).not.toBe('');
      }
    });
  });

  it('reads differently for each two of them', () => {
    const texts = named.filter(([who]) => who !== 'an association').map(([, isms]) => sentencesOf(filled(isms, body).text));
    for (const [index, one] of texts.entries())
      for (const other of texts.slice(index + 1)) {
        const there = new Set(other);
        expect(one.filter((sentence) => !there.has(sentence)).length).toBeGreaterThanOrEqual(10);
      }
  });
});
