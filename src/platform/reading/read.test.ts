import { Document, HeadingLevel, Packer, Paragraph, Table, TableCell, TableRow, TextRun } from 'docx';
import { strToU8, zipSync } from 'fflate';
import { randomBytes } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { workbook } from '../../../tests/support/spreadsheets.ts';
import { docx, odt, xlsx } from '../files/model.ts';
import { sniff } from '../files/sniff.ts';
import { paragraphs } from './pdf.ts';
import { readText } from './read.ts';

// Threads start slowly on a busy machine.
vi.setConfig({ testTimeout: 40_000 });

async function* of(content: Uint8Array) {
  yield content;
}
const read = (content: Uint8Array | string, mediaType: string) => {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return readText(of(bytes), { mediaType, size: bytes.length });
};
const cell = (text: string) => new TableCell({ children: [new Paragraph(text)] });
const word = () =>
  Packer.toBuffer(
    new Document({
      title: 'Access control policy',
      sections: [
        {
          children: [
            new Paragraph({ text: 'Access control', heading: HeadingLevel.HEADING_1 }),
            new Paragraph({ children: [new TextRun('Owners review access '), new TextRun({ text: 'every 90 days', bold: true }), new TextRun('.')] }),
            new Paragraph({ text: 'Managers ask', bullet: { level: 0 } }),
            new Paragraph({ text: 'Owners decide', bullet: { level: 0 } }),
            new Table({ rows: [new TableRow({ children: [cell('Role'), cell('May')] }), new TableRow({ children: [cell('Owner'), cell('a|b')] })] }),
            new Paragraph('1. *No list* and {{no.fact}}'),
          ],
        },
      ],
    }),
  );
const open = (xml: string) =>
  Buffer.from(
    zipSync({
      mimetype: [strToU8(odt), { level: 0 }],
      'content.xml': strToU8(
        `<?xml version="1.0"?><office:document-content><office:body><office:text>${xml}</office:text></office:body></office:document-content>`,
      ),
      'meta.xml': strToU8('<m><dc:title>Backup &amp; recovery</dc:title></m>'),
    }),
  );
const portable = async (text: string) => {
  const { NodeCompiler } = await import('@myriaddreamin/typst-ts-node-compiler');
  return NodeCompiler.create().pdf({ mainFileContent: text });
};

describe('what a file says', () => {
  it('DOCX: headings, faces, lists and tables; its own signs stay signs', async () => {
    const { text, title, problem } = await read(await word(), docx);
    expect([title, problem]).toEqual(['Access control policy', null]);
    expect(text).toContain('# Access control\n\nOwners review access **every 90 days**.');
    expect(text).toContain('- Managers ask\n- Owners decide');
    expect(text).toContain('| Role | May |\n| --- | --- |\n| Owner | a\\|b |');
    expect(text).toContain('1\\. \\*No list\\* and { {no.fact}}');
  });

  it('ODT: headings, lists, tables, blanks', async () => {
    const { text, title } = await read(
      open(
        '<text:h text:outline-level="2">Backups</text:h><text:p>Every<text:s/>24 hours<text:line-break/>and kept.</text:p><text:list><text:list-item><text:p>one</text:p></text:list-item></text:list><table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>',
      ),
      odt,
    );
    expect(title).toBe('Backup & recovery');
    expect(text).toBe('## Backups\n\nEvery 24 hours\nand kept.\n\n- one\n\n| a | b |\n| --- | --- |');
  });

  it('PDF: paragraphs whole again, in their order', async () => {
    const { text, pages, problem } = await read(
      await portable(
        '= Remote working\n\nEverybody locks the screen of their device after ten minutes, wherever they work, and tells the service desk within one hour when a device is lost or stolen on the way.\n\n#pagebreak()\n\nSecond page.',
      ),
      'application/pdf',
    );
    expect([pages, problem]).toEqual([2, null]);
    expect(text).toContain('and tells the service desk within one hour when a device is lost or stolen on the way.');
    expect(text.indexOf('Second page.')).toBeGreaterThan(text.indexOf('Remote working'));
  });

  it('PDF: running heads and hyphens go, bullets stay', () => {
    const page = (number: number, ...lines: string[]) => ['Example Ltd: security handbook', ...lines, `Page ${number} of 3`].join('\n');
    const text = paragraphs([
      page(1, 'The owner of each system reviews who may use it and whether that is still needed for infor-', 'mation that is confidential.'),
      page(2, '• Managers ask for access', '• Owners decide'),
      page(3, 'The end.'),
    ]);
    expect(text).toBe(
      'The owner of each system reviews who may use it and whether that is still needed for information that is confidential.\n\n- Managers ask for access\n\n- Owners decide\n\nThe end.',
    );
  });

  it('Markdown: front matter gives the title, tables in HTML become tables', async () => {
    const { text, title } = await read(
      '---\ntitle: Passwords\n---\n# P\n<!-- note -->\n<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>\n',
      'text/markdown',
    );
    expect(title).toBe('Passwords');
    expect(text).toContain('| A | B |\n| --- | --- |\n| 1 | 2 |');
    expect(text).not.toContain('note');
  });

  it('XLSX: the first rows of each sheet as tables; its own signs stay signs', async () => {
    const book = Buffer.from(
      await workbook(
        [
          ['User', 'Since', 'Note'],
          ['a|b *bold*', { value: new Date('2026-03-01T00:00:00Z') }, '<script>alert(1)</script> [x](https://example.org)'],
          ['1. no list', 12.5, null],
          ...Array.from({ length: 200 }, (_, index) => [`user ${index}`, index, 'x'.repeat(400)]),
        ],
        [{ sheet: 'One column', rows: [['only'], ['this']] }],
        'Accounts',
      ),
      'base64',
    );
    const { text, problem } = await read(book, xlsx);
    expect(text).toContain(
      '## Accounts\n\n| User | Since | Note |\n| --- | --- | --- |\n| a\\|b \\*bold\\* | 2026-03-01 | <script>alert(1)</script> \\[x\\](https://example.org) |',
    );
    expect(text).toContain('| 1. no list | 12.5 |  |');
    expect(text).toContain('| user 97 |'.replace('97', '96'));
    expect(text).not.toContain('user 97');
    expect(text).toContain(`${'x'.repeat(300)}… |`);
    expect(text).toContain('## One column\n\n| only |  |');
    expect(problem).toContain('Only the first 100 rows');
  });

  it('plain text in the encodings that Windows writes', async () => {
    expect((await read(Buffer.from('Schl\xfcssel: # kein Titel', 'latin1'), 'text/plain')).text).toBe('Schlüssel: # kein Titel');
    expect((await read(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('Größe', 'utf16le')]), 'text/plain')).text).toBe('Größe');
  });
});

describe('hostile files', () => {
  const refused = async (content: Uint8Array, mediaType: string) => {
    const began = Date.now();
    const { text, problem } = await read(content, mediaType);
    expect(Date.now() - began).toBeLessThan(25_000);
    expect(text).toBe('');
    return problem;
  };

  it('a ZIP bomb', async () => {
    const bomb = zipSync({ 'word/document.xml': Buffer.alloc(200 * 1024 ** 2, 32) });
    expect(await refused(bomb, docx)).toContain('ZIP bomb');
  });

  it('a ZIP bomb that lies about its size', async () => {
    const bomb = Buffer.from(zipSync({ 'word/document.xml': Buffer.alloc(100 * 1024 ** 2, 32) }));
    const small = Buffer.alloc(4);
    small.writeUInt32LE(1000);
    bomb.fill(small, 22, 26);
    bomb.fill(small, bomb.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1')) + 24, bomb.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1')) + 28);
    expect(await refused(bomb, docx)).not.toBeNull();
  });

  const sheet = (data: string, more: Record<string, Uint8Array> = {}) =>
    zipSync({
      '[Content_Types].xml': strToU8('<Types/>'),
      'xl/workbook.xml': strToU8('<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'),
      'xl/_rels/workbook.xml.rels': strToU8(
        '<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
      ),
      'xl/worksheets/sheet1.xml': strToU8(`<worksheet><sheetData>${data}</sheetData></worksheet>`),
      ...more,
    });

  it('a workbook with one cell in its farthest corner', async () => {
    const began = Date.now();
    const { text } = await read(sheet('<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row>'), xlsx);
    expect(Date.now() - began).toBeLessThan(25_000);
    expect(text.length).toBeLessThan(400_000);
  });

  it('a workbook that is a bomb, defines entities, refers to itself, or is none', async () => {
    expect(await refused(sheet('', { 'xl/sharedStrings.xml': Buffer.alloc(200 * 1024 ** 2, 32) }), xlsx)).toContain('ZIP bomb');
    expect(
      await refused(sheet('', { 'xl/styles.xml': strToU8('<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><d>&a;</d>') }), xlsx),
    ).toContain('document type');
    expect(await refused(zipSync({ 'xl/workbook.xml': strToU8('<workbook') }), xlsx)).toContain('damaged');
    expect(await refused(zipSync({ 'a.xml': strToU8('<a/>') }), xlsx)).toContain('no workbook');
  });

  it('a workbook whose cells are formulas, links and macros is shown and nothing of it is run', async () => {
    const { text } = await read(
      sheet('<row r="1"><c r="A1" t="str"><f>WEBSERVICE("http://127.0.0.1/")</f><v>=cmd|calc</v></c><c r="B1"><v>2</v></c></row>', {
        'xl/vbaProject.bin': randomBytes(1000),
        'xl/externalLinks/externalLink1.xml': strToU8('<externalLink/>'),
      }),
      xlsx,
    );
    expect(text).toContain('| =cmd\\|calc | 2 |');
  });

  it('entities that multiply', async () => {
    const xml = `<!DOCTYPE d [<!ENTITY a "lol">${Array.from({ length: 9 }, (_, n) => `<!ENTITY ${String.fromCharCode(98 + n)} "${`&${String.fromCharCode(97 + n)};`.repeat(10)}">`).join('')}]><d>&j;</d>`;
    expect(await refused(zipSync({ 'word/document.xml': strToU8(xml) }), docx)).toContain('document type');
  });

  it('elements nested a hundred thousand deep', async () => {
    expect(await refused(open('<text:section>'.repeat(100_000)), odt)).not.toBeNull();
  });

  it('bytes that only begin like a PDF or a DOCX', async () => {
    expect(await refused(Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(50_000)]), 'application/pdf')).toContain('damaged');
    expect(await refused(Buffer.concat([Buffer.from('PK\x03\x04'), randomBytes(50_000)]), docx)).toContain('damaged');
  });

  it('a PDF without text says that it is a scan', async () => {
    expect(await refused(await portable('#rect(width: 50%, height: 50%, fill: red)'), 'application/pdf')).toContain('scan');
  });

  it('what is no document is kept and not read', async () => {
    expect(await refused(randomBytes(100), 'application/octet-stream')).toContain('kept as it is');
  });
});

describe('the type of a file', () => {
  it.each([
    ['%PDF-1.7', 'a.docx', 'application/pdf'],
    ['<html><script>', 'a.html', 'text/plain'],
    ['<svg xmlns="x">', 'a.svg', 'text/plain'],
    ['# T', 'a.md', 'text/markdown'],
    ['a;b', 'A.CSV', 'text/csv'],
    ['\x00\x01\x02', 'a.txt', 'application/octet-stream'],
    ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'a.docx', 'application/x-ole-storage'],
  ])('%j called %s is %s', (content, name, type) => {
    const bytes = Buffer.from(content, 'latin1');
    expect(sniff(bytes, bytes, name)).toBe(type);
  });
  it('of packed documents is told by what is inside', async () => {
    const bytes = await word();
    expect(sniff(bytes, bytes, 'x.pdf')).toBe(docx);
    expect(sniff(open(''), open(''), 'x')).toBe(odt);
  });
});
