import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { blocksOf } from '../isms/documents/markdown.ts';
import { textToDocx } from './docx.ts';
import { textToPdf } from './pdf.ts';
import type { TextDocument } from './text.ts';

const document = (body: string, versions = 1): TextDocument => ({
  name: 'D-1',
  title: 'Backup procedure',
  organisation: 'Example Ltd',
  state: 'Version 1, draft',
  classification: 'Internal',
  facts: [['Document', 'D-1, procedure']],
  blocks: blocksOf(body),
  versions: Array.from({ length: versions }, (_, index) => [String(index + 1), '1 Jan 2026', 'Ann Author', 'Changed']),
  approvals: [],
});
const table = `| Step | What |\n|---|---|\n| Call | ${'Names the leader and calls those who are needed. '.repeat(3)} |\n| ${'x'.repeat(60)} | https://example.com/${'a/'.repeat(80)} |`;
const pages = (pdf: Buffer) => Number(/\/Type\s*\/Pages[\s\S]*?\/Count\s+(\d+)/.exec(pdf.toString('latin1'))?.[1]);

describe('a written document', () => {
  it('becomes a PDF with tables in lists and quotes, long words, and more versions than fit a page', async () => {
    const body = `## Steps\n\nThese are:\n\n${table}\n\n> ${table.replaceAll('\n', '\n> ')}\n\n1. First\n\n   ${table.replaceAll('\n', '\n   ')}`;
    const [short, long] = [await textToPdf(document(body)), await textToPdf(document(body, 60))];
    expect(short.subarray(0, 4).toString()).toBe('%PDF');
    expect(pages(long)).toBeGreaterThan(pages(short));
  });

  it('becomes a DOCX whose columns are as wide as their contents ask for', async () => {
    const xml = Buffer.from(unzipSync(new Uint8Array(await textToDocx(document(table))))['word/document.xml']!).toString();
    const [step, what] = [...xml.matchAll(/<w:gridCol w:w="(\d+)"/g)].map(([, width]) => Number(width));
    expect(what!).toBeGreaterThan(step!);
    expect(xml).toContain('<w:cantSplit/>');
  });
});
