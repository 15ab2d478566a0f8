import pg from 'pg';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildApplication } from '../src/doors/application.ts';
import { buildWebIfStale } from '../src/doors/build-web.ts';
import { readFiles } from '../src/doors/directory.ts';
import { ismsFromFiles } from '../src/interchange/files.ts';
import { readConfig } from '../src/platform/config.ts';
import { enter } from '../src/platform/auth/enter.ts';
import type { Handlers } from '../src/platform/contract/serve.ts';
import type { reportsContract } from '../src/reports/contract.ts';
import { hashToken } from '../src/platform/auth/links.ts';
import { startEmbedded } from '../src/platform/database/embedded.ts';
import { createLogger } from '../src/platform/log.ts';
import { statementOfApplicability } from '../src/reports/documents.ts';
import { reportFonts } from '../src/reports/fonts.ts';
import { documentsAndPeople } from './documents.ts';
import { evidenceAtWork } from './evidence.ts';
import { fill } from './fill.ts';
import { judgingResources } from './judging.ts';
import { packingEvidence } from './packs.ts';
import { importingFindings } from './scans.ts';
import { agent, byTurns, claim, fetchOnce, listening, median, results } from './measure.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

const data = mkdtempSync(join(tmpdir(), 'annexa-bench-'));
const config = readConfig(['--port', '0', '--data', data], { ANNEXA_LOG_LEVEL: 'error' });
/** Days by which the product's clock is ahead: yesterday is then a day with records. */
let ahead = 0;
const application = await buildApplication(config, createLogger('error'), { clock: () => new Date(Date.now() + ahead * 86_400_000) });
try {
  const url = await application.listen();
  const api = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${url}/api${path}`, {
      method,
      headers: { authorization: `Bearer ${application.machineKey}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
    return (await response.json()) as Record<string, any>;
  };
  const { slug } = await api('POST', '/organisations', { name: 'Bench' });
  const inside = `/organisations/${slug}`;
  const method = (await api('POST', `${inside}/risk-methods`, {}))['record'].id as string;
  await api('POST', `${inside}/risk-methods/${method}/in-force`, {});
  await api('POST', `${inside}/people`, { name: 'Person 1' });
  await api('POST', `${inside}/assets`, { name: 'Asset 1' });
  await api('POST', `${inside}/evidence`, { title: 'Record 1' });
  await api('POST', `${inside}/risks`, { title: 'Risk 1' });
  const owner = new pg.Client({ ...application.database.connection, user: 'annexa' });
  // A claim that fails is told as it is, not as the connection that ends with the server.
  owner.on('error', () => undefined);
  await owner.connect();
  const organisation = (await owner.query<{ id: string }>('select organisation_id as id from isms.organisations')).rows[0]!.id;
  await fill(owner, organisation, { risks: 10_000, assets: 5_000, evidence: 100_000 }, method);
  await owner.query('analyze');
  const { key } = await api('POST', `${inside}/keys`, { name: 'bench', role: 'isms-manager', expiresOn: '2099-12-31' });

  // A list of 100 of 10,000 risks.
  const columns =
    'id, version, title, category, owner, inherent_likelihood, inherent_impact, current_likelihood, current_impact, treatment, residual_likelihood, residual_impact, status, review_on, description, controls, assets';
  const pool = new pg.Pool(application.database.connection);
  pool.on('error', () => undefined);
  const select = async () => {
    const client = await pool.connect();
    await client.query(`select set_config('annexa.organisation', $1, false)`, [organisation]);
    const { rows } = await client.query({
      name: 'list',
      text: `select ${columns}, count(*) over () as total from isms.risks where archived_at is null order by title desc limit 100`,
    });
    client.release();
    return rows;
  };
  const bare = createServer((_request, response) => {
    void select().then((rows) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ items: rows, total: rows.length }));
    });
  });
  const bareUrl = await listening(bare);
  const list = `${url}/api${inside}/risks?limit=100&sort=-title`;
  const headers = { authorization: `Bearer ${key as string}` };
  const [ours, floor] = await byTurns(
    () => fetchOnce(list, headers),
    () => fetchOnce(bareUrl),
    200,
  );
  claim('a list of 100 of 10,000 risks over HTTP, p50', ours, floor, 1.5);

  const { headers: answered } = await fetchOnce(list, headers);
  const etag = String(answered['etag']);
  // The one look-up tells who asks, whether they may, and where the ledger stands: the same statement as ours.
  const stat = createServer((_request, response) => {
    void pool
      .query({ name: 'enter', text: 'select * from access.enter($1, $2, $3, $4)', values: [slug, null, hashToken(key as string), false] })
      .then(() => {
        response.statusCode = 304;
        response.end();
      });
  });
  const statUrl = await listening(stat);
  const unchanged = async () => {
    const { status } = await fetchOnce(list, { ...headers, 'if-none-match': etag });
    if (status !== 304) throw new Error(`Expected 304, got ${status}`);
  };
  const [oursUnchanged, floorUnchanged] = await byTurns(unchanged, () => fetchOnce(statUrl), 1000);
  claim('the same list, unchanged (ETag), p50', oursUnchanged, floorUnchanged, 1.2);

  // The verdict after a change.
  const reading = async () => {
    const client = await pool.connect();
    await client.query(`select set_config('annexa.organisation', $1, false)`, [organisation]);
    for (const table of ['risks', 'assets', 'evidence', 'people']) await client.query(`select * from isms.${table}`);
    client.release();
  };
  let turn = 0;
  const verdictTimes: number[] = [];
  const readingTimes: number[] = [];
  for (let round = -2; round < 9; round++) {
    await api('PATCH', `${inside}/risks/R-${100 + turn}`, { title: `Changed ${turn++}` });
    const began = performance.now();
    await fetchOnce(`${url}/api${inside}/verdict`, headers);
    const between = performance.now();
    await reading();
    if (round >= 0) {
      verdictTimes.push(between - began);
      readingTimes.push(performance.now() - between);
    }
  }
  claim('verdict with 10,000 risks, 5,000 assets, 100,000 pieces of evidence, after a change', median(verdictTimes), median(readingTimes), 2);
  claim('the same verdict against 300 ms', median(verdictTimes), 300, 1);

  // The verdict of a past day against the first one of a new day: neither has been asked for before.
  const dayAhead = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const [past, today]: [number[], number[]] = [[], []];
  for (let round = -2; round < 7; round++) {
    ahead = 40 + round;
    const began = performance.now();
    await fetchOnce(`${url}/api${inside}/verdict`, headers);
    const between = performance.now();
    await fetchOnce(`${url}/api${inside}/verdict?as-of=${dayAhead(10 + round)}`, headers);
    if (round >= 0) {
      today.push(between - began);
      past.push(performance.now() - between);
    }
  }
  ahead = 0;
  claim('the verdict as of a past day, asked for the first time, against the first verdict of a new day', median(past), median(today), 2);
  await evidenceAtWork({ api, url, inside, headers, organisation, pool });
  await documentsAndPeople({ api, inside, url, headers, owner, organisation, pool });
  await owner.end();
  await pool.end();
  for (const server of [bare, stat]) server.close();

  // The Statement of Applicability as PDF: from the records, against Typst alone on the same document.
  const files = readFiles(join(root, 'sample'));
  const { slug: sample } = await api('POST', '/organisations', { name: 'Sample' });
  await api('PUT', `/organisations/${sample as string}/files`, { files });
  const { NodeCompiler } = await import('@myriaddreamin/typst-ts-node-compiler');
  const typst = NodeCompiler.create({ fontArgs: [{ fontBlobs: reportFonts() }] });
  const mainFileContent = readFileSync(join(root, 'src/reports/document.typ'), 'utf8');
  const ready = JSON.stringify(statementOfApplicability(ismsFromFiles(files), new Date().toISOString().slice(0, 10)));
  const entered = (await enter(application.database.app, { kind: 'machine' }, sample as string, 'system'))!;
  const { reports } = application.handlers as { reports: Handlers<typeof reportsContract> };
  const [pdf, alone] = await byTurns(
    () =>
      application.calls.run(entered, { writes: false }, (call) => reports.download(call, { document: 'statement-of-applicability', format: 'pdf' })),
    async () => typst.pdf({ mainFileContent, inputs: { document: ready } }),
    50,
  );
  claim('Statement of Applicability as PDF, from the records', pdf, alone, 1.5);

  // Ten thousand runs of the plan, in their thread; another seed each time, as the same question is answered once.
  const forecasts: number[] = [];
  for (let seed = 1; seed <= 5; seed++) {
    const began = performance.now();
    await api('GET', `/organisations/${sample as string}/plan/forecast?runs=10000&seed=${seed}`);
    forecasts.push(performance.now() - began);
  }
  claim('ten thousand runs of the plan to the certificate, against one second', median(forecasts), 1000, 1);
} finally {
  agent.destroy();
  await application.stop();
  rmSync(data, { recursive: true, force: true });
}

await packingEvidence();
await importingFindings();
await judgingResources();

// npm start to the first page, at the second start.
await buildWebIfStale(() => undefined);
const home = mkdtempSync(join(tmpdir(), 'annexa-start-'));
const start = async (then?: (address: string, said: () => string) => Promise<void>): Promise<number> => {
  const began = performance.now();
  const child = spawn('npm', ['start', '--silent', '--', '--port', '0', '--data', home], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  let said = '';
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const found = /is running at (\S+)/.exec(said)?.[1];
      if (found) resolve(found);
    });
    child.once('close', () => reject(new Error(said)));
  });
  const { status } = await fetchOnce(`${address}/`);
  if (status !== 200) throw new Error(`The first page answered ${status}.`);
  const took = performance.now() - began;
  await then?.(address, () => said);
  const ended = new Promise((resolve) => child.once('close', resolve));
  process.kill(-child.pid!, 'SIGTERM');
  await ended;
  return took;
};
try {
  await start(async (address, said) => {
    // The second start is one with an account: the first has none and prints a link.
    const token = /setup\/([\w-]+)/.exec(said())![1]!;
    const account = {
      token,
      name: 'Bench',
      email: 'bench@example.org',
      password: 'correct horse battery staple',
      organisation: 'Bench',
      timeZone: 'UTC',
    };
    const { ok } = await fetch(`${address}/api/setup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(account),
    });
    if (!ok) throw new Error('The first account was not made.');
  });
  const started: number[] = [];
  const floors: number[] = [];
  for (let round = 0; round < 5; round++) {
    started.push(await start());
    const began = performance.now();
    const server = await startEmbedded({ dataDirectory: home });
    const postgres = performance.now() - began;
    await server.stop();
    const node = performance.now();
    execFileSync(process.execPath, ['-e', '0']);
    floors.push(postgres + performance.now() - node);
  }
  claim('npm start to the first page, second start', median(started), median(floors), 3);
} finally {
  rmSync(home, { recursive: true, force: true });
}

writeFileSync(join(root, 'bench/results.json'), `${JSON.stringify(results, null, 2)}\n`);
const width = Math.max(...results.map(({ work }) => work.length));
process.stdout.write(`${'work'.padEnd(width)}  ${'ours'.padStart(9)}  ${'floor'.padStart(9)}  ${'ratio'.padStart(6)}  goal\n`);
for (const { work, ours, floor, ratio, goal, unit } of results) {
  process.stdout.write(
    `${work.padEnd(width)}  ${`${ours} ${unit}`.padStart(9)}  ${`${floor} ${unit}`.padStart(9)}  ${String(ratio).padStart(6)}  ${ratio <= goal ? '≤' : 'missed:'} ${goal}\n`,
  );
}
