import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factSources, type Facts } from '../../../../src/isms/documents/facts.ts';
import { blocksOf } from '../../../../src/isms/documents/markdown.ts';
import { render } from '../../../../src/isms/documents/render.ts';
import { standard } from '../../../../src/standard/standard.ts';
import { parse } from './markdown.ts';
import { write, type Mark, type Node } from './written.ts';

const folder = new URL('../../../../standard/templates/', import.meta.url);
const templates = readdirSync(folder)
  .filter((name) => name.endsWith('.md'))
  .map((name) => ({ name, body: readFileSync(new URL(name, folder), 'utf8').replace(/^---\n.*?\n---\n/s, '') }));
const through = (body: string) => {
  const { doc, sources } = parse(body);
  return write(doc, sources);
};
/** As if every block had been touched: nothing keeps its letters. */
const rewritten = (body: string) => write(parse(body).doc);

/** Every fact there is, with something in it; with `open` every section applies and every list has two entries. */
function facts(open: boolean): Facts {
  const found: Record<string, Record<string, Facts[string]>> = {};
  const entry = (name: string) =>
    Object.fromEntries(
      ['name', 'owner', 'kind', 'address', 'service', 'lead', 'reason', 'title', 'source', 'holders', 'responsibilities', 'acceptable'].map((key) => [
        key,
        `${key} ${name}`,
      ]),
    );
  for (const { path, kind } of factSources(standard)) {
    const [group, name] = path.split('.') as [string, string];
    (found[group] ??= {})[name] = kind === 'flag' ? open : kind === 'list' ? (open ? [entry('one'), entry('two')] : []) : `what ${name} says`;
  }
  return found;
}

describe('templates', () => {
  it.each(templates)('$name comes back letter by letter, and reads the same when every block was touched', ({ body }) => {
    expect(through(body)).toBe(body.trim());
    const again = rewritten(body);
    expect(parse(again).doc).toEqual(parse(body).doc);
    for (const open of [true, false]) {
      expect(render(through(body), facts(open))).toEqual(render(body, facts(open)));
      expect(blocksOf(render(again, facts(open)).text)).toEqual(blocksOf(render(body, facts(open)).text));
    }
  });

  it('are held by the rich editor to the last block', () => {
    const held = templates.flatMap(({ name, body }) =>
      parse(body)
        .doc.content!.filter(({ type }) => type === 'source')
        .map((node) => [name, node]),
    );
    expect(held).toEqual([]);
  });
});

describe('what the editor does not hold is kept as source', () => {
  it.each([
    ['an image', '![Plan](https://x.example/plan.png)'],
    ['HTML', '<details>\n<summary>More</summary>\n</details>'],
    ['a task list', '* [ ] one\n* [x] two'],
    ['a link with a title', 'See [this](https://x.example "Title").'],
    ['a definition of a link', '[a]: https://x.example'],
    ['two definitions of one name', 'See [a].\n\n[a]: https://x.example\n[a]: https://y.example'],
    ['struck out text', 'Not ~~this~~ that.'],
    ['indented code', 'Text.\n\n    code'],
    ['a section inside a list item', '* one\n  {{#has.cloud}}\n  two\n  {{/has.cloud}}'],
    ['an item that is a heading', '* ## One'],
  ])('%s', (_name, body) => {
    expect(through(body)).toBe(body);
    expect(rewritten(body)).toBe(body);
    expect(parse(body).doc.content!.some(({ type }) => type === 'source')).toBe(true);
  });
});

describe('what people write elsewhere comes back', () => {
  it.each([
    ['stars and underscores', '*a* _b_ **c** __d__ ***e***'],
    ['other bullets', '- one\n- two\n\n+ three'],
    ['numbers with brackets', '3) three\n4) four'],
    ['a list in a list', '1. one\n   * inner\n     * innermost\n2. two'],
    ['a loose list', '* one\n\n  more of one\n\n* two'],
    ['a quote', '> said\n> twice\n>\n> * a list'],
    ['a fence in a fence', '````\n```\ninner\n```\n````'],
    ['tags in code', '```\n{{#has.cloud}}\nx\n{{/has.cloud}}\n```'],
    ['underlined headings', 'Title\n=====\n\nPart\n---'],
    ['a table with sides', '| a | b | c |\n|:--|:-:|--:|\n| 1 \\| 2 | `x` | **y** |'],
    ['a table whose rows repeat, in a section', '{{#has.office}}\n| a |\n|---|\n{{#list.offices}}\n| {{name}} |\n{{/list.offices}}\n{{/has.office}}'],
    [
      'two sections in one table',
      '| a |\n|---|\n{{#list.offices}}\n| {{name}} |\n{{/list.offices}}\n{{^list.offices}}\n| none |\n{{/list.offices}}\n| last |',
    ],
    ['a section in a line', 'Staff{{#has.contractors}}, contractors{{/has.contractors}} of **{{organisation.name}}**.'],
    ['a list that a section continues', '* one\n{{#has.cloud}}\n* two\n{{/has.cloud}}\n* three'],
    ['a comment and a triple tag', '{{! nobody reads this }}\n\n{{{organisation.name}}} and {{& scope.statement}}'],
    ['signs that are meant', 'A\\*b\\_c \\[d\\] \\<e\\> 1 \\# 2 ~ AT&T &amp;lt; snake_case_name'],
    ['links', '[a *b*](https://x.example/(y)) <https://z.example> https://w.example mailto:x@y.example'],
    ['breaks in a line', 'one\\\ntwo  \nthree'],
    ['windows line ends', '# A\r\n\r\n* b\r\n* c'],
    ['strokes after signs that are escaped', '* \\<\\\\\\*a \\~\\`\\< \\_a\\_-aaaa a\n* {{organisation.name}}'],
    ['a section that is not closed', '{{#has.cloud}}\n\n# Open'],
    ['nothing', ''],
  ])('%s', (_name, body) => {
    const plain = body.replaceAll('\r\n', '\n');
    expect(through(body)).toBe(plain);
    expect(parse(rewritten(body)).doc).toEqual(parse(body).doc);
    expect(rewritten(rewritten(body))).toBe(rewritten(body));
  });
});

describe('what is written in the editor', () => {
  const letters = fc.string({ unit: fc.constantFrom(...'ab Z1*_[]<>#+-.)(|`~\\!&=:{}"\'é'.split('')), minLength: 1, maxLength: 12 });
  /** A chip is never typed as braces, and addresses become links by themselves. */
  const text = letters.map((value) => value.replaceAll(/\{\{|\}\}/g, '').trim()).filter((value) => value !== '');
  const leaf: fc.Arbitrary<Node> = fc.oneof(
    { weight: 4, arbitrary: text.map((value) => ({ type: 'text', text: value })) },
    { weight: 1, arbitrary: fc.constantFrom('{{organisation.name}}', '{{control.A_8_24}}').map((source) => ({ type: 'tag', attrs: { source } })) },
  );
  const line = fc
    .array(leaf, { minLength: 1, maxLength: 5 })
    .map((nodes) => nodes.flatMap((node, index) => (index > 0 ? [{ type: 'text', text: ' ' }, node] : [node])));
  const paragraph = line.map((content): Node => ({ type: 'paragraph', content }));
  const { block } = fc.letrec<{ block: Node }>((tie) => ({
    block: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      paragraph,
      fc.tuple(fc.integer({ min: 1, max: 4 }), line).map(([level, content]): Node => ({ type: 'heading', attrs: { level }, content })),
      fc
        .tuple(
          fc.constantFrom('bulletList', 'orderedList'),
          fc.array(fc.tuple(paragraph, fc.option(tie('block'), { freq: 4 })), { minLength: 1, maxLength: 3 }),
        )
        .map(([type, items]): Node => ({
          type,
          ...(type === 'orderedList' ? { attrs: { start: 1 } } : {}),
          content: items.map(([first, more]) => ({ type: 'listItem', content: more ? [first, more] : [first] })),
        })),
      fc.array(tie('block'), { minLength: 1, maxLength: 2 }).map((content): Node => ({ type: 'blockquote', content })),
      fc.array(fc.array(line, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 3 }).map((rows): Node => ({
        type: 'table',
        content: rows.map((cells, index) => ({
          type: 'tableRow',
          content: cells.map((content) => ({ type: index === 0 ? 'tableHeader' : 'tableCell', content: [{ type: 'paragraph', content }] })),
        })),
      })),
    ),
  }));
  const words = (node: Node): string =>
    node.type === 'text'
      ? node.text!
      : node.type === 'tag'
        ? String(node.attrs!['source'])
        : node.type === 'source'
          ? `SOURCE ${words({ ...node, type: 'x' })}`
          : (node.content ?? []).map(words).join(node.type === 'paragraph' || node.type === 'heading' ? '' : '\n');

  it('loses no letter, whatever signs are typed', () => {
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 4 }), (content) => {
        const doc: Node = { type: 'doc', content };
        const read = parse(write(doc)).doc;
        expect(words(read).replaceAll(/\s+/g, ' ').trim()).toBe(words(doc).replaceAll(/\s+/g, ' ').trim());
      }),
      { numRuns: 400 },
    );
  });

  it('keeps bold, italic, code and links around words', () => {
    const marks: Mark[] = [{ type: 'bold' }, { type: 'italic' }, { type: 'code' }, { type: 'link', attrs: { href: 'https://x.example/a_(b)' } }];
    const word = fc.tuple(fc.constantFrom('alpha', 'beta', 'gamma'), fc.subarray(marks.slice(0, 2)), fc.constantFrom(null, marks[2]!, marks[3]!));
    const face = (list: Mark[]) => list.map(({ type, attrs }) => type + String(attrs?.['href'] ?? '')).toSorted();
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), (list) => {
        const faced = list.map(([value, own, one]) => ({ value, marks: one?.type === 'code' ? [one] : [...own, ...(one ? [one] : [])] }));
        const content = faced.flatMap(({ value, marks: own }, index): Node[] => [
          ...(index > 0 ? [{ type: 'text', text: ' ' }] : []),
          { type: 'text', text: value, ...(own.length > 0 ? { marks: own } : {}) },
        ]);
        const [read] = parse(write({ type: 'doc', content: [{ type: 'paragraph', content }] })).doc.content!;
        const back = read!.content!.flatMap(({ text: value = '', marks: own = [] }) =>
          value
            .split(/\s+/)
            .filter(Boolean)
            .map((each) => [each, face(own)]),
        );
        expect(back).toEqual(faced.map(({ value, marks: own }) => [value, face(own)]));
      }),
      { numRuns: 400 },
    );
  });
});
