import { docx, odt, xlsx } from './model.ts';

/** What the first bytes of common files are. The client's word for a type is never asked. */
const signatures: [type: string, start: number, bytes: string][] = [
  ['application/pdf', 0, '%PDF-'],
  ['image/png', 0, '\x89PNG\r\n\x1a\n'],
  ['image/jpeg', 0, '\xff\xd8\xff'],
  ['image/gif', 0, 'GIF8'],
  ['image/webp', 8, 'WEBP'],
  ['video/mp4', 4, 'ftyp'],
  ['application/gzip', 0, '\x1f\x8b'],
  ['application/x-7z-compressed', 0, "7z\xbc\xaf'\x1c"],
  // Word, Excel and mail of the nineties.
  ['application/x-ole-storage', 0, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'],
  ['text/rtf', 0, '{\\rtf'],
];

const inside: [type: string, entry: string][] = [
  [docx, 'word/document.xml'],
  [xlsx, 'xl/workbook.xml'],
  ['application/vnd.openxmlformats-officedocument.presentationml.presentation', 'ppt/presentation.xml'],
  [odt, `mimetype${odt}`],
  ['application/vnd.oasis.opendocument.spreadsheet', 'mimetypeapplication/vnd.oasis.opendocument.spreadsheet'],
];

/** Between texts the ending of the name tells; none of them is run or shown as a page. */
const texts: Record<string, string> = {
  md: 'text/markdown',
  markdown: 'text/markdown',
  csv: 'text/csv',
  json: 'application/json',
  eml: 'message/rfc822',
};

/** The media type of a file from its first and last bytes. HTML, SVG and scripts are plain text here. */
export function sniff(head: Buffer, tail: Buffer, name: string): string {
  const first = head.toString('latin1');
  for (const [type, start, bytes] of signatures) if (first.startsWith(bytes, start)) return type;
  if (first.startsWith('PK\x03\x04')) {
    const names = first + tail.toString('latin1');
    return inside.find(([, entry]) => names.includes(entry))?.[0] ?? 'application/zip';
  }
  if (!isText(head)) return 'application/octet-stream';
  return texts[/\.(\w+)$/.exec(name.toLowerCase())?.[1] ?? ''] ?? 'text/plain';
}

function isText(head: Buffer): boolean {
  if (head.length >= 2 && ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff))) return true;
  return !head.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27));
}
