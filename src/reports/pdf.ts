import { readFileSync } from 'node:fs';
import type { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import type { ReportDocument } from './document.ts';
import { reportFonts } from './fonts.ts';

let compiler: Promise<NodeCompiler> | undefined;
const template = readFileSync(new URL('document.typ', import.meta.url), 'utf8');

/** A document as PDF: A4, tagged, with a repeated header of tables, page numbers and the approval. */
export async function toPdf(document: ReportDocument): Promise<Buffer> {
  compiler ??= import('@myriaddreamin/typst-ts-node-compiler').then((typst) =>
    typst.NodeCompiler.create({ fontArgs: [{ fontBlobs: reportFonts() }] }),
  );
  return (await compiler).pdf({ mainFileContent: template, inputs: { document: JSON.stringify(document) } });
}
