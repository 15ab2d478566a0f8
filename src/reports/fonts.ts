import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inflateSync } from 'node:zlib';

const require = createRequire(import.meta.url);
const files = [
  ...['latin-400-normal', 'latin-ext-400-normal', 'latin-600-normal', 'latin-ext-600-normal', 'latin-400-italic'].map(
    (face) => `sans/files/ibm-plex-sans-${face}`,
  ),
  'mono/files/ibm-plex-mono-latin-400-normal',
];
let fonts: Buffer[] | undefined;

/** IBM Plex from the package that the web uses too, in the form that Typst reads. */
export const reportFonts = (): Buffer[] =>
  (fonts ??= files.map((file) => fromWoff(readFileSync(require.resolve(`@fontsource/ibm-plex-${file}.woff`)))));

/** A WOFF file is a TrueType file whose tables are compressed one by one (W3C WOFF 1.0). */
function fromWoff(woff: Buffer): Buffer {
  const count = woff.readUInt16BE(12);
  const entries = Array.from({ length: count }, (_, index) => {
    const at = 44 + index * 20;
    const [offset, compressed, length] = [woff.readUInt32BE(at + 4), woff.readUInt32BE(at + 8), woff.readUInt32BE(at + 12)];
    const raw = woff.subarray(offset, offset + compressed);
    return { tag: woff.subarray(at, at + 4), checksum: woff.readUInt32BE(at + 16), data: compressed < length ? inflateSync(raw) : raw };
  });
  const power = 2 ** Math.floor(Math.log2(count));
  const head = Buffer.alloc(12 + count * 16);
  head.writeUInt32BE(woff.readUInt32BE(4), 0);
  head.writeUInt16BE(count, 4);
  head.writeUInt16BE(power * 16, 6);
  head.writeUInt16BE(Math.log2(power), 8);
  head.writeUInt16BE(count * 16 - power * 16, 10);
  let offset = head.length;
  const parts: Buffer[] = [head];
  entries.forEach(({ tag, checksum, data }, index) => {
    const at = 12 + index * 16;
    tag.copy(head, at);
    head.writeUInt32BE(checksum, at + 4);
    head.writeUInt32BE(offset, at + 8);
    head.writeUInt32BE(data.length, at + 12);
    const padding = Buffer.alloc((4 - (data.length % 4)) % 4);
    parts.push(data, padding);
    offset += data.length + padding.length;
  });
  return Buffer.concat(parts);
}
