import { TroubleError, type Maybe, type Trouble } from '../collector.ts';
import { maybeOf } from '../maybe.ts';
import { inParallel } from '../parallel.ts';

const refused = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'UnauthorizedOperation',
  'UnauthorizedException',
  'AuthorizationError',
  'Client.UnauthorizedOperation',
]);
const outdated = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'RequestExpired',
  'InvalidToken',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
  'AuthFailure',
  'MissingAuthenticationToken',
  'IncompleteSignature',
]);
const slowed = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'BandwidthLimitExceeded',
]);
const absent = new Set(['OptInRequired', 'SubscriptionRequiredException', 'UnknownOperationException', 'UnsupportedOperation', 'InvalidAction']);
const skewed = new Set(['RequestTimeTooSkewed', 'RequestInTheFuture']);
const silent = new Set(['TimeoutError', 'AbortError', 'RequestTimeout', 'RequestTimeoutException']);

interface ClientError {
  name?: string;
  message?: string;
  Code?: string;
  code?: string;
  $metadata?: { httpStatusCode?: number };
}

/** Who stands above the account's own policies and can forbid what they allow. */
const above = /explicit deny in an? ([a-z -]*polic(?:y|ies))/i;

/** What AWS answers with instead of a result. */
export const codeOf = (error: unknown): string => {
  const { name, Code } = error as ClientError;
  return name && name !== 'Error' ? name : (Code ?? name ?? 'Error');
};

/**
 * An error of an AWS client in words. What AWS writes is not passed on where it may quote the request, which is signed:
 * only its code.
 */
export function troubleOfAws(error: unknown, action: string, region: string): Trouble {
  if (error instanceof TroubleError) return error.trouble;
  const { message = '', code: system = '', $metadata } = error as ClientError;
  const code = codeOf(error);
  const where = `${action} in ${region}`;
  const status = $metadata?.httpStatusCode ?? 0;
  if (refused.has(code) || (status === 403 && !outdated.has(code) && !skewed.has(code))) {
    const by = above.exec(message)?.[1];
    return {
      kind: 'denied',
      message: by ? `${action} is forbidden by a ${by.toLowerCase()}.` : `The permission ${action} is missing.`,
      permission: action,
    };
  }
  if (skewed.has(code)) return { kind: 'unreadable', message: `AWS refuses ${where}: the clock of this machine is wrong by more than it accepts.` };
  if (outdated.has(code)) return { kind: 'expired', message: `AWS does not accept the credentials (any more): ${code} at ${where}.` };
  if (slowed.has(code) || status === 429) return { kind: 'throttled', message: `AWS allows no more requests for now: ${where}.` };
  if (absent.has(code)) return { kind: 'unsupported', message: `${where} is not offered to this account (${code}).` };
  if (silent.has(code)) return { kind: 'unreachable', message: `AWS has not answered ${where} in time.` };
  if (status >= 500) return { kind: 'unreachable', message: `AWS answers ${where} with an error (${status}).` };
  if (/^E[A-Z_]+$/.test(system)) return { kind: 'unreachable', message: `AWS cannot be reached for ${where} (${system}).` };
  return { kind: 'unreadable', message: `The answer of AWS to ${where} could not be read (${code}).` };
}

/** Nothing has come back at all, within the time or over the line. */
export const isSilence = (error: unknown): boolean => silent.has(codeOf(error)) || /^E[A-Z_]+$/.test((error as ClientError).code ?? '');

const together = 8;

/** Nothing of this concerns more than the resource that it was asked for. */
const maybe = maybeOf('denied', 'unreadable', 'unreachable', 'unsupported');

/** Asks something for each resource, a few at a time. What cannot be read of one is its own trouble. */
export const eachMaybe = <T, R>(all: readonly T[], ask: (each: T) => Promise<R>): Promise<Maybe<R>[]> =>
  eachOf(all, (each) => maybe(() => ask(each)));

/** Asks something for each, a few at a time; one that cannot be read is trouble for all. */
export const eachOf = <T, R>(all: readonly T[], ask: (each: T) => Promise<R>): Promise<R[]> => inParallel(together, all, ask);

/**
 * What is refused for every single resource is a permission that is missing: trouble of the source, which names it. Pages
 * are held back until one resource could be read. `of` tells what was asked of a resource; null where nothing was.
 */
export async function* unlessAllDenied<Item>(
  pages: AsyncIterable<readonly Item[]>,
  of: (item: Item) => Maybe<unknown> | null,
): AsyncGenerator<readonly Item[]> {
  let held: (readonly Item[])[] | null = [];
  let denied: Trouble | null = null;
  for await (const page of pages) {
    if (held === null) {
      yield page;
      continue;
    }
    held.push(page);
    for (const item of page) {
      const asked = of(item);
      if (asked === null) continue;
      if ('trouble' in asked && asked.trouble.kind === 'denied') denied ??= asked.trouble;
      else {
        yield* held;
        held = null;
        break;
      }
    }
  }
  if (held === null) return;
  if (denied) throw new TroubleError(denied);
  yield* held;
}
