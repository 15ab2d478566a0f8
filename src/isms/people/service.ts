import type { Call } from '../../platform/contract/call.ts';
import { Problem, notFound } from '../../platform/contract/problem.ts';
import type { Handlers } from '../../platform/contract/serve.ts';
import { registerHandlers } from '../../platform/register/service.ts';
import { collections } from '../collections.ts';
import { allRecords } from '../../platform/ledger/snapshot.ts';
import { ismsOf, type Isms } from '../isms.ts';
import type { peopleContract } from './contract.ts';
import { byHand, ismsRoles, people as register, type Person } from './model.ts';
import { typedByHand } from './origins.ts';
import { roleConflicts } from './roles.ts';
import { inWords, planSynchronisation, teamToken, type SyncPlan } from './synchronise.ts';

/** People and the roles they hold (5.3, 7.2). */
export const people: Handlers<typeof peopleContract> = {
  people: registerHandlers<'people', typeof register.fields.shape, typeof register.record>(register, {
    schema: register.record,
    beforeWrite: (call, fields, before) => typedByHand(fields, before as Person | null, call.today),
  }),
  async synchronise(call, input) {
    const now = ismsOf(await call.snapshot());
    const wanted = new Set(input.people.map(({ externalId }) => externalId));
    const archived = (allRecords(await call.snapshot(), register.name) as unknown as Person[]).filter(
      ({ archivedAt, knownAs }) => archivedAt !== null && wanted.has(knownAs[input.source] ?? ''),
    );
    const isms: Isms = input.bringBack ? { ...now, people: [...now.people, ...archived] } : now;
    const plan = planSynchronisation(isms, input, call.today, input.bringBack ? [] : archived);
    if (input.bringBack && !input.dryRun) for (const { id } of archived) await call.write.restore(register, id);
    const names = new Map([...isms.people, ...archived].map((person) => [person.id, person]));
    const created = input.dryRun ? new Map<string, string>() : await carryOut(call, plan);
    const someone = (id: string) => ({ id, name: names.get(id)!.name });
    return {
      request: call.request,
      created: plan.create.map(({ externalId, fields }) => ({ externalId, id: created.get(externalId) ?? null, name: String(fields['name']) })),
      changed: plan.update
        .filter(({ externalId }) => externalId !== null)
        .map(({ id, fields }) => ({
          ...someone(id),
          fields: Object.entries(fields)
            .filter(([field]) => !['origins', 'knownAs', 'missingFrom'].includes(field))
            .map(([field, after]) => ({
              field,
              before: inWords(isms, field, names.get(id)![field as keyof Person]),
              after: inWords(isms, field, after),
            })),
        })),
      kept: plan.kept.map((each) => ({ ...each, name: names.get(each.person)!.name })),
      missing: plan.missing.map(someone),
      newTeams: plan.newTeams,
      unknown: plan.unknown,
      unchanged: plan.unchanged,
    };
  },
  async handOver(call, { source, ids, fields }) {
    const people = new Map(ismsOf(await call.snapshot()).people.map((person) => [person.id, person]));
    const unknown = ids.find((id) => !people.has(id));
    if (unknown) throw notFound('person', unknown);
    if (source.toLowerCase() === byHand)
      throw new Problem('invalid-input', `"${byHand}" is no system.`, {
        fields: [{ field: 'source', message: 'Name the system.' }],
        remedy: 'Name the system that shall write the fields.',
      });
    const origin = { source, on: call.today };
    const records = await call.write.changeMany(
      register,
      [...new Set(ids)].map((id) => ({ id, origins: { ...people.get(id)!.origins, ...Object.fromEntries(fields.map((field) => [field, origin])) } })),
    );
    return { records, request: call.request };
  },
  roles: {
    ...registerHandlers(ismsRoles),
    conflicts: async (call) => ({ conflicts: roleConflicts(ismsOf(await call.snapshot()), call.today) }),
  },
};

/** Writes what a plan says: teams, new people, changes, then references among those who are new. Answers the new ids. */
async function carryOut(call: Call, plan: SyncPlan): Promise<Map<string, string>> {
  const teams = await call.write.createMany(
    collections.teams,
    plan.newTeams.map((name) => ({ name })),
  );
  const ids = new Map(teams.map(({ id, name }) => [teamToken(name), id]));
  const settled = (fields: Record<string, unknown>) => ({
    ...fields,
    ...(ids.has(String(fields['team'])) && { team: ids.get(String(fields['team'])) }),
  });
  const isNew = (value: unknown) => typeof value === 'string' && value.startsWith('person:');
  const made = await call.write.createMany(
    register,
    plan.create.map(({ fields }) => ({ ...settled(fields), ...(isNew(fields['manager']) && { manager: null }) }) as never),
  );
  const created = new Map(plan.create.map(({ externalId }, index) => [externalId, made[index]!.id]));
  const managerOf = (fields: Record<string, unknown>) => created.get(String(fields['manager']).slice('person:'.length))!;
  await call.write.changeMany(register, [
    ...plan.create.flatMap(({ fields }, index) => (isNew(fields['manager']) ? [{ id: made[index]!.id, manager: managerOf(fields) }] : [])),
    ...plan.update.map(({ id, fields }) => ({ ...settled(fields), ...(isNew(fields['manager']) && { manager: managerOf(fields) }), id })),
  ]);
  return created;
}
