import { describe, expect, it } from 'vitest';
import { readLesson } from '../../../../src/isms/awareness/questions.ts';
import { blocksOf } from '../../../../src/isms/documents/markdown.ts';
import { standard } from '../../../../src/standard/standard.ts';
import { sectionsOf } from './sections.ts';

describe('a lesson in parts', () => {
  it('begins a part at each heading of the second level and leaves the title out', () => {
    const sections = sectionsOf(blocksOf('# Title\n\nFirst.\n\n## One\n\nText.\n\n### Deeper\n\nMore.\n\n## Empty\n\n## Two\n\n* a\n'));
    expect(sections.map(({ title, blocks }) => [title, blocks.length])).toEqual([
      ['What it is about', 1],
      ['One', 3],
      ['Two', 1],
    ]);
  });

  it.each(standard.lessons)('$id: loses nothing', ({ body }) => {
    const blocks = blocksOf(readLesson(body).text);
    const headings = blocks.filter((each) => each.kind === 'heading' && each.level <= 2).length;
    expect(sectionsOf(blocks).flatMap((each) => each.blocks)).toHaveLength(blocks.length - headings);
  });
});
