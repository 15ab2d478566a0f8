import fc from 'fast-check';
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { collections } from '../../src/isms/collections.ts';
import { allRecords, type Snapshot } from '../../src/platform/ledger/snapshot.ts';
import { Snapshots } from '../../src/platform/ledger/snapshots.ts';
import { startApplication, type Inside, type TestApplication } from '../support/application.ts';
import { ownerOf } from '../support/owner.ts';

let application: TestApplication;
let owner: pg.Client;
let inside: Inside;
let slug: string;
let clock: Date | undefined;
beforeAll(async () => {
  application = await startApplication({}, () => clock ?? new Date());
  owner = await ownerOf(application);
});
beforeEach(async () => {
  slug = await application.organisation(`Ledger ${Math.random().toString(36).slice(2, 8)}`);
  inside = application.inside(slug);
  for (const name of ['Ada Berg', 'Bo Lund', 'Cia Holm']) await inside.post('/people', { name });
  await inside.patch('/people/P-2', { jobTitle: 'Head of operations' });
});
afterEach(() => {
  clock = undefined;
});
afterAll(async () => {
  await owner?.end();
  await application?.stop();
});

/** What the owner of a database can do and nobody should: with the ledger's own guards switched off. */
const behindTheBack = async (statement: string) => {
  await owner.query(
    `set session_replication_role = replica; ${statement.replaceAll('$organisation', `(select organisation_id from isms.organisations where slug = '${slug}')`)}; set session_replication_role = default`,
  );
};

describe('every change', () => {
  it('is recorded with who, what, before and after, through which door', async () => {
    const { items } = await inside.get('/history/people/P-2');
    expect(items).toHaveLength(2);
    expect(items[0]).toMatchObject({
      actor: 'machine',
      actorName: 'Owner of the machine',
      door: 'cli',
      action: 'change',
      register: 'people',
      record: 'P-2',
    });
    expect(items[0].changed).toContainEqual({ field: 'jobTitle', before: '', after: 'Head of operations' });
    expect(items[0].request).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('has its place in the chain, and the chain holds', async () => {
    expect(await inside.get('/ledger/verify')).toMatchObject({ intact: true, entries: 5, firstBroken: null });
  });

  it('made behind the product’s back, but with the ledger on, is recorded as the database’s', async () => {
    await owner.query(
      `update isms.people set job_title = 'Intruder' where id = 'P-1' and organisation_id = (select organisation_id from isms.organisations where slug = $1)`,
      [slug],
    );
    const { items } = await inside.get('/history/people/P-1');
    expect(items[0]).toMatchObject({ actor: 'database:annexa', door: 'database' });
    expect((await inside.get('/ledger/verify')).intact).toBe(true);
  });
});

describe('whoever owns the database and', () => {
  it.each([
    [
      'alters a row',
      `update isms.people set job_title = 'Nobody' where organisation_id = $organisation and id = 'P-2'`,
      { sequence: 5, record: 'P-2' },
    ],
    ['removes a row', `delete from isms.people where organisation_id = $organisation and id = 'P-3'`, { sequence: 4, record: 'P-3' }],
    [
      'adds a row',
      `insert into isms.people select (jsonb_populate_record(p, '{"id": "P-9"}')).* from isms.people p where organisation_id = $organisation and id = 'P-1'`,
      { sequence: null, record: 'P-9' },
    ],
    [
      'rewrites an entry',
      `update ledger.entries set actor_name = 'Somebody else' where organisation_id = $organisation and sequence = 3`,
      { sequence: 3, record: 'P-2' },
    ],
    [
      'rewrites what was before',
      `update ledger.entries set before = before || '{"name": "X"}' where organisation_id = $organisation and sequence = 5`,
      { sequence: 5, record: 'P-2' },
    ],
    ['removes an entry', `delete from ledger.entries where organisation_id = $organisation and sequence = 3`, { sequence: 4 }],
    ['cuts off the end', `delete from ledger.entries where organisation_id = $organisation and sequence > 3`, { sequence: 3 }],
  ])('%s is caught, with the first place named', async (_case, statement, place) => {
    await behindTheBack(statement);
    const verdict = await inside.get('/ledger/verify');
    expect(verdict.intact).toBe(false);
    expect(verdict.firstBroken).toMatchObject(place);
    expect(verdict.firstBroken.reason).toMatch(/\.$/);
  });

  it('rewrites the whole chain is caught by a checkpoint that was handed out', async () => {
    const checkpoint = await inside.post('/ledger/checkpoints');
    await behindTheBack(`
      update ledger.entries set actor_name = 'Somebody else' where organisation_id = $organisation and sequence = 3;
      do $$ declare e ledger.entries; previous bytea := '\\x00'; begin
        for e in select * from ledger.entries where organisation_id = $organisation order by sequence loop
          previous := ledger.entry_hash(previous, e);
          update ledger.entries set hash = previous where organisation_id = e.organisation_id and sequence = e.sequence;
        end loop;
        update ledger.heads set hash = previous where organisation_id = $organisation;
      end $$`);
    const verdict = await inside.get('/ledger/verify');
    expect(verdict.intact).toBe(false);
    expect(verdict.firstBroken.reason).toContain('altered since');
    expect(await inside.post('/ledger/checkpoints/check', checkpoint)).toMatchObject({ holds: false });
  });

  it('alters a checkpoint is caught by its signature', async () => {
    const checkpoint = await inside.post('/ledger/checkpoints');
    expect(await inside.post('/ledger/checkpoints/check', checkpoint)).toMatchObject({ holds: true });
    expect((await inside.post('/ledger/checkpoints/check', { ...checkpoint, hash: 'f'.repeat(64) })).holds).toBe(false);
    expect((await inside.post('/ledger/checkpoints/check', { ...checkpoint, sequence: 1 })).holds).toBe(false);
  });

  it('cannot change an entry while its guard is on', async () => {
    await expect(owner.query(`update ledger.entries set actor_name = 'x'`)).rejects.toThrow('never changed or removed');
  });
});

describe('undo', () => {
  it('writes what was before as a new change', async () => {
    const { request } = await inside.patch('/people/P-2', { jobTitle: 'Chief of everything' });
    await inside.post(`/undo/${request}`);
    expect(await inside.get('/people/P-2')).toMatchObject({ jobTitle: 'Head of operations' });
    expect((await inside.get('/history/people/P-2')).items).toHaveLength(4);
    expect((await inside.get('/ledger/verify')).intact).toBe(true);
  });

  it('takes back a creation, and the number is not given again', async () => {
    const { request, record } = await inside.post('/people', { name: 'Dag Moe' });
    await inside.post(`/undo/${request}`);
    expect((await inside.get('/people')).items.map(({ id }: { id: string }) => id)).not.toContain(record.id);
    expect((await inside.post('/people', { name: 'Eva Moe' })).record.id).not.toBe(record.id);
  });

  it('is refused when somebody has changed the record since', async () => {
    const { request } = await inside.patch('/people/P-2', { jobTitle: 'One' });
    await inside.patch('/people/P-2', { jobTitle: 'Two' });
    const { status, body } = await application.send('POST', `/api/organisations/${slug}/undo/${request}`, { body: {} });
    expect([status, body.code]).toEqual([409, 'conflict']);
    expect((await inside.get('/people/P-2')).jobTitle).toBe('Two');
  });
});

describe('a past', () => {
  it('reads the records as they stood at the end of a past day', async () => {
    // The ledger's times are the database's own: the past is made by moving the clock of the reader forward.
    const day = (await inside.get('/ledger?limit=1')).items[0].at.slice(0, 10);
    clock = new Date(Date.now() + 3 * 86_400_000);
    await inside.patch('/people/P-2', { jobTitle: 'Later' });
    const past = await inside.get(`/people?as-of=${day}`);
    expect(past.total).toBe(3);
    const before = new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
    expect((await inside.get(`/people?as-of=${before}`)).total).toBe(0);
  });

  it('is the same whether taken back from what is kept or told from the ledger alone, at every moment', async () => {
    await inside.patch('/people/P-1', { jobTitle: 'Engineer' });
    expect((await application.send('DELETE', `/api/organisations/${slug}/people/P-3`)).status).toBe(200);
    await owner.query(
      `delete from isms.people where id = 'P-2' and organisation_id = (select organisation_id from isms.organisations where slug = $1)`,
      [slug],
    );
    const { rows } = await owner.query<{ id: string; at: string }>(
      `select organisation_id as id, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at from ledger.entries
       where organisation_id = (select organisation_id from isms.organisations where slug = $1) order by sequence`,
      [slug],
    );
    const id = rows[0]!.id;
    const fresh = () => new Snapshots(Object.values(collections));
    const shown = ({ head, records }: Snapshot) => [head, [...records.keys()].map((name) => allRecords({ head, records }, name))];
    const keeping = fresh();
    const now = await keeping.read(owner, id);
    // Kept at another head than the ledger's: it is brought forward before it is taken back.
    const behind = fresh();
    behind.keep(id, await fresh().asOf(owner, id, rows[4]!.at));
    keeping.keep(id, now);
    for (const at of [...rows.map((each) => each.at), '2999-01-01T00:00:00Z']) {
      const told = shown(await fresh().asOf(owner, id, at));
      expect(shown(await keeping.asOf(owner, id, at))).toEqual(told);
      expect(shown(await behind.asOf(owner, id, at))).toEqual(told);
    }
    const past = await keeping.asOf(owner, id, rows.at(-1)!.at);
    expect(past.records.get('people')).not.toBe(now.records.get('people'));
    expect(past.records.get('risks')).toBe(now.records.get('risks'));
  });

  it('is told by the ledger alone where the clock was once set back', async () => {
    await behindTheBack(`update ledger.entries set at = at - interval '2 days' where organisation_id = $organisation and sequence = 4`);
    const id = (await owner.query<{ id: string }>(`select organisation_id as id from isms.organisations where slug = $1`, [slug])).rows[0]!.id;
    const keeping = new Snapshots(Object.values(collections));
    keeping.keep(id, await keeping.read(owner, id));
    const until = new Date(Date.now() - 86_400_000).toISOString();
    const past = await keeping.asOf(owner, id, until);
    expect([past.head, allRecords(past, 'people').length]).toEqual([4, 1]);
  });

  it('undone in reverse order leaves what was, whatever happens afterwards (property)', async () => {
    const people = async () => JSON.stringify((await inside.get('/people')).items);
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            id: fc.constantFrom('P-1', 'P-2', 'P-3'),
            jobTitle: fc.string({ maxLength: 20, unit: 'grapheme' }).filter((text) => !text.includes('\0')),
          }),
          { minLength: 1, maxLength: 5 },
        ),
        async (changes) => {
          const before = await people();
          const requests: string[] = [];
          for (const { id, jobTitle } of changes) {
            const { request } = await inside.patch(`/people/${id}`, { jobTitle });
            if ((await inside.get(`/ledger?request=${request}`)).items.length > 0) requests.push(request);
          }
          for (const request of requests.toReversed()) await inside.post(`/undo/${request}`);
          const strip = (text: string) => text.replaceAll(/"(version|updatedAt)":("[^"]*"|\d+),?/g, '');
          expect(strip(await people())).toBe(strip(before));
          expect((await inside.get('/ledger/verify')).intact).toBe(true);
        },
      ),
      { numRuns: 8 },
    );
  });
});
