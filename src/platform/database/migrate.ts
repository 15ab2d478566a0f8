import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import pg from 'pg';
import { columnsOf, snake, type BulkTable, type ColumnDefinition, type TableSource } from './table.ts';

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
export async function migrate(client: pg.ClientBase, tables: readonly TableSource[], bulk: readonly BulkTable[], roles: Roles): Promise<void> {
  const migrations = readdirSync(new URL('migrations/', here))
    .filter((file) => file.endsWith('.sql'))
    .sort();
  const secure = read('secure.sql').replaceAll(':app', quote(roles.app)).replaceAll(':identity', quote(roles.identity));
  const definition: Definition[] = [
    ...tables.map((table) => ({ schema: 'isms', table: snake(table.name), columns: columnsOf(table), key: ['id'], indexes: [] })),
    ...bulk.map(({ name, row, key, indexes = [] }) => ({
      schema: 'bulk',
      table: snake(name),
      columns: columnsOf({ record: row }),
      key: key.map(snake),
      indexes: indexes.map((fields) => fields.map(snake)),
    })),
  ];
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
    await client.query('create schema if not exists isms; create schema if not exists bulk');
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

interface Definition {
  schema: string;
  table: string;
  columns: ColumnDefinition[];
  /** Columns of the primary key, after the organisation. */
  key: string[];
  indexes: string[][];
}

async function followModels(client: pg.ClientBase, definition: Definition[]): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string; type: string }>(
    `select n.nspname || '.' || c.relname as table, a.attname as column, format_type(a.atttypid, a.atttypmod) as type
     from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('isms', 'bulk') and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped`,
  );
  const existing = new Map<string, Map<string, string>>();
  for (const { table, column, type } of rows) existing.set(table, (existing.get(table) ?? new Map()).set(column, type));
  for (const { schema, table, columns, key, indexes } of definition) {
    const known = existing.get(`${schema}.${table}`);
    const at = `${quote(schema)}.${quote(table)}`;
    const fields = (names: string[]) => ['organisation_id', ...names.map(quote)].join(', ');
    if (!known) {
      const list = columns.map(({ name, type, nullable }) => `${quote(name)} ${type}${nullable ? '' : ' not null'}`);
      await client.query(`create table ${at} (organisation_id uuid not null, ${list.join(', ')}, primary key (${fields(key)}))`);
    } else {
      for (const column of columns) await followColumn(client, `${schema}.${table}`, at, column, known.get(column.name));
    }
    for (const names of indexes)
      await client.query(`create index if not exists ${quote(`${table}_by_${names.join('_')}`)} on ${at} (${fields(names)})`);
  }
}

async function followColumn(
  client: pg.ClientBase,
  table: string,
  at: string,
  { name, type, nullable, initial }: ColumnDefinition,
  stands: string | undefined,
): Promise<void> {
  if (stands === type) return;
  if (stands)
    throw new Error(`${table}.${name} is ${stands}, the model says ${type}: add a file to src/platform/database/migrations that changes it.`);
  await client.query(`alter table ${at} add column ${quote(name)} ${type}`);
  if (nullable && (initial === null || initial === undefined)) return;
  // Through jsonb, so that every type of column takes the model's own default.
  await client.query(`update ${at} set ${quote(name)} = (jsonb_populate_record(null::${at}, $1::jsonb)).${quote(name)}`, [
    JSON.stringify({ [name]: initial }),
  ]);
  if (!nullable) await client.query(`alter table ${at} alter column ${quote(name)} set not null`);
}
