import { z } from 'zod';
import { registerContract, partial, written } from '../../platform/register/contract.ts';
import { Id } from '../../platform/contract/fields.ts';
import { operation } from '../../platform/contract/operation.ts';
import {
  Acceptance,
  AssessedRisk,
  ConsistencyFinding,
  HeatMap,
  RiskMethod,
  RiskMethodFields,
  Scenario,
  TrendPoint,
  riskCategories,
  risks,
  treatmentTasks,
} from './model.ts';

const read = 'read the ISMS';
const define = 'define the risk method';
const assess = 'assess and treat risks';
const methods = 'risk-methods';
const tag = 'risks';

export const riskContract = {
  methods: {
    list: operation({ method: 'GET', path: '/risk-methods', tag: methods, summary: 'List the versions of the risk method', permission: read }).output(
      z.object({ items: z.array(RiskMethod) }),
    ),
    current: operation({
      method: 'GET',
      path: '/risk-methods/current',
      tag: methods,
      summary: 'Show the risk method in force',
      permission: read,
      tool: 'get_risk_method',
    }).output(RiskMethod),
    templates: operation({
      method: 'GET',
      path: '/risk-methods/templates',
      tag: methods,
      summary: 'List ready methods to start from',
      permission: read,
    }).output(z.object({ items: z.array(z.object({ id: z.string(), title: z.string(), description: z.string(), method: RiskMethodFields })) })),
    draft: operation({
      method: 'POST',
      path: '/risk-methods',
      tag: methods,
      summary: 'Draft the next version of the risk method',
      permission: define,
      successStatus: 201,
    })
      .input(z.object({ template: z.string().optional().meta({ description: 'Id of a ready method; without it the method in force is copied' }) }))
      .output(written(RiskMethod)),
    change: operation({
      method: 'PATCH',
      path: '/risk-methods/{id}',
      tag: methods,
      summary: 'Change the draft of the risk method',
      permission: define,
    })
      .input(z.object({ ...partial(RiskMethodFields).shape, id: Id, version: z.number().int().optional() }))
      .output(written(RiskMethod)),
    discard: operation({
      method: 'DELETE',
      path: '/risk-methods/{id}',
      tag: methods,
      summary: 'Discard the draft of the risk method',
      permission: define,
    })
      .input(z.object({ id: Id }))
      .output(written(RiskMethod)),
    putInForce: operation({
      method: 'POST',
      path: '/risk-methods/{id}/in-force',
      tag: methods,
      summary: 'Put a drafted method in force',
      permission: define,
      description: 'Risks keep the version they were rated with and are listed for re-rating (3.2).',
    })
      .input(z.object({ id: Id, password: z.string().optional() }))
      .output(written(RiskMethod)),
  },
  risks: {
    ...registerContract(risks, AssessedRisk),
    library: operation({
      method: 'GET',
      path: '/risks/library',
      tag,
      summary: 'Search the library of ready scenarios',
      permission: read,
      tool: 'search_risk_library',
    })
      .input(z.object({ sector: z.string().max(60).optional(), category: z.enum(riskCategories).optional(), search: z.string().max(200).optional() }))
      .output(z.object({ items: z.array(Scenario.extend({ taken: z.boolean() })) })),
    adopt: operation({
      method: 'POST',
      path: '/risks/library',
      tag,
      summary: 'Take scenarios from the library into the register',
      permission: assess,
      successStatus: 201,
      tool: 'adopt_risk_scenarios',
    })
      .input(z.object({ scenarios: z.array(z.string()).min(1).max(200), owner: Id.nullable().default(null) }))
      .output(z.object({ records: z.array(risks.record), request: z.string() })),
    reopen: operation({
      method: 'POST',
      path: '/risks/{id}/reopen',
      tag,
      summary: 'Re-open a risk because of an incident, a change, a vulnerability or a review',
      permission: assess,
      tool: 'reopen_risk',
    })
      .input(
        z.object({
          id: Id,
          because: z.enum(['incident', 'change', 'vulnerability', 'management-review', 'review-date']),
          note: z.string().trim().min(1, 'Say what happened.').max(20_000),
        }),
      )
      .output(written(risks.record)),
    heatMap: operation({
      method: 'GET',
      path: '/risks/heat-map',
      tag,
      summary: 'Show the heat map with movements and appetite',
      permission: read,
      tool: 'get_heat_map',
    })
      .input(z.object({ basis: z.enum(['inherent', 'current', 'residual']).default('current'), method: Id.optional() }))
      .output(HeatMap),
    trend: operation({ method: 'GET', path: '/risks/trend', tag, summary: 'Show how many risks stood at each level over time', permission: read })
      .input(z.object({ days: z.coerce.number().int().min(7).max(1100).default(180), points: z.coerce.number().int().min(2).max(60).default(13) }))
      .output(z.object({ points: z.array(TrendPoint) })),
    consistency: operation({
      method: 'GET',
      path: '/risks/consistency',
      tag,
      summary: 'Show ratings that contradict each other',
      permission: read,
      tool: 'check_risk_consistency',
    }).output(z.object({ findings: z.array(ConsistencyFinding) })),
    reRating: operation({
      method: 'GET',
      path: '/risks/re-rating',
      tag,
      summary: 'List the risks rated with an older method',
      permission: read,
    }).output(
      z.object({
        items: z.array(
          AssessedRisk.extend({
            suggested: z.object({
              inherentLikelihood: z.number().nullable(),
              inherentImpact: z.number().nullable(),
              currentLikelihood: z.number().nullable(),
              currentImpact: z.number().nullable(),
              residualLikelihood: z.number().nullable(),
              residualImpact: z.number().nullable(),
            }),
          }),
        ),
      }),
    ),
  },
  tasks: registerContract(treatmentTasks),
  acceptances: {
    list: operation({
      method: 'GET',
      path: '/acceptances',
      tag: 'acceptances',
      summary: 'List requests and acceptances of residual risk',
      permission: read,
      tool: 'list_risk_acceptances',
    })
      .input(
        z.object({
          risk: Id.optional(),
          mine: z.union([z.boolean(), z.stringbool()]).optional().meta({ description: 'Only those that wait for me' }),
        }),
      )
      .output(
        z.object({
          items: z.array(
            Acceptance.extend({
              state: z.enum(['requested', 'accepted', 'refused', 'withdrawn', 'void', 'expired']),
              riskTitle: z.string(),
              mayDecide: z.boolean(),
              whyNot: z.string().nullable(),
            }),
          ),
        }),
      ),
    request: operation({
      method: 'POST',
      path: '/risks/{id}/acceptances',
      tag: 'acceptances',
      summary: 'Ask the risk owner to approve the treatment plan and accept the residual risk',
      permission: 'ask for acceptance',
      successStatus: 201,
      tool: 'request_risk_acceptance',
    })
      .input(z.object({ id: Id, reason: z.string().trim().min(1, 'Say why it should be accepted.').max(20_000) }))
      .output(written(Acceptance)),
    decide: operation({
      method: 'POST',
      path: '/acceptances/{id}/decision',
      tag: 'acceptances',
      summary: 'Accept or refuse a residual risk as its owner',
      permission: 'accept risks',
      description:
        '6.1.3 f: the risk owner decides, never the person who asked; the level’s rule says who may. Bound to the exact rating and plan, and expiring.',
    })
      .input(
        z.object({
          id: Id,
          accept: z.boolean(),
          decision: z.string().max(5000).default(''),
          expiresOn: z.iso.date().nullable().default(null),
          password: z.string().optional(),
        }),
      )
      .output(written(Acceptance)),
    withdraw: operation({
      method: 'DELETE',
      path: '/acceptances/{id}',
      tag: 'acceptances',
      summary: 'Withdraw a request for acceptance',
      permission: 'ask for acceptance',
    })
      .input(z.object({ id: Id }))
      .output(written(Acceptance)),
  },
};
