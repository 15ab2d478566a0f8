import type pg from 'pg';
import type { Scan } from '../../isms/scans/model.ts';
import { columns } from './rows.ts';

export const staging = 'read_findings';

/** A table of this transaction alone: what is read goes there first, and is gone with it when anything fails. */
export async function openStaging(client: pg.ClientBase): Promise<void> {
  await client.query(`create temp table ${staging} on commit drop as select ${columns.join(', ')} from bulk.findings with no data`);
}

export interface Merged {
  findings: number;
  repeated: number;
  created: number;
  resolved: number;
  /** By controls, status and severity. */
  groups: { controls: string[]; status: string; severity: string; findings: number }[];
  notMapped: { rule: string; findings: number }[];
}

export interface MergeSettings {
  organisation: string;
  scan: string;
  /** When the tool looked. */
  at: string;
  covers: Scan['covers'];
  /** `Trivy: container image x`: what was looked at. Nothing else is resolved. */
  scopes: readonly string[];
}

/**
 * Brings what was read into the findings, in the transaction that read it: what is known is brought up to date, unless a
 * later scan has seen it; what the scan covers and does not report any more is resolved.
 */
export async function merge(client: pg.ClientBase, { organisation, scan, at, covers, scopes }: MergeSettings): Promise<Merged> {
  await client.query(`set local work_mem = '64MB'`);
  const { rows: twice } = await client.query<{ fingerprint: string }>(`select fingerprint from ${staging} group by fingerprint having count(*) > 1`);
  // Of what is named twice the worse counts.
  const dropped =
    twice.length === 0
      ? 0
      : ((
          await client.query(
            `delete from ${staging} where ctid in (
               select ctid from (select ctid, row_number() over (partition by fingerprint order by rank) as number from ${staging} where fingerprint = any($1)) o where number > 1)`,
            [twice.map(({ fingerprint }) => fingerprint)],
          )
        ).rowCount ?? 0);
  const { rows: groups } = await client.query<Merged['groups'][number]>(
    `select controls, status, severity, count(*)::int as findings from ${staging} group by 1, 2, 3`,
  );
  const { rows: notMapped } = await client.query<Merged['notMapped'][number]>(
    `select rule, count(*)::int as findings from ${staging} where controls = '{}' group by rule order by 2 desc, 1 limit 20`,
  );
  const findings = groups.reduce((sum, group) => sum + group.findings, 0);
  const [{ known }] = (await client.query<{ known: boolean }>('select exists (select from bulk.findings) as known')).rows as [{ known: boolean }];
  let before = 0;
  if (known) {
    await client.query(`analyze ${staging}`);
    before = (
      await client.query<{ count: number }>(`select count(*)::int as count from ${staging} s join bulk.findings f on f.fingerprint = s.fingerprint`)
    ).rows[0]!.count;
  }
  const own = columns.filter((column) => column !== 'first_seen' && column !== 'fingerprint');
  await client.query(
    `insert into bulk.findings as f (organisation_id, fingerprint, ${own.join(', ')}, scan, first_seen, last_seen, resolved_at)
     select $1, fingerprint, ${own.join(', ')}, $2, least(coalesce(first_seen, $3::timestamptz), $3::timestamptz), $3::timestamptz, null from ${staging}
     on conflict (organisation_id, fingerprint) do update set
       ${own.map((column) => `${column} = excluded.${column}`).join(', ')},
       scan = excluded.scan, first_seen = least(f.first_seen, excluded.first_seen), last_seen = excluded.last_seen, resolved_at = null
     where f.last_seen <= excluded.last_seen`,
    [organisation, scan, at],
  );
  let resolved = 0;
  if (known && scopes.length > 0) {
    const same =
      covers === 'everything' ? '' : `and exists (select from ${staging} s where s.tool = f.tool and s.scope = f.scope and s.rule = f.rule)`;
    resolved =
      (
        await client.query(
          `update bulk.findings f set resolved_at = $1 where resolved_at is null and last_seen < $1 and tool || ': ' || scope = any($2) ${same}`,
          [at, scopes],
        )
      ).rowCount ?? 0;
  }
  // What a later scan of everything did not report any more, and this one brings in after it, was resolved by that one.
  const { rows: later } = await client.query<{ at: Date; scopes: string[] }>(
    `select scanned_at as at, scopes from isms.scans
     where status = 'done' and covers = 'everything' and archived_at is null and scanned_at > $1 and scopes && $2 order by scanned_at`,
    [at, scopes],
  );
  for (const each of later)
    await client.query(
      `update bulk.findings set resolved_at = $1 where resolved_at is null and scan = $2 and last_seen < $1 and tool || ': ' || scope = any($3)`,
      [each.at, scan, each.scopes],
    );
  return { findings, repeated: dropped, created: findings - before, resolved, groups, notMapped };
}
