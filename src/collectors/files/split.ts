/** Where something stands in a file. */
export interface Place {
  /** From 0. */
  byte: number;
  /** From 1. */
  line: number;
}

export interface Wanted {
  /** Paths of the values to hand out: `$` for each value at the top, `$[]`, `$.Findings[]`, `$.runs[].results[]`. */
  paths: readonly string[];
  /** A value as text: its brackets match, but it is not parsed yet. */
  found(path: string, text: string, place: Place): void;
  /** Something at this place is not JSON. */
  damaged(problem: string, place: Place): void;
  /** Of one value, in bytes. */
  limit?: number;
}

export const recordLimit = 4 * 1024 ** 2;
/** A file in which more records than this have no end is no file of records. */
const breaksLimit = 1000;

const [quote, backslash, comma, colon, newline] = [0x22, 0x5c, 0x2c, 0x3a, 0x0a];
const [openBracket, closeBracket, openBrace, closeBrace] = [0x5b, 0x5d, 0x7b, 0x7d];
const byteOrderMark = [0xef, 0xbb, 0xbf];
const isSpace = (byte: number) => byte === 0x20 || byte === newline || byte === 0x0d || byte === 0x09;
const opens = (byte: number) => byte === openBrace || byte === openBracket;
const closerOf = (opener: number) => (opener === openBrace ? closeBrace : closeBracket);
const nothing = new Uint8Array(0);

/** An array or object above the values that are wanted. */
interface Container {
  readonly opener: number;
  readonly path: string;
  /** Of the next value, in an object; null: a key comes first. */
  key: string | null;
  /** Of the next value, from 0. */
  index: number;
}

/** What has been begun and not ended yet. */
interface Token {
  kind: 'value' | 'key' | 'skip';
  path: string;
  opener: number;
  start: Place;
  /** How far it stands from the beginning of its line; -1 when something else stands before it. */
  indent: number;
  depth: number;
  inString: boolean;
  escaped: boolean;
  /** Its bytes from earlier chunks. */
  held: Uint8Array[];
  heldBytes: number;
}

/**
 * Finds the values at given paths in a stream of JSON without holding the file: an array, arrays below keys, a record a
 * line, or objects one after the other; borders of chunks may lie anywhere. It looks at bytes only as far as it must to
 * know where a value ends. Where one has no end, it is told of, and the next is looked for: what begins like it, as far
 * from the beginning of its line.
 */
export class Splitter {
  readonly #wanted: Wanted;
  readonly #limit: number;
  readonly #paths: ReadonlySet<string>;
  readonly #above: ReadonlySet<string>;
  #containers: Container[] = [];
  #token: Token | null = null;
  /** Of the first byte of the chunk in hand. */
  #base = 0;
  #line = 1;
  /** Bytes since the beginning of the line, as long as they are blanks; -1 afterwards. */
  #indent = 0;
  /** The last value that was found, to know what others look like. */
  #last: { text: string; indent: number; containers: Container[] } | null = null;
  #seeking: { opening: Buffer; indent: number; containers: Container[] } | null = null;
  /** The end of the bytes that were sought through: what is sought may lie over the border. */
  #tail: Uint8Array = nothing;
  /** Bytes to look at again. */
  #again: Uint8Array | null = null;
  #breaks = 0;

  constructor(wanted: Wanted) {
    this.#wanted = wanted;
    this.#limit = wanted.limit ?? recordLimit;
    this.#paths = new Set(wanted.paths);
    this.#above = new Set(wanted.paths.flatMap(containersAbove));
  }

  /** While a value is handed out: its number in its list and in every list around it, from the outermost. */
  get indexes(): number[] {
    return this.#containers.flatMap(({ opener, index }) => (opener === openBracket ? [index] : []));
  }

  /** Errors: a RangeError when so much is damaged that there is no sense in going on. */
  push(chunk: Uint8Array): void {
    let next: Uint8Array | null = chunk;
    while (next) {
      this.#again = null;
      if (this.#seeking) this.#seek(next);
      else this.#scan(next);
      next = this.#again;
    }
  }

  /** The file is over. */
  end(): void {
    // A number or a word at the top ends with the file.
    if (this.#token && !opens(this.#token.opener) && !this.#token.inString) this.push(Buffer.from('\n'));
    while (this.#token) {
      if (this.#token.kind === 'value') {
        this.#broken('The file ends in the middle of this record.', nothing);
        this.push(this.#again ?? nothing);
      } else {
        this.#wanted.damaged('The file ends in the middle of what begins here.', this.#token.start);
        this.#token = null;
        return;
      }
    }
    if (!this.#seeking && this.#containers.length > 0) this.#wanted.damaged('The file ends before its list does.', this.#here(0));
  }

  #here(at: number): Place {
    return { byte: this.#base + at, line: this.#line };
  }

  #scan(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) {
      at = this.#token ? this.#inside(this.#token, chunk, at) : this.#between(chunk, at);
      if (this.#again) return;
    }
    const token = this.#token;
    if (token && token.kind !== 'skip') {
      const own = chunk.subarray(Math.max(0, token.start.byte - this.#base));
      token.held.push(own);
      token.heldBytes += own.length;
    }
    this.#base += chunk.length;
    if (token && token.heldBytes > this.#limit) this.#broken(tooLarge(this.#limit), nothing);
  }

  /** One byte of what stands around values. */
  #between(chunk: Uint8Array, at: number): number {
    const byte = chunk[at]!;
    // The mark that Windows puts before UTF-8.
    if (this.#base + at < 3 && byte === byteOrderMark[this.#base + at]) return at + 1;
    if (isSpace(byte)) {
      if (byte === newline) {
        this.#line++;
        this.#indent = 0;
      } else if (this.#indent >= 0) this.#indent++;
      return at + 1;
    }
    const container = this.#containers.at(-1);
    const keyed = container?.opener === openBrace;
    if (byte === closeBrace || byte === closeBracket) {
      if (!container || closerOf(container.opener) !== byte) return this.#astray(chunk, at);
      this.#containers.pop();
      this.#afterValue();
      return at + 1;
    }
    if (byte === comma || byte === colon) {
      if (byte === comma ? !container : !keyed || container.key === null) return this.#astray(chunk, at);
      this.#indent = -1;
      return at + 1;
    }
    if (keyed && container.key === null) {
      if (byte !== quote) return this.#astray(chunk, at);
      this.#begin('key', '', byte, at);
      return at + 1;
    }
    const path = !container ? '$' : keyed ? `${container.path}.${container.key}` : `${container.path}[]`;
    const wanted = this.#paths.has(path);
    if (!wanted && opens(byte) && this.#above.has(path)) {
      this.#containers.push({ opener: byte, path, key: null, index: 0 });
      this.#indent = -1;
      return at + 1;
    }
    this.#begin(wanted ? 'value' : 'skip', path, byte, at);
    return at + 1;
  }

  #begin(kind: Token['kind'], path: string, opener: number, at: number): void {
    this.#token = {
      kind,
      path,
      opener,
      start: this.#here(at),
      indent: this.#indent,
      depth: opens(opener) ? 1 : 0,
      inString: opener === quote,
      escaped: false,
      held: [],
      heldBytes: 0,
    };
    this.#indent = -1;
  }

  #afterValue(): void {
    const container = this.#containers.at(-1);
    if (container) {
      container.key = null;
      container.index++;
    }
    this.#indent = -1;
  }

  /** Goes on in a token to its end, or to the end of the chunk. Answers where the chunk is to be looked at next. */
  #inside(token: Token, chunk: Uint8Array, from: number): number {
    const { length } = chunk;
    const compound = opens(token.opener);
    let { depth, inString } = token;
    let line = this.#line;
    let at = from;
    let ended = false;
    if (token.escaped) {
      token.escaped = false;
      at++;
    }
    while (at < length && !ended) {
      if (inString) {
        let byte = 0;
        while (at < length && (byte = chunk[at]!) !== quote && byte !== backslash && byte !== newline) at++;
        if (at === length) break;
        if (byte === newline) {
          // JSON does not let a text go over the end of a line: a quotation mark is missing, or one too many.
          if (token.kind === 'value') return this.#broken('A text in it goes over the end of the line.', chunk);
          line++;
        }
        at++;
        if (byte === quote) {
          inString = false;
          ended = !compound;
        } else if (byte === backslash && at++ === length) {
          token.escaped = true;
          at = length;
        }
        continue;
      }
      const byte = chunk[at]!;
      if (!compound) {
        // A number or a word is over before what cannot belong to it.
        if (isSpace(byte) || byte === comma || byte === closeBrace || byte === closeBracket) break;
        at++;
        continue;
      }
      at++;
      if (byte === quote) inString = true;
      else if (opens(byte)) depth++;
      else if (byte === closeBrace || byte === closeBracket) ended = --depth === 0;
      else if (byte === newline) line++;
    }
    this.#line = line;
    token.depth = depth;
    token.inString = inString;
    // A number or a word that stopped before the end of the chunk is whole.
    if (ended || (!compound && !inString && at < length)) return this.#ended(token, chunk, at);
    return length;
  }

  #ended(token: Token, chunk: Uint8Array, stop: number): number {
    if (token.kind === 'value' && opens(token.opener) && chunk[stop - 1] !== closerOf(token.opener))
      return this.#broken('A bracket in it is never closed.', chunk);
    this.#token = null;
    if (token.kind === 'skip') {
      this.#afterValue();
      return stop;
    }
    const from = Math.max(0, token.start.byte - this.#base);
    const own = Buffer.from(chunk.buffer, chunk.byteOffset + from, stop - from);
    const size = token.heldBytes + own.length;
    const text = (token.held.length === 0 ? own : Buffer.concat([...token.held, own])).toString('utf8');
    if (token.kind === 'key') {
      this.#containers.at(-1)!.key = parsedKey(text);
      return stop;
    }
    if (size > this.#limit) this.#wanted.damaged(tooLarge(this.#limit), token.start);
    else this.#wanted.found(token.path, text, token.start);
    this.#afterValue();
    this.#last = { text, indent: token.indent, containers: this.#containers };
    return stop;
  }

  /** The value in hand has no sound end: the next one may begin anywhere behind its first byte. */
  #broken(problem: string, chunk: Uint8Array): number {
    const { start, indent, held } = this.#token!;
    const bytes = Buffer.concat([...held, chunk.subarray(Math.max(0, start.byte - this.#base))]);
    this.#token = null;
    this.#afterValue();
    this.#lookFor(problem, start, openingOf(bytes.subarray(0, 1000).toString('utf8')), indent);
    this.#base = start.byte + 1;
    this.#line = start.line;
    this.#again = bytes.subarray(1);
    return chunk.length;
  }

  /** Around values stands what does not belong there. */
  #astray(chunk: Uint8Array, at: number): number {
    this.#lookFor('Something stands here that does not belong.', this.#here(at), openingOf(this.#last?.text ?? ''), this.#last?.indent ?? -1);
    this.#base += at + 1;
    this.#again = chunk.subarray(at + 1);
    return chunk.length;
  }

  #lookFor(problem: string, place: Place, opening: string, indent: number): void {
    this.#wanted.damaged(problem, place);
    if (++this.#breaks > breaksLimit) throw new RangeError(`More than ${breaksLimit} records in it have no end.`);
    this.#seeking = { opening: Buffer.from(opening), indent, containers: this.#last?.containers ?? this.#containers };
    this.#tail = nothing;
  }

  #seek(chunk: Uint8Array): void {
    const { opening, indent, containers } = this.#seeking!;
    const bytes = Buffer.concat([this.#tail, chunk]);
    this.#base -= this.#tail.length;
    for (let at = bytes.indexOf(opening); at >= 0; at = bytes.indexOf(opening, at + 1)) {
      if (indent >= 0 && !standsAlone(bytes, at, indent)) continue;
      this.#skip(bytes.subarray(0, at));
      this.#seeking = null;
      this.#tail = nothing;
      this.#containers = containers;
      this.#indent = indent;
      this.#again = bytes.subarray(at);
      return;
    }
    const keep = Math.min(bytes.length, opening.length + Math.max(0, indent) + 1);
    this.#skip(bytes.subarray(0, bytes.length - keep));
    this.#tail = bytes.subarray(bytes.length - keep);
    this.#base += keep;
  }

  #skip(bytes: Uint8Array): void {
    this.#base += bytes.length;
    for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) this.#line++;
  }
}

const tooLarge = (limit: number) => `It is larger than ${Math.round((limit / 1024 ** 2) * 10) / 10} MB.`;

/** `$.runs[].results[]` → `$.runs[].results`, `$.runs[]`, `$.runs`, `$`. */
function containersAbove(path: string): string[] {
  const above: string[] = [];
  for (let rest = path; rest !== '$'; above.push(rest)) rest = rest.replace(/(\[\]|\.[^.[\]]+)$/, '');
  return above;
}

/** How a record begins: machines write the same first key into each. */
const openingOf = (text: string): string => /^\{\s*"[^"\\\n]{1,100}"\s*:/.exec(text)?.[0] ?? (text.startsWith('[') ? '[' : '{');

/** Whether nothing but blanks, and so many, stand before it in its line. */
function standsAlone(bytes: Uint8Array, at: number, indent: number): boolean {
  const begin = at - indent;
  if (begin < 0 || (begin > 0 && bytes[begin - 1] !== newline)) return false;
  for (let each = begin; each < at; each++) if (!isSpace(bytes[each]!)) return false;
  return true;
}

function parsedKey(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text.slice(1, -1);
  }
}
