import { expect } from 'vitest';
import type { Actor, Call } from '../../platform/contract/call.ts';
import { Problem } from '../../platform/contract/problem.ts';
import type { Snapshot, StoredRecord } from '../../platform/ledger/snapshot.ts';
import type { Collection } from '../../platform/register/writer.ts';
import { collections, type CollectionKey } from '../collections.ts';
import { record } from '../testing.ts';
import { riskContract } from './contract.ts';
import { risk as service } from './service.ts';

/** For tests of the services: what is stored, in memory. */
let stored: Map<string, Map<string, StoredRecord>>;
/** The passwords that were asked for, in turn. */
export const confirmed: (string | undefined)[] = [];
export const actor = (id: string, person: string | null, role = 'contributor'): Actor => ({ id, name: id, email: '', role, person, door: 'web' });
export const bo = actor('user:bo', 'P-2', 'isms-manager');
export const ada = actor('user:ada', 'P-1');

/** What services need of a call: records are validated as in earnest; references are not looked up, and every past day is empty. */
export function call(by: Actor = bo, today = '2027-03-03'): Call {
  const put = (name: string, each: StoredRecord) => void (stored = new Map(stored).set(name, new Map(stored.get(name)).set(each.id, each)));
  const snapshot = async (): Promise<Snapshot> => ({ head: 1, records: stored });
  const create = async ({ name, record: model, prefix }: Collection, fields: object) => {
    const each = model.parse({ id: `${prefix}-${(stored.get(name)?.size ?? 0) + 1}`, ...fields }) as StoredRecord;
    put(name, each);
    return each;
  };
  const change = async ({ name, record: model }: Collection, id: string, changes: object) => {
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const each = model.parse({ ...stored.get(name)!.get(id), ...given }) as StoredRecord;
    put(name, each);
    return each;
  };
  const inTurn = async <T, R>(list: T[], work: (each: T) => Promise<R>) => {
    const done: R[] = [];
    for (const each of list) done.push(await work(each));
    return done;
  };
  return {
    actor: by,
    today,
    request: 'request-1',
    snapshot,
    now: () => `${today}T10:00:00Z`,
    asOf: async () => ({ head: 0, records: new Map() }),
    confirm: async (password: string | undefined) => {
      confirmed.push(password);
      if (password !== 'secret') throw new Problem('not-permitted', 'That is not your password.');
    },
    write: {
      create,
      change,
      createMany: (collection: Collection, list: object[]) => inTurn(list, (fields) => create(collection, fields)),
      changeMany: (collection: Collection, list: { id: string }[]) => inTurn(list, (fields) => change(collection, fields.id, fields)),
      archive: (collection: Collection, id: string) => change(collection, id, { archivedAt: `${today}T10:00:00Z` }),
      restore: (collection: Collection, id: string) => change(collection, id, { archivedAt: null }),
    },
  } as unknown as Call;
}

/** Puts a record there without asking a service. */
export function store<K extends CollectionKey>(key: K, fields: Parameters<typeof record<K>>[1]): void {
  const each = record(key, fields) as StoredRecord;
  const { name } = collections[key];
  stored = new Map(stored).set(name, new Map(stored.get(name)).set(each.id, each));
}

/** Matches a refusal by its code and, where given, its message. */
export const refused = (code: string, message?: RegExp): unknown =>
  expect.objectContaining({ code, ...(message && { message: expect.stringMatching(message) }) });
/** As the doors do: the input is validated, and its defaults filled in. */
const newRisk = (fields: object) => riskContract.risks.create['~orpc'].inputSchema!.parse({ title: 'Theft', ...fields });
export const add = async (fields: object, by = call()) => (await service.risks.create(by, newRisk(fields))).record;
export const edit = async (id: string, fields: object, by = call()) => (await service.risks.update(by, { id, ...fields })).record;
export const rated = {
  owner: 'P-1',
  inherentLikelihood: 4,
  inherentImpact: 4,
  currentLikelihood: 3,
  currentImpact: 3,
  residualLikelihood: 2,
  residualImpact: 3,
  treatment: 'mitigate',
  controls: ['A.8.7'],
};

/** Drafts a ready method and puts it in force. */
export async function putInForce(template: string) {
  const { record: draft } = await service.methods.draft(call(), { template });
  return (await service.methods.putInForce(call(), { id: draft.id, password: 'secret' })).record;
}

/** An organisation with two people who have access, and nothing else. */
export function beginAnew(): void {
  stored = new Map();
  confirmed.length = 0;
  for (const [id, name] of [
    ['P-1', 'Ada'],
    ['P-2', 'Bo'],
  ] as const)
    store('people', { id, name });
  store('members', { id: 'M-1', userId: 'ada', email: 'ada@example.org', name: 'Ada', role: 'contributor', person: 'P-1' });
  store('members', { id: 'M-2', userId: 'bo', email: 'bo@example.org', name: 'Bo', role: 'isms-manager', person: 'P-2' });
}
