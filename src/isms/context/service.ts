import type { Call } from '../../platform/contract/call.ts';
import { Problem, notFound, type ProblemField } from '../../platform/contract/problem.ts';
import type { Handlers } from '../../platform/contract/serve.ts';
import { registerHandlers } from '../../platform/register/service.ts';
import { standard } from '../../standard/standard.ts';
import { collections } from '../collections.ts';
import { ismsOf, type Isms } from '../isms.ts';
import { auditTime } from './audit-time.ts';
import { boundaries, compareScopes, described, personsInScope } from './boundaries.ts';
import type { contextContract } from './contract.ts';
import {
  Climate,
  contextIssues,
  exclusions,
  interestedParties,
  interfaces,
  locations,
  requirements,
  suppliers,
  systems,
  teams,
  type ScopeVersion,
} from './model.ts';
import { scopeWarnings } from './warnings.ts';

/** The draft, or else the version in force: what the cost and the warnings are about. */
const scopeAtHand = (isms: Isms): ScopeVersion | null => isms.scopeVersions.find((version) => version.status === 'draft') ?? approvedScope(isms);
export const approvedScope = (isms: Isms): ScopeVersion | null => isms.scopeVersions.find((version) => version.status === 'approved') ?? null;

/** The audit time that the scope as it stands would take. */
export function scopeCost(isms: Isms, { persons, dayRate }: { persons?: number | undefined; dayRate?: number | undefined } = {}) {
  const scope = scopeAtHand(isms);
  return auditTime(standard.auditTime, standard.budget, {
    persons: persons ?? personsInScope(isms),
    adjustments: scope?.adjustments ?? [],
    dayRate: dayRate ?? scope?.dayRate ?? null,
    currency: isms.organisation.currency,
  });
}

/** The boundaries as they stand now. */
export const boundariesNow = (isms: Isms) => boundaries(isms, scopeCost(isms).initialDays);

async function draftOf(call: Call, id: string): Promise<ScopeVersion> {
  const version = ismsOf(await call.snapshot()).scopeVersions.find((each) => each.id === id);
  if (!version) throw notFound('scope version', id);
  if (version.status !== 'draft')
    throw new Problem('not-possible', `Version ${version.number} of the scope is ${version.status} and is not changed any more.`, {
      remedy: 'Start the next version.',
    });
  return version;
}

/** Context and scope: 4.1–4.3. */
export const context: Handlers<typeof contextContract> = {
  issues: registerHandlers(contextIssues),
  parties: registerHandlers(interestedParties),
  requirements: registerHandlers(requirements),
  teams: registerHandlers(teams),
  locations: registerHandlers(locations),
  systems: registerHandlers(systems),
  suppliers: registerHandlers(suppliers),
  interfaces: registerHandlers(interfaces),
  exclusions: registerHandlers(exclusions),

  climate: {
    show: async (call) => ismsOf(await call.snapshot()).climate ?? Climate.parse({ id: 'climate', version: 0 }),
    async determine(call, { version, ...fields }) {
      const known = ismsOf(await call.snapshot()).climate;
      if (fields.relevant !== null && fields.reasoning.trim() === '') {
        throw new Problem('invalid-input', 'A determination needs its reasoning.', {
          fields: [{ field: 'reasoning', message: 'Say why climate change is or is not relevant here.' }],
          remedy: 'Give the reasoning in a sentence or two.',
        });
      }
      const decided = fields.relevant !== null && fields.decidedOn === null ? { ...fields, decidedOn: call.today } : fields;
      const record = known
        ? await call.write.change(collections.climate, 'climate', decided, version)
        : await call.write.create(collections.climate, { ...decided, id: 'climate' });
      return { record, request: call.request };
    },
  },

  scope: {
    async current(call) {
      const isms = ismsOf(await call.snapshot());
      const draft = isms.scopeVersions.find((version) => version.status === 'draft') ?? null;
      const approved = approvedScope(isms);
      const now = boundariesNow(isms);
      return {
        draft,
        approved,
        boundaries: now,
        warnings: scopeWarnings(isms, (draft ?? approved)?.statement ?? ''),
        changedSinceApproval: approved ? compareScopes(described(approved, now), { statement: (draft ?? approved).statement, boundaries: now }) : [],
      };
    },
    versions: async (call) => ({ items: ismsOf(await call.snapshot()).scopeVersions.toSorted((a, b) => b.number - a.number) }),
    async start(call, fields) {
      const isms = ismsOf(await call.snapshot());
      const draft = isms.scopeVersions.find((version) => version.status === 'draft');
      if (draft)
        throw new Problem('not-possible', `Version ${draft.number} is being drafted already.`, { remedy: 'Change, approve or discard that draft.' });
      const base = approvedScope(isms);
      const all = [...((await call.snapshot()).records.get('scope-versions')?.values() ?? [])];
      const record = await call.write.create(collections.scopeVersions, {
        title: base?.title ?? `Scope of the ISMS of ${isms.organisation.name}`,
        statement: base?.statement ?? '',
        justification: base?.justification ?? '',
        adjustments: base?.adjustments ?? [],
        dayRate: base?.dayRate ?? null,
        ...defined(fields),
        number: Math.max(0, ...all.map((version) => version['number'] as number)) + 1,
        status: 'draft',
      });
      return { record, request: call.request };
    },
    async change(call, { id, version, ...changes }) {
      await draftOf(call, id);
      return { record: await call.write.change(collections.scopeVersions, id, changes, version), request: call.request };
    },
    async discard(call, { id }) {
      await draftOf(call, id);
      return { record: await call.write.archive(collections.scopeVersions, id), request: call.request };
    },
    async approve(call, { id, password }) {
      const draft = await draftOf(call, id);
      const isms = ismsOf(await call.snapshot());
      const now = boundariesNow(isms);
      const missing: ProblemField[] = [];
      if (draft.statement.trim() === '') missing.push({ field: 'statement', message: 'Write the scope statement.' });
      if (now.systems.length + now.teams.length + now.locations.length === 0)
        missing.push({ field: 'boundaries', message: 'Take at least one team, location or system into the scope.' });
      if (missing.length > 0)
        throw new Problem('not-possible', `The scope cannot be approved yet: ${missing[0]!.message}`, {
          fields: missing,
          remedy: 'Complete what is named.',
        });
      await call.confirm(password);
      const previous = approvedScope(isms);
      if (previous) await call.write.change(collections.scopeVersions, previous.id, { status: 'superseded' });
      const record = await call.write.change(collections.scopeVersions, id, {
        status: 'approved',
        frozen: now,
        approvedBy: call.actor.id,
        approvedByName: call.actor.name,
        approvedAt: call.now(),
        approvalMeaning: `I approve version ${draft.number} as the scope of the information security management system of ${isms.organisation.name}.`,
      });
      return { record, request: call.request };
    },
    async compare(call, { before, after }) {
      const isms = ismsOf(await call.snapshot());
      const find = (id: string) => {
        const version = isms.scopeVersions.find((each) => each.id === id);
        if (!version) throw notFound('scope version', id);
        return version;
      };
      const now = boundariesNow(isms);
      const [was, is] = [find(before), find(after)];
      return { before: was, after: is, differences: compareScopes(described(was, now), described(is, now)) };
    },
    cost: async (call, query) => scopeCost(ismsOf(await call.snapshot()), query),
  },
};

const defined = <T extends object>(fields: T): Partial<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
