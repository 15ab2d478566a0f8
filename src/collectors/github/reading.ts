import { TroubleError, type Notes, type Trouble } from '../collector.ts';
import { asTrouble, type GitHubSession } from './session.ts';

type Special = (status: number, message: string) => Trouble | null;

/** Reads a list to its last page. An answer that is no list is unreadable, not empty. */
export async function* listed<T>({ it }: GitHubSession, pages: AsyncIterable<{ data: T[] }>, special?: Special): AsyncGenerator<T[]> {
  const iterator = pages[Symbol.asyncIterator]();
  for (let page = 0; ; page++) {
    const { done, value } = await asTrouble(() => iterator.next() as Promise<IteratorResult<{ data: T[] }>>, special);
    if (done) return;
    if (page >= it.maxPages)
      throw new TroubleError({
        kind: 'too-many-pages',
        message: `GitHub has more than ${it.maxPages} pages of this list; it was not read to its end.`,
      });
    if (!Array.isArray(value.data)) throw new TroubleError({ kind: 'unreadable', message: 'GitHub answers with something that is not a list.' });
    yield value.data;
  }
}

/** Notes each page as it was read: never what GitHub sent beyond that. */
export async function* noted<T, R>(pages: AsyncGenerator<T[]>, notes: Notes, query: string, read: (each: T) => R): AsyncGenerator<R[]> {
  for await (const page of pages) {
    const items = page.map(read);
    notes.page(query, items.length, items);
    yield items;
  }
}

/** What was asked for, or GitHub's words for that it is not there: a 404 can be an answer. */
export async function orMissing<T>(call: () => Promise<{ data: T }>, special: Special = () => null): Promise<{ data: T } | { missing: string }> {
  let missing: string | null = null;
  try {
    return await asTrouble(call, (status, message) => {
      if (status === 404) missing = message;
      return special(status, message);
    });
  } catch (error) {
    if (missing !== null) return { missing };
    throw error;
  }
}
