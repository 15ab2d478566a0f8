import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { buildApplication } from '../src/doors/application.ts';
import { openSample } from '../src/doors/sample.ts';
import { collections } from '../src/isms/collections.ts';
import { verifyPack } from '../src/pack/verify.ts';
import { enter } from '../src/platform/auth/enter.ts';
import { readConfig } from '../src/platform/config.ts';
import { createLogger } from '../src/platform/log.ts';
import { claim } from './measure.ts';

const self = fileURLToPath(import.meta.url);
const items = 1000;
/** Of each file: a scanned page or a screenshot. */
const size = 300 * 1024;

interface Measured {
  seconds: number;
  megabytes: number;
}

/**
 * The audit pack of the sample organisation with 1,000 more items of evidence, each with a file, over HTTP to the disk;
 * in a process of its own, whose memory is watched.
 */
export async function packingEvidence(): Promise<void> {
  const child = spawn(process.execPath, [self, 'measure'], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`Making the pack failed: ${said}`);
  const { seconds, megabytes } = JSON.parse(said) as Measured;
  claim('the audit pack of 1,000 items of evidence with files, against 30 s', seconds, 30, 1, 's');
  claim('memory that 300 MB of evidence add to the process that makes it, against those 300 MB', megabytes, 300, 1, 'MB');
}

async function measure(): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'annexa-bench-packs-'));
  const application = await buildApplication(readConfig(['--port', '0', '--data', data], { ANNEXA_LOG_LEVEL: 'error' }), createLogger('error'));
  try {
    const url = await application.listen();
    await openSample(application);
    const path = join(data, 'pack.zip');
    const make = async () => {
      const began = performance.now();
      const response = await fetch(`${url}/api/organisations/sample/audit-pack`, { headers: { authorization: `Bearer ${application.machineKey}` } });
      if (!response.ok) throw new Error(await response.text());
      await pipeline(Readable.fromWeb(response.body as never), createWriteStream(path));
      return (performance.now() - began) / 1000;
    };
    // Of this process alone: the database is another one. The system counts in kilobytes.
    const peak = () => process.resourceUsage().maxRSS / 1024;
    const entered = (await enter(application.database.app, { kind: 'machine' }, 'sample', 'system'))!;
    // What setting PDFs takes anyhow, however much evidence there is.
    await make();
    const before = peak();
    const files: object[] = [];
    for (let at = 0; at < items; at++) {
      const { sha256 } = await application.files.put(entered.organisation.id, Readable.from([scan(at)]));
      files.push({ name: `Scan ${at}.pdf`, mediaType: 'application/pdf', size, sha256 });
    }
    await application.calls.run(entered, { writes: true }, (call) =>
      call.write.createMany(
        collections.evidence,
        files.map((file, at) => ({
          title: `Record ${at}`,
          subjects: [`A.8.${1 + (at % 34)}`],
          validFrom: '2026-01-01',
          kind: 'record',
          files: [file],
        })) as never,
      ),
    );
    const seconds = await make();
    const megabytes = peak() - before;
    const { sound, files: count } = await verifyPack(path);
    if (!sound || count < items) throw new Error('The pack is not sound.');
    process.stderr.write(
      `audit pack: ${count} files, ${Math.round(statSync(path).size / 1024 ** 2)} MB; peak memory ${Math.round(peak())} MB, before ${Math.round(before)} MB\n`,
    );
    process.stdout.write(JSON.stringify({ seconds, megabytes }));
  } finally {
    await application.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

/** Bytes that nobody can pack smaller, the same for the same number. */
function scan(at: number): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')];
  for (let block = 0; block < size / 32; block++) parts.push(createHash('sha256').update(`${at} ${block}`).digest());
  return Buffer.concat(parts).subarray(0, size);
}

if (process.argv[2] === 'measure') await measure();
