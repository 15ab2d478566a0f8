import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import { canReach, findBinaries } from './binaries.ts';
import { isAlive } from './lock.ts';

export interface EmbeddedServer {
  /** How to connect as a role to a database; the socket is in a private directory. */
  connection(role: string, database: string, password?: string): pg.ClientConfig;
  /** The superuser. */
  owner: string;
  ownerPassword: string | undefined;
  /** Whether roles need passwords: only where there are no Unix sockets. */
  passwords: boolean;
  /** Lets running statements end and shuts down. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  dataDirectory: string;
  /** False for tests: faster, and lost when the machine loses power. */
  durable?: boolean;
}

const owner = 'annexa';
/** PostgreSQL refuses to run as root: then it runs as nobody. */
const nobody = 65_534;
const windows = process.platform === 'win32';
const serverUser = () => (process.getuid?.() === 0 ? nobody : null);

/** Where data lies unless told otherwise: a place that the server's user can reach. */
export function defaultDataDirectory(env: NodeJS.ProcessEnv = process.env): string {
  if (process.getuid?.() === 0) return '/var/lib/annexa';
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'annexa');
  if (windows) return join(env['LOCALAPPDATA'] ?? homedir(), 'annexa');
  return join(env['XDG_DATA_HOME'] || join(homedir(), '.local', 'share'), 'annexa');
}

/**
 * Starts the PostgreSQL that comes with the product, on data in `<dataDirectory>/postgresql`; makes them at first.
 * It listens on a Unix socket in a private directory, on no port. The caller holds the directory's lock.
 * Errors: NoEmbeddedServer; when the server's user cannot reach the directory; what the server said when it did not start.
 */
export async function startEmbedded({ dataDirectory, durable = true }: EmbeddedOptions): Promise<EmbeddedServer> {
  const uid = serverUser();
  mkdirSync(dataDirectory, { recursive: true, mode: 0o711 });
  // A fresh temporary directory is closed; while it holds nothing but our own, letting the server's user pass through it opens nothing.
  if (uid !== null && readdirSync(dataDirectory).every((name) => name === 'lock' || name === 'secret')) chmodSync(dataDirectory, 0o711);
  if (!canReach(dataDirectory, uid)) {
    throw new Error(
      `PostgreSQL does not run as root, and the user "nobody" cannot reach ${dataDirectory}. Choose a directory outside closed home directories with --data, or start the program as another user.`,
    );
  }
  const native = findBinaries(uid, uid === null ? join(defaultDataDirectory(), 'programs') : '/var/lib/annexa/programs');
  const program = (name: string) => join(native, 'bin', windows ? `${name}.exe` : name);
  const cluster = join(dataDirectory, 'postgresql');
  const identity = uid === null ? {} : { uid, gid: nobody };
  const environment = { PATH: process.env['PATH'], TZ: 'UTC', LC_ALL: 'C', ...(windows ? { SystemRoot: process.env['SystemRoot'] } : {}) };

  const passwordFile = join(dataDirectory, 'database-password');
  if (windows && !existsSync(passwordFile)) writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
  const ownerPassword = windows ? readFileSync(passwordFile, 'utf8') : undefined;

  if (!existsSync(join(cluster, 'PG_VERSION'))) {
    // A first start that was cut off leaves half a cluster; nothing was acknowledged in it yet.
    rmSync(cluster, { recursive: true, force: true });
    mkdirSync(cluster, { mode: 0o700 });
    if (uid !== null) chownSync(cluster, uid, nobody);
    execFileSync(
      program('initdb'),
      [
        '-D',
        cluster,
        '-U',
        owner,
        '-E',
        'UTF8',
        '--locale=C',
        '--no-sync',
        '--no-instructions',
        ...(windows ? ['-A', 'scram-sha-256', `--pwfile=${passwordFile}`] : ['-A', 'trust']),
      ],
      {
        ...identity,
        env: environment,
        cwd: cluster,
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
  }
  await endOrphan(cluster);

  const sockets = join(
    windows ? dataDirectory : tmpdir().length < 60 ? tmpdir() : '/tmp',
    `annexa-${createHash('sha256').update(cluster).digest('hex').slice(0, 12)}`,
  );
  if (!windows) {
    rmSync(sockets, { recursive: true, force: true });
    mkdirSync(sockets, { mode: 0o700 });
    if (uid !== null) chownSync(sockets, uid, nobody);
    chmodSync(sockets, 0o700);
  }
  const port = windows ? await freePort() : 5432;
  const settings: Record<string, string> = {
    ...(windows ? { listen_addresses: '127.0.0.1', port: String(port) } : { listen_addresses: '', unix_socket_directories: sockets }),
    max_connections: '80',
    shared_buffers: '128MB',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    wal_level: 'minimal',
    max_wal_senders: '0',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' }),
  };
  const child = spawn(program('postgres'), ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])], {
    ...identity,
    env: environment,
    cwd: cluster,
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: !windows,
  });
  await ready(child);
  // A signal from the terminal reaches us, not the server: we end it after our own connections.
  const last = () => void child.kill('SIGINT');
  process.once('exit', last);

  return {
    owner,
    ownerPassword,
    passwords: windows,
    connection: (user, database, password) =>
      windows ? { host: '127.0.0.1', port, user, database, password } : { host: sockets, port, user, database },
    async stop() {
      process.removeListener('exit', last);
      if (child.exitCode === null && child.signalCode === null) {
        const ended = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGINT');
        await ended;
      }
      if (!windows) rmSync(sockets, { recursive: true, force: true });
    },
  };
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4000);
      if (said.includes('ready to accept connections')) resolve();
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`PostgreSQL did not start (${code}): ${said.trim()}`)));
  });
}

/** After kill -9 of this program its server may still run on the data: it is ended first. A stale pid file is removed. */
async function endOrphan(cluster: string): Promise<void> {
  const file = join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
  if (isServer(pid)) {
    process.kill(pid, 'SIGINT');
    for (let waited = 0; isServer(pid); waited += 50) {
      if (waited > 15_000) throw new Error(`A PostgreSQL of an earlier start (process ${pid}) does not end. End it and start again.`);
      await wait(50);
    }
  }
  rmSync(file, { force: true });
}

function isServer(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 1 || !isAlive(pid)) return false;
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return command.includes('postgres');
  } catch {
    // Without /proc a living process of that number is taken for the server.
    return process.platform !== 'linux';
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
