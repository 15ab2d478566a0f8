import type { ReadableStream } from 'node:stream/web';

/** A file on this machine's disk, complete and hashed, that is handed over to a driver. */
export interface Finished {
  path: string;
  size: number;
  sha256: string;
}

/**
 * Where bytes lie. Keys are chosen by the store and contain letters, digits, hyphens, points and slashes only.
 * Every method may throw; what it means for people is said by the store.
 */
export interface FileDriver {
  /** Keeps a file under a key, whole or not at all; the file at `path` is used up. An older one is replaced. */
  place(key: string, file: Finished): Promise<void>;
  /** Null: there is none. */
  open(key: string): Promise<ReadableStream<Uint8Array> | null>;
  size(key: string): Promise<number | null>;
  /** Of what is not there, too. */
  remove(key: string): Promise<void>;
  /** Everything whose key begins with `prefix/`. */
  list(prefix: string): AsyncIterable<{ key: string; size: number; at: Date }>;
  /** Whether it can be used at all. */
  check(): Promise<void>;
}
