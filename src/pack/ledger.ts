import type { TableShown } from '../isms/auditor/contract.ts';
import { dayInWords } from '../isms/days.ts';

export type Read = <Row>(sql: string, values: unknown[]) => Promise<Row[]>;

interface Entry {
  sequence: string;
  at: Date;
  by: string;
  through: string;
  register: string;
  record: string;
  action: string;
  fields: string[] | null;
  hash: string;
}

/** Entries that are read at once, and rows on the page. */
const page = 5000;
const newest = 500;

const columns = `sequence, at, actor_name as by, door as through, register, record, action, encode(hash, 'hex') as hash,
  case when action = 'change' then (
    select array_agg(field order by field) from jsonb_object_keys(after) field
    where before -> field is distinct from after -> field and field not in ('version', 'updated_at')
  ) end as fields`;

/** Registers and fields as people and files write them, not as the database does. */
const register = (table: string) => table.replaceAll('_', '-');
const field = (column: string) => column.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/**
 * Who changed what and when, of some registers and since a day: names of fields, never what stood in them, with the hash
 * of each entry, so that the organisation can show later that it is the one in the chain.
 */
export async function changesOf(
  read: Read,
  organisation: string,
  { registers, since, until }: { registers: ReadonlySet<string>; since: string; until: number },
) {
  const tables = [...registers].map((name) => name.replaceAll('-', '_'));
  const latest = await read<Entry>(
    `select ${columns} from ledger.entries
     where organisation_id = $1 and register = any($2) and sequence <= $3 and at >= $4::date order by sequence desc limit ${newest}`,
    [organisation, tables, until, since],
  );
  async function* lines(): AsyncGenerator<string> {
    for (let after = 0; ;) {
      const rows = await read<Entry>(
        `select ${columns} from ledger.entries
         where organisation_id = $1 and register = any($2) and sequence > $5 and sequence <= $3 and at >= $4::date order by sequence limit ${page}`,
        [organisation, tables, until, since, after],
      );
      for (const row of rows)
        yield JSON.stringify({
          sequence: Number(row.sequence),
          at: row.at.toISOString(),
          by: row.by,
          through: row.through,
          register: register(row.register),
          record: row.record,
          action: row.action,
          ...(row.fields && { fields: row.fields.map(field) }),
          hash: row.hash,
        });
      if (rows.length < page) return;
      after = Number(rows.at(-1)!.sequence);
    }
  }
  const shown: TableShown = {
    heading: `The newest ${latest.length} changes since ${dayInWords(since)}`,
    paragraphs: [],
    register: '',
    columns: ['At', 'By', 'Through', 'Register', 'Record', 'Change', 'Fields'],
    rows: latest.map((row) => ({
      id: null,
      cells: [
        `${row.at.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
        row.by,
        row.through,
        row.register.replaceAll('_', ' '),
        row.record,
        row.action,
        (row.fields ?? []).map((each) => each.replaceAll('_', ' ')).join(', '),
      ],
    })),
    total: latest.length,
  };
  return { newest: shown, lines: lines(), from: dayInWords(since) };
}
