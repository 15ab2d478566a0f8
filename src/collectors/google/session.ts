import type { JWT } from 'google-auth-library';
import { z } from 'zod';
import { TroubleError, type Notes, type Surroundings, type Trouble } from '../collector.ts';
import { pages, patientFetch, type Reply } from '../http.ts';

const hosts = {
  token: 'https://oauth2.googleapis.com',
  admin: 'https://admin.googleapis.com',
  identity: 'https://cloudidentity.googleapis.com',
} as const;
type Service = keyof typeof hosts;

export const Settings = z.object({
  customer: z
    .string()
    .trim()
    .regex(/^(my_customer|C[0-9a-z]+)$/, 'A customer id looks like C03abcde1; my_customer stands for the administrator’s own.')
    .default('my_customer')
    .meta({ title: 'Customer id', description: 'my_customer: the one the administrator belongs to' }),
  administrator: z.email('This is the e-mail address of an administrator.').meta({
    title: 'Administrator',
    description: 'The account in whose name the service account reads; a super administrator, for policies are shown to nobody else',
  }),
});

const Key = z.object({
  type: z.literal('service_account', 'Its type is not service_account.'),
  client_email: z.string('It names no service account (client_email).').min(3, 'It names no service account (client_email).'),
  private_key: z
    .string('It holds no private key (private_key).')
    .regex(/-----BEGIN (RSA )?PRIVATE KEY-----/, 'Its private key is no PEM text (private_key).'),
});

export interface Session {
  customer: string;
  base(service: Service): string;
  /** Surroundings whose requests are signed for one permission. */
  signed(scope: string): Surroundings;
}

export const usersScope = 'https://www.googleapis.com/auth/admin.directory.user.readonly';

/** Signs in as the service account in the name of the administrator. Errors: TroubleError with what is wrong with the key. */
export async function open(settings: Record<string, unknown>, credentials: Record<string, string>, it: Surroundings): Promise<Session> {
  const { customer, administrator } = Settings.parse(settings);
  const key = keyOf(credentials['key'] ?? '');
  const { JWT: Client } = await import('google-auth-library');
  const base = (service: Service) => it.endpoint?.(service) ?? hosts[service];
  // Tokens are asked for like everything else: through our surroundings, with their patience and their end.
  const fetchPatiently = patientFetch(it);
  const fetchImplementation: typeof fetch = (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    return fetchPatiently(url.replace(hosts.token, base('token')), {
      method: 'POST',
      headers: new Headers(init?.headers),
      body: String(init?.body),
    });
  };
  const fresh = (scope: string) =>
    new Client({
      email: key.client_email,
      key: key.private_key,
      subject: administrator,
      scopes: [scope],
      transporterOptions: { fetchImplementation, retry: false },
    });
  // Google refuses a token for several permissions when one of them was not granted: each is asked for by itself.
  const clients = new Map<string, JWT>();
  const token = async (scope: string): Promise<string> => {
    const client = clients.get(scope) ?? fresh(scope);
    clients.set(scope, client);
    try {
      const { token: found } = await client.getAccessToken();
      if (found) return found;
    } catch (error) {
      throw new TroubleError(it.signal.aborted ? { kind: 'cancelled', message: 'The run was cancelled.' } : signInTrouble(error, scope));
    }
    throw new TroubleError({ kind: 'expired', message: 'Google gives no token for this key.' });
  };
  const signed = (scope: string): Surroundings => ({
    ...it,
    fetch: async (url, init) => {
      const headers = new Headers(init?.headers);
      const send = async () => {
        headers.set('authorization', `Bearer ${await token(scope)}`);
        return it.fetch(url, { ...init, headers });
      };
      const response = await send();
      if (response.status === 403) return limited(response);
      if (response.status !== 401) return response;
      // A token can be ended before its time; whoever may still sign in gets a new one.
      void response.body?.cancel();
      clients.delete(scope);
      return send();
    },
  });
  try {
    await token(usersScope);
  } catch (error) {
    // A permission that is missing is told by the source that needs it; the key itself is right.
    if (!(error instanceof TroubleError) || error.trouble.kind !== 'denied') throw error;
  }
  return { customer, base, signed };
}

function keyOf(text: string): z.output<typeof Key> {
  const refuse = (why: string) => new TroubleError({ kind: 'expired', message: `This is not the JSON key of a service account. ${why}` });
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw refuse('Enter the whole file, from { to }.');
  }
  const result = Key.safeParse(content);
  if (!result.success) throw refuse(result.error.issues[0]!.message);
  return result.data;
}

function signInTrouble(error: unknown, scope: string): Trouble {
  if (error instanceof TroubleError) return error.trouble;
  const message = error instanceof Error ? error.message : String(error);
  if (/unauthorized_client|access_denied/.test(message))
    return {
      kind: 'denied',
      message: 'The service account may not act for the administrator with this permission: add it to its domain-wide delegation.',
      permission: scope,
    };
  const expired = (why: string): Trouble => ({ kind: 'expired', message: why });
  if (/reasonable timeframe|iat and exp/i.test(message))
    return expired('The signature was made at a time that Google does not accept: set the clock of this machine.');
  if (/signature/i.test(message)) return expired('Google does not know this key (any more): create a new one for the service account.');
  if (/invalid email|user id/i.test(message)) return expired('There is no such administrator at Google, or the account is suspended.');
  if (/account not found/i.test(message)) return expired('The service account of this key does not exist any more.');
  if (/invalid_grant/.test(message)) return expired('Google refuses the sign-in of the service account.');
  if (/DECODER|asymmetric|PEM|private key|routines/i.test(message)) return expired('The private key in the JSON key cannot be read.');
  return { kind: 'unreachable', message: 'Google cannot be reached for signing in.' };
}

const Reasons = z.array(z.object({ reason: z.string().optional() })).optional();
const Refusal = z.object({ error: z.object({ errors: Reasons, details: Reasons }) });
function reasonsOf(body: unknown): string[] {
  const found = Refusal.safeParse(body);
  if (!found.success) return [];
  const { errors = [], details = [] } = found.data.error;
  return [...errors, ...details].flatMap(({ reason }) => (reason === undefined ? [] : [reason]));
}

/** Some limits are told as 403: they are waited for like the others. */
async function limited(response: Response): Promise<Response> {
  const text = await response.text();
  let body: unknown = null;
  try {
    body = JSON.parse(text);
  } catch {
    // Whatever it is, it is no limit.
  }
  const full = reasonsOf(body).some((reason) => /^(rateLimitExceeded|userRateLimitExceeded|quotaExceeded|RATE_LIMIT_EXCEEDED)$/.test(reason));
  return new Response(text, { status: full ? 429 : 403, headers: response.headers });
}

/** Makes trouble of a refusal, naming what is to be done where the answer says so. */
function check(reply: Reply, service: Service, scope: string): void {
  if (reply.status < 400) return;
  const api = service === 'identity' ? 'Cloud Identity API' : 'Admin SDK API';
  if (reply.status === 403) {
    const off = reasonsOf(reply.body).some((reason) => /^(accessNotConfigured|SERVICE_DISABLED)$/.test(reason));
    throw new TroubleError({
      kind: 'denied',
      message: off
        ? `The ${api} is not switched on in the project of the service account.`
        : `The ${api} refuses: the administrator lacks the privilege, or the permission is missing.`,
      permission: off ? api : scope,
    });
  }
  throw new TroubleError({ kind: 'unreadable', message: `The ${api} refuses the request (${reply.status}).` });
}

interface ListOf<T> {
  service: Service;
  scope: string;
  path: string;
  /** Where the items lie in an answer; left out of it where there are none. */
  under: string;
  schema: z.ZodType<T>;
  /** The list is not read to its end, on purpose. */
  only?: 'first page';
}

/** A list to its last page. */
export async function* list<T>(session: Session, { service, scope, path, under, schema, only }: ListOf<T>, notes: Notes): AsyncGenerator<T[]> {
  const first = session.base(service) + path;
  const Page = z.looseObject({ nextPageToken: z.string().optional() });
  const Items = z.array(schema).default([]);
  const parsed = <O>(result: z.ZodSafeParseResult<O>): O => {
    if (result.success) return result.data;
    const where = result.error.issues[0]?.path.join('.') ?? '';
    throw new TroubleError({ kind: 'unreadable', message: `Google answers with something else than expected${where && ` (at ${where})`}.` });
  };
  const read = (reply: Reply) => {
    check(reply, service, scope);
    const page = parsed(Page.safeParse(reply.body));
    const items = parsed(Items.safeParse(page[under]));
    const next = new URL(first);
    if (page.nextPageToken) next.searchParams.set('pageToken', page.nextPageToken);
    return { items, next: page.nextPageToken && !only ? next.href : null };
  };
  const seen = (items: readonly T[], reply: Reply) => notes.page(`GET ${path}`, items.length, reply.body);
  for await (const items of pages(session.signed(scope), first, {}, read, seen)) yield [...items];
}
