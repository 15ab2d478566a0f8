import { z } from 'zod';
import { Id, day, line, recordFields, reference, references, requiredLine, requiredReference, text, whole } from '../../platform/contract/fields.ts';
import { defineRegister, type RecordOf } from '../../platform/register/model.ts';

const access = { read: 'read the ISMS', write: 'manage people' } as const;
export const competenceKinds = ['education', 'training', 'certificate', 'experience'] as const;

/** What the holder of a role must know and have done (7.2 a). */
export const competences = defineRegister({
  name: 'competences',
  singular: 'competence',
  plural: 'competences',
  prefix: 'COMP',
  clause: '7.2',
  ...access,
  purpose: 'What each role of the management system asks of its holder: education, training, certificates, experience.',
  label: 'title',
  columns: ['title', 'role', 'kind', 'description'],
  fields: z.object({
    title: requiredLine({ title: 'Competence' }),
    role: requiredReference('isms-roles', { title: 'Role' }),
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

/** Clause 7.4. */
export const communications = defineRegister({
  name: 'communications',
  singular: 'communication',
  plural: 'communication plan',
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
