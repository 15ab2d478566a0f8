import { OpenAPIHandler } from '@orpc/openapi/fetch';
import { ORPCError } from '@orpc/server';
import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { compress } from 'hono/compress';
import type pg from 'pg';
import type { Accounts } from '../platform/auth/accounts.ts';
import { enter, type Caller } from '../platform/auth/enter.ts';
import { newRequest, type Calls, type Entered } from '../platform/calls.ts';
import { Day } from '../platform/contract/fields.ts';
import type { Door } from '../platform/contract/call.ts';
import { Problem } from '../platform/contract/problem.ts';
import type { Visit } from '../isms/organisation/accounts-service.ts';
import { problemBody, problemResponse } from './problems.ts';
import type { Inside } from './router.ts';

/** The whole request, files and all; a spreadsheet of 20 MB fits. */
const bodyLimitBytes = 30 * 1024 * 1024;

export interface HttpSettings {
  pool: pg.Pool;
  calls: Calls;
  accounts: () => Promise<Accounts>;
  routers: { inside: object; global: object; open: object };
  /** Changes with every build: an answer of an older program is not taken for unchanged. */
  build: string;
  publicUrl(): string;
  /** Whether the network address is taken from X-Forwarded-For. */
  trustProxy: boolean;
  /** Known to the person who owns the machine alone; null when there is none (several machines). */
  machineKey: string | null;
  health(): Promise<{ ok: boolean; [part: string]: unknown }>;
  openApi(): Promise<unknown>;
  mcp(request: Request, caller: Caller): Promise<Response>;
  pages(path: string): Promise<Response | null>;
  onError(error: unknown, request: string): void;
}

interface Environment {
  Variables: { request: string; caller: Caller | null; door: Door };
  Bindings: { incoming?: { socket?: { remoteAddress?: string } }; outgoing?: { setHeader(name: string, value: string): unknown } };
}

/** The HTTP door: who is calling, which organisation, whether anything changed; then the operation. */
export function httpDoor(settings: HttpSettings) {
  const { calls, pool, onError } = settings;
  const handlerFor = <T extends object & { request: string }>(router: object) =>
    new OpenAPIHandler<T>(router as never, {
      // What an operation throws unforeseen stays opaque; what fails before it is a body that cannot be read.
      clientInterceptors: [
        async ({ next, context }) => {
          try {
            return await next();
          } catch (error) {
            if (error instanceof ORPCError && (error.defined || error.status < 500)) throw error;
            onError(error, context.request);
            throw new Problem('unexpected', 'Something went wrong on our side.', {
              remedy: `Try again. If it stays, tell whoever runs this installation: request ${context.request}.`,
            });
          }
        },
      ],
      interceptors: [
        async ({ next }) => {
          try {
            return await next();
          } catch (error) {
            if (error instanceof ORPCError) throw error;
            throw new Problem('invalid-input', 'The request cannot be read: its body is not what its type says.', {
              remedy: 'Send JSON with `content-type: application/json`.',
            });
          }
        },
      ],
      customErrorResponseBodyEncoder: (error) => problemBody(error, ''),
    });
  const inside = handlerFor<Inside>(settings.routers.inside);
  const global = handlerFor<Visit & { request: string }>(settings.routers.global);
  const open = handlerFor<Visit & { request: string }>(settings.routers.open);

  const app = new Hono<Environment>();
  app.onError((error, c) => {
    // Somebody who hangs up in the middle of sending is no fault of ours.
    if (!(error instanceof ORPCError) && (error as NodeJS.ErrnoException).code !== 'ECONNRESET') onError(error, c.get('request') ?? '-');
    return problemResponse(error, c.get('request') ?? '-');
  });
  const everywhere = {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'x-frame-options': 'DENY',
    // Pages bring a policy of their own.
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    ...(settings.publicUrl().startsWith('https:') && { 'strict-transport-security': 'max-age=31536000' }),
  };
  app.use(async (c, next) => {
    c.set('request', newRequest());
    // Set on Node's own answer: changing the headers of an unchanged one afterwards costs more than the look-up.
    const { outgoing } = c.env ?? {};
    if (outgoing) for (const [name, value] of Object.entries({ ...everywhere, 'x-request-id': c.get('request') })) outgoing.setHeader(name, value);
    await next();
  });
  const compressed = compress({ threshold: 4096 });
  app.use(async (c, next) => {
    await next();
    if (c.res.status !== 304) await compressed(c, async () => undefined);
  });
  app.get('/api/health', async (c) => {
    const health = await settings.health();
    return c.json(health, health.ok ? 200 : 503);
  });
  app.get('/api/openapi.json', async (c) => c.json((await settings.openApi()) as object));

  app.get('/api/docs/*', async (c, next) => (await settings.pages(c.req.path)) ?? next());
  app.get('/api/docs', async (c, next) => (await settings.pages(c.req.path)) ?? next());

  const limit = bodyLimit({
    maxSize: bodyLimitBytes,
    onError: (c) =>
      problemResponse(new Problem('too-large', 'The request is larger than 30 MB.', { remedy: 'Send a smaller file.' }), c.get('request')),
  });
  app.use('/api/*', limit, async (c, next) => {
    const { caller, door } = await callerOf(c, settings);
    c.set('caller', caller);
    c.set('door', door);
    await next();
  });

  app.all('/api/organisations/:slug/*', async (c) => {
    const caller = c.get('caller');
    if (!caller) throw new Problem('not-signed-in', 'Sign in first.', { remedy: 'Sign in, or send an API key: `Authorization: Bearer <key>`.' });
    const entered = await enter(pool, caller, c.req.param('slug'), c.get('door'));
    if (!entered)
      throw new Problem('not-found', `There is no organisation ${c.req.param('slug')}.`, {
        remedy: 'Check the short name; GET /api/me lists the organisations that you may enter.',
      });
    const asOf = asOfDay(c.req.query('as-of'), calls.today(entered.organisation.timeZone));
    const reads = c.req.method === 'GET';
    const tag = reads ? etag(entered, asOf ?? calls.today(entered.organisation.timeZone), settings.build) : '';
    if (reads && c.req.header('if-none-match') === tag)
      return new Response(null, { status: 304, headers: { etag: tag, 'cache-control': 'private, no-cache' } });
    const context: Inside = { entered, asOf, request: c.get('request') };
    const { response } = await inside.handle(withoutAsOf(c.req.raw), { prefix: `/api/organisations/${entered.organisation.slug}`, context });
    return finished(response, c, reads && !context.live ? tag : null);
  });

  app.all('/api/*', async (c) => {
    const cookies: string[] = [];
    const visit = {
      caller: c.get('caller'),
      door: c.get('door'),
      address: addressOf(c, settings.trustProxy),
      headers: c.req.raw.headers,
      request: c.get('request'),
      setCookies: (list: string[]) => void cookies.push(...list),
    };
    let { response } = await open.handle(c.req.raw, { prefix: '/api', context: visit });
    response ??= (await global.handle(c.req.raw, { prefix: '/api', context: visit })).response;
    const answer = finished(response, c, null);
    for (const cookie of cookies) answer.headers.append('set-cookie', cookie);
    return answer;
  });

  app.all('/mcp', limit, async (c) => {
    const { caller } = await callerOf(c, settings);
    if (caller?.kind !== 'key' && caller?.kind !== 'machine')
      throw new Problem('not-signed-in', 'The MCP server needs an API key.', { remedy: 'Send `Authorization: Bearer <key>`.' });
    return settings.mcp(c.req.raw, caller);
  });

  app.get(
    '*',
    async (c) =>
      (await settings.pages(c.req.path)) ?? problemResponse(new Problem('not-found', 'There is nothing at this address.'), c.get('request')),
  );
  return app;
}

/** The day of the read belongs to every operation; the operation itself does not know it. */
function withoutAsOf(request: Request): Request {
  const url = new URL(request.url);
  if (!url.searchParams.has('as-of')) return request;
  url.searchParams.delete('as-of');
  return new Request(url, request);
}

function finished(response: Response | undefined, c: Context<Environment>, tag: string | null): Response {
  if (!response)
    return problemResponse(
      new Problem('not-found', 'There is nothing at this address.', { remedy: 'The addresses stand at /api/docs.' }),
      c.get('request'),
    );
  if (response.status >= 400) response.headers.set('content-type', 'application/problem+json');
  if (tag && response.status < 300) {
    response.headers.set('etag', tag);
    response.headers.set('cache-control', 'private, no-cache');
  } else response.headers.set('cache-control', 'no-store');
  return response;
}

/** A read is a pure function of the ledger's head, the day, who asks, and the program. */
const etag = ({ head, actor }: Entered, day: string, build: string) => `W/"${head}.${day}.${actor.id}.${actor.role}.${actor.person ?? ''}.${build}"`;

function asOfDay(wanted: string | undefined, today: string): string | undefined {
  if (wanted === undefined) return undefined;
  if (!Day.safeParse(wanted).success)
    throw new Problem('invalid-input', 'as-of: a day is written like 2027-03-03.', {
      fields: [{ field: 'as-of', message: 'Write it like 2027-03-03.' }],
    });
  if (wanted > today)
    throw new Problem('invalid-input', 'as-of: that day has not come yet.', { fields: [{ field: 'as-of', message: `Give a day up to ${today}.` }] });
  return wanted === today ? undefined : wanted;
}

async function callerOf(c: Context<Environment>, { accounts, machineKey, publicUrl }: HttpSettings): Promise<{ caller: Caller | null; door: Door }> {
  const authorization = c.req.header('authorization');
  if (authorization?.startsWith('Bearer ')) {
    const key = authorization.slice('Bearer '.length).trim();
    const hint = c.req.header('annexa-door');
    const door: Door = hint === 'cli' || hint === 'mcp' ? hint : 'api';
    if (machineKey !== null && key === machineKey) return { caller: { kind: 'machine' }, door: door === 'api' ? 'cli' : door };
    return { caller: { kind: 'key', key }, door };
  }
  const cookie = c.req.header('cookie');
  if (!cookie?.includes('annexa.session')) return { caller: null, door: 'web' };
  // A page elsewhere must not act with this person's cookie.
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
    const origin = c.req.header('origin');
    const own = new Set([new URL(publicUrl()).host, c.req.header('host') ?? '']);
    if (origin !== undefined && (!URL.canParse(origin) || !own.has(new URL(origin).host))) {
      throw new Problem('not-permitted', 'This request comes from another site.', { remedy: 'Use the product’s own pages, or an API key.' });
    }
  }
  const account = await (await accounts()).session(c.req.raw.headers);
  return { caller: account ? { kind: 'account', ...account } : null, door: 'web' };
}

function addressOf(c: Context<Environment>, trustProxy: boolean): string {
  const forwarded = trustProxy ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
  return forwarded || c.env?.incoming?.socket?.remoteAddress || 'unknown';
}
