import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { CheckVerdict } from './judge.ts';

/** A verdict once its resources are kept: how many there were. */
export interface KeptVerdict extends Omit<CheckVerdict, 'resources'> {
  resources: number;
}
export interface Kept {
  verdicts: KeptVerdict[];
  /** Over all outcomes in their order: two runs that saw the same have the same. */
  hash: string;
}

interface Row {
  resource: string;
  name: string;
  scope: string;
  outcome: string;
  because: string;
}

/**
 * Keeps how each resource stands: only changes become rows. A resource that is gone ends; one whose outcome or reason
 * changed ends and begins anew. `at` is the end of the run, the same for all of them. One verdict after the other is asked
 * for, kept and let go: a connection with many resources never has all of its outcomes in memory.
 */
export async function keepOutcomes(
  client: pg.ClientBase,
  organisation: string,
  connection: string,
  verdicts: Iterable<CheckVerdict>,
  at: string,
): Promise<Kept> {
  const hash = createHash('sha256');
  const kept: KeptVerdict[] = [];
  for (const { resources, ...verdict } of verdicts) {
    const { check, version, outcome } = verdict;
    hash.update(`${check}\u001f${version}\u001f${outcome}\n`);
    for (const each of resources) hash.update(`${each.resource}\u001f${each.outcome}\u001f${each.because}\n`);
    kept.push({ ...verdict, resources: resources.length });
    const { rows } = await client.query<Row>(
      'select resource, name, scope, outcome, because from bulk.outcomes where connection = $1 and "check" = $2 and until is null',
      [connection, check],
    );
    const standing = new Map(rows.map((row) => [row.resource, row]));
    const fresh: Row[] = [];
    for (const each of resources) {
      const known = standing.get(each.resource);
      standing.delete(each.resource);
      if (known && known.outcome === each.outcome && known.because === each.because && known.name === each.name) continue;
      fresh.push(each);
    }
    const over = [...standing.keys(), ...fresh.map(({ resource }) => resource)];
    if (over.length > 0)
      await client.query('update bulk.outcomes set until = $3 where connection = $1 and "check" = $2 and until is null and resource = any($4)', [
        connection,
        check,
        at,
        over,
      ]);
    if (fresh.length > 0)
      await client.query(
        `insert into bulk.outcomes (organisation_id, connection, "check", resource, since, until, name, scope, outcome, because)
         select $1, $2, $3, r.resource, $4, null, r.name, r.scope, r.outcome, r.because
         from jsonb_to_recordset($5::jsonb) as r(resource text, name text, scope text, outcome text, because text)
         on conflict do nothing`,
        [
          organisation,
          connection,
          check,
          at,
          JSON.stringify(fresh.map(({ resource, name, scope, outcome, because }) => ({ resource, name, scope, outcome, because }))),
        ],
      );
  }
  return { verdicts: kept, hash: hash.digest('hex') };
}
