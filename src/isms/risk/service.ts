import type { Call } from '../../platform/contract/call.ts';
import { Problem, notFound, type ProblemField } from '../../platform/contract/problem.ts';
import type { Handlers } from '../../platform/contract/serve.ts';
import { allRecords } from '../../platform/ledger/snapshot.ts';
import { titleOf } from '../../platform/register/list.ts';
import { registerHandlers } from '../../platform/register/service.ts';
import { collections } from '../collections.ts';
import { addDays } from '../days.ts';
import { ismsOf, type Isms } from '../isms.ts';
import type { Role } from '../permissions.ts';
import { acceptanceState, mayDecide, whyNotOpen, type Access } from './acceptance.ts';
import { assess, assessedRisks } from './assess.ts';
import { consistencyFindings } from './consistency.ts';
import type { riskContract } from './contract.ts';
import { heatMap } from './heat-map.ts';
import { fromScenario, methodTemplates, searchLibrary } from './library.ts';
import { currentMethod, methodProblems, rating } from './method.ts';
import { AssessedRisk, risks, treatmentTasks, type Acceptance, type Risk, type RiskMethod } from './model.ts';
import { fingerprint, tasksByRisk } from './plan.ts';
import { keptFromOtherScale, ratingFields, ratingScales, suggestedRatings, type RatingField } from './re-rating.ts';
import { trendDays, trendPoint } from './trend.ts';

/**
 * Rates with the method in force: a risk that is rated, or rated again, takes it over whole; its date and next review
 * follow. Naming the method in force in a change says that the ratings hold by it too, even where no step changes;
 * any other method named is ignored. Steps outside the scales are refused by name.
 */
async function beforeRiskWrite(call: Call, fields: Record<string, unknown>, before: Risk | null): Promise<Record<string, unknown>> {
  const { method: named, ...next } = fields;
  if (before === null && !next['identifiedOn']) next['identifiedOn'] = call.today;
  const isms = ismsOf(await call.snapshot());
  const method = currentMethod(isms);
  const value = (field: RatingField) => (next[field] === undefined ? (before?.[field] ?? null) : (next[field] as number | null));
  const confirmed = before !== null && before.method !== null && method !== null && named === method.id && before.method !== method.id;
  if (!confirmed && ratingFields.every((field) => value(field) === (before?.[field] ?? null))) return next;
  if (ratingFields.every((field) => value(field) === null)) return { ...next, method: null, ratedOn: null };
  if (!method) {
    throw new Problem('not-possible', 'There is no risk method in force, so nothing can be rated.', {
      remedy: 'Draft a method (a ready one will do), and put it in force.',
    });
  }
  checkRatings(
    method,
    before,
    next,
    isms.riskMethods.find((each) => each.id === before?.method),
    value,
  );
  next['method'] = method.id;
  if (!next['ratedOn']) next['ratedOn'] = call.today;
  if (!next['reviewOn']) {
    const level =
      rating(method, value('currentLikelihood'), value('currentImpact')) ?? rating(method, value('inherentLikelihood'), value('inherentImpact'));
    const days = method.levels.find((each) => each.name === level?.level)?.reviewDays;
    if (days !== undefined) next['reviewOn'] = addDays(next['ratedOn'] as string, days);
  }
  // Rated again: what had re-opened it has been looked at.
  if (before?.reopenedBecause && next['reopenedBecause'] === undefined) Object.assign(next, { reopenedBecause: '', reopenedNote: '' });
  return next;
}

/** Refuses steps that the scales do not have, and old steps that would mean something else on a new scale. */
function checkRatings(
  method: RiskMethod,
  before: Risk | null,
  next: Record<string, unknown>,
  old: RiskMethod | undefined,
  value: (field: RatingField) => number | null,
): void {
  const kept = before ? keptFromOtherScale(before, next, old, method) : [];
  const problems: ProblemField[] = ratingFields.flatMap((field) => {
    const steps = method[ratingScales[field]].length;
    const step = value(field);
    if (step !== null && step > steps)
      return [
        { field, message: `${titleOf(risks.record, field)}: ${step} is not on the scale, which has the steps 1 to ${steps} (${method.title}).` },
      ];
    return kept.includes(field)
      ? [
          {
            field,
            message: `${titleOf(risks.record, field)}: ${step} was a step of an older scale; the scale now has the steps 1 to ${steps} (${method.title}).`,
          },
        ]
      : [];
  });
  if (problems.length === 0) return;
  const outdated = Boolean(before?.method) && before!.method !== method.id;
  throw new Problem('invalid-input', problems[0]!.message, {
    fields: problems,
    remedy: outdated
      ? 'The risk was rated with an older method: rate all of it again with the one in force.'
      : 'Use the steps of the method in force.',
  });
}

/** The same check for other rooms that write risks, as the import does. */
export const prepareRisk = beforeRiskWrite;

async function methodOf(call: Call, id: string): Promise<RiskMethod> {
  const method = ismsOf(await call.snapshot()).riskMethods.find((each) => each.id === id);
  if (!method) throw notFound('risk method', id);
  return method;
}

async function draftOf(call: Call, id: string): Promise<RiskMethod> {
  const method = await methodOf(call, id);
  if (method.status !== 'draft')
    throw new Problem('not-possible', `Version ${method.number} is ${method.status.replace('-', ' ')} and is not changed any more.`, {
      remedy: 'Draft the next version.',
    });
  return method;
}

async function riskOf(call: Call, id: string): Promise<Risk> {
  const risk = ismsOf(await call.snapshot()).risks.find((each) => each.id === id);
  if (!risk) throw notFound('risk', id);
  return risk;
}

const contentOf = ({
  title,
  identification,
  likelihood,
  impact,
  combination,
  matrix,
  levels,
  acceptanceCriteria,
  appetite,
  acceptanceDays,
}: Omit<RiskMethod, 'id'>) => ({
  title,
  identification,
  likelihood,
  impact,
  combination,
  matrix,
  levels,
  acceptanceCriteria,
  appetite,
  acceptanceDays,
});

/** Risk assessment and treatment: 6.1.2, 6.1.3, 8.2, 8.3. */
export const risk: Handlers<typeof riskContract> = {
  methods: {
    list: async (call) => ({ items: ismsOf(await call.snapshot()).riskMethods.toSorted((a, b) => b.number - a.number) }),
    async current(call) {
      const method = currentMethod(ismsOf(await call.snapshot()));
      if (!method)
        throw new Problem('not-found', 'There is no risk method in force yet.', { remedy: 'Draft one, a ready one will do, and put it in force.' });
      return method;
    },
    templates: () => ({ items: methodTemplates() }),
    async draft(call, { template }) {
      const { riskMethods } = ismsOf(await call.snapshot());
      const open = riskMethods.find((method) => method.status === 'draft');
      if (open)
        throw new Problem('not-possible', `Version ${open.number} is being drafted already.`, {
          remedy: 'Change, put in force or discard that draft.',
        });
      const inForce = currentMethod(ismsOf(await call.snapshot()));
      const ready = methodTemplates();
      const base = template === undefined ? (inForce ? contentOf(inForce) : ready[0]!.method) : ready.find((each) => each.id === template)?.method;
      if (!base)
        throw new Problem('invalid-input', `There is no ready method "${template}".`, {
          fields: [{ field: 'template', message: `Choose one of ${ready.map((each) => each.id).join(', ')}.` }],
        });
      const all = [...((await call.snapshot()).records.get('risk-methods')?.values() ?? [])];
      const number = Math.max(0, ...all.map((method) => method['number'] as number)) + 1;
      return { record: await call.write.create(collections.riskMethods, { ...base, number, status: 'draft' }), request: call.request };
    },
    async change(call, { id, version, ...changes }) {
      await draftOf(call, id);
      return { record: await call.write.change(collections.riskMethods, id, changes, version), request: call.request };
    },
    async discard(call, { id }) {
      await draftOf(call, id);
      return { record: await call.write.archive(collections.riskMethods, id), request: call.request };
    },
    async putInForce(call, { id, password }) {
      const draft = await draftOf(call, id);
      const problems = methodProblems(draft);
      if (problems.length > 0)
        throw new Problem('not-possible', `The method cannot be put in force: ${problems[0]!.message}`, {
          fields: problems,
          remedy: 'Mend what is named, then put it in force.',
        });
      await call.confirm(password);
      const previous = currentMethod(ismsOf(await call.snapshot()));
      if (previous) await call.write.change(collections.riskMethods, previous.id, { status: 'retired' });
      const record = await call.write.change(collections.riskMethods, id, {
        status: 'in-force',
        approvedBy: call.actor.id,
        approvedByName: call.actor.name,
        approvedAt: call.now(),
      });
      return { record, request: call.request };
    },
  },

  risks: {
    ...registerHandlers(risks, {
      schema: AssessedRisk,
      shown: async (call, records) => assess(ismsOf(await call.snapshot()), records, call.today),
      beforeWrite: beforeRiskWrite,
      exportColumns: [
        { title: 'Owner name', value: (each) => each.ownerName },
        { title: 'Inherent score', value: (each) => each.inherent?.score },
        { title: 'Current score', value: (each) => each.current?.score },
        { title: 'Current level', value: (each) => each.current?.level },
        { title: 'Residual score', value: (each) => each.residual?.score },
        { title: 'Residual level', value: (each) => each.residual?.level },
        { title: 'Residual reached', value: (each) => each.residualReached },
        { title: 'Acceptance', value: (each) => each.acceptance },
      ],
    }),

    async library(call, query) {
      const taken = new Set(ismsOf(await call.snapshot()).risks.map((each) => each.scenario));
      return { items: searchLibrary(query).map((scenario) => ({ ...scenario, taken: taken.has(scenario.id) })) };
    },
    async adopt(call, { scenarios, owner }) {
      const method = currentMethod(ismsOf(await call.snapshot()));
      const library = new Map(searchLibrary({}).map((scenario) => [scenario.id, scenario]));
      const fields: Record<string, unknown>[] = [];
      for (const id of scenarios) {
        const scenario = library.get(id);
        if (!scenario) throw notFound('scenario', id);
        fields.push(await beforeRiskWrite(call, fromScenario(scenario, method, owner, call.today), null));
      }
      return { records: await call.write.createMany(risks, fields), request: call.request };
    },
    async reopen(call, { id, because, note }) {
      await riskOf(call, id);
      return {
        record: await call.write.change(risks, id, { status: 'open', reopenedBecause: because, reopenedNote: note, reviewOn: call.today }),
        request: call.request,
      };
    },
    async heatMap(call, { basis, method: wanted }) {
      const isms = ismsOf(await call.snapshot());
      const method = wanted === undefined ? currentMethod(isms) : await methodOf(call, wanted);
      if (!method) throw new Problem('not-possible', 'There is no risk method in force yet.', { remedy: 'Put a method in force first.' });
      return heatMap(assessedRisks(isms, call.today), method, basis);
    },
    async trend(call, { days, points }) {
      return {
        points: await Promise.all(
          trendDays(call.today, days, points).map(async (day) =>
            trendPoint(ismsOf(day === call.today ? await call.snapshot() : await call.asOf(day)), day),
          ),
        ),
      };
    },
    async consistency(call) {
      const isms = ismsOf(await call.snapshot());
      const implemented = new Set(isms.gapAnswers.filter((answer) => answer.status === 'implemented').map(({ id }) => id));
      return { findings: consistencyFindings(assessedRisks(isms, call.today), (control) => implemented.has(control)) };
    },
    async reRating(call) {
      const isms = ismsOf(await call.snapshot());
      const method = currentMethod(isms);
      const methods = new Map(isms.riskMethods.map((each) => [each.id, each]));
      return {
        items: assessedRisks(isms, call.today)
          .filter((each) => each.methodOutdated && each.status === 'open')
          .map((each) => ({ ...each, suggested: suggestedRatings(each, methods.get(each.method!), method) })),
      };
    },
  },

  tasks: registerHandlers(treatmentTasks, {
    beforeWrite: (call, fields, before) =>
      fields['status'] === 'done' && before?.status !== 'done' && !fields['doneOn'] ? { ...fields, doneOn: call.today } : fields,
  }),

  acceptances: {
    async list(call, { risk: wanted, mine }) {
      const isms = ismsOf(await call.snapshot());
      const methods = new Map(isms.riskMethods.map((each) => [each.id, each]));
      const live = new Map(isms.risks.map((each) => [each.id, each]));
      const access = await accessOf(call);
      const items = isms.acceptances
        .filter((each) => wanted === undefined || each.risk === wanted)
        .map((each) => {
          const own = live.get(each.risk);
          const { may, whyNot } = mayDecide(isms, call.actor, each, own, methods.get(each.method ?? ''), access);
          const state = acceptanceState(each, own, tasksByRisk(isms).get(each.risk) ?? [], call.today);
          return { ...each, state, riskTitle: own?.title ?? '', mayDecide: may, whyNot };
        });
      return { items: mine ? items.filter((each) => each.mayDecide) : items };
    },
    async request(call, { id, reason }) {
      const isms = ismsOf(await call.snapshot());
      const own = await riskOf(call, id);
      const [assessed] = assess(isms, [own], call.today);
      const missing: ProblemField[] = [];
      if (own.owner === null) missing.push({ field: 'owner', message: 'The risk has no owner who could accept it.' });
      if (own.treatment === 'undecided') missing.push({ field: 'treatment', message: 'Nobody has decided how it is treated.' });
      if (!assessed!.current) missing.push({ field: 'currentLikelihood', message: 'The current risk has not been rated.' });
      // Where nothing is done, what remains is what there is now, whatever had been hoped for.
      const rated = own.treatment === 'accept' ? assessed!.current : assessed!.residual;
      if (!rated && own.treatment !== 'accept') missing.push({ field: 'residualLikelihood', message: 'The residual risk has not been rated.' });
      if (!rated || missing.length > 0)
        throw new Problem('not-possible', `${id} cannot be accepted yet: ${missing[0]!.message}`, {
          fields: missing,
          remedy: 'Complete what is named, then ask again.',
        });
      const tasks = tasksByRisk(isms).get(id) ?? [];
      const waiting = isms.acceptances.find(
        (each) => each.risk === id && each.status === 'requested' && acceptanceState(each, own, tasks, call.today) === 'requested',
      );
      if (waiting) throw new Problem('not-possible', `${waiting.id} waits for a decision already.`, { remedy: 'Wait for it, or withdraw it.' });
      const record = await call.write.create(collections.acceptances, {
        risk: id,
        status: 'requested',
        requestedBy: call.actor.id,
        requestedByPerson: call.actor.person,
        requestedByName: call.actor.name,
        requestedOn: call.today,
        reason,
        fingerprint: fingerprint(own, tasks),
        method: own.method,
        likelihood: rated.likelihood,
        impact: rated.impact,
        score: rated.score,
        level: rated.level,
      });
      return { record, request: call.request };
    },
    async decide(call, { id, accept, decision, expiresOn, password }) {
      const isms = ismsOf(await call.snapshot());
      const request = await acceptanceOf(call, id);
      const method = isms.riskMethods.find((each) => each.id === request.method);
      const own = isms.risks.find((each) => each.id === request.risk);
      const closed = whyNotOpen(isms, request, own);
      if (closed !== null)
        throw new Problem('not-possible', closed, { remedy: 'Look at the risk as it is now, and ask again if it still needs a decision.' });
      const { may, whyNot } = mayDecide(isms, call.actor, request, own, method, await accessOf(call));
      if (!may) throw new Problem('not-permitted', whyNot!, { remedy: 'The risk owner decides on the request as it was asked.' });
      const latest = addDays(call.today, method?.acceptanceDays ?? 365);
      if (expiresOn !== null && (expiresOn > latest || expiresOn < call.today)) {
        throw new Problem('invalid-input', 'An acceptance does not hold that long.', {
          fields: [{ field: 'expiresOn', message: `Give a day from today to ${latest}.` }],
          remedy: `The method lets an acceptance hold for ${method?.acceptanceDays ?? 365} days.`,
        });
      }
      await call.confirm(password);
      const record = await call.write.change(collections.acceptances, id, {
        status: accept ? 'accepted' : 'refused',
        decision,
        decidedBy: call.actor.id,
        decidedByName: call.actor.name,
        decidedByRole: call.actor.role as Role,
        decidedByPerson: call.actor.person,
        decidedAt: call.now(),
        expiresOn: accept ? (expiresOn ?? latest) : null,
      });
      return { record, request: call.request };
    },
    async withdraw(call, { id }) {
      const request = await acceptanceOf(call, id);
      if (request.status !== 'requested')
        throw new Problem('not-possible', `${id} has been ${request.status} already.`, { remedy: 'Ask again if the risk has changed.' });
      return { record: await call.write.change(collections.acceptances, id, { status: 'withdrawn' }), request: call.request };
    },
  },
};

/** Members and keys, archived ones too: who asked stays who they were after losing access. */
async function accessOf(call: Call): Promise<Access> {
  const snapshot = await call.snapshot();
  const all = <K extends 'members' | 'apiKeys'>(key: K) => allRecords(snapshot, collections[key].name) as unknown as Isms[K];
  return { members: all('members'), apiKeys: all('apiKeys') };
}

async function acceptanceOf(call: Call, id: string): Promise<Acceptance> {
  const request = ismsOf(await call.snapshot()).acceptances.find((each) => each.id === id);
  if (!request) throw notFound('request for acceptance', id);
  return request;
}
