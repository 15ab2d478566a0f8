import type { Outcome, OutcomeCounts } from '../../isms/checks/model.ts';
import { addDays } from '../../isms/days.ts';
import { ismsOf } from '../../isms/isms.ts';
import { exceptionFor } from '../exceptions.ts';
import { connectionOf } from '../start.ts';
import type { Collectors, Part } from './known.ts';

/** How checks stand, how they stood, and how each resource does. */
export function resultsService(collectors: Collectors): Part<'results' | 'history' | 'resources'> {
  return {
    async results(call, { connection: wanted, outcome, control }) {
      const isms = ismsOf(await call.snapshot());
      const connections = new Map(isms.connections.map((each) => [each.id, each]));
      const open = new Map(isms.controlTasks.filter(({ status }) => status !== 'done').map((task) => [`${task.connection} ${task.check}`, task.id]));
      const items = isms.checkResults.flatMap((result) => {
        const connection = connections.get(result.connection);
        if (!connection || (wanted !== undefined && wanted !== connection.id) || (outcome !== undefined && result.outcome !== outcome)) return [];
        if (control !== undefined && !result.controls.includes(control)) return [];
        const setting = connection.checks[result.check];
        const declared = collectors[connection.provider]?.checks.find(({ id }) => id === result.check);
        return [
          {
            ...result,
            connectionTitle: connection.title,
            remedy: declared?.remedy ?? '',
            enabled: setting?.enabled ?? true,
            owner: setting?.owner ?? null,
            excepted: exceptionFor(isms, result.check, connection.id, '', call.today) !== null,
            task: open.get(`${connection.id} ${result.check}`) ?? null,
          },
        ];
      });
      return { items };
    },
    async history(call, { id, check, days }) {
      const isms = ismsOf(await call.snapshot());
      const from = addDays(call.today, -days);
      connectionOf(isms, id);
      const record = isms.checkResults.find((each) => each.connection === id && each.check === check);
      if (!record) return { points: [] };
      // A result is written when it changes: a run without an entry of its own saw what the one before it saw.
      const entries = await call.query<{ run: string; counts: OutcomeCounts }>(
        `select after ->> 'run' as run, after -> 'counts' as counts from ledger.entries
         where register = 'check_results' and record = $1 and after is not null order by sequence`,
        [record.id],
      );
      const changed = new Map(entries.map(({ run, counts }) => [run, counts]));
      const points: { on: string; outcome: Outcome; counts: OutcomeCounts }[] = [];
      let counts: OutcomeCounts | undefined;
      for (const run of isms.collectionRuns) {
        if (run.connection !== id) continue;
        counts = changed.get(run.id) ?? counts;
        const outcome = run.outcomes[check];
        if (outcome !== undefined && run.on >= from && counts) points.push({ on: run.on, outcome, counts });
      }
      return { points };
    },
    async resources(call, { id, check, outcome, search, past, limit, offset }) {
      const isms = ismsOf(await call.snapshot());
      connectionOf(isms, id);
      const rows = await call.query<{
        resource: string;
        name: string;
        scope: string;
        outcome: Outcome;
        because: string;
        since: Date;
        until: Date | null;
        total: string;
      }>(
        `select resource, name, scope, outcome, because, since, until, count(*) over () as total from bulk.outcomes
         where connection = $1 and "check" = $2 and ($3::text is null or outcome = $3) and ($4::text is null or name ilike '%' || $4 || '%' or resource ilike '%' || $4 || '%')
           and ($5 or until is null)
         order by case outcome when 'fail' then 0 when 'unknown' then 1 when 'pass' then 2 else 3 end, resource, since desc limit $6 offset $7`,
        [id, check, outcome ?? null, search?.replaceAll(/[\\%_]/g, '\\$&') ?? null, past === 'show', limit, offset],
      );
      return {
        items: rows.map(({ total: _total, since, until, ...row }) => {
          const exception = exceptionFor(isms, check, id, row.resource, call.today);
          return {
            ...row,
            since: since.toISOString(),
            until: until?.toISOString() ?? null,
            exception: exception && { id: exception.id, reason: exception.reason, expiresOn: exception.expiresOn },
          };
        }),
        total: Number(rows[0]?.total ?? 0),
      };
    },
  };
}
