import { z } from 'zod';
import { operation } from '../../platform/contract/operation.ts';
import { registerContract, written } from '../../platform/register/contract.ts';
import { budgetLines, costKinds, Forecast, PlanAssumptions, PlanAssumptionsFields } from './model.ts';

const tag = 'plan';
const read = 'read the ISMS';
const { shape } = PlanAssumptionsFields;

/** Money of one quarter or one kind. */
const Sum = z.object({ low: z.number(), high: z.number(), spent: z.number() });

export const planningContract = {
  forecast: operation({
    method: 'GET',
    path: '/plan/forecast',
    tag,
    summary: 'Show when the certificate comes',
    description:
      'Lives the plan through many times with other efforts and waiting times, drawn with a seed: the days by which 50, 80 and 95 of 100 runs have arrived, and what decides them. Each figure can be tried out.',
    permission: read,
    tool: 'forecast_certificate',
  })
    .input(
      z.object({
        people: z.coerce.number().int().min(1).max(200).optional(),
        daysPerWeek: z.coerce.number().min(0.25).max(5).optional(),
        evidenceMonths: z.coerce.number().min(0).max(24).optional(),
        leadTimeWeeks: z.coerce.number().int().min(0).max(104).optional(),
        share: z.coerce.number().min(0).max(1).optional().meta({ description: 'Part of the open work that is done before, from 0 to 1' }),
        seed: z.coerce.number().int().min(1).max(2_147_483_647).default(27_001),
        runs: z.coerce.number().int().min(100).max(20_000).default(10_000),
      }),
    )
    .output(Forecast),
  assumptions: operation({ method: 'GET', path: '/plan/assumptions', tag, summary: 'Show what the plan assumes', permission: read }).output(
    z.object({ record: PlanAssumptions }),
  ),
  assume: operation({
    method: 'PATCH',
    path: '/plan/assumptions',
    tag,
    summary: 'Say what the plan shall assume',
    permission: 'keep the plan',
  })
    .input(
      z.object({
        people: shape.people.unwrap().optional(),
        daysPerWeek: shape.daysPerWeek.unwrap().optional(),
        evidenceMonths: shape.evidenceMonths.unwrap().optional(),
        leadTimeWeeks: shape.leadTimeWeeks.unwrap().optional(),
        askedOn: shape.askedOn.unwrap().optional(),
      }),
    )
    .output(written(PlanAssumptions)),
  budgetLines: registerContract(budgetLines),
  budget: operation({
    method: 'GET',
    path: '/plan/budget',
    tag,
    summary: 'Show the budget by kind and by quarter, against what was spent',
    permission: read,
    tool: 'get_budget',
  }).output(
    z.object({
      currency: z.string(),
      total: Sum,
      kinds: z.array(Sum.extend({ kind: z.enum(costKinds) })),
      quarters: z.array(Sum.extend({ quarter: z.string().meta({ description: '2027-Q1; empty: without a day' }) })),
      usual: z
        .array(z.object({ id: z.string(), kind: z.enum(costKinds), title: z.string(), why: z.string(), low: z.number(), high: z.number() }))
        .meta({ description: 'What it usually costs for an organisation of this size' }),
    }),
  ),
  proposeBudget: operation({
    method: 'POST',
    path: '/plan/budget/propose',
    tag,
    summary: 'Write the usual costs into the budget, where a kind has no line yet',
    permission: 'keep the plan',
  }).output(z.object({ created: z.number().int(), request: z.string() })),
};
