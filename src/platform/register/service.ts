import type { z } from 'zod';
import type { Call } from '../contract/call.ts';
import { notFound } from '../contract/problem.ts';
import type { Handlers } from '../contract/serve.ts';
import { allRecords, liveRecords, type StoredRecord } from '../ledger/snapshot.ts';
import type { registerContract } from './contract.ts';
import type { ListQuery } from './contract.ts';
import { listRecords, titleOf } from './list.ts';
import type { Register } from './model.ts';
import { tableFile, type Cell } from './table-file.ts';

export interface RegisterOptions<Stored, Shown> {
  /**
   * What lists and pages get instead of the stored records, in the same order. It must answer the same array for
   * the same records in the same snapshot (remember it by them), so that sorting is done once.
   */
  shown?(call: Call, records: readonly Stored[]): Promise<readonly Shown[]> | readonly Shown[];
  /** Looks at a write before it is done and answers the fields to write. `before` is null for a new record. */
  beforeWrite?(call: Call, fields: Record<string, unknown>, before: Stored | null): Promise<Record<string, unknown>> | Record<string, unknown>;
  /** Calculated columns of the export, after the stored ones. */
  exportColumns?: { title: string; value(record: Shown): Cell }[];
}

/** The operations of a register that is declared and not programmed. Permissions are checked before they are reached. */
export function registerHandlers<Name extends string, Shape extends z.ZodRawShape, Shown extends z.ZodObject = Register<Name, Shape>['record']>(
  register: Register<Name, Shape>,
  options: RegisterOptions<z.infer<Register<Name, Shape>['record']>, z.infer<Shown>> & {
    /** The shape of what is shown, when the room adds calculated fields. */
    schema?: Shown;
  } = {},
): Handlers<ReturnType<typeof registerContract<Name, Shape, Shown>>> {
  type Stored = z.infer<Register<Name, Shape>['record']>;
  const schema: z.ZodObject = options.schema ?? register.record;

  const show = async (call: Call, records: readonly StoredRecord[]): Promise<readonly StoredRecord[]> =>
    options.shown ? ((await options.shown(call, records as unknown as Stored[])) as unknown as StoredRecord[]) : records;

  async function listed(call: Call, query: ListQuery) {
    const snapshot = await call.snapshot();
    const records =
      query.archived === 'hide'
        ? liveRecords(snapshot, register.name)
        : allRecords(snapshot, register.name).filter((record) => query.archived === 'show' || record['archivedAt'] !== null);
    return listRecords(await show(call, records), query, schema);
  }

  async function stored(call: Call, id: string): Promise<StoredRecord> {
    const record = (await call.snapshot()).records.get(register.name)?.get(id);
    if (!record) throw notFound(register.singular, id);
    return record;
  }

  const checked = async (call: Call, fields: Record<string, unknown>, before: StoredRecord | null) =>
    options.beforeWrite ? options.beforeWrite(call, fields, before as Stored | null) : fields;

  const handlers = {
    list: listed,
    async get(call: Call, { id }: { id: string }) {
      const record = await stored(call, id);
      if (record['archivedAt'] === null) {
        const shown = await show(call, liveRecords(await call.snapshot(), register.name));
        return shown.find((each) => each.id === id);
      }
      return (await show(call, [record]))[0];
    },
    async create(call: Call, input: Record<string, unknown>) {
      const record = await call.write.create(register, (await checked(call, input, null)) as never);
      return { record, request: call.request };
    },
    async update(call: Call, { id, version, ...changes }: { id: string; version?: number; [field: string]: unknown }) {
      const before = await stored(call, id);
      const record = await call.write.change(register, id, (await checked(call, changes, before)) as never, version);
      return { record, request: call.request };
    },
    async changeMany(call: Call, { ids, change }: { ids: string[]; change: Record<string, unknown> }) {
      const changes: ({ id: string } & Record<string, unknown>)[] = [];
      for (const id of new Set(ids)) changes.push({ ...(await checked(call, change, await stored(call, id))), id });
      return { records: await call.write.changeMany(register, changes as never), request: call.request };
    },
    archive: async (call: Call, { id }: { id: string }) => ({ record: await call.write.archive(register, id), request: call.request }),
    restore: async (call: Call, { id }: { id: string }) => ({ record: await call.write.restore(register, id), request: call.request }),
    async export(call: Call, { format, ...query }: ListQuery & { format: 'csv' | 'xlsx' }) {
      const { items } = await listed(call, query);
      const fields = ['id', ...Object.keys(register.fields.shape)];
      const extra = options.exportColumns ?? [];
      return tableFile(
        format,
        register.name,
        [
          ...fields.map((field) => ({ title: titleOf(register.record as z.ZodObject, field), width: field === 'id' ? 10 : 24 })),
          ...extra.map(({ title }) => ({ title, width: 14 })),
        ],
        items.map((record) => [...fields.map((field) => record[field] as Cell), ...extra.map(({ value }) => value(record as never))]),
      );
    },
  };
  // oxlint-disable-next-line typescript/no-explicit-any -- one implementation for registers of every shape; their contracts type it
  return handlers as any;
}
