import { TroubleError, type Notes, type Surroundings } from '../collector.ts';
import type { Opener, Service, Services } from './clients.ts';
import type { AwsSettings } from './settings.ts';
import { codeOf, isSilence, troubleOfAws } from './trouble.ts';

/** Where services that exist once for a partition are signed for. */
export const homes: Record<AwsSettings['partition'], string> = { aws: 'us-east-1', 'aws-cn': 'cn-north-1', 'aws-us-gov': 'us-gov-west-1' };

/** An account that is signed in to. */
export class AwsSession {
  readonly account: string;
  readonly partition: AwsSettings['partition'];
  /** Regions that were asked for; none: every one that is enabled. */
  readonly wanted: readonly string[];
  readonly home: string;
  readonly it: Surroundings;
  /** Regions that were asked for and do not answer to this account, with the reason. */
  readonly closed = new Map<string, string>();
  readonly #open: Opener;
  readonly #clients = new Map<string, Services[Service]>();
  /** Places that have not answered: they are not waited for again and again. */
  readonly #silent = new Map<string, TroubleError>();
  readonly #once = new Map<string, Promise<unknown>>();

  constructor({ account, partition, regions }: AwsSettings, it: Surroundings, open: Opener) {
    this.account = account;
    this.partition = partition;
    this.wanted = regions;
    this.home = homes[partition];
    this.it = it;
    this.#open = open;
  }

  client<S extends Service>(service: S, region: string): Services[S] {
    const name = `${service} ${region}`;
    let client = this.#clients.get(name);
    if (!client) this.#clients.set(name, (client = this.#open(service, region)));
    return client as Services[S];
  }

  /** One call. Errors: TroubleError that names the action. An answer whose code is in `none` means that there is nothing. */
  async call<T>(
    action: string,
    region: string,
    ask: (options: { abortSignal: AbortSignal }) => Promise<T>,
    none: readonly string[] = [],
  ): Promise<T | null> {
    const closed = this.closed.get(region);
    if (closed) throw new TroubleError({ kind: 'unsupported', message: closed });
    const place = placeOf(action, region);
    const before = this.#silent.get(place);
    if (before) throw before;
    try {
      return await asked(this.it, ask);
    } catch (error) {
      if (none.includes(codeOf(error))) return null;
      const trouble = error instanceof TroubleError ? error : new TroubleError(troubleOfAws(error, action, region));
      if (isSilence(error)) this.#silent.set(place, trouble);
      throw trouble;
    }
  }

  /**
   * A list to its last page. The token of the next page is AWS's own and goes back to where it came from; one that comes
   * twice is an error, and so are more pages than allowed.
   */
  async *pages<Out, Item>(
    notes: Notes,
    action: string,
    region: string,
    ask: (token: string | undefined, options: { abortSignal: AbortSignal }) => Promise<Out>,
    read: (out: Out) => { items: readonly Item[] | undefined; next: string | undefined | null; raw?: unknown },
    none: readonly string[] = [],
  ): AsyncGenerator<readonly Item[]> {
    const seen = new Set<string>();
    let token: string | undefined;
    for (let page = 0; ; page++) {
      if (page >= this.it.maxPages)
        throw new TroubleError({ kind: 'too-many-pages', message: `${action} has more than ${this.it.maxPages} pages; it was not read to its end.` });
      const out = await this.call(action, region, (options) => ask(token, options), none);
      if (out === null) return;
      const { items = [], next, raw = out } = read(out);
      notes.page(action, items.length, bare(raw));
      yield items;
      if (!next) return;
      if (seen.has(next)) throw new TroubleError({ kind: 'unreadable', message: `AWS gives the same page of ${action} again and again.` });
      seen.add(next);
      token = next;
    }
  }

  /** What several sources need is asked for once in a session. */
  once<T>(name: string, ask: () => Promise<T>): Promise<T> {
    const known = this.#once.get(name) as Promise<T> | undefined;
    if (known) return known;
    const asking = ask();
    this.#once.set(name, asking);
    asking.catch(() => this.#once.delete(name));
    return asking;
  }

  /** ARN of something that AWS itself provides. */
  managed(policy: string): string {
    return `arn:${this.partition}:iam::aws:policy/${policy}`;
  }
}

/** Services that exist once for all regions stand apart; the others of a region are mostly silent together. */
const apart = new Set(['iam', 'sts', 's3']);
function placeOf(action: string, region: string): string {
  const service = action.split(':')[0]!;
  return apart.has(service) ? `${service} ${region}` : region;
}

/** An answer without what the client notes about itself. */
export const bare = (out: unknown): unknown =>
  typeof out === 'object' && out !== null ? Object.fromEntries(Object.entries(out).filter(([name]) => name !== '$metadata')) : out;

/** A call that ends when the run is cancelled. */
export async function asked<T>(it: Surroundings, ask: (options: { abortSignal: AbortSignal }) => Promise<T>): Promise<T> {
  const cancelled = () => new TroubleError({ kind: 'cancelled', message: 'The run was cancelled.' });
  if (it.signal.aborted) throw cancelled();
  try {
    return await ask({ abortSignal: it.signal });
  } catch (error) {
    if (it.signal.aborted) throw cancelled();
    throw error;
  }
}

const available = new Set(['opt-in-not-required', 'opted-in']);

/** Every region with whether it is enabled. Those that are named are asked first: where only some may be used, others refuse. */
async function knownRegions(session: AwsSession): Promise<Map<string, boolean>> {
  let refused: TroubleError | undefined;
  for (const region of new Set([...session.wanted, session.home])) {
    try {
      const out = await session.call('ec2:DescribeRegions', region, (options) =>
        session.client('ec2', region).describeRegions({ AllRegions: true }, options),
      );
      return new Map((out?.Regions ?? []).map(({ RegionName = '', OptInStatus = '' }) => [RegionName, available.has(OptInStatus)]));
    } catch (error) {
      if (!(error instanceof TroubleError) || error.trouble.kind === 'cancelled') throw error;
      refused = error;
    }
  }
  throw refused!;
}

/** The regions to read: those asked for, or every one that is enabled. What was asked for and is closed is told so. */
export async function regionsOf(session: AwsSession): Promise<string[]> {
  const wanted = [...new Set(session.wanted)].sort();
  let known: Map<string, boolean>;
  try {
    known = await knownRegions(session);
  } catch (error) {
    // Where the regions are named, they are taken as they are.
    if (wanted.length > 0 && error instanceof TroubleError && error.trouble.kind !== 'cancelled') return wanted;
    throw error;
  }
  if (wanted.length === 0) return [...known].flatMap(([name, open]) => (open ? [name] : [])).sort();
  for (const region of wanted)
    if (!known.has(region)) session.closed.set(region, `There is no region ${region}.`);
    else if (!known.get(region)) session.closed.set(region, `The region ${region} is not enabled in this account.`);
  return wanted;
}
