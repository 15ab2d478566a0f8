import { existsSync, readFileSync } from 'node:fs';
import { readConfig, type Config } from '../platform/config.ts';
import { holderOf, isAlive } from '../platform/database/lock.ts';
import { createLogger } from '../platform/log.ts';
import { serverFile } from './application.ts';

export interface Connection {
  /** Sends a request to the API; the path begins with `/api`. */
  send(path: string, init?: { method?: string; body?: unknown }): Promise<Response>;
  close(): Promise<void>;
}

/**
 * How the command line reaches the product: a server elsewhere (with an address and a key), the server that runs on this
 * machine, or the application itself, started for the one command. In the last two the caller is the owner of the machine.
 */
export async function connect(flags: { url?: string | undefined; key?: string | undefined; data?: string | undefined }): Promise<Connection> {
  const url = flags.url ?? process.env['ANNEXA_URL'];
  const key = flags.key ?? process.env['ANNEXA_KEY'];
  if (url)
    return over(
      url.replace(/\/$/, ''),
      key ?? '',
      (request) => fetch(request),
      async () => undefined,
    );
  const config = readConfig(flags.data === undefined ? [] : ['--data', flags.data], {
    ...process.env,
    ANNEXA_LOG_LEVEL: process.env['ANNEXA_LOG_LEVEL'] ?? 'error',
  });
  const running = runningServer(config);
  if (running)
    return over(
      running.url,
      running.key,
      (request) => fetch(request),
      async () => undefined,
    );
  const { buildApplication } = await import('./application.ts');
  const application = await buildApplication(config, createLogger(config.logLevel));
  return over(
    'http://localhost',
    application.machineKey,
    (request) => application.fetch(request),
    () => application.stop(),
  );
}

/** The server that runs on a data directory, and the key of the owner of the machine. What a killed one left behind does not count. */
export function runningServer({ data, databaseUrl }: Pick<Config, 'data' | 'databaseUrl'>): { url: string; key: string } | null {
  const file = serverFile(data);
  if (!existsSync(file)) return null;
  const { url, key, pid } = JSON.parse(readFileSync(file, 'utf8')) as { url: string; key: string; pid: number };
  const alive = databaseUrl ? isAlive(pid) : holderOf(data) === pid;
  return alive ? { url, key } : null;
}

function over(url: string, key: string, send: (request: Request) => Promise<Response>, close: () => Promise<void>): Connection {
  return {
    send: (path, { method = 'GET', body } = {}) =>
      send(
        new Request(`${url}${path}`, {
          method,
          // A form names its own type, with the boundary between its parts.
          headers: {
            authorization: `Bearer ${key}`,
            'annexa-door': 'cli',
            ...(body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' }),
          },
          ...(body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }),
        }),
      ),
    close,
  };
}
