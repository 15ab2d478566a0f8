import { unzipSync, zipSync } from 'fflate';

/** Unpacked, together; a text of a thousand pages stays far below. */
const limit = { bytes: 60 * 1024 ** 2, entries: 4000 };

/**
 * The parts of a ZIP that are text (XML), unpacked. Errors, in words: a bomb (what it says of itself and what really
 * comes out are both counted), a document type definition, an archive that is damaged.
 */
export function textParts(content: Uint8Array): Record<string, Uint8Array> {
  let entries = 0;
  let bytes = 0;
  const parts = unzipSync(content, {
    filter: ({ name, originalSize, size }) => {
      entries++;
      const wanted = /\.(xml|rels)$/.test(name) || name === 'mimetype';
      if (wanted) bytes += originalSize;
      // The one who packs it writes these figures: they are a first look, the bytes themselves are bounded by them below.
      if (entries > limit.entries || (wanted && originalSize > 1024 ** 2 && originalSize / Math.max(1, size) > 400))
        throw new Refused('It unpacks to far more than a document holds (a ZIP bomb); it was not read.');
      if (bytes > limit.bytes) throw new Refused(`Its texts unpack to more than ${limit.bytes / 1024 ** 2} MB; it was not read.`);
      return wanted;
    },
  });
  for (const each of Object.values(parts)) {
    if (/<!(DOCTYPE|ENTITY)/i.test(new TextDecoder('latin1').decode(each.subarray(0, 4096))))
      throw new Refused('It defines a document type of its own, which no word processor does; it was not read.');
  }
  return parts;
}

/** The same parts as a ZIP for a reader that wants one. */
export const repacked = (parts: Record<string, Uint8Array>): Uint8Array => zipSync(parts, { level: 0 });

/** A file that is not read, with the reason in words. */
export class Refused extends Error {}
