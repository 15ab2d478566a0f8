import { TroubleError, type Maybe, type Trouble } from './collector.ts';

/**
 * Reads something of a single resource. Trouble of the kinds named is its own, while the others are judged; any other
 * concerns everything that is still to be read, and passes through.
 */
export const maybeOf =
  (...own: readonly Trouble['kind'][]) =>
  async <T>(read: () => Promise<T>): Promise<Maybe<T>> => {
    try {
      return { value: await read() };
    } catch (error) {
      if (error instanceof TroubleError && own.includes(error.trouble.kind)) return { trouble: error.trouble };
      throw error;
    }
  };

/** What a resource may be refused, or answer in a way that is not understood. */
export const maybe = maybeOf('denied', 'unsupported', 'unreadable');
