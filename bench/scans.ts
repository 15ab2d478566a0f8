import { spawn } from 'node:child_process';
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { importScan } from '../src/collectors/files/import.ts';
import { buildApplication } from '../src/doors/application.ts';
import { collections } from '../src/isms/collections.ts';
import { readConfig } from '../src/platform/config.ts';
import { enter } from '../src/platform/auth/enter.ts';
import { createLogger } from '../src/platform/log.ts';
import { claim } from './measure.ts';

const self = fileURLToPath(import.meta.url);
const findings = Number(process.env['BENCH_FINDINGS'] ?? 1_000_000);

interface Measured {
  ours: number;
  floor: number;
  megabytes: number;
}

/** 1,000,000 findings of Prowler from a file into the database, against COPY of the same rows; in a process of its own, whose memory is watched. */
export async function importingFindings(): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'annexa-bench-scans-'));
  let said = '';
  try {
    await pipeline(file(), createWriteStream(join(data, 'prowler.ocsf.json')));
    const child = spawn(process.execPath, [self, 'measure', join(data, 'prowler.ocsf.json')], { stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    const code = await new Promise((resolve) => child.once('close', resolve));
    if (code !== 0) throw new Error(`Importing findings failed: ${said}`);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
  const { ours, floor, megabytes } = JSON.parse(said) as Measured;
  claim(`importing ${findings.toLocaleString('en')} OCSF findings`, ours, floor, 3);
  claim('peak memory of the process that imports them, against 300 MB', megabytes, 300, 1, 'MB');
}

/** The file, as Prowler writes it, never whole in memory. */
async function* file(): AsyncGenerator<Buffer> {
  let part = '[';
  for (let index = 0; index < findings; index++) {
    const check = `check_${index % 400}`;
    part += `${index === 0 ? '' : ','}${JSON.stringify({
      message: `Resource thing-${index} does not meet ${check}: its setting differs from what is recommended.`,
      metadata: {
        event_code: check,
        product: { name: 'Prowler', uid: 'prowler', vendor_name: 'Prowler', version: '5.0.0' },
        profiles: ['cloud', 'datetime'],
        version: '1.4.0',
      },
      severity_id: 1 + (index % 5),
      severity: 'Medium',
      status: 'New',
      status_code: index % 3 === 0 ? 'FAIL' : 'PASS',
      status_detail: `Resource thing-${index} does not meet ${check}: its setting differs from what is recommended.`,
      status_id: 1,
      unmapped: { categories: [], depends_on: [], notes: '', compliance: { 'CIS-2.0': ['1.20'], 'ISO27001-2022': ['A.8.3', 'A.8.24'] } },
      finding_info: {
        created_time: 1739539623,
        created_time_dt: '2026-11-01T14:27:03.913874',
        desc: 'What the check looks at.',
        title: `About ${check}`,
        types: ['IAM'],
        uid: `prowler-${index}`,
      },
      resources: [
        {
          cloud_partition: 'aws',
          region: 'eu-central-1',
          data: { details: '', metadata: { arn: `arn:aws:s3:::thing-${index}`, tags: [] } },
          group: { name: 's3' },
          labels: [],
          name: `thing-${index}`,
          type: 'AwsS3Bucket',
          uid: `arn:aws:s3:::thing-${index}`,
        },
      ],
      category_name: 'Findings',
      class_uid: 2004,
      cloud: { account: { name: '', type: 'AWS Account', uid: `11112222333${index % 9}` }, provider: 'aws', region: 'eu-central-1' },
      remediation: { desc: 'Change the setting to what is recommended.', references: ['https://docs.example.com/remediation'] },
      risk_details: 'What could happen otherwise.',
      time: 1739539623,
      time_dt: '2026-11-01T14:27:03.913874',
    })}`;
    if (part.length > 500_000) {
      yield Buffer.from(part);
      part = '';
    }
  }
  yield Buffer.from(`${part}]`);
}

async function measure(findingsFile: string): Promise<Measured> {
  const data = mkdtempSync(join(tmpdir(), 'annexa-bench-data-'));
  const application = await buildApplication(readConfig(['--port', '0', '--data', data], { ANNEXA_LOG_LEVEL: 'error' }), createLogger('error'));
  try {
    const url = await application.listen();
    const made = await fetch(`${url}/api/organisations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${application.machineKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Bench' }),
    });
    const { slug } = (await made.json()) as { slug: string };
    const entered = (await enter(application.database.app, { kind: 'machine' }, slug, 'system'))!;
    const { sha256, size } = await application.files.put(
      entered.organisation.id,
      // Packed, as whoever brings that many must: unpacked they are larger than a file may be.
      createReadStream(findingsFile, { highWaterMark: 256 * 1024 }).pipe(createGzip({ level: 1 })),
    );
    const { id } = await application.calls.run(entered, { writes: true }, (call) =>
      call.write.create(collections.scans, {
        file: { name: 'prowler.ocsf.json.gz', mediaType: 'application/gzip', size, sha256 },
        format: 'ocsf',
        by: 'bench',
        status: 'queued',
        queuedAt: call.now(),
      }),
    );
    const began = performance.now();
    await importScan({ calls: application.calls, files: application.files }, entered, id);
    const ours = performance.now() - began;
    // In kilobytes; of this process since it began.
    const megabytes = process.resourceUsage().maxRSS / 1024;

    const owner = new pg.Client({ ...application.database.connection, user: 'annexa' });
    await owner.connect();
    const { rows } = await owner.query<{ count: number }>('select count(*)::int as count from bulk.findings');
    if (rows[0]!.count !== findings) throw new Error(`${rows[0]!.count} findings were kept.`);
    const copied = join(data, 'rows');
    await pipeline(owner.query(copyTo('copy bulk.findings to stdout')), createWriteStream(copied));
    await owner.query('create table bulk.floor (like bulk.findings including all)');
    const begins = performance.now();
    await pipeline(createReadStream(copied, { highWaterMark: 256 * 1024 }), owner.query(copyFrom('copy bulk.floor from stdin')));
    const floor = performance.now() - begins;
    await owner.end();
    return { ours, floor, megabytes };
  } finally {
    await application.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

if (process.argv[2] === 'measure') process.stdout.write(JSON.stringify(await measure(process.argv[3]!)));
