import { readFileSync } from 'node:fs';
import type { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import type { Block } from '../isms/documents/markdown.ts';
import { columnWidths } from './columns.ts';
import type { Certificate } from './certificate.ts';
import type { ReportDocument } from './document.ts';
import type { TextDocument } from './text.ts';
import { reportFonts } from './fonts.ts';

let compiler: Promise<NodeCompiler> | undefined;
const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');
const templates = { table: read('document.typ'), text: read('text.typ'), certificate: read('certificate.typ') };

/** A document as PDF: A4, tagged, with a repeated header of tables, page numbers and the approval. */
export const toPdf = (document: ReportDocument): Promise<Buffer> => set(templates.table, document);

/** A written document as PDF: A4, tagged, with its versions and approvals. */
export const textToPdf = (document: TextDocument): Promise<Buffer> => set(templates.text, withColumns(document));

/** What the template of texts is given: the document, its tables with the widths of their columns. */
export const withColumns = (document: TextDocument): object => ({ ...document, blocks: document.blocks.map(measured) });

/** The certificate of a lesson as PDF: one A4 page across. */
export const certificateToPdf = (certificate: Certificate): Promise<Buffer> => set(templates.certificate, certificate);

/** The block with the widths of its columns, wherever a table stands in it. */
function measured(block: Block): object {
  switch (block.kind) {
    case 'table':
      return { ...block, columns: columnWidths(block.head, block.rows) };
    case 'list':
      return { ...block, items: block.items.map((item) => item.map(measured)) };
    case 'quote':
      return { ...block, blocks: block.blocks.map(measured) };
    default:
      return block;
  }
}

async function set(mainFileContent: string, document: object): Promise<Buffer> {
  compiler ??= import('@myriaddreamin/typst-ts-node-compiler').then((typst) =>
    typst.NodeCompiler.create({ fontArgs: [{ fontBlobs: reportFonts() }] }),
  );
  return (await compiler).pdf({ mainFileContent, inputs: { document: JSON.stringify(document) } });
}
