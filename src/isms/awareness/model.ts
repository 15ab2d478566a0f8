import { z } from 'zod';
import { Id, day, line, recordFields, reference, references, requiredLine, requiredReference, text, whole } from '../../platform/contract/fields.ts';
import { defineRegister, type RecordOf } from '../../platform/register/model.ts';

const access = { read: 'read the ISMS', write: 'manage people' } as const;
export const competenceKinds = ['education', 'training', 'certificate', 'experience'] as const;

/** What the holder of a role, or whoever owns certain controls, must know and have done (7.2 a). */
export const competences = defineRegister({
  name: 'competences',
  singular: 'competence',
  plural: 'competences',
  prefix: 'COMP',
  clause: '7.2',
  ...access,
  purpose: 'What a role of the management system, or owning a control, asks of a person: education, training, certificates, experience.',
  label: 'title',
  columns: ['title', 'role', 'controls', 'kind', 'description'],
  fields: z.object({
    title: requiredLine({ title: 'Competence' }),
    role: reference('isms-roles', { title: 'Role', description: 'Asked of everybody who holds it' }),
    controls: references('controls', { title: 'Controls', description: 'Asked of their owners, where no role is named' }),
    kind: z.enum(competenceKinds).default('training').meta({ title: 'Kind' }),
    description: text({ title: 'How it is judged' }),
  }),
});
export type Competence = RecordOf<typeof competences>;

/** What somebody holds, or the plan to get there (7.2 b–d). */
export const competenceEvidence = defineRegister({
  name: 'competence-evidence',
  singular: 'proof of competence',
  plural: 'proofs of competence',
  prefix: 'CE',
  clause: '7.2',
  ...access,
  purpose: 'Who holds which competence, by which certificate, course or experience; and what is planned where it is missing.',
  label: 'title',
  columns: ['title', 'person', 'competence', 'obtainedOn', 'expiresOn', 'plannedOn'],
  fields: z.object({
    title: requiredLine({ title: 'Proof', description: 'Certificate, course or experience' }),
    person: requiredReference('people', { title: 'Person' }),
    competence: requiredReference('competences', { title: 'Competence' }),
    obtainedOn: day({ title: 'Held since' }),
    expiresOn: day({ title: 'Expires on' }),
    plannedOn: day({ title: 'Planned for', description: 'When it shall be acquired; empty once it is held' }),
    effective: text({ title: 'Did it help?', description: 'How the effect was judged (7.2 c)' }),
    place: line({ title: 'Where the proof lies' }),
  }),
});
export type CompetenceEvidence = RecordOf<typeof competenceEvidence>;

/**
 * A lesson (7.3): Markdown, and under the heading "Questions" at least eight questions, each followed by answers as a
 * task list in which the right ones are ticked.
 */
export const lessons = defineRegister({
  name: 'lessons',
  singular: 'lesson',
  plural: 'lessons',
  prefix: 'LES',
  clause: '7.3',
  ...access,
  purpose: 'What everybody must know, with questions at the end. Begin from one of the ready lessons or write your own.',
  label: 'title',
  columns: ['title', 'audience', 'everyMonths', 'passPercent', 'activeOn'],
  fields: z.object({
    title: requiredLine({ title: 'Title' }),
    body: z
      .string()
      .max(200_000)
      .default('')
      .meta({ title: 'Lesson and questions', multiline: true, description: 'Markdown; answers under "Questions" as a task list, right ones ticked' }),
    audience: z
      .enum(['everyone', 'teams', 'roles'])
      .default('everyone')
      .meta({ title: 'For', labels: { teams: 'These teams', roles: 'Holders of these roles' } }),
    audienceTeams: references('teams', { title: 'Teams' }),
    audienceRoles: references('isms-roles', { title: 'Roles' }),
    everyMonths: whole({ title: 'Repeated every (months)', description: 'Empty: once' }, 1, 60),
    daysForNew: whole({ title: 'Days that new people have', description: 'Empty: as the organisation has committed to' }, 1, 365),
    passPercent: z.number().int().min(1).max(100).default(80).meta({ title: 'Passed at (%)' }),
    activeOn: day({ title: 'Assigned since', description: 'Empty: nobody has to take it yet' }),
    template: line({ title: 'Ready lesson it was begun from' }),
  }),
});
export type Lesson = RecordOf<typeof lessons>;

/** One attempt at a lesson, or attendance elsewhere. Never changed. */
export const TrainingResult = z.object({
  ...recordFields,
  person: requiredReference('people', { title: 'Person' }),
  /** Null: a course outside. */
  lesson: Id.nullable().default(null).meta({ reference: 'lessons' }),
  title: z.string().max(300),
  on: z.iso.date(),
  score: z.number().min(0).max(100).nullable(),
  passed: z.boolean(),
  source: z.enum(['product', 'file']),
  /** Which questions were asked, and what was answered; numbers count from 0. */
  answers: z.array(z.object({ question: z.number().int(), chosen: z.array(z.number().int()), right: z.boolean() })).default([]),
});
export type TrainingResult = z.infer<typeof TrainingResult>;

/** People drawn by lot are asked what an auditor would ask (mission 7.4). Seed and list give the same draw to anybody. */
export const Rehearsal = z.object({
  ...recordFields,
  on: z.iso.date(),
  seed: z.string().max(60),
  population: z.number().int(),
  asked: z.array(
    z.object({
      person: Id,
      question: z.string(),
      /** 0: no idea, 1: partly, 2: would satisfy an auditor; null: not asked yet. */
      score: z.number().int().min(0).max(2).nullable(),
      answer: z.string().max(4000),
    }),
  ),
  by: z.string(),
});
export type Rehearsal = z.infer<typeof Rehearsal>;

/** What a competence is asked of, as one reads it; and where it stands for one person. */
export const CompetenceGap = z.object({
  competence: Id,
  title: z.string(),
  role: Id.nullable().meta({ description: 'Null: asked of the owners of controls' }),
  /** The controls the person owns, of those the competence is asked for. */
  controls: z.array(Id),
  person: Id,
  state: z.enum(['held', 'expired', 'planned', 'missing']),
  expiresSoon: z.boolean().meta({ description: 'Held, but not for longer than 60 days' }),
  proof: Id.nullable(),
  until: z.iso.date().nullable().meta({ description: 'Held until, planned for, or expired on' }),
});
export type CompetenceGap = z.infer<typeof CompetenceGap>;

/** Where a person stands with training, reading and competence; null: nothing is asked of them. */
export const PersonState = z.object({
  person: Id,
  inScope: z.boolean().nullable().meta({ description: 'Null: their team is not decided about' }),
  training: z.object({ state: z.enum(['passed', 'due', 'overdue']), open: z.number().int(), all: z.number().int() }).nullable(),
  reading: z.object({ state: z.enum(['passed', 'due', 'overdue']), open: z.number().int(), all: z.number().int() }).nullable(),
  competence: z.object({ held: z.number().int(), all: z.number().int(), expiresSoon: z.boolean(), planned: z.number().int() }).nullable(),
});
export type PersonState = z.infer<typeof PersonState>;

/** What is known of one person, from all rooms. */
export const PersonCard = z.object({
  state: PersonState,
  roles: z.array(z.object({ id: Id, name: z.string(), as: z.enum(['holder', 'deputy']) })),
  owns: z.array(z.object({ register: z.string(), id: Id, title: z.string() })),
  lessons: z.array(
    z.object({
      lesson: Id,
      title: z.string(),
      dueOn: z.iso.date().nullable(),
      passedOn: z.iso.date().nullable(),
      state: z.enum(['passed', 'due', 'overdue']),
    }),
  ),
  results: z.array(TrainingResult.omit({ answers: true })).meta({ description: 'Attempts and courses, latest first' }),
  reading: z.array(
    z.object({
      document: Id,
      title: z.string(),
      version: z.number().int(),
      dueOn: z.iso.date(),
      acknowledgedAt: z.string().nullable(),
      overdue: z.boolean(),
    }),
  ),
  competences: z.array(CompetenceGap.extend({ asked: z.string().meta({ description: 'The role or the controls it is asked for' }) })),
  proofs: z.array(z.object({ id: Id, title: z.string(), competence: Id, obtainedOn: z.iso.date().nullable(), expiresOn: z.iso.date().nullable() })),
});
export type PersonCard = z.infer<typeof PersonCard>;

/** A rehearsal with the names, and what a good answer holds. */
export const RehearsalShown = Rehearsal.extend({
  asked: z.array(
    Rehearsal.shape.asked.element.extend({
      name: z.string(),
      team: z.string().nullable(),
      good: z.string().meta({ description: 'What a good answer holds' }),
      clause: z.string(),
    }),
  ),
  score: z.number().nullable().meta({ description: 'Percent of what could be reached with the questions answered; null: none was' }),
});
export type RehearsalShown = z.infer<typeof RehearsalShown>;

const Tally = z.object({ asked: z.number().int(), failed: z.number().int().meta({ description: 'Scored 0' }), percent: z.number().nullable() });
/** Where awareness fails, over all rehearsals: the weakest first. */
export const RehearsalResults = z.object({
  questions: z.array(Tally.extend({ question: z.string(), clause: z.string() })),
  teams: z.array(Tally.extend({ team: z.string() })),
});
export type RehearsalResults = z.infer<typeof RehearsalResults>;

/** Clause 7.4. */
export const communications = defineRegister({
  name: 'communications',
  singular: 'planned communication',
  plural: 'planned communications',
  prefix: 'COM',
  clause: '7.4',
  ...access,
  purpose: 'What is communicated about the management system: on what, when, with whom, by whom and how.',
  label: 'subject',
  columns: ['subject', 'occasion', 'audience', 'sender', 'channel'],
  fields: z.object({
    subject: requiredLine({ title: 'On what' }),
    occasion: line({ title: 'When' }),
    audience: line({ title: 'With whom' }),
    sender: reference('people', { title: 'By whom' }),
    channel: line({ title: 'How' }),
    lastOn: day({ title: 'Last done on' }),
    nextOn: day({ title: 'Next due on' }),
  }),
});
