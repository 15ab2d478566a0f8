import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApplication, type Application, type ApplicationOptions } from '../../src/doors/application.ts';
import type { Role } from '../../src/isms/permissions.ts';
import { readConfig } from '../../src/platform/config.ts';
import { createLogger } from '../../src/platform/log.ts';

/** A directory that is gone when the test file ends, and that the database's user can reach. */
export function temporaryDirectory(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'annexa-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export interface Reply<T = any> {
  status: number;
  headers: Headers;
  body: T;
}

export interface TestApplication extends Application {
  /** Where it listens. */
  url: string;
  data: string;
  /** Sends a request with a key over real HTTP. The path begins with `/api`. */
  send<T = any>(method: string, path: string, options?: { key?: string | null; body?: unknown; headers?: Record<string, string> }): Promise<Reply<T>>;
  /** The same inside an organisation. Throws when the answer is a refusal. */
  inside(slug: string, key?: string): Inside;
  /** Founds an organisation as the owner of the machine. */
  organisation(name: string): Promise<string>;
  /** An API key in an organisation. */
  key(slug: string, role: Role, fields?: object): Promise<string>;
}

export interface Inside {
  get<T = any>(path: string): Promise<T>;
  post<T = any>(path: string, body?: unknown): Promise<T>;
  patch<T = any>(path: string, body: unknown): Promise<T>;
  put<T = any>(path: string, body: unknown): Promise<T>;
  delete<T = any>(path: string): Promise<T>;
}

/** The whole product on a database of its own, listening on a free port. Errors are kept in `unexpected`. */
export async function startApplication(
  environment: Record<string, string> = {},
  clock?: () => Date,
  options: ApplicationOptions = {},
): Promise<TestApplication> {
  const directory = temporaryDirectory();
  const config = readConfig(['--port', '0', '--data', directory.path], {
    ANNEXA_LOG_LEVEL: process.env['ANNEXA_LOG_LEVEL'] ?? 'error',
    ...environment,
  });
  const application = await buildApplication(config, createLogger(config.logLevel), { durable: false, ...(clock && { clock }), ...options });
  const url = await application.listen();

  const send: TestApplication['send'] = async (method, path, { key = application.machineKey, body, headers = {} } = {}) => {
    const response = await fetch(`${url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = /json/.test(response.headers.get('content-type') ?? '') && text !== '';
    return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text } as Reply<any>;
  };
  const inside = (slug: string, key = application.machineKey): Inside => {
    const call = async (method: string, path: string, body?: unknown) => {
      const reply = await send(method, `/api/organisations/${slug}${path}`, { key, body });
      if (reply.status >= 400) throw new Error(`${method} ${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
      return reply.body;
    };
    return {
      get: (path) => call('GET', path),
      post: (path, body = {}) => call('POST', path, body),
      patch: (path, body) => call('PATCH', path, body),
      put: (path, body) => call('PUT', path, body),
      delete: (path) => call('DELETE', path),
    };
  };

  return {
    ...application,
    url,
    data: directory.path,
    send,
    inside,
    organisation: async (name) => (await send('POST', '/api/organisations', { body: { name } })).body.slug,
    key: async (slug, role, fields = {}) => (await inside(slug).post('/keys', { name: `${role} key`, role, expiresOn: '2099-12-31', ...fields })).key,
    async stop() {
      await application.stop();
      directory.remove();
    },
  };
}
