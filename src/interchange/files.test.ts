import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { collections } from '../isms/collections.ts';
import { record } from '../isms/testing.ts';
import { fieldMeta } from '../platform/contract/fields.ts';
import { AttachedFile } from '../platform/files/model.ts';
import type { Snapshot, StoredRecord } from '../platform/ledger/snapshot.ts';
import { attachedFiles, fromFiles, ismsFromFiles, toFiles } from './files.ts';

const kept = Object.values(collections).filter(({ inFiles }) => inFiles);
/** Every register with numbers has two records, so that any reference finds something. */
const idsOf = (name: string): string[] => {
  if (name === 'controls') return ['A.5.1', 'A.8.34'];
  if (name === 'subjects') return ['A.5.1', '4.2-a'];
  const known = kept.find((each) => each.name === name);
  return known?.prefix ? [`${known.prefix}-1`, `${known.prefix}-2`] : [];
};

/** Any value that a model allows: what makes a text awkward in YAML or Markdown is in it. */
function anyValue(schema: z.ZodType): fc.Arbitrary<unknown> {
  const { reference } = fieldMeta(schema);
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional) {
    const inner = schema.unwrap() as z.ZodType;
    return reference ? anyValue(inner.meta({ reference })) : anyValue(inner);
  }
  if (schema instanceof z.ZodNullable) {
    const inner = schema.unwrap() as z.ZodType;
    return fc.option(reference ? anyValue(inner.meta({ reference })) : anyValue(inner));
  }
  if (reference && schema instanceof z.ZodArray) return fc.subarray(idsOf(reference));
  if (reference) return fc.constantFrom(...idsOf(reference));
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options);
  if (schema instanceof z.ZodLiteral) return fc.constantFrom(...schema.values);
  if (schema instanceof z.ZodBoolean) return fc.boolean();
  if (schema instanceof z.ZodArray)
    return fc
      .array(anyValue(schema.element as z.ZodType), { maxLength: 3 })
      .map((list) => (allows(schema, list) ? list : [list[0] ?? fc.sample(anyValue(schema.element as z.ZodType), 1)[0]]))
      .filter((list) => allows(schema, list));
  if (schema === AttachedFile)
    return fc.record({
      name: anyValue(AttachedFile.shape.name),
      mediaType: fc.constantFrom('application/pdf', 'text/markdown'),
      size: fc.nat(),
      sha256: fc.stringMatching(/^[0-9a-f]{64}$/),
    });
  if (schema instanceof z.ZodObject)
    return fc.record(Object.fromEntries(Object.entries(schema.shape).map(([field, each]) => [field, anyValue(each as z.ZodType)])), {
      noNullPrototype: true,
    });
  if (schema instanceof z.ZodRecord) {
    const keys = schema.keyType instanceof z.ZodEnum ? schema.keyType.options : ['A.5.1', 'A.8.34', '4.2-a'];
    return fc.dictionary(fc.constantFrom(...(keys as string[])), anyValue(schema.valueType as z.ZodType), { noNullPrototype: true });
  }
  if (schema instanceof z.ZodNumber) {
    const within = { min: Math.max(schema.minValue ?? 0, 0), max: Math.min(schema.maxValue ?? 1000, 1000) };
    const integer = fc.integer({
      min: Math.max(Math.ceil(within.min), Math.min(1, Math.floor(within.max))),
      max: Math.max(1, Math.min(7, Math.floor(within.max))),
    });
    return fc.oneof(integer, fc.double({ noNaN: true, noDefaultInfinity: true, ...within })).filter((value) => allows(schema, value));
  }
  if (schema instanceof z.ZodISODate)
    return fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
  if (schema instanceof z.ZodISODateTime)
    return fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }).map((date) => date.toISOString());
  if (schema instanceof z.ZodString) {
    const awkward = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.constantFrom(
        '',
        '---',
        '\n---\n',
        '- a: b',
        '# no comment',
        'yes',
        'null',
        '2027-03-03',
        '1e3',
        '0x10',
        ' blank around ',
        'line\n\n\nline\n',
        'tab\there',
        '"quoted"',
        "it's",
        'ä ß 漢 🙂',
        '[x](y)',
        '{a: 1}',
        '|',
        '>',
        '%',
        '@x',
        '`code`',
        'Europe/Berlin',
        'EUR',
        '09:30',
        'slug',
        'A.5.1',
        'a'.repeat(250),
      ),
    );
    return awkward.map((text) => schema.safeParse(text).data ?? '').filter((text) => allows(schema, text));
  }
  if (schema instanceof z.ZodNull) return fc.constant(null);
  if (schema instanceof z.ZodUnion) return fc.oneof(...(schema.options as z.ZodType[]).map(anyValue));
  throw new Error(`No values known for ${schema.constructor.name}.`);
}
const allows = (schema: z.ZodType, value: unknown) => {
  const result = schema.safeParse(value);
  return result.success && JSON.stringify(result.data) === JSON.stringify(value);
};

const bookkeeping = { version: 1, createdAt: '1970-01-01T00:00:00Z', updatedAt: '1970-01-01T00:00:00Z' };
const anySnapshot: fc.Arbitrary<Snapshot> = fc
  .tuple(
    ...kept.map(({ name, record: model, prefix }) => {
      const ids = prefix ? idsOf(name) : name === 'organisations' ? ['organisation'] : name === 'climate' ? ['climate'] : ['A.5.1', 'A.8.34'];
      return fc.tuple(
        ...ids.map((id) =>
          anyValue(model).map((fields): [string, StoredRecord] => [
            id,
            model.parse({ ...(fields as object), ...bookkeeping, id, ...(name === 'organisations' ? { archivedAt: null } : {}) }) as StoredRecord,
          ]),
        ),
      );
    }),
  )
  .map((all) => ({ head: 1, records: new Map(kept.map(({ name }, index) => [name, new Map(all[index]!)])) }));

const plain = (records: Iterable<StoredRecord>) => [...records].toSorted((a, b) => (a.id < b.id ? -1 : 1));

describe('the management system as files', () => {
  it('loses nothing, whatever is in it (property)', () => {
    fc.assert(
      fc.property(anySnapshot, (snapshot) => {
        const back = fromFiles(toFiles(snapshot));
        for (const { name } of kept) expect(plain(back.get(name)!), name).toEqual(plain(snapshot.records.get(name)!.values()));
      }),
      { numRuns: 60 },
    );
  });

  it('has one text for one state: written again, nothing differs (property)', () => {
    fc.assert(
      fc.property(anySnapshot, (snapshot) => {
        const files = toFiles(snapshot);
        const back = fromFiles(files);
        expect(
          toFiles({
            head: 9,
            records: new Map([...back].map(([name, records]) => [name, new Map(records.toReversed().map((each) => [each.id, each]))])),
          }),
        ).toEqual(files);
      }),
      { numRuns: 20 },
    );
  });

  it('names every file that a record refers to, once (property)', () => {
    fc.assert(
      fc.property(anySnapshot, (snapshot) => {
        const hashes = attachedFiles(snapshot).map(({ sha256 }) => sha256);
        const isFile = (value: unknown): value is AttachedFile =>
          typeof value === 'object' && value !== null && 'sha256' in value && 'mediaType' in value;
        const files = [...snapshot.records.values()].flatMap((records) =>
          [...records.values()].flatMap((each) => Object.values(each).flat().filter(isFile)),
        );
        expect(new Set(hashes).size).toBe(hashes.length);
        expect(hashes.toSorted()).toEqual([...new Set(files.map(({ sha256 }) => sha256))].toSorted());
      }),
      { numRuns: 20 },
    );
  });

  it('has the long texts of documents as files that can be read and compared', () => {
    const version = record('documentVersions', {
      id: 'DV-1',
      document: 'D-1',
      number: 1,
      status: 'in-review',
      body: '# Was',
      text: '# Is',
      author: 'a',
      authorName: 'A',
    });
    const files = toFiles({ head: 1, records: new Map([['document-versions', new Map([['DV-1', version as StoredRecord]])]]) });
    expect(files['document-versions/DV-1.md']).toMatch(/^---\n[\s\S]*\n---\n# Was$/);
    expect(files['document-texts/DV-1.md']).toBe('# Is');
  });

  it('changes one line when one field changes', () => {
    const with_ = (title: string) =>
      toFiles({
        head: 1,
        records: new Map([
          ['organisations', new Map([['org', record('organisations', { id: 'org', name: 'X', slug: 'x' }) as StoredRecord]])],
          ['risks', new Map(['R-1', 'R-2', 'R-10'].map((id) => [id, record('risks', { id, title: id === 'R-2' ? title : id }) as StoredRecord]))],
        ]),
      });
    const [before, after] = [with_('Fire')['risks.yaml']!.split('\n'), with_('Flood')['risks.yaml']!.split('\n')];
    expect(before.filter((line, index) => line !== after[index])).toEqual(['  title: Fire']);
    expect(before.filter((line) => line.includes('id:'))).toEqual(['- id: R-1', '- id: R-2', '- id: R-10']);
  });
});

describe('files that are wrong', () => {
  const good = () => ({ 'annexa.yaml': 'format: 1\n', 'organisation.yaml': 'id: org\nname: X\nslug: x\n' });
  it.each([
    ['a reference to nothing', { 'risks.yaml': '- id: R-1\n  title: Fire\n  owner: P-9\n' }, 'risks, R-1, owner', 'There is no P-9 in people.'],
    ['an id that stands twice', { 'people.yaml': '- id: P-1\n  name: A\n- id: P-1\n  name: B\n' }, 'people, P-1', 'The id stands there twice.'],
    [
      'a value that is not allowed',
      { 'risks.yaml': '- id: R-1\n  title: Fire\n  treatment: pray\n' },
      'risks.yaml, R-1, treatment',
      'Invalid option',
    ],
    ['YAML that is none', { 'risks.yaml': '- id: [R-1\n' }, 'risks.yaml', 'not YAML in line 2: deficient indentation'],
    ['YAML that grows', { 'risks.yaml': `- &a [x]\n- [${Array(21).fill('*a').join(', ')}]\n` }, 'risks.yaml', 'not YAML in line'],
    ['a register that is none', { 'dragons.yaml': '[]' }, 'dragons.yaml', 'There is no such register'],
    ['no list', { 'risks.yaml': 'id: R-1' }, 'risks.yaml', 'must hold a list'],
    ['a scope without its data', { 'scope/SCOPE-1.md': 'Only text' }, 'scope/SCOPE-1.md', 'must begin with its data'],
    ['a text that belongs to nothing', { 'document-texts/DV-9.md': 'Words' }, 'document-texts/DV-9.md', 'There is no document-versions/DV-9.md'],
    ['another format', { 'annexa.yaml': 'format: 2\n' }, 'annexa.yaml', 'must be 1'],
  ])('%s: place and reason are named', (_case, files, field, message) => {
    let problem: any;
    try {
      ismsFromFiles({ ...good(), ...files });
    } catch (error) {
      problem = error;
    }
    expect(problem?.code).toBe('invalid-input');
    expect(problem.data.fields).toContainEqual({ field, message: expect.stringContaining(message) });
  });

  it('names everything at once', () => {
    const everything = { 'risks.yaml': '- id: R-1\n- id: R-2\n  title: X\n  owner: P-1\n' };
    const fields = ['risks.yaml, R-1, title', 'annexa.yaml', 'organisation.yaml', 'risks, R-2, owner'];
    expect(() => ismsFromFiles(everything)).toThrowError(
      expect.objectContaining({ data: expect.objectContaining({ fields: fields.map((field) => expect.objectContaining({ field })) }) }),
    );
  });
});
