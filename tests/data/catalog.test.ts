import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collections } from '../../src/isms/collections.ts';
import { startApplication, type TestApplication } from '../support/application.ts';
import { ownerOf } from '../support/owner.ts';

let application: TestApplication;
let owner: pg.Client;
beforeAll(async () => {
  application = await startApplication();
  owner = await ownerOf(application);
});
afterAll(async () => {
  await owner?.end();
  await application?.stop();
});

const rows = async <T = any>(sql: string, values: unknown[] = []) => (await owner.query(sql, values)).rows as T[];
/** Tables of the whole installation: accounts and sessions, the queue, which migrations were applied. No record of an organisation is in them. */
const ofNobody = ['identity', 'jobs'];
const tables = () =>
  rows<{ schema: string; name: string; security: boolean; key: string[] | null }>(
    `select n.nspname as schema, c.relname as name, c.relrowsecurity as security,
            (select array_agg(a.attname::text order by k.place) from pg_index i cross join lateral unnest(i.indkey) with ordinality k(number, place)
               join pg_attribute a on a.attrelid = c.oid and a.attnum = k.number where i.indrelid = c.oid and i.indisprimary) as key
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_toast' order by 1, 2`,
  );

describe('the catalog', () => {
  it('has a table for every collection', async () => {
    const names = (await tables()).filter(({ schema }) => schema === 'isms').map(({ name }) => name);
    expect(names.length).toBe(Object.keys(collections).length);
    expect(names).toEqual(expect.arrayContaining(['risks', 'members', 'soa_versions']));
  });

  it('puts the organisation first in every key', async () => {
    const wrong = (await tables()).filter(
      ({ schema, name, key }) => !ofNobody.includes(schema) && name !== 'applied' && key?.[0] !== 'organisation_id',
    );
    expect(wrong).toEqual([]);
  });

  it('puts the organisation first in every other unique key, but for hashes of secrets, which name their organisation', async () => {
    const unique = await rows<{ table: string; first: string }>(
      `select n.nspname || '.' || c.relname as table, a.attname as first from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
         join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0] where i.indisunique and n.nspname in ('isms', 'ledger', 'access')`,
    );
    const others = unique.filter(({ first }) => first !== 'organisation_id').map(({ table, first }) => `${table} ${first}`);
    expect(
      others.filter(
        (each) => !/^access\.(key_hashes|invitation_hashes|calendar_hashes) hash$|^access\.applied |^isms\.organisations slug$/.test(each),
      ),
    ).toEqual([]);
  });

  it('has row security on every table', async () => {
    const open = (await tables()).filter(({ schema, name, security }) => schema !== 'jobs' && name !== 'applied' && !security);
    expect(open).toEqual([]);
  });

  it('connects as roles that own nothing and cannot bypass it', async () => {
    const roles = await rows(
      `select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname in ('annexa_app', 'annexa_identity') order by 1`,
    );
    expect(roles).toEqual(
      ['annexa_app', 'annexa_identity'].map((rolname) => ({
        rolname,
        rolsuper: false,
        rolbypassrls: false,
        rolcreaterole: false,
        rolcreatedb: false,
      })),
    );
    const owned =
      await rows(`select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_roles r on r.oid = c.relowner
                              where r.rolname in ('annexa_app', 'annexa_identity') and n.nspname <> 'jobs'`);
    expect(owned).toEqual([]);
  });

  it('grants nothing that rewrites the ledger', async () => {
    const grants = await rows<{ table_name: string; privilege_type: string }>(
      `select table_name, privilege_type from information_schema.role_table_grants where table_schema = 'ledger' and grantee in ('annexa_app', 'annexa_identity', 'PUBLIC')`,
    );
    expect(grants.map(({ table_name, privilege_type }) => `${table_name} ${privilege_type}`).toSorted()).toEqual([
      'checkpoints INSERT',
      'checkpoints SELECT',
      'entries SELECT',
      'heads SELECT',
    ]);
    const functions = await rows<{ name: string }>(
      `select p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'ledger' and has_function_privilege('annexa_app', p.oid, 'execute')`,
    );
    expect(functions.map(({ name }) => name)).toEqual(['entry_hash']);
  });

  it('writes the ledger by triggers on every table of the management system', async () => {
    const without =
      await rows(`select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'isms' and c.relkind = 'r'
      and (select count(*) from pg_trigger t where t.tgrelid = c.oid and t.tgname in ('ledger_insert', 'ledger_update', 'ledger_delete') and t.tgenabled = 'O') <> 3`);
    expect(without).toEqual([]);
  });
});

describe('the program’s role', () => {
  const asProgram = async <T>(work: (client: pg.Client) => Promise<T>) => {
    const client = new pg.Client(application.database.connection);
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  };

  it('sees nothing before it has entered an organisation', async () => {
    await application.organisation('Somebody Ltd');
    await asProgram(async (client) => {
      for (const { schema, name } of await tables()) {
        if (!['isms', 'ledger'].includes(schema)) continue;
        expect((await client.query(`select * from ${schema}.${name}`)).rowCount, name).toBe(0);
      }
    });
  });

  it('cannot write into an organisation that it has not entered', async () => {
    await expect(
      asProgram((client) => client.query(`insert into isms.people (organisation_id, id, name) values (gen_random_uuid(), 'P-1', 'Nobody')`)),
    ).rejects.toThrow(/row-level security/);
  });

  it.each([
    'update ledger.entries set actor = $$nobody$$',
    'delete from ledger.entries',
    'truncate ledger.entries',
    'delete from ledger.heads',
    'alter table isms.people disable trigger all',
    'drop table isms.people',
    'select * from identity.account',
  ])('may not: %s', async (statement) => {
    await expect(asProgram((client) => client.query(statement))).rejects.toThrow(/permission denied|must be owner/);
  });
});
