import { TroubleError, type Notes, type Trouble } from '../collector.ts';
import { ask, nextLink, pages, type Reply } from '../http.ts';
import { role, type Scope } from './scopes.ts';
import type { OktaSession } from './session.ts';

interface Refusal {
  errorCode?: string;
  errorSummary?: string;
}
const asJson = { headers: { accept: 'application/json' } };

/** Reads a list to its last page: an array with a Link header, or `value` with a link beside it. */
export async function* listed<T>(session: OktaSession, scope: Scope, path: string): AsyncGenerator<readonly T[]> {
  yield* pages<T>(session.it, session.base + path, asJson, (reply) => {
    check(reply, scope);
    const body = reply.body as T[] | { value?: T[]; _links?: { next?: { href?: string } } } | null;
    if (Array.isArray(body)) return { items: body, next: nextLink(reply.headers) };
    if (!Array.isArray(body?.value)) throw new TroubleError({ kind: 'unreadable', message: 'Okta answers with something that is not a list.' });
    return { items: body.value, next: body._links?.next?.href ?? null };
  });
}

/** The same, with what is made of each page, which is noted: never what Okta sent beyond that. */
export async function* noted<T, R>(
  session: OktaSession,
  notes: Notes,
  scope: Scope,
  path: string,
  read: (page: readonly T[]) => R[] | Promise<R[]>,
): AsyncGenerator<R[]> {
  session.need(scope);
  for await (const page of listed<T>(session, scope, path)) {
    const items = await read(page);
    notes.page(`GET ${path.split('?')[0]}`, items.length, items);
    yield items;
  }
}

/** A short list that comes in one answer; null where what it belongs to is gone. */
export async function shortList<T>(session: OktaSession, scope: Scope, path: string): Promise<T[] | null> {
  const reply = await ask(session.it, session.base + path, asJson);
  if (reply.status === 404) return null;
  check(reply, scope);
  if (!Array.isArray(reply.body)) throw new TroubleError({ kind: 'unreadable', message: 'Okta answers with something that is not a list.' });
  return reply.body as T[];
}

/** Scope and role are both needed; Okta says which one is missing in two different ways. */
function check({ status, headers, body }: Reply, scope: Scope): void {
  if (status < 400) return;
  const { errorCode = '', errorSummary = '' } = (body ?? {}) as Refusal;
  throw new TroubleError(refusal(status, errorCode, errorSummary, headers.get('www-authenticate') ?? '', scope));
}
export function refusal(status: number, code: string, summary: string, challenge: string, scope: Scope): Trouble {
  if (/insufficient_scope/.test(challenge)) return { kind: 'denied', message: `The token does not contain the scope ${scope}.`, permission: scope };
  if (code === 'E0000015' || (status === 400 && /policy type|not enabled|not supported/i.test(summary)))
    return { kind: 'unsupported', message: 'This org does not have the feature (Okta Classic, or not in its plan).' };
  if (status === 403)
    return {
      kind: 'denied',
      message: `The scope ${scope} is granted, and the app's administrator role does not allow it: assign ${role}.`,
      permission: role,
    };
  const words = summary.replaceAll(/\s+/g, ' ').slice(0, 200).replace(/[.]?$/, '.');
  return { kind: 'unreadable', message: `Okta answers with ${status}: ${words}` };
}
