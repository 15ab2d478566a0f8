import type { Call } from '../contract/call.ts';
import { snake } from '../database/table.ts';

interface Broken {
  sequence: number | null;
  register: string;
  record: string;
  reason: string;
}

/**
 * Verifies the whole ledger of an organisation in the database: every entry's hash follows from its content and the
 * hash before it, no number is missing, the head is the last entry, and every record stands as the ledger last said.
 * Reading alone is needed, so anybody who may read the ledger may verify it.
 */
export async function verifyLedger(
  call: Pick<Call, 'query' | 'organisation'>,
  collections: readonly { name: string }[],
): Promise<{ intact: boolean; entries: number; head: string; firstBroken: Broken | null }> {
  const organisation = call.organisation.id;
  const [head] = await call.query<{ sequence: string; hash: string; entries: number; last: string | null }>(
    `select h.sequence, encode(h.hash, 'hex') as hash, (select count(*)::int from ledger.entries where organisation_id = $1) as entries,
            (select encode(hash, 'hex') from ledger.entries where organisation_id = $1 order by sequence desc limit 1) as last
     from ledger.heads h where organisation_id = $1`,
    [organisation],
  );
  const answer = (firstBroken: Broken | null) => ({ intact: firstBroken === null, entries: head?.entries ?? 0, head: head?.hash ?? '', firstBroken });

  const [broken] = await call.query<{ sequence: string; register: string; record: string; gap: boolean }>(
    `select sequence, register, record, sequence <> expected as gap from (
       select e.sequence, e.register, e.record, e.hash, row_number() over w as expected,
              ledger.entry_hash(coalesce(lag(e.hash) over w, '\\x00'::bytea), e) as should
       from ledger.entries e where e.organisation_id = $1 window w as (order by e.sequence)
     ) chain where hash <> should or sequence <> expected order by sequence limit 1`,
    [organisation],
  );
  if (broken) {
    const sequence = Number(broken.sequence);
    return answer({
      sequence,
      register: broken.register,
      record: broken.record,
      reason: broken.gap
        ? `An entry before ${sequence} is missing.`
        : `Entry ${sequence} is not what was written: its hash does not follow from its content and the entry before it.`,
    });
  }
  if (head && (Number(head.sequence) !== head.entries || head.hash !== head.last)) {
    return answer({
      sequence: head.entries,
      register: '',
      record: '',
      reason: 'The last entries are missing: the head names one that is not there.',
    });
  }

  // Nulls are left out of the comparison: a column added later is null in old rows and absent from old entries.
  const rows = collections
    .map(
      ({ name }) =>
        `select '${snake(name)}' as register, id as record, jsonb_strip_nulls(to_jsonb(t) - 'organisation_id') as stands from isms.${snake(name)} t where organisation_id = $1`,
    )
    .join(' union all ');
  const [altered] = await call.query<{ sequence: string | null; register: string; record: string; kind: string }>(
    `with last as (
       select distinct on (register, record) register, record, sequence, after from ledger.entries where organisation_id = $1 order by register, record, sequence desc
     ), stands as (${rows})
     select coalesce(l.register, s.register) as register, coalesce(l.record, s.record) as record, l.sequence,
            case when l.record is null then 'unknown' when s.record is null then 'missing' else 'altered' end as kind
     from last l full join stands s on s.register = l.register and s.record = l.record
     where jsonb_strip_nulls(l.after) is distinct from s.stands and not (l.record is not null and l.after is null and s.record is null)
     order by l.sequence nulls first limit 1`,
    [organisation],
  );
  if (!altered) return answer(null);
  const reason =
    {
      unknown: 'The record stands in the database, but the ledger never heard of it.',
      missing: 'The record has gone from the database, but the ledger did not hear of it.',
      altered: 'The record is not as the ledger last wrote it: it was changed behind the product’s back.',
    }[altered.kind] ?? '';
  return answer({
    sequence: altered.sequence === null ? null : Number(altered.sequence),
    register: altered.register,
    record: altered.record,
    reason,
  });
}
