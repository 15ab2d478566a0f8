import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import pg from 'pg';
import { waitingFor } from '../isms/daily/service.ts';
import { Post, type MailMessage } from '../isms/reminders/post.ts';
import { runDuties } from './daily.ts';
import { bulkTables, collections } from '../isms/collections.ts';
import { knownIds } from '../isms/subjects.ts';
import type { Accounts } from '../platform/auth/accounts.ts';
import { createBackground, type Background } from '../platform/background.ts';
import { Calls } from '../platform/calls.ts';
import { loadSecret, type Config } from '../platform/config.ts';
import { startEmbedded } from '../platform/database/embedded.ts';
import { lockDirectory } from '../platform/database/lock.ts';
import { databaseAt, openDatabase, type DatabaseSource, type OpenDatabase } from '../platform/database/open.ts';
import type { FileDriver } from '../platform/files/driver.ts';
import { limits } from '../platform/files/model.ts';
import { openFiles } from '../platform/files/open.ts';
import type { FileStore } from '../platform/files/store.ts';
import { filesFor, sweepFiles } from '../platform/files/service.ts';
import { Uploads } from '../platform/files/uploads.ts';
import { readText } from '../platform/reading/read.ts';
import type { Jobs } from '../platform/jobs.ts';
import { loadSigningKey } from '../platform/ledger/checkpoint.ts';
import type { Logger } from '../platform/log.ts';
import { collecting, type CollectingSettings } from './collecting.ts';
import { httpDoor } from './http.ts';
import { servePages } from './pages.ts';
import { buildRouters } from './services.ts';

export const version: string = (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version;

export interface Application {
  /** Answers a request as the server would; the command line uses it when no server runs. */
  fetch(request: Request): Promise<Response>;
  calls: Calls;
  /** Every operation's function, in the shape of the contracts. */
  handlers: object;
  files: FileStore;
  background: Background;
  collecting: ReturnType<typeof collecting>;
  database: OpenDatabase;
  accounts: () => Promise<Accounts>;
  /** What a command on this machine sends to be the owner of the machine. */
  machineKey: string;
  /** Starts to listen; answers the address. */
  listen(): Promise<string>;
  /** Starts what is due by the clock. */
  startJobs(): Promise<void>;
  /** Does what is due by the clock at this moment. */
  duties(): Promise<void>;
  /** The nightly work on files, now. */
  sweepFiles(): Promise<void>;
  stop(): Promise<void>;
}

/** Where a running server tells the command line how to reach it; readable by the owner of the data only. */
export const serverFile = (data: string) => join(data, 'server.json');

const embeddedName = 'annexa';

/** What tests bring of their own. */
export interface ApplicationOptions {
  /** False: the database may lose what it has acknowledged when the power fails. */
  durable?: boolean;
  clock?: () => Date;
  driver?: FileDriver;
  collectors?: CollectingSettings['collectors'];
  surroundings?: CollectingSettings['surroundings'];
}

/**
 * Builds the whole application on a database of its own or at DATABASE_URL. `durable` is false in tests only.
 * Errors: when the data directory is in use, the database cannot be opened, or a setting does not fit.
 */
export async function buildApplication(
  config: Config,
  log: Logger,
  { durable = true, clock, driver, collectors, surroundings }: ApplicationOptions = {},
): Promise<Application> {
  const closing: (() => unknown)[] = [];
  let stopping: Promise<void> | undefined;
  const stop = () =>
    (stopping ??= (async () => {
      for (const close of closing.toReversed()) await close();
    })());
  try {
    mkdirSync(config.data, { recursive: true, mode: 0o711 });
    closing.push(lockUnlessShared(config));
    const secret = loadSecret(config);
    const source = config.databaseUrl
      ? databaseAt(config.databaseUrl, secret)
      : await embeddedSource(config.data, durable, (close) => closing.push(close));
    const database = await openDatabase(source, Object.values(collections), bulkTables);
    closing.push(() => database.close());

    let jobs: Jobs | undefined;
    let port = config.port;
    // Asked for late: with port 0 the system chooses one when the server listens.
    const publicUrl = () =>
      config.publicUrl?.replace(/\/$/, '') ?? `http://${config.host === '0.0.0.0' || config.host === '::' ? 'localhost' : config.host}:${port}`;
    let loaded: Promise<Accounts> | undefined;
    // Loaded when somebody signs in: the library takes longer to load than the server to start.
    const accounts = () =>
      (loaded ??= import('../platform/auth/accounts.ts').then(({ createAccounts }) =>
        createAccounts({ pool: database.identity, secret, publicUrl: publicUrl(), sessionHours: config.sessionHours }),
      ));
    const report = (error: unknown, request = '-') =>
      log.error({ request, error: error instanceof Error ? { message: error.message, stack: error.stack } : error }, 'unexpected');
    const calls = new Calls({
      pool: database.app,
      collections: Object.values(collections),
      knownIds,
      onBackgroundError: report,
      ...(clock && { clock }),
      checkPassword: async (actor, password) => (await accounts()).checkPassword(actor.id.slice('user:'.length), password),
    });
    const smtpUrl = config.smtpUrl;
    const mail = smtpUrl
      ? async (message: MailMessage) => (await import('../platform/mail.ts')).createMailer(smtpUrl, config.mailFrom)(message)
      : null;
    const post = new Post({ calls, mail, publicUrl, waiting: waitingFor });
    closing.push(() => {
      post.stop();
      return calls.settled();
    });
    const duties = async () => runDuties({ pool: database.app, calls, post, onError: report });
    const store = await openFiles(config, (error) => report(error), driver);
    const uploads = new Uploads({ pool: database.app, store, read: readText });
    const background: Background = createBackground(
      () => collection.queues,
      () => jobs,
      report,
    );
    closing.push(() => background.stop());
    const collection = collecting({ pool: database.app, calls, files: store, secret, background, publicUrl, mail, collectors, surroundings });
    const signingKey = () => loadSigningKey(join(config.data, 'signing-key.pem'));
    const routers = buildRouters({
      pool: database.app,
      calls,
      accounts,
      publicUrl,
      mail,
      post,
      signingKey,
      files: filesFor(store, uploads),
      uploads,
      collecting: collection.settings,
      startScan: collection.startScan,
    });
    const machineKey = `machine_${randomBytes(24).toString('base64url')}`;

    let document: Promise<unknown> | undefined;
    const app = httpDoor({
      pool: database.app,
      calls,
      accounts,
      routers,
      publicUrl,
      machineKey,
      trustProxy: config.trustProxy,
      build: createHash('sha256').update(version).digest('hex').slice(0, 8),
      health: async () => {
        const reachable = await database.app.query('select 1').then(
          () => true,
          () => false,
        );
        const keeps = await store.check();
        return {
          ok: reachable && keeps,
          version,
          database: { ok: reachable, version: database.version },
          files: { ok: keeps },
          jobs: { ok: jobs?.ok() ?? false },
        };
      },
      openApi: () => (document ??= import('./openapi.ts').then(({ openApiDocument }) => openApiDocument(version))),
      mcp: async (request, caller) =>
        (await import('./mcp.ts')).answerMcp(request, caller, { pool: database.app, calls, handlers: routers.handlers, version }),
      pages: servePages,
      onError: report,
    });
    const fetch = async (request: Request) => app.fetch(request);
    let server: Server | undefined;

    return {
      fetch,
      calls,
      handlers: routers.handlers,
      files: store,
      background,
      collecting: collection,
      database,
      accounts,
      machineKey,
      duties,
      stop,
      sweepFiles: sweepAll,
      async listen() {
        server = createServer(getRequestListener(app.fetch));
        await new Promise<void>((resolve, reject) => {
          server!.once('error', (error: NodeJS.ErrnoException) =>
            reject(
              error.code === 'EADDRINUSE' ? new Error(`Port ${config.port} is taken by another program. Choose another one with --port.`) : error,
            ),
          );
          server!.listen(config.port, config.host, resolve);
        });
        const address = server.address();
        if (typeof address === 'object' && address) port = address.port;
        const local = `http://${config.host === '0.0.0.0' || config.host === '::' ? '127.0.0.1' : config.host}:${port}`;
        writeFileSync(serverFile(config.data), JSON.stringify({ url: local, key: machineKey, pid: process.pid }), { mode: 0o600 });
        closing.push(() => {
          rmSync(serverFile(config.data), { force: true });
          server!.closeAllConnections();
          return new Promise((resolve) => server!.close(resolve));
        });
        return publicUrl();
      },
      async startJobs() {
        const { startJobs } = await import('../platform/jobs.ts');
        const starting = startJobs(
          database.app,
          [
            { name: 'daily-checkpoint', cron: '15 2 * * *', work: () => signAll() },
            // Every hour it is morning somewhere; and at the start, for a machine that is not on all day.
            { name: 'duties', cron: '5 * * * *', work: duties, atStart: true },
            { name: 'daily-sweep', cron: '45 2 * * *', work: () => sweepAll() },
            { name: 'clear-collections', cron: '30 3 * * *', work: () => collection.clear() },
            { name: 'collect-due', cron: '*/15 * * * *', work: () => collection.due() },
          ],
          collection.queues,
          report,
        );
        // Whoever ends the program while they start waits for that first.
        closing.push(() => starting.then((started) => started.stop()));
        jobs = await starting;
      },
    };

    /** Every night the state of each ledger is signed, so that nobody can rewrite yesterday. */
    async function signAll(): Promise<void> {
      const { organisationsOf } = await import('../platform/auth/enter.ts');
      for (const entered of await organisationsOf(database.app, { kind: 'machine' }, 'system')) {
        await calls.run(entered, { writes: true }, (call) => routers.handlers.ledger.checkpoint(call, undefined));
      }
    }

    /** What was uploaded and never used makes room again. */
    async function sweepAll(): Promise<void> {
      const { organisationsOf } = await import('../platform/auth/enter.ts');
      for (const entered of await organisationsOf(database.app, { kind: 'machine' }, 'system'))
        await calls.run(entered, { writes: true }, (call) => sweepFiles(call, Object.values(collections), store, uploads));
      await store.clear(new Date(calls.now().getTime() - limits.hours * 3_600_000));
    }
  } catch (error) {
    await stop();
    throw error;
  }
}

function lockUnlessShared(config: Config): () => void {
  // Several processes may run against one database at DATABASE_URL; the embedded one belongs to a single process.
  return config.databaseUrl ? () => undefined : lockDirectory(config.data);
}

async function embeddedSource(data: string, durable: boolean, onClose: (close: () => unknown) => void): Promise<DatabaseSource> {
  const server = await startEmbedded({ dataDirectory: data, durable });
  onClose(() => server.stop());
  const admin = new pg.Client(server.connection(server.owner, 'postgres', server.ownerPassword));
  await admin.connect();
  const known = await admin.query('select from pg_database where datname = $1', [embeddedName]);
  if (known.rowCount === 0) await admin.query(`create database ${embeddedName}`);
  await admin.end();
  const password = (role: string) => createHash('sha256').update(`${role} ${server.ownerPassword}`).digest('base64url');
  return {
    roles: { app: `${embeddedName}_app`, identity: `${embeddedName}_identity`, password: server.passwords ? password : null },
    connect: (role) => server.connection(role ?? server.owner, embeddedName, role && server.passwords ? password(role) : server.ownerPassword),
  };
}
