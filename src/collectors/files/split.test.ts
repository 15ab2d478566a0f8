import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Splitter, type Place } from './split.ts';

interface Seen {
  found: { path: string; value: unknown; place: Place }[];
  damaged: { problem: string; place: Place }[];
}

function split(bytes: Buffer, paths: string[], cuts: number[] = [], limit?: number): Seen {
  const seen: Seen = { found: [], damaged: [] };
  const splitter = new Splitter({
    paths,
    found: (path, text, place) => void seen.found.push({ path, value: JSON.parse(text), place }),
    damaged: (problem, place) => void seen.damaged.push({ problem, place }),
    ...(limit !== undefined && { limit }),
  });
  let from = 0;
  for (const cut of [...new Set(cuts.map((each) => each % (bytes.length + 1)))].toSorted((a, b) => a - b)) {
    splitter.push(bytes.subarray(from, cut));
    from = cut;
  }
  splitter.push(bytes.subarray(from));
  splitter.end();
  return seen;
}
const values = (text: string, ...paths: string[]) => split(Buffer.from(text), paths).found.map(({ value }) => value);
const everyByte = (length: number) => Array.from({ length }, (_each, index) => index);

const record = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue());
const blanks = fc.constantFrom(undefined, 1, '\t', 4);
const cuts = fc.array(fc.nat(), { maxLength: 40 });

describe('any chunking of any JSON gives the same records', () => {
  it('in an array, however it is indented', () => {
    fc.assert(
      fc.property(fc.array(record), blanks, cuts, (list, indent, at) => {
        const { found, damaged } = split(Buffer.from(JSON.stringify(list, null, indent)), ['$[]'], at);
        expect(damaged).toEqual([]);
        expect(found.map(({ value }) => value)).toEqual(JSON.parse(JSON.stringify(list)));
      }),
      { numRuns: 100 },
    );
  });

  it('a record a line, or one after the other without any', () => {
    fc.assert(
      fc.property(fc.array(record), fc.constantFrom('\n', '\r\n', '', ' ', '\n\n'), cuts, (list, between, at) => {
        const { found, damaged } = split(Buffer.from(list.map((each) => JSON.stringify(each)).join(between)), ['$'], at);
        expect(damaged).toEqual([]);
        expect(found.map(({ value }) => value)).toEqual(JSON.parse(JSON.stringify(list)));
      }),
      { numRuns: 100 },
    );
  });

  it('in lists below keys, among whatever else stands there', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.array(record), fc.jsonValue(), fc.jsonValue())), fc.jsonValue(), blanks, cuts, (runs, other, indent, at) => {
        const file = { other, runs: runs.map(([results, before, after]) => ({ before, results, after, nested: { results: [1] } })), results: [{}] };
        const { found, damaged } = split(Buffer.from(JSON.stringify(file, null, indent)), ['$.runs[].results[]'], at);
        expect(damaged).toEqual([]);
        expect(found.map(({ value }) => value)).toEqual(JSON.parse(JSON.stringify(runs.flatMap(([results]) => results))));
      }),
      { numRuns: 100 },
    );
  });

  it('and says where each stands', () => {
    fc.assert(
      fc.property(fc.array(record, { minLength: 1 }), cuts, (list, at) => {
        const text = JSON.stringify(list, null, 2);
        const bytes = Buffer.from(text);
        for (const { value, place } of split(bytes, ['$[]'], at).found) {
          const before = bytes.subarray(0, place.byte).toString('utf8');
          expect(before.split('\n')).toHaveLength(place.line);
          expect(
            bytes
              .subarray(place.byte)
              .toString('utf8')
              .startsWith(JSON.stringify(value, null, 2).slice(0, 1)),
          ).toBe(true);
        }
      }),
    );
  });
});

describe('what is found', () => {
  it('numbers, words and texts too, each at its path', () => {
    const { found } = split(Buffer.from('{"a": 1, "b": ["x", {"c": null}], "d": -2.5e3, "e": true}'), ['$.a', '$.b[]', '$.d', '$.e'], everyByte(60));
    expect(found.map(({ path, value }) => [path, value])).toEqual([
      ['$.a', 1],
      ['$.b[]', 'x'],
      ['$.b[]', { c: null }],
      ['$.d', -2500],
      ['$.e', true],
    ]);
  });

  it('behind a byte order mark, however it is cut', () => {
    const bytes = Buffer.from('\uFEFF[{"a":1}]');
    for (const at of [[], everyByte(bytes.length)]) expect(split(bytes, ['$[]'], at)).toMatchObject({ found: [{ value: { a: 1 } }], damaged: [] });
  });

  it('several documents one after the other, as a client writes pages', () => {
    expect(values('{"Findings": [{"a": 1}]}\n{"Findings": [{"a": 2}, {"a": 3}]}', '$.Findings[]')).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }]);
  });
});

describe('what is damaged is told of with its place, and the rest is read', () => {
  const pretty = (list: unknown[]) => JSON.stringify(list, null, 4);
  const records = (count: number) => Array.from({ length: count }, (_each, index) => ({ id: index, text: `text ${index}`, more: { id: [index] } }));
  const ids = ({ found }: Seen) => found.map(({ value }) => (value as { id: number }).id);

  it.each([
    ['a quotation mark is missing', '"text 1",', '"text 1,'],
    [
      'a bracket is not closed',
      '"more": {\n            "id": [\n                1\n            ]\n        }',
      '"more": {\n            "id": [\n                1',
    ],
    ['the record is not closed', '    },\n    {\n        "id": 2', '    ,\n    {\n        "id": 2'],
    ['a bracket too many', '    },\n    {\n        "id": 2', '    }},\n    {\n        "id": 2'],
    ['a piece is cut out', '"text": "text 1",\n        "more"', '"te'],
  ])('%s', (_what, right, wrong) => {
    const text = pretty(records(5));
    expect(text).toContain(right);
    const bytes = Buffer.from(text.replace(right, wrong));
    for (const at of [[], everyByte(bytes.length), [7, 100, 101, 150]]) {
      const seen = split(bytes, ['$[]'], at);
      expect(seen.damaged.length).toBeGreaterThanOrEqual(1);
      expect(seen.damaged[0]!.place.line).toBeGreaterThanOrEqual(10);
      expect(ids(seen).filter((id) => id !== 1)).toEqual([0, 2, 3, 4]);
    }
  });

  it('in a file of lines only the line is lost', () => {
    const lines = records(6).map((each) => JSON.stringify(each));
    lines[2] = lines[2]!.slice(0, -8);
    lines[4] = lines[4]!.replace('"text 4"', '"text 4');
    const bytes = Buffer.from(lines.join('\r\n'));
    for (const at of [[], everyByte(bytes.length)]) {
      const seen = split(bytes, ['$'], at);
      expect(ids(seen)).toEqual([0, 1, 3, 5]);
      expect(seen.damaged.map(({ place }) => place.line)).toEqual([3, 5]);
    }
  });

  it('in a file that is one line, what begins alike is a record again', () => {
    const text = JSON.stringify(records(4)).replace('"text 1"', '"text 1');
    const seen = split(Buffer.from(text), ['$[]']);
    expect(ids(seen)).toEqual(expect.arrayContaining([0, 3]));
    expect(seen.damaged.length).toBeGreaterThan(0);
  });

  it('a file that breaks off keeps what was whole, wherever it breaks off', () => {
    const bytes = Buffer.from(pretty(records(3)));
    for (let length = 2; length < bytes.length; length++) {
      const seen = split(bytes.subarray(0, length), ['$[]']);
      expect(seen.damaged).toHaveLength(1);
      expect(ids(seen)).toEqual([0, 1, 2].slice(0, ids(seen).length));
    }
  });

  it('a record above the limit is left out, and it is not held', () => {
    const list = [{ id: 0 }, { id: 1, text: 'x'.repeat(5000) }, { id: 2 }];
    for (const text of [JSON.stringify(list), pretty(list), list.map((each) => JSON.stringify(each)).join('\n')]) {
      const path = text.startsWith('[') ? '$[]' : '$';
      const seen = split(Buffer.from(text), [path], everyByte(text.length), 1000);
      expect(ids(seen)).toEqual([0, 2]);
      expect(seen.damaged).toEqual([{ problem: expect.stringContaining('larger'), place: expect.anything() }]);
    }
  });

  it('gives up on what is no file of records, in bounded time', () => {
    const began = performance.now();
    expect(() => split(Buffer.from('{"a":1,\n'.repeat(100_000)), ['$'])).toThrow(RangeError);
    expect(performance.now() - began).toBeLessThan(30_000);
  });

  it('survives any bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', '\n', ' ', 'a', '1', 'é') }), cuts, (text, at) => {
        const seen = { found: 0, damaged: 0 };
        const splitter = new Splitter({ paths: ['$', '$[]', '$.a[]'], found: () => void seen.found++, damaged: () => void seen.damaged++ });
        const bytes = Buffer.from(text);
        const cut = (at[0] ?? 0) % (bytes.length + 1);
        splitter.push(bytes.subarray(0, cut));
        splitter.push(bytes.subarray(cut));
        splitter.end();
        expect(seen.found + seen.damaged).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 2000 },
    );
  });
});
