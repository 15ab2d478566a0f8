import { assets } from '../isms/assets/model.ts';
import { answerGaps } from '../isms/gap/service.ts';
import { ismsOf } from '../isms/isms.ts';
import { teams } from '../isms/context/model.ts';
import { people, type Person } from '../isms/people/model.ts';
import { risks, type Risk } from '../isms/risk/model.ts';
import { prepareRisk } from '../isms/risk/service.ts';
import type { Call } from '../platform/contract/call.ts';
import { Problem } from '../platform/contract/problem.ts';
import type { Files } from '../platform/files/service.ts';
import type { Handlers } from '../platform/contract/serve.ts';
import { bulkNames, bulkPath, type BulkName, type ImportOptions, type ImportPreview, type interchangeContract } from './contract.ts';
import { bulkFile, bulkNames as namesWithRows, hasBulk, restoreBulk, type AtOneMoment } from './bulk.ts';
import { attachedFiles, attachmentsFolder, toFiles } from './files.ts';
import { newRecord, planImport } from './import.ts';
import { isRowToken, rowToken } from './import-people.ts';
import { readTable } from './read-table.ts';
import { restoreFiles } from './restore.ts';
import { zipOf } from './zip.ts';

interface Upload {
  target: ImportPreview['target'];
  name: string;
  content: string;
  options: ImportOptions;
}

const plan = async (call: Call, { target, name, content, options }: Upload): Promise<ImportPreview> =>
  planImport(ismsOf(await call.snapshot()), target, await readTable(name, Buffer.from(content, 'base64'), options.sheet), options);

/** Spreadsheets in, and the whole management system as files, out and in. */
export const interchangeService = (store: Files, atOneMoment: AtOneMoment): Handlers<typeof interchangeContract> => ({
  preview: plan,

  async import(call, upload) {
    const preview = await plan(call, upload);
    if (!preview.ready) {
      const errors = preview.problems.filter(({ severity }) => severity === 'error');
      throw new Problem(
        'invalid-input',
        `${errors.length} ${errors.length === 1 ? 'place in the file is' : 'places in the file are'} not clear; nothing has been imported.`,
        {
          fields: errors.slice(0, 500).map(({ row, column, message }) => ({ field: `row ${row}${column ? `, column ${column}` : ''}`, message })),
          remedy: 'Correct the file, or say what the columns and words mean, and import again.',
        },
      );
    }
    // People, assets and teams first, so that the rows can name them.
    const fresh = new Map<string, string>();
    for (const person of await call.write.createMany(
      people,
      preview.newPeople.map((name) => ({ name })),
    ))
      fresh.set(newRecord(person.name), person.id);
    for (const asset of await call.write.createMany(
      assets,
      preview.newAssets.map((name) => ({ name })),
    ))
      fresh.set(newRecord(asset.name), asset.id);
    for (const team of await call.write.createMany(
      teams,
      preview.newTeams.map((name) => ({ name })),
    ))
      fresh.set(newRecord(team.name), team.id);
    const resolved = (value: unknown): unknown =>
      Array.isArray(value) ? value.map(resolved) : typeof value === 'string' ? (fresh.get(value) ?? value) : value;
    const rows = preview.rows
      .filter(({ action }) => action === 'create' || action === 'update')
      .map((row) => ({
        ...row,
        record: Object.fromEntries(Object.entries(row.record).map(([field, value]) => [field, resolved(value)])) as Record<string, unknown>,
      }));

    let ids: string[];
    if (upload.target === 'people') {
      ids = await importPeople(call, rows, upload.name);
    } else if (upload.target === 'gap') {
      ids = (
        await answerGaps(
          call,
          rows.map(({ record: { subject, ...fields } }) => ({ ...fields, id: subject as string })),
        )
      ).map(({ id }) => id);
    } else {
      const register = upload.target === 'risks' ? risks : assets;
      const existing = new Map(ismsOf(await call.snapshot()).risks.map((risk) => [risk.id, risk]));
      const prepared =
        upload.target === 'risks'
          ? await Promise.all(rows.map(({ record, id }) => prepareRisk(call, record, id === null ? null : (existing.get(id) as Risk))))
          : rows.map(({ record }) => record);
      const created = await call.write.createMany(
        register as typeof risks,
        prepared.filter((_, index) => rows[index]!.action === 'create'),
      );
      const changed = await call.write.changeMany(
        register as typeof risks,
        prepared.flatMap((record, index) => (rows[index]!.action === 'update' ? [{ ...record, id: rows[index]!.id! }] : [])) as never,
      );
      ids = [...created, ...changed].map(({ id }) => id);
    }
    return { request: call.request, counts: preview.counts, ids };
  },

  async exportFiles(call) {
    const snapshot = await call.snapshot();
    return {
      files: toFiles(snapshot),
      attachments: attachedFiles(snapshot).map(({ sha256, size }) => ({ sha256, size })),
      bulk: await exportedBulk(call),
    };
  },

  async exportBulk(call, { name }) {
    return {
      headers: { 'content-type': 'application/gzip', 'content-disposition': `attachment; filename="${name}.ndjson.gz"` },
      body: bulkFile(atOneMoment, call, name),
    };
  },

  async exportZip(call) {
    const snapshot = await call.snapshot();
    const { slug } = call.organisation;
    const bulk = await exportedBulk(call);
    return {
      headers: { 'content-type': 'application/zip', 'content-disposition': `attachment; filename="${slug}.zip"` },
      body: zipOf(slug, toFiles(snapshot), [
        ...attachedFiles(snapshot).map(({ sha256 }) => ({ path: `${attachmentsFolder}${sha256}`, open: () => store.open(call, sha256) })),
        ...bulk.map((name) => ({ path: bulkPath(name), open: async () => bulkFile(atOneMoment, call, name) })),
      ]),
    };
  },

  async importFiles(call, { files, bulk }) {
    const counts = await restoreFiles(call, files, store);
    const rows: Partial<Record<BulkName, number>> = {};
    for (const [name, upload] of Object.entries(bulk) as [BulkName, string][]) rows[name] = await restoreBulk(call, name, upload, store);
    return { request: call.request, ...counts, rows };
  },
});

const exportedBulk = async (call: Call) => (hasBulk(call) ? namesWithRows(call, bulkNames) : []);

/** People as rows, each field with the file as its origin; managers when everybody has an id. */
async function importPeople(
  call: Call,
  rows: { row: number; action: string; id: string | null; record: Record<string, unknown> }[],
  file: string,
): Promise<string[]> {
  const known = new Map(ismsOf(await call.snapshot()).people.map((person) => [person.id, person]));
  const origin = { source: `file ${file}`.slice(0, 120), on: call.today };
  const prepared = rows.map(({ record, id, ...row }) => {
    const before = id === null ? undefined : known.get(id);
    const changed = Object.keys(record).filter((field) => record[field] !== before?.[field as keyof Person]);
    const { manager } = record;
    const waits = isRowToken(manager);
    return {
      ...row,
      id,
      manager: waits ? manager : null,
      fields: {
        ...record,
        ...(waits && { manager: before?.manager ?? null }),
        origins: { ...before?.origins, ...Object.fromEntries(changed.map((field) => [field, origin])) },
      },
    };
  });
  const fresh = prepared.filter(({ action }) => action === 'create');
  const old = prepared.filter(({ action }) => action === 'update');
  const created = await call.write.createMany(people, fresh.map(({ fields }) => fields) as never);
  const changed = await call.write.changeMany(people, old.map(({ fields, id }) => ({ ...fields, id })) as never);
  const ids = new Map([...fresh, ...old].map(({ row }, index) => [rowToken(row), [...created, ...changed][index]!.id]));
  await call.write.changeMany(
    people,
    [...fresh, ...old].flatMap(({ row, manager }) => (manager === null ? [] : [{ id: ids.get(rowToken(row))!, manager: ids.get(manager)! }])),
  );
  return [...ids.values()];
}
