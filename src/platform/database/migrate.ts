import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import pg from 'pg';
import { columnsOf, snake, type TableSource } from './table.ts';

const here = new URL('.', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, here), 'utf8');
const quote = pg.escapeIdentifier;

/** The two roles that the program connects as; they own nothing and cannot bypass row security. */
export interface Roles {
  app: string;
  identity: string;
  /** Null where the server trusts its private socket. */
  password: ((role: string) => string) | null;
}

/**
 * Brings a database to what the models say, as its owner. May be run at every start and by several processes at once:
 * it does nothing when the database already stands at this version of the program.
 *
 * New tables and new fields follow from the models. What cannot follow from them (a renamed field, a changed type)
 * stands in `migrations/`, one SQL file each, applied in the order of their names before anything else.
 * Errors: when a column's type differs from the model's and no migration changes it.
 */
export async function migrate(client: pg.ClientBase, tables: readonly TableSource[], roles: Roles): Promise<void> {
  const migrations = readdirSync(new URL('migrations/', here))
    .filter((file) => file.endsWith('.sql'))
    .sort();
  const secure = read('secure.sql').replaceAll(':app', quote(roles.app)).replaceAll(':identity', quote(roles.identity));
  const definition = tables.map((table) => ({ table: snake(table.name), columns: columnsOf(table) }));
  const version = createHash('sha256')
    .update(
      JSON.stringify([definition, migrations.map((file) => read(`migrations/${file}`)), read('identity.sql'), secure, roles.password?.(roles.app)]),
    )
    .digest('hex');

  await client.query(`select pg_advisory_lock(hashtext('annexa.migrate'))`);
  try {
    await client.query(
      'create schema if not exists access; create table if not exists access.applied (what text primary key, at timestamptz not null default now())',
    );
    const applied = new Set((await client.query<{ what: string }>('select what from access.applied')).rows.map(({ what }) => what));
    await ensureRoles(client, roles);
    if (applied.has(version)) return;
    await client.query('begin');
    await client.query('create schema if not exists isms');
    for (const file of migrations) {
      if (applied.has(file)) continue;
      if (applied.size > 0) await client.query(read(`migrations/${file}`));
      await client.query('insert into access.applied (what) values ($1)', [file]);
    }
    await followModels(client, definition);
    await client.query(read('identity.sql'));
    await client.query(secure);
    await client.query('insert into access.applied (what) values ($1)', [version]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    await client.query(`select pg_advisory_unlock(hashtext('annexa.migrate'))`);
  }
}

async function ensureRoles(client: pg.ClientBase, roles: Roles): Promise<void> {
  const { rows } = await client.query<{ rolname: string; bypass: boolean }>(
    'select rolname, rolsuper or rolbypassrls as bypass from pg_roles where rolname = any($1)',
    [[roles.app, roles.identity]],
  );
  for (const role of [roles.app, roles.identity]) {
    const known = rows.find(({ rolname }) => rolname === role);
    if (known?.bypass) throw new Error(`The role ${role} may bypass row security. Take that right from it, or use another database.`);
    const password = roles.password ? ` password ${pg.escapeLiteral(roles.password(role))}` : '';
    if (!known) await client.query(`create role ${quote(role)} login${password}`);
    else if (password) await client.query(`alter role ${quote(role)}${password}`);
  }
}

async function followModels(client: pg.ClientBase, definition: { table: string; columns: ReturnType<typeof columnsOf> }[]): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string; type: string }>(
    `select c.relname as table, a.attname as column, format_type(a.atttypid, a.atttypmod) as type
     from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'isms' and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped`,
  );
  const existing = new Map<string, Map<string, string>>();
  for (const { table, column, type } of rows) existing.set(table, (existing.get(table) ?? new Map()).set(column, type));
  for (const { table, columns } of definition) {
    const known = existing.get(table);
    if (!known) {
      const list = columns.map(({ name, type, nullable }) => `${quote(name)} ${type}${nullable ? '' : ' not null'}`);
      await client.query(`create table isms.${quote(table)} (organisation_id uuid not null, ${list.join(', ')}, primary key (organisation_id, id))`);
      continue;
    }
    for (const { name, type, nullable, initial } of columns) {
      const stands = known.get(name);
      if (stands === type) continue;
      if (stands)
        throw new Error(
          `isms.${table}.${name} is ${stands}, the model says ${type}: add a file to src/platform/database/migrations that changes it.`,
        );
      await client.query(`alter table isms.${quote(table)} add column ${quote(name)} ${type}`);
      if (nullable && (initial === null || initial === undefined)) continue;
      // Through jsonb, so that every type of column takes the model's own default.
      await client.query(
        `update isms.${quote(table)} set ${quote(name)} = (jsonb_populate_record(null::isms.${quote(table)}, $1::jsonb)).${quote(name)}`,
        [JSON.stringify({ [name]: initial })],
      );
      if (!nullable) await client.query(`alter table isms.${quote(table)} alter column ${quote(name)} set not null`);
    }
  }
}
