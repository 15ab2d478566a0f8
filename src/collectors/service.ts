import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { checkExceptions, type CollectionRun, type Connection, type Outcome, type OutcomeCounts, type Provider } from '../isms/checks/model.ts';
import { collections } from '../isms/collections.ts';
import { addDays } from '../isms/days.ts';
import { blocksOf } from '../isms/documents/markdown.ts';
import { ismsOf, type Isms } from '../isms/isms.ts';
import type { Call } from '../platform/contract/call.ts';
import { fieldMeta } from '../platform/contract/fields.ts';
import { Problem, notFound } from '../platform/contract/problem.ts';
import type { Handlers } from '../platform/contract/serve.ts';
import { registerHandlers } from '../platform/register/service.ts';
import { unwrapped } from '../platform/register/list.ts';
import { seal } from '../platform/seal.ts';
import type { Collector } from './collector.ts';
import type { collectorsContract } from './contract.ts';
import { exceptionFor } from './exceptions.ts';
import { troubleOf } from './gather.ts';
import { credentialsOf, sealPlace, surroundingsFor, type RunSettings } from './run.ts';
import { connectionOf, startRun, underWay, type Start } from './start.ts';

export interface CollectorsSettings extends Omit<RunSettings, 'changed'> {
  start: Start;
}

const writtenAs = <R>(call: Call, record: R) => ({ record, request: call.request });

function runOf(isms: Isms, id: string): CollectionRun {
  const found = isms.collectionRuns.find((each) => each.id === id);
  if (!found) throw notFound('run', id);
  return found;
}

/** Connections to systems elsewhere, their collections and their checks (6.3, 6.4). */
export function collectorsService(settings: CollectorsSettings): Handlers<typeof collectorsContract> {
  const { collectors } = settings;
  const all = Object.values(collectors) as Collector[];
  const collectorOf = (provider: Provider): Collector => {
    const found = collectors[provider];
    if (!found) throw notFound('collector', provider);
    return found;
  };
  const checkOf = (provider: Provider, id: string) => {
    const found = collectorOf(provider).checks.find((each) => each.id === id);
    if (!found) throw notFound('check', id);
    return found;
  };

  /** Settings as the collector declares them. Errors: invalid-input, field by field. */
  function validSettings(collector: Collector, given: Record<string, unknown>): Connection['settings'] {
    const result = collector.settings.strict().safeParse(given);
    if (result.success) return result.data as Connection['settings'];
    const fields = result.error.issues.map(({ path, message }) => ({ field: ['settings', ...path].join('.'), message }));
    throw new Problem('invalid-input', `${fields[0]!.field}: ${fields[0]!.message}`, { fields, remedy: 'Correct the settings named.' });
  }
  function knownCredentials(collector: Collector, given: Record<string, string>): Record<string, string> {
    const unknown = Object.keys(given).find((name) => !(name in collector.credentials));
    if (unknown)
      throw new Problem('invalid-input', `${collector.title} takes no credential "${unknown}".`, {
        fields: [{ field: `credentials.${unknown}`, message: `Known are: ${Object.keys(collector.credentials).join(', ')}.` }],
        remedy: 'Name one of those listed.',
      });
    return given;
  }
  async function sealCredentials(call: Call, connection: string, collector: Collector, given: Record<string, string>): Promise<void> {
    const before = await call.query<{ content: Buffer }>('select content from access.sealed where id = $1', [connection]);
    const kept = before.length === 0 ? {} : await credentialsOf(settings, call.organisation.id, connection).catch(() => ({}));
    const content = seal(
      settings.secret,
      sealPlace(call.organisation.id, connection),
      JSON.stringify({ ...kept, ...knownCredentials(collector, given) }),
    );
    await call.query(
      `insert into access.sealed (organisation_id, id, content) values ($1, $2, $3)
       on conflict (organisation_id, id) do update set content = excluded.content`,
      [call.organisation.id, connection, content],
    );
  }

  const shown = (isms: Isms, connection: Connection) => {
    const runs = isms.collectionRuns.filter((each) => each.connection === connection.id);
    const results = isms.checkResults.filter((each) => each.connection === connection.id && (connection.checks[each.check]?.enabled ?? true));
    const count = (outcome: Outcome) => results.filter((each) => each.outcome === outcome).length;
    return {
      ...connection,
      lastRun: runs.at(-1) ?? null,
      lastGood: runs.findLast(({ status }) => status === 'done')?.on ?? null,
      results: Object.fromEntries(results.map(({ check, outcome }) => [check, outcome])),
      counts: { pass: count('pass'), fail: count('fail'), notApplicable: count('not-applicable'), unknown: count('unknown') },
    };
  };

  return {
    providers: () => ({
      items: all.map(({ provider, title, about, settings: shape, credentials, checks, populations }) => ({
        provider,
        title,
        about,
        settings: Object.entries(shape.shape).map(([name, schema]) => {
          const inner = unwrapped(schema as z.ZodType);
          const meta = fieldMeta(schema as z.ZodType);
          return {
            name,
            title: meta.title ?? name,
            description: meta.description ?? '',
            kind:
              inner instanceof z.ZodArray
                ? ('list' as const)
                : inner instanceof z.ZodBoolean
                  ? ('flag' as const)
                  : inner instanceof z.ZodEnum
                    ? ('choice' as const)
                    : ('text' as const),
            choices: inner instanceof z.ZodEnum ? inner.options.map(String) : [],
            required: !(schema as z.ZodType).safeParse(undefined).success,
          };
        }),
        credentials: Object.entries(credentials).map(([name, each]) => ({
          name,
          title: each.title,
          description: each.description,
          multiline: each.multiline ?? false,
        })),
        checks: checks.length,
        populations: populations.map(({ id, title: called }) => ({ id, title: called })),
      })),
    }),
    guide(_call, { provider, settings: given }) {
      let values: Record<string, unknown> = {};
      try {
        values = given ? (JSON.parse(given) as Record<string, unknown>) : {};
      } catch {
        throw new Problem('invalid-input', 'settings: this is not JSON.', { fields: [{ field: 'settings', message: 'Send an object as JSON.' }] });
      }
      const guide = collectorOf(provider).guide(values);
      return { ...guide, blocks: blocksOf(guide.steps) };
    },
    checks: (_call, { provider, control }) => ({
      items: all
        .filter((each) => provider === undefined || each.provider === provider)
        .flatMap((each) =>
          each.checks
            .filter(({ controls }) => control === undefined || controls.some(({ id }) => id === control))
            .map(({ id, version, title, calls, population, passes, parameters, controls, remedy, empty }) => ({
              id,
              provider: each.provider,
              version,
              title,
              calls: [...calls],
              population,
              passes: passes.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => String(parameters[name]?.usual ?? name)),
              parameters: { ...parameters },
              controls: [...controls],
              remedy,
              empty,
            })),
        ),
    }),
    async connections(call) {
      const isms = ismsOf(await call.snapshot());
      return { items: isms.connections.map((each) => shown(isms, each)) };
    },
    async connection(call, { id }) {
      const isms = ismsOf(await call.snapshot());
      return shown(isms, connectionOf(isms, id));
    },
    async connect(call, { provider, credentials, settings: given, ...fields }) {
      const collector = collectorOf(provider);
      const record = await call.write.create(collections.connections, {
        ...fields,
        provider,
        settings: validSettings(collector, given),
        credentialsOn: credentials ? call.now() : null,
      });
      if (credentials) await sealCredentials(call, record.id, collector, credentials);
      return writtenAs(call, record);
    },
    async change(call, { id, version, credentials, settings: given, ...fields }) {
      const connection = connectionOf(ismsOf(await call.snapshot()), id);
      const collector = collectorOf(connection.provider);
      const kept = collector.keeps?.filter((name) => !given?.[name]).map((name) => [name, connection.settings[name]]) ?? [];
      const record = await call.write.change(
        collections.connections,
        id,
        {
          ...fields,
          ...(given && { settings: validSettings(collector, { ...given, ...Object.fromEntries(kept) }) }),
          ...(credentials && { credentialsOn: call.now() }),
        },
        version,
      );
      if (credentials) await sealCredentials(call, id, collector, credentials);
      return writtenAs(call, record);
    },
    async remove(call, { id }) {
      const isms = ismsOf(await call.snapshot());
      connectionOf(isms, id);
      await call.query('delete from access.sealed where id = $1', [id]);
      return writtenAs(call, await call.write.archive(collections.connections, id));
    },
    async test(call, { id }) {
      const connection = connectionOf(ismsOf(await call.snapshot()), id);
      const collector = collectorOf(connection.provider);
      // One page of everything is enough to know what is granted.
      const stop = new AbortController();
      const timer = setTimeout(() => stop.abort(), 60_000);
      const surroundings = surroundingsFor(stop.signal, { now: () => new Date(call.now()), ...settings.surroundings });
      try {
        const session = await collector.open(connection.settings, await credentialsOf(settings, call.organisation.id, id), surroundings);
        const scopes = await collector.scopes(session);
        const parts = [];
        for (const [source, { title, permissions, each, read }] of Object.entries(collector.sources)) {
          const scope = each === 'scope' ? scopes[0] : '';
          if (scope === undefined) continue;
          try {
            let rows = 0;
            for await (const page of read(session, scope, { page: () => undefined })) {
              rows = page.length;
              break;
            }
            parts.push({ source, title, ok: true, rows, problem: null, permission: null });
          } catch (error) {
            const trouble = troubleOf(error, permissions);
            parts.push({ source, title, ok: false, rows: 0, problem: trouble.message, permission: trouble.permission ?? null });
          }
        }
        return { ok: parts.every(({ ok }) => ok), signedIn: true, problem: null, parts };
      } catch (error) {
        return { ok: false, signedIn: false, problem: troubleOf(error).message, parts: [] };
      } finally {
        clearTimeout(timer);
      }
    },
    async setCheck(call, { id, check, enabled, parameters, owner }) {
      const connection = connectionOf(ismsOf(await call.snapshot()), id);
      const declared = checkOf(connection.provider, check);
      for (const [name, value] of Object.entries(parameters ?? {})) {
        const parameter = declared.parameters[name];
        if (!parameter || value < parameter.min || value > parameter.max)
          throw new Problem(
            'invalid-input',
            parameter
              ? `${parameter.title} lies between ${parameter.min} and ${parameter.max} ${parameter.unit}.`
              : `The check has no figure "${name}".`,
            {
              fields: [
                {
                  field: `parameters.${name}`,
                  message: parameter
                    ? `Between ${parameter.min} and ${parameter.max}.`
                    : `Known are: ${Object.keys(declared.parameters).join(', ') || 'none'}.`,
                },
              ],
              remedy: 'Correct the figure.',
            },
          );
      }
      const before = connection.checks[check] ?? { enabled: true, parameters: {}, owner: null };
      const after = {
        enabled: enabled ?? before.enabled,
        parameters: { ...before.parameters, ...parameters },
        owner: owner === undefined ? before.owner : owner,
      };
      return writtenAs(call, await call.write.change(collections.connections, id, { checks: { ...connection.checks, [check]: after } }));
    },
    async run(call, { id }) {
      return writtenAs(call, await startRun(settings.start, call, id));
    },
    async cancel(call, { id }) {
      const run = runOf(ismsOf(await call.snapshot()), id);
      if (!underWay(run)) throw new Problem('not-possible', `Run ${id} is ${run.status} already.`, { remedy: 'Nothing is to be cancelled.' });
      if (run.status === 'queued')
        return writtenAs(call, await call.write.change(collections.collectionRuns, id, { status: 'cancelled', finishedAt: call.now() }));
      // The process that does the run hears of it at its next step and says so itself.
      await call.query(
        `insert into bulk.run_progress (organisation_id, run, done, total, what, rows, at, cancel) values ($1, $2, 0, 0, 'Cancelling', 0, $3, true)
         on conflict (organisation_id, run) do update set cancel = true`,
        [call.organisation.id, id, call.now()],
      );
      return writtenAs(call, run);
    },
    async resume(call, { id }) {
      const isms = ismsOf(await call.snapshot());
      const run = runOf(isms, id);
      if (run.status !== 'cancelled' && run.status !== 'failed')
        throw new Problem('not-possible', `Run ${id} is ${run.status}.`, {
          remedy: 'Only a run that was cancelled or has failed is taken up again.',
        });
      const other = isms.collectionRuns.find((each) => each.connection === run.connection && underWay(each));
      if (other) throw new Problem('not-possible', `Run ${other.id} of this connection is under way.`, { remedy: 'Wait for it, or cancel it.' });
      connectionOf(isms, run.connection);
      const record = await call.write.change(collections.collectionRuns, id, { status: 'queued', finishedAt: null, problem: '', on: call.today });
      call.afterCommit(() => settings.start(call.organisation.id, id));
      return writtenAs(call, record);
    },
    async runs(call, { connection, limit }) {
      const runs = ismsOf(await call.snapshot()).collectionRuns.filter((each) => connection === undefined || each.connection === connection);
      return { items: runs.toReversed().slice(0, limit) };
    },
    async progress(call, { id }) {
      const run = runOf(ismsOf(await call.snapshot()), id);
      const [row] = await call.query<{ done: number; total: number; what: string; rows: number }>(
        'select done, total, what, rows from bulk.run_progress where run = $1',
        [id],
      );
      return { run: id, status: run.status, done: row?.done ?? 0, total: row?.total ?? 0, what: row?.what ?? '', rows: row?.rows ?? run.rows };
    },
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
    async raw(call, { id, source }) {
      const run = runOf(ismsOf(await call.snapshot()), id);
      const file = source === 'log' ? run.log : run.files.find(({ name }) => name === source || name.startsWith(`${source}.`));
      const stream = file && (await settings.files.open(call.organisation.id, file.sha256));
      if (!file || !stream) throw notFound('file of this run', source);
      const chunks: Uint8Array[] = [];
      for await (const chunk of stream) chunks.push(chunk);
      const content = source === 'log' ? gunzipSync(Buffer.concat(chunks)) : Buffer.concat(chunks);
      return new File([new Uint8Array(content)], source === 'log' ? `${id}-log.json` : file.name, {
        type: source === 'log' ? 'application/json' : file.mediaType,
      });
    },
    exceptions: registerHandlers(checkExceptions),
  };
}
