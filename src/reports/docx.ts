import type { Paragraph as ParagraphType, Table as TableType } from 'docx';
import type { ReportDocument, ReportTable } from './document.ts';

const teal = '0B5C63';
const hairline = { style: 'single' as const, size: 4, color: 'C9D2D3' };
const none = { style: 'none' as const, size: 0, color: 'auto' };

/** A document as DOCX: real headings and tables, so that it can be worked on. */
export async function toDocx(document: ReportDocument): Promise<Buffer> {
  const docx = await import('docx');
  const {
    AlignmentType,
    Document,
    Footer,
    Header,
    HeadingLevel,
    Packer,
    PageNumber,
    PageOrientation,
    Paragraph,
    Table,
    TableCell,
    TableRow,
    TextRun,
    WidthType,
  } = docx;

  const lines = (text: string, bold = false) =>
    text.split('\n').map((line, index) => new TextRun({ text: line, bold, ...(index > 0 ? { break: 1 } : {}) }));
  const table = ({ columns, rows }: ReportTable): TableType => {
    const total = columns.reduce((sum, { share }) => sum + share, 0);
    const cell = (text: string, index: number, head: boolean) =>
      new TableCell({
        width: { size: (columns[index]!.share / total) * 100, type: WidthType.PERCENTAGE },
        margins: { top: 40, bottom: 40, left: 60, right: 60 },
        borders: { top: none, left: none, right: none, bottom: hairline },
        ...(head ? { shading: { fill: 'E6EEEE' } } : {}),
        children: [new Paragraph({ children: lines(text, head), style: 'Cell' })],
      });
    return new Table({
      width: { size: 100, type: WidthType.PERCENTAGE },
      rows: [
        new TableRow({ tableHeader: true, children: columns.map(({ title }, index) => cell(title, index, true)) }),
        ...rows.map((row) => new TableRow({ cantSplit: true, children: row.map((text, index) => cell(text, index, false)) })),
      ],
    });
  };

  const children: (ParagraphType | TableType)[] = [
    new Paragraph({ text: document.organisation }),
    new Paragraph({ text: document.title, heading: HeadingLevel.TITLE }),
    ...document.facts.map(([label, value]) => new Paragraph({ children: [new TextRun({ text: `${label}: `, bold: true }), ...lines(value)] })),
    ...document.sections.flatMap(({ heading, paragraphs, table: own }) => [
      new Paragraph({ text: heading, heading: HeadingLevel.HEADING_1 }),
      ...paragraphs.map((text) => new Paragraph({ children: lines(text) })),
      ...(own ? [table(own), new Paragraph({ text: '' })] : []),
    ]),
    new Paragraph({ text: 'Approval', heading: HeadingLevel.HEADING_1 }),
    ...(document.approval
      ? [
          new Paragraph({ text: document.approval.meaning }),
          new Paragraph({ text: `${document.approval.name}, ${document.approval.at}. Signed electronically and bound to this version.` }),
        ]
      : [
          new Paragraph({ text: 'Not approved.' }),
          new Paragraph({ text: 'Name ______________________   Signature ______________________   Date ______________' }),
        ]),
  ];
  const file = new Document({
    title: document.title,
    creator: document.organisation,
    styles: {
      default: {
        document: { run: { font: 'IBM Plex Sans', size: 20 }, paragraph: { spacing: { after: 100 } } },
        title: { run: { size: 40, bold: true, color: teal }, paragraph: { spacing: { after: 200 } } },
        heading1: { run: { size: 26, bold: true, color: teal }, paragraph: { spacing: { before: 320, after: 120 }, keepNext: true } },
      },
      paragraphStyles: [{ id: 'Cell', name: 'Cell', basedOn: 'Normal', run: { size: 16 }, paragraph: { spacing: { after: 0 } } }],
    },
    sections: [
      {
        properties: {
          page: {
            size: { width: 11906, height: 16838, orientation: document.landscape ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT },
            margin: { top: 1100, bottom: 1000, left: 900, right: 900 },
          },
        },
        headers: {
          default: new Header({
            children: [
              new Paragraph({
                children: [new TextRun({ text: `${document.organisation} · ${document.title} · ${document.state}`, size: 15, color: '56666B' })],
              }),
            ],
          }),
        },
        footers: {
          default: new Footer({
            children: [
              new Paragraph({
                alignment: AlignmentType.RIGHT,
                children: [
                  new TextRun({
                    size: 15,
                    color: '56666B',
                    children: [`${document.classification} · Page `, PageNumber.CURRENT, ' of ', PageNumber.TOTAL_PAGES],
                  }),
                ],
              }),
            ],
          }),
        },
        children,
      },
    ],
  });
  return Packer.toBuffer(file);
}
