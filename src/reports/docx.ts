import type { Paragraph as ParagraphType, Table as TableType } from 'docx';
import type { Block, Run } from '../isms/documents/markdown.ts';
import { columnWidths } from './columns.ts';
import type { ReportDocument, ReportTable } from './document.ts';
import type { TextDocument } from './text.ts';

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
    ...(document.approval === undefined ? [] : [new Paragraph({ text: 'Approval', heading: HeadingLevel.HEADING_1 })]),
    ...(document.approval === undefined
      ? []
      : document.approval
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

/** Of a page in portrait, in twentieths of a point. */
const pageWidth = 11906;
const margin = 1300;
const textWidth = pageWidth - 2 * margin;

/** A written document as DOCX: real headings, lists and tables, with its versions and approvals. */
export async function textToDocx(document: TextDocument): Promise<Buffer> {
  const {
    AlignmentType,
    Document,
    ExternalHyperlink,
    Footer,
    Header,
    HeadingLevel,
    LevelFormat,
    Packer,
    PageNumber,
    Paragraph,
    Table,
    TableCell,
    TableRow,
    TextRun,
    WidthType,
  } = await import('docx');
  const runs = (list: Run[], bold = false) =>
    list.flatMap(({ text, ...face }) =>
      text.split('\n').map((line, index) => {
        const run = new TextRun({
          text: line,
          bold: bold || face.bold === true,
          italics: face.italic === true,
          ...(face.code ? { font: 'IBM Plex Mono' } : {}),
          ...(face.link ? { color: teal } : {}),
          ...(index > 0 ? { break: 1 } : {}),
        });
        return face.link ? new ExternalHyperlink({ children: [run], link: face.link }) : run;
      }),
    );
  const levels = [HeadingLevel.HEADING_1, HeadingLevel.HEADING_1, HeadingLevel.HEADING_2, HeadingLevel.HEADING_3];
  const table = (head: Run[][], rows: Run[][][]): TableType => {
    const widths = columnWidths(head, rows).map((part) => Math.round((part / head.length) * textWidth));
    const cell = (list: Run[], bold: boolean, index: number) =>
      new TableCell({
        width: { size: widths[index] ?? 0, type: WidthType.DXA },
        margins: { top: 40, bottom: 40, left: 60, right: 60 },
        borders: { top: none, left: none, right: none, bottom: hairline },
        ...(bold ? { shading: { fill: 'E6EEEE' } } : {}),
        children: [new Paragraph({ children: runs(list, bold), style: 'Cell' })],
      });
    return new Table({
      width: { size: textWidth, type: WidthType.DXA },
      columnWidths: widths,
      rows: [
        new TableRow({ tableHeader: true, cantSplit: true, children: head.map((each, index) => cell(each, true, index)) }),
        ...rows.map((row) => new TableRow({ cantSplit: true, children: head.map((_, index) => cell(row[index] ?? [], false, index)) })),
      ],
    });
  };
  let numbered = 0;
  const blocks = (list: Block[], depth = -1, instance = 0, ordered = false): (ParagraphType | TableType)[] =>
    list.flatMap((block, position): (ParagraphType | TableType)[] => {
      switch (block.kind) {
        case 'heading':
          return [new Paragraph({ children: runs(block.runs), heading: levels[Math.min(block.level, 4) - 1]! })];
        case 'paragraph': {
          // Only the first paragraph of an item carries its mark.
          const mark = depth >= 0 && position === 0 ? { numbering: { reference: ordered ? 'numbers' : 'bullets', level: depth, instance } } : {};
          // A sentence that announces a list or a table stays with it.
          const keepNext = block.runs.at(-1)?.text.endsWith(':') === true;
          return [
            new Paragraph({
              children: runs(block.runs),
              keepNext,
              ...mark,
              ...(depth >= 0 && position > 0 ? { indent: { left: 360 * (depth + 1) } } : {}),
            }),
          ];
        }
        case 'list': {
          const own = ++numbered;
          return block.items.flatMap((item) => blocks(item, Math.min(depth + 1, 3), own, block.ordered));
        }
        case 'table':
          return [table(block.head, block.rows), new Paragraph({ text: '' })];
        case 'quote':
          return blocks(block.blocks);
        case 'code':
          return [new Paragraph({ children: runs([{ text: block.text, code: true }]) })];
        case 'line':
          return [new Paragraph({ border: { bottom: hairline } })];
      }
    });
  const cells = (row: string[]): Run[][] => row.map((text) => [{ text }]);
  const children = [
    new Paragraph({ text: document.organisation }),
    new Paragraph({ text: document.title, heading: HeadingLevel.TITLE }),
    ...document.facts.map(([label, value]) => new Paragraph({ children: runs([{ text: `${label}: `, bold: true }, { text: value }]) })),
    ...blocks(document.blocks),
    new Paragraph({ text: 'Versions', heading: HeadingLevel.HEADING_1 }),
    table(cells(['Version', 'Day', 'Author', 'What changed']), document.versions.map(cells)),
    new Paragraph({ text: 'Approval', heading: HeadingLevel.HEADING_1 }),
    ...(document.approvals.length === 0
      ? [new Paragraph({ text: 'Not approved.' })]
      : document.approvals.map(
          ({ name, at, meaning, hash }) => new Paragraph({ text: `${meaning} ${name}, ${at}. Signed electronically; text ${hash}.` }),
        )),
  ];
  const level = (index: number, format: (typeof LevelFormat)[keyof typeof LevelFormat], text: string) => ({
    level: index,
    format,
    text,
    alignment: AlignmentType.LEFT,
    style: { paragraph: { indent: { left: 360 * (index + 1), hanging: 300 } } },
  });
  const small = (text: string) => new TextRun({ text, size: 15, color: '56666B' });
  return Packer.toBuffer(
    new Document({
      title: document.title,
      creator: document.organisation,
      numbering: {
        config: [
          { reference: 'bullets', levels: [0, 1, 2, 3].map((index) => level(index, LevelFormat.BULLET, '•')) },
          { reference: 'numbers', levels: [0, 1, 2, 3].map((index) => level(index, LevelFormat.DECIMAL, `%${index + 1}.`)) },
        ],
      },
      styles: {
        default: {
          document: { run: { font: 'IBM Plex Sans', size: 21 }, paragraph: { spacing: { after: 120 } } },
          title: { run: { size: 40, bold: true, color: teal }, paragraph: { spacing: { after: 200 } } },
          heading1: { run: { size: 27, bold: true, color: teal }, paragraph: { spacing: { before: 320, after: 120 }, keepNext: true } },
          heading2: { run: { size: 23, bold: true, color: teal }, paragraph: { spacing: { before: 240, after: 100 }, keepNext: true } },
        },
        paragraphStyles: [{ id: 'Cell', name: 'Cell', basedOn: 'Normal', run: { size: 18 }, paragraph: { spacing: { after: 0 } } }],
      },
      sections: [
        {
          properties: { page: { size: { width: pageWidth, height: 16838 }, margin: { top: 1300, bottom: 1200, left: margin, right: margin } } },
          headers: {
            default: new Header({
              children: [new Paragraph({ children: [small(`${document.organisation} · ${document.title} · ${document.state}`)] })],
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
    }),
  );
}
