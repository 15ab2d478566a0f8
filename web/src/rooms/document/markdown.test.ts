import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from './markdown.ts';
import { write } from './written.ts';

const folder = new URL('../../../../standard/templates/', import.meta.url);
const templates = readdirSync(folder)
  .filter((name) => name.endsWith('.md'))
  .map((name) => ({ name, body: readFileSync(new URL(name, folder), 'utf8').replace(/^---\n.*?\n---\n/s, '') }));
const through = (body: string) => {
  const { doc, sources } = parse(body);
  return write(doc, sources);
};
const rewritten = (body: string) => write(parse(body).doc);

describe('templates', () => {
  it.each(templates)('$name comes back letter by letter', ({ body }) => {
    expect(through(body)).toBe(body.trim());
    const again = rewritten(body);
    expect(parse(again).doc).toEqual(parse(body).doc);
  });
  it('none holds a block as source', () => {
    const held = templates.flatMap(({ name, body }) =>
      parse(body)
        .doc.content!.filter(({ type }) => type === 'source')
        .map((node) => [name, node]),
    );
    expect(held).toEqual([]);
  });
});
