import { collections } from '../../isms/collections.ts';
import { ismsOf, type Isms } from '../../isms/isms.ts';
import { usuallyCovers, type Scan } from '../../isms/scans/model.ts';
import type { Call } from '../../platform/contract/call.ts';
import { Problem, notFound } from '../../platform/contract/problem.ts';
import type { Handlers } from '../../platform/contract/serve.ts';
import type { AttachedFile } from '../../platform/files/model.ts';
import type { Files } from '../../platform/files/service.ts';
import { tableFile } from '../../platform/register/table-file.ts';
import type { scansContract } from './contract.ts';
import { columnsOf } from './csv.ts';
import { detect, titlesOf } from './detect.ts';
import type { Finding } from './finding.ts';
import { findingOf, findingsByControl, findingsOf } from './findings.ts';
import { headOf, readFindings, type Open } from './read.ts';

export interface ScansSettings {
  files: Files;
  /** Hands the reading of a file to the queue. */
  start(organisation: string, scan: string): Promise<void>;
}

const shownAtFirst = 20;
const mostExported = 100_000;

const scanOf = (isms: Isms, id: string): Scan => {
  const found = isms.scans.find((each) => each.id === id);
  if (!found) throw notFound('scan', id);
  return found;
};
const openFor =
  (files: Files, call: Call, file: AttachedFile): Open =>
  async () => {
    const content = await files.open(call, file.sha256);
    if (!content) throw notFound('file', file.name);
    return content;
  };
/** The scan that read the same bytes in the same way. */
const sameAs = (isms: Isms, sha256: string, how: { format?: string | undefined; scope?: string | undefined; columns?: object | undefined }) =>
  isms.scans.find(
    (each) =>
      each.file.sha256 === sha256 &&
      (how.format === undefined || how.format === each.format) &&
      (how.scope ?? '') === each.scope &&
      JSON.stringify(how.columns ?? {}) === JSON.stringify(each.columns),
  );

/** Files of scanners and what was found in them (6.5). */
export function scansService({ files, start }: ScansSettings): Handlers<typeof scansContract> {
  return {
    async preview(call, { upload, ...how }) {
      const { file } = await files.received(call, upload);
      const open = openFor(files, call, file);
      const head = await headOf(open);
      const plan = detect(head, how);
      const findings: Finding[] = [];
      const malformed: Scan['malformedAt'] = [];
      // The beginning of the file is enough, and what is cut off at its end is no fault.
      await readFindings(async () => beginning(head), plan, {
        finding: (finding) => void findings.push(finding),
        malformed: (problem, place, record) => void malformed.push({ record, ...place, problem }),
      });
      const whole = Buffer.byteLength(head) < 200_000;
      const titles = plan.format === 'csv' ? titlesOf(head, plan.delimiter) : [];
      const fields = columnsOf(titles, plan.columns);
      return {
        format: plan.format,
        tools: [...new Set(findings.map(({ tool }) => tool))],
        scopes: [...new Set(findings.map(({ scope }) => scope || (how.scope ?? '')))].filter(Boolean).slice(0, shownAtFirst),
        columns: titles.map((title, index) => ({ title, field: fields[index] ?? null })),
        known: sameAs(ismsOf(await call.snapshot()), file.sha256, how)?.id ?? null,
        findings: findings
          .slice(0, shownAtFirst)
          .map(({ rule, title, severity, status, resource, controls }) => ({ rule, title, severity, status, resource, controls: [...controls] })),
        malformed: whole ? malformed : malformed.slice(0, -1),
      };
    },
    async import(call, { upload, format, tool = '', scope = '', columns = {}, covers, vulnerabilitiesFrom }) {
      const { file } = await files.received(call, upload);
      const known = sameAs(ismsOf(await call.snapshot()), file.sha256, { format, scope, columns });
      if (known?.status === 'done') return { record: known, request: call.request, again: true };
      if (known) {
        call.afterCommit(() => start(call.organisation.id, known.id));
        return {
          record: await call.write.change(collections.scans, known.id, { status: 'queued', problem: '' }),
          request: call.request,
          again: true,
        };
      }
      const plan = detect(await headOf(openFor(files, call, file)), { format, columns, tool });
      const record = await call.write.create(collections.scans, {
        file,
        format: plan.format,
        tool,
        scope,
        covers: covers ?? usuallyCovers(plan.format),
        columns,
        vulnerabilitiesFrom,
        by: call.actor.name,
        status: 'queued',
        queuedAt: call.now(),
      });
      call.afterCommit(() => start(call.organisation.id, record.id));
      return { record, request: call.request, again: false };
    },
    async resume(call, { id }) {
      const scan = scanOf(ismsOf(await call.snapshot()), id);
      if (scan.status === 'done') throw new Problem('not-possible', `${id} has been read.`, { remedy: 'Nothing is to be done.' });
      call.afterCommit(() => start(call.organisation.id, id));
      return { record: await call.write.change(collections.scans, id, { status: 'queued', problem: '', finishedAt: null }), request: call.request };
    },
    async list(call, { limit }) {
      const { scans } = ismsOf(await call.snapshot());
      return { items: scans.toReversed().slice(0, limit), total: scans.length };
    },
    async get(call, { id }) {
      return scanOf(ismsOf(await call.snapshot()), id);
    },
    async progress(call, { id }) {
      const scan = scanOf(ismsOf(await call.snapshot()), id);
      const [row] = await call.query<{ done: number; total: number; what: string; rows: number }>(
        'select done, total, what, rows from bulk.run_progress where run = $1',
        [id],
      );
      return { scan: id, status: scan.status, done: row?.done ?? 0, total: row?.total ?? 0, what: row?.what ?? '', rows: row?.rows ?? scan.findings };
    },
    findings: (call, { limit, offset, ...filter }) => findingsOf(call, filter, limit, offset),
    async finding(call, { fingerprint }) {
      const found = await findingOf(call, fingerprint);
      if (!found) throw notFound('finding', fingerprint);
      return found;
    },
    byControl: (call) => findingsByControl(call),
    async export(call, filter) {
      const { items } = await findingsOf(call, filter, mostExported, 0);
      const fields = Object.keys(items[0] ?? {}).filter((field) => field !== 'exception' && field !== 'fingerprint');
      return tableFile(
        'csv',
        'findings',
        fields.map((title) => ({ title })),
        items.map((each) => fields.map((field) => (each as unknown as Record<string, string | string[] | null>)[field])),
      );
    },
  };
}

async function* beginning(head: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(head);
}
