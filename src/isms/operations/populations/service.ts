import { Problem, notFound } from '../../../platform/contract/problem.ts';
import type { Handlers } from '../../../platform/contract/serve.ts';
import type { Files } from '../../../platform/files/service.ts';
import { ismsOf } from '../../isms.ts';
import type { populationsContract } from './contract.ts';
import { keepPopulation } from './keep.ts';
import type { PopulationList } from './model.ts';
import { accountsFrom, type Cell } from './read.ts';

/** Reads the rows of a CSV or XLSX file. */
export type ReadRows = (name: string, content: Buffer) => Promise<{ rows: Cell[][] }>;

/** Far above any list of accounts that fits. */
const largest = 30 * 1024 ** 2;

const headOf = ({ accounts: _accounts, ...head }: PopulationList) => head;

/** Lists of accounts: what access reviews and the search for leavers rest on. */
export function populationsService(files: Files, readRows: ReadRows): Handlers<typeof populationsContract> {
  return {
    list: async (call) => ({
      items: ismsOf(await call.snapshot())
        .populations.map(headOf)
        .toSorted((a, b) => b.at.localeCompare(a.at)),
    }),
    async accounts(call, { id, search, limit, offset }) {
      const list = ismsOf(await call.snapshot()).populations.find((each) => each.id === id);
      if (!list) throw notFound('list', id);
      const wanted = search?.toLowerCase() ?? '';
      const found =
        wanted === ''
          ? list.accounts
          : list.accounts.filter((each) => `${each.id} ${each.name} ${each.email} ${each.access}`.toLowerCase().includes(wanted));
      return { items: found.slice(offset, offset + limit), total: found.length };
    },
    async take(call, { upload, system, title, on = call.today }) {
      const isms = ismsOf(await call.snapshot());
      const known = system === null ? null : isms.systems.find((each) => each.id === system);
      if (known === undefined) throw notFound('system', system!);
      if (known === null && title === '')
        throw new Problem('invalid-input', 'Say of which system the list is.', {
          fields: [{ field: 'system', message: 'Choose a system, or name it.' }],
          remedy: 'Choose one.',
        });
      if (on > call.today)
        throw new Problem('invalid-input', 'That day has not come yet.', {
          fields: [{ field: 'on', message: 'Give today or a past day.' }],
          remedy: 'Correct the day.',
        });
      const { file } = await files.received(call, upload);
      if (file.size > largest)
        throw new Problem('too-large', `${file.name} is too large for a list of accounts.`, { remedy: 'Export accounts only.' });
      const content = await files.bytes(call, file.sha256);
      if (!content) throw notFound('upload', upload);
      const { rows } = await readRows(file.name, content);
      const { record, ...rest } = await keepPopulation(call, {
        title: known?.name ?? title,
        source: known ? `system:${known.id}` : `name:${title.toLowerCase().slice(0, 100)}`,
        system,
        origin: `file ${file.name}`,
        on,
        at: on === call.today ? call.now() : `${on}T23:59:59Z`,
        accounts: accountsFrom(rows),
        file,
      });
      return { record: headOf(record), request: call.request, ...rest };
    },
  };
}
