import type { AttachedFile } from '../platform/files/model.ts';

/** Where things lie in a pack. All paths are relative to its folder, with `/`. */
export const pageOfPart = (part: string): string => `sections/${part}.html`;
export const pageOfRecord = (register: string, id: string): string => `records/${register}/${safe(id)}.html`;
export const pageOfControl = (id: string): string => `controls/${safe(id)}.html`;

/** From a page to another file of the pack. */
export const from = (page: string, to: string): string => '../'.repeat(page.split('/').length - 1) + to.split('/').map(encodeURIComponent).join('/');

/** What browsers would run when it is opened from the disk: handed out as text. */
const active = new Set(['text/html', 'image/svg+xml', 'application/xhtml+xml', 'text/xml', 'application/xml']);
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** A name that every system can write: no signs that mean something to one, not too long, nothing a browser would run. */
export function fileName({ name, mediaType }: Pick<AttachedFile, 'name' | 'mediaType'>): string {
  const plain = safe(name.split(/[/\\]/).at(-1)!);
  const runs = active.has(mediaType.split(';')[0]!) || /\.(x?html?|svgz?|xml|mht(ml)?|hta|js)$/i.test(plain);
  return runs ? `${plain}.txt` : plain;
}

/** One part of a path. */
export function safe(name: string): string {
  const text = name
    .normalize('NFC')
    // oxlint-disable-next-line no-control-regex -- control characters are what must not stand in a file name.
    .replaceAll(/[\u0000-\u001f\u007f<>:"/\\|?*]/g, '-')
    .replaceAll(/^[. ]+|[. ]+$/g, '');
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(text)?.[0] ?? '';
  const short = text.length > 80 ? text.slice(0, 80 - ending.length) + ending : text;
  return short === '' ? 'file' : reserved.test(short) ? `_${short}` : short;
}

/** The same name with a number where it is taken already; letters of either case are one. */
export function unique(path: string, taken: Set<string>): string {
  const ending = /\.[^./]+$/.exec(path)?.[0] ?? '';
  for (let number = 1; ; number++) {
    const tried = number === 1 ? path : `${path.slice(0, path.length - ending.length)}-${number}${ending}`;
    if (taken.has(tried.toLowerCase())) continue;
    taken.add(tried.toLowerCase());
    return tried;
  }
}
