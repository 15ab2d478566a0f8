import { Worker } from 'node:worker_threads';
import type { Call } from '../../platform/contract/call.ts';
import { Problem } from '../../platform/contract/problem.ts';
import type { Handlers } from '../../platform/contract/serve.ts';
import { registerHandlers } from '../../platform/register/service.ts';
import { standard } from '../../standard/standard.ts';
import { collections } from '../collections.ts';
import { scopeCost } from '../context/service.ts';
import { ismsOf } from '../isms.ts';
import { budgetSums, usualDay, usualKind } from './budget.ts';
import type { planningContract } from './contract.ts';
import { planInput, type WhatIf } from './input.ts';
import { budgetLines, PlanAssumptions, type Forecast, type PlanInput } from './model.ts';
import type { simulate } from './simulate.ts';

type Simulated = ReturnType<typeof simulate>;

/** Ten thousand runs beside the other work of the process. */
const inThread = (input: PlanInput): Promise<Simulated> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: input });
    worker.once('message', (found: Simulated) => resolve(found));
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('The simulation ended without an answer.')));
  });

/** Forecasts by what they start from: the same question is answered once. */
const known = new Map<string, Promise<Simulated>>();
function simulated(input: PlanInput): Promise<Simulated> {
  const key = JSON.stringify(input);
  let found = known.get(key);
  if (!found) {
    if (known.size >= 64) known.delete(known.keys().next().value!);
    known.set(key, (found = inThread(input)));
    found.catch(() => known.delete(key));
  }
  return found;
}

async function forecastOf(call: Call, whatIf: WhatIf, how: { runs: number; seed: number }): Promise<Forecast> {
  const { input, assumptions } = planInput(ismsOf(await call.snapshot()), standard, call.today, whatIf, how);
  return { ...(await simulated(input)), assumptions };
}

const assumptionsOf = async (call: Call): Promise<PlanAssumptions> =>
  ismsOf(await call.snapshot()).planAssumptions ?? PlanAssumptions.parse({ id: 'plan-assumptions', version: 0 });

/** What the certification body, advice, tools and people usually cost for this scope. */
const usualCosts = async (call: Call) =>
  scopeCost(ismsOf(await call.snapshot())).budget.map(({ id, title, why, low, high }) => ({ id, kind: usualKind(id), title, why, low, high }));

/** Time and money on the way to the certificate (mission 13). */
export const planning: Handlers<typeof planningContract> = {
  forecast: (call, { runs, seed, ...whatIf }) => forecastOf(call, whatIf, { runs, seed }),
  assumptions: async (call) => ({ record: await assumptionsOf(call) }),
  async assume(call, fields) {
    const before = ismsOf(await call.snapshot()).planAssumptions;
    const record = before
      ? await call.write.change(collections.planAssumptions, before.id, fields)
      : await call.write.create(collections.planAssumptions, { ...PlanAssumptions.parse({ id: 'plan-assumptions' }), ...fields });
    return { record, request: call.request };
  },
  budgetLines: registerHandlers(budgetLines),
  async budget(call) {
    const { budgetLines: lines, organisation } = ismsOf(await call.snapshot());
    return { currency: organisation.currency, ...budgetSums(lines), usual: await usualCosts(call) };
  },
  async proposeBudget(call) {
    const usual = await usualCosts(call);
    if (usual.length === 0)
      throw new Problem('not-possible', 'What it usually costs depends on how many persons are in scope, and that is not known.', {
        remedy: 'Give the number of persons for every team in scope (Context).',
      });
    const planned = new Set(ismsOf(await call.snapshot()).budgetLines.map(({ kind }) => kind));
    const { milestones } = await forecastOf(call, {}, { runs: 2000, seed: 27_001 });
    const certificateOn = milestones.at(-1)!.p50;
    const lacking = usual.filter(({ kind }) => !planned.has(kind));
    for (const { id, kind, title, why, low, high } of lacking)
      await call.write.create(collections.budgetLines, { title, kind, low, high, note: why, dueOn: usualDay(id, certificateOn, call.today) });
    return { created: lacking.length, request: call.request };
  },
};
