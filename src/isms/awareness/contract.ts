import { z } from 'zod';
import { Day, Id } from '../../platform/contract/fields.ts';
import { operation } from '../../platform/contract/operation.ts';
import { registerContract, written } from '../../platform/register/contract.ts';
import { Block } from '../documents/markdown.ts';
import {
  CompetenceGap,
  PersonCard,
  PersonState,
  Rehearsal,
  RehearsalResults,
  RehearsalShown,
  TrainingResult,
  communications,
  competenceEvidence,
  competences,
  lessons,
} from './model.ts';

const tag = 'training';
const read = 'read the ISMS';
const manage = 'manage people';
const ById = z.object({ id: Id });

export const LessonTemplate = z.object({
  id: z.string(),
  title: z.string(),
  minutes: z.number().int(),
  questions: z.number().int(),
  used: Id.nullable().meta({ description: 'The lesson that was begun from it' }),
});
export const AssignmentShown = z.object({
  person: Id,
  name: z.string(),
  team: z.string().nullable(),
  lesson: Id,
  title: z.string(),
  dueOn: Day.nullable(),
  passedOn: Day.nullable(),
  score: z.number().nullable(),
  state: z.enum(['passed', 'due', 'overdue']),
});
const TrainingQuery = z.object({
  team: z.string().max(300).optional().meta({ description: 'Name of a team' }),
  lesson: Id.optional(),
  state: z.enum(['passed', 'due', 'overdue']).optional(),
});
export const MyLesson = z.object({
  lesson: Id,
  title: z.string(),
  minutes: z.number().int(),
  dueOn: Day.nullable(),
  passedOn: Day.nullable(),
  score: z.number().nullable(),
  state: z.enum(['passed', 'due', 'overdue']),
  result: Id.nullable().meta({ description: 'The result a certificate may be had for' }),
});

export const awarenessContract = {
  competences: registerContract(competences),
  competenceEvidence: registerContract(competenceEvidence),
  communications: registerContract(communications),
  competenceGaps: operation({
    method: 'GET',
    path: '/competences/gaps',
    tag: 'competences',
    summary: 'Show for every role, its holders and the owners of controls which competence is held, planned or missing',
    permission: read,
    tool: 'list_competence_gaps',
  }).output(
    z.object({
      items: z.array(
        CompetenceGap.extend({
          roleName: z.string().nullable(),
          name: z.string(),
          plan: z.string().nullable().meta({ description: 'The proof that is held, planned or has run out' }),
        }),
      ),
    }),
  ),
  states: operation({
    method: 'GET',
    path: '/people/states',
    tag: 'people',
    summary: 'Show where everybody stands with training, reading and competence',
    permission: read,
  }).output(z.object({ items: z.array(PersonState) })),
  card: operation({
    method: 'GET',
    path: '/people/{id}/card',
    tag: 'people',
    summary: 'Show what hangs on one person: roles, what they own, training, reading, competences',
    permission: read,
    tool: 'get_person_card',
  })
    .input(ById)
    .output(PersonCard),
  lessons: registerContract(lessons),
  lessonTemplates: operation({ method: 'GET', path: '/lessons/templates', tag, summary: 'List the ready lessons', permission: read }).output(
    z.object({ items: z.array(LessonTemplate) }),
  ),
  beginLessons: operation({
    method: 'POST',
    path: '/lessons/begin',
    tag,
    summary: 'Take over ready lessons and assign them to everybody',
    permission: manage,
    successStatus: 201,
    tool: 'begin_lessons',
  })
    .input(z.object({ templates: z.array(z.string().max(80)).min(1).max(50) }))
    .output(z.object({ lessons: z.array(lessons.record), request: z.string() })),
  previewLesson: operation({
    method: 'POST',
    path: '/lessons/preview',
    tag,
    summary: 'Show a lesson as it would be read, and what is wrong with its questions',
    permission: read,
    writes: false,
  })
    .input(z.object({ body: lessons.fields.shape.body }))
    .output(
      z.object({
        blocks: z.array(Block),
        minutes: z.number().int(),
        questions: z.array(z.object({ text: z.string(), answers: z.array(z.object({ text: z.string(), right: z.boolean() })) })),
        problems: z.array(z.string()).meta({ description: 'Empty: it can be assigned' }),
      }),
    ),
  status: operation({
    method: 'GET',
    path: '/training',
    tag,
    summary: 'Show who has to take which lesson until when',
    permission: read,
    tool: 'get_training_status',
  })
    .input(TrainingQuery.extend({ limit: z.coerce.number().int().min(1).max(5000).default(1000) }))
    .output(
      z.object({
        items: z.array(AssignmentShown).meta({ description: 'Those that fit, the longest overdue first' }),
        total: z.number().int(),
        counts: z.object({ passed: z.number().int(), due: z.number().int(), overdue: z.number().int() }).meta({ description: 'Of everybody' }),
        teams: z
          .array(z.object({ team: z.string(), assigned: z.number().int(), passed: z.number().int(), overdue: z.number().int() }))
          .meta({ description: 'Of the lesson asked for, or of all' }),
        months: z
          .array(z.object({ month: z.string(), taken: z.number().int(), passed: z.number().int() }))
          .meta({ description: 'Attempts of the last twelve months' }),
        courses: z.array(TrainingResult).meta({ description: 'Attendance of outside courses, latest first' }),
      }),
    ),
  exportStatus: operation({
    method: 'GET',
    path: '/training/export',
    tag,
    summary: 'Export who has to take which lesson as CSV or XLSX',
    permission: read,
  })
    .input(TrainingQuery.extend({ format: z.enum(['csv', 'xlsx']).default('csv') }))
    .output(z.file()),
  record: operation({
    method: 'POST',
    path: '/training/attendance',
    tag,
    summary: 'Record attendance of outside courses, from a CSV or one by one',
    permission: manage,
    successStatus: 201,
    description:
      'CSV columns: person (name, e-mail or id), course, day, score (optional). All or nothing; what is recorded already is not recorded again.',
  })
    .input(z.object({ csv: z.string().max(2_000_000) }))
    .output(z.object({ request: z.string(), recorded: z.number().int(), already: z.number().int() })),
  remind: operation({
    method: 'POST',
    path: '/training/remind',
    tag,
    summary: 'Remind by e-mail those whose training is due',
    permission: manage,
  }).output(z.object({ request: z.string(), reminded: z.number().int(), withoutAddress: z.array(z.string()), sent: z.boolean() })),

  mine: operation({
    method: 'GET',
    path: '/my/training',
    tag: 'my',
    summary: 'List what I have to learn',
    permission: 'see what concerns me',
    tool: 'list_my_training',
  }).output(z.object({ person: Id.nullable(), items: z.array(MyLesson) })),
  take: operation({
    method: 'GET',
    path: '/my/training/{id}',
    tag: 'my',
    summary: 'Show a lesson with the questions drawn for me',
    permission: 'see what concerns me',
  })
    .input(ById)
    .output(
      MyLesson.extend({
        blocks: z.array(Block),
        attempt: z.number().int(),
        questions: z.array(
          z.object({
            number: z.number().int(),
            text: z.string(),
            several: z.boolean(),
            answers: z.array(z.object({ number: z.number().int(), text: z.string() })),
          }),
        ),
        passPercent: z.number().int(),
      }),
    ),
  answer: operation({
    method: 'POST',
    path: '/my/training/{id}',
    tag: 'my',
    summary: 'Answer the questions of a lesson',
    permission: 'answer for myself',
  })
    .input(
      ById.extend({
        attempt: z.number().int().meta({ description: 'As it was shown with the questions' }),
        answers: z.array(z.object({ number: z.number().int(), chosen: z.array(z.number().int()).max(10) })).max(20),
      }),
    )
    .output(
      written(TrainingResult).extend({
        review: z.array(
          z.object({
            number: z.number().int(),
            text: z.string(),
            right: z.boolean(),
            answer: z.string().meta({ description: 'What would have been right' }),
          }),
        ),
      }),
    ),
  myResults: operation({
    method: 'GET',
    path: '/my/results',
    tag: 'my',
    summary: 'List the lessons and courses I have taken',
    permission: 'see what concerns me',
  }).output(z.object({ items: z.array(TrainingResult.omit({ answers: true })) })),

  rehearsals: operation({ method: 'GET', path: '/rehearsals', tag: 'rehearsals', summary: 'List audit rehearsals', permission: read }).output(
    z.object({ items: z.array(RehearsalShown) }),
  ),
  rehearsalResults: operation({
    method: 'GET',
    path: '/rehearsals/results',
    tag: 'rehearsals',
    summary: 'Show in which questions and teams awareness fails',
    permission: read,
    tool: 'get_rehearsal_results',
  }).output(RehearsalResults),
  drawRehearsal: operation({
    method: 'POST',
    path: '/rehearsals',
    tag: 'rehearsals',
    summary: 'Draw people and questions for an audit rehearsal',
    permission: 'rehearse audits',
    successStatus: 201,
    description: 'The same seed draws the same people from the same list.',
    tool: 'draw_rehearsal',
  })
    .input(
      z.object({
        people: z.number().int().min(1).max(50).default(5),
        questions: z.number().int().min(1).max(5).default(2),
        seed: z.string().max(60).optional(),
      }),
    )
    .output(written(Rehearsal)),
  scoreRehearsal: operation({
    method: 'PATCH',
    path: '/rehearsals/{id}',
    tag: 'rehearsals',
    summary: 'Note answers and scores of a rehearsal',
    permission: 'rehearse audits',
  })
    .input(ById.extend({ asked: Rehearsal.shape.asked, version: z.number().int().optional() }))
    .output(written(Rehearsal)),
};
