import type { Connection, Outcome } from '../../isms/checks/model.ts';
import { collections } from '../../isms/collections.ts';
import { ismsOf, type Isms } from '../../isms/isms.ts';
import type { Call } from '../../platform/contract/call.ts';
import { Problem } from '../../platform/contract/problem.ts';
import { seal } from '../../platform/seal.ts';
import type { Collector } from '../collector.ts';
import { troubleOf } from '../gather.ts';
import { credentialsOf, sealPlace, surroundingsFor } from '../run.ts';
import { connectionOf } from '../start.ts';
import { checkOf, collectorOf, writtenAs, type CollectorsSettings, type Part } from './known.ts';

/** Connections: their settings, their sealed credentials, what they may read, and how each check is set for them. */
export function connectionsService(
  settings: CollectorsSettings,
): Part<'connections' | 'connection' | 'connect' | 'change' | 'remove' | 'test' | 'setCheck'> {
  const { collectors } = settings;

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
    async connections(call) {
      const isms = ismsOf(await call.snapshot());
      return { items: isms.connections.map((each) => shown(isms, each)) };
    },
    async connection(call, { id }) {
      const isms = ismsOf(await call.snapshot());
      return shown(isms, connectionOf(isms, id));
    },
    async connect(call, { provider, credentials, settings: given, ...fields }) {
      const collector = collectorOf(collectors, provider);
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
      const collector = collectorOf(collectors, connection.provider);
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
      const collector = collectorOf(collectors, connection.provider);
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
      const declared = checkOf(collectors, connection.provider, check);
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
  };
}
