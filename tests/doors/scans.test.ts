import { unzipSync } from 'fflate';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bulkFile, type AtOneMoment } from '../../src/interchange/bulk.ts';
import { startApplication, type Inside, type TestApplication } from '../support/application.ts';
import { ownerOf } from '../support/owner.ts';
import { ocsf, trivy } from '../support/scans.ts';
import { annexa } from '../support/shell.ts';

/** Files of scanners from the upload to the finding, over HTTP. */
let application: TestApplication;
let slug: string;
let manager: Inside;
/** The database behind the product's back. */
let database: Awaited<ReturnType<typeof ownerOf>>;
const key: Record<string, string> = {};
let seconds = 0;

beforeAll(async () => {
  application = await startApplication({}, () => new Date(Date.parse('2026-11-24T09:00:00Z') + seconds++ * 1000));
  slug = await application.organisation('Fjordlicht Software GmbH');
  const stranger = await application.organisation('Somebody Else Ltd');
  key['manager'] = await application.key(slug, 'isms-manager');
  key['auditor'] = await application.key(slug, 'internal-auditor');
  key['stranger'] = await application.key(stranger, 'owner');
  manager = application.inside(slug, key['manager']);
  database = await ownerOf(application);
});
afterAll(async () => {
  await database?.end();
  await application?.stop();
});

async function upload(content: string | Buffer, name: string, who = key['manager']!): Promise<string> {
  const form = new FormData();
  form.append('file', new File([typeof content === 'string' ? content : new Uint8Array(content)], name));
  const response = await fetch(`${application.url}/api/organisations/${slug}/uploads/whole`, {
    method: 'POST',
    headers: { authorization: `Bearer ${who}` },
    body: form,
  });
  expect(response.status).toBe(201);
  return ((await response.json()) as { id: string }).id;
}
async function bring(content: string | Buffer, name: string, how: object = {}) {
  const { record, again } = await manager.post('/scans', { upload: await upload(content, name), ...how });
  await application.background.settled();
  return { ...(await manager.get(`/scans/${record.id}`)), again };
}
const findings = (query: string) => manager.get(`/findings?${query}`);
const facts = (name: string) => readFileSync(new URL(`../facts/${name}`, import.meta.url), 'utf8');

describe('the file of a scanner', () => {
  it('is read: what it was, what came out of it, and what maps to no control', async () => {
    const scan = await bring(facts('prowler-aws.ocsf.json'), 'prowler-aws.ocsf.json');
    expect(scan).toMatchObject({ status: 'done', format: 'ocsf', tool: 'Prowler', records: 5, findings: 5, malformed: 0, again: false });
    expect(scan.counts).toEqual({ fail: 2, unknown: 3 });
    expect(scan.controls).toEqual({ 'A.5.6': 1, 'A.8.3': 1 });
    expect(scan.notMapped).toBe(1);
    expect(scan.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(scan.scannedAt).toBe('2025-02-14T14:27:03.913Z');
    const { items, total } = await findings(`scan=${scan.id}`);
    expect(total).toBe(5);
    expect(items[0]).toMatchObject({ status: 'fail', severity: 'medium', scope: 'aws <account_uid>' });
  });

  it('changes nothing when it comes again', async () => {
    const first = await bring(ocsf([{ check: 'iam_root_mfa_enabled', account: '1', resource: 'root' }]), 'once.json');
    const before = await manager.get('/ledger?limit=1');
    const again = await bring(ocsf([{ check: 'iam_root_mfa_enabled', account: '1', resource: 'root' }]), 'again.json');
    expect(again).toMatchObject({ id: first.id, again: true });
    expect((await manager.get('/ledger?limit=1')).items[0].sequence).toBe(before.items[0].sequence);
  });

  it('that is newer resolves what it does not report any more, of its own scope only', async () => {
    const on = (day: string, account: string, resources: string[]) =>
      bring(
        ocsf(resources.map((resource) => ({ check: 's3_bucket_public_access', account, resource, at: `2026-11-${day}T08:00:00Z` }))),
        `s3-${day}-${account}.json`,
        { covers: 'everything' },
      );
    await on('20', 'A', ['one', 'two', 'three']);
    await on('20', 'B', ['one']);
    const newer = await on('21', 'A', ['two', 'four']);
    expect(newer).toMatchObject({ findings: 2, created: 1, resolved: 2 });
    const open = async (account: string, state = 'open') =>
      (await findings(`search=s3_bucket&state=${state}`)).items
        .filter((each: any) => each.account === account)
        .map((each: any) => each.resource)
        .toSorted();
    expect(await open('A')).toEqual(['four', 'two']);
    expect(await open('A', 'resolved')).toEqual(['one', 'three']);
    expect(await open('B')).toEqual(['one']);
    const [two] = (await findings('resource=two')).items;
    expect([two.firstSeen, two.lastSeen]).toEqual(['2026-11-20T08:00:00.000Z', '2026-11-21T08:00:00.000Z']);

    // One that lies further back changes nothing of that, but adds what it alone has, as resolved by the later ones.
    const older = await on('19', 'A', ['two', 'five']);
    expect(older.status).toBe('done');
    expect(await open('A')).toEqual(['four', 'two']);
    expect((await findings('resource=five&state=all')).items[0].resolvedAt).toBe('2026-11-20T08:00:00.000Z');

    // It comes back.
    await on('22', 'A', ['one', 'two', 'four']);
    expect((await findings('resource=one')).items.find((each: any) => each.account === 'A')).toMatchObject({
      firstSeen: '2026-11-20T08:00:00.000Z',
      resolvedAt: null,
    });
  });

  it('of a part of the checks resolves only what those checks no longer report', async () => {
    const at = (day: string) => `2026-11-${day}T08:00:00Z`;
    const account = 'P';
    await bring(
      ocsf([
        { check: 'check_a', account, resource: 'x', at: at('20') },
        { check: 'check_a', account, resource: 'y', at: at('20') },
        { check: 'check_b', account, resource: 'x', at: at('20') },
      ]),
      'p1.json',
    );
    const part = await bring(ocsf([{ check: 'check_a', account, resource: 'x', at: at('21') }]), 'p2.json');
    expect(part.resolved).toBe(1);
    expect((await findings('rule=check_b')).total).toBe(1);
  });

  it('with nothing left to report resolves what was there', async () => {
    const image = (tag: string, day: string, ids: string[]) =>
      bring(trivy(`registry.example/shop:${tag}`, ids, `2026-11-${day}T08:00:00Z`), `trivy-${tag}.json`);
    await image('1.0', '20', ['CVE-2026-1', 'CVE-2026-2']);
    expect((await findings('tool=Trivy')).total).toBe(2);
    const clean = await image('1.1', '21', []);
    expect(clean).toMatchObject({ status: 'done', findings: 0, resolved: 2, scopes: ['Trivy: container image registry.example/shop'] });
    expect((await findings('tool=Trivy')).total).toBe(0);
  });

  it('that does not say what was scanned resolves nothing, and says so; unless it is named', async () => {
    const sarif = (rules: string[]) =>
      JSON.stringify({
        version: '2.1.0',
        runs: [{ tool: { driver: { name: 'Own', rules: [] } }, results: rules.map((ruleId) => ({ ruleId, message: { text: ruleId } })) }],
      });
    await bring(sarif(['R1', 'R2']), 'a.sarif');
    const second = await bring(sarif(['R1']), 'b.sarif');
    expect(second.resolved).toBe(0);
    expect(second.notes.join(' ')).toContain('Name what was scanned');
    await bring(sarif(['R1', 'R2', 'R3']), 'c.sarif', { scope: 'shop' });
    expect((await bring(sarif(['R1', 'R3']), 'd.sarif', { scope: 'shop' })).resolved).toBe(1);
  });

  it('is read when it is packed, has a mark at its beginning, lines of Windows, or was written as UTF-16', async () => {
    const content = (account: string) => ocsf([{ check: 'c', account, resource: 'r' }]);
    const scans = [
      await bring(gzipSync(content('gz')), 'x.json.gz'),
      await bring(`\uFEFF${content('bom').replaceAll('\n', '\r\n')}`, 'bom.json'),
      await bring(Buffer.from(`\uFEFF${content('utf16')}`, 'utf16le'), 'utf16.json'),
    ];
    expect(scans.map(({ status, findings: found }) => [status, found])).toEqual([
      ['done', 1],
      ['done', 1],
      ['done', 1],
    ]);
  });

  it('that is damaged in places is read around them, and they are named', async () => {
    const list = Array.from({ length: 6 }, (_each, index) => ({ check: `damaged_${index}`, account: 'D', resource: 'r' }));
    const lines = JSON.parse(ocsf(list)).map((each: object) => JSON.stringify(each));
    lines[1] = lines[1].replace('"severity_id":4', '"severity_id":NaN');
    lines[2] = lines[2].slice(0, -5);
    lines[4] = '{"class_uid":2004}';
    const scan = await bring(lines.join('\n'), 'damaged.jsonl');
    expect(scan).toMatchObject({ status: 'done', records: 6, findings: 4, malformed: 2 });
    expect(scan.malformedAt).toEqual([
      { record: 3, line: 3, byte: expect.any(Number), problem: expect.any(String) },
      { record: 5, line: 5, byte: expect.any(Number), problem: expect.stringContaining('names no check') },
    ]);
  });

  it('that is none is refused, and nothing is kept', async () => {
    const send = async (content: string, name: string, how: object = {}) =>
      application.send('POST', `/api/organisations/${slug}/scans`, { key: key['manager']!, body: { upload: await upload(content, name), ...how } });
    const before = (await manager.get('/scans')).total;
    for (const [content, how] of [
      ['Dear all', {}],
      ['{"hello": 1}', {}],
      ['a,b\n1,2', {}],
      ['not json', { format: 'ocsf' }],
    ] as const) {
      const { status, body } = await send(content, 'wrong', how);
      expect([status, body.code]).toEqual([400, 'invalid-input']);
      expect(body.remedy).not.toBe('');
    }
    expect((await manager.get('/scans')).total).toBe(before);
    const packed = gzipSync(ocsf(Array.from({ length: 5000 }, (_each, index) => ({ check: 'half', account: 'H', resource: `r-${index}` }))));
    const half = await bring(packed.subarray(0, packed.length - 20), 'half.json.gz');
    expect(half).toMatchObject({ status: 'failed', problem: expect.stringContaining('damaged where it is packed') });
    expect((await findings('rule=half')).total).toBe(0);
  });

  it('as a table is shown before it is read, with what each column is taken for', async () => {
    const table = 'Host;Plugin Name;Risk;Plugin ID\nweb1;Old TLS;High;104743\nweb2;Weak cipher;None;1\n;;;\n';
    const { columns, findings: shown } = await manager.post('/scans/preview', { upload: await upload(table, 'nessus.csv') });
    expect(columns).toEqual([
      { title: 'Host', field: 'resource' },
      { title: 'Plugin Name', field: 'title' },
      { title: 'Risk', field: 'severity' },
      { title: 'Plugin ID', field: 'rule' },
    ]);
    expect(shown[0]).toMatchObject({ rule: '104743', title: 'Old TLS', severity: 'high', status: 'fail', resource: 'web1' });
    const scan = await bring(table, 'nessus.csv', { tool: 'Nessus', scope: 'office', columns: { 'Plugin Name': null } });
    expect(scan).toMatchObject({ findings: 2, malformed: 1, tool: 'Nessus', scopes: ['Nessus: office'] });
    expect((await findings('tool=Nessus&rule=104743')).items[0].title).toBe('104743');
  });
});

describe('findings', () => {
  it('are filtered, searched, counted and paged by the server', async () => {
    const many = Array.from({ length: 250 }, (_each, index) => ({ check: 'paged', account: 'M', resource: `r-${index}`, severity: index % 5 }));
    await bring(ocsf(many), 'many.json');
    const { items, total } = await findings('rule=paged&limit=100&offset=200');
    expect([items.length, total]).toEqual([50, 250]);
    const pages = await Promise.all([0, 100, 200].map((offset) => findings(`rule=paged&limit=100&offset=${offset}`)));
    expect(new Set(pages.flatMap((page) => page.items.map((each: any) => each.fingerprint))).size).toBe(250);
    expect((await findings('rule=paged&severity=critical,high')).total).toBe(50);
    expect((await findings('search=r-24&rule=paged')).total).toBe(11);
    expect((await findings('search=%25&rule=paged')).total).toBe(0);
    expect((await application.send('GET', `/api/organisations/${slug}/findings?severity=bad`, { key: key['manager']! })).status).toBe(400);
  });

  it('are counted for each control, and written as CSV', async () => {
    const { items, tools } = await manager.get('/findings/by-control');
    expect(items.find(({ control }: any) => control === 'A.8.3').failing).toBeGreaterThan(0);
    expect(items.some(({ control }: any) => control === null)).toBe(true);
    expect(tools.map(({ tool }: any) => tool)).toContain('Prowler');
    const csv = (await application.send('GET', `/api/organisations/${slug}/findings/export?rule=paged`, { key: key['manager']! }))
      .body as unknown as string;
    expect(csv.trim().split('\r\n')).toHaveLength(251);
  });

  it('may be allowed for a time', async () => {
    await bring(ocsf([{ check: 'allowed', account: 'E', resource: 'r' }]), 'e.json');
    await manager.post('/check-exceptions', { check: 'allowed', resource: 'r', reason: 'Until the move', expiresOn: '2026-12-31' });
    expect((await findings('rule=allowed')).items[0].exception).toMatchObject({ reason: 'Until the move', expiresOn: '2026-12-31' });
  });

  it('that are bad enough become vulnerabilities, one for a rule and a resource, and are closed when they are gone', async () => {
    const at = (day: string, list: { check: string; resource: string; severity: number }[]) =>
      bring(ocsf(list.map((each) => ({ account: 'V', at: `2026-11-${day}T08:00:00Z`, ...each }))), `v-${day}.json`, {
        vulnerabilitiesFrom: 'high',
        covers: 'everything',
      });
    const first = await at('20', [
      { check: 'v1', resource: 'a', severity: 5 },
      { check: 'v1', resource: 'b', severity: 4 },
      { check: 'v2', resource: 'a', severity: 3 },
    ]);
    expect(first.vulnerabilities).toEqual({ reported: 2, leftOut: 0 });
    const own = async () => (await manager.get('/vulnerabilities?limit=500')).items.filter((each: any) => each.source === 'Prowler: aws V');
    expect((await own()).map(({ severity, foundOn, fixedOn }: any) => [severity, foundOn, fixedOn])).toEqual([
      ['critical', '2026-11-20', null],
      ['high', '2026-11-20', null],
    ]);
    await at('21', [{ check: 'v1', resource: 'b', severity: 4 }]);
    expect((await own()).map(({ fixedOn }: any) => fixedOn !== null)).toEqual([true, false]);
    await at('22', [{ check: 'v2', resource: 'a', severity: 3 }]);
    expect((await own()).map(({ fixedOn }: any) => fixedOn !== null)).toEqual([true, true]);
  });

  it('are out of reach for others; an auditor reads them and brings none', async () => {
    const status = async (who: string, method: string, path: string, body?: object) =>
      (await application.send(method, `/api/organisations/${slug}${path}`, { key: key[who]!, ...(body && { body }) })).status;
    expect(await status('stranger', 'GET', '/findings')).toBe(404);
    expect(await status('auditor', 'GET', '/findings')).toBe(200);
    expect(await status('auditor', 'POST', '/scans', { upload: 'x' })).toBe(403);
    const foreign = await application.send('GET', `/api/organisations/somebody-else-ltd/findings`, { key: key['stranger']! });
    expect(foreign.body.total).toBe(0);
  });
});

describe('findings go with the export of the organisation', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'annexa-bulk-'));
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));
  const run = (...args: string[]) => annexa([...args, '--json'], { ANNEXA_DATA: application.data });
  const file = join(scratch, 'bulk', 'findings.ndjson.gz');
  const all = async (where: string) => {
    const { items } = await application.inside(where).get('/findings?state=all&limit=1000');
    return items;
  };

  it('out, with their number and hash, the same bytes for the same rows', async () => {
    const { code, out, err } = await run('export', scratch, '--organisation', slug);
    expect(code, err).toBe(0);
    expect(JSON.parse(out).bulk).toEqual(['findings']);
    const lines = gunzipSync(readFileSync(file)).toString().trim().split('\n');
    const seal = JSON.parse(lines.at(-1)!);
    expect(seal.rows).toBe((await all(slug)).length);
    expect(seal.rows).toBeGreaterThan(10);
    expect(lines).toHaveLength(seal.rows + 1);
    const first = readFileSync(file);
    await run('export', scratch, '--organisation', slug);
    expect(readFileSync(file).equals(first)).toBe(true);
    const zip = unzipSync(
      new Uint8Array(
        await (
          await fetch(`${application.url}/api/organisations/${slug}/files/zip`, { headers: { authorization: `Bearer ${key['manager']}` } })
        ).arrayBuffer(),
      ),
    );
    expect(Buffer.from(zip[`${slug}/bulk/findings.ndjson.gz`]!).equals(first)).toBe(true);
    expect((await application.send('GET', `/api/organisations/${slug}/files/bulk/findings`, { key: key['stranger']! })).status).toBe(404);
  });

  it('and in: every row as it was', async () => {
    const copy = await application.organisation('Copy Ltd');
    const { code, out, err } = await run('import', scratch, '--organisation', copy);
    expect(code, err).toBe(0);
    expect(JSON.parse(out).rows).toEqual({ findings: (await all(slug)).length });
    expect(await all(copy)).toEqual(await all(slug));
    // Again, it is the same; and the first organisation has kept its own.
    expect((await run('import', scratch, '--organisation', copy)).code).toBe(0);
    expect(await all(copy)).toEqual(await all(slug));
  });

  it.each([
    ['a row altered', (text: string) => text.replace('"fail"', '"pass"'), 'cut off or altered'],
    ['a row left out', (text: string) => text.replace(/^.*\n/, ''), 'cut off or altered'],
    ['the end cut off', (text: string) => text.slice(0, -40), 'damaged'],
    ['no row at all in a line', (text: string) => `{}\n${text}`, 'line 1'],
  ])('%s: refused whole, records and all', async (_case, alter, said) => {
    const empty = await application.organisation('Empty Ltd');
    const original = readFileSync(file);
    writeFileSync(file, gzipSync(alter(gunzipSync(original).toString())));
    const { code, err } = await run('import', scratch, '--organisation', empty);
    writeFileSync(file, original);
    expect([code, JSON.parse(err).detail]).toEqual([2, expect.stringContaining(said)]);
    expect(await all(empty)).toEqual([]);
    expect((await application.inside(empty).get('/scans')).total).toBe(0);
  });

  it('bytes that are no gzip: refused', async () => {
    const empty = await application.organisation('Other Ltd');
    const reply = await application.send('PUT', `/api/organisations/${empty}/files`, {
      body: { files: (await application.inside(empty).get('/files')).files, bulk: { findings: 'no-upload' } },
    });
    expect(reply.status).toBe(404);
    const original = readFileSync(file);
    writeFileSync(file, original.subarray(0, original.length / 2));
    const { code, err } = await run('import', scratch, '--organisation', empty);
    writeFileSync(file, original);
    expect([code, JSON.parse(err).detail]).toEqual([2, expect.stringContaining('damaged')]);
  });

  it('are of one moment: rows that come in while it is being written are in it whole or not at all', async () => {
    const rows = (await all(slug)).length;
    const { id } = (await database.query('select id from isms.organisations where slug = $1', [slug])).rows[0] ?? {};
    const organisation = (await database.query('select organisation_id from bulk.findings limit 1')).rows[0].organisation_id ?? id;
    let more = 0;
    const atOneMoment: AtOneMoment = (name, work) =>
      application.calls.inside(name, async (client) => {
        const ask = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
        // After the first page another one commits a row that would come on a later page.
        client.query = (async (...args: unknown[]) => {
          const answer = await ask(...args);
          if (more++ === 0)
            await database.query(
              `insert into bulk.findings select (jsonb_populate_record(f, '{"fingerprint": "zzzz"}')).* from bulk.findings f where organisation_id = $1 limit 1`,
              [organisation],
            );
          return answer;
        }) as never;
        try {
          return await work(client);
        } finally {
          client.query = ask as never;
        }
      });
    const stream = bulkFile(atOneMoment, { organisation: { id: organisation } } as never, 'findings', 3);
    const text = gunzipSync(Buffer.concat(await Array.fromAsync(stream as never))).toString();
    await database.query(`delete from bulk.findings where fingerprint = 'zzzz'`);
    expect(more).toBeGreaterThan(2);
    expect(text).not.toContain('zzzz');
    expect(JSON.parse(text.trim().split('\n').at(-1)!).rows).toBe(rows);
  });
});

describe('how resources stand in checks goes with the export too', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'annexa-bulk-'));
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));
  const run = (...args: string[]) => annexa([...args, '--json'], { ANNEXA_DATA: application.data });
  const select = `select connection, "check", resource, since, until, name, scope, outcome, because from bulk.outcomes o
    where organisation_id = $1 order by connection, "check", resource, since`;

  it('out and in: every row as it was, with its since and until', async () => {
    const of = async (organisation: string): Promise<string> =>
      (await database.query('select organisation_id as id from isms.organisations where slug = $1', [organisation])).rows[0].id;
    const from = await of(slug);
    await database.query(
      `insert into bulk.outcomes (organisation_id, connection, "check", resource, since, until, name, scope, outcome, because)
       select $1, 'CON-1', 'storage-public', 'bucket-' || n, timestamptz '2026-11-01T06:00:00.123Z' + n * interval '1 second',
              case when n % 3 = 0 then timestamptz '2026-11-20T06:00:00Z' end, 'Bucket “' || n || '”', 'eu-central-1',
              case when n % 2 = 0 then 'pass' else 'fail' end, E'Line one\nline two' from generate_series(1, 2500) n`,
      [from],
    );
    const out = await run('export', scratch, '--organisation', slug);
    expect(JSON.parse(out.out).bulk, out.err).toEqual(['findings', 'outcomes']);
    const copy = await application.organisation('Copy of outcomes Ltd');
    const { code, out: said, err } = await run('import', scratch, '--organisation', copy);
    expect(code, err).toBe(0);
    expect(JSON.parse(said).rows.outcomes).toBe(2500);
    const [before, after] = [(await database.query(select, [from])).rows, (await database.query(select, [await of(copy)])).rows];
    expect(after).toHaveLength(2500);
    expect(after).toEqual(before);
  });
});
