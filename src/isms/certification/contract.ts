import { z } from 'zod';
import { Day, Id } from '../../platform/contract/fields.ts';
import { operation } from '../../platform/contract/operation.ts';
import { partial, registerContract, written } from '../../platform/register/contract.ts';
import {
  areasOfConcern,
  CertificateEvent,
  certificateEventKinds,
  certificates,
  Certification,
  certificationAudits,
  CertificationFields,
  certificationFindings,
  decisions,
  Interview,
} from './model.ts';

const tag = 'certification';
const read = 'read the ISMS';
const keep = 'keep the certification';
const ById = z.object({ id: Id });

export const milestoneIds = [
  'stage-1',
  'window',
  'stage-2',
  'decision',
  'surveillance-1',
  'surveillance-2',
  'planning',
  'recertification',
  'expiry',
  'restoration',
] as const;
export const milestoneStates = ['done', 'planned', 'due', 'late', 'open', 'unknown'] as const;

/** One date of the cycle, or the days between which it must lie. */
export const Milestone = z.object({
  id: z.enum(milestoneIds),
  title: z.string(),
  from: Day.nullable().meta({ description: 'First day, held or planned; where nothing is planned the earliest one' }),
  to: Day.nullable().meta({ description: 'Last day, held or planned' }),
  by: Day.nullable().meta({ description: 'The latest day' }),
  state: z.enum(milestoneStates),
  basis: z
    .enum(['held', 'planned', 'computed', 'estimated', 'unknown'])
    .meta({ description: 'estimated: counted from a decision that is not made yet' }),
  rule: z.string(),
  audit: Id.nullable(),
});
export type Milestone = z.infer<typeof Milestone>;

export const certificateStates = ['valid', 'not-yet', 'suspended', 'withdrawn', 'restorable', 'expired', 'replaced', 'unknown'] as const;

export const Cycle = z.object({
  basis: z.enum(['decision', 'estimate']).nullable().meta({ description: 'Null: there is nothing to count from yet' }),
  start: Day.nullable(),
  until: Day.nullable(),
  certificate: Id.nullable(),
  state: z.enum([...certificateStates, 'none']),
  suspendedUntil: Day.nullable(),
  milestones: z.array(Milestone),
  next: z.enum(milestoneIds).nullable(),
});
export type Cycle = z.infer<typeof Cycle>;

export const Window = z.object({
  stage1: Id,
  stage2: Id.nullable(),
  from: Day,
  to: Day.nullable().meta({ description: 'The first day of Stage 2; null: not planned' }),
  earliest: Day,
  latest: Day,
  days: z.number().int().nullable(),
  fits: z.enum(['short', 'fits', 'long', 'unknown']),
  daysLeft: z.number().int(),
  open: z.number().int(),
  closed: z.number().int(),
  left: z.array(z.object({ id: Id, title: z.string(), owner: Id.nullable(), dueOn: Day.nullable(), overdue: z.boolean() })),
});
export type Window = z.infer<typeof Window>;

export const DaysCompared = z.object({
  audit: z.enum(['stage-1', 'stage-2', 'surveillance', 'recertification']),
  title: z.string(),
  agreed: z.number().nullable(),
  estimated: z.number().nullable(),
  difference: z.number().nullable(),
  state: z.enum(['below', 'same', 'above', 'unknown']),
});
export type DaysCompared = z.infer<typeof DaysCompared>;

export const findingStates = ['noted', 'open', 'overdue', 'plan-sent', 'accepted', 'evidence-sent', 'verified', 'lost'] as const;
export const CertificationFindingShown = certificationFindings.record.extend({
  state: z
    .enum(findingStates)
    .meta({ title: 'State', description: 'lost: a major that was not verified within six months; Stage 2 is done again', computed: true }),
  answerBy: Day.nullable().meta({ title: 'Answer by', computed: true }),
  verifyBy: Day.nullable().meta({ title: 'Verified by', description: 'A major of Stage 2: the last day', computed: true }),
  blocks: z.boolean().meta({ title: 'Holds up the decision', computed: true }),
});
export type CertificationFindingShown = z.infer<typeof CertificationFindingShown>;

export const CertificateShown = certificates.record.extend({
  state: z.enum(certificateStates).meta({ title: 'State', computed: true }),
  suspendedUntil: Day.nullable().meta({ computed: true }),
  restorableUntil: Day.nullable().meta({ computed: true }),
  scopeNow: z.string().meta({ title: 'Scope as it holds now', computed: true }),
  bodyNow: z.string().meta({ computed: true }),
  soaNow: Id.nullable().meta({ description: 'The version of the Statement that the body knows of', computed: true }),
});
export type CertificateShown = z.infer<typeof CertificateShown>;

const Pointer = z.object({ register: z.string(), id: z.string(), label: z.string() });
/** What an audit of the running cycle looks at. */
export const Focus = z.object({
  audit: Id,
  since: Day.nullable().meta({ description: 'The audit before it; null: none' }),
  always: z.array(z.object({ title: z.string(), text: z.string(), clause: z.string(), room: z.string() })),
  changes: z.array(z.object({ title: z.string(), text: z.string(), records: z.array(Pointer) })),
  promises: z.array(z.object({ register: z.string(), id: Id, title: z.string(), dueOn: Day.nullable(), overdue: z.boolean() })),
  findings: z.array(CertificationFindingShown),
  controls: z.object({
    applicable: z.number().int(),
    lookedAt: z.number().int(),
    seed: z.string(),
    sample: z
      .array(z.object({ control: Id, title: z.string() }))
      .meta({ description: 'Drawn from the controls that no audit of this cycle has looked at' }),
  }),
});
export type Focus = z.infer<typeof Focus>;

/** What an auditor of Stage 1 reads first, and what of it is there. Whether it would hold, the verdict says. */
export const ThingRead = z.object({
  id: z.enum(['scope', 'policy', 'risk', 'soa', 'internal-audit', 'management-review', 'readiness']),
  title: z.string(),
  text: z.string(),
  there: z.boolean(),
  records: z.array(Pointer),
  clauses: z.array(z.string()),
  room: z.string(),
});
export type ThingRead = z.infer<typeof ThingRead>;

export const certificationContract = {
  audits: registerContract(certificationAudits, certificationAudits.record),
  areas: registerContract(areasOfConcern),
  findings: registerContract(certificationFindings, CertificationFindingShown),
  certificates: registerContract(certificates, CertificateShown),
  show: operation({
    method: 'GET',
    path: '/certification',
    tag,
    summary: 'Show the certification body, the cycle with every date, and what is next',
    permission: read,
    tool: 'get_certification',
  }).output(
    z.object({
      certification: Certification,
      cycle: Cycle,
      window: Window.nullable(),
      days: z.array(DaysCompared).meta({ description: 'Audit days agreed beside the estimate for the scope' }),
      explanation: z.array(z.string()),
      certificate: CertificateShown.nullable(),
    }),
  ),
  keep: operation({ method: 'PATCH', path: '/certification', tag, summary: 'Set body, contract, lead auditor and audit days', permission: keep })
    .input(partial(CertificationFields).extend({ version: z.number().int().optional() }))
    .output(written(Certification)),
  calendar: operation({
    method: 'GET',
    path: '/certification/calendar',
    tag,
    summary: 'Export the dates of the cycle as iCalendar',
    description: 'The same dates stand in the calendar under the secret address of everybody who may read the ISMS.',
    permission: read,
  }).output(z.file()),
  decide: operation({
    method: 'POST',
    path: '/certification-audits/{id}/decide',
    tag: 'certification-audits',
    summary: 'Record the decision of the certification body after an audit',
    description: 'A certificate is not granted while a major is not verified or the plan for a minor is not accepted.',
    permission: keep,
  })
    .input(ById.extend({ decision: z.enum(decisions).exclude(['open']), on: Day.optional().meta({ description: 'Without it: today' }) }))
    .output(written(certificationAudits.record)),
  interviews: operation({
    method: 'PUT',
    path: '/certification-audits/{id}/interviews',
    tag: 'certification-audits',
    summary: 'Set the interview plan of an audit',
    permission: keep,
  })
    .input(ById.extend({ interviews: z.array(Interview.partial({ id: true })).max(300), version: z.number().int().optional() }))
    .output(written(certificationAudits.record)),
  propose: operation({
    method: 'GET',
    path: '/certification-audits/{id}/interviews/proposal',
    tag: 'certification-audits',
    summary: 'Propose an interview plan by role and clause',
    permission: read,
  })
    .input(ById)
    .output(
      z.object({
        interviews: z.array(Interview),
        left: z.array(z.string()).meta({ description: 'What found no place: roles that nobody holds, talks for which the days do not suffice' }),
      }),
    ),
  attach: operation({
    method: 'POST',
    path: '/certification-audits/{id}/files',
    tag: 'certification-audits',
    summary: 'Attach an uploaded report or plan to an audit',
    permission: keep,
  })
    .input(ById.extend({ upload: z.string().max(64) }))
    .output(written(certificationAudits.record)),
  focus: operation({
    method: 'GET',
    path: '/certification-audits/{id}/focus',
    tag: 'certification-audits',
    summary: 'Show what a surveillance or recertification audit looks at',
    description: 'Changes since the audit before it from the ledger, what was promised, earlier findings, and controls not looked at yet.',
    permission: read,
    tool: 'get_audit_focus',
  })
    .input(ById)
    .output(Focus),
  events: operation({
    method: 'GET',
    path: '/certificates/{id}/events',
    tag: 'certificates',
    summary: 'Show what happened to a certificate',
    permission: read,
  })
    .input(ById)
    .output(z.object({ items: z.array(CertificateEvent) })),
  record: operation({
    method: 'POST',
    path: '/certificates/{id}/events',
    tag: 'certificates',
    summary: 'Record that a certificate was suspended, restored, withdrawn, extended, reduced, transferred, or a change reported',
    description: 'Never changed: a correction is another event.',
    permission: keep,
    successStatus: 201,
  })
    .input(
      ById.extend({
        kind: z.enum(certificateEventKinds),
        on: Day.optional().meta({ description: 'Without it: today' }),
        until: Day.nullable().default(null).meta({ description: 'For a suspension: its last day; without it six months' }),
        reason: CertificateEvent.shape.reason,
        to: z.string().max(5000).default('').meta({ description: 'The new wording of the scope, or the body it goes to' }),
        soaVersion: Id.nullable().default(null),
      }),
    )
    .output(written(CertificateEvent)),
};
