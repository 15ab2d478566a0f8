import { z } from 'zod';
import { Day, Id } from '../../platform/contract/fields.ts';
import { operation } from '../../platform/contract/operation.ts';
import { registerContract, written } from '../../platform/register/contract.ts';
import { Block } from '../documents/markdown.ts';
import { Rehearsal, TrainingResult, communications, competenceEvidence, competences, lessons } from './model.ts';

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
    summary: 'Show for every role and holder which competence is held, planned or missing',
    permission: read,
    tool: 'list_competence_gaps',
  }).output(
    z.object({
      items: z.array(
        z.object({
          competence: Id,
          title: z.string(),
          role: Id,
          roleName: z.string(),
          person: Id,
          name: z.string(),
          state: z.enum(['held', 'expired', 'planned', 'missing']),
          proof: Id.nullable(),
          until: Day.nullable(),
        }),
      ),
    }),
  ),
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
  checkLesson: operation({
    method: 'GET',
    path: '/lessons/{id}/check',
    tag,
    summary: 'Show whether the questions of a lesson can be asked',
    permission: read,
  })
    .input(ById)
    .output(z.object({ questions: z.number().int(), problems: z.array(z.string()) })),
  status: operation({
    method: 'GET',
    path: '/training',
    tag,
    summary: 'Show who has to take which lesson until when',
    permission: read,
    tool: 'get_training_status',
  }).output(
    z.object({
      items: z.array(AssignmentShown),
      teams: z.array(z.object({ team: z.string(), assigned: z.number().int(), passed: z.number().int(), overdue: z.number().int() })),
      months: z
        .array(z.object({ month: z.string(), taken: z.number().int(), passed: z.number().int() }))
        .meta({ description: 'The last twelve months' }),
      courses: z.array(TrainingResult).meta({ description: 'Attendance of outside courses, latest first' }),
    }),
  ),
  record: operation({
    method: 'POST',
    path: '/training/attendance',
    tag,
    summary: 'Record attendance of outside courses, from a CSV or one by one',
    permission: manage,
    successStatus: 201,
    description: 'CSV columns: person (name, e-mail or id), course, day, score (optional). All or nothing.',
  })
    .input(z.object({ csv: z.string().max(2_000_000) }))
    .output(z.object({ request: z.string(), recorded: z.number().int() })),
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

  rehearsals: operation({ method: 'GET', path: '/rehearsals', tag: 'rehearsals', summary: 'List audit rehearsals', permission: read }).output(
    z.object({ items: z.array(Rehearsal) }),
  ),
  drawRehearsal: operation({
    method: 'POST',
    path: '/rehearsals',
    tag: 'rehearsals',
    summary: 'Draw people and questions for an audit rehearsal',
    permission: manage,
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
    permission: manage,
  })
    .input(ById.extend({ asked: Rehearsal.shape.asked, version: z.number().int().optional() }))
    .output(written(Rehearsal)),
};
