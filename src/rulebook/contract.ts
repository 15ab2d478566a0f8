import { z } from 'zod';
import { FindingExcuse } from '../isms/excuses/model.ts';
import { ThingRead } from '../isms/certification/contract.ts';
import { ControlShown } from '../isms/controls/contract.ts';
import { Day, Id } from '../platform/contract/fields.ts';
import { operation } from '../platform/contract/operation.ts';

/** The audits of the cycle, in their order. */
export const stages = ['stage-1', 'stage-2', 'surveillance-1', 'surveillance-2', 'recertification'] as const;
export const stageTitles: Record<(typeof stages)[number], string> = {
  'stage-1': 'Stage 1',
  'stage-2': 'Stage 2',
  'surveillance-1': 'First surveillance',
  'surveillance-2': 'Second surveillance',
  recertification: 'Recertification',
};
export const grades = ['major', 'minor', 'opportunity'] as const;
/** Parts of the product in which findings are closed, and whose entry in the navigation counts them. */
export const rooms = [
  'context',
  'gap',
  'risks',
  'applicability',
  'documents',
  'controls',
  'evidence',
  'connections',
  'people',
  'operations',
  'objectives',
  'audits',
  'auditors',
  'improvement',
  'review',
  'certification',
] as const;
export const Stage = z.enum(stages);
export const Grade = z.enum(grades);
/** Whether a finding follows from the records alone, or from what they let one suppose. */
export const Confidence = z.enum(['certain', 'likely']);
const confidence = {
  confidence: Confidence.meta({ description: 'certain: it follows from the records alone; likely: they let one suppose it' }),
  confidenceReason: z.string().meta({ description: 'Why it may be otherwise; empty when it is certain' }),
};
export type Stage = z.infer<typeof Stage>;
export type Grade = z.infer<typeof Grade>;

export const RecordPointer = z.object({ register: z.string(), id: z.string(), label: z.string() });
export type RecordPointer = z.infer<typeof RecordPointer>;

/** What an auditor would raise today. */
export const Finding = z.object({
  rule: z.string(),
  clause: z.string(),
  grade: Grade,
  gradeReason: z.string(),
  stages: z.array(Stage),
  title: z.string(),
  text: z.string().meta({ description: 'In the auditor’s words' }),
  ...confidence,
  records: z.array(RecordPointer),
  remedy: z.string(),
  room: z.enum(rooms).meta({ description: 'Where in the product it is closed' }),
});
export type Finding = z.infer<typeof Finding>;

/** A finding, or the part of it, that somebody answers for until a day. */
export const Excused = z.object({ excuse: FindingExcuse, finding: Finding });
export type Excused = z.infer<typeof Excused>;

export const VerdictSummary = z.object({
  day: Day,
  stage: Stage.nullable(),
  major: z.number().int(),
  minor: z.number().int(),
  opportunity: z.number().int(),
  rules: z.number().int().meta({ description: 'Rules that were applied' }),
  clean: z.number().int().meta({ description: 'Rules that found nothing' }),
  excused: z.number().int().meta({ description: 'Findings that are excused, in whole or in part; they are not counted above in as far as they are' }),
});
export type VerdictSummary = z.infer<typeof VerdictSummary>;

/** What happened to a record between two days. */
export const RecordChange = z.object({
  register: z.string(),
  id: z.string(),
  change: z.enum(['created', 'changed', 'removed']),
  fields: z.array(z.string()).meta({ description: 'Fields that differ' }),
});
export type RecordChange = z.infer<typeof RecordChange>;
/** A finding that came, grew, shrank or went. */
export const MovedFinding = Finding.extend({
  added: z.array(RecordPointer).meta({ description: 'Records on which it rests now and did not before' }),
  gone: z.array(RecordPointer).meta({ description: 'Records on which it rested before and does not now' }),
  changes: z.array(RecordChange).meta({ description: 'What happened to these records; nothing: a day passed, or something else changed' }),
});
export type MovedFinding = z.infer<typeof MovedFinding>;

export const RuleDescription = z.object({
  id: z.string(),
  clause: z.string(),
  stages: z.array(Stage),
  grade: Grade,
  gradeReason: z.string(),
  ...confidence,
  title: z.string(),
  remedy: z.string(),
});

/** A requirement of clauses 4 to 10, and who judges it. */
export const RequirementJudged = z.object({
  requirement: z.string(),
  clause: z.string(),
  label: z.string(),
  text: z.string(),
  rules: z.array(z.string()).meta({ description: 'The rules that judge it' }),
  raised: z.array(z.string()).meta({ description: 'Those of them that find something today' }),
  askYourself: z
    .object({ why: z.string(), ask: z.string() })
    .nullable()
    .meta({ description: 'What records cannot show about it, and the question to ask oneself; empty where the rules judge it' }),
});
export type RequirementJudged = z.infer<typeof RequirementJudged>;

/** A step, a clause or a theme of controls, and how far it is. */
export const ReadinessPart = z.object({
  id: z.string(),
  title: z.string(),
  met: z.number().int().nullable().meta({ description: 'What is in order; empty for steps, which have no parts to count' }),
  of: z.number().int().nullable().meta({ description: 'What can be judged' }),
  share: z.number().nullable().meta({ description: 'Between 0 and 1; empty: not known' }),
  state: z.enum(['ready', 'open', 'unknown']),
  why: z.string().meta({ description: 'The state explained' }),
  findings: z.array(z.string()).meta({ description: 'The rules that speak against it' }),
});
export const Readiness = z.object({
  day: Day,
  met: z.number().int(),
  of: z.number().int().meta({ description: 'Requirements that rules judge, and controls that apply' }),
  share: z.number().nullable(),
  steps: z.array(ReadinessPart),
  clauses: z.array(ReadinessPart),
  themes: z.array(ReadinessPart),
  closes: z
    .array(z.object({ rule: z.string(), title: z.string(), text: z.string(), room: z.enum(rooms), grade: Grade, gain: z.number().int() }))
    .meta({
      description: 'What closes most: a major before everything, then by the number of requirements and controls that only this stands against',
    }),
});
export type Readiness = z.infer<typeof Readiness>;

const read = 'read the ISMS';

export const ControlWithFindings = ControlShown.extend({
  findings: z.array(Finding).meta({ description: 'About this control; of the records of a finding those that belong to it' }),
  previous: Id.nullable().meta({ description: 'The control before it in the order of the standard' }),
  next: Id.nullable(),
});
export type ControlWithFindings = z.infer<typeof ControlWithFindings>;

export const StepState = z.enum(['done', 'in-progress', 'open', 'blocked']);
export const JourneyStep = z.object({
  id: z.string(),
  number: z.number().int(),
  title: z.string(),
  summary: z.string(),
  clauses: z.array(z.string()),
  state: StepState,
  why: z.string().meta({ description: 'The state explained' }),
  findings: z.object({ major: z.number(), minor: z.number(), opportunity: z.number() }),
  next: z.object({ text: z.string(), who: z.string(), room: z.string() }).nullable(),
  room: z.string().nullable(),
});

export const verdictContract = {
  verdict: operation({
    method: 'GET',
    path: '/verdict',
    tag: 'verdict',
    summary: 'Show what an auditor would find',
    permission: read,
    tool: 'get_verdict',
  })
    .input(z.object({ stage: Stage.optional() }))
    .output(
      z.object({
        findings: z.array(Finding),
        excused: z.array(Excused),
        ended: z.array(FindingExcuse).meta({ description: 'Excuses whose day has passed; what they excused counts again' }),
        summary: VerdictSummary,
        next: z
          .array(z.object({ rule: z.string(), text: z.string(), room: z.string(), closes: z.number(), why: z.string() }))
          .meta({ description: 'What to do next, in order of effect' }),
      }),
    ),
  difference: operation({
    method: 'GET',
    path: '/verdict/difference',
    tag: 'verdict',
    summary: 'Show which findings came, grew, shrank and went between two days',
    description: 'Both days are read at their end, from the ledger; of each finding the records that made the difference and what happened to them.',
    permission: read,
    tool: 'compare_verdicts',
  })
    .input(
      z.object({
        since: Day.optional().meta({ description: 'The earlier day; by default seven days before the later one' }),
        until: Day.optional().meta({ description: 'The later day; by default today' }),
        stage: Stage.optional(),
      }),
    )
    .output(
      z.object({
        since: Day,
        until: Day,
        appeared: z.array(MovedFinding),
        worsened: z.array(MovedFinding).meta({ description: 'Found on both days, with more records on the later one' }),
        eased: z.array(MovedFinding).meta({ description: 'Found on both days, with fewer records on the later one' }),
        closed: z.array(MovedFinding),
        before: VerdictSummary,
        now: VerdictSummary,
      }),
    ),
  stage1: operation({
    method: 'GET',
    path: '/certification/stage-1',
    tag: 'certification',
    summary: 'Show the seven things an auditor reads at Stage 1, and whether each is ready',
    description: 'Ready: it is there, and the verdict at Stage 1 finds no nonconformity in its clauses.',
    permission: read,
    tool: 'show_stage_one',
  }).output(z.object({ items: z.array(ThingRead.extend({ ready: z.boolean(), findings: z.array(Finding) })) })),
  control: operation({
    method: 'GET',
    path: '/controls/{id}',
    tag: 'controls',
    summary: 'Show one control with everything that bears on it, and what an auditor would say to it',
    permission: read,
    tool: 'get_control_at_work',
  })
    .input(z.object({ id: Id }))
    .output(ControlWithFindings),
  readiness: operation({
    method: 'GET',
    path: '/verdict/readiness',
    tag: 'verdict',
    summary: 'Explain how ready the organisation is: by step, clause and theme',
    description:
      'A requirement is in order when no rule that judges it raises a nonconformity, a control when it applies, is implemented and no nonconformity rests on it. What nobody has begun is unknown.',
    permission: read,
    tool: 'explain_readiness',
  })
    .input(z.object({ stage: Stage.optional() }))
    .output(Readiness),
  trend: operation({
    method: 'GET',
    path: '/verdict/trend',
    tag: 'verdict',
    summary: 'Show how ready the organisation was at the end of each month, and is today',
    permission: read,
  })
    .input(z.object({ months: z.coerce.number().int().min(1).max(24).default(6) }))
    .output(
      z.object({
        days: z
          .array(
            z.object({ day: Day, share: z.number().nullable(), major: z.number().int(), minor: z.number().int(), opportunity: z.number().int() }),
          )
          .meta({ description: 'From the first month with records; the last is today' }),
      }),
    ),
  requirements: operation({
    method: 'GET',
    path: '/rules/requirements',
    tag: 'verdict',
    summary: 'Show which rules judge each requirement, and what to ask yourself where no rule can',
    description:
      'Every requirement of clauses 4 to 10: with the rules that judge it and what they find today, or the reason why software cannot judge it.',
    permission: read,
    tool: 'list_requirements_judged',
  }).output(z.object({ items: z.array(RequirementJudged) })),
  rules: operation({
    method: 'GET',
    path: '/rules',
    tag: 'verdict',
    summary: 'List the rules of the verdict',
    permission: 'see what concerns me',
    tool: 'list_rules',
  }).output(z.object({ items: z.array(RuleDescription) })),
  journey: operation({
    method: 'GET',
    path: '/journey',
    tag: 'journey',
    summary: 'Show the ten steps, the cycle, and what to do now',
    permission: read,
    tool: 'get_journey',
  }).output(
    z.object({
      steps: z.array(JourneyStep),
      cycle: z.array(z.object({ id: z.string(), title: z.string(), summary: z.string(), from: z.number(), to: z.number() })),
      actions: z.array(
        z.object({
          text: z.string(),
          who: z.string(),
          yours: z.boolean().meta({ description: 'Whether it waits for whoever asks' }),
          room: z.string(),
          due: Day.nullable(),
          grade: Grade.nullable(),
        }),
      ),
      counts: z
        .record(z.string(), z.object({ major: z.number(), minor: z.number(), opportunity: z.number() }))
        .meta({ description: 'Open findings by room' }),
    }),
  ),
};
