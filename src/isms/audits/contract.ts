import { z } from 'zod';
import { Clock, Day, Id } from '../../platform/contract/fields.ts';
import { operation } from '../../platform/contract/operation.ts';
import { registerContract, written } from '../../platform/register/contract.ts';
import { AuditQuestion } from '../../standard/model.ts';
import { gapStatuses } from '../gap/model.ts';
import {
  AuditAnswer,
  AuditFinding,
  AuditNote,
  AuditReport,
  AuditSlot,
  Seen,
  answerStates,
  auditGrades,
  auditProgrammes,
  internalAudits,
} from './model.ts';

const read = 'read the ISMS';
const plan = 'plan internal audits';
const carryOut = 'carry out internal audits';
const tag = 'internal-audits';
const ById = z.object({ id: Id });
const BySubject = ById.extend({ subject: Id.meta({ description: 'A requirement (9.2.2-a) or a control (A.5.1)' }) });

const Counts = z.object({ major: z.number().int(), minor: z.number().int(), opportunity: z.number().int(), conformity: z.number().int() });

/** An audit with how far it has come. */
export const AuditShown = internalAudits.record.extend({
  all: z.number().int().meta({ title: 'Subjects' }),
  concluded: z.number().int().meta({ title: 'Concluded' }),
  findings: Counts.meta({ title: 'Findings' }),
  late: z.boolean().meta({ title: 'Late', description: 'Its last planned day has passed without a report' }),
});
export type AuditShown = z.infer<typeof AuditShown>;

export const CoverageRow = z.object({
  id: Id,
  label: z.string(),
  title: z.string(),
  kind: z.enum(['requirement', 'control']),
  group: z.string(),
  groupTitle: z.string(),
  cells: z.record(z.string(), z.enum(['planned', 'in-progress', 'covered', 'deviates', 'left-out'])),
  state: z.enum(['covered', 'planned', 'again', 'gap']).meta({ description: 'again: due again within six months, and nothing is planned' }),
  lastOn: Day.nullable(),
  plannedOn: Day.nullable(),
  everyMonths: z.number().int().meta({ description: 'Proposed interval' }),
  reasons: z.array(z.string()),
  dueBy: Day,
  late: z.boolean(),
});
export type CoverageRow = z.infer<typeof CoverageRow>;

export const CoverageShown = z.object({
  programme: auditProgrammes.record.nullable(),
  from: Day,
  to: Day,
  audits: z.array(internalAudits.record),
  rows: z.array(CoverageRow),
  counts: z.object({
    all: z.number().int(),
    covered: z.number().int(),
    planned: z.number().int(),
    again: z.number().int(),
    gap: z.number().int(),
    late: z.number().int(),
  }),
});
export type CoverageShown = z.infer<typeof CoverageShown>;

export const InterestShown = z.object({ subject: Id, title: z.string(), why: z.string(), register: z.string(), record: z.string() });
export type InterestShown = z.infer<typeof InterestShown>;

/** Who of an audit may look at what. */
export const IndependenceShown = z.object({
  auditors: z.array(
    z.object({
      person: Id,
      name: z.string(),
      lead: z.boolean(),
      access: z.object({ role: z.string(), until: Day.nullable() }).nullable().meta({ description: 'How they get in; null: they cannot yet' }),
      barred: z.array(InterestShown).meta({ description: 'Subjects of the audit that they own or did something of' }),
    }),
  ),
  nobody: z
    .array(z.object({ subject: Id, title: z.string(), could: z.array(z.string()) }))
    .meta({ description: 'Subjects that no auditor of the audit may look at' }),
});
export type IndependenceShown = z.infer<typeof IndependenceShown>;

/** A line of the work view. */
export const WorkLine = z.object({
  subject: Id,
  label: z.string(),
  title: z.string(),
  group: z.string(),
  groupTitle: z.string(),
  conclusion: z.enum(answerStates),
  answered: z.number().int(),
  questions: z.number().int(),
  seen: z.number().int(),
  findings: Counts,
  auditor: Id.nullable().meta({ description: 'Who looked at it, else who is planned to' }),
  yours: z.boolean().meta({ description: 'Planned for whoever asks, or for nobody in particular' }),
  barred: z.string().meta({ description: 'Why whoever asks may not audit it; empty: they may' }),
});
export type WorkLine = z.infer<typeof WorkLine>;

/** Something there is to look at for a subject. */
export const ToSee = z.object({ register: z.string(), id: z.string(), label: z.string(), about: z.string() });
export type ToSee = z.infer<typeof ToSee>;

export const SeenShown = Seen.extend({
  now: z.enum(['same', 'changed', 'gone']).meta({ description: 'Whether the record still says what was seen' }),
});

/** One subject of an audit with everything one needs while looking at it. */
export const SubjectShown = z.object({
  subject: Id,
  label: z.string(),
  title: z.string(),
  text: z.string().meta({ description: 'What is asked for, in our words' }),
  questions: z.array(AuditQuestion),
  note: AuditNote.nullable(),
  seen: z.array(SeenShown),
  toSee: z.array(ToSee),
  findings: z.array(AuditFinding),
  owner: z.string().meta({ description: 'Who answers for it' }),
  status: z.enum(gapStatuses),
  observation: z.string(),
  slots: z.array(AuditSlot),
  before: z
    .array(z.object({ audit: Id, title: z.string(), on: Day.nullable(), conclusion: z.enum(answerStates), findings: z.array(z.string()) }))
    .meta({ description: 'What earlier audits said of it' }),
  barred: z.array(InterestShown),
  could: z.array(z.string()).meta({ description: 'Who else could audit it, where whoever asks may not' }),
});
export type SubjectShown = z.infer<typeof SubjectShown>;

const FindingFields = z.object({
  grade: z.enum(auditGrades),
  subjects: z.array(Id).min(1, 'Name the clause or control it is about.').max(60),
  title: z.string().trim().min(1, 'Say in a line what was found.').max(300),
  requirement: z.string().trim().max(300).default('').meta({ description: 'What is asked for, and where' }),
  observed: z.string().max(20_000).default('').meta({ description: 'What was seen, and what shows it' }),
});

export const ReportShown = z.object({
  signed: AuditReport.omit({ content: true }).nullable(),
  holds: z.boolean().nullable().meta({ description: 'Whether the text still has the hash that was signed; null: not signed yet' }),
  content: z.unknown().meta({ description: 'What the report says: as signed, else as it would be signed now' }),
  lacks: z.array(z.string()).meta({ description: 'What stands in the way of signing' }),
});

export const MySlot = z.object({
  audit: Id,
  title: z.string(),
  slot: z.string(),
  day: Day,
  from: Clock,
  to: Clock,
  subjects: z.array(z.string()),
  auditor: z.string(),
  as: z.enum(['auditor', 'interviewed']),
});
export type MySlot = z.infer<typeof MySlot>;

/** Internal audits (9.2): the programme, each audit from its plan to its signed report. */
export const auditsContract = {
  programmes: registerContract(auditProgrammes),
  audits: registerContract(internalAudits, AuditShown),
  coverage: operation({
    method: 'GET',
    path: '/audit-coverage',
    tag,
    summary: 'Show every requirement and applicable control against the audits of a programme',
    description: 'What is covered, planned, due again or a gap; and how often each should be audited, with the reasons.',
    permission: read,
    tool: 'get_audit_coverage',
  })
    .input(z.object({ programme: Id.optional().meta({ description: 'Without it, the programme of today' }) }))
    .output(CoverageShown),
  fill: operation({
    method: 'POST',
    path: '/audit-programmes/{id}/gaps',
    tag,
    summary: 'Put gaps of a programme into an audit',
    description: 'Into the named audit, or into a new one; all gaps, or the named ones. Answers which of them no auditor of the audit may look at.',
    permission: plan,
  })
    .input(ById.extend({ audit: Id.optional(), title: z.string().trim().max(300).default(''), subjects: z.array(Id).max(500).optional() }))
    .output(written(internalAudits.record).extend({ added: z.number().int(), nobody: IndependenceShown.shape.nobody })),
  interests: operation({
    method: 'GET',
    path: '/audit-interests/{person}',
    tag,
    summary: 'Show what a person may not audit, and why',
    permission: read,
  })
    .input(z.object({ person: Id }))
    .output(z.object({ name: z.string(), items: z.array(InterestShown) })),
  independence: operation({
    method: 'GET',
    path: '/internal-audits/{id}/independence',
    tag,
    summary: 'Show who of an audit may look at what',
    permission: read,
  })
    .input(ById)
    .output(IndependenceShown),
  setPlan: operation({
    method: 'PUT',
    path: '/internal-audits/{id}/plan',
    tag,
    summary: 'Set the plan of an audit',
    description: 'Refused where an auditor would look at what they own or did themselves.',
    permission: plan,
  })
    .input(ById.extend({ slots: z.array(AuditSlot.extend({ id: Id.optional() })).max(200), version: z.number().int().optional() }))
    .output(written(internalAudits.record)),
  proposePlan: operation({
    method: 'GET',
    path: '/internal-audits/{id}/plan/proposal',
    tag,
    summary: 'Propose a plan: times over the planned days, impartial auditors, and who answers for each part',
    permission: read,
  })
    .input(ById)
    .output(z.object({ slots: z.array(AuditSlot), unplanned: z.array(z.object({ subject: Id, title: z.string(), because: z.string() })) })),
  work: operation({
    method: 'GET',
    path: '/internal-audits/{id}/subjects',
    tag,
    summary: 'List the subjects of an audit with how far each is',
    permission: read,
  })
    .input(ById)
    .output(z.object({ items: z.array(WorkLine) })),
  subject: operation({
    method: 'GET',
    path: '/internal-audits/{id}/subjects/{subject}',
    tag,
    summary: 'Show one subject of an audit: checklist, notes, what was seen, what there is to see',
    permission: read,
    tool: 'get_audit_subject',
  })
    .input(BySubject)
    .output(SubjectShown),
  note: operation({
    method: 'PATCH',
    path: '/internal-audits/{id}/subjects/{subject}',
    tag,
    summary: 'Write down what was seen of a subject',
    description: 'Answers replace those to the same questions; what is not named stays. The first note begins the audit.',
    permission: carryOut,
    tool: 'note_audit_subject',
  })
    .input(
      BySubject.extend({
        answers: z.array(AuditAnswer).max(60).optional(),
        interview: z.string().max(20_000).optional(),
        spokenWith: z.array(Id).max(100).optional(),
        conclusion: z.enum(answerStates).optional(),
        version: z.number().int().optional(),
      }),
    )
    .output(written(AuditNote)),
  see: operation({
    method: 'POST',
    path: '/internal-audits/{id}/subjects/{subject}/seen',
    tag,
    summary: 'Note that a record was seen, with the hash of what it says now',
    permission: carryOut,
    tool: 'note_audit_evidence_seen',
  })
    .input(BySubject.extend({ register: z.string().max(60), record: Id }))
    .output(written(AuditNote)),
  unsee: operation({
    method: 'DELETE',
    path: '/internal-audits/{id}/subjects/{subject}/seen/{register}/{record}',
    tag,
    summary: 'Take back that a record was seen',
    permission: carryOut,
  })
    .input(BySubject.extend({ register: z.string().max(60), record: Id }))
    .output(written(AuditNote)),
  attach: operation({
    method: 'POST',
    path: '/internal-audits/{id}/subjects/{subject}/files',
    tag,
    summary: 'Attach a file to the notes on a subject',
    permission: carryOut,
  })
    .input(BySubject.extend({ upload: z.string().max(64) }))
    .output(written(AuditNote)),
  findings: operation({
    method: 'GET',
    path: '/audit-findings',
    tag,
    summary: 'List findings of internal audits',
    permission: read,
    tool: 'list_audit_findings',
  })
    .input(z.object({ audit: Id.optional(), subject: Id.optional(), grade: z.enum(auditGrades).optional() }))
    .output(
      z.object({
        items: z.array(
          AuditFinding.extend({ auditTitle: z.string(), auditorName: z.string(), owner: z.string().meta({ description: 'Who deals with it' }) }),
        ),
      }),
    ),
  find: operation({
    method: 'POST',
    path: '/internal-audits/{id}/findings',
    tag,
    summary: 'Record a finding',
    permission: carryOut,
    successStatus: 201,
    tool: 'record_audit_finding',
  })
    .input(ById.extend(FindingFields.shape))
    .output(written(AuditFinding)),
  changeFinding: operation({ method: 'PATCH', path: '/audit-findings/{id}', tag, summary: 'Change a finding', permission: carryOut })
    .input(
      ById.extend({
        ...FindingFields.partial().shape,
        requirement: z.string().trim().max(300).optional(),
        observed: z.string().max(20_000).optional(),
        version: z.number().int().optional(),
      }),
    )
    .output(written(AuditFinding)),
  dropFinding: operation({ method: 'DELETE', path: '/audit-findings/{id}', tag, summary: 'Take a finding back', permission: carryOut })
    .input(ById)
    .output(written(AuditFinding)),
  raise: operation({
    method: 'POST',
    path: '/audit-findings/{id}/raise',
    tag,
    summary: 'Make a finding a nonconformity or an opportunity for improvement',
    description: 'Signing the report does it for every finding that has not been raised before.',
    permission: 'raise nonconformities',
  })
    .input(ById.extend({ owner: Id.nullable().default(null), dueOn: Day.nullable().default(null) }))
    .output(written(AuditFinding)),
  report: operation({
    method: 'GET',
    path: '/internal-audits/{id}/report',
    tag,
    summary: 'Show the report of an audit: as signed, else as it would be signed now',
    permission: read,
    tool: 'get_audit_report',
  })
    .input(ById)
    .output(ReportShown),
  sign: operation({
    method: 'POST',
    path: '/internal-audits/{id}/report',
    tag,
    summary: 'Sign the report of an audit, as its lead auditor',
    description: 'Freezes notes and findings, and raises what has not been raised.',
    permission: carryOut,
  })
    .input(
      ById.extend({
        summary: z.string().trim().min(20, 'Say in a few sentences what the audit concludes.').max(20_000),
        password: z.string().optional(),
      }),
    )
    .output(written(AuditReport.omit({ content: true })).extend({ raised: z.array(z.string()) })),
  cancel: operation({ method: 'POST', path: '/internal-audits/{id}/cancel', tag, summary: 'Cancel an audit, with the reason', permission: plan })
    .input(ById.extend({ because: z.string().trim().min(1, 'Say why.').max(2000) }))
    .output(written(internalAudits.record)),
  mine: operation({
    method: 'GET',
    path: '/my/audits',
    tag: 'my',
    summary: 'Show when I audit or am interviewed',
    permission: 'see what concerns me',
  }).output(z.object({ items: z.array(MySlot) })),
};
