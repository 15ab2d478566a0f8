import { createHash } from 'node:crypto';
import { TroubleError, type Asked, type Collector, type Notes, type Surroundings, type Trouble } from './collector.ts';
import type { Part } from './judge.ts';

/** One source in one scope, with the log of its calls. */
export interface GatheredPart extends Part {
  asked: Asked[];
}

export interface Steps {
  /** What an interrupted run had gathered of this already. */
  have(source: string, scope: string): Promise<GatheredPart | null>;
  /** Keeps a part, so that an interruption does not lose it. `pages` is what was received. */
  keep(part: GatheredPart, pages: readonly { query: string; raw: unknown }[]): Promise<void>;
  /** After each page and each part. */
  progress(state: { done: number; total: number; what: string; rows: number }): void;
}

/**
 * Reads every source of a collector in every scope, one after the other. Trouble with one does not stop the others; only
 * a cancelled run ends at once. Which sources are read: those that the wanted checks and populations need.
 */
export async function gather(
  collector: Collector,
  session: unknown,
  it: Surroundings,
  wanted: ReadonlySet<string>,
  steps: Steps,
): Promise<GatheredPart[]> {
  const sources = Object.entries(collector.sources).filter(([name]) => wanted.has(name));
  const scoped = sources.some(([, { each }]) => each === 'scope');
  const scopes = scoped ? await collector.scopes(session) : [];
  const units = sources.flatMap(([name, source]) => (source.each === 'scope' ? scopes : ['']).map((scope) => ({ name, source, scope })));
  const parts: GatheredPart[] = [];
  let rows = 0;
  for (const [done, { name, source, scope }] of units.entries()) {
    const what = scope === '' ? source.title : `${source.title} in ${scope}`;
    const known = await steps.have(name, scope);
    if (known) {
      rows += known.items.length;
      parts.push(known);
      continue;
    }
    steps.progress({ done, total: units.length, what, rows });
    const log = new Map<string, Asked & { hash: ReturnType<typeof createHash> }>();
    const pages: { query: string; raw: unknown }[] = [];
    const notes: Notes = {
      page(query, count, raw) {
        let asked = log.get(query);
        if (!asked) log.set(query, (asked = { query, scope, at: it.now().toISOString(), pages: 0, rows: 0, sha256: '', hash: createHash('sha256') }));
        asked.pages++;
        asked.rows += count;
        asked.hash.update(JSON.stringify(raw) ?? '');
        pages.push({ query, raw });
      },
    };
    const items: unknown[] = [];
    let trouble: Trouble | null = null;
    try {
      for await (const page of source.read(session, scope, notes)) {
        if (it.signal.aborted) throw new TroubleError({ kind: 'cancelled', message: 'The run was cancelled.' });
        for (const item of page) items.push(item);
        steps.progress({ done, total: units.length, what, rows: rows + items.length });
      }
    } catch (error) {
      trouble = troubleOf(error, source.permissions);
      if (trouble.kind === 'cancelled') throw new TroubleError(trouble);
    }
    const asked = [...log.values()].map(({ hash, ...rest }) => ({ ...rest, sha256: hash.digest('hex') }));
    // A list that was not read to its end is not a population: what came is kept as evidence, and judged by nobody.
    const part: GatheredPart = { source: name, scope, items: trouble ? [] : items, trouble, asked };
    await steps.keep(part, pages);
    rows += part.items.length;
    parts.push(part);
  }
  steps.progress({ done: units.length, total: units.length, what: 'Judging', rows });
  return parts;
}

/** An error of a client as trouble in words. A fault of ours stays visible as unreadable; it never becomes green. */
export function troubleOf(error: unknown, permissions: readonly string[] = []): Trouble {
  if (error instanceof TroubleError)
    return error.trouble.kind === 'denied' && !error.trouble.permission && permissions.length > 0
      ? { ...error.trouble, permission: permissions.join(', ') }
      : error.trouble;
  const message = error instanceof Error ? error.message : String(error);
  return { kind: 'unreadable', message: `The answer could not be read: ${message}` };
}

/** The sources that checks and populations need. */
export function neededSources(collector: Collector, enabled: (check: string) => boolean): Set<string> {
  return new Set([
    ...collector.checks.filter(({ id }) => enabled(id)).flatMap(({ needs }) => needs),
    ...collector.populations.flatMap(({ needs }) => needs),
  ]);
}
