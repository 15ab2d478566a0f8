import type { Block } from '../../../../src/isms/documents/contract.ts';

export interface Section {
  title: string;
  blocks: Block[];
}

/**
 * A lesson in parts that fit on a telephone: one for each heading of the second level; what stands before the first is
 * the beginning. The title of the lesson is left out: the page says it.
 */
export function sectionsOf(blocks: readonly Block[]): Section[] {
  const sections: Section[] = [];
  for (const block of blocks) {
    if (block.kind === 'heading' && block.level === 1) continue;
    if (block.kind === 'heading' && block.level === 2) sections.push({ title: block.runs.map(({ text }) => text).join(''), blocks: [] });
    else if (sections.length === 0) sections.push({ title: 'What it is about', blocks: [block] });
    else sections.at(-1)!.blocks.push(block);
  }
  return sections.filter((each) => each.blocks.length > 0);
}
