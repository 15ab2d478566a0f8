/**
 * A ZIP that is nothing but a function of its files: stored, in the order of the manifest, with no byte that is free. So
 * whoever knows the manifest knows every byte between the files, and a reader compares instead of trusting. Runs in the
 * product, in the shell and in the page of the pack that verifies it; ZIP64 where a figure needs it.
 *
 * @typedef {{ name: string, size: number, crc32: number }} Entry
 */

const most = 0xffffffff;
const utf8 = 0x0800;
/** A file that everybody may read and its owner may write, as Unix says it. */
const mode = (0o100644 << 16) >>> 0;

/** @param {number} length @param {(view: DataView, bytes: Uint8Array) => void} fill */
function made(length, fill) {
  const bytes = new Uint8Array(length);
  fill(new DataView(bytes.buffer), bytes);
  return bytes;
}

/** @param {DataView} view @param {number} at @param {number} value */
const long = (view, at, value) => view.setBigUint64(at, BigInt(value), true);

/** The day of a pack, `2027-03-03`, as a ZIP writes it. @param {string} day */
export function dosDate(day) {
  const [year = 1980, month = 1, date = 1] = day.split('-').map(Number);
  return ((Math.max(1980, Math.min(2107, year)) - 1980) << 9) | (month << 5) | date;
}

/** What stands before a file. @param {Entry} entry @param {number} date */
export function localHeader({ name, size, crc32 }, date) {
  const text = new TextEncoder().encode(name);
  const large = size >= most;
  return made(30 + text.length + (large ? 20 : 0), (view, bytes) => {
    view.setUint32(0, 0x04034b50, true);
    view.setUint16(4, large ? 45 : 20, true);
    view.setUint16(6, utf8, true);
    view.setUint16(12, date, true);
    view.setUint32(14, crc32, true);
    view.setUint32(18, large ? most : size, true);
    view.setUint32(22, large ? most : size, true);
    view.setUint16(26, text.length, true);
    view.setUint16(28, large ? 20 : 0, true);
    bytes.set(text, 30);
    if (!large) return;
    const at = 30 + text.length;
    view.setUint16(at, 1, true);
    view.setUint16(at + 2, 16, true);
    long(view, at + 4, size);
    long(view, at + 12, size);
  });
}

/** What the directory at the end says of a file. @param {Entry} entry @param {number} offset @param {number} date */
export function centralHeader({ name, size, crc32 }, offset, date) {
  const text = new TextEncoder().encode(name);
  const large = size >= most;
  const far = offset >= most;
  const more = (large ? 16 : 0) + (far ? 8 : 0);
  const extra = more > 0 ? more + 4 : 0;
  return made(46 + text.length + extra, (view, bytes) => {
    view.setUint32(0, 0x02014b50, true);
    // Made on Unix (3), so that the mode below counts.
    view.setUint16(4, 0x0300 | 45, true);
    view.setUint16(6, large || far ? 45 : 20, true);
    view.setUint16(8, utf8, true);
    view.setUint16(14, date, true);
    view.setUint32(16, crc32, true);
    view.setUint32(20, large ? most : size, true);
    view.setUint32(24, large ? most : size, true);
    view.setUint16(28, text.length, true);
    view.setUint16(30, extra, true);
    view.setUint32(38, mode, true);
    view.setUint32(42, far ? most : offset, true);
    bytes.set(text, 46);
    if (extra === 0) return;
    let at = 46 + text.length;
    view.setUint16(at, 1, true);
    view.setUint16(at + 2, more, true);
    at += 4;
    if (large) {
      long(view, at, size);
      long(view, at + 8, size);
      at += 16;
    }
    if (far) long(view, at, offset);
  });
}

/** The end of the archive. @param {number} count of files @param {number} offset of the directory @param {number} size of it */
export function archiveEnd(count, offset, size) {
  const large = count >= 0xffff || offset >= most || size >= most;
  return made(large ? 98 : 22, (view) => {
    let at = 0;
    if (large) {
      view.setUint32(0, 0x06064b50, true);
      long(view, 4, 44);
      view.setUint16(12, 0x0300 | 45, true);
      view.setUint16(14, 45, true);
      long(view, 24, count);
      long(view, 32, count);
      long(view, 40, size);
      long(view, 48, offset);
      view.setUint32(56, 0x07064b50, true);
      long(view, 64, offset + size);
      view.setUint32(72, 1, true);
      at = 76;
    }
    view.setUint32(at, 0x06054b50, true);
    view.setUint16(at + 8, Math.min(count, 0xffff), true);
    view.setUint16(at + 10, Math.min(count, 0xffff), true);
    view.setUint32(at + 12, Math.min(size, most), true);
    view.setUint32(at + 16, Math.min(offset, most), true);
  });
}

/** The checksum that ZIP uses. @param {Uint8Array} bytes */
export function crc32Of(bytes) {
  let crc = most;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ most) >>> 0;
}

/**
 * @typedef {object} Source where the bytes of an archive come from
 * @property {number} size
 * @property {(from: number, to: number) => Promise<Uint8Array<ArrayBuffer>>} bytes
 * @property {(from: number, to: number) => Promise<string>} sha256 of a stretch, hexadecimal
 *
 * @typedef {Entry & { offset: number, stored: boolean }} Found
 */

/** The directory of an archive; null where it cannot be read. @param {Source} source @returns {Promise<Found[] | null>} */
export async function directoryOf(source) {
  /** @param {number} from @param {number} length */
  const at = async (from, length) => {
    if (from < 0 || from + length > source.size) return null;
    const bytes = await source.bytes(from, from + length);
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  };
  const end = await at(source.size - 22, 22);
  if (end?.getUint32(0, true) !== 0x06054b50) return null;
  let length = end.getUint32(12, true);
  let offset = end.getUint32(16, true);
  if (end.getUint16(10, true) === 0xffff || length === most || offset === most) {
    const place = await at(source.size - 42, 20);
    if (place?.getUint32(0, true) !== 0x07064b50) return null;
    const large = await at(Number(place.getBigUint64(8, true)), 56);
    if (large?.getUint32(0, true) !== 0x06064b50) return null;
    length = Number(large.getBigUint64(40, true));
    offset = Number(large.getBigUint64(48, true));
  }
  const directory = await at(offset, length);
  return directory && read(directory);
}

/** @param {DataView} view @returns {Found[] | null} */
function read(view) {
  /** @type {Found[]} */
  const found = [];
  try {
    for (let at = 0; at < view.byteLength;) {
      if (view.getUint32(at, true) !== 0x02014b50) return null;
      const [names, extra, comment] = [view.getUint16(at + 28, true), view.getUint16(at + 30, true), view.getUint16(at + 32, true)];
      const text = new Uint8Array(view.buffer, view.byteOffset + at + 46, names);
      let size = view.getUint32(at + 24, true);
      let offset = view.getUint32(at + 42, true);
      let more = at + 46 + names + 4;
      if (size === most) {
        size = Number(view.getBigUint64(more, true));
        more += 16;
      }
      if (offset === most) offset = Number(view.getBigUint64(more, true));
      found.push({
        name: new TextDecoder().decode(text),
        size,
        crc32: view.getUint32(at + 16, true),
        offset,
        stored: view.getUint16(at + 10, true) === 0,
      });
      at += 46 + names + extra + comment;
    }
    return found;
  } catch {
    return null;
  }
}
