import { z } from 'zod';
import { Day, Id } from '../../platform/contract/fields.ts';
import { operation } from '../../platform/contract/operation.ts';
import { AttachedFile, Reading } from '../../platform/files/model.ts';
import { partial, registerContract, written } from '../../platform/register/contract.ts';
import { SoaLine } from '../applicability/model.ts';
import { OutcomeCounts, outcomes } from '../checks/model.ts';
import { Block } from '../documents/markdown.ts';
import { DutyShown } from '../operations/calendar/model.ts';
import { ControlPractice, ControlPracticeFields, controlTasks, evidence, lanes, ownControls } from './model.ts';

const read = 'read the ISMS';
const keep = 'keep evidence';
const tag = 'controls';
const ById = z.object({ id: Id });

export const Pointer = z.object({ register: z.string(), id: Id, title: z.string() });
export const coverageStates = ['covered', 'stale', 'gap'] as const;
const CoverageState = z
  .enum(coverageStates)
  .meta({ description: 'stale: what spoke for it has lapsed; gap: nothing has ever spoken for it', labels: { gap: 'Nothing' } });
const Period = z.object({ from: Day, to: Day });
const Share = z.number().nullable().meta({ description: 'Days covered of the days of the period that have passed, 0 to 1; null: none has passed' });
const Standing = z.object({
  state: CoverageState,
  share: Share,
  count: z.number().int().meta({ description: 'Records that speak for it' }),
  newest: Day.nullable(),
  lapsesOn: Day.nullable().meta({ description: 'The first day on which nothing speaks for it any more; in the past when it has lapsed' }),
});
const Bare = Period.extend({ state: CoverageState });
const FreshnessShown = z.object({ days: z.number().int(), from: z.enum(['control', 'promise', 'usual']) });

/** A line of the matrix: a control against what is shown of it. */
export const MatrixLine = Standing.extend({
  control: Id,
  title: z.string(),
  theme: z.string(),
  own: z.boolean(),
  applicable: z.boolean().nullable(),
  status: SoaLine.shape.status,
  owner: Id.nullable(),
  maturity: z.number().int().nullable(),
  described: z.boolean().meta({ description: 'Whether it is written down how we do it' }),
  freshness: FreshnessShown,
  lanes: z.record(z.enum(lanes), Standing),
  stretches: z.array(Bare),
  checks: OutcomeCounts,
  openTasks: z.number().int(),
  riskScore: z.number().meta({ description: 'Sum of the current scores of the open risks it treats: what comes first' }),
});
export type MatrixLine = z.infer<typeof MatrixLine>;

export const StretchShown = Bare.extend({
  count: z.number().int().meta({ description: 'Records that cover it' }),
  proofs: z.array(Pointer).meta({ description: 'The newest of them' }),
});
export const LaneShown = Standing.extend({ lane: z.enum([...lanes, 'any']), stretches: z.array(StretchShown) });
export type LaneShown = z.infer<typeof LaneShown>;

export const ControlShown = MatrixLine.extend({
  summary: z.string(),
  actions: z.array(z.string()),
  usualEvidence: z.array(z.string()),
  period: Period,
  soa: SoaLine,
  practice: ControlPractice.nullable(),
  observation: z.string().meta({ description: 'From the gap assessment' }),
  laneChart: z.array(LaneShown),
  risks: z.array(z.object({ id: Id, title: z.string(), level: z.string().nullable(), acceptable: z.boolean().nullable(), owner: Id.nullable() })),
  tasks: z.array(
    z.object({
      register: z.string(),
      id: Id,
      title: z.string(),
      status: z.string(),
      assignee: Id.nullable(),
      dueOn: Day.nullable(),
      overdue: z.boolean(),
    }),
  ),
  duties: z
    .array(
      DutyShown.pick({
        key: true,
        title: true,
        everyDays: true,
        because: true,
        register: true,
        record: true,
        assignee: true,
        lastOn: true,
        dueOn: true,
        state: true,
      }),
    )
    .meta({ description: 'What has to be done again and again' }),
  promises: z
    .array(
      z.object({
        document: Id,
        title: z.string(),
        statement: z.string(),
        everyDays: z.number().int(),
        daysAgo: z.number().int().nullable(),
        state: z.enum(['kept', 'contradicted', 'unknown']),
      }),
    )
    .meta({ description: 'What documents promise in figures, against the evidence' }),
  evidence: z.array(evidence.record).meta({ description: 'The newest; all of them: list evidence with filter[subjects]' }),
  evidenceTotal: z.number().int(),
  checkResults: z.array(
    z.object({
      connection: Id,
      connectionTitle: z.string(),
      check: z.string(),
      title: z.string(),
      outcome: z.enum(outcomes),
      because: z.string(),
      since: Day,
      counts: OutcomeCounts,
    }),
  ),
  documents: z.array(z.object({ id: Id, title: z.string(), state: z.string(), reviewDueOn: Day.nullable(), reviewOverdue: z.boolean() })),
});
export type ControlShown = z.infer<typeof ControlShown>;

const { title, ...evidenceFields } = evidence.fields.shape;
const uploads = z.array(z.string().max(64)).min(1).max(500).meta({ title: 'Files', description: 'Ids of finished uploads' });

export const controlsContract = {
  own: registerContract(ownControls),
  evidence: {
    ...registerContract(evidence),
    add: operation({
      method: 'POST',
      path: '/evidence/files',
      tag: 'evidence',
      summary: 'Add evidence with its files in one step',
      description: 'The files are uploads that have been finished; the title is that of the first file unless one is given.',
      permission: keep,
      successStatus: 201,
    })
      .input(z.object({ ...evidenceFields, title: title.optional(), kind: evidenceFields.kind.unwrap().optional(), uploads }))
      .output(written(evidence.record)),
    addFiles: operation({
      method: 'POST',
      path: '/evidence/{id}/files',
      tag: 'evidence',
      summary: 'Add files to an evidence item that nobody has attested yet',
      permission: keep,
    })
      .input(ById.extend({ uploads }))
      .output(written(evidence.record)),
    text: operation({
      method: 'GET',
      path: '/evidence/{id}/files/{sha256}/text',
      tag: 'evidence',
      summary: 'Read the text of a file of an evidence item: DOCX, ODT and PDF as text, XLSX as tables',
      description: 'Read in a thread of its own with limits; nothing in the file is run.',
      permission: read,
    })
      .input(ById.extend({ sha256: AttachedFile.shape.sha256 }))
      .output(z.object({ blocks: z.array(Block), pages: Reading.shape.pages, problem: Reading.shape.problem })),
    attest: operation({
      method: 'POST',
      path: '/evidence/{id}/attest',
      tag: 'evidence',
      summary: 'Attest evidence: it is genuine and shows what it says',
      description: 'A signature. The item does not change any more; a newer one can take its place.',
      permission: keep,
    })
      .input(ById.extend({ password: z.string().optional() }))
      .output(written(evidence.record)),
  },
  tasks: registerContract(controlTasks),
  matrix: operation({
    method: 'GET',
    path: '/controls',
    tag,
    summary: 'Show every control against the evidence that it exists, works and was applied',
    permission: read,
    tool: 'list_controls_at_work',
  })
    .input(
      z.object({
        theme: z.string().max(30).optional(),
        owner: z.string().max(64).optional().meta({ description: 'A person, or the word "none"' }),
        state: z.enum(coverageStates).optional(),
        applicable: z.enum(['yes', 'no', 'undecided']).optional(),
        search: z.string().max(200).optional(),
      }),
    )
    .output(
      z.object({
        period: Period,
        items: z.array(MatrixLine),
        total: z.number().int(),
        applicable: z.number().int(),
        counts: z
          .object({ covered: z.number().int(), stale: z.number().int(), gap: z.number().int() })
          .meta({ description: 'Of the applicable ones' }),
        share: Share,
      }),
    ),
  lapses: operation({
    method: 'GET',
    path: '/controls/lapses',
    tag,
    summary: 'Show which evidence lapses when',
    permission: read,
    tool: 'list_evidence_lapses',
  })
    .input(z.object({ until: Day.optional(), control: Id.optional() }))
    .output(
      z.object({
        items: z.array(
          z.object({
            on: Day,
            days: z.number().int().meta({ description: 'From today; negative: lapsed so many days ago' }),
            control: Id,
            title: z.string(),
            owner: Id.nullable(),
            lanes: z.array(z.enum(lanes)),
            last: Pointer,
          }),
        ),
      }),
    ),
  describe: operation({
    method: 'PATCH',
    path: '/controls/{id}',
    tag,
    summary: 'Say how a control is done here, its maturity, and how long its evidence stays fresh',
    permission: keep,
    tool: 'describe_control',
  })
    .input(ById.extend({ ...partial(ControlPracticeFields).shape, version: z.number().int().optional() }))
    .output(written(ControlPractice)),
};
