import { createHmac } from 'node:crypto';
import pg from 'pg';
import { migrate, type Roles } from './migrate.ts';
import type { BulkTable, TableSource } from './table.ts';

// Counts and sequences stay below 2^53; days are strings, so that no time zone moves them.
pg.types.setTypeParser(pg.types.builtins.DATE, (value) => value);

export interface OpenDatabase {
  /** For records: row security lets it see one organisation at a time. */
  app: pg.Pool;
  /** For accounts and sessions only. */
  identity: pg.Pool;
  /** How the app role connects, for the job queue and tools. */
  connection: pg.ClientConfig;
  version: string;
  close(): Promise<void>;
}

export interface DatabaseSource {
  /** How to connect as a role; the owner when none is given. */
  connect(role?: string): pg.ClientConfig;
  roles: Roles;
}

/** A database at DATABASE_URL: its user owns the schema, and passwords of the two roles follow from the owner's and the secret. */
export function databaseAt(url: string, secret: string): DatabaseSource {
  const parsed = new URL(url);
  const name = decodeURIComponent(parsed.pathname.slice(1)) || 'postgres';
  const password = (role: string) => createHmac('sha256', secret).update(`${role} ${parsed.password}`).digest('base64url');
  return {
    roles: { app: `${name}_app`, identity: `${name}_identity`, password },
    connect: (role) => {
      if (!role) return { connectionString: url };
      const own = new URL(url);
      own.username = role;
      own.password = password(role);
      return { connectionString: own.href };
    },
  };
}

/**
 * Opens a database: brings it to what the models say, as its owner, then connects as the two roles that own nothing.
 * Errors: when the server cannot be reached, is older than PostgreSQL 16, or refuses the owner.
 */
export async function openDatabase(
  source: DatabaseSource,
  tables: readonly TableSource[],
  bulk: readonly BulkTable[] = [],
  poolSize = 16,
): Promise<OpenDatabase> {
  const owner = new pg.Client({ ...source.connect(), options: '-c timezone=UTC' });
  await owner.connect();
  let version: string;
  try {
    const { rows } = await owner.query<{ version: string }>(`select current_setting('server_version') as version`);
    version = rows[0]!.version;
    if (Number.parseInt(version, 10) < 16) throw new Error(`PostgreSQL ${version} is too old: 16 or later is needed.`);
    await migrate(owner, tables, bulk, source.roles);
  } finally {
    await owner.end();
  }
  const pool = (role: string, max: number, options: string) => {
    const made = new pg.Pool({ ...source.connect(role), max, options: `-c timezone=UTC ${options}` });
    // An idle connection that dies is replaced at the next use; the error belongs to nobody.
    made.on('error', () => undefined);
    return made;
  };
  const app = pool(source.roles.app, poolSize, '-c search_path=isms,ledger,access');
  const identity = pool(source.roles.identity, 6, '-c search_path=identity');
  return {
    app,
    identity,
    connection: source.connect(source.roles.app),
    version,
    close: async () => void (await Promise.all([app.end(), identity.end()])),
  };
}
