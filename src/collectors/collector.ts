import type { z } from 'zod';
import type { Outcome, Provider } from '../isms/checks/model.ts';

/** Why something could not be read. Whatever depends on it is unknown, never green. */
export interface Trouble {
  kind: 'denied' | 'expired' | 'throttled' | 'unreachable' | 'too-many-pages' | 'unreadable' | 'unsupported' | 'cancelled';
  message: string;
  /** The permission that is missing, as the provider's console calls it. */
  permission?: string;
}

export class TroubleError extends Error {
  readonly trouble: Trouble;
  constructor(trouble: Trouble) {
    super(trouble.message);
    this.trouble = trouble;
  }
}

/** A value that may not be known for a single resource: its own trouble, while the others are judged. */
export type Maybe<T> = { value: T } | { trouble: Trouble };

/** One call to a provider as the log keeps it. */
export interface Asked {
  /** What was asked, without secrets: `iam:ListUsers`, `GET /v1.0/users?$top=999`. */
  query: string;
  scope: string;
  at: string;
  pages: number;
  rows: number;
  /** SHA-256 of what was received, page by page. */
  sha256: string;
}

/** Notes calls for the log while a source reads. */
export interface Notes {
  /** One page has come. `raw` is what was received, or what it was parsed to. */
  page(query: string, rows: number, raw: unknown): void;
}

/** One kind of thing that is read from a provider: users, buckets, repositories. */
export interface Source<Session, Item> {
  /** In words: `Users with their devices for the second factor`. */
  title: string;
  /** What must be granted to read it. */
  permissions: readonly string[];
  /** Once for the whole connection, or once for each scope (region, subscription). */
  each: 'connection' | 'scope';
  /**
   * Reads all of it, page by page to the last one. Throws TroubleError where it cannot; what is missing of a single
   * resource is a `Maybe` on the item.
   */
  read(session: Session, scope: string, notes: Notes): AsyncIterable<readonly Item[]>;
}

/** How one resource stands. `scope` is that of the source it came from, `''` for the whole connection. */
export interface Judged {
  resource: string;
  name: string;
  scope: string;
  outcome: Outcome;
  /** One sentence: why. */
  because: string;
}

export interface CheckParameter {
  title: string;
  unit: string;
  usual: number;
  min: number;
  max: number;
}

/** One automatic check. Its judgement is a pure function over what was gathered, tested without a network. */
export interface Check<Facts, Parameters extends string = string> {
  /** `aws-root-mfa`. Never changes. */
  id: string;
  /** Counted up when the judgement changes: a run names the version it was judged with. */
  version: number;
  title: string;
  /** The calls it rests on, in the provider's words. */
  calls: readonly string[];
  needs: readonly (keyof Facts & string)[];
  /** What is judged: `every user with a password`. */
  population: string;
  /** When a resource passes, in words; figures as `{days}`. */
  passes: string;
  parameters: { readonly [name in Parameters]: CheckParameter };
  /** Annex A controls, each with the reason in one sentence. */
  controls: readonly { id: string; because: string }[];
  remedy: string;
  /** What it means when nothing is there to judge: unknown where something must exist. */
  empty: 'unknown' | 'not-applicable';
  judge(facts: Facts, parameters: Record<Parameters, number>, now: Date): Judged[];
}

/** A list for an access review, for joiners and leavers, for the inventory: complete or not at all. */
export interface PopulationMember {
  id: string;
  name: string;
  email: string;
  kind: 'person' | 'service' | 'guest' | 'device' | 'repository' | 'unknown';
  active: boolean;
  privileged: boolean;
  /** Roles and groups in words. */
  access: string[];
  lastUsedAt: string | null;
}
export interface Population<Facts> {
  id: 'accounts' | 'devices' | 'repositories';
  title: string;
  needs: readonly (keyof Facts & string)[];
  list(facts: Facts): PopulationMember[];
}

/** What a session needs from its surroundings; tests bring their own. */
export interface Surroundings {
  fetch: typeof fetch;
  now(): Date;
  sleep(milliseconds: number): Promise<void>;
  signal: AbortSignal;
  /** Pages of one list after which it is an error, not a truncation. */
  maxPages: number;
  /** Where a service is found instead of its usual address; only tests say so, never a setting or the environment. */
  endpoint?: (service: string) => string | undefined;
  /** Milliseconds until one answer is given up. */
  patience: number;
}

/** Secrets that are typed in: never shown again, sealed where they are kept. */
export interface CredentialField {
  title: string;
  description: string;
  multiline?: boolean;
}

/** Everything about one provider: what it needs, what it reads, what it checks. */
// oxlint-disable-next-line typescript/no-explicit-any -- the facts and the session belong to each provider; what handles all of them does not look inside
export interface Collector<Facts extends Record<string, any> = any, Session = any> {
  provider: Provider;
  title: string;
  about: string;
  settings: z.ZodObject;
  /** Settings that are agreed with the other side: a change that leaves them out or empty keeps them. */
  keeps?: readonly string[];
  credentials: Record<string, CredentialField>;
  /** How to grant the least that is needed: steps in Markdown and documents to copy. `values` are the connection's settings. */
  guide(values: Record<string, unknown>): { steps: string; documents: { name: string; content: string }[] };
  /** Signs in. Throws TroubleError with what is wrong with the credentials. */
  open(settings: Record<string, unknown>, credentials: Record<string, string>, surroundings: Surroundings): Promise<Session>;
  /** Regions, subscriptions; none where there is only one. */
  scopes(session: Session): Promise<string[]>;
  /** Asks for one page of everything and says which permission is missing. */
  sources: { [K in keyof Facts & string]: Source<Session, Facts[K][number]> };
  checks: readonly Check<Facts>[];
  populations: readonly Population<Facts>[];
}
